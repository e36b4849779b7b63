"""A table of answers as it was found: columns of cells under the names their author gave them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits
from paseo.evidence.tables.csv_text import CsvText, read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.workbook import SheetRows, read_workbook

#: Several answers in a column each make wide tables; Excel itself ends here.
MOST_COLUMNS: Final = 16_384
_NOTHING: Final = ("", None)


@dataclass(frozen=True)
class FoundTable:
    """One table of answers.

    Args:
        headers: column names.
        columns: cells of each column.
        numbers: row numbers as a spreadsheet program shows them.
        points_are_decimal: an ambiguous ``1.234`` is a decimal (comma or tab between cells).
        places: where a cell really stands, for forms that are no tables; by header.
    """

    file: str
    sheet: str
    header_row: int
    headers: Sequence[str]
    columns: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    points_are_decimal: bool = False
    empty_rows: int = 0
    places: Mapping[str, Place] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, rows: Sequence[int]) -> FoundTable:
        """Return the table with only these rows, by position."""
        if len(rows) == len(self):
            return self
        return replace(
            self,
            columns=[[column[at] for at in rows] for column in self.columns],
            numbers=[self.numbers[at] for at in rows],
        )

    def place(self, at: int | None, header: str = "") -> Place:
        """Return where a cell stands; ``at`` is the position of its row."""
        if header in self.places:
            return self.places[header]
        row = None if at is None else self.numbers[at]
        return Place(self.file, sheet=self.sheet, row=row, column=header)

    def cells(self, name: str) -> Sequence[Any] | None:
        """Return the cells of a column by its name, whatever its case; None where it is not."""
        wanted = name.lower()
        for header, column in zip(self.headers, self.columns, strict=True):
            if header.strip().lower() == wanted:
                return column
        return None


@dataclass(frozen=True)
class Rows:
    """Rows of a sheet or text, before it is known which of them holds the column names."""

    file: str
    sheet: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    points_are_decimal: bool = False
    hidden: bool = False

    def table(self, at: int) -> FoundTable:
        """Return the table whose column names stand in a row, by its position."""
        headers = _filled(self.rows[at])
        width = len(headers)
        kept = [
            (row, number)
            for row, number in zip(self.rows[at + 1 :], self.numbers[at + 1 :], strict=True)
            if any(_says(cell) for cell in row)
        ]
        last = max((number for _, number in kept), default=0)
        before_last = sum(1 for number in self.numbers[at + 1 :] if number <= last)
        rows = [_padded(row, width) for row, _ in kept]
        used = [place for place, header in enumerate(headers) if header]
        by_place = list(zip(*rows, strict=True)) if rows else [()] * width
        return FoundTable(
            self.file,
            self.sheet,
            self.numbers[at],
            [headers[place] for place in used],
            [by_place[place] for place in used],
            [number for _, number in kept],
            self.points_are_decimal,
            before_last - len(kept),
        )


def _says(cell: Any) -> bool:
    return cell not in _NOTHING and not (isinstance(cell, str) and cell.isspace())


def _filled(row: Sequence[Any]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]


def _padded(row: Sequence[Any], width: int) -> Sequence[Any]:
    if len(row) == width:
        return row
    return (*row[:width], *([""] * (width - len(row))))


def read_rows(
    path: Path, shown: str, named: Callable[[str], object], problems: Problems
) -> list[Rows]:
    """Return every sheet of a file as rows; none after saying why it cannot be read.

    Args:
        path: CSV, Excel workbook, or the zip of ODK Central.
        named: says of a text whether it is a column name, which finds the delimiter.
    """
    if _is_plain_archive(path):
        return _from_archive(path, shown, named, problems)
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        text = read_csv(path, shown, problems, named=named)
        return [_of_text(text, shown)] if text is not None else []
    if kind == "xlsx":
        book = read_workbook(path, shown, problems, most_columns=MOST_COLUMNS)
        return [_of_sheet(sheet, shown) for sheet in book or ()]
    return []


def _of_text(text: CsvText, shown: str) -> Rows:
    return Rows(shown, "", text.rows, text.numbers, text.delimiter in (",", "\t"))


def _of_sheet(sheet: SheetRows, shown: str) -> Rows:
    rows = sheet.rows
    return Rows(shown, sheet.name, rows, range(1, len(rows) + 1), hidden=sheet.hidden)


def _is_plain_archive(path: Path) -> bool:
    """Say whether a file is a zip with text tables in it, and no workbook."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return not any(name.startswith("xl/") or name == "content.xml" for name in names)


def _from_archive(
    path: Path, shown: str, named: Callable[[str], object], problems: Problems
) -> list[Rows]:
    found: list[Rows] = []
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
            tables = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            reason = _reason(tables)
            if reason:
                problems.add("A693", Place(shown), reason=reason)
                return []
            for number, one in enumerate(tables):
                copy = Path(folder) / f"{number}.csv"
                copy.write_bytes(archive.read(one))
                name = f"{shown}/{Path(one.filename).name}"
                text = read_csv(copy, name, problems, named=named)
                if text is not None:
                    found.append(_of_text(text, name))
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, io.UnsupportedOperation) as error:
        problems.add("A693", Place(shown), reason=str(error)[:80])
        return []
    return found


def _reason(tables: Sequence[zipfile.ZipInfo]) -> str:
    if not tables:
        return "no .csv"
    size = sum(one.file_size for one in tables)
    most = limits.MOST_UNPACKED_BYTES
    if size > most or len(tables) > limits.MOST_PARTS:
        return f"{size // limits.MEGABYTE} MB > {most // limits.MEGABYTE} MB"
    return ""
