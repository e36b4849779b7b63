"""Synthetic control: a weighted mix of untreated areas that moved as the treated one did."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticControl:
    """A synthetic control and the gap to it."""

    treated: int
    start: int
    donors: tuple[int, ...]
    weights: FloatArray
    predictor_weights: FloatArray
    observed: FloatArray
    synthetic: FloatArray
    gap: FloatArray
    effect: float
    effect_se: float
    rmspe_before: float
    rmspe_after: float
    losses: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """RMSPE after over RMSPE before."""
        return self.rmspe_after / self.rmspe_before


@dataclass(frozen=True, slots=True, eq=False)
class Placebos:
    """The same run for every donor as if it had been treated."""

    units: tuple[int, ...]
    gaps: FloatArray
    ratios: FloatArray
    dropped: tuple[int, ...]
    rank: int
    p: float


def synthetic_control(
    outcome: ArrayLike,
    treated: int,
    start: int,
    *,
    predictors: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    fit: slice | None = None,
) -> SyntheticControl:
    """Fit a synthetic control: outcome (periods, units), predictors (predictors, units)."""
    raise NotImplementedError


def placebo_runs(
    outcome: ArrayLike,
    treated: int,
    start: int,
    *,
    predictors: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    fit: slice | None = None,
    worst_fit: float | None = None,
) -> Placebos:
    """Run every donor as a placebo and rank the treated unit among them."""
    raise NotImplementedError


def leave_one_out(
    outcome: ArrayLike,
    treated: int,
    start: int,
    *,
    predictors: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    fit: slice | None = None,
) -> dict[int, SyntheticControl]:
    """The run again without each donor that has weight, by donor."""
    raise NotImplementedError
