"""From a file to recognised tables: the one way in for CSV and Excel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence import columns
from paseo.evidence.tables import limits
from paseo.evidence.tables.csv_text import CsvText, read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.headers import Header, find_header, recognise
from paseo.evidence.tables.raw import RawTable
from paseo.evidence.tables.workbook import (
    LISTS_SHEET,
    TEMPLATE_MARK,
    SheetRows,
    column_number,
    read_workbook,
)

#: How the names of files end that may hold a table.
TABLE_ENDINGS: Final = (".csv", ".txt", ".tsv", ".xlsx")
_RANGE = re.compile(r"([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?")


def read_tables(path: Path, problems: Problems, shown: str = "") -> list[RawTable]:
    """Return every table of observations in a file; faults are added to ``problems``.

    Args:
        path: a text table (comma, semicolon, tab) or an Excel workbook.
        problems: receives what is wrong, with the row as its author sees it.
        shown: the name of the file in messages.

    Returns:
        One table per sheet that has recognisable column names; none when nothing can be read.
    """
    shown = shown or path.name
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        text = read_csv(path, shown, problems)
        return [] if text is None else _from_text(text, shown, problems)
    if kind == "xlsx":
        book = read_workbook(path, shown, problems)
        return [] if book is None else _from_workbook(book, shown, problems)
    return []


def _from_text(text: CsvText, shown: str, problems: Problems) -> list[RawTable]:
    at = find_header(text.rows)
    if at is None:
        _no_header(Place(shown), problems)
        return []
    place = Place(shown, row=text.numbers[at])
    header = recognise(text.rows[at], place, problems)
    rows, numbers = text.rows[at + 1 :], text.numbers[at + 1 :]
    _check_width(rows, numbers, header.width, text.delimiter, shown, problems)
    if not rows:
        problems.add("T218", place)
        return []
    if text.empty_rows:
        problems.add("T234", Place(shown), count=text.empty_rows)
    table = RawTable(
        file=shown,
        sheet="",
        header_row=text.numbers[at],
        numbers=numbers,
        cells=_by_column(rows, header),
        labels=header.labels,
        encoding=text.encoding,
        delimiter=text.delimiter,
        points_are_decimal=text.delimiter in (",", "\t"),
    )
    return [table]


def _no_header(place: Place, problems: Problems) -> None:
    problems.add("T212", place, rows=limits.HEADER_WITHIN, columns=", ".join(columns.REQUIRED))


def _check_width(
    rows: Sequence[Sequence[str]], numbers: Sequence[int], width: int, delimiter: str,
    shown: str, problems: Problems,
) -> None:  # fmt: skip
    found = 0
    for row, number in zip(rows, numbers, strict=True):
        if len(row) > width and any(row[width:]):
            found += 1
            if found <= limits.MOST_LISTED:
                sign = "tab" if delimiter == "\t" else delimiter
                problems.add(
                    "T217", Place(shown, row=number),
                    cells=len(row), columns=width, delimiter=sign,
                )  # fmt: skip
    if found > limits.MOST_LISTED:
        problems.add("T230", Place(shown), count=found - limits.MOST_LISTED, number="T217")


def _by_column(rows: Sequence[Sequence[Any]], header: Header) -> dict[str, Sequence[Any]]:
    by_position = list(zip_longest(*rows))
    nothing = (None,) * len(rows)
    return {
        column: by_position[at] if at < len(by_position) else nothing
        for column, at in header.positions.items()
    }


def _from_workbook(book: list[SheetRows], shown: str, problems: Problems) -> list[RawTable]:
    template = any(_is_template_mark(sheet) for sheet in book)
    tables = []
    recognised = False
    for sheet in book:
        at = find_header(sheet.rows)
        place = Place(shown, sheet=sheet.name)
        if template and sheet.name == LISTS_SHEET:
            continue
        if sheet.hidden:
            problems.add("T223", place, name=sheet.name)
        elif at is None:
            if sheet.rows and not template:
                problems.add("T224", place, name=sheet.name)
        else:
            recognised = True
            table = _from_sheet(sheet, at, template, shown, problems)
            tables += [table] if table is not None else []
    if not recognised:
        _no_header(Place(shown), problems)
    return tables


def _is_template_mark(sheet: SheetRows) -> bool:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    return isinstance(first, str) and first.startswith(TEMPLATE_MARK)


def _from_sheet(
    sheet: SheetRows, at: int, template: bool, shown: str, problems: Problems
) -> RawTable | None:
    place = Place(shown, sheet=sheet.name, row=at + 1)
    header = recognise(sheet.rows[at], place, problems)
    _report_behind(sheet, at, header, shown, problems)
    filled = [
        (row, number)
        for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2)
        if any(cell != "" and not (isinstance(cell, str) and cell.isspace()) for cell in row)
    ]
    if not filled:
        problems.add("T218", place)
        return None
    numbers = [number for _, number in filled]
    empty = numbers[-1] - at - 1 - len(numbers)
    if empty:
        problems.add("T234", Place(shown, sheet=sheet.name), count=empty)
    position = {number - 1: order for order, number in enumerate(numbers)}
    return RawTable(
        file=shown,
        sheet=sheet.name,
        header_row=at + 1,
        numbers=numbers,
        cells=_by_column([row for row, _ in filled], header),
        labels=header.labels,
        percent={
            column: {position[row] for row, where in sheet.percent if where == column_at
                     and row in position}
            for column, column_at in header.positions.items()
        } if sheet.percent else {},
        explained=_explained(sheet, at, header, position),
        template=template,
    )  # fmt: skip


def _report_behind(
    sheet: SheetRows, at: int, header: Header, shown: str, problems: Problems
) -> None:
    """Report merged cells, formulas and error values inside the table (not in its title)."""
    wanted = set(header.positions.values())
    for ref in sheet.merged:
        if _last_row(ref) > at:
            row = int(re.findall(r"[0-9]+", ref)[0])
            problems.add("T219", Place(shown, sheet=sheet.name, row=row), range=ref)
    used = [cell for cell in sheet.formulas if _inside(cell, at, wanted)]
    if used:
        place = Place(shown, sheet=sheet.name)
        problems.add("T220", place, count=len(used), cell=used[0])
    for cell in sheet.empty_formulas[: limits.MOST_LISTED]:
        if _inside(cell, at, wanted):
            problems.add("T221", _cell_place(cell, sheet, shown), cell=cell)
    for cell, error in sheet.errors[: limits.MOST_LISTED]:
        if _inside(cell, at, wanted):
            problems.add("T222", _cell_place(cell, sheet, shown), cell=cell, error=error)


def _explained(
    sheet: SheetRows, at: int, header: Header, position: Mapping[int, int]
) -> dict[str, set[int]]:
    """Return the cells of which :func:`_report_behind` says why they are empty, by column.

    Args:
        position: row of the sheet, from 0, to its position in the table.
    """
    columns_at = {where: column for column, where in header.positions.items()}
    found: dict[str, set[int]] = {}
    still = limits.MOST_ROWS  # a workbook made to waste time could state any number of ranges
    for ref in (*sheet.merged, *sheet.empty_formulas, *(cell for cell, _ in sheet.errors)):
        first, top, last, bottom = _corners(ref)
        wide = [columns_at[one] for one in range(first, last + 1) if one in columns_at]
        still -= bottom - top + 1
        if still < 0:
            break
        rows = {position[row] for row in range(max(top, at + 1), bottom + 1) if row in position}
        for column in wide if rows else ():
            found.setdefault(column, set()).update(rows)
    return found


def _corners(ref: str) -> tuple[int, int, int, int]:
    """Return first column, first row, last column and last row of a range, from 0.

    >>> _corners("B3:C5"), _corners("D2")
    ((1, 2, 2, 4), (3, 1, 3, 1))
    """
    found = _RANGE.fullmatch(ref)
    if found is None:
        return (0, 0, -1, -1)
    first, top, last, bottom = found.groups()
    return (
        column_number(first), int(top) - 1, column_number(last or first), int(bottom or top) - 1,
    )  # fmt: skip


def _last_row(ref: str) -> int:
    return max(int(row) for row in re.findall(r"[0-9]+", ref))


def _inside(cell: str, at: int, wanted: set[int]) -> bool:
    found = _RANGE.fullmatch(cell)
    return found is not None and int(found[2]) > at and column_number(found[1]) in wanted


def _cell_place(cell: str, sheet: SheetRows, shown: str) -> Place:
    return Place(shown, sheet=sheet.name, row=int(re.findall(r"[0-9]+", cell)[0]))
