"""What an evaluation can see at all, worked out from the counts before the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paseo.prevention.evaluation.by_counts import Comparison, comparisons
from paseo.prevention.evaluation.case import PER_YEAR, Case, Role, Series
from paseo.prevention.evaluation.counting import Ledger, Side
from paseo.prevention.evaluation.result import Power
from paseo.stats.checks import NumbersError
from paseo.stats.impact import (
    Expected,
    difference_power,
    ratio_power,
    smallest_detectable_difference,
)

#: The usual chance of finding what is there.
POWER: Final = 0.8
_MONTHS: Final = {"days": 1 / 30.4375, "weeks": 7 / 30.4375, "months": 1.0, "years": 12.0}
#: Counting longer than this many times as long is no advice.
_LONGEST: Final = 64.0


def powers(ledger: Ledger, factor: float) -> tuple[Power, ...]:
    """Return what could be seen beside each comparison, without and with displacement areas.

    Args:
        ledger: counts before the start; counts after are not looked at.
        factor: how much more than Poisson the counts vary.
    """
    return tuple(_powers(ledger, factor))


def _powers(ledger: Ledger, factor: float) -> Iterator[Power]:
    areas = ledger.areas(Role.TREATED)
    treated = ledger.side(areas, areas)
    if treated is None or treated.before == 0:
        return
    around = _around(ledger)
    for one in comparisons(ledger.areas(Role.COMPARISON)):
        control = ledger.side(one.areas, areas)
        if control is None or control.before == 0:
            continue
        for moved in [False, True] if around else [False]:
            sides = (treated, control, *(around if moved else ()))
            yield _power(ledger.case, sides, one, factor)


def _around(ledger: Ledger) -> tuple[Side, ...]:
    areas = ledger.areas(Role.DISPLACEMENT)
    own = ledger.areas(Role.DISPLACEMENT_COMPARISON)
    sides = (ledger.side(areas, areas), ledger.side(own, areas)) if areas and own else ()
    found = tuple(one for one in sides if one is not None and one.before > 0)
    return found if len(found) == 2 else ()


def _power(case: Case, sides: tuple[Side, ...], one: Comparison, factor: float) -> Power:
    alpha, treated = 1 - case.level, sides[0]
    moved = len(sides) > 2
    expected = expected_counts(sides)
    least = smallest_detectable_difference(
        expected, power=POWER, alpha=alpha, variance_factor=factor
    )
    rate = treated.rate_before
    hoped = None if case.expected is None else case.expected * rate
    return Power(
        detectable=least if least is not None else float("nan"),
        detectable_share=(least / rate) if least is not None else float("nan"),
        detectable_by_ratio=_by_ratio(sides, alpha, factor),
        power=POWER, level=case.level, sides=2, displacement=moved, factor=factor,
        expected=hoped,
        expected_power=None if hoped is None else _chance(expected, -hoped, alpha, factor),
        months_needed=None if hoped is None else _months(case, sides, hoped, alpha, factor),
        comparison=one.areas,
    )  # fmt: skip


def _by_ratio(sides: tuple[Side, ...], alpha: float, factor: float) -> float:
    """Return the smallest part fewer that the relative effect size would find, NaN for none."""
    counts = Expected(*(_as_one_count(side) for side in sides[:2]))

    def found(part: float) -> bool:
        chance = ratio_power(counts, 1 - part, alpha=alpha, variance_factor=factor)
        return chance >= POWER

    # Near none left the log of the ratio runs away while its error does too: look below that.
    parts = [one / 100 for one in range(1, 100)]
    return next((part for part in parts if found(part)), float("nan"))


def _as_one_count(side: Side) -> float:
    """Return the count that, before and after, has the error on the log of unlike lengths.

    ``2 / count = 1 / before + 1 / (rate * weight after)``
    """
    later = side.rate_before * side.weight_after
    return 2 / (1 / side.before + 1 / later)


def expected_counts(sides: tuple[Side, ...], times: float = 1.0) -> Expected:
    """Return the counts of areas that stand for unlike lengths and sizes.

    The variance of a difference is the sum of rate / weight over both periods; the comparison
    is given the count that makes that sum right, as the method takes equal weights.

    Args:
        sides: treated, comparison, and where there are any displacement and its comparison.
        times: how many times as long is counted.
    """

    def half(side: Side) -> float:
        return side.rate_before * (1 / side.weight_before + 1 / side.weight_after) / 2

    rate = sides[0].rate_before
    control = max(half(sides[0]) + half(sides[1]) - rate, 1e-6)
    around = [max(half(side), 1e-6) * times for side in sides[2:]]
    return Expected(rate * times, control * times, *around)


def _chance(expected: Expected, fewer: float, alpha: float, factor: float) -> float | None:
    try:
        return difference_power(expected, fewer, alpha=alpha, variance_factor=factor)
    except NumbersError:
        return None


def _months(
    case: Case, sides: tuple[Side, ...], hoped: float, alpha: float, factor: float
) -> float | None:
    """Return the months of counting on each side for the hoped-for change, None past reason."""
    length = months_after(case)
    if length is None or hoped == 0:
        return None

    def enough(times: float) -> bool:
        found = _chance(expected_counts(sides, times), -hoped * times, alpha, factor)
        return found is not None and found >= POWER

    if not enough(_LONGEST):
        return None
    low, high = 0.0, _LONGEST
    while high - low > 0.01 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high * length


def months_after(case: Case) -> float | None:
    """Return the length of the period after in months, None where its unit is not known."""
    if isinstance(case.data, Series) and case.start is not None:
        split = case.data.split(case.start)
        periods = len(case.data.starts) - split
        cycle = PER_YEAR[case.data.step]
        return (periods if periods > 0 else min(split, cycle)) * 12 / cycle
    unit = _MONTHS.get(case.periods.unit)
    return None if unit is None else case.periods.after * unit
