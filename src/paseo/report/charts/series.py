"""Series: values over periods with their intervals, never joined across a break."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import Estimate, ends_said, finite, value_said
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import CLASSES, Face, Shape, mark, standing
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, hatched, line, number, rect, text, titled
from paseo.report.charts.words import Words

_LINE: Final = legend.LETTER_LINE
#: Up to so many points each carries its number; beyond, first and last do.
_ALL_SAID: Final = 8
_SHAPES: Final[tuple[Shape, ...]] = ("circle", "diamond", "square", "triangle", "cross")
_DASHES: Final = (None, "7 3", "2 3", "9 3 2 3", "4 2")


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period of a series.

    Args:
        label: the period, as it is written below the axis.
        estimate: value with interval.
        at: where it lies in time, in years (2023.5); None puts all points at equal distances.
    """

    label: str
    estimate: Estimate
    at: float | None = None


@dataclass(frozen=True, slots=True)
class SeriesGroup:
    """One line: a group, a place or the whole city. Points in the order of time."""

    label: str
    points: tuple[SeriesPoint, ...]
    face: Face = "context"


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A break before a period: its label among the points', and why in a few words."""

    before: str
    words: str = ""


def series(
    groups: Sequence[SeriesGroup],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    breaks: Sequence[SeriesBreak] = (),
    unit: str = "",
    bounds: tuple[float | None, float | None] = (None, None),
    limits: tuple[float, float] | None = None,
    with_zero: bool = False,
    width: float = 640,
    height: float = 240,
) -> Picture:
    """Return values over time, with a gap and a dashed line where a series breaks.

    Args:
        groups: one or several lines in one unit; told apart by mark and dash, not only colour.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        breaks: first periods after a break.
        unit: unit label of all values.
        bounds: what values can be at all.
        limits: fixed ends of the axis.
        with_zero: whether the axis starts at zero.
        width: 640 for page and paper; about 340 for a phone.
        height: of the plot itself, without labels and legend.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> points = (SeriesPoint("2019", Estimate(66)), SeriesPoint("2023", Estimate(70, 66, 74)))
        >>> picture = series([SeriesGroup("Safe at night", points, "felt")], title="t",
        ...     description="d", words=words_in("en"), key="k", unit="%")
        >>> picture.table.rows[1]
        ('2023', '70\\xa0%', '66', '74')

    Raises:
        ValueError: a break stands before a period that no group has; it could not be shown.
    """
    slots = _slots(groups)
    _check(breaks, slots)
    numbers = [one for group in groups for point in group.points for one in point.estimate.numbers]
    # The room that the ticks take is known only with the axis; its height not before the labels.
    axis = axis_over(numbers, height, 0, limits=limits, bounds=bounds, with_zero=with_zero)
    along = _along(slots, _margin(axis, words, unit), width)
    labels = [_break_label(one, along, width) for one in breaks]
    over = sum(_LINE * len(label.lines) for label in labels) + 22
    axis = replace(axis, start=over + height, end=over)
    plot = _Plot(axis, along, words, key, unit, width)
    parts = _grid(plot, width, bool(numbers))
    parts += _breaks(plot, labels)
    for index, group in enumerate(groups):
        parts += _group(plot, group, index, len(groups), {one.before for one in breaks})
    y = axis.start + 26
    drawn, used = _legend(plot, groups, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(plot, groups, breaks))


@dataclass(frozen=True, slots=True)
class _Plot:
    """What all parts of one picture share: the upright axis, and where each period lies."""

    axis: Axis
    along: dict[str, float]
    words: Words
    key: str
    unit: str
    right: float

    @property
    def short_unit(self) -> str:
        return self.unit if len(self.unit) <= 3 else ""


def _slots(groups: Sequence[SeriesGroup]) -> dict[str, float | None]:
    """Return all periods in order with their places in time."""
    found: dict[str, float | None] = {}
    for group in groups:
        for point in group.points:
            if found.get(point.label) is None:
                found[point.label] = point.at if finite(point.at) else None
    if all(place is not None for place in found.values()):
        return dict(sorted(found.items(), key=lambda one: one[1] or 0.0))
    return dict.fromkeys(found)


def _check(breaks: Sequence[SeriesBreak], slots: dict[str, float | None]) -> None:
    unknown = [one.before for one in breaks if one.before not in slots]
    if unknown:
        raise ValueError(f"no point lies at the break before {unknown[0]!r}")


def _along(slots: dict[str, float | None], left: float, right: float) -> dict[str, float]:
    """Place periods by time where it is known of all, else at equal distances."""
    inner, room = left + 20, max(1.0, right - left - 40)
    places = [place for place in slots.values() if place is not None]
    span = max(places) - min(places) if places else 0.0
    if len(slots) == 1:
        return dict.fromkeys(slots, inner + room / 2)
    if len(places) == len(slots) and finite(span) and span > 0:
        first = min(places)
        return {
            label: inner + room * ((place or 0.0) - first) / span for label, place in slots.items()
        }
    return {label: inner + room * at / max(1, len(slots) - 1) for at, label in enumerate(slots)}


def _margin(axis: Axis, words: Words, unit: str) -> float:
    short = unit if len(unit) <= 3 else ""
    return (
        max((width_of(axis.label(tick, words.language, short)) for tick in axis.ticks), default=0)
        + 8
    )


def _grid(plot: _Plot, width: float, with_ticks: bool) -> list[str]:
    axis, parts = plot.axis, []
    left = _margin(axis, plot.words, plot.unit)
    for tick in axis.ticks if with_ticks else ():
        y = axis.at(tick)
        parts.append(line("grid", left, y, width, y))
        label = axis.label(tick, plot.words.language, plot.short_unit)
        parts.append(text("muted", left - 6, y + 4.5, label, "end"))
    parts.append(line("line", left, axis.start, width, axis.start, stroke_width=1))
    return parts + _periods(plot, width)


def _periods(plot: _Plot, width: float) -> list[str]:
    """Write the periods below the axis; where they crowd, the last one and as many as fit."""
    parts: list[str] = []
    y = plot.axis.start
    free = width + 1
    for label, x in reversed(plot.along.items()):
        parts.append(line("line", x, y, x, y + 4, stroke_width=1))
        half = width_of(label) / 2
        centre = min(x, width - half)
        if centre + half <= free and centre - half >= 0:
            parts.append(text("muted", centre, y + 18, label, "middle"))
            free = centre - half - 8
    return parts


@dataclass(frozen=True, slots=True)
class _BreakLabel:
    """Where a break lies, and its words on the side that has more room."""

    x: float
    lines: tuple[str, ...]
    after: bool


def _break_label(one: SeriesBreak, along: dict[str, float], width: float) -> _BreakLabel:
    labels = list(along)
    at = labels.index(one.before)
    x = (along[labels[at - 1]] + along[one.before]) / 2 if at else along[one.before] - 14
    after = width - x > x
    room = (width - x if after else x) - 12
    return _BreakLabel(x, wrap(one.words, room, 4) or ("",), after)


def _breaks(plot: _Plot, labels: Sequence[_BreakLabel]) -> list[str]:
    """Draw all dashed lines, then their words on paper, so that no line crosses a word."""
    lines, said = [], []
    y = 0.0
    for label in labels:
        x, start = label.x, y + 5
        lines.append(
            line("gap line", x, start, x, plot.axis.start, stroke_width=1.5, stroke_dasharray="5 4")
        )
        path = f"M{number(x - 5)} {number(start + 7)}l5-9 5 9z"
        lines.append(element("path", "gap", d=path, stroke_width=1))
        said += _break_words(label, y)
        y += _LINE * len(label.lines)
    return lines + said


def _break_words(label: _BreakLabel, y: float) -> list[str]:
    wide = max(width_of(one) for one in label.lines)
    if not wide:
        return []
    place, anchor = (label.x + 10, "start") if label.after else (label.x - 10, "end")
    left = place if label.after else place - wide
    ground = rect("paper", left, y + 1, wide, _LINE * len(label.lines))
    return [
        ground,
        *(
            text("gap", place, y + 13 + _LINE * at, one, anchor)
            for at, one in enumerate(label.lines)
        ),
    ]


def _group(plot: _Plot, group: SeriesGroup, index: int, count: int, breaks: set[str]) -> list[str]:
    shape = _shape(group, index, count)
    tight = _tightest(plot)
    # Groups stand a little apart, but never nearer to a neighbouring period than to their own.
    shift = (index - (count - 1) / 2) * min(7.0, tight * 0.6 / max(1, count))
    r = min(5.0, max(2.5, tight * 0.28))
    below: list[str] = []
    above: list[str] = []
    for run in _runs(plot, group, breaks):
        places = [
            (plot.along[point.label] + shift, plot.axis.at(point.estimate.value or 0.0))
            for point in run
        ]
        if len(places) > 1:
            path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places)
            hue = f"{CLASSES[group.face]} line".strip()
            below.append(
                element("path", hue, d=path, stroke_width=1.5, stroke_dasharray=_dash(index, count))
            )
        for point, (x, y) in zip(run, places, strict=True):
            drawn = standing(group.face, point.estimate, plot.axis, x)
            drawn += mark(group.face, x, y, r, shape)
            above.append(titled(_said(plot, group, point, count), drawn))
    for point in group.points:
        if not point.estimate.known:
            x = plot.along[point.label] + shift
            parts = hatched(plot.key, x - 6, plot.axis.start - 22, 12, 22)
            above.append(titled(_said(plot, group, point, count), parts))
    return below + above + (_numbers(plot, group) if count == 1 else [])


def _tightest(plot: _Plot) -> float:
    """Return the smallest distance between two periods."""
    places = sorted(plot.along.values())
    return min((after - before for before, after in itertools.pairwise(places)), default=60.0)


def _runs(plot: _Plot, group: SeriesGroup, breaks: set[str]) -> list[list[SeriesPoint]]:
    """Return the points that may be joined: none across a break, none over a missing value."""
    order = {label: at for at, label in enumerate(plot.along)}
    cuts = sorted(order[label] for label in breaks)
    runs: list[list[SeriesPoint]] = [[]]
    last = -1
    for point in sorted(group.points, key=lambda one: order[one.label]):
        here = order[point.label]
        if any(last < cut <= here for cut in cuts) or not point.estimate.known:
            runs.append([])
        if point.estimate.known:
            runs[-1].append(point)
        last = here
    return [run for run in runs if run]


def _numbers(plot: _Plot, group: SeriesGroup) -> list[str]:
    """Write the values above the points of a single line: all when few, else first and last."""
    known = [point for point in group.points if point.estimate.known]
    chosen = known if len(known) <= _ALL_SAID else [known[0], known[-1]]
    parts, free = [], -1.0
    for point in sorted(chosen, key=lambda one: plot.along[one.label]):
        said = value_said(point.estimate, plot.words, plot.short_unit)
        half = width_of(said, bold=True) / 2
        x = min(plot.along[point.label], plot.right - half)
        if x - half < free:
            continue
        ends = point.estimate.ends
        peak = max(point.estimate.value or 0.0, ends[1] if ends else point.estimate.value or 0.0)
        y = max(plot.axis.end, plot.axis.at(peak)) - 8
        parts.append(text("ink", x, y, said, "middle", bold=True))
        free = x + half + 4
    return parts


def _shape(group: SeriesGroup, index: int, count: int) -> Shape | None:
    return None if count == 1 else _SHAPES[index % len(_SHAPES)]


def _dash(index: int, count: int) -> str | None:
    return None if count == 1 else _DASHES[index % len(_DASHES)]


def _said(plot: _Plot, group: SeriesGroup, point: SeriesPoint, count: int) -> str:
    said = value_said(point.estimate, plot.words, plot.unit)
    return f"{group.label}, {point.label}: {said}" if count > 1 else f"{point.label}: {said}"


def _legend(
    plot: _Plot, groups: Sequence[SeriesGroup], y: float, width: float
) -> tuple[list[str], float]:
    samples: list[tuple[legend.Sample, str]] = []
    for index, group in enumerate(groups):
        samples.append((_sample(group, index, len(groups)), group.label))
    if any(not point.estimate.known for group in groups for point in group.points):
        samples.append((legend.hatch_sample(plot.key), plot.words.not_assessed))
    return legend.flow(samples, 0, y, width)


def _sample(group: SeriesGroup, index: int, count: int) -> legend.Sample:
    def draw(x: float, y: float) -> str:
        joined = line(
            f"{CLASSES[group.face]} line".strip(),
            x - 11,
            y,
            x + 13,
            y,
            stroke_width=1.5,
            stroke_dasharray=_dash(index, count),
        )
        return joined + mark(group.face, x, y, 5, _shape(group, index, count))

    return draw


def _table(
    plot: _Plot, groups: Sequence[SeriesGroup], breaks: Sequence[SeriesBreak]
) -> PictureTable:
    words = plot.words
    why = {one.before: one.words or words.break_ for one in breaks}
    several = len(groups) > 1
    columns = (words.period, words.value, words.low, words.high)
    rows = []
    for group in groups:
        for point in group.points:
            label = point.label
            if label in why:
                label = f"{label} ({why[label]})"
            cells = (
                label,
                value_said(point.estimate, words, plot.short_unit),
                *ends_said(point.estimate, words),
            )
            rows.append((group.label, *cells) if several else cells)
    return PictureTable((words.group, *columns) if several else columns, tuple(rows))
