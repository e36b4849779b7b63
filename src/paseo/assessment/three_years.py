"""The mean of three years, shown beside a rate that rests on few events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from paseo import stats
from paseo.assessment.framework import Framework
from paseo.assessment.measure import LEVEL, as_measured
from paseo.assessment.profile import Measured
from paseo.assessment.series import Row, Series
from paseo.evidence import breaks, columns, periods
from paseo.evidence.city import Break

#: Counts under this jump by chance alone; the mean of three years is steadier.
STEADY_FROM: Final = 20
YEARS: Final = 3


def three_year_means(
    headline: Mapping[str, Series], framework: Framework, broken: Sequence[Break]
) -> dict[str, Measured]:
    """Return the pooled rate of the last three years for rates with fewer than 20 events.

    Only where the three years follow each other without a break and in one boundary.

    Args:
        headline: indicator to its city-level series.
        broken: the city's breaks.
    """
    found: dict[str, Measured] = {}
    for code, series in headline.items():
        indicator = framework.indicator(code)
        if indicator.kind != "register_rate" or not _is_small(series.latest):
            continue
        rows = _three(series, broken)
        if rows:
            unit = framework.units.get(rows[-1][columns.UNIT] or indicator.unit)
            found[code] = _pooled(rows, (unit.per if unit else None) or 1.0)
    return found


def _is_small(row: Row) -> bool:
    return row["method"] == "garwood" and bool(row[columns.NUMERATOR] < STEADY_FROM)


def _three(series: Series, broken: Sequence[Break]) -> tuple[Row, ...]:
    rows = series.rows[-YEARS:]
    if len(rows) < YEARS or any(row["method"] != "garwood" for row in rows):
        return ()
    steps = list(pairwise(rows))
    follow = all(
        row["months"] == periods.MONTHS and later["first"] == row["end"] for row, later in steps
    )
    whole = len({row[columns.BOUNDARY] for row in rows}) == 1 and not any(
        breaks.lies_between(broken, row, later) for row, later in steps
    )
    return rows if follow and whole else ()


def _pooled(rows: Sequence[Row], per: float) -> Measured:
    events = [row[columns.NUMERATOR] for row in rows]
    base = [row[columns.DENOMINATOR] for row in rows]
    value, low, high = stats.mean_rate(events, base, per=per, level=LEVEL).floats()
    latest = as_measured(rows[-1])
    period = f"{rows[0][columns.PERIOD]}/{rows[-1][columns.PERIOD]}"
    row = {
        **latest.row,
        columns.PERIOD: period,
        columns.VALUE: value,
        columns.NUMERATOR: sum(events),
        columns.DENOMINATOR: sum(base),
    }
    return replace(
        latest,
        period=period,
        value=value,
        low=low,
        high=high,
        method="garwood_three_years",
        row=row,
    )
