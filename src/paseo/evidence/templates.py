"""Excel forms that a colleague fills in by hand and sends back through the one import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.phrases import Phrases, load_phrases
from paseo.content.writing import beside
from paseo.evidence import columns
from paseo.evidence.checks.numbers import NUMBER_COLUMNS
from paseo.evidence.checks.texts import LABEL_SIGN, neutralise
from paseo.evidence.export import Exact, canonical
from paseo.evidence.tables import headers
from paseo.evidence.tables.workbook import LISTS_SHEET, TEMPLATE_MARK, column_letters
from paseo.evidence.template_sheets import Formats, make_formats, write_guide, write_list

#: What most colleagues need; the other columns are folded away.
SHOWN: Final = (
    columns.INDICATOR, columns.AREA, columns.PERIOD, columns.BREAKDOWN, columns.VALUE,
    columns.UNIT, columns.STATUS, columns.NUMERATOR, columns.DENOMINATOR,
    columns.DENOMINATOR_KIND, columns.N, columns.DEFINITION, columns.SOURCE, columns.NOTE,
)  # fmt: skip
FOLDED: Final = tuple(name for name in columns.COLUMNS if name not in SHOWN)
LAYOUT: Final = (*SHOWN, *FOLDED)
#: Rows below the prepared ones, with the same drop-down lists.
EMPTY_ROWS: Final = 200
_HEADER: Final = 3  # position of the row of column names; above it title and one sentence
_WIDTHS: Final = {
    columns.INDICATOR: 52, columns.AREA: 26, columns.PERIOD: 11, columns.BREAKDOWN: 20,
    columns.UNIT: 24, columns.STATUS: 22, columns.DENOMINATOR_KIND: 18, columns.DEFINITION: 22,
    columns.SOURCE: 30, columns.NOTE: 44,
}  # fmt: skip
_MOST_PROMPT: Final = 255  # signs that Excel shows beside a cell
_MOST_TITLE: Final = 32


@dataclass(frozen=True)
class TemplateRow:
    """One indicator of a template, in the language of the template."""

    code: str
    name: str
    definition: str
    unit: str
    unit_label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class TemplateForm:
    """What a template holds, in the language in which it is to be filled in.

    Args:
        rows: its indicators.
        areas, sources, breakdowns, denominators: code to label, for the drop-down lists; the
            first area stands in the prepared rows.
        existing: observations that are known already; they are written into the form.
    """

    city: str
    dimension: str
    rows: Sequence[TemplateRow]
    areas: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, str] = field(default_factory=dict)
    denominators: Mapping[str, str] = field(default_factory=dict)
    existing: pl.DataFrame = field(default_factory=columns.empty)
    generated: bool = False


def write_template(form: TemplateForm, path: Path, language: str = "en") -> None:
    """Write a form as an Excel workbook: guide, data, drop-down lists; no macros.

    A drop-down entry reads ``L – not collected``; reading keeps the code before the dash, so
    that a form in Spanish and one in English come back as the same data.
    """
    import xlsxwriter

    words = load_phrases("paseo.evidence", "templates.yaml")
    with beside(path) as place, xlsxwriter.Workbook(place) as book:
        _Writer(book, form, words, language).write()


class _Writer:
    def __init__(self, book: Any, form: TemplateForm, words: Phrases, language: str) -> None:
        self.form = form
        self.words = words
        self.language = language
        self.formats: Formats = make_formats(book)
        self.guide = book.add_worksheet(words.say("guide_sheet", language))
        self.data = book.add_worksheet(words.say("data_sheet", language))
        self.lists = book.add_worksheet(LISTS_SHEET)
        self.labels = self._all_labels()

    def _all_labels(self) -> dict[str, dict[str, str]]:
        """Return for each column with a list the code of each entry and how it reads."""
        form = self.form
        total = {columns.TOTAL: self.words.say("total", self.language)}
        statuses = {
            code: self.words.say(f"status_{code}", self.language) for code in columns.STATUSES
        }
        names = {
            columns.INDICATOR: {row.code: row.name for row in form.rows},
            columns.AREA: form.areas,
            columns.BREAKDOWN: {**total, **form.breakdowns},
            columns.UNIT: {row.unit: row.unit_label for row in form.rows},
            columns.STATUS: statuses,
            columns.DENOMINATOR_KIND: form.denominators,
            columns.SOURCE: form.sources,
        }
        return {
            column: {code: _entry(code, label) for code, label in entries.items()}
            for column, entries in names.items()
            if entries
        }

    def write(self) -> None:
        self._write_lists()
        write_guide(
            self.guide, self.form.city, self.form.dimension, len(self.form.rows),
            self.words, self.language, self.formats, self.form.generated,
        )  # fmt: skip
        self._write_head()
        last = self._write_rows()
        self._validate(last + EMPTY_ROWS)
        self._lay_out()
        self.lists.hide()
        self.data.activate()
        self.data.set_first_sheet()

    def _say(self, phrase: str, **values: Any) -> str:
        return self.words.say(phrase, self.language, **values)

    def _write_lists(self) -> None:
        self.lists.write_string(0, 0, f"{TEMPLATE_MARK} 1")
        for at, entries in enumerate(self.labels.values()):
            write_list(self.lists, at, list(entries.values()))

    def _write_head(self) -> None:
        formats = self.formats
        title = self._say("title", dimension=self.form.dimension, city=self.form.city)
        self.data.write_string(0, 0, title, formats.title)
        self.data.write_string(1, 0, self._say("subtitle"), formats.hint)
        if self.form.generated:
            self.data.write_string(2, 0, self._say("generated"), formats.warning)
        for at, name in enumerate(LAYOUT):
            style = formats.head if name in SHOWN else formats.folded_head
            self.data.write_string(
                _HEADER, at, headers.label(name).read(self.language).words, style
            )

    def _write_rows(self) -> int:
        """Write the known rows, and one prepared row per indicator; return the last position."""
        known = canonical(self.form.existing)
        at = _HEADER
        for row in self.form.rows:
            mine = known.filter(pl.col(columns.INDICATOR) == row.code).sort(columns.PERIOD)
            first = at + 1
            for observation in mine.iter_rows(named=True):
                at += 1
                self._write_row(at, observation)
            at += 1
            area = next(iter(self.form.areas), None)
            prepared = {
                columns.INDICATOR: row.code,
                columns.AREA: area,
                columns.BREAKDOWN: columns.TOTAL,
                columns.UNIT: row.unit,
            }
            self._write_row(at, prepared)
            self._comment(first, row)
            self._limit_value(first, at, row)
        return at

    def _comment(self, at: int, row: TemplateRow) -> None:
        if row.definition:
            options = {"x_scale": 3, "y_scale": 1.6, "author": ""}
            self.data.write_comment(at, 0, row.definition, options)

    def _write_row(self, at: int, observation: Mapping[str, Any]) -> None:
        for column_at, name in enumerate(LAYOUT):
            cell = observation.get(name)
            style = self.formats.number if name in NUMBER_COLUMNS else self.formats.text
            if cell is None:
                self.data.write_blank(at, column_at, None, style)
            elif isinstance(cell, str):
                shown = self.labels.get(name, {}).get(cell, _safe(cell))
                self.data.write_string(at, column_at, shown, style)
            else:
                self.data.write_number(at, column_at, Exact(cell), style)

    def _limit_value(self, first: int, last: int, row: TemplateRow) -> None:
        column = LAYOUT.index(columns.VALUE)
        self._limit(first, last, column, row.low, row.high, columns.VALUE)

    def _validate(self, last: int) -> None:
        """Put the lists and limits on every row, prepared or empty."""
        first = _HEADER + 1
        for at, name in enumerate(LAYOUT):
            if name in self.labels:
                self._offer(first, last, at, name)
            elif name == columns.VALUE:
                prepared = last - EMPTY_ROWS
                self._limit(prepared + 1, last, at, None, None, name)
            elif name == columns.LEVEL:
                self._limit(first, last, at, 0.0, 1.0, name)
            elif name in NUMBER_COLUMNS:
                low = None if name in (columns.LOW, columns.HIGH) else 0.0
                self._limit(first, last, at, low, None, name)
            else:
                self.data.data_validation(
                    first, at, last, at, {"validate": "any", **self._help(name)}
                )
        self._style_empty(last)

    def _style_empty(self, last: int) -> None:
        for row in range(last - EMPTY_ROWS + 1, last + 1):
            for at, name in enumerate(LAYOUT):
                style = self.formats.number if name in NUMBER_COLUMNS else self.formats.text
                self.data.write_blank(row, at, None, style)

    def _offer(self, first: int, last: int, at: int, name: str) -> None:
        entries = self.labels[name]
        letters = column_letters(list(self.labels).index(name))
        # Further codes are possible where the list only knows the usual ones.
        open_list = name in (columns.BREAKDOWN, columns.DENOMINATOR_KIND, columns.SOURCE)
        self.data.data_validation(
            first, at, last, at,
            {
                "validate": "list",
                "source": f"={LISTS_SHEET}!${letters}$2:${letters}${len(entries) + 1}",
                "error_type": "warning" if open_list else "stop",
                "error_title": self._say("look_title" if open_list else "stop_title"),
                "error_message": self._say("list_look" if open_list else "list_stop"),
                **self._help(name),
            },
        )  # fmt: skip

    def _limit(
        self, first: int, last: int, at: int, low: float | None, high: float | None, name: str
    ) -> None:
        limits: dict[str, Any]
        if low is not None and high is not None:
            limits = {"criteria": "between", "minimum": low, "maximum": high}
            message = self._say("between", low=f"{low:g}", high=f"{high:g}")
        elif low is not None:
            limits = {"criteria": ">=", "value": low}
            message = self._say("at_least", low=f"{low:g}")
        else:
            limits = {"criteria": "between", "minimum": -1e15, "maximum": 1e15}
            message = self._say("any_number")
        whole = name == columns.N
        self.data.data_validation(
            first, at, last, at,
            {
                "validate": "integer" if whole else "decimal",
                **limits,
                "error_title": self._say("stop_title"),
                "error_message": message,
                **self._help(name, message),
            },
        )  # fmt: skip

    def _help(self, name: str, more: str = "") -> dict[str, str]:
        title = headers.label(name).read(self.language).words
        text = headers.help_of(name).read(self.language).words
        return {
            "input_title": title[:_MOST_TITLE],
            "input_message": f"{text} {more}".strip()[:_MOST_PROMPT],
        }

    def _lay_out(self) -> None:
        for at, name in enumerate(LAYOUT):
            style = self.formats.number if name in NUMBER_COLUMNS else self.formats.text
            folded = {"level": 1, "hidden": True} if name in FOLDED else {}
            self.data.set_column(at, at, _WIDTHS.get(name, 14), style, folded)
        self.data.set_column(len(LAYOUT), len(LAYOUT), None, None, {"collapsed": True})
        self.data.set_row(0, 26)
        self.data.set_row(_HEADER, 32)
        self.data.freeze_panes(_HEADER + 1, 1)
        self.data.set_landscape()
        self.data.set_paper(9)  # A4
        self.data.fit_to_pages(1, 0)
        self.data.repeat_rows(_HEADER)
        self.data.set_footer("&C" + self._say("page"))


def _entry(code: str, label: str) -> str:
    """Return a drop-down entry: the code, and what it means.

    >>> _entry("L", "not collected")
    'L – not collected'
    """
    return _safe(f"{code}{LABEL_SIGN}{label}" if label and label != code else code)


def _safe(text: str) -> str:
    neutral: str = pl.select(neutralise(pl.lit(text))).item()
    return neutral
