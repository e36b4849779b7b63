"""From a checked pack to a catalogue of measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.target import check_codes
from paseo.prevention.measures.catalogue import Catalogue, Example, ProblemTerms, Term
from paseo.prevention.measures.measure import DEKLERCK, Aim, Level, Orientation


def check_catalogue(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of catalogues cannot say: codes of indicators, levels that differ."""
    check_codes(pack, _codes(pack), problems, shelf)
    for at, one in enumerate(pack.section("measures")):
        number = one.get("deklerck")
        if number is not None and DEKLERCK[number] != one["level"]:
            problems.add(
                "V933", pack.place("measures", at, "deklerck"), entry=one["id"], value=number,
                level=one["level"], other=str(DEKLERCK[number]),
            )  # fmt: skip


def _codes(pack: Pack) -> Iterator[tuple[str, Place]]:
    for section, fields in (("problems", ("happens", "felt")), ("measures", ("indicators",))):
        for at, one in enumerate(pack.section(section)):
            for field in fields:
                for code in one.get(field, ()):
                    yield code, pack.place(section, at, field)


def build_catalogue(pack: Pack) -> Catalogue:
    """Return a checked pack as a catalogue."""
    return Catalogue(
        id=pack.id,
        version=pack.header.version,
        problems={one["id"]: _problem(pack, one) for one in pack.section("problems")},
        actors=_terms(pack, "actors"),
        area_types=_terms(pack, "area_types"),
        target_groups=_terms(pack, "target_groups"),
        uses=_terms(pack, "uses"),
        measures=tuple(_example(pack, one) for one in pack.section("measures")),
        sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
        addresses={one["id"]: one["url"] for one in pack.section("sources") if one.get("url")},
    )


def _problem(pack: Pack, one: Mapping[str, Any]) -> ProblemTerms:
    return ProblemTerms(
        id=one["id"],
        name=pack.words(one["name"]),
        happens=tuple(one.get("happens", ())),
        felt=tuple(one.get("felt", ())),
        aliases=tuple(one.get("aliases", ())),
    )


def _terms(pack: Pack, section: str) -> dict[str, Term]:
    return {
        one["id"]: Term(
            one["id"],
            pack.words(one["name"]),
            tuple(one.get("aliases", ())),
            one.get("watches", False),
        )
        for one in pack.section(section)
    }


def _example(pack: Pack, one: Mapping[str, Any]) -> Example:
    lists = ("target_groups", "area_types", "actors", "indicators", "uses", "restricts")
    source, detail = _source(pack, one)
    return Example(
        id=one["id"],
        name=pack.words(one["name"]),
        description=pack.words(one["description"]),
        problem=one["problem"],
        level=Level(one["level"]),
        orientation=Orientation(one["orientation"]),
        aim=Aim(one["aim"]),
        mechanism=pack.words(one["mechanism"]),
        evidence=one["evidence"],
        source=source,
        detail=detail,
        deklerck=one.get("deklerck"),
        **{name: tuple(one.get(name, ())) for name in lists},
    )


def _source(pack: Pack, one: Mapping[str, Any]) -> tuple[str, str]:
    """Return the first source of an entry and the place in it."""
    first = (one.get("sources") or [one.get("source") or pack.header.source])[0]
    if isinstance(first, dict):
        return str(first["id"]), str(first.get("detail", ""))
    return str(first), ""
