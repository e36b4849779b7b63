"""Reads the workspace as the library wants it: a city's evidence, the peers, the holdings.

Every function makes a number of queries that does not grow with the workspace.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from paseo.content.language import LanguageMap
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.web.evidence.models import (
    Area,
    Boundary,
    Break,
    City,
    Holding,
    ImportBatch,
    Observation,
    Shelf,
    Source,
    Wording,
)
from paseo.web.evidence.tables import unpack

HOLDING_SCHEMA: dict[str, Any] = {
    columns.CITY: pl.String,
    "indicator": pl.String,
    "observations": pl.Int64,
    "city_values": pl.Int64,
    "areas": pl.Int64,
    "periods": pl.String,
    "first": pl.String,
    "last": pl.String,
    "status": pl.String,
}


def city_evidence(city: City) -> evidence.CityEvidence:
    """Return all that the workspace knows of one city (six queries)."""
    return evidence.CityEvidence(
        city=city_record(city), areas=areas(city), observations=observations(city)
    )


def city_record(city: City) -> evidence.City:
    """Return who a city is, with its sources, wordings and breaks (three queries)."""
    return evidence.City(
        id=city.pk,
        name=city.name,
        country=city.country,
        framework=city.framework,
        depth=city.depth,
        languages=tuple(city.languages),
        population=tuple(evidence.Population(**one) for one in city.population),
        kind=city.kind,
        generated=city.generated,
        description=city.description,
        not_in_remit=tuple(city.not_in_remit),
        left_out=tuple(city.left_out),
        breaks=tuple(_break(one) for one in city.breaks.all()),
        sources=tuple(_source(one) for one in city.sources.all()),
        wordings=tuple(_wording(one) for one in city.wordings.all()),
        peers=tuple(city.peers),
        thresholds=dict(city.thresholds),
    )


def areas(city: City, *, shapes: bool = True) -> tuple[evidence.Area, ...]:
    """Return the tree of a city's areas, in the city's own order (two queries).

    Args:
        shapes: False leaves the geometries out, for pages that draw no map.
    """
    found = city.areas.all()
    found = found.prefetch_related("boundaries") if shapes else found
    return tuple(_area(one, shapes) for one in found)


def observations(city: City) -> pl.DataFrame:
    """Return every observation of a city that holds (one query)."""
    raw = Shelf.objects.filter(city=city).values_list("observations", flat=True).first()
    return columns.empty() if raw is None else unpack(raw)


def peer_table(
    indicators: Collection[str] | None = None, exclude: City | str = "", *, generated: bool = True
) -> pl.DataFrame:
    """Return the newest totals of all cities (one query).

    Args:
        indicators: codes of the page; None for all.
        exclude: the city whose peers these are.
        generated: False leaves out cities whose values are invented.

    Returns:
        ``city`` and the columns of :mod:`paseo.evidence.columns`: for each indicator and each
        way it was asked or counted one row, the newest.
    """
    wanted = Shelf.objects.exclude(city_id=exclude.pk if isinstance(exclude, City) else exclude)
    if not generated:
        wanted = wanted.filter(city__generated=False)
    parts = [
        unpack(raw).with_columns(pl.lit(city).alias(columns.CITY))
        for city, raw in wanted.order_by("city_id").values_list("city_id", "latest")
    ]
    table = pl.concat(parts) if parts else _no_peers()
    if indicators is not None:
        table = table.filter(pl.col(columns.INDICATOR).is_in(list(indicators)))
    return table.select(columns.CITY, *columns.COLUMNS)


def latest(city: City) -> pl.DataFrame:
    """Return the newest totals of one city (one query)."""
    raw = Shelf.objects.filter(city=city).values_list("latest", flat=True).first()
    return columns.empty() if raw is None else unpack(raw)


def holdings(cities: Collection[str] | None = None) -> pl.DataFrame:
    """Return what each city holds, one row per city and indicator (one query).

    Args:
        cities: ids; None for all.
    """
    found = Holding.objects.order_by("city_id", "indicator")
    if cities is not None:
        found = found.filter(city_id__in=list(cities))
    rows = list(found.values_list("city_id", *list(HOLDING_SCHEMA)[1:]))
    return pl.DataFrame(rows, schema=HOLDING_SCHEMA, orient="row")


def assessed(cities: Collection[str] | None = None) -> dict[str, frozenset[str]]:
    """Return, for each city, the indicators of which it holds a value (one query).

    The short form of :func:`holdings` for the overview of many cities.
    """
    found = Holding.objects.filter(city_values__gt=0)
    if cities is not None:
        found = found.filter(city_id__in=list(cities))
    sets: dict[str, set[str]] = {}
    for city, indicator in found.order_by().values_list("city_id", "indicator").iterator(5000):
        sets.setdefault(city, set()).add(indicator)
    return {city: frozenset(held) for city, held in sets.items()}


def batch_of(city: City, row: Mapping[str, Any]) -> ImportBatch | None:
    """Return the import that brought an observation: who entered it, when, from which file."""
    key = {name: row.get(name) or "" for name in columns.KEY}
    found = (
        Observation.objects.filter(city=city, ended_by=None, **key)
        .select_related("batch", "batch__owner")
        .first()
    )
    return found.batch if found else None


def _no_peers() -> pl.DataFrame:
    return columns.empty().with_columns(pl.lit(None, pl.String).alias(columns.CITY))


def _area(one: Area, shapes: bool) -> evidence.Area:
    return evidence.Area(
        id=one.code,
        name=one.name,
        level=one.level,  # type: ignore[arg-type]
        parent=one.parent or None,
        boundaries=tuple(_boundary(part) for part in one.boundaries.all()) if shapes else (),
    )


def _boundary(one: Boundary) -> evidence.Boundary:
    return evidence.Boundary(
        id=one.version,
        geometry=one.geometry,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        source=one.source,
    )


def _source(one: Source) -> evidence.Source:
    return evidence.Source(
        id=one.code,
        title=one.title,
        publisher=one.publisher,
        year=one.year,
        url=one.url,
        licence=one.licence,
        attribution=one.attribution,
        retrieved=one.retrieved,
        evidence=one.evidence,  # type: ignore[arg-type]
        note=one.note,
    )


def _wording(one: Wording) -> evidence.Wording:
    return evidence.Wording(
        id=one.code,
        text=one.text,
        indicator=one.indicator,
        source=one.source,
        inferred=one.inferred,
    )


def _break(one: Break) -> evidence.Break:
    return evidence.Break(
        indicators=tuple(one.indicators),
        period=one.period,
        reason=LanguageMap(one.reason),
        source=one.source,
    )
