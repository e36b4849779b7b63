"""Weights and aggregates of a block of replications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation import aggregate_many, unfit
from paseo.stats.composite.build import find_weights
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.tables import Tables

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
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Aggregate up to one aggregate.

    Args:
        tables: Normalised.
        weights: Replications (or 1) x elements of the structure.
        recipe: With the aggregation.
        top: Code of the aggregate.

    Returns:
        Scores, replications (or 1) x units; and which replications cannot be built, for a mean of
        theirs meets a value that it cannot take.

    Raises:
        CompositeError: What aggregation refuses, for all or for one replication.
    """
    structure = tables.structure
    inside = aggregates_below(structure, top)
    ways = {recipe.aggregation_of(code, structure.levels[code]).method for code in inside}
    plain = not any(recipe.aggregation_of(code, structure.levels[code]).settings for code in inside)
    if plain and len(ways) == 1:
        way = ways.pop()
        below = {one.code for code in inside for one in structure.children(code)}
        used = np.array([code in below for code in structure.indicators])
        held = tables.numbers[:, :, used]
        if way == "arithmetic" and not np.isnan(held).any():
            return _products(tables, weights, top, tables.numbers), _none(weights)
        if way == "geometric" and (held > 0).all():
            with np.errstate(invalid="ignore", divide="ignore"):
                logs = np.where(used, np.log(tables.numbers), 0.0)
            return np.exp(_products(tables, weights, top, logs)), _none(weights)
    return _by_level(tables, weights, recipe, top, inside)


def aggregates_below(structure: Structure, top: str) -> tuple[str, ...]:
    """Return an aggregate and those under it, the lowest first."""
    inside = {top}
    for code in reversed(structure.aggregates):
        if structure.by_code[code].parent in inside:
            inside.add(code)
    return tuple(code for code in structure.aggregates if code in inside)


def effective(structure: Structure, weights: FloatArray, top: str) -> FloatArray:
    """Return the share of each indicator in an aggregate, for many sets of weights.

    Args:
        structure: The hierarchy.
        weights: Replications x elements.
        top: Code of the aggregate.

    Returns:
        Replications x indicators.

    Raises:
        CompositeError: ``weight-negative``, ``weights-zero``.
    """
    place = {one.code: at for at, one in enumerate(structure.elements)}
    shares: dict[str, FloatArray] = {top: np.ones(len(weights))}
    for code in reversed(aggregates_below(structure, top)):
        at = [place[one.code] for one in structure.children(code)]
        held = weights[:, at]
        if np.any(held < 0):
            raise CompositeError("weight-negative", f"A weight under {code} is below zero.", code)
        total = held.sum(axis=1)
        if not np.all(total > 0):
            raise CompositeError("weights-zero", f"The weights under {code} sum to zero.", code)
        for one, share in zip(structure.children(code), (held / total[:, None]).T, strict=True):
            shares[one.code] = shares[code] * share
    found = np.zeros((len(weights), len(structure.indicators)))
    for column, code in enumerate(structure.indicators):
        if code in shares:
            found[:, column] = shares[code]
    return found


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


def _none(weights: FloatArray) -> NDArray[np.bool_]:
    return np.zeros(len(weights), dtype=np.bool_)


def _products(tables: Tables, weights: FloatArray, top: str, numbers: FloatArray) -> FloatArray:
    shares = effective(tables.structure, weights, top)
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
) -> tuple[FloatArray, NDArray[np.bool_]]:  # fmt: skip
    structure = tables.structure
    place = {one.code: at for at, one in enumerate(structure.elements)}
    columns = _columns(tables, len(weights))
    bad = _none(weights)
    for code in inside:
        children = structure.children(code)
        how = recipe.aggregation_of(code, structure.levels[code])
        held = [columns[one.code] for one in children]
        size = max(len(one) for one in held)
        scores = np.stack([np.broadcast_to(one, (size, one.shape[1])) for one in held], axis=2)
        shares = weights[:, [place[one.code] for one in children]]
        bad = bad | unfit(scores, shares, how.method, how.settings)
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
