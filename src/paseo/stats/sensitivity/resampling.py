"""Resamples as counts, so that every mean over them is one matrix product."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray

#: Numbers that one block of work may hold (float64; 64 MiB).
BLOCK = 1 << 23


def resample_counts(rows: int, resamples: int, seed: int) -> NDArray[np.uint16]:
    """Draw bootstrap resamples: how often each row is in each of them.

    The rows drawn are those of ``default_rng(seed).integers(rows, size=(rows, resamples))``, one
    resample down each column.

    Args:
        rows: Rows to draw from, and drawn in each resample.
        resamples: How many.
        seed: Of the draws.

    Returns:
        Counts, resamples x rows; each row of it sums to ``rows``.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.

    Example:
        >>> resample_counts(4, 2, seed=1).sum(axis=1).tolist()
        [4, 4]
    """
    counts = np.zeros((resamples, rows), dtype=np.uint16)
    if not resamples:
        return counts
    chance = np.random.default_rng(seed)
    drawn = np.empty((rows, resamples), dtype=np.int32)
    for block in blocks(rows, BLOCK // resamples):
        drawn[block] = chance.integers(rows, size=(block.stop - block.start, resamples))
    for at in range(resamples):
        counts[at] = np.bincount(drawn[:, at], minlength=rows)
    return counts


def weighted_sums(counts: NDArray[np.uint16], terms: FloatArray) -> FloatArray:
    """Sum terms over the rows of each resample.

    Args:
        counts: Resamples x rows.
        terms: Rows x terms.

    Returns:
        Resamples x terms.
    """
    found = np.zeros((len(counts), terms.shape[1]))
    for block in blocks(counts.shape[1], BLOCK // max(1, len(counts))):
        found += counts[:, block].astype(np.float64) @ terms[block]
    return found


def blocks(length: int, size: int) -> Iterator[slice]:
    """Cut a length into slices of a size (the last is shorter)."""
    size = max(1, size)
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))


def percentiles(drawn: FloatArray, level: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return both ends of the percentile interval, and the standard error, over the first axis.

    Draws that are NaN do not count; where all are, so is the result.
    """
    shape = drawn.shape[1:]
    low, high, error = (np.full(shape, np.nan) for _ in range(3))
    if len(drawn) < 2:
        return low, high, error
    ends = ((1 - level) / 2, (1 + level) / 2)
    whole = ~np.isnan(drawn).any(axis=0)
    low[whole], high[whole] = np.quantile(drawn[:, whole], ends, axis=0)
    error[whole] = drawn[:, whole].std(axis=0, ddof=1)
    part = ~whole & ((~np.isnan(drawn)).sum(axis=0) > 1)
    if part.any():
        low[part], high[part] = np.nanquantile(drawn[:, part], ends, axis=0)
        error[part] = np.nanstd(drawn[:, part], axis=0, ddof=1)
    return low, high, error
