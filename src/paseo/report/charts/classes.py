"""Classes of a map: round edges that part the values into shades of one hue."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from paseo.report.charts.estimate import figure, finite
from paseo.report.charts.words import Words

MOST: Final = 5
#: Shades used for a number of classes, so that few classes still differ in print.
_SHADES: Final = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True, slots=True)
class Classes:
    """Edges of classes from the lowest to the highest; a class holds its lower edge.

    The highest class holds its upper edge too.
    """

    edges: tuple[float, ...]

    @property
    def count(self) -> int:
        """Number of classes."""
        return max(1, len(self.edges) - 1)

    def index(self, value: float | None) -> int:
        """Return the class of a value, counted from 0."""
        if not finite(value):
            return 0
        return min(self.count - 1, max(0, bisect_right(self.edges[1:-1], value)))

    def shade(self, value: float | None) -> int:
        """Return the shade of a value, 1 (light) to 5 (dark)."""
        return _SHADES[self.count][self.index(value)]

    def labels(self, words: Words) -> list[tuple[int, str]]:
        """Return each class's shade and its limits in figures."""
        if not self.edges:
            return []
        return [(_SHADES[self.count][at], self._said(at, words)) for at in range(self.count)]

    def label(self, value: float | None, words: Words) -> str:
        """Return the limits of a value's class in figures."""
        return self._said(self.index(value), words)

    def _said(self, at: int, words: Words) -> str:
        if len(self.edges) < 2:
            return figure(self.edges[0], words.language) if self.edges else ""
        low, high = (figure(edge, words.language) for edge in self.edges[at : at + 2])
        return words.span % {"low": low, "high": high}


def classes_of(values: Iterable[float | None], breaks: Sequence[float] = ()) -> Classes:
    """Return classes by given edges, or by quantiles with round edges.

    Args:
        values: all values; unknown ones are passed over.
        breaks: edges wanted; the outer ones move out where values lie beyond them.

    >>> classes_of([1.04, 2.2, 3.1, 4.9, 6.2, 8.8]).edges
    (1, 3, 5, 9)
    >>> classes_of([3, 3, 3]).edges, classes_of([]).edges
    ((3,), ())
    """
    known = sorted(float(value) for value in values if finite(value))
    if not known:
        return Classes(())
    wanted = sorted({float(edge) for edge in breaks if finite(edge)})[: MOST + 1]
    if len(wanted) >= 2:
        ends = (min(wanted[0], known[0]), max(wanted[-1], known[-1]))
        return Classes((ends[0], *wanted[1:-1], ends[1]))
    if known[0] == known[-1]:
        return Classes((_plain(known[0]),))
    for count in range(min(MOST, max(2, len(set(known)) // 2)), 1, -1):
        raw = [known[round(at * (len(known) - 1) / count)] for at in range(1, count)]
        edges = _rounded(known[0], raw, known[-1])
        if edges and _all_used(edges, known):
            return Classes(edges)
    return Classes((known[0], known[-1]))


def _rounded(low: float, inner: Sequence[float], high: float) -> tuple[float, ...]:
    """Return edges rounded as far as they stay apart; empty when they cannot be told apart."""
    size = max(abs(low), abs(high))
    for digits in range(1, 7):
        unit = 10.0 ** (math.floor(math.log10(size)) - digits + 1)
        if unit == 0 or not math.isfinite(unit) or not math.isfinite(size / unit):
            continue
        edges: tuple[float, ...] = (
            math.floor(low / unit) * unit,
            *(round(edge / unit) * unit for edge in inner),
            math.ceil(high / unit) * unit,
        )
        edges = tuple(_plain(edge) for edge in edges)
        holds = all(map(math.isfinite, edges)) and edges[0] <= low and high <= edges[-1]
        if holds and all(after > before for before, after in pairwise(edges)):
            return edges
    return ()


def _all_used(edges: tuple[float, ...], known: Sequence[float]) -> bool:
    classes = Classes(edges)
    return len({classes.index(value) for value in known}) == classes.count


def _plain(edge: float) -> float:
    """Return a number without the dust of binary fractions."""
    clean = float(f"{edge:.12g}")
    return int(clean) if clean.is_integer() and abs(clean) < 1e15 else clean
