"""Reads pictures back: what is drawn where, and what is written."""

from __future__ import annotations

import re

from lxml import etree

from paseo.report.charts import Picture
from paseo.report.charts.lettering import width_of

SVG = "{http://www.w3.org/2000/svg}"


def root(picture: Picture) -> etree._Element:
    """Parse strictly: a picture that is not well formed raises."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(picture.svg.encode("utf-8"), parser)


def size(picture: Picture) -> tuple[float, float]:
    _, _, width, height = map(float, root(picture).get("viewBox").split())
    return width, height


def classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def texts(picture: Picture, *, bold: bool = False) -> list[str]:
    return [
        one.text
        for one in root(picture).iter(f"{SVG}text")
        if not bold or one.get("font-weight") == "600"
    ]


def extents(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Return left, top, right, bottom of everything that is drawn."""
    found = []
    drawn = root(picture)
    for pattern in drawn.findall(f".//{SVG}defs"):
        pattern.getparent().remove(pattern)
    for one in drawn.iter():
        tag = etree.QName(one).localname
        if tag == "rect":
            x, y, wide, high = (float(one.get(name)) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + wide, y + high))
        elif tag == "circle":
            x, y, r = (float(one.get(name)) for name in ("cx", "cy", "r"))
            found.append((x - r, y - r, x + r, y + r))
        elif tag == "path":
            across, down = zip(*points(one.get("d")), strict=True)
            found.append((min(across), min(down), max(across), max(down)))
        elif tag == "text":
            found.append(_box(one))
    return found


def _box(one: etree._Element) -> tuple[float, float, float, float]:
    x, y = float(one.get("x")), float(one.get("y"))
    wide = width_of(one.text or "", bold=one.get("font-weight") == "600")
    left = x - {"end": wide, "middle": wide / 2}.get(one.get("text-anchor") or "", 0)
    return left, y - 11, left + wide, y + 3


def points(path: str) -> list[tuple[float, float]]:
    """Return all corners of a path of straight lines."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    for command, rest in re.findall(r"([MLHVlhvzZ])([^MLHVlhvzZ]*)", path):
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command in "Hh":
            x = numbers[0] + (x if command == "h" else 0)
            found.append((x, y))
        elif command in "Vv":
            y = numbers[0] + (y if command == "v" else 0)
            found.append((x, y))
        for across, down in zip(numbers[::2], numbers[1::2], strict=False):
            if command in "ML":
                x, y = across, down
            elif command == "l":
                x, y = x + across, y + down
            found.append((x, y))
    return found


def outside(picture: Picture, room: float = 1.0) -> list[tuple[float, ...]]:
    """Return what leaves the drawing."""
    width, height = size(picture)
    return [
        box
        for box in extents(picture)
        if box[0] < -room or box[1] < -room or box[2] > width + room or box[3] > height + room
    ]
