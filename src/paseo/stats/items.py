"""How the questions of one scale go together: each with the rest, and all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, a_level, as_numbers
from paseo.stats.interval import Interval
from paseo.stats.inverse import normal_below


def item_rest(scores: ArrayLike) -> FloatArray:
    """Correlate each item with the sum of the others.

    ``r_i = cor(x_i, sum of x_j, j != i)``. A value near zero says that the item measures
    something else, one below zero that it runs against the others, often a sentence with
    opposite sense that was not turned round.

    Args:
        scores: One row per respondent, one column per item; rows with NaN are left out.

    Returns:
        One correlation for each item, -1 to 1; NaN where an item or the rest never varies, or
        fewer than three rows are complete.

    Raises:
        NumbersError: The table has no two columns.

    Source: Nunnally and Bernstein (1994), Psychometric Theory, chapter 8 (corrected item-total
    correlation).

    Example:
        >>> item_rest([[1, 1, 3], [2, 2, 3], [3, 3, 1], [4, 3, 2]]).round(2).tolist()
        [0.45, 0.45, -0.75]
    """
    table = _complete(scores)
    found = np.full(table.shape[1], np.nan)
    if len(table) < 3:
        return found
    total = table.sum(axis=1)
    for at in range(table.shape[1]):
        item, rest = table[:, at], total - table[:, at]
        if np.ptp(item) > 0 and np.ptp(rest) > 0:
            found[at] = float(np.corrcoef(item, rest)[0, 1])
    return found


def correlation_interval(correlation: float, n: int, level: float = 0.95) -> Interval:
    """Put an interval round a correlation, by Fisher's transformation.

    ``tanh(atanh(r) -+ z / sqrt(n - 3))``. It supposes pairs from a two-way normal distribution;
    for scores of a short scale it is an approximation.

    Args:
        correlation: -1 to 1; NaN is unknown.
        n: Pairs that it rests on.
        level: Confidence level.

    Returns:
        The correlation with its interval; ends are NaN with fewer than four pairs.

    Raises:
        NumbersError: The correlation lies outside -1 to 1, or the level outside 0 to 1.

    Source: Fisher (1921), Metron 1, 3-32.

    Example:
        >>> found = correlation_interval(-0.06, 599)
        >>> round(found.low, 3), round(found.high, 3)
        (-0.139, 0.02)
    """
    a_level(level)
    if abs(correlation) > 1:
        raise NumbersError(
            "no-correlation", f"A correlation lies between -1 and 1 (found {correlation})."
        )
    if n < 4:
        low = high = float("nan")
    elif abs(correlation) == 1:
        low = high = correlation
    else:
        middle = np.arctanh(correlation)
        half = normal_below((1 + level) / 2) / np.sqrt(n - 3)
        low, high = float(np.tanh(middle - half)), float(np.tanh(middle + half))
    return Interval(correlation, low, high, level, "Fisher z")


def cronbach_alpha(scores: ArrayLike) -> float:
    """Internal consistency of items that are summed.

    ``alpha = k / (k - 1) * (1 - sum of item variances / variance of the sum)``

    Args:
        scores: One row per respondent, one column per item; rows with NaN are left out.

    Returns:
        Alpha, at most 1, may be negative; NaN with fewer than two complete rows or a sum that
        never varies.

    Raises:
        NumbersError: The table has no two columns.

    Source: Cronbach (1951), Psychometrika 16, 297-334.

    Example:
        >>> round(cronbach_alpha([[1, 2], [2, 3], [3, 5]]), 3)
        0.947
    """
    table = _complete(scores)
    if len(table) < 2:
        return float("nan")
    of_sum = float(table.sum(axis=1).var(ddof=1))
    if of_sum == 0:
        return float("nan")
    k = table.shape[1]
    return float(k / (k - 1) * (1 - table.var(axis=0, ddof=1).sum() / of_sum))


def _complete(scores: ArrayLike) -> FloatArray:
    (table,) = as_numbers(scores=scores)
    if table.ndim != 2 or table.shape[1] < 2:
        raise NumbersError(
            "no-items", f"Give rows of respondents with at least two items (found {table.shape})."
        )
    return np.asarray(table[~np.isnan(table).any(axis=1)])
