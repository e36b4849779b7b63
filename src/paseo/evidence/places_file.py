"""Places as GeoJSON (RFC 7946): shapes of areas, with their versions, in and out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.content.schema import parse_day
from paseo.evidence.area_drafts import AreaDraft
from paseo.evidence.city import Area, Boundary
from paseo.evidence.tables.limits import MEGABYTE

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_PLACES_BYTES: Final = 100 * MEGABYTE
#: Between a property and a language: ``name@es``.
LANGUAGE_SIGN: Final = "@"
_DRAWN: Final = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
}  # fmt: skip
#: Longitude and latitude of Europe with the Azores, the Canaries and Cyprus.
_EUROPE: Final = ((-32.0, 45.0), (27.0, 72.0))
_WGS84: Final = {"EPSG:4326", "OGC:CRS84", "CRS84", "4326"}


def read_places(
    path: Path, problems: Problems, language: str = "en", shown: str = ""
) -> list[AreaDraft]:
    """Return the areas that a GeoJSON file tells of, with shapes in WGS 84.

    Args:
        path: a FeatureCollection; each feature is one version of one area, with the properties
            ``id``, ``name`` or ``name@en``, ``level``, ``parent``, ``boundary``, ``valid_from``,
            ``valid_to`` and ``source``. A member ``crs`` names another reference system.
        problems: receives what is wrong.
        language: language of plain names.
        shown: the name of the file in messages.
    """
    shown = shown or path.name
    data = _load(path, shown, problems)
    if data is None:
        return []
    transform = _transform(data.get("crs"), shown, problems)
    drafts = []
    for number, feature in enumerate(data["features"], start=1):
        draft = _draft(feature, number, language, shown, problems)
        if draft is not None:
            boundary = _boundary(feature, draft, transform, problems)
            if boundary is not None:
                draft.boundaries.append(boundary)
            drafts.append(draft)
    _check_order_of_axes(drafts, shown, problems)
    return drafts


def _load(path: Path, shown: str, problems: Problems) -> dict[str, Any] | None:
    place = Place(shown)
    size = path.stat().st_size
    if size > MOST_PLACES_BYTES:
        problems.add(
            "T201", place, size=f"{size / MEGABYTE:.0f}", limit=MOST_PLACES_BYTES // MEGABYTE
        )
        return None
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        problems.add("G501", Place(shown, line=error.lineno), what="JSON")
        return None
    except (UnicodeDecodeError, RecursionError):
        problems.add("G501", place, what="UTF-8, JSON")
        return None
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        problems.add("G501", place, what="features")
        return None
    return data


def _draft(
    feature: Any, number: int, language: str, shown: str, problems: Problems
) -> AreaDraft | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        properties = {}
    code = _word(properties.get("id"))
    place = Place(shown, entry=code or str(number))
    if code is None:
        problems.add("G502", place, number=number)
        return None
    return AreaDraft(
        id=code,
        place=place,
        name=_name(properties, language),
        level=_word(properties.get("level")),
        parent=_word(properties.get("parent")),
    )


def _word(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _name(properties: Mapping[str, Any], language: str) -> LanguageMap | None:
    names = {
        key.partition(LANGUAGE_SIGN)[2]: value.strip()
        for key, value in properties.items()
        if key.startswith(f"name{LANGUAGE_SIGN}") and isinstance(value, str) and value.strip()
    }
    plain = _word(properties.get("name"))
    if not names and plain is not None:
        names = {language: plain}
    return LanguageMap(names) if names else None


def _boundary(
    feature: Mapping[str, Any], draft: AreaDraft, transform: Any, problems: Problems
) -> Boundary | None:
    properties = feature.get("properties") or {}
    drawn = feature.get("geometry")
    if drawn is None and not any(
        properties.get(key) for key in ("boundary", "valid_from", "valid_to")
    ):
        return None
    return Boundary(
        id=_word(properties.get("boundary")) or "",
        geometry=None if drawn is None else _geometry(drawn, draft, transform, problems),
        valid_from=_day("valid_from", properties, draft, problems),
        valid_to=_day("valid_to", properties, draft, problems),
        source=_word(properties.get("source")) or "",
    )


def _day(
    key: str, properties: Mapping[str, Any], draft: AreaDraft, problems: Problems
) -> date | None:
    value = properties.get(key)
    if value in (None, ""):
        return None
    day = parse_day(str(value)[:10])
    if day is None:
        problems.add("G515", draft.place, value=str(value)[:40], field=key, area=draft.id)
    return day


def _geometry(
    drawn: Any, draft: AreaDraft, transform: Any, problems: Problems
) -> BaseGeometry | None:
    import shapely
    from shapely.geometry import shape

    kind = drawn.get("type") if isinstance(drawn, dict) else None
    if kind not in _DRAWN:
        problems.add("G509", draft.place, area=draft.id, reason=str(kind))
        return None
    try:
        geometry = shapely.force_2d(shape(drawn))
        if transform is not None:
            geometry = shapely.transform(geometry, transform, interleaved=False)
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        problems.add("G509", draft.place, area=draft.id, reason=str(error)[:80])
        return None
    if geometry.is_empty:
        problems.add("G509", draft.place, area=draft.id, reason="empty")
        return None
    return _mended(geometry, draft, problems) if _on_earth(geometry, draft, problems) else None


def _on_earth(geometry: BaseGeometry, draft: AreaDraft, problems: Problems) -> bool:
    import shapely

    for x, y in shapely.get_coordinates(geometry).tolist():
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            problems.add("G510", draft.place, area=draft.id, x=f"{x:.6g}", y=f"{y:.6g}")
            return False
    return True


def _mended(geometry: BaseGeometry, draft: AreaDraft, problems: Problems) -> BaseGeometry | None:
    """Return a valid shape: an outline that crosses itself is cut at the crossing."""
    import shapely

    if geometry.is_valid:
        return geometry
    reason = shapely.is_valid_reason(geometry).partition("[")[0].strip()
    mended = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    if "Polygon" not in geometry.geom_type or mended.is_empty or mended.area == 0:
        problems.add("G509", draft.place, area=draft.id, reason=reason)
        return None
    change = 100 * abs(mended.area - geometry.area) / mended.area
    shown = f"{change:.1f}" if math.isfinite(change) else "?"
    problems.add("G508", draft.place, area=draft.id, reason=reason, change=shown)
    return mended


def _transform(crs: Any, shown: str, problems: Problems) -> Any:
    """Return the function that turns a file's coordinates into WGS 84, None when they are."""
    name = _crs_name(crs)
    if name is None or name in _WGS84:
        return None
    try:
        from pyproj import CRS, Transformer
        from pyproj.exceptions import ProjError
    except ImportError:  # the extra "geo"
        problems.add("G519", Place(shown), crs=name[:80])
        return None
    try:
        system = CRS.from_user_input(name)
        transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    except ProjError:
        problems.add("G511", Place(shown), crs=name[:80])
        return None
    if system.equals("OGC:CRS84") or system.to_epsg() == 4326:
        return None
    problems.add("G517", Place(shown), crs=name[:80])
    return transformer.transform


def _crs_name(crs: Any) -> str | None:
    if isinstance(crs, dict):
        properties = crs.get("properties")
        crs = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(crs, str) or not crs.strip():
        return None
    # QGIS writes urn:ogc:def:crs:EPSG::25833: authority, version (often empty), code.
    parts = crs.strip().split(":")
    is_urn = crs.lower().startswith("urn:ogc:def:crs:") and len(parts) == 7
    return f"{parts[4]}:{parts[6]}" if is_urn else crs.strip()


def _check_order_of_axes(drafts: list[AreaDraft], shown: str, problems: Problems) -> None:
    shapes = [
        boundary.geometry
        for draft in drafts
        for boundary in draft.boundaries
        if boundary.geometry is not None
    ]
    if not shapes:
        return
    west, south, east, north = (
        pick(shape.bounds[at] for shape in shapes) for at, pick in enumerate((min, min, max, max))
    )
    x, y = (west + east) / 2, (south + north) / 2
    if not _in_europe(x, y) and _in_europe(y, x):
        problems.add("G512", Place(shown), x=f"{x:.1f}", y=f"{y:.1f}")


def _in_europe(x: float, y: float) -> bool:
    (west, east), (south, north) = _EUROPE
    return west <= x <= east and south <= y <= north


def places_text(areas: Iterable[Area]) -> str:
    """Return areas with their boundaries as GeoJSON; the opposite of :func:`read_places`."""
    features = ",\n".join(
        json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in _features(areas)
    )
    return '{"type": "FeatureCollection",\n"features": [\n' + features + "\n]}\n"


def _features(areas: Iterable[Area]) -> Iterator[dict[str, Any]]:
    from shapely.geometry import mapping

    for area in areas:
        for boundary in area.boundaries:
            properties: dict[str, Any] = {"id": area.id, "level": area.level}
            properties |= {"parent": area.parent} if area.parent else {}
            properties |= {"name": area.name.read("").words}  # what a GIS shows as a label
            properties |= {f"name{LANGUAGE_SIGN}{code}": text for code, text in area.name.items()}
            properties |= _version(boundary)
            drawn = None if boundary.geometry is None else mapping(boundary.geometry)
            yield {"type": "Feature", "properties": properties, "geometry": drawn}


def _version(boundary: Boundary) -> dict[str, str]:
    about = {
        "boundary": boundary.id,
        "valid_from": boundary.valid_from.isoformat() if boundary.valid_from else "",
        "valid_to": boundary.valid_to.isoformat() if boundary.valid_to else "",
        "source": boundary.source,
    }
    return {key: value for key, value in about.items() if value}
