"""Scores and ranks of replications as they come in, and what they say in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.ranking import whole_ranks

#: Scores held at full precision; beyond so many they are held with seven digits.
EXACT: Final = 64 * 10**6
#: With more units pairs are not counted: their number grows with the square.
PAIRS: Final = 600


@dataclass(frozen=True, eq=False)
class Summary:
    """What a tally says; the fields are those of
    :class:`paseo.stats.composite.uncertainty.results.Uncertainty`."""

    score_mean: FloatArray
    score_sd: FloatArray
    score_low: FloatArray
    score_median: FloatArray
    score_high: FloatArray
    rank_mean: FloatArray
    rank_low: FloatArray
    rank_median: FloatArray
    rank_high: FloatArray
    rank_probability: NDArray[np.float32]
    above: NDArray[np.float32] | None
    scored: FloatArray
    class_probability: FloatArray


class Tally:
    """Holds each score once and each rank once, and counts when all are there.

    Scores are held exactly up to :data:`EXACT` of them (512 MB), and beyond that with seven digits
    (4 bytes each): quantiles of scores are then off by at most 6e-8 of the score; ranks, their
    probabilities and pairs are exact at any size, for they are counted before.

    Args:
        units: How many.
        replications: How many will come.
    """

    def __init__(self, units: int, replications: int) -> None:
        exact = units * replications <= EXACT
        self._scores: NDArray[Any] = np.empty(
            (units, replications), dtype=np.float64 if exact else np.float32
        )
        kind = np.int16 if units < np.iinfo(np.int16).max else np.int32
        self._ranks: NDArray[Any] = np.empty((units, replications), dtype=kind)
        self._done = 0

    def add(self, scores: FloatArray) -> None:
        """Take in the scores of some replications, replications x units."""
        here = slice(self._done, self._done + len(scores))
        self._scores[:, here] = scores.T
        self._ranks[:, here] = whole_ranks(scores).T
        self._done = here.stop

    def summary(self, level: float, ends: FloatArray) -> Summary:
        """Count.

        Args:
            level: Of the intervals.
            ends: Upper ends of classes; empty for none.
        """
        units, total = self._ranks.shape
        figures = np.full((10, units), np.nan)
        classes = np.full((units, len(ends)), np.nan)
        probability = np.full((units, units), np.nan, dtype=np.float32)
        for at in range(units):
            counts = np.bincount(self._ranks[at], minlength=units + 1)
            here = total - int(counts[0])
            figures[9, at] = here / total
            if not here:
                continue
            counts = counts[1:]
            row = np.sort(self._scores[at])[:here].astype(np.float64)
            figures[:2, at] = row.mean(), row.std(ddof=1) if here > 1 else 0.0
            figures[2:5, at] = quantiles(row, [(1 - level) / 2, 0.5, (1 + level) / 2])
            figures[5, at] = counts @ np.arange(1.0, units + 1) / here
            figures[6:9, at] = rank_ends(counts, level)
            probability[at] = counts / here
            upper = np.searchsorted(row, ends, side="right")
            classes[at] = np.diff(upper, prepend=0) / here
        names = (
            "score_mean", "score_sd", "score_low", "score_median", "score_high", "rank_mean",
            "rank_low", "rank_median", "rank_high", "scored",
        )  # fmt: skip
        return Summary(
            rank_probability=probability,
            above=above(self._ranks) if units <= PAIRS else None,
            class_probability=classes,
            **dict(zip(names, figures, strict=True)),
        )


def quantiles(ordered: FloatArray, shares: list[float]) -> FloatArray:
    """Return quantiles of ordered numbers, between two of them in proportion (Hyndman and Fan's
    type 7, as R and numpy have it).

    Source: Hyndman and Fan (1996), The American Statistician 50, 361-365.

    Example:
        >>> quantiles(np.array([1.0, 2.0, 4.0]), [0.25, 0.5]).tolist()
        [1.5, 2.0]
    """
    place = np.array(shares) * (len(ordered) - 1)
    below = np.floor(place).astype(np.int64)
    after = np.minimum(below + 1, len(ordered) - 1)
    return np.asarray(ordered[below] + (place - below) * (ordered[after] - ordered[below]))


def rank_ends(counts: NDArray[Any], level: float) -> tuple[int, int, int]:
    """Return the best, the middle and the worst rank of an interval.

    At most (1 - level) / 2 of the replications have a better rank than the best one of the
    interval, and at most as many a worse one than its worst.

    Args:
        counts: In how many replications the unit has each rank.
        level: Of the interval.

    Example:
        >>> rank_ends(np.array([1, 8, 1]), 0.8), rank_ends(np.array([1, 8, 1]), 0.9)
        ((2, 2, 2), (1, 2, 3))
    """
    running = np.cumsum(counts)
    total, side = int(running[-1]), (1 - level) / 2
    # A share such as 0.1 of 10 is one replication, whatever its last digit says.
    slack = 1e-9 * total
    low = np.searchsorted(running, total * side + slack, side="right")
    middle = np.searchsorted(running, total * 0.5 - slack, side="left")
    high = np.searchsorted(running, total * (1 - side) - slack, side="left")
    return int(low) + 1, int(middle) + 1, int(high) + 1


def above(ranks: NDArray[Any]) -> NDArray[np.float32]:
    """Return how often each unit stands above each other one, ties counted half.

    Comparisons are packed to bits and counted 64 at a time.

    Args:
        ranks: Units x replications; 0 is missing.

    Returns:
        Units x units, over the replications in which both have a rank; NaN where there is none;
        one half on the diagonal.

    Example:
        >>> above(np.array([[1, 1, 2, 1], [2, 1, 1, 2]], dtype=np.int16)).tolist()
        [[0.5, 0.625], [0.375, 0.5]]
    """
    units, total = ranks.shape
    missing = ranks == 0
    gaps = bool(missing.any())
    first = np.where(missing, np.iinfo(ranks.dtype).max, ranks) if gaps else ranks
    found = np.zeros((units, units), dtype=np.int64)
    padded = np.zeros((units, -(-total // 64) * 8), dtype=np.uint8)
    for at in range(units):
        packed = np.packbits(first[at] < ranks, axis=1)
        padded[:, : packed.shape[1]] = packed
        found[at] = np.bitwise_count(padded.view(np.uint64)).sum(axis=1, dtype=np.int64)
    both = np.full((units, units), float(total))
    if gaps:
        held = (~missing).astype(np.float32)
        both = (held @ held.T).astype(np.float64)
    with np.errstate(invalid="ignore"):
        share = 0.5 + (found - found.T) / (2 * both)
    share[both == 0] = np.nan
    return np.asarray(share, dtype=np.float32)
