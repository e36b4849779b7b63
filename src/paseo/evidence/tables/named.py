"""Tables whose columns are found by name: CSV or Excel, in any order, under names people use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits
from paseo.evidence.tables.cells import code_text, is_nothing
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.headers import normal
from paseo.evidence.tables.workbook import read_workbook

#: Fewer names of columns than this make no head.
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a kind of table may have, and the names that they bear.

    Args:
        spellings: name of a column, as :func:`~paseo.evidence.tables.headers.normal` compares
            it, to the column.
    """

    spellings: Mapping[str, str]

    @classmethod
    def of(cls, names: Mapping[str, Iterable[str]]) -> Columns:
        """Return columns from each one's names; its own name is always one of them.

        >>> Columns.of({"area": ["zona"]}).column("Zona:")
        'area'
        """
        found: dict[str, str] = {}
        for column, aliases in names.items():
            for one in (column, *aliases):
                if plain := normal(one):
                    found.setdefault(plain, column)
        return cls(found)

    def column(self, header: object) -> str | None:
        """Return the column that a cell of a head means, None when it is none of them."""
        plain = normal(code_text(header)) if header is not None else ""
        return self.spellings.get(plain) if plain else None

    def names(self) -> tuple[str, ...]:
        """Return every column, in the order in which they were given."""
        return tuple(dict.fromkeys(self.spellings.values()))

    def and_codes(self, codes: Iterable[str]) -> Columns:
        """Return these columns and one for each code, which bears no other name.

        >>> Columns.of({"area": []}).and_codes(["C1"]).column("c1")
        'C1'
        """
        return Columns({normal(one): one for one in codes} | dict(self.spellings))

    def renamed(self, names: Mapping[str, str]) -> Columns:
        """Return columns some of which are found under another name only.

        >>> Columns.of({"area": ["zona"]}).renamed({"area": "Ort"}).column("zona") is None
        True
        """
        kept = {name: one for name, one in self.spellings.items() if one not in names}
        return Columns(kept | {normal(name): column for column, name in names.items()})


@cache
def load_columns(package: str, file: str = "columns.yaml") -> Columns:
    """Return the columns that a file beside the code names: column to its other names.

    Args:
        package: in which the file stands.
        file: YAML; each column has a list of names, or ``label`` by language and ``also``.
    """
    text = resources.files(package).joinpath(file).read_text("utf-8")
    names: dict[str, Iterable[str]] = {}
    for column, one in yaml.safe_load(text).items():
        names[column] = one if isinstance(one, list) else (*one["label"].values(), *one["also"])
    return Columns.of(names)


@dataclass(frozen=True)
class NamedTable:
    """A table as it was found: its cells by column and row, and where each stands.

    Args:
        labels: column to the name that its author gave it.
        cells: column to its cells; a row that ends early holds None.
        numbers: of the rows, as a spreadsheet program shows them.
        others: heads that name none of the columns, with their cells.
        facts: what stands above the table, name and value side by side, by column.
        delimiter: of a text table, empty for a workbook.
    """

    file: str
    sheet: str
    head: int
    labels: Mapping[str, str]
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Any]]
    others: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, column: object) -> bool:
        return column in self.cells

    @property
    def by_comma(self) -> bool:
        """Whether a comma may be a decimal sign, because something else parts the cells."""
        return self.delimiter not in ("", ",")

    def place(self, at: int | None = None, column: str = "", entry: str = "") -> Place:
        """Return where a cell stands; ``at`` is the position of its row, the head without."""
        row = self.head if at is None else self.numbers[at]
        shown = self.labels.get(column, column)
        return Place(self.file, sheet=self.sheet, row=row, column=shown, entry=entry)

    def cell(self, column: str, at: int) -> Any:
        """Return a cell as it was found, None where it or its column is not there."""
        held = self.cells.get(column)
        return None if held is None else held[at]

    def text(self, column: str, at: int) -> str:
        """Return a cell as text, empty where it or its column is not there."""
        return code_text(self.cell(column, at))


@dataclass(frozen=True)
class Sheet:
    """The rows of a text table, or of a sheet that is shown, with their numbers."""

    name: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    delimiter: str


@dataclass(frozen=True)
class _Head:
    """The row that names the columns, joined with the one that stands above or below it."""

    first: int
    last: int
    at: int
    cells: tuple[Any, ...]
    named: int


def read_named(
    path: Path,
    columns: Columns,
    problems: Problems,
    *,
    absent: str,
    shown: str = "",
    sheet: str = "",
    no_sheet: str = "",
    needed: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
) -> NamedTable | None:
    """Return the table of a file that names most of the columns: sheets read, then looked through.

    Args:
        path: a text table (comma, semicolon, tab, upright stroke) or an Excel workbook.
        columns: that the table may have.
        problems: receives what is wrong with the file and the table.
        shown: name of the file in messages.
        sheet, no_sheet: as in :func:`read_sheets`.
        absent, needed, values: as in :func:`find_named`.

    Returns:
        The table; None after saying why there is none.
    """
    shown = shown or path.name
    sheets = read_sheets(
        path, columns.column, problems, shown=shown, sheet=sheet, no_sheet=no_sheet
    )
    if sheets is None:
        return None
    place = Place(shown, sheet=sheet)
    return find_named(sheets, columns, problems, place, absent=absent, needed=needed, values=values)


def read_sheets(
    path: Path,
    named: Callable[[str], object],
    problems: Problems,
    *,
    shown: str = "",
    sheet: str = "",
    no_sheet: str = "",
) -> list[Sheet] | None:
    """Return the rows of a file: one text table, or every sheet that is shown.

    Args:
        path: a text table or an Excel workbook.
        named: gives None for a text that is no column name, which finds the separator.
        problems: receives what is wrong with the file.
        shown: name of the file in messages.
        sheet: of a workbook; all where empty. no_sheet: number of the problem when there is
            none of this name.

    Returns:
        The sheets; None after saying why there are none.
    """
    shown = shown or path.name
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        if not path.read_bytes().strip():
            problems.add("P102", Place(shown))
            return None
        text = read_csv(path, shown, problems, named=named)
        return None if text is None else [Sheet("", text.rows, text.numbers, text.delimiter)]
    book = read_workbook(path, shown, problems) if kind == "xlsx" else None
    if book is None:
        return None
    every = [
        Sheet(one.name, one.rows, range(1, len(one.rows) + 1), "") for one in book if not one.hidden
    ]
    known = [one.name for one in every]
    if sheet and sheet not in known:
        meant = hint(sheet, known)
        problems.add(no_sheet, Place(shown), sheet=sheet, hint=meant, known=listed(known))
        return None
    return [one for one in every if sheet in ("", one.name)]


def find_named(
    sheets: Iterable[Sheet],
    columns: Columns,
    problems: Problems,
    place: Place,
    *,
    absent: str,
    needed: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
    twin: str = "T216",
) -> NamedTable | None:
    """Return the table that names most of the columns.

    The head is looked for in the first rows of every sheet. A head of two rows, as merged cells
    make it ("Dates" over "start" and "end"), is read as one.

    Args:
        sheets: as :func:`read_sheets` gives them.
        columns: that the table may have.
        problems: receives what is wrong: a row with more cells than names (T217), two columns of
            one meaning (``twin``).
        place: of the file, and of the sheet where one was chosen.
        absent: number of the problem when no row names the columns; ``values`` go with it.
        needed: columns without which a table is not the one looked for.

    Returns:
        The table, without rows that are empty under its columns; None after saying why.
    """
    best: tuple[Sheet, _Head] | None = None
    for one in sheets:
        head = _head(one, columns, frozenset(needed))
        if head is not None and (best is None or head.named > best[1].named):
            best = one, head
    if best is None:
        problems.add(absent, place, **(values or {}))
        return None
    return _table(*best, columns, place.file, twin, problems)


def _head(sheet: Sheet, columns: Columns, needed: frozenset[str]) -> _Head | None:
    """Return the head of a sheet: the row among the first ones that names most columns."""
    best = None
    for at in range(min(len(sheet.rows), limits.HEADER_WITHIN)):
        made = _joined(sheet.rows, at, columns)
        named = {columns.column(cell) for cell in made.cells} - {None}
        enough = made.named >= _LEAST and named >= needed
        if enough and (best is None or made.named > best.named):
            best = made
    return best


def _joined(rows: Sequence[Sequence[Any]], at: int, columns: Columns) -> _Head:
    """Return a row as a head, with the rows beside it where they name what it leaves open."""
    cells, first, last = list(rows[at]), at, at
    # A row of data names columns by chance at most, and is joined to nothing.
    if _mostly_names(cells, columns):
        if at > 0 and (above := _more(cells, rows[at - 1], columns, merged=True)):
            first, cells = at - 1, _filled(cells, above)
        below = rows[at + 1] if at + 1 < len(rows) else ()
        if _mostly_names(below, columns) and (more := _more(cells, below, columns, merged=False)):
            last, cells = at + 1, _filled(cells, more)
    named = len({columns.column(cell) for cell in cells} - {None})
    return _Head(first, last, at, tuple(cells), named)


def _mostly_names(cells: Sequence[Any], columns: Columns) -> bool:
    written = [cell for cell in cells if code_text(cell)]
    return 2 * sum(columns.column(cell) is not None for cell in written) > len(written)


def _more(
    cells: Sequence[Any], other: Sequence[Any], columns: Columns, *, merged: bool
) -> dict[int, Any]:
    """Return what a neighbouring row adds to a head; nothing is named in two places.

    Args:
        merged: only where the head is empty, as a cell that reaches down into it leaves it. A
            row below says more exactly what the head calls a group of columns.
    """
    held = [columns.column(cell) for cell in cells]
    found = {}
    for at, cell in enumerate(other):
        mine = cells[at] if at < len(cells) else None
        elsewhere = {*held[:at], *held[at + 1 :]}
        column = columns.column(cell)
        if column and column not in elsewhere and not (merged and code_text(mine)):
            found[at] = cell
    return found


def _filled(cells: Sequence[Any], more: Mapping[int, Any]) -> list[Any]:
    width = max(len(cells), max(more) + 1)
    return [more.get(at, cells[at] if at < len(cells) else None) for at in range(width)]


def _table(
    sheet: Sheet, head: _Head, columns: Columns, shown: str, twin: str, problems: Problems
) -> NamedTable | None:
    number = sheet.numbers[head.at]
    place = Place(shown, sheet=sheet.name, row=number)
    positions: dict[str, int] = {}
    labels: dict[str, str] = {}
    others: dict[str, int] = {}
    for at, cell in enumerate(head.cells):
        label, column = code_text(cell), columns.column(cell)
        if column is None:
            others |= {label: at} if label else {}
        elif column in positions:
            problems.add(twin, place, header=label, other=labels[column], column=column)
        else:
            positions[column], labels[column] = at, label
    rows = list(zip(sheet.rows[head.last + 1 :], sheet.numbers[head.last + 1 :], strict=True))
    if sheet.delimiter and _is_ragged(rows, len(head.cells), sheet.delimiter, shown, problems):
        return None
    kept = [
        (row, number)
        for row, number in rows
        if not all(is_nothing(row[at]) for at in positions.values() if at < len(row))
    ]
    return NamedTable(
        shown, sheet.name, number, labels, [one for _, one in kept],
        _by_column(positions, kept), _by_column(others, kept),
        _facts(sheet.rows[: head.first], columns), sheet.delimiter,
    )  # fmt: skip


def _by_column(
    positions: Mapping[str, int], rows: Sequence[tuple[Sequence[Any], int]]
) -> dict[str, list[Any]]:
    return {
        column: [row[at] if at < len(row) else None for row, _ in rows]
        for column, at in positions.items()
    }


def _facts(rows: Sequence[Sequence[Any]], columns: Columns) -> dict[str, str]:
    """Return what stands above the head: a name in the first cell, its value in the second."""
    found = {}
    for row in rows:
        column = columns.column(row[0]) if len(row) > 1 else None
        if column is not None and code_text(row[1]):
            found[column] = code_text(row[1])
    return found


def _is_ragged(
    rows: Iterable[tuple[Sequence[Any], int]], width: int, delimiter: str, shown: str,
    problems: Problems,
) -> bool:  # fmt: skip
    """Refuse rows with more cells than columns: a sign within a text has split it."""
    wide = [(row, number) for row, number in rows if any(code_text(c) for c in row[width:])]
    sign = "tab" if delimiter == "\t" else delimiter
    for row, line in wide[: limits.MOST_LISTED]:
        place = Place(shown, row=line)
        problems.add("T217", place, cells=len(row), columns=width, delimiter=sign)
    return bool(wide)
