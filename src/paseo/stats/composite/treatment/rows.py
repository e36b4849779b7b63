"""One method of treatment on rows of values, without a word about them: for one table or many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import number, one_of
from paseo.stats.composite.treatment.kinds import SIDES, THEN
from paseo.stats.composite.treatment.transforms import (
    POWERS,
    above_least,
    box_cox,
    box_cox_power,
    log_range,
    transformed,
)
from paseo.stats.composite.treatment.winsorising import Winsorised, winsorise, winsorise_points


@dataclass(frozen=True, eq=False)
class Treated:
    """Rows after a method; R rows.

    Attributes:
        rows: R x n.
        winsorised: What winsorising did, for methods that winsorise.
        changed: Whether all values of the row were transformed, R.
        power: Of Box-Cox, NaN where there is none, R.
        undefined: The transformation cannot be done: a value is not above zero, R.
    """

    rows: FloatArray
    winsorised: Winsorised | None
    changed: NDArray[np.bool_]
    power: FloatArray
    undefined: NDArray[np.bool_]


def treat_rows(
    rows: FloatArray,
    method: str,
    settings: Mapping[str, Any],
    for_rows: Callable[[FloatArray], FloatArray],
) -> Treated:
    """Treat rows by a method.

    Args:
        rows: R x n; NaN is missing.
        method: Of the step.
        settings: Filled in.
        for_rows: Turns a setting (one, or one for each replication) into one for each row.

    Returns:
        The rows, and what was done.
    """
    never = np.zeros(len(rows), dtype=bool)
    no_power = np.full(len(rows), np.nan)
    if method == "winsorise":
        return _winsorised(rows, settings, for_rows)
    if method == "winsorise_points":
        points = for_rows(number("treat", settings, "points", 0, whole=True))
        done = winsorise_points(rows, points, one_of("treat", settings, "side", SIDES))
        return Treated(done.rows, done, never, no_power, never)
    if method == "log":
        return _log(rows, settings, for_rows)
    if method == "boxcox":
        return _box_cox(rows, settings, for_rows)
    return Treated(rows, None, never, no_power, never)


def _winsorised(
    rows: FloatArray, settings: Mapping[str, Any], for_rows: Callable[[FloatArray], FloatArray]
) -> Treated:
    done = winsorise(
        rows,
        for_rows(number("treat", settings, "skew", 0)),
        for_rows(number("treat", settings, "kurtosis")),
        for_rows(number("treat", settings, "most", 0, whole=True)),
    )
    then = one_of("treat", settings, "then", THEN)
    failed = ~done.enough & ~done.stuck & ~np.isnan(done.kurtosis_before)
    power = np.full(len(rows), np.nan)
    made = done.rows
    if then == "none":
        failed = np.zeros(len(rows), dtype=bool)
    elif failed.any():
        made = made.copy() if made is rows else made
        made[failed], power[failed] = transformed(rows[failed], then)
    return Treated(made, done, failed, power, np.zeros(len(rows), dtype=bool))


def _shifted(
    rows: FloatArray, settings: Mapping[str, Any], for_rows: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Values plus the shift, and the rows in which one is not above zero (all missing there)."""
    moved = rows + for_rows(number("treat", settings, "shift"))[:, None]
    undefined = np.asarray((moved <= 0).any(axis=1))
    moved[undefined] = np.nan
    return moved, undefined


def _log(
    rows: FloatArray, settings: Mapping[str, Any], for_rows: Callable[[FloatArray], FloatArray]
) -> Treated:
    always, no_power = np.ones(len(rows), dtype=bool), np.full(len(rows), np.nan)
    if settings["shift"] == "range":
        same = np.fmax.reduce(rows, axis=1) == np.fmin.reduce(rows, axis=1)
        made = np.where(same[:, None], rows, log_range(rows))
        return Treated(made, None, ~same, no_power, ~always)
    moved, undefined = _shifted(rows, settings, for_rows)
    return Treated(np.log(moved), None, always, no_power, undefined)


def _box_cox(
    rows: FloatArray, settings: Mapping[str, Any], for_rows: Callable[[FloatArray], FloatArray]
) -> Treated:
    always, undefined = np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    if settings["shift"] == "one":
        moved = above_least(rows)
    else:
        moved, undefined = _shifted(rows, settings, for_rows)
    if settings["power"] is None:
        with np.errstate(invalid="ignore", divide="ignore"):
            power = box_cox_power(moved)
    else:
        power = for_rows(number("treat", settings, "power", *POWERS))
    return Treated(box_cox(moved, power), None, always, power, undefined)
