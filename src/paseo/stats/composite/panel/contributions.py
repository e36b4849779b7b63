"""What each indicator has to do with a change of the total between two periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite import aggregation
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


def contributions(
    before: Values, after: Values, structure: Structure, recipe: Recipe, top: str
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Split the change of an aggregate between two periods over its indicators.

    Where every aggregate on the way is an arithmetic, geometric or harmonic mean and no value is
    missing, the change of a mean is exactly a sum over its children: ``w (x1 - x0)`` for the
    arithmetic, ``w L(y0, y1) ln(x1 / x0)`` with the logarithmic mean ``L`` for the geometric,
    ``w y0 y1 (1/x0 - 1/x1)`` for the harmonic. Otherwise each indicator is changed alone, first
    and last, and gets the mean of the two; what is left over is the rest.

    Args:
        before, after: The aggregated stage of both periods, the same units in the same order.
        structure: As used, the same for both.
        recipe: With the aggregation.
        top: The aggregate.

    Returns:
        Units x indicators (0 for those that do not stand under the aggregate); the rest of each
        unit, 0 up to rounding where the split is exact; whether it is exact.

    Source: Vartia (1976), Scandinavian Journal of Statistics 3, 121-126 (logarithmic means); Ang
    (2015), Energy Policy 86, 233-238.
    """
    under = structure.below(top)
    columns = [structure.indicators.index(code) for code in under]
    found = np.zeros((len(before.units), len(structure.indicators)))
    way = structure.aggregates_below(top)
    means = all(
        recipe.aggregation_of(code, structure.levels[code]).method in _SLOPES for code in way
    )
    known = np.ones(len(before.units), dtype=bool)
    for values in (before, after):
        held = values.numbers[:, [values.position(code) for code in (*under, *way)]]
        known &= ~np.isnan(held).any(axis=1)
    exact = known & means
    for rows in (exact, ~exact):
        if not rows.any():
            continue
        one, other = before.keep_units(rows.tolist()), after.keep_units(rows.tolist())
        if rows is exact:
            parts = _by_factors(one, other, structure, recipe, top, under)
        else:
            parts = _one_at_a_time(one, other, structure, recipe, top, under)
        found[np.ix_(np.flatnonzero(rows), np.array(columns))] = parts
    change = after.column(top) - before.column(top)
    return found, change - np.nansum(found, axis=1), exact


def _by_factors(
    before: Values,
    after: Values,
    structure: Structure,
    recipe: Recipe,
    top: str,
    under: tuple[str, ...],
) -> FloatArray:
    """Change of each indicator times what the total changes for each unit of it."""
    factors = {top: np.ones(len(before.units))}
    for code in reversed(structure.aggregates_below(top)):
        slope = _SLOPES[recipe.aggregation_of(code, structure.levels[code]).method]
        children = structure.children(code)
        whole = sum(one.weight for one in children)
        y = before.column(code), after.column(code)
        for one in children:
            x = before.column(one.code), after.column(one.code)
            # What weighs nothing may be nought or below, where a logarithm is none.
            steep = slope(x, y) if one.weight else 0.0
            factors[one.code] = factors[code] * (one.weight / whole) * steep
    return np.stack(
        [factors[code] * (after.column(code) - before.column(code)) for code in under], axis=1
    )


def _log_mean(one: FloatArray, other: FloatArray) -> FloatArray:
    """Logarithmic mean ``(b - a) / ln(b / a)`` of positive numbers."""
    log = np.log(other / one)
    near = np.abs(log) < 1e-8
    safe = np.where(near, 1.0, log)
    return np.asarray(np.where(near, (one + other) / 2, one * np.expm1(log) / safe))


_Ends = tuple[FloatArray, FloatArray]
#: Method to the slope of a mean y in a child x between two periods, but for its weight.
_SLOPES: Final[Mapping[str, Callable[[_Ends, _Ends], FloatArray | float]]] = {
    "arithmetic": lambda x, y: 1.0,
    "geometric": lambda x, y: _log_mean(*y) / _log_mean(*x),
    "harmonic": lambda x, y: y[0] * y[1] / (x[0] * x[1]),
}


def _one_at_a_time(
    before: Values,
    after: Values,
    structure: Structure,
    recipe: Recipe,
    top: str,
    under: tuple[str, ...],
) -> FloatArray:
    score = _scorer(before.keep_codes(structure.indicators), structure, recipe, top)
    x0 = before.keep_codes(structure.indicators).numbers
    x1 = after.keep_codes(structure.indicators).numbers
    start, end = score(x0), score(x1)
    found = np.zeros((len(x0), len(under)))
    for at, code in enumerate(under):
        column = structure.indicators.index(code)
        first, last = x0.copy(), x1.copy()
        first[:, column], last[:, column] = x1[:, column], x0[:, column]
        found[:, at] = ((score(first) - start) + (end - score(last))) / 2
    return found


def _scorer(
    table: Values, structure: Structure, recipe: Recipe, top: str
) -> Callable[[FloatArray], FloatArray]:
    def score(numbers: FloatArray) -> FloatArray:
        made, _ = aggregation.apply(table.with_numbers(numbers), structure, recipe.aggregation_of)
        return made.column(top)

    return score
