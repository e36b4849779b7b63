"""Small-area rates drawn towards the common rate, as far as their small numbers call for it.

A shrunken rate stands beside the raw one, never in its place. The intervals take the common
distribution as known and are therefore somewhat too narrow when there are few areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, a_level, as_numbers, not_negative
from paseo.stats.interval import Interval
from paseo.stats.inverse import gamma_above, gamma_below
from paseo.stats.rates import count

_MOST_ROUNDS = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Shrunken:
    """Shrunken rates of areas, with what drew them; all arrays have one entry per area.

    Attributes:
        rate: Shrunken rate with its interval.
        raw: The area's own rate.
        weight: Trust in the area's own rate, 0 (the common rate alone) to 1 (its own alone).
        common_rate: The rate drawn towards.
        variance: Variance of the true rates round it; 0 where the areas differ no more than
            chance would have it.
    """

    rate: Interval
    raw: FloatArray
    weight: FloatArray
    common_rate: FloatArray
    variance: FloatArray


def shrink(
    events: ArrayLike, base: ArrayLike, *, per: float = 1.0, level: float = 0.95
) -> Shrunken:
    """Draw area rates towards the overall rate (Marshall's global moment estimator).

    With m the overall rate, ``A = sum(n (r - m)^2) / sum(n) - m / mean(n)`` (0 if negative) the
    variance of the true rates and ``w = A / (A + m / n)``: ``shrunken = m + w (r - m)``. The
    interval is that of the gamma distribution with mean m and variance A, after the area's
    events; its mean is Marshall's estimate.

    Args:
        events: Events per area, one-dimensional.
        base: Base per area.
        per: Units of the base that the rates are given for.
        level: Level of the interval.

    Returns:
        Shrunken rates; NaN for areas without a known rate, which do not enter the common rate.

    Raises:
        NumbersError: A number is negative, or there are fewer than two areas.

    Source: Marshall (1991), Applied Statistics 40, 283-294.

    Example:
        >>> drawn = shrink([2, 30, 12, 60], [100, 1000, 900, 2100], per=1000)
        >>> [round(float(rate), 1) for rate in drawn.rate.value]
        [25.0, 27.3, 20.6, 27.3]
    """
    x, n, used = _areas(events, base)
    mean, variance = _marshall(x[used], n[used])
    return _drawn(x, n, mean, variance, per, level, "empirical Bayes (Marshall global)")


def shrink_poisson_gamma(
    events: ArrayLike, base: ArrayLike, *, per: float = 1.0, level: float = 0.95
) -> Shrunken:
    """Draw area rates towards the mean rate of a fitted gamma distribution.

    Events are Poisson, true rates gamma with shape ``v`` and rate ``a``; the two are found from
    ``v/a = mean(shrunken)`` and ``v/a^2 = sum((1 + a/n) (shrunken - v/a)^2) / (N - 1)``, and
    ``shrunken = (events + v) / (base + a)``. Each area counts alike in the mean rate, while in
    `shrink` large areas count more.

    Args:
        events: Events per area, one-dimensional.
        base: Base per area.
        per: Units of the base that the rates are given for.
        level: Level of the interval.

    Returns:
        Shrunken rates; NaN for areas without a known rate.

    Raises:
        NumbersError: A number is negative, or there are fewer than two areas.

    Source: Clayton and Kaldor (1987), Biometrics 43, 671-681.

    Example:
        >>> drawn = shrink_poisson_gamma([2, 30, 12, 60], [100, 1000, 900, 2100], per=1000)
        >>> [round(float(rate), 1) for rate in drawn.rate.value]
        [23.7, 27.6, 18.2, 27.5]
    """
    x, n, used = _areas(events, base)
    mean, variance = _clayton_kaldor(x[used], n[used])
    return _drawn(x, n, mean, variance, per, level, "empirical Bayes (Poisson-gamma)")


def shrink_locally(
    events: ArrayLike,
    base: ArrayLike,
    indptr: ArrayLike,
    indices: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
) -> Shrunken:
    """Draw area rates towards the rate of their neighbourhood (Marshall's local estimator).

    As `shrink`, with m and A taken from the area and its neighbours. An area without (known)
    neighbours keeps its own rate. A single rate may stand out less among few neighbours, and
    a border between two kinds of town is blurred.

    Args:
        events: Events per area, one-dimensional.
        base: Base per area.
        indptr: Start of each area's neighbours in ``indices``, and the end (CSR; areas + 1).
        indices: Neighbours of all areas, one after the other, counted from 0.
        per: Units of the base that the rates are given for.
        level: Level of the interval.

    Returns:
        Shrunken rates; NaN for areas without a known rate.

    Raises:
        NumbersError: A number is negative, or the neighbour list does not fit the areas.

    Source: Marshall (1991), Applied Statistics 40, 283-294.

    Example:
        >>> chain = ([0, 1, 3, 4], [1, 0, 2, 1])
        >>> drawn = shrink_locally([2, 30, 12], [100, 1000, 900], *chain, per=1000)
        >>> [round(float(rate), 1) for rate in drawn.rate.value]
        [29.1, 26.8, 16.4]
    """
    x, n, used = _areas(events, base)
    area, other = _pairs(indptr, indices, x.size)
    known = used[area] & used[other]
    area, other = area[known], other[known]

    def gathered(each: NDArray[np.floating]) -> FloatArray:
        return np.asarray(np.bincount(area, weights=each, minlength=x.size), dtype=np.float64)

    with np.errstate(divide="ignore", invalid="ignore"):
        r = x / n
        sum_x, sum_n, members = gathered(x[other]), gathered(n[other]), gathered(used[other] * 1.0)
        mean = sum_x / sum_n
        spread = gathered(n[other] * (r[other] - mean[area]) ** 2) / sum_n
        variance = np.maximum(spread - mean * members / sum_n, 0.0)
    method = "empirical Bayes (Marshall local)"
    drawn = _drawn(x, n, mean, variance, per, level, method, pool=(sum_x, sum_n))
    drawn.weight[used & (members == 1)] = 1.0
    return drawn


def _areas(events: ArrayLike, base: ArrayLike) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    x, n = as_numbers(events=events, base=base)
    not_negative(events=x, base=n)
    if x.ndim != 1:
        raise NumbersError("not-one-row", "Give one row of areas: events and base per area.")
    used = ~np.isnan(x) & (n > 0)
    if used.sum() < 2:
        raise NumbersError("too-few-areas", "Shrinking needs at least two areas with a known rate.")
    return x, n, used


def _marshall(x: FloatArray, n: FloatArray) -> tuple[float, float]:
    mean = x.sum() / n.sum()
    spread = (n * (x / n - mean) ** 2).sum() / n.sum()
    return float(mean), float(max(0.0, spread - mean / n.mean()))


def _clayton_kaldor(x: FloatArray, n: FloatArray) -> tuple[float, float]:
    overall = x.sum() / n.sum()
    if overall == 0:
        return 0.0, 0.0
    expected = n * overall
    # Without more spread than chance the equations have no finite solution.
    if ((x - expected) ** 2 / expected).sum() / (x.size - 1) <= 1:
        return float(overall), 0.0
    risk = x / expected
    mean, variance = risk.mean(), risk.var(ddof=1)
    for _ in range(_MOST_ROUNDS):
        alpha = mean / variance
        drawn = (x + mean * alpha) / (expected + alpha)
        before = mean, variance
        mean = drawn.mean()
        variance = ((1 + alpha / expected) * (drawn - mean) ** 2).sum() / (x.size - 1)
        if np.allclose(before, (mean, variance), rtol=1e-12, atol=0):
            break
    return float(mean * overall), float(variance * overall**2)


def _drawn(
    x: FloatArray,
    n: FloatArray,
    mean: float | FloatArray,
    variance: float | FloatArray,
    per: float,
    level: float,
    method: str,
    pool: tuple[FloatArray, FloatArray] | None = None,
) -> Shrunken:
    """The gamma distribution of each area's true rate after its events."""
    known = ~np.isnan(x) & (n > 0)
    x, n = np.where(known, x, np.nan), np.where(known, n, np.nan)
    mean, variance = np.broadcast_to(mean, x.shape), np.broadcast_to(variance, x.shape)
    tail = (1 - a_level(level)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(variance > 0, variance / (variance + mean / n), 0.0 * n)
        value = mean + weight * (x / n - mean)
        shape, rate = mean**2 / variance + x, mean / variance + n
        low, high = gamma_below(shape, tail), gamma_above(shape, tail)
        # A very skewed distribution can have its mean beyond its upper quantile.
        low, high = low / rate, np.maximum(high / rate, value)
        # Where areas do not differ, what remains unsure is the common rate itself.
        sum_x, sum_n = pool or (np.nansum(x) + 0 * x, np.nansum(n) + 0 * n)
        _, pool_low, pool_high = (part / sum_n for part in count(sum_x, level=level).arrays())
    low = np.where(variance > 0, low, np.where(known, pool_low, np.nan))
    high = np.where(variance > 0, high, np.where(known, pool_high, np.nan))
    return Shrunken(
        rate=Interval(value * per, low * per, high * per, level, method),
        raw=x / n * per,
        weight=weight,
        common_rate=mean * per,
        variance=variance * per**2,
    )


def _pairs(
    indptr: ArrayLike, indices: ArrayLike, areas: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every area with itself and each of its neighbours, once."""
    starts, others = np.asarray(indptr, dtype=np.intp), np.asarray(indices, dtype=np.intp)
    steps = np.diff(starts)
    fits = starts.shape == (areas + 1,) and starts[0] == 0 and starts[-1] == others.size
    if not fits or (steps < 0).any() or (others < 0).any() or (others >= areas).any():
        raise NumbersError(
            "neighbours-do-not-fit",
            f"The neighbour list does not fit {areas} areas: indptr needs areas + 1 rising"
            " entries from 0, indices only numbers from 0 to areas - 1.",
        )
    itself = np.arange(areas, dtype=np.intp)
    area = np.concatenate([itself, np.repeat(itself, steps)])
    other = np.concatenate([itself, others])
    once = np.unique(area * areas + other)
    return once // areas, once % areas
