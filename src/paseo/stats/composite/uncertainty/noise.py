"""Weights drawn anew around those of the recipe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, gammaln

from paseo.stats.checks import FloatArray
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.draws import KeyArray, evens
from paseo.stats.composite.uncertainty.factors import WeightNoise


def drawn_codes(structure: Structure, factor: WeightNoise) -> tuple[str, ...]:
    """Return the elements whose weights a factor draws."""
    return tuple(
        one.code
        for one in structure.elements
        if one.parent and (not factor.levels or structure.levels[one.code] in factor.levels)
    )


def concentration(children: ArrayLike, spread: float) -> FloatArray:
    """Return c of a Dirichlet(c x shares) in which an average share has the spread asked for.

    A share s has the variance s (1 - s) / (c + 1); an average share is 1 / k of k children, so its
    coefficient of variation is sqrt((k - 1) / (c + 1)).

    Example:
        >>> float(concentration(5, 0.5))
        15.0
    """
    return np.asarray((np.asarray(children) - 1) / spread**2 - 1.0)


def log_gamma_draws(shape: FloatArray, even: FloatArray) -> FloatArray:
    """Return logarithms of gamma draws with rate one, also of those too small for a number.

    Where x is small, P(x) is x^a / Gamma(a + 1) to the last digit, which is turned round.

    Args:
        shape: Their shapes, above zero.
        even: Even random numbers between 0 and 1, as many.

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 6.5.29.

    Example:
        >>> log_gamma_draws(np.array([1.0, 0.001]), np.array([0.5, 0.5])).round(3).tolist()
        [-0.367, -693.724]
    """
    drawn = gammaincinv(shape, even)
    with np.errstate(divide="ignore"):
        small = (np.log(even) + gammaln(shape + 1)) / shape
        return np.asarray(np.where(drawn > 1e-20, np.log(drawn), small))


def noisy_weights(
    weights: FloatArray,
    structure: Structure,
    factor: WeightNoise,
    keys: KeyArray,
    order: Sequence[str],
) -> FloatArray:
    """Draw weights of every replication.

    Args:
        weights: Replications x elements of ``structure``, before the draw.
        structure: The hierarchy.
        factor: How they are drawn.
        keys: Of the random numbers, one for each replication; 0 leaves its weights.
        order: Codes of all elements of the whole index; fixes which random number an element has,
            whatever is left out.

    Returns:
        Replications x elements. A weight of zero stays zero, and shares keep the sum of the
        weights that were there.

    Source: Dirichlet draws as gamma draws over their sum: Devroye (1986), Non-uniform random
    variate generation, chapter XI.4.
    """
    found = weights.copy()
    moved = np.flatnonzero(keys)
    if not moved.size:
        return found
    even = evens(keys[moved], len(order))
    place = {code: at for at, code in enumerate(order)}
    column = {one.code: at for at, one in enumerate(structure.elements)}
    codes = drawn_codes(structure, factor)
    if factor.method == "relative":
        at = np.array([column[code] for code in codes], dtype=np.int64)
        drawn = even[:, [place[code] for code in codes]]
        found[np.ix_(moved, at)] *= 1.0 + factor.spread * (2.0 * drawn - 1.0)
        return found
    for parent in structure.aggregates:
        inside = [one.code for one in structure.children(parent) if one.code in codes]
        if len(inside) < 2:
            continue
        at = np.array([column[code] for code in inside], dtype=np.int64)
        drawn = even[:, [place[code] for code in inside]]
        before = found[np.ix_(moved, at)]
        total = before.sum(axis=1, keepdims=True)
        used = before > 0
        if factor.method == "free":
            shares = np.where(used, -np.log(drawn), 0.0)
        else:
            wide = concentration(used.sum(axis=1, keepdims=True), factor.spread)
            # One share alone has nothing to vary against: any shape gives it all.
            with np.errstate(invalid="ignore", divide="ignore"):
                shape = np.where(used, np.maximum(wide, 1e-3) * before / total, 1.0)
            logs = np.where(used, log_gamma_draws(shape, drawn), -np.inf)
            # Draws of small shapes may all lie below the smallest number: their ratios do not.
            largest = logs.max(axis=1, keepdims=True)
            shares = np.exp(logs - np.where(np.isfinite(largest), largest, 0.0))
        # Where an alternative has put all weights under a parent to nought, nothing is shared out.
        drawn_sum = shares.sum(axis=1, keepdims=True)
        found[np.ix_(moved, at)] = shares / np.where(drawn_sum > 0, drawn_sum, 1.0) * total
    return found
