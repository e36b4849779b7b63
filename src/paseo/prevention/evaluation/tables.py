"""The table of an evaluation: CSV or Excel, its columns under their own names, numbers read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells
from paseo.evidence.tables.named import (
    Columns,
    NamedTable,
    Sheet,
    find_named,
    load_columns,
    read_sheets,
)
from paseo.evidence.tables.number_style import number_style
from paseo.prevention.evaluation.calendar import read_period
from paseo.prevention.evaluation.wide import lengthened

#: Columns whose cells are numbers.
NUMBERS: Final = (
    "before", "after", "count", "exposure", "size", "yes", "n", "design_effect",
    "yes_yes", "yes_no", "no_yes", "no_no", "score_before", "score_after",
)  # fmt: skip


def spellings() -> Columns:
    """Return the names under which the columns are found."""
    return load_columns("paseo.prevention.evaluation")


def column_of(header: object) -> str | None:
    """Return the column that a header means, None when it is none of ours.

    >>> column_of("Después"), column_of("Ref_Area"), column_of("colour")
    ('after', 'area', None)
    """
    return spellings().column(header)


def columns() -> tuple[str, ...]:
    """Return every column that a table of an evaluation may have."""
    return spellings().names()


@dataclass(frozen=True)
class DataTable(NamedTable):
    """The rows of a table by column; numbers are numbers, None where a cell is empty."""

    def number(self, column: str, at: int) -> float | None:
        """Return a cell as a number, None where it or its column is not there."""
        found: float | None = self.cell(column, at)
        return found

    def texts(self, column: str) -> Iterator[tuple[int, str]]:
        """Yield the position and text of every cell of a column."""
        return ((at, self.text(column, at)) for at in range(len(self)))


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
    place = Place(shown or path.name, sheet=sheet)
    names = spellings().renamed(renamed or {})
    # Months side by side are names of columns, too.
    sheets = read_sheets(
        path, lambda cell: names.column(cell) or read_period(cell), problems,
        shown=place.file, sheet=sheet, no_sheet="E902",
    )  # fmt: skip
    if sheets is None:
        return None
    for one in sheets:
        where = Place(place.file, sheet=one.name)
        long = lengthened(one.rows, one.numbers, names.column, where, problems)
        if long is not None:
            sheets, names = [Sheet(one.name, long.rows, long.numbers, one.delimiter)], spellings()
            break
    before = len(problems.errors)
    table = find_named(
        sheets, names, problems, place, absent="E901", values={"known": listed(columns())},
        twin="E903",
    )  # fmt: skip
    if table is None or len(problems.errors) > before:
        return None
    if not len(table):
        problems.add("T218", table.place())
        return None
    return _with_numbers(table, problems)


def _with_numbers(table: NamedTable, problems: Problems) -> DataTable:
    """Return the table with its number columns read; what is no number is reported."""
    held = [name for name in table.cells if name in NUMBERS]
    style = number_style(table, held, problems)
    read = {name: [_number(cell, style) for cell in table.cells[name]] for name in held}
    for name, values in read.items():
        for at, value in enumerate(values):
            cell = table.cell(name, at)
            if value is None and not cells.is_nothing(cell):
                problems.add("E904", table.place(at, name), text=str(cell).strip()[:60])
    return DataTable(**{**vars(table), "cells": {**table.cells, **read}})


def _number(cell: Any, style: cells.Style) -> float | None:
    if cells.is_nothing(cell):
        return None
    value = cells.number(cell, style)
    return value if value is not None and math.isfinite(value) else None
