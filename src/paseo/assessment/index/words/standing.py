"""Where each unit stands over all recalculations, and how far that holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from paseo.assessment.index.results import IndexRun
from paseo.stats.composite.bands import RankBands, rank_bands
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan, Range
from paseo.stats.composite.uncertainty.results import Uncertainty

#: A position is solid when best and worst place lie at most this part of all places apart, and
#: open from that part on; with few units at least so many places, as far as there are so many.
SOLID: Final = (0.05, 1)
OPEN: Final = (0.20, 3)

#: Ways of combining whose scores count comparisons, whatever the scale of the indicators.
COUNTING: Final = frozenset({"copeland", "kemeny"})

Hold = Literal["solid", "near", "open", "none"]

#: Sorting all pairs of some thousand units takes a second, and every sentence asks for them.
_PAIRS: Final[WeakKeyDictionary[Uncertainty, RankBands]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit.

    Args:
        unit: its code.
        score, score_low, score_high: as built, and the ends of the score interval.
        rank: as built.
        best, middle, worst: of the rank interval.
        band: number of its band, 1 for the best; 0 without a rank.
        hold: how far the position holds: ``solid``, ``near`` (the region is known), ``open``,
            ``none`` without a rank.
        first: share of recalculations in which it is first.
        scored: share of recalculations in which it has a score.
    """

    unit: str
    score: float = math.nan
    score_low: float = math.nan
    score_high: float = math.nan
    rank: float = math.nan
    best: float = math.nan
    middle: float = math.nan
    worst: float = math.nan
    band: int = 0
    hold: Hold = "none"
    first: float = 0.0
    scored: float = 0.0

    @property
    def ranked(self) -> bool:
        """Whether it has a place."""
        return math.isfinite(self.middle)

    @property
    def span(self) -> float:
        """Places between the best and the worst."""
        return self.worst - self.best


def standings(run: IndexRun) -> tuple[Standing, ...]:
    """Return the units from the best middle place down; those without a place last.

    Empty when no uncertainty was run: then no place is known well enough to be told.
    """
    found = run.uncertainty
    if found is None:
        return ()
    n, ranked = len(found.units), int(np.isfinite(found.rank_median).sum())
    bands = band_numbers(found)
    made = [
        Standing(
            unit=unit,
            score=float(found.score[at]),
            score_low=float(found.score_low[at]),
            score_high=float(found.score_high[at]),
            rank=float(found.rank[at]),
            best=float(found.rank_low[at]),
            middle=float(found.rank_median[at]),
            worst=float(found.rank_high[at]),
            band=bands[at],
            hold=_hold(float(found.rank_low[at]), float(found.rank_high[at]), ranked),
            first=float(found.rank_probability[at, 0]),
            scored=float(found.scored[at]),
        )
        for at, unit in enumerate(found.units)
    ]
    # What no recalculation gives a score has no place.
    held = set(found.units)
    without = [Standing(unit) for unit in run.built.units if unit not in held]
    # The order of the bands is that of pairs; the middle place may differ from it by a little.
    ordered = sorted((made[at] for at in _order(found)), key=lambda one: one.band or n + 1)
    return (*ordered, *without)


def most_for_solid(count: int) -> int:
    """Return how many places a solid position may span, of so many units.

    >>> most_for_solid(3), most_for_solid(12), most_for_solid(83)
    (0, 1, 4)
    """
    # Among a handful of units, moving by one place is moving through many of them.
    return max(min(SOLID[1], (count - 1) // 4), math.floor(SOLID[0] * count))


def least_for_open(count: int) -> int:
    """Return from how many places on a position is open, of so many units.

    >>> least_for_open(5), least_for_open(12), least_for_open(83)
    (3, 3, 17)
    """
    return max(min(OPEN[1], (count + 1) // 2), math.ceil(OPEN[0] * count))


def _hold(best: float, worst: float, count: int) -> Hold:
    if not (math.isfinite(best) and math.isfinite(worst)):
        return "none"
    if worst - best <= most_for_solid(count):
        return "solid"
    return "open" if worst - best >= least_for_open(count) else "near"


def _order(found: Uncertainty) -> list[int]:
    """Return positions of units by middle, mean and built place; those without a place last."""
    keys = (found.rank, found.rank_mean, found.rank_median)
    return [int(at) for at in np.lexsort([np.nan_to_num(key, nan=np.inf) for key in keys])]


def pairs(found: Uncertainty) -> RankBands | None:
    """Return which pairs are clear, all at once at the level (Holm); None where not counted."""
    if found.above is None:
        return None
    if found not in _PAIRS:
        _PAIRS[found] = rank_bands(found.above, found.level, every_pair=True)
    return _PAIRS[found]


def band_numbers(found: Uncertainty) -> tuple[int, ...]:
    """Return the band of each unit, 1 for the best: units that overlap share one.

    A new band begins where every unit above is clearly above every unit below, all pairs at once
    (:func:`pairs`; where pairs were not counted, this is not asked), and where the worst place
    above is better than the best place below, so that no bar of one band reaches into another.
    """
    numbers = [0] * len(found.units)
    held = pairs(found)
    if held is None:
        ranked = [at for at in _order(found) if math.isfinite(found.rank_median[at])]
        runs: Sequence[Sequence[int]] = [[at] for at in ranked]
    else:
        runs = held.bands
    if not runs:
        return tuple(numbers)
    lowest = np.array([min(found.rank_low[at] for at in run) for run in runs], dtype=np.float64)
    best_below = np.minimum.accumulate(lowest[::-1])[::-1]
    band, worst = 1, -math.inf
    for place, run in enumerate(runs):
        if place and worst < best_below[place]:
            band += 1
        for at in run:
            numbers[at] = band
            worst = max(worst, float(found.rank_high[at]))
    return tuple(numbers)


def in_bands(held: Sequence[Standing]) -> dict[int, list[Standing]]:
    """Return standings by band, the best first."""
    found: dict[int, list[Standing]] = {}
    for one in held:
        if one.band:
            found.setdefault(one.band, []).append(one)
    return dict(sorted(found.items()))


def clearly(found: Uncertainty, unit: str) -> tuple[int, int, int]:
    """Return over how many others a unit is clearly, under how many, and how many are unclear.

    Clearly: by :func:`pairs`. All unclear where pairs were not counted.
    """
    others = len(found.units) - 1
    held = pairs(found)
    if held is None:
        return 0, 0, others
    at = found.units.index(unit)
    over, under = int(held.clear[at].sum()), int(held.clear[:, at].sum())
    return over, under, others - over - under


def clear_pairs(found: Uncertainty) -> float | None:
    """Return the share of pairs of units whose order is clear; None where pairs were not counted.

    Clear: by :func:`pairs`.
    """
    held = pairs(found)
    if held is None or len(held.order) < 2:
        return None
    count = len(held.order)
    return int(held.clear.sum()) / (count * (count - 1) / 2)


def scales_mix(plan: Plan | None) -> bool:
    """Say whether what was varied puts scores on different scales.

    Then an interval of a score means nothing; only places can be compared. So it is when
    indicators are normalised now in one way, now in another, or when scores are sometimes counts
    of comparisons.
    """
    if plan is None:
        return False
    for factor in plan.factors:
        if isinstance(factor, Range) and factor.step == "normalise":
            return True
        if isinstance(factor, Choice) and len({_scale(one) for one in factor.options}) > 1:
            return True
    return False


def _scale(change: Change) -> str:
    """Return what a change makes of the scale, in a form that can be compared."""
    steps = [step for step in change.steps if step.kind == "normalise"]
    normalised = [f"{step.method} {sorted(step.settings.items(), key=str)}" for step in steps]
    settings = sorted(change.settings.get("normalise", {}).items(), key=str)
    ways = [change.aggregation, *change.by_level.values(), *change.by_code.values()]
    counted = [one.method for one in ways if one is not None and one.method in COUNTING]
    skipped = "normalise" in change.skip
    return f"{normalised} {settings} {counted} {skipped}"
