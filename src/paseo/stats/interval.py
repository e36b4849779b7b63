"""The one result type of an estimate with its interval."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, Numbers, a_level, given_back
from paseo.stats.inverse import normal_below


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """An estimate with the interval that goes with it; scalars or arrays of one shape.

    NaN means unknown. A value with unknown ends is a value whose uncertainty nobody knows.

    Attributes:
        value: The estimate.
        low: Lower end of the interval.
        high: Upper end of the interval, possibly infinite.
        level: Confidence level, such as 0.95.
        method: Name of the method, as the literature has it.

    Example:
        >>> one = Interval(value=0.5, low=0.4, high=0.6, level=0.95, method="stated")
        >>> one.times(100).low
        40.0
    """

    value: Numbers
    low: Numbers
    high: Numbers
    level: float
    method: str

    @property
    def width(self) -> Numbers:
        """High minus low, in the unit of the value."""
        return given_back(np.asarray(self.high) - np.asarray(self.low))

    @property
    def known(self) -> NDArray[np.bool_]:
        """True where value and both ends are known; the shape of the value."""
        value, low, high = self.arrays()
        return np.asarray(~(np.isnan(value) | np.isnan(low) | np.isnan(high)))

    def arrays(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, low and high as arrays, for further arithmetic."""
        return (
            np.asarray(self.value, dtype=np.float64),
            np.asarray(self.low, dtype=np.float64),
            np.asarray(self.high, dtype=np.float64),
        )

    def floats(self) -> tuple[float, float, float]:
        """Value, low and high of a single estimate as plain numbers."""
        return float(self.value), float(self.low), float(self.high)

    def times(self, factor: float) -> Interval:
        """The same estimate in another unit; a negative factor turns the ends round."""
        value, low, high = (part * factor for part in self.arrays())
        ends = (low, high) if factor >= 0 else (high, low)
        return made(value, *ends, level=self.level, method=self.method)

    def named(self, method: str) -> Interval:
        """The same numbers under a fuller name of the method."""
        return replace(self, method=method)

    def contains(self, number: ArrayLike) -> NDArray[np.bool_]:
        """True where low <= number <= high; False where an end is unknown."""
        _, low, high = self.arrays()
        tested = np.asarray(number, dtype=np.float64)
        return np.asarray((low <= tested) & (tested <= high))

    def __getitem__(self, index: int | slice | NDArray[np.bool_] | NDArray[np.intp]) -> Interval:
        """One entry, or some entries, of an array of estimates."""
        value, low, high = (np.asarray(part[index]) for part in self.arrays())
        return made(value, low, high, level=self.level, method=self.method)


def made(
    value: FloatArray, low: FloatArray, high: FloatArray, *, level: float, method: str
) -> Interval:
    """Put an interval together from arrays; 0-d arrays become plain numbers."""
    return Interval(
        given_back(np.asarray(value)),
        given_back(np.asarray(low)),
        given_back(np.asarray(high)),
        level,
        method,
    )


def two_sided_z(level: float) -> float:
    """The standard normal quantile that leaves ``1 - level`` outside, half on each side.

    Example:
        >>> round(two_sided_z(0.95), 6)
        1.959964
    """
    return normal_below(0.5 + a_level(level) / 2)


def simultaneous_level(level: float, comparisons: int) -> float:
    """The level each of several intervals needs so that together they hold at ``level``.

    Bonferroni: ``1 - (1 - level) / comparisons``. Use it where a reader looks at many
    comparisons at once, such as one city beside eighty peers.

    Args:
        level: Level wanted for all comparisons together.
        comparisons: Their number, at least 1.

    Returns:
        The level of one comparison.

    Source: Dunn (1961), Journal of the American Statistical Association 56, 52-64.

    Example:
        >>> round(simultaneous_level(0.95, 10), 6)
        0.995
    """
    return 1 - (1 - a_level(level)) / max(1, comparisons)
