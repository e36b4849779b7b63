"""The data-collection plan: per indicator whether data are there, from whom, when, at what effort.

Quick wins come first. The order, in words: values that are not held yet and can be had with little
effort; other available ones; values held of which a newer one is due; those partly available; those
of which nobody knows yet, because asking costs little; those not available; those held up to date;
last those that stand aside. Within each, the smaller set of indicators comes before the larger and
less effort before more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from paseo.assessment.checklist.availability import (
    STATUSES,
    Availability,
    Ground,
    Status,
    availability,
    said_why,
)
from paseo.assessment.checklist.effects import Effects
from paseo.assessment.checklist.effort import EFFORTS, EffortFound, effort_of
from paseo.assessment.checklist.holdings import Holding
from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import ChecklistPack, Effort
from paseo.assessment.checklist.scope import Because, Part, Scope, scope_of
from paseo.assessment.checklist.sources import DataSource, sources_of
from paseo.assessment.framework import DEPTHS, Depth, Framework, Indicator
from paseo.content.hints import hint
from paseo.content.problems import Place, Problems

Rank = Literal[
    "quick_win", "available", "due", "partly", "unknown", "not_available", "up_to_date", "aside"
]
#: The order of the plan.
RANKS: Final[tuple[Rank, ...]] = (
    "quick_win", "available", "due", "partly", "unknown", "not_available", "up_to_date", "aside",
)  # fmt: skip
#: Where a date comes from: somebody stated it, or it follows from the newest period.
DateBasis = Literal["stated", "estimated", "decided", ""]
#: Months between two deliveries.
MONTHS_OF: Final[Mapping[str, int]] = {
    "daily": 1, "weekly": 1, "monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12,
    "less_often": 24,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided on one line, with the reason; empty parts stay as the tool says.

    Args:
        note: why; every override has one.
        by, at: who and when, as words; for the list only.
    """

    status: Status | None = None
    owner: str = ""
    next_date: date | None = None
    effort: Effort | None = None
    note: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One indicator of the plan; what nobody stated is empty or None.

    Args:
        status: as it counts; ``found`` keeps what the tool said where a person decided otherwise.
        part: whether it is assessed, or how it stands aside.
        aside: why it stands aside.
        level, frequency, quality, basis: codes of the checklist.
        held: the values that the city holds.
    """

    indicator: Indicator
    status: Status
    why: tuple[Because, ...]
    part: Part
    aside: tuple[Because, ...]
    effort: EffortFound
    rank: Rank
    family: str = ""
    sources: tuple[DataSource, ...] = ()
    owner: str = ""
    contact: str = ""
    level: str = ""
    frequency: str = ""
    quality: str = ""
    basis: str = ""
    law: str = ""
    next_date: date | None = None
    date_basis: DateBasis = ""
    held: Holding | None = None
    found: Status | None = None
    override: Override | None = None

    @property
    def code(self) -> str:
        return self.indicator.id

    @property
    def quick_win(self) -> bool:
        return self.rank == "quick_win"


@dataclass(frozen=True)
class Plan:
    """The plan of a city at one depth, in its order."""

    lines: tuple[PlanLine, ...]
    scope: Scope
    effects: Effects
    sources: tuple[DataSource, ...]
    framework: Framework
    today: date
    #: Codes in the answers that mean nothing: question, row, code.
    unknown_codes: tuple[tuple[str, int, str], ...] = ()
    #: Who answers for what belongs to the authority itself.
    own_unit: str = ""

    @property
    def depth(self) -> Depth:
        return self.scope.depth

    def counts(self, dimension: str = "") -> dict[Status, int]:
        """Return how many indicators have each status, of those that are assessed.

        Args:
            dimension: only its indicators; all where left out.
        """
        found = Counter(
            line.status
            for line in self.lines
            if dimension in ("", line.indicator.dimension)
            and (line.part == "in" or line.status == "not_in_remit")
        )
        return {status: found.get(status, 0) for status in STATUSES}

    def set_aside(self, dimension: str = "") -> int:
        """Return how many indicators are parked or left out."""
        return sum(
            line.part in ("off", "parked")
            for line in self.lines
            if dimension in ("", line.indicator.dimension)
        )

    def quick_wins(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.quick_win)

    def line(self, code: str) -> PlanLine:
        """Return the line of an indicator; KeyError when it is not in this depth."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    def owners(self) -> tuple[str, ...]:
        """Return who owns data of the plan, in its order."""
        return tuple(dict.fromkeys(line.owner for line in self.lines if line.owner))


@dataclass(frozen=True)
class PlanGround:
    """What a plan is made from.

    Args:
        held: what the city holds already.
        overrides: indicator to what a person decided.
        depth: chosen by a person; the proposed one when None.
    """

    pack: ChecklistPack
    framework: Framework
    judge: Judge
    effects: Effects
    held: Mapping[str, Holding] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    depth: Depth | None = None
    today: date = field(default_factory=date.today)
    not_in_remit: tuple[str, ...] = ()


def plan(ground: PlanGround) -> Plan:
    """Return the data-collection plan of a city.

    Args:
        ground: the rules, the answers, what is held, and what people decided.
    """
    scope = _with_remit(scope_of(ground.effects, ground.framework, ground.depth), ground)
    sources = sources_of(ground.pack, ground.judge, ground.framework)
    base = Ground(
        ground.pack, ground.framework, ground.judge, scope, sources, ground.held, ground.today
    )
    unit = _own_unit(ground.judge)
    lines = [
        _line(base, indicator, ground.overrides.get(indicator.id), unit)
        for indicator in ground.framework.at_depth(scope.depth)
    ]
    unknown = (*ground.effects.unknown, *(code for one in sources for code in one.unknown))
    return Plan(
        tuple(in_order(lines)), scope, ground.effects, sources, ground.framework, ground.today,
        unknown, unit,
    )  # fmt: skip


def _with_remit(scope: Scope, ground: PlanGround) -> Scope:
    """Add what the city's own file says is not in its remit."""
    aside = dict(scope.aside)
    for code in ground.not_in_remit:
        aside.setdefault(code, ("not_in_remit", ()))
        if aside[code][0] != "not_in_remit":
            aside[code] = ("not_in_remit", aside[code][1])
    return replace(scope, aside=aside)


def _own_unit(judge: Judge) -> str:
    """Return the unit that leads: the owner of what is the authority's own."""
    value = judge.answer("C1").value
    unit = value.get("unit") if isinstance(value, Mapping) else None
    return str(unit.value) if unit is not None and unit.value else ""


def _line(ground: Ground, indicator: Indicator, override: Override | None, unit: str) -> PlanLine:
    code = indicator.id
    found = availability(ground, code)
    part, aside = ground.scope.aside.get(code, ("in", ()))
    held = ground.held.get(code)
    source = next(iter(found.sources), None)
    when, basis = _next_date(found, source, held)
    line = PlanLine(
        indicator=indicator,
        status=found.status,
        why=found.why,
        part=part,
        aside=aside,
        effort=effort_of(found, held is not None),
        rank="unknown",
        family=found.family.id if found.family else "",
        sources=found.sources,
        owner=_owner(found, source, held, unit),
        contact=source.contact if source else "",
        level=source.geography if source else "",
        frequency=source.frequency if source else "",
        quality=source.quality if source else "",
        basis=source.basis if source else "",
        law=source.law if source else "",
        next_date=when,
        date_basis=basis,
        held=held,
    )
    line = decided(line, override) if override else line
    rank = _rank(line, ground.today)
    why = (*line.why, said_why("due")) if rank == "due" else line.why
    return replace(line, rank=rank, why=why)


def _owner(found: Availability, source: DataSource | None, held: Holding | None, unit: str) -> str:
    if source is not None and source.owner:
        return source.owner
    if held is not None and held.publishers:
        return held.publishers[0]
    return unit if found.family is not None and found.family.own else ""


def _next_date(
    found: Availability, source: DataSource | None, held: Holding | None
) -> tuple[date | None, DateBasis]:
    """Return the next delivery that was stated, else one round after the newest period held."""
    if source is not None and source.delivery is not None:
        return source.delivery, "stated"
    if held is None:
        return None, ""
    frequency = source.frequency if source else ""
    if frequency in ("once", "on_request"):
        return None, ""
    months = MONTHS_OF.get(frequency) or (found.family.rounds if found.family else None)
    return (_later(held.ends, months), "estimated") if months else (None, "")


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def decided(line: PlanLine, override: Override) -> PlanLine:
    """Return a line as a person decided it; what the tool said stays beside it."""
    changed = line
    if override.status is not None and override.status != line.status:
        changed = replace(changed, status=override.status, found=line.status)
    if override.owner:
        changed = replace(changed, owner=override.owner)
    if override.next_date is not None:
        changed = replace(changed, next_date=override.next_date, date_basis="decided")
    if override.effort is not None:
        changed = replace(changed, effort=replace(line.effort, size=override.effort))
    return replace(changed, override=override)


def _rank(line: PlanLine, today: date) -> Rank:
    if line.part != "in" or line.status == "not_in_remit":
        return "aside"
    if is_up_to_date(line, today):
        return "up_to_date"
    if line.held is not None and line.status == "available":
        return "due"
    if line.status in ("available", "partly") and line.effort.size == "small":
        return "quick_win"
    return line.status


def is_up_to_date(line: PlanLine, today: date) -> bool:
    """Say whether a value is held and no newer one is due."""
    return (
        line.held is not None
        and line.status == "available"
        and (line.next_date is None or line.next_date > today)
    )


def in_order(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """Return lines in the order of the plan."""
    place = {line.code: at for at, line in enumerate(lines)}
    size = {effort: at for at, effort in enumerate(EFFORTS)}
    return sorted(
        lines,
        key=lambda line: (
            RANKS.index(line.rank),
            DEPTHS.index(line.indicator.depth),
            size.get(line.effort.size or "medium", 1),
            place[line.code],
        ),
    )


def code_problems(plan: Plan, file: str = "") -> Problems:
    """Return a warning for each code in the answers that the framework does not know.

    Args:
        file: name of the file of answers, for the message.
    """
    known = [one.id for one in plan.framework.indicators]
    known += [one.id for one in plan.framework.dimensions]
    problems = Problems()
    for question, row, code in plan.unknown_codes:
        place = Place(file, row=row, entry=question)
        problems.add("K765", place, id=question, row=row, value=code[:60], hint=hint(code, known))
    return problems
