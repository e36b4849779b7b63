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


_Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Sets of one size: who is in and the set without them, who is out and the set with them."""

    sets: _Indices
    members: _Indices
    before: _Indices
    others: _Indices
    after: _Indices


@lru_cache(maxsize=KEMENY_MOST + 1)
def _layers(units: int) -> tuple[_Layer, ...]:
    """Sets of 0, 1, 2, ... units, each a number in binary."""
    sets = np.arange(1 << units)
    inside = ((sets[:, None] >> np.arange(units)) & 1).astype(bool)
    layers = []
    for size in range(units + 1):
        held = sets[inside.sum(axis=1) == size]
        members = np.nonzero(inside[held])[1].reshape(len(held), size)
        others = np.nonzero(~inside[held])[1].reshape(len(held), units - size)
        layers.append(
            _Layer(
                held, members, held[:, None] ^ (1 << members), others,
                held[:, None] | (1 << others),
            )
        )  # fmt: skip
    return tuple(layers)


def _best(
    gain: FloatArray, layers: tuple[_Layer, ...], units: int
) -> tuple[FloatArray, FloatArray]:
    """Best agreement up to a set that stands on top, and from there down."""
    above, below = np.zeros(1 << units), np.zeros(1 << units)
    for on in layers[1:]:
        above[on.sets] = (above[on.before] + gain[on.before, on.members]).max(axis=1)
    for on in reversed(layers[:-1]):
        below[on.sets] = (gain[on.sets[:, None], on.others] + below[on.after]).max(axis=1)
    return above, below


def _places(
    gain: FloatArray, above: FloatArray, below: FloatArray, layers: tuple[_Layer, ...], units: int
) -> tuple[FloatArray, int]:
    """Mean place of each unit over all best orders, counted and not listed."""
    enough = above[-1] - _EQUAL
    down, up = np.zeros(1 << units), np.zeros(1 << units)
    down[0] = up[-1] = 1.0
    for on in reversed(layers[:-1]):
        step = gain[on.sets[:, None], on.others] + below[on.after] + above[on.sets][:, None]
        up[on.sets] = (up[on.after] * (step >= enough)).sum(axis=1)
    places = np.zeros(units)
    for size, on in enumerate(layers[1:], start=1):
        step = above[on.before] + gain[on.before, on.members] + below[on.sets][:, None]
        ways = down[on.before] * (step >= enough)
        down[on.sets] = ways.sum(axis=1)
        through = (ways * up[on.sets][:, None]).ravel()
        places += size * np.bincount(on.members.ravel(), through, units)
    return places / down[-1], round(float(down[-1]))
