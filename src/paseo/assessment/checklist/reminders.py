"""What is due: deliveries, agreements that end, the decision, the next round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.plan import DateBasis, Plan
from paseo.content.schema import parse_day

Matter = Literal["delivery", "agreement_ends", "decision", "next_round", "request"]
#: "expected": the day has passed, but it follows from the newest period and nobody agreed to it.
Due = Literal["overdue", "expected", "soon", "later"]
#: Days before a date in which it counts as soon.
SOON_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that is due.

    Args:
        indicators: codes that it concerns.
        basis: whether somebody stated the date.
    """

    matter: Matter
    day: date
    due: Due
    owner: str = ""
    source: str = ""
    indicators: tuple[str, ...] = ()
    basis: DateBasis = "stated"


def reminders(plan: Plan, judge: Judge, today: date, asked: Mapping[str, date] | None = None
              ) -> tuple[Reminder, ...]:  # fmt: skip
    """Return what is due, the oldest first.

    Args:
        plan: the data-collection plan.
        judge: the answers, for the dates of the decision and the next round.
        today: the day from which is counted.
        asked: owner to the day by which an answer to a request was asked for and has not come.
    """
    found = [*_deliveries(plan, today), *_agreements(plan, today), *_dates(judge, today)]
    for owner, day in (asked or {}).items():
        found.append(Reminder("request", day, due(day, today), owner))
    return tuple(sorted(found, key=lambda one: (one.day, one.matter, one.owner, one.source)))


def due(day: date, today: date) -> Due:
    """Return how near a day is.

    >>> due(date(2026, 1, 1), date(2026, 1, 2)), due(date(2026, 1, 31), date(2026, 1, 2))
    ('overdue', 'soon')
    """
    if day < today:
        return "overdue"
    return "soon" if day <= today + timedelta(days=SOON_DAYS) else "later"


def _deliveries(plan: Plan, today: date) -> Iterator[Reminder]:
    """One reminder for all that one owner delivers on one day."""
    held: dict[tuple[date, str, str, DateBasis], list[str]] = {}
    for line in plan.lines:
        if line.part != "in" or line.next_date is None:
            continue
        source = line.sources[0].name if line.sources else ""
        key = (line.next_date, line.owner, source, line.date_basis)
        held.setdefault(key, []).append(line.code)
    for (day, owner, source, basis), codes in held.items():
        when = due(day, today)
        if when == "overdue" and basis == "estimated":
            when = "expected"
        yield Reminder("delivery", day, when, owner, source, tuple(codes), basis)


def _agreements(plan: Plan, today: date) -> Iterator[Reminder]:
    for source in plan.sources:
        if source.until is not None:
            when = due(source.until, today)
            yield Reminder(
                "agreement_ends", source.until, when, source.owner, source.name, source.indicators
            )


def _dates(judge: Judge, today: date) -> Iterator[Reminder]:
    matters: tuple[tuple[Matter, str, str], ...] = (
        ("decision", "A2", "date"),
        ("next_round", "N4", "date"),
    )
    for matter, question, field in matters:
        value = judge.answer(question).value
        answer = value.get(field) if isinstance(value, Mapping) else None
        day = parse_day(str(answer.value)) if answer is not None and answer.value else None
        if day is not None:
            yield Reminder(matter, day, due(day, today))
