"""What partners rate: conditions, statements on one scale, phases, tasks of a backbone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paseo.content.language import LanguageMap

Evidence = Literal["stated", "adapted", "composed"]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the scale."""

    value: int
    label: LanguageMap


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of Collective Impact; ``before`` marks a precondition."""

    id: str
    name: LanguageMap
    about: LanguageMap
    before: bool = False
    evidence: Evidence = "composed"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that each partner rates."""

    id: str
    condition: str
    text: LanguageMap
    evidence: Evidence = "composed"
    source: str = ""


@dataclass(frozen=True, slots=True)
class PartnerKind:
    id: str
    name: LanguageMap


@dataclass(frozen=True, slots=True)
class Gate:
    """The median of a condition over partners, and its lower quartile, must be this high."""

    condition: str
    at_least: float
    lower_quartile: float | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase with the gates into it.

    Args:
        indicators: so many shared indicators are chosen.
        tasks: every task of the backbone has an office that does it.
    """

    id: str
    name: LanguageMap
    means: LanguageMap
    gates: tuple[Gate, ...] = ()
    indicators: int = 0
    tasks: bool = False
    evidence: Evidence = "composed"


@dataclass(frozen=True, slots=True)
class Task:
    """What a backbone does."""

    id: str
    text: LanguageMap


@dataclass(frozen=True, slots=True)
class CollectiveForm:
    """A form of one version.

    Args:
        least_shown: fewer partners than this are not shown as a group.
        least_spread: fewer partners than this are shown by their median alone.
        sources: id to title.
    """

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    scale: tuple[Point, ...]
    conditions: tuple[Condition, ...]
    statements: tuple[Statement, ...]
    kinds: tuple[PartnerKind, ...]
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...] = ()
    least_shown: int = 3
    least_spread: int = 5
    sources: Mapping[str, str] = field(default_factory=dict)

    def condition(self, code: str) -> Condition:
        """Return a condition by its id; KeyError when there is none such."""
        for one in self.conditions:
            if one.id == code:
                return one
        raise KeyError(code)

    def kind(self, code: str) -> PartnerKind:
        """Return a kind of partner by its id; KeyError when there is none such."""
        for one in self.kinds:
            if one.id == code:
                return one
        raise KeyError(code)

    def statements_of(self, condition: str) -> tuple[Statement, ...]:
        return tuple(one for one in self.statements if one.condition == condition)

    @property
    def ends(self) -> tuple[int, int]:
        """Lowest and highest point of the scale."""
        values = [one.value for one in self.scale]
        return min(values), max(values)
