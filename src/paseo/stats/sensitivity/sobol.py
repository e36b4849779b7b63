"""Sobol indices of many outputs at once, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, a_level
from paseo.stats.sensitivity.resampling import (
    BLOCK,
    blocks,
    percentiles,
    resample_counts,
)


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """Shares of factors in the variance of outputs; d factors, k outputs.

    Estimates can leave the range from 0 to 1 by chance, most of all first-order ones.

    Attributes:
        first: What a factor explains alone, d x k.
        total: What would remain if all other factors were known: alone and with others, d x k.
        first_low, first_high, total_low, total_high: Ends of the percentile intervals, d x k; NaN
            without resamples.
        first_error, total_error: Standard deviation over the resamples, d x k.
        variance: Of each output over A and B, k.
        complete: Share of the rows of the design without a missing output, k.
        base: N.
        resamples: Behind the intervals.
        level: Of the intervals.
    """

    first: FloatArray
    first_low: FloatArray
    first_high: FloatArray
    total: FloatArray
    total_low: FloatArray
    total_high: FloatArray
    first_error: FloatArray
    total_error: FloatArray
    variance: FloatArray
    complete: FloatArray
    base: int
    resamples: int
    level: float


def sobol_indices(
    outputs: ArrayLike,
    factors: int,
    resamples: int = 1000,
    level: float = 0.9,
    seed: int = 1,
    *,
    centred: bool = True,
) -> SobolIndices:
    """Estimate first-order and total indices from the outputs of a Sobol design.

    With a, b, c the outputs at A, B and AB_i, and V the variance over A and B together:
    ``first = mean(b (c - a)) / V`` and ``total = mean((a - c)^2) / (2 V)``. A resample draws rows
    of the design with replacement and reckons V anew; all means over all resamples are one matrix
    product of the resample counts with the terms.

    Args:
        outputs: base (d + 2) x k (or one column, without the second axis), in the order of
            :func:`sobol_design`. NaN is missing: a row of the design in which any of the d + 2
            outputs is missing does not count for that output.
        factors: d, or the number of groups.
        resamples: Bootstrap resamples; 0 for no intervals.
        level: Level of the percentile intervals.
        seed: Of the resamples.
        centred: Take the mean of an output off first, which makes first-order indices steadier
            (SALib does so, COINr does not). Total indices do not depend on it.

    Returns:
        Indices; NaN for an output that does not vary.

    Raises:
        NumbersError: ``outputs-wrong`` when the number of outputs does not fit the design,
            ``infinite``, ``level-out-of-range``, ``resamples-wrong``.

    Source: Saltelli and others (2010), Computer Physics Communications 181, 259-270, table 2,
    estimators (b) and (f); (f) is Jansen's (1999), Computer Physics Communications 117, 35-43.

    Example:
        >>> from paseo.stats.sensitivity import sobol_design
        >>> x = sobol_design(2, 1024, seed=1)
        >>> found = sobol_indices(x[:, 0] + 2 * x[:, 1], 2, resamples=100)
        >>> found.total[:, 0].round(2).tolist()
        [0.2, 0.8]
    """
    a_level(level)
    table, base = _outputs(outputs, factors, resamples)
    counts = _counts(base, resamples, seed)
    made = {name: np.empty((factors, table.shape[2])) for name in _TABLES}
    variance, complete = np.empty(table.shape[2]), np.empty(table.shape[2])
    for block, some in _some(table, counts, centred):
        alone, whole, spread = _parts(some, counts)
        variance[block], complete[block] = spread[0], some.complete
        with np.errstate(invalid="ignore", divide="ignore"):
            within = np.where(spread > 0, spread, np.nan)[:, None]
            for name, part in (("first", alone), ("total", whole)):
                for key, told in _told(name, part / within, level).items():
                    made[key][:, block] = told
    return SobolIndices(
        **made, variance=variance, complete=complete, base=base, resamples=resamples, level=level
    )


def joint_indices(
    outputs: ArrayLike,
    factors: int,
    resamples: int = 1000,
    level: float = 0.9,
    seed: int = 1,
) -> SobolIndices:
    """Estimate the indices of several outputs of one unit of measurement taken together.

    The variance that a factor is behind, summed over the outputs, by the sum of their variances:
    ``S = sum_k V_k S_k / sum_k V_k``. Unlike the indices of a mean over outputs, these do not lose
    what is independent between outputs and averages out.

    Args:
        outputs, factors, resamples, level, seed: as for :func:`sobol_indices`.

    Returns:
        Indices d x 1; ``variance`` is the sum, ``complete`` the mean over the outputs.

    Raises:
        NumbersError: as :func:`sobol_indices`.

    Source: Lamboni, Monod and Makowski (2011), Reliability Engineering and System Safety 96,
    450-459; Gamboa, Janon, Klein and Lagnoux (2014), Electronic Journal of Statistics 8, 575-603.

    Example:
        >>> from paseo.stats.sensitivity import sobol_design
        >>> x = sobol_design(2, 1024, seed=1)
        >>> found = joint_indices(np.stack([x[:, 0], 2 * x[:, 1]], axis=1), 2, resamples=100)
        >>> found.total[:, 0].round(2).tolist()
        [0.2, 0.8]
    """
    a_level(level)
    table, base = _outputs(outputs, factors, resamples)
    counts = _counts(base, resamples, seed)
    alone, whole = (np.zeros((len(counts), factors, 1)) for _ in range(2))
    spread, complete = np.zeros((len(counts), 1)), 0.0
    for _, some in _some(table, counts, centred=True):
        first, total, variance = _parts(some, counts)
        moves = ~np.isnan(variance).any(axis=0)
        alone += first[:, :, moves].sum(axis=2, keepdims=True)
        whole += total[:, :, moves].sum(axis=2, keepdims=True)
        spread += variance[:, moves].sum(axis=1, keepdims=True)
        complete += float(some.complete.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        within = np.where(spread > 0, spread, np.nan)[:, None]
        made = {**_told("first", alone / within, level), **_told("total", whole / within, level)}
    return SobolIndices(
        **made, variance=spread[0], complete=np.array([complete / table.shape[2]]), base=base,
        resamples=resamples, level=level,
    )  # fmt: skip


def _counts(base: int, resamples: int, seed: int) -> NDArray[np.uint16]:
    """How often each row is drawn; the first "resample" is the design itself, each row once."""
    return np.concatenate(
        [np.ones((1, base), dtype=np.uint16), resample_counts(base, resamples, seed)]
    )


def _some(
    table: FloatArray, counts: NDArray[np.uint16], centred: bool
) -> Iterator[tuple[slice, _Outputs]]:
    """Outputs in blocks that fit the memory."""
    parts, _, count = table.shape
    for block in blocks(count, BLOCK // ((2 * parts - 1) * len(counts))):
        yield block, _Outputs.of(table[:, :, block], centred)


def _told(name: str, drawn: FloatArray, level: float) -> dict[str, FloatArray]:
    """Estimate, ends and error from the design and its resamples."""
    low, high, error = percentiles(drawn[1:], level)
    return {name: drawn[0], f"{name}_low": low, f"{name}_high": high, f"{name}_error": error}


_TABLES = (
    "first", "first_low", "first_high", "first_error",
    "total", "total_low", "total_high", "total_error",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Outputs:
    """Some outputs, and what must be known of them before their terms can be summed."""

    #: (d + 2) x base x k.
    table: FloatArray
    #: base x k, True where one of the d + 2 is missing; None where nothing is missing at all.
    missing: NDArray[np.bool_] | None
    #: Outputs that do not vary over A and B, k.
    constant: NDArray[np.bool_]
    #: Mean over the whole design, k.
    middle: FloatArray
    #: What the mean is put back by in first-order terms: nought, or the mean.
    shift: FloatArray
    complete: FloatArray

    @classmethod
    def of(cls, table: FloatArray, centred: bool) -> _Outputs:
        """Look the outputs over."""
        middle = np.asarray(table.mean(axis=(0, 1)))
        missing: NDArray[np.bool_] | None = None
        complete = np.ones(len(middle))
        if np.isnan(middle).any():
            missing = np.asarray(np.isnan(table).any(axis=0))
            complete = np.asarray(1 - missing.mean(axis=0))
            table = np.where(missing, np.nan, table)
            middle = _mean(table)
        with np.errstate(invalid="ignore"):
            lowest, highest = (ufunc.reduce(table[:2], axis=(0, 1)) for ufunc in (np.fmin, np.fmax))
            constant = ~(highest > lowest)
        shift = np.zeros_like(middle) if centred else middle
        return cls(table, missing, constant, middle, shift, complete)

    def terms(self, rows: slice) -> FloatArray:
        """What the indices are means of, rows x (2 d + 3) x k.

        First-order terms, total terms, sums and sums of squares of a and b (about the mean, for
        squares of large numbers that differ little would lose their digits), and whether the row
        counts.
        """
        moved = self.table[:, rows] - self.middle
        a, b, change = moved[0], moved[1], moved[2:]
        change -= a
        d = len(change)
        terms = np.empty((len(a), 2 * d + 3, len(self.middle)))
        across = terms.transpose(1, 0, 2)
        np.multiply(change, b + self.shift, out=across[:d])
        np.multiply(change, change, out=across[d : 2 * d])
        np.add(a, b, out=across[-3])
        np.add(a * a, b * b, out=across[-2])
        across[-1] = 1.0
        if self.missing is not None:
            across[:, self.missing[rows]] = 0.0
        return terms


def _parts(some: _Outputs, counts: NDArray[np.uint16]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the variance behind each factor, alone and in all, and the whole of it.

    Returns:
        Twice resamples x d x k, and resamples x k; zero for an output that does not vary.
    """
    d, base, k = len(some.table) - 2, counts.shape[1], len(some.middle)
    found = np.zeros((len(counts), (2 * d + 3) * k))
    for rows in blocks(base, max(16, _IN_CACHE // ((2 * d + 3) * k))):
        terms = some.terms(rows)
        found += counts[:, rows].astype(np.float64) @ terms.reshape(len(terms), -1)
    sums = found.reshape(len(counts), 2 * d + 3, k)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums[:, :-1] / sums[:, -1:]
        variance = means[:, -1] / 2 - (means[:, -2] / 2) ** 2
    variance[:, some.constant] = 0.0
    return means[:, :d], means[:, d : 2 * d] / 2, variance


#: Terms (float64) that are made and multiplied at once: few enough for the cache, many enough that
#: the threads of a matrix product are worth their start.
_IN_CACHE = 1 << 20


def _mean(table: FloatArray) -> FloatArray:
    """Mean of each output over what is there; nought where nothing is."""
    known = ~np.isnan(table)
    count = np.maximum(known.sum(axis=(0, 1)), 1)
    return np.asarray(np.where(known, table, 0.0).sum(axis=(0, 1)) / count)


def _outputs(outputs: ArrayLike, factors: int, resamples: int) -> tuple[FloatArray, int]:
    """Read outputs as (d + 2) x base x k."""
    given = np.asarray(outputs, dtype=np.float64)
    given = given[:, None] if given.ndim == 1 else given
    parts = factors + 2
    if factors < 1 or given.ndim != 2 or len(given) % parts or len(given) < 2 * parts:
        raise NumbersError(
            "outputs-wrong",
            f"Give one output for each point of the design: a multiple of {parts} for {factors} "
            f"factors (found {np.shape(outputs)}).",
        )
    if np.isinf(given).any():
        raise NumbersError("infinite", "Outputs must be finite: use NaN for a missing one.")
    if resamples < 0 or resamples == 1:
        raise NumbersError(
            "resamples-wrong", f"Give two resamples or more, or 0 for none (found {resamples})."
        )
    base = len(given) // parts
    return given.reshape(parts, base, -1), base
