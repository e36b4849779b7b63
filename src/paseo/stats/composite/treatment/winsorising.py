"""Winsorising: the outermost values are pulled in to the next ones, while the shape asks for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, Numbers
from paseo.stats.composite.treatment.moments import shape


@dataclass(frozen=True, eq=False)
class Winsorised:
    """Rows after winsorising, with what was done to each; R rows of n values.

    Attributes:
        rows: R x n. A row that could not be judged, or of which too little would be left, is as it
            was.
        high, low: Values that were pulled in above and below, R.
        skew_before, kurtosis_before: Of the rows as they were, R.
        skew, kurtosis: Of the rows as they are, R.
        enough: Whether they are within the limits now, R.
        stuck: Pulling in more would have left one single value: nothing was done, R.
    """

    rows: FloatArray
    high: NDArray[np.intp]
    low: NDArray[np.intp]
    skew_before: FloatArray
    kurtosis_before: FloatArray
    skew: FloatArray
    kurtosis: FloatArray
    enough: NDArray[np.bool_]
    stuck: NDArray[np.bool_]


def within(
    skew: FloatArray, kurtosis: FloatArray, skew_limit: Numbers, kurtosis_limit: Numbers
) -> NDArray[np.bool_]:
    """Return where ``|skewness| < limit`` or ``kurtosis < limit``: no outliers are suspected."""
    return np.asarray((np.abs(skew) < skew_limit) | (kurtosis < kurtosis_limit))


def pull_in(
    rows: FloatArray, above: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.intp], NDArray[np.bool_]]:
    """Set the largest value of each row (or its smallest) to the next one; all that tie with it.

    Args:
        rows: R x n; NaN is missing.
        above: Whether to pull in above rather than below, R.

    Returns:
        The new rows; how many values of each were pulled in; and whether there was a next value.
    """
    sign = np.where(above, 1.0, -1.0)[:, None]
    turned = rows * sign
    outermost = np.fmax.reduce(turned, axis=1)[:, None]
    at = turned == outermost
    following = np.fmax.reduce(np.where(at, -np.inf, turned), axis=1)[:, None]
    possible = following > -np.inf
    new = np.where(at & possible, following * sign, rows)
    return new, at.sum(axis=1), possible[:, 0]


def winsorise(
    values: ArrayLike,
    skew: ArrayLike = 2.0,
    kurtosis: ArrayLike = 3.5,
    most: ArrayLike = 5,
) -> Winsorised:
    """Pull in outermost values until skewness or kurtosis is below its limit.

    Above where the skewness is zero or more, below where it is less; anew for each value. Values
    that tie are pulled in together, which can pass ``most``.

    Args:
        values: R rows of n values, or one row; NaN is missing.
        skew: Limit of the absolute skewness, one or R.
        kurtosis: Limit of the excess kurtosis, one or R.
        most: Values that are pulled in at most, one or R.

    Returns:
        The rows, and what was done.

    Source: Becker and others (2022), COINr: an R package for developing composite indicators,
    Journal of Open Source Software 7, 4567; Joint Research Centre, COIN Tool (2019).

    Example:
        >>> done = winsorise([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])
        >>> done.rows[0, -3:].tolist(), int(done.high[0])
        ([10.0, 30.0, 30.0], 1)
    """
    rows = np.atleast_2d(np.array(values, dtype=np.float64))
    count = len(rows)
    limit_skew, limit_kurtosis, limit_most = (
        np.broadcast_to(np.asarray(one, dtype=np.float64), count) for one in (skew, kurtosis, most)
    )
    skew_before, kurtosis_before = shape(rows)
    skew_now, kurtosis_now = skew_before.copy(), kurtosis_before.copy()
    high, low = np.zeros(count, dtype=np.intp), np.zeros(count, dtype=np.intp)
    stuck = np.zeros(count, dtype=bool)
    enough = within(skew_now, kurtosis_now, limit_skew, limit_kurtosis)
    found = rows
    active = np.flatnonzero(~enough & ~np.isnan(kurtosis_now) & (limit_most > 0))
    if active.size:
        found = rows.copy()
    while active.size:
        above = skew_now[active] >= 0
        new, pulled, _ = pull_in(found[active], above)
        found[active] = new
        high[active[above]], low[active[~above]] = pulled[above], pulled[~above]
        skew_now[active], kurtosis_now[active] = shape(new)
        enough[active] = within(
            skew_now[active], kurtosis_now[active], limit_skew[active], limit_kurtosis[active]
        )
        stuck[active] = np.isnan(skew_now[active])
        goes_on = ~enough[active] & ~stuck[active]
        goes_on &= (high + low)[active] < limit_most[active]
        active = active[goes_on]
    if stuck.any():
        found[stuck] = rows[stuck]
        high[stuck] = low[stuck] = 0
        skew_now[stuck], kurtosis_now[stuck] = skew_before[stuck], kurtosis_before[stuck]
    return Winsorised(
        found, high, low, skew_before, kurtosis_before, skew_now, kurtosis_now, enough, stuck
    )


def winsorise_points(values: ArrayLike, points: ArrayLike, side: str = "skew") -> Winsorised:
    """Pull in a given number of outermost values, whatever the shape.

    Args:
        values: R rows of n values, or one row; NaN is missing.
        points: How many, one or R; at each end with ``both``.
        side: ``skew`` (where the long tail is, anew for each value), ``high``, ``low``, ``both``.

    Returns:
        The rows, and what was done; ``enough`` is true where it was done.

    Source: Wilcox (2017), Introduction to Robust Estimation and Hypothesis Testing, 4th edition,
    section 3.3.

    Example:
        >>> winsorise_points([1.0, 2, 3, 4, 50], 1, "both").rows.tolist()
        [[2.0, 2.0, 3.0, 4.0, 4.0]]
    """
    rows = np.atleast_2d(np.array(values, dtype=np.float64))
    wanted = np.broadcast_to(np.asarray(points, dtype=np.float64), len(rows))
    before = shape(rows)
    counts = {True: np.zeros(len(rows), dtype=np.intp), False: np.zeros(len(rows), dtype=np.intp)}
    found, stuck = rows.copy(), np.zeros(len(rows), dtype=bool)
    for ends in _ends(side):
        while True:
            done = sum(counts[end] for end in ends)
            active = np.flatnonzero((done < wanted) & ~stuck)
            if not active.size:
                break
            above = np.full(active.size, ends[0])
            if len(ends) > 1:
                above = shape(found[active])[0] >= 0
            new, pulled, possible = pull_in(found[active], above)
            found[active] = new
            for end in ends:
                counts[end][active[above == end]] = pulled[above == end]
            stuck[active] = ~possible | (np.fmax.reduce(new, axis=1) == np.fmin.reduce(new, axis=1))
    found[stuck] = rows[stuck]
    for held in counts.values():
        held[stuck] = 0
    return Winsorised(found, counts[True], counts[False], *before, *shape(found), ~stuck, stuck)


def _ends(side: str) -> list[tuple[bool, ...]]:
    """Rounds of ends; two ends in one round are chosen between by the skewness."""
    if side == "skew":
        return [(True, False)]
    both: list[tuple[bool, ...]] = [(True,), (False,)]
    return {"high": both[:1], "low": both[1:], "both": both}[side]
