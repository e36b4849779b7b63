"""What a Monte Carlo run says of scores and ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray


@dataclass(frozen=True, eq=False)
class FactorDraws:
    """What became of one factor: how often each alternative was drawn, or the range of its numbers.

    Attributes:
        name: Of the factor.
        shares: Label of the alternative to the share of replications; empty for other factors.
        low, high: Smallest and largest number drawn; NaN for other factors.
    """

    name: str
    shares: Mapping[str, float]
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Scores and ranks of all units over the replications; n units.

    Attributes:
        units: Codes.
        top: The aggregate that was studied.
        replications: How many were run.
        seed: Of the random numbers.
        level: Level of the intervals.
        score, rank: Of the index as built, n.
        score_mean, score_sd: Over the replications, n.
        score_low, score_median, score_high: Ends and middle of the score interval, n.
        rank_mean: n.
        rank_low, rank_median, rank_high: Ends (best, worst) and middle of the rank interval, n;
            whole ranks, the ends such that at least ``level`` of replications lie within.
        rank_probability: n x n: probability that a unit (row) has a rank (column + 1). Rows sum to
            one over the replications in which the unit has a score.
        above: n x n: probability that the unit of the row scores higher than that of the column,
            ties counted half; None where there are too many units to count every pair.
        scored: Share of replications in which a unit has a score, n.
        classes: Labels of classes; empty where none were asked for.
        class_probability: n x classes.
        factors: What was drawn.
        failed: Replications without any score, and why: code of the fault to count.
    """

    units: tuple[str, ...]
    top: str
    replications: int
    seed: int
    level: float
    score: FloatArray
    rank: FloatArray
    score_mean: FloatArray
    score_sd: FloatArray
    score_low: FloatArray
    score_median: FloatArray
    score_high: FloatArray
    rank_mean: FloatArray
    rank_low: FloatArray
    rank_median: FloatArray
    rank_high: FloatArray
    rank_probability: NDArray[np.float32]
    above: NDArray[np.float32] | None
    scored: FloatArray
    classes: tuple[str, ...]
    class_probability: FloatArray
    factors: tuple[FactorDraws, ...]
    failed: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Drivers:
    """Which factor drives the index: Sobol indices of the places together, of each, of their shift.

    First order: what the factor does alone. Total: with all that it does together with others.
    ``d`` groups of factors, ``n`` units.

    Attributes:
        factors: Names of factors or groups, d.
        units: Codes, n.
        top: The aggregate that was studied.
        base: N of the design; ``runs`` = N (d + 2) builds of the index.
        resamples: Bootstrap resamples behind the intervals.
        level: Level of the intervals.
        places_first, places_first_low, places_first_high, places_total, places_total_low,
        places_total_high: On the ranks of all units together: the variance of each, summed, d.
        first, first_low, first_high, total, total_low, total_high: On the mean absolute rank
            shift from the index as built, d, as COINr has it. What is independent between units,
            such as errors of sampling, averages out of it.
        unit_first, unit_total, unit_total_low, unit_total_high: On the rank of each unit, d x n;
            NaN for a unit whose rank never moves.
        variance: Variance of the mean rank shift over the design.
        seed: Of the sequences and resamples.
        runs: Builds of the index.
    """

    factors: tuple[str, ...]
    units: tuple[str, ...]
    top: str
    base: int
    resamples: int
    level: float
    places_first: FloatArray
    places_first_low: FloatArray
    places_first_high: FloatArray
    places_total: FloatArray
    places_total_low: FloatArray
    places_total_high: FloatArray
    first: FloatArray
    first_low: FloatArray
    first_high: FloatArray
    total: FloatArray
    total_low: FloatArray
    total_high: FloatArray
    unit_first: FloatArray
    unit_total: FloatArray
    unit_total_low: FloatArray
    unit_total_high: FloatArray
    variance: float
    seed: int
    runs: int
