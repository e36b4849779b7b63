"""The one document model: what a report says, before any format.

A document is a list of blocks. Writers turn blocks into HTML, PDF, Word or Excel; none of
them knows what an assessment is. Words that fell back to another language say which one, so
that every format can mark it for screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from paseo.content.language import Text

Tone = Literal["plain", "strong", "emphasis", "muted"]
CalloutKind = Literal["note", "caution", "missing", "generated"]
Align = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one tone; ``language`` only where it differs from the document's."""

    words: str
    tone: Tone = "plain"
    language: str = ""
    link: str = ""  # an address, or "#id" of a heading in this document


#: What blocks accept as text: one string or several runs.
Words = str | tuple[Run, ...]


def runs(words: Words) -> tuple[Run, ...]:
    """Return words as runs.

    >>> runs("Safe")
    (Run(words='Safe', tone='plain', language='', link=''),)
    """
    return (Run(words),) if isinstance(words, str) else words


def plain(words: Words) -> str:
    """Return words without their tones."""
    return "".join(run.words for run in runs(words))


def said(text: Text, language: str, tone: Tone = "plain") -> Run:
    """Return a text as a run that is marked when it is not in ``language``."""
    return Run(text.words, tone, "" if text.language == language else text.language)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is a chapter (the title stands above all of them)."""

    words: Words
    level: int
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Words
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``start`` is the first number of a numbered one that goes on from another."""

    items: tuple[Words, ...]
    numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with what they mean."""

    items: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``width`` is its share of the page, relative to the others."""

    name: str
    align: Align = "start"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says; ``number`` is the figure behind it, for formats that count."""

    words: Words
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first column names the rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Words, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what it shows, in a sentence and in a table."""

    svg: str
    title: str
    description: str
    sentence: Words
    table: Table | None = None
    notes: tuple[Words, ...] = ()
    width: float = 1.0  # share of the page


@dataclass(frozen=True, slots=True)
class Callout:
    """A box: something to know, to beware of, or that is missing."""

    kind: CalloutKind
    title: str
    body: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page, where the format has pages."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters stands here."""

    title: str
    levels: int = 2


Block = (
    Heading | Paragraph | Bullets | Definitions | Table | Figure | Callout | PageBreak | Contents
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Args:
        language: of everything that does not say otherwise (BCP 47).
        generated: words such as "generated" when values were invented; they then stand on
            every page. Empty when every value was observed.
        words: the few that writers need themselves, already in the language
            (:data:`WRITER_WORDS`).
    """

    title: str
    subtitle: str
    language: str
    place: str
    period: str
    made_at: datetime
    blocks: tuple[Block, ...]
    generated: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Return place and period in one line, as far as the document has them."""
        return " · ".join(part for part in (self.place, self.period) if part)

    def headings(self, levels: int = 2) -> tuple[Heading, ...]:
        return tuple(
            block for block in self.blocks if isinstance(block, Heading) and block.level <= levels
        )

    def leads_on(self) -> tuple[bool, ...]:
        """Say of each block whether it is a paragraph that must stay with the picture below it.

        The lead of a chapter stays with it over the heading between them.
        """
        found: list[bool] = []
        leads = below_heading = False
        for block in reversed(self.blocks):
            over_heading = below_heading and not (isinstance(block, Paragraph) and block.lead)
            found.append(leads and isinstance(block, Paragraph) and not over_heading)
            below_heading = isinstance(block, Heading)
            shown = isinstance(block, Table | Figure | Callout)
            leads = found[-1] or shown or (below_heading and leads)
        return tuple(reversed(found))

    def tables(self) -> tuple[Table, ...]:
        """Return every table, those under figures too, in reading order."""
        found: list[Table] = []
        for block in self.blocks:
            if isinstance(block, Table):
                found.append(block)
            elif isinstance(block, Figure) and block.table is not None:
                found.append(block.table)
        return tuple(found)


#: Phrase ids that a document carries for its writers.
WRITER_WORDS = (
    "show_table",
    "page",
    "of",
    "note",
    "figure",
    "table",
    "figure_numbers",
    "figure_tables",
    "figure_undrawn",
    "sheet_contents",
    "sheet_sheet",
    "as_number",
    "made_with",
)
