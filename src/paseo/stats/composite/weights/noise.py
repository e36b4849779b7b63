"""Weights drawn anew, for the question how much depends on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import one_of
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.structure import Structure

#: Ways to draw.
METHODS: Final = ("relative", "dirichlet", "free")


def draw(
    structure: Structure,
    method: str,
    spread: float,
    levels: Sequence[int],
    rng: np.random.Generator,
    count: int,
) -> FloatArray:
    """Draw weights of an index.

    ``relative``: each weight times a number drawn evenly from 1 - spread to 1 + spread.
    ``dirichlet``: shares within each parent from a Dirichlet distribution around the given shares
    p, with ``alpha = c p`` and ``c = (k - 1) / spread^2 - 1``, so that an average share (one of k)
    has the coefficient of variation ``spread``.
    ``free``: any shares, evenly over all there are. A weight of zero stays zero.

    Args:
        structure: The hierarchy with its weights.
        method: One of :data:`METHODS`.
        spread: How far, such as 0.25; not used by ``free``.
        levels: Levels of the elements whose weights are drawn; empty for all.
        rng: Source of the random numbers.
        count: How many sets of weights.

    Returns:
        (count, elements) in the order of ``structure.elements``; what is not drawn keeps its
        weight, and shares keep the sum of the weights that were given.

    Raises:
        CompositeError: ``setting-wrong`` (method), ``spread-wrong``, ``level-missing``.

    Source: ``relative`` as in COINr (Becker and others, 2022, Journal of Open Source Software
        7(78), 4567); Dirichlet: Kotz, Balakrishnan and Johnson (2000), Continuous Multivariate
        Distributions 1, chapter 49.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> drawn = draw(index, "relative", 0.5, (), np.random.default_rng(1), 1000)
        >>> drawn.shape, bool(np.all(abs(drawn[:, 1] - 3) <= 1.5))
        ((1000, 3), True)
    """
    one_of("weight", {"method": method}, "method", METHODS)
    for level in levels:
        if level not in structure.levels.values():
            raise CompositeError(
                "level-missing", f"The index has no level {level}.", str(level), level=level,
                known=tuple(range(1, structure.depth + 1)),
            )  # fmt: skip
    given = np.array([one.weight for one in structure.elements])
    drawn = np.tile(given, (count, 1))
    place = {one.code: at for at, one in enumerate(structure.elements)}
    for parent in structure.aggregates:
        at = [
            place[one.code]
            for one in structure.children(parent)
            if not levels or structure.levels[one.code] in levels
        ]
        if at:
            drawn[:, at] = _draw_within(given[at], method, spread, rng, count, parent)
    return drawn


def _draw_within(
    weights: FloatArray, method: str, spread: float, rng: np.random.Generator, count: int,
    parent: str,
) -> FloatArray:  # fmt: skip
    if method == "relative":
        if not 0 <= spread <= 1:
            raise _spread_wrong(spread, parent, 1.0)
        return weights * rng.uniform(1 - spread, 1 + spread, (count, len(weights)))
    used = weights > 0
    k = int(np.count_nonzero(used))
    drawn = np.tile(weights, (count, 1))
    if k < 2:
        return drawn
    alpha = np.ones(k)
    if method == "dirichlet":
        if spread == 0:
            return drawn
        if not 0 < spread < np.sqrt(k - 1):
            raise _spread_wrong(spread, parent, float(np.sqrt(k - 1)))
        alpha = ((k - 1) / spread**2 - 1) * weights[used] / weights.sum()
    drawn[:, used] = rng.dirichlet(alpha, count) * weights.sum()
    return drawn


def _spread_wrong(spread: float, parent: str, most: float) -> CompositeError:
    return CompositeError(
        "spread-wrong",
        f"The spread of the weights under {parent} must lie between 0 and {most:g} "
        f"(found {spread:g}).",
        parent, value=spread, most=most,
    )  # fmt: skip
