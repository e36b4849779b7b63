"""The Partnership's pyramid: four levels in two halves, measures as bricks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.picture import Picture
from paseo.report.charts.pyramid.bricks import brick
from paseo.report.charts.pyramid.counted import Tier, counted
from paseo.report.charts.pyramid.given import (
    HALVES,
    LEAST_ROW,
    Laid,
    PyramidLevel,
    PyramidSide,
)
from paseo.report.charts.pyramid.key import Rows, drawn_key, numbered
from paseo.report.charts.pyramid.reading import legend_of, table_of
from paseo.report.charts.pyramid.sized import sized
from paseo.report.charts.svg import NARROW, drawing, line, rect, text, titled
from paseo.report.charts.words import Words

#: Width of a level as a share of the base, from the base up. The shape belongs to the pyramid and
#: says nothing about the measures; bricks alone do.
_SHARES: Final = (1.0, 0.88, 0.76, 0.64)
#: From the middle to the first brick, from the last one to the edge.
_PAD: Final = 5.0
_HEAD: Final = 24.0
_APART: Final = 5.0
#: Two pyramids stand beside each other from this width on, else one over the other.
_BESIDE: Final = 600.0
_GUTTER: Final = 28.0
#: A half as wide as this has room for names in bricks.
_NAMES: Final = 300.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand: bands of a picture."""

    halves: tuple[str, str]
    words: Words
    tier: Tier | None
    half: float
    names: bool

    def room(self, at: int) -> float:
        return self.half * _share(at)


def _share(at: int) -> float:
    return _SHARES[min(at, len(_SHARES) - 1)]


def pyramid(
    sides: Sequence[PyramidSide],
    *,
    halves: tuple[str, str],
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
    effort: str = "",
    naming: bool = True,
) -> Picture:
    """Return one pyramid, or two beside each other, with measures as bricks.

    Counted bricks are all of one size, on all levels and sides. By effort, equal area is equal
    effort; what states none is a dashed outline whose size says nothing. Where there are too many
    to be told apart, several measures share a brick, and the legend says how many.
    Where a name would be cut, bricks have numbers, and a key below names them.

    Args:
        sides: one or two pyramids with the levels from the base up.
        halves: names of the positive half and of the problem-oriented one.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        effort: what the area of a brick is ("Full-time posts"); "" where bricks are counted.
        naming: whether the table names each measure; it then grows with them up to a bound. Without
            names it has one row a cell.

    Example:
        >>> from paseo.report.charts.pyramid.given import PyramidBrick, PyramidCell
        >>> from paseo.report.charts.words import words_in
        >>> level = PyramidLevel("Reaction", PyramidCell(), PyramidCell(
        ...     (PyramidBrick("Fine", aim="person"),), "1", "1 measure"))
        >>> picture = pyramid([PyramidSide((level,))], halves=("Positive", "Problem-oriented"),
        ...     title="t", description="d", words=words_in("en"), key="k")
        >>> picture.table.rows[1]
        ('Reaction', 'Problem-oriented', 'all', '1 measure', '–')
    """
    beside = len(sides) > 1 and width >= _BESIDE
    wide = (width - _GUTTER) / 2 if beside else width
    plot, rows = _laid(sides, wide, halves, words, named=width > NARROW, effort=bool(effort))
    rows, names = numbered(rows, names=plot.names)
    parts, bottom = _sides(sides, rows, wide + _GUTTER if beside else 0.0, plot)
    below, tall = drawn_key(names, 0, bottom + 8, width)
    bottom += tall + 8 if names else 0
    samples, note = legend_of(sides, rows, words, plot.tier, effort)
    drawn, used = legend.flow(samples, 0, bottom + 10, width)
    more, high = legend.paragraph(note, 0, bottom + used + 14, width)
    linked = any(level.half(one).href for side in sides for level in side.levels for one in HALVES)
    body = [*parts, *below, *drawn, *more]
    svg = drawing(key, width, bottom + used + high + 22, title, description, body, linked=linked)
    return Picture(svg, title, description, table_of(sides, halves, words, naming=naming))


def _laid(
    sides: Sequence[PyramidSide],
    wide: float,
    halves: tuple[str, str],
    words: Words,
    *,
    named: bool,
    effort: bool,
) -> tuple[_Plot, Rows]:
    """Return the bands of a picture, and the bricks of each side level by level."""
    half = wide / 2 - 1
    rooms = [half * _share(at) - 2 * _PAD for at in range(len(sides[0].levels))]
    if effort:
        return _Plot(halves, words, None, half, named), sized(sides, rooms)
    tier, rows = counted(sides, rooms, half >= _NAMES)
    return _Plot(halves, words, tier, half, tier.named), rows


def _sides(
    sides: Sequence[PyramidSide], rows: Sequence[Sequence[Laid]], step: float, plot: _Plot
) -> tuple[list[str], float]:
    """Return the pyramids, and where the last one ends.

    Args:
        step: from one to the next where they stand beside each other; 0 for one over the other.
    """
    parts: list[str] = []
    x = y = bottom = 0.0
    for side, laid in zip(sides, rows, strict=True):
        drawn, used = _side(side, laid, x, y, plot)
        parts += drawn
        bottom = y + used
        x, y = (x + step, y) if step else (x, bottom + 20)
    return parts, bottom


def _side(
    side: PyramidSide, rows: Sequence[Laid], x: float, y: float, plot: _Plot
) -> tuple[list[str], float]:
    """Return one pyramid with its heads; and the height it takes."""
    middle = x + plot.half + 1
    parts: list[str] = []
    top = y
    if side.label.strip():
        label = _one_line(side.label, 2 * plot.half - 8)
        parts.append(text("ink", middle, top + 14, label, "middle", bold=True))
        top += 22
    heads, used = _heads(middle, top, plot)
    parts += heads
    top += used
    for at in reversed(range(len(side.levels))):
        parts += _row(side.levels[at], rows[at], at, middle, top, plot)
        top += _HEAD + rows[at].height + _PAD + _APART
    base = plot.room(0)
    parts.append(line("line", middle - base, top - 1, middle + base, top - 1, stroke_width=2.5))
    return parts, top - y + 4


def _heads(middle: float, y: float, plot: _Plot) -> tuple[list[str], float]:
    """Return the names of the halves on both sides of the middle."""
    parts: list[str] = []
    tallest = 1
    for name, anchor, x in (
        (plot.halves[0], "end", middle - 12),
        (plot.halves[1], "start", middle + 12),
    ):
        lines = wrap(name, plot.half - 16, 2)
        parts += [text("muted", x, y + 13 + 17 * at, one, anchor) for at, one in enumerate(lines)]
        tallest = max(tallest, len(lines))
    parts.append(line("muted line", middle, y + 2, middle, y + 17 * tallest, stroke_width=1))
    return parts, 17 * tallest + 8


def _row(
    level: PyramidLevel, laid: Laid, at: int, middle: float, top: float, plot: _Plot
) -> list[str]:
    """Return a level: its name over the middle, what stands there on both sides."""
    room = plot.room(at)
    name = _one_line(level.label, min(2 * room - 8, 2 * plot.half - 96))
    parts = []
    for half, boxes in zip(HALVES, laid.boxes, strict=True):
        cell = level.half(half)
        way = -1 if half == "positive" else 1
        left = middle - room if half == "positive" else middle + 1
        ground = top + _HEAD + laid.height
        frame = rect("wash", left, top, room - 1, ground + _PAD - top)
        x, anchor = _value_at(cell.value, name, middle, room, way, plot)
        inside = [frame, text("ink", x, top + 17, cell.value, anchor, bold=True)]
        if cell.bricks:
            start = middle + way * (_PAD + 1)
            inside += [
                brick(one, half, start, ground, plot.words, names=plot.names) for one in boxes
            ]
        else:
            floor = ground - LEAST_ROW
            inside += _none(left + _PAD, floor, room - 2 * _PAD - 1, LEAST_ROW, plot)
        said = ": ".join(
            part for part in (f"{level.label}, {plot.halves[way > 0]}", cell.said) if part
        )
        parts.append(titled(said, *inside, href=cell.href))
    if name:
        parts.append(text("ink", middle, top + 17, name, "middle", bold=True))
    return parts


def _one_line(words: str, room: float) -> str:
    """Return as much of bold words as one line holds."""
    return "".join(wrap(words, room, 1, bold=True))


def _value_at(
    value: str, name: str, middle: float, room: float, way: int, plot: _Plot
) -> tuple[float, str]:
    """Return where the figure of a cell stands: at the edge of the row, else beyond it."""
    free = room - width_of(name, bold=True) / 2 - 12
    needed = width_of(value, bold=True)
    if needed <= free:
        inner, anchor = room - 8, "start" if way < 0 else "end"
    else:
        # What fits neither way keeps within the picture.
        inner = max(0.0, min(room + 5, plot.half - needed))
        anchor = "end" if way < 0 else "start"
    return middle + way * inner, anchor


def _none(x: float, y: float, width: float, height: float, plot: _Plot) -> list[str]:
    return [
        rect("unknown", x, y, width, height, rx=2),
        text("muted", x + width / 2, y + height / 2 + 4.5, plot.words.pyramid_none, "middle"),
    ]
