"""PDF by typst: tagged for screen readers (PDF/UA-1), with outline, page heads and alt texts."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Contents,
    Definitions,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
    runs,
)
from paseo.report.writers.typesetting import (
    FALLBACK_FONT,
    FONT,
    breakable,
    legible_data,
    print_typst,
    printed,
    shorten,
)
from paseo.report.writers.widths import shares

#: As ``report.typ`` sets them: A4 less its margins, letters of tables.
_ROOM_MM: Final = 166.0
_TABLE_POINTS: Final = 8.5
_ADDRESS: Final = re.compile(r"^(https?://|mailto:)")


class PdfWriter:
    """Writes a document as PDF; needs the extra ``pdf``."""

    ending = "pdf"
    media_type = "application/pdf"

    def write(self, document: Document) -> bytes:
        return write_pdf(document)


def write_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1; the same document gives the same bytes.

    Raises:
        MissingExtra: when typst is not installed.
    """
    return print_typst(
        "report.typ",
        json.dumps(legible_data(typst_data(document)), ensure_ascii=False),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(document.made_at.timestamp()),
    )


def typst_data(document: Document) -> dict[str, Any]:
    """Return a document as the plain data that the template ``report.typ`` reads."""
    language, region = language_parts(document.language)
    writer = _Data(document)
    # The standard refuses a file without a title.
    title = document.title.strip() or document.place.strip() or "Paseo"
    return {
        "fonts": [FONT, FALLBACK_FONT],
        "title": title,
        # A name without a gap would run off the paper, and the foot has one line.
        "shown": breakable(title),
        "foot": breakable(shorten(title)),
        "subtitle": document.subtitle,
        "language": language,
        "region": region,
        "place": document.place,
        "period": document.period,
        "made": [getattr(document.made_at, part) for part in ("year", "month", "day")],
        "generated": document.generated,
        "words": document.words,
        "blocks": [
            {**writer.block(block), "sticky": sticky}
            for block, sticky in zip(document.blocks, document.leads_on(), strict=True)
        ],
        "figure_tables": writer.figure_tables,
    }


def language_parts(tag: str) -> tuple[str, str | None]:
    """Return the language and the region of a tag as typst takes them; scripts are left out.

    >>> language_parts("de-AT"), language_parts("sr-Latn"), language_parts("sr-Latn-RS")
    (('de', 'AT'), ('sr', None), ('sr', 'RS'))
    """
    first, *others = tag.split("-")
    language = first.lower() if re.fullmatch("[A-Za-z]{2,3}", first) else "und"
    region = next((one.upper() for one in others if re.fullmatch("[A-Za-z]{2}", one)), None)
    return language, region


class _Data:
    """Turns blocks into dictionaries; numbers the figures on the way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ids = {
            block.id
            for block in document.blocks
            if isinstance(block, Heading) and plain(block.words).strip()
        }
        self.figure_tables: list[dict[str, Any]] = []
        self._figures = 0
        self._level = 0
        self._placed: set[str] = set()

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph() | Bullets() | Definitions():
                return self._text(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Callout():
                body = [self._words(words) for words in block.body]
                return {"kind": "callout", "mark": block.kind, "title": block.title, "body": body}
            case PageBreak():
                return {"kind": "page"}
            case Contents():
                return {"kind": "contents", "title": block.title, "levels": block.levels}

    def _heading(self, heading: Heading) -> dict[str, Any]:
        """Return a heading as PDF/UA-1 takes it: not empty, no level left out, unique."""
        words = self._words(heading.words)
        if not plain(heading.words).strip():
            return {"kind": "paragraph", "words": words, "lead": False}
        self._level = min(max(heading.level, 1), self._level + 1)
        id = "" if heading.id in self._placed else heading.id
        self._placed.add(heading.id)
        return {"kind": "heading", "words": words, "level": self._level, "id": id}

    def _text(self, block: Paragraph | Bullets | Definitions) -> dict[str, Any]:
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "words": self._words(block.words), "lead": block.lead}
        if isinstance(block, Definitions):
            pairs = [[self._words(term), self._words(what)] for term, what in block.items]
            return {"kind": "definitions", "items": pairs}
        return {
            "kind": "bullets",
            "items": [self._words(item) for item in block.items],
            "numbered": block.numbered,
            "start": block.start,
        }

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": table.caption,
            "columns": [
                {
                    "name": breakable(column.name),
                    "end": column.align == "end",
                    "width": width,
                }
                for column, width in zip(
                    table.columns, shares(table, _ROOM_MM, _TABLE_POINTS), strict=True
                )
            ],
            "rows": [[self._cell(cell) for cell in row] for row in table.rows],
            "notes": [self._words(note) for note in table.notes],
        }

    def _cell(self, cell: Cell) -> list[dict[str, str]]:
        return self._words(cell.words)

    def _figure(self, figure: Figure) -> dict[str, Any]:
        self._figures += 1
        sentence = plain(figure.sentence)
        if figure.table is not None:
            self.figure_tables.append({**self._table(figure.table), "number": self._figures})
        return {
            "kind": "figure",
            "number": self._figures,
            "svg": printed(figure.svg),
            "title": figure.title,
            "alt": " ".join(dict.fromkeys((figure.title, figure.description or sentence))).strip()
            or f"{self._document.words.get('figure', '')} {self._figures}",
            "sentence": self._words(figure.sentence),
            "notes": [self._words(note) for note in figure.notes],
            "width": figure.width,
            "tabled": figure.table is not None,
        }

    def _words(self, words: Words) -> list[dict[str, str]]:
        return [self._run(run) for run in runs(words) if run.words]

    def _run(self, run: Run) -> dict[str, str]:
        return {
            "text": breakable(run.words),
            "tone": run.tone,
            "language": language_parts(run.language)[0] if run.language else "",
            "address": run.link if _ADDRESS.match(run.link) else "",
            "target": run.link[1:] if run.link[:1] == "#" and run.link[1:] in self._ids else "",
        }
