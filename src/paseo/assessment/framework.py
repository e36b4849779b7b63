"""The framework: dimensions, sub-dimensions and indicators, read from a framework pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from paseo.content.language import LanguageMap

Kind = Literal[
    "register_rate",
    "register_share",
    "survey_share",
    "survey_mean",
    "survey_gap",
    "audit_score",
    "spatial_ratio",
    "time",
    "amount",
    "flag",
    "category",
]
Direction = Literal["higher", "lower", "context"]
#: Security has two faces; everything else gives them context.
Face = Literal["happens", "felt", "context"]
Depth = Literal["rapid", "standard", "full"]
DEPTHS: tuple[Depth, ...] = ("rapid", "standard", "full")


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source of the pack, and the place in it (code, table, question)."""

    id: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement; ``per`` is the base of a rate (1000 residents)."""

    id: str
    label: LanguageMap
    per: float | None = None


@dataclass(frozen=True, slots=True)
class ScalePoint:
    code: str
    label: LanguageMap


@dataclass(frozen=True, slots=True)
class Scale:
    """An answer scale; ``missing`` keeps no answer, don't know and not in our remit apart."""

    id: str
    name: LanguageMap
    points: tuple[ScalePoint, ...]
    missing: tuple[ScalePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class BreakdownDimension:
    """A way to break a value down; without codes it is open (age bands, hours)."""

    id: str
    name: LanguageMap
    codes: dict[str, LanguageMap] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what is counted, over what, how it is read, and where it comes from."""

    id: str
    dimension: str
    subdimension: str
    name: LanguageMap
    definition: LanguageMap
    kind: Kind
    unit: str
    direction: Direction
    face: Face
    levels: tuple[str, ...]
    depth: Depth
    evidence: str
    basis: str
    sources: tuple[SourceRef, ...]
    numerator: LanguageMap | None = None
    denominator: LanguageMap | None = None
    formula: str = ""
    scale: str = ""
    cut: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    iccs: tuple[str, ...] = ()
    sensitive: bool = False
    breakdowns: tuple[str, ...] = ()
    depth_reason: LanguageMap | None = None
    low: float | None = None  # least possible value
    high: float | None = None  # greatest possible value
    notes: LanguageMap | None = None
    partnership_name: LanguageMap | None = None  # filled by a mapping pack


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    name: LanguageMap
    definition: LanguageMap
    face: Face
    evidence: str


@dataclass(frozen=True, slots=True)
class Subdimension:
    id: str
    dimension: str
    name: LanguageMap


@dataclass(frozen=True, slots=True)
class DepthChoice:
    """One depth of assessment and the reason for its choice of indicators."""

    id: Depth
    name: LanguageMap
    choice: LanguageMap
    indicators: int


@dataclass(frozen=True, slots=True)
class PackSource:
    """A source named in a pack."""

    id: str
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Framework:
    """A framework pack, read and checked."""

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    dimensions: tuple[Dimension, ...]
    subdimensions: tuple[Subdimension, ...]
    indicators: tuple[Indicator, ...]
    depths: tuple[DepthChoice, ...]
    units: dict[str, Unit]
    scales: dict[str, Scale]
    breakdowns: dict[str, BreakdownDimension]
    sources: dict[str, PackSource]
    licence: str = ""

    def indicator(self, code: str) -> Indicator:
        """Return one indicator by its code; KeyError when the framework has none such."""
        return self._by_code[code]

    @property
    def _by_code(self) -> dict[str, Indicator]:
        found = self.__dict__.get("_index")
        if found is None:
            found = {indicator.id: indicator for indicator in self.indicators}
            self.__dict__["_index"] = found
        return found

    def at_depth(self, depth: Depth) -> tuple[Indicator, ...]:
        """Return the indicators of a depth; each depth holds the smaller ones."""
        allowed = DEPTHS[: DEPTHS.index(depth) + 1]
        return tuple(one for one in self.indicators if one.depth in allowed)
