"""Sobol indices of many outputs at once, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, a_level
from paseo.stats.sensitivity.resampling import (
    BLOCK,
    blocks,
    percentiles,
    resample_counts,
    weighted_sums,
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
    counts = resample_counts(base, resamples, seed)
    k = table.shape[2]
    made = {name: np.empty((factors, k)) for name in _TABLES}
    variance, complete = np.empty(k), np.empty(k)
    width = (2 * factors + 3) * (resamples + base)
    for block in blocks(k, 4 * BLOCK // width):
        terms = _Terms.of(table[:, :, block], centred)
        one = np.ones((1, base), dtype=np.uint16)
        first, total, spread = terms.indices(one)
        made["first"][:, block], made["total"][:, block] = first[0], total[0]
        variance[block], complete[block] = spread[0], terms.complete
        drawn_first, drawn_total, _ = terms.indices(counts)
        for name, drawn in (("first", drawn_first), ("total", drawn_total)):
            low, high, error = percentiles(drawn, level)
            made[f"{name}_low"][:, block], made[f"{name}_high"][:, block] = low, high
            made[f"{name}_error"][:, block] = error
    return SobolIndices(
        **made, variance=variance, complete=complete, base=base, resamples=resamples, level=level
    )


_TABLES = (
    "first", "first_low", "first_high", "first_error",
    "total", "total_low", "total_high", "total_error",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Terms:
    """What the indices are means of, one row for each row of the design."""

    #: base x (2 d + 2) k: first-order, total, sum of a and b, sum of their squares.
    sums: FloatArray
    #: base x k, 1 where nothing is missing; None where nothing is missing at all.
    known: FloatArray | None
    #: Outputs that do not vary over A and B, k.
    constant: NDArray[np.bool_]
    complete: FloatArray
    factors: int

    @classmethod
    def of(cls, table: FloatArray, centred: bool) -> _Terms:
        """Reckon the terms of outputs (d + 2) x base x k."""
        missing: NDArray[np.bool_] = np.asarray(np.isnan(table).any(axis=0))
        base, k = missing.shape
        factors = len(table) - 2
        held = int((~missing).sum()) < missing.size
        used = np.where(missing, np.nan, table) if held else table
        with np.errstate(invalid="ignore"):
            lowest = np.fmin.reduce(used[:2], axis=(0, 1))
            constant = ~(np.fmax.reduce(used[:2], axis=(0, 1)) > lowest)
        # The variance is taken about a value near the mean whatever is asked for: squares of
        # large numbers that differ little would lose their digits.
        middle = np.where(np.isnan(lowest), 0.0, _mean(used, held))
        moved = used - middle
        a, b, c = moved[0], moved[1], moved[2:]
        sums = np.empty((base, 2 * factors + 2, k))
        change = np.moveaxis(c - a, 0, 1)
        shift = b if centred else b + middle
        np.multiply(shift[:, None, :], change, out=sums[:, :factors])
        np.multiply(change, change, out=sums[:, factors : 2 * factors])
        np.add(a, b, out=sums[:, -2])
        np.add(a * a, b * b, out=sums[:, -1])
        if held:
            sums[np.broadcast_to(missing[:, None, :], sums.shape)] = 0.0
        known = (~missing).astype(np.float64) if held else None
        return cls(
            sums.reshape(base, -1), known, constant, np.asarray(1 - missing.mean(axis=0)), factors
        )

    def indices(self, counts: NDArray[np.uint16]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return first-order and total indices, resamples x d x k, and variances."""
        d, base = self.factors, len(self.sums)
        found = weighted_sums(counts, self.sums).reshape(len(counts), 2 * d + 2, len(self.constant))
        rows = float(base) if self.known is None else weighted_sums(counts, self.known)[:, None, :]
        with np.errstate(invalid="ignore", divide="ignore"):
            means = found / rows
            variance = means[:, -1] / 2 - (means[:, -2] / 2) ** 2
            variance[:, self.constant] = 0.0
            variance[variance <= 0] = np.nan
            first = means[:, :d] / variance[:, None]
            total = means[:, d : 2 * d] / (2 * variance[:, None])
        variance[:, self.constant] = 0.0
        return first, total, variance


def _mean(table: FloatArray, held: bool) -> FloatArray:
    if not held:
        return np.asarray(table.mean(axis=(0, 1)))
    known = ~np.isnan(table)
    count = known.sum(axis=(0, 1))
    return np.asarray(np.where(known, table, 0.0).sum(axis=(0, 1)) / np.maximum(count, 1))


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
