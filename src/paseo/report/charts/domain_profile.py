"""Points of the points possible in each domain, beside the gates that come before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import Shape, mark
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE
GateState = Literal["met", "open", "unknown", "disagree"]
#: Shapes tell the states apart without colour; words stand beside each.
_SHAPES: Final[dict[GateState, Shape]] = {
    "met": "circle",
    "open": "triangle",
    "unknown": "diamond",
    "disagree": "cross",
}


@dataclass(frozen=True, slots=True)
class GateMark:
    """A gate with its state and the words for it ("met")."""

    state: GateState
    words: str


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain.

    Args:
        label: its name.
        points: reached; may be below zero.
        possible: the most that the counted items can give; 0 where none counts.
        gates: what must be met first.
    """

    label: str
    points: float
    possible: float
    gates: tuple[GateMark, ...] = ()

    @property
    def known(self) -> bool:
        return finite(self.points) and finite(self.possible) and self.possible > 0


def domain_profile(
    rows: Sequence[DomainRow],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
) -> Picture:
    """Return a bar for each domain, drawn within what was possible, with its gates in words.

    Args:
        rows: domains in the order of the form.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> rows = [DomainRow("Evidence", 5, 12, (GateMark("open", "not met"),))]
        >>> picture = domain_profile(
        ...     rows, title="t", description="d", words=words_in("en"), key="p")
        >>> picture.table.rows
        (('Evidence', 'not met', '5', '12'),)
    """
    beside = width >= _BESIDE
    labels = width * 0.34 if beside else 0.0
    told = max((width_of(_said(row, words)) for row in rows), default=0.0) + 16
    told = min(told, width * 0.3) if beside else 0.0
    axis = _axis(rows, labels + 4, width - told - 4)
    parts: list[str] = []
    y = 4.0
    for at, row in enumerate(rows):
        if at:
            parts.append(line("grid", 0, y, width, y))
            y += 8
        place = _row_beside if beside else _row_above
        drawn, used = place(row, y, axis, width, words, key)
        parts += drawn
        y += used + 8
    drawn, used = legend.flow(_samples(rows, words), 0, y + 4, width)
    svg = drawing(key, width, y + used + 8, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(rows, words))


def _axis(rows: Sequence[DomainRow], start: float, end: float) -> Axis:
    known = [one for row in rows if row.known for one in (row.points, row.possible)]
    return axis_over(known or [1.0], start, end, with_zero=True)


def _said(row: DomainRow, words: Words) -> str:
    if not row.known:
        return words.points_none
    values = {"points": _figure(row.points, words), "possible": _figure(row.possible, words)}
    return words.points_of % values


def _figure(value: float, words: Words) -> str:
    return figure(value, words.language)


def _row_beside(
    row: DomainRow, y: float, axis: Axis, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    room = axis.start - 16
    parts, used = _label(row, y, room)
    used = max(used, 38)
    parts.append(_bar(row, axis, y + used / 2, key, words))
    lines = wrap(_said(row, words), width - axis.end - 8, 3)
    top = y + used / 2 + 4.5 - _LINE * (len(lines) - 1) / 2
    parts += [
        text("ink" if row.known else "muted", width, top + _LINE * at, one, "end")
        for at, one in enumerate(lines)
    ]
    return parts, used


def _row_above(
    row: DomainRow, y: float, axis: Axis, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    parts, used = _label(row, y, width - 8)
    said = wrap(_said(row, words), width, 2)
    parts += [
        text("ink" if row.known else "muted", 0, y + used + 13 + _LINE * at, one)
        for at, one in enumerate(said)
    ]
    used += _LINE * len(said) + 4
    parts.append(_bar(row, axis, y + used + 12, key, words))
    return parts, used + 24


def _label(row: DomainRow, y: float, room: float) -> tuple[list[str], float]:
    lines = wrap(row.label, room, 3, bold=True)
    parts = [text("ink", 0, y + 13 + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    used = _LINE * len(lines) + 4
    for gate in row.gates:
        parts.append(mark("context", 7, y + used + 9, 5, _SHAPES[gate.state]))
        for at, one in enumerate(wrap(gate.words, room - 20, 3)):
            parts.append(text("muted", 20, y + used + 13.5 + _LINE * at, one))
        used += _LINE * max(1, len(wrap(gate.words, room - 20, 3)))
    return parts, used + 2


def _bar(row: DomainRow, axis: Axis, y: float, key: str, words: Words) -> str:
    if not row.known:
        return hatched(key, axis.start, y - 9, axis.end - axis.start, 18)
    zero, end, most = axis.at(0.0), axis.at(row.points), axis.at(row.possible)
    drawn = rect("peers band", zero, y - 9, most - zero, 18)
    drawn += rect("ink", min(zero, end), y - 5, abs(end - zero), 10)
    drawn += rect("peers line", zero, y - 9, most - zero, 18, stroke_width=1)
    if axis.low < 0:
        drawn += line("line", zero, y - 12, zero, y + 12, stroke_width=1)
    return titled(f"{row.label}: {_said(row, words)}", drawn)


def _samples(rows: Sequence[DomainRow], words: Words) -> list[tuple[legend.Sample, str]]:
    if not any(row.known for row in rows):
        return []
    return [
        (lambda x, y: rect("ink", x - 11, y - 5, 22, 10), words.points),
        (_possible_sample, words.points_possible),
    ]


def _possible_sample(x: float, y: float) -> str:
    return rect("peers band", x - 11, y - 7, 22, 14) + rect("peers line", x - 11, y - 7, 22, 14)


def _table(rows: Sequence[DomainRow], words: Words) -> PictureTable:
    return PictureTable(
        (words.domain, words.gate, words.points, words.points_possible),
        tuple(
            (
                row.label,
                "; ".join(gate.words for gate in row.gates) or "–",
                _figure(row.points, words) if row.known else words.points_none,
                _figure(row.possible, words) if row.known else words.points_none,
            )
            for row in rows
        ),
    )
