"""The places of a city as a picture: SVG for every reader, GeoJSON for the movable map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from paseo.evidence.areas import LEVELS
from paseo.evidence.city import Area, Boundary

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 720
MOST_HEIGHT = 620
EDGE = 12
#: From the widest to the narrowest: wide areas lie below narrow ones.
_DEPTH = {level: depth for depth, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Place:
    """One area on the map: its shape, its words and the page behind it."""

    area: Area
    shape: BaseGeometry
    name: str
    url: str
    #: Lies in the place that the page is about.
    within: bool = False

    def classes(self, chosen: str) -> str:
        parts: list[str] = [self.area.level]
        parts += ["chosen"] if self.area.id == chosen else []
        parts += ["within"] if self.within else []
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to picture points: equal lengths east and north in the middle of the city."""

    west: float
    north: float
    scale: float
    squeeze: float

    def point(self, position: Sequence[float]) -> tuple[float, float]:
        return (
            EDGE + (position[0] - self.west) * self.squeeze * self.scale,
            EDGE + (self.north - position[1]) * self.scale,
        )


def current(area: Area) -> Boundary | None:
    """Return the newest version of an area's boundary that has a shape."""
    with_shape = [one for one in area.boundaries if one.geometry is not None]
    if not with_shape:
        return None
    held = [one for one in with_shape if one.valid_to is None] or with_shape
    return max(held, key=lambda one: (one.valid_from is not None, one.valid_from))


def places(
    areas: Sequence[Area], names: Mapping[str, str], urls: Mapping[str, str], chosen: str = ""
) -> list[Place]:
    """Return the areas that have a shape, the widest first."""
    found = []
    for area in sorted(areas, key=lambda one: _DEPTH[one.level]):
        boundary = current(area)
        if boundary is not None and boundary.geometry is not None:
            within = bool(chosen) and area.parent == chosen
            found.append(Place(area, boundary.geometry, names[area.id], urls[area.id], within))
    return found


def levels(areas: Sequence[Area]) -> list[str]:
    """Return the levels below the city of which something can be drawn, the widest first."""
    drawn = {one.level for one in areas if current(one) is not None}
    return [level for level in LEVELS[1:] if level in drawn]


def at_level(areas: Sequence[Area], level: str) -> list[Area]:
    """Return the areas of one level with the city around them.

    One level at a time: laid over each other the wide ones could be neither seen nor reached.
    """
    return [one for one in areas if one.level in ("city", level)]


def picture(shown: Sequence[Place], chosen: str = "") -> SafeString | None:
    """Return the map as SVG, each place a link; None when no place has a shape.

    Args:
        chosen: id of the area that the page is about.
    """
    if not shown:
        return None
    frame, height = _frame(shown)
    tolerance = 0.6 / frame.scale
    marks = format_html_join(
        "",
        '<a href="{}" class="place {}" aria-label="{}"><path d="{}"/><title>{}</title></a>',
        (
            (
                one.url,
                one.classes(chosen),
                one.name,
                _path(one.shape.simplify(tolerance), frame),
                one.name,
            )
            for one in shown
        ),
    )
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-labelledby="map-title">{}</svg>',
        WIDTH,
        height,
        marks,
    )


def collection(shown: Sequence[Place], chosen: str = "") -> dict[str, Any]:
    """Return the same places as GeoJSON for the movable map."""
    from shapely.geometry import mapping

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one.area.id,
                "properties": {
                    "name": one.name,
                    "level": one.area.level,
                    "classes": one.classes(chosen),
                    "url": one.url,
                },
                "geometry": mapping(one.shape),
            }
            for one in shown
        ],
    }


def _frame(shown: Sequence[Place]) -> tuple[_Frame, int]:
    bounds = [one.shape.bounds for one in shown]
    west, south = min(one[0] for one in bounds), min(one[1] for one in bounds)
    east, north = max(one[2] for one in bounds), max(one[3] for one in bounds)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-5), max(north - south, 1e-5)
    scale = min((WIDTH - 2 * EDGE) / wide, (MOST_HEIGHT - 2 * EDGE) / tall)
    return _Frame(west, north, scale, squeeze), math.ceil(tall * scale) + 2 * EDGE


def _path(shape: BaseGeometry, frame: _Frame) -> str:
    return "".join(_subpaths(shape, frame))


def _subpaths(shape: Any, frame: _Frame) -> Iterator[str]:
    kind = shape.geom_type
    if kind == "Point":
        x, y = frame.point((shape.x, shape.y))
        yield f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    elif kind in ("LineString", "LinearRing"):
        yield _line(shape.coords, frame)
    elif kind == "Polygon":
        for ring in (shape.exterior, *shape.interiors):
            yield _line(ring.coords, frame) + "Z"
    else:
        for part in shape.geoms:
            yield from _subpaths(part, frame)


def _line(positions: Any, frame: _Frame) -> str:
    points = (frame.point(one) for one in positions)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
