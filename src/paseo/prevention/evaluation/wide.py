"""Tables with a column for every period, or one for every area, laid out one count to a row.

City offices keep months side by side: areas in the rows and months in the columns, or the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells, limits
from paseo.evidence.tables.headers import normal
from paseo.prevention.evaluation.calendar import read_period

#: Fewer periods side by side are no series.
_LEAST: Final = 2
#: What else a row of an area may say beside its counts.
_BESIDE: Final = ("role", "name", "size", "crime")
#: Rows and columns that sum the others up.
_SUMS: Final = {"total", "totals", "sum", "sums", "all", "total_general", "suma", "totales"}


@dataclass(frozen=True)
class Long:
    """A wide table as one count to a row; its head is the first row.

    Args:
        rows: head and rows. numbers: of the row of the file that each came from.
    """

    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]


def lengthened(
    rows: Sequence[Sequence[Any]], numbers: Sequence[int],
    named: Callable[[object], str | None], place: Place, problems: Problems,
) -> Long | None:  # fmt: skip
    """Return a wide table one count to a row, None where the rows are no wide table.

    Args:
        rows: of a sheet. numbers: as a spreadsheet program shows them.
        named: gives the column of ours that a head means.
        place: of the sheet.
        problems: hears which rows and columns of sums were left out.
    """
    for at, row in enumerate(rows[: limits.HEADER_WITHIN]):
        periods = _periods(row)
        if len(periods) >= _LEAST and _ascending(periods.values()):
            return _by_area(rows, numbers, at, periods, named, place, problems)
        if sum(named(cell) is not None for cell in row) >= _LEAST:
            return None  # the columns are named as usual
    for at, row in enumerate(rows[: limits.HEADER_WITHIN]):
        heads = [cell for cell in row if not cells.is_nothing(cell)]
        below = [_first(one) for one in rows[at + 1 :] if _first(one)]
        known = [one for one in below if normal(one) not in _SUMS]
        if len(heads) >= _LEAST and len(known) >= _LEAST and all(read_period(t) for t in known):
            return _by_period(rows, numbers, at, place, problems)
    return None


def _by_area(
    rows: Sequence[Sequence[Any]], numbers: Sequence[int], head: int,
    periods: Mapping[int, str], named: Callable[[object], str | None], place: Place,
    problems: Problems,
) -> Long | None:  # fmt: skip
    """Return a table whose rows are areas and whose columns are periods."""
    columns = {named(cell): at for at, cell in enumerate(rows[head]) if at not in periods}
    others = [at for at in range(min(periods)) if at not in columns.values()]
    area = columns.get("area", others[0] if others else 0)
    if area in periods:
        return None
    beside = {name: columns[name] for name in _BESIDE if name in columns}
    made: list[Sequence[Any]] = [("area", *beside, "period", "count")]
    lines = [numbers[head]]
    for at in range(head + 1, len(rows)):
        code = cells.code_text(_cell(rows[at], area))
        if not code or _is_sum(code, numbers[at], place, problems):
            continue
        held = [_cell(rows[at], column) for column in beside.values()]
        for column, period in periods.items():
            made.append((code, *held, period, _cell(rows[at], column)))
            lines.append(numbers[at])
    return Long(made, lines)


def _by_period(
    rows: Sequence[Sequence[Any]], numbers: Sequence[int], head: int, place: Place,
    problems: Problems,
) -> Long:  # fmt: skip
    """Return a table whose rows are periods and whose columns are areas."""
    areas = {
        at: cells.code_text(cell)
        for at, cell in enumerate(rows[head])
        if at > 0 and not cells.is_nothing(cell)
        and not _is_sum(cells.code_text(cell), numbers[head], place, problems)
    }  # fmt: skip
    made: list[Sequence[Any]] = [("area", "period", "count")]
    lines = [numbers[head]]
    for at in range(head + 1, len(rows)):
        period = _first(rows[at])
        if not period or _is_sum(period, numbers[at], place, problems):
            continue
        for column, area in areas.items():
            made.append((area, period, _cell(rows[at], column)))
            lines.append(numbers[at])
    return Long(made, lines)


def _periods(row: Sequence[Any]) -> dict[int, str]:
    """Return the cells of a row that are periods, by their column."""
    texts = {at: cells.code_text(cell) for at, cell in enumerate(row)}
    return {at: text for at, text in texts.items() if read_period(text) is not None}


def _ascending(texts: Any) -> bool:
    days = [found[0] for text in texts if (found := read_period(text)) is not None]
    return all(one < other for one, other in pairwise(days))


def _first(row: Sequence[Any]) -> str:
    return cells.code_text(row[0]) if row and not cells.is_nothing(row[0]) else ""


def _cell(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else None


def _is_sum(text: str, number: int, place: Place, problems: Problems) -> bool:
    if normal(text) not in _SUMS:
        return False
    problems.add("E952", Place(place.file, sheet=place.sheet, row=number), what=text)
    return True
