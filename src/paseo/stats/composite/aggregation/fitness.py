"""Which values a method of aggregation can take, and how others are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation.means import arithmetic
from paseo.stats.composite.aggregation.penalised import rescaled
from paseo.stats.composite.faults import CompositeError

#: Methods that know no value of zero or less.
POSITIVE: Final = frozenset({"geometric", "harmonic"})
#: Method to the code of the fault where it cannot take its values.
FAULT_OF: Final[Mapping[str, str]] = {
    "geometric": "not-positive", "harmonic": "not-positive",
    "benefit_of_doubt": "negative-value", "mazziotta_pareto": "mean-not-positive",
}  # fmt: skip


def unfit(
    scores: FloatArray, weights: FloatArray, method: str, settings: Mapping[str, Any]
) -> NDArray[np.bool_]:
    """Tell which replications of the scores (B or 1, n, k) a method cannot take.

    Scores that all replications share are unfit where one set of weights makes them so.
    """
    bad = _bad(scores, weights, method, settings)
    if bad is None:
        return np.zeros(len(scores), dtype=np.bool_)
    found = np.asarray(np.any(bad.reshape(len(bad), -1), axis=1), dtype=np.bool_)
    return found if len(scores) == len(found) else np.array([found.any()])


def _bad(
    scores: FloatArray, weights: FloatArray, method: str, settings: Mapping[str, Any]
) -> NDArray[np.bool_] | None:
    """Values at fault, (B or 1, n, k), or (B, n) where the mean is; None where there are none."""
    if method in POSITIVE or method == "benefit_of_doubt":
        low = scores <= 0 if method in POSITIVE else scores < 0
        return low & _used(scores, weights) if low.any() else None
    if method == "mazziotta_pareto":
        mean = arithmetic(rescaled(scores, settings["scale"]), weights)
        return mean <= 0 if np.any(mean <= 0) else None
    return None


def fault(
    scores: FloatArray, weights: FloatArray, method: str, settings: Mapping[str, Any],
    codes: Sequence[str], entry: str,
) -> CompositeError:  # fmt: skip
    """Say which value a method cannot take, and what mends it."""
    bad = _bad(scores, weights, method, settings)
    where = [int(at) for at in np.argwhere(bad)[0]] if bad is not None else [0, 0, 0]
    unit = where[1]
    shown = {"geometric": "geometric mean", "harmonic": "harmonic mean",
             "benefit_of_doubt": "benefit of the doubt"}  # fmt: skip
    of = f" of {entry}" if entry else ""
    if method == "mazziotta_pareto":
        return CompositeError(
            FAULT_OF[method],
            f"The mean of the children{of} is not above zero (unit {unit + 1}), and the "
            "Mazziotta-Pareto index divides by it: normalise to mean 100, or use the scale "
            "standard.",
            entry, method=method, aggregate=entry, unit=unit,
        )  # fmt: skip
    replication, _, at = where
    value = float(scores[replication, unit, at])
    code = codes[at] if codes else ""
    taken = "above zero" if method in POSITIVE else "of zero or more"
    return CompositeError(
        FAULT_OF[method],
        f"{code or f'Child {at + 1}'} holds {value:g} (unit {unit + 1}), and the {shown[method]}"
        f"{of} takes only values {taken}: normalise to a range above zero, such as 1 to 100, or "
        "choose another aggregation.",
        code or entry, method=method, aggregate=entry, value=value, unit=unit, child=at,
    )  # fmt: skip


def without_idle(scores: FloatArray) -> FloatArray:
    """A child of weight zero counts for nothing, not even where it has no logarithm."""
    low = scores <= 0
    return np.where(low, 1.0, scores) if low.any() else scores


def _used(scores: FloatArray, weights: FloatArray) -> NDArray[np.bool_]:
    """Which children weigh anything: (B or 1, 1, k); in any replication for shared scores."""
    shares = weights.max(axis=0, keepdims=True) if len(scores) == 1 else weights
    used: NDArray[np.bool_] = np.greater(shares, 0)[:, None, :]
    return used
