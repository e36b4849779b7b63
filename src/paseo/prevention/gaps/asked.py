"""What a rule is asked: the measures against one problem on one day, and what the data name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from paseo.evidence.areas import AreaTree
from paseo.evidence.concern import Concern
from paseo.prevention.gaps.pack import RulesPack
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation, Status
from paseo.prevention.measures.whereabouts import Whereabouts
from paseo.prevention.pyramid.pyramid import Spot


@dataclass(frozen=True)
class Asked:
    """One problem, looked at on one day.

    Args:
        problem: the problem.
        measures: every measure against it within the scope, whatever its dates.
        today: the day that "running" means.
        rules: the pack with thresholds, actors and whom it expects where.
        thresholds: what a person chose instead of the pack's, by ``rule.threshold``.
        concerns: what the data name; None where no assessment could be read.
        areas: the city's areas, None where unknown.
        evaluated: ids of measures with an evaluation that the register itself does not note.
    """

    problem: str
    measures: tuple[Measure, ...]
    today: date
    rules: RulesPack
    thresholds: Mapping[str, float] = field(default_factory=dict)
    concerns: Sequence[Concern] | None = None
    areas: AreaTree | None = None
    evaluated: frozenset[str] = frozenset()

    @cached_property
    def where(self) -> Whereabouts:
        return Whereabouts(self.areas)

    def threshold(self, rule: str, name: str) -> float:
        """Return a threshold: the one chosen, else that of the pack."""
        return self.thresholds.get(f"{rule}.{name}", self.rules.rule(rule).threshold(name).value)

    @cached_property
    def running(self) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.runs_on(self.today))

    @cached_property
    def planned(self) -> tuple[Measure, ...]:
        """Measures that have not begun: planned ones count in no rule, but are named."""
        return tuple(one for one in self.measures if self._waits(one))

    def _waits(self, one: Measure) -> bool:
        if one.start is not None:
            return one.start > self.today and one.status not in (Status.ENDED, Status.STOPPED)
        return one.status is Status.PLANNED and not one.runs_on(self.today)

    @cached_property
    def unplaced(self) -> tuple[Measure, ...]:
        """Running measures without a level: each could fill a level that looks empty."""
        return tuple(one for one in self.running if one.level is None)

    @cached_property
    def by_level(self) -> Mapping[Level, tuple[Measure, ...]]:
        """Running measures by level, those without an orientation too."""
        return {level: tuple(one for one in self.running if one.level is level) for level in LEVELS}

    def on_level(self, level: Level) -> tuple[Measure, ...]:
        return self.by_level[level]


def both_halves(level: Level) -> tuple[Spot, ...]:
    """Return the two cells of a level."""
    return tuple((level, half) for half in Orientation)


def spots_of(measures: Sequence[Measure]) -> tuple[Spot, ...]:
    """Return the cells in which measures stand, from the base up, each once."""
    held = {(one.level, one.orientation) for one in measures if one.level and one.orientation}
    return tuple((level, half) for level in LEVELS for half in Orientation if (level, half) in held)


def ids(measures: Sequence[Measure]) -> tuple[str, ...]:
    return tuple(one.id for one in measures)
