"""Two pyramids side by side: what is new, what has ended, what has moved or changed its size."""

from __future__ import annotations

from dataclasses import dataclass

from paseo.prevention.measures.measure import Measure
from paseo.prevention.pyramid.effort import EFFORTS, By, effort_of
from paseo.prevention.pyramid.pyramid import Pyramid, Spot, spot_of


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that stands elsewhere than before; None where it is not placed."""

    measure: Measure
    before: Spot | None
    after: Spot | None


@dataclass(frozen=True, slots=True)
class Resized:
    """A measure whose stated effort changed.

    Args:
        before, after: None where it was or is not stated.
    """

    measure: Measure
    by: By
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Beside:
    """An earlier pyramid and a later one.

    Args:
        new: in the later one only. ended: in the earlier one only.
        stayed: in both.
        moved, resized: what stayed and changed its cell or its effort. Empty where both
            pyramids are read from one register, which holds one state of each measure.
        one_register: whether they are; moves and sizes then cannot be told.
    """

    before: Pyramid
    after: Pyramid
    new: tuple[Measure, ...]
    ended: tuple[Measure, ...]
    stayed: tuple[Measure, ...]
    moved: tuple[Moved, ...]
    resized: tuple[Resized, ...]
    one_register: bool

    @property
    def changed(self) -> bool:
        return bool(self.new or self.ended or self.moved or self.resized)


def stand_beside(before: Pyramid, after: Pyramid, *, one_register: bool) -> Beside:
    """Compare two pyramids measure by measure, by the ids of their registers.

    Args:
        before: the earlier one.
        after: the later one, of the same scope but for its year.
        one_register: whether both are read from the same register.

    Returns:
        Measures in the order of the later register, ended ones in that of the earlier.

    Example:
        >>> from datetime import date
        >>> from paseo.prevention.measures.measure import Measure, Register
        >>> from paseo.prevention.pyramid.pyramid import Scope, build_pyramid
        >>> held = Register([Measure(id="a", name="Old", end=date(2024, 6, 1)),
        ...                  Measure(id="b", name="Young", start=date(2025, 1, 1))])
        >>> years = [build_pyramid(held, Scope(year=year)) for year in (2024, 2025)]
        >>> found = stand_beside(*years, one_register=True)
        >>> [one.id for one in found.new], [one.id for one in found.ended]
        (['b'], ['a'])
    """
    old = {one.id: one for one in (*before.measures, *before.unplaced)}
    young = {one.id: one for one in (*after.measures, *after.unplaced)}
    both = [(old[code], one) for code, one in young.items() if code in old]
    return Beside(
        before,
        after,
        tuple(one for code, one in young.items() if code not in old),
        tuple(one for code, one in old.items() if code not in young),
        tuple(one for _old, one in both),
        tuple(
            Moved(now, spot_of(then), spot_of(now))
            for then, now in both
            if spot_of(then) != spot_of(now)
        ),
        tuple(one for then, now in both for one in _resized(then, now)),
        one_register,
    )


def _resized(then: Measure, now: Measure) -> list[Resized]:
    found = [
        Resized(now, by, effort_of(then, by), effort_of(now, by))
        for by in EFFORTS
        if effort_of(then, by) != effort_of(now, by)
    ]
    # Sums in two currencies cannot be compared, so that a change of it is no change of effort.
    if then.currency != now.currency:
        found = [one for one in found if one.by is not By.BUDGET]
    return found
