"""Concerns: the areas and groups that an assessment names, for rooms that ask what is done."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from typing import Final

from paseo.assessment.findings import say
from paseo.assessment.findings.making import Values, bare, degree, figure, gap, of, results, worded
from paseo.assessment.findings.sides import group_name
from paseo.assessment.findings.words import phrases
from paseo.assessment.profile import (
    AreaValue,
    Finding,
    GroupGap,
    GroupValue,
    IndicatorResult,
    Measured,
    Profile,
)
from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.evidence.concern import Concern

#: Breakdowns whose parts are not people: hours and days.
NOT_PEOPLE: Final = ("time_of_day", "week")
#: What is bad news, by the direction in which an indicator is better.
_WORSE: Final = {"lower": "higher", "higher": "lower"}


def concerns(profile: Profile) -> tuple[Concern, ...]:
    """Return the areas and groups that stand worse than the rest of the city beyond chance.

    An area is named where the comparison of the assessment says so, and where its smoothed rate
    says so too; a group where the interval of the gap leaves zero out. Indicators without a
    better direction name nobody. Many comparisons are made at once, each by itself: some areas
    are named by chance alone.

    Args:
        profile: as :func:`paseo.assessment.build.build_profile` makes it.

    Returns:
        Concerns in the order of the framework, areas before groups.
    """
    tree = AreaTree(profile.evidence.areas)
    return tuple(_concerns(profile, tree))


def _concerns(profile: Profile, tree: AreaTree) -> Iterator[Concern]:
    for result in results(profile):
        worse = _WORSE.get(result.indicator.direction)
        if worse is None or result.measured is None:
            continue
        for area in result.by_area:
            if area.against_city == worse and _smoothed_too(area, worse, result.measured):
                yield _of_area(result, area, worse, tree, profile)
        for pair in result.gaps:
            if pair.key not in NOT_PEOPLE and pair.verdict in _WORSE:
                yield _of_group(result, pair, worse, profile)


def _smoothed_too(area: AreaValue, worse: str, city: Measured) -> bool:
    if area.measured is None or area.smoothed is None:
        return area.measured is not None
    return area.smoothed > city.value if worse == "higher" else area.smoothed < city.value


def _of_area(
    result: IndicatorResult, area: AreaValue, worse: str, tree: AreaTree, profile: Profile
) -> Concern:
    measured, city = area.measured, result.measured
    assert measured is not None and city is not None
    place = tree.area(area.area)
    like = figure(measured, result.indicator)
    shown = measured.value if area.smoothed is None else area.smoothed
    values: Values = {
        "areas": [{"area": place.name, "figure": bare(shown, like)}],
        "count": 1,
        "level": place.level,
        "period": measured.period,
        "clearly": degree(measured),
        "worded": worded(measured, profile),
    }
    said = of(result, f"area_{worse}", "area", values, 0.0, "why.area", "unless.area")
    return Concern(
        kind="area",
        code=area.area,
        name=place.name,
        reason=_reason(said, profile),
        beside=tree.city.name,
        **_figures(result, measured, city),
    )


def _of_group(result: IndicatorResult, pair: GroupGap, worse: str, profile: Profile) -> Concern:
    badly, other = (pair.first, pair.second) if pair.verdict == worse else (pair.second, pair.first)
    first, second = pair.first.measured, pair.second.measured
    assert first is not None and second is not None
    assert badly.measured is not None and other.measured is not None
    unit = figure(first, result.indicator)["unit"]
    values: Values = {
        "first": _name(pair.first, profile),
        "second": _name(pair.second, profile),
        "first_value": bare(first.value, figure(first, result.indicator)),
        "second_value": bare(second.value, figure(second, result.indicator)),
        "difference": gap(pair.difference, pair.low, pair.high, unit),
        "period": first.period,
    }
    said = of(result, f"group_{pair.verdict}", "group", values, 0.0, "why.group", "unless.group")
    return Concern(
        kind="group",
        code=badly.breakdown,
        name=_name(badly, profile),
        reason=_reason(said, profile),
        beside=_name(other, profile),
        **_figures(result, badly.measured, other.measured),
    )


def _name(group: GroupValue, profile: Profile) -> LanguageMap:
    return group_name(group.breakdown, profile.framework)


def _figures(result: IndicatorResult, own: Measured, beside: Measured) -> Values:
    return {
        "indicator": result.indicator.id,
        "indicator_name": result.indicator.name,
        "period": own.period,
        "unit": str(own.row.get(columns.UNIT) or result.indicator.unit),
        "felt": result.indicator.face == "felt",
        **_ends("", own),
        **_ends("beside_", beside),
    }


def _ends(before: str, measured: Measured) -> dict[str, float]:
    return {
        f"{before}value": measured.value,
        f"{before}low": nan if measured.low is None else measured.low,
        f"{before}high": nan if measured.high is None else measured.high,
    }


def _reason(finding: Finding, profile: Profile) -> LanguageMap:
    """Return the sentence of a finding in every language that the assessment speaks."""
    spoken = phrases().map(finding.why)
    return LanguageMap(
        {language: say(finding, profile.framework, language).text for language in spoken}
    )
