"""The guide, the lists and the look of the Excel templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from paseo.content.phrases import Phrases
from paseo.evidence import columns

_TEAL: Final = "#0B6360"
_PALE: Final = "#E8F1F0"
_INK: Final = "#1C2430"
_PLUM: Final = "#7A2E5D"
_SLATE: Final = "#5B6573"


@dataclass(frozen=True)
class Formats:
    """Cell styles of a template."""

    title: Any
    hint: Any
    warning: Any
    head: Any
    folded_head: Any
    text: Any
    number: Any
    guide_head: Any
    guide: Any
    guide_code: Any


def make_formats(book: Any) -> Formats:
    """Return the styles; text cells are formatted as text, so that 2023-06 stays a period."""

    def made(**look: Any) -> Any:
        return book.add_format({"font_name": "Calibri", "font_color": _INK, **look})

    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2}
    return Formats(
        title=made(bold=True, font_size=16, font_color=_TEAL),
        hint=made(font_color=_SLATE),
        warning=made(bold=True, font_color=_PLUM),
        head=made(**head, bg_color=_TEAL, font_color="#FFFFFF"),
        folded_head=made(**head, bg_color=_PALE),
        text=made(num_format="@", valign="top", text_wrap=True, bottom=4, bottom_color="#D5D9DE"),
        number=made(valign="top", bottom=4, bottom_color="#D5D9DE"),
        guide_head=made(bold=True, font_size=13, font_color=_TEAL),
        guide=made(text_wrap=True, valign="top"),
        guide_code=made(bold=True, valign="top", align="right"),
    )


def write_list(sheet: Any, at: int, entries: Sequence[str]) -> None:
    """Write the entries of one drop-down list into a column, from the second row on."""
    for row, entry in enumerate(entries, start=1):
        sheet.write_string(row, at, entry)


def write_guide(
    sheet: Any,
    city: str,
    dimension: str,
    count: int,
    words: Phrases,
    language: str,
    formats: Formats,
    generated: bool,
) -> None:
    """Write the first sheet: what the form is, how to fill it in, what no value means."""
    guide = _Guide(sheet, words, language, formats)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 96)
    guide.line(words.say("title", language, dimension=dimension, city=city), formats.title)
    if generated:
        guide.line(words.say("generated", language), formats.warning)
    guide.part("guide_what_title")
    guide.point("guide_what", city=city, dimension=dimension, count=count)
    guide.part("guide_how_title")
    guide.point("guide_row", sheet=words.say("data_sheet", language))
    for phrase in ("definition", "period", "value", "source", "person", "more"):
        guide.point(f"guide_{phrase}")
    guide.part("guide_status_title")
    guide.point("guide_status")
    for code in (columns.NOT_COLLECTED, columns.NOT_IN_REMIT, columns.CANNOT_EXIST):
        guide.status(code)
    guide.status(columns.SUPPRESSED)
    guide.part("guide_other_title")
    for code in columns.STATUSES:
        if code not in columns.WITHOUT_VALUE:
            guide.status(code)
    guide.part("guide_back_title")
    guide.point("guide_back")
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


class _Guide:
    def __init__(self, sheet: Any, words: Phrases, language: str, formats: Formats) -> None:
        self.sheet = sheet
        self.words = words
        self.language = language
        self.formats = formats
        self.row = 0

    def line(self, text: str, style: Any) -> None:
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def part(self, phrase: str) -> None:
        self.row += 1
        self.line(self.words.say(phrase, self.language), self.formats.guide_head)

    def point(self, phrase: str, **values: Any) -> None:
        text = self.words.say(phrase, self.language, **values)
        # Excel does not fit the height of wrapped text by itself when a program wrote it.
        self.sheet.set_row(self.row, 15 * (1 + len(text) // 100))
        self.sheet.write_string(self.row, 1, text, self.formats.guide)
        self.row += 1

    def status(self, code: str) -> None:
        text = self.words.say(f"status_{code}", self.language)
        if f"status_help_{code}" in self.words:
            text += ": " + self.words.say(f"status_help_{code}", self.language)
        self.sheet.write_string(self.row, 0, code, self.formats.guide_code)
        self.sheet.write_string(self.row, 1, text, self.formats.guide)
        self.row += 1
