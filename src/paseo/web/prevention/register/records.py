"""Between the rows of the workspace and the measures of the library, both ways."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures import measure as library
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.ground import Ground, ground_of
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.prevention.models import Measure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LISTS: Final = ("target_groups", "restricts", "actors", "indicators", "uses", "sources")
#: Fields that the row and the measure hold alike.
_ALIKE: Final = tuple(
    one.name
    for one in fields(library.Measure)
    if one.name
    not in (*_LISTS, "id", "level", "orientation", "aim", "status", "shape", "placement")
)


def register_of(city: City) -> library.Register:
    """Return the measures of a city (one query)."""
    return library.Register(measure_of(row) for row in city.measures.all())


def ground_of_city(city: City, *, shapes: bool = True) -> Ground:
    """Return what the measures of a city may name (two queries)."""
    tree = AreaTree(reading.areas(city, shapes=shapes))
    return ground_of(tree, vocabulary(load_framework(city.framework)), load_catalogue())


def measure_of(row: Measure) -> library.Measure:
    """Return the measure of a row."""
    return library.Measure(
        id=row.code,
        **_fields(row),
        level=library.Level(row.level) if row.level else None,
        orientation=library.Orientation(row.orientation) if row.orientation else None,
        aim=library.Aim(row.aim) if row.aim else None,
        status=library.Status(row.status) if row.status else None,
        shape=_shape(row.shape),
        placement=_placement(row.placement),
    )


def _fields(row: Measure) -> dict[str, Any]:
    lists = {name: tuple(getattr(row, name)) for name in _LISTS}
    return {name: getattr(row, name) for name in _ALIKE} | lists


def _shape(drawn: dict[str, Any] | None) -> BaseGeometry | None:
    if drawn is None:
        return None
    from shapely.geometry import shape

    made: BaseGeometry = shape(drawn)
    return made


def _placement(held: dict[str, Any]) -> library.Placement:
    proposed = held.get("proposed")
    return library.Placement(
        tuple((question, answer) for question, answer in held.get("answers", ())),
        library.Level(proposed) if proposed else None,
        held.get("reason", ""),
    )


def values_of(measure: library.Measure) -> dict[str, Any]:
    """Return a measure as values of a row, without its city."""
    return {
        "code": measure.id,
        **{name: getattr(measure, name) for name in _ALIKE},
        **{name: list(getattr(measure, name)) for name in _LISTS},
        "level": str(measure.level or ""),
        "orientation": str(measure.orientation or ""),
        "aim": str(measure.aim or ""),
        "status": str(measure.status or ""),
        "shape": _drawn(measure.shape),
        "placement": placement_values(measure.placement),
    }


def _drawn(shape: BaseGeometry | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    from shapely.geometry import mapping

    # Lists as JSON keeps them, not the tuples of the library: a row compares equal once read.
    found: dict[str, Any] = json.loads(json.dumps(mapping(shape)))
    return found


def placement_values(placement: library.Placement) -> dict[str, Any]:
    """Return how a measure came to its level, as a row keeps it; empty where nothing is known."""
    if placement == library.Placement():
        return {}
    return {
        "answers": [list(pair) for pair in placement.answers],
        "proposed": str(placement.proposed or ""),
        "reason": placement.reason,
    }
