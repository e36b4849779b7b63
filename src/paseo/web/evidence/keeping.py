"""Keeps who a city is: its record, areas, boundaries, sources, wordings and breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core import serializers

from paseo.evidence import city as evidence
from paseo.web.evidence.models import Area, Boundary, Break, City, Source, Wording

#: What belongs to a city's portrait besides the city itself, parents before children.
_PARTS: tuple[type[Any], ...] = (Area, Boundary, Source, Wording, Break)


def keep_city(record: evidence.City, areas: Iterable[evidence.Area]) -> City:
    """Write a city with everything but its observations; what was there is replaced."""
    city, _made = City.objects.update_or_create(pk=record.id, defaults=_fields(record))
    keep_areas(city, areas)
    _replace(Source, city, [_source(one) for one in record.sources])
    _replace(Wording, city, [_wording(one) for one in record.wordings])
    _replace(Break, city, [_break(one) for one in record.breaks])
    return city


def keep_areas(city: City, areas: Iterable[evidence.Area]) -> None:
    """Replace the tree of a city's areas with their boundaries."""
    given = tuple(areas)
    _replace(Area, city, [_area(one) for one in given])
    made = dict(city.areas.values_list("code", "pk"))
    Boundary.objects.bulk_create(
        Boundary(area_id=made[area.id], position=at, **_boundary(one))
        for area in given
        for at, one in enumerate(area.boundaries)
    )


def keep_sources(
    city: City, sources: Iterable[evidence.Source], wordings: Iterable[evidence.Wording]
) -> None:
    """Replace what is known of a city's sources and wordings; nothing else is touched."""
    _replace(Source, city, [_source(one) for one in sources])
    _replace(Wording, city, [_wording(one) for one in wordings])


def portrait(city: City) -> str:
    """Return a city and what belongs to it as text; :func:`restore` makes it so again."""
    parts = [one for part in _PARTS for one in _of(part, city)]
    return serializers.serialize("json", [City.objects.get(pk=city.pk), *parts])


def restore(city: City, text: str) -> None:
    """Make a city again what it was when its portrait was taken; observations are left alone."""
    for part in reversed(_PARTS):
        _of(part, city).delete()
    for one in serializers.deserialize("json", text):
        one.save()


def _of(part: type[Any], city: City) -> Any:
    return part.objects.filter(**{"area__city" if part is Boundary else "city": city})


def _replace(part: type[Any], city: City, rows: list[dict[str, Any]]) -> None:
    part.objects.filter(city=city).delete()
    part.objects.bulk_create(part(city=city, position=at, **row) for at, row in enumerate(rows))


def _fields(record: evidence.City) -> dict[str, Any]:
    return {
        "name": record.name,
        "country": record.country,
        "framework": record.framework,
        "depth": record.depth,
        "languages": list(record.languages),
        "population": [asdict(one) for one in record.population],
        "kind": record.kind,
        "generated": record.generated,
        "description": record.description,
        "not_in_remit": list(record.not_in_remit),
        "left_out": list(record.left_out),
        "peers": list(record.peers),
        "thresholds": dict(record.thresholds),
    }


def _area(one: evidence.Area) -> dict[str, Any]:
    return {"code": one.id, "name": one.name, "level": one.level, "parent": one.parent or ""}


def _boundary(one: evidence.Boundary) -> dict[str, Any]:
    from shapely import to_wkb

    return {
        "version": one.id,
        "wkb": None if one.geometry is None else to_wkb(one.geometry),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "source": one.source,
    }


def _source(one: evidence.Source) -> dict[str, Any]:
    return {
        "code": one.id,
        "title": one.title,
        "publisher": one.publisher,
        "year": one.year,
        "url": one.url,
        "licence": one.licence,
        "attribution": one.attribution,
        "retrieved": one.retrieved,
        "evidence": one.evidence,
        "note": one.note,
    }


def _wording(one: evidence.Wording) -> dict[str, Any]:
    return {
        "code": one.id,
        "text": one.text,
        "indicator": one.indicator,
        "source": one.source,
        "inferred": one.inferred,
    }


def _break(one: evidence.Break) -> dict[str, Any]:
    return {
        "indicators": list(one.indicators),
        "period": one.period,
        "reason": one.reason,
        "source": one.source,
    }
