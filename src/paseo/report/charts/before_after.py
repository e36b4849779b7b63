"""Before and after: two bars for each area, an open one for before and a full one for after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import digits_together, figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

#: From this width on, labels stand beside the bars, not above them.
_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_BAR: Final = 13.0
_APART: Final = 3.0


@dataclass(frozen=True, slots=True)
class CountRow:
    """One area with what was counted there.

    Args:
        label: name of the area.
        role: what it is for, in words ("comparison area").
        before, after: counts; None where nothing is known.
        before_rate, after_rate: the same per period, where the periods differ in length.
        own: the area of the measure; it stands out.
    """

    label: str
    role: str
    before: float | None
    after: float | None
    before_rate: float | None = None
    after_rate: float | None = None
    own: bool = False


def before_after(
    rows: Sequence[CountRow],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    per: str = "",
    width: float = 640,
) -> Picture:
    """Return two bars for each area on one axis from zero.

    Args:
        rows: areas in the order in which they are shown.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        per: "per month" when the rates are drawn because the periods differ; the table then
            holds the counts as well.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [CountRow("Old town", "area of the measure", 120, 100, own=True)]
        >>> picture = before_after(rows, title="t", description="d", words=words_in("en"), key="b")
        >>> picture.table.rows
        (('Old town', 'area of the measure', '120', '100', '−20'),)
    """
    drawn = [_pair(row, bool(per)) for row in rows]
    numbers = [one for pair in drawn for one in pair if finite(one)]
    digits = digits_together(numbers)
    beside = width >= _BESIDE
    labels = min(width * 0.36, _longest(rows) + 16) if beside else 0.0
    told = max((width_of(figure(one, words.language, digits), bold=True) for one in numbers),
               default=0.0)  # fmt: skip
    axis = axis_over(numbers, labels + 4, width - told - 12, with_zero=True)
    plot = _Plot(axis, labels, width, words, key, digits)
    parts: list[str] = []
    y = 4.0
    for row, pair in zip(rows, drawn, strict=True):
        more, high = _row(row, pair, y, plot)
        parts += more
        y += high
    if per:
        more, used = legend.paragraph(per, 0, y, width)
        parts += more
        y += used + 4
    more, used = legend.flow(_samples(plot, drawn), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *more])
    return Picture(svg, title, description, _table(rows, bool(per), words))


@dataclass(frozen=True, slots=True)
class _Plot:
    axis: Axis
    labels: float
    width: float
    words: Words
    key: str
    digits: int


Pair = tuple[float | None, float | None]


def _pair(row: CountRow, rates: bool) -> Pair:
    return (row.before_rate, row.after_rate) if rates else (row.before, row.after)


def _longest(rows: Sequence[CountRow]) -> float:
    return max(
        (max(width_of(row.label, bold=row.own), width_of(row.role)) for row in rows), default=0.0
    )


def _row(row: CountRow, pair: Pair, y: float, plot: _Plot) -> tuple[list[str], float]:
    room = plot.labels - 12 if plot.labels else plot.width - 4
    names, roles = wrap(row.label, room, 2, bold=row.own), wrap(row.role, room, 2)
    parts = [text("ink", 0, y + 13 + _LINE * at, one, bold=row.own) for at, one in enumerate(names)]
    lower = y + 13 + _LINE * len(names)
    parts += [text("muted", 0, lower + _LINE * at, one) for at, one in enumerate(roles)]
    written = _LINE * (len(names) + len(roles))
    top = y + 3 if plot.labels else y + written + 3
    bars = _bar(pair[0], top, plot, None) + _bar(
        pair[1], top + _BAR + _APART, plot, "happens" if row.own else "peers"
    )
    said = f"{row.label}: {_said(pair[0], plot)} → {_said(pair[1], plot)}"
    high = max(written + 2 if plot.labels else 0.0, top - y + 2 * _BAR + _APART) + 10
    zero = plot.axis.at(0.0)
    ground = line("line", zero, top - 3, zero, top + 2 * _BAR + _APART + 3, stroke_width=1)
    return [*parts, ground, titled(said, *bars)], high


def _said(value: float | None, plot: _Plot) -> str:
    if not finite(value):
        return plot.words.not_counted
    return figure(value, plot.words.language, plot.digits)


def _bar(value: float | None, y: float, plot: _Plot, hue: str | None) -> list[str]:
    """Draw one bar: open for before (no hue), full for after, with its number at the end."""
    axis = plot.axis
    zero, said = axis.at(0.0), _said(value, plot)
    if not finite(value):
        lines = wrap(said, max(20.0, axis.end - zero - 26), 1)
        return [hatched(plot.key, zero, y, 18, _BAR), text("muted", zero + 24, y + 11, lines[0])]
    end = axis.at(value)
    left, right = min(zero, end), max(zero, end)
    shape = (
        rect(hue, left, y, max(right - left, 1), _BAR)
        if hue
        else rect("paper", left, y, max(right - left, 1), _BAR)
        + rect("peers line", left, y, max(right - left, 1), _BAR, stroke_width=1.5)
    )
    return [shape, text("ink" if hue else "muted", right + 6, y + 11, said, bold=bool(hue))]


def _samples(plot: _Plot, drawn: Sequence[Pair]) -> list[tuple[legend.Sample, str]]:
    found: list[tuple[legend.Sample, str]] = [
        (lambda x, y: rect("peers line", x - 10, y - 5, 20, 10, stroke_width=1.5),
         plot.words.before),
        (lambda x, y: rect("happens", x - 11, y - 6, 11, 12) + rect("peers", x, y - 6, 11, 12),
         plot.words.after),
    ]  # fmt: skip
    if any(not finite(one) for pair in drawn for one in pair):
        found.append((legend.hatch_sample(plot.key), plot.words.not_counted))
    return found


def _table(rows: Sequence[CountRow], rates: bool, words: Words) -> PictureTable:
    columns = [words.area, words.role, words.before, words.after, words.change]
    if rates:
        columns += [f"{name}, {words.per_period}" for name in columns[2:]]
    counts = digits_together(
        [one for row in rows for one in (row.before, row.after) if finite(one)]
    )
    per = digits_together(
        [one for row in rows for one in (row.before_rate, row.after_rate) if finite(one)]
    )
    found = []
    for row in rows:
        cells = [row.label or "–", row.role or "–", *_cells(row.before, row.after, words, counts)]
        if rates:
            cells += _cells(row.before_rate, row.after_rate, words, per)
        found.append(tuple(cells))
    return PictureTable(tuple(columns), tuple(found))


def _cells(before: float | None, after: float | None, words: Words, digits: int) -> list[str]:
    change = after - before if finite(before) and finite(after) else None
    return [
        figure(one, words.language, digits) if finite(one) else words.not_counted
        for one in (before, after, change)
    ]
