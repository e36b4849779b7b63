"""Interrupted time series of counts: what changed where a measure began, and what was avoided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray
from paseo.stats.interval import Interval


class Family(StrEnum):
    """How counts vary about their mean."""

    POISSON = "poisson"
    QUASI_POISSON = "quasi-poisson"
    NEGATIVE_BINOMIAL = "negative-binomial"


class SeriesCaution(StrEnum):
    """What a reader must know beside the numbers; words stand on the floors above."""

    SHORT_BEFORE = "short-before"
    SHORT_AFTER = "short-after"
    SEASON_LEFT_OUT = "season-left-out"
    OVERDISPERSED = "overdispersed"
    AUTOCORRELATED = "autocorrelated"
    FEW_EVENTS = "few-events"
    CONTROL_CHANGED = "control-changed"


@dataclass(frozen=True, slots=True, eq=False)
class Autocorrelation:
    """Whether residuals of one period tell those of the next (Ljung and Box)."""

    first: float
    statistic: float
    lags: int
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class InterruptedSeries:
    """An interrupted series: changes as ratios, the counterfactual, and events avoided."""

    start: int
    events: FloatArray
    fitted: FloatArray
    counterfactual: Interval
    step: Interval | None
    slope: Interval | None
    trend: Interval
    ratio: Interval
    avoided: Interval
    avoided_by_period: Interval
    control_step: Interval | None
    dispersion: float
    df: int
    autocorrelation: Autocorrelation
    cautions: tuple[SeriesCaution, ...]
    family: Family
    method: str


def interrupted_series(
    events: ArrayLike,
    start: int,
    *,
    exposure: ArrayLike | None = None,
    control: ArrayLike | None = None,
    control_exposure: ArrayLike | None = None,
    step: bool = True,
    slope: bool = False,
    season: int | Literal["each"] = 0,
    cycle: int = 12,
    first: int = 1,
    family: Family | str = Family.QUASI_POISSON,
    errors: Literal["model", "newey-west"] = "model",
    lags: int | None = None,
    quantile: Literal["auto", "normal", "t"] = "auto",
    avoided_by: Literal["delta", "simulation"] = "delta",
    seed: int = 1,
    draws: int = 10_000,
    level: float = 0.95,
) -> InterruptedSeries:
    """Fit an interrupted series with one start; see the guide of the package."""
    raise NotImplementedError
