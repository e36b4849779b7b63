"""One aggregate of many replications at once, by any method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation import means
from paseo.stats.composite.aggregation.choosing import filled
from paseo.stats.composite.faults import CompositeError

_Rule = Callable[[FloatArray, FloatArray, Mapping[str, Any]], FloatArray]

#: Method to its settings with their defaults.
METHODS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "arithmetic": {},
    "geometric": {},
    "harmonic": {},
    "median": {},
})  # fmt: skip

#: Methods that know no value of zero or less.
POSITIVE: Final = frozenset({"geometric", "harmonic"})

_RULES: Final[Mapping[str, _Rule]] = MappingProxyType({
    "arithmetic": lambda scores, weights, _: means.arithmetic(scores, weights),
    "geometric": lambda scores, weights, _: means.geometric(scores, weights),
    "harmonic": lambda scores, weights, _: means.harmonic(scores, weights),
    "median": lambda scores, weights, _: means.median(scores, weights),
})  # fmt: skip


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
        codes: Codes of the children, for refusals.
        entry: Code of the aggregate, for refusals.
        refuse: Raise where a replication has values that the method cannot take. Otherwise such a
            replication is missing for all units (:func:`unfit` tells which).

    Returns:
        (B, n).

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, ``shapes-differ``,
            ``weight-negative``, ``weights-zero``, ``least-wrong``, ``not-positive``.

    Example:
        >>> aggregate_many([[[1.0, 3.0], [2.0, 2.0]]], [[1, 1], [3, 1]], "arithmetic").tolist()
        [[2.0, 2.0], [1.5, 2.0]]
    """
    chosen = filled(METHODS, method, settings or {}, "aggregate")
    held, shares = _read(scores, weights, entry)
    _check_weights(shares, codes, entry)
    if not 0 <= least <= 1:
        raise CompositeError(
            "least-wrong", f"least must lie between 0 and 1 (found {least:g}).", entry, value=least
        )
    bad = unfit(held, shares, method)
    if bad.any():
        if refuse:
            raise _not_positive(held, shares, method, codes, entry)
        held = np.where(bad[:, None, None], np.nan, held)
    if method in POSITIVE:
        held = _without_idle(held)
    found = _RULES[method](held, shares, chosen)
    if bad.any():
        found[np.broadcast_to(bad, len(found))] = np.nan
    return _with_enough(found, held, least)


def unfit(scores: ArrayLike, weights: ArrayLike, method: str) -> NDArray[np.bool_]:
    """Tell which replications hold a value that a method cannot take.

    Args:
        scores: (B or 1, n, k).
        weights: (B or 1, k) or (k,); children of weight zero do not count.
        method: One of :data:`METHODS`.

    Returns:
        One truth value for each replication of the scores.

    Example:
        >>> unfit([[[1.0, 0.0]], [[1.0, 2.0]]], [1.0, 1.0], "geometric").tolist()
        [True, False]
    """
    held = np.asarray(scores, dtype=np.float64)
    low = held <= 0
    if method not in POSITIVE or not low.any():
        return np.zeros(len(held), dtype=np.bool_)
    found: NDArray[np.bool_] = np.any(low & _used(held, weights), axis=(1, 2))
    return found


def _used(scores: FloatArray, weights: ArrayLike) -> NDArray[np.bool_]:
    """Which children weigh anything: (B or 1, 1, k); in any replication for shared scores."""
    shares = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    if len(scores) == 1:
        shares = shares.max(axis=0, keepdims=True)
    used: NDArray[np.bool_] = np.greater(shares, 0)[:, None, :]
    return used


def _without_idle(scores: FloatArray) -> FloatArray:
    """A child of weight zero counts for nothing, not even where it has no logarithm."""
    low = scores <= 0
    return np.where(low, 1.0, scores) if low.any() else scores


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


def _not_positive(
    scores: FloatArray, weights: FloatArray, method: str, codes: Sequence[str], entry: str
) -> CompositeError:
    bad = (scores <= 0) & _used(scores, weights)
    replication, unit, at = (int(one) for one in np.argwhere(bad)[0])
    value = float(scores[replication, unit, at])
    code = codes[at] if codes else ""
    return CompositeError(
        "not-positive",
        f"{code or f'Child {at + 1}'} holds {value:g} (unit {unit + 1}), and the {method} mean "
        f"{f'of {entry} ' if entry else ''}takes only values above zero: normalise to a range "
        "above zero, such as 1 to 100, or choose another aggregation.",
        code or entry, method=method, aggregate=entry, value=value, unit=unit, child=at,
    )  # fmt: skip
