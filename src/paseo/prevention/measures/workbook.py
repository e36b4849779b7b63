"""A register as an Excel workbook: a guide, the measures with drop-down lists, problems, areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from paseo.content.phrases import Phrases, load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.writing import beside
from paseo.evidence.checks.texts import LABEL_SIGN, neutral_text
from paseo.evidence.city_around import GENERATED
from paseo.evidence.export import Exact
from paseo.evidence.tables.limits import EXCEL_CELL
from paseo.evidence.tables.workbook import LISTS_SHEET, TEMPLATE_MARK, column_letters
from paseo.evidence.template_sheets import Formats, make_formats, write_list
from paseo.prevention.measures.columns import Column, columns, words
from paseo.prevention.measures.files import cells_of
from paseo.prevention.measures.ground import NOWHERE, Ground
from paseo.prevention.measures.measure import Measure

#: Rows below the measures, with the same drop-down lists.
EMPTY_ROWS: Final = 200
_HEADER: Final = 3  # position of the row of names; above it title, one sentence, a warning
_WIDTHS: Final = {
    "name": 34, "problem": 28, "level": 26, "orientation": 22, "description": 44, "goal": 36,
    "actors": 28, "target_groups": 24, "sources": 30, "note": 30, "area": 22, "lead": 24,
}  # fmt: skip
#: Folded away: written by Paseo, or kept in a file of their own.
_FOLDED: Final = ("shape", "placement_answers", "proposed_level")
_MOST_PROMPT: Final = 255  # signs that Excel shows beside a cell
_MOST_TITLE: Final = 32
#: Lists that only know the usual words.
_OPEN: Final = ("problem", "area_type", "lead")
_FIRST_EXCEL_YEAR: Final = 1900
_GUIDE: Final = ("guide_required", "guide_lists", "guide_code", "guide_level")


@dataclass(frozen=True)
class Workbook:
    """What a workbook says of itself.

    Args:
        city: name of the city; empty for a template of nobody.
        generated: the values are invented, which the first sheet then says.
        rows: empty rows that are prepared below the measures.
    """

    city: str = ""
    generated: bool = False
    rows: int = EMPTY_ROWS


def write_excel(
    register: Iterable[Measure],
    path: Path,
    ground: Ground = NOWHERE,
    language: str = "en",
    about: Workbook | None = None,
) -> None:
    """Write a register as Excel, whole or not at all; an empty one is a template.

    A drop-down entry reads ``reaction – Reaction``; reading keeps the code before the dash.

    Args:
        register: the measures.
        path: file to write.
        ground: areas, problems and words for the lists.
        language: of guide, names of columns and lists.
        about: what the workbook says of itself.

    Raises:
        Refused: a text is longer than a cell of Excel can hold.
    """
    import xlsxwriter

    measures, about = tuple(register), about or Workbook()
    _check_lengths(measures, path)
    with beside(path) as place, xlsxwriter.Workbook(place) as book:
        if about.generated:
            book.set_properties({"title": GENERATED, "comments": GENERATED})
        _Writer(book, measures, ground, language, about).write()


def _check_lengths(measures: Iterable[Measure], path: Path) -> None:
    problems = Problems()
    for measure in measures:
        for name, cell in cells_of(measure).items():
            if isinstance(cell, str) and len(cell) > EXCEL_CELL:
                place = Place(path.name, column=name, entry=measure.id)
                problems.add("T233", place, column=name, length=len(cell), most=EXCEL_CELL)
    problems.refuse()


class _Writer:
    def __init__(
        self, book: Any, measures: Sequence[Measure], ground: Ground, language: str, about: Workbook
    ) -> None:
        self.measures = measures
        self.ground = ground
        self.language = language
        self.about = about
        self.words: Phrases = load_phrases("paseo.prevention.measures")
        self.formats: Formats = make_formats(book)
        self.day = book.add_format(
            {"font_name": "Calibri", "num_format": "yyyy-mm-dd", "valign": "top"}
        )
        self.guide = book.add_worksheet(self._say("guide_sheet"))
        self.data = book.add_worksheet(self._say("data_sheet"))
        self.book = book
        self.labels = self._labels()

    def _say(self, phrase: str, **values: Any) -> str:
        return self.words.say(phrase, self.language, **values)

    def _labels(self) -> dict[str, dict[str, str]]:
        """Return for each column with a list the code of each entry and how it reads."""
        catalogue, areas = self.ground.catalogue, self.ground.areas
        names: dict[str, Mapping[str, str]] = {
            field: self._read(words(field)) for field in ("level", "orientation", "aim", "status")
        }
        names["proposed_level"] = names["level"]
        for field, most in (("deklerck", 4), ("evidence", 5)):
            names[field] = {str(at): self._say(f"{field}.{at}") for at in range(most + 1)}
        if catalogue is not None:
            names["problem"] = self._read({c: o.name for c, o in catalogue.problems.items()})
            names["area_type"] = self._read({c: o.name for c, o in catalogue.area_types.items()})
        if areas is not None:
            names["area"] = self._read({one.id: one.name for one in areas})
        return {
            field: {code: _entry(code, label) for code, label in entries.items()}
            for field, entries in names.items()
            if entries
        }

    def _read(self, maps: Mapping[str, Any]) -> dict[str, str]:
        return {code: one.read(self.language).words for code, one in maps.items()}

    def write(self) -> None:
        self._write_guide()
        self._write_head()
        self._write_measures()
        for phrase, field in (("problems_sheet", "problem"), ("areas_sheet", "area")):
            if field in self.labels:
                self._write_known(self._say(phrase), field)
        lists = self.book.add_worksheet(LISTS_SHEET)
        lists.write_string(0, 0, f"{TEMPLATE_MARK} 1")
        for at, entries in enumerate(self.labels.values()):
            write_list(lists, at, list(entries.values()))
        lists.hide()
        self._validate(_HEADER + len(self.measures) + self.about.rows)
        self._lay_out()
        self.data.activate()

    def _write_guide(self) -> None:
        sheet, formats = self.guide, self.formats
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 96)
        sheet.write_string(0, 0, self._title(), formats.title)
        sheet.write_string(1, 0, self._say("subtitle"), formats.hint)
        if self.about.generated:
            sheet.write_string(2, 0, self._say("generated"), formats.warning)
        sheet.write_string(3, 0, self._say("guide_how"), formats.guide_head)
        for row, phrase in enumerate(_GUIDE, start=4):
            sheet.write_string(row, 1, self._say(phrase), formats.guide)
        below = 5 + len(_GUIDE)
        sheet.write_string(below, 0, self._say("guide_columns"), formats.guide_head)
        for row, column in enumerate(columns().values(), start=below + 1):
            sheet.write_string(row, 0, self._label(column), formats.guide)
            sheet.write_string(row, 1, column.help.read(self.language).words, formats.guide)

    def _title(self) -> str:
        if not self.about.city:
            return self._say("title_template")
        return neutral_text(self._say("title", city=self.about.city))

    def _label(self, column: Column) -> str:
        return column.label.read(self.language).words

    def _write_head(self) -> None:
        self.data.write_string(0, 0, self._title(), self.formats.title)
        self.data.write_string(1, 0, self._say("subtitle"), self.formats.hint)
        if self.about.generated:
            self.data.write_string(2, 0, self._say("generated"), self.formats.warning)
        for at, column in enumerate(columns().values()):
            folded = column.name in _FOLDED
            style = self.formats.folded_head if folded else self.formats.head
            self.data.write_string(_HEADER, at, self._label(column), style)

    def _write_measures(self) -> None:
        for row, measure in enumerate(self.measures, start=_HEADER + 1):
            cells = cells_of(measure)
            for at, column in enumerate(columns().values()):
                self._write_cell(row, at, column, cells[column.name])

    def _write_cell(self, row: int, at: int, column: Column, cell: str | float | None) -> None:
        labels = self.labels.get(column.name, {})
        if cell in (None, ""):
            return
        if column.kind == "whole" and isinstance(cell, int):
            shown = labels.get(str(cell), str(cell))
            self.data.write_string(row, at, shown, self.formats.text)
        elif not isinstance(cell, str):
            self.data.write_number(row, at, Exact(cell or 0.0), self.formats.number)
        elif column.kind == "day" and int(cell[:4]) >= _FIRST_EXCEL_YEAR:
            self.data.write_datetime(row, at, date.fromisoformat(cell), self.day)
        else:
            shown = labels.get(cell, neutral_text(cell))
            self.data.write_string(row, at, shown, self.formats.text)

    def _write_known(self, name: str, field: str) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 60)
        sheet.write_string(0, 0, self._label(columns()[field]), self.formats.head)
        write_list(sheet, 0, list(self.labels[field].values()))

    def _validate(self, last: int) -> None:
        first = _HEADER + 1
        for at, column in enumerate(columns().values()):
            options: dict[str, Any]
            if column.name in self.labels:
                options = self._offer(column.name)
            elif column.kind == "number":
                options = self._limit("decimal", 0, "not_below_zero")
            elif column.kind == "day":
                options = self._limit("date", date(1900, 1, 1), "a_day")
            else:
                options = {"validate": "any"}
            prompt = column.help.read(self.language).words
            options |= {
                "input_title": self._label(column)[:_MOST_TITLE],
                "input_message": prompt[:_MOST_PROMPT],
            }
            self.data.data_validation(first, at, last, at, options)

    def _offer(self, field: str) -> dict[str, Any]:
        letters = column_letters(list(self.labels).index(field))
        is_open = field in _OPEN
        return {
            "validate": "list",
            "source": f"={LISTS_SHEET}!${letters}$2:${letters}${len(self.labels[field]) + 1}",
            "error_type": "warning" if is_open else "stop",
            "error_title": self._say("look_title" if is_open else "stop_title"),
            "error_message": self._say("list_look" if is_open else "list_stop"),
        }

    def _limit(self, kind: str, low: Any, phrase: str) -> dict[str, Any]:
        return {
            "validate": kind,
            "criteria": ">=",
            "value": low,
            "error_title": self._say("stop_title"),
            "error_message": self._say(phrase),
        }

    def _lay_out(self) -> None:
        for at, column in enumerate(columns().values()):
            style = self._style(column)
            folded = {"level": 1, "hidden": True} if column.name in _FOLDED else {}
            self.data.set_column(at, at, _WIDTHS.get(column.name, 15), style, folded)
        self.data.set_row(0, 26)
        self.data.set_row(_HEADER, 32)
        self.data.freeze_panes(_HEADER + 1, 2)
        if self.measures:
            last = _HEADER + len(self.measures)
            self.data.autofilter(_HEADER, 0, last, len(columns()) - 1)
        self.data.set_landscape()
        self.data.set_paper(9)  # A4
        self.data.fit_to_pages(1, 0)
        self.data.repeat_rows(_HEADER)

    def _style(self, column: Column) -> Any:
        if column.kind == "number":
            return self.formats.number
        return self.day if column.kind == "day" else self.formats.text


def _entry(code: str, label: str) -> str:
    """Return a drop-down entry: the code, and what it means.

    >>> _entry("reaction", "Reaction")
    'reaction – Reaction'
    """
    return neutral_text(f"{code}{LABEL_SIGN}{label}" if label and label != code else code)
