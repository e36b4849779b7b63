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


def givers(line: PlanLine) -> tuple[str, ...]:
    """Return whose data the values of a line are: who published them, else whom the plan names.

    An owner from whom data are only to come has not given those that are held.
    """
    if line.held is not None and line.held.publishers:
        return line.held.publishers
    return (line.owner,) if line.owner else ()


def all_givers(plan: Plan) -> tuple[str, ...]:
    """Return everybody who gave values or is named in the plan, in its order."""
    names = [name for line in plan.lines for name in (*givers(line), line.owner) if name]
    return tuple(dict.fromkeys(names))


def used_for(owner: str, plan: Plan, profile: Profile) -> tuple[Use, ...]:
    """Return what the data of an owner were used for, those with findings first.

    Args:
        owner: as the plan, or the source of the values, names it; case does not matter.
        profile: the assessment after disclosure control: what it does not show was not used.
    """
    wanted = owner.casefold()
    found = [
        use
        for line in plan.lines
        if wanted in (name.casefold() for name in givers(line))
        and (use := _use(line, profile)) is not None
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
