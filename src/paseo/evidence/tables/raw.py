"""A table as it was found: cells by column, with the row numbers its author sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from paseo.content.problems import Place


@dataclass(frozen=True)
class RawTable:
    """Cells of one sheet or text file under recognised column names.

    Args:
        numbers: row number of each row, as a spreadsheet program shows it.
        cells: column of the observation table to its cells, one per row; None where empty.
        labels: the same columns under the names that the author gave them.
        encoding, delimiter: of a text file; empty for a workbook.
        points_are_decimal: an ambiguous ``1.234`` is a decimal, because the file has the form
            in which programs write (comma or tab between cells).
        percent: rows (by position) of a column whose cell shows a per cent sign.
        explained: rows (by position) of a column whose cell is empty for a reason that was
            reported: merged with another, or a formula without a result.
        template: the table is one of our templates, so rows prepared but not filled in are normal.
    """

    file: str
    sheet: str
    header_row: int
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Any]]
    labels: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    points_are_decimal: bool = False
    percent: Mapping[str, Collection[int]] = field(default_factory=dict)
    explained: Mapping[str, Collection[int]] = field(default_factory=dict)
    template: bool = False

    def __len__(self) -> int:
        return len(self.numbers)

    def place(self, at: int | None = None, column: str = "") -> Place:
        """Return where a cell stands; ``at`` is the position of its row in this table."""
        row = None if at is None else self.numbers[at]
        return Place(self.file, sheet=self.sheet, row=row, column=self.labels.get(column, column))
