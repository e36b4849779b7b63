"""Relative effect size: by what factor the treated area changed beside the comparison area.

It divides, so it holds where both areas would have changed by as large a share. A value ABOVE 1
favours the measure. It cannot see what else happened in the treated area, nor regression to the
mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.impact.before_after import (
    Areas,
    BeforeAfter,
    Caution,
    a_factor,
    count_cautions,
    listed,
    pooled,
)
from paseo.stats.impact.displacement import before_unlike
from paseo.stats.impact.effect import Effect, normal_effect
from paseo.stats.interval import Interval, made

METHOD = "relative effect size (normal on the log)"
ZeroCells: TypeAlias = Literal["refuse", "add-half"]


@dataclass(frozen=True, slots=True, eq=False)
class RelativeEffect:
    """How the treated area changed beside the comparison area, as a ratio.

    Attributes:
        interval: The relative effect size; above 1 favours the measure.
        rate_ratio: Its inverse, as a Poisson model has it; below 1 favours the measure.
        percent: Change of the treated area beside the comparison, in percent; below 0 is fewer.
        log_effect: On the log of the relative effect size: estimate, standard error, z and p.
        variance_factor: By how much the Poisson variance was multiplied.
        cautions: What the counts give reason to be careful about.
    """

    interval: Interval
    rate_ratio: Interval
    percent: Interval
    log_effect: Effect
    variance_factor: float
    cautions: tuple[Caution, ...]

    @property
    def favours_the_measure(self) -> NDArray[np.bool_]:
        """True where the estimate is above 1, whatever its interval."""
        return np.asarray(np.asarray(self.interval.value) > 1)


def relative_effect(
    treated: Areas,
    control: Areas,
    *,
    level: float = 0.95,
    variance_factor: float = 1.0,
    zero_cells: ZeroCells = "refuse",
) -> RelativeEffect:
    """Relative effect size of counts before and after.

    ``RES = (a * d) / (b * c)`` with a, b the treated area before and after and c, d the
    comparison area, each over its exposure; ``var(log RES) = factor * (1/a + 1/b + 1/c + 1/d)``.

    Args:
        treated: The treated area, or several pooled.
        control: The comparison area, or several pooled.
        level: Confidence level.
        variance_factor: How much more than Poisson the counts vary.
        zero_cells: A count of zero has no ratio. ``"refuse"`` says so; ``"add-half"`` adds 0.5
            to every count and carries a caution.

    Returns:
        The relative effect size, its inverse and the change in percent, with intervals.

    Raises:
        NumbersError: A count is zero and was to be refused, or a role has no area.

    Source: Farrington, Gill, Waples and Argomaniz (2007), Journal of Experimental Criminology 3,
    21-38; 0.5 for zero counts: Haldane (1956), Annals of Human Genetics 20, 309-311.

    Example:
        >>> found = relative_effect(BeforeAfter(207, 110), BeforeAfter(308, 318))
        >>> round(found.interval.value, 4), round(found.rate_ratio.value, 4)
        (1.9429, 0.5147)
    """
    factor = a_factor(variance_factor)
    sides = (listed(treated), listed(control))
    cells, cautions = _without_zeros([pooled(side) for side in sides], zero_cells)
    log, variance = _log_ratio(cells)
    effect = normal_effect(log, np.asarray(factor * variance), level=level, method=METHOD)
    value, low, high = (np.exp(part) for part in effect.interval.arrays())
    ratio = made(1 / value, 1 / high, 1 / low, level=level, method=METHOD)
    return RelativeEffect(
        made(value, low, high, level=level, method=METHOD),
        ratio,
        _percent(ratio),
        effect,
        factor,
        tuple(dict.fromkeys([*cautions, *_cautions(sides, factor)])),
    )


def _without_zeros(
    cells: list[BeforeAfter], zero_cells: ZeroCells
) -> tuple[list[BeforeAfter], list[Caution]]:
    if zero_cells not in ("refuse", "add-half"):
        raise NumbersError(
            "zero-cells", f"zero_cells must be refuse or add-half (found {zero_cells!r})."
        )
    if not any((part == 0).any() for one in cells for part in (one.before, one.after)):
        return cells, []
    if zero_cells == "refuse":
        raise NumbersError(
            "zero-count",
            "A count is zero and a ratio cannot be formed: read the difference in events "
            "instead, or ask for 0.5 to be added to every count.",
        )
    halved = [
        BeforeAfter(one.before + 0.5, one.after + 0.5, one.exposure_before, one.exposure_after)
        for one in cells
    ]
    return halved, [Caution.HALF_ADDED]


def _log_ratio(cells: Sequence[BeforeAfter]) -> tuple[FloatArray, FloatArray]:
    treated, control = cells
    value = (
        np.log(treated.rate_before)
        - np.log(treated.rate_after)
        - np.log(control.rate_before)
        + np.log(control.rate_after)
    )
    variance = sum(1 / one.before + 1 / one.after for one in cells)
    return np.asarray(value), np.asarray(variance)


def _percent(ratio: Interval) -> Interval:
    value, low, high = (100 * (part - 1) for part in ratio.arrays())
    return made(value, low, high, level=ratio.level, method=ratio.method)


def _cautions(sides: Sequence[Sequence[BeforeAfter]], factor: float) -> list[Caution]:
    found = count_cautions(one for side in sides for one in side)
    if before_unlike(*sides):
        found.append(Caution.BEFORE_UNLIKE)
    if factor < 1:
        found.append(Caution.VARIANCE_BELOW_ONE)
    return found
