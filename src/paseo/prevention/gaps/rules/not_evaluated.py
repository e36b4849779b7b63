"""A problem against which nothing has been evaluated."""

from __future__ import annotations

from typing import Final

from paseo.prevention.gaps.asked import Asked, ids, spots_of
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.measures.measure import Measure

_RULE: Final = "not-evaluated"


def not_evaluated(asked: Asked) -> Outcome:
    """Return a gap when fewer measures than wanted have been evaluated.

    Evaluated is a measure of which the register notes an evaluation or an evidence class above 0,
    or of which an evaluation is known beside the register. Measures that have ended count: what
    was learnt from them stays.
    """
    waiting = set(ids(asked.planned))
    begun = [one for one in asked.measures if one.id not in waiting]
    if not begun:
        return not_run(_RULE, asked.problem, "nothing_begun")
    noted = [one for one in begun if is_noted(one)]
    others = [one for one in begun if not is_noted(one)]
    without = [one for one in others if one.id not in asked.evaluated]
    least = asked.threshold(_RULE, "least")
    numbers: dict[str, float] = {
        "noted": len(noted),
        "beside": len(others) - len(without),
        "measures": len(begun),
        "least": least,
        "class_unknown": sum(one.evidence is None for one in without),
    }
    if len(begun) - len(without) >= least:
        return found(_RULE, asked.problem, (), **numbers)
    gap = Gap(
        rule=_RULE, key="all", problem=asked.problem, spots=spots_of(without),
        measures=ids(without), numbers=numbers,
    )  # fmt: skip
    return found(_RULE, asked.problem, (gap,), **numbers)


def is_noted(measure: Measure) -> bool:
    """Return whether the register notes an evaluation, or an evidence class above 0."""
    return bool(measure.evaluation.strip()) or (measure.evidence or 0) > 0
