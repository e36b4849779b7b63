"""Winsorising whose limits differ between replications of the same raw data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import refuse_all_missing
from paseo.stats.composite.recipe import Step
from paseo.stats.composite.treatment import WinsorTable
from paseo.stats.composite.uncertainty.cases import settings_of
from paseo.stats.composite.uncertainty.tables import Tables

#: Limits that a replication may have for itself.
LIMITS = frozenset({"skew", "kurtosis", "most"})


def can_winsorise(step: Step, arrays: Mapping[str, FloatArray]) -> bool:
    """Tell whether the states of a table can stand in for winsorising it anew."""
    return (
        step.method == "winsorise"
        and LIMITS.issuperset(arrays)
        and not step.settings.get("by_indicator")
    )


def winsorised(
    shared: Callable[[Any, Callable[[], Any]], Any],
    key: Any,
    step: Step,
    arrays: Mapping[str, FloatArray],
    tables: Tables,
) -> Tables:
    """Winsorise the shared table of a block: each replication chooses among its states.

    Args:
        shared: Keeps what was made for a key.
        key: Of the step and everything before it.
        step: With the settings that do not differ.
        arrays: ``skew``, ``kurtosis``, ``most`` of each replication, those that differ.
        tables: The shared table.

    Returns:
        Tables whose columns are taken from the states.

    Raises:
        CompositeError: What winsorising refuses.
    """
    settings: dict[str, Any] = {**settings_of(step), **step.settings}
    most = int(np.max(arrays.get("most", settings["most"])))

    def make() -> WinsorTable:
        refuse_all_missing(tables.values)
        only, apart = settings["only"], settings["except"]
        treated = [
            (not only or code in only) and code not in apart for code in tables.values.codes
        ]  # fmt: skip
        return WinsorTable(tables.values.numbers, most, settings["then"], np.array(treated))

    table: WinsorTable = shared((key, "winsor", most), make)
    limits = [arrays.get(name, settings[name]) for name in ("skew", "kurtosis", "most")]
    numbers = shared((key, "states", most), lambda: _with_scale(table.variants))
    return replace(tables, numbers=numbers, cells=table.variant(*limits))


def _with_scale(states: FloatArray) -> FloatArray:
    """Put the untreated column where a state has one single value left: winsorising never ends in
    such a state, and normalising would refuse the table for it."""
    flat = np.fmin.reduce(states, axis=1) == np.fmax.reduce(states, axis=1)
    return np.where(flat[:, None, :], states[0], states)
