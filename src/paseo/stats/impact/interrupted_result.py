"""What an interrupted series shows, and what must be known beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from paseo.stats.checks import FloatArray
from paseo.stats.impact.autocorrelation import Autocorrelation
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
    LESS_THAN_CHANCE = "less-than-chance"
    """The counts vary less than chance would have them: smoothed, rounded or made up numbers?"""
    NEIGHBOURS_IN_FEW = "neighbours-in-few"
    """Neighbouring periods go together in a series too short to say how much."""


@dataclass(frozen=True, slots=True, eq=False)
class InterruptedSeries:
    """What an interrupted series shows.

    Attributes:
        start: Index of the first period with the measure.
        events: Events of the treated series; NaN is unknown.
        fitted: Events that the model expects, with the measure.
        counterfactual: Events to expect had the series gone on as before, with the interval of
            this expectation: single months scatter more. Before the start it is the fit.
        step: Ratio of the level just after the start to that just before; None when not asked.
        slope: Ratio by which the trend of one period changed; None when not asked.
        trend: Ratio from one period to the next before the start.
        ratio: Expected events with the measure over those without, all periods after together.
        avoided: Events avoided in the known periods after the start: expected without the
            measure less expected with it. Negative where there were more.
        avoided_by_period: The same for each period from the start on.
        control_step: Ratio of the control's levels (its change stands for what happened
            anyway); None without a control series or step.
        dispersion: Pearson dispersion; about 1 where counts vary as Poisson.
        alpha: Extra variance of the negative binomial; 0 otherwise.
        df: Known periods less terms of the model.
        autocorrelation: Of the residuals of the treated series.
        cautions: What must be said beside the numbers.
        family: How counts were taken to vary.
        method: The choices in words of the field.
    """

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
    alpha: float
    df: int
    autocorrelation: Autocorrelation
    cautions: tuple[SeriesCaution, ...]
    family: Family
    method: str
