"""Screening: units and indicators of which too little is known are left out, by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from paseo.stats.composite.choices import Methods, mapping, one_number, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: Method to its settings. ``least``: share of indicators that a unit must have values for.
#: ``least_nonzero``: share of its values that must not be zero. ``force``: unit to ``include`` or
#: ``exclude``, whatever the shares. ``indicators``: share of units that an indicator must have
#: values for; indicators are judged first, over all units, and units by the indicators that stay.
METHODS: Final[Methods] = {
    "by_missing": {"least": 2 / 3, "force": {}, "indicators": 0.0},
    "by_zeros": {"least_nonzero": 0.05, "force": {}, "indicators": 0.0},
    "by_both": {"least": 2 / 3, "least_nonzero": 0.05, "force": {}, "indicators": 0.0},
}

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "unit-dropped": "left out; reason is missing (share, least, known, of), zeros (share, least, "
    "nonzero, of), no-values, or forced",
    "unit-kept-by-force": "kept although too little is known or is not zero (share, least)",
    "indicator-dropped": "left out: only a share of units has a value (share, least, known, of)",
}


def apply(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> tuple[Values, Record]:
    """Leave out units, and if asked indicators, of which too little is known.

    A unit stays where the share of its known values is at least ``least`` and the share of its
    values that are not zero at least ``least_nonzero``.

    Args:
        values: The indicators.
        structure: Of the index.
        method: ``by_missing``, ``by_zeros`` or ``by_both``.
        settings: See :data:`METHODS`.

    Returns:
        The table of what stays, and the account. Where indicators were dropped the table has fewer
        columns than the structure has indicators.

    Raises:
        CompositeError: ``unit-unknown``, ``setting-wrong``, ``no-units-left``,
            ``no-indicators-left``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 2.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("x", "top"), Element("y", "top"), Element("top")])
        >>> table = Values.of(["a", "b"], ["x", "y"], [[1, None], [2, 3]])
        >>> apply(table, index, "by_missing", {"least": 0.9})[0].units
        ('b',)
    """
    filled = settled("screen", method, settings, METHODS)
    forced = _forced(values, filled)
    notes: list[Note] = []
    kept = _indicators(values, filled, notes)
    if len(kept) < len(values.codes):
        values = values.keep_codes(kept)
    limits: dict[str, float] = {
        name: one_number("screen", filled, name, 0, 1)
        for name in ("least", "least_nonzero")
        if name in filled
    }
    known = (~np.isnan(values.numbers)).sum(axis=1).tolist()
    zeros = (values.numbers == 0).sum(axis=1).tolist()
    stays = [
        _stays(unit, _too_little(have, none, len(kept), limits), forced.get(unit, ""), notes)
        for unit, have, none in zip(values.units, known, zeros, strict=True)
    ]
    if not any(stays):
        raise CompositeError(
            "no-units-left",
            "Screening leaves no unit: ask for a smaller share, or fill in values first.", "screen",
            units=len(values.units),
        )  # fmt: skip
    return values.keep_units(stays), Record("screen", method, filled, tuple(notes))


def _forced(values: Values, settings: Mapping[str, Any]) -> dict[str, str]:
    given = mapping("screen", settings, "force")
    for unit, word in given.items():
        if unit not in values.units:
            raise CompositeError(
                "unit-unknown", f"Screening names the unit {unit}, which is not in the table.",
                str(unit), step="screen", setting="force", known=values.units,
            )  # fmt: skip
        if word not in ("include", "exclude"):
            raise CompositeError(
                "setting-wrong", f"The unit {unit} can be forced to include or exclude.", "screen",
                setting="force", value=word, known=("include", "exclude"),
            )  # fmt: skip
    return dict(given)


def _indicators(values: Values, settings: Mapping[str, Any], notes: list[Note]) -> list[str]:
    least = one_number("screen", settings, "indicators", 0, 1)
    units = len(values.units)
    kept = []
    for code, known in zip(values.codes, (~np.isnan(values.numbers)).sum(axis=0), strict=True):
        if known + 1e-9 >= least * units:
            kept.append(code)
            continue
        figures = {"share": float(known / units), "least": least, "known": int(known), "of": units}
        notes.append(Note("indicator-dropped", code, values=figures))
    if not kept:
        raise CompositeError(
            "no-indicators-left",
            "Screening leaves no indicator: ask for a smaller share of units.", "screen",
            indicators=len(values.codes),
        )  # fmt: skip
    return kept


def _stays(unit: str, why: dict[str, Any], forced: str, notes: list[Note]) -> bool:
    if forced == "exclude":
        notes.append(Note("unit-dropped", unit=unit, values={"reason": "forced"}))
        return False
    if not why:
        return True
    if forced == "include":
        notes.append(Note("unit-kept-by-force", unit=unit, values=why))
        return True
    notes.append(Note("unit-dropped", unit=unit, values=why))
    return False


def _too_little(have: int, zeros: int, of: int, limits: Mapping[str, float]) -> dict[str, Any]:
    """Why a unit does not stay; empty where it does. Shares are compared as counts."""
    if (least := limits.get("least")) is not None and have + 1e-9 < least * of:
        return {
            "reason": "missing", "share": have / of, "least": least, "known": have, "of": of,
        }  # fmt: skip
    if (least := limits.get("least_nonzero")) is None:
        return {}
    if not have:
        return {"reason": "no-values", "least": least, "of": of}
    nonzero = have - zeros
    if nonzero + 1e-9 < least * have:
        return {
            "reason": "zeros", "share": nonzero / have, "least": least, "nonzero": nonzero,
            "of": have,
        }  # fmt: skip
    return {}
