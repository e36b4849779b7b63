"""Places in a form: typed as degrees, or chosen from the places of the city."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from paseo.evidence.questionnaires.questionnaire import Question
from paseo.evidence.questionnaires.value_checks import CORNERS
from paseo.web.evidence.models import Boundary, City
from paseo.web.evidence.models.places import read

#: Corners that are kept of a boundary; more say nothing that a form could use.
MOST_CORNERS: Final = 400
_MOST_DECIMALS: Final = 6
_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?")


@dataclass(frozen=True)
class Places:
    """The places of a city that have a shape: code to name, and their shapes when needed."""

    names: Mapping[str, str] = field(default_factory=dict)
    city: str = ""

    def shape(self, code: str) -> Any:
        """Return the newest shape of a place."""
        found = Boundary.objects.filter(area__city=self.city, area__code=code)
        boundary = found.exclude(wkb=None).order_by("-position").first()
        return boundary.geometry if boundary else None


def places_of(city: City) -> Places:
    """Return the places of a city that a form offers; one query."""
    areas = city.areas.filter(boundaries__wkb__isnull=False).distinct().order_by("position")
    return Places({one.code: read(one.name, one.code).words for one in areas}, city.pk)


def read_place(
    question: Question,
    first: Callable[[str], str],
    places: Places,
    fault: Callable[[str, str], None],
) -> dict[str, Any]:
    """Return a place as an answer holds it, empty where none is given.

    Args:
        first: gives what stands in a field.
        fault: takes a field and what is wrong in it.
    """
    chosen = first("area")
    typed = first("points") if question.area else first("lat") + first("lon")
    if chosen and typed:
        fault("area", _("Choose a place or type one, not both."))
        return {}
    if chosen:
        return _chosen(question, chosen, places, fault)
    if not typed:
        return {}
    if question.area:
        return _points(typed, "points", fault)
    lat = degrees(first("lat"), 90)
    lon = degrees(first("lon"), 180)
    if lat is None:
        fault("lat", _("Write the latitude in degrees, between -90 and 90: 36.7213."))
    if lon is None:
        fault("lon", _("Write the longitude in degrees, between -180 and 180: -4.4214."))
    return {} if lat is None or lon is None else {"lat": lat, "lon": lon}


def degrees(typed: str, most: float) -> float | None:
    """Return degrees that somebody typed, None where it is no number or beyond ``most``.

    >>> degrees("36,72", 90), degrees("91", 90), degrees("north", 90)
    (36.72, None, None)
    """
    plain = typed.strip().replace(",", ".").replace("\u2212", "-").rstrip("°")
    if not _DEGREES.fullmatch(plain) or abs(float(plain)) > most:
        return None
    return float(plain)


def _points(typed: str, name: str, fault: Callable[[str, str], None]) -> dict[str, Any]:
    points: list[list[float]] = []
    for number, line in enumerate(typed.splitlines(), 1):
        if not line.strip():
            continue
        pair = _pair(line)
        if pair is None:
            said = _("Line %(number)s: write latitude and longitude in degrees: 36.7213, -4.4214.")
            fault(name, said % {"number": number})
            return {}
        points.append(pair)
    if len(points) > CORNERS and points[0] == points[-1]:
        points.pop()  # the first corner once more closes the shape, as it does in a field form
    if len(points) < CORNERS:
        fault(name, _("A shape has at least three corners, one a line."))
        return {}
    return {"points": points}


def _pair(line: str) -> list[float] | None:
    parts = [one for one in re.split(r"[;\s]+|,\s+", line.strip()) if one]
    if len(parts) == 1:
        parts = line.split(",")
    if len(parts) != 2:
        return None
    lat, lon = degrees(parts[0], 90), degrees(parts[1], 180)
    return None if lat is None or lon is None else [lat, lon]


def _chosen(
    question: Question,
    code: str,
    places: Places,
    fault: Callable[[str, str], None],
) -> dict[str, Any]:
    shape = places.shape(code) if code in places.names else None
    if shape is None or shape.is_empty:
        fault("area", _("Choose one of the places that are offered, or type one."))
        return {}
    if question.area:
        return {"points": _corners(shape)}
    point = shape.representative_point()
    return {"lat": round(point.y, _MOST_DECIMALS), "lon": round(point.x, _MOST_DECIMALS)}


def _corners(shape: Any) -> list[list[float]]:
    """Return the corners of a shape's largest part, without the last, which is the first again."""
    parts = getattr(shape, "geoms", [shape])
    ring = max(parts, key=lambda part: part.area)
    line = getattr(ring, "exterior", ring)
    tolerance = 0.00001
    while len(line.coords) > MOST_CORNERS:
        line, tolerance = line.simplify(tolerance), tolerance * 2
    corners = [[round(y, _MOST_DECIMALS), round(x, _MOST_DECIMALS)] for x, y, *_z in line.coords]
    return corners[:-1] if len(corners) > 3 and corners[0] == corners[-1] else corners
