"""The catalogue of measures: examples with their problem, mechanism, actors and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.store import store
from paseo.evidence.city import EvidenceMark
from paseo.evidence.tables.headers import normal
from paseo.prevention.measures.measure import Aim, Level, Measure, Orientation

#: The catalogue that Paseo ships.
ACTION_5: Final = "paseo.measures.action5"
KIND: Final = "measure-catalogue"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the catalogue: an actor, a kind of place, a target group, a technology.

    Args:
        aliases: other ways to write it, in any language.
        watches: a technology or power that watches people or keeps them out.
    """

    id: str
    name: LanguageMap
    aliases: tuple[str, ...] = ()
    watches: bool = False


@dataclass(frozen=True, slots=True)
class ProblemTerms:
    """A problem that measures turn against.

    Args:
        happens: codes of the framework for what happens, the nearest first.
        felt: codes of the framework for what people feel.
    """

    id: str
    name: LanguageMap
    happens: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A measure of the catalogue, to be taken as a start and never as a recommendation.

    Args:
        mechanism: how it is thought to work, in one sentence; composed.
        evidence: stated, adapted (the source names the measure, the level is ours) or composed.
        source: id of the source. detail: what it says, or where in it.
        deklerck: level after Deklerck where the source states it.
    """

    id: str
    name: LanguageMap
    description: LanguageMap
    problem: str
    level: Level
    orientation: Orientation
    aim: Aim
    mechanism: LanguageMap
    evidence: EvidenceMark
    source: str
    deklerck: int | None = None
    target_groups: tuple[str, ...] = ()
    area_types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    restricts: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The words and examples of a catalogue pack.

    Args:
        sources: id of a source to its title.
        addresses: id of a source to where it stands, where that is known.
    """

    id: str
    version: str
    problems: Mapping[str, ProblemTerms]
    actors: Mapping[str, Term]
    area_types: Mapping[str, Term]
    target_groups: Mapping[str, Term]
    uses: Mapping[str, Term]
    measures: tuple[Example, ...]
    sources: Mapping[str, LanguageMap] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, Example]:
        return {one.id: one for one in self.measures}

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        sections: dict[str, Iterable[ProblemTerms | Term]] = {
            "problem": self.problems.values(),
            "actors": self.actors.values(),
            "area_type": self.area_types.values(),
            "target_groups": self.target_groups.values(),
            "uses": self.uses.values(),
        }
        return {name: _spellings(terms) for name, terms in sections.items()}

    def measure(self, code: str) -> Example:
        """Return an example by its id; KeyError when there is none such."""
        return self._by_id[code]

    def code(self, section: str, word: str) -> str | None:
        """Return the id of a word in a section, by its id, its names or its aliases.

        Args:
            section: ``problem``, ``actors``, ``area_type``, ``target_groups`` or ``uses``.
        """
        return self._spellings[section].get(normal(word))

    def name(self, section: str, code: str) -> LanguageMap:
        """Return what an id of a section is called; a word that is no id stays as it is."""
        held: Mapping[str, ProblemTerms | Term] = {
            "problem": self.problems,
            "actors": self.actors,
            "area_type": self.area_types,
            "target_groups": self.target_groups,
            "uses": self.uses,
        }[section]  # type: ignore[assignment]
        return held[code].name if code in held else LanguageMap({"": code})

    def search(self, wanted: str) -> tuple[Example, ...]:
        """Return the examples that hold every word, in any language; all for none.

        Case, accents and punctuation do not count.

        >>> [one.id for one in load_catalogue().search("jeringuillas contenedores")]
        ['needle-bins-clean-up']
        """
        parts = _plain(wanted).split()
        return tuple(
            one for one in self.measures if all(part in self._texts[one.id] for part in parts)
        )

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {
            one.id: _plain(
                " ".join(
                    word
                    for words in (
                        one.name,
                        one.description,
                        one.mechanism,
                        self.problems[one.problem].name,
                        *(self.actors[actor].name for actor in one.actors),
                    )
                    for word in words.values()
                )
            )
            for one in self.measures
        }

    def like(
        self,
        problem: str | Measure,
        level: Level | None = None,
        orientation: Orientation | None = None,
    ) -> tuple[Example, ...]:
        """Return the examples against a problem, on a level and of an orientation where given.

        Args:
            problem: id of a problem, or a measure whose problem, level and orientation count.
        """
        if isinstance(problem, Measure):
            level, orientation = level or problem.level, orientation or problem.orientation
            problem = problem.problem
        return tuple(
            one
            for one in self.measures
            if one.problem == problem
            and level in (None, one.level)
            and orientation in (None, one.orientation)
        )


def _plain(text: str) -> str:
    return normal(text).replace("_", " ")


def start_from(example: Example, code: str, catalogue: Catalogue, language: str = "en") -> Measure:
    """Return a measure that starts from an example, for a city to make its own.

    Args:
        example: of the catalogue.
        code: id of the new measure.
        language: of name, description and goal.

    >>> catalogue = load_catalogue()
    >>> start_from(catalogue.measure("alley-gates"), "m1", catalogue, "es").name
    'Cierre de callejones traseros'
    """
    title = catalogue.sources[example.source].read(language).words
    return Measure(
        id=code,
        name=example.name.read(language).words,
        description=example.description.read(language).words,
        problem=example.problem,
        level=example.level,
        deklerck=example.deklerck,
        orientation=example.orientation,
        aim=example.aim,
        target_groups=example.target_groups,
        restricts=example.restricts,
        area_type=example.area_types[0] if example.area_types else "",
        actors=example.actors,
        indicators=example.indicators,
        uses=example.uses,
        sources=(f"{title} ({example.evidence})", f"{catalogue.id}: {example.id}"),
    )


def _spellings(terms: Iterable[ProblemTerms | Term]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in terms:
        for word in (one.id, *one.name.values(), *one.aliases):
            found.setdefault(normal(word), one.id)
    return found


def load_catalogue(pack: str = ACTION_5) -> Catalogue:
    """Return a catalogue by the id of its pack.

    Raises:
        Refused: when there is no such pack, or it has an error.
    """
    found: Catalogue = store().build(pack, KIND)
    return found
