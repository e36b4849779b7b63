"""Which entries a person sees, filtered; the page and the download ask the same question."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.trail.models import Entry


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asked for; empty means all."""

    action: str = ""
    city: str = ""
    words: str = ""


def visible(person: Person, chosen: Filter) -> QuerySet[Entry]:
    """Return the entries of the cities the person leads, newest first."""
    entries: QuerySet[Entry] = Entry.objects.select_related("actor")
    cities = policy.cities(person, Right.LEAD)
    if cities is not None:
        entries = entries.filter(city__in=cities)
    if chosen.action:
        entries = entries.filter(action=chosen.action)
    if chosen.city:
        entries = entries.filter(city=chosen.city)
    if chosen.words:
        entries = entries.filter(object_label__icontains=chosen.words)
    return entries
