"""Counts of one area before and after a measure, with what they are counted over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative, refuse

#: Counts under this are too few for the normal curve to stand in for a Poisson count.
FEW: Final = 5
#: Exposures as small are none: their squares and quotients would no longer be numbers.
LEAST_EXPOSURE: Final = 1e-100


class Caution(StrEnum):
    """What a reader must know before believing a number; floors above put it into words."""

    FEW_EVENTS = "few-events"
    """A count is under five: the normal approximation is rough and the interval with it."""
    NOT_WHOLE = "not-whole"
    """A count is no whole number: weighted or estimated counts are not Poisson."""
    AREAS_UNBALANCED = "areas-unbalanced"
    """Unlike numbers of areas on the two sides and no exposures that even them out."""
    BEFORE_UNLIKE = "before-unlike"
    """Before the start, one side counted about twice the other or more."""
    NOTHING_AROUND = "nothing-around"
    """Nothing was counted in the displacement areas and theirs: they say nothing."""
    SIGNS_DIFFER = "signs-differ"
    """The additive and the ratio effect point opposite ways."""
    HALF_ADDED = "half-added"
    """A count is zero and 0.5 was added to every count (Haldane and Anscombe)."""
    VARIANCE_BELOW_ONE = "variance-below-one"
    """A variance factor under one was asked for: the interval is narrower than Poisson."""


@dataclass(frozen=True, slots=True, eq=False)
class BeforeAfter:
    """Counts of one area before and after, each over its exposure.

    Counts may be arrays of one shape, for many cases at once; all parts broadcast.

    Attributes:
        before: Events before the start, zero or more.
        after: Events after the start.
        exposure_before: What ``before`` is counted over: length of the period times size of
            the area, or known person-hours; more than zero. 1 leaves the count as it is.
        exposure_after: What ``after`` is counted over, in the same unit.

    Example:
        >>> two_years_then_one = BeforeAfter.over(80, 20, periods=(2, 1))
        >>> float(two_years_then_one.change)
        -20.0
    """

    before: FloatArray
    after: FloatArray
    exposure_before: FloatArray
    exposure_after: FloatArray

    def __init__(
        self,
        before: ArrayLike,
        after: ArrayLike,
        exposure_before: ArrayLike = 1.0,
        exposure_after: ArrayLike = 1.0,
    ) -> None:
        named = dict(
            zip(
                ("before", "after", "exposure_before", "exposure_after"),
                as_numbers(
                    before=before,
                    after=after,
                    exposure_before=exposure_before,
                    exposure_after=exposure_after,
                ),
                strict=True,
            )
        )
        not_negative(**named)
        for name, array in named.items():
            refuse(np.isnan(array), "unknown-count", f"{name} must be known", array)
            if name.startswith("exposure"):
                sentence = f"{name} must be more than zero: leave out what has none"
                refuse(~(array > LEAST_EXPOSURE), "no-exposure", sentence, array)
            object.__setattr__(self, name, array)

    @classmethod
    def over(
        cls,
        before: ArrayLike,
        after: ArrayLike,
        *,
        periods: tuple[float, float] = (1.0, 1.0),
        size: ArrayLike = 1.0,
    ) -> BeforeAfter:
        """Counts over periods of given lengths in an area of a given size.

        Args:
            before: Events before the start.
            after: Events after it.
            periods: Lengths of both periods in one unit.
            size: Area, residents or other exposure that stays the same; 1 for none.

        Returns:
            The counts with exposures ``period * size``.

        Raises:
            NumbersError: A count is negative or unknown, a length or size is not above zero.

        Source: Wheeler (2021), weights of the weighted displacement difference.
        """
        sizes = np.asarray(size, dtype=np.float64)
        return cls(before, after, sizes * periods[0], sizes * periods[1])

    @property
    def rate_before(self) -> FloatArray:
        """Events before per unit of exposure."""
        return np.asarray(self.before / self.exposure_before)

    @property
    def rate_after(self) -> FloatArray:
        """Events after per unit of exposure."""
        return np.asarray(self.after / self.exposure_after)

    @property
    def change(self) -> FloatArray:
        """Rate after minus rate before; plain counts where every exposure is 1."""
        return np.asarray(self.rate_after - self.rate_before)

    @property
    def variance(self) -> FloatArray:
        """Poisson variance of the change: each count over its exposure squared."""
        return np.asarray(
            self.before / self.exposure_before**2 + self.after / self.exposure_after**2
        )


Areas: TypeAlias = BeforeAfter | Sequence[BeforeAfter]


def listed(areas: Areas) -> tuple[BeforeAfter, ...]:
    """One area or several as a tuple; none at all is refused."""
    several = (areas,) if isinstance(areas, BeforeAfter) else tuple(areas)
    if not several:
        raise NumbersError("no-areas", "Give at least one area for each role.")
    return several


def pooled(areas: Areas) -> BeforeAfter:
    """Several areas as one: events and exposures are added up.

    Args:
        areas: One area or several; exposures must be in one unit.

    Returns:
        One area with the sums.

    Source: sums of independent Poisson counts are Poisson (standard result).

    Example:
        >>> both = pooled([BeforeAfter(30, 20), BeforeAfter(10, 5)])
        >>> float(both.before), float(both.exposure_before)
        (40.0, 2.0)
    """
    several = listed(areas)
    return BeforeAfter(
        sum(one.before for one in several),
        sum(one.after for one in several),
        sum(one.exposure_before for one in several),
        sum(one.exposure_after for one in several),
    )


def count_cautions(areas: Iterable[BeforeAfter]) -> list[Caution]:
    """What the counts themselves give reason to be careful about."""
    several = list(areas)
    found = []
    if any((part < FEW).any() for one in several for part in (one.before, one.after)):
        found.append(Caution.FEW_EVENTS)
    if any((part % 1 != 0).any() for one in several for part in (one.before, one.after)):
        found.append(Caution.NOT_WHOLE)
    return found


def a_factor(variance_factor: float) -> float:
    """Refuse a variance factor that is not above zero and finite."""
    if not (variance_factor > 0 and np.isfinite(variance_factor)):
        raise NumbersError(
            "variance-factor",
            "The variance factor must be above zero, 1 for Poisson counts "
            f"(found {variance_factor!r}).",
        )
    return float(variance_factor)
