"""The imputation step: a method by name, its checks, and the account of every value filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import one_number, one_of, refuse_all_missing, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.imputation.em import NormalFit, expected
from paseo.stats.composite.imputation.kinds import METHODS, OTHERWISE
from paseo.stats.composite.imputation.multiple import (
    blocks,
    draws,
    impute_em,
    prior_of,
)
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

    Standard errors of known values stay; those of filled values are not known.

    Args:
        values: The indicators, with groups and earlier waves where the method needs them.
        structure: Of the index.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.

    Returns:
        The filled table, and the account: a note for each value filled in or still missing.

    Raises:
        CompositeError: ``all-missing`` for an indicator without any value, ``group-unknown``,
            ``no-earlier-waves``, ``em-undetermined``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("x", "top"), Element("top")])
        >>> table, record = apply(Values.of("abc", ["x"], [[1], [None], [5]]), index, "mean", {})
        >>> table.column("x").tolist(), record.did[0].kind, record.did[0].unit
        ([1.0, 3.0, 5.0], 'filled', 'b')
    """
    filled = settled("impute", method, settings, METHODS)
    refuse_all_missing(values, "impute")
    did: list[Note] = []
    could_not: list[Note] = []
    if method == "last_wave":
        made = _from_waves(values, filled, did, could_not)
    elif method == "em":
        made = _by_em(values, filled, structure, did, could_not)
    elif method == "multiple":
        made = _by_draws(values, filled, structure, did)
    else:
        made = impute_many(values.numbers[None], values, method, filled)[0]
        _tell_centres(values, made, method, filled, did, could_not)
    if not np.isnan(values.numbers).any():
        did = [Note("nothing-missing")]
    errors = values.errors
    if errors is not None:
        errors = np.where(np.isnan(values.numbers), np.nan, errors)
    record = Record("impute", method, filled, tuple(did), tuple(could_not))
    return replace(values, numbers=made, errors=errors), record


def impute_many(
    numbers: FloatArray,
    values: Values,
    method: str,
    settings: Mapping[str, Any],
    structure: Structure | None = None,
) -> FloatArray:
    """Fill many tables of the same units at once, each from its own numbers.

    Args:
        numbers: Replications x units x indicators; NaN is missing.
        values: The table that the units, groups and earlier waves belong to.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.
        structure: Of the index, for ``within: parent``.

    Returns:
        The filled tables, of the same shape, equal to what :func:`apply` makes of each.

    Raises:
        CompositeError: As :func:`apply`.
    """
    filled = settled("impute", method, settings, METHODS)
    if method in ("mean", "median"):
        return impute_centre(numbers, method)
    if method == "last_wave":
        last, _ = impute_last_wave(values, _waves(filled))
        return np.where(np.isnan(numbers), last, numbers)
    if method in ("em", "multiple"):
        return np.stack(
            [_modelled(replace(values, numbers=one), method, filled, structure) for one in numbers]
        )
    how = method.removeprefix("group_")
    fewest = int(one_number("impute", filled, "fewest", 1, whole=True))
    groups = list(_groups(values, filled).values())
    made = impute_by_group(numbers, groups, how, fewest)
    if one_of("impute", filled, "otherwise", OTHERWISE) == "all":
        made = np.where(np.isnan(made), impute_centre(numbers, how), made)
    return made


def _modelled(
    values: Values, method: str, settings: Mapping[str, Any], structure: Structure | None
) -> FloatArray:
    if method == "em":
        return impute_em(values, settings, structure)[0]
    return _completed(values, settings, structure)[0]


def _waves(settings: Mapping[str, Any]) -> int:
    return int(one_number("impute", settings, "waves", 0, whole=True))


def _groups(values: Values, settings: Mapping[str, Any]) -> dict[str, NDArray[np.intp]]:
    name = settings["group"]
    if not isinstance(name, str) or name not in values.groups:
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


def _completed(
    values: Values, settings: Mapping[str, Any], structure: Structure | None
) -> tuple[FloatArray, FloatArray]:
    """Mean of the completed tables, and the standard deviation between them."""
    count = int(one_number("impute", settings, "draws", 2, whole=True))
    seed = int(one_number("impute", settings, "seed", 0, whole=True))
    tables = draws(values, settings, seed, count, structure)
    # The mean of equal numbers can differ from them in the last digit.
    mean = np.where(np.isnan(values.numbers), tables.mean(axis=0), values.numbers)
    return mean, tables.std(axis=0, ddof=1)


def _gaps(values: Values) -> list[tuple[int, int, str, str]]:
    return [
        (i, j, values.codes[j], values.units[i])
        for i, j in np.argwhere(np.isnan(values.numbers)).tolist()
    ]


def _from_waves(
    values: Values, settings: Mapping[str, Any], did: list[Note], could_not: list[Note]
) -> FloatArray:
    made, source = impute_last_wave(values, _waves(settings))
    for i, j, code, unit in _gaps(values):
        if source[i, j] > 0:
            figures = {"value": float(made[i, j]), "by": "last_wave", "wave": int(source[i, j])}
            did.append(Note("filled", code, unit, figures))
        else:
            could_not.append(Note("still-missing", code, unit, {"reason": "no-earlier-value"}))
    return made


def _by_em(
    values: Values,
    settings: Mapping[str, Any],
    structure: Structure,
    did: list[Note],
    could_not: list[Note],
) -> FloatArray:
    made, fits = impute_em(values, settings, structure)
    for codes, fit in fits:
        at = [values.position(code) for code in codes]
        could_not.extend(_outside(values.keep_codes(codes), made[:, at], fit))
        empty = np.isnan(values.numbers[:, at]).all(axis=1)
        figures = {
            "indicators": codes, "units": int((~empty).sum()),
            "prior": prior_of(settings, len(codes)), "rounds": int(fit.rounds[0]),
        }  # fmt: skip
        did.append(Note("fitted", values=figures))
        if not fit.converged[0]:
            some = {"indicators": codes, "rounds": int(fit.rounds[0])}
            could_not.append(Note("not-converged", values=some))
        could_not.extend(
            Note("unit-without-values", unit=values.units[i], values={"indicators": codes})
            for i in np.flatnonzero(empty).tolist()
        )
    for i, j, code, unit in _gaps(values):
        did.append(Note("filled", code, unit, {"value": float(made[i, j]), "by": "em"}))
    return made


def _by_draws(
    values: Values, settings: Mapping[str, Any], structure: Structure, did: list[Note]
) -> FloatArray:
    made, spread = _completed(values, settings, structure)
    for block in blocks(values, settings, structure):
        if np.isnan(values.numbers[:, block]).any():
            codes = tuple(values.codes[at] for at in block.tolist())
            figures: dict[str, Any] = {
                "indicators": codes, "units": len(values.units),
                "prior": prior_of(settings, len(codes)), "draws": settings["draws"],
            }  # fmt: skip
            did.append(Note("fitted", values=figures))
    for i, j, code, unit in _gaps(values):
        figures = {"value": float(made[i, j]), "by": "multiple", "sd": float(spread[i, j])}
        did.append(Note("filled", code, unit, figures))
    return made


def _tell_centres(
    values: Values,
    made: FloatArray,
    method: str,
    settings: Mapping[str, Any],
    did: list[Note],
    could_not: list[Note],
) -> None:
    known = ~np.isnan(values.numbers)
    held = values.groups.get(settings.get("group", ""), ("",) * len(values.units))
    within = {
        group: known[[at for at, one in enumerate(held) if one == group]].sum(axis=0)
        for group in dict.fromkeys(held)
    }
    for i, j, code, unit in _gaps(values):
        group = held[i]
        figures: dict[str, Any] = {"by": method, "known": int(known[:, j].sum())}
        if "group" in settings:
            inside = int(within[group][j])
            if np.isnan(made[i, j]):
                reason = "group-too-small" if group else "no-group"
                why = {"reason": reason, "group": group, "known": inside if group else 0}
                could_not.append(Note("still-missing", code, unit, why))
                continue
            if group and inside >= settings["fewest"]:
                figures = {"by": method, "group": group, "known": inside}
            else:
                figures["by"] = method.removeprefix("group_")
        did.append(Note("filled", code, unit, {"value": float(made[i, j]), **figures}))


def _outside(values: Values, made: FloatArray, fit: NormalFit) -> list[Note]:
    """What the fit expects beyond anything that is known."""
    found = expected(values.numbers, fit)[0]
    low = np.fmin.reduce(values.numbers, axis=0)
    high = np.fmax.reduce(values.numbers, axis=0)
    beyond = np.isnan(values.numbers) & ((found < low) | (found > high))
    return [
        Note(
            "outside-observed", values.codes[j], values.units[i],
            {
                "expected": float(found[i, j]), "lowest": float(low[j]), "highest": float(high[j]),
                "value": float(made[i, j]),
            },
        )
        for i, j in np.argwhere(beyond).tolist()
    ]  # fmt: skip
