"""The last value of an outcome indicator before a measure starts, of a whole year if possible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from paseo.evidence import columns, periods
from paseo.prevention.sheets.sheet import Baseline

#: The code of a breakdown that is none.
_TOTAL: Final = "_T"
#: A whole year stands for what is usual as long as it ended at most so many months before the
#: last value.
_STILL_USUAL: Final = 24


def baselines(
    observations: pl.DataFrame, indicators: Iterable[str], area: str
) -> tuple[Baseline, ...]:
    """Return the last value of each indicator in an area, those without one left out.

    A month or a quarter is no year: where the last value is of a part of a year, the last whole
    year is taken instead, if it ended at most 24 months before.

    Args:
        observations: of the city, with the columns of :mod:`paseo.evidence.columns`.
        indicators: codes.
        area: id of the area; a value of the whole city is no baseline of a district.
    """
    found = []
    for code in indicators:
        rows = _rows(observations, code, area)
        if not len(rows):
            continue
        row = _chosen(rows.to_dicts())
        found.append(
            Baseline(
                code, area, row[columns.PERIOD], row[columns.VALUE], row[columns.UNIT] or "",
                row[columns.NUMERATOR], row[columns.LOW], row[columns.HIGH],
            )
        )  # fmt: skip
    return tuple(found)


def count_in(observations: pl.DataFrame, indicator: str, area: str, period: str) -> float | None:
    """Return the events counted in an area in a period, None where nobody counted any."""
    rows = _rows(observations, indicator, area).filter(pl.col(columns.PERIOD) == period)
    return rows[columns.NUMERATOR][-1] if len(rows) else None


def is_whole_year(period: str) -> bool:
    """Return whether a period is one year."""
    return periods.parse(period).months == periods.MONTHS


def _chosen(rows: list[dict[str, Any]]) -> dict[str, Any]:
    # Of two values that end on one day the later row is the correction.
    last = max(enumerate(rows), key=lambda one: (_end(one[1]), one[0]))[1]
    years = [
        (_end(row), at)
        for at, row in enumerate(rows)
        if is_whole_year(row[columns.PERIOD]) and _end(row) >= _end(last) - _STILL_USUAL
    ]
    return rows[max(years)[1]] if years else last


def _end(row: dict[str, Any]) -> int:
    return periods.parse(row[columns.PERIOD]).end


def _rows(observations: pl.DataFrame, code: str, area: str) -> pl.DataFrame:
    return observations.filter(
        (pl.col(columns.INDICATOR) == code)
        & (pl.col(columns.AREA) == area)
        & ((pl.col(columns.BREAKDOWN) == _TOTAL) | pl.col(columns.BREAKDOWN).is_null())
        & pl.col(columns.VALUE).is_not_null()
    )
