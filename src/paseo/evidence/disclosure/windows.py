"""Overlapping and unequal periods: every period as the sum of the stretches it is made of."""

from __future__ import annotations

import itertools
from typing import Final

import polars as pl

from paseo.evidence import columns, periods

_SERIES: Final = ("_family", columns.AREA, columns.BREAKDOWN)
#: Start and end month of a stretch.
Stretch = tuple[int, int]
_STRETCH: Final = {"_first": pl.Int64(), "_end": pl.Int64()}


def over_windows(cells: pl.DataFrame, cell: str) -> tuple[pl.DataFrame, int]:
    """Return the sums of stretches in series whose periods overlap, and the number of new cells.

    2020/2022 and 2021/2023 are cut at every start and end. A stretch that is itself a period of
    the series is its cell; others become cells of unknown count, numbered after all others.

    Args:
        cells: one row per cell.
        cell: name of the column with the number of the cell.

    Returns:
        ``_whole``, ``_axis`` and the number of each part; how many stretches are no cells.
    """
    series = (
        cells.group_by(list(_SERIES), maintain_order=True)
        .agg(pl.col(columns.PERIOD).unique().sort().alias("_periods"))
        .filter(pl.col("_periods").list.len() > 1)
        .with_columns(pl.col("_periods").list.join("|").alias("_pattern"))
    )
    found = [
        (pattern, whole, part, first, end)
        for pattern in series["_pattern"].unique(maintain_order=True).to_list()
        for whole, part, (first, end) in _made_of(pattern.split("|"))
    ]
    if not found:
        return _none(cells, cell), 0
    steps = pl.DataFrame(
        found,
        schema={"_pattern": pl.String, "_is": pl.String, columns.PERIOD: pl.String, **_STRETCH},
        orient="row",
    )
    numbered = cells.select(pl.col(cell).alias("_known"), *_SERIES, columns.PERIOD)
    wholes = numbered.rename({"_known": "_whole", columns.PERIOD: "_is"})
    entries = (
        series.select(*_SERIES, "_pattern")
        .join(steps, on="_pattern", how="inner")
        .join(wholes, on=[*_SERIES, "_is"], how="inner", nulls_equal=True)
        .join(numbered, on=[*_SERIES, columns.PERIOD], how="left", nulls_equal=True)
    )
    key = [*_SERIES, "_first", "_end"]
    new = (
        entries.filter(pl.col("_known").is_null())
        .select(key)
        .unique(maintain_order=True)
        .with_row_index("_new", offset=cells.height)
    )
    joined = entries.join(new, on=key, how="left", nulls_equal=True)
    return joined.select(
        "_whole",
        pl.lit("windows").alias("_axis"),
        pl.coalesce("_known", pl.col("_new").cast(pl.Int64)).alias(cell),
    ), new.height


def _none(cells: pl.DataFrame, cell: str) -> pl.DataFrame:
    return cells.head(0).select(
        pl.col(cell).alias("_whole"), pl.lit("windows").alias("_axis"), pl.col(cell)
    )


def _made_of(codes: list[str]) -> list[tuple[str, str | None, Stretch]]:
    """Return each period with the stretches it is made of, named where they are periods."""
    spans = {
        code: (one.first, one.end)
        for code, one in ((c, periods.parse(c)) for c in codes if periods.is_period(c))
    }
    named: dict[Stretch, str] = {}
    for code, span in spans.items():
        named.setdefault(span, code)
    cuts = sorted({cut for span in spans.values() for cut in span})
    stretches = list(itertools.pairwise(cuts))
    found = []
    for code, (first, end) in spans.items():
        inside = [one for one in stretches if first <= one[0] and one[1] <= end]
        if len(inside) > 1 or named[first, end] != code:
            found += [(code, named.get(one), one) for one in inside]
    return found
