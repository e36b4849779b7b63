"""The ground of pictures over time: upright axis, periods below, the line where something began."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.svg import line, number, rect, text
from paseo.report.charts.words import Words

_LINE: Final = legend.LETTER_LINE
#: Steps between labelled periods: years and quarters of months before anything odd.
_STEPS: Final = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where values and periods lie.

    Args:
        axis: the upright one.
        left, right: ends of the ground.
        count: periods, at equal distances.
        over: room above the ground, for the words of the start.
    """

    axis: Axis
    left: float
    right: float
    count: int
    over: float
    words: Words

    def x(self, at: float) -> float:
        """Return the middle of a period; halves lie between two periods."""
        room = self.right - self.left - 16
        return self.left + 8 + room * ((at + 0.5) / max(1, self.count))

    def y(self, value: float) -> float:
        return self.axis.at(value)

    @property
    def r(self) -> float:
        """Half the size of a mark that does not touch its neighbours."""
        return min(4.0, max(1.5, (self.right - self.left) / max(1, self.count) * 0.38))


def timeline(
    numbers: Iterable[float | None],
    count: int,
    words: Words,
    width: float,
    height: float,
    over: float,
    *,
    with_zero: bool = False,
) -> Timeline:
    """Return a ground that holds all numbers."""
    axis = axis_over(numbers, over + height, over, with_zero=with_zero)
    labels = [width_of(axis.label(tick, words.language)) for tick in axis.ticks]
    left = min(max(labels, default=0.0) + 10, width * 0.4)
    return Timeline(axis, left, width, count, over, words)


def ground(plot: Timeline) -> list[str]:
    """Draw the grid with its figures, and the line on which the periods stand."""
    parts = []
    for tick in plot.axis.ticks:
        y = plot.y(tick)
        parts.append(line("grid", plot.left, y, plot.right, y))
        label = plot.axis.label(tick, plot.words.language)
        parts.append(text("muted", plot.left - 6, y + 4.5, label, "end"))
    base = plot.axis.start
    return [*parts, line("line", plot.left, base, plot.right, base, stroke_width=1)]


def periods(plot: Timeline, labels: Sequence[str]) -> list[str]:
    """Write as many periods below the ground as fit, at equal steps from the first."""
    widest = max((width_of(one) for one in labels), default=0.0)
    room = (plot.right - plot.left - 16) / max(1, len(labels))
    step = next((one for one in _STEPS if one * room >= widest + 10), max(1, len(labels)))
    parts, y = [], plot.axis.start
    for at in range(0, len(labels), step):
        x = plot.x(at)
        half = width_of(labels[at]) / 2
        centre = min(max(x, half), plot.right - half)
        parts.append(line("line", x, y, x, y + 4, stroke_width=1))
        if half * 2 <= plot.right:
            parts.append(text("muted", centre, y + 18, labels[at], "middle"))
    return parts


def start_words(plot_width: float, words: str) -> tuple[str, ...]:
    """Return the lines that name the start, as wide as half the picture."""
    return wrap(words, plot_width / 2 - 16, 3) if words else ()


def start_line(plot: Timeline, start: int, said: Sequence[str]) -> list[str]:
    """Draw the line between the last period before and the first after the start."""
    x = plot.x(start - 0.5)
    parts = [
        line("gap line", x, 2, x, plot.axis.start, stroke_width=1.5, stroke_dasharray="5 4"),
    ]
    after = plot.right - x > x
    place, anchor = (x + 8, "start") if after else (x - 8, "end")
    wide = max((width_of(one) for one in said), default=0.0)
    parts.append(rect("paper", place if after else place - wide, 1, wide, _LINE * len(said)))
    return parts + [text("gap", place, 13 + _LINE * at, one, anchor) for at, one in enumerate(said)]


def runs(values: Sequence[float | None], first: int = 0) -> list[list[tuple[int, float]]]:
    """Return stretches of known values with their places; nothing is joined over a hole.

    >>> runs([1, None, 3, 4])
    [[(0, 1)], [(2, 3), (3, 4)]]
    """
    found: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if at < first or not finite(value):
            found.append([])
        else:
            found[-1].append((at, value))
    return [run for run in found if run]


def path(plot: Timeline, run: Sequence[tuple[int, float]]) -> str:
    """Return the line through a run, a short dash where it is one period only."""
    if len(run) == 1:
        at, value = run[0]
        x, y = number(plot.x(at) - 3), number(plot.y(value))
        return f"M{x} {y}H{number(plot.x(at) + 3)}"
    points = (f"{number(plot.x(at))} {number(plot.y(value))}" for at, value in run)
    return "M" + "L".join(points)
