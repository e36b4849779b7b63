"""Tables whose columns are found by name: CSV or Excel, in any order, under names people use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits
from paseo.evidence.tables.cells import (
    Style,
    code_text,
    is_nothing,
    is_unclear,
    number,
    style_of,
)
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
class _Sheet:
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
    """Return the table of a file that names most of the columns.

    The head is looked for in the first rows of every sheet that is shown. A head of two rows, as
    merged cells make it ("Dates" over "start" and "end"), is read as one.

    Args:
        path: a text table (comma, semicolon, tab, upright stroke) or an Excel workbook.
        columns: that the table may have.
        problems: receives what is wrong: the file itself, a row with more cells than names
            (T217), two columns of one meaning (T216).
        absent: number of the problem when no row names the columns; ``values`` go with it.
        shown: name of the file in messages.
        sheet: of a workbook; any that is shown where empty. no_sheet: number of the problem
            when there is none of this name.
        needed: columns without which a table is not the one looked for.

    Returns:
        The table, without rows that are empty under its columns; None after saying why.
    """
    shown = shown or path.name
    sheets = _sheets(path, shown, columns, problems)
    if sheets is None:
        return None
    if sheet and sheet not in (known := [one.name for one in sheets]):
        meant = hint(sheet, known)
        problems.add(no_sheet, Place(shown), sheet=sheet, hint=meant, known=listed(known))
        return None
    best: tuple[_Sheet, _Head] | None = None
    for one in sheets:
        if sheet in ("", one.name):
            head = _head(one, columns, frozenset(needed))
            if head is not None and (best is None or head.named > best[1].named):
                best = one, head
    if best is None:
        problems.add(absent, Place(shown, sheet=sheet), **(values or {}))
        return None
    return _table(*best, columns, shown, problems)


def _sheets(path: Path, shown: str, columns: Columns, problems: Problems) -> list[_Sheet] | None:
    kind = kind_of(path, shown, problems)
    if kind == "csv":
        if not path.read_bytes().strip():
            problems.add("P102", Place(shown))
            return None
        text = read_csv(path, shown, problems, named=columns.column)
        return None if text is None else [_Sheet("", text.rows, text.numbers, text.delimiter)]
    book = read_workbook(path, shown, problems) if kind == "xlsx" else None
    return None if book is None else [
        _Sheet(one.name, one.rows, range(1, len(one.rows) + 1), "")
        for one in book
        if not one.hidden
    ]  # fmt: skip


def _head(sheet: _Sheet, columns: Columns, needed: frozenset[str]) -> _Head | None:
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
    sheet: _Sheet, head: _Head, columns: Columns, shown: str, problems: Problems
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
            problems.add("T216", place, header=label, other=labels[column], column=column)
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
    for row, number in wide[: limits.MOST_LISTED]:
        place = Place(shown, row=number)
        problems.add("T217", place, cells=len(row), columns=width, delimiter=sign)
    return bool(wide)


def number_style(table: NamedTable, columns: Iterable[str], problems: Problems) -> Style:
    """Return the decimal sign of a table's numbers; what reads in two ways is reported.

    Args:
        table: as it was found.
        columns: whose cells are numbers.
        problems: receives T225 when both signs are used, T226 when nothing tells, T236 when
            three digits stand behind both signs.
    """
    every = list(_number_texts(table, columns))
    style, point, comma = style_of(text for _, _, text in every)
    where = {text: (at, name) for at, name, text in reversed(every)}
    if point and comma:
        problems.add(
            "T225", table.place(*where[comma]), point=point, comma=comma,
            point_row=table.numbers[where[point][0]], comma_row=table.numbers[where[comma][0]],
        )  # fmt: skip
    unclear = [text for _, _, text in every if is_unclear(text)]
    with_point, with_comma = (
        next((text for text in unclear if sign in text), "") for sign in (".", ",")
    )
    if style is not None and with_point and with_comma:
        decimal, other = (with_comma, with_point) if style == "comma" else (with_point, with_comma)
        problems.add(
            "T236", table.place(*where[decimal]), text=decimal.strip(), other=other.strip(),
            other_row=table.numbers[where[other][0]],
            read=_plainly(decimal, style), other_read=_plainly(other, style),
        )  # fmt: skip
    elif style is None and unclear and (table.by_comma or with_comma):
        problems.add("T226", table.place(*where[unclear[0]]), text=unclear[0].strip())
    return style or "point"


def _plainly(text: str, style: Style) -> str:
    found = number(text, style)
    return "" if found is None else f"{found:g}"


def _number_texts(table: NamedTable, columns: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    held = [(name, table.cells[name]) for name in columns if name in table]
    for at in range(len(table)):
        for name, cells in held:
            if isinstance(text := cells[at], str) and text.strip():
                yield at, name, text


def with_cells(table: NamedTable, cells: Mapping[str, Sequence[Any]]) -> NamedTable:
    """Return a table some of whose columns hold other cells."""
    return replace(table, cells={**table.cells, **cells})
