"""The pack of links: what other rooms ask of a kind of measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.gaps.pack import sources_of
from paseo.prevention.measures.catalogue import ACTION_5
from paseo.prevention.measures.measure import Aim, Level, Orientation

#: The links that Paseo ships.
LINKS: Final = "paseo.links.action5"
#: Rooms in the order in which a sheet shows them: people first, money last.
ROOMS: Final = ("rights", "ai", "design", "training", "funding")
#: In a condition: the field is filled with anything.
ANY: Final = "any"
#: Field of a condition to the section of the catalogue that holds its words.
_SECTIONS: Final = {
    "uses": "uses",
    "area_type": "area_types",
    "problem": "problems",
    "target_groups": "target_groups",
    "actors": "actors",
}
_CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "level": tuple(Level),
    "orientation": tuple(Orientation),
    "aim": tuple(Aim),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Something to think of, with the condition under which it is shown.

    Args:
        when: field of a measure to the words of which it has to hold one; empty: always.
        reference: article, rule or instrument.
        as_of: the day to which law or call was read. starts: from when a duty applies.
        period: for which years an instrument runs.
    """

    id: str
    room: str
    when: Mapping[str, tuple[str, ...]]
    text: LanguageMap
    evidence: str
    sources: tuple[str, ...]
    reference: str = ""
    as_of: date | None = None
    starts: date | None = None
    period: str = ""
    url: str = ""


@dataclass(frozen=True)
class LinksPack:
    """A pack of links; ``sources`` by id."""

    id: str
    version: str
    links: tuple[Link, ...]
    sources: Mapping[str, LanguageMap]


def load_links(pack: str = LINKS) -> LinksPack:
    """Return links by the id of their pack.

    Raises:
        Refused: when there is no such pack, or it has an error.
    """
    found: LinksPack = store().build(pack, "measure-links")
    return found


def build_links(pack: Pack) -> LinksPack:
    """Return a checked pack of links, room by room."""
    links = [_link(pack, one) for one in pack.section("links")]
    return LinksPack(
        id=pack.id,
        version=pack.header.version,
        links=tuple(sorted(links, key=lambda one: ROOMS.index(one.room))),
        sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
    )


def _link(pack: Pack, one: Mapping[str, Any]) -> Link:
    return Link(
        id=one["id"],
        room=one["room"],
        when={name: tuple(words) for name, words in one["when"].items()},
        text=pack.words(one["text"]),
        evidence=one.get("evidence", pack.header.evidence),
        sources=sources_of(pack, one),
        reference=one.get("reference", ""),
        as_of=one.get("as_of"),
        starts=one.get("from"),
        period=one.get("period", ""),
        url=one.get("url", ""),
    )


def check_links(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find conditions that no measure can meet, because no list knows their words."""
    catalogue = shelf.find(ACTION_5)
    known = dict(_CLOSED)
    if catalogue is not None:
        for field, section in _SECTIONS.items():
            known[field] = tuple(one["id"] for one in catalogue.section(section))
    for at, one in enumerate(pack.section("links")):
        for field, words in one["when"].items():
            for word in words:
                if word == ANY or field not in known or word in known[field]:
                    continue
                problems.add(
                    "V958", pack.place("links", at, "when"), entry=one["id"], field=field,
                    value=word[:80], hint=hint(word, known[field]),
                )  # fmt: skip
