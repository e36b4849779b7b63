"""A wide table: one row for each unit, columns by any names, in CSV or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells, limits
from paseo.evidence.tables.csv_text import read_csv
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.workbook import read_workbook

#: Indices have more columns than observations.
MOST_COLUMNS = 2_000


@dataclass(frozen=True)
class WideTable:
    """The cells of a table under the names of its header.

    Args:
        file, sheet: where it stands.
        header_row: number of the row of names.
        names: of the columns, as they stand in the file; empty for a column without a name.
        rows: cells; every row as long as the header.
        numbers: row number of each row as a spreadsheet program shows it.
        by_comma: cells are parted by something else than a comma, so that a comma may be decimal.
    """

    file: str
    sheet: str
    header_row: int
    names: tuple[str, ...]
    rows: list[list[Any]]
    numbers: list[int]
    by_comma: bool = False

    @cached_property
    def positions(self) -> dict[str, int]:
        """Plain spelling of each name to its column; of two alike the first."""
        found: dict[str, int] = {}
        for at, name in enumerate(self.names):
            if name:
                found.setdefault(spelling(name), at)
        return found

    def place(self, at: int | None = None, column: str = "", entry: str = "") -> Place:
        """Return where a cell stands; ``at`` is the position of its row."""
        row = self.header_row if at is None else self.numbers[at]
        return Place(self.file, sheet=self.sheet, row=row, column=column, entry=entry)

    def column(self, name: str) -> list[Any] | None:
        """Return the cells of a column; None where the table has none of that name."""
        at = self.positions.get(spelling(name))
        return None if at is None else [row[at] for row in self.rows]

    def need(self, name: str, use: str, problems: Problems) -> list[Any] | None:
        """Return the cells of a column; None after saying that it is missing."""
        found = self.column(name)
        if found is None:
            known = [one for one in self.names if one]
            problems.add(
                "I817", self.place(column=name), column=name, use=use, hint=hint(name, known),
                known=listed(known),
            )  # fmt: skip
            return None
        alike = [one for one in self.names if one and spelling(one) == spelling(name)]
        if len(alike) > 1:
            problems.add("I819", self.place(column=name), column=name, count=len(alike))
        return found


def spelling(name: str) -> str:
    """Return the plain spelling under which names of columns are compared.

    >>> spelling(" GDP\\n(per\\xa0head) ")
    'gdp (per head)'
    """
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def read_wide(
    path: Path, wanted: Sequence[str], problems: Problems, shown: str = "", sheet: str = ""
) -> WideTable | None:
    """Return the table in a file; None after saying why there is none.

    Args:
        path: a text table (comma, semicolon, tab) or an Excel workbook.
        wanted: names of columns, the first of which it must have; they find header and separator.
        problems: receives what is wrong.
        shown: the name of the file in messages.
        sheet: the sheet of a workbook; the first that has the columns where empty.
    """
    shown = shown or path.name
    known = {spelling(name) for name in wanted}

    def named(cell: str) -> str | None:
        return cell if spelling(cell) in known else None

    kind = kind_of(path, shown, problems)
    if kind == "csv":
        if not path.read_bytes().strip():
            problems.add("P102", Place(shown))
            return None
        text = read_csv(path, shown, problems, named=named)
        if text is None:
            return None
        sheets = [("", text.rows, text.numbers, text.delimiter)]
    elif kind == "xlsx":
        book = read_workbook(path, shown, problems, most_columns=MOST_COLUMNS)
        if book is None:
            return None
        sheets = [
            (one.name, one.rows, list(range(1, len(one.rows) + 1)), "")
            for one in book
            if not one.hidden and sheet in ("", one.name)
        ]
        if sheet and not sheets:
            names = [one.name for one in book if not one.hidden]
            problems.add(
                "I817", Place(shown, sheet=sheet), column=sheet, use="sheet",
                hint=hint(sheet, names), known=listed(names),
            )  # fmt: skip
            return None
    else:
        return None
    return _found(sheets, wanted, problems, shown)


def _found(
    sheets: Sequence[tuple[str, list[list[Any]], list[int], str]],
    wanted: Sequence[str],
    problems: Problems,
    shown: str,
) -> WideTable | None:
    known = {spelling(name) for name in wanted}
    best: tuple[int, int, int] = (0, 0, 0)
    for at, (_, rows, _, _) in enumerate(sheets):
        for row_at, row in enumerate(rows[: limits.HEADER_WITHIN]):
            count = len({spelling(cells.code_text(cell)) for cell in row} & known)
            if count > best[0]:
                best = (count, at, row_at)
    if best[0] == 0:
        held = [cells.code_text(cell) for _, rows, _, _ in sheets for cell in (rows or [[]])[0]]
        problems.add(
            "I817", Place(shown), column=wanted[0] if wanted else "–", use="unit",
            hint=hint(wanted[0] if wanted else "", held), known=listed(one for one in held if one),
        )  # fmt: skip
        return None
    name, rows, numbers, delimiter = sheets[best[1]]
    head = rows[best[2]]
    names = tuple(" ".join(cells.code_text(cell).split()).lstrip("\ufeff") for cell in head)
    kept = [
        (_fit(row, len(names)), number)
        for row, number in zip(rows[best[2] + 1 :], numbers[best[2] + 1 :], strict=True)
        if any(not (cell is None or str(cell).strip() == "") for cell in row)
    ]
    if not kept:
        problems.add("T218", Place(shown, sheet=name, row=numbers[best[2]]))
        return None
    if delimiter and _is_ragged(rows, best[2], numbers, delimiter, shown, problems):
        return None
    return WideTable(
        shown, name, numbers[best[2]], names, [row for row, _ in kept],
        [number for _, number in kept], delimiter not in ("", ","),
    )  # fmt: skip


def _is_ragged(
    rows: Sequence[list[Any]], head: int, numbers: Sequence[int], delimiter: str, shown: str,
    problems: Problems,
) -> bool:  # fmt: skip
    """Refuse rows of a text with more cells than columns: a sign within a cell has split it."""
    width, found = len(rows[head]), 0
    for row, number in zip(rows[head + 1 :], numbers[head + 1 :], strict=True):
        if any(not cells.is_nothing(cell) for cell in row[width:]):
            found += 1
            if found <= limits.MOST_LISTED:
                problems.add(
                    "T217", Place(shown, row=number), cells=len(row), columns=width,
                    delimiter=delimiter,
                )  # fmt: skip
    return found > 0


def _fit(row: list[Any], width: int) -> list[Any]:
    return [*row[:width], *([None] * (width - len(row)))]


def read_numbers(
    table: WideTable, columns: Sequence[tuple[str, list[Any]]], problems: Problems
) -> list[list[float]]:
    """Return columns as numbers, NaN where a cell is empty; what is no number is reported.

    Args:
        columns: names and cells.
    """
    every = [cell for _, held in columns for cell in held]
    style, point, comma = cells.style_of(every)
    if point and comma:
        problems.add(
            "T225", _place_of(comma, table, columns), point=point, comma=comma,
            point_row=_place_of(point, table, columns).row,
            comma_row=_place_of(comma, table, columns).row,
        )  # fmt: skip
        return [[float("nan")] * len(held) for _, held in columns]
    if style is None and table.by_comma:
        unclear = next((cell for cell in every if cells.is_unclear(cell)), None)
        if unclear is not None:
            problems.add("T226", _place_of(unclear, table, columns), text=str(unclear).strip())
    listed_so_far = 0
    found = []
    for name, held in columns:
        numbers = []
        _note_percent(table, name, held, problems)
        for at, cell in enumerate(held):
            value = None if cells.is_nothing(cell) else cells.number(cell, style or "point")
            if value is None and not cells.is_nothing(cell):
                listed_so_far += 1
                if listed_so_far <= limits.MOST_LISTED:
                    place = table.place(at, name)
                    problems.add("I820", place, text=str(cell).strip()[:60], column=name)
            numbers.append(float("nan") if value is None else value)
        found.append(numbers)
    if listed_so_far > limits.MOST_LISTED:
        more = listed_so_far - limits.MOST_LISTED
        problems.add("T230", Place(table.file, sheet=table.sheet), count=more, number="I820")
    return found


def _note_percent(table: WideTable, name: str, held: Sequence[Any], problems: Problems) -> None:
    """Say where a per cent sign stands beside bare numbers: they may be of another unit."""
    signed = [at for at, cell in enumerate(held) if isinstance(cell, str) and "%" in cell]
    bare = [at for at, cell in enumerate(held) if not cells.is_nothing(cell) and at not in signed]
    if signed and bare:
        problems.add(
            "I868", table.place(signed[0], name), column=name, text=str(held[signed[0]]).strip(),
            other=str(held[bare[0]]).strip(),
        )  # fmt: skip


def _place_of(wanted: Any, table: WideTable, columns: Sequence[tuple[str, list[Any]]]) -> Place:
    for name, held in columns:
        for at, cell in enumerate(held):
            if cell is wanted or cell == wanted:
                return table.place(at, name)
    return Place(table.file, sheet=table.sheet)
