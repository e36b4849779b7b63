"""The table in a file of measures: rows of cells under recognised columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import hint
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits
from paseo.evidence.tables.cells import code_text
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.headers import OWN_SIGN
from paseo.evidence.tables.workbook import read_workbook
from paseo.prevention.measures.columns import REQUIRED, column_of, headers

#: More rows than any city has measures: the file is probably another one.
MOST_MEASURES: Final = 10_000


@dataclass(frozen=True)
class MeasureTable:
    """Rows of a file under the columns of :mod:`paseo.prevention.measures.columns`.

    Args:
        labels: column to the name that the author gave it.
        rows: column to cell, with the number of the row as a spreadsheet program shows it.
        by_comma: cells are parted by something else than a comma, so that a comma may be decimal.
    """

    file: str
    sheet: str
    labels: dict[str, str]
    rows: tuple[tuple[int, dict[str, Any]], ...]
    by_comma: bool

    def place(self, row: int | None = None, column: str = "", entry: str = "") -> Place:
        """Return where a cell stands."""
        shown = self.labels.get(column, column)
        return Place(self.file, sheet=self.sheet, row=row, column=shown, entry=entry)


@dataclass(frozen=True)
class _Sheet:
    name: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    delimiter: str


def read_table(path: Path, problems: Problems, shown: str = "") -> MeasureTable | None:
    """Return the measures of a file as cells; None after saying why there are none."""
    shown = shown or path.name
    sheets = _sheets(path, shown, problems)
    if sheets is None:
        return None
    best, at = None, 0
    most = 1
    for sheet in sheets:
        for row_at, row in enumerate(sheet.rows[: limits.HEADER_WITHIN]):
            named = len({column_of(code_text(cell)) for cell in row} - {None})
            if named > most:
                best, at, most = sheet, row_at, named
    if best is None:
        problems.add("V900", Place(shown))
        return None
    return _table(best, at, shown, problems)


def _sheets(path: Path, shown: str, problems: Problems) -> list[_Sheet] | None:
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        text = read_csv(path, shown, problems, named=column_of)
        return None if text is None else [_Sheet("", text.rows, text.numbers, text.delimiter)]
    if kind == "xlsx":
        book = read_workbook(path, shown, problems)
        return None if book is None else [
            _Sheet(one.name, one.rows, range(1, len(one.rows) + 1), "")
            for one in book
            if not one.hidden
        ]  # fmt: skip
    return None


def _table(sheet: _Sheet, at: int, shown: str, problems: Problems) -> MeasureTable | None:
    place = Place(shown, sheet=sheet.name, row=sheet.numbers[at])
    positions, labels = _columns(sheet.rows[at], place, problems)
    missing = [column for column in REQUIRED if column not in positions]
    for column in missing:
        problems.add("V902", Place(shown, sheet=sheet.name, row=sheet.numbers[at]), column=column)
    rows = [
        (number, row)
        for number, row in zip(sheet.numbers[at + 1 :], sheet.rows[at + 1 :], strict=True)
        if any(code_text(row[here]) for here in positions.values() if here < len(row))
    ]
    if len(rows) > MOST_MEASURES:
        problems.add("V931", place, count=len(rows), most=MOST_MEASURES)
        return None
    width = len(sheet.rows[at])
    if sheet.delimiter and _is_ragged(rows, width, sheet.delimiter, shown, problems):
        return None
    found = tuple(
        (
            number,
            {column: row[here] for column, here in positions.items() if here < len(row)},
        )
        for number, row in rows
    )
    by_comma = sheet.delimiter not in ("", ",")
    return None if missing else MeasureTable(shown, sheet.name, labels, found, by_comma)


def _columns(
    row: Sequence[Any], place: Place, problems: Problems
) -> tuple[dict[str, int], dict[str, str]]:
    positions: dict[str, int] = {}
    labels: dict[str, str] = {}
    for at, cell in enumerate(row):
        label = code_text(cell)
        column = column_of(label)
        if column is None:
            if label and not label.startswith(OWN_SIGN):
                problems.add("V901", place, header=label[:60], hint=hint(label, headers()))
        elif column in positions:
            problems.add("T216", place, header=label, other=labels[column], column=column)
        else:
            positions[column], labels[column] = at, label
    return positions, labels


def _is_ragged(
    rows: Sequence[tuple[int, Sequence[Any]]], width: int, delimiter: str, shown: str,
    problems: Problems,
) -> bool:  # fmt: skip
    """Refuse rows with more cells than columns: a sign within a text has split it."""
    wide = [(number, row) for number, row in rows if any(code_text(c) for c in row[width:])]
    for number, row in wide[: limits.MOST_LISTED]:
        sign = "tab" if delimiter == "\t" else delimiter
        problems.add(
            "T217", Place(shown, row=number), cells=len(row), columns=width, delimiter=sign
        )
    return bool(wide)
