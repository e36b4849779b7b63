"""Benefit of the doubt: each unit is scored with the weights that suit it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import mapping
from paseo.stats.composite.faults import CompositeError

#: What lower and upper shares are shares of.
SHARES_OF: Final = ("weights", "contributions")


@dataclass(frozen=True, eq=False)
class Doubt:
    """Scores and weights of n units and k children.

    Attributes:
        scores: From 0 to 1; 1 where no other unit does better under the unit's own best weights.
        weights: The weights behind each score, n x k; one set of them where several do as well.
        shares: The same as shares of their sum, n x k; NaN for a unit without score.
    """

    scores: FloatArray
    weights: FloatArray
    shares: FloatArray


def benefit_of_doubt(
    scores: FloatArray, low: FloatArray | float = 0.0, high: FloatArray | float = 1.0,
    of: str = "weights",
) -> Doubt:  # fmt: skip
    """Score each unit with the weights that suit it best.

    ``max sum w_k y_ik`` with ``sum w_k y_jk <= 1`` for every unit j and ``w >= 0``: a linear
    programme for each unit. Shares can be held between bounds: ``low <= w_k / sum w <= high``
    (weights), or ``low <= w_k y_ik / sum w y_i <= high`` (contributions to the unit's own score).
    A missing child has no weight for its unit and counts as zero where others are compared.

    Args:
        scores: (n, k), zero or more; NaN is missing.
        low: Lowest share, one or for each child.
        high: Highest share, one or for each child.
        of: One of :data:`SHARES_OF`.

    Returns:
        Scores and weights.

    Raises:
        CompositeError: ``bounds-wrong``, ``share-impossible`` (with the position of the unit),
            ``no-solution``.

    Source: Cherchye and others (2007), Social Indicators Research 82, 111-145; OECD and JRC
        (2008), Handbook on Constructing Composite Indicators, step 6.

    Example:
        >>> held = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]])
        >>> benefit_of_doubt(held).scores.round(3).tolist()
        [1.0, 1.0, 0.8]
    """
    units, children = scores.shape
    lows, highs = np.broadcast_to(low, (children,)), np.broadcast_to(high, (children,))
    _check_bounds(lows, highs)
    known = ~np.isnan(scores)
    filled = np.where(known, scores, 0.0)
    peers = _front(filled)
    weights = np.full((units, children), np.nan)
    for at in np.flatnonzero(known.any(axis=1)).tolist():
        weights[at] = _best_weights(filled[at], known[at], peers, lows, highs, of, at)
    found = np.where(known.any(axis=1), np.nansum(filled * weights, axis=1), np.nan)
    sums = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Doubt(found, weights, weights / sums)


def bounds_of(
    settings: Mapping[str, Any], codes: Sequence[str], children: int
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of each child: ``low`` and ``high``, or its own of ``bounds``."""
    lows = np.full(children, float(settings["low"]))
    highs = np.full(children, float(settings["high"]))
    for code, (low, high) in settings["bounds"].items():
        if code in codes:
            lows[codes.index(code)], highs[codes.index(code)] = float(low), float(high)
    return lows, highs


def check_pairs(step: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the bounds by code, each a low and a high share.

    Raises:
        CompositeError: ``setting-wrong``.
    """
    given = mapping(step, settings, "bounds")
    for code, pair in given.items():
        good = isinstance(pair, list | tuple) and len(pair) == 2
        if not good or not all(isinstance(one, int | float) for one in pair):
            raise CompositeError(
                "setting-wrong",
                f"The bounds of {code} must be a low and a high share, such as [0.1, 0.4].",
                str(code), step=step, setting="bounds", value=pair, wanted="bounds",
            )  # fmt: skip
    return given


def _best_weights(
    own: FloatArray, known: np.ndarray, peers: FloatArray, lows: FloatArray, highs: FloatArray,
    of: str, unit: int,
) -> FloatArray:  # fmt: skip
    from scipy.optimize import Bounds, LinearConstraint, milp

    at = np.flatnonzero(known)
    # The solver's tolerances are absolute: each child gets scores up to one, and weights to match.
    sizes = peers.max(axis=0)
    sizes = np.where(sizes > 0, sizes, 1.0)[at]
    least, most = lows[at], highs[at] / min(1.0, max(highs[at].sum(), 1e-300))
    if of == "weights" and np.all(least > 0):
        # All weights are of one size then, and what small children score is lost beside the rest.
        sizes = np.full(len(at), sizes.max())
    mine = own[at] / sizes
    if of == "contributions" and np.any((mine <= 0) & (least > 0)) and mine.sum() > 0:
        child = int(at[np.argmax((mine <= 0) & (least > 0))])
        raise CompositeError(
            "share-impossible",
            f"A child at zero (child {child + 1}, unit {unit + 1}) cannot contribute a share: "
            "normalise to a range above zero, such as 1 to 100, or bound the weights instead.",
            unit=unit, child=child,
        )  # fmt: skip
    parts = mine if of == "contributions" else 1.0 / sizes
    # A bound in the unit of its own child: next to a large one it would be lost in rounding.
    shown = np.where(parts > 0, parts, 1.0)[:, None]
    rows, limits = [peers[:, at] / sizes], [np.ones(len(peers))]
    for share, sign, idle in ((least, 1.0, least <= 0), (most, -1.0, most >= 1)):
        held = sign * ((share[:, None] * parts - np.diag(parts)) / shown)[~idle]
        rows.append(held)
        limits.append(np.zeros(len(held)))
    solved = milp(
        -mine,
        constraints=LinearConstraint(np.vstack(rows), -np.inf, np.concatenate(limits)),
        bounds=Bounds(0.0, np.inf),
        options={"presolve": False},
    )
    if solved.status != 0:
        raise CompositeError(
            "no-solution", f"No weights were found for unit {unit + 1}: {solved.message}", unit=unit
        )
    weights = np.zeros(len(own))
    weights[at] = np.maximum(solved.x, 0.0) / sizes
    # Shares have no size of their own, so that the best unit under the best weights scores one.
    best = float((peers @ weights).max())
    return weights / best if best > 0 else weights


def _front(scores: FloatArray) -> FloatArray:
    """Units that no other passes in everything: only they limit the weights of the rest."""
    rows = np.unique(scores, axis=0)
    kept = [
        row for row in rows if not np.any(np.all(rows >= row, axis=1) & np.any(rows > row, axis=1))
    ]
    return np.array(kept)


def _check_bounds(lows: FloatArray, highs: FloatArray) -> None:
    good = np.all((lows >= 0) & (highs <= 1) & (lows <= highs))
    if not good or lows.sum() > 1 + 1e-12 or highs.sum() < 1 - 1e-12:
        raise CompositeError(
            "bounds-wrong",
            "The shares must lie between 0 and 1, each low one under its high one, the low ones "
            f"summing to at most 1 and the high ones to at least 1 (they sum to {lows.sum():g} and "
            f"{highs.sum():g}).",
            low=float(lows.sum()), high=float(highs.sum()),
        )  # fmt: skip
