"""Findings on the data themselves: what a reader must know before trusting a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from paseo.assessment.findings.making import Values, results
from paseo.assessment.profile import Finding, IndicatorResult, Measured, Profile
from paseo.assessment.three_years import STEADY_FROM
from paseo.assessment.wordings import notes_of
from paseo.evidence import columns, periods

#: Values this much older than the latest describe another city.
OLD_YEARS: Final = 5
PANDEMIC_YEARS: Final = (2020, 2021)
#: Notes that a finding quotes; the report's annex holds all.
NOTES_SAID: Final = 3
_UNCERTAIN: Final = ("no_count", "no_n", "no_spread", "no_rule")

Test = Callable[[IndicatorResult, Measured, Profile], bool]


def _weak(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return value.weak


def _design(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return value.method == "wilson_assumed"


def _inferred(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    wording = value.row.get(columns.DEFINITION)
    return any(one.id == wording and one.inferred for one in profile.wordings)


def _boundary(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return value.row.get(columns.BOUNDARY) is None


def _no_interval(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return value.method in _UNCERTAIN


def _old(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return periods.parse(profile.period).year - periods.parse(value.period).year >= OLD_YEARS


def _provisional(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return value.row.get(columns.STATUS) in (columns.ESTIMATED, columns.PROVISIONAL)


def _pandemic(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    change = result.change
    if change is None or change.difference is None:
        return False
    years = {periods.parse(one).year for one in (value.period, change.before.period)}
    return bool(years & set(PANDEMIC_YEARS))


def _small(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    count = value.row.get(columns.NUMERATOR)
    return value.method == "garwood" and count is not None and bool(count < STEADY_FROM)


def _recorded(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return result.indicator.face == "happens" and result.indicator.kind == "register_rate"


def _noted(result: IndicatorResult, value: Measured, profile: Profile) -> bool:
    return bool(notes_of(value))


_TESTS: Final[tuple[tuple[str, Test, float, str, str], ...]] = (
    ("quality_recorded", _recorded, 3.2, "why.quality", "unless.quality_recorded"),
    ("quality_weak", _weak, 3.0, "why.quality", "unless.quality"),
    ("quality_inferred", _inferred, 2.9, "why.quality", "unless.quality"),
    ("quality_noted", _noted, 2.85, "why.quality_noted", "unless.quality_noted"),
    ("quality_boundary", _boundary, 2.8, "why.quality", "unless.quality"),
    ("quality_no_interval", _no_interval, 2.7, "why.quality", "unless.quality"),
    ("quality_old", _old, 2.6, "why.quality", "unless.quality"),
    ("quality_small", _small, 2.5, "why.quality", "unless.quality"),
    ("quality_pandemic", _pandemic, 2.4, "why.quality", "unless.quality"),
    ("quality_provisional", _provisional, 2.3, "why.quality", "unless.quality"),
    ("quality_design", _design, 2.2, "why.quality_design", "unless.quality"),
)


def quality_findings(profile: Profile) -> Iterator[Finding]:
    """Say what limits the figures, once per reason with all indicators it holds for."""
    if profile.city.generated:
        yield _finding("quality_generated", (), {}, 20.0, "why.quality", "unless.quality")
    for finding, test, weight, why, unless in _TESTS:
        codes = tuple(
            result.indicator.id
            for result in results(profile)
            if result.measured is not None and test(result, result.measured, profile)
        )
        if codes:
            values: Values = {"names": list(codes), "count": len(codes)}
            if finding == "quality_noted":
                values["notes"] = _commonest(codes, profile)
            yield _finding(finding, codes, values, weight, why, unless)
    hidden = profile.hidden
    if hidden.primary + hidden.secondary:
        values = {
            "count": hidden.primary + hidden.secondary,
            "primary": hidden.primary,
            "secondary": hidden.secondary,
        }
        yield _finding(
            "quality_hidden", (), values, 2.1, "why.quality_hidden", "unless.quality_hidden"
        )


def _commonest(codes: tuple[str, ...], profile: Profile) -> list[str]:
    """Return the notes that stand beside most values, in the words of the record."""
    counted = Counter(note for code in codes for note in notes_of(profile.result(code).measured))
    return [note for note, _ in counted.most_common(NOTES_SAID)]


def _finding(
    finding: str, codes: tuple[str, ...], values: Values, weight: float, why: str, unless: str
) -> Finding:
    return Finding(
        id=finding,
        kind="quality",
        face="context",
        dimension="",
        indicators=codes,
        values=values,
        weight=weight,
        why=why,
        unless=unless,
    )
