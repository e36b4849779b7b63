"""Range bar: the own value with its interval over the peers' 10-90 % band and their median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import (
    Estimate,
    digits_of,
    ends_said,
    figure,
    finite,
    interval_said,
    value_said,
)
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import Face, placed
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text
from paseo.report.charts.words import Words

#: From this width on, labels and values stand beside the bars, not above them.
_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE


@dataclass(frozen=True, slots=True)
class PeerBand:
    """The 10 % mark, median and 90 % mark of the peers, in the unit of the value."""

    tenth: float
    median: float
    ninetieth: float

    @property
    def known(self) -> bool:
        """Whether all three are finite."""
        return finite(self.tenth) and finite(self.median) and finite(self.ninetieth)


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One indicator of a range bar.

    Args:
        label: name of the indicator.
        own: own value with its interval.
        peers: the peers' band, None when there is none.
        face: decides mark and colour.
        unit: unit label in the reader's language; up to three letters stand at the number.
        note: more words below the label, such as the period.
        better: which end is favourable, None when neither is.
        bounds: what values can be at all, such as (0, 100) for a share.
        limits: fixed ends of the axis; what lies beyond gets an arrowhead.
        missing: words in the place of a value that is not known; "not assessed" without.
    """

    label: str
    own: Estimate
    peers: PeerBand | None = None
    face: Face = "context"
    unit: str = ""
    note: str = ""
    better: Literal["higher", "lower"] | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    limits: tuple[float, float] | None = None
    missing: str = ""

    @property
    def band(self) -> PeerBand | None:
        """The peers' band where it can be drawn."""
        return self.peers if self.peers is not None and self.peers.known else None


def range_bar(
    row: RangeRow,
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 220,
    height: float = 28,
) -> Picture:
    """Return one small range bar without text, for a row of a table that says the numbers.

    Args:
        row: the indicator.
        title: accessible name, such as the indicator's name.
        description: the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width, height: size in pixels.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> row = RangeRow("Safe at night", Estimate(70, 66, 74), PeerBand(52, 68, 81), "felt", "%")
        >>> bar = range_bar(row, title="Safe at night", description="70 %", words=words_in("en"),
        ...     key="safe")
        >>> bar.table.rows[0][1:4]
        ('70\\xa0%', '66', '74')
    """
    axis = _axis(row, 10, width - 10)
    parts = _bar(row, axis, height / 2, key, half=height / 4, r=5)
    table = _table([row], words)
    return Picture(
        drawing(key, width, height, title, description, parts), title, description, table
    )


def range_bars(
    rows: Sequence[RangeRow],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
) -> Picture:
    """Return range bars below each other, each indicator on its own axis, with a legend.

    Args:
        rows: the indicators.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone, with the labels above the bars.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> picture = range_bars([RangeRow("Robberies", Estimate(None))], title="Robberies",
        ...     description="Not assessed.", words=words_in("en"), key="r")
        >>> picture.table.rows[0][1]
        'not assessed'
    """
    place = _row_beside if width >= _BESIDE else _row_above
    parts: list[str] = []
    y = 4.0
    for index, row in enumerate(rows):
        if index:
            parts.append(line("grid", 0, y, width, y))
            y += 10
        drawn, used = place(row, y, width, words, key)
        parts += drawn
        y += used + 6
    samples = _samples(rows, words)
    if samples:
        parts.append(line("grid", 0, y, width, y))
        drawn, used = legend.flow(samples, 0, y + 8, width)
        parts += drawn
        y += 8 + used
    svg = drawing(key, width, y + 4, title, description, parts)
    return Picture(svg, title, description, _table(rows, words))


def _row_beside(
    row: RangeRow, y: float, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    """Set label, bar and value in three columns."""
    room, told = width * 0.36, 112.0
    parts, used = _label(row, y, room)
    axis = _axis(row, room + 24, width - told - 12)
    parts += _bar(row, axis, y + 16, key, half=11, r=6)
    parts += _ends(row, axis, y + 44, words)
    parts += _value(row, y + 21, width, told, words)
    return parts, max(used, 50)


def _row_above(
    row: RangeRow, y: float, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    """Set the label above the bar, the value below the label."""
    parts, used = _label(row, y, width - 8)
    said = _told(row, words)
    more = interval_said(row.own, words)
    parts.append(
        text("ink" if row.own.known else "muted", 0, y + used + 13, said, bold=row.own.known)
    )
    if more:
        after = width_of(said, bold=True) + 8
        if after + width_of(more) > width:
            after, used = 0, used + _LINE
        parts.append(text("muted", after, y + used + 13, more))
    top = y + used + 24
    axis = _axis(row, 10, width - 10)
    parts += _bar(row, axis, top + 12, key, half=10, r=6)
    parts += _ends(row, axis, top + 40, words)
    return parts, used + 24 + 44


def _label(row: RangeRow, y: float, room: float) -> tuple[list[str], float]:
    lines = wrap(row.label, room, 4, bold=True)
    parts = [text("ink", 0, y + 13 + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    unit = row.unit if len(row.unit) > _SHORT else ""
    more = wrap(", ".join(one for one in (unit, row.note) if one), room, 3)
    top = y + 13 + _LINE * len(lines)
    parts += [text("muted", 0, top + _LINE * at, one) for at, one in enumerate(more)]
    return parts, _LINE * (len(lines) + len(more)) + 2


#: Units up to this length stand at the number, longer ones below the label.
_SHORT: Final = 3


def _short_unit(row: RangeRow) -> str:
    return row.unit if len(row.unit) <= _SHORT else ""


def _told(row: RangeRow, words: Words) -> str:
    if not row.own.known:
        return row.missing or words.not_assessed
    return value_said(row.own, words, _short_unit(row))


def _value(row: RangeRow, y: float, right: float, room: float, words: Words) -> list[str]:
    if not row.own.known:
        lines = wrap(_told(row, words), room, 3)
        return [text("muted", right, y + _LINE * at, one, "end") for at, one in enumerate(lines)]
    parts = [text("ink", right, y, _told(row, words), "end", bold=True)]
    more = interval_said(row.own, words)
    if more:
        parts.append(text("muted", right, y + _LINE, more, "end"))
    return parts


def _axis(row: RangeRow, start: float, end: float) -> Axis:
    numbers = list(row.own.numbers)
    if row.band:
        numbers += [row.band.tenth, row.band.median, row.band.ninetieth]
    return axis_over(numbers, start, end, limits=row.limits, bounds=row.bounds, most=4)


def _bar(row: RangeRow, axis: Axis, y: float, key: str, half: float, r: float) -> list[str]:
    """Draw track, band, median, interval and mark around the height ``y``."""
    left, right = axis.start, axis.end
    parts = []
    if row.own.known:
        parts.append(line("peers line", left, y, right, y, stroke_width=0.75))
        parts += [
            line("peers line", end, y - 4, end, y + 4, stroke_width=0.75) for end in (left, right)
        ]
    else:
        parts.append(hatched(key, left, y - half * 0.75, right - left, half * 1.5))
    band = row.band
    if band:
        low, high = sorted((axis.at(band.tenth), axis.at(band.ninetieth)))
        if row.own.known:
            parts.append(rect("peers band", low, y - half, max(high - low, 1), half * 2))
        parts += [
            line("peers line", edge, y - half, edge, y + half, stroke_width=0.75)
            for edge in (low, high)
        ]
        middle = axis.at(band.median)
        parts.append(line("peers line", middle, y - half - 2, middle, y + half + 2, stroke_width=2))
    parts.append(placed(row.face, row.own, axis, y, r))
    return parts


def _ends(row: RangeRow, axis: Axis, y: float, words: Words) -> list[str]:
    """Write the ends of the axis below the bar, and which of them is the better one."""
    if not row.own.numbers and not row.band:
        return []
    low, high = (figure(end, words.language, axis.digits) for end in (axis.low, axis.high))
    if row.better == "lower":
        low = f"{low} ← {words.better}"
    if row.better == "higher":
        high = f"{words.better} → {high}"
    return [
        text("muted", axis.start, y, low),
        text("muted", axis.end, y, high, "end"),
    ]


def _samples(rows: Sequence[RangeRow], words: Words) -> list[tuple[legend.Sample, str]]:
    found: list[tuple[legend.Sample, str]] = []
    names: dict[Face, str] = {
        "happens": words.happens,
        "felt": words.felt,
        "context": words.context,
    }
    for face, name in names.items():
        if any(row.face == face and row.own.known for row in rows):
            found.append((_sample(face), name))
    if any(row.band for row in rows):
        found += [(legend.band_sample, words.peers), (legend.median_sample, words.peers_median)]
    if any(_capped(row) for row in rows):
        found.append((legend.beyond_sample, words.beyond))
    return found


def _capped(row: RangeRow) -> bool:
    """Say whether anything of the own value goes on beyond its axis."""
    value, axis = row.own.value, _axis(row, 0, 1)
    if not finite(value):
        return False
    return any(axis.beyond(one) for one in (value, *(row.own.ends or ())))


def _sample(face: Face) -> legend.Sample:
    return lambda x, y: placed(face, Estimate(0, -1, 1), Axis(-1, 1, x - 11, x + 11), y, 5)


def _table(rows: Sequence[RangeRow], words: Words) -> PictureTable:
    columns = (
        words.indicator,
        words.value,
        words.low,
        words.high,
        words.unit,
        words.peers_tenth,
        words.peers_median,
        words.peers_ninetieth,
    )
    return PictureTable(columns, tuple(_cells(row, words) for row in rows))


def _cells(row: RangeRow, words: Words) -> tuple[str, ...]:
    digits = digits_of(row.own)
    band = row.band
    marks = (band.tenth, band.median, band.ninetieth) if band else None
    ends = ends_said(row.own, words)
    return (
        row.label,
        _told(row, words),
        *(ends if row.own.known else (row.missing or words.not_assessed,) * 2),
        row.unit or "–",
        *(
            tuple(figure(one, words.language, digits) for one in marks)
            if marks
            else (words.no_peers,) * 3
        ),
    )
