"""Measures of which nobody has said what shall be different."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paseo.prevention.gaps.asked import Asked, ids, spots_of
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.measures.measure import LEVELS, Level, Measure

_RULE: Final = "no-goal"


def no_goal(asked: Asked) -> Outcome:
    """Return a gap for every level with measures, running or planned, that state no goal.

    One gap a level names all of them, so that a long register gives a short list. Measures
    without a level are one gap more.
    """
    looked = [*asked.running, *asked.planned]
    if not looked:
        return not_run(_RULE, asked.problem, "nothing_running")
    gaps = [
        gap
        for level in (*LEVELS, None)
        if (gap := _gap(asked, level, [one for one in looked if one.level is level]))
    ]
    without = sum(not one.goal.strip() for one in looked)
    return found(_RULE, asked.problem, gaps, measures=len(looked), without=without)


def _gap(asked: Asked, level: Level | None, measures: Sequence[Measure]) -> Gap | None:
    without = [one for one in measures if not one.goal.strip()]
    if not without:
        return None
    indicated = sum(bool(one.indicators) for one in without)
    return Gap(
        rule=_RULE, key=level or "unplaced", problem=asked.problem, level=level,
        spots=spots_of(without), measures=ids(without),
        numbers={"without": len(without), "measures": len(measures), "with_indicator": indicated},
    )  # fmt: skip
