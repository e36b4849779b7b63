"""What a picture of the pyramid is given: sides, levels, cells, bricks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from paseo.report.charts.estimate import finite

Aim: TypeAlias = Literal["person", "structure", "both", ""]
Change: TypeAlias = Literal["new", "ended", "moved", "more", "less", ""]
#: Half of the picture: the positive one lies left of the middle.
Half: TypeAlias = Literal["positive", "problem"]
HALVES: Final[tuple[Half, Half]] = ("positive", "problem")


@dataclass(frozen=True, slots=True)
class PyramidBrick:
    """One measure.

    Args:
        label: its name, written into the brick where there is room, else shown on hover.
        size: its effort; None where not stated. Not read where bricks are counted.
        said: the size in words ("2.5 full-time posts").
        aim: people, structures, both; "" where not stated.
        change: what became of it beside the other year.
        id: by which it is the same measure on both sides; its name where none is given.
        number: by which the key below the picture names it; 0 where its name stands in the brick.
    """

    label: str
    size: float | None = None
    said: str = ""
    aim: Aim = ""
    change: Change = ""
    id: str = ""
    number: int = 0

    @property
    def stated(self) -> bool:
        """Whether the size is a number that can be drawn."""
        return finite(self.size) and self.size is not None and self.size >= 0


@dataclass(frozen=True, slots=True)
class PyramidCell:
    """The measures of one level in one half.

    Args:
        bricks: in the order in which they are drawn from the middle outwards.
        value: what stands beside them in bold ("7", "4.5", "?").
        said: the same as a sentence, for the link and the table ("7 measures, 2 not stated").
        href: page that lists them.
    """

    bricks: tuple[PyramidBrick, ...] = ()
    value: str = "0"
    said: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class PyramidLevel:
    """One level with its two halves."""

    label: str
    positive: PyramidCell
    problem: PyramidCell

    def half(self, half: Half) -> PyramidCell:
        return self.positive if half == "positive" else self.problem


@dataclass(frozen=True, slots=True)
class PyramidSide:
    """One pyramid of the picture.

    Args:
        levels: from the base up.
        label: what tells it from the other one (a year).
        unplaced: how many measures stand in no cell.
    """

    levels: tuple[PyramidLevel, ...]
    label: str = ""
    unplaced: int = 0

    @property
    def bricks(self) -> tuple[PyramidBrick, ...]:
        return tuple(
            brick for level in self.levels for half in HALVES for brick in level.half(half).bricks
        )


#: A whole brick, several measures in one, several small efforts in one, effort not stated, zero.
Kind: TypeAlias = Literal["brick", "together", "smaller", "unstated", "zero"]


@dataclass(frozen=True, slots=True)
class Box:
    """A brick in its cell: ``u`` grows from the middle outwards, ``v`` from the ground up.

    Args:
        bricks: the measures that it stands for, one or several.
    """

    u: float
    v: float
    width: float
    height: float
    bricks: tuple[PyramidBrick, ...]
    kind: Kind = "brick"


@dataclass(frozen=True, slots=True)
class Laid:
    """How the cells of one level are filled: the height of its row, the boxes of each half."""

    height: float
    boxes: tuple[tuple[Box, ...], tuple[Box, ...]]


#: Between bricks, like mortar.
JOINT: Final = 3.0
#: Least height of a row, so that a link in it can be hit with a finger.
LEAST_ROW: Final = 34.0
