"""Bands around a city on one indicator: bars without an order inside them, and the own value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import Estimate, Picture, PictureTable, Words, legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.lettering import wrap
from paseo.report.charts.marks import Face, placed
from paseo.report.charts.svg import drawing, hatched, line, rect, text

#: From this width on, labels stand beside the bars, not above them.
_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_HALF: Final = 11.0
#: Units up to this length stand at the last tick.
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band: its words, how many cities it holds, its ends, and whether ours is in it.

    Args:
        label, count: words.
        low, high: ends; None where they are not shown.
        missing: words in the place of ends that are not shown.
        own: whether the own value is drawn into it.
    """

    label: str
    count: str
    low: float | None
    high: float | None
    missing: str = ""
    own: bool = False


def band_picture(
    rows: Sequence[BandRow],
    own: Estimate,
    *,
    title: str,
    description: str,
    table: PictureTable,
    words: Words,
    key: str,
    band_words: str,
    own_words: str,
    face: Face = "context",
    unit: str = "",
    bounds: tuple[float | None, float | None] = (None, None),
    width: float = 640,
) -> Picture:
    """Return one bar for each band on a common axis, the own value with its interval in its own.

    Args:
        rows: bands, higher values first.
        own: the own value.
        title, description: accessible name, and the sentence that says the same.
        table: the same in figures and names.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        band_words, own_words: of the legend.
        face: decides mark and colour of the own value.
        unit: label of the axis.
        bounds: what values can be at all.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts import words_in
        >>> picture = band_picture([BandRow("not told apart", "5 cities", 40, 60, own=True)],
        ...     Estimate(50, 46, 54), title="Safe", description="d", key="b",
        ...     table=PictureTable(("Band",), (("not told apart",),)), words=words_in("en"),
        ...     band_words="band", own_words="own")
        >>> picture.svg.count("peers band")
        2
    """
    beside = width >= _BESIDE
    start = width * 0.36 + 24 if beside else 10.0
    numbers = [one for row in rows for one in (row.low, row.high)]
    axis = axis_over(
        [*numbers, *own.numbers], start, width - 16, bounds=bounds, most=5 if beside else 4
    )
    parts: list[str] = []
    y = 4.0
    for row in rows:
        drawn, used = _label(row, y, width * 0.36 if beside else width - 8)
        middle = y + 14 if beside else y + used + 14
        parts += [*drawn, *_bar(row, axis, middle, key)]
        if row.own:
            parts.append(placed(face, own, axis, middle, 6))
        y = max(y + used, middle + _HALF) + 10
    parts += _ticks(axis, 4, y, words, unit)
    samples: list[tuple[legend.Sample, str]] = []
    if any(row.low is not None for row in rows):
        samples.append((legend.band_sample, band_words))
    samples.append((_own_sample(face), own_words))
    drawn, used = legend.flow(samples, 0, y + 28, width)
    svg = drawing(key, width, y + 28 + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, table)


def _own_sample(face: Face) -> legend.Sample:
    return lambda x, y: placed(face, Estimate(0, -1, 1), Axis(-1, 1, x - 11, x + 11), y, 5)


def _label(row: BandRow, y: float, room: float) -> tuple[list[str], float]:
    lines = wrap(row.label, room, 3, bold=True)
    parts = [text("ink", 0, y + 13 + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    parts.append(text("muted", 0, y + 13 + _LINE * len(lines), row.count))
    return parts, _LINE * (len(lines) + 1) + 2


def _bar(row: BandRow, axis: Axis, y: float, key: str) -> list[str]:
    if row.low is not None and row.high is not None:
        low, high = axis.at(row.low), axis.at(row.high)
        return [
            rect("peers band", low, y - _HALF, max(high - low, 2), _HALF * 2),
            *(
                line("peers line", edge, y - _HALF, edge, y + _HALF, stroke_width=0.75)
                for edge in (low, high)
            ),
        ]
    if not row.missing or row.own:
        return []
    return [
        hatched(key, axis.start, y - 6, 22, 12),
        *(
            text("muted", axis.start + 30, y + 4.5 + _LINE * at, one)
            for at, one in enumerate(wrap(row.missing, axis.end - axis.start - 30, 2))
        ),
    ]


def _ticks(axis: Axis, top: float, y: float, words: Words, unit: str) -> list[str]:
    short = unit if len(unit) <= _SHORT else ""
    parts = [line("peers line", axis.start, y, axis.end, y, stroke_width=0.75)]
    shown = [one for one in axis.ticks if axis.low <= one <= axis.high]
    for number, tick in enumerate(shown):
        at = axis.at(tick)
        parts.append(line("peers line", at, y, at, y + 4, stroke_width=0.75))
        last = number == len(shown) - 1
        label = axis.label(tick, words.language, short if last else "")
        anchor = "end" if last and at > axis.end - 12 else "middle"
        parts.append(text("muted", at + (10 if anchor == "end" else 0), y + 18, label, anchor))
    return parts
