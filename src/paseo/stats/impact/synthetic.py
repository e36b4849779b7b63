"""Synthetic control: a weighted mix of untreated areas that moved as the treated one did.

It asks for a long, well fitted past and donors that the measure cannot have reached. It does
not see what else happened to the treated area alone after the start, nor does it give an
interval: the placebo runs say how unusual the gap is among areas where nothing was done, and
with few donors nothing can be unusual.

The mix is often ill determined: predictor weights that fit the past about alike may give other
donors and another effect. In the study of the Basque Country without Spain as a donor, mixes of
Cataluna with Madrid, and of other regions that fit the ten years before better, have effects of
-0.70 and -0.95. `SyntheticControl.tried` shows what was found, ``wide`` looks further, and a
caution says where searches disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray
from paseo.stats.impact.predictor_weights import Matching, searched
from paseo.stats.impact.simplex import simplex_weights
from paseo.stats.impact.synthetic_study import Study, read_study

#: Fewer periods before the start, and a good fit may be an accident.
WISE_BEFORE = 10
#: With fewer donors no rank can be below one in twenty.
WISE_DONORS = 19
#: Mixes are the same when no more weight than this lies on other donors.
ALIKE = 0.05


class SyntheticCaution(StrEnum):
    """What a reader must know beside the numbers; words stand on the floors above."""

    SHORT_BEFORE = "short-before"
    FEW_DONORS = "few-donors"
    FITS_EXACTLY = "fits-exactly"
    SEARCHES_DISAGREE = "searches-disagree"
    FIT_SEES_AFTER = "fit-sees-after"


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """The end of one search.

    Attributes:
        loss: Mean squared gap of the outcome in the periods of the fit.
        weights: Donor weights.
        effect: Mean gap after the start with these weights.
    """

    loss: float
    weights: FloatArray
    effect: float


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticControl:
    """A synthetic control and the gap to it.

    Attributes:
        treated: Index of the treated unit.
        start: Index of the first period with the measure.
        donors: Indices of the donors.
        weights: Weight of each donor, zero or more, together one.
        predictor_weights: Weight of each predictor, together one.
        balance: Predictors of the treated unit, the mix, and the mean donor, (predictors, 3).
        observed: Outcome of the treated unit, (periods,).
        synthetic: Outcome of the mix.
        gap: Observed less synthetic.
        effect: Mean gap over the periods after.
        effect_se: Spread of these gaps over the root of their number. It says how much the gap
            moved from period to period and is no error of the effect.
        rmspe_before: Root mean squared gap in the periods of the fit.
        rmspe_past: The same over all periods before the start.
        rmspe_after: The same after the start.
        tried: The ends of all searches, the best first.
        cautions: What must be said beside the numbers.
    """

    treated: int
    start: int
    donors: tuple[int, ...]
    weights: FloatArray
    predictor_weights: FloatArray
    balance: FloatArray
    observed: FloatArray
    synthetic: FloatArray
    gap: FloatArray
    effect: float
    effect_se: float
    rmspe_before: float
    rmspe_past: float
    rmspe_after: float
    tried: tuple[Tried, ...]
    cautions: tuple[SyntheticCaution, ...]

    @property
    def ratio(self) -> float:
        """Root mean squared gap after the start over that of all periods before.

        Infinite after an exact fit.
        """
        return float(ratios_of(np.array([self.rmspe_after]), np.array([self.rmspe_past]))[0])


def synthetic_control(
    outcome: ArrayLike,
    treated: int,
    start: int,
    *,
    predictors: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    fit: slice | None = None,
    over: slice | None = None,
    wide: int = 0,
    seed: int = 1,
) -> SyntheticControl:
    """The mix of donors that comes nearest to the treated unit before the start.

    The donor weights make ``(x1 - X0 w)' V (x1 - X0 w)`` least over ``w >= 0, sum(w) = 1``, with
    predictors on the scale of their standard deviation over the units, and the predictor
    weights V make the mean squared gap of the outcome in the periods of the fit least. Without
    predictors the mix is fitted to the outcome itself, each period counting alike.

    Rates or shares suit better than counts of areas of unlike size: no mix can reach a unit that
    is larger than all donors.

    Args:
        outcome: Outcome of all units, (periods, units), without gaps.
        treated: Index of the treated unit; all others are donors.
        start: Index of the first period with the measure, counted from 0.
        predictors: What else should be alike before the start, (predictors, units).
        predictor_weights: Fixed weights instead of the search, (predictors,).
        fit: Periods that the outcome is fitted in; by default all before the start.
        over: Periods that the effect is the mean of; by default all from the start.
        wide: Searches from so many further starts, for a look at how settled the mix is. Where
            the customary two end at a poor fit, further ones are begun in any case.
        seed: Seed of the further starts.

    Returns:
        Weights, the paths, the gap, and the ends of all searches.

    Raises:
        NumbersError: Fewer than two donors or two periods before, an unknown outcome, or shapes
            that do not fit.

    Source: Abadie and Gardeazabal (2003), American Economic Review 93, 113-132; Abadie, Diamond
    and Hainmueller (2010), Journal of the American Statistical Association 105, 493-505; Abadie
    (2021), Journal of Economic Literature 59, 391-425 (when it can be used).

    Example:
        >>> months = np.arange(12.0)
        >>> donors = np.column_stack([20 + months, 30 - months, 40 + months % 2])
        >>> here = donors @ [0.5, 0.5, 0.0] - 6 * (months >= 8)
        >>> found = synthetic_control(np.column_stack([here, donors]), 0, 8)
        >>> found.weights.round(3).tolist(), round(found.effect, 3)
        ([0.5, 0.5, 0.0], -6.0)
    """
    study = read_study(
        outcome, treated, start, predictors, predictor_weights, fit, over, wide, seed
    )
    return run_of(study, treated, others_of(study, treated))


def run_of(study: Study, treated: int, donors: list[int]) -> SyntheticControl:
    """Fit one unit by some others."""
    z, mixed = study.outcome[:, treated], study.outcome[:, donors]
    x = study.outcome[study.fit] if study.predictors is None else study.predictors
    ends = _searched(study, treated, donors, x)
    v, w = ends[0]
    gap = z - mixed @ w
    late = gap[study.over]
    spread = late.std(ddof=1) / np.sqrt(late.size) if late.size > 1 else np.nan
    tried = tuple(
        Tried(
            float(np.mean((z - mixed @ end)[study.fit] ** 2)),
            end,
            float((z - mixed @ end)[study.over].mean()),
        )
        for _, end in ends
    )
    found = SyntheticControl(
        treated=treated,
        start=study.start,
        donors=tuple(donors),
        weights=w,
        predictor_weights=v,
        balance=np.column_stack([x[:, treated], x[:, donors] @ w, x[:, donors].mean(axis=1)]),
        observed=z,
        synthetic=mixed @ w,
        gap=gap,
        effect=float(late.mean()),
        effect_se=float(spread),
        rmspe_before=root_mean_square(gap[study.fit], z),
        rmspe_past=root_mean_square(gap[: study.start], z),
        rmspe_after=root_mean_square(gap[study.start :], z),
        tried=tried,
        cautions=(),
    )
    return _with_cautions(found, study.fit)


def _searched(
    study: Study, treated: int, donors: list[int], x: FloatArray
) -> list[tuple[FloatArray, FloatArray]]:
    """Predictor and donor weights at the end of each search, the best first."""
    z = study.outcome[study.fit]
    if study.predictors is None:
        return [(_equal(x.shape[0]), simplex_weights(z[:, donors], z[:, treated]))]
    held = [treated, *donors]
    spread = x[:, held].std(axis=1, ddof=1)
    scaled = x[:, held] / np.where(spread > 0, spread, 1.0)[:, None]
    matching = Matching(scaled[:, 0], scaled[:, 1:], z[:, treated], z[:, donors])
    if study.predictor_weights is not None:
        v = study.predictor_weights
        return [(v, matching.donor_weights(v))]
    ends = searched(matching, study.wide, study.seed)
    return [(v, matching.donor_weights(v)) for _, v in ends]


def others_of(study: Study, treated: int) -> list[int]:
    return [unit for unit in range(study.outcome.shape[1]) if unit != treated]


def _equal(count: int) -> FloatArray:
    return np.full(count, 1 / count)


def root_mean_square(gap: FloatArray, outcome: FloatArray) -> float:
    """Root mean squared gap; what is only rounding beside the outcome is zero."""
    root = float(np.sqrt(np.mean(gap**2)))
    return 0.0 if root <= 1e-10 * float(np.abs(outcome).max()) else root


def ratios_of(after: FloatArray, before: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(after / before)


def _with_cautions(found: SyntheticControl, fit: slice) -> SyntheticControl:
    best = found.tried[0].weights
    disagree = any(np.abs(end.weights - best).sum() > 2 * ALIKE for end in found.tried[1:])
    periods = range(*fit.indices(found.observed.size))
    said = {
        SyntheticCaution.SHORT_BEFORE: len(periods) < WISE_BEFORE,
        SyntheticCaution.FEW_DONORS: len(found.donors) < WISE_DONORS,
        SyntheticCaution.FITS_EXACTLY: found.rmspe_before == 0,
        SyntheticCaution.SEARCHES_DISAGREE: disagree,
        SyntheticCaution.FIT_SEES_AFTER: periods[-1] >= found.start,
    }
    return replace(found, cautions=tuple(caution for caution, holds in said.items() if holds))
