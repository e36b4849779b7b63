"""A city's evidence: who it is, its areas, its sources, its observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

from paseo.content.language import LanguageMap
from paseo.evidence import columns

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

AreaLevel = Literal["city", "district", "neighbourhood", "space"]
EvidenceMark = Literal["stated", "adapted", "composed"]


@dataclass(frozen=True, slots=True)
class Boundary:
    """One version of an area's shape; areas are redrawn, and values belong to a version.

    Args:
        id: version id as it stands in the ``boundary`` column.
        geometry: polygon, multipolygon, line or point in WGS 84 (longitude, latitude), or None.
        valid_from, valid_to: first and last day, None where open.
    """

    id: str
    geometry: BaseGeometry | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A reference area: the city, a district, a neighbourhood or a named public space."""

    id: str
    name: LanguageMap
    level: AreaLevel
    parent: str | None = None
    boundaries: tuple[Boundary, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, as the reader needs it to find and judge it."""

    id: str
    title: LanguageMap
    publisher: str = ""
    year: int | None = None
    url: str = ""
    licence: str = ""
    attribution: str = ""
    retrieved: date | None = None
    evidence: EvidenceMark = "stated"
    note: LanguageMap = field(default_factory=lambda: LanguageMap({}))


@dataclass(frozen=True, slots=True)
class Wording:
    """The exact question or register definition behind a ``definition`` id."""

    id: str
    text: LanguageMap
    indicator: str = ""
    source: str = ""
    inferred: bool = False  # the label was concluded from the answers, not read from the source


@dataclass(frozen=True, slots=True)
class Break:
    """A change of recording or mode after which values must not be joined to earlier ones."""

    indicators: tuple[str, ...]  # codes, or "*" for every indicator of the source
    period: str  # the first period after the change
    reason: LanguageMap
    source: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """Residents at a date; dated, because a rate needs the base of its own year."""

    year: int
    residents: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """Who a city is and how it is to be assessed (``city.yaml``)."""

    id: str
    name: LanguageMap
    country: str  # ISO 3166-1 alpha-2
    framework: str = "paseo.framework.action1"
    depth: str = "full"
    languages: tuple[str, ...] = ("en",)
    population: tuple[Population, ...] = ()
    kind: str = ""  # capital, large, medium, small, network of towns ...
    generated: bool = False  # invented values: said on every page and file
    description: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    not_in_remit: tuple[str, ...] = ()  # indicator codes
    left_out: tuple[str, ...] = ()  # indicators that the city decided not to assess
    breaks: tuple[Break, ...] = ()
    sources: tuple[Source, ...] = ()
    wordings: tuple[Wording, ...] = ()
    peers: tuple[str, ...] = ()  # city ids; empty: all cities of the benchmark packs
    thresholds: dict[str, int] = field(default_factory=dict)  # disclosure; may only be raised


@dataclass(frozen=True)
class CityEvidence:
    """All that is known of one city, as read from a city folder or from the workspace.

    Args:
        observations: table with the columns of :mod:`paseo.evidence.columns`.
        areas: the whole tree, the city itself first.
    """

    city: City
    areas: tuple[Area, ...]
    observations: pl.DataFrame = field(default_factory=columns.empty)

    @property
    def city_area(self) -> Area:
        return next(area for area in self.areas if area.level == "city")
