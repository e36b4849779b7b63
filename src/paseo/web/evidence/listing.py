"""Which observations of a city a person sees, filtered and sorted; page and download ask alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest

from paseo.assessment.build import rules_of
from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.evidence import city as evidence
from paseo.evidence import columns, periods
from paseo.evidence.disclosure import protect
from paseo.web.accounts.people import Person
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import sees_raw
from paseo.web.ui.tables import Sort

SORTS = ("indicator", "place", "period", "value")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asked for; empty means all."""

    dimension: str = ""
    indicator: str = ""
    period: str = ""
    area: str = ""

    @classmethod
    def asked(cls, request: HttpRequest) -> Filter:
        asked = request.GET
        return cls(*(asked.get(name, "") for name in cls.__slots__))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    @property
    def query(self) -> str:
        chosen = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True)
class Shown:
    """The evidence of a city as a person may see it."""

    evidence: evidence.CityEvidence
    framework: Framework
    raw: bool
    hidden: int


def shown_to(person: Person, city: City, *, shapes: bool = False) -> Shown:
    """Return a city's evidence: as entered, or after disclosure control."""
    framework = load_framework(city.framework)
    known = evidence.CityEvidence(
        city=reading.city_record(city),
        areas=reading.areas(city, shapes=shapes),
        observations=reading.observations(city),
    )
    if sees_raw(person, city):
        return Shown(known, framework, raw=True, hidden=0)
    safe, hidden = protect(known, rules_of(framework))
    return Shown(safe, framework, raw=False, hidden=hidden.primary + hidden.secondary)


def filtered(shown: Shown, chosen: Filter) -> pl.DataFrame:
    """Return the rows the reader asked for, in the order of the table."""
    table = shown.evidence.observations
    if chosen.dimension:
        codes = [one.id for one in shown.framework.indicators if one.dimension == chosen.dimension]
        table = table.filter(pl.col(columns.INDICATOR).is_in(codes))
    for name in (columns.INDICATOR, columns.PERIOD, columns.AREA):
        wanted = getattr(chosen, name)
        if wanted:
            table = table.filter(pl.col(name) == wanted)
    return table


def ordered(table: pl.DataFrame, shown: Shown, sort: Sort) -> pl.DataFrame:
    """Return the rows in the order the reader asked for."""
    positions = {
        "indicator": (columns.INDICATOR, [one.id for one in shown.framework.indicators]),
        "place": (columns.AREA, [one.id for one in shown.evidence.areas]),
        "period": (columns.PERIOD, periods.ordered(_periods(table))),
    }
    if sort.key == "value":
        key: pl.Expr = pl.col(columns.VALUE)
    else:
        name, order = positions[sort.key]
        places = {code: at for at, code in enumerate(order)} or {"": 0}
        key = pl.col(name).replace_strict(places, default=None, return_dtype=pl.Int64)
    return table.sort(key, descending=sort.descending, nulls_last=True, maintain_order=True)


def choices(shown: Shown) -> dict[str, list[str]]:
    """Return the codes that occur: indicators, periods (newest first), areas."""
    table = shown.evidence.observations
    held = set(table[columns.INDICATOR].unique().to_list())
    known = [one.id for one in shown.framework.indicators if one.id in held]
    used = set(table[columns.AREA].unique().to_list())
    return {
        "indicators": [*known, *sorted(held.difference(known))],
        "periods": list(reversed(periods.ordered(_periods(table)))),
        "areas": [one.id for one in shown.evidence.areas if one.id in used],
    }


def only(shown: Shown, table: pl.DataFrame) -> evidence.CityEvidence:
    """Return the evidence with some of its observations."""
    return replace(shown.evidence, observations=table)


def _periods(table: pl.DataFrame) -> list[str]:
    return [one for one in table[columns.PERIOD].unique().to_list() if periods.is_period(one)]
