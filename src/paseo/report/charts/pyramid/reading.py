"""What stands beside the bricks: the legend, the note, the table of all numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.picture import PictureTable
from paseo.report.charts.pyramid.bricks import fate, person, structure
from paseo.report.charts.pyramid.counted import Tier
from paseo.report.charts.pyramid.given import HALVES, Box, Change, Laid, PyramidBrick, PyramidSide
from paseo.report.charts.svg import line, number, rect
from paseo.report.charts.words import Words

#: Up to so many measures the table names each one.
_NAMED_TABLE: Final = 120
_NOTHING: Final = "–"
_CHANGES: Final[tuple[Change, ...]] = ("new", "ended", "moved", "more", "less")


def legend_of(
    sides: Sequence[PyramidSide],
    rows: Sequence[Sequence[Laid]],
    words: Words,
    tier: Tier | None,
    effort: str,
) -> tuple[list[tuple[legend.Sample, str]], str]:
    """Return samples of the marks that are drawn, and the note below them."""
    boxes = [box for side in rows for one in side for cell in one.boxes for box in cell]
    bricks = [one for side in sides for one in side.bricks]
    samples = _marks(bricks)
    found = [(draw, str(getattr(words, f"pyramid_{name}"))) for name, draw in samples]
    if any(box.kind == "unstated" for box in boxes):
        found.append((_dashed, words.pyramid_unstated))
    if any(box.kind == "zero" for box in boxes):
        found.append((_zero, words.pyramid_zero))
    unplaced = [side for side in sides if side.unplaced]
    found += [(_tilted, _beside(side, words)) for side in unplaced]
    return found, _note(boxes, tier, effort, words)


def _marks(bricks: Sequence[PyramidBrick]) -> list[tuple[str, legend.Sample]]:
    found: list[tuple[str, legend.Sample]] = []
    if any(one.aim in ("person", "both") for one in bricks):
        found.append(("person", lambda x, y: person(x, y, "ink")))
    if any(one.aim in ("structure", "both") for one in bricks):
        found.append(("structure", lambda x, y: structure(x, y, "ink")))
    found += [
        (change, _fate(change))
        for change in _CHANGES
        if any(one.change == change for one in bricks)
    ]
    return found


def _fate(change: Change) -> legend.Sample:
    return lambda x, y: fate(change, x, y, "ink")


def _dashed(x: float, y: float) -> str:
    return rect("unknown", x - 11, y - 6, 22, 12, rx=2)


def _tilted(x: float, y: float) -> str:
    around = f"rotate(-14 {number(x)} {number(y)})"
    return rect("peers open", x - 9, y - 5, 18, 10, rx=2, stroke_width=1.5, transform=around)


def _zero(x: float, y: float) -> str:
    return line("peers line", x, y - 7, x, y + 7, stroke_width=2)


def _beside(side: PyramidSide, words: Words) -> str:
    said = words.pyramid_unplaced % {"count": side.unplaced}
    return f"{side.label}: {said}" if side.label else said


def _note(boxes: Sequence[Box], tier: Tier | None, effort: str, words: Words) -> str:
    if effort:
        parts = [words.pyramid_area % {"effort": effort}]
        if any(box.kind == "smaller" for box in boxes):
            parts.append(words.pyramid_smaller)
        if _partly_numbered(boxes):
            parts.append(words.pyramid_unnumbered)
    elif tier is not None and tier.together > 1:
        parts = [words.pyramid_share % {"count": tier.together}]
    else:
        parts = [words.pyramid_one]
    return " ".join([*parts, words.pyramid_shape])


def _partly_numbered(boxes: Sequence[Box]) -> bool:
    """Return whether some bricks have a number and others had no room for theirs."""
    single = [box.bricks[0].number for box in boxes if box.kind == "brick" and len(box.bricks) == 1]
    return any(single) and not all(single)


def table_of(
    sides: Sequence[PyramidSide], halves: tuple[str, str], words: Words, *, naming: bool
) -> PictureTable:
    """Return what stands in every cell, and each measure where they are not too many."""
    dated = len(sides) > 1
    columns: tuple[str, ...] = (words.pyramid_level, words.pyramid_half)
    columns += (words.pyramid_measure, words.value, words.pyramid_aim) if naming else (words.value,)

    def whole(head: tuple[str, ...], said: str) -> tuple[str, ...]:
        """Return the row of a cell, which names no measure."""
        return (*head, words.pyramid_all, said, _NOTHING) if naming else (*head, said)

    rows: list[tuple[str, ...]] = []
    for side in sides:
        named = naming and len(side.bricks) <= _NAMED_TABLE
        before = (side.label or _NOTHING,) if dated else ()
        for level in reversed(side.levels):
            for half, name in zip(HALVES, halves, strict=True):
                cell = level.half(half)
                head = (*before, level.label or _NOTHING, name or _NOTHING)
                said = cell.said or cell.value
                rows.append(whole(head, said or _NOTHING))
                if named:
                    rows += [(*head, *_row(one, words)) for one in cell.bricks]
        if side.unplaced:
            blank = (*before, words.pyramid_nowhere, _NOTHING)
            rows.append(whole(blank, str(side.unplaced)))
    return PictureTable(((words.period,) if dated else ()) + columns, tuple(rows))


def _row(one: PyramidBrick, words: Words) -> tuple[str, str, str]:
    aim = str(getattr(words, f"pyramid_{one.aim}")) if one.aim else _NOTHING
    said = ", ".join(
        part
        for part in (one.said, str(getattr(words, f"pyramid_{one.change}")) if one.change else "")
        if part
    )
    return one.label or _NOTHING, said or _NOTHING, aim
