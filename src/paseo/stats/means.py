"""Means of survey scores with t intervals, and the difference of two of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, a_level, as_numbers, not_negative, refuse
from paseo.stats.interval import Interval, made, two_sided_z
from paseo.stats.inverse import student_below
from paseo.stats.proportions import effective_n


def survey_mean(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, *, deff: ArrayLike = 1.0, level: float = 0.95
) -> Interval:
    """A mean score with the t interval on the effective number of interviews.

    ``mean -+ t(m - 1) sd / sqrt(m)`` with ``m = n / deff``.

    Args:
        mean: The (weighted) mean, in points of the scale.
        sd: Standard deviation of the answers, zero or more.
        n: Interviews with a valid answer.
        deff: Design effect.
        level: Confidence level.

    Returns:
        The mean with its interval. The ends are unknown where at most one effective interview
        stands behind it, or all answers were the same: no spread was seen to judge by.

    Raises:
        NumbersError: sd or n is negative, deff not above zero.

    Source: Student (1908), Biometrika 6, 1-25; Kish (1965), Survey Sampling, Wiley.

    Example:
        >>> trust = survey_mean(6.2, 2.4, 400, deff=1.5)
        >>> round(trust.low, 2), round(trust.high, 2)
        (5.91, 6.49)
    """
    centre, spread, m = _sample(mean, sd, n, deff)
    half = _t(m - 1, level) * spread / np.sqrt(m)
    return made(centre, centre - half, centre + half, level=level, method="t on effective n")


def mean_from_se(
    mean: ArrayLike, se: ArrayLike, *, df: ArrayLike | None = None, level: float = 0.95
) -> Interval:
    """A published mean (or any estimate) with its standard error: ``mean -+ t(df) se``.

    Args:
        mean: The estimate.
        se: Its standard error, zero or more, with the design already in it.
        df: Degrees of freedom of the standard error (clusters minus strata); None takes the
            normal distribution.
        level: Confidence level.

    Returns:
        The estimate with its interval; unknown ends where df is not above zero.

    Raises:
        NumbersError: se is negative.

    Source: Student (1908), Biometrika 6, 1-25.

    Example:
        >>> score = mean_from_se(50, 2)
        >>> round(score.low, 2), round(score.high, 2)
        (46.08, 53.92)
    """
    centre, error, freedom = as_numbers(mean=mean, se=se, df=-1.0 if df is None else df)
    not_negative(se=error)
    if df is None:
        half = two_sided_z(level) * error
        return made(centre, centre - half, centre + half, level=level, method="normal")
    half = _t(freedom, level) * error
    return made(centre, centre - half, centre + half, level=level, method="t")


def mean_difference(
    mean_a: ArrayLike,
    sd_a: ArrayLike,
    n_a: ArrayLike,
    mean_b: ArrayLike,
    sd_b: ArrayLike,
    n_b: ArrayLike,
    *,
    deff_a: ArrayLike = 1.0,
    deff_b: ArrayLike = 1.0,
    level: float = 0.95,
) -> Interval:
    """Difference of two independent means, ``a - b``, by Welch's t interval on effective n.

    Args:
        mean_a: First mean.
        sd_a: Standard deviation of its answers.
        n_a: Its interviews.
        mean_b: Second mean, from other interviews on the same scale.
        sd_b: Standard deviation of its answers.
        n_b: Its interviews.
        deff_a: Design effect of the first.
        deff_b: Design effect of the second.
        level: Confidence level.

    Returns:
        The difference in points of the scale; unknown ends as in `survey_mean`.

    Raises:
        NumbersError: An sd or n is negative, a deff not above zero.

    Source: Welch (1947), Biometrika 34, 28-35; Satterthwaite (1946), Biometrics Bulletin 2,
    110-114.

    Example:
        >>> change = mean_difference(0.75, 1.789010, 10, 2.33, 2.002249, 10)
        >>> round(change.low, 3), round(change.high, 3)
        (-3.365, 0.205)
    """
    va, sa, ma = _sample(mean_a, sd_a, n_a, deff_a)
    vb, sb, mb = _sample(mean_b, sd_b, n_b, deff_b)
    ea, eb = sa**2 / ma, sb**2 / mb
    with np.errstate(divide="ignore", invalid="ignore"):
        df = (ea + eb) ** 2 / (ea**2 / (ma - 1) + eb**2 / (mb - 1))
    half = _t(df, level) * np.sqrt(ea + eb)
    d = va - vb
    return made(d, d - half, d + half, level=level, method="Welch t on effective n")


def _sample(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, deff: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, spread and effective n, with NaN where no spread can be judged."""
    centre, spread, held, effect = as_numbers(mean=mean, sd=sd, n=n, deff=deff)
    not_negative(sd=spread)
    m = np.asarray(effective_n(held, effect))
    return centre, np.where(spread > 0, spread, np.nan), np.where(m > 1, m, np.nan)


def _t(df: FloatArray, level: float) -> FloatArray:
    refuse(np.isinf(df), "infinite", "Degrees of freedom must be finite: leave df out", df)
    return student_below(np.where(df > 0, df, np.nan), 0.5 + a_level(level) / 2)
