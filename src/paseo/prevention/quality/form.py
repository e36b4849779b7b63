"""What two people answer about a measure: gates, items by domain, and the words for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paseo.content.language import LanguageMap

Evidence = Literal["stated", "adapted", "composed"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be given.

    Args:
        points: what it counts; None leaves the item out of the count.
        met: at a gate, it opens it.
        undocumented: the documents at hand do not tell.
    """

    id: str
    label: LanguageMap
    points: float | None = None
    met: bool = False
    undocumented: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that must hold of the answers; see the schema ``quality-form.json``."""

    entry: str
    options: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """All of ``every`` hold, and one of ``some`` where there are any."""

    every: tuple[Test, ...] = ()
    some: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    id: str
    name: LanguageMap


@dataclass(frozen=True, slots=True)
class Entry:
    """A gate or an item.

    Args:
        name: a few words; empty for a gate, whose domain names it.
        options: answers in the order of the form.
        gate: it must be met before points mean anything.
        asked_when: it is asked only where this holds.
        note: how to read it.
        evidence, source: whose words it is in, and where they come from.
    """

    id: str
    domain: str
    name: LanguageMap
    question: LanguageMap
    options: tuple[Option, ...]
    gate: bool = False
    asked_when: Condition | None = None
    note: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    evidence: Evidence = "composed"
    source: str = ""

    def option(self, code: str) -> Option | None:
        """Return an answer by its id, None when there is none such."""
        return next((one for one in self.options if one.id == code), None)

    @property
    def possible(self) -> float:
        """The most points that an answer gives."""
        return max((one.points for one in self.options if one.points is not None), default=0.0)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Words for the whole, and when they are said; without a condition, where none else holds."""

    id: str
    name: LanguageMap
    means: LanguageMap
    when: Condition | None = None
    evidence: Evidence = "composed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Answers that hardly go together, and the question to ask then."""

    id: str
    when: Condition
    text: LanguageMap


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published a form word for word, as its pack says."""

    name: LanguageMap
    document: LanguageMap
    url: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class QualityForm:
    """A form of one version; answers name both id and version.

    Args:
        publisher: who published it word for word; None for a form that is nobody's official one.
        sources: id to title.
    """

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    provider: LanguageMap
    domains: tuple[Domain, ...]
    gates: tuple[Entry, ...]
    items: tuple[Entry, ...]
    conclusions: tuple[Conclusion, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    publisher: Publisher | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Gates first, then items: the order in which they are answered."""
        return self.gates + self.items

    def entry(self, code: str) -> Entry:
        """Return a gate or an item by its id; KeyError when there is none such."""
        for one in self.entries:
            if one.id == code:
                return one
        raise KeyError(code)

    def domain(self, code: str) -> Domain:
        """Return a domain by its id; KeyError when there is none such."""
        for one in self.domains:
            if one.id == code:
                return one
        raise KeyError(code)

    def items_of(self, domain: str) -> tuple[Entry, ...]:
        return tuple(one for one in self.items if one.domain == domain)
