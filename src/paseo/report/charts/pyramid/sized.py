"""Bricks by effort: equal area is equal effort, in every cell and on every side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from paseo.report.charts.pyramid.given import (
    HALVES,
    JOINT,
    LEAST_ROW,
    Box,
    Kind,
    Laid,
    PyramidBrick,
    PyramidCell,
    PyramidSide,
)

#: Height that the rows share, and the most that one of them takes.
_TOGETHER: Final = 340.0
_TALLEST: Final = 150.0
#: Smaller than this no brick can be seen: such ones are drawn as one, and it says so.
_LEAST_AREA: Final = 60.0
#: The same where there are so many that only large ones can be told apart.
_MANY: Final = 160
_LEAST_OF_MANY: Final = 100.0
_DASHED: Final = (24.0, 14.0)
_ZERO: Final = 2.0
#: Measures that share a brick, and its area.
_Held: TypeAlias = tuple[tuple[PyramidBrick, ...], float]


@dataclass(frozen=True, slots=True)
class _Ruler:
    """The scale of a picture: area of a brick of the size ``unit``, and the least that is seen."""

    unit: float
    scale: float
    least: float

    def area(self, brick: PyramidBrick) -> float:
        return _whole(brick) / self.unit * self.scale


def sized(sides: Sequence[PyramidSide], rooms: Sequence[float]) -> list[list[Laid]]:
    """Lay the bricks of all sides so that areas compare.

    Args:
        sides: with the levels from the base up.
        rooms: width of a half for each level.

    Returns:
        For each side the rows, which are equally high on all sides.
    """
    largest = max((_whole(brick) for side in sides for brick in side.bricks), default=0.0)
    unit = largest or 1.0
    loads = [
        max(
            _load(side.levels[at].half(half), unit) / _room(side, at, rooms)
            for side in sides
            for half in HALVES
        )
        for at in range(len(rooms))
    ]
    scale = _scale(loads)
    many = sum(len(side.bricks) for side in sides) > _MANY * len(sides)
    ruler = _Ruler(unit, scale, _LEAST_OF_MANY if many else _LEAST_AREA)
    heights = [max(LEAST_ROW, load * scale) for load in loads]
    return [
        [
            Laid(
                heights[at],
                (
                    _cell(side.levels[at].positive, heights[at], ruler),
                    _cell(side.levels[at].problem, heights[at], ruler),
                ),
            )
            for at in range(len(rooms))
        ]
        for side in sides
    ]


def _whole(brick: PyramidBrick) -> float:
    return brick.size or 0.0 if brick.stated else 0.0


def _load(cell: PyramidCell, unit: float) -> float:
    return sum(_whole(brick) / unit for brick in cell.bricks)


def _room(side: PyramidSide, at: int, rooms: Sequence[float]) -> float:
    """Return the width for stated effort: dashed outlines need theirs in either half."""
    cells = [side.levels[at].half(half) for half in HALVES]
    dashed = any(not brick.stated for cell in cells for brick in cell.bricks)
    zeros = max(sum(brick.size == 0 for brick in cell.bricks) for cell in cells)
    aside = (_DASHED[0] + JOINT if dashed else 0.0) + min(zeros, 10) * (_ZERO + JOINT)
    return max(20.0, rooms[at] - aside)


def _scale(loads: Sequence[float]) -> float:
    """Return the height for one unit of load, such that the rows fill their common height."""
    highest = max(loads, default=0.0)
    if highest <= 0:
        return 0.0
    low, high = 0.0, _TALLEST / highest
    if sum(max(LEAST_ROW, load * high) for load in loads) <= _TOGETHER:
        return high
    for _step in range(40):
        middle = (low + high) / 2
        if sum(max(LEAST_ROW, load * middle) for load in loads) <= _TOGETHER:
            low = middle
        else:
            high = middle
    return low


def _cell(cell: PyramidCell, height: float, ruler: _Ruler) -> tuple[Box, ...]:
    stated = sorted(
        (brick for brick in cell.bricks if brick.stated and brick.size),
        key=_whole,
        reverse=True,
    )
    seen: list[_Held] = [((brick,), ruler.area(brick)) for brick in stated]
    small = [one for one in seen if one[1] < ruler.least]
    if len(small) > 1:
        seen = seen[: len(seen) - len(small)]
        held = tuple(brick for bricks, _area in small for brick in bricks)
        seen.append((held, sum(area for _bricks, area in small)))
    area = sum(one[1] for one in seen)
    # A block as high as the row; a small one keeps a shape that can be seen.
    tall = min(height, (3 * area) ** 0.5)
    wide = area / tall if tall else 0.0
    boxes = _blocks(seen, 0.0, 0.0, wide, tall)
    return (*boxes, *_beside(cell, wide + JOINT if wide else 0.0, height))


def _beside(cell: PyramidCell, u: float, height: float) -> list[Box]:
    """Return stated zeros as thin upright bricks, and dashed outlines of what is not stated."""
    boxes: list[Box] = []
    for brick in [one for one in cell.bricks if one.stated and not one.size][:10]:
        boxes.append(Box(u, 0.0, _ZERO, _DASHED[1], (brick,), "zero"))
        u += _ZERO + JOINT
    dashed = [one for one in cell.bricks if not one.stated]
    width, tall = _DASHED
    if len(dashed) * (tall + JOINT) - JOINT > height:
        # Too many to draw one by one: one outline with their number.
        return [*boxes, Box(u, 0.0, width, height, tuple(dashed), "unstated")]
    boxes += [
        Box(u, at * (tall + JOINT), width, tall, (brick,), "unstated")
        for at, brick in enumerate(dashed)
    ]
    return boxes


def _blocks(areas: Sequence[_Held], u: float, v: float, width: float, height: float) -> list[Box]:
    """Part a rectangle into areas that are as square as they can be.

    Rows along the shorter side take one area after the other as long as the worst ratio of sides
    gets no worse (squarified treemap; Bruls, Huizing and van Wijk 2000).
    """
    boxes: list[Box] = []
    left = list(areas)
    while left and width > 0 and height > 0:
        side = min(width, height)
        row = [left.pop(0)]
        while left and _worst([*row, left[0]], side) <= _worst(row, side):
            row.append(left.pop(0))
        depth = sum(area for _bricks, area in row) / side
        along = 0.0
        for bricks, area in row:
            length = area / depth if depth else 0.0
            kind: Kind = "brick" if len(bricks) == 1 else "smaller"
            if width >= height:
                boxes.append(Box(u, v + along, depth, length, bricks, kind))
            else:
                boxes.append(Box(u + along, v, length, depth, bricks, kind))
            along += length
        if width >= height:
            u, width = u + depth, width - depth
        else:
            v, height = v + depth, height - depth
    return boxes


def _worst(row: Sequence[_Held], side: float) -> float:
    areas = [area for _bricks, area in row]
    whole = sum(areas)
    if whole <= 0 or min(areas) <= 0:
        return float("inf")
    return max(side**2 * max(areas) / whole**2, whole**2 / (side**2 * min(areas)))
