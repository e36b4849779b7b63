"""Lying bars with intervals, for areas beside the line of the whole city."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import Estimate, ends_said, finite, interval_said, value_said
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import CLASSES, Face, placed
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_ROW: Final = 30.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One area or group: name, value with interval, words where it is missing, its page."""

    label: str
    estimate: Estimate
    missing: str = ""
    href: str = ""


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    face: Face = "context",
    unit: str = "",
    reference: Estimate | None = None,
    order: Literal["alphabet", "given"] = "alphabet",
    bounds: tuple[float | None, float | None] = (None, None),
    limits: tuple[float, float] | None = None,
    width: float = 640,
) -> Picture:
    """Return bars from zero with their intervals and a dashed line for the whole city.

    They stand in the order of the alphabet, since an order by value would read as a ranking.

    Args:
        rows: areas or groups.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language; ``reference`` names the line.
        key: start of the ids, unique on the page.
        face: decides mark and colour.
        unit: unit label; up to three letters stand at the numbers.
        reference: the value of the whole city with its interval.
        order: by the alphabet, or as given.
        bounds: what values can be at all.
        limits: fixed ends of the axis.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [Bar("Mitte", Estimate(6.3, 6, 6.6)), Bar("Älvsjö", Estimate(None))]
        >>> picture = bars(rows, title="t", description="d", words=words_in("en"), key="b")
        >>> [row[0] for row in picture.table.rows]
        ['Älvsjö', 'Mitte']
    """
    ordered = sorted(rows, key=lambda row: plain(row.label)) if order == "alphabet" else list(rows)
    numbers = [one for row in rows for one in row.estimate.numbers]
    numbers += reference.numbers if reference else ()
    columns = _columns(ordered, width, words, unit)
    axis = axis_over(
        numbers,
        columns.labels + 6,
        width - columns.values - (14 if columns.values else 8),
        limits=limits,
        bounds=bounds,
        with_zero=limits is None,
        most=4 if width < _BESIDE else 5,
    )
    plot = _Plot(axis, columns, width, face, unit, words, key)
    top = 6.0
    parts: list[str] = []
    y = top
    for row in ordered:
        drawn, used = _row(row, y, plot)
        parts += drawn
        y += used
    ground = _ground(plot, top, y, bool(numbers)) + _reference(reference, axis, top, y)
    y += 26
    drawn, used = _legend(ordered, reference, y, width, words, unit, key)
    linked = any(row.href for row in rows)
    svg = drawing(
        key, width, y + used + 4, title, description, [*ground, *parts, *drawn], linked=linked
    )
    return Picture(svg, title, description, _table(ordered, reference, unit, words))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths: of labels and of values with intervals (0 above the bars), of intervals alone."""

    labels: float
    values: float
    spans: float


@dataclass(frozen=True, slots=True)
class _Plot:
    """What all rows of one picture share."""

    axis: Axis
    columns: _Columns
    width: float
    face: Face
    unit: str
    words: Words
    key: str


def plain(label: str) -> str:
    """Return a label as the alphabet sorts it: without accents and case.

    >>> plain("Älvsjö") < plain("Mitte")
    True
    """
    parted = unicodedata.normalize("NFKD", label.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _columns(rows: Sequence[Bar], width: float, words: Words, unit: str) -> _Columns:
    told = max((width_of(_told(row, words, unit), bold=True) for row in rows), default=0)
    spans = max((width_of(interval_said(row.estimate, words)) for row in rows), default=0)
    spans += 10 if spans else 0
    if width < _BESIDE:
        return _Columns(0.0, 0.0, spans)
    longest = max((width_of(row.label) for row in rows), default=0)
    numbers = max(
        (width_of(_told(row, words, unit), bold=True) for row in rows if row.estimate.known),
        default=0,
    )
    # Words for what is missing wrap; numbers do not.
    return _Columns(
        min(longest + 12, width * 0.34),
        max(numbers + spans, min(told, width * 0.22)),
        spans,
    )


def _told(row: Bar, words: Words, unit: str) -> str:
    if not row.estimate.known:
        return row.missing or words.not_assessed
    return value_said(row.estimate, words, unit if len(unit) <= 3 else "")


def _row(row: Bar, y: float, plot: _Plot) -> tuple[list[str], float]:
    said = _told(row, plot.words, plot.unit)
    place = _row_beside if plot.columns.labels else _row_above
    parts, centre, high = place(row, y, said, plot)
    drawn = _bar(row.estimate, plot.axis, centre, plot.face, plot.key)
    return [*parts, titled(f"{row.label}: {said}", drawn, href=row.href)], high


def _row_beside(row: Bar, y: float, said: str, plot: _Plot) -> tuple[list[str], float, float]:
    """Set label, bar and value in three columns; return also the bar's height and the row's."""
    lines = wrap(row.label, plot.columns.labels - 8, 3)
    known = row.estimate.known
    ends = (said,) if known else wrap(said, plot.columns.values, 3)
    high = max(_ROW, _LINE * max(len(lines), len(ends)) + 8)
    centre = y + high / 2
    right = plot.width - (plot.columns.spans if known else 0)
    parts = _lines("ink", 0, centre, lines)
    parts += _lines("ink" if known else "muted", right, centre, ends, "end", bold=known)
    span = interval_said(row.estimate, plot.words)
    if span:
        parts += _lines("muted", plot.width, centre, (span,), "end")
    return parts, centre, high


def _row_above(row: Bar, y: float, said: str, plot: _Plot) -> tuple[list[str], float, float]:
    """Set label and value above the bar, on paper, so that no line of the ground crosses them."""
    known, hue = row.estimate.known, "ink" if row.estimate.known else "muted"
    span = interval_said(row.estimate, plot.words)
    spans = plot.columns.spans if known else 0.0
    room = width_of(said, bold=True) + spans
    first = y + _LINE / 2
    if room < plot.width * 0.62:
        labels = wrap(row.label, plot.width - room - 12, 3)
        told = _lines(hue, plot.width - spans, first, (said,), "end", bold=known)
        told += _lines("muted", plot.width, first, (span,), "end") if span else []
        rows = max(1, len(labels))
    else:
        labels = wrap(row.label, plot.width, 3)
        below = [*wrap(said, plot.width, 3, bold=known), *([span] if span else [])]
        middle = first + _LINE * (len(labels) + (len(below) - 1) / 2)
        told = _lines(hue, plot.width, middle, below, "end")
        rows = len(labels) + len(below)
    high = _LINE * rows
    parts = [rect("paper", 0, y, plot.width, high)]
    parts += _lines("ink", 0, first + _LINE * (len(labels) - 1) / 2, labels)
    return [*parts, *told], y + high + 11, high + 26


def _lines(
    classes: str,
    x: float,
    centre: float,
    lines: Sequence[str],
    anchor: str = "start",
    bold: bool = False,
) -> list[str]:
    """Set lines with their middle at ``centre``."""
    first = centre + 4.5 - _LINE * (len(lines) - 1) / 2
    return [text(classes, x, first + _LINE * at, one, anchor, bold) for at, one in enumerate(lines)]


def _bar(value: Estimate, axis: Axis, y: float, face: Face, key: str) -> str:
    if not finite(value.value):
        return hatched(key, axis.start, y - 5, axis.end - axis.start, 10)
    zero, end = axis.at(0.0), axis.at(value.value)
    left, right = min(zero, end), max(zero, end)
    hue = CLASSES[face] or "peers"
    return (
        rect(f"{hue} band", left, y - 5, right - left, 10)
        + rect(f"{hue} line", left, y - 5, right - left, 10, stroke_width=0.75)
        + placed(face, value, axis, y, 4.5)
    )


def _ground(plot: _Plot, top: float, bottom: float, with_ticks: bool) -> list[str]:
    axis, parts = plot.axis, []
    free = -1.0
    for tick in axis.ticks if with_ticks else ():
        x = axis.at(tick)
        parts.append(line("grid", x, top, x, bottom))
        label = axis.label(tick, plot.words.language)
        half = width_of(label) / 2
        place = min(max(x, half), plot.width - half)
        if place - half > free:
            parts.append(text("muted", place, bottom + 16, label, "middle"))
            free = place + half + 6
    zero = axis.at(0.0)
    parts.append(line("line", zero, top, zero, bottom, stroke_width=1))
    return parts


def _reference(reference: Estimate | None, axis: Axis, top: float, bottom: float) -> list[str]:
    if reference is None or not finite(reference.value):
        return []
    parts = []
    if reference.ends:
        low, high = (axis.at(end) for end in reference.ends)
        parts.append(rect("peers band", low, top, max(1.0, high - low), bottom - top))
    x = axis.at(reference.value)
    parts.append(line("line", x, top, x, bottom, stroke_width=1.5, stroke_dasharray="6 3"))
    return parts


def _legend(
    rows: Sequence[Bar],
    reference: Estimate | None,
    y: float,
    width: float,
    words: Words,
    unit: str,
    key: str,
) -> tuple[list[str], float]:
    parts: list[str] = []
    used = 0.0
    if len(unit) > 3:
        parts, used = legend.paragraph(unit, 0, y, width)
        used += 4
    samples: list[tuple[legend.Sample, str]] = []
    if reference is not None and reference.known:
        short = unit if len(unit) <= 3 else ""
        said = f"{words.reference}: {value_said(reference, words, short)}"
        samples.append((_dashed, said))
    for reason in dict.fromkeys(_told(row, words, "") for row in rows if not row.estimate.known):
        samples.append((legend.hatch_sample(key), reason))
    drawn, high = legend.flow(samples, 0, y + used, width)
    return parts + drawn, used + high


def _dashed(x: float, y: float) -> str:
    return line("line", x, y - 9, x, y + 9, stroke_width=1.5, stroke_dasharray="6 3")


def _table(
    rows: Sequence[Bar], reference: Estimate | None, unit: str, words: Words
) -> PictureTable:
    value = f"{words.value} ({unit})" if unit else words.value
    columns = (words.place, value, words.low, words.high)
    cells = [
        (row.label, *_cells(row.estimate, row.missing or words.not_assessed, unit, words))
        for row in rows
    ]
    if reference is not None:
        cells.append((words.reference, *_cells(reference, words.not_assessed, unit, words)))
    return PictureTable(columns, tuple(cells))


def _cells(value: Estimate, missing: str, unit: str, words: Words) -> tuple[str, ...]:
    if not value.known:
        return (missing, missing, missing)
    said = value_said(value, words, unit if len(unit) <= 3 else "")
    return (said, *ends_said(value, words))
