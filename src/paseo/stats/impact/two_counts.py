"""Two counts side by side: tests of the ratio of their rates, and its intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import (
    FloatArray,
    Numbers,
    NumbersError,
    as_numbers,
    given_back,
    not_negative,
    refuse,
)
from paseo.stats.impact.before_after import LEAST_EXPOSURE, a_factor
from paseo.stats.impact.effect import Alternative, an_alternative, tail_of
from paseo.stats.interval import Interval, made, two_sided_z

RatioTest: TypeAlias = Literal[
    "wald-log", "wald", "score", "score-log", "square-root", "exact", "mid-p"
]
RatioInterval: TypeAlias = Literal["wald-log", "score"]


@dataclass(frozen=True, slots=True, eq=False)
class RateTest:
    """A test of two counts or rates.

    Attributes:
        statistic: How far from the null, in standard errors; above zero where the first rate
            is higher than the null has it.
        p: Chance of a statistic at least this far out under the null.
        alternative: Which way counts as far out.
        method: Name of the test.
    """

    statistic: Numbers
    p: Numbers
    alternative: Alternative
    method: str


def rate_ratio_test(
    first: ArrayLike,
    exposure_first: ArrayLike,
    second: ArrayLike,
    exposure_second: ArrayLike,
    *,
    null: float = 1.0,
    method: RatioTest = "score",
    alternative: Alternative = "two-sided",
) -> RateTest:
    """Test of the ratio of two Poisson rates.

    With ``q = null * n1 / n2``: wald ``(x1 - x2*q) / sqrt(x1 + x2*q**2)``; score
    ``(x1 - x2*q) / sqrt((x1 + x2)*q)``; wald-log ``log(x1 / (x2*q)) / sqrt(1/x1 + 1/x2)``;
    score-log the same over ``sqrt((2 + 1/q + q) / (x1 + x2))``; square-root
    ``2*(sqrt(x1 + 3/8) - sqrt((x2 + 3/8)*q)) / sqrt(1 + q)``; exact: x1 is binomial of all
    events with share ``q / (1 + q)``, and p sums all outcomes no likelier than the observed one
    (either way) or the tail (one way); mid-p takes half the chance of the observed one off.

    Args:
        first: Events of the first rate.
        exposure_first: What they are counted over.
        second: Events of the second rate, independent of the first.
        exposure_second: What they are counted over, in the same unit.
        null: The ratio, first over second, under the null.
        method: Which statistic.
        alternative: ``"larger"``: the ratio is above the null.

    Returns:
        The statistic and p; with the exact methods the statistic is that of the score.

    Raises:
        NumbersError: A count is negative or unknown, both are zero, one is zero and the method
            takes logs, or a count is not whole and the method is exact.

    Source: Gu, Ng, Tang and Schucany (2008), Biometrical Journal 50, 283-298.

    Example:
        >>> found = rate_ratio_test(60, 51477.5, 30, 54308.7, method="wald-log")
        >>> round(found.statistic, 4), round(found.p, 5)
        (3.3393, 0.00084)
    """
    an_alternative(alternative)
    if method not in _STATISTICS:
        raise NumbersError(
            "method", f"method must be one of {', '.join(_STATISTICS)} (found {method!r})."
        )
    if not (null > 0 and np.isfinite(null)):
        raise NumbersError("null", f"The ratio under the null must be above zero (found {null!r}).")
    x1, x2, n1, n2 = two_counts(first, second, exposure_first, exposure_second)
    refuse(x1 + x2 == 0, "no-events", "Both counts are zero: there is nothing to compare", x1)
    if method.endswith("log"):
        _no_zero(x1, x2)
    q = np.asarray(null * n1 / n2)
    z = _STATISTICS[method](x1, x2, q)
    if method in ("exact", "mid-p"):
        p = _conditional(x1, x2, q, alternative, half=method == "mid-p")
        return as_test(z, p, alternative, f"rate ratio ({method} conditional)")
    return as_test(z, tail_of(z, alternative), alternative, f"rate ratio ({method})")


def rate_ratio_interval(
    first: ArrayLike,
    exposure_first: ArrayLike,
    second: ArrayLike,
    exposure_second: ArrayLike,
    *,
    level: float = 0.95,
    method: RatioInterval = "score",
    variance_factor: float = 1.0,
) -> Interval:
    """Ratio of two Poisson rates with an interval that agrees with the test of the same name.

    score: the ratios whose score test does not reject, a quadratic; wald-log:
    ``exp(log ratio -/+ z * sqrt(factor * (1/x1 + 1/x2)))``. The exact conditional interval,
    which is cautious, is ``paseo.stats.rate_ratio``.

    Args:
        first: Events of the first rate.
        exposure_first: What they are counted over.
        second: Events of the second rate, independent of the first.
        exposure_second: What they are counted over, in the same unit.
        level: Confidence level.
        method: Which interval.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        The ratio, first over second; with no second events it and its upper end are infinite
        (score only).

    Raises:
        NumbersError: As for the test.

    Source: Gu, Ng, Tang and Schucany (2008), Biometrical Journal 50, 283-298; Li, Tang and Wong
    (2014), Journal of Applied Statistics 41, 2437-2449.

    Example:
        >>> found = rate_ratio_interval(60, 51477.5, 30, 54308.7)
        >>> [round(end, 6) for end in found.floats()[1:]]
        [1.365962, 3.259306]
    """
    if method not in ("score", "wald-log"):
        raise NumbersError("method", f"method must be score or wald-log (found {method!r}).")
    factor = a_factor(variance_factor)
    x1, x2, n1, n2 = two_counts(first, second, exposure_first, exposure_second)
    refuse(x1 + x2 == 0, "no-events", "Both counts are zero: there is nothing to compare", x1)
    z, scale = two_sided_z(level), n2 / n1
    with np.errstate(divide="ignore"):
        value = x1 / x2 * scale
    if method == "wald-log":
        _no_zero(x1, x2)
        half = np.exp(z * np.sqrt(factor * (1 / x1 + 1 / x2)))
        return made(value, value / half, value * half, level=level, method="rate ratio (wald-log)")
    low, high = _score_ends(x1, x2, z**2 * factor)
    return made(value, low * scale, high * scale, level=level, method="rate ratio (score)")


def two_counts(
    first: ArrayLike, second: ArrayLike, exposure_first: ArrayLike, exposure_second: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Read two counts and their exposures; all must be known, exposures above zero."""
    x1, x2, n1, n2 = as_numbers(
        first=first, second=second, exposure_first=exposure_first, exposure_second=exposure_second
    )
    not_negative(first=x1, second=x2)
    for name, array in (("first", x1), ("second", x2)):
        refuse(np.isnan(array), "unknown-count", f"{name} must be known", array)
    for name, array in (("exposure_first", n1), ("exposure_second", n2)):
        refuse(~(array > LEAST_EXPOSURE), "no-exposure", f"{name} must be more than zero", array)
    return x1, x2, n1, n2


def as_test(statistic: FloatArray, p: FloatArray, alternative: Alternative, name: str) -> RateTest:
    """A test result; 0-d arrays become plain numbers."""
    return RateTest(given_back(np.asarray(statistic)), given_back(np.asarray(p)), alternative, name)


def _no_zero(x1: FloatArray, x2: FloatArray) -> None:
    sentence = "A count is zero and has no logarithm: take the score method"
    refuse(x1 * x2 == 0, "zero-count", sentence, np.minimum(x1, x2))


def _score_ends(x1: FloatArray, x2: FloatArray, z2: float) -> tuple[FloatArray, FloatArray]:
    """Both q with ``(x1 - x2*q)**2 = z2 * (x1 + x2) * q``, the larger infinite for x2 = 0."""
    half = x1 * x2 + z2 * (x1 + x2) / 2
    root = np.sqrt(half**2 - (x1 * x2) ** 2)
    with np.errstate(divide="ignore"):
        high = (half + root) / x2**2
    # The product of both roots is (x1/x2)**2: the small one without a difference of like numbers.
    return np.asarray(x1**2 / (half + root)), np.asarray(high)


def _wald(x1: FloatArray, x2: FloatArray, q: FloatArray) -> FloatArray:
    return np.asarray((x1 - x2 * q) / np.sqrt(x1 + x2 * q**2))


def _score(x1: FloatArray, x2: FloatArray, q: FloatArray) -> FloatArray:
    return np.asarray((x1 - x2 * q) / np.sqrt((x1 + x2) * q))


def _wald_log(x1: FloatArray, x2: FloatArray, q: FloatArray) -> FloatArray:
    return np.asarray(np.log(x1 / (x2 * q)) / np.sqrt(1 / x1 + 1 / x2))


def _score_log(x1: FloatArray, x2: FloatArray, q: FloatArray) -> FloatArray:
    return np.asarray(np.log(x1 / (x2 * q)) / np.sqrt((2 + 1 / q + q) / (x1 + x2)))


def _square_root(x1: FloatArray, x2: FloatArray, q: FloatArray) -> FloatArray:
    return np.asarray(2 * (np.sqrt(x1 + 3 / 8) - np.sqrt((x2 + 3 / 8) * q)) / np.sqrt(1 + q))


def _conditional(
    x1: FloatArray, x2: FloatArray, q: FloatArray, alternative: Alternative, *, half: bool
) -> FloatArray:
    """Chance of the first count or one as far out, given all events."""
    from scipy import stats

    refuse((x1 % 1 != 0) | (x2 % 1 != 0), "not-whole", "Counts must be whole numbers", x1)
    side = {"larger": "greater", "smaller": "less"}.get(alternative, alternative)
    found = np.empty(x1.shape)
    for at in np.ndindex(x1.shape):
        of, share = int(x1[at] + x2[at]), float(q[at] / (1 + q[at]))
        chance = float(stats.binomtest(int(x1[at]), of, share, alternative=side).pvalue)
        own = float(stats.binom.pmf(x1[at], of, share)) if half else 0.0
        found[at] = chance - own / 2
    return found


_STATISTICS: Final[dict[str, Callable[[FloatArray, FloatArray, FloatArray], FloatArray]]] = {
    "wald-log": _wald_log,
    "wald": _wald,
    "score": _score,
    "score-log": _score_log,
    "square-root": _square_root,
    "exact": _score,
    "mid-p": _score,
}
