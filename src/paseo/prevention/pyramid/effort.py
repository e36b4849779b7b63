"""Where measures stand and where effort goes: two views that need not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paseo.prevention.measures.measure import LEVELS, Level, Measure
from paseo.prevention.pyramid.pyramid import Pyramid


class By(StrEnum):
    """What a pyramid is measured by."""

    COUNT = "count"
    FTE = "fte"
    BUDGET = "budget"


#: The two kinds of effort.
EFFORTS: Final = (By.FTE, By.BUDGET)
#: Shares that differ by so many percentage points are named. The bound is ours, to spare readers
#: differences of one or two measures; it is no norm.
NAMED_FROM: Final = 10.0
#: The two levels at the top.
UPPER: Final = (Level.SPECIFIC, Level.REACTION)


@dataclass(frozen=True, slots=True)
class Spread:
    """How one kind of effort is spread over the levels.

    Args:
        by: count, full-time posts or budget.
        amounts: sum on each level over the measures that state it; zero where none does.
        shares: of the whole in per cent; empty where the whole is zero or nothing is stated.
        stated: how many measures state it, of ``of``.
        counts: shares by count of the same measures, those that state the effort. Beside them
            the shares by effort differ because of sizes, not because of what is left unsaid.
        unstated: how many measures on each level do not state it.
        currency: of a budget.
        other_currency: how many state their budget in another currency; they are in no sum.
    """

    by: By
    amounts: Mapping[Level, float]
    shares: Mapping[Level, float]
    counts: Mapping[Level, float]
    stated: int
    of: int
    unstated: Mapping[Level, int]
    currency: str = ""
    other_currency: int = 0

    @property
    def total(self) -> float:
        return sum(self.amounts.values())

    @property
    def upper(self) -> float | None:
        """Return the share of the two upper levels in per cent."""
        return sum(self.shares[level] for level in UPPER) if self.shares else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A level, or the upper half, whose share by effort is unlike its share by count.

    Args:
        level: None for the two upper levels together, which then hold more than half by one view
            and less than half by the other.
        by_count, by_effort: shares in per cent, both of the measures that state the effort.
    """

    by: By
    level: Level | None
    by_count: float
    by_effort: float


def effort_of(measure: Measure, by: By, currency: str = "") -> float | None:
    """Return a measure's effort; 1 by count, None where it is not stated in ``currency``."""
    if by is By.COUNT:
        return 1.0
    if by is By.FTE:
        return measure.fte
    return measure.budget if measure.currency == currency or not currency else None


def spread(pyramid: Pyramid, by: By) -> Spread:
    """Return how measures or effort are spread over the levels of a pyramid.

    share(level) = 100 * effort on the level / effort on all levels

    Args:
        pyramid: whose placed measures are taken.
        by: count, full-time posts or budget.

    Returns:
        Sums and shares over the measures that state the effort, with how many do not. Nothing
        is ever counted as zero because nobody stated it.

    Example:
        >>> from paseo.prevention.measures.measure import Measure, Orientation, Register
        >>> from paseo.prevention.pyramid.pyramid import build_pyramid
        >>> on = {"name": "x", "orientation": Orientation.PROBLEM}
        >>> found = spread(build_pyramid(Register([
        ...     Measure(id="a", level=Level.REACTION, fte=9.0, **on),
        ...     Measure(id="b", level=Level.GENERAL, fte=1.0, **on),
        ...     Measure(id="c", level=Level.GENERAL, **on)])), By.FTE)
        >>> found.shares[Level.REACTION], found.counts[Level.REACTION], found.stated, found.of
        (90.0, 50.0, 2, 3)
    """
    currency = pyramid.currency if by is By.BUDGET else ""
    amounts = dict.fromkeys(LEVELS, 0.0)
    stating = dict.fromkeys(LEVELS, 0)
    unstated = dict.fromkeys(LEVELS, 0)
    other = 0
    for level in LEVELS:
        for measure in pyramid.on(level):
            value = effort_of(measure, by, currency)
            if value is None:
                unstated[level] += 1
                other += by is By.BUDGET and measure.budget is not None
            else:
                amounts[level] += value
                stating[level] += 1
    return Spread(
        by,
        amounts,
        _shares(amounts),
        _shares(stating),
        sum(stating.values()),
        len(pyramid.measures),
        unstated,
        currency,
        other,
    )


def _shares(amounts: Mapping[Level, float]) -> dict[Level, float]:
    total = sum(amounts.values())
    return {level: 100 * one / total for level, one in amounts.items()} if total > 0 else {}


def disagreements(spread: Spread) -> tuple[Disagreement, ...]:
    """Return where count and effort tell unlike stories, the two upper levels first.

    Args:
        spread: of an effort.

    Returns:
        Only shares that differ by ten percentage points or more: the upper levels together where
        one view gives them more than half and the other less; then each level.
    """
    if spread.by is By.COUNT or not spread.shares:
        return ()
    found = []
    upper, counted = spread.upper or 0.0, sum(spread.counts[level] for level in UPPER)
    if (upper - 50) * (counted - 50) < 0 and _apart(upper, counted):
        found.append(Disagreement(spread.by, None, counted, upper))
    found += [
        Disagreement(spread.by, level, spread.counts[level], spread.shares[level])
        for level in LEVELS
        if _apart(spread.counts[level], spread.shares[level])
    ]
    return tuple(found)


def _apart(one: float, other: float) -> bool:
    # A ten-thousandth: shares of exactly ten points apart must not depend on rounding.
    return abs(one - other) >= NAMED_FROM - 1e-4
