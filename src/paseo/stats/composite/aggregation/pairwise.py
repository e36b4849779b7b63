"""Aggregation by comparing units two by two: only which is higher counts, not by how much."""

from __future__ import annotations

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation.means import BLOCK

#: Differences of weights under this share of their sum are ties, whatever the order of summing.
TIE = 1e-12


def outranking(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Share of the weight with which one unit lies above another; ties count half.

    Only children that both units have are compared, and their weights count in proportion.

    Args:
        scores: (n, k); NaN is missing.
        weights: (k,), zero or more, in any unit.

    Returns:
        (n, n), the share for the unit of the row; NaN on the diagonal and where two units have no
        child in common.

    Source: Munda and Nardo (2009), Applied Economics 41(12), 1513-1523.

    Example:
        >>> outranking(np.array([[3.0, 1.0], [2.0, 1.0]]), np.array([3.0, 1.0])).tolist()
        [[nan, 0.875], [0.125, nan]]
    """
    net, common = _duels(scores, weights[None])
    with np.errstate(invalid="ignore", divide="ignore"):
        share: FloatArray = 0.5 + net[..., 0] / common[..., 0] / 2
    np.fill_diagonal(share, np.nan)
    return share


def copeland(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Copeland score: units it beats less units that beat it, each by the majority of the weight.

    As COINr where every unit has every child; where some are missing, COINr gives their weight to
    the unit that stands later in the table, and this compares by what both units have.

    Args:
        scores: (B or 1, n, k); NaN is missing.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n): from 1 - n to n - 1; NaN for a unit without any child.

    Source: Copeland (1951), as in Becker and others (2022), Journal of Open Source Software
        7(78), 4567 (COINr).

    Example:
        >>> held = np.array([[[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]])
        >>> copeland(held, np.array([[2.0, 1.0]])).tolist()
        [[2.0, 0.0, -2.0]]
    """
    count, units = max(len(scores), len(weights)), scores.shape[1]
    found = np.empty((count, units))
    # Weights of shared scores are taken in blocks, scores of their own one by one.
    step = max(1, BLOCK // max(1, units * units)) if len(scores) == 1 else 1
    for start in range(0, count, step):
        rows = slice(start, min(start + step, count))
        held = scores[rows] if len(scores) > 1 else scores
        shares = weights[rows] if len(weights) > 1 else weights
        found[rows] = _wins(held[0], shares)
    present = ~np.isnan(scores) & (weights > 0)[:, None, :]
    return np.where(present.any(axis=2), found, np.nan)


def _wins(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Wins less defeats, (B, n), of scores (n, k) under weights (B, k)."""
    units = len(scores)
    found = np.empty((len(weights), units))
    step = max(1, BLOCK // max(1, units * max(scores.shape[1], len(weights))))
    least = TIE * weights.sum(axis=1)
    for start in range(0, units, step):
        rows = slice(start, start + step)
        net = _signs(scores[rows], scores) @ weights.T
        found[:, rows] = ((net > least).sum(axis=1) - (net < -least).sum(axis=1)).T
    return found


def _duels(scores: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weight won less weight lost, and weight in common: (n, n, B)."""
    known = (~np.isnan(scores)).astype(np.float64)
    common = (known[:, None, :] * known[None, :, :]) @ weights.T
    return _signs(scores, scores) @ weights.T, common


def _signs(rows: FloatArray, columns: FloatArray) -> FloatArray:
    """1 where the row is above the column, -1 below, 0 for a tie or where one is missing."""
    one, other = rows[:, None, :], columns[None, :, :]
    return (one > other).astype(np.float64) - (one < other)
