"""What a checklist pack holds: rules, families of data, criteria of maturity, annex lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paseo.assessment.framework import Depth, Framework, Indicator
from paseo.content.language import LanguageMap

EffectKind = Literal["depth", "dimension", "switch", "warning"]
Bound = Literal["at_most", "suggest"]
Mode = Literal["mandatory", "full", "brief", "off"]
Switch = Literal["off", "park", "not_in_remit", "block", "limit"]
Stop = Literal[
    "publication", "city_comparison", "area_trends", "margin_of_error", "score", "photographs"
]
Effort = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators by what they have in common."""

    id: str
    kinds: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    only_levels: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()

    def codes(self, framework: Framework) -> tuple[str, ...]:
        """Return the codes of its indicators in the order of the framework."""
        return tuple(one.id for one in framework.indicators if self._holds(one))

    def _holds(self, indicator: Indicator) -> bool:
        if indicator.id in self.exceptions:
            return False
        return indicator.id in self.indicators or self._fits(indicator)

    def _fits(self, indicator: Indicator) -> bool:
        tests = (
            (self.kinds, indicator.kind in self.kinds),
            (self.dimensions, indicator.dimension in self.dimensions),
            (self.only_levels, set(indicator.levels) <= set(self.only_levels)),
            (self.denominators, bool(set(indicator.denominators) & set(self.denominators))),
        )
        asked = [passed for wanted, passed in tests if wanted]
        return bool(asked) and all(asked)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the answers change, and why.

    Args:
        when: XLSForm expression; tried in each row of the repeat group ``each`` where that is set.
        named_by: field of the row that names the indicator.
        stops: what must wait until the matter is settled.
    """

    id: str
    effect: EffectKind
    when: str
    reason: LanguageMap
    evidence: str
    source: str
    each: str = ""
    depth: Depth | None = None
    bound: Bound = "suggest"
    dimensions: tuple[str, ...] = ()
    mode: Mode = "full"
    switch: Switch = "limit"
    indicators: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    named_by: str = ""
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A repeat group whose rows describe sources of data.

    Args:
        fields: what is known of a source (``owner``) to the field that holds it.
        topics: code of the topic to the indicators that a source on it feeds.
    """

    question: str
    fields: Mapping[str, str]
    family: str = ""
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of data, with the indicators that come from it and what getting it takes."""

    id: str
    name: LanguageMap
    kinds: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    own: bool = False
    effort: Mapping[str, Effort] = field(default_factory=dict)
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """An answer that says whether the data of some indicators exist."""

    id: str
    exists: str
    yes: LanguageMap
    no: LanguageMap
    partly: str = ""
    part: LanguageMap | None = None
    indicators: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    enough: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A matter of data maturity."""

    id: str
    name: LanguageMap
    next: LanguageMap
    about: LanguageMap | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must be the case for a theme to be well grounded."""

    id: str
    theme: str
    text: LanguageMap
    met: str
    evidence: str
    source: str
    partly: str = ""
    applies: str = ""
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    name: LanguageMap


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the method annex; ``text`` is filled with the answer in words."""

    id: str
    chapter: str
    question: str
    text: LanguageMap | None = None
    note: LanguageMap | None = None
    when: str = ""


@dataclass(frozen=True)
class ChecklistPack:
    """A checklist pack, read and checked."""

    id: str
    version: str
    questionnaire: str
    framework: str
    rules: tuple[Rule, ...]
    groups: Mapping[str, Group] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    registers: tuple[Register, ...] = ()
    families: tuple[Family, ...] = ()
    provisions: tuple[Provision, ...] = ()
    themes: tuple[Theme, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    lines: tuple[Line, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def codes(
        self, framework: Framework, indicators: tuple[str, ...], groups: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the indicators that are named one by one or through groups, in order."""
        wanted = set(indicators)
        for name in groups:
            wanted.update(self.groups[name].codes(framework))
        return tuple(one.id for one in framework.indicators if one.id in wanted)
