"""One aggregate of many replications at once, by any method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation import fitness, means
from paseo.stats.composite.aggregation.doubt import (
    SHARES_OF,
    benefit_of_doubt,
    bounds_of,
    check_pairs,
)
from paseo.stats.composite.aggregation.kemeny import kemeny
from paseo.stats.composite.aggregation.pairwise import copeland
from paseo.stats.composite.aggregation.penalised import PENALTIES, SCALES, mazziotta_pareto
from paseo.stats.composite.choices import number, one_of, settled
from paseo.stats.composite.faults import CompositeError

_Rule = Callable[[FloatArray, FloatArray, Mapping[str, Any], Sequence[str]], FloatArray]

#: Method to its settings with their defaults.
METHODS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "arithmetic": {},
    "geometric": {},
    "harmonic": {},
    "median": {},
    "mazziotta_pareto": {"penalty": "minus", "scale": "as_given"},
    "copeland": {},
    "kemeny": {},
    "benefit_of_doubt": {"low": 0.0, "high": 1.0, "of": "weights", "bounds": {}},
})  # fmt: skip

_RULES: Final[Mapping[str, _Rule]] = MappingProxyType({
    "arithmetic": lambda scores, weights, chosen, codes: means.arithmetic(scores, weights),
    "geometric": lambda scores, weights, chosen, codes: means.geometric(scores, weights),
    "harmonic": lambda scores, weights, chosen, codes: means.harmonic(scores, weights),
    "median": lambda scores, weights, chosen, codes: means.median(scores, weights),
    "mazziotta_pareto": lambda scores, weights, chosen, codes: mazziotta_pareto(
        scores, weights, chosen["penalty"], chosen["scale"]
    ),
    "copeland": lambda scores, weights, chosen, codes: copeland(scores, weights),
    "kemeny": lambda scores, weights, chosen, codes: kemeny(scores, weights),
    "benefit_of_doubt": lambda scores, weights, chosen, codes: _doubts(
        scores, weights, chosen, codes
    ),
})  # fmt: skip

_ALLOWED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "mazziotta_pareto": {"penalty": PENALTIES, "scale": SCALES},
    "benefit_of_doubt": {"of": SHARES_OF},
}


def aggregate_many(
    scores: ArrayLike,
    weights: ArrayLike,
    method: str,
    least: float = 0.0,
    settings: Mapping[str, Any] | None = None,
    *,
    codes: Sequence[str] = (),
    entry: str = "",
    refuse: bool = True,
) -> FloatArray:
    """Make one aggregate from its children, for many replications at once.

    A missing child is left out and the weights of the others count in proportion, as COINr does.

    Args:
        scores: (B, n, k), or (1, n, k) where all replications share them; NaN is missing.
        weights: (B, k), or (k,) where all replications share them; zero or more, in any unit.
        method: One of :data:`METHODS`.
        least: Share of the k children (by number) that must have a value; a unit with fewer is
            missing.
        settings: Settings of the method; what is left out has its default.
        codes: Codes of the children, for refusals and for bounds by code.
        entry: Code of the aggregate, for refusals.
        refuse: Raise where a replication has values that the method cannot take. Otherwise such a
            replication is missing for all units (:func:`unfit` tells which).

    Returns:
        (B, n).

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, ``setting-wrong``,
            ``shapes-differ``, ``weight-negative``, ``weights-zero``, ``least-wrong``,
            ``not-positive``, ``mean-not-positive``, ``negative-value``, ``too-many-units``, and
            ``bounds-wrong``, ``share-impossible``, ``no-solution`` of the benefit of the doubt.

    Example:
        >>> aggregate_many([[[1.0, 3.0], [2.0, 2.0]]], [[1, 1], [3, 1]], "arithmetic").tolist()
        [[2.0, 2.0], [1.5, 2.0]]
    """
    chosen = checked_settings(method, settings or {}, least, entry)
    held, shares = _read(scores, weights, entry)
    _check_weights(shares, codes, entry)
    bad = fitness.unfit(held, shares, method, chosen)
    if bad.any():
        if refuse:
            raise fitness.fault(held, shares, method, chosen, codes, entry)
        held = np.where(bad[:, None, None], np.nan, held)
    if method in fitness.POSITIVE:
        held = fitness.without_idle(held)
    found = _RULES[method](held, shares, chosen, codes)
    if bad.any():
        found[np.broadcast_to(bad, len(found))] = np.nan
    return _with_enough(found, held, least)


def unfit(
    scores: ArrayLike, weights: ArrayLike, method: str, settings: Mapping[str, Any] | None = None
) -> NDArray[np.bool_]:
    """Tell which replications hold values that a method cannot take.

    Args:
        scores: (B or 1, n, k).
        weights: (B or 1, k) or (k,); children of weight zero do not count.
        method: One of :data:`METHODS`.
        settings: Settings of the method; what is left out has its default.

    Returns:
        One truth value for each replication of the scores.

    Example:
        >>> unfit([[[1.0, 0.0]], [[1.0, 2.0]]], [1.0, 1.0], "geometric").tolist()
        [True, False]
    """
    held, shares = _read(scores, weights, "")
    return fitness.unfit(held, shares, method, checked_settings(method, settings or {}))


def checked_settings(
    method: str, settings: Mapping[str, Any], least: float = 0.0, entry: str = ""
) -> dict[str, Any]:
    """Return the settings of a method with its defaults.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, ``setting-wrong``,
            ``least-wrong``.
    """
    chosen = settled("aggregate", method, settings, METHODS)
    for name, allowed in _ALLOWED.get(method, {}).items():
        one_of("aggregate", chosen, name, allowed)
    for name in ("low", "high"):
        if name in chosen:
            number("aggregate", chosen, name, 0.0, 1.0)
    if "bounds" in chosen:
        check_pairs("aggregate", chosen)
    if not 0 <= least <= 1:
        raise CompositeError(
            "least-wrong", f"least must lie between 0 and 1 (found {least:g}).", entry, value=least
        )
    return chosen


def _doubts(
    scores: FloatArray, weights: FloatArray, chosen: Mapping[str, Any], codes: Sequence[str]
) -> FloatArray:
    """Best scores of each unit; given weights only tell which children count (above zero)."""
    low, high = bounds_of(chosen, codes, scores.shape[2])
    used = weights > 0
    found = np.empty((max(len(scores), len(weights)), scores.shape[1]))
    for at in range(len(found)):
        if at and len(scores) == 1 and (len(used) == 1 or np.array_equal(used[at], used[at - 1])):
            found[at] = found[at - 1]
            continue
        on = used[at if len(used) > 1 else 0]
        held = scores[at if len(scores) > 1 else 0][:, on]
        found[at] = benefit_of_doubt(held, low[on], high[on], chosen["of"]).scores
    return found


def _with_enough(found: FloatArray, scores: FloatArray, least: float) -> FloatArray:
    if least <= 0:
        return found
    share = np.count_nonzero(~np.isnan(scores), axis=2) / scores.shape[2]
    return np.where(share < least, np.nan, found)


def _read(scores: ArrayLike, weights: ArrayLike, entry: str) -> tuple[FloatArray, FloatArray]:
    held = np.asarray(scores, dtype=np.float64)
    shares = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    fits = (
        held.ndim == 3
        and shares.ndim == 2
        and held.shape[2] == shares.shape[1] > 0
        and (len(held) == len(shares) or 1 in (len(held), len(shares)))
    )
    if not fits:
        raise CompositeError(
            "shapes-differ",
            f"Scores of shape {held.shape} and weights of shape {shares.shape}: give scores as "
            "(replications or 1, units, children) and one weight for each child.",
            entry,
        )
    return held, shares


def _check_weights(weights: FloatArray, codes: Sequence[str], entry: str) -> None:
    bad = ~(weights >= 0) | np.isinf(weights)
    if bad.any():
        at = int(np.argwhere(bad)[0][1])
        value = float(weights[bad][0])
        code = codes[at] if codes else ""
        raise CompositeError(
            "weight-negative",
            f"The weight of {code or f'child {at + 1}'} must be zero or more (found {value:g}).",
            code or entry, value=value, position=at,
        )  # fmt: skip
    if not np.all(weights.sum(axis=1) > 0):
        raise CompositeError(
            "weights-zero",
            f"The weights under {entry or 'the aggregate'} sum to zero: give at least one above "
            "zero.",
            entry,
        )
