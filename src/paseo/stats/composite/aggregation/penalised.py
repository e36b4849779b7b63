"""The Mazziotta-Pareto index: a mean with a penalty where children are out of balance."""

from __future__ import annotations

from typing import Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation.means import arithmetic

#: Scales on which the penalty is taken.
SCALES: Final = ("as_given", "standard", "adjusted")
#: Signs of the penalty.
PENALTIES: Final = ("minus", "plus")


def mazziotta_pareto(
    scores: FloatArray, weights: FloatArray, penalty: str = "minus", scale: str = "as_given"
) -> FloatArray:
    """Mean with a penalty for imbalance: ``M - S cv`` or ``M + S cv``, with ``cv = S / M``.

    M and S are the weighted mean and standard deviation (over the number of children) of the
    scores of one unit. A very high child among low ones can lower a score with ``minus``: the index
    does not rise with every child everywhere.

    Args:
        scores: (B or 1, n, k); NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.
        penalty: ``minus`` where more is better, ``plus`` where the index measures something bad.
        scale: ``as_given``; ``standard`` brings each child to mean 100 and standard deviation 10
            over the units (MPI); ``adjusted`` puts the mean of the units at 100 and the distance
            from the lowest to the highest to 60 (AMPI with the units as their own goalposts; use
            goalposts from 70 to 130 and ``as_given`` for fixed ones).

    Returns:
        (B, n).

    Source: De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104, 1-18; weighted:
        Mazziotta and Pareto (2022), Rivista Italiana di Economia, Demografia e Statistica 76(1);
        adjusted: Mazziotta and Pareto (2016), Social Indicators Research 127, 983-1003.

    Example:
        >>> mazziotta_pareto(np.array([[[90.0, 110.0]]]), np.array([[1.0, 1.0]])).tolist()
        [[99.0]]
    """
    held = rescaled(scores, scale)
    mean = arithmetic(held, weights)
    spread = arithmetic(np.square(held - mean[:, :, None]), weights)
    sign = -1.0 if penalty == "minus" else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatArray = mean + sign * spread / mean
    return found


def rescaled(scores: FloatArray, scale: str) -> FloatArray:
    """Bring children to the scale of the index over the units; a child without spread is 100."""
    if scale == "as_given":
        return scores
    known = ~np.isnan(scores)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = np.where(known, scores, 0.0).sum(axis=1, keepdims=True) / count
    away = scores - mean
    if scale == "standard":
        square = np.where(known, np.square(away), 0.0).sum(axis=1, keepdims=True) / count
        reach, factor = np.sqrt(square), 10.0
    else:
        high = np.where(known, scores, -np.inf).max(axis=1, keepdims=True)
        low = np.where(known, scores, np.inf).min(axis=1, keepdims=True)
        reach, factor = high - low, 60.0
    flat = ~(reach > 1e-12 * np.maximum(np.abs(mean), 1e-300))
    return np.asarray(100 + factor * np.where(flat, away * 0.0, away) / np.where(flat, 1.0, reach))
