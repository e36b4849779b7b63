"""Time periods: what 2023, 2023-Q1, 2023-06 and 2021/2023 mean, and how they lie in time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

MONTHS = 12
_PARTS = {"Q": 3, "S": 6, "H": 6}  # SDMX: quarters, and half-years under either letter
_ONE = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<part>[QSH])(?P<number>\d)|(?P<month>\d{2})))?")


class NotAPeriod(ValueError):  # noqa: N818 - the sentence a reader needs
    """A text that is none of the period forms."""


@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole months.

    Args:
        code: as written in the table.
        first: number of the first month, counted from year 0 (12 * year + month - 1).
        months: length.
    """

    code: str
    first: int
    months: int

    @property
    def end(self) -> int:
        """Number of the month after the last one."""
        return self.first + self.months

    @property
    def year(self) -> int:
        """Year in which the period ends: the year by which a reader looks it up."""
        return (self.end - 1) // MONTHS

    @property
    def season(self) -> int:
        """Month of the year in which the period starts, 0 to 11."""
        return self.first % MONTHS

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: by end, then the shorter period last (it is the more recent reading)."""
        return (self.end, -self.months)


@lru_cache(maxsize=4096)
def parse(code: str) -> Period:
    """Read a period: a year, half-year, quarter or month, or a span of two with a slash.

    Args:
        code: ``2023``, ``2023-S1``, ``2023-Q1``, ``2023-06``, ``2021/2023`` (both ends included).

    Returns:
        The period in whole months.

    Raises:
        NotAPeriod: the text has another form, or a span ends before it starts.

    >>> parse("2023").months, parse("2023-Q2").first % 12, parse("2021/2023").months
    (12, 3, 36)
    """
    text = code.strip()
    if "/" not in text:
        first, months = _one(text)
        return Period(code, first, months)
    start, _, last = text.partition("/")
    first, _ = _one(start)
    final, months = _one(last)
    if final + months <= first or final < first:
        raise NotAPeriod(code)
    return Period(code, first, final + months - first)


def _one(text: str) -> tuple[int, int]:
    found = _ONE.fullmatch(text)
    if found is None:
        raise NotAPeriod(text)
    year = int(found["year"]) * MONTHS
    if found["month"]:
        return year + _within(int(found["month"]), MONTHS, text) - 1, 1
    if found["part"]:
        months = _PARTS[found["part"]]
        return year + (_within(int(found["number"]), MONTHS // months, text) - 1) * months, months
    return year, MONTHS


def _within(number: int, most: int, text: str) -> int:
    if not 1 <= number <= most:
        raise NotAPeriod(text)
    return number


def is_period(code: str) -> bool:
    """Say whether a text is a period.

    >>> is_period("2023-Q4"), is_period("2023-Q5"), is_period("last year")
    (True, False, False)
    """
    try:
        parse(code)
    except NotAPeriod:
        return False
    return True


def ordered(codes: Iterable[str]) -> list[str]:
    """Return period codes from the earliest to the latest.

    >>> ordered(["2023", "2019", "2021/2023", "2023-Q1"])
    ['2019', '2023-Q1', '2021/2023', '2023']
    """
    return sorted(codes, key=lambda code: parse(code).order)


def overlap(one: str, other: str) -> bool:
    """Say whether two periods share a month.

    >>> overlap("2021/2023", "2022"), overlap("2021", "2022")
    (True, False)
    """
    a, b = parse(one), parse(other)
    return a.first < b.end and b.first < a.end


def distance(one: str, other: str) -> float:
    """Return how far apart two periods lie, in years between their middles.

    ``|(first_1 + end_1) - (first_2 + end_2)| / 24``

    >>> distance("2019", "2023"), distance("2023-Q1", "2023-Q3")
    (4.0, 0.5)
    """
    a, b = parse(one), parse(other)
    return abs((a.first + a.end) - (b.first + b.end)) / (2 * MONTHS)


def same_stretch(one: str, other: str) -> bool:
    """Say whether two periods are equally long and start in the same season.

    >>> same_stretch("2022-Q1", "2023-Q1"), same_stretch("2022-Q1", "2022-Q2")
    (True, False)
    """
    a, b = parse(one), parse(other)
    return a.months == b.months and a.season == b.season


def table(codes: pl.Series) -> pl.DataFrame:
    """Return one row per distinct period: ``period``, ``first``, ``months``, ``end``, ``season``.

    Args:
        codes: period codes; texts that are no period, and nulls, are left out.

    >>> table(pl.Series(["2023", "2023", "2019"])).height
    2
    """
    found = [parse(code) for code in codes.drop_nulls().unique().to_list() if is_period(code)]
    return pl.DataFrame(
        {
            "period": [one.code for one in found],
            "first": [one.first for one in found],
            "months": [one.months for one in found],
            "end": [one.end for one in found],
            "season": [one.season for one in found],
        },
        schema={
            "period": pl.String,
            "first": pl.Int64,
            "months": pl.Int64,
            "end": pl.Int64,
            "season": pl.Int64,
        },
    )
