"""What an evaluation found: methods proposed, effects, power, rivals, class, paths to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from paseo.prevention.evaluation.case import Answer, Case, Role, Step
from paseo.stats.interval import Interval


class Method(StrEnum):
    """The methods a city can run, in the order in which they are shown."""

    RATE_RATIO = "rate_ratio"
    E_TEST = "e_test"
    WDD = "wdd"
    RES = "res"
    TNE = "tne"
    WDQ = "wdq"
    ITS = "its"
    CONTROLLED_ITS = "controlled_its"
    DID = "did"
    SYNTHETIC = "synthetic"
    SHARES = "shares"
    PAIRED_SHARES = "paired_shares"
    PAIRED_SCORES = "paired_scores"


class Kind(StrEnum):
    """What an effect is measured in: its point of no effect is 0, or 1 for a ratio."""

    ADDITIVE = "additive"
    RATIO = "ratio"
    SHARE = "share"
    QUOTIENT = "quotient"


class Part(StrEnum):
    """What of the effect a number is about."""

    TOTAL = "total"
    LOCAL = "local"
    DISPLACEMENT = "displacement"
    STEP = "step"
    SLOPE = "slope"
    AVOIDED = "avoided"
    AVERAGE = "average"


class Direction(StrEnum):
    """Which way an effect points; UNCLEAR: no effect lies in its interval; UNKNOWN: it has none."""

    FAVOURS = "favours"
    AGAINST = "against"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason or caution: an id of ``phrases.yaml`` with the values that go into its words."""

    id: str
    values: Mapping[str, str | float | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whether a method fits the data, and why or why not.

    Args:
        best: the one to be read first.
        reasons: what speaks for it. refusals: what is missing; empty where it fits.
        cautions: it can be run, but.
    """

    method: Method
    reasons: tuple[Remark, ...] = ()
    refusals: tuple[Remark, ...] = ()
    cautions: tuple[Remark, ...] = ()
    best: bool = False

    @property
    def fits(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One number of one method against one comparison.

    Ratios are told as after over before, treated over comparison: below 1 is fewer.

    Args:
        comparison: ids of the areas compared with; empty where there is none.
        pooled: all comparison areas of the case together (the one to quote).
        crime: class of events, "" for all (or for the harm-weighted sum).
        estimate: with its interval; None where it cannot be read, and then ``unreadable`` says
            why. An estimate whose ends are NaN has no known standard error (WDQ, TNE).
        unit: id of the unit in ``phrases.yaml``: events, per_period, ratio, points, score, harm.
        p: two-sided unless ``sides`` is 1; None where the method has none.
        factor: the variance factor that was used; 1 is plain Poisson.
        reading: what the number means in words, where the method has readings (WDQ).
        numbers: what else the method says, by name (se, z, weights, rates). RES and TNE stand
            there the way they were published: ``res`` above 1 and ``tne`` above 0 are gains.
    """

    method: Method
    kind: Kind
    part: Part = Part.TOTAL
    comparison: tuple[str, ...] = ()
    pooled: bool = True
    crime: str = ""
    estimate: Interval | None = None
    unit: str = "events"
    p: float | None = None
    sides: int = 2
    direction: Direction = Direction.UNKNOWN
    factor: float = 1.0
    cautions: tuple[Remark, ...] = ()
    unreadable: Remark | None = None
    reading: Remark | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        return self.estimate is not None

    @property
    def nothing(self) -> float:
        """Return the value that means no effect."""
        return 1.0 if self.kind is Kind.RATIO else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one area and class before and after, as the methods use them.

    Args:
        before, after: events in both periods; ``after`` None in a plan.
        before_rate, after_rate: the same brought to the length of the period after and, where
            sizes are known, to the size of the areas beside which it stands.
    """

    area: str
    role: Role
    before: float
    after: float | None
    before_rate: float
    after_rate: float | None
    crime: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """What could be seen at all, from the counts before the start.

    Args:
        detectable: smallest number of events fewer (or more) that would be found.
        detectable_share: the same as a part of the treated area's count before. Both are NaN
            where even the last event gone would not be found.
        detectable_by_ratio: smallest part fewer that the relative effect size would find; NaN
            as above. The two differ where areas are unlike in size.
        power: chance of finding it. level: of the interval. sides: of the test.
        displacement: whether displacement areas are part of it.
        expected: the change hoped for, as events; None where nobody said.
        expected_power: chance of finding that.
        months_needed: months of counting on both sides for that change at ``power``.
    """

    detectable: float
    detectable_share: float
    power: float
    level: float
    sides: int
    displacement: bool
    detectable_by_ratio: float = float("nan")
    factor: float = 1.0
    expected: float | None = None
    expected_power: float | None = None
    months_needed: float | None = None
    comparison: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The additive and the ratio effect side by side.

    Args:
        size_ratio: larger over smaller count before, treated and comparison.
        unlike: that ratio is above two.
        opposite: they point opposite ways.
    """

    additive: float
    ratio: float
    size_ratio: float
    unlike: bool
    opposite: bool
    comparison: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """Another explanation of what was seen, with what is known of it.

    Args:
        id: of the pack of rival explanations.
        answer: YES it may explain it, NO it does not, UNKNOWN nobody can say.
        hint: what the data say about it, None where they say nothing.
        hinted: the answer that the hint gives; a person's answer goes before it.
        by_person: a person answered, with ``note`` and ``who``.
    """

    id: str
    answer: Answer
    hint: Remark | None = None
    hinted: Answer = Answer.UNKNOWN
    by_person: bool = False
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceClass:
    """Class of the design on the Maryland scale: 0 (nothing to compare) to 5 (drawn by lot).

    Args:
        reason: what in the design gives it. lift: what would lift it.
        limits: what keeps it from being read as higher.
    """

    number: int
    reason: Remark
    lift: tuple[Remark, ...] = ()
    limits: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesPath:
    """A series for a picture: observed, fitted, and what would have been expected.

    Args:
        split: index of the first period after the start.
        expected: without the measure, from ``split`` on, with its ends at ``level``.
    """

    method: Method
    areas: tuple[str, ...]
    step: Step
    starts: tuple[date, ...]
    split: int
    observed: tuple[float | None, ...]
    fitted: tuple[float, ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float
    comparison: tuple[str, ...] = ()
    crime: str = ""


@dataclass(frozen=True, slots=True)
class Placebo:
    """The gap of a donor area treated as if it had got the measure.

    Args:
        ratio: root mean squared gap after over before.
        kept: False where it fitted much worse before than the area itself: a picture leaves it
            out or draws it faintly. It stays in the rank all the same.
    """

    area: str
    gap: tuple[float, ...]
    ratio: float
    kept: bool = True


@dataclass(frozen=True, slots=True)
class GapPath:
    """Synthetic control for a picture: the area, its synthetic twin, and the placebo gaps."""

    areas: tuple[str, ...]
    step: Step
    starts: tuple[date, ...]
    split: int
    observed: tuple[float, ...]
    synthetic: tuple[float, ...]
    gap: tuple[float, ...]
    ratio: float
    weights: Mapping[str, float]
    placebos: tuple[Placebo, ...]
    crime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was found, ready for words, pictures and files.

    Args:
        effects: of every method that fits, against every comparison area and all together.
        headline: the effect to be said first; None where nothing can be read.
        notes: what was noticed in the data as a whole.
    """

    case: Case
    tallies: tuple[Tally, ...]
    proposals: tuple[Proposal, ...]
    effects: tuple[Effect, ...] = ()
    headline: Effect | None = None
    power: tuple[Power, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    rivals: tuple[Rival, ...] = ()
    evidence: EvidenceClass
    series: tuple[SeriesPath, ...] = ()
    gaps: tuple[GapPath, ...] = ()
    notes: tuple[Remark, ...] = ()

    def of(self, method: Method) -> tuple[Effect, ...]:
        """Return the effects of one method."""
        return tuple(one for one in self.effects if one.method is method)

    def proposal(self, method: Method) -> Proposal | None:
        """Return what was proposed on a method."""
        for one in self.proposals:
            if one.method is method:
                return one
        return None

    @property
    def best(self) -> Method | None:
        """Return the method to be read first."""
        for one in self.proposals:
            if one.best:
                return one.method
        return None
