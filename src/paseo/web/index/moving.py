"""What moves between two states of an index: scores, positions, who gains and who loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.composite import Built, Recipe, ranks
from paseo.stats.composite.uncertainty.results import Uncertainty

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moves:
    """Units that have a score in both states, those that moved most first.

    Args:
        units: codes.
        score_before, score_after: in points of the index.
        rank_before, rank_after: among the units of both states; 1 is the highest score.
        low, high: interval of the position before, from an examination; None without one.
        low_after, high_after: interval of the position after.
        one_scale: whether the scores before and after can be compared.
        only_before, only_after: units that have a score in one state only.
    """

    units: tuple[str, ...]
    score_before: FloatArray
    score_after: FloatArray
    rank_before: FloatArray
    rank_after: FloatArray
    low: FloatArray | None
    high: FloatArray | None
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    low_after: FloatArray | None = None
    high_after: FloatArray | None = None
    one_scale: bool = True

    @property
    def shift(self) -> FloatArray:
        """Positions gained; negative for positions lost."""
        return self.rank_before - self.rank_after

    @property
    def mean(self) -> float:
        """Mean number of positions by which a unit moves."""
        return float(np.abs(self.shift).mean()) if self.units else 0.0

    @property
    def moved(self) -> int:
        return int(np.count_nonzero(self.shift))

    @property
    def beyond(self) -> int | None:
        """How many units leave the interval that they had; None where none is known."""
        if self.low is None or self.high is None:
            return None
        return int(np.count_nonzero((self.rank_after < self.low) | (self.rank_after > self.high)))

    def most(self, sign: int) -> list[int]:
        """Return where those stand that gain most (1) or lose most (-1); ties all, at most 3."""
        if not self.units:
            return []
        gain = self.shift * sign
        best = gain.max()
        return np.flatnonzero(gain == best)[:3].tolist() if best > 0 else []


def moves(
    before: Built,
    after: Built,
    found: Uncertainty | None = None,
    found_after: Uncertainty | None = None,
    *,
    one_scale: bool = True,
) -> Moves:
    """Compare two states of an index.

    Args:
        before, after: the states.
        found, found_after: how solid the positions of ``before`` and ``after`` are.
        one_scale: whether both are scored on one scale.
    """
    ours, theirs = _scored(before), _scored(after)
    shared = [unit for unit in ours if unit in theirs]
    one = np.array([ours[unit] for unit in shared])
    other = np.array([theirs[unit] for unit in shared])
    first, second = (ranks(held) if shared else held for held in (one, other))
    order = np.lexsort((first, -np.abs(first - second))) if shared else np.array([], dtype=int)
    low, high = _interval(found, [shared[at] for at in order])
    return Moves(
        tuple(shared[at] for at in order),
        one[order], other[order], first[order], second[order], low, high,
        tuple(unit for unit in ours if unit not in theirs),
        tuple(unit for unit in theirs if unit not in ours),
        *_interval(found_after, [shared[at] for at in order]), one_scale,
    )  # fmt: skip


def same_scale(one: Recipe, other: Recipe) -> bool:
    """Say whether two recipes bring their indicators to one and the same scale."""
    first, second = one.step("normalise"), other.step("normalise")
    if first is None or second is None:
        return first is second
    return first.method == second.method and dict(first.settings) == dict(second.settings)


def _scored(built: Built) -> dict[str, float]:
    scores = built.scores().tolist()
    return {unit: score for unit, score in zip(built.units, scores, strict=True) if score == score}


def _interval(
    found: Uncertainty | None, units: Sequence[str]
) -> tuple[FloatArray | None, FloatArray | None]:
    if found is None:
        return None, None
    place = {unit: at for at, unit in enumerate(found.units)}
    at = [place.get(unit, -1) for unit in units]

    def picked(held: FloatArray) -> FloatArray:
        return np.array([held[one] if one >= 0 else np.nan for one in at])

    return picked(found.rank_low), picked(found.rank_high)
