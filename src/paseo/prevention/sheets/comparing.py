"""Areas that could stand beside the treated one: alike before the start, and apart from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from paseo.evidence.areas import AreaTree
from paseo.prevention.sheets.baseline import baselines
from paseo.prevention.sheets.sheet import Baseline


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that could be compared with the treated one.

    Args:
        area: its id.
        before: its value before the start, as of the same indicator.
        size: its size by the denominator or numerator of the value, None where unknown.
        distance: how unlike it is, 0 for alike.
        level_ratio, size_ratio: its level and size as a part of those of the treated area.
        touches: it borders on the treated area, so that the problem could move into it.
    """

    area: str
    before: Baseline
    size: float | None
    distance: float
    level_ratio: float
    size_ratio: float | None
    touches: bool


def propose_comparisons(
    observations: pl.DataFrame, indicator: str, area: str, areas: AreaTree
) -> tuple[Candidate, ...]:
    """Return the areas of the same level, the likest before the start first.

    distance = |log(level / level of the treated area)| + |log(size / size of the treated area)|

    Level is the last value of the outcome indicator, size the number of events (numerator)
    behind it where there is one. Areas that border on the treated one come last: the problem
    could move into them, so they suit better as displacement areas. Where the period of the
    value differs from that of the treated area the area is left out.

    Args:
        observations: of the city.
        indicator: code of the outcome indicator.
        area: id of the treated area; for the whole city there is nothing to compare within it.
        areas: the city's areas.

    Returns:
        Candidates; none where the treated area has no value above zero.
    """
    if area not in areas or area == areas.city.id:
        return ()
    found = baselines(observations, (indicator,), area)
    if not found or found[0].value <= 0:
        return ()
    treated = found[0]
    candidates = []
    for other in areas.at_level(areas.area(area).level):
        if other.id == area:
            continue
        before = baselines(observations, (indicator,), other.id)
        if before and before[0].period == treated.period and before[0].value > 0:
            candidates.append(_candidate(before[0], treated, areas))
    return tuple(sorted(candidates, key=lambda one: (one.touches, one.distance, one.area)))


def _candidate(before: Baseline, treated: Baseline, areas: AreaTree) -> Candidate:
    level = before.value / treated.value
    size = None
    if before.numerator and treated.numerator:
        size = before.numerator / treated.numerator
    distance = abs(math.log(level)) + (abs(math.log(size)) if size else 0.0)
    touches = _touches(before.area, treated.area, areas)
    return Candidate(before.area, before, before.numerator, distance, level, size, touches)


def _touches(one: str, other: str, areas: AreaTree) -> bool:
    grounds = [
        boundaries[-1].geometry if (boundaries := areas.area(code).boundaries) else None
        for code in (one, other)
    ]
    return bool(grounds[0] is not None and grounds[1] is not None
                and grounds[0].intersects(grounds[1]))  # fmt: skip
