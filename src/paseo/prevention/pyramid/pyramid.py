"""The pyramid of a register: measures by level, building up or turning against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation, Register

#: A cell of the pyramid.
Spot: TypeAlias = tuple[Level, Orientation]

#: Every cell, from the base up, positive first.
SPOTS: Final[tuple[Spot, ...]] = tuple((level, half) for level in LEVELS for half in Orientation)


def spot_of(measure: Measure) -> Spot | None:
    """Return the cell of a measure, None where it is not placed."""
    if measure.level is None or measure.orientation is None:
        return None
    return measure.level, measure.orientation


@dataclass(frozen=True, slots=True)
class Scope:
    """Which measures a pyramid shows; an empty part leaves everything in.

    Args:
        problem: only measures against this problem.
        areas: ids of areas, those below them included by whoever asks; measures for the whole
            city stay in where ``whole_city`` is true.
        target_groups: only measures for one of these groups.
        year: only measures that run on some day of it.
        day: only measures that run on it; wins over ``year``.
    """

    problem: str = ""
    areas: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    year: int | None = None
    day: date | None = None
    whole_city: bool = True

    def holds(self, measure: Measure) -> bool:
        """Return whether a measure is within."""
        if self.problem and measure.problem != self.problem:
            return False
        if self.areas and measure.area not in self.areas and (measure.area or not self.whole_city):
            return False
        if self.target_groups and self.target_groups.isdisjoint(measure.target_groups):
            return False
        if self.day is not None:
            return measure.runs_on(self.day)
        return self.year is None or measure.runs_in(self.year)


#: Narrows nothing.
EVERYTHING: Final = Scope()


@dataclass(frozen=True, slots=True)
class Cell:
    """The measures of one cell, with their effort as far as it is stated.

    Args:
        fte, budget: sums over the measures that state them, the budget in the currency of the
            pyramid; None where none does. Zero is a sum.
        without_fte, without_budget: how many do not state them.
    """

    level: Level
    orientation: Orientation
    measures: tuple[Measure, ...]
    fte: float | None
    budget: float | None
    without_fte: int
    without_budget: int

    @property
    def count(self) -> int:
        return len(self.measures)


@dataclass(frozen=True, slots=True)
class Pyramid:
    """A register seen through a scope.

    Args:
        cells: every cell, empty ones too.
        unplaced: measures within the scope that have no level or no orientation.
        currency: in which most of the measures state a budget; budgets in another one are in no
            sum. Empty where no budget is stated.
    """

    scope: Scope
    cells: Mapping[Spot, Cell]
    unplaced: tuple[Measure, ...]
    currency: str = ""

    def cell(self, level: Level, orientation: Orientation) -> Cell:
        return self.cells[level, orientation]

    def on(self, level: Level) -> tuple[Measure, ...]:
        """Return the measures on a level, positive first."""
        return tuple(one for half in Orientation for one in self.cells[level, half].measures)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every placed measure, from the base up."""
        return tuple(one for level in LEVELS for one in self.on(level))


def build_pyramid(register: Register, scope: Scope = EVERYTHING) -> Pyramid:
    """Return the pyramid of a register within a scope.

    Args:
        register: the measures of a city.
        scope: what to show.

    Returns:
        Every cell with its measures, in the order of the register, and those without a cell.

    Example:
        >>> from paseo.prevention.measures.measure import Measure
        >>> walk = Measure(id="m1", name="Walk", level=Level.QUALITY_OF_LIFE,
        ...                orientation=Orientation.POSITIVE)
        >>> pyramid = build_pyramid(Register([walk]))
        >>> pyramid.cell(Level.QUALITY_OF_LIFE, Orientation.POSITIVE).count
        1
    """
    held: dict[Spot, list[Measure]] = {spot: [] for spot in SPOTS}
    currencies: Counter[str] = Counter()
    unplaced: list[Measure] = []
    for measure in register:
        if not scope.holds(measure):
            continue
        spot = spot_of(measure)
        if spot is None:
            unplaced.append(measure)
        else:
            held[spot].append(measure)
            if measure.budget is not None:
                currencies[measure.currency] += 1
    currency = max(sorted(currencies), key=lambda one: currencies[one], default="")
    cells = {spot: _cell(spot, tuple(found), currency) for spot, found in held.items()}
    return Pyramid(scope, cells, tuple(unplaced), currency)


def _cell(spot: Spot, measures: tuple[Measure, ...], currency: str) -> Cell:
    fte, without_fte = _sum(measures, lambda one: one.fte)
    budget, without_budget = _sum(
        measures, lambda one: one.budget if one.currency == currency else None
    )
    return Cell(*spot, measures, fte, budget, without_fte, without_budget)


def _sum(
    measures: tuple[Measure, ...], of: Callable[[Measure], float | None]
) -> tuple[float | None, int]:
    stated = [value for one in measures if (value := of(one)) is not None]
    return (sum(stated) if stated else None, len(measures) - len(stated))
