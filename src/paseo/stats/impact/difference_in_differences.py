"""Difference in differences: the change here beside the change where nothing was done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from numpy.typing import ArrayLike

from paseo.stats.interval import Interval


class PanelCaution(StrEnum):
    """What a reader must know beside the numbers; words stand on the floors above."""

    FEW_AREAS = "few-areas"
    FEW_TREATED = "few-treated"
    PAST_DIFFERS = "past-differs"
    PAST_UNKNOWN = "past-unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One difference in differences: of means, or the ratio of ratios of counts."""

    effect: Interval
    treated_change: Interval
    control_change: Interval
    statistic: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class ParallelPast:
    """Whether treated and comparison areas moved alike before the start."""

    trend: Interval
    leads: Interval
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class PanelDifference:
    """A difference in differences of several areas and periods."""

    effect: Interval
    by_period: Interval
    past: ParallelPast | None
    areas: int
    treated_areas: int
    p: float
    rank_p: float
    cautions: tuple[PanelCaution, ...]
    method: str


def count_difference(
    treated: ArrayLike,
    control: ArrayLike,
    *,
    treated_exposure: ArrayLike = (1.0, 1.0),
    control_exposure: ArrayLike = (1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Difference:
    """Ratio of ratios of four counts, each given as (before, after)."""
    raise NotImplementedError


def mean_change_difference(
    treated: ArrayLike,
    treated_se: ArrayLike,
    control: ArrayLike,
    control_se: ArrayLike,
    *,
    change_se: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Difference:
    """Difference of the changes of two means, each given as (before, after)."""
    raise NotImplementedError


def panel_difference(
    outcome: ArrayLike,
    treated: ArrayLike,
    start: int,
    *,
    kind: Literal["counts", "means"] = "counts",
    exposure: ArrayLike | None = None,
    errors: Literal["cluster", "jackknife", "model"] = "jackknife",
    level: float = 0.95,
) -> PanelDifference:
    """Two-way fixed effects for one common start: outcome (areas, periods), treated (areas,)."""
    raise NotImplementedError


