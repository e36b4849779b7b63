"""Rank bands: which places a unit can have, and which units cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, a_level, a_share
from paseo.stats.multiple import holm


@dataclass(frozen=True, eq=False)
class RankBands:
    """Places of n units, as far as they are clear.

    Attributes:
        level: Probability from which one unit counts as clearly above another.
        clear: n x n: the unit of the row is clearly above that of the column.
        best, worst: Best and worst place that is open to a unit: one after all that are clearly
            above it, and before all that are clearly below; NaN for a unit without scores.
        order: Positions of the units with scores, from the top, by how often they are above others.
        bands: The order cut wherever all units before are clearly above all units after; positions.
            Between bands the order is clear; within a band it is not clear throughout.
        groups: The longest runs of the order in which no unit is clearly above another; positions.
            A unit can stand in several.
    """

    level: float
    clear: NDArray[np.bool_]
    best: FloatArray
    worst: FloatArray
    order: tuple[int, ...]
    bands: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[int, ...], ...]


def rank_bands(above: ArrayLike, level: float = 0.9, every_pair: bool = False) -> RankBands:
    """Say which places are open to each unit, from probabilities that one is above another.

    A unit is clearly above another where ``above >= level``. The places open to unit i are
    ``1 + number clearly above i`` to ``n - number clearly below i``: units that overlap share
    them.

    Args:
        above: n x n, the probability that the unit of the row lies above that of the column, ties
            counted half; NaN where it is not known. The diagonal does not count.
        level: Probability from which a pair is clear, over one half.
        every_pair: Ask that all pairs called clear are right at once with this probability, as for
            p-values ``1 - above`` by Holm's method: stricter, the more units there are. With
            replications, a pair that is alike in all of them counts as sure.

    Returns:
        Places, bands and groups.

    Raises:
        NumbersError: ``shapes-differ`` for what is no square table, ``share-out-of-range``,
            ``level-out-of-range`` outside one half to one.

    Source: The idea of sets of ranks from pairs: Mogstad, Romano, Shaikh and Wilhelm (2024),
        Review of Economic Studies 91(1), 476-518; Holm (1979), Scandinavian Journal of Statistics
        6, 65-70.

    Example:
        >>> found = rank_bands([[0.5, 0.7, 1.0], [0.3, 0.5, 0.95], [0.0, 0.05, 0.5]])
        >>> found.best.tolist(), found.worst.tolist(), found.bands
        ([1.0, 1.0, 3.0], [2.0, 2.0, 3.0], ((0, 1), (2,)))
    """
    held = _read(above, level)
    n = len(held)
    clear = _clear(held, level, every_pair)
    known = np.asarray(~np.isnan(held).all(axis=1) | (n == 1), dtype=np.bool_)
    count = int(known.sum())
    best = np.where(known, 1.0 + clear.sum(axis=0), np.nan)
    worst = np.where(known, count - clear.sum(axis=1), np.nan)
    order = _order(held, known)
    return RankBands(
        level, clear, best, worst, tuple(order), _bands(order, clear), _groups(order, clear)
    )


def _read(above: ArrayLike, level: float) -> FloatArray:
    held = np.array(above, dtype=np.float64)
    if held.ndim != 2 or held.shape[0] != held.shape[1]:
        raise NumbersError(
            "shapes-differ", f"above has the shape {held.shape}: give one row and column per unit."
        )
    np.fill_diagonal(held, np.nan)
    a_share(above=held)
    if a_level(level) <= 0.5:
        raise NumbersError(
            "level-out-of-range",
            f"The level of a clear difference must lie over one half (found {level!r}).",
        )
    return held


def _clear(held: FloatArray, level: float, every_pair: bool) -> NDArray[np.bool_]:
    # Shares of replications such as 0.9 are stored with single precision: they must count as 0.9.
    slack = 1e-6
    if not every_pair:
        return np.asarray(held >= level - slack, dtype=np.bool_)
    rows, columns = np.triu_indices(len(held), 1)
    one, other = held[rows, columns], held[columns, rows]
    adjusted = holm(np.where(one >= other, 1 - one, 1 - other))
    sure = adjusted <= 1 - level + slack
    clear = np.zeros(held.shape, dtype=np.bool_)
    clear[rows, columns] = sure & (one > other)
    clear[columns, rows] = sure & (other > one)
    return clear


def _order(held: FloatArray, known: NDArray[np.bool_]) -> list[int]:
    """Units by the mean probability of being above another, the highest first."""
    counted = np.maximum((~np.isnan(held)).sum(axis=1), 1)
    mean = np.where(known, np.nansum(held, axis=1) / counted, -np.inf)
    order = np.argsort(-mean, kind="stable")[: int(known.sum())]
    return [int(at) for at in order]


def _bands(order: list[int], clear: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    if not order:
        return ()
    # Cut after the first c units where each of them is clearly above each of the others.
    ordered = clear[np.ix_(order, order)]
    n = len(order)
    reach = np.cumsum(ordered[:, ::-1], axis=1)[:, ::-1]
    cuts = [at for at in range(1, n) if np.all(reach[:at, at] == n - at)]
    ends = [0, *cuts, n]
    return tuple(tuple(order[a:b]) for a, b in pairwise(ends))


def _groups(order: list[int], clear: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    ordered = clear[np.ix_(order, order)] if order else np.zeros((0, 0), dtype=np.bool_)
    apart = ordered | ordered.T
    found: list[tuple[int, ...]] = []
    reached = 0
    for start in range(len(order)):
        end = max(reached, start + 1)
        # A run stays one only while no pair in it is apart; those up to ``reached`` were checked.
        while end < len(order) and not apart[start:end, end].any():
            end += 1
        if end > reached:
            found.append(tuple(order[start:end]))
            reached = end
    return tuple(found)
