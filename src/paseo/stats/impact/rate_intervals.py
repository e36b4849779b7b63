"""One rate with an interval by one of five published methods."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats import rates
from paseo.stats.checks import FloatArray, NumbersError, a_level, as_numbers, not_negative
from paseo.stats.interval import Interval, made, two_sided_z
from paseo.stats.inverse import gamma_above, gamma_below

RateInterval: TypeAlias = Literal["exact", "score", "wald", "byar", "jeffreys"]


def one_rate(
    events: ArrayLike,
    base: ArrayLike = 1.0,
    *,
    per: float = 1.0,
    level: float = 0.95,
    method: RateInterval = "exact",
) -> Interval:
    """A Poisson rate with its interval; ``exact`` is the one that never falls short of its level.

    For x events, over the base: exact (Garwood); score ``x + z**2/2 -/+ z*sqrt(x + z**2/4)``;
    wald ``x -/+ z*sqrt(x)``; byar ``(x+1/2) * (1 - 1/(9*(x+1/2)) -/+ z/3/sqrt(x+1/2))**3``;
    jeffreys the quantiles of a gamma variable of shape ``x + 1/2``.

    Args:
        events: Number of events, zero or more.
        base: What they are counted over.
        per: Units of the base that the rate is given for.
        level: Confidence level.
        method: Which interval. wald is for comparison with other programs: it is too short
            for small counts and is cut off at zero.

    Returns:
        The rate with its interval; NaN where a part is unknown or the base is zero.

    Raises:
        NumbersError: A number is negative or infinite, or the method is unknown.

    Source: Garwood (1936), Biometrika 28, 437-442; Byar's approximation in Breslow and Day
    (1987), IARC 82, with 1/2 on both sides (Rothman and Boice 1979); Jeffreys and score: Brown,
    Cai and DasGupta (2003), Statistica Sinica 13, 19-49.

    Example:
        >>> score = one_rate(15, 400, method="score")
        >>> round(score.low, 6), round(score.high, 6)
        (0.022726, 0.061877)
    """
    if method == "exact":
        return rates.rate(events, base, per=per, level=level)
    ends = {"score": _score, "wald": _wald, "byar": _byar, "jeffreys": _jeffreys}.get(method)
    if ends is None:
        raise NumbersError(
            "method",
            f"method must be exact, score, wald, byar or jeffreys (found {method!r}).",
        )
    x, n = as_numbers(events=events, base=base)
    not_negative(events=x, base=n)
    low, high = ends(x, a_level(level))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(n > 0, per / n, np.nan)
    return made(x * factor, low * factor, high * factor, level=level, method=f"Poisson ({method})")


def _score(x: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    z = two_sided_z(level)
    middle, half = x + z**2 / 2, z * np.sqrt(x + z**2 / 4)
    return middle - half, middle + half


def _wald(x: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    half = two_sided_z(level) * np.sqrt(x)
    return np.asarray(np.maximum(0, x - half)), x + half


def _byar(x: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    y = x + 0.5
    middle, half = 1 - 1 / (9 * y), two_sided_z(level) / 3 / np.sqrt(y)
    low, high = (y * np.maximum(0, middle + side) ** 3 for side in (-half, half))
    return np.asarray(low), np.asarray(high)


def _jeffreys(x: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    tail = (1 - level) / 2
    return gamma_below(x + 0.5, tail), gamma_above(x + 0.5, tail)
