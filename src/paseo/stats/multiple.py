"""Differences as tests, and several read together: what stays clear among many comparisons."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, a_level, a_share, as_numbers
from paseo.stats.inverse import student_below


def p_of_interval(value: float, low: float, high: float, df: float, level: float) -> float:
    """P-value of "no difference" that agrees with the interval of a difference.

    ``t = t(df) d / (d - low)`` with the end that lies towards nought, so that p is under
    ``1 - level`` exactly where the interval excludes nought. Of a t interval it is the p-value
    of ``d / se``. Of one from the groups' own intervals (MOVER) it stays sound where all of a
    group answered alike and ``se`` pretends to know that group.

    Args:
        value: The difference.
        low: Lower end of its interval.
        high: Upper end.
        df: Degrees of freedom behind the interval; very many for a normal one.
        level: Its confidence level.

    Returns:
        The two-sided p-value; 1 for a difference of nought, NaN where an end is unknown or there
        are no degrees of freedom.

    Raises:
        NumbersError: The level is not between 0 and 1.

    Source: Altman and Bland (2011), BMJ 343, d2304.

    Example:
        >>> round(p_of_interval(4.0, 0.0, 8.0, 1e9, 0.95), 4)
        0.05
    """
    from scipy import special

    a_level(level)
    if not (np.isfinite([value, low, high]).all() and df > 0):
        return float("nan")
    if value == 0:
        return 1.0
    reach = value - low if value > 0 else high - value
    if reach <= 0:
        return 0.0
    t = float(student_below(np.asarray(df), 0.5 + level / 2)) * abs(value) / reach
    return float(2 * special.stdtr(df, -t))


def holm(p: ArrayLike) -> FloatArray:
    """Holm's adjusted p-values: ``max over j <= i of min(1, (m - j + 1) p_(j))``.

    A comparison whose adjusted p lies under 1 - level is clear at that level for the whole
    family: the chance of even one false clear difference stays under 1 - level.

    Args:
        p: P-values of one family of comparisons; NaN where a comparison is not possible, which
            does not count.

    Returns:
        The adjusted p-values in the same order; NaN stays NaN.

    Raises:
        NumbersError: A p-value outside 0 to 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Example:
        >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
        [0.03, 0.06, 0.06]
    """
    (given,) = as_numbers(p=p)
    a_share(p=given)
    adjusted = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    factors = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(given[order] * factors), 1.0)
    return adjusted
