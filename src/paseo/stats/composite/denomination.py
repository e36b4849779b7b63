"""Denomination: values divided by the size of their unit, so that large and small compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import (
    Methods,
    indicators_named,
    mapping,
    one_number,
    one_of,
    settled,
)
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: Method to its settings. ``columns``: indicator to the column that divides it. ``scale``: one
#: number, or indicator to number: "per 1000" is ``scale: 1000``. ``missing``: what becomes of a
#: value whose denominator is missing: leave it ``empty`` and say so, or ``refuse`` the index.
METHODS: Final[Methods] = {
    "from_elements": {"scale": 1.0, "missing": "empty"},
    "by": {"columns": {}, "scale": 1.0, "missing": "empty"},
}

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "divided": "the indicator was divided by column times 1/scale, in so many units",
    "denominator-missing": "the value was left empty because column has no number for the unit",
    "no-denominators": "no indicator names a denominator: nothing was divided",
}


def apply(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> tuple[Values, Record]:
    """Divide indicators by their denominators: ``x / (d / scale)``.

    Standard errors are divided alike: the denominator is taken as known.

    Args:
        values: The indicators, with denominators beside them.
        structure: Of the index.
        method: ``from_elements`` or ``by``.
        settings: See :data:`METHODS`.

    Returns:
        The divided table, and the account.

    Raises:
        CompositeError: ``denominator-unknown``, ``denominator-zero``, ``denominator-negative``,
            ``denominator-missing``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 2.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("thefts", "top", denominator="people"), Element("top")])
        >>> table = Values.of(["a", "b"], ["thefts"], [[10], [30]], beside={"people": [500, 3000]})
        >>> apply(table, index, "from_elements", {"scale": 1000})[0].column("thefts").tolist()
        [20.0, 10.0]
    """
    filled = settled("denominate", method, settings, METHODS)
    named = _columns(structure, method, filled)
    below = divisors(values, structure, method, settings)
    lost = np.isnan(below) & ~np.isnan(values.numbers)
    scales = _scales(structure, filled)
    did = tuple(
        Note(
            "divided", code,
            values={
                "column": column, "scale": scales[code],
                "units": int((~np.isnan(values.numbers / below)[:, values.position(code)]).sum()),
            },
        )
        for code, column in named.items()
    )  # fmt: skip
    could_not = [
        Note("denominator-missing", values.codes[j], values.units[i],
             {"column": named[values.codes[j]]})
        for i, j in np.argwhere(lost).tolist()
    ]  # fmt: skip
    if not named:
        could_not.append(Note("no-denominators"))
    made = replace(
        values,
        numbers=values.numbers / below,
        errors=None if values.errors is None else values.errors / below,
        earlier=tuple(_earlier(one, named, scales) for one in values.earlier),
    )
    return made, Record("denominate", method, filled, did, tuple(could_not))


def divisors(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> FloatArray:
    """Return by what each value is divided: one for those that are not, NaN for a missing one.

    Divide a batch of tables of the same units by it.

    Args:
        values: The indicators, with denominators beside them.
        structure: Of the index.
        method: ``from_elements`` or ``by``.
        settings: See :data:`METHODS`.

    Returns:
        Units x indicators.

    Raises:
        CompositeError: As :func:`apply`.
    """
    filled = settled("denominate", method, settings, METHODS)
    refuses = one_of("denominate", filled, "missing", ("refuse", "empty")) == "refuse"
    scales = _scales(structure, filled)
    found = np.ones_like(values.numbers)
    for code, column in _columns(structure, method, filled).items():
        if column not in values.beside:
            raise CompositeError(
                "denominator-unknown",
                f"{code} is divided by {column}, which stands in no column: add the column, or "
                "name another.",
                code, column=column, known=tuple(values.beside),
            )  # fmt: skip
        at = values.position(code)
        found[:, at] = values.beside[column] / scales[code]
        _check(values, at, column, refuses)
    return found


def _earlier(wave: Values, columns: Mapping[str, str], scales: Mapping[str, float]) -> Values:
    """Divide an earlier wave by its own denominators, so that it can fill in a divided one."""
    numbers = wave.numbers.copy()
    for code, column in columns.items():
        if code in wave.codes:
            held = wave.beside.get(column, np.full(len(wave.units), np.nan))
            numbers[:, wave.position(code)] /= np.where(held > 0, held, np.nan) / scales[code]
    return wave.with_numbers(numbers)


def _check(values: Values, at: int, column: str, refuses_missing: bool) -> None:
    code, held = values.codes[at], values.beside[column]
    used = ~np.isnan(values.numbers[:, at])
    faults = [("zero", held == 0, "zero"), ("negative", held < 0, "less than zero")]
    if refuses_missing:
        faults.append(("missing", np.isnan(held), "missing"))
    for kind, bad, words in faults:
        if (bad & used).any():
            units = [values.units[i] for i in np.flatnonzero(bad & used).tolist()]
            raise CompositeError(
                f"denominator-{kind}",
                f"{code} of {units[0]} cannot be divided by {column}, which is {words}: correct "
                "the number, or leave the unit out.",
                code, column=column, unit=units[0], units=tuple(units),
            )  # fmt: skip


def _columns(structure: Structure, method: str, settings: Mapping[str, Any]) -> dict[str, str]:
    if method == "from_elements":
        named = {code: structure.by_code[code].denominator for code in structure.indicators}
        return {code: column for code, column in named.items() if column}
    columns = mapping("denominate", settings, "columns")
    indicators_named("denominate", settings, "columns", structure.indicators)
    return {code: str(columns[code]) for code in structure.indicators if columns.get(code)}


def _scales(structure: Structure, settings: Mapping[str, Any]) -> dict[str, float]:
    given = settings["scale"]
    if isinstance(given, Mapping):
        indicators_named("denominate", settings, "scale", structure.indicators)
    found = {}
    for code in structure.indicators:
        scale = given.get(code, 1.0) if isinstance(given, Mapping) else given
        found[code] = one_number("denominate", {"scale": scale}, "scale", 0, above=True)
    return found
