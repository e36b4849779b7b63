"""Marks with intervals: filled circle for what happens, open diamond for what is felt."""

from __future__ import annotations

from typing import Literal

from paseo.report.charts.axis import Axis
from paseo.report.charts.estimate import Estimate, finite
from paseo.report.charts.svg import element, line, number

Face = Literal["happens", "felt", "context"]
Shape = Literal["circle", "diamond", "square", "triangle", "cross"]

SHAPES: dict[Face, Shape] = {"happens": "circle", "felt": "diamond", "context": "square"}
#: The class that carries a face's colour; context speaks in the colour of the text.
CLASSES: dict[Face, str] = {"happens": "happens", "felt": "felt", "context": ""}


def mark(face: Face, x: float, y: float, r: float = 5, shape: Shape | None = None) -> str:
    """Return the mark of a face with its centre at (x, y).

    Args:
        face: whose colour it has.
        x, y: centre.
        r: half its size.
        shape: another shape, to tell groups apart without colour.
    """
    hue = CLASSES[face]
    found = shape or SHAPES[face]
    if found == "circle":
        return element("circle", hue or "ink", cx=x, cy=y, r=r)
    path = _outline(found, x, y, r)
    if found == "cross":
        return element("path", f"{hue} line".strip(), d=path, stroke_width=2.5)
    if found == "square":
        return element("path", hue or "ink", d=path)
    # Paper below, so that no line shines through the open mark.
    ground = element("path", "paper", d=path)
    if hue:
        return ground + element("path", f"{hue} open", d=path)
    return ground + element("path", "line", d=path, stroke_width=2)


def _outline(shape: Shape, x: float, y: float, r: float) -> str:
    n = number
    if shape == "diamond":
        w = r * 1.25
        return f"M{n(x)} {n(y - w)}L{n(x + w)} {n(y)} {n(x)} {n(y + w)} {n(x - w)} {n(y)}Z"
    if shape == "square":
        s = r * 0.9
        return f"M{n(x - s)} {n(y - s)}H{n(x + s)}V{n(y + s)}H{n(x - s)}Z"
    if shape == "triangle":
        return f"M{n(x)} {n(y - r * 1.2)}L{n(x + r * 1.15)} {n(y + r * 0.8)}H{n(x - r * 1.15)}Z"
    return (
        f"M{n(x - r)} {n(y - r)}L{n(x + r)} {n(y + r)}M{n(x - r)} {n(y + r)}L{n(x + r)} {n(y - r)}"
    )


def whisker(face: Face, estimate: Estimate, axis: Axis, y: float, width: float = 3) -> str:
    """Return a lying interval; an end beyond the axis becomes an arrowhead.

    Args:
        face: whose colour it has.
        estimate: what is drawn; nothing without an interval.
        axis: the axis it lies along.
        y: height of the line.
        width: of the stroke.
    """
    ends = estimate.ends
    if not estimate.known or ends is None:
        return ""
    hue = f"{CLASSES[face]} line".strip()
    low, high = axis.at(ends[0]), axis.at(ends[1])
    drawn = line(hue, low, y, high, y, stroke_width=width)
    for end, place in ((ends[0], low), (ends[1], high)):
        way = axis.beyond(end)
        if way:
            drawn += _arrow(face, place, y, way)
        else:
            drawn += line(hue, place, y - 4, place, y + 4, stroke_width=1.5)
    return drawn


def _arrow(face: Face, x: float, y: float, way: int) -> str:
    tip, back = number(x), number(x - 8 * way)
    path = f"M{back} {number(y - 6)}L{tip} {number(y)} {back} {number(y + 6)}Z"
    return element("path", CLASSES[face] or "ink", d=path)


def standing(face: Face, estimate: Estimate, axis: Axis, x: float, width: float = 2) -> str:
    """Return an upright interval at ``x`` along a vertical axis."""
    ends = estimate.ends
    if not estimate.known or ends is None:
        return ""
    hue = f"{CLASSES[face]} line".strip()
    low, high = axis.at(ends[0]), axis.at(ends[1])
    drawn = line(hue, x, low, x, high, stroke_width=width)
    for end, place in ((ends[0], low), (ends[1], high)):
        way = axis.beyond(end)
        if way:
            back = number(place + 6 * way)
            path = f"M{number(x - 4)} {back}L{number(x)} {number(place)} {number(x + 4)} {back}Z"
            drawn += element("path", CLASSES[face] or "ink", d=path)
        else:
            drawn += line(hue, x - 3.5, place, x + 3.5, place, stroke_width=1.5)
    return drawn


def placed(face: Face, estimate: Estimate, axis: Axis, y: float, r: float = 5) -> str:
    """Return an estimate's interval and mark along a lying axis; nothing when it is not known.

    A value beyond the axis becomes an arrowhead at its end.
    """
    if not finite(estimate.value):
        return ""
    assert estimate.value is not None
    x, way = axis.at(estimate.value), axis.beyond(estimate.value)
    drawn = whisker(face, estimate, axis, y)
    return drawn + (_arrow(face, x, y, way) if way else mark(face, x, y, r))
