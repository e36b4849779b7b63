"""Where one value stands among its peers: a range, never a rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative
from paseo.stats.differences import Direction, clear_differences
from paseo.stats.interval import Interval


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the usual range of a group of values.

    Attributes:
        low: Tenth percentile; NaN with too few values.
        middle: Median.
        high: Ninetieth percentile; NaN with too few values.
        n: Values that were known.
        method: How the percentiles were taken.
    """

    low: float
    middle: float
    high: float
    n: int
    method: str


@dataclass(frozen=True, slots=True)
class Place:
    """How a value stands among peers, as counts.

    Attributes:
        clearly_higher: Peers that the value is clearly higher than.
        not_clearly_different: Peers from which no clear difference was found.
        clearly_lower: Peers that the value is clearly lower than.
        cannot_tell: Peers (or all, when the value itself is unknown) without a known interval.
    """

    clearly_higher: int
    not_clearly_different: int
    clearly_lower: int
    cannot_tell: int

    @property
    def compared(self) -> int:
        """Peers that could be compared."""
        return self.clearly_higher + self.not_clearly_different + self.clearly_lower

    @property
    def possible_places(self) -> tuple[int, int] | None:
        """Smallest and largest place, counted from the highest value; None with no comparison.

        Joint over all peers only if the intervals were made at `simultaneous_level`.

        Source: Klein, Wright and Wieczorek (2020), Journal of the Royal Statistical Society A
        183, 589-606.
        """
        if not self.compared:
            return None
        first = self.clearly_lower + 1
        return first, first + self.not_clearly_different


def quantiles(
    values: ArrayLike, shares: Sequence[float], *, weights: ArrayLike | None = None
) -> FloatArray:
    """Quantiles of the known values.

    Without weights by linear interpolation (type 7 of Hyndman and Fan, as spreadsheets do);
    with weights the smallest value that holds at least the share of the weight (type 1).

    Args:
        values: One-dimensional; NaN is left out.
        shares: Shares wanted, 0 to 1, such as 0.1, 0.5, 0.9.
        weights: Weight per value, zero or more.

    Returns:
        One quantile per share; NaN where no value is known.

    Raises:
        NumbersError: A share lies outside 0 to 1, a weight is negative, shapes differ.

    Source: Hyndman and Fan (1996), The American Statistician 50, 361-365.

    Example:
        >>> quantiles([1, 2, 3, 4, 5], [0.1, 0.5]).tolist()
        [1.4, 3.0]
        >>> quantiles([1, 2, 3], [0.5], weights=[1, 1, 8]).tolist()
        [3.0]
    """
    x, w = as_numbers(values=values, weights=1.0 if weights is None else weights)
    not_negative(weights=w)
    if any(not 0 <= part <= 1 for part in shares):
        raise NumbersError("share-out-of-range", "Shares of quantiles lie between 0 and 1.")
    known = ~np.isnan(x) & (w > 0)
    x, w = x[known], w[known]
    if not x.size:
        return np.full(len(shares), np.nan)
    if weights is None:
        return np.asarray(np.quantile(x, shares, method="linear"))
    order = np.argsort(x, kind="stable")
    x, held = x[order], np.cumsum(w[order])
    # The margin keeps 0.1 + 0.2 of the weight from falling short of 0.3 by rounding.
    wanted = np.asarray(shares) * held[-1] * (1 - 1e-12)
    return np.asarray(x[np.searchsorted(held, wanted, side="left")])


def spread(values: ArrayLike, *, weights: ArrayLike | None = None, fewest: int = 10) -> Spread:
    """Median with tenth and ninetieth percentile of a group of values.

    Args:
        values: One-dimensional; NaN is left out.
        weights: Weight per value (population, say); None counts each alike.
        fewest: With fewer known values the two outer percentiles would be little more than the
            extremes, and are left unknown.

    Returns:
        The spread, in the unit of the values.

    Raises:
        NumbersError: A weight is negative or the shapes differ.

    Source: Hyndman and Fan (1996), The American Statistician 50, 361-365.

    Example:
        >>> peers = spread(range(1, 12))
        >>> peers.low, peers.middle, peers.high, peers.n
        (2.0, 6.0, 10.0, 11)
    """
    x, w = as_numbers(values=values, weights=1.0 if weights is None else weights)
    low, middle, high = quantiles(x, (0.1, 0.5, 0.9), weights=None if weights is None else w)
    n = int((~np.isnan(x) & (w > 0)).sum())
    if n < fewest:
        low = high = np.nan
    method = "linear (type 7)" if weights is None else "weighted inverse of the ECDF (type 1)"
    return Spread(float(low), float(middle), float(high), n, method)


def place_among(own: Interval, peers: Interval, *, margin: float | None = None) -> Place:
    """Count the peers that a value is clearly higher than, clearly lower than, or neither.

    Each comparison is the MOVER interval of the difference, at the level of the intervals. With
    many peers a few "clear" differences arise by chance: make the intervals at
    `simultaneous_level` when that matters.

    Args:
        own: One estimate with its interval.
        peers: The peers' estimates with intervals, independent, same unit and level.
        margin: Differences up to this size do not matter and count as not clearly different.

    Returns:
        The counts.

    Raises:
        NumbersError: ``own`` is not one estimate, or the levels differ.

    Example:
        >>> own = Interval(50.0, 46.0, 54.0, 0.95, "stated")
        >>> low, value, high = np.array([[36, 46, 60], [40, 51, 64], [44, 56, 68.0]])
        >>> place = place_among(own, Interval(value, low, high, 0.95, "stated"))
        >>> place.clearly_higher, place.not_clearly_different, place.clearly_lower
        (1, 1, 1)
        >>> place.possible_places
        (2, 3)
    """
    if own.known.ndim:
        raise NumbersError("not-one", "Compare one estimate at a time with its peers.")
    said = np.atleast_1d(clear_differences(own, peers, margin=margin))
    counted = {each: int((said == each).sum()) for each in Direction}
    return Place(
        clearly_higher=counted[Direction.HIGHER],
        not_clearly_different=counted[Direction.NO_CLEAR_DIFFERENCE]
        + counted[Direction.ABOUT_THE_SAME],
        clearly_lower=counted[Direction.LOWER],
        cannot_tell=counted[Direction.CANNOT_TELL],
    )
