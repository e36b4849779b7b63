"""What is evaluated: the measure, its outcome, the areas with their roles, and the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an area is for in an evaluation."""

    TREATED = "treated"
    COMPARISON = "comparison"
    DISPLACEMENT = "displacement"
    DISPLACEMENT_COMPARISON = "displacement_comparison"
    DONOR = "donor"


class Better(StrEnum):
    """Which way of the outcome is wished for."""

    FEWER = "fewer"
    MORE = "more"


class Assignment(StrEnum):
    """How it came about that these areas got the measure and the others did not."""

    RANDOM = "random"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"


class Step(StrEnum):
    """The length of one period of a series."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


#: Periods of a series that make a year.
PER_YEAR: Final[dict[Step, int]] = {Step.WEEK: 52, Step.MONTH: 12, Step.QUARTER: 4, Step.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Area:
    """An area in an evaluation.

    Args:
        id: of the city's tree, or any word that names it in the table.
        name: what people call it; the id where nobody said.
        role: what it is for.
        size: known exposure (residents, hectares, metres of street); None where it is not used.
    """

    id: str
    role: Role
    name: str = ""
    size: float | None = None

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class CrimeClass:
    """A class of events counted apart, with the harm that one event stands for."""

    id: str
    name: str = ""
    harm: float = 1.0

    @property
    def title(self) -> str:
        return self.name or self.id


#: The class of a case that tells none apart.
ALL: Final = CrimeClass("")


@dataclass(frozen=True, slots=True)
class Span:
    """A period from its first to its last day, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Periods:
    """How long was counted before and after, in one unit; dates where they are known.

    Args:
        before, after: lengths in ``unit``; any positive numbers, only their ratio counts.
        spans: the days of both periods.
    """

    before: float = 1.0
    after: float = 1.0
    unit: str = ""
    spans: tuple[Span, Span] | None = None

    @property
    def equal(self) -> bool:
        """Return whether both are as long as each other, but for a day in a hundred."""
        return abs(self.before - self.after) <= 0.01 * max(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Count:
    """Events in one area before and after; ``after`` is None while nothing was counted."""

    area: str
    before: float
    after: float | None
    crime: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts before and after: one for every area and class."""

    cells: tuple[Count, ...]

    @property
    def finished(self) -> bool:
        """Return whether every area has been counted after the start as well."""
        return all(cell.after is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Line:
    """The counts of one area and class along the periods; None where nobody counted.

    Args:
        exposure: what the counts are over in each period, where that is known.
    """

    area: str
    counts: tuple[float | None, ...]
    crime: str = ""
    exposure: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Counts period by period.

    Args:
        starts: first day of every period, without a gap.
        lines: every area and class, all as long as ``starts``.
    """

    step: Step
    starts: tuple[date, ...]
    lines: tuple[Line, ...]

    def split(self, start: date) -> int:
        """Return the index of the first period that begins on or after a day."""
        return sum(1 for one in self.starts if one < start)


@dataclass(frozen=True, slots=True)
class Shares:
    """One question in two waves of different people: how many of how many said yes."""

    area: str
    before: tuple[float, float]
    after: tuple[float, float] | None
    design_effect: float = 1.0


@dataclass(frozen=True, slots=True)
class PairedShares:
    """One question put twice to the same people: before yes/no by after yes/no."""

    area: str
    yes_yes: int
    yes_no: int
    no_yes: int
    no_no: int


@dataclass(frozen=True, slots=True)
class PairedScores:
    """A score of the same people before and after, in the same order."""

    area: str
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Waves:
    """Survey waves before and after."""

    answers: tuple[Shares | PairedShares | PairedScores, ...]


Data = Counts | Series | Waves


class Answer(StrEnum):
    """What a person says of a rival explanation."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RivalAnswer:
    """A person's answer on one rival explanation.

    Args:
        note: why. who: in which function (an office, not a name).
    """

    answer: Answer
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question "did it work?", with all that is needed to try and answer it.

    Args:
        title: in the words of the city.
        measure: id of the measure in the register, "" where it stands in none.
        outcome: what was counted or asked, in words.
        indicator: code of the framework, "" where it is none of them.
        unit: what one count is, in words ("recorded thefts").
        place: where, in words.
        start: first day of the measure; needed for a series.
        level: confidence level of every interval.
        better: which way is wished for.
        areas: every area with its role.
        crimes: the classes told apart, with their harm; empty for none.
        periods: lengths before and after; equal where nobody said.
        data: the numbers; None while it is a plan only.
        season: pairs of waves a year for the season of a series, 0 for none; None lets the
            length of the series decide.
        variance_factor: how much more than Poisson counts vary, where it is known from elsewhere.
        assignment: how the treated areas were chosen.
        chosen_as_worst: the treated area was chosen because its figures were high.
        expected: change that is hoped for, as a part of one (-0.2 for a fifth fewer).
        review: day on which the plan is to be read again.
        mechanism: why it should work, as written down before.
        answers: rival explanation to what a person said of it.
        predictors: area to what else a synthetic control should match before the start.
        fit: time in which a synthetic control is fitted; all before the start where None.
        sources: where the numbers are from.
    """

    title: str
    areas: tuple[Area, ...]
    data: Data | None = None
    measure: str = ""
    outcome: str = ""
    indicator: str = ""
    unit: str = ""
    place: str = ""
    start: date | None = None
    level: float = 0.95
    better: Better = Better.FEWER
    crimes: tuple[CrimeClass, ...] = ()
    periods: Periods = field(default_factory=Periods)
    season: int | None = None
    variance_factor: float | None = None
    assignment: Assignment = Assignment.UNKNOWN
    chosen_as_worst: bool | None = None
    expected: float | None = None
    review: date | None = None
    mechanism: str = ""
    answers: Mapping[str, RivalAnswer] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    note: str = ""
    predictors: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    fit: Span | None = None

    def in_role(self, role: Role) -> tuple[Area, ...]:
        """Return the areas of a role, in their order."""
        return tuple(one for one in self.areas if one.role is role)

    def area(self, code: str) -> Area:
        """Return an area by its id; KeyError when the case has none such."""
        for one in self.areas:
            if one.id == code:
                return one
        raise KeyError(code)

    def titles(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return what people call some areas."""
        return tuple(self.area(code).title for code in codes)

    @property
    def classes(self) -> tuple[CrimeClass, ...]:
        """Return the classes told apart, or the one of all events."""
        return self.crimes or (ALL,)

    @property
    def is_plan(self) -> bool:
        """Return whether nothing was counted after the start, so that only power can be said."""
        data = self.data
        if data is None:
            return True
        if isinstance(data, Counts):
            return not data.finished
        if isinstance(data, Series):
            return self.start is None or data.split(self.start) >= len(data.starts)
        return any(isinstance(one, Shares) and one.after is None for one in data.answers)


def planned(case: Case) -> Case:
    """Return a case without anything that was counted after the start."""
    data = case.data
    if isinstance(data, Counts):
        return replace(case, data=Counts(tuple(replace(one, after=None) for one in data.cells)))
    if isinstance(data, Series) and case.start is not None:
        split = data.split(case.start)
        lines = tuple(
            replace(
                one,
                counts=one.counts[:split],
                exposure=None if one.exposure is None else one.exposure[:split],
            )
            for one in data.lines
        )
        return replace(case, data=replace(data, starts=data.starts[:split], lines=lines))
    if isinstance(data, Waves):
        return replace(case, data=None)
    return case
