"""What a survey yields: estimates with their bases, differences, changes, and what was withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from paseo.evidence import columns
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.surveys.mapping import Base, IndicatorRule, SurveyMapping
from paseo.stats import Direction

#: Steps done, steps in all, what is being done; what it raises ends the work.
Progress = Callable[[int, int, str], None]
Standing = Literal["shown", "weak", "withheld"]
#: Why a result is not shown, or not whole.
FEW: Final = "few_answers"
COMPLEMENT: Final = "complement"
NOT_ESTIMABLE: Final = "not_estimable"
NO_MARGIN: Final = "no_margin"


@dataclass(frozen=True, slots=True)
class Place:
    """Of whom a result speaks: a wave, an area and a group.

    Args:
        period: of the wave.
        area: id of an area; empty for the whole city.
        breakdown: ``_T`` for everybody, else ``sex=F``.
    """

    period: str
    area: str = ""
    breakdown: str = columns.TOTAL

    @property
    def whole(self) -> bool:
        """Say whether it is everybody in the whole city."""
        return not self.area and self.breakdown == columns.TOTAL

    @property
    def domain(self) -> str:
        """Return what the place is one of several of: ``area``, the breakdown, or nothing."""
        key = "" if self.breakdown == columns.TOTAL else self.breakdown.partition("=")[0]
        return "/".join(part for part in ("area" if self.area else "", key) if part)


@dataclass(frozen=True, slots=True)
class Result:
    """One estimate on one base.

    Args:
        rule: the indicator.
        base: whose answers are in the denominator; of means and totals always valid answers.
        value: per cent for shares, percentage points for gaps, points for means; None withheld.
        se, low, high: in the same unit; None where no margin can be given.
        df: degrees of freedom.
        n: answers that the value rests on; of a gap between groups those of the smaller group;
            nought where they are hidden.
        deff: design effect; None where it is not known.
        method: how the interval was made.
        standing: shown, weak (fewer than 100 answers) or withheld.
        why: the reason where it is withheld or has no margin.
    """

    rule: IndicatorRule
    base: Base
    place: Place
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    df: float
    n: int
    deff: float | None
    level: float
    method: str
    standing: Standing = "shown"
    why: str = ""

    @property
    def headline(self) -> bool:
        """Say whether it is the value that is published."""
        return self.base == self.rule.base or not self.rule.counts

    @property
    def hidden(self) -> bool:
        """Say whether it is withheld for the sake of those who answered; then ``n`` is too."""
        return self.why in (FEW, COMPLEMENT)

    @property
    def effective_n(self) -> float | None:
        """Return how many simple interviews tell as much; None where that is not known."""
        return self.n / self.deff if self.deff else None

    @property
    def margin(self) -> float | None:
        """Return half the width of the interval, None where there is none."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Difference:
    """How one group differs from another, or from the rest of the city, in one survey.

    Args:
        against: the other group; empty for the rest.
        value: first minus other, in points of the unit.
        p: p-value of this comparison alone.
        adjusted: p-value after Holm among the comparisons of one indicator over one domain.
        family: how many comparisons that were.
        direction: what may be said.
    """

    rule: IndicatorRule
    place: Place
    against: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    p: float | None
    adjusted: float | None
    family: int
    direction: Direction


@dataclass(frozen=True, slots=True)
class WaveChange:
    """How a value changed from an earlier wave to a later one, or why that cannot be told.

    Args:
        indicator: its code.
        place: of the later wave.
        before: period of the earlier wave.
        value: later minus earlier.
        broken: the tests of comparability that failed (definition, mode, base, sample, boundary).
    """

    indicator: str
    place: Place
    before: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    adjusted: float | None
    direction: Direction
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Without:
    """How many of those asked gave no answer, by reason: weighted shares in per cent."""

    rule: IndicatorRule
    period: str
    asked: int
    by_reason: tuple[tuple[str, float], ...]

    @property
    def share(self) -> float:
        return sum(share for _, share in self.by_reason)


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What a wave's sample was.

    Args:
        drawn: persons drawn; None where the file holds only those who answered.
        n: respondents with a weight.
        effective: as many equally weighted interviews tell as much (Kish).
    """

    period: str
    mode: str
    sample: str
    drawn: int | None
    n: int
    effective: float
    strata: int
    clusters: int
    replicates: int
    weighting: tuple[str, ...] = ()


@dataclass(frozen=True)
class SurveyResults:
    """Everything that a survey yields, after disclosure control.

    Args:
        withheld: reason to how many values were withheld.
        least: fewer answers than this are withheld; a city may ask for more than 30.
    """

    mapping: SurveyMapping
    samples: tuple[SampleFacts, ...]
    results: tuple[Result, ...]
    differences: tuple[Difference, ...] = ()
    changes: tuple[WaveChange, ...] = ()
    without: tuple[Without, ...] = ()
    withheld: dict[str, int] = field(default_factory=dict)
    least: int = Thresholds().survey

    def of(self, rule: IndicatorRule) -> Iterator[Result]:
        """Yield the results of one indicator."""
        return (one for one in self.results if one.rule.id == rule.id)

    def headline(self, rule: IndicatorRule, place: Place) -> Result | None:
        """Return the published value of an indicator at a place."""
        return next((one for one in self.of(rule) if one.headline and one.place == place), None)

    def other(self, result: Result) -> Result | None:
        """Return the same value on the other base, None where there is none."""
        return next(
            (
                one
                for one in self.of(result.rule)
                if one.place == result.place and one.base != result.base
            ),
            None,
        )

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods of the waves."""
        return tuple(one.period for one in self.samples)
