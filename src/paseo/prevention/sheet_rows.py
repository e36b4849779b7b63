"""Rows of a small table that people fill in, CSV or Excel, with facts written above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.workbook import read_workbook

#: The names of columns are looked for in the first rows only.
_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column, empty ones left out, and where it stands."""

    cells: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A table as it was found.

    Args:
        facts: what stands above the table or in columns of its own, by name.
        columns: names of the columns in order; unknown ones as they are written.
        rows: in order.
        place: of the row of names.
    """

    facts: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    place: Place
    labels: Mapping[str, str] = field(default_factory=dict)


def read_sheet_rows(
    path: Path,
    problems: Problems,
    names: Mapping[str, Iterable[str]],
    *,
    needed: tuple[str, ...],
    shown: str = "",
) -> SheetRows | None:
    """Return the first table of a file that has the columns needed.

    Args:
        path: a text table or an Excel workbook.
        problems: receives what is wrong.
        names: column or fact to the names that it may bear, in any language.
        needed: columns without which a table is not this one.
        shown: name of the file in messages.

    Returns:
        The table; None after saying why there is none.
    """
    shown = shown or path.name
    called = {
        _plain(alias): name for name, aliases in names.items() for alias in (name, *aliases)
    }
    for sheet, rows, numbers in _sheets(path, shown, problems, called):
        at = _header(rows, called, needed)
        if at is not None:
            return _table(rows, numbers, at, called, shown, sheet)
    if not problems.errors:
        problems.add("V971", Place(shown), columns=", ".join(needed))
    return None


def _sheets(
    path: Path, shown: str, problems: Problems, called: Mapping[str, str]
) -> Iterable[tuple[str, list[list[str]], list[int]]]:
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        text = read_csv(path, shown, problems, named=lambda cell: called.get(_plain(cell)))
        if text is not None:
            yield "", text.rows, text.numbers
    elif kind == "xlsx":
        for sheet in read_workbook(path, shown, problems) or ():
            if not sheet.hidden:
                rows = [[cell_text(cell) for cell in row] for row in sheet.rows]
                yield sheet.name, rows, list(range(1, len(rows) + 1))


def cell_text(cell: Any) -> str:
    """Return a cell as the text that its author sees.

    >>> cell_text(2.0), cell_text(None), cell_text(" yes ")
    ('2', '', 'yes')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())


def _header(
    rows: list[list[str]], called: Mapping[str, str], needed: tuple[str, ...]
) -> int | None:
    for at, row in enumerate(rows[:_WITHIN]):
        found = {called.get(_plain(cell)) for cell in row}
        if found.issuperset(needed):
            return at
    return None


def _table(
    rows: list[list[str]],
    numbers: list[int],
    at: int,
    called: Mapping[str, str],
    shown: str,
    sheet: str,
) -> SheetRows:
    labels = {
        called.get(_plain(cell), cell.strip()): cell.strip() for cell in rows[at] if cell.strip()
    }
    columns = [called.get(_plain(cell), cell.strip()) for cell in rows[at]]
    found = []
    for row, number in zip(rows[at + 1 :], numbers[at + 1 :], strict=True):
        cells = {
            name: cell.strip() for name, cell in zip(columns, row, strict=False)
            if name and cell.strip()
        }  # fmt: skip
        if cells:
            found.append(SheetRow(cells, Place(shown, sheet=sheet, row=number)))
    facts = {
        called[_plain(row[0])]: row[1].strip()
        for row in rows[:at]
        if len(row) > 1 and _plain(row[0]) in called and row[1].strip()
    }
    return SheetRows(
        facts,
        tuple(name for name in columns if name),
        tuple(found),
        Place(shown, sheet=sheet, row=numbers[at]),
        labels,
    )
