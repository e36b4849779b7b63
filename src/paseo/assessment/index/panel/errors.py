"""Sampling errors carried into the scores of a panel, one indicator at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from paseo.assessment.index.specification.spec import PanelUse
from paseo.stats.checks import FloatArray
from paseo.stats.composite import CompositeError, Values
from paseo.stats.composite.panel import Frozen, Panel, build_panel


def score_errors(panel: Panel, period: str, values: Values) -> FloatArray:
    """Return the standard error that each indicator brings into the score of each unit.

    First order: half the difference of the scores with the value one standard error above and
    below, ``s_j = |y(x_j + e_j) - y(x_j - e_j)| / 2``; exact for arithmetic means of straight
    lines, where it is the share of the indicator times the slope of its scale times ``e_j``.

    Args:
        panel: with the frozen scale.
        period: one of its periods.
        values: of that period, with their standard errors.

    Returns:
        Units of the panel x indicators; NaN where no error is known, or no score.
    """
    codes = panel.frozen.structure.indicators
    found = np.full((len(panel.units), len(codes)), np.nan)
    if values.errors is None:
        return found
    under = panel.frozen.structure.below(panel.top)
    row_of = {unit: at for at, unit in enumerate(panel.units)}
    for column, code in enumerate(codes):
        errors = values.errors[:, values.position(code)]
        if code not in under or not np.isfinite(errors).any():
            continue
        ends = [_scores(panel, values, code, sign * np.nan_to_num(errors)) for sign in (1, -1)]
        held = abs(ends[0] - ends[1]) / 2
        for unit, error in zip(values.units, errors.tolist(), strict=True):
            if unit in row_of and np.isfinite(error):
                found[row_of[unit], column] = held[row_of[unit]]
    return found


def _scores(panel: Panel, values: Values, code: str, shift: FloatArray) -> FloatArray:
    """Return the scores with one indicator shifted, by the units of the panel."""
    numbers = values.numbers.copy()
    numbers[:, values.position(code)] += shift
    frozen: Frozen = panel.frozen
    nothing = np.full(len(panel.units), np.nan)
    try:
        made = build_panel(
            {"shifted": replace(values, numbers=numbers, errors=None)},
            frozen.structure, frozen.recipe, frozen, top=panel.top,
        )  # fmt: skip
    except CompositeError:  # a value one error away may lie where a logarithm is none
        return nothing
    held = dict(zip(made.units, made.scores[0].tolist(), strict=True))
    return np.array([held.get(unit, np.nan) for unit in panel.units])


def change_errors(
    before: FloatArray, after: FloatArray, weights: Mapping[int, float], use: PanelUse
) -> tuple[FloatArray, FloatArray]:
    """Return the standard errors of contributions and of the change of the total.

    The two periods are samples of their own. Within a period, errors of several questions put to
    the same persons hang together in a way that is not known: ``shared`` takes the most they can
    add up to, ``(sum s_j)^2``; ``separate`` takes ``sum s_j^2``.

    Args:
        before, after: units x indicators, of :func:`score_errors`.
        weights: column of each indicator under the total to its weight in it; one that weighs
            nothing needs no error.
        use: says which samples there are.

    Returns:
        Units x indicators; units. NaN where an error is not known.
    """
    by_indicator = np.sqrt(before**2 + after**2)
    needed = [column for column, weight in weights.items() if weight > 0]
    total = np.zeros(len(before))
    for errors in (before[:, needed], after[:, needed]):
        shared = use.samples == "shared"
        total = total + (errors.sum(axis=1) ** 2 if shared else (errors**2).sum(axis=1))
    return by_indicator, np.sqrt(total)
