"""Rates of events over a base, their ratios and differences, with exact Poisson intervals.

An undefined rate (a base of zero, as in a district nobody lives in) is unknown, not an error.
All intervals treat events as independent. Where events come in series, they are too narrow.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, a_level, as_numbers, not_negative
from paseo.stats.differences import difference_of
from paseo.stats.interval import Interval, made
from paseo.stats.inverse import beta_below, gamma_above, gamma_below

GARWOOD = "exact Poisson (Garwood)"


def count(events: ArrayLike, *, level: float = 0.95) -> Interval:
    """Exact (central) interval of a Poisson count.

    ``low = qgamma(alpha/2; x)`` and ``high = qgamma(1 - alpha/2; x + 1)``; low is 0 for x = 0.

    Args:
        events: Number of events, zero or more.
        level: Confidence level.

    Returns:
        The count with its interval, in events.

    Raises:
        NumbersError: A count is negative or infinite, or the level is impossible.

    Source: Garwood (1936), Biometrika 28, 437-442; Ulm (1990), American Journal of
    Epidemiology 131, 373-375.

    Example:
        >>> none = count(0)
        >>> none.low, round(none.high, 3)
        (0.0, 3.689)
    """
    (x,) = as_numbers(events=events)
    not_negative(events=x)
    tail = (1 - a_level(level)) / 2
    low = np.where(x == 0, 0.0, gamma_below(x, tail))
    high = gamma_above(x + 1, tail)
    return made(x, low, high, level=level, method=GARWOOD)


def rate(events: ArrayLike, base: ArrayLike, *, per: float = 1.0, level: float = 0.95) -> Interval:
    """Events per base with the exact Poisson interval.

    ``rate = per * events / base``.

    Args:
        events: Number of events, zero or more.
        base: What they are counted over (residents, persons present, dwellings, person-years).
        per: Units of the base that the rate is given for, such as 1000.
        level: Confidence level.

    Returns:
        The rate with its interval; NaN where a part is unknown or the base is zero.

    Raises:
        NumbersError: A number is negative or infinite, or the shapes do not fit.

    Source: Garwood (1936), Biometrika 28, 437-442.

    Example:
        >>> thefts = rate(10, 5_000, per=1000)
        >>> round(thefts.value, 3), round(thefts.low, 3), round(thefts.high, 3)
        (2.0, 0.959, 3.678)
    """
    x, n = as_numbers(events=events, base=base)
    not_negative(events=x, base=n)
    return _over_base(x, n, per, level)


def mean_rate(
    events: ArrayLike,
    base: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
    axis: int = -1,
    skip_missing: bool = False,
) -> Interval:
    """Mean rate of several periods, pooled: all events over all bases.

    ``rate = per * sum(events) / sum(base)``. Pooling steadies small counts. It assumes that
    one rate fits all periods: do not pool over a break in counting rules.

    Args:
        events: Events per period along ``axis``.
        base: Base per period, same shape or broadcastable.
        per: Units of the base that the rate is given for.
        level: Confidence level.
        axis: The axis of the periods.
        skip_missing: Leave out periods with an unknown part; otherwise the mean is unknown.

    Returns:
        The mean rate with its exact Poisson interval, one axis fewer than the input.

    Raises:
        NumbersError: A number is negative or infinite, or the shapes do not fit.

    Source: Garwood (1936), Biometrika 28, 437-442.

    Example:
        >>> three_years = mean_rate([3, 5, 4], [2000, 2000, 2000], per=1000)
        >>> round(three_years.value, 3), round(three_years.high, 3)
        (2.0, 3.494)
    """
    x, n = as_numbers(events=events, base=base)
    not_negative(events=x, base=n)
    if skip_missing:
        # A year without a base says nothing about events either; both leave together.
        missing = np.isnan(x) | np.isnan(n)
        none_left = missing.all(axis=axis)
        x, n = np.where(missing, 0.0, x), np.where(missing, 0.0, n)
        total = np.where(none_left, np.nan, x.sum(axis=axis))
        return _over_base(total, n.sum(axis=axis), per, level)
    return _over_base(x.sum(axis=axis), n.sum(axis=axis), per, level)


def rate_ratio(
    events_a: ArrayLike,
    base_a: ArrayLike,
    events_b: ArrayLike,
    base_b: ArrayLike,
    *,
    level: float = 0.95,
) -> Interval:
    """Ratio of two rates, ``a / b``, with the exact conditional interval.

    Given all events, those of ``a`` are binomial; the Clopper-Pearson limits p of their share
    turn into limits of the ratio by ``p / (1 - p) * base_b / base_a``.

    Args:
        events_a: Events of the first rate.
        base_a: Base of the first rate.
        events_b: Events of the second rate, independent of the first.
        base_b: Base of the second rate, in the same unit.
        level: Confidence level.

    Returns:
        The ratio. With no events in ``b`` the ratio and upper end are infinite; with no events
        at all the ratio is unknown.

    Raises:
        NumbersError: A number is negative or infinite, or the shapes do not fit.

    Source: Przyborowski and Wilenski (1940), Biometrika 31, 313-323; Clopper and Pearson
    (1934), Biometrika 26, 404-413.

    Example:
        >>> ratio = rate_ratio(11, 800, 21, 3011)
        >>> round(ratio.value, 4), round(ratio.low, 4), round(ratio.high, 4)
        (1.9715, 0.8584, 4.2773)
    """
    xa, na, xb, nb = as_numbers(events_a=events_a, base_a=base_a, events_b=events_b, base_b=base_b)
    not_negative(events_a=xa, base_a=na, events_b=xb, base_b=nb)
    tail = (1 - a_level(level)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where((na > 0) & (nb > 0), nb / na, np.nan)
        value = xa / xb * scale
        low = _low_odds(xa, xb, tail) * scale
        high = scale / _low_odds(xb, xa, tail)
    return made(value, low, high, level=level, method="exact conditional (Clopper-Pearson)")


def rate_difference(
    events_a: ArrayLike,
    base_a: ArrayLike,
    events_b: ArrayLike,
    base_b: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
) -> Interval:
    """Difference of two rates, ``a - b``, by MOVER from the exact Poisson intervals.

    As the exact intervals it is built on, it is on the cautious side.

    Args:
        events_a: Events of the first rate.
        base_a: Base of the first rate.
        events_b: Events of the second rate, independent of the first.
        base_b: Base of the second rate.
        per: Units of the base that the rates are given for.
        level: Confidence level.

    Returns:
        The difference in the unit of the rates.

    Raises:
        NumbersError: A number is negative or infinite, or the shapes do not fit.

    Source: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702 (MOVER); Garwood (1936),
    Biometrika 28, 437-442.

    Example:
        >>> change = rate_difference(0, 1000, 0, 1000, per=1000)
        >>> round(change.low, 3), round(change.high, 3)
        (-3.689, 3.689)
    """
    a = rate(events_a, base_a, per=per, level=level)
    b = rate(events_b, base_b, per=per, level=level)
    return difference_of(a, b).named("MOVER of exact Poisson (Garwood)")


def standardised_rate(
    events: ArrayLike,
    base: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
    axis: int = -1,
) -> Interval:
    """Directly standardised rate with the gamma interval of Fay and Feuer.

    ``rate = per * sum(standard / sum(standard) * events / base)`` over the groups (age bands,
    say). The interval takes the weighted sum of Poisson counts as a gamma variable and is
    cautious when one group weighs much and has few persons.

    Args:
        events: Events per group along ``axis``.
        base: Base per group.
        standard: Standard population per group; groups of zero are left out.
        per: Units of the base that the rate is given for.
        level: Confidence level.
        axis: The axis of the groups.

    Returns:
        The standardised rate with its interval, one axis fewer than the input; NaN where a
        group of the standard has no base.

    Raises:
        NumbersError: A number is negative or infinite, or the shapes do not fit.

    Source: Fay and Feuer (1997), Statistics in Medicine 16, 791-801.

    Example:
        >>> young_and_old = standardised_rate([4, 6], [1000, 2000], [1, 1], per=1000)
        >>> round(young_and_old.value, 3)
        3.5
    """
    x, n, s = as_numbers(events=events, base=base, standard=standard)
    not_negative(events=x, base=n, standard=s)
    tail = (1 - a_level(level)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = s / s.sum(axis=axis, keepdims=True)
        w = np.where(share == 0, 0.0, np.where(n > 0, share / n, np.nan))
        # A group outside the standard weighs nothing, also when its events are unknown.
        x = np.where(share == 0, 0.0, x)
        y, v, top = (w * x).sum(axis=axis), (w**2 * x).sum(axis=axis), w.max(axis=axis)
        low = np.where(y == 0, 0.0, v / y * gamma_below(y**2 / v, tail))
        y_up, v_up = y + top, v + top**2
        high = v_up / y_up * gamma_above(y_up**2 / v_up, tail)
    return made(y, low, high, level=level, method="gamma (Fay-Feuer)").times(per)


def _over_base(x: FloatArray, n: FloatArray, per: float, level: float) -> Interval:
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(n > 0, per / n, np.nan)
    value, low, high = count(x, level=level).arrays()
    return made(value * factor, low * factor, high * factor, level=level, method=GARWOOD)


def _low_odds(x: FloatArray, y: FloatArray, tail: float) -> FloatArray:
    """Lower Clopper-Pearson limit of x out of x + y, as odds; the upper one is its mirror."""
    p = beta_below(np.where(x == 0, 1.0, x), y + 1, tail)
    return np.asarray(np.where(x == 0, 0.0, p / (1 - p)))
