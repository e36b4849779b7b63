"""Weights and aggregates of a block of replications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation import FAULT_OF, aggregate_many, unfit
from paseo.stats.composite.build import find_weights
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.tables import Tables

#: Code of a fault to the replications (or 1) that it spoils.
Unfit: TypeAlias = dict[str, NDArray[np.bool_]]
#: Weightings that do not look at the values.
BLIND: Final = frozenset({"given", "equal", "budget", "ahp"})
#: Multiplications up to which a matrix product stays on one thread: handing a small product to
#: several costs more than it saves, and very much more where other work holds the cores.
ALONE: Final = 200_000
#: So many distinct columns, one for each state of each indicator, are multiplied whole.
WHOLE: Final = 1024


def found_weights(tables: Tables, recipe: Recipe, count: int) -> FloatArray:
    """Return the weights that the weighting finds, before anything is drawn.

    Args:
        tables: Normalised.
        recipe: With the weighting.
        count: Replications.

    Returns:
        Replications (1 where all share them) x elements of the structure.
    """
    if tables.alike or recipe.weighting.method in BLIND:
        return _weights(find_weights(tables.values, tables.structure, recipe)[0])[None]
    return np.stack([
        _weights(find_weights(tables.one(at), tables.structure, recipe)[0]) for at in range(count)
    ])  # fmt: skip


def top_scores(
    tables: Tables, weights: FloatArray, recipe: Recipe, top: str
) -> tuple[FloatArray, Unfit]:
    """Aggregate up to one aggregate.

    Args:
        tables: Normalised.
        weights: Replications (or 1) x elements of the structure.
        recipe: With the aggregation.
        top: Code of the aggregate.

    Returns:
        Scores, replications (or 1) x units; and which replications (or 1) cannot be built, by the
        code of the fault: an aggregation of theirs meets a value that it cannot take.

    Raises:
        CompositeError: What aggregation refuses, for all or for one replication.
    """
    structure = tables.structure
    inside = structure.aggregates_below(top)
    ways = {recipe.aggregation_of(code, structure.levels[code]).method for code in inside}
    plain = not any(recipe.aggregation_of(code, structure.levels[code]).settings for code in inside)
    if plain and len(ways) == 1:
        way = ways.pop()
        below = {one.code for code in inside for one in structure.children(code)}
        used = np.array([code in below for code in structure.indicators])
        held = tables.numbers[:, :, used]
        if way == "arithmetic" and not np.isnan(held).any():
            return _products(tables, weights, top, tables.numbers), {}
        if way == "geometric" and (held > 0).all():
            with np.errstate(invalid="ignore", divide="ignore"):
                logs = np.where(used, np.log(tables.numbers), 0.0)
            return np.exp(_products(tables, weights, top, logs)), {}
    return _by_level(tables, weights, recipe, top, inside)


def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return the matrix product of many rows with a small matrix, a few rows at a time.

    Example:
        >>> product(np.ones((3, 2)), np.array([[1.0], [2.0]])).ravel().tolist()
        [3.0, 3.0, 3.0]
    """
    rows = ALONE // right.size
    whole = len(left) - len(left) % rows if rows else 0
    if not whole:
        return np.asarray(left @ right)
    found = np.empty((len(left), right.shape[1]))
    parts = left[:whole].reshape(-1, rows, left.shape[1])
    np.matmul(parts, right, out=found[:whole].reshape(len(parts), rows, -1))
    found[whole:] = left[whole:] @ right
    return found


def _weights(structure: Structure) -> FloatArray:
    return np.array([one.weight for one in structure.elements])


def _products(tables: Tables, weights: FloatArray, top: str, numbers: FloatArray) -> FloatArray:
    found = tables.structure.shares_of_many(top, weights)
    shares = np.zeros((len(weights), len(tables.structure.indicators)))
    for column, code in enumerate(tables.structure.indicators):
        if code in found:
            shares[:, column] = found[code]
    if tables.alike:
        return product(shares, numbers[0].T)
    states, units, indicators = numbers.shape
    if tables.rows is not None:
        shares = np.broadcast_to(shares, (len(tables.rows), indicators))
        return np.asarray(np.matmul(numbers[tables.rows], shares[:, :, None])[:, :, 0])
    assert tables.cells is not None
    count = len(tables.cells)
    shares = np.broadcast_to(shares, (count, indicators))
    columns = numbers.transpose(0, 2, 1).reshape(states * indicators, units)
    at = tables.cells * indicators + np.arange(indicators)
    if len(columns) <= WHOLE:
        spread = np.zeros((count, len(columns)))
        np.put_along_axis(spread, at, shares, axis=1)
        return product(spread, columns)
    return np.asarray(np.matmul(shares[:, None, :], columns[at])[:, 0, :])


def _by_level(
    tables: Tables, weights: FloatArray, recipe: Recipe, top: str, inside: tuple[str, ...]
) -> tuple[FloatArray, Unfit]:  # fmt: skip
    structure = tables.structure
    place = {one.code: at for at, one in enumerate(structure.elements)}
    columns = _columns(tables, len(weights))
    bad: Unfit = {}
    known = np.zeros(1, dtype=np.bool_)
    for code in inside:
        children = structure.children(code)
        how = recipe.aggregation_of(code, structure.levels[code])
        held = [columns[one.code] for one in children]
        size = max(len(one) for one in held)
        scores = np.stack([np.broadcast_to(one, (size, one.shape[1])) for one in held], axis=2)
        shares = weights[:, [place[one.code] for one in children]]
        here = unfit(scores, shares, how.method, how.settings) & ~known
        if here.any():
            fault = FAULT_OF[how.method]
            bad[fault] = bad.get(fault, np.zeros(1, dtype=np.bool_)) | here
            known = known | here
        columns[code] = aggregate_many(
            scores, shares, how.method, how.least, how.settings,
            codes=[one.code for one in children], entry=code, refuse=False,
        )  # fmt: skip
    return columns[top], bad


def _columns(tables: Tables, count: int) -> dict[str, FloatArray]:
    """Code to the values of an indicator, replications (or 1) x units."""
    if tables.alike:
        numbers = tables.numbers
    else:
        numbers = tables.each(len(tables.rows if tables.rows is not None else tables.cells)).numbers  # type: ignore[arg-type]
    return {code: numbers[:, :, at] for at, code in enumerate(tables.values.codes)}


def weights_of(structure: Structure, changed: Mapping[str, float]) -> dict[int, float]:
    """Return the places of elements whose weight is set, with the weight."""
    place = {one.code: at for at, one in enumerate(structure.elements)}
    return {place[code]: weight for code, weight in changed.items() if code in place}
