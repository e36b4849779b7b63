"""Change between two survey waves: of shares and means, of other or of the same people.

The same question, asked in the same way of the same population, is taken for granted; a new
wording, mode or season of asking looks like a change. Nothing here says why answers changed.
With answers at hand take `paseo.stats.survey`, which knows strata, clusters and weights; here a
design effect stands for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative
from paseo.stats.impact.options import one_of
from paseo.stats.interval import Interval, made, two_sided_z
from paseo.stats.means import mean_difference, survey_mean
from paseo.stats.proportions import effective_n, share_difference, survey_share

#: Halvings of [-1, 1] that leave a limit exact to the last digits of a number.
HALVINGS = 60


@dataclass(frozen=True, slots=True, eq=False)
class WaveChange:
    """A change between two waves.

    Attributes:
        change: Second less first, with its interval.
        first: The first wave.
        second: The second wave.
        statistic: Statistic of the test of no change.
        p: Two-sided.
        test: Name of the test.
    """

    change: Interval
    first: Interval
    second: Interval
    statistic: float
    p: float
    test: str


@dataclass(frozen=True, slots=True, eq=False)
class PairedShares:
    """A change of a share among the same people.

    Attributes:
        change: Share of the second wave less that of the first, with its interval.
        first: Share of the first wave.
        second: Share of the second wave.
        statistic: McNemar's z, positive where more changed towards yes.
        p_score: From this z; McNemar's test without correction.
        p_exact: Exact conditional test, on the safe side; unknown with a design effect or with
            counts that are not whole.
        p_mid: Its mid-p form, which holds its level and is less cautious; to be preferred with
            few changes. Unknown with a design effect.
    """

    change: Interval
    first: float
    second: float
    statistic: float
    p_score: float
    p_exact: float
    p_mid: float


def share_change(
    first: float,
    first_n: float,
    second: float,
    second_n: float,
    *,
    first_deff: float = 1.0,
    second_deff: float = 1.0,
    level: float = 0.95,
) -> WaveChange:
    """Change of a share between two waves of other people.

    Newcombe's hybrid score interval and the pooled score test, both on effective interviews.

    Args:
        first: Share of the first wave, 0 to 1.
        first_n: Its interviews.
        second: Share of the second wave.
        second_n: Its interviews, with other people.
        first_deff: Design effect of the first wave.
        second_deff: Design effect of the second wave.
        level: Confidence level.

    Returns:
        The change; the test is unknown where all answered alike in both waves.

    Raises:
        NumbersError: A share lies outside 0 to 1, n is negative, deff not above zero.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Example:
        >>> safer = share_change(48 / 80, 80, 56 / 70, 70)
        >>> [round(part, 4) for part in safer.change.floats()]
        [0.2, 0.0524, 0.3339]
    """
    from scipy import special

    change = share_difference(
        second, second_n, first, first_n, deff_a=second_deff, deff_b=first_deff, level=level
    )
    m1, m2 = (
        float(np.asarray(effective_n(n, deff)))
        for n, deff in ((first_n, first_deff), (second_n, second_deff))
    )
    pooled = (first * m1 + second * m2) / (m1 + m2) if m1 + m2 > 0 else np.nan
    variance = pooled * (1 - pooled) * (1 / m1 + 1 / m2) if m1 > 0 and m2 > 0 else np.nan
    statistic = (second - first) / np.sqrt(variance) if variance > 0 else np.nan
    return WaveChange(
        change=change,
        first=survey_share(first, first_n, deff=first_deff, level=level),
        second=survey_share(second, second_n, deff=second_deff, level=level),
        statistic=float(statistic),
        p=float(2 * special.ndtr(-abs(statistic))),
        test="score test of two shares",
    )


def mean_change(
    first: float,
    first_sd: float,
    first_n: float,
    second: float,
    second_sd: float,
    second_n: float,
    *,
    first_deff: float = 1.0,
    second_deff: float = 1.0,
    level: float = 0.95,
) -> WaveChange:
    """Change of a mean between two waves of other people, by Welch's t on effective interviews.

    Args:
        first: Mean of the first wave.
        first_sd: Standard deviation of its answers.
        first_n: Its interviews.
        second: Mean of the second wave, on the same scale.
        second_sd: Standard deviation of its answers.
        second_n: Its interviews, with other people.
        first_deff: Design effect of the first wave.
        second_deff: Design effect of the second wave.
        level: Confidence level.

    Returns:
        The change in points of the scale.

    Raises:
        NumbersError: An sd or n is negative, a deff not above zero.

    Source: Welch (1947), Biometrika 34, 28-35.

    Example:
        >>> more = mean_change(0.75, 1.789010, 10, 2.33, 2.002249, 10)
        >>> round(more.statistic, 4), round(more.p, 5)
        (1.8608, 0.07939)
    """
    from scipy import special

    change = mean_difference(
        second, second_sd, second_n, first, first_sd, first_n,
        deff_a=second_deff, deff_b=first_deff, level=level,
    )  # fmt: skip
    parts = []
    for sd, n, deff in ((first_sd, first_n, first_deff), (second_sd, second_n, second_deff)):
        m = float(np.asarray(effective_n(n, deff)))
        parts.append((sd**2 / m, m - 1) if m > 1 and sd > 0 else (np.nan, np.nan))
    (e1, f1), (e2, f2) = parts
    statistic = (second - first) / np.sqrt(e1 + e2)
    df = (e1 + e2) ** 2 / (e1**2 / f1 + e2**2 / f2)
    return WaveChange(
        change=change,
        first=survey_mean(first, first_sd, first_n, deff=first_deff, level=level),
        second=survey_mean(second, second_sd, second_n, deff=second_deff, level=level),
        statistic=float(statistic),
        p=float(2 * special.stdtr(df, -abs(statistic))),
        test="Welch t",
    )


def paired_share_change(
    both: float,
    first_only: float,
    second_only: float,
    neither: float,
    *,
    interval: Literal["newcombe", "tango"] = "newcombe",
    deff: float = 1.0,
    level: float = 0.95,
) -> PairedShares:
    """Change of a share among the same people, asked twice.

    ``change = (second_only - first_only) / n``; McNemar's ``z = (s - f) / sqrt(s + f)``. Only
    those who changed their answer tell something about the change. People who did not answer
    again are not in it, and may have changed otherwise.

    Args:
        both: People who said yes in both waves.
        first_only: Yes in the first wave only.
        second_only: Yes in the second wave only.
        neither: Yes in neither.
        interval: newcombe: hybrid score with the correlation of the two answers (method 10);
            tango: score interval, which agrees with McNemar's test.
        deff: Design effect, by which all four counts are divided.
        level: Confidence level.

    Returns:
        The change with its interval, and the three forms of the test.

    Raises:
        NumbersError: A count is negative or unknown, or nobody was asked.

    Source: McNemar (1947), Psychometrika 12, 153-157; Newcombe (1998), Statistics in Medicine
    17, 2635-2650; Tango (1998), Statistics in Medicine 17, 891-908; Fagerland, Lydersen and
    Laake (2013), BMC Medical Research Methodology 13, 91 (mid-p).

    Example:
        >>> found = paired_share_change(1, 1, 7, 12)
        >>> round(found.change.value, 3), round(found.p_exact, 3), round(found.p_mid, 3)
        (0.286, 0.07, 0.039)
    """
    from scipy import special

    one_of("interval", interval, ("newcombe", "tango"))
    (counts,) = as_numbers(counts=(both, first_only, second_only, neither))
    not_negative(counts=counts)
    if not counts.sum() > 0:
        raise NumbersError("nobody-asked", "Give four known counts with at least one person.")
    m = np.asarray(effective_n(counts, deff))
    n, changed = float(m.sum()), float(m[1] + m[2])
    statistic = (m[2] - m[1]) / np.sqrt(changed) if changed > 0 else 0.0
    made_by = _newcombe if interval == "newcombe" else _tango
    low, high = made_by(m, two_sided_z(level))
    name = "Newcombe paired hybrid score" if interval == "newcombe" else "Tango score"
    change = (m[2] - m[1]) / n
    exact, middle = _conditional(counts) if deff == 1 else (np.nan, np.nan)
    return PairedShares(
        change=made(np.asarray(change), low, high, level=level, method=name),
        first=float((m[0] + m[1]) / n),
        second=float((m[0] + m[2]) / n),
        statistic=float(statistic),
        p_score=float(2 * special.ndtr(-abs(statistic))),
        p_exact=exact,
        p_mid=middle,
    )


def paired_mean_change(
    first: ArrayLike, second: ArrayLike, *, deff: float = 1.0, level: float = 0.95
) -> WaveChange:
    """Change of a mean among the same people: the paired t.

    ``t = mean(d) / (sd(d) / sqrt(m))`` with ``d = second - first`` and ``m = n / deff``.

    Args:
        first: Answers of the first wave, (people,).
        second: Answers of the same people in the second wave; who is unknown in one wave is
            left out of both.
        deff: Design effect of the change.
        level: Confidence level.

    Returns:
        The change with its t interval; unknown ends where all changed alike.

    Raises:
        NumbersError: The shapes differ, or nobody answered twice.

    Source: Student (1908), Biometrika 6, 1-25.

    Example:
        >>> found = paired_mean_change([0.7, -1.6, -0.2, -1.2], [1.9, 0.8, 1.1, 0.1])
        >>> round(found.change.value, 3), round(found.statistic, 3)
        (1.55, 5.452)
    """
    from scipy import special

    one, two = as_numbers(first=first, second=second)
    held = ~(np.isnan(one) | np.isnan(two))
    if one.ndim != 1 or not held.any():
        raise NumbersError(
            "nobody-asked", "Give one answer of each wave for each person, some of them known."
        )
    one, two = one[held], two[held]
    change, before, after = (_mean_of(values, deff, level) for values in (two - one, one, two))
    m = float(np.asarray(effective_n(held.sum(), deff)))
    spread = (two - one).std(ddof=1) if one.size > 1 else np.nan
    statistic = (two - one).mean() / (spread / np.sqrt(m)) if spread > 0 and m > 1 else np.nan
    return WaveChange(
        change=change.named("paired t"),
        first=before,
        second=after,
        statistic=float(statistic),
        p=float(2 * special.stdtr(m - 1, -abs(statistic))),
        test="paired t",
    )


def _mean_of(values: FloatArray, deff: float, level: float) -> Interval:
    spread = values.std(ddof=1) if values.size > 1 else 0.0
    return survey_mean(values.mean(), spread, values.size, deff=deff, level=level)


def _conditional(counts: FloatArray) -> tuple[float, float]:
    """Exact and mid-p, given how many changed: each change is a toss of a fair coin."""
    from scipy import special

    less, changed = float(min(counts[1], counts[2])), float(counts[1] + counts[2])
    if changed == 0:
        return 1.0, 1.0
    if (counts != np.round(counts)).any():
        return float("nan"), float("nan")
    below = float(special.betainc(changed - less, less + 1, 0.5))
    ways = special.gammaln([changed + 1, less + 1, changed - less + 1]) @ [1.0, -1.0, -1.0]
    exactly = float(np.exp(ways + changed * np.log(0.5)))
    return min(1.0, 2 * below), min(1.0, 2 * below - exactly)


def _newcombe(m: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    n = m.sum()
    shares = np.array([m[0] + m[1], m[0] + m[2]]) / n
    centre = (shares + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(shares * (1 - shares) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    down, up = shares - (centre - half), centre + half - shares
    phi = _correlation(m)
    change = shares[1] - shares[0]

    def reach(a: float, b: float) -> float:
        return float(np.sqrt(max(a**2 - 2 * phi * a * b + b**2, 0.0)))

    low = change - reach(float(down[1]), float(up[0]))
    high = change + reach(float(up[1]), float(down[0]))
    return np.asarray(max(low, -1.0)), np.asarray(min(high, 1.0))


def _correlation(m: FloatArray) -> float:
    """Correlation of the two answers, brought nearer to zero for the small sample."""
    margins = (m[0] + m[1]) * (m[2] + m[3]) * (m[0] + m[2]) * (m[1] + m[3])
    if margins == 0:
        return 0.0
    together = m[0] * m[3] - m[1] * m[2]
    if together > 0:
        together = max(together - m.sum() / 2, 0.0)
    return float(together / np.sqrt(margins))


def _tango(m: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    n, gained, lost = float(m.sum()), float(m[2]), float(m[1])

    def score(change: float) -> float:
        b = -gained - lost + (2 * n - gained + lost) * change
        c = -lost * change * (1 - change)
        share = (np.sqrt(max(b**2 - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * share + change * (1 - change))
        off = gained - lost - n * change
        if variance <= 1e-14:
            return 0.0 if abs(off) < 1e-12 else float(np.sign(off) * np.inf)
        return float(off / np.sqrt(variance))

    here = (gained - lost) / n
    return (
        np.asarray(_crossing(score, z, -1.0, here)),
        np.asarray(_crossing(score, -z, here, 1.0)),
    )


def _crossing(score: Callable[[float], float], goal: float, low: float, high: float) -> float:
    """Where a falling function reaches the goal between two ends."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) > goal else (low, middle)
    return (low + high) / 2
