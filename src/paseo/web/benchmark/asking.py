"""What the reader asked for in the address, and the comparison that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.among import AmongPeers, stand_beside
from paseo.assessment.among_peers.choosing import PeerChoice, choose_peers, counts
from paseo.assessment.among_peers.once import besides, distinct
from paseo.assessment.benchmark import FEWEST_CITIES
from paseo.assessment.build import build_profile
from paseo.assessment.framework import DEPTHS, Framework
from paseo.assessment.peers import SIZE_CLASSES
from paseo.content.problems import Problem
from paseo.web.assessment import countries, profiles
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.evidence.models import City

#: Name of a field to the condition that it sets.
FIELDS: Final = {"country": "countries", "size": "sizes", "kind": "kinds", "with": "ids"}
LABELS: Final[dict[str, Promise]] = {
    "country": gettext_lazy("Countries"),
    "size": gettext_lazy("Size classes"),
    "kind": gettext_lazy("Kinds of city"),
    "with": gettext_lazy("Named cities"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The peers and the depth that an address asks for; every link of a page carries it on."""

    choice: PeerChoice
    depth: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the address; a depth that there is not is left out."""
        found = {
            condition: tuple(dict.fromkeys(one for one in request.GET.getlist(field) if one))
            for field, condition in FIELDS.items()
        }
        found["countries"] = tuple(dict.fromkeys(one.upper() for one in found["countries"]))
        depth = request.GET.get("depth", "")
        return cls(PeerChoice(**found), depth if depth in DEPTHS else "")

    def with_depth(self, depth: str) -> Asked:
        """Return the same with another depth; empty is the city's own."""
        return replace(self, depth=depth)

    @property
    def query(self) -> str:
        """Return ``?country=ES&depth=rapid``; empty when nothing was asked for."""
        pairs = [("depth", self.depth)] if self.depth else []
        for field, condition in FIELDS.items():
            pairs += [(field, value) for value in getattr(self.choice, condition)]
        return f"?{urlencode(pairs)}" if pairs else ""


def comparison(
    city: City,
    framework: Framework,
    asked: Asked,
    known: profiles.Known,
    indicators: tuple[str, ...] | None,
) -> AmongPeers:
    """Stand a city beside the peers asked for; made anew for each page.

    Args:
        framework: with the indicators of the page.
        known: who could be a peer.
        indicators: for which bands are made; none for None, all with a range for ().

    Raises:
        Refused: when the group is too small or names what there is not.
    """
    reading = Choice(depth=asked.depth)
    codes = [one.id for one in framework.indicators]
    evidence = profiles.evidence_of(city, reading, codes)
    chosen = choose_peers(asked.choice, profiles.available(codes, known), evidence.city)
    free = replace(evidence, city=replace(evidence.city, peers=()))
    depth = reading.depth_for(city.depth)
    return stand_beside(build_profile(free, framework, chosen.peers, depth), chosen, indicators)


@dataclass(frozen=True, slots=True)
class Offered:
    """One value that can be chosen, with the number of cities that have it."""

    value: str
    label: str
    count: int
    chosen: bool


def form(asked: Asked, known: profiles.Known, city: City) -> dict[str, Any]:
    """Return what the form of the choice shows: values with counts, and what is not on record."""
    others = besides(known.everyone, city.pk, city.name, city.country)
    known = replace(
        known, everyone={code: one for code, one in known.everyone.items() if code in others}
    )
    cities = known.everyone
    return {
        "offered_countries": _offered(asked, known, "countries"),
        "offered_sizes": _offered(asked, known, "sizes"),
        "offered_kinds": _offered(asked, known, "kinds"),
        "offered_cities": sorted(
            (
                Offered(
                    code,
                    f"{one.name.read(reader())} ({countries.name(one.country)})",
                    1,
                    code in asked.choice.ids,
                )
                for code, one in cities.items()
            ),
            key=lambda one: words.alphabet(one.label),
        ),
        "cities_offered": distinct(cities),
        "size_unknown": _unknown(counts(cities, "sizes").get("", 0)),
        "kind_unknown": _unknown(counts(cities, "kinds").get("", 0)),
        "asked": asked,
    }


def _offered(asked: Asked, known: profiles.Known, condition: str) -> list[Offered]:
    """Return the values of a condition; none that can only fail, unless it was chosen."""
    found = counts(known.everyone, condition)
    chosen = getattr(asked.choice, condition)
    values = list(SIZE_CLASSES) if condition == "sizes" else [one for one in found if one]
    # Several values of one condition are added up: together they have to leave enough cities.
    enough = sum(found.get(one, 0) for one in values) >= FEWEST_CITIES
    offered = [
        Offered(one, _label(condition, one), found.get(one, 0), one in chosen)
        for one in values
        if one in chosen or (enough and found.get(one, 0))
    ]
    if condition == "sizes":
        return offered
    return sorted(offered, key=lambda one: words.alphabet(one.label))


def _label(condition: str, value: str) -> str:
    if condition == "countries":
        return countries.name(value)
    return words.say(f"size.{value}", reader()) if condition == "sizes" else value


def _unknown(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Not on record for %(count)s city, which such a choice leaves out.",
        "Not on record for %(count)s cities, which such a choice leaves out.",
        count,
    ) % {"count": count}


def entries(problems: list[Problem], asked: Asked) -> list[tuple[str, str, str]]:
    """Return what has to be mended as an error summary shows it: field, its words, sentences."""
    fields = {condition: field for field, condition in FIELDS.items()}
    found = []
    for problem in problems:
        condition = next(
            (
                name
                for name in reversed(asked.choice.asked)
                if problem.place.entry in getattr(asked.choice, name)
                or name in problem.place.entry.split(", ")
            ),
            "countries",
        )
        field = fields[condition]
        said = f"{problem.sentence(reader())} {problem.mend(reader())}"
        label = _("The choice of cities") if problem.code == "I860" else str(LABELS[field])
        found.append((f"choose-{field}", label, said))
    return found
