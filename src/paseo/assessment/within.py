"""Inside the city: values of its areas and of its groups, for many indicators at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import numpy as np
import polars as pl

from paseo import stats
from paseo.assessment.differences import differences
from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.measure import (
    CI_HIGH,
    CI_LEVEL,
    CI_LOW,
    FULL_COUNT,
    LEVEL,
    METHOD,
    as_measured,
)
from paseo.assessment.profile import Absence, AreaValue, GroupGap, GroupValue, Measured, Verdict
from paseo.assessment.series import SERIES, Series, gather, in_order
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree

#: Fewer areas than this give no common distribution to draw towards.
FEWEST_TO_SMOOTH: Final = 3
#: The two groups of a gap, and which is taken from which.
PAIRS: Final[dict[str, tuple[str, str]]] = {
    "sex": ("F", "M"),
    "disability": ("Y", "N"),
    "migration": ("Y", "N"),
    "lgbtiq": ("Y", "N"),
    "time_of_day": ("night", "day"),
    "week": ("weekend", "weekday"),
}
ABSENT: Final[dict[str, Absence]] = {
    columns.SUPPRESSED: "suppressed",
    columns.NOT_IN_REMIT: "not in remit",
    columns.CANNOT_EXIST: "cannot exist",
    columns.NOT_COLLECTED: "not assessed",
}


def latest_within(
    table: pl.DataFrame,
    chosen: Mapping[str, Series],
    framework: Framework,
    inferred: Mapping[str, bool],
) -> pl.DataFrame:
    """Keep of every indicator the latest rows of one series: the city's own where it has one.

    Args:
        table: rows below the city or of groups (with the columns of ``series.add_key``).
        chosen: indicator to the series that speaks for it at city level.
    """
    if table.is_empty():
        return table
    ends = table.group_by(columns.INDICATOR, SERIES).agg(pl.col("end").max().alias("_latest"))
    picked: dict[str, str] = {}
    held: dict[str, list[str]] = {}
    for indicator, key in ends.select(columns.INDICATOR, SERIES).iter_rows():
        held.setdefault(indicator, []).append(key)
    for indicator, keys in held.items():
        own = chosen.get(indicator)
        if own is not None and own.key in keys:
            picked[indicator] = own.key
    rest = [indicator for indicator in held if indicator not in picked]
    if rest:
        rows = table.filter(
            pl.col(columns.INDICATOR).is_in(rest) & pl.col(columns.VALUE).is_not_null()
        )
        for indicator, series in gather(rows.iter_rows(named=True)).items():
            picked[indicator] = in_order(series, framework.indicator(indicator), inferred)[0].key
    keep = pl.DataFrame(
        {columns.INDICATOR: list(picked), SERIES: list(picked.values())},
        schema={columns.INDICATOR: pl.String, SERIES: pl.String},
    )
    return (
        table.join(keep, on=[columns.INDICATOR, SERIES], how="semi", maintain_order="left")
        .join(ends, on=[columns.INDICATOR, SERIES], how="left", maintain_order="left")
        .filter(pl.col("end") == pl.col("_latest"))
        .unique(
            [columns.INDICATOR, columns.AREA, columns.BREAKDOWN], keep="first", maintain_order=True
        )
    )


def by_area(
    rows: pl.DataFrame, city_rows: pl.DataFrame, tree: AreaTree, framework: Framework
) -> dict[str, tuple[AreaValue, ...]]:
    """Return the values of the areas below the city, with shrunken rates and verdicts.

    A rate is compared with the rest of the city (the city without the area), because an area
    is part of its city; a share with the city itself, which errs on the side of no difference.

    Args:
        rows: total rows of areas, one per indicator and area (:func:`latest_within`).
        city_rows: total rows of the city, any period.
        tree: the areas.

    Returns:
        Indicator to areas, in the order of the tree; levels without any value are left out.
    """
    if rows.is_empty():
        return {}
    joined = _beside_city(rows, city_rows).with_columns(
        pl.Series("against", _against_city_all(_beside_city(rows, city_rows)), dtype=pl.String)
    )
    found: dict[str, tuple[AreaValue, ...]] = {}
    order = {area.id: place for place, area in enumerate(tree)}
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in joined.iter_rows(named=True):
        if row[columns.AREA] in order:
            grouped.setdefault(row[columns.INDICATOR], []).append(row)
    for indicator, held in grouped.items():
        levels = {tree.area(row[columns.AREA]).level for row in held}
        smooth = _smoothed(held, tree, framework.indicator(indicator), framework)
        values = {row[columns.AREA]: _area_value(row, smooth) for row in held}
        found[indicator] = tuple(
            values.get(area.id) or AreaValue(area.id, None, "not assessed")
            for area in tree
            if area.level in levels and area.level != "city"
        )
    return found


def _area_value(row: Mapping[str, Any], smooth: Mapping[str, float]) -> AreaValue:
    area = row[columns.AREA]
    if row[columns.VALUE] is None:
        return AreaValue(area, None, ABSENT.get(row[columns.STATUS], "not assessed"))
    return AreaValue(area, as_measured(row), None, smooth.get(area), cast(Verdict, row["against"]))


def _beside_city(rows: pl.DataFrame, city_rows: pl.DataFrame) -> pl.DataFrame:
    city = city_rows.filter(pl.col(columns.VALUE).is_not_null()).select(
        columns.INDICATOR,
        SERIES,
        columns.PERIOD,
        columns.VALUE,
        columns.NUMERATOR,
        columns.DENOMINATOR,
        CI_LOW,
        CI_HIGH,
        CI_LEVEL,
        METHOD,
    )
    key = [columns.INDICATOR, SERIES, columns.PERIOD]
    return rows.join(
        city.unique(key, keep="first", maintain_order=True),
        on=key,
        how="left",
        suffix="_city",
        maintain_order="left",
    )


def _column(table: pl.DataFrame, name: str) -> np.ndarray:
    return table[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _against_city_all(table: pl.DataFrame) -> list[str]:
    """Return the verdict of each area against its city."""
    shares = _interval(table, ""), _interval(table, "_city")
    said = np.atleast_1d(stats.clear_differences(*shares)).astype(object)
    events, base = _column(table, columns.NUMERATOR), _column(table, columns.DENOMINATOR)
    rest = _column(table, "numerator_city") - events
    rest_base = _column(table, "denominator_city") - base
    rates = (
        (table[METHOD].fill_null("") == "garwood").to_numpy()
        & (table["method_city"].fill_null("") == "garwood").to_numpy()
        & (rest >= 0)
        & (rest_base > 0)
    )
    if rates.any():
        ratio = stats.rate_ratio(events[rates], base[rates], rest[rates], rest_base[rates])
        # With no events at all the ratio is unknown, yet nothing points to a difference.
        none = (events[rates] == 0) & (rest[rates] == 0)
        verdict = np.atleast_1d(stats.directions(ratio, null=1.0))
        said[rates] = np.where(none, stats.Direction.NO_CLEAR_DIFFERENCE, verdict)
    counted = (table[METHOD].fill_null("") == FULL_COUNT).to_numpy() & (
        table["method_city"].fill_null("") == FULL_COUNT
    ).to_numpy()
    if counted.any():
        gap = (_column(table, columns.VALUE) - _column(table, "value_city"))[counted]
        said[counted] = np.select(
            [gap > 0, gap < 0], ["higher", "lower"], default="no clear difference"
        )
    return [str(one) for one in said]


def _interval(table: pl.DataFrame, side: str) -> stats.Interval:
    usable = _column(table, CI_LEVEL + side) == LEVEL
    nan = float("nan")
    return stats.Interval(
        _column(table, columns.VALUE + side),
        np.where(usable, _column(table, CI_LOW + side), nan),
        np.where(usable, _column(table, CI_HIGH + side), nan),
        LEVEL,
        "stated",
    )


def _smoothed(
    held: Sequence[Mapping[str, Any]], tree: AreaTree, indicator: Indicator, framework: Framework
) -> dict[str, float]:
    """Return the empirical Bayes rate of each area, drawn towards the areas of its own level."""
    found: dict[str, float] = {}
    if indicator.kind != "register_rate":
        return found
    by_level: dict[str, list[Mapping[str, Any]]] = {}
    for row in held:
        if row[METHOD] == "garwood":
            by_level.setdefault(tree.area(row[columns.AREA]).level, []).append(row)
    for rows in by_level.values():
        if len(rows) < FEWEST_TO_SMOOTH:
            continue
        unit = framework.units.get(rows[0][columns.UNIT] or indicator.unit)
        drawn = stats.shrink(
            [row[columns.NUMERATOR] for row in rows],
            [row[columns.DENOMINATOR] for row in rows],
            per=(unit.per if unit else None) or 1.0,
        )
        values = np.asarray(drawn.rate.value)
        found.update({row[columns.AREA]: float(one) for row, one in zip(rows, values, strict=True)})
    return found


def by_group(rows: pl.DataFrame) -> dict[str, tuple[GroupValue, ...]]:
    """Return the values of groups by indicator, in the order of the breakdown codes."""
    found: dict[str, list[GroupValue]] = {}
    for row in rows.sort(columns.INDICATOR, columns.BREAKDOWN).iter_rows(named=True):
        held = row[columns.VALUE] is not None
        absence = None if held else ABSENT.get(row[columns.STATUS], "not assessed")
        found.setdefault(row[columns.INDICATOR], []).append(
            GroupValue(row[columns.BREAKDOWN], as_measured(row) if held else None, absence)
        )
    return {indicator: tuple(values) for indicator, values in found.items()}


def gaps(groups: Mapping[str, Sequence[GroupValue]]) -> dict[str, tuple[GroupGap, ...]]:
    """Return the gaps between paired groups of each indicator, with their intervals.

    Groups asked of the same persons (by day and after dark) are treated as independent, which
    makes their interval too wide rather than too narrow.
    """
    wanted = [
        (indicator, key, *pair)
        for indicator, values in groups.items()
        for key, pair in _pairs(values)
    ]
    measured = [
        (cast(Measured, first.measured), cast(Measured, second.measured))
        for _, _, first, second in wanted
    ]
    found: dict[str, list[GroupGap]] = {}
    for (indicator, key, first, second), gap in zip(wanted, differences(measured), strict=True):
        found.setdefault(indicator, []).append(
            GroupGap(key, first, second, gap.difference, gap.low, gap.high, gap.verdict)
        )
    return {indicator: tuple(values) for indicator, values in found.items()}


def _pairs(values: Sequence[GroupValue]) -> list[tuple[str, tuple[GroupValue, GroupValue]]]:
    single: dict[str, dict[str, GroupValue]] = {}
    for value in values:
        key, _, code = value.breakdown.partition("=")
        if ";" not in value.breakdown and value.measured is not None:
            single.setdefault(key, {})[code] = value
    found = []
    for key, held in single.items():
        codes = PAIRS.get(key) or (_outer_ages(held) if key == "age" else None)
        if codes and codes[0] in held and codes[1] in held:
            found.append((key, (held[codes[0]], held[codes[1]])))
    return found


def _outer_ages(held: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the youngest and the oldest band, where at least two bands can be read."""
    bands = sorted((code for code in held if code[:1].isdigit()), key=_age_from)
    return (bands[0], bands[-1]) if len(bands) > 1 else None


def _age_from(code: str) -> tuple[int, str]:
    digits = "".join(sign if sign.isdigit() else " " for sign in code).split()
    return int(digits[0]), code
