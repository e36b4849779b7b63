"""Several running measures in one cell and one area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from paseo.prevention.gaps.asked import Asked, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import LEVELS, Measure, Orientation
from paseo.prevention.pyramid.pyramid import Spot

_RULE: Final = "duplicates"


def duplicates(asked: Asked) -> Outcome:
    """Return a gap for every cell and area in which at least so many measures run.

    How many of them name a common target group (or none at all) and how many share their aim is
    counted beside: the more they share, the likelier they do the same work.
    """
    held: dict[tuple[Spot, str], list[Measure]] = {}
    for one in asked.running:
        if one.level is not None and one.orientation is not None:
            held.setdefault(((one.level, one.orientation), one.area), []).append(one)
    if not held:
        return not_run(_RULE, asked.problem, "nothing_placed")
    fewest = asked.threshold(_RULE, "fewest")
    order = sorted(held, key=lambda key: (LEVELS.index(key[0][0]), *key[0][1:], key[1]))
    gaps = [_gap(asked, key, held[key], fewest) for key in order if len(held[key]) >= fewest]
    return found(_RULE, asked.problem, gaps, cells=len(held), fewest=fewest)


def _gap(asked: Asked, key: tuple[Spot, str], measures: Sequence[Measure], fewest: float) -> Gap:
    (level, half), area = key
    return Gap(
        rule=_RULE, key=f"{level}:{Orientation(half)}:{area or 'city'}", problem=asked.problem,
        level=level, spots=((level, half),), measures=ids(measures), area=area,
        numbers={
            "measures": len(measures),
            "same_people": _most(
                [{plain(group) for group in one.target_groups} or {""} for one in measures]
            ),
            "same_aim": _most([{one.aim or ""} for one in measures]),
            "fewest": fewest,
        },
    )  # fmt: skip


def _most(sets: Sequence[set[str]]) -> int:
    """Return how many of the sets hold the commonest member."""
    return max(Counter(member for one in sets for member in one).values())
