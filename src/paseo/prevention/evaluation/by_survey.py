"""Effects of survey waves: change of a share or score, alone and beside comparison areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paseo.prevention.evaluation.by_counts import Comparison, comparisons
from paseo.prevention.evaluation.case import (
    Case,
    PairedScores,
    PairedShares,
    Role,
    Shares,
    Waves,
)
from paseo.prevention.evaluation.directions import direction_of
from paseo.prevention.evaluation.result import Effect, Kind, Method, Part, Remark
from paseo.stats.differences import difference_of
from paseo.stats.impact import paired_mean_change, paired_share_change, share_change
from paseo.stats.interval import Interval


@dataclass(frozen=True, slots=True)
class _Change:
    """The change of some areas together."""

    change: Interval
    p: float
    numbers: dict[str, float]


def survey_effects(case: Case, methods: frozenset[Method]) -> Iterator[Effect]:
    """Yield the change in the treated areas, then beside every comparison.

    Beside a comparison it is the change here less the change there, with the interval of both
    (MOVER); the areas are taken as independent.
    """
    assert isinstance(case.data, Waves)
    treated = tuple(one.id for one in case.in_role(Role.TREATED))
    for method in (Method.SHARES, Method.PAIRED_SHARES, Method.PAIRED_SCORES):
        if method not in methods:
            continue
        own = _change(case, method, treated)
        if own is None:
            continue
        yield _effect(case, method, own.change, None, own.p, own.numbers)
        for one in comparisons([area.id for area in case.in_role(Role.COMPARISON)]):
            other = _change(case, method, one.areas)
            if other is None:
                continue
            beside = difference_of(own.change, other.change)
            numbers = {"own": own.change.floats()[0], "other": other.change.floats()[0]}
            yield _effect(case, method, beside, one, None, numbers)


def _effect(
    case: Case, method: Method, estimate: Interval, one: Comparison | None, p: float | None,
    numbers: dict[str, float],
) -> Effect:  # fmt: skip
    score = method is Method.PAIRED_SCORES
    kind = Kind.ADDITIVE if score else Kind.SHARE
    return Effect(
        method=method, kind=kind, part=Part.TOTAL, estimate=estimate, p=p,
        unit="score" if score else "points", comparison=one.areas if one else (),
        pooled=one.pooled if one else True,
        direction=direction_of(estimate, kind, case.better), numbers=numbers,
        cautions=(Remark("caution_same_people"),) if method is not Method.SHARES else (),
    )  # fmt: skip


def _change(case: Case, method: Method, areas: Sequence[str]) -> _Change | None:
    assert isinstance(case.data, Waves)
    held = [one for one in case.data.answers if one.area in areas]
    if method is Method.SHARES:
        return _shares([one for one in held if isinstance(one, Shares)], case.level)
    if method is Method.PAIRED_SHARES:
        return _paired([one for one in held if isinstance(one, PairedShares)], case.level)
    return _scores([one for one in held if isinstance(one, PairedScores)], case.level)


def _shares(held: Sequence[Shares], level: float) -> _Change | None:
    counted = [(one.before, one.after) for one in held if one.after is not None]
    if not counted:
        return None
    yes = [sum(one[at][0] for one in counted) for at in (0, 1)]
    n = [sum(one[at][1] for one in counted) for at in (0, 1)]
    effect = max(one.design_effect for one in held)
    found = share_change(
        yes[0] / n[0], n[0], yes[1] / n[1], n[1], first_deff=effect, second_deff=effect,
        level=level,
    )  # fmt: skip
    numbers = {
        "before": yes[0] / n[0], "after": yes[1] / n[1], "n_before": n[0], "n_after": n[1],
        "design_effect": effect,
    }  # fmt: skip
    return _Change(found.change, float(found.p), numbers)


def _paired(held: Sequence[PairedShares], level: float) -> _Change | None:
    if not held:
        return None
    both, lost, gained, neither = (
        float(sum(getattr(one, cell) for one in held))
        for cell in ("yes_yes", "yes_no", "no_yes", "no_no")
    )
    found = paired_share_change(both, lost, gained, neither, level=level)
    numbers = {
        "before": float(found.first), "after": float(found.second), "p_mid": float(found.p_mid),
        "p_score": float(found.p_score), "n": both + lost + gained + neither,
    }  # fmt: skip
    return _Change(found.change, float(found.p_exact), numbers)


def _scores(held: Sequence[PairedScores], level: float) -> _Change | None:
    if not held:
        return None
    before = [n for one in held for n in one.before]
    after = [n for one in held for n in one.after]
    found = paired_mean_change(before, after, level=level)
    numbers = {
        "before": sum(before) / len(before), "after": sum(after) / len(after),
        "n": float(len(before)), "t": float(found.statistic),
    }  # fmt: skip
    return _Change(found.change, float(found.p), numbers)
