"""What an evaluation could see: worked out before the measure starts.

Power says how often a change of a given size would be found, not how sure a finding is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import NumbersError
from paseo.stats.impact.before_after import a_factor
from paseo.stats.inverse import normal_below


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Counts expected in each period if nothing changes.

    Attributes:
        treated: Events in the treated area.
        control: Events in the comparison area.
        displacement: Events in the area around the treated one; None where there is none.
        displacement_control: Events in its own comparison area.
    """

    treated: float
    control: float
    displacement: float | None = None
    displacement_control: float | None = None

    def __post_init__(self) -> None:
        if (self.displacement is None) != (self.displacement_control is None):
            raise NumbersError(
                "displacement-without-control",
                "Displacement areas need comparison areas of their own: give both or neither.",
            )
        for count in self.counts:
            if not (count > 0 and np.isfinite(count)):
                raise NumbersError(
                    "expected-count", f"Expected counts must be above zero (found {count!r})."
                )

    @property
    def counts(self) -> tuple[float, ...]:
        """The counts of the areas that there are."""
        all_of = (self.treated, self.control, self.displacement, self.displacement_control)
        return tuple(count for count in all_of if count is not None)

    @classmethod
    def like(cls, mean: float, *, displacement: bool = False) -> Expected:
        """The same count in every area.

        Example:
            >>> Expected.like(50, displacement=True).counts
            (50, 50, 50, 50)
        """
        return cls(mean, mean, *((mean, mean) if displacement else (None, None)))


def smallest_clear_difference(
    expected: Expected, *, alpha: float = 0.05, sides: int = 2, variance_factor: float = 1.0
) -> float:
    """The fewest events fewer that would count as a clear difference, were they found.

    ``z * sqrt(factor * 2 * sum(expected counts))``: with m in every cell ``z * sqrt(4*m)``, with
    displacement areas ``z * sqrt(8*m)``. A true change of this size is found half the time.

    Args:
        expected: Counts expected in each period.
        alpha: Chance of finding a change where there is none, such as 0.05.
        sides: 1 to look for fewer events only, 2 for either way.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        Events fewer, above zero.

    Raises:
        NumbersError: alpha is not between 0 and 1, or sides is not 1 or 2.

    Source: Wheeler and Ratcliffe (2018), Crime Science 7, 11 (standard error).

    Example:
        >>> fifty = Expected.like(50)
        >>> [round(smallest_clear_difference(fifty, alpha=a, sides=1)) for a in (0.05, 0.01)]
        [23, 33]
    """
    factor = a_factor(variance_factor)
    return _critical(alpha, sides) * float(np.sqrt(factor * 2 * sum(expected.counts)))


def smallest_detectable_difference(
    expected: Expected,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    sides: int = 2,
    variance_factor: float = 1.0,
) -> float | None:
    """The smallest true change, in events fewer, that would be found with the given power.

    x with ``x = (z_alpha + z_power) * sqrt(factor * (2 * sum(expected counts) - x))``: the x
    events that no longer happen do not vary either.

    Args:
        expected: Counts expected in each period if nothing changes.
        power: Chance of finding the change, such as 0.8.
        alpha: Chance of finding a change where there is none.
        sides: 1 to look for fewer events only, 2 for either way.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        Events fewer; None where even the last event gone would not be found.

    Raises:
        NumbersError: power or alpha is not between 0 and 1, or sides is not 1 or 2.

    Source: after Wheeler and Ratcliffe (2018), Crime Science 7, 11.

    Example:
        >>> round(smallest_detectable_difference(Expected.like(50), sides=1), 1)
        32.2
    """
    reach = _critical(alpha, sides) + normal_below(a_chance("power", power))
    k = a_factor(variance_factor) * max(0.0, reach) ** 2
    found = (-k + float(np.sqrt(k**2 + 8 * k * sum(expected.counts)))) / 2
    return found if found <= expected.treated else None


def difference_power(
    expected: Expected,
    fewer: float,
    *,
    alpha: float = 0.05,
    sides: int = 2,
    variance_factor: float = 1.0,
) -> float:
    """Chance that the displacement difference finds a change of a given size.

    ``Phi(x / se - z_alpha)`` with ``se = sqrt(factor * (2 * sum(expected counts) - x))``, plus
    the far tail where both sides are looked at.

    Args:
        expected: Counts expected in each period if nothing changes.
        fewer: x, events fewer in the treated area; below zero for more.
        alpha: Chance of finding a change where there is none.
        sides: 1 to look for fewer events only, 2 for either way.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        The power, 0 to 1.

    Raises:
        NumbersError: More events fewer than there are, or alpha or sides impossible.

    Source: after Wheeler and Ratcliffe (2018), Crime Science 7, 11.

    Example:
        >>> round(difference_power(Expected.like(50), 32.2, sides=1), 2)
        0.8
    """
    if not (np.isfinite(fewer) and fewer <= expected.treated):
        raise NumbersError(
            "too-many-fewer",
            f"No more than {expected.treated:g} events can be fewer (found {fewer!r}).",
        )
    se = np.sqrt(a_factor(variance_factor) * (2 * sum(expected.counts) - fewer))
    return _power(float(fewer / se), alpha, sides)


def counts_needed(
    reduction: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    sides: int = 2,
    displacement: bool = False,
    variance_factor: float = 1.0,
) -> float:
    """Events needed in every area before the start so that a reduction would be found.

    With cells of m and a share r of m fewer: ``m = factor * (z_alpha + z_power)**2 * (c - r) /
    r**2``, c 4 without displacement areas and 8 with them.

    Args:
        reduction: r, the share of events fewer, such as 0.2.
        power: Chance of finding it.
        alpha: Chance of finding a change where there is none.
        sides: 1 to look for fewer events only, 2 for either way.
        displacement: Displacement areas with comparison areas of their own, as large.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        Events in each area in each period.

    Raises:
        NumbersError: reduction is not above 0 and up to 1, or another part is impossible.

    Source: after Wheeler and Ratcliffe (2018), Crime Science 7, 11.

    Example:
        >>> round(counts_needed(0.2, sides=1))
        587
    """
    if not 0 < reduction <= 1:
        raise NumbersError(
            "reduction", f"The reduction must be above 0 and up to 1 (found {reduction!r})."
        )
    reach = _critical(alpha, sides) + normal_below(a_chance("power", power))
    cells = 8 if displacement else 4
    return a_factor(variance_factor) * reach**2 * (cells - reduction) / reduction**2


def ratio_power(
    expected: Expected,
    rate_ratio: float,
    *,
    alpha: float = 0.05,
    sides: int = 2,
    variance_factor: float = 1.0,
) -> float:
    """Chance that the relative effect size finds a change by a given factor.

    ``Phi(|log ratio| / se - z_alpha)`` with ``se**2 = factor * (1/T + 1/(T*ratio) + 2/C)``, plus
    the far tail where both sides are looked at. Displacement areas play no part.

    Args:
        expected: Counts expected in each period if nothing changes.
        rate_ratio: Factor by which the treated area changes beside the comparison; 0.8 for a
            fifth fewer. One-sided power looks the way the ratio points.
        alpha: Chance of finding a change where there is none.
        sides: 1 or 2.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        The power, 0 to 1.

    Raises:
        NumbersError: The ratio is not above zero, or alpha or sides impossible.

    Source: after Farrington et al. (2007), Journal of Experimental Criminology 3, 21-38.

    Example:
        >>> round(ratio_power(Expected(200, 400), 0.7, sides=1), 2)
        0.86
    """
    if not (rate_ratio > 0 and np.isfinite(rate_ratio)):
        raise NumbersError("ratio", f"The ratio must be above zero (found {rate_ratio!r}).")
    t, c = expected.treated, expected.control
    se = np.sqrt(a_factor(variance_factor) * (1 / t + 1 / (t * rate_ratio) + 2 / c))
    return _power(float(abs(np.log(rate_ratio)) / se), alpha, sides)


def _critical(alpha: float, sides: int) -> float:
    if sides not in (1, 2):
        raise NumbersError("sides", f"sides must be 1 or 2 (found {sides!r}).")
    return normal_below(1 - a_chance("alpha", alpha) / sides)


def a_chance(name: str, chance: float) -> float:
    """Refuse a chance that is not strictly between 0 and 1."""
    if not 0 < chance < 1:
        raise NumbersError(
            "chance-out-of-range", f"{name} must lie between 0 and 1 (found {chance!r})."
        )
    return float(chance)


def _power(shift: float, alpha: float, sides: int) -> float:
    """Chance of a z beyond its critical value where its mean is ``shift``."""
    from scipy import special

    critical = _critical(alpha, sides)
    found = float(special.ndtr(shift - critical))
    return found if sides == 1 else found + float(special.ndtr(-shift - critical))
