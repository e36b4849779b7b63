"""Bricks of one size: every measure counts the same, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from paseo.report.charts.pyramid.bricks import holds_name
from paseo.report.charts.pyramid.given import (
    HALVES,
    JOINT,
    LEAST_ROW,
    Box,
    Kind,
    Laid,
    PyramidBrick,
    PyramidSide,
)
from paseo.report.charts.pyramid.key import MOST_IN_KEY


@dataclass(frozen=True, slots=True)
class Tier:
    """A size of bricks: width, height, whether names fit in, how many measures one stands for."""

    width: float
    height: float
    named: bool = False
    together: int = 1


#: From the most to the least that a brick can tell; the first that fits is drawn. Heights of
#: bricks with three lines of a name, and with two.
_NAMED: Final = (64.0, 48.0)
#: Such bricks are as wide as two beside each other on the top level, at most so wide.
_WIDEST: Final = 116.0
_TIERS: Final = (Tier(54, 24), Tier(36, 20), Tier(26, 16))
#: Where two years stand beside each other, the smallest brick has room for three marks, and, as
#: long as measures are numbered, for a number and two.
_SMALLEST_BESIDE: Final = 38.0
_NUMBERED_BESIDE: Final = 48.0
_TOGETHER: Final = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
#: More bricks than these nobody counts: from here on several measures share one.
MOST_BRICKS: Final = 160
#: Heights within which the rows of a picture shall stay together.
_MOST_NAMED: Final = 640.0
_MOST: Final = 330.0


def counted(
    sides: Sequence[PyramidSide], rooms: Sequence[float], names: bool
) -> tuple[Tier, list[list[Laid]]]:
    """Lay the bricks of all sides in one size, in courses from the middle outwards.

    Args:
        sides: with the levels from the base up.
        rooms: width of a half for each level.
        names: whether the picture is wide enough for names in bricks.

    Returns:
        The size of the bricks, and for each side the rows, which are equally high on all sides.
    """
    broad = min(_WIDEST, (min(rooms) - JOINT) / 2)
    tiers = [Tier(broad, high, named=True) for high in _NAMED] if names else []
    tiers += [*_TIERS, *(Tier(26, 16, together=count) for count in _TOGETHER)]
    if any(brick.change for side in sides for brick in side.bricks):
        few = sum(len(side.bricks) for side in sides) <= MOST_IN_KEY * len(sides)
        least = _NUMBERED_BESIDE if few else _SMALLEST_BESIDE
        tiers = [replace(one, width=max(one.width, least)) for one in tiers]
    for tier in tiers:
        laid = [_side(side, rooms, tier) for side in sides]
        if tier.named and not all(holds_name(box) for side in laid for box in _all(side)):
            continue
        rows = _level_out(laid)
        most = _MOST_NAMED if tier.named else _MOST
        drawn = sum(len(boxes) for side in laid for one in side for boxes in one.boxes)
        if drawn <= MOST_BRICKS * len(sides) and sum(one.height for one in rows[0]) <= most:
            break
    return tier, rows


def _all(rows: Sequence[Laid]) -> Iterator[Box]:
    return (box for laid in rows for half in laid.boxes for box in half)


def _side(side: PyramidSide, rooms: Sequence[float], tier: Tier) -> list[Laid]:
    rows = []
    for level, room in zip(side.levels, rooms, strict=True):
        first, second = (_cell(level.half(half).bricks, room, tier) for half in HALVES)
        rows.append(Laid(max(LEAST_ROW, _top(first), _top(second)), (first, second)))
    return rows


def _level_out(sides: list[list[Laid]]) -> list[list[Laid]]:
    """Give the same level the same height on every side."""
    heights = [max(one.height for one in same) for same in zip(*sides, strict=True)]
    return [
        [Laid(height, one.boxes) for height, one in zip(heights, side, strict=True)]
        for side in sides
    ]


def _cell(bricks: Sequence[PyramidBrick], room: float, tier: Tier) -> tuple[Box, ...]:
    boxes: list[Box] = []
    u = v = 0.0
    for held in _shared(bricks, tier.together):
        width = max(4.0, min(tier.width, room) * len(held) / tier.together)
        if u and u + width > room + 0.01:
            u, v = 0.0, v + tier.height + JOINT
        kind: Kind = "brick" if len(held) == 1 and tier.together == 1 else "together"
        boxes.append(Box(u, v, width, tier.height, held, kind))
        u += width + JOINT
    return tuple(boxes)


def _shared(bricks: Sequence[PyramidBrick], together: int) -> Iterator[tuple[PyramidBrick, ...]]:
    """Part measures into bricks; those that share one have the same aim and the same fate."""
    if together == 1:
        yield from ((one,) for one in bricks)
        return

    def alike(one: PyramidBrick) -> tuple[str, str]:
        return one.aim, one.change

    for _kind, same in groupby(sorted(bricks, key=alike), key=alike):
        found = tuple(same)
        yield from (found[at : at + together] for at in range(0, len(found), together))


def _top(boxes: Sequence[Box]) -> float:
    return max((one.v + one.height for one in boxes), default=0.0)
