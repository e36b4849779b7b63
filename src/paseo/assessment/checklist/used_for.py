"""What the data of an owner were used for: the indicators that hold them, and the findings."""

from __future__ import annotations

from dataclasses import dataclass

from paseo.assessment.checklist.plan import Plan, PlanLine
from paseo.assessment.framework import Indicator
from paseo.assessment.profile import Finding, Profile


@dataclass(frozen=True)
class Use:
    """One indicator for which data of an owner were used.

    Args:
        periods: that the series holds, oldest first.
        areas: how many areas below the city hold a value.
        findings: that rest on the indicator.
        sources: ids in the city's list of sources.
    """

    indicator: Indicator
    periods: tuple[str, ...]
    areas: int
    sources: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def used_for(owner: str, plan: Plan, profile: Profile) -> tuple[Use, ...]:
    """Return what the data of an owner were used for, those with findings first.

    Args:
        owner: as the plan names it.
        profile: the assessment after disclosure control: what it does not show was not used.
    """
    found = [
        use
        for line in plan.lines
        if line.owner == owner and (use := _use(line, profile)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (not one.findings, one.indicator.id)))


def _use(line: PlanLine, profile: Profile) -> Use | None:
    try:
        result = profile.result(line.code)
    except KeyError:
        return None
    areas = sum(area.measured is not None for area in result.by_area)
    if result.measured is None and not areas:
        return None
    series = result.series or ((result.measured,) if result.measured else ())
    return Use(
        indicator=line.indicator,
        periods=tuple(one.period for one in series),
        areas=areas,
        sources=line.held.sources if line.held else (),
        findings=tuple(one for one in profile.findings if line.code in one.indicators),
    )
