"""From even numbers between 0 and 1 to what each replication does with each factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.uncertainty.factors import Choice, MissingValues, Plan, Range

IntArray: TypeAlias = NDArray[np.int64]
KeyArray: TypeAlias = NDArray[np.uint64]

#: State of a choice that stays as built.
AS_BUILT: Final = -1
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Draws:
    """What R replications do with each factor.

    Attributes:
        options: Factor that is a choice (or completed tables) to the place of its alternative, R;
            -1 leaves it as built.
        numbers: Factor that is a range to its number, R; NaN leaves it as built.
        keys: Factor that draws many numbers at once (weights, sampling errors) to the key of its
            random numbers, R; 0 leaves it as built.
    """

    options: dict[str, IntArray]
    numbers: dict[str, FloatArray]
    keys: dict[str, KeyArray]

    def take(self, rows: IntArray | slice) -> Draws:
        """Return the draws of some replications."""
        return Draws(
            {name: held[rows] for name, held in self.options.items()},
            {name: held[rows] for name, held in self.numbers.items()},
            {name: held[rows] for name, held in self.keys.items()},
        )

    def with_one(self, name: str, other: Draws) -> Draws:
        """Return the draws with one factor as in other draws of the same length."""
        return Draws(
            {**self.options, **({name: other.options[name]} if name in self.options else {})},
            {**self.numbers, **({name: other.numbers[name]} if name in self.numbers else {})},
            {**self.keys, **({name: other.keys[name]} if name in self.keys else {})},
        )


def decode(plan: Plan, even: FloatArray) -> Draws:
    """Turn even numbers into draws; each replication depends on its own row alone.

    Args:
        plan: Its factors in their order are the columns; its seed enters factors that draw many
            numbers.
        even: Replications x factors, in [0, 1).

    Returns:
        The draws. A factor that draws many numbers takes them from a generator whose key is its
        even number: equal numbers give equal draws, as variance-based designs need.

    Example:
        >>> from paseo.stats.composite.uncertainty.factors import Plan, Range
        >>> plan = Plan((Range("most", 1, 5, "treat", "most", whole=True),))
        >>> decode(plan, np.array([[0.0], [0.39], [0.99]])).numbers["most"].tolist()
        [1.0, 2.0, 5.0]
    """
    draws = Draws({}, {}, {})
    for at, factor in enumerate(plan.factors):
        column = np.asarray(even[:, at], dtype=np.float64)
        match factor:
            case Choice():
                draws.options[factor.name] = _chosen(factor, column)
            case MissingValues():
                draws.options[factor.name] = np.minimum(
                    (column * factor.draws).astype(np.int64), factor.draws - 1
                )
            case Range():
                draws.numbers[factor.name] = _number(factor, column)
            case _:
                salt = mixed(np.array([(seed_of(plan) * 1_000_003 + at) % 2**64], dtype=np.uint64))
                place = (column * 2.0**53).astype(np.uint64)
                draws.keys[factor.name] = np.maximum(mixed(place + salt), np.uint64(1))
    return draws


def as_built(plan: Plan, count: int) -> Draws:
    """Return draws in which nothing departs from the recipe."""
    draws = Draws({}, {}, {})
    for factor in plan.factors:
        match factor:
            case Choice() | MissingValues():
                draws.options[factor.name] = np.full(count, AS_BUILT, dtype=np.int64)
            case Range():
                draws.numbers[factor.name] = np.full(count, np.nan)
            case _:
                draws.keys[factor.name] = np.zeros(count, dtype=np.uint64)
    return draws


def seed_of(plan: Plan) -> int:
    """Return a seed that generators take, whatever number a plan has."""
    return plan.seed % 2**63


def mixed(key: KeyArray) -> KeyArray:
    """Mix 64-bit numbers so that neighbours share nothing.

    Source: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators.
    """
    with np.errstate(over="ignore"):
        held = key + _GOLDEN
        held = (held ^ (held >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        held = (held ^ (held >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(held ^ (held >> np.uint64(31)), dtype=np.uint64)


def evens(keys: KeyArray, count: int) -> FloatArray:
    """Return ``count`` even numbers strictly between 0 and 1 for each key: keys x count."""
    with np.errstate(over="ignore"):
        steps = np.arange(1, count + 1, dtype=np.uint64) * _GOLDEN
        held = mixed(keys[:, None] + steps)
    return ((held >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def middles(factor: Choice) -> FloatArray:
    """Return an even number at which each alternative is chosen."""
    ends = np.concatenate([[0.0], _ends(factor), [1.0]])
    return np.asarray((ends[:-1] + ends[1:]) / 2)


def _ends(factor: Choice) -> FloatArray:
    count = len(factor.options)
    chances = np.array(factor.chances or [1.0 / count] * count)
    return np.asarray(np.cumsum(chances)[:-1] / chances.sum())


def _chosen(factor: Choice, column: FloatArray) -> IntArray:
    ends = _ends(factor)
    return np.searchsorted(ends, column, side="right").astype(np.int64)


def _number(factor: Range, column: FloatArray) -> FloatArray:
    if not factor.whole:
        return factor.low + column * (factor.high - factor.low)
    low, high = np.ceil(factor.low), np.floor(factor.high)
    return np.asarray(np.minimum(low + np.floor(column * (high - low + 1)), high))
