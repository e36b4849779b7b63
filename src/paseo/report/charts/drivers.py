"""Which choice moves the places: a bar with its interval for each, and what it does alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import Estimate, ends_said, finite, interval_said, value_said
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import mark, placed, whisker
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_ROW: Final = 44.0


@dataclass(frozen=True, slots=True)
class DriverRow:
    """One choice: its name, its part with others and its part alone, in per cent."""

    label: str
    total: Estimate
    first: Estimate


def driver_bars(
    rows: Sequence[DriverRow],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
) -> Picture:
    """Return a bar from zero for each choice, and below it an open mark for what it does alone.

    Args:
        rows: choices in the order in which they are shown.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [DriverRow("Weights", Estimate(21, 18, 23), Estimate(14, 9, 19))]
        >>> picture = driver_bars(rows, title="t", description="d", words=words_in("en"), key="d")
        >>> picture.table.rows[0][:3]
        ('Weights', '21\\xa0%', '18')
    """
    beside = width >= _BESIDE
    told = max((_room(row, words) for row in rows), default=0.0) + 14 if beside else 0.0
    labels = 0.0
    if beside:
        longest = max((width_of(row.label) for row in rows), default=0.0)
        labels = min(longest + 14, width * 0.34)
        told = min(told, width * 0.3)
    axis = _axis(rows, labels + 8, width - told - 10, 4 if not beside else 5)
    parts: list[str] = []
    y = top = 6.0
    for row in rows:
        drawn, high = _row(row, y, axis, labels, width, words, key)
        parts += drawn
        y += high
    ground = _ground(axis, top, y, width, words)
    y += 24
    more, used = legend.paragraph(words.driver_axis, 0, y, width)
    parts += more
    y += used + 4
    drawn, used = legend.flow(_samples(rows, words, key), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*ground, *parts, *drawn])
    return Picture(svg, title, description, _table(rows, words))


def _axis(rows: Sequence[DriverRow], start: float, end: float, most: int) -> Axis:
    numbers = [one for row in rows for one in (*row.total.numbers, *row.first.numbers)]
    return axis_over(numbers, start, end, with_zero=True, most=most)


def _room(row: DriverRow, words: Words) -> float:
    return max(
        width_of(_value(row.total, words), bold=True), width_of(interval_said(row.total, words))
    )


def _value(one: Estimate, words: Words) -> str:
    return value_said(one, words, "%")


def _row(
    row: DriverRow, y: float, axis: Axis, labels: float, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    said, span = _value(row.total, words), interval_said(row.total, words)
    hue = "ink" if row.total.known else "muted"
    if labels:
        lines = wrap(row.label, labels - 8, 3)
        high = max(_ROW, _LINE * len(lines) + 10)
        parts = _lines("ink", 0, y + high / 2, lines)
        ends = [*wrap(said, width * 0.3 - 8, 2), *([span] if span else [])]
        first = y + high / 2 + 4.5 - _LINE * (len(ends) - 1) / 2
        for at, one in enumerate(ends):
            strong = at == 0 and row.total.known
            parts.append(
                text("muted" if at else hue, width, first + _LINE * at, one, "end", strong)
            )
        centre = y + high / 2 - 7
    else:
        lines = wrap(row.label, width * 0.6, 3)
        ends = [*wrap(said, width * 0.38, 2), *([span] if span else [])]
        above = _LINE * max(len(lines), len(ends))
        parts = _lines("ink", 0, y + above / 2, lines)
        for at, one in enumerate(ends):
            strong = at == 0 and row.total.known
            place = y + 13 + _LINE * at
            parts.append(text("muted" if at else hue, width, place, one, "end", strong))
        centre, high = y + above + 11, above + 38
    alone = _alone(row.first, axis, centre + 17) if row.total.known else ""
    drawn = _bar(row.total, axis, centre, key) + alone
    return [*parts, titled(f"{row.label}: {said}", drawn)], high


def _lines(classes: str, x: float, centre: float, lines: Sequence[str]) -> list[str]:
    first = centre + 4.5 - _LINE * (len(lines) - 1) / 2
    return [text(classes, x, first + _LINE * at, one) for at, one in enumerate(lines)]


def _bar(value: Estimate, axis: Axis, y: float, key: str) -> str:
    if not finite(value.value):
        return hatched(key, axis.start, y - 6, axis.end - axis.start, 12)
    zero, end = axis.at(0.0), axis.at(value.value)
    left, right = min(zero, end), max(zero, end)
    return (
        rect("peers band", left, y - 6, right - left, 12)
        + rect("peers line", left, y - 6, right - left, 12, stroke_width=0.75)
        + placed("context", value, axis, y, 4.5)
    )


def _alone(value: Estimate, axis: Axis, y: float) -> str:
    if not finite(value.value):
        return ""
    drawn = whisker("context", value, axis, y, width=1.5)
    return drawn + mark("context", axis.at(value.value), y, 4.5, "diamond")


def _ground(axis: Axis, top: float, bottom: float, width: float, words: Words) -> list[str]:
    parts, free = [], -1.0
    for tick in axis.ticks:
        x = axis.at(tick)
        parts.append(line("grid", x, top, x, bottom))
        label = axis.label(tick, words.language)
        half = width_of(label) / 2
        place = min(max(x, half), width - half)
        if place - half > free:
            parts.append(text("muted", place, bottom + 16, label, "middle"))
            free = place + half + 6
    zero = axis.at(0.0)
    return [*parts, line("line", zero, top, zero, bottom, stroke_width=1)]


def _samples(rows: Sequence[DriverRow], words: Words, key: str) -> list[tuple[legend.Sample, str]]:
    samples: list[tuple[legend.Sample, str]] = []
    if any(row.total.known for row in rows):
        samples.append((_total_sample, words.driver_total))
    if any(row.first.known and row.total.known for row in rows):
        samples.append((_first_sample, words.driver_first))
    if any(not row.total.known for row in rows):
        samples.append((legend.hatch_sample(key), words.not_assessed))
    return samples


def _total_sample(x: float, y: float) -> str:
    return rect("peers band", x - 11, y - 6, 22, 12) + mark("context", x + 6, y, 4.5)


def _first_sample(x: float, y: float) -> str:
    return mark("context", x, y, 4.5, "diamond")


def _table(rows: Sequence[DriverRow], words: Words) -> PictureTable:
    columns = (
        words.driver,
        words.driver_total, words.low, words.high,
        words.driver_first, words.low, words.high,
    )  # fmt: skip
    return PictureTable(
        columns,
        tuple((row.label, *_cells(row.total, words), *_cells(row.first, words)) for row in rows),
    )


def _cells(value: Estimate, words: Words) -> tuple[str, ...]:
    return (_value(value, words), *ends_said(value, words))
