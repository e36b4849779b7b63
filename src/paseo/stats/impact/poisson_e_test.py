"""E-test of two Poisson counts: exact sums over what could have been counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, refuse
from paseo.stats.impact.effect import Alternative, an_alternative, tail_of
from paseo.stats.impact.two_counts import RateTest, as_test, two_counts

Pivot: TypeAlias = Literal["pooled", "separate", "ptools"]

#: Chance on each end of each count that the sums leave out.
LEFT_OUT: Final = 1e-15
#: Up to this many pairs are written out; above it each row is searched for its borders.
PAIRS: Final = 1_000_000
#: With more events than this the normal curve stands in for the sums.
MANY: Final = 2e7
#: Statistics closer than this, relatively, count as equal: the same outcome, rounded otherwise.
TIE: Final = 1e-9


def e_test(
    first: ArrayLike,
    second: ArrayLike,
    exposure_first: ArrayLike = 1.0,
    exposure_second: ArrayLike = 1.0,
    *,
    margin: float = 0.0,
    pivot: Pivot = "pooled",
    alternative: Alternative = "two-sided",
) -> RateTest:
    """E-test of two counts or rates: the null rates are estimated, then all outcomes summed.

    ``T = (x1/n1 - x2/n2 - d) / sqrt(V)``; p is the sum of the Poisson chances of all (x1, x2)
    with T at least as far out as observed. The sums leave out no more than 1e-15 on each end
    of each count, so p is exact to about 4e-15 beyond rounding. With no margin the pair (0, 0)
    has no T and is left out of the sum, as the published programs do. Where the two counts come
    to more than 20 million, p is that of the normal curve, which is within 0.0001 of it there.

    Args:
        first: First count.
        second: Second count, independent of the first.
        exposure_first: What the first is counted over; more than zero.
        exposure_second: What the second is counted over, in the same unit.
        margin: d, the difference of the rates under the null.
        pivot: ``"pooled"``: V from both rates as the null has them (the score statistic);
            ``"separate"``: V = x1/n1**2 + x2/n2**2. Equal for equal exposures and no margin.
            ``"ptools"``: to compare with the programs ptools and crimepy. Without a margin it
            is "pooled"; with one they put the observed pair over another V than all others, so
            that it may fall out of its own sum and p come out too small.
        alternative: ``"larger"``: the first rate exceeds the second by more than the margin.

    Returns:
        The statistic and p; arrays where the counts are.

    Raises:
        NumbersError: A count is negative, unknown or not whole, an exposure is not above zero,
            or both counts are zero and there is no margin or the pivot is not pooled.

    Source: Krishnamoorthy and Thomson (2004), Journal of Statistical Planning and Inference 119,
    23-35 (separate, null rates by moments); Ng, Gu and Tang (2007), Computational Statistics and
    Data Analysis 51, 3085-3099 (pooled, null rates by maximum likelihood).

    Example:
        >>> round(e_test(6, 2).p, 4)
        0.1749
    """
    if pivot not in ("pooled", "separate", "ptools"):
        raise NumbersError("pivot", f"pivot must be pooled, separate or ptools (found {pivot!r}).")
    if not np.isfinite(margin):
        raise NumbersError("margin", "The margin must be a finite difference of rates.")
    an_alternative(alternative)
    x1, x2, n1, n2 = two_counts(first, second, exposure_first, exposure_second)
    refuse((x1 % 1 != 0) | (x2 % 1 != 0), "not-whole", "Counts must be whole numbers", x1)
    if margin == 0 or pivot != "pooled":
        refuse(x1 + x2 == 0, "no-events", "Both counts are zero: there is nothing to compare", x1)
    found = np.array(
        [
            _one(a, b, m, n, margin, pivot, alternative)
            for a, b, m, n in zip(x1.flat, x2.flat, n1.flat, n2.flat, strict=True)
        ]
    ).reshape(*x1.shape, 2)
    return as_test(found[..., 0], found[..., 1], alternative, f"E-test ({pivot} variance)")


def _one(
    x1: float, x2: float, n1: float, n2: float, d: float, pivot: Pivot, alternative: Alternative
) -> tuple[float, float]:
    """Statistic and p of one pair; a margin below zero turns the sides round."""
    if d < 0:
        turned: Alternative = alternative
        if alternative != "two-sided":
            turned = "smaller" if alternative == "larger" else "larger"
        statistic, p = _one(x2, x1, n2, n1, -d, pivot, turned)
        return -statistic, p
    rate = _null_rate(x1, x2, n1, n2, d, pivot)
    if pivot == "ptools":
        if rate <= 0:
            raise NumbersError("margin", "The margin is too large for this pivot: take pooled.")
        observed = (x1 / n1 - x2 / n2 - d) / np.sqrt(rate)
    else:
        observed = float(_statistic(np.asarray(x1), np.asarray(x2), n1, n2, d, pivot))
    if x1 + x2 > MANY:
        return observed, float(tail_of(np.asarray(observed), alternative))
    first, second = _Poisson(n1 * (rate + d)), _Poisson(n2 * rate)
    a, b = first.likely(), second.likely()
    if a.size * b.size <= PAIRS:
        t = _statistic(a[:, None], b[None, :], n1, n2, d, pivot)
        p = float(first.chance(a) @ (_extreme(t, observed, alternative) @ second.chance(b)))
    else:
        p = _searched(
            first, second, lambda x, y: _statistic(x, y, n1, n2, d, pivot), observed, alternative
        )
    return observed, min(1.0, p)


@dataclass(frozen=True, slots=True)
class _Poisson:
    """A Poisson count; scipy.stats has it too, but takes longer to load than all else here."""

    mean: float

    def chance(self, x: FloatArray) -> FloatArray:
        """Chance of each count."""
        from scipy import special

        return np.asarray(np.exp(special.xlogy(x, self.mean) - self.mean - special.gammaln(x + 1)))

    def up_to(self, x: FloatArray) -> FloatArray:
        """Chance of a count or a lower one; 0 below zero."""
        from scipy import special

        return np.asarray(np.where(x < 0, 0.0, special.pdtr(np.maximum(x, 0), self.mean)))

    def from_on(self, x: FloatArray) -> FloatArray:
        """Chance of a count or a higher one."""
        from scipy import special

        return np.asarray(np.where(x < 1, 1.0, special.pdtrc(np.maximum(x, 1) - 1, self.mean)))

    def most(self) -> float:
        """A count that is exceeded less often than ``LEFT_OUT`` (Bernstein's bound)."""
        rare = -np.log(LEFT_OUT)
        return float(np.ceil(self.mean + rare / 3 + np.sqrt(rare**2 / 9 + 2 * rare * self.mean)))

    def likely(self) -> FloatArray:
        """All counts but for the ends that are left out."""
        least = np.floor(self.mean - np.sqrt(-2 * np.log(LEFT_OUT) * self.mean))
        return np.arange(max(0.0, least), self.most() + 1)


def _null_rate(x1: float, x2: float, n1: float, n2: float, d: float, pivot: Pivot) -> float:
    """The second rate as the null has it; ``d`` is not below zero."""
    both = (x1 + x2) / (n1 + n2)
    if pivot != "pooled":
        by_moments = both - d * n1 / (n1 + n2)
        if by_moments > 0:
            return by_moments
    return float(_most_likely(np.asarray(x1), np.asarray(x2), n1, n2, d))


def _most_likely(x1: FloatArray, x2: FloatArray, n1: float, n2: float, d: float) -> FloatArray:
    """Maximum likelihood of the second rate where the first exceeds it by ``d``."""
    apart = (x1 + x2) / (n1 + n2) - d
    return np.asarray((apart + np.sqrt(apart**2 + 4 * d * x2 / (n1 + n2))) / 2)


def _statistic(
    x1: FloatArray, x2: FloatArray, n1: float, n2: float, d: float, pivot: Pivot
) -> FloatArray:
    if pivot == "separate":
        variance = x1 / n1**2 + x2 / n2**2
    elif pivot == "ptools":
        variance = (x1 + x2) / (n1 + n2)
    else:
        rate = _most_likely(x1, x2, n1, n2, d)
        variance = (rate + d) / n1 + rate / n2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((x1 / n1 - x2 / n2 - d) / np.sqrt(variance))


def _extreme(t: FloatArray, observed: float, alternative: Alternative) -> FloatArray:
    """1 where t is at least as far out as observed, else 0; no t is never far out."""
    near = TIE * max(1.0, abs(observed))
    if alternative == "larger":
        return np.asarray(t >= observed - near, dtype=np.float64)
    if alternative == "smaller":
        return np.asarray(t <= observed + near, dtype=np.float64)
    return np.asarray(np.abs(t) >= abs(observed) - near, dtype=np.float64)


def _searched(
    first: _Poisson,
    second: _Poisson,
    statistic: Callable[[FloatArray, FloatArray], FloatArray],
    observed: float,
    alternative: Alternative,
) -> float:
    """The same sum for large counts, where t falls as the second count rises.

    For each first count the second counts far out are those up to one border and those from
    another, found by halving.
    """
    a, most = first.likely(), second.most()
    near = TIE * max(1.0, abs(observed))
    weight = np.zeros_like(a)
    if alternative != "smaller":
        bound = observed if alternative == "larger" else abs(observed)
        border = _first_where(lambda x: np.asarray(statistic(a, x) < bound - near), a, most)
        weight += second.up_to(border - 1)
    if alternative != "larger":
        bound = observed if alternative == "smaller" else -abs(observed)
        border = _first_where(lambda x: np.asarray(statistic(a, x) <= bound + near), a, most)
        weight += second.from_on(border)
    return float(first.chance(a) @ np.minimum(1.0, weight))


def _first_where(
    holds: Callable[[FloatArray], NDArray[np.bool_]], rows: FloatArray, most: float
) -> FloatArray:
    """For each row the first whole number from 0 on where a rising condition holds."""
    low, high = np.zeros_like(rows), np.full_like(rows, most)
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        true = holds(middle)
        low, high = np.where(true, low, middle + 1), np.where(true, middle, high)
    return low
