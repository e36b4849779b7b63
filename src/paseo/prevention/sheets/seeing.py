"""What one would be able to see: the power of the plan, before the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from paseo.prevention.sheets.sheet import Baseline
from paseo.stats.impact.power import Expected, smallest_clear_difference

#: One-sided level at which a difference counts as clear here; always said with the number.
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Seeing:
    """What a comparison could show.

    Args:
        count: events in the treated area in the period before.
        period: that period.
        comparison: events in the comparison areas together, in the same period.
        fewer: the fewest events fewer that would be a clear difference; a true change of that
            size is found half the time.
        alpha: chance of seeing a change where there is none, one-sided.
    """

    count: float
    period: str
    comparison: float
    fewer: float
    alpha: float
    displacement: bool

    @property
    def share(self) -> float:
        """Return the change as a part of the count, in per cent."""
        return 100 * self.fewer / self.count

    @property
    def seen(self) -> bool:
        """Return whether any change at all could be seen: no more can go than there are."""
        return self.fewer <= self.count


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why it cannot be told what a plan could show.

    Args:
        reason: nothing stands beside the whole city; no comparison area was chosen; the outcome
            is no count, or nobody counted; nobody counted in the comparison at the same time.
    """

    reason: Literal["whole_city", "no_comparison", "no_count", "comparison_not_counted"]


def what_could_be_seen(
    treated: Baseline, comparison: float, *, displacement: bool = False
) -> Seeing:
    """Return what a plan could show.

    ``1.645 * sqrt(2 * (count + count of the comparison))``: Poisson counts of two equal periods.

    Args:
        treated: the baseline of what happens; its numerator, above zero, is the count.
        comparison: events in the comparison areas together in the same period, above zero.
        displacement: areas around it and a comparison for them, as large, are looked at, too.

    Example:
        >>> fifty = Baseline("SEC-20", "D01", "2025", 5.0, "per_1000", numerator=50)
        >>> round(what_could_be_seen(fifty, 50).fewer)
        23
    """
    count = treated.numerator or 0.0
    around = (count, comparison) if displacement else (None, None)
    expected = Expected(count, comparison, *around)
    fewer = smallest_clear_difference(expected, alpha=ALPHA, sides=1)
    return Seeing(count, treated.period, comparison, fewer, ALPHA, displacement)
