"""How unusual a synthetic control's gap is, and whether it hangs on one donor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.impact.synthetic import (
    SyntheticControl,
    others_of,
    ratios_of,
    root_mean_square,
    run_of,
)
from paseo.stats.impact.synthetic_study import read_study

Progress = Callable[[int, int], None]
#: A donor of less weight than this is not looked at when donors are left out.
SMALL = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Placebos:
    """The same run for every donor as if the measure had been there.

    Attributes:
        units: Indices of the donors, in the order of the rows below.
        gaps: Their gaps, (units, periods).
        ratios: Their ratios of the root mean squared gaps after and before.
        dropped: Donors that the rank leaves out because their past was fitted too badly.
        rank: Place of the treated unit among those left, 1 for the largest ratio.
        p: Rank over the number of units left, the treated one among them: it cannot fall below
            1 over that number.
    """

    units: tuple[int, ...]
    gaps: FloatArray
    ratios: FloatArray
    dropped: tuple[int, ...]
    rank: int
    p: float


def placebo_runs(
    outcome: ArrayLike,
    treated: int,
    start: int,
    *,
    predictors: ArrayLike | None = None,
    predictor_weights: ArrayLike | None = None,
    fit: slice | None = None,
    before: slice | None = None,
    worst_fit: float | None = None,
    wide: int = 0,
    seed: int = 1,
    progress: Progress | None = None,
) -> Placebos:
    """Run every donor as if it had been treated, and rank the treated unit among them.

    The treated unit is no donor of the placebos. The rank goes by the ratio of the root mean
    squared gaps after and before the start, in all periods before, whatever periods the fit
    used: that is how pysyncon and the study of California have it. Where the fit used some periods
    only, the rank by these alone may differ much (Basque Country: 10 of 18 by the ten years of
    the fit, 3 of 18 by all years before 1975, as pysyncon has it).

    Args:
        outcome: As for `synthetic_control`.
        treated: Index of the treated unit.
        start: Index of the first period with the measure.
        predictors: As for `synthetic_control`.
        predictor_weights: Fixed weights, the same in all runs.
        fit: Periods of the fit.
        before: Periods of the gap before, for the ratio; by default all before the start.
        worst_fit: Leave placebos out whose mean squared gap before is more than so many times
            that of the treated unit, both in the periods of the fit; 20, 5 and 2 are in use. None
            keeps all.
        wide: Further starts of each search.
        seed: Seed of the further starts.
        progress: Called with runs done and runs in all; what it raises ends the work.

    Returns:
        Gaps and ratios of the placebos, and the rank.

    Raises:
        NumbersError: As for `synthetic_control`, or fewer than three donors.

    Source: Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical
    Association 105, 493-505 (ratios, leaving out what fits badly).

    Example:
        >>> months = np.arange(12.0)
        >>> chance = np.random.default_rng(3)
        >>> towns = 50 + chance.normal(size=(12, 10)) + months[:, None] / 5
        >>> towns[8:, 0] -= 15
        >>> found = placebo_runs(towns, 0, 8)
        >>> found.rank, found.p
        (1, 0.1)
    """
    study = read_study(
        outcome, treated, start, predictors, predictor_weights, fit, None, wide, seed
    )
    donors = others_of(study, treated)
    if len(donors) < 3:
        raise NumbersError(
            "too-few-donors", "Placebo runs need three donors: each has the others to be mixed of."
        )
    own = run_of(study, treated, donors)
    runs = []
    for done, unit in enumerate(donors):
        if progress is not None:
            progress(done, len(donors))
        runs.append(run_of(study, unit, [other for other in donors if other != unit]))
    dropped = _badly_fitted(own, runs, worst_fit)
    every = _ratios_before(outcome=study.outcome, runs=[own, *runs], before=before, start=start)
    kept = np.array([run.treated not in dropped for run in runs], dtype=bool)
    left = every[1:][kept]
    rank = 1 + int((~(left < every[0])).sum())
    return Placebos(
        units=tuple(donors),
        gaps=np.array([run.gap for run in runs]),
        ratios=every[1:],
        dropped=dropped,
        rank=rank,
        p=rank / (len(left) + 1),
    )


def leave_one_out(
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
) -> dict[int, SyntheticControl]:
    """The run again without each donor that has weight: does the effect hang on one of them?

    Args:
        outcome: As for `synthetic_control`, as are all others.
        treated: Index of the treated unit.
        start: Index of the first period with the measure.
        predictors: Predictors.
        predictor_weights: Fixed weights of the predictors.
        fit: Periods of the fit.
        over: Periods of the effect.
        wide: Further starts of each search.
        seed: Seed of the further starts.

    Returns:
        The run without the donor, by the donor's index.

    Raises:
        NumbersError: As for `synthetic_control`, or fewer than three donors.

    Source: Abadie, Diamond and Hainmueller (2015), American Journal of Political Science 59,
    495-510.

    Example:
        >>> months = np.arange(12.0)
        >>> donors = np.column_stack([20 + months, 30 - months, 40 + months % 2])
        >>> here = donors @ [0.5, 0.5, 0.0] - 6 * (months >= 8)
        >>> without = leave_one_out(np.column_stack([here, donors]), 0, 8)
        >>> sorted(without), [round(without[unit].effect, 1) for unit in sorted(without)]
        ([1, 2], [-1.5, -11.6])
    """
    study = read_study(
        outcome, treated, start, predictors, predictor_weights, fit, over, wide, seed
    )
    donors = others_of(study, treated)
    if len(donors) < 3:
        raise NumbersError("too-few-donors", "Leaving one out needs three donors.")
    whole = run_of(study, treated, donors)
    weighty = [unit for unit, w in zip(donors, whole.weights, strict=True) if w > SMALL]
    return {
        unit: run_of(study, treated, [other for other in donors if other != unit])
        for unit in weighty
    }


def _ratios_before(
    *, outcome: FloatArray, runs: list[SyntheticControl], before: slice | None, start: int
) -> FloatArray:
    """Ratios of the gaps after the start and in some periods before."""
    held = slice(0, start) if before is None else before
    if outcome[held].shape[0] < 2:
        raise NumbersError("no-periods", "The periods of 'before' hold too few periods.")
    past = np.array([root_mean_square(run.gap[held], run.observed) for run in runs])
    return ratios_of(np.array([run.rmspe_after for run in runs]), past)


def _badly_fitted(
    own: SyntheticControl, runs: list[SyntheticControl], worst_fit: float | None
) -> tuple[int, ...]:
    if worst_fit is None:
        return ()
    bound = worst_fit * own.rmspe_before**2
    return tuple(run.treated for run in runs if run.rmspe_before**2 > bound)
