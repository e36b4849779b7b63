"""Agreement of two raters who scored the same places: kappa, weighted kappa, AC1."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative
from paseo.stats.interval import Interval, two_sided_z
from paseo.stats.proportions import share

Weights: TypeAlias = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """A coefficient of agreement with what it is made of.

    Attributes:
        interval: The coefficient with its interval; at most 1, may be negative.
        se: Large-sample standard error, for the interval.
        se_null: Standard error if raters agreed by chance alone; NaN where not defined.
        observed: Observed (weighted) agreement, 0 to 1.
        expected: (Weighted) agreement expected by chance.
        n: Number of double-scored items.
    """

    interval: Interval
    se: float
    se_null: float
    observed: float
    expected: float
    n: float


def agreement_table(
    first: Sequence[Hashable], second: Sequence[Hashable], categories: Sequence[Hashable]
) -> FloatArray:
    """Count how often each pair of categories was given; rows first rater, columns second.

    Args:
        first: Answers of the first rater, one per item.
        second: Answers of the second rater for the same items.
        categories: All categories in the order of the scale.

    Returns:
        A square table of counts. Items that one of the two left unanswered (None or NaN) are
        left out.

    Raises:
        NumbersError: The lengths differ or an answer is not a category.

    Example:
        >>> agreement_table(["yes", "no", None], ["yes", "yes", "no"], ["no", "yes"]).tolist()
        [[0.0, 1.0], [0.0, 1.0]]
    """
    if len(first) != len(second):
        raise NumbersError("shapes-differ", "Both raters must have one answer for each item.")
    place = {category: i for i, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for item, pair in enumerate(zip(first, second, strict=True)):
        # NaN is the one value that differs from itself.
        if any(answer is None or answer != answer for answer in pair):
            continue
        for answer in pair:
            if answer not in place:
                sentence = f"{answer!r} at item {item} is not one of the categories: add it."
                raise NumbersError("unknown-category", sentence, (item,))
        table[place[pair[0]], place[pair[1]]] += 1
    return table


def percent_agreement(table: ArrayLike, *, level: float = 0.95) -> Interval:
    """Share of items on which both raters gave the same category, with the Wilson interval.

    Args:
        table: Square table of counts, rows first rater, columns second.
        level: Confidence level.

    Returns:
        The share, 0 to 1; NaN for an empty table.

    Raises:
        NumbersError: The table is not square or holds a negative count.

    Example:
        >>> round(float(percent_agreement([[40, 5], [5, 50]]).value), 2)
        0.9
    """
    counts = _square(table)
    return share(float(np.trace(counts)), float(counts.sum()), level=level)


def kappa(table: ArrayLike, *, weights: Weights = "none", level: float = 0.95) -> Agreement:
    """Cohen's kappa, or weighted kappa for ordered categories.

    ``kappa = (observed - expected) / (1 - expected)`` with agreement weights 1 on the diagonal
    and, off it, 0 (none), ``1 - d/(k-1)`` (linear) or ``1 - d^2/(k-1)^2`` (quadratic) for
    categories d steps apart.

    Args:
        table: Square table of counts, rows first rater, columns second, scale order.
        weights: "none", "linear" or "quadratic".
        level: Confidence level.

    Returns:
        Kappa with its large-sample interval. Where all pairs agree the standard error is zero
        and says nothing: the lower end then comes from the Wilson interval of the agreement.
        Unknown where chance alone gives full agreement (one category only).

    Raises:
        NumbersError: The table is not square or holds a negative count.

    Source: Cohen (1960), Educational and Psychological Measurement 20, 37-46; Cohen (1968),
    Psychological Bulletin 70, 213-220; Fleiss, Cohen and Everitt (1969), Psychological
    Bulletin 72, 323-327.

    Example:
        >>> both = kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
        >>> round(float(both.interval.value), 3), round(both.se, 3)
        (0.676, 0.088)
    """
    counts = _square(table)
    n = float(counts.sum())
    w = _agreement_weights(counts.shape[0], weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = counts / n
        rows, columns = p.sum(axis=1), p.sum(axis=0)
        chance = np.outer(rows, columns)
        observed, expected = float((w * p).sum()), float((w * chance).sum())
        room = 1 - expected if 1 - expected > 1e-12 else np.nan
        value = (observed - expected) / room
        mean_weight = (w @ columns)[:, None] + (rows @ w)[None, :]
        kept = (p * (w - mean_weight * (1 - value)) ** 2).sum()
        variance = kept - (value - expected * (1 - value)) ** 2
        null = (chance * (w - mean_weight) ** 2).sum() - expected**2
        se, se_null = (float(np.sqrt(max(v, 0.0) / n) / room) for v in (variance, null))
    method = "kappa" if weights == "none" else f"weighted kappa, {weights}"
    interval = _with_ends(value, se, observed, expected, n, level, f"{method} (large sample)")
    return Agreement(interval, se, se_null, observed, expected, n)


def ac1(table: ArrayLike, *, level: float = 0.95) -> Agreement:
    """Gwet's AC1, which stays steady when nearly all items fall into one category.

    As kappa, with ``expected = sum(q_k (1 - q_k)) / (K - 1)`` and q_k the mean share of category
    k over both raters.

    Args:
        table: Square table of counts, rows first rater, columns second.
        level: Confidence level.

    Returns:
        AC1 with its large-sample interval; the lower end as in `kappa` where all pairs agree.

    Raises:
        NumbersError: The table is not square, has one category or holds a negative count.

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48.

    Example:
        >>> round(float(ac1([[118, 5], [2, 0]]).interval.value), 3)
        0.941
    """
    counts = _square(table)
    k = counts.shape[0]
    n = float(counts.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        p = counts / n
        q = (p.sum(axis=1) + p.sum(axis=0)) / 2
        observed = float(np.trace(p))
        expected = float((q * (1 - q)).sum() / (k - 1))
        value = (observed - expected) / (1 - expected)
        rest = 1 - value
        cross = (np.diag(p) * (1 - q)).sum() / (k - 1) - observed * expected
        pairs = (p * (1 - (q[:, None] + q[None, :]) / 2) ** 2).sum() / (k - 1) ** 2 - expected**2
        variance = observed * (1 - observed) - 4 * rest * cross + 4 * rest**2 * pairs
        se = float(np.sqrt(max(variance, 0.0) / n) / (1 - expected))
    interval = _with_ends(value, se, observed, expected, n, level, "AC1 (large sample)")
    return Agreement(interval, se, float("nan"), observed, expected, n)


def _square(table: ArrayLike) -> FloatArray:
    (counts,) = as_numbers(table=table)
    not_negative(table=counts)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise NumbersError(
            "table-not-square",
            f"Agreement needs a square table of at least two categories (found {counts.shape}).",
        )
    return counts


def _agreement_weights(k: int, weights: Weights) -> FloatArray:
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    if weights == "none":
        return np.eye(k)
    if weights == "linear":
        return np.asarray(1 - steps)
    if weights == "quadratic":
        return np.asarray(1 - steps**2)
    raise NumbersError(
        "unknown-weights", f"Weights are none, linear or quadratic (found {weights!r})."
    )


def _with_ends(
    value: float,
    se: float,
    observed: float,
    expected: float,
    n: float,
    level: float,
    method: str,
) -> Interval:
    if np.isnan(value):
        return Interval(float("nan"), float("nan"), float("nan"), level, method)
    if observed >= 1 - 1e-12:
        sure = float(share(n, n, level=level).low)
        return Interval(float(value), (sure - expected) / (1 - expected), 1.0, level, method)
    half = two_sided_z(level) * se
    return Interval(float(value), float(value - half), float(min(1.0, value + half)), level, method)
