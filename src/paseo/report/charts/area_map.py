"""Maps of areas in classes of one hue, with printed class breaks, a scale bar and a hatch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paseo.report.charts import legend
from paseo.report.charts.classes import Classes, classes_of
from paseo.report.charts.estimate import Estimate, ends_said, figure, value_said
from paseo.report.charts.geometry import Plane, plane_over
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, hatch_fill, line, rect, text, titled
from paseo.report.charts.words import Words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_EDGE: Final = 4.0


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area of a map.

    Args:
        label: its name.
        geometry: polygon or multipolygon in WGS84 (longitude, latitude); None stays in the table.
        estimate: its value with interval.
        missing: words in the place of a value, such as "not shown (too few)".
        href: page of the area.
    """

    label: str
    geometry: BaseGeometry | None
    estimate: Estimate
    missing: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One place on the map: name, longitude and latitude in WGS84, and its page."""

    label: str
    longitude: float
    latitude: float
    href: str = ""


def area_map(
    areas: Sequence[MapArea],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    unit: str = "",
    breaks: Sequence[float] = (),
    points: Sequence[MapPoint] = (),
    points_label: str = "",
    width: float = 640,
    tallest: float = 560,
) -> Picture:
    """Return a choropleth with its classes printed; unknown areas are hatched, never pale.

    Args:
        areas: in the order of the table.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        unit: unit label of the values.
        breaks: edges of the classes, lowest and highest included; quantiles of the values without.
        points: places drawn as dots.
        points_label: what the dots are, for the legend.
        width: 640 for page and paper; about 340 for a phone.
        tallest: height the map itself may take.

    Example:
        >>> from shapely.geometry import box
        >>> from paseo.report.charts.words import words_in
        >>> area = MapArea("Centre", box(13.3, 52.4, 13.5, 52.6), Estimate(4.2, 4.0, 4.4))
        >>> area_map([area], title="t", description="d", words=words_in("en"), key="m").table.rows
        (('Centre', '4.2', '4.0', '4.4', '4.2'),)
    """
    plane = plane_over([area.geometry for area in areas], width, tallest, _EDGE)
    classes = classes_of([area.estimate.value for area in areas], breaks)
    reasons = _reasons(areas, words)
    parts = [element("g", "border", *_areas(areas, plane, classes, reasons, words, unit, key))]
    parts += _points(points, plane)
    drawn, used = _scale_bar(plane, plane.height + 6, words)
    parts += drawn
    y = plane.height + 12 + used
    drawn, used = _legend(
        classes, reasons, points_label if points else "", unit, y, width, words, key
    )
    parts += drawn
    linked = any(area.href for area in areas) or any(point.href for point in points)
    svg = drawing(key, width, y + used + 4, title, description, parts, linked=linked)
    return Picture(svg, title, description, _table(areas, classes, unit, words))


def _reasons(areas: Sequence[MapArea], words: Words) -> dict[str, int]:
    """Return the words for missing values, each with the number of its hatch."""
    found = dict.fromkeys(
        area.missing or words.not_assessed for area in areas if not area.estimate.known
    )
    return {reason: min(at, 1) for at, reason in enumerate(found)}


def _areas(
    areas: Sequence[MapArea],
    plane: Plane,
    classes: Classes,
    reasons: dict[str, int],
    words: Words,
    unit: str,
    key: str,
) -> list[str]:
    parts = []
    for area, path in zip(areas, plane.paths, strict=True):
        if not path:
            continue
        said = _said(area, words, unit)
        if area.estimate.known:
            shade = classes.shade(area.estimate.value)
            drawn = element("path", f"scale-{shade}", d=path, fill_rule="evenodd")
        else:
            variant = reasons[area.missing or words.not_assessed]
            drawn = element(
                "path",
                "",
                d=path,
                fill=hatch_fill(key, variant),
                stroke="none",
                fill_rule="evenodd",
            ) + element("path", "unknown", d=path)
        parts.append(titled(f"{area.label}: {said}", drawn, href=area.href))
    return parts


def _said(area: MapArea, words: Words, unit: str) -> str:
    if not area.estimate.known:
        return area.missing or words.not_assessed
    return value_said(area.estimate, words, unit)


def _points(points: Sequence[MapPoint], plane: Plane) -> list[str]:
    parts = []
    for point in points:
        place = plane.at(point.longitude, point.latitude)
        if place is not None:
            parts.append(titled(point.label, _dot(*place), href=point.href))
    return parts


def _dot(x: float, y: float) -> str:
    ground = element("circle", "paper", cx=x, cy=y, r=6)
    return ground + element("circle", "ink", cx=x, cy=y, r=4)


def _scale_bar(plane: Plane, y: float, words: Words) -> tuple[list[str], float]:
    """Draw a round length at the lower left."""
    metres = _round_length(plane.metres_per_unit * plane.width / 3)
    if not metres:
        return [], 0.0
    long = metres / plane.metres_per_unit
    label = (
        figure(metres / 1000, words.language, unit="km")
        if metres >= 1000
        else figure(metres, words.language, unit="m")
    )
    parts = [
        line("line", _EDGE, y + 8, _EDGE + long, y + 8, stroke_width=1.5),
        line("line", _EDGE, y + 4, _EDGE, y + 12, stroke_width=1.5),
        line("line", _EDGE + long, y + 4, _EDGE + long, y + 12, stroke_width=1.5),
        text("muted", _EDGE + long + 8, y + 12.5, label),
    ]
    return parts, 20.0


def _round_length(most: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at most ``most``."""
    if not math.isfinite(most) or most <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(most))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most * 1.0001)


def _legend(
    classes: Classes,
    reasons: dict[str, int],
    points_label: str,
    unit: str,
    y: float,
    width: float,
    words: Words,
    key: str,
) -> tuple[list[str], float]:
    parts: list[str] = []
    used = 0.0
    if unit and classes.edges:
        parts, used = legend.paragraph(unit, 0, y, width)
        used += 4
    samples: list[tuple[legend.Sample, str]] = [
        (_swatch(shade), label) for shade, label in classes.labels(words)
    ]
    samples += [(_hatch_swatch(key, variant), reason) for reason, variant in reasons.items()]
    if points_label:
        samples.append((_dot, points_label))
    drawn, high = legend.flow(samples, 0, y + used, width)
    return parts + drawn, used + high


def _swatch(shade: int) -> legend.Sample:
    return lambda x, y: rect(f"scale-{shade}", x - 11, y - 7, 24, 14)


def _hatch_swatch(key: str, variant: int) -> legend.Sample:
    def draw(x: float, y: float) -> str:
        fill = element(
            "rect", "", x=x - 11, y=y - 7, width=24, height=14, fill=hatch_fill(key, variant)
        )
        return fill + rect("unknown", x - 11, y - 7, 24, 14)

    return draw


def _table(areas: Sequence[MapArea], classes: Classes, unit: str, words: Words) -> PictureTable:
    value = f"{words.value} ({unit})" if unit else words.value
    columns = (words.place, value, words.low, words.high, words.map_class)
    rows = []
    for area in areas:
        if area.estimate.known:
            label = classes.label(area.estimate.value, words)
            cells = (value_said(area.estimate, words), *ends_said(area.estimate, words), label)
        else:
            reason = area.missing or words.not_assessed
            cells = (reason, reason, reason, reason)
        rows.append((area.label, *cells))
    return PictureTable(columns, tuple(rows))
