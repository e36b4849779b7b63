"""Skewness and kurtosis of rows, missing values left out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray

_EPSILON: Final = float(np.finfo(np.float64).eps)


def shape(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return skewness and excess kurtosis of each row; see the two functions below.

    Args:
        rows: ... x values, NaN is missing.

    Returns:
        Two arrays of shape ``...``.
    """
    known = ~np.isnan(rows)
    if known.all():
        count = np.full(rows.shape[:-1], float(rows.shape[-1]))
        mean = rows.sum(axis=-1) / count
        away = rows - mean[..., None]
    else:
        count = known.sum(axis=-1).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(known, rows, 0.0).sum(axis=-1) / count
        away = np.where(known, rows - mean[..., None], 0.0)
    power = away * away
    second = power.sum(axis=-1)
    third = np.multiply(power, away, out=away).sum(axis=-1)
    fourth = np.multiply(power, power, out=power).sum(axis=-1)
    n = count
    # Equal values differ from their mean by rounding alone, and rounding has no shape.
    second = np.where(second > n * (n * _EPSILON * mean) ** 2, second, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = np.sqrt(n) * third / (second * np.sqrt(second)) * np.sqrt(n * (n - 1)) / (n - 2)
        flat = ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return np.where(n >= 3, skew, np.nan), np.where(n >= 4, flat, np.nan)


def skewness(values: ArrayLike) -> FloatArray:
    """Adjusted Fisher-Pearson skewness ``G1 = g1 sqrt(n (n - 1)) / (n - 2)`` of the known values.

    Args:
        values: ... x values; NaN is missing.

    Returns:
        Of shape ``...``; NaN with fewer than three values or where all are the same.

    Source: Joanes and Gill (1998), The Statistician 47, 183-189 (type 2).

    Example:
        >>> round(float(skewness([1, 2, 3, 10])), 4)
        1.7636
    """
    return shape(np.asarray(values, dtype=np.float64))[0]


def excess_kurtosis(values: ArrayLike) -> FloatArray:
    """Adjusted excess kurtosis ``G2 = ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3))``.

    Args:
        values: ... x values; NaN is missing.

    Returns:
        Of shape ``...``; NaN with fewer than four values or where all are the same.

    Source: Joanes and Gill (1998), The Statistician 47, 183-189 (type 2).

    Example:
        >>> round(float(excess_kurtosis([1, 2, 3, 10])), 4)
        3.228
    """
    return shape(np.asarray(values, dtype=np.float64))[1]
