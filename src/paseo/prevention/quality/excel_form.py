"""A quality form as an Excel workbook with lists to choose from, which comes back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from paseo.content.phrases import load_phrases
from paseo.content.writing import beside
from paseo.evidence.tables.workbook import LISTS_SHEET
from paseo.evidence.template_sheets import Formats, make_formats, write_list
from paseo.prevention.quality.answers import RaterSheet
from paseo.prevention.quality.files import facts_of, joined
from paseo.prevention.quality.form import Entry, QualityForm
from paseo.prevention.quality.words import condition_said, origin_said

_HEADS: Final = (
    "id", "domain", "question", "answer", "note", "evidence", "shows", "reading",
)  # fmt: skip
_WIDTHS: Final = (7, 20, 56, 30, 34, 30, 34, 48)
_ANSWER: Final = 3
_LINE: Final = 15  # points


def write_excel_form(
    form: QualityForm,
    path: Path,
    language: str = "en",
    *,
    sheet: RaterSheet | None = None,
    measure: str = "",
    rater: str = "",
) -> None:
    """Write a form as a workbook for one rater; no formulas, no macros.

    Args:
        form: what is asked.
        path: file to write; it is there whole or not at all.
        language: of questions and answers; every language comes back.
        sheet: answers that are there already.
        measure, rater: written above the table when there is no sheet.
    """
    import xlsxwriter

    known = sheet or RaterSheet(form.id, form.version, measure, rater)
    with beside(path) as place, xlsxwriter.Workbook(place) as book:
        _Writer(book, form, language, known).write()


class _Writer:
    def __init__(self, book: Any, form: QualityForm, language: str, known: RaterSheet) -> None:
        self.form = form
        self.language = language
        self.known = known
        self.words = load_phrases("paseo.prevention.quality")
        self.formats: Formats = make_formats(book)
        self.sheet = book.add_worksheet(self.say("sheet"))
        self.lists = book.add_worksheet(LISTS_SHEET)
        self.ranges: dict[tuple[str, ...], str] = {}

    def say(self, phrase: str, **values: Any) -> str:
        return self.words.say(phrase, self.language, **values)

    def write(self) -> None:
        row = self._top()
        for at, (name, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(row, at, self.say(name), self.formats.head)
        self.sheet.freeze_panes(row + 1, 3)
        for at, entry in enumerate(self.form.entries, start=row + 1):
            self._entry(at, entry)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.lists.hide()

    def _top(self) -> int:
        text = self.form.title.read(self.language).words
        self.sheet.write_string(0, 0, text, self.formats.title)
        self.sheet.write_string(1, 0, origin_said(self.form, self.language), self.formats.warning)
        self.sheet.write_string(2, 0, self.say("how"), self.formats.hint)
        for row, (name, value) in enumerate(facts_of(self.known).items(), start=4):
            self.sheet.write_string(row, 0, self.say(name), self.formats.guide_head)
            self.sheet.write_string(row, 1, value, self.formats.text)
        return 10

    def _entry(self, row: int, entry: Entry) -> None:
        answer = self.known.answers.get(entry.id)
        option = entry.option(answer.option) if answer else None
        where, shows = joined(answer.proofs) if answer else ("", "")
        domain = self.form.domain(entry.domain).name.read(self.language).words
        note = entry.note.read(self.language).words
        reading = " ".join(
            one for one in (condition_said(self.form, entry.asked_when, self.language), note) if one
        )
        cells = (
            entry.id,
            self.say("gate_in", domain=domain) if entry.gate else domain,
            entry.question.read(self.language).words,
            option.label.read(self.language).words if option else "",
            answer.note if answer else "",
            where,
            shows,
            reading,
        )
        for at, cell in enumerate(cells):
            self.sheet.write_string(row, at, cell, self.formats.text)
        lines = max(len(cells[2]) // 50, len(reading) // 42) + 1
        self.sheet.set_row(row, _LINE * max(lines, 2))
        self.sheet.data_validation(
            row, _ANSWER, row, _ANSWER, {"validate": "list", "source": self._list(entry)}
        )

    def _list(self, entry: Entry) -> str:
        labels = tuple(one.label.read(self.language).words for one in entry.options)
        if labels not in self.ranges:
            at = len(self.ranges)
            write_list(self.lists, at, labels)
            letter = chr(ord("A") + at)
            self.ranges[labels] = f"={LISTS_SHEET}!${letter}$2:${letter}${len(labels) + 1}"
        return self.ranges[labels]
