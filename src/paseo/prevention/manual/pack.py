"""From a checked pack to the manual: its steps, its cases, and what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.evidence.city import EvidenceMark

#: The manual that Paseo ships.
ACTION_5: Final = "paseo.manual.action5"
KIND: Final = "prevention-manual"


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence with its sources and its mark."""

    text: LanguageMap
    evidence: EvidenceMark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, what people do, what goes wrong most."""

    id: str
    title: LanguageMap
    text: tuple[LanguageMap, ...]
    do: tuple[LanguageMap, ...]
    beware: LanguageMap | None
    evidence: EvidenceMark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A policy that sources describe, mapped: facts, measures of the catalogue, questions.

    Args:
        measures: ids of the catalogue, those that the sources of the case name.
        reading: what somebody who reads this pyramid would ask; composed.
    """

    id: str
    title: LanguageMap
    lead: LanguageMap
    problem: str
    facts: tuple[Fact, ...]
    measures: tuple[str, ...]
    reading: tuple[LanguageMap, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual.

    Args:
        catalogue: id of the pack whose measures the cases show.
        sources: id of a source to its title with publisher and year.
    """

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    catalogue: str
    opening: tuple[Fact, ...]
    steps: tuple[Step, ...]
    cases: tuple[WorkedCase, ...]
    sources: Mapping[str, Mapping[str, Any]]


def load_manual(pack: str = ACTION_5) -> Manual:
    """Return a manual by the id of its pack.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> [step.id for step in load_manual().steps][:4]
    ['problem', 'table', 'list', 'place']
    """
    found: Manual = store().build(pack, KIND)
    return found


def build_manual(pack: Pack) -> Manual:
    """Return a checked pack as a manual."""
    return Manual(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        description=pack.header.description,
        catalogue=str(pack.sections["catalogue"]),
        opening=tuple(_fact(pack, one) for one in pack.section("opening")),
        steps=tuple(_step(pack, one) for one in pack.section("steps")),
        cases=tuple(_case(pack, one) for one in pack.section("cases")),
        sources={one["id"]: one for one in pack.section("sources")},
    )


def check_manual(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find cases that show a problem or a measure which their catalogue does not have."""
    catalogue = shelf.find(str(pack.sections["catalogue"]))
    if catalogue is None:
        place, named = pack.place("catalogue"), pack.sections["catalogue"]
        problems.add("V985", place, catalogue=named)
        return
    known = {
        "problem": {one["id"] for one in catalogue.section("problems")},
        "measures": {one["id"] for one in catalogue.section("measures")},
    }
    for at, case in enumerate(pack.section("cases")):
        for field, words in (("problem", [case["problem"]]), ("measures", case["measures"])):
            for word in words:
                if word not in known[field]:
                    place = pack.place("cases", at, field)
                    problems.add("V986", place, word=word, catalogue=catalogue.id)


def _step(pack: Pack, one: Mapping[str, Any]) -> Step:
    return Step(
        id=one["id"],
        title=pack.words(one["title"]),
        text=_all(pack, one["text"]),
        do=_all(pack, one["do"]),
        beware=pack.words_or_none(one.get("beware")),
        evidence=one.get("evidence", pack.header.evidence),
        sources=_sources(one),
    )


def _case(pack: Pack, one: Mapping[str, Any]) -> WorkedCase:
    return WorkedCase(
        id=one["id"],
        title=pack.words(one["title"]),
        lead=pack.words(one["lead"]),
        problem=one["problem"],
        facts=tuple(_fact(pack, fact) for fact in one["facts"]),
        measures=tuple(one["measures"]),
        reading=_all(pack, one["reading"]),
    )


def _fact(pack: Pack, one: Mapping[str, Any]) -> Fact:
    evidence = one.get("evidence", pack.header.evidence)
    return Fact(pack.words(one["text"]), evidence, _sources(one))


def _all(pack: Pack, texts: list[Any]) -> tuple[LanguageMap, ...]:
    return tuple(pack.words(one) for one in texts)


def _sources(one: Mapping[str, Any]) -> tuple[str, ...]:
    used = one.get("sources", ())
    return tuple(str(each["id"] if isinstance(each, dict) else each) for each in used)
