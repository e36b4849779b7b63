"""The table of an evaluation: CSV or Excel, its columns under their own names, numbers read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells, limits
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.headers import normal
from paseo.evidence.tables.workbook import read_workbook
from paseo.prevention.evaluation.calendar import read_period
from paseo.prevention.evaluation.wide import lengthened

#: Columns whose cells are numbers.
NUMBERS: Final = (
    "before", "after", "count", "exposure", "size", "yes", "n", "design_effect",
    "yes_yes", "yes_no", "no_yes", "no_no", "score_before", "score_after",
)  # fmt: skip


@cache
def _spellings() -> dict[str, str]:
    text = (
        resources.files("paseo.prevention.evaluation").joinpath("columns.yaml").read_text("utf-8")
    )
    found: dict[str, str] = {}
    for column, names in yaml.safe_load(text).items():
        for name in (column, *names):
            found.setdefault(normal(name), column)
    return found


def column_of(header: object) -> str | None:
    """Return the column that a header means, None when it is none of ours.

    >>> column_of("Después"), column_of("Ref_Area"), column_of("colour")
    ('after', 'area', None)
    """
    return _spellings().get(normal(header)) if isinstance(header, str) else None


def columns() -> tuple[str, ...]:
    """Return every column that a table of an evaluation may have."""
    return tuple(dict.fromkeys(_spellings().values()))


@dataclass(frozen=True)
class DataTable:
    """The rows of a table by column; numbers are numbers, None where a cell is empty.

    Args:
        labels: column to the name that the author gave it.
        numbers: row number of each row as a spreadsheet program shows it.
    """

    file: str
    sheet: str
    header_row: int
    labels: Mapping[str, str]
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, column: object) -> bool:
        return column in self.cells

    def place(self, at: int | None = None, column: str = "") -> Place:
        """Return where a cell stands; ``at`` is the position of its row."""
        row = self.header_row if at is None else self.numbers[at]
        return Place(self.file, sheet=self.sheet, row=row, column=self.labels.get(column, column))

    def text(self, column: str, at: int) -> str:
        """Return a cell as text, empty where it or its column is not there."""
        held = self.cells.get(column)
        return "" if held is None else cells.code_text(held[at])

    def number(self, column: str, at: int) -> float | None:
        """Return a cell as a number, None where it or its column is not there."""
        held = self.cells.get(column)
        return None if held is None else held[at]

    def texts(self, column: str) -> Iterator[tuple[int, str]]:
        """Yield the position and text of every cell of a column."""
        return ((at, self.text(column, at)) for at in range(len(self)))


@dataclass(frozen=True)
class _Sheet:
    name: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    delimiter: str


def read_table(
    path: Path,
    problems: Problems,
    *,
    shown: str = "",
    sheet: str = "",
    renamed: Mapping[str, str] | None = None,
) -> DataTable | None:
    """Return the table in a file; None after saying why there is none.

    A table with a column for every period or area is read as one count to a row.

    Args:
        path: a text table (comma, semicolon, tab) or an Excel workbook.
        problems: receives what is wrong.
        shown: the name of the file in messages.
        sheet: of a workbook; the first that has the columns where empty.
        renamed: column of ours to its name in this table.
    """
    shown = shown or path.name
    named = _naming(renamed or {})
    sheets = _sheets(path, shown, sheet, named, problems)
    if sheets is None:
        return None
    for one in sheets:
        long = lengthened(one.rows, one.numbers, named, Place(shown, sheet=one.name), problems)
        if long is not None:
            laid = _Sheet(one.name, long.rows, long.numbers, one.delimiter)
            return _table(laid, 0, shown, column_of, problems)
    found = max(
        ((_named_in(row, named), -at, row_at) for at, one in enumerate(sheets)
         for row_at, row in enumerate(one.rows[: limits.HEADER_WITHIN])),
        default=(0, 0, 0), key=lambda one: (one[0], one[1], -one[2]),
    )  # fmt: skip
    if found[0] < 2:
        problems.add("E901", Place(shown, sheet=sheet), known=listed(columns()))
        return None
    return _table(sheets[-found[1]], found[2], shown, named, problems)


def _naming(renamed: Mapping[str, str]) -> Callable[[object], str | None]:
    own = {normal(name): column for column, name in renamed.items()}

    def named(header: object) -> str | None:
        mine = own.get(normal(header)) if isinstance(header, str) else None
        meant = mine or column_of(header)
        # A column that was given another name is found under that name only.
        return None if mine is None and meant in renamed else meant

    return named


def _named_in(row: Sequence[Any], named: Callable[[object], str | None]) -> int:
    return len({named(cell) for cell in row} - {None})


def _sheets(
    path: Path, shown: str, sheet: str, named: Callable[[object], str | None], problems: Problems
) -> list[_Sheet] | None:
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        if not path.read_bytes().strip():
            problems.add("P102", Place(shown))
            return None
        # Months side by side are names of columns, too.
        text = read_csv(path, shown, problems, named=lambda cell: named(cell) or read_period(cell))
        return None if text is None else [_Sheet("", text.rows, text.numbers, text.delimiter)]
    if kind == "xlsx":
        book = read_workbook(path, shown, problems)
        if book is None:
            return None
        names = [one.name for one in book if not one.hidden]
        if sheet and sheet not in names:
            problems.add(
                "E902", Place(shown), sheet=sheet, hint=hint(sheet, names), known=listed(names)
            )
            return None
        return [
            _Sheet(one.name, one.rows, range(1, len(one.rows) + 1), "")
            for one in book
            if not one.hidden and sheet in ("", one.name)
        ]
    return None


def _table(
    sheet: _Sheet, head: int, shown: str, named: Callable[[object], str | None],
    problems: Problems,
) -> DataTable | None:  # fmt: skip
    places: dict[str, int] = {}
    labels: dict[str, str] = {}
    place = Place(shown, sheet=sheet.name, row=sheet.numbers[head])
    for at, cell in enumerate(sheet.rows[head]):
        column = named(cell)
        if column is None:
            continue
        if column in places:
            problems.add("E903", place, first=labels[column], second=str(cell), column=column)
            return None
        places[column], labels[column] = at, str(cell).strip()
    kept = [
        (row, number)
        for row, number in zip(sheet.rows[head + 1 :], sheet.numbers[head + 1 :], strict=True)
        if not all(cells.is_nothing(cell) for cell in row)
    ]
    if not kept:
        problems.add("T218", place)
        return None
    width = len(sheet.rows[head])
    for row, number in kept:
        if sheet.delimiter and any(not cells.is_nothing(cell) for cell in row[width:]):
            problems.add(
                "T217", Place(shown, row=number), cells=len(row), columns=width,
                delimiter="tab" if sheet.delimiter == "\t" else sheet.delimiter,
            )  # fmt: skip
            return None
    raw = {
        column: [row[at] if at < len(row) else None for row, _ in kept]
        for column, at in places.items()
    }
    found = DataTable(
        shown, sheet.name, sheet.numbers[head], labels, [number for _, number in kept], raw
    )
    return _with_numbers(found, sheet.delimiter not in ("", ","), problems)


def _with_numbers(table: DataTable, by_comma: bool, problems: Problems) -> DataTable:
    """Return the table with its number columns read; what is no number is reported."""
    texts = {name: held for name, held in table.cells.items() if name in NUMBERS}
    every = [(name, at, cell) for name, held in texts.items() for at, cell in enumerate(held)]
    style, point, comma = cells.style_of(cell for _, _, cell in every)
    if point and comma:
        where = {cell: table.place(at, name) for name, at, cell in every if cell in (point, comma)}
        problems.add(
            "T225", where[comma], point=point, comma=comma,
            point_row=where[point].row, comma_row=where[comma].row,
        )  # fmt: skip
    if style is None and by_comma:
        for name, at, cell in every:
            if cells.is_unclear(cell):
                problems.add("T226", table.place(at, name), text=str(cell).strip())
                break
    read = {
        name: [_number(cell, style or "point") for cell in held] for name, held in texts.items()
    }
    for name, at, cell in every:
        value = read[name][at]
        if value is None and not cells.is_nothing(cell):
            problems.add("E904", table.place(at, name), text=str(cell).strip()[:60])
    return DataTable(
        table.file, table.sheet, table.header_row, table.labels, table.numbers,
        {**table.cells, **read},
    )  # fmt: skip


def _number(cell: Any, style: cells.Style) -> float | None:
    if cells.is_nothing(cell):
        return None
    value = cells.number(cell, style)
    return value if value is not None and math.isfinite(value) else None
