"""Effects: every comparison and method with its interval, differences and ratios apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import Estimate, digits_of, ends_said, figure
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import Shape, mark, whisker
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, line, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
#: How far a label stands below its method, and between a value and its interval.
_INDENT: Final = 10.0
_BETWEEN: Final = 10.0
#: Round ratios, finest first; the first ladder that holds the numbers in few steps is taken.
_LADDERS: Final = (
    (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25),
    (0.4, 0.5, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5),
    (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
    (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0),
)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect.

    Args:
        label: what was compared with ("all comparison areas together", "Harbour").
        method: by which method; written once over the rows that share it.
        estimate: the effect with its interval, in the unit of its panel.
        missing: why it cannot be read, in words; it then stands in the place of the mark.
        pooled: comes from several comparison areas together.
    """

    label: str
    method: str
    estimate: Estimate
    missing: str = ""
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class EffectPanel:
    """Effects that share an axis.

    Args:
        title: what the axis measures, with its unit.
        rows: effects in the order in which they are shown.
        ratio: around one on an axis where halving and doubling are equally far; else around zero.
        none: words at the line of no effect.
        lower, higher: what lies on each side of it ("fewer", "more").
    """

    title: str
    rows: tuple[EffectRow, ...]
    ratio: bool = False
    none: str = ""
    lower: str = ""
    higher: str = ""


def effect_panels(
    panels: Sequence[EffectPanel],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    interval: str = "",
    width: float = 640,
) -> Picture:
    """Return a mark with its interval for each effect, and a line where there is none.

    Args:
        panels: one for each unit; never one axis for differences and ratios.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        interval: what the lines are ("95 % interval"), for the legend.
        width: 640 for page and paper; about 340 for a phone, with the labels above the marks.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> row = EffectRow("Harbour", "difference", Estimate(-10, -47, 27))
        >>> picture = effect_panels([EffectPanel("Incidents", (row,))], title="t",
        ...     description="d", words=words_in("en"), key="e")
        >>> picture.table.rows
        (('Harbour', 'difference', 'Incidents', '−10', '−47', '27'),)
    """
    parts: list[str] = []
    y = 4.0
    for panel in panels:
        drawn, high = _panel(panel, y, width, words, headed=len(panels) > 1)
        parts += drawn
        y += high + 12
    drawn, used = legend.flow(_samples(panels, words, interval), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(panels, words))


@dataclass(frozen=True, slots=True)
class _Plot:
    axis: Axis
    labels: float
    told: float
    width: float
    ratio: bool
    words: Words


def _panel(
    panel: EffectPanel, y: float, width: float, words: Words, *, headed: bool
) -> tuple[list[str], float]:  # fmt: skip
    plot = _plot(panel, width, words)
    # A picture of one panel has said in its own title what the axis measures.
    head = wrap(panel.title, width, 3, bold=True) if headed else ()
    parts = [text("ink", 0, y + 13 + _LINE * at, one, bold=True) for at, one in enumerate(head)]
    at = y + _LINE * len(head) + 8
    bodies: list[str] = []
    strips: list[Strip] = []
    for method, rows in groupby(panel.rows, key=lambda row: row.method):
        lines = wrap(method, width, 3) if method else ()
        bodies += _lines("muted", 0, at, lines)
        at += _LINE * len(lines)
        for row in rows:
            drawn, high, strip = _row(row, at, plot)
            bodies += drawn
            strips += [strip] if strip else []
            at += high
        at += 4
    ground, used = _ground(panel, plot, strips, at)
    return [*parts, *ground, *bodies], at + used - y


def _plot(panel: EffectPanel, width: float, words: Words) -> _Plot:
    labels = told = 0.0
    if width >= _BESIDE:
        longest = max((width_of(row.label, bold=row.pooled) for row in panel.rows), default=0.0)
        labels = min(longest + _INDENT + 16, width * 0.34)
        said = max((_room(row.estimate, panel.ratio, words) for row in panel.rows), default=0.0)
        told = min(said + 14, width * 0.27)
    numbers = [one for row in panel.rows if _readable(row, panel.ratio)
               for one in row.estimate.numbers]  # fmt: skip
    start, end = labels + 10, width - told - 10
    axis = (
        _ratio_axis(numbers, start, end)
        if panel.ratio
        else axis_over(numbers, start, end, with_zero=True, most=5 if labels else 4)
    )
    return _Plot(axis, labels, told, width, panel.ratio, words)


def _figures(estimate: Estimate, ratio: bool, words: Words) -> tuple[str, str, str]:
    """Return the value and the ends of its interval; ratios have two decimals at least."""
    digits = digits_of(estimate)
    if ratio:
        digits = max(2, digits or 0)
    elif digits is None and estimate.value is not None and abs(estimate.value) < 1:
        digits = 2
    low, high = ends_said(estimate, words)
    if estimate.ends is not None:
        low, high = (figure(one, words.language, digits) for one in estimate.ends)
    return figure(estimate.value, words.language, digits), low, high


def _told(estimate: Estimate, ratio: bool, words: Words) -> tuple[str, str]:
    """Return "−30" and "−62 to 2"; the second is empty where there is no interval."""
    if not estimate.known:
        return "", ""
    said, low, high = _figures(estimate, ratio, words)
    return said, words.span % {"low": low, "high": high} if estimate.ends else ""


def _said(estimate: Estimate, plot: _Plot) -> tuple[str, str]:
    return _told(estimate, plot.ratio, plot.words)


def _room(estimate: Estimate, ratio: bool, words: Words) -> float:
    said, span = _told(estimate, ratio, words)
    return width_of(said, bold=True) + width_of(span) + _BETWEEN


def _readable(row: EffectRow, ratio: bool) -> bool:
    if row.missing or not row.estimate.known:
        return False
    return not ratio or (row.estimate.value or 0.0) > 0


def _ratio_axis(numbers: Sequence[float], start: float, end: float) -> Axis:
    """Return an axis of logarithms whose ticks are round ratios.

    >>> axis = _ratio_axis([0.7, 1.1], 0, 100)
    >>> [round(math.exp(tick), 2) for tick in axis.ticks]
    [0.6, 0.8, 1.0, 1.25]
    """
    known = [one for one in numbers if 1e-9 < one < 1e9] + [1.0]
    low, high = min(known), max(known)
    for ladder in _LADDERS:
        if ladder[0] <= low and high <= ladder[-1]:
            break
    below = max((one for one in ladder if one <= low), default=ladder[0])
    above = min((one for one in ladder if one >= high), default=ladder[-1])
    # One without a number beside it still needs room on both sides.
    below = below if below < 1 else max(one for one in ladder if one < 1)
    above = above if above > 1 else min(one for one in ladder if one > 1)
    ticks = tuple(math.log(one) for one in ladder if below <= one <= above)
    return Axis(math.log(below), math.log(above), start, end, ticks, 2)


def _on_axis(estimate: Estimate, ratio: bool) -> Estimate:
    if not ratio:
        return estimate
    ends = estimate.ends or (None, None)
    return Estimate(*(_log(one) for one in (estimate.value, *ends)))


def _log(value: float | None) -> float | None:
    if value is None or math.isnan(value):
        return None
    return -math.inf if value <= 0 else math.log(value)


#: Upper and lower end of what the lines of the axis run through: marks, never words.
Strip = tuple[float, float]
Drawn = tuple[list[str], float, Strip | None]


def _row(row: EffectRow, y: float, plot: _Plot) -> Drawn:
    readable = _readable(row, plot.ratio)
    if plot.labels:
        return _row_beside(row, y, plot, readable)
    return _row_above(row, y, plot, readable)


def _row_beside(row: EffectRow, y: float, plot: _Plot, readable: bool) -> Drawn:
    parts, written = _name(row, y, plot.labels - 12)
    if not readable:
        lines = wrap(_why(row, plot.words), plot.width - plot.labels - 20, 5)
        parts += _lines("muted", plot.labels + 10, y, lines)
        return parts, max(written, _LINE * len(lines)) + 7, None
    told, used = _figures_beside(row, y, plot)
    high = max(written, used) + 7
    return [*parts, *told, _marked(row, y + 9, plot)], high, (y, y + high)


def _figures_beside(row: EffectRow, y: float, plot: _Plot) -> tuple[list[str], float]:
    """Set value and interval at the right, on one line where they fit."""
    said, span = _said(row.estimate, plot)
    room = plot.told - 8
    if width_of(said, bold=True) + width_of(span) + _BETWEEN <= room:
        left = plot.width - width_of(span) - _BETWEEN if span else plot.width
        parts = [text("ink", left, y + 13, said, "end", bold=True)]
        return parts + [text("muted", plot.width, y + 13, span, "end")] * bool(span), _LINE
    parts, down = [], 0.0
    for words, strong in ((said, True), (span, False)):
        for one in wrap(words, room, 3) if words else ():
            hue = "ink" if strong else "muted"
            parts.append(text(hue, plot.width, y + 13 + down, one, "end", strong))
            down += _LINE
    return parts, down


def _row_above(row: EffectRow, y: float, plot: _Plot, readable: bool) -> Drawn:
    parts, written = _name(row, y, plot.width)
    if not readable:
        lines = wrap(_why(row, plot.words), plot.width, 6)
        parts += _lines("muted", 0, y + written, lines)
        return parts, written + _LINE * len(lines) + 10, None
    said, span = _said(row.estimate, plot)
    parts.append(text("ink", 0, y + written + 13, said, bold=True))
    if span:
        after = width_of(said, bold=True) + 8
        if after + width_of(span) > plot.width:
            after, written = 0.0, written + _LINE
        parts.append(text("muted", after, y + written + 13, span))
    middle = y + written + 28
    return [*parts, _marked(row, middle, plot)], written + 46, (middle - 9, middle + 11)


def _name(row: EffectRow, y: float, room: float) -> tuple[list[str], float]:
    left = _INDENT if row.method else 0.0
    lines = wrap(row.label, room - left, 3, bold=row.pooled)
    parts = [
        text("ink", left, y + 13 + _LINE * at, one, bold=row.pooled) for at, one in enumerate(lines)
    ]
    return parts, _LINE * len(lines)


def _lines(classes: str, x: float, y: float, lines: Sequence[str]) -> list[str]:
    return [text(classes, x, y + 13 + _LINE * at, one) for at, one in enumerate(lines)]


def _why(row: EffectRow, words: Words) -> str:
    return row.missing or words.effect_unreadable


def _shape(row: EffectRow) -> Shape:
    return "square" if row.pooled else "circle"


def _marked(row: EffectRow, y: float, plot: _Plot) -> str:
    placed = _on_axis(row.estimate, plot.ratio)
    drawn = whisker("context", placed, plot.axis, y, 2.5)
    assert placed.value is not None
    x = plot.axis.at(placed.value)
    drawn += mark("context", x, y, 5.5 if row.pooled else 4.5, _shape(row))
    said, span = _said(row.estimate, plot)
    return titled(f"{row.label}, {row.method}: {said}" + (f" ({span})" if span else ""), drawn)


def _ground(
    panel: EffectPanel, plot: _Plot, strips: Sequence[Strip], bottom: float
) -> tuple[list[str], float]:
    if not strips:
        return [], 0.0
    axis, parts, free = plot.axis, [], -1.0
    for tick in axis.ticks:
        x = axis.at(tick)
        parts += [line("grid", x, top, x, low) for top, low in strips]
        label = (
            figure(round(math.exp(tick), 6), plot.words.language)
            if plot.ratio
            else axis.label(tick, plot.words.language)
        )
        half = width_of(label) / 2
        place = min(max(x, half), plot.width - half)
        if place - half > free:
            parts.append(text("muted", place, bottom + 16, label, "middle"))
            free = place + half + 6
    none = axis.at(0.0)
    parts += [line("line", none, top - 2, none, low, stroke_width=1.5) for top, low in strips]
    more, used = _sides(panel, plot, bottom + 18)
    return [*parts, *more], 22 + used


def _sides(
    panel: EffectPanel, plot: _Plot, y: float
) -> tuple[list[str], float]:  # fmt: skip
    """Write what lies on each side of the line, left and right below the axis."""
    said = [f"← {panel.lower}" if panel.lower else "", f"{panel.higher} →" if panel.higher else ""]
    start, end = (plot.axis.start, plot.axis.end) if plot.labels else (0.0, plot.width)
    room = (end - start) / 2 - 8
    left, right = (wrap(one, room, 3) for one in said)
    parts = _lines("muted", start, y, [one for one in left if one])
    parts += [
        text("muted", end, y + 13 + _LINE * at, one, "end") for at, one in enumerate(right) if one
    ]
    return parts, _LINE * max(len(left) if said[0] else 0, len(right) if said[1] else 0)


def _samples(
    panels: Sequence[EffectPanel], words: Words, interval: str
) -> list[tuple[legend.Sample, str]]:
    rows = [row for panel in panels for row in panel.rows if _readable(row, panel.ratio)]
    samples: list[tuple[legend.Sample, str]] = []
    if any(not row.pooled for row in rows):
        samples.append((lambda x, y: mark("context", x, y, 4.5, "circle"), words.effect_one))
    if any(row.pooled for row in rows):
        samples.append((lambda x, y: mark("context", x, y, 5.5, "square"), words.effect_pooled))
    if interval and any(row.estimate.ends for row in rows):
        samples.append((_interval_sample, interval))
    none = next((panel.none for panel in panels if panel.none), "")
    if none and rows:
        samples.append((lambda x, y: line("line", x, y - 8, x, y + 8, stroke_width=1.5), none))
    return samples


def _interval_sample(x: float, y: float) -> str:
    return whisker("context", Estimate(0, -1, 1), Axis(-1, 1, x - 11, x + 11), y, 2.5)


def _table(panels: Sequence[EffectPanel], words: Words) -> PictureTable:
    columns = (
        words.comparison, words.method, words.measured_in, words.value, words.low, words.high,
    )  # fmt: skip
    return PictureTable(
        columns,
        tuple(
            (row.label or "–", row.method or "–", panel.title or "–", *_cells(row, panel, words))
            for panel in panels
            for row in panel.rows
        ),
    )


def _cells(row: EffectRow, panel: EffectPanel, words: Words) -> tuple[str, str, str]:
    if not _readable(row, panel.ratio):
        return (_why(row, words), "–", "–")
    return _figures(row.estimate, panel.ratio, words)
