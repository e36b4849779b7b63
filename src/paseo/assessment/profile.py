"""A city's profile: six dimensions side by side, never one total.

The dataclasses here are the result that page, report and ``assessment.json`` show.
They hold no sentence in any language: findings carry an id and its values, and are
said by :mod:`paseo.assessment.findings` in the reader's language.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from paseo.assessment.framework import Face, Framework, Indicator
from paseo.content.language import LanguageMap
from paseo.evidence.city import City, CityEvidence, Source, Wording
from paseo.evidence.comparability import Comparison, Grade, TestResult
from paseo.evidence.disclosure import Hidden

__all__ = [
    "Absence",
    "AreaValue",
    "Change",
    "Comparison",
    "DimensionResult",
    "FacePair",
    "Finding",
    "Grade",
    "GroupGap",
    "GroupValue",
    "Hidden",
    "IndicatorResult",
    "Measured",
    "PeerRange",
    "Profile",
    "TestResult",
    "TwoFaces",
    "Verdict",
]

#: Of a difference: the sign that is sure, or that none is, or that it cannot be told.
Verdict = Literal["higher", "lower", "no clear difference", "cannot tell"]
#: Why an indicator has no value: nobody filled it, it was hidden, it is not the city's business.
Absence = Literal["not assessed", "suppressed", "not in remit", "cannot exist"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One value with its interval and everything a reader needs to judge it.

    ``low`` and ``high`` are None where no interval can be given; ``method`` is the id of
    the phrase that says how the interval was made, or why there is none.
    ``row`` is the observation as it stands in the table (a dict over the columns).
    """

    period: str
    value: float
    low: float | None
    high: float | None
    level: float
    method: str
    weak: bool  # fewer than 100 answers, or status of low reliability
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PeerRange:
    """Where a value stands among comparable cities: a range, never a rank.

    ``worst_grade`` is the weakest comparability among the peers that were kept (B or better);
    ``refused`` counts cities that hold a value which may not stand beside ours: by grade, or
    under ``definition`` (another question) or ``period`` (too far away in time).
    ``clearly_lower``, ``overlapping`` and ``clearly_higher`` count peers by the interval of the
    difference; ``position`` is ``below`` or ``above`` only when our whole interval is outside.
    """

    cities: tuple[str, ...]
    periods: tuple[str, ...]
    low: float
    tenth: float
    median: float
    ninetieth: float
    high: float
    clearly_lower: int
    overlapping: int
    clearly_higher: int
    worst_grade: Grade
    cannot_tell: int = 0  # peers without an interval
    refused: dict[str, int] = field(default_factory=dict)
    position: Literal["below", "within", "above"] = "within"  # relative to the 10-90 % band
    note: str = ""  # phrase ids of caveats, separated by spaces

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the band; outside it need not mean clearly outside."""
        known = math.isfinite(self.tenth) and math.isfinite(self.ninetieth)
        first, last = (self.tenth, self.ninetieth) if known else (self.low, self.high)
        return first <= value <= last


@dataclass(frozen=True, slots=True)
class Change:
    """The change since the last period; no figure where a break lies between."""

    before: Measured
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    comparison: Comparison
    reason: str = ""  # phrase id, when it cannot be told: break, wording, no interval, ...


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of the framework as this city stands on it."""

    indicator: Indicator
    measured: Measured | None
    absence: Absence | None
    series: tuple[Measured, ...] = ()  # city level, same definition and base, oldest first
    breaks: tuple[str, ...] = ()  # first periods after a break within the series
    change: Change | None = None
    peers: PeerRange | None = None
    peers_missing: str = ""  # phrase id: why there is no range (too few, not comparable, ...)
    other_definitions: tuple[Measured, ...] = ()  # latest value by each other wording or base
    by_area: tuple[AreaValue, ...] = ()
    by_group: tuple[GroupValue, ...] = ()
    gaps: tuple[GroupGap, ...] = ()
    three_years: Measured | None = None  # the mean of three years, where a count is under 20


@dataclass(frozen=True, slots=True)
class AreaValue:
    """The value of one area below the city, with its shrunken rate where one is made."""

    area: str
    measured: Measured | None
    absence: Absence | None
    smoothed: float | None = None  # empirical Bayes rate
    against_city: Verdict = "cannot tell"


@dataclass(frozen=True, slots=True)
class GroupValue:
    """The value of one group (``sex=F``)."""

    breakdown: str
    measured: Measured | None
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The difference between two groups (first minus second), with its own interval."""

    key: str  # sex, age, time_of_day ...
    first: GroupValue
    second: GroupValue
    difference: float
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """One dimension: how much of it is known, and its indicators."""

    dimension: str
    face: Face
    expected: int  # indicators of the chosen depth, those not in the city's remit left out
    assessed: int
    not_in_remit: int
    results: tuple[IndicatorResult, ...]
    left_out: int = 0  # indicators of the depth that the city decided not to assess

    @property
    def coverage(self) -> float:
        """Share of the expected indicators that hold a value, 0 to 1."""
        return self.assessed / self.expected if self.expected else 0.0


@dataclass(frozen=True, slots=True)
class FacePair:
    """What happens beside what is felt, for one period or area; each on its own axis."""

    label: str  # period, or area id
    happens: Measured | None
    felt: Measured | None


@dataclass(frozen=True, slots=True)
class TwoFaces:
    """The two headline results together, over time and over areas."""

    happens: str  # indicator code
    felt: str
    by_period: tuple[FacePair, ...]
    by_area: tuple[FacePair, ...] = ()
    verdict: str = ""  # phrase id: moved together, apart, cannot tell, ...


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the data say, or say that they cannot say; a prompt, never a verdict.

    ``id`` is the phrase; ``values`` fill it; ``why`` and ``unless`` are phrase ids that say on
    what it rests and what would make it wrong.
    """

    id: str
    kind: Literal["level", "change", "gap", "group", "area", "faces", "coverage", "quality"]
    face: Face
    dimension: str
    indicators: tuple[str, ...]
    values: dict[str, Any]
    weight: float  # for order only
    why: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Profile:
    """The whole assessment of one city at one depth."""

    city: City
    framework: Framework
    depth: str
    period: str  # latest period among the values
    made_at: datetime
    dimensions: tuple[DimensionResult, ...]
    two_faces: tuple[TwoFaces, ...]
    findings: tuple[Finding, ...]
    hidden: Hidden
    sources: tuple[Source, ...]
    wordings: tuple[Wording, ...]
    evidence: CityEvidence  # after disclosure control: only what may be shown
    peers_note: str = ""  # not_asked, when no other cities were given
    peer_names: Mapping[str, LanguageMap] = field(default_factory=dict)  # of every peer kept
    peer_sources: tuple[Source, ...] = ()  # of every value that a range rests on

    def result(self, code: str) -> IndicatorResult:
        """Return one indicator's result by code; KeyError when it is not in this depth."""
        for dimension in self.dimensions:
            for result in dimension.results:
                if result.indicator.id == code:
                    return result
        raise KeyError(code)
