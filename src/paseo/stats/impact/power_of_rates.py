"""Power of comparing two rates of many units, Poisson or more variable than Poisson.

A unit is what is counted apart: a street, a school, a week. With counts of whole areas there is
one unit on each side and the exposure is the length of the period.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paseo.stats.checks import NumbersError
from paseo.stats.impact.before_after import a_factor
from paseo.stats.impact.effect import Alternative, an_alternative
from paseo.stats.impact.power import a_chance
from paseo.stats.inverse import normal_below

NullVariance: TypeAlias = Literal["score", "alternative", "total", "reference"]


@dataclass(frozen=True, slots=True)
class TwoRates:
    """Two groups of units with the rates that are expected.

    Attributes:
        first: Events per unit and exposure in the first group, more than zero.
        second: The same in the second group.
        units_first: Units in the first group.
        units_second: Units in the second group.
        exposure: How long each unit is watched.
        dispersion: k of the negative binomial, ``variance = mean + k * mean**2``; 0 for Poisson.
        variance_factor: Or a factor on the Poisson variance instead; 1 for none.
    """

    first: float
    second: float
    units_first: float = 1.0
    units_second: float = 1.0
    exposure: float = 1.0
    dispersion: float = 0.0
    variance_factor: float = 1.0

    def __post_init__(self) -> None:
        for name in ("first", "second", "units_first", "units_second", "exposure"):
            number = getattr(self, name)
            if not (number > 0 and math.isfinite(number)):
                raise NumbersError("rates", f"{name} must be above zero (found {number!r}).")
        if not (self.dispersion >= 0 and math.isfinite(self.dispersion)):
            raise NumbersError(
                "dispersion", f"dispersion must be zero or more (found {self.dispersion!r})."
            )
        if a_factor(self.variance_factor) != 1 and self.dispersion:
            raise NumbersError(
                "dispersion", "Give a dispersion or a variance factor, not both: they are two "
                "accounts of the same thing."
            )  # fmt: skip

    def log_variance(self, first: float, second: float) -> float:
        """Variance of the log of the ratio of both estimates, at given true rates."""
        poisson = 1 / (self.units_first * self.exposure * first) + 1 / (
            self.units_second * self.exposure * second
        )
        shared = self.dispersion * (1 / self.units_first + 1 / self.units_second)
        return self.variance_factor * poisson + shared


def rate_ratio_power(
    rates: TwoRates,
    *,
    null: float = 1.0,
    alpha: float = 0.05,
    alternative: Alternative = "two-sided",
    null_variance: NullVariance = "score",
) -> float:
    """Power of a test of the ratio of two rates, on the log.

    ``Phi((|log(ratio/null)| - z_alpha * s0) / s1)`` (and the far tail, if two-sided) with
    ``s1**2 = 1/(n1*t*r1) + 1/(n2*t*r2) + k*(1/n1 + 1/n2)`` at the expected rates and s0 the same
    at rates as the null has them.

    Args:
        rates: Both groups.
        null: Ratio, first over second, under the null; other than 1 for a margin.
        alpha: Chance of finding a difference where there is none.
        alternative: ``"smaller"``: the first rate is lower than the null has it.
        null_variance: How s0 is got: ``"score"`` from rates most likely under the null,
            ``"alternative"`` as s1, ``"total"`` from rates that keep the total of events,
            ``"reference"`` from the second rate. (Zhu and Lakkis number reference,
            alternative and score 1, 2 and 3 and advise against the first.)

    Returns:
        The power, 0 to 1.

    Raises:
        NumbersError: The ratio under the null is not above zero, or alpha is impossible.

    Source: Zhu and Lakkis (2014), Statistics in Medicine 33, 376-387; Zhu (2017), Statistics in
    Biopharmaceutical Research 9, 107-115 (margins).

    Example:
        >>> round(rate_ratio_power(TwoRates(1.8, 2.2, 29, 29, 2.5), null=1.2, alpha=0.025,
        ...     alternative="smaller", null_variance="alternative"), 5)
        0.90056
    """
    an_alternative(alternative)
    s0, s1 = _errors(rates, _a_ratio(null), null_variance)
    distance = math.log(rates.first / rates.second / null)
    tail = a_chance("alpha", alpha) / (2 if alternative == "two-sided" else 1)
    critical = -normal_below(tail)
    power = 0.0
    if alternative != "smaller":
        power += _below((distance - critical * s0) / s1)
    if alternative != "larger":
        power += _below((-distance - critical * s0) / s1)
    return power


def rate_equivalence_power(
    rates: TwoRates,
    low: float,
    high: float,
    *,
    alpha: float = 0.05,
    null_variance: NullVariance = "score",
) -> float:
    """Power of showing that two rates do not differ by more than a margin.

    Two one-sided tests, both of which must reject:
    ``Phi((log(high) - d - z*s_high) / s1) - Phi((log(low) - d + z*s_low) / s1)``, d the log of
    the expected ratio, not below zero.

    Args:
        rates: Both groups.
        low: Lower margin of the ratio, below 1.
        high: Upper margin, above 1.
        alpha: Chance that each of the two tests rejects wrongly.
        null_variance: As for ``rate_ratio_power``.

    Returns:
        The power, 0 to 1.

    Raises:
        NumbersError: The margins are not in order, or alpha is impossible.

    Source: Zhu (2017), Statistics in Biopharmaceutical Research 9, 107-115.

    Example:
        >>> round(rate_equivalence_power(TwoRates(2.5, 2.5, 965, 965, 0.9, dispersion=0.35),
        ...     0.875, 1 / 0.875, null_variance="alternative"), 5)
        0.90022
    """
    if not _a_ratio(low) < _a_ratio(high):
        raise NumbersError("margins", f"low must lie below high (found {low!r}, {high!r}).")
    critical = -normal_below(a_chance("alpha", alpha))
    distance = math.log(rates.first / rates.second)
    s_low, s1 = _errors(rates, low, null_variance)
    s_high, _ = _errors(rates, high, null_variance)
    above = _below((math.log(low) - distance + critical * s_low) / s1)
    return max(0.0, _below((math.log(high) - distance - critical * s_high) / s1) - above)


def units_needed(
    rates: TwoRates,
    *,
    power: float = 0.8,
    null: float = 1.0,
    alpha: float = 0.05,
    alternative: Alternative = "two-sided",
    null_variance: NullVariance = "score",
) -> int | None:
    """Units needed in the first group for a given power; the second keeps its proportion.

    The smallest whole n for which ``rate_ratio_power`` reaches the power, by halving.

    Args:
        rates: Both groups; only the proportion of their units counts.
        power: Power that is wanted.
        null: As for ``rate_ratio_power``.
        alpha: As for ``rate_ratio_power``.
        alternative: As for ``rate_ratio_power``.
        null_variance: As for ``rate_ratio_power``.

    Returns:
        Units in the first group; None where a billion would not do.

    Raises:
        NumbersError: As for ``rate_ratio_power``.

    Source: Zhu and Lakkis (2014), Statistics in Medicine 33, 376-387.

    Example:
        >>> units_needed(TwoRates(0.8, 1.0, exposure=1, dispersion=0.4))
        478
    """
    a_chance("power", power)
    share = rates.units_second / rates.units_first

    def enough(n: int) -> bool:
        tried = TwoRates(
            rates.first, rates.second, n, n * share, rates.exposure, rates.dispersion,
            rates.variance_factor,
        )  # fmt: skip
        found = rate_ratio_power(
            tried, null=null, alpha=alpha, alternative=alternative, null_variance=null_variance
        )
        return found >= power

    low, high = 1, 1
    while not enough(high):
        low, high = high + 1, high * 2
        if high > 1e9:
            return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _errors(rates: TwoRates, null: float, null_variance: NullVariance) -> tuple[float, float]:
    """Standard error of the log ratio under the null and at the expected rates."""
    s1 = math.sqrt(rates.log_variance(rates.first, rates.second))
    if null_variance == "alternative":
        return s1, s1
    if null_variance == "total":
        second = _total(rates, null)
    elif null_variance == "reference":
        second = rates.second
    elif null_variance == "score":
        second = _most_likely(rates, null)
    else:
        raise NumbersError(
            "null-variance",
            f"null_variance must be score, alternative, total or reference "
            f"(found {null_variance!r}).",
        )
    return math.sqrt(rates.log_variance(second * null, second)), s1


def _total(rates: TwoRates, null: float) -> float:
    """Second rate under the null that keeps the total of events."""
    events = rates.units_first * rates.first + rates.units_second * rates.second
    return events / (rates.units_first * null + rates.units_second)


def _most_likely(rates: TwoRates, null: float) -> float:
    """Second rate most likely under the null, were the expected rates observed.

    Setting the negative binomial score to zero, ``sum of n*(r - r0)/(r0*(1 + k*t*r0)) = 0`` over
    both groups, gives a quadratic in the second rate.
    """
    n1, n2, kt = rates.units_first, rates.units_second, rates.dispersion * rates.exposure
    a = kt * null * (n1 + n2)
    b = n1 * null + n2 - kt * (n1 * rates.first + n2 * rates.second * null)
    c = -(n1 * rates.first + n2 * rates.second)
    if a == 0:
        return -c / b
    root = math.sqrt(b**2 - 4 * a * c)
    return 2 * -c / (b + root) if b >= 0 else (root - b) / (2 * a)


def _a_ratio(ratio: float) -> float:
    if not (ratio > 0 and math.isfinite(ratio)):
        raise NumbersError("ratio", f"The ratio must be above zero (found {ratio!r}).")
    return ratio


def _below(z: float) -> float:
    from scipy import special

    return float(special.ndtr(np.float64(z)))
