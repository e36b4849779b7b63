"""Numbers in bricks with a key below the picture, where names would be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from paseo.report.charts.legend import LETTER_LINE
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.pyramid.bricks import holds_name, holds_number
from paseo.report.charts.pyramid.given import Box, Laid, PyramidBrick
from paseo.report.charts.svg import text

#: Up to so many measures a key is read; beyond it the table and the pages name them.
MOST_IN_KEY: Final = 48
#: Width that a column of the key takes at least.
_COLUMN: Final = 210.0
_APART: Final = 14.0
#: Lines of one name, more than the longest needs; names in a column before a second one begins.
_LINES: Final = 12
_LEAST: Final = 4

#: The rows of each side.
Rows: TypeAlias = Sequence[Sequence[Laid]]
#: Number and name of each measure in the key.
Key: TypeAlias = tuple[tuple[int, str], ...]


def numbered(rows: Rows, *, names: bool) -> tuple[Rows, Key]:
    """Give bricks numbers where not every name stands whole in its own.

    Measures are numbered as one reads: side by side, from the top level down. The same measure has
    the same number on both sides.

    Args:
        rows: of each side, from the base up.
        names: whether names may stand in bricks at all.

    Returns:
        The rows with numbers, and the key; the rows as they were and no key where all names stand
        in their bricks, or where there are more measures than a key can tell.
    """
    single = [box for box in _boxes(rows) if box.kind == "brick" and len(box.bricks) == 1]
    measures = {_id(box.bricks[0]) for box in single}
    if (names and all(holds_name(box) for box in single)) or len(measures) > MOST_IN_KEY:
        return rows, ()
    found: dict[str, tuple[int, str]] = {}
    for box in single:
        one = box.bricks[0]
        if holds_number(box, MOST_IN_KEY):
            found.setdefault(_id(one), (len(found) + 1, one.label))

    def given(box: Box) -> Box:
        one = box.bricks[0] if box.kind == "brick" and len(box.bricks) == 1 else None
        if one is None or _id(one) not in found or not holds_number(box, MOST_IN_KEY):
            return box
        return replace(box, bricks=(replace(one, number=found[_id(one)][0]),))

    def half(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
        return tuple(given(box) for box in boxes)

    made = [
        [replace(laid, boxes=(half(laid.boxes[0]), half(laid.boxes[1]))) for laid in side]
        for side in rows
    ]
    return made, tuple(found.values())


def _id(brick: PyramidBrick) -> str:
    return brick.id or brick.label


def _boxes(rows: Rows) -> Iterator[Box]:
    """Yield boxes as one reads them: each side from the top down, from left to right."""
    for side in rows:
        for laid in reversed(side):
            positive, problem = laid.boxes
            yield from sorted(positive, key=lambda box: (-box.v, -box.u))
            yield from sorted(problem, key=lambda box: (-box.v, box.u))


def drawn_key(key: Key, x: float, y: float, width: float) -> tuple[list[str], float]:
    """Set the key in columns, read downwards; return the markup and the height it takes."""
    if not key:
        return [], 0.0
    columns = max(1, min(int((width + _APART) // (_COLUMN + _APART)), -(-len(key) // _LEAST)))
    wide = (width - _APART * (columns - 1)) / columns
    each = -(-len(key) // columns)
    digits = width_of("00", bold=True)
    parts: list[str] = []
    tallest = 0.0
    for column in range(columns):
        left, top = x + column * (wide + _APART), y
        for number, name in key[column * each : (column + 1) * each]:
            parts.append(text("ink", left + digits, top + 13, str(number), "end", bold=True))
            lines = wrap(name, wide - digits - 8, _LINES)
            parts += [
                text("ink", left + digits + 8, top + 13 + LETTER_LINE * at, one)
                for at, one in enumerate(lines)
            ]
            top += LETTER_LINE * max(1, len(lines))
        tallest = max(tallest, top - y)
    return parts, tallest
