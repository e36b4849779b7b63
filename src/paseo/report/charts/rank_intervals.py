"""Rank intervals: the places that each unit takes most often, in bands whose order is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis
from paseo.report.charts.estimate import Estimate, figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
_ROW: Final = 21.0


@dataclass(frozen=True, slots=True)
class RankRow:
    """One unit.

    Args:
        label: its name.
        place: middle place, with the ends of its interval of places.
        band: number of its band, 1 for the best; 0 for none.
        missing: words where it has no place.
        href: its page.
        own: the unit that is meant; its name stands out.
    """

    label: str
    place: Estimate
    band: int = 0
    missing: str = ""
    href: str = ""
    own: bool = False


def rank_intervals(
    rows: Sequence[RankRow],
    *,
    count: int,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
    among: Sequence[RankRow] = (),
    level: float | None = None,
) -> Picture:
    """Return one lying bar for each unit, over the interval of its place.

    Bands are shaded by their number, the even ones, so that one band looks alike in every part.

    Args:
        rows: units in the order in which they are shown.
        count: places on the axis; all units, also those of other pictures of the set.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone, with the labels above the bars.
        among: all of which ``rows`` is a part; its pictures then have one axis.
        level: share of the recalculations that an interval holds, which the legend tells.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [RankRow("Turku", Estimate(2, 1, 4), 1)]
        >>> picture = rank_intervals(rows, count=9, title="t", description="d",
        ...     words=words_in("en"), key="r")
        >>> picture.table.rows
        (('Turku', '1', '2', '4', '1'),)
    """
    plot = _plot(among or rows, count, width, words, key)
    bodies: list[str] = []
    shades: list[str] = []
    banded = len({row.band for row in among or rows if row.band}) > 1
    y = top = 6.0
    for number, (band, held) in enumerate(groupby(rows, key=lambda row: row.band)):
        start = y
        for row in held:
            drawn, high = _row(row, y, plot)
            bodies += drawn
            y += high
        if banded and band and band % 2 == 0:
            shades.append(rect("peers band", 0, start, width, y - start))
        if number:
            shades.append(line("peers line", 0, start, width, start, stroke_width=0.75))
    ground = _ground(plot, top, y)
    y += 26
    drawn, used = _legend(rows, y, plot, banded, _span_said(words, level))
    linked = any(row.href for row in rows)
    svg = drawing(
        key, width, y + used + 4, title, description, [*shades, *ground, *bodies, *drawn],
        linked=linked,
    )  # fmt: skip
    return Picture(svg, title, description, _table(rows, words))


@dataclass(frozen=True, slots=True)
class _Plot:
    axis: Axis
    labels: float
    width: float
    words: Words
    key: str


def _plot(rows: Sequence[RankRow], count: int, width: float, words: Words, key: str) -> _Plot:
    labels = told = 0.0
    if width >= _BESIDE:
        longest = max((width_of(row.label, bold=row.own) for row in rows), default=0.0)
        labels = min(longest + 14, width * 0.34)
        said = max((width_of(_told(row, words)) for row in rows), default=0.0)
        told = min(said + 14, width * 0.2)
    last = max(2, count)
    axis = Axis(1, last, labels + 12, width - told - 12, _ticks(last))
    return _Plot(axis, labels, width, words, key)


def _ticks(last: int) -> tuple[float, ...]:
    """Return the first place and round ones after it.

    >>> _ticks(51)
    (1, 10, 20, 30, 40, 50)
    """
    step = next(
        factor * 10**power
        for power in range(9)
        for factor in (1, 2, 5)
        if last / (factor * 10**power) <= 7
    )
    return tuple(dict.fromkeys([1, *range(step, last + 1, step)]))


def _told(row: RankRow, words: Words) -> str:
    """Return "4 to 11", one figure where there is one place only."""
    if not row.place.known:
        return row.missing or words.not_assessed
    low, high = _ends(row.place)
    best, worst = (figure(end, words.language, 0) for end in (low, high))
    return best if best == worst else words.span % {"low": best, "high": worst}


def _ends(place: Estimate) -> tuple[float, float]:
    assert place.value is not None
    return place.ends or (place.value, place.value)


def _row(row: RankRow, y: float, plot: _Plot) -> tuple[list[str], float]:
    said = _told(row, plot.words)
    hue = "ink" if row.place.known else "muted"
    if plot.labels:
        lines = wrap(row.label, plot.labels - 8, 2, bold=row.own)
        right = wrap(said, plot.width * 0.2 - 8, 3)
        high = max(_ROW, _LINE * max(len(lines), len(right)) + 4)
        parts = _lines(hue, 4, y + high / 2, lines, bold=row.own)
        parts += _lines("muted", plot.width - 4, y + high / 2, right, "end")
        centre = y + high / 2
    else:
        lines = wrap(row.label, plot.width * 0.62, 2, bold=row.own)
        right = wrap(said, plot.width * 0.34, 3)
        above = _LINE * max(len(lines), len(right))
        parts = _lines(hue, 2, y + 2 + above / 2, lines, bold=row.own)
        parts += _lines("muted", plot.width - 2, y + 2 + above / 2, right, "end")
        centre, high = y + above + 11, above + 22
    bar = _bar(row.place, plot, centre)
    return [*parts, titled(f"{row.label}: {said}", bar, href=row.href)], high


def _lines(
    classes: str,
    x: float,
    centre: float,
    lines: Sequence[str],
    anchor: str = "start",
    bold: bool = False,
) -> list[str]:
    first = centre + 4.5 - _LINE * (len(lines) - 1) / 2
    return [text(classes, x, first + _LINE * at, one, anchor, bold) for at, one in enumerate(lines)]


def _bar(place: Estimate, plot: _Plot, y: float) -> str:
    axis = plot.axis
    if not finite(place.value):
        return hatched(plot.key, axis.start, y - 4, axis.end - axis.start, 8)
    low, high = (axis.at(end) for end in _ends(place))
    return rect("peers", low - 3, y - 3.5, high - low + 6, 7) + _middle(axis.at(place.value), y)


def _middle(x: float, y: float) -> str:
    # Paper around the mark keeps it apart from the bar, in grey print too.
    return element("circle", "paper", cx=x, cy=y, r=6) + element("circle", "ink", cx=x, cy=y, r=4.2)


def _ground(plot: _Plot, top: float, bottom: float) -> list[str]:
    parts, free = [], -1.0
    for tick in plot.axis.ticks:
        x = plot.axis.at(tick)
        parts.append(line("grid", x, top, x, bottom))
        label = figure(tick, plot.words.language, 0)
        half = width_of(label) / 2
        place = min(max(x, half), plot.width - half)
        if place - half > free:
            parts.append(text("muted", place, bottom + 16, label, "middle"))
            free = place + half + 6
    return parts


def _span_said(words: Words, level: float | None) -> str:
    if level is None:
        return words.rank_span_plain
    return words.rank_span % {"share": figure(round(100 * level, 6), words.language)}


def _legend(
    rows: Sequence[RankRow], y: float, plot: _Plot, banded: bool, span: str
) -> tuple[list[str], float]:
    words = plot.words
    samples: list[tuple[legend.Sample, str]] = []
    if any(row.place.known for row in rows):
        samples += [
            (lambda x, at: rect("peers", x - 11, at - 3.5, 22, 7), span),
            (_middle, words.rank_middle),
        ]
    if banded:
        samples.append((legend.band_sample, words.rank_bands))
    for reason in dict.fromkeys(_told(row, words) for row in rows if not row.place.known):
        samples.append((legend.hatch_sample(plot.key), reason))
    return legend.flow(samples, 0, y, plot.width)


def _table(rows: Sequence[RankRow], words: Words) -> PictureTable:
    columns = (
        words.unit, words.rank_best, words.rank_middle, words.rank_worst, words.rank_band,
    )  # fmt: skip
    return PictureTable(columns, tuple(_cells(row, words) for row in rows))


def _cells(row: RankRow, words: Words) -> tuple[str, ...]:
    band = str(row.band) if row.band else "–"
    if not row.place.known:
        return (row.label, *(row.missing or words.not_assessed,) * 3, band)
    best, worst = _ends(row.place)
    figures = (figure(one, words.language, 0) for one in (best, row.place.value, worst))
    return (row.label, *figures, band)
