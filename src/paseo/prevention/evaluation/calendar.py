"""Periods of a series as people write them, and the steps between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final

from paseo.prevention.evaluation.case import Span, Step

_FORMS: Final = (
    (re.compile(r"(\d{4})[-/ ]?W(\d{1,2})", re.IGNORECASE), Step.WEEK),
    (re.compile(r"(\d{4})[-/ ]?[QT](\d)", re.IGNORECASE), Step.QUARTER),
    (re.compile(r"(\d{4})[-/](\d{1,2})"), Step.MONTH),
    (re.compile(r"(\d{4})"), Step.YEAR),
)
_NAMED: Final = re.compile(r"([^\W\d_]{3,})\.?[-/ ]*(?:de )?[-/ ]*(\d{4}|\d{2})", re.IGNORECASE)
#: Languages in which months are known by name.
_LANGUAGES: Final = ("en", "es")
_BACKWARDS: Final = re.compile(r"(\d{1,2})[/.-](\d{4})")
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS: Final = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


def read_period(text: str) -> tuple[date, Step | None] | None:
    """Return the first day of a period and its step, None for what is no period.

    A plain day tells no step: it may begin a week or a month.

    >>> read_period("2024-03")
    (datetime.date(2024, 3, 1), <Step.MONTH: 'month'>)
    >>> read_period("31/12/2023"), read_period("2024-13") is None
    ((datetime.date(2023, 12, 31), None), True)
    >>> [str(read_period(text)[0]) for text in ("Jan 2024", "enero de 2024", "ago-24")]
    ['2024-01-01', '2024-01-01', '2024-08-01']
    """
    text = text.strip()
    try:
        if found := _DAY.fullmatch(text):
            return date(*(int(part) for part in found.groups())), None
        if found := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day), None
        if found := _BACKWARDS.fullmatch(text):
            return date(int(found[2]), int(found[1]), 1), Step.MONTH
        if found := _NAMED.fullmatch(text):
            return _by_name(found[1], int(found[2]))
        for form, step in _FORMS:
            if found := form.fullmatch(text):
                return _first_day(step, *(int(part) for part in found.groups())), step
    except ValueError:
        return None
    return None


def _by_name(name: str, year: int) -> tuple[date, Step] | None:
    month = _month_names().get(name.casefold())
    # "24" is 2024: nobody evaluates what was counted in another century.
    return None if month is None else (date(year if year >= 100 else 2000 + year, month, 1),
                                       Step.MONTH)  # fmt: skip


@cache
def _month_names() -> dict[str, int]:
    """Return the months by name, whole and cut to three letters."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for number, name in get_month_names("wide", "stand-alone", language).items():
            found |= {name.casefold(): number, name.casefold()[:3]: number}
    return found | {"sept": 9, "setiembre": 9, "set": 9}


def _first_day(step: Step, year: int, number: int = 1) -> date:
    if step is Step.WEEK:
        return date.fromisocalendar(year, number, 1)
    return date(year, 1 + (number - 1) * _MONTHS[step], 1)


def step_between(days: Sequence[date]) -> Step | None:
    """Return the step of a run of first days, None when they keep none.

    >>> step_between([date(2024, 1, 1), date(2024, 2, 1), date(2024, 4, 1)])
    <Step.MONTH: 'month'>
    """
    gaps = sorted({(b - a).days for a, b in pairwise(days)})
    if not gaps:
        return None
    least = gaps[0]
    if least >= 7 and all(gap % 7 == 0 for gap in gaps) and least < 28:
        return Step.WEEK
    for step, low, high in ((Step.MONTH, 28, 31), (Step.QUARTER, 89, 92), (Step.YEAR, 365, 366)):
        if low <= least <= high and len({day.day for day in days}) == 1:
            return step
    return None


def next_start(day: date, step: Step) -> date:
    """Return the first day of the following period.

    >>> next_start(date(2023, 11, 1), Step.QUARTER)
    datetime.date(2024, 2, 1)
    """
    if step is Step.WEEK:
        return day + timedelta(days=7)
    months = day.year * 12 + day.month - 1 + _MONTHS[step]
    return date(months // 12, months % 12 + 1, day.day)


def run_of(days: Iterable[date], step: Step) -> tuple[date, ...]:
    """Return every period from the first to the last, those in between that are missing too."""
    wanted = sorted(set(days))
    run = [wanted[0]]
    while run[-1] < wanted[-1]:
        run.append(next_start(run[-1], step))
    return tuple(run)


def read_span(text: str) -> Span | None:
    """Return the days of ``2023-01-01/2023-12-31``, a year or a month; None for anything else.

    >>> read_span("2023-02").days, read_span("2022-01-01/2022-12-31").days
    (28, 365)
    """
    first, slash, last = text.partition("/")
    begins = read_period(first)
    ends = read_period(last) if slash else begins
    if begins is None or ends is None or (not slash and begins[1] is None):
        return None
    final = ends[0] if ends[1] is None else next_start(ends[0], ends[1]) - timedelta(days=1)
    return Span(begins[0], final)
