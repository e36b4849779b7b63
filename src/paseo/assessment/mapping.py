"""Other names for the indicators of a framework, such as the Partnership's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paseo.assessment.framework import Framework
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.content.target import check_codes


@dataclass(frozen=True, slots=True)
class MappedName:
    """The name that somebody else gives to an indicator of ours."""

    indicator: str
    name: LanguageMap
    code: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping pack, read and checked."""

    id: str
    version: str
    target: str
    title: LanguageMap
    provider: LanguageMap
    names: tuple[MappedName, ...]


def load_mapping(pack: str) -> Mapping:
    """Return a mapping by the id of its pack.

    Raises:
        Refused: when there is no such mapping, or it has an error.
    """
    found: Mapping = store().build(pack, "mapping")
    return found


def apply_mapping(framework: Framework, mapping: Mapping) -> Framework:
    """Return the framework with ``partnership_name`` filled where the mapping names one.

    Nothing else changes: name, definition and code stay ours, so that a reader sees both.

    Raises:
        ValueError: when the mapping belongs to another framework.
    """
    if mapping.target != framework.id:
        raise ValueError(f"mapping {mapping.id} belongs to {mapping.target}, not {framework.id}")
    names = {one.indicator: one.name for one in mapping.names}
    return replace(
        framework,
        indicators=tuple(
            replace(one, partnership_name=names.get(one.id, one.partnership_name))
            for one in framework.indicators
        ),
    )


def check_mapping(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of mappings cannot say."""
    names = pack.section("names")
    if not names:
        problems.add("P172", pack.place("names"))
    places = (
        (one["indicator"], pack.place("names", at, "indicator")) for at, one in enumerate(names)
    )
    check_codes(pack, places, problems, shelf)


def build_mapping(pack: Pack) -> Mapping:
    """Return a checked mapping pack as a mapping."""
    return Mapping(
        id=pack.id,
        version=pack.header.version,
        target=pack.header.target,
        title=pack.header.title,
        provider=pack.header.provider,
        names=tuple(
            MappedName(
                indicator=one["indicator"],
                name=pack.words(one["name"]),
                code=str(one.get("code", "")),
                source=_source(one) or pack.header.source,
                evidence=one.get("evidence", pack.header.evidence),
            )
            for one in pack.section("names")
        ),
    )


def _source(one: dict[str, object]) -> str:
    """Return the first source of an entry, empty when it names none."""
    sources = one.get("sources")
    first = sources[0] if isinstance(sources, list) else one.get("source", "")
    return str(first["id"] if isinstance(first, dict) else first)
