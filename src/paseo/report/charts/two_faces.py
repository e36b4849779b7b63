"""Happens beside felt: two axes side by side, never one for both, joined row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import Estimate, ends_said, finite, value_said
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import Face, mark, placed
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, hatched, line, number, rect, text
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_ROW: Final = 40.0


@dataclass(frozen=True, slots=True)
class FaceSide:
    """One of the two axes.

    Args:
        label: what is measured, with its unit, in the reader's language.
        unit: unit label; up to three letters stand at the numbers.
        bounds: what values can be at all.
        limits: fixed ends of the axis.
    """

    label: str
    unit: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    limits: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FaceRow:
    """One period or place with both faces.

    Args:
        label: period or place.
        happens, felt: the values, each in the unit of its own axis.
        break_before: words of a break between the row before and this one; empty without.
    """

    label: str
    happens: Estimate
    felt: Estimate
    break_before: str = ""


def two_faces(
    rows: Sequence[FaceRow],
    happens: FaceSide,
    felt: FaceSide,
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
    head: str = "",
) -> Picture:
    """Return what happens beside what is felt, aligned by row, each on its own axis.

    Args:
        rows: periods or places, from top to bottom.
        happens, felt: the two axes.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        head: heading of the first column of the table; "Period" without.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [FaceRow("2023", Estimate(2.6, 2.3, 2.9), Estimate(70, 66, 74))]
        >>> picture = two_faces(rows, FaceSide("Robberies"), FaceSide("Safe at night", "%"),
        ...     title="t", description="d", words=words_in("en"), key="k")
        >>> picture.table.rows[0]
        ('2023', '2.6', '2.3', '2.9', '70\\xa0%', '66', '74')
    """
    room = _room(rows, width)
    middle = (width - room) / 2
    spans = ((room, room + middle - 14), (room + middle + 14, width))
    sides: tuple[tuple[Face, FaceSide], ...] = (("happens", happens), ("felt", felt))
    parts: list[str] = []
    depth = 0.0
    for (face, side), span in zip(sides, spans, strict=True):
        drawn, used = _head(face, side, span)
        parts += drawn
        depth = max(depth, used)
    axes = (
        _axis([row.happens for row in rows], happens, spans[0]),
        _axis([row.felt for row in rows], felt, spans[1]),
    )
    top = y = depth + 6
    body: list[str] = []
    for row in rows:
        drawn, y = _row(row, y, width, room, axes, sides, words, key)
        body += drawn
    parts += _grid(axes, top, y, words) + body
    y += 24
    drawn, used = _legend(rows, y, width, words, key)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(rows, happens, felt, words, head))


def _room(rows: Sequence[FaceRow], width: float) -> float:
    """Return the width of the column of labels; none where they stand above the rows."""
    longest = max((width_of(row.label, bold=True) for row in rows), default=0)
    if width < _BESIDE and longest > 44:
        return 0
    return min(longest, width * 0.24) + 14


def _head(face: Face, side: FaceSide, span: tuple[float, float]) -> tuple[list[str], float]:
    left, right = span
    lines = wrap(side.label, right - left - 18, 5, bold=True)
    parts = [mark(face, left + 6, 9, 5)]
    parts += [
        text(face, left + 18, 14 + _LINE * at, one, bold=True) for at, one in enumerate(lines)
    ]
    return parts, 14 + _LINE * max(len(lines), 1)


def _axis(values: Sequence[Estimate], side: FaceSide, span: tuple[float, float]) -> Axis:
    numbers = [one for value in values for one in value.numbers]
    start, end = span
    return axis_over(numbers, start + 10, end - 10, limits=side.limits, bounds=side.bounds, most=4)


def _grid(axes: Sequence[Axis], top: float, bottom: float, words: Words) -> list[str]:
    parts = []
    for axis in axes:
        used = axis.start - 20
        for tick in axis.ticks:
            x = axis.at(tick)
            parts.append(line("grid", x, top, x, bottom))
            label = axis.label(tick, words.language)
            half = width_of(label) / 2
            place = min(max(x, axis.start - 10 + half), axis.end + 10 - half)
            if place - half > used:
                parts.append(text("muted", place, bottom + 16, label, "middle"))
                used = place + half + 6
        parts.append(line("peers line", axis.start, bottom, axis.end, bottom, stroke_width=0.75))
    return parts


def _row(
    row: FaceRow,
    y: float,
    width: float,
    room: float,
    axes: Sequence[Axis],
    sides: Sequence[tuple[Face, FaceSide]],
    words: Words,
    key: str,
) -> tuple[list[str], float]:
    parts: list[str] = []
    if row.break_before:
        drawn, y = _break(row.break_before, y, width)
        parts += drawn
    if room == 0:
        lines = wrap(row.label, width, 2, bold=True)
        y += 4
    else:
        lines = wrap(row.label, room - 10, 3, bold=True)
    high = max(_ROW, len(lines) * _LINE + 10) if room else _ROW
    if room == 0:
        parts += [
            text("ink", 0, y + 13 + _LINE * at, one, bold=True) for at, one in enumerate(lines)
        ]
        parts.insert(len(parts) - len(lines), rect("paper", 0, y, width, len(lines) * _LINE + 2))
        y += len(lines) * _LINE
    centre = y + high / 2 + 7
    if room:
        first = centre + 5 - (len(lines) - 1) * _LINE / 2
        parts += [
            text("ink", 0, first + _LINE * at, one, bold=True) for at, one in enumerate(lines)
        ]
    values = (row.happens, row.felt)
    if finite(row.happens.value) and finite(row.felt.value):
        left, right = axes[0].at(row.happens.value), axes[1].at(row.felt.value)
        parts.append(
            line("peers line", left, centre, right, centre, stroke_width=1, stroke_dasharray="1 3")
        )
    for (face, side), axis, value in zip(sides, axes, values, strict=True):
        parts += _value(face, side, axis, value, centre, words, key)
    return parts, y + high


def _value(
    face: Face, side: FaceSide, axis: Axis, value: Estimate, y: float, words: Words, key: str
) -> list[str]:
    unit = side.unit if len(side.unit) <= 3 else ""
    said = value_said(value, words, unit)
    half = width_of(said, bold=True) / 2
    if not value.known:
        middle = (axis.start + axis.end) / 2
        return [
            hatched(key, axis.start, y - 6, axis.end - axis.start, 12),
            text("muted", middle, y - 11, said, "middle"),
        ]
    assert value.value is not None
    x = axis.at(value.value)
    inside = min(max(x, axis.start - 10 + half), axis.end + 10 - half)
    return [placed(face, value, axis, y, 5), text("ink", inside, y - 11, said, "middle")]


def _break(words: str, y: float, width: float) -> tuple[list[str], float]:
    lines = wrap(words, width - 20, 3)
    drawn = element("path", "gap", d=f"M2 {number(y + 17)}l5 -9 5 9z", stroke_width=1)
    parts = [drawn]
    parts += [text("gap", 18, y + 17 + _LINE * at, one) for at, one in enumerate(lines)]
    bottom = y + 8 + _LINE * len(lines) + 6
    parts.append(
        line("gap line", 0, bottom, width, bottom, stroke_width=1.25, stroke_dasharray="5 4")
    )
    return parts, bottom


def _legend(
    rows: Sequence[FaceRow], y: float, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    samples: list[tuple[legend.Sample, str]] = [
        (_sample("happens"), words.happens),
        (_sample("felt"), words.felt),
    ]
    if any(not (row.happens.known and row.felt.known) for row in rows):
        samples.append((legend.hatch_sample(key), words.not_assessed))
    return legend.flow(samples, 0, y, width)


def _sample(face: Face) -> legend.Sample:
    return lambda x, y: placed(face, Estimate(0, -1, 1), Axis(-1, 1, x - 11, x + 11), y, 5)


def _table(
    rows: Sequence[FaceRow], happens: FaceSide, felt: FaceSide, words: Words, head: str
) -> PictureTable:
    columns = (
        head or words.period,
        happens.label,
        words.low,
        words.high,
        felt.label,
        words.low,
        words.high,
    )
    return PictureTable(columns, tuple(_cells(row, happens, felt, words) for row in rows))


def _cells(row: FaceRow, happens: FaceSide, felt: FaceSide, words: Words) -> tuple[str, ...]:
    label = f"{row.label} ({row.break_before})" if row.break_before else row.label
    cells = [label]
    for side, value in ((happens, row.happens), (felt, row.felt)):
        unit = side.unit if len(side.unit) <= 3 else ""
        cells += [value_said(value, words, unit), *ends_said(value, words)]
    return tuple(cells)
