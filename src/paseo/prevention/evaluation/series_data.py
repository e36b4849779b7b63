"""The series of a case, summed over areas and classes, with their season and their variance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from paseo.prevention.evaluation.by_counts import classes_of
from paseo.prevention.evaluation.case import PER_YEAR, Case, Line, Role, Series, Step
from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.impact import variance_factor

#: Pairs of waves for the season where the case names none.
_WAVES: Final = {Step.WEEK: 2, Step.MONTH: 2, Step.QUARTER: 1, Step.YEAR: 0}


@dataclass(frozen=True)
class Summed:
    """The counts of some areas together; NaN where one was not counted."""

    events: FloatArray
    exposure: FloatArray | None


class SeriesData:
    """The series of one case.

    Args:
        case: with a series and a start.
    """

    def __init__(self, case: Case) -> None:
        assert isinstance(case.data, Series) and case.start is not None
        self.case = case
        self.data: Series = case.data
        self.split = case.data.split(case.start)
        self.cycle = PER_YEAR[case.data.step]

    def areas(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the areas of a role."""
        return tuple(one.id for one in self.case.in_role(role))

    def summed(self, areas: Sequence[str], crime: str) -> Summed:
        """Return the counts of some areas and all or one class together."""
        lines = [one for one in self.data.lines if one.area in areas and crime in ("", one.crime)]
        events = np.sum([_numbers(one) for one in lines], axis=0)
        classes = len({one.crime for one in lines})
        bases = [one.exposure for one in lines if one.exposure is not None]
        exposure = None
        if len(bases) == len(lines):
            # Each class is counted over the same people: they are no further people.
            exposure = np.sum(np.asarray(bases, dtype=np.float64), axis=0) / classes
        return Summed(np.asarray(events, dtype=np.float64), exposure)

    def season(self) -> int:
        """Return the pairs of waves for the season; none where two years are not at hand."""
        if self.case.season is not None:
            return min(self.case.season, self.cycle // 2)
        return _WAVES[self.data.step] if len(self.data.starts) >= 2 * self.cycle else 0

    def first(self) -> int:
        """Return the place of the first period in its year, from 1."""
        day = self.data.starts[0]
        if self.data.step is Step.WEEK:
            return min(day.isocalendar().week, self.cycle)
        return {Step.MONTH: day.month, Step.QUARTER: (day.month - 1) // 3 + 1}.get(
            self.data.step, 1
        )


def _numbers(line: Line) -> FloatArray:
    return np.array([math.nan if n is None else n for n in line.counts], dtype=np.float64)


def factors_of(case: Case) -> dict[str, float]:
    """Return for each class how much more than Poisson the counts vary, never below 1.

    What the case states goes first; else the series of all treated and comparison areas, each
    around its own trend, season and step, weighed by their degrees of freedom.
    """
    if case.variance_factor is not None:
        return dict.fromkeys(classes_of(case), case.variance_factor)
    if not isinstance(case.data, Series) or case.start is None:
        return {}
    runs = SeriesData(case)
    n = len(case.data.starts)
    roles = (Role.TREATED, Role.COMPARISON)
    areas = [one.id for one in case.areas if one.role in roles]
    found = {}
    for crime in classes_of(case):
        chi = degrees = 0.0
        for code in areas:
            summed = runs.summed([code], crime)
            try:
                one = variance_factor(
                    summed.events, exposure=1.0 if summed.exposure is None else summed.exposure,
                    trend=n >= 8, season=runs.cycle if runs.season() else 0,
                    harmonics=max(1, runs.season()),
                    steps=(runs.split,) if runs.split < n else (),
                )  # fmt: skip
            except NumbersError:
                continue  # an area with too few events tells nothing of how they vary
            chi, degrees = chi + one.factor * one.degrees, degrees + one.degrees
        if degrees:
            found[crime] = max(1.0, chi / degrees)
    return found
