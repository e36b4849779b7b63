"""Series: values of one definition, base and length of period; and which of them speaks first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from paseo.assessment.framework import Indicator
from paseo.evidence import columns, periods

Row = dict[str, Any]

#: What must be equal for values to form one series.
KEY: Final = (
    columns.DEFINITION,
    columns.SCALE,
    columns.CUT,
    columns.BASE,
    columns.UNIT,
    columns.DENOMINATOR_KIND,
)
SERIES: Final = "series"
#: A better definition is preferred to a later value as long as it is at most one survey
#: cycle (the EU perception survey: four years) older.
CYCLE_MONTHS: Final = 48
_GAP: Final = "\u241f"  # the sign for a unit separator: stands in no id


def add_key(table: pl.DataFrame) -> pl.DataFrame:
    """Add ``series`` (key as text), ``first``, ``months`` and ``end`` of the period to each row.

    Rows without a readable period are left out.
    """
    placed = table.join(
        periods.table(table[columns.PERIOD]).select("period", "first", "months", "end", "season"),
        on=columns.PERIOD,
        how="inner",
        maintain_order="left",
    )
    parts = [pl.col(name).fill_null("") for name in KEY]
    return placed.with_columns(
        pl.concat_str([*parts, pl.col("months").cast(pl.String)], separator=_GAP).alias(SERIES)
    )


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an indicator, oldest first, one row per period."""

    key: str
    rows: tuple[Row, ...]

    @property
    def latest(self) -> Row:
        return self.rows[-1]


def gather(rows: Iterable[Row]) -> dict[str, list[Series]]:
    """Return the series of every indicator from rows that hold values (:func:`add_key`).

    Of two rows for one period the better founded stays: not provisional, with an interval,
    then by source id, so that the choice never depends on the order of rows.
    """
    found: dict[str, dict[str, dict[str, Row]]] = {}
    for row in rows:
        keyed = found.setdefault(row[columns.INDICATOR], {}).setdefault(row[SERIES], {})
        period = row[columns.PERIOD]
        if period not in keyed or _founded(row) < _founded(keyed[period]):
            keyed[period] = row
    return {
        indicator: [
            Series(
                key, tuple(sorted(by_period.values(), key=lambda row: (row["end"], row["first"])))
            )
            for key, by_period in by_key.items()
        ]
        for indicator, by_key in found.items()
    }


def _founded(row: Row) -> tuple[bool, bool, str, str]:
    return (
        row[columns.STATUS] in (columns.PROVISIONAL, columns.ESTIMATED),
        row["ci_low"] is None,
        row[columns.SOURCE] or "\uffff",
        repr(row[columns.VALUE]),
    )


def in_order(
    series: Sequence[Series], indicator: Indicator, inferred: Mapping[str, bool]
) -> list[Series]:
    """Return the series of an indicator, the one that speaks for it first.

    Preferred are, in this order: values within one survey cycle of the latest; whole years;
    the framework's own denominator, scale and cut; a wording that was read and not inferred;
    the latest; the longest series.

    Args:
        series: all series of the indicator, not empty.
        indicator: its entry in the framework.
        inferred: wording id to whether it was concluded from the answers.
    """
    last = max(one.latest["end"] for one in series)

    def rank(one: Series) -> tuple[Any, ...]:
        row = one.latest
        return (
            last - row["end"] > CYCLE_MONTHS,
            row["months"] != periods.MONTHS,
            _denominator_rank(row, indicator),
            not _matches(row, indicator),
            inferred.get(row[columns.DEFINITION] or "", False),
            -row["end"],
            -len(one.rows),
            one.key,
        )

    return sorted(series, key=rank)


def _denominator_rank(row: Row, indicator: Indicator) -> int:
    kind = row[columns.DENOMINATOR_KIND]
    if kind is None or not indicator.denominators:
        return 0
    if kind in indicator.denominators:
        return indicator.denominators.index(kind)
    return len(indicator.denominators)


def _matches(row: Row, indicator: Indicator) -> bool:
    """Say whether scale and cut are the framework's own, as far as both state them."""
    scale, cut = row[columns.SCALE], row[columns.CUT]
    same_scale = not indicator.scale or scale is None or scale == indicator.scale
    same_cut = not indicator.cut or cut is None or cut == "+".join(indicator.cut)
    return same_scale and same_cut


def earlier(series: Series) -> Row | None:
    """Return the value to which the latest of a series is compared.

    The last one before it that covers none of its time and starts in the same season.
    """
    latest = series.latest
    for row in reversed(series.rows[:-1]):
        if row["end"] <= latest["first"] and row["season"] == latest["season"]:
            return row
    return None
