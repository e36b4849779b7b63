"""Practices that one may learn from: the catalogue's examples and other cities' measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from paseo.content.language import LanguageMap
from paseo.prevention.measures.catalogue import Catalogue, Example
from paseo.prevention.measures.measure import Aim, Level, Measure, Orientation


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Something that has been done or described elsewhere.

    Args:
        id: ``catalogue:`` or the id of a city, and the id there.
        city: name of the city; empty for the catalogue.
        mechanism: how it is thought to work, where somebody says so.
        evidence: class on the Maryland scale where stated.
        mark: stated, adapted or composed; empty for a city's own record.
        source: where it is known from.
        generated: from a city whose values were invented.
    """

    id: str
    name: LanguageMap
    description: LanguageMap
    problem: str
    city: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    level: Level | None = None
    orientation: Orientation | None = None
    aim: Aim | None = None
    area_types: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    restricts: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    mechanism: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    evidence: int | None = None
    mark: str = ""
    source: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    generated: bool = False


def from_catalogue(catalogue: Catalogue) -> tuple[Practice, ...]:
    """Return the examples of a catalogue as practices."""
    return tuple(_example(catalogue, one) for one in catalogue.measures)


def _example(catalogue: Catalogue, one: Example) -> Practice:
    return Practice(
        id=f"catalogue:{one.id}", name=one.name, description=one.description, problem=one.problem,
        level=one.level, orientation=one.orientation, aim=one.aim, area_types=one.area_types,
        target_groups=one.target_groups, actors=one.actors, uses=one.uses,
        restricts=one.restricts, indicators=one.indicators, mechanism=one.mechanism,
        mark=one.evidence, source=catalogue.sources.get(one.source, LanguageMap({})),
    )  # fmt: skip


def from_city(
    city: str, name: LanguageMap, measures: Iterable[Measure], *, generated: bool = False
) -> tuple[Practice, ...]:
    """Return what a city shares of its measures: what and for whom, never money or notes."""
    return tuple(
        Practice(
            id=f"{city}:{one.id}", name=LanguageMap({"": one.name}),
            description=LanguageMap({"": one.description} if one.description else {}),
            problem=one.problem, city=name, level=one.level, orientation=one.orientation,
            aim=one.aim, area_types=(one.area_type,) if one.area_type else (),
            target_groups=one.target_groups, actors=one.actors, uses=one.uses,
            restricts=one.restricts, indicators=one.indicators, evidence=one.evidence,
            generated=generated,
        )
        for one in measures
    )  # fmt: skip
