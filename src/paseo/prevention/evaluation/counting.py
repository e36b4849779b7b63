"""Counts before and after from whatever a case holds, like with like: same length, same season."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paseo.prevention.evaluation.case import (
    PER_YEAR,
    Case,
    Counts,
    Line,
    Role,
    Series,
)
from paseo.prevention.evaluation.result import Tally
from paseo.stats.impact import BeforeAfter


@dataclass(frozen=True, slots=True)
class Window:
    """The periods of a series that stand for before and after.

    Args:
        before, after: indices of the periods, in pairs.
        in_season: every pair is of one season.
        whole_years: both are whole years.
        left_out: periods of the series that play no part.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    in_season: bool
    whole_years: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Events of one area and class before and after, with what they are over.

    Args:
        over_before, over_after: size of the area (1 where no size is used) times length.
    """

    area: str
    crime: str
    before: float
    after: float | None
    over_before: float
    over_after: float


@dataclass(frozen=True, slots=True)
class Side:
    """Some areas as one: events, and what they are over beside the areas they stand next to.

    A side of weight 1 keeps its plain events; a comparison of weight 3 counts a third.

    Args:
        size: of the areas beside which it stands.
    """

    areas: tuple[str, ...]
    before: float
    after: float | None
    weight_before: float
    weight_after: float
    size: float = 1.0

    @property
    def per_size(self) -> BeforeAfter:
        """Return the side over its own size, as rates per unit of size are formed."""
        assert self.after is not None
        return BeforeAfter(
            self.before, self.after, self.weight_before * self.size, self.weight_after * self.size
        )

    @property
    def counts(self) -> BeforeAfter:
        """Return the side for the methods; only where both periods were counted."""
        assert self.after is not None
        return BeforeAfter(self.before, self.after, self.weight_before, self.weight_after)

    @property
    def rate_before(self) -> float:
        return self.before / self.weight_before

    @property
    def rate_after(self) -> float | None:
        return None if self.after is None else self.after / self.weight_after


def matched_window(series: Series, split: int, lines: Sequence[Line]) -> Window:
    """Return the longest periods before and after that are alike in length and season.

    Whole years on both sides where there are; else the periods after and the same ones a year
    before; else as many periods before as after. A pair in which an area has no count goes.

    Args:
        series: the series. split: index of the first period after the start.
        lines: those that are to be compared.
    """
    n, cycle = len(series.starts), PER_YEAR[series.step]
    least = min(split, n - split)
    whole = least >= cycle
    if whole:
        length = least // cycle * cycle
        pairs = [(split - length + k, split + k) for k in range(length)]
    elif split >= cycle:
        pairs = [(split - cycle + k, split + k) for k in range(n - split)]
    else:
        pairs = [(split - least + k, split + k) for k in range(least)]
    counted = [
        (one, other)
        for one, other in pairs
        if all(line.counts[at] is not None for line in lines for at in (one, other))
    ]
    return Window(
        tuple(one for one, _ in counted),
        tuple(other for _, other in counted),
        whole or split >= cycle,
        whole and len(counted) == len(pairs),
        n - 2 * len(counted),
    )


def cells_of(case: Case) -> tuple[tuple[Cell, ...], Window | None]:
    """Return the counts of every area and class, and the window where they are from a series."""
    sized = all(one.size is not None for one in case.areas)
    sizes = {one.id: (one.size if sized and one.size else 1.0) for one in case.areas}
    if isinstance(case.data, Counts):
        found = tuple(
            Cell(
                one.area, one.crime, one.before, one.after,
                sizes[one.area] * case.periods.before, sizes[one.area] * case.periods.after,
            )
            for one in case.data.cells
        )  # fmt: skip
        return found, None
    if isinstance(case.data, Series) and case.start is not None:
        return _of_series(case, case.data, sizes)
    return (), None


def _of_series(
    case: Case, series: Series, sizes: dict[str, float]
) -> tuple[tuple[Cell, ...], Window | None]:
    assert case.start is not None
    split = series.split(case.start)
    if split >= len(series.starts):
        return _planned(series, sizes), None
    window = matched_window(series, split, series.lines)
    if not window.before:
        return (), None  # gaps leave no pair of periods in which every area was counted
    exposed = all(line.exposure is not None for line in series.lines)
    cells = []
    for line in series.lines:
        base = line.exposure if exposed and line.exposure else None
        # An exposure for every period says more than one size for all; both would count it twice.
        over = [
            sum(base[at] for at in side) if base else sizes[line.area] * len(side)
            for side in (window.before, window.after)
        ]
        events = [sum(line.counts[at] or 0.0 for at in side)
                  for side in (window.before, window.after)]  # fmt: skip
        cells.append(Cell(line.area, line.crime, events[0], events[1], over[0], over[1]))
    return tuple(cells), window


def _planned(series: Series, sizes: dict[str, float]) -> tuple[Cell, ...]:
    """Return the last year (or all there is) in which every area was counted before the start."""
    whole = [
        at
        for at in range(len(series.starts))
        if all(line.counts[at] is not None for line in series.lines)
    ]
    last = whole[-PER_YEAR[series.step] :]
    if not last:
        return ()
    return tuple(
        Cell(
            line.area, line.crime, sum(line.counts[at] or 0.0 for at in last), None,
            sizes[line.area] * len(last), sizes[line.area] * len(last),
        )
        for line in series.lines
    )  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """The counts of a case, ready to be put side by side."""

    case: Case
    cells: tuple[Cell, ...]
    window: Window | None

    @staticmethod
    def of(case: Case) -> Ledger:
        return Ledger(case, *cells_of(case))

    @property
    def finished(self) -> bool:
        return bool(self.cells) and all(one.after is not None for one in self.cells)

    def areas(self, role: Role) -> tuple[str, ...]:
        return tuple(one.id for one in self.case.in_role(role))

    def side(self, areas: Sequence[str], beside: Sequence[str], crime: str = "") -> Side | None:
        """Return some areas as one beside others; None where there are none.

        Args:
            areas: to be summed.
            beside: those whose events the result is told in; their weight after is 1.
            crime: a class of events, all of them when empty.
        """
        mine, theirs = self._sum(areas, crime), self._sum(beside, crime)
        if mine is None or theirs is None:
            return None
        unit = theirs.over_after
        return Side(
            tuple(areas), mine.before, mine.after, mine.over_before / unit, mine.over_after / unit,
            self._size(beside),
        )  # fmt: skip

    @property
    def sized(self) -> bool:
        """Return whether the sizes of all areas are known and used."""
        return bool(self.case.areas) and all(one.size is not None for one in self.case.areas)

    def _size(self, areas: Sequence[str]) -> float:
        if not self.sized:
            return 1.0
        return math.fsum(self.case.area(code).size or 0.0 for code in areas)

    def _sum(self, areas: Iterable[str], crime: str) -> Cell | None:
        wanted = set(areas)
        found = [one for one in self.cells if one.area in wanted and crime in ("", one.crime)]
        if not found:
            return None
        classes = len({one.crime for one in found})
        afters = [one.after for one in found]
        return Cell(
            "", crime,
            sum(one.before for one in found),
            None if None in afters else math.fsum(one for one in afters if one is not None),
            # Each class is counted over the same ground: it is no further ground.
            sum(one.over_before for one in found) / classes,
            sum(one.over_after for one in found) / classes,
        )  # fmt: skip

    def tallies(self) -> tuple[Tally, ...]:
        """Return every area and class, and the sum of classes, with rates like with like."""
        crimes = [one.id for one in self.case.crimes]
        found = []
        for area in self.case.areas:
            beside = self._beside(area.role)
            for crime in ["", *crimes] if len(crimes) > 1 else [""]:
                side = self.side([area.id], beside, crime)
                if side is not None:
                    found.append(
                        Tally(area.id, area.role, side.before, side.after, side.rate_before,
                              side.rate_after, crime)
                    )  # fmt: skip
        return tuple(found)

    def _beside(self, role: Role) -> tuple[str, ...]:
        around = role in (Role.DISPLACEMENT, Role.DISPLACEMENT_COMPARISON)
        wanted = Role.DISPLACEMENT if around else Role.TREATED
        return self.areas(wanted) or self.areas(Role.TREATED)
