"""Events avoided in an interrupted series: how far a lopsided number may be off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri

from paseo.stats.checks import FloatArray

#: Points on which the distribution is laid out.
POINTS: Final = 4_001
#: Steps of the golden ratio spread points evenly that are taken one after the other.
_GOLDEN: Final = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Events expected in the counted periods, without the change and with it.

    Args:
        without, with_it: both sums.
        without_gradient, with_gradient: of their logarithms in the coefficients, (columns,).
    """

    without: float
    with_it: float
    without_gradient: FloatArray
    with_gradient: FloatArray

    @property
    def ratio_gradient(self) -> FloatArray:
        """Return the gradient of the logarithm of with over without."""
        return self.with_gradient - self.without_gradient


def lopsided_ends(
    sums: Sums, covariance: FloatArray, wider: float, level: float
) -> tuple[float, float]:
    """Return both ends of the events avoided, their two sums taken as lognormal together.

    ``A = W - V`` with ``(log W, log V)`` normal. Of a number that can fall to minus infinity but
    not above the events expected an even interval is too short on one side; here none lies in the
    interval just where a ratio of 1 lies in that of the ratio by the same covariance.

    Args:
        sums: events without the change (W) and with it (V).
        covariance: of the coefficients, (columns, columns).
        wider: how much wider than the normal the quantiles are (1 for the normal itself).
        level: Confidence level.

    Returns:
        Quantiles at ``(1 - level) / 2`` on each side, from evenly laid points; no chance in it.

    Source: lognormal margins of Poisson regression, as for its ratios; our own joining of both.

    Example:
        >>> sums = Sums(100.0, 70.0, np.array([1.0, 0.0]), np.array([1.0, 1.0]))
        >>> [round(end) for end in lopsided_ends(sums, np.diag([0.0, 0.03]), 1.0, 0.95)]
        [2, 50]
    """
    apart = sums.ratio_gradient
    spread = float(apart @ covariance @ apart)
    shared = float(apart @ covariance @ sums.without_gradient)
    own = float(sums.without_gradient @ covariance @ sums.without_gradient)
    slope = shared / spread
    left = np.sqrt(max(own - slope * shared, 0.0))
    place = (np.arange(POINTS) + 0.5) / POINTS
    ratio = wider * np.sqrt(spread) * ndtri(place)
    rest = wider * left * ndtri((place * POINTS * _GOLDEN) % 1.0)
    with np.errstate(over="ignore"):
        without = sums.without * np.exp(slope * ratio + rest)
        avoided = without * (1 - sums.with_it / sums.without * np.exp(ratio))
    tail = (1 - level) / 2
    low, high = np.quantile(avoided, [tail, 1 - tail])
    return float(low), float(high)
