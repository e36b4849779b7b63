"""Weighted displacement difference: how many events fewer than the comparison area leads to expect.

It subtracts, so it holds where both areas would have changed by as many events. Where they are
unlike in size, see ``side_by_side``. It cannot see what else happened in the treated area, nor
that a very bad year is often followed by a better one (regression to the mean).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import (
    FloatArray,
    Numbers,
    NumbersError,
    as_numbers,
    given_back,
    not_negative,
)
from paseo.stats.impact.before_after import (
    Areas,
    BeforeAfter,
    Caution,
    a_factor,
    count_cautions,
    listed,
)
from paseo.stats.impact.effect import Effect, normal_effect

METHOD = "weighted displacement difference (normal)"
ROLES: Final = ("treated", "control", "displacement", "displacement_control")
#: From this ratio of the counts before on, a difference and a ratio may well disagree; ours.
UNLIKE: Final = 2.0
#: Weights of the two sides that are no further apart count as even; ours.
EVEN: Final = 1.25
HARM_METHOD = "harm-weighted displacement difference (normal)"


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Events per unit of exposure of one side, over all its areas.

    Attributes:
        before: Before the start: the sum over the areas, each over its own exposure.
        after: After it.
    """

    before: Numbers
    after: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class DisplacementDifference:
    """Events more (above zero) or fewer (below) than the comparison areas lead to expect.

    All effects are per unit of exposure: plain events where every exposure is 1, events per
    year where the exposures are years.

    Attributes:
        local: In the treated areas.
        displacement: In the areas around them; None where there were none, or nothing was
            counted in them.
        total: Both together; the same as ``local`` where there were none.
        variance_factor: By how much the Poisson variance was multiplied.
        cautions: What the counts give reason to be careful about.
        rates: Events per unit of exposure by role, in the order of the arguments; empty where
            classes of events were put together by their harm.
    """

    local: Effect
    displacement: Effect | None
    total: Effect
    variance_factor: float
    cautions: tuple[Caution, ...]
    rates: Mapping[str, Rates] = field(default_factory=dict)


def displacement_difference(
    treated: Areas,
    control: Areas,
    displacement: Areas | None = None,
    displacement_control: Areas | None = None,
    *,
    level: float = 0.95,
    variance_factor: float = 1.0,
) -> DisplacementDifference:
    """Weighted displacement difference of counts before and after.

    ``WDD = (T1 - T0) - (C1 - C0) + (D1 - D0) - (DC1 - DC0)``, each count over its exposure e;
    ``variance = factor * sum(count / e**2)`` over all of them.

    The interval is normal. In made counts it held the truth as often as it says from two events a
    cell on where exposures are equal. With one or two treated events beside a comparison brought
    to size from ten times as many, intervals at 95 % held 68 to 92 %; with a variance factor from
    12 months 91.5 %, from 24 months 93.5 %.

    Args:
        treated: The treated area, or several: each over its own exposure, then added.
        control: The comparison area or areas.
        displacement: Areas around the treated ones where events may have gone.
        displacement_control: Their own comparison areas.
        level: Confidence level of every interval.
        variance_factor: How much more than Poisson the counts vary, from ``variance_factor``.

    Returns:
        The local, displacement and total effect, with standard error, z, p and interval.

    Raises:
        NumbersError: A role has no area, the shapes differ, nothing was counted, or displacement
            areas come without comparison areas of their own.

    Source: Wheeler and Ratcliffe (2018), Crime Science 7, 11; weights: Wheeler (2021).

    Example:
        >>> found = displacement_difference(
        ...     BeforeAfter(207, 110), BeforeAfter(308, 318),
        ...     BeforeAfter(178, 157), BeforeAfter(150, 140),
        ... )
        >>> [round(x) for x in found.total.interval.floats()], round(found.total.z, 2)
        ([-118, -196, -40], -2.98)
    """
    factor = a_factor(variance_factor)
    roles = [listed(treated), listed(control)]
    if displacement is not None or displacement_control is not None:
        roles += _own_control(displacement, displacement_control)
    value, variance = _contrast(roles[0], roles[1])
    local = normal_effect(value, factor * variance, level=level, method=METHOD)
    cautions, rates = _cautions(roles, factor), _rates(roles)
    if len(roles) == 2:
        return DisplacementDifference(local, None, local, factor, cautions, rates)
    moved, moved_variance = _contrast(roles[2], roles[3])
    if not moved_variance.any():
        return DisplacementDifference(
            local, None, local, factor, (*cautions, Caution.NOTHING_AROUND), rates
        )
    around = normal_effect(moved, factor * moved_variance, level=level, method=METHOD)
    both = normal_effect(
        np.asarray(value + moved),
        np.asarray(factor * (variance + moved_variance)),
        level=level,
        method=METHOD,
    )
    return DisplacementDifference(local, around, both, factor, cautions, rates)


def harm_difference(
    classes: Sequence[DisplacementDifference], harm: ArrayLike
) -> DisplacementDifference:
    """Differences of several classes of events as one, each weighted by its harm.

    ``estimate = sum(w_k * estimate_k)``, ``variance = sum(w_k**2 * variance_k)``. The weights
    are taken as known; the classes as independent, as counts of unlike events about are.

    Args:
        classes: One difference for each class of events, all at one level.
        harm: The weight of one event of each class, zero or more.

    Returns:
        The difference in units of harm.

    Raises:
        NumbersError: Numbers of weights and classes differ, a weight is negative or unknown,
            the levels differ, or only some classes have displacement areas.

    Source: Wheeler (2020), harm weights of the weighted displacement difference.

    Example:
        >>> thefts = displacement_difference(BeforeAfter(327, 202), BeforeAfter(388, 305))
        >>> robberies = displacement_difference(BeforeAfter(144, 92), BeforeAfter(86, 64))
        >>> harm_difference([thefts, robberies], [2, 7]).total.interval.value
        -294.0
    """
    weights = _harm_weights(classes, harm)
    around = [one.displacement for one in classes if one.displacement is not None]
    if around and len(around) < len(classes):
        raise NumbersError(
            "displacement-in-some",
            "Some classes have displacement areas and others have none: give them to all or none.",
        )
    return DisplacementDifference(
        _weighted([one.local for one in classes], weights),
        _weighted(around, weights) if around else None,
        _weighted([one.total for one in classes], weights),
        max(one.variance_factor for one in classes),
        tuple(dict.fromkeys(caution for one in classes for caution in one.cautions)),
    )


def _own_control(
    displacement: Areas | None, control: Areas | None
) -> list[tuple[BeforeAfter, ...]]:
    if displacement is None or control is None:
        raise NumbersError(
            "displacement-without-control",
            "Displacement areas need comparison areas of their own: give both, or neither and "
            "read the displacement quotient.",
        )
    return [listed(displacement), listed(control)]


def _contrast(
    areas: Sequence[BeforeAfter], controls: Sequence[BeforeAfter]
) -> tuple[FloatArray, FloatArray]:
    """Change of one side minus change of the other, with its Poisson variance."""
    as_numbers(**{f"area {i}": one.before for i, one in enumerate([*areas, *controls])})
    value = sum(one.change for one in areas) - sum(one.change for one in controls)
    variance = sum(one.variance for one in [*areas, *controls])
    return np.asarray(value), np.asarray(variance)


def _rates(roles: Sequence[Sequence[BeforeAfter]]) -> dict[str, Rates]:
    return {
        name: Rates(
            given_back(np.asarray(sum(one.rate_before for one in areas))),
            given_back(np.asarray(sum(one.rate_after for one in areas))),
        )
        for name, areas in zip(ROLES, roles, strict=False)
    }


def _cautions(roles: Sequence[Sequence[BeforeAfter]], factor: float) -> tuple[Caution, ...]:
    found = count_cautions(one for role in roles for one in role)
    for areas, controls in zip(roles[::2], roles[1::2], strict=True):
        if len(areas) != len(controls) and not _evened_out(areas, controls):
            found.append(Caution.AREAS_UNBALANCED)
        if before_unlike(areas, controls):
            found.append(Caution.BEFORE_UNLIKE)
    if factor < 1:
        found.append(Caution.VARIANCE_BELOW_ONE)
    return tuple(dict.fromkeys(found))


def _evened_out(areas: Sequence[BeforeAfter], controls: Sequence[BeforeAfter]) -> bool:
    """Return whether exposures give both sides about one weight, whatever their numbers of areas.

    Rates are added over areas, so that an event weighs one over its exposure: three areas count
    thrice unless their exposures are thrice as large.
    """
    for name in ("exposure_before", "exposure_after"):
        first, second = (
            np.asarray(sum(1 / getattr(one, name) for one in side)) for side in (areas, controls)
        )
        if (np.maximum(first, second) > EVEN * np.minimum(first, second)).any():
            return False
    return True


def before_unlike(areas: Sequence[BeforeAfter], controls: Sequence[BeforeAfter]) -> bool:
    """Return whether one side counted ``UNLIKE`` times the other or more before the start."""
    first = np.asarray(sum(one.rate_before for one in areas))
    second = np.asarray(sum(one.rate_before for one in controls))
    larger, smaller = np.maximum(first, second), np.minimum(first, second)
    return bool(((larger > 0) & (larger >= UNLIKE * smaller)).any())


def _harm_weights(classes: Sequence[DisplacementDifference], harm: ArrayLike) -> FloatArray:
    (weights,) = as_numbers(harm=harm)
    if not classes or weights.shape != (len(classes),):
        raise NumbersError(
            "harm-weights",
            f"Give one harm weight for each class (found {weights.size} for {len(classes)}).",
        )
    not_negative(harm=weights)
    if np.isnan(weights).any():
        raise NumbersError("harm-weights", "Every harm weight must be known.")
    if len({one.total.interval.level for one in classes}) > 1:
        raise NumbersError("levels-differ", "All classes must be at one confidence level.")
    return weights


def _weighted(effects: Sequence[Effect], weights: FloatArray) -> Effect:
    pairs = list(zip(weights, effects, strict=True))
    value = sum(w * np.asarray(one.interval.value) for w, one in pairs)
    variance = sum((w * np.asarray(one.se)) ** 2 for w, one in pairs)
    level = effects[0].interval.level
    return normal_effect(np.asarray(value), np.asarray(variance), level=level, method=HARM_METHOD)
