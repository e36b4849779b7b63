"""The last value of an outcome indicator before a measure starts."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from paseo.evidence import columns, periods
from paseo.prevention.sheets.sheet import Baseline

#: The code of a breakdown that is none.
_TOTAL = "_T"


def baselines(
    observations: pl.DataFrame, indicators: Iterable[str], area: str
) -> tuple[Baseline, ...]:
    """Return the last value of each indicator in an area, those without one left out.

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
        # Of two values that end on one day the later row is the correction.
        row = max(
            enumerate(rows.iter_rows(named=True)),
            key=lambda one: (periods.parse(one[1][columns.PERIOD]).end, one[0]),
        )[1]
        found.append(
            Baseline(
                code, area, row[columns.PERIOD], row[columns.VALUE], row[columns.UNIT] or "",
                row[columns.NUMERATOR], row[columns.LOW], row[columns.HIGH],
            )
        )  # fmt: skip
    return tuple(found)


def _rows(observations: pl.DataFrame, code: str, area: str) -> pl.DataFrame:
    return observations.filter(
        (pl.col(columns.INDICATOR) == code)
        & (pl.col(columns.AREA) == area)
        & ((pl.col(columns.BREAKDOWN) == _TOTAL) | pl.col(columns.BREAKDOWN).is_null())
        & pl.col(columns.VALUE).is_not_null()
    )
