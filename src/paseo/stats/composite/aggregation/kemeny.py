"""Condorcet-Kemeny: the order of all units that agrees best with their comparisons two by two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation.pairwise import outranking
from paseo.stats.composite.faults import CompositeError

#: Most units that are put in order exactly: the work doubles with each.
KEMENY_MOST: Final = 12
_EQUAL: Final = 1e-9


@dataclass(frozen=True, eq=False)
class KemenyOrder:
    """The best order of n units.

    Attributes:
        places: Place of each unit, 1 is the first; the mean over all best orders where there are
            several, so that the order of the table decides nothing.
        orders: Number of best orders.
        agreement: Share of the weight of all comparisons that the order agrees with, 0.5 to 1.
    """

    places: FloatArray
    orders: int
    agreement: float


def kemeny(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Score by the Condorcet-Kemeny order: how many units are placed below, on average.

    Args:
        scores: (B or 1, n, k); NaN is missing. A unit without any child is not placed.
        weights: (B or 1, k), zero or more, in any unit.

    Returns:
        (B, n): from 0 for the last to n - 1 for the first.

    Raises:
        CompositeError: ``too-many-units`` over :data:`KEMENY_MOST`.

    Source: Munda and Nardo (2009), Applied Economics 41(12), 1513-1523; exact by dynamic
        programming over sets, as Held and Karp (1962), SIAM Journal 10(1), 196-210.

    Example:
        >>> held = np.array([[[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]])
        >>> kemeny(held, np.array([[2.0, 1.0]])).tolist()
        [[2.0, 1.0, 0.0]]
    """
    count = max(len(scores), len(weights))
    found = np.full((count, scores.shape[1]), np.nan)
    for at in range(count):
        held = scores[at if len(scores) > 1 else 0]
        shares = weights[at if len(weights) > 1 else 0]
        placed = (~np.isnan(held) & (shares > 0)).any(axis=1)
        if placed.any():
            order = kemeny_order(outranking(held[placed], shares))
            found[at, placed] = placed.sum() - order.places
    return found


def kemeny_order(ahead: FloatArray) -> KemenyOrder:
    """Find the orders that agree with the most weight, among all there are.

    Args:
        ahead: (n, n), the share of the weight with which the row lies above the column; NaN counts
            as one half.

    Returns:
        The best order.

    Raises:
        CompositeError: ``too-many-units`` over :data:`KEMENY_MOST`.

    Source: As :func:`kemeny`.

    Example:
        >>> order = kemeny_order(np.array([[0.5, 0.9], [0.1, 0.5]]))
        >>> order.places.tolist(), order.orders, order.agreement
        ([1.0, 2.0], 1, 0.9)
    """
    units = len(ahead)
    if units > KEMENY_MOST:
        raise CompositeError(
            "too-many-units",
            f"The exact Condorcet-Kemeny order is found for at most {KEMENY_MOST} units (found "
            f"{units}): choose Copeland, or fewer units.",
            units=units, most=KEMENY_MOST,
        )  # fmt: skip
    share = np.where(np.isnan(ahead), 0.5, ahead)
    np.fill_diagonal(share, 0.0)
    inside = (np.arange(1 << units)[:, None] >> np.arange(units)) & 1
    gain = inside.astype(np.float64) @ share
    layers = _layers(units)
    above, below = _best(gain, layers, units)
    places, orders = _places(gain, above, below, layers, units)
    pairs = units * (units - 1) / 2
    return KemenyOrder(places, orders, float(above[-1] / pairs) if pairs else 1.0)


_Layer = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]


@lru_cache(maxsize=KEMENY_MOST + 1)
def _layers(units: int) -> tuple[_Layer, ...]:
    """Sets of 1, 2, ... units; for each its members, and the set without that member."""
    sets = np.arange(1 << units)
    bits = ((sets[:, None] >> np.arange(units)) & 1).astype(bool)
    layers = []
    for size in range(1, units + 1):
        held = sets[bits.sum(axis=1) == size]
        members = np.nonzero(bits[held])[1].reshape(len(held), size)
        layers.append((held, members, held[:, None] ^ (1 << members)))
    return tuple(layers)


def _best(
    gain: FloatArray, layers: tuple[_Layer, ...], units: int
) -> tuple[FloatArray, FloatArray]:
    """Best agreement up to a set that stands on top, and from there down."""
    above = np.zeros(1 << units)
    for held, members, before in layers:
        above[held] = (above[before] + gain[before, members]).max(axis=1)
    below = np.full(1 << units, -np.inf)
    below[-1] = 0.0
    for held, members, before in reversed(layers):
        np.maximum.at(below, before, gain[before, members] + below[held][:, None])
    return above, below


def _places(
    gain: FloatArray, above: FloatArray, below: FloatArray, layers: tuple[_Layer, ...], units: int
) -> tuple[FloatArray, int]:
    """Mean place of each unit over all best orders, counted and not listed."""
    best = [
        above[before] + gain[before, members] + below[held][:, None] >= above[-1] - _EQUAL
        for held, members, before in layers
    ]
    down, up = np.zeros(1 << units), np.zeros(1 << units)
    down[0] = up[-1] = 1.0
    for (held, _, before), on in zip(layers, best, strict=True):
        down[held] = (down[before] * on).sum(axis=1)
    for (held, _, before), on in zip(reversed(layers), reversed(best), strict=True):
        np.add.at(up, before, up[held][:, None] * on)
    places = np.zeros(units)
    for size, ((held, members, before), on) in enumerate(zip(layers, best, strict=True), start=1):
        np.add.at(places, members, size * down[before] * on * up[held][:, None])
    return places / down[-1], round(float(down[-1]))
