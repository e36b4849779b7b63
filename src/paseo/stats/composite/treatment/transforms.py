"""Transformations that draw in a long tail: logarithms and Box and Cox."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray
from paseo.stats.composite.treatment.moments import skewness

#: Powers among which the most likely one is looked for.
POWERS = (-5.0, 5.0)
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


def log_range(values: ArrayLike) -> FloatArray:
    """Logarithm of the distance from the smallest value: ``ln(x - min + 0.01 (max - min))``.

    It needs no positive values and keeps their order.

    Args:
        values: ... x values; NaN is missing.

    Returns:
        Of the same shape; minus infinity where all values are the same.

    Source: COIN Tool of the Joint Research Centre (Becker and others 2019, EUR 29899 EN), as in
    the R package COINr.

    Example:
        >>> log_range([0.0, 99.0]).round(4).tolist()
        [-0.0101, 4.6051]
    """
    given = np.asarray(values, dtype=np.float64)
    low = np.fmin.reduce(given, axis=-1, keepdims=True)
    high = np.fmax.reduce(given, axis=-1, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(given - low + 0.01 * (high - low)))


def log_by_skew(values: ArrayLike) -> FloatArray:
    """:func:`log_range` where the long tail is above, its mirror image where it is below.

    Args:
        values: ... x values; NaN is missing.

    Returns:
        Of the same shape, in the same order.

    Example:
        >>> log_by_skew([0.0, 98.0, 99.0]).round(2).tolist()
        [-4.61, -0.69, 0.01]
    """
    given = np.asarray(values, dtype=np.float64)
    above = skewness(given)[..., None] > 0
    return np.asarray(np.where(above, log_range(given), -log_range(-given)))


def box_cox(values: ArrayLike, power: ArrayLike) -> FloatArray:
    """Box-Cox transformation ``(x^p - 1) / p``, and ``ln x`` for a power of zero.

    Args:
        values: ... x values, all above zero; NaN is missing.
        power: One, or one for each row.

    Returns:
        Of the same shape, in the same order.

    Source: Box and Cox (1964), Journal of the Royal Statistical Society B 26, 211-252.

    Example:
        >>> box_cox([1.0, 4.0], 0.5).tolist()
        [0.0, 2.0]
    """
    logs = np.log(np.asarray(values, dtype=np.float64))
    p = np.asarray(power, dtype=np.float64)[..., None]
    safe = np.where(p == 0, 1.0, p)
    return np.asarray(np.where(p == 0, logs, np.expm1(safe * logs) / safe))


def box_cox_power(values: ArrayLike) -> FloatArray:
    """Most likely power of Box and Cox for normal values of unknown mean and variance.

    The profile likelihood ``-n/2 ln var(x^(p)) + (p - 1) sum ln x`` is searched by golden section.

    Args:
        values: ... x values, all above zero; NaN is missing.

    Returns:
        Of shape ``...``, between -5 and 5, to 1e-6.

    Source: Box and Cox (1964), Journal of the Royal Statistical Society B 26, 211-252.

    Example:
        >>> abs(float(box_cox_power(np.exp(np.linspace(-2, 2, 9))))) < 1e-6
        True
    """
    given = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(given)
    count = known.sum(axis=-1)
    logs = np.where(known, np.log(np.where(known, given, 1.0)), 0.0)
    total = logs.sum(axis=-1)
    # Relative to the geometric mean the powers stay near one and the logarithms near nought.
    centred = np.where(known, logs - (total / count)[..., None], 0.0)

    def likelihood(p: FloatArray) -> FloatArray:
        each = np.where(np.abs(p) < 1e-9, 1.0, p)[..., None]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            z = np.where(np.abs(p)[..., None] < 1e-9, centred, np.expm1(each * centred) / each)
            mean = np.where(known, z, 0.0).sum(axis=-1) / count
            spread = np.where(known, z - mean[..., None], 0.0)
            found = -np.log((spread * spread).sum(axis=-1) / count)
        return np.asarray(np.where(np.isnan(found), -np.inf, found))

    low = np.full(count.shape, POWERS[0])
    high = np.full(count.shape, POWERS[1])
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = likelihood(left), likelihood(right)
    for _ in range(40):
        better = at_left > at_right
        high, low = np.where(better, right, high), np.where(better, low, left)
        new = np.where(better, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
        at_new = likelihood(new)
        left, right = np.where(better, new, right), np.where(better, left, new)
        at_left, at_right = np.where(better, at_new, at_right), np.where(better, at_left, at_new)
    return np.asarray((low + high) / 2)


def transformed(rows: FloatArray, by: str) -> tuple[FloatArray, FloatArray]:
    """Transform rows that winsorising could not mend.

    Args:
        rows: R x n; NaN is missing.
        by: ``log`` (:func:`log_range`), ``log_by_skew`` or ``boxcox`` (the most likely power of
            the values above the smallest one, plus one).

    Returns:
        The transformed rows, and the power of each, NaN where there is none.
    """
    if by == "boxcox":
        above = above_least(rows)
        power = box_cox_power(above)
        return box_cox(above, power), power
    made = log_range(rows) if by == "log" else log_by_skew(rows)
    return made, np.full(len(rows), np.nan)


def above_least(rows: FloatArray) -> FloatArray:
    """Return how far values lie above the smallest of their row, plus one: all are positive."""
    return np.asarray(rows - np.fmin.reduce(rows, axis=-1, keepdims=True) + 1.0)
