"""Whom a city stands beside: a choice of peers, and the refusal of one that leaves too few."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from paseo.assessment.among_peers.once import besides, distinct, each_once
from paseo.assessment.benchmark import FEWEST_CITIES
from paseo.assessment.peers import SIZE_CLASSES, PeerCity, Peers
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.city import City

#: What a choice can ask for, in the order in which it is read out.
CONDITIONS: Final = ("countries", "sizes", "kinds", "ids")
_OF: Final[dict[str, Callable[[PeerCity], str]]] = {
    "countries": lambda city: city.country,
    "sizes": lambda city: city.size,
    "kinds": lambda city: city.kind,
    "ids": lambda city: city.id,
}
_LANGUAGES: Final = ("en", "es")
#: Names listed in a refusal at most.
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class PeerChoice:
    """What peers have to be; conditions all hold together, an empty one asks nothing.

    Args:
        countries: codes of countries (ISO 3166-1 alpha-2).
        sizes: size classes (:data:`paseo.assessment.peers.SIZE_CLASSES`).
        kinds: kinds of city, in the words of their packs and folders.
        ids: cities by id; a name that only one city has will do.
    """

    countries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the conditions that ask something.

        >>> PeerChoice(countries=("ES",)).asked
        ('countries',)
        """
        return tuple(name for name in CONDITIONS if getattr(self, name))

    def fits(self, city: PeerCity) -> bool:
        """Say whether a city meets every condition; one whose size or kind is unknown does not."""
        return all(_OF[name](city) in getattr(self, name) for name in self.asked)

    def without(self, condition: str) -> PeerChoice:
        """Return the choice with one condition less."""
        return replace(self, **{condition: ()})


@dataclass(frozen=True)
class Chosen:
    """The peers that a choice leaves.

    Args:
        choice: what was asked for.
        peers: the cities that are left, with their values.
        offered: number of cities there were to choose from, the own city not among them.
        without: condition to the number of cities that would be left without it.
        unknown: ``sizes`` and ``kinds`` to the number of offered cities of which that is unknown.
    """

    choice: PeerChoice
    peers: Peers
    offered: int
    without: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Return how many cities are left; a city and its wider area are one."""
        return distinct(self.peers.cities)


def counts(cities: Mapping[str, PeerCity], condition: str) -> dict[str, int]:
    """Return how many cities have each value of a condition, most first; unknown ones under "".

    A city and its wider area are one.

    >>> town = PeerCity("a", LanguageMap("A"), "ES")
    >>> counts({"a": town}, "countries"), counts({"a": town}, "sizes")
    ({'ES': 1}, {'': 1})
    """
    held: dict[str, list[str]] = {}
    for code, city in cities.items():
        held.setdefault(_OF[condition](city), []).append(code)
    found = {value: distinct(cities, codes) for value, codes in held.items()}
    if condition == "sizes":
        order = [*SIZE_CLASSES, ""]
        return {name: found[name] for name in order if name in found}
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0])))


def choose_peers(choice: PeerChoice, peers: Peers, city: City) -> Chosen:
    """Return the peers that a choice leaves.

    Args:
        choice: where it asks nothing, the cities that ``city.yaml`` names, or all.
        peers: everyone there is, after disclosure control.
        city: whose comparison it is; it is never its own peer.

    Raises:
        Refused: I861 or I862 for a name or value that no city has, I860 when fewer than
            :data:`paseo.assessment.benchmark.FEWEST_CITIES` cities are left: of so few, single
            values could be told apart.
    """
    if not choice.asked and city.peers:
        choice = PeerChoice(ids=city.peers)
    others = besides(peers.cities, city.id, city.name, city.country)
    offered = {code: one for code, one in peers.cities.items() if code in others}
    choice = replace(
        choice,
        countries=tuple(dict.fromkeys(one.upper() for one in choice.countries)),
        ids=tuple(_by_name(one, offered) for one in choice.ids),
    )
    problems = _unknown_values(choice, offered, city)
    problems.refuse()
    kept = [code for code, one in offered.items() if choice.fits(one)]
    chosen = Chosen(
        choice=choice,
        peers=each_once(peers.choose(ids=kept or ("",))),
        offered=distinct(offered),
        without={
            name: distinct(
                offered, [code for code, one in offered.items() if choice.without(name).fits(one)]
            )
            for name in choice.asked
        },
        unknown={
            name: missing
            for name in ("sizes", "kinds")
            if (missing := counts(offered, name).get("", 0))
        },
    )
    if chosen.left < FEWEST_CITIES:
        problems.add(
            "I860",
            Place(city.id, entry=", ".join(choice.asked)),
            left=chosen.left,
            all=chosen.offered,
            least=FEWEST_CITIES,
            loosen=_loosen(chosen),
        )
        problems.refuse()
    return chosen


def _by_name(given: str, offered: Mapping[str, PeerCity]) -> str:
    """Return the id of the one city of this name in any language; what was given otherwise."""
    if given in offered:
        return given
    wanted = given.casefold()
    named = [
        code
        for code, city in offered.items()
        if wanted == code.casefold() or wanted in (one.casefold() for one in city.name.values())
    ]
    return named[0] if len(named) == 1 else given


def _unknown_values(choice: PeerChoice, offered: Mapping[str, PeerCity], city: City) -> Problems:
    problems = Problems()
    for code in choice.ids:
        if code not in offered:
            near = difflib.get_close_matches(code, list(offered), n=3, cutoff=0.6)
            problems.add(
                "I861",
                Place(city.id, entry=code),
                value=code,
                near=_near(near),
            )
    for name in ("countries", "sizes", "kinds"):
        known = [one for one in counts(offered, name) if one]
        if name == "sizes":
            known = list(SIZE_CLASSES)
        for value in getattr(choice, name):
            if value not in known:
                problems.add(
                    "I862",
                    Place(city.id, entry=value),
                    value=value,
                    condition=said_map(f"condition.{name}"),
                    known=_listed(known),
                )
    return problems


def _near(near: list[str]) -> LanguageMap:
    if not near:
        return said_map("near.none")
    return said_map("near.some", names=", ".join(near))


def _listed(known: list[str]) -> LanguageMap | str:
    if not known:
        return said_map("known.none")
    shown = ", ".join(known[:_MOST_NAMED])
    return f"{shown}, …" if len(known) > _MOST_NAMED else shown


def _loosen(chosen: Chosen) -> LanguageMap:
    """Say what would be left without each condition, the most helpful first."""
    asked = sorted(chosen.without, key=lambda name: -chosen.without[name])
    if not asked:
        return said_map("loosen.none")
    words = load_phrases(__package__)
    said = {}
    for language in _LANGUAGES:
        parts = []
        for name in asked:
            count = chosen.without[name]
            part = words.say(f"loosen.{name}", language, count=count)
            if chosen.unknown.get(name):
                part += words.say(f"unknown.{name}", language, count=chosen.unknown[name])
            parts.append(part)
        said[language] = "; ".join(parts)
    return LanguageMap(said)


def said_map(phrase: str, **values: str) -> LanguageMap:
    """Return a phrase of this package in every language it has, for the values of a problem."""
    words = load_phrases(__package__)
    return LanguageMap({code: words.say(phrase, code, **values) for code in _LANGUAGES})
