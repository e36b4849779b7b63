"""Shares of a survey or a register with score intervals, their differences and ratios.

Shares run from 0 to 1. A design effect turns the interviews into the effective number that
carries as much information in a simple random sample.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import (
    FloatArray,
    Numbers,
    a_level,
    a_share,
    as_numbers,
    given_back,
    not_negative,
    refuse,
)
from paseo.stats.differences import difference_of, ratio_of
from paseo.stats.interval import Interval, made, two_sided_z
from paseo.stats.inverse import beta_below

WILSON = "Wilson score"


def effective_n(n: ArrayLike, deff: ArrayLike = 1.0) -> Numbers:
    """Interviews of a simple random sample that would tell as much: ``n / deff``.

    Args:
        n: Interviews held, zero or more.
        deff: Design effect, above zero; 1 for a simple random sample.

    Returns:
        The effective number of interviews.

    Raises:
        NumbersError: n is negative or the design effect is not above zero.

    Source: Kish (1965), Survey Sampling, Wiley.

    Example:
        >>> round(effective_n(700, 1.5), 1)
        466.7
    """
    held, effect = as_numbers(n=n, deff=deff)
    not_negative(n=held)
    sentence = "The design effect must be above zero: 1 stands for a simple random sample"
    refuse(effect <= 0, "design-effect-not-positive", sentence, effect)
    return given_back(np.asarray(held / effect))


def kish_design_effect(weights: ArrayLike, *, axis: int = -1) -> Numbers:
    """Design effect of unequal weights alone: ``n sum(w^2) / sum(w)^2``.

    Clusters and strata are not in it; clustering makes the true effect larger.

    Args:
        weights: Weight of each interview along ``axis``, zero or more.
        axis: The axis of the interviews.

    Returns:
        The design effect, at least 1; NaN where no weight is above zero.

    Raises:
        NumbersError: A weight is negative or infinite.

    Source: Kish (1965), Survey Sampling, Wiley; Kish (1992), Journal of Official
    Statistics 8, 183-200.

    Example:
        >>> kish_design_effect([1, 1, 1, 3])
        1.3333333333333333
    """
    (w,) = as_numbers(weights=weights)
    not_negative(weights=w)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = w.shape[axis] * (w**2).sum(axis=axis) / w.sum(axis=axis) ** 2
    return given_back(np.asarray(effect))


def survey_share(
    share: ArrayLike,
    n: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    level: float = 0.95,
    corrected: bool = False,
) -> Interval:
    """A share with the Wilson score interval on the effective number of interviews.

    ``(p + z^2/2m -+ z sqrt(p(1-p)/m + z^2/4m^2)) / (1 + z^2/m)`` with ``m = n / deff``.

    Args:
        share: The (weighted) share, 0 to 1.
        n: Interviews with a valid answer.
        deff: Design effect.
        level: Confidence level.
        corrected: Correct for continuity: wider, holds its level for every true share.

    Returns:
        The share with its interval inside 0 to 1; NaN where nobody answered.

    Raises:
        NumbersError: The share lies outside 0 to 1, n is negative, deff not above zero.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212;
    Newcombe (1998), Statistics in Medicine 17, 857-872 (methods 3 and 4).

    Example:
        >>> safe = survey_share(0.70, 700, deff=1.5)
        >>> round(safe.low, 3), round(safe.high, 3)
        (0.657, 0.74)
    """
    p, held, effect = as_numbers(share=share, n=n, deff=deff)
    a_share(share=p)
    m = np.asarray(effective_n(held, effect))
    m = np.where(m > 0, m, np.nan)
    z = two_sided_z(level)
    low, high = (_wilson_corrected if corrected else _wilson)(p, m, z)
    # Rounding must not push an end past the estimate or past what is possible.
    low = np.where(p == 0, 0.0 * m, np.clip(low, 0, p))
    high = np.where(p == 1, 1.0 + 0.0 * m, np.clip(high, p, 1))
    method = f"{WILSON}, continuity corrected" if corrected else WILSON
    return made(np.where(np.isnan(m), np.nan, p), low, high, level=level, method=method)


def share(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    level: float = 0.95,
    corrected: bool = False,
) -> Interval:
    """A part of a whole with the Wilson score interval; see `survey_share`.

    Args:
        numerator: Cases with the feature, zero or more.
        denominator: All cases, at least the numerator.
        deff: Design effect.
        level: Confidence level.
        corrected: Correct for continuity.

    Returns:
        The share with its interval; NaN where the whole is empty.

    Raises:
        NumbersError: The numerator is above the denominator, or a number is negative.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Example:
        >>> solved = share(81, 263)
        >>> round(solved.low, 4), round(solved.high, 4)
        (0.2553, 0.3662)
    """
    k, n = _part_of_whole(numerator, denominator)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(n > 0, k / n, np.nan)
    return survey_share(p, n, deff=deff, level=level, corrected=corrected)


def exact_share(numerator: ArrayLike, denominator: ArrayLike, *, level: float = 0.95) -> Interval:
    """A part of a whole with the exact (Clopper-Pearson) interval, for reference.

    It never covers less than its level, and often much more.

    Args:
        numerator: Cases with the feature, zero or more.
        denominator: All cases, at least the numerator.
        level: Confidence level.

    Returns:
        The share with its interval; NaN where the whole is empty.

    Raises:
        NumbersError: The numerator is above the denominator, or a number is negative.

    Source: Clopper and Pearson (1934), Biometrika 26, 404-413.

    Example:
        >>> all_of_ten = exact_share(10, 10)
        >>> round(all_of_ten.low, 4), all_of_ten.high
        (0.6915, 1.0)
    """
    k, n = _part_of_whole(numerator, denominator)
    n = np.where(n > 0, n, np.nan)
    tail = (1 - a_level(level)) / 2
    low = np.where(k == 0, 0.0 * n, beta_below(k, n - k + 1, tail))
    high = np.where(k == n, 1.0 + 0.0 * n, 1 - beta_below(n - k, k + 1, tail))
    return made(k / n, low, high, level=level, method="exact (Clopper-Pearson)")


def share_difference(
    share_a: ArrayLike,
    n_a: ArrayLike,
    share_b: ArrayLike,
    n_b: ArrayLike,
    *,
    deff_a: ArrayLike = 1.0,
    deff_b: ArrayLike = 1.0,
    level: float = 0.95,
    corrected: bool = False,
) -> Interval:
    """Difference of two independent shares, ``a - b``, by the hybrid score method.

    Args:
        share_a: First share, 0 to 1.
        n_a: Its interviews.
        share_b: Second share, from other interviews.
        n_b: Its interviews.
        deff_a: Design effect of the first.
        deff_b: Design effect of the second.
        level: Confidence level.
        corrected: Correct for continuity (method 11 instead of 10).

    Returns:
        The difference, -1 to 1; times 100 it is in percentage points.

    Raises:
        NumbersError: A share lies outside 0 to 1, n is negative, deff not above zero.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, methods 10 and 11.

    Example:
        >>> gap = share_difference(56 / 70, 70, 48 / 80, 80)
        >>> round(gap.low, 4), round(gap.high, 4)
        (0.0524, 0.3339)
    """
    a = survey_share(share_a, n_a, deff=deff_a, level=level, corrected=corrected)
    b = survey_share(share_b, n_b, deff=deff_b, level=level, corrected=corrected)
    method = "Newcombe hybrid score"
    return difference_of(a, b).named(f"{method}, continuity corrected" if corrected else method)


def share_ratio(
    share_a: ArrayLike,
    n_a: ArrayLike,
    share_b: ArrayLike,
    n_b: ArrayLike,
    *,
    deff_a: ArrayLike = 1.0,
    deff_b: ArrayLike = 1.0,
    level: float = 0.95,
) -> Interval:
    """Ratio of two independent shares, ``a / b``, by MOVER-R from their Wilson intervals.

    Chosen over the Katz log interval because it holds with zero counts.

    Args:
        share_a: First share, 0 to 1.
        n_a: Its interviews.
        share_b: Second share, from other interviews.
        n_b: Its interviews.
        deff_a: Design effect of the first.
        deff_b: Design effect of the second.
        level: Confidence level.

    Returns:
        The ratio; unknown for 0 / 0, infinite over zero.

    Raises:
        NumbersError: A share lies outside 0 to 1, n is negative, deff not above zero.

    Source: Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359;
    Fagerland, Lydersen and Laake (2015), Statistical Methods in Medical Research 24, 224-254.

    Example:
        >>> ratio = share_ratio(24 / 73, 73, 53 / 65, 65)
        >>> round(ratio.low, 3), round(ratio.high, 3)
        (0.282, 0.563)
    """
    a = survey_share(share_a, n_a, deff=deff_a, level=level)
    b = survey_share(share_b, n_b, deff=deff_b, level=level)
    return ratio_of(a, b).named("MOVER-R of Wilson score")


def margin_of_error(
    n: ArrayLike,
    *,
    share: ArrayLike = 0.5,
    deff: ArrayLike = 1.0,
    population: float | None = None,
    level: float = 0.95,
) -> Numbers:
    """Half-width to expect of a share when a survey is planned: ``z sqrt(p(1-p) deff / n)``.

    For results use `survey_share`; this is for the size of a sample.

    Args:
        n: Interviews, above zero.
        share: Expected share; 0.5 is the least favourable.
        deff: Expected design effect.
        population: Size of the population when the sample is a good part of it.
        level: Confidence level.

    Returns:
        The margin as a share (times 100: percentage points).

    Raises:
        NumbersError: A number is impossible.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 4.

    Example:
        >>> round(100 * margin_of_error(700, share=0.7), 1)
        3.4
    """
    held, p, effect = as_numbers(n=n, share=share, deff=deff)
    a_share(share=p)
    m = np.asarray(effective_n(held, effect))
    variance = p * (1 - p) / np.where(m > 0, m, np.nan)
    if population is not None:
        sentence = "n cannot be above the population: count each person once"
        refuse(held > population, "sample-above-population", sentence, held)
        variance = variance * (population - held) / max(population - 1, 1)
    return given_back(np.asarray(two_sided_z(level) * np.sqrt(variance)))


def interviews_needed(
    margin: ArrayLike,
    *,
    share: ArrayLike = 0.5,
    deff: ArrayLike = 1.0,
    population: float | None = None,
    level: float = 0.95,
) -> Numbers:
    """Interviews needed for a margin of error: ``z^2 p(1-p) deff / margin^2``, rounded up.

    Args:
        margin: Wanted half-width as a share, above zero, such as 0.03.
        share: Expected share; 0.5 is the least favourable.
        deff: Expected design effect.
        population: Size of the population when the sample would be a good part of it.
        level: Confidence level.

    Returns:
        Whole numbers of interviews.

    Raises:
        NumbersError: A number is impossible.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 4.

    Example:
        >>> interviews_needed(0.03), interviews_needed(0.05)
        (1068.0, 385.0)
    """
    half, p, effect = as_numbers(margin=margin, share=share, deff=deff)
    a_share(share=p)
    sentence = "The margin must be above zero, such as 0.03 for three percentage points"
    refuse(half <= 0, "margin-not-positive", sentence, half)
    one = two_sided_z(level) ** 2 * p * (1 - p) / half**2
    n = one / np.asarray(effective_n(np.ones_like(half), effect))
    if population is not None:
        n = n / (1 + (n - 1) / population)
    return given_back(np.asarray(np.ceil(n - 1e-9)))


def _part_of_whole(numerator: ArrayLike, denominator: ArrayLike) -> tuple[FloatArray, FloatArray]:
    k, n = as_numbers(numerator=numerator, denominator=denominator)
    not_negative(numerator=k, denominator=n)
    sentence = "The numerator is above the denominator: check which is which, and the period"
    refuse(k > n, "numerator-above-denominator", sentence, k)
    return k, n


def _wilson(p: FloatArray, n: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    centre = p + z**2 / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)


def _wilson_corrected(p: FloatArray, n: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    q = 1 - p
    below = z**2 - 2 - 1 / n + 4 * p * (n * q + 1)
    above = z**2 + 2 - 1 / n + 4 * p * (n * q - 1)
    low = (2 * n * p + z**2 - 1 - z * np.sqrt(np.maximum(below, 0))) / (2 * (n + z**2))
    high = (2 * n * p + z**2 + 1 + z * np.sqrt(np.maximum(above, 0))) / (2 * (n + z**2))
    return low, high
