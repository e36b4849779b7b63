"""Means of children: arithmetic, geometric, harmonic, and the weighted median.

Every function takes scores ``(B or 1, n, k)`` and weights ``(B or 1, k)`` for B replications, n
units and k children, and gives ``(B, n)``. A missing child (NaN) is left out and the weights of the
others count in proportion; a unit without any child is missing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray

#: Numbers that a block of replications may hold at once, so that it stays near the processor.
BLOCK = 1 << 20


def arithmetic(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted arithmetic mean ``sum w x / sum w``: a low child is made up for by a high one.

    Args:
        scores: (B or 1, n, k); NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n).

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7.

    Example:
        >>> arithmetic(np.array([[[2.0, 4.0], [np.nan, 4.0]]]), np.array([[3.0, 1.0]])).tolist()
        [[2.5, 4.0]]
    """
    missing = np.isnan(scores)
    if not missing.any():
        return _products(scores, weights / weights.sum(axis=1, keepdims=True))
    held = _products(np.where(missing, 0.0, scores), weights)
    present = _products((~missing).astype(np.float64), weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(present > 0, held / present, np.nan)


def geometric(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted geometric mean ``exp(sum w log x / sum w)``: a low child is made up for in part.

    Args:
        scores: (B or 1, n, k), above zero; NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n).

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7.

    Example:
        >>> geometric(np.array([[[2.0, 8.0]]]), np.array([[1.0, 1.0]])).round(9).tolist()
        [[4.0]]
    """
    return np.exp(arithmetic(np.log(scores), weights))


def harmonic(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted harmonic mean ``sum w / sum (w / x)``: a low child weighs the most.

    Args:
        scores: (B or 1, n, k), above zero; NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n).

    Source: Becker and others (2022), Journal of Open Source Software 7(78), 4567 (COINr).

    Example:
        >>> harmonic(np.array([[[2.0, 6.0]]]), np.array([[1.0, 1.0]])).round(9).tolist()
        [[3.0]]
    """
    return 1.0 / arithmetic(1.0 / scores, weights)


def median(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted median: half of the weight lies below, half above.

    The child at which the running weight passes one half; where it meets one half exactly, the
    middle between that child and the next. With equal weights this is the usual median.

    Args:
        scores: (B or 1, n, k); NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n).

    Source: Edgeworth (1888), Philosophical Magazine 25, 184-191.

    Example:
        >>> median(np.array([[[1.0, 9.0, 5.0]]]), np.array([[1.0, 1.0, 1.0]])).tolist()
        [[5.0]]
        >>> median(np.array([[[1.0, 9.0, 5.0]]]), np.array([[1.0, 3.0, 1.0]])).tolist()
        [[9.0]]
    """
    count = max(len(scores), len(weights))
    order = np.argsort(scores, axis=2)
    ordered = np.take_along_axis(scores, order, axis=2)
    found = np.empty((count, scores.shape[1]))
    step = max(1, BLOCK // max(1, scores.shape[1] * scores.shape[2]))
    for start in range(0, count, step):
        rows = slice(start, min(start + step, count))
        found[rows] = _medians(ordered, order, weights, rows)
    return found


def _medians(
    ordered: FloatArray, order: NDArray[np.intp], weights: FloatArray, rows: slice
) -> FloatArray:
    own = rows if len(ordered) > 1 else slice(0, 1)
    size = rows.stop - rows.start
    values = np.broadcast_to(ordered[own], (size, *ordered.shape[1:]))
    at = np.broadcast_to(order[own], values.shape)
    shares = np.broadcast_to(weights[rows] if len(weights) > 1 else weights, (size, at.shape[2]))
    running = shares[np.arange(size)[:, None, None], at]
    running = np.cumsum(np.where(np.isnan(values), 0.0, running), axis=2)
    half = running[:, :, -1:] / 2
    # Ones summed in another order differ in their last digits: that must not decide about a tie.
    low = np.argmax(running >= half * (1 - 1e-12), axis=2)[..., None]
    high = np.argmax(running > half * (1 + 1e-12), axis=2)[..., None]
    middle = (np.take_along_axis(values, low, 2) + np.take_along_axis(values, high, 2)) / 2
    return np.where(half > 0, middle, np.nan)[..., 0]


def _products(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Sums of products over the children: a matrix product where many replications share scores.

    A product of a matrix with one vector adds up in an order that depends on the row, which would
    part units that are alike in everything: there every row is summed for itself.
    """
    found: FloatArray
    if len(weights) == 1:
        found = np.einsum("bnk,k->bn", scores, weights[0])
    elif len(scores) == 1 and scores.shape[1] > 1:
        found = weights @ scores[0].T
    else:
        found = np.einsum(
            "bnk,bk->bn", np.broadcast_to(scores, (len(weights), *scores.shape[1:])), weights
        )
    return found
