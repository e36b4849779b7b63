"""What a synthetic control is made of, read and checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The data of a study, from which each run takes its treated unit and its donors.

    Attributes:
        outcome: Outcome of all units, (periods, units).
        start: Index of the first period with the measure.
        predictors: Predictors, (predictors, units); None to match the outcome itself.
        predictor_weights: Fixed weights, together one; None to search for them.
        fit: Periods that the outcome is fitted in.
        over: Periods that the effect is the mean of.
        wide: Searches from so many further starts.
        seed: Seed of these.
    """

    outcome: FloatArray
    start: int
    predictors: FloatArray | None
    predictor_weights: FloatArray | None
    fit: slice
    over: slice
    wide: int
    seed: int


def read_study(
    outcome: ArrayLike,
    treated: int,
    start: int,
    predictors: ArrayLike | None,
    predictor_weights: ArrayLike | None,
    fit: slice | None,
    over: slice | None,
    wide: int,
    seed: int,
) -> Study:
    """Read what was given for a synthetic control, and refuse what cannot be one.

    Raises:
        NumbersError: As said by `paseo.stats.impact.synthetic_control`.
    """
    (z,) = as_numbers(outcome=outcome)
    _refuse_outcome(z, treated, start)
    x = None if predictors is None else _complete("predictors", predictors, z.shape[1])
    v = None
    if predictor_weights is not None:
        (v,) = as_numbers(predictor_weights=predictor_weights)
        not_negative(predictor_weights=v)
        if x is None or v.shape != x.shape[:1] or not v.sum() > 0:
            raise NumbersError(
                "predictor-weights", "Give one weight for each predictor, not all of them zero."
            )
        v = v / v.sum()
    held = fit or slice(0, start)
    late = over or slice(start, None)
    for name, part in (("fit", held), ("over", late)):
        if z[part].shape[0] < (2 if name == "fit" else 1):
            raise NumbersError("no-periods", f"The periods of {name!r} hold too few periods.")
    return Study(z, start, x, v, held, late, wide, seed)


def _refuse_outcome(z: FloatArray, treated: int, start: int) -> None:
    if z.ndim != 2 or z.shape[1] < 3:
        raise NumbersError(
            "too-few-donors",
            "Give the outcome as a table of periods by units, the treated one and at least two"
            f" donors (found {z.shape}).",
        )
    if not 0 <= treated < z.shape[1]:
        raise NumbersError("no-such-unit", f"There is no unit {treated} of {z.shape[1]}.")
    if not 2 <= start < z.shape[0]:
        raise NumbersError(
            "start-outside",
            "The start needs two periods before it and one after: it is period"
            f" {start} of 0 to {z.shape[0] - 1}.",
        )
    _complete("outcome", z, z.shape[1])


def _complete(name: str, given: ArrayLike, units: int) -> FloatArray:
    (table,) = as_numbers(**{name: given})
    if table.ndim != 2 or table.shape[1] != units:
        raise NumbersError(
            "shapes-differ", f"{name} must have one column for each of the {units} units."
        )
    unknown = np.argwhere(np.isnan(table))
    if unknown.size:
        row, unit = (int(n) for n in unknown[0])
        raise NumbersError(
            "unknown-value",
            f"{name} holds an unknown value (row {row}, unit {unit}): leave the unit or the row"
            " out.",
            (row, unit),
        )
    return table
