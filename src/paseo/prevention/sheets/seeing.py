"""What one would be able to see: the power of the plan, before the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paseo.prevention.sheets.sheet import Baseline
from paseo.stats.impact.power import Expected, smallest_clear_difference

#: One-sided level at which a difference counts as clear here; always said with the number.
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Seeing:
    """What a comparison could show.

    Args:
        count: events in the treated area in the period before.
        comparison: events in the comparison areas together.
        fewer: the fewest events fewer that would be a clear difference; a true change of that
            size is found half the time.
        alpha: chance of seeing a change where there is none, one-sided.
    """

    count: float
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


def what_could_be_seen(
    treated: Baseline | None, comparison: float | None = None, *, displacement: bool = False
) -> Seeing | None:
    """Return what a plan could show, None where the outcome is no count.

    ``1.645 * sqrt(2 * (count + count of the comparison))``: Poisson counts of two equal periods.

    Args:
        treated: the baseline of what happens; its numerator is the count.
        comparison: events in the comparison area in the same period; as many as in the treated
            one when None.
        displacement: areas around it and a comparison for them, as large, are looked at, too.

    Example:
        >>> fifty = Baseline("SEC-20", "D01", "2025", 5.0, "per_1000", numerator=50)
        >>> round(what_could_be_seen(fifty).fewer)
        23
    """
    count = treated.numerator if treated else None
    if not count:
        return None
    beside = comparison or count
    around = (count, beside) if displacement else (None, None)
    expected = Expected(count, beside, *around)
    fewer = smallest_clear_difference(expected, alpha=ALPHA, sides=1)
    return Seeing(count, beside, fewer, ALPHA, displacement)
