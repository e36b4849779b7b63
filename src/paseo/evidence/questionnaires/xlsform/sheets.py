"""The sheets of a form as cells: written to a workbook, read from one or from a text file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeAlias

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.xlsform.languages import language_label
from paseo.evidence.questionnaires.xlsform.rows import OWN, TRANSLATED, Line
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.limits import EXCEL_CELL, MOST_COLUMNS
from paseo.evidence.tables.workbook import read_workbook

#: Sheets that belong to a form, ours among them.
FORM_SHEETS: Final = ("survey", "choices", "settings", OWN)
#: pyxform takes a sheet for read after so many empty rows.
_MOST_EMPTY: Final = 60
#: Rows of cells with the numbers that a spreadsheet program shows.
Numbered: TypeAlias = list[tuple[int, list[str]]]
#: Width of the columns that people read and edit; of the others it is left to the program.
_WIDTHS: Final = {"name": 24, "label": 50, "hint": 30, "relevant": 30, "type": 24, OWN: 14}


@dataclass(frozen=True)
class Sheet:
    """A sheet of texts, the names of the columns first."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def check(self, place: Place, problems: Problems) -> None:
        """Report texts that are longer than a cell can be."""
        for number, row in enumerate(self.rows, start=2):
            for column, text in zip(self.columns, row, strict=True):
                if len(text) > EXCEL_CELL:
                    at = Place(place.file, sheet=self.name, row=number, column=column)
                    problems.add("X633", at, signs=len(text), most=EXCEL_CELL)


def sheet_of(
    name: str, columns: Sequence[str], lines: Sequence[Line], languages: Sequence[str]
) -> Sheet:
    """Return rows as a sheet; columns that no row uses are left out.

    A column in several languages has all of them as soon as one row uses it, because pyxform
    warns of a language that one column has and another has not.
    """
    used = {column for line in lines for column, value in line.items() if value}
    headers: list[tuple[str, str, str]] = []
    for column in columns:
        if column not in used:
            continue
        if column in TRANSLATED:
            headers += [(f"{column}::{language_label(one)}", column, one) for one in languages]
        else:
            headers.append((column, column, ""))
    rows = tuple(
        tuple(_cell(line.get(column), language) for _, column, language in headers)
        for line in lines
    )
    return Sheet(name, tuple(header for header, _, _ in headers), rows)


def _cell(value: Any, language: str) -> str:
    if isinstance(value, LanguageMap):
        return value.get(language, "")
    return str(value or "")


def save(sheets: Iterable[Sheet], path: Path) -> None:
    """Write sheets to a workbook; every cell is a text, so that nothing is calculated."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for at, column in enumerate(sheet.columns):
                page.set_column(at, at, _WIDTHS.get(column.partition("::")[0], 16))
                page.write_string(0, at, column, bold)
            for number, row in enumerate(sheet.rows, start=1):
                for at, text in enumerate(row):
                    if text:
                        page.write_string(number, at, text, wrapped)


@dataclass(frozen=True)
class Grid:
    """A sheet as it was read: column names as they stand, and the rows with their numbers."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[int, str]], ...]


def read_grids(path: Path, file: str, problems: Problems) -> dict[str, Grid] | None:
    """Return the sheets of a form by name; None after saying why it cannot be read."""
    kind = kind_of(path, file, problems)
    if kind is None:
        return None
    raw = _workbook(path, file, problems) if kind == "xlsx" else _text(path, file, problems)
    if raw is None:
        return None
    if not any(name == "survey" for name in raw):
        if len(raw) == 1:  # pyxform takes the only sheet for the survey, whatever its name
            raw = {"survey": next(iter(raw.values()))}
        else:
            problems.add("X634", Place(file), sheets=", ".join(raw) or "-")
            return None
    return {name: _grid(name, rows) for name, rows in raw.items()}


def _workbook(path: Path, file: str, problems: Problems) -> dict[str, Numbered] | None:
    found = Problems()
    sheets = read_workbook(path, file, found)
    if sheets is None and {one.code for one in found.errors} == {"T231"}:
        named = _without_strays(path)
    else:
        problems.extend(found)
        if sheets is None:
            return None
        named = {one.name: list(enumerate(one.rows, start=1)) for one in sheets}
    lower = {name.strip().lower(): rows for name, rows in named.items()}
    wanted = [name for name in lower if name in FORM_SHEETS] or list(lower)
    return {
        name: [(number, [_text_of(cell) for cell in row]) for number, row in lower[name]]
        for name in wanted
    }


def _without_strays(path: Path) -> dict[str, list[tuple[int, list[Any]]]]:
    """Read sheets as far as they are filled: formats often reach to the last row and column.

    Row by row and no further than pyxform reads, so that a stray cell a million rows down costs
    nothing.
    """
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    found: dict[str, list[tuple[int, list[Any]]]] = {}
    try:
        for page in book.worksheets:
            rows = found.setdefault(page.title, [])
            empty = 0
            for number, row in enumerate(
                page.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1
            ):
                empty = 0 if any(cell is not None for cell in row) else empty + 1
                if empty > _MOST_EMPTY:
                    break
                rows.append((number, list(row)))
    finally:
        book.close()
    return found


def _text(path: Path, file: str, problems: Problems) -> dict[str, Numbered] | None:
    """Read a form in one text table: a name in the first column begins a sheet."""
    table = read_csv(path, file, problems)
    if table is None:
        return None
    found: dict[str, Numbered] = {}
    name = ""
    for number, row in zip(table.numbers, table.rows, strict=True):
        if row[0].strip():
            name = row[0].strip().lower()
        if any(cell.strip() for cell in row[1:]):
            found.setdefault(name, []).append((number, row[1:]))
    return found


def _text_of(cell: Any) -> str:
    """Return a cell as pyxform takes it: whole numbers without decimals, days as ISO has them."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return "" if cell is None else str(cell).replace("\u00a0", " ") if _blank(cell) else str(cell)


def _blank(cell: Any) -> bool:
    return not str(cell).strip()


def _grid(name: str, rows: Numbered) -> Grid:
    filled = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    _, first = next(filled, (0, []))
    headers = tuple(re.sub(r"\s+", " ", cell.strip()) for cell in first)
    return Grid(
        name,
        headers,
        tuple(
            (number, {at: cell for at, cell in enumerate(row[: len(headers)]) if cell.strip()})
            for number, row in filled
        ),
    )
