"""Evidence class of a design on the Maryland Scientific Methods Scale, with its reason.

The scale grades designs, not results: a high class with an unclear effect is still unclear.
Source: Sherman and others (1998), Preventing Crime: What Works, What Doesn't, What's Promising,
National Institute of Justice, Research in Brief, after the University of Maryland's report of 1997
to the United States Congress; Farrington (2003), Annals of the American Academy of Political and
Social Science 587, 49-68. How many areas make "several" is ours.
"""

from __future__ import annotations

from typing import Final

from paseo.prevention.evaluation.case import Assignment, Case, PairedScores, PairedShares, Waves
from paseo.prevention.evaluation.proposing import TWOFOLD, Facts
from paseo.prevention.evaluation.result import Effect, EvidenceClass, Method, Remark

#: Areas on each side from which on a lot evens out what nobody sees.
SEVERAL_BY_LOT: Final = 5
#: Areas on each side of a panel that make "several units".
SEVERAL: Final = 2
_PAST_DIFFERS: Final = 0.05
#: Periods before the start in which a common course could be seen.
_SEVERAL_PERIODS: Final = 3


def evidence_class(case: Case, facts: Facts, effects: tuple[Effect, ...]) -> EvidenceClass:
    """Return the class of what was done, why, what limits it and what would lift it.

    0 nothing counted after the start; 2 before and after without a comparison; 3 before and
    after beside a comparison area; 4 several areas on each side over a past that ran alike, or
    a lot over few areas; 5 a lot over several areas. Class 1, a comparison at one time only,
    does not arise: every method here looks before and after.
    """
    if case.is_plan or not any(one.readable for one in effects):
        reason = "class_plan" if case.is_plan else "class_nothing"
        return EvidenceClass(0, Remark(reason), (Remark("lift_count_after"),))
    if not facts.comparison and not _donors(effects):
        return _without_comparison(case, facts)
    if case.assignment is Assignment.RANDOM:
        return _by_lot(facts)
    return _compared(facts, effects)


def _without_comparison(case: Case, facts: Facts) -> EvidenceClass:
    paired = isinstance(case.data, Waves) and all(
        isinstance(one, (PairedShares, PairedScores)) for one in case.data.answers
    )
    reason = "class_same_people" if paired else "class_before_after"
    if facts.is_series and min(facts.before, facts.after) > 1:
        reason = "class_series"
    return EvidenceClass(2, Remark(reason), (Remark("lift_comparison"),))


def _by_lot(facts: Facts) -> EvidenceClass:
    least = min(facts.treated, facts.comparison)
    if least >= SEVERAL_BY_LOT:
        return EvidenceClass(5, Remark("class_lot", {"count": least}))
    reason = Remark("class_lot_few", {"treated": facts.treated, "comparison": facts.comparison})
    return EvidenceClass(4, reason, (Remark("lift_more_by_lot", {"count": SEVERAL_BY_LOT}),))


def _compared(facts: Facts, effects: tuple[Effect, ...]) -> EvidenceClass:
    limits = []
    if facts.size_ratio >= TWOFOLD:
        limits.append(Remark("limit_unlike"))
    past = _past(effects)
    if past is not None and past < _PAST_DIFFERS:
        return EvidenceClass(
            2, Remark("class_past_differs", {"p": past}),
            (Remark("lift_like_comparison"), Remark("lift_lot")), tuple(limits),
        )  # fmt: skip
    several = min(facts.treated, facts.comparison) >= SEVERAL
    if several and past is not None and not limits:
        reason = Remark("class_panel", {"treated": facts.treated, "comparison": facts.comparison})
        return EvidenceClass(4, reason, (Remark("lift_lot"),))
    lift = [Remark("lift_several", {"count": SEVERAL}), Remark("lift_lot")]
    if past is None and facts.before < _SEVERAL_PERIODS:
        lift.insert(0, Remark("lift_past"))
    if limits:
        lift.insert(0, Remark("lift_like_comparison"))
    reason = Remark("class_synthetic" if not facts.comparison else "class_comparison")
    return EvidenceClass(3, reason, tuple(lift), tuple(limits))


def _donors(effects: tuple[Effect, ...]) -> bool:
    return any(one.method is Method.SYNTHETIC and one.readable for one in effects)


def _past(effects: tuple[Effect, ...]) -> float | None:
    """Return the p of unlike pasts, None where nobody could look."""
    return next(
        (one.numbers["past_p"] for one in effects
         if one.method is Method.DID and "past_p" in one.numbers), None,
    )  # fmt: skip
