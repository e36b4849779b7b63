"""Days as people write them in a cell; the order of day and month is that of the whole file."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from paseo.content.schema import parse_day

#: Which number of 03/04/2026 is the day; None where nothing tells.
Order = Literal["day_first", "month_first"] | None

_DOTTED: Final = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_PARTED: Final = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_MONTH: Final = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_YEAR: Final = re.compile(r"[0-9]{4}")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_MONTHS: Final = 12
#: Spreadsheet programs count days from here on.
_FIRST_SERIAL: Final = date(1899, 12, 30)
#: Serial days between 1954 and 2119; smaller numbers are years, or no days.
_SERIALS: Final = range(20_000, 80_000)
_YEARS: Final = range(1900, 2200)


def order_of(cells: Iterable[Any]) -> Order:
    """Find the order of day and month from the cells that read in one way only.

    >>> order_of(["31/12/2024", "01/02/2025"]), order_of(["12/31/2024"]), order_of(["1/2/2025"])
    ('day_first', 'month_first', None)
    >>> order_of(["31/12/2024", "12/31/2024"]) is None
    True
    """
    found = set()
    for cell in cells:
        parts = _PARTED.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if parts and int(parts[1]) > _MONTHS:
            found.add("day_first")
        elif parts and int(parts[3]) > _MONTHS:
            found.add("month_first")
    if len(found) != 1:
        return None
    return "day_first" if "day_first" in found else "month_first"


def day_of(cell: Any, order: Order = None, *, last: bool = False) -> date | None:
    """Return the day in a cell, None where it is none or reads in two ways.

    Args:
        cell: a day of a workbook, a text, or the number by which a spreadsheet program counts
            days.
        order: of day and month in this file, as :func:`order_of` gives it.
        last: a year or month alone is its last day, not its first.

    >>> day_of("2026-03-01"), day_of("31.12.2026"), day_of("03/04/2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 12, 31), None)
    >>> day_of("03/04/2026", "day_first"), day_of("2026", last=True), day_of(45_000)
    (datetime.date(2026, 4, 3), datetime.date(2026, 12, 31), datetime.date(2023, 3, 15))
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        whole = int(cell)
        return _year(whole, last) if whole == cell and whole in _YEARS else _serial(cell)
    return _day_in(str(cell).strip(), order, last) if cell is not None else None


def _day_in(text: str, order: Order, last: bool) -> date | None:
    if found := _DOTTED.fullmatch(text):
        return _made(found[3], found[2], found[1])
    if found := _PARTED.fullmatch(text):
        first, second, year = found[1], found[3], found[4]
        if order is None and int(first) > _MONTHS:
            order = "day_first"
        elif order is None and int(second) > _MONTHS:
            order = "month_first"
        if order is None:
            return None
        return _made(year, second, first) if order == "day_first" else _made(year, first, second)
    if _YEAR.fullmatch(text):
        return _year(int(text), last) if int(text) in _YEARS else None
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]), last)
    return _serial(float(text)) if _SERIAL.fullmatch(text) else parse_day(text)


def _made(year: str, month: str, day: str) -> date | None:
    return parse_day(f"{year}-{int(month):02d}-{int(day):02d}")


def _year(year: int, last: bool) -> date:
    return date(year, 12, 31) if last else date(year, 1, 1)


def _month(year: int, month: int, last: bool) -> date | None:
    if not 1 <= month <= _MONTHS or year not in _YEARS:
        return None
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _serial(number: float) -> date | None:
    return _FIRST_SERIAL + timedelta(days=int(number)) if int(number) in _SERIALS else None
