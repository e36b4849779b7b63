"""Weights such that children matter as much as they are meant to, measured by correlation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray

#: Scores (n, k) and weights (k,) to the aggregate (n,).
Combine = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class Balance:
    """Weights and the importance they give; k children.

    Attributes:
        weights: Summing to one.
        wanted: Shares of importance that were asked for.
        obtained: Shares of importance: correlations with the aggregate over their sum.
        correlations: With the aggregate.
    """

    weights: FloatArray
    wanted: FloatArray
    obtained: FloatArray
    correlations: FloatArray


def balance(scores: FloatArray, wanted: FloatArray, combine: Combine) -> Balance:
    """Find weights under which correlations with the aggregate are as wanted to each other.

    ``min sum (r_k / sum r - t_k)^2`` over weights of zero or more, with the Pearson correlation
    r_k of a child with the aggregate over the units that have both, and wanted shares t_k. With
    arithmetic means and complete values the answer is ``w = C^-1 (s t)`` wherever that is not
    negative (C covariances, s standard deviations); that is also where the search starts.

    Args:
        scores: (n, k); NaN is missing.
        wanted: Importance of each child, above zero, in any unit.
        combine: How children become the aggregate.

    Returns:
        Weights and what they reach.

    Source: Becker and others (2017), Ecological Indicators 80, 12-22.

    Example:
        >>> held = np.array([[1.0, 30.0], [2.0, 10.0], [4.0, 50.0], [3.0, 20.0]])
        >>> from paseo.stats.composite.aggregation.means import arithmetic
        >>> found = balance(held, np.ones(2), lambda s, w: arithmetic(s[None], w[None])[0])
        >>> found.obtained.round(9).tolist()
        [0.5, 0.5]
    """
    from scipy.optimize import least_squares

    shares = wanted / wanted.sum()
    k = len(shares)
    if k == 1:
        return Balance(np.ones(1), shares, np.ones(1), np.ones(1))

    size = _sizes(scores)

    def correlations(parts: FloatArray) -> FloatArray:
        weights = parts / size
        return _correlations(scores, combine(scores, weights / weights.sum()))

    def away(parts: FloatArray) -> FloatArray:
        found = correlations(parts)
        total = found.sum()
        return np.asarray(found / total - shares if total > 0 else np.full(k, 2.0))

    start = _start(scores / size, shares)
    solved = least_squares(
        away, start, bounds=(0.0, 1.0), xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=200
    )
    better = np.square(away(solved.x)).sum() <= np.square(away(start)).sum()
    parts = solved.x if better else start
    reached, weights = correlations(parts), parts / size
    return Balance(weights / weights.sum(), shares, reached / reached.sum(), reached)


def _sizes(scores: FloatArray) -> FloatArray:
    """Standard deviations, so that the search sees children on one scale."""
    known = ~np.isnan(scores)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, scores, 0.0).sum(axis=0) / count
    size = np.sqrt(np.where(known, np.square(scores - mean), 0.0).sum(axis=0) / count)
    return np.where(size > 0, size, 1.0)


def _start(scores: FloatArray, shares: FloatArray) -> FloatArray:
    held = scores[~np.isnan(scores).any(axis=1)]
    if len(held) < 3:
        return np.asarray(np.clip(shares, 1e-3, 1 - 1e-3))
    covariance = np.cov(held, rowvar=False)
    exact = np.linalg.lstsq(covariance, np.sqrt(np.diag(covariance)) * shares, rcond=None)[0]
    if exact.max() <= 0:
        exact = shares
    # The search moves inside its bounds: it cannot start on one of them.
    return np.asarray(np.clip(exact / exact[exact > 0].sum(), 1e-3, 1 - 1e-3))


def _correlations(scores: FloatArray, made: FloatArray) -> FloatArray:
    """Correlation of each child with the aggregate, over the units that have both; 0 for none."""
    both = ~(np.isnan(scores) | np.isnan(made)[:, None])
    count = np.maximum(both.sum(axis=0), 1)
    one = _centred(scores, both, count)
    other = _centred(np.broadcast_to(made[:, None], scores.shape), both, count)
    size = np.sqrt(np.square(one).sum(axis=0) * np.square(other).sum(axis=0))
    known = (size > 0) & (count > 2)
    return np.where(known, (one * other).sum(axis=0) / np.where(size > 0, size, 1.0), 0.0)


def _centred(
    numbers: FloatArray, known: NDArray[np.bool_], count: NDArray[np.intp]
) -> FloatArray:  # fmt: skip
    held = np.where(known, numbers, 0.0)
    return np.where(known, held - held.sum(axis=0) / count, 0.0)
