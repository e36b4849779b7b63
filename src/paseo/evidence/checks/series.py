"""Rows against rows: the same observation twice, and one series in two wordings."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from paseo.evidence import columns
from paseo.evidence.checks.report import AT, Report

_SERIES: Final = (
    columns.INDICATOR, columns.AREA, columns.BREAKDOWN, columns.DENOMINATOR_KIND,
)  # fmt: skip


def check_duplicates(frame: pl.DataFrame, report: Report) -> None:
    """Report every row whose key already stands in an earlier one; both are named."""
    first = frame.group_by(columns.KEY, maintain_order=True).agg(
        pl.col(AT).first().alias("_first"), pl.len().alias("_count")
    )
    twice = (
        frame.join(
            first.filter(pl.col("_count") > 1),
            on=list(columns.KEY), how="inner", nulls_equal=True, maintain_order="left",
        )
        .filter(pl.col(AT) != pl.col("_first"))
        .filter(pl.all_horizontal(pl.col(name).is_not_null() for name in columns.REQUIRED))
    )  # fmt: skip

    def tell(row: Any) -> dict[str, Any]:
        return {
            **{name: row[name] for name in (*columns.REQUIRED, columns.BREAKDOWN)},
            "other": report.row(row["_first"]),
        }

    report.each("O410", twice, columns.INDICATOR, tell)


def check_wordings(frame: pl.DataFrame, report: Report) -> None:
    """Report each series of one indicator in one area that mixes two definitions."""
    worded = frame.filter(pl.col(columns.DEFINITION).is_not_null()).sort(
        columns.PERIOD, maintain_order=True
    )
    mixed = (
        worded.group_by(_SERIES, maintain_order=True)
        .agg(
            pl.col(columns.DEFINITION).unique(maintain_order=True).alias("_all"),
            pl.col(columns.DEFINITION),
            pl.col(columns.PERIOD),
            pl.col(AT),
        )
        .filter(pl.col("_all").list.len() > 1)
        # The total and its breakdowns share their wordings: say it once.
        .unique([columns.INDICATOR, columns.AREA, "_all"], keep="first", maintain_order=True)
    )
    rows = []
    for series in mixed.iter_rows(named=True):
        first, second = series["_all"][:2]
        where = series[columns.DEFINITION].index(second)
        rows.append(
            {
                AT: series[AT][where],
                "indicator": series[columns.INDICATOR],
                "area": series[columns.AREA],
                "first": first,
                "second": second,
                "first_period": series[columns.PERIOD][series[columns.DEFINITION].index(first)],
                "second_period": series[columns.PERIOD][where],
            }
        )
    if rows:
        report.each(
            "O430",
            pl.DataFrame(rows),
            columns.DEFINITION,
            lambda row: {name: value for name, value in row.items() if name != AT},
        )
