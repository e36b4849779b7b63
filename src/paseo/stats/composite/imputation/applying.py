"""The imputation step: a method by name, its checks, and the account of every value filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import number, one_of, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.imputation.kinds import METHODS
from paseo.stats.composite.imputation.simple import (
    impute_by_group,
    impute_centre,
    impute_last_wave,
)
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


def apply(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> tuple[Values, Record]:
    """Fill missing values by a method.

    Args:
        values: The indicators, with groups and earlier waves where the method needs them.
        structure: Of the index.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.

    Returns:
        The filled table, and the account: a note for each value filled in or still missing.

    Raises:
        CompositeError: ``all-missing`` for an indicator without any value, ``group-unknown``,
            ``no-earlier-waves``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 3.
    """
    filled = settled("impute", method, settings, METHODS)
    if method != "last_wave":
        _refuse_all_missing(values)
    if method == "last_wave":
        made, notes, kept = _from_waves(values, filled)
    else:
        made = impute_many(values.numbers[None], values, method, filled)[0]
        notes, kept = _told(values, made, method, filled)
    if not notes and not kept:
        notes = [Note("nothing-missing")]
    changed = values if made is values.numbers else _with(values, made)
    return changed, Record("impute", method, filled, tuple(notes), tuple(kept))


def impute_many(
    numbers: FloatArray, values: Values, method: str, settings: Mapping[str, Any]
) -> FloatArray:
    """Fill many tables of the same units at once, each from its own numbers.

    Args:
        numbers: Replications x units x indicators; NaN is missing.
        values: The table that the units, groups and earlier waves belong to.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.

    Returns:
        The filled tables, of the same shape.

    Raises:
        CompositeError: As :func:`apply`.
    """
    filled = settled("impute", method, settings, METHODS)
    if method in ("mean", "median"):
        return impute_centre(numbers, method)
    if method == "last_wave":
        last, _ = impute_last_wave(values, _waves(filled))
        return np.where(np.isnan(numbers), last, numbers)
    how = method.removeprefix("group_")
    fewest = int(number("impute", filled, "fewest", 1, whole=True))
    groups = list(_groups(values, filled).values())
    made = impute_by_group(numbers, groups, how, fewest)
    if one_of("impute", filled, "otherwise", ("empty", "all")) == "all":
        all_of = impute_centre(numbers, how)
        made = np.where(np.isnan(made), all_of, made)
    return made


def _waves(settings: Mapping[str, Any]) -> int:
    return int(number("impute", settings, "waves", 0, whole=True))


def _refuse_all_missing(values: Values) -> None:
    for at, code in enumerate(values.codes):
        if np.isnan(values.numbers[:, at]).all():
            raise CompositeError(
                "all-missing",
                f"{code} has no value for any unit: leave the indicator out, or add values.", code,
                step="impute",
            )  # fmt: skip


def _groups(values: Values, settings: Mapping[str, Any]) -> dict[str, NDArray[np.intp]]:
    name = settings["group"]
    if name not in values.groups:
        raise CompositeError(
            "group-unknown",
            f"There is no grouping {name!r} of the units: name one of "
            f"{', '.join(values.groups) or 'none'}.",
            str(name), step="impute", known=tuple(values.groups),
        )  # fmt: skip
    held = values.groups[name]
    return {
        group: np.array([at for at, one in enumerate(held) if one == group], dtype=np.intp)
        for group in dict.fromkeys(held)
        if group
    }


def _with(values: Values, made: FloatArray) -> Values:
    """Standard errors of known values stay; those of filled values are not known."""
    from dataclasses import replace

    errors = values.errors
    if errors is not None:
        errors = np.where(np.isnan(values.numbers), np.nan, errors)
    return replace(values, numbers=made, errors=errors)


def _from_waves(
    values: Values, settings: Mapping[str, Any]
) -> tuple[FloatArray, list[Note], list[Note]]:
    made, source = impute_last_wave(values, _waves(settings))
    did, could_not = [], []
    for i, j in np.argwhere(np.isnan(values.numbers)).tolist():
        code, unit = values.codes[j], values.units[i]
        if source[i, j] > 0:
            figures = {"value": float(made[i, j]), "by": "last_wave", "wave": int(source[i, j])}
            did.append(Note("filled", code, unit, figures))
        else:
            could_not.append(Note("still-missing", code, unit, {"reason": "no-earlier-value"}))
    return made, did, could_not


def _told(
    values: Values, made: FloatArray, method: str, settings: Mapping[str, Any]
) -> tuple[list[Note], list[Note]]:
    known = ~np.isnan(values.numbers)
    held = values.groups.get(settings.get("group", ""), ("",) * len(values.units))
    fewest = settings.get("fewest", 0)
    within = {
        group: known[[at for at, one in enumerate(held) if one == group]].sum(axis=0)
        for group in dict.fromkeys(held)
    }
    did, could_not = [], []
    for i, j in np.argwhere(~known).tolist():
        code, unit, group = values.codes[j], values.units[i], held[i]
        figures: dict[str, Any] = {"known": int(within[group][j])}
        if group:
            figures["group"] = group
        if np.isnan(made[i, j]):
            figures["reason"] = "group-too-small" if group else "no-group"
            could_not.append(Note("still-missing", code, unit, figures))
            continue
        if "group" in settings and (not group or figures["known"] < fewest):
            figures = {"known": int(known[:, j].sum()), "by": method.removeprefix("group_")}
        figures = {"value": float(made[i, j]), "by": method, **figures}
        did.append(Note("filled", code, unit, figures))
    return did, could_not
