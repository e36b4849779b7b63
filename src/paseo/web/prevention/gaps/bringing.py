"""Brings decisions on gaps, from a table that was sent or that lies beside the measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from paseo.content.problems import Problems
from paseo.prevention.gaps import Decision, Search
from paseo.prevention.gaps.decisions_file import FILE, read_decisions
from paseo.web.accounts.people import PROGRAMME, Person
from paseo.web.evidence.models import City
from paseo.web.prevention.gaps.actions import BringDecisions, Brought, new_among
from paseo.web.prevention.gaps.looking import Looking


def read_table(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a table.

    Raises:
        Refused: with every row that is wrong.
    """
    problems = Problems()
    found = read_decisions(path, problems)
    problems.refuse()
    return found


def take(
    looking: Looking, searches: Iterable[Search], decisions: Iterable[Decision], person: Person
) -> int:
    """Take decisions, each with what its gap says now; return how many were new.

    Args:
        looking: the reading of the city in which the gaps are met.
        searches: of the problems that are looked at.
        decisions: from a table; one whose gap is not met is kept all the same.
        person: who brings them.
    """
    met = {gap.id: (gap, looking.words(one)) for one in searches for gap in one.gaps}
    brought = []
    for decision in decisions:
        found = met.get(decision.gap)
        said = found[1].sentence(found[0]) if found else ""
        brought.append(Brought(decision, found[0] if found else None, said))
    new = new_among(looking.city.pk, brought)
    if new:
        BringDecisions(city=looking.city.pk, brought=new).run(person)
    return len(new)


def bring_decisions(folder: Path, city: str) -> int:
    """Bring the decisions of a city folder, by the same action as any other.

    Raises:
        Refused: with every row that is wrong.
    """
    path = folder / FILE
    if not path.is_file():
        return 0
    looking = Looking(City.objects.get(pk=city))
    return take(looking, looking.searches, read_table(path), PROGRAMME)
