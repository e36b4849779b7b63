"""Beside other cities: the range of comparable peers, never a rank or a league table.

For every indicator each peer brings its one best value: of those that may stand beside ours
(grade A or B, surely the same definition, periods near enough) the nearest in time. One pass
over all indicators and peers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import numpy as np
import polars as pl

from paseo import stats
from paseo.assessment.framework import Framework
from paseo.assessment.measure import CI_HIGH, CI_LEVEL, CI_LOW, LEVEL
from paseo.assessment.peers import Peers
from paseo.assessment.profile import PeerRange
from paseo.assessment.series import Series
from paseo.content.language import LanguageMap
from paseo.evidence import columns, periods
from paseo.evidence.city import City, Source
from paseo.evidence.comparability import GRADES, THEIRS, YEARS_APART, Grade, compare_pairs

#: Fewer cities than this make no range.
FEWEST_CITIES: Final = 5
#: Fewer than this, and tenth and ninetieth percentile are little more than the extremes.
FEWEST_FOR_PERCENTILES: Final = 10


@dataclass(frozen=True)
class Ranges:
    """The ranges found, and why an indicator has none (ids under ``peers.`` in the phrases)."""

    found: Mapping[str, PeerRange] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    names: Mapping[str, LanguageMap] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


def peer_ranges(
    headline: Mapping[str, Series],
    city: City,
    peers: Peers | None,
    framework: Framework,
    years_apart: float = YEARS_APART,
) -> Ranges:
    """Return where each headline value stands among comparable cities.

    Args:
        headline: indicator to its city-level series; the latest value is placed.
        city: whose values they are; it is never its own peer.
        peers: the other cities; None when no comparison is wanted.
        years_apart: most years between our period and a peer's.
    """
    if peers is None:
        return Ranges(missing=dict.fromkeys(headline, "not_asked"), note="not_asked")
    if not headline:
        return Ranges()
    ours = pl.DataFrame(
        [series.latest for series in headline.values()],
        schema={
            **columns.SCHEMA,
            CI_LOW: pl.Float64(),
            CI_HIGH: pl.Float64(),
            CI_LEVEL: pl.Float64(),
        },
        orient="row",
    )
    graded = graded_pairs(ours, city, peers, framework, years_apart)
    kept = _verdicts(best_of_each(graded))
    refused = _refused(graded, kept)
    return _named(_ranges(headline, kept, refused), kept, peers)


def graded_pairs(
    ours: pl.DataFrame,
    city: City,
    peers: Peers,
    framework: Framework,
    years_apart: float = YEARS_APART,
) -> pl.DataFrame:
    """Return each of our values beside each value of a peer, with the grade of the pair.

    Args:
        ours: one row per indicator, with its interval (``ci_low``, ``ci_high``, ``ci_level``).
    """
    theirs = _theirs(peers, city, framework, ours[columns.INDICATOR].to_list())
    pairs = ours.join(theirs, on=columns.INDICATOR, how="inner", maintain_order="left")
    pairs = pairs.with_columns(pl.col(columns.INDICATOR).alias(columns.INDICATOR + THEIRS))
    return compare_pairs(pairs, "peers", years_apart)


def _named(ranges: Ranges, kept: pl.DataFrame, peers: Peers) -> Ranges:
    """Add who the peers are and where their values come from."""
    used = kept.filter(pl.col(columns.INDICATOR).is_in(list(ranges.found)))
    cities = set(used[columns.CITY].to_list())
    sources = set(used[columns.SOURCE + THEIRS].drop_nulls().to_list())
    return replace(
        ranges,
        names={code: city.name for code, city in sorted(peers.cities.items()) if code in cities},
        sources=tuple(one for one in peers.sources if one.id in sources),
    )


def _theirs(peers: Peers, city: City, framework: Framework, codes: list[str]) -> pl.DataFrame:
    table = peers.measured(framework)
    wanted = (pl.col(columns.CITY) != city.id) & pl.col(columns.INDICATOR).is_in(codes)
    if city.peers:
        wanted &= pl.col(columns.CITY).is_in(list(city.peers))
    inferred = [wording.id for wording in peers.wordings if wording.inferred]
    kept = table.filter(wanted).with_columns(
        pl.col(columns.DEFINITION).is_in(inferred).fill_null(False).alias("inferred")
    )
    return kept.rename(
        {
            name: name + THEIRS
            for name in kept.columns
            if name not in (columns.INDICATOR, columns.CITY)
        }
    )


def best_of_each(graded: pl.DataFrame) -> pl.DataFrame:
    """Keep of each peer the one value that stands best beside ours."""
    apart = periods.table(
        pl.concat([graded[columns.PERIOD], graded[columns.PERIOD + THEIRS]])
    ).select("period", (pl.col("first") + pl.col("end")).alias("middle"))
    near = (
        graded.filter(pl.col("side_by_side") & (pl.col("test_period") == "yes"))
        .join(apart, on=columns.PERIOD, how="left")
        .join(apart, left_on=columns.PERIOD + THEIRS, right_on="period", how="left", suffix=THEIRS)
    )
    return (
        near.with_columns((pl.col("middle") - pl.col("middle" + THEIRS)).abs().alias("_apart"))
        .sort(
            columns.INDICATOR,
            columns.CITY,
            "_apart",
            "middle" + THEIRS,
            "grade",
            columns.SOURCE + THEIRS,
            columns.VALUE + THEIRS,
            # Of two equally near values the later one.
            descending=[False, False, False, True, False, False, False],
            nulls_last=True,
        )
        .unique([columns.INDICATOR, columns.CITY], keep="first", maintain_order=True)
    )


def _refused(graded: pl.DataFrame, kept: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Count, per indicator, the cities whose values may not stand beside ours, and why."""
    rest = graded.join(kept, on=[columns.INDICATOR, columns.CITY], how="anti")
    reason = (
        pl.when(pl.col("test_definition") != "yes")
        .then(pl.lit("definition"))
        .when(pl.col("grade").is_in(["A", "B"]))
        .then(pl.lit("period"))
        .otherwise(pl.col("grade"))
    )
    order = {"period": 0, "C": 1, "not comparable": 2, "definition": 3}
    counted = (
        rest.with_columns(reason.alias("reason"))
        .with_columns(
            pl.col("reason").replace_strict(order, default=4, return_dtype=pl.Int64).alias("_order")
        )
        .sort("_order", maintain_order=True)
        .unique([columns.INDICATOR, columns.CITY], keep="first", maintain_order=True)
        .group_by(columns.INDICATOR, "reason", maintain_order=True)
        .len()
        .sort(columns.INDICATOR, "reason")
    )
    found: dict[str, dict[str, int]] = {}
    for indicator, why, count in counted.iter_rows():
        found.setdefault(indicator, {})[why] = count
    return found


def _verdicts(kept: pl.DataFrame) -> pl.DataFrame:
    """Say of each peer whether it is clearly lower or higher than our value."""
    if kept.is_empty():
        return kept.with_columns(pl.lit("").alias("verdict"))
    said = stats.clear_differences(_interval(kept, THEIRS), _interval(kept, ""))
    return kept.with_columns(pl.Series("verdict", [str(one) for one in said]))


def _interval(table: pl.DataFrame, side: str) -> stats.Interval:
    nan = float("nan")

    def array(name: str) -> Any:
        return table[name + side].cast(pl.Float64).fill_null(nan).to_numpy()

    usable = array(CI_LEVEL) == LEVEL
    return stats.Interval(
        array(columns.VALUE),
        np.where(usable, array(CI_LOW), nan),
        np.where(usable, array(CI_HIGH), nan),
        LEVEL,
        "stated",
    )


def _ranges(
    headline: Mapping[str, Series], kept: pl.DataFrame, refused: Mapping[str, dict[str, int]]
) -> Ranges:
    found: dict[str, PeerRange] = {}
    missing: dict[str, str] = {}
    parts = {
        str(key[0]): part
        for key, part in kept.partition_by(
            columns.INDICATOR, as_dict=True, maintain_order=True
        ).items()
    }
    for code, series in headline.items():
        part = parts.get(code)
        turned_away = refused.get(code, {})
        if part is not None and part.height >= FEWEST_CITIES:
            found[code] = _range(part, series, turned_away)
        elif part is not None and part.height:
            missing[code] = "too_few"
        else:
            missing[code] = "not_comparable" if turned_away else "none_hold"
    return Ranges(found, missing)


def _range(part: pl.DataFrame, series: Series, refused: dict[str, int]) -> PeerRange:
    values = part[columns.VALUE + THEIRS].to_numpy()
    low, high = float(values.min()), float(values.max())
    tenth, median, ninetieth = (float(one) for one in stats.quantiles(values, (0.1, 0.5, 0.9)))
    notes = _notes(part)
    if values.size < FEWEST_FOR_PERCENTILES:
        tenth, ninetieth = low, high
        notes.append("few_peers")
    said = part["verdict"].to_list()
    worst = max(part["grade"].to_list(), key=GRADES.index)
    own = series.latest
    lower_end = own[columns.VALUE] if own[CI_LOW] is None else own[CI_LOW]
    upper_end = own[columns.VALUE] if own[CI_HIGH] is None else own[CI_HIGH]
    return PeerRange(
        cities=tuple(sorted(part[columns.CITY].to_list())),
        periods=tuple(periods.ordered(set(part[columns.PERIOD + THEIRS].to_list()))),
        low=low,
        tenth=tenth,
        median=median,
        ninetieth=ninetieth,
        high=high,
        clearly_lower=said.count("lower"),
        overlapping=said.count("no clear difference"),
        clearly_higher=said.count("higher"),
        cannot_tell=said.count("cannot tell"),
        worst_grade=cast(Grade, worst),
        refused=dict(refused),
        position="below" if upper_end < tenth else "above" if lower_end > ninetieth else "within",
        note=" ".join(notes),
    )


def _notes(part: pl.DataFrame) -> list[str]:
    notes = [
        test
        for test in ("boundary", "mode", "base", "sample")
        if (part[f"test_{test}"] != "yes").any()
    ]
    if (part[columns.PERIOD + THEIRS] != part[columns.PERIOD]).any():
        notes.append("other_years")
    if part["inferred" + THEIRS].any():
        notes.append("inferred")
    return notes
