"""Areas on a flat picture: a local projection, shared borders simplified once, short paths."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

#: Metres of one degree of latitude on the mean sphere (6 371 008.8 m; IUGG 1980).
METRES_PER_DEGREE: Final = 111_195.08
#: Detail below this size, in picture units, is left out.
_TOLERANCE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Plane:
    """An equirectangular projection around the middle of the areas, fitted into the picture.

    ``x = offset + scale * cos(latitude0) * longitude``, ``y`` likewise downwards: true to angle
    and length within a city to better than one part in a thousand.

    Args:
        paths: one path per area, empty where there is nothing to draw.
        width, height: what the map takes.
        metres_per_unit: scale; 0 without any area.
        west, north: upper left corner in degrees.
        stretch: cosine of the middle latitude.
        edge: free room around.
        left: free room at the left when the map is narrower than the picture.
    """

    paths: tuple[str, ...]
    width: float
    height: float
    metres_per_unit: float
    west: float = 0.0
    north: float = 0.0
    stretch: float = 1.0
    edge: float = 0.0
    left: float = 0.0

    def at(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """Return where a place lies, None when it is outside the map."""
        if not (self.metres_per_unit and math.isfinite(longitude) and math.isfinite(latitude)):
            return None
        unit = METRES_PER_DEGREE / self.metres_per_unit
        x = self.edge + self.left + (longitude - self.west) * self.stretch * unit
        y = self.edge + (self.north - latitude) * unit
        inside = 0 <= x <= self.width and 0 <= y <= self.height
        return (x, y) if inside else None


def plane_over(
    geometries: Sequence[BaseGeometry | None], width: float, tallest: float, edge: float
) -> Plane:
    """Fit areas into a width and at most a height, and return their paths.

    Args:
        geometries: polygons in WGS84; None, empty and unbounded ones give an empty path.
        width: width of the picture.
        tallest: height the map may take.
        edge: free room on each side.
    """
    drawable = [one if _drawable(one) else None for one in geometries]
    known = [one for one in drawable if one is not None]
    if not known:
        return Plane(("",) * len(geometries), width, 0.0, 0.0)
    west, south, east, north = _bounds(known)
    stretch = max(0.01, math.cos(math.radians((south + north) / 2)))
    across, down = max((east - west) * stretch, 1e-6), max(north - south, 1e-6)
    unit = min((width - 2 * edge) / across, (tallest - 2 * edge) / down)
    left = (width - 2 * edge - across * unit) / 2
    plane = Plane(
        paths=(),
        width=width,
        height=down * unit + 2 * edge,
        metres_per_unit=METRES_PER_DEGREE / unit,
        west=west,
        north=north,
        stretch=stretch,
        edge=edge,
        left=left,
    )
    flat = iter(_simplified([_flattened(one, plane, unit) for one in known]))
    paths = tuple("" if one is None else _path(next(flat)) for one in drawable)
    return Plane(
        paths, width, plane.height, plane.metres_per_unit, west, north, stretch, edge, left
    )


def _drawable(one: BaseGeometry | None) -> bool:
    if one is None or one.is_empty or one.geom_type not in ("Polygon", "MultiPolygon"):
        return False
    return all(map(math.isfinite, one.bounds))


def _bounds(known: Iterable[BaseGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(one.bounds for one in known), strict=True)
    return min(west), min(south), max(east), max(north)


def _flattened(one: BaseGeometry, plane: Plane, unit: float) -> BaseGeometry:
    import numpy as np
    import shapely

    def place(degrees: Floats) -> Floats:
        x = plane.edge + plane.left + (degrees[:, 0] - plane.west) * plane.stretch * unit
        y = plane.edge + (plane.north - degrees[:, 1]) * unit
        return np.column_stack([x, y])

    return shapely.transform(one, place)


def _simplified(flat: list[BaseGeometry]) -> list[BaseGeometry]:
    """Leave out detail that cannot be seen; neighbours keep one common border where they can."""
    import shapely

    if shapely.coverage_is_valid(flat):
        return list(shapely.coverage_simplify(flat, _TOLERANCE * 1.5))
    return [one.simplify(_TOLERANCE / 2, preserve_topology=True) for one in flat]


def _path(one: BaseGeometry) -> str:
    """Return closed rings in relative tenths; an area too small to see becomes a small lozenge."""
    polygons = getattr(one, "geoms", [one])
    rings = [
        _ring([(x, y) for x, y, *_ in ring.coords])
        for polygon in polygons
        if not polygon.is_empty
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    path = "".join(rings)
    if path:
        return path
    low_x, low_y, high_x, high_y = one.bounds
    x, y = _tenth((low_x + high_x) / 2), _tenth((low_y + high_y) / 2)
    return f"M{_written(x)} {_written(y - 20)}l2 2-2 2-2-2z"


def _ring(points: Sequence[tuple[float, float]]) -> str:
    tenths = [(_tenth(x), _tenth(y)) for x, y in points]
    kept = [tenths[0]]
    for point in tenths[1:]:
        if point != kept[-1]:
            kept.append(point)
    if len(set(kept)) < 3:
        return ""
    if kept[-1] == kept[0]:
        kept.pop()
    steps = [
        _written(after[0] - before[0]) + _joined(after[1] - before[1])
        for before, after in itertools.pairwise(kept)
    ]
    written = steps[0] + "".join(step if step[0] == "-" else f" {step}" for step in steps[1:])
    return f"M{_written(kept[0][0])}{_joined(kept[0][1])}l{written}z"


def _tenth(value: float) -> int:
    return round(value * 10)


def _written(tenths: int) -> str:
    """Write tenths as short as SVG reads them.

    >>> _written(-5), _written(120), _written(34)
    ('-.5', '12', '3.4')
    """
    sign, whole, part = "-" if tenths < 0 else "", abs(tenths) // 10, abs(tenths) % 10
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{part}"


def _joined(tenths: int) -> str:
    written = _written(tenths)
    return written if written[0] == "-" else f" {written}"
