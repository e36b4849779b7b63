"""Which methods fit the shape of the data, why, and why others do not.

The needs are those of the reference table of Action 5 where it states them; the least numbers
of periods and areas are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from paseo.prevention.evaluation.case import (
    PER_YEAR,
    Case,
    Counts,
    PairedScores,
    PairedShares,
    Role,
    Series,
    Shares,
    Waves,
)
from paseo.prevention.evaluation.counting import Ledger
from paseo.prevention.evaluation.result import Method, Proposal, Remark

#: Periods on each side: fewer are refused, fewer than a wise number are warned of.
ITS_LEAST: Final = 8
ITS_WISE: Final = 12
#: Donors: with fewer no rank says anything. Whether a rank can be clear depends on the level.
DONORS_LEAST: Final = 5
#: Areas of a panel in all.
PANEL_LEAST: Final = 3
#: Events in a cell under which the normal curve is a rough guide, and a total that is tiny.
TINY_CELL: Final = 5
#: Counts before further apart than this: only one of additive and ratio effect can be right.
TWOFOLD: Final = 2.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a case decides which methods fit."""

    case: Case
    ledger: Ledger
    treated: int
    comparison: int
    displacement: int
    displacement_comparison: int
    donors: int
    before: int
    after: int

    @staticmethod
    def of(case: Case, ledger: Ledger) -> Facts:
        before, after = _known_periods(case)
        return Facts(
            case, ledger,
            treated=len(case.in_role(Role.TREATED)),
            comparison=len(case.in_role(Role.COMPARISON)),
            displacement=len(case.in_role(Role.DISPLACEMENT)),
            displacement_comparison=len(case.in_role(Role.DISPLACEMENT_COMPARISON)),
            donors=len(case.in_role(Role.DONOR)) + len(case.in_role(Role.COMPARISON)),
            before=before,
            after=after,
        )  # fmt: skip

    @property
    def is_series(self) -> bool:
        return isinstance(self.case.data, Series)

    @property
    def has_counts(self) -> bool:
        return bool(self.ledger.cells)

    @property
    def smallest(self) -> float:
        """Return the smallest count of a cell, infinity where there is none."""
        known = [n for one in self.ledger.cells for n in (one.before, one.after) if n is not None]
        return min(known, default=float("inf"))

    @property
    def size_ratio(self) -> float:
        """Return how far the counts before are apart, larger over smaller; 1 where unknown."""
        treated = self.ledger.areas(Role.TREATED)
        sides = [
            self.ledger.side(areas, treated)
            for areas in (treated, self.ledger.areas(Role.COMPARISON))
        ]
        rates = [one.rate_before for one in sides if one is not None]
        if len(rates) < 2:
            return 1.0
        return max(rates) / min(rates) if min(rates) > 0 else float("inf")


def _known_periods(case: Case) -> tuple[int, int]:
    """Return the periods before and after in which every area was counted."""
    data = case.data
    if not isinstance(data, Series) or case.start is None:
        return (0, 0)
    split = data.split(case.start)
    counted = [
        all(line.counts[at] is not None for line in data.lines) for at in range(len(data.starts))
    ]
    return sum(counted[:split]), sum(counted[split:])


def propose(case: Case, ledger: Ledger | None = None) -> tuple[Proposal, ...]:
    """Return every method with whether it fits, in the order of :class:`Method`.

    Args:
        case: checked. ledger: its counts, where they have been put together.
    """
    facts = Facts.of(case, ledger or Ledger.of(case))
    made = [_RULES[method](facts) for method in Method]
    if case.is_plan:
        plan = Remark("refuse_plan")
        return tuple(replace(one, refusals=(plan, *one.refusals)) for one in made)
    fitting = {one.method for one in made if one.fits}
    best = next((one for one in reading_order(facts) if one in fitting), None)
    return tuple(replace(one, best=one.method is best) for one in made)


def reading_order(facts: Facts) -> tuple[Method, ...]:
    """Return the methods in the order in which they are read: the weakest assumptions first.

    Every one with a comparison stands before every one without. Synthetic control is among them
    only where so many areas are there that its rank can be clear at all.
    """
    order = [Method.PAIRED_SHARES, Method.PAIRED_SCORES, Method.SHARES]
    several = facts.treated > 1 and facts.comparison > 1
    if several:
        order.append(Method.DID)
    if facts.case.in_role(Role.DONOR) and rank_floor(facts.donors) <= 1 - facts.case.level + 1e-9:
        order.append(Method.SYNTHETIC)
    order.append(Method.CONTROLLED_ITS)
    order += [Method.RES, Method.WDD] if facts.size_ratio >= TWOFOLD else [Method.WDD, Method.RES]
    if not several:
        order.append(Method.DID)
    return (*order, Method.ITS, Method.RATE_RATIO, Method.E_TEST)


def rank_floor(donors: int) -> float:
    """Return the smallest rank among placebos that so many areas can give.

    >>> rank_floor(19)
    0.05
    """
    return 1 / (donors + 1)


def _counted(facts: Facts) -> tuple[Remark, ...]:
    return () if facts.has_counts else (Remark("refuse_no_counts"),)


def _compared(facts: Facts) -> tuple[Remark, ...]:
    return () if facts.comparison else (Remark("refuse_no_comparison"),)


def _small(facts: Facts) -> tuple[Remark, ...]:
    if facts.smallest >= TINY_CELL:
        return ()
    return (Remark("caution_tiny", {"count": facts.smallest, "least": TINY_CELL}),)


def _unlike(facts: Facts) -> tuple[Remark, ...]:
    ratio = facts.size_ratio
    if ratio < TWOFOLD:
        return ()
    if ratio == float("inf"):
        return (Remark("caution_unlike_zero"),)
    return (Remark("caution_unlike", {"ratio": ratio}),)


def _two_counts(method: Method) -> Callable[[Facts], Proposal]:
    def rule(facts: Facts) -> Proposal:
        cautions = (Remark("caution_no_comparison"),)
        return Proposal(
            method, (Remark("reason_two_counts"),), _counted(facts), (*cautions, *_small(facts))
        )

    return rule


def _wdd(facts: Facts) -> Proposal:
    reasons = [Remark("reason_comparison", {"count": facts.comparison})]
    cautions = [*_small(facts), *_unlike(facts)]
    if facts.displacement and facts.displacement_comparison:
        reasons.append(Remark("reason_displacement"))
    elif facts.displacement:
        cautions.append(Remark("caution_displacement_without_control"))
    return Proposal(
        Method.WDD, tuple(reasons), (*_counted(facts), *_compared(facts)), tuple(cautions)
    )


def _res(facts: Facts) -> Proposal:
    reasons, unlike = (Remark("reason_ratio"),), _unlike(facts)
    refusals = [*_counted(facts), *_compared(facts)]
    if facts.smallest == 0:
        # Only a zero of the sides themselves stops the ratio; that is seen when it is run.
        return Proposal(Method.RES, reasons, tuple(refusals), (Remark("caution_zero"), *unlike))
    return Proposal(Method.RES, reasons, tuple(refusals), (*_small(facts), *unlike))


def _buffer(method: Method) -> Callable[[Facts], Proposal]:
    def rule(facts: Facts) -> Proposal:
        refusals = [*_counted(facts), *_compared(facts)]
        if not facts.displacement:
            refusals.append(Remark("refuse_no_buffer"))
        cautions = (Remark("caution_no_error"), *_small(facts))
        return Proposal(method, (Remark("reason_buffer"),), tuple(refusals), cautions)

    return rule


def _long_enough(facts: Facts) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Return refusals and cautions of a series by its length."""
    if not facts.is_series:
        return (Remark("refuse_no_series"),), ()
    values = {"before": facts.before, "after": facts.after}
    if min(facts.before, facts.after) < ITS_LEAST:
        return (Remark("refuse_short", {**values, "least": ITS_LEAST}),), ()
    if min(facts.before, facts.after) < ITS_WISE:
        return (), (Remark("caution_short", {**values, "wise": ITS_WISE}),)
    return (), ()


def _its(facts: Facts) -> Proposal:
    refusals, cautions = _long_enough(facts)
    reasons = (Remark("reason_series", {"before": facts.before, "after": facts.after}),)
    return Proposal(Method.ITS, reasons, refusals, cautions)


def _controlled(facts: Facts) -> Proposal:
    refusals, cautions = _long_enough(facts)
    reasons = (Remark("reason_series_control"),)
    return Proposal(Method.CONTROLLED_ITS, reasons, (*refusals, *_compared(facts)), cautions)


def _did(facts: Facts) -> Proposal:
    areas = facts.treated + facts.comparison
    refusals = [*_compared(facts)]
    if isinstance(facts.case.data, Counts):
        refusals.append(Remark("refuse_did_two_periods"))
    elif not facts.is_series:
        refusals.append(Remark("refuse_no_series"))
    elif areas < PANEL_LEAST:
        refusals.append(Remark("refuse_few_areas", {"count": areas, "least": PANEL_LEAST}))
    elif facts.before < 2 or facts.after < 1:
        refusals.append(
            Remark("refuse_short", {"before": facts.before, "after": facts.after, "least": 2})
        )
    reasons = (Remark("reason_panel", {"count": areas}),)
    cautions = (Remark("caution_parallel"),)
    return Proposal(Method.DID, reasons, tuple(refusals), cautions)


def _synthetic(facts: Facts) -> Proposal:
    refusals: list[Remark] = []
    cautions: list[Remark] = []
    if not facts.is_series:
        refusals.append(Remark("refuse_no_series"))
    elif facts.donors < DONORS_LEAST:
        refusals.append(Remark("refuse_few_donors", {"count": facts.donors, "least": DONORS_LEAST}))
    elif facts.before < ITS_LEAST or facts.after < 1:
        refusals.append(
            Remark("refuse_short", {"before": facts.before, "after": facts.after,
                                    "least": ITS_LEAST})
        )  # fmt: skip
    floor = rank_floor(facts.donors)
    if facts.donors >= DONORS_LEAST and floor > 1 - facts.case.level + 1e-9:
        cautions.append(Remark("caution_rank_floor", {"count": facts.donors, "least": floor}))
    reasons = (Remark("reason_donors", {"count": facts.donors}),)
    return Proposal(Method.SYNTHETIC, reasons, tuple(refusals), tuple(cautions))


def _survey(method: Method, kind: type, reason: str) -> Callable[[Facts], Proposal]:
    def rule(facts: Facts) -> Proposal:
        data = facts.case.data
        fits = isinstance(data, Waves) and any(isinstance(one, kind) for one in data.answers)
        refusals = () if fits else (Remark(f"refuse_{method.value}"),)
        cautions = () if facts.comparison else (Remark("caution_no_comparison"),)
        return Proposal(method, (Remark(reason),), refusals, cautions)

    return rule


_RULES: Final[dict[Method, Callable[[Facts], Proposal]]] = {
    Method.RATE_RATIO: _two_counts(Method.RATE_RATIO),
    Method.E_TEST: _two_counts(Method.E_TEST),
    Method.WDD: _wdd,
    Method.RES: _res,
    Method.TNE: _buffer(Method.TNE),
    Method.WDQ: _buffer(Method.WDQ),
    Method.ITS: _its,
    Method.CONTROLLED_ITS: _controlled,
    Method.DID: _did,
    Method.SYNTHETIC: _synthetic,
    Method.SHARES: _survey(Method.SHARES, Shares, "reason_shares"),
    Method.PAIRED_SHARES: _survey(Method.PAIRED_SHARES, PairedShares, "reason_paired"),
    Method.PAIRED_SCORES: _survey(Method.PAIRED_SCORES, PairedScores, "reason_scores"),
}


def cycle_of(case: Case) -> int:
    """Return how many periods of a case make a year; 1 where it holds no series."""
    return PER_YEAR[case.data.step] if isinstance(case.data, Series) else 1
