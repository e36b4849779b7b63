"""One method of normalisation on many tables at once: replications x units x indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import number, one_of, yes_or_no
from paseo.stats.composite.normalisation.kinds import DIVISORS, TIES
from paseo.stats.composite.ranking import ranks


@dataclass(frozen=True, eq=False)
class Table:
    """Columns that a method scores.

    Attributes:
        turned: B x n x k: values times their directions, so that more is better.
        directions: k.
        codes: k.
        setting: Turns a setting (one, or one for each replication) into what can be combined with
            B x n x k.
        reference: Row of the reference unit.
        ends: k x 2: lower and upper goalposts, or targets in the first column; in own units.
        caps: k; NaN where there is none.
    """

    turned: FloatArray
    directions: FloatArray
    codes: tuple[str, ...]
    setting: Callable[[FloatArray], FloatArray]
    reference: int = -1
    ends: FloatArray | None = None
    caps: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of a method.

    Attributes:
        scores: B x n x k.
        undefined: Where the method divides by zero or less, or lacks the reference: B x k.
        figures: Name to B x k (or k) numbers that the scores are relative to, in turned units.
    """

    scores: FloatArray
    undefined: NDArray[np.bool_]
    figures: Mapping[str, FloatArray]


def extremes(turned: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return smallest and largest known values, B x 1 x k."""
    return (
        np.fmin.reduce(turned, axis=1, keepdims=True),
        np.fmax.reduce(turned, axis=1, keepdims=True),
    )


def _over(above: FloatArray, below: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Divide, and say where that cannot be done."""
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient = above / below
    return quotient, ~(below[:, 0] > 0)


def minmax(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``(x - min) / (max - min) (high - low) + low``."""
    low, high = (table.setting(one) for one in low_high("normalise", settings))
    worst, best = extremes(table.turned)
    share, undefined = _over(table.turned - worst, best - worst)
    figures = {"worst": worst[:, 0], "best": best[:, 0]}
    return Scored(share * (high - low) + low, undefined, figures)


def z_score(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``(x - mean) / sd``, moved and stretched."""
    middle = table.setting(number("normalise", settings, "mean"))
    spread = table.setting(number("normalise", settings, "sd", 0, above=True))
    less = one_of("normalise", settings, "divisor", DIVISORS) == "sample"
    # Sums run in one order whatever the layout, so that many tables give what each one gives.
    turned = np.ascontiguousarray(table.turned)
    known = ~np.isnan(turned)
    count = known.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, turned, 0.0).sum(axis=1, keepdims=True) / count
        away = turned - mean
        squares = np.where(known, away * away, 0.0).sum(axis=1, keepdims=True)
        sd = np.sqrt(squares / (count - less))
    z, undefined = _over(away, sd)
    worst, best = extremes(table.turned)
    undefined |= ~(best > worst)[:, 0]
    return Scored(z * spread + middle, undefined, {"mean": mean[:, 0], "sd": sd[:, 0]})


def scaled(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``(x - low) / (high - low) factor``, with ends that do not depend on the data."""
    low, high = (table.setting(one) for one in low_high("normalise", settings))
    factor = table.setting(number("normalise", settings, "factor", 0, above=True))
    worst = np.where(table.directions > 0, low, -high)
    best = np.where(table.directions > 0, high, -low)
    scores = (table.turned - worst) / (best - worst) * factor
    figures = {"worst": np.asarray(worst)[:, 0], "best": np.asarray(best)[:, 0]}
    return Scored(scores, _nothing_known(table), figures)


def by_rank(table: Table, settings: Mapping[str, Any], method: str) -> Scored:
    """Score the rank from the worst, the rank less one, or its share of the ranks."""
    across = table.turned.transpose(0, 2, 1)
    # Values are ranked as they stand; only scores, which are sums, have room for rounding.
    place = ranks(-across, same=0.0)
    known = (~np.isnan(across)).sum(axis=2, keepdims=True)
    if one_of("normalise", settings, "ties", TIES) == "mean":
        place = (place + known + 1 - ranks(across, same=0.0)) / 2
    place = np.ascontiguousarray(place.transpose(0, 2, 1))
    worst, best = extremes(table.turned)
    undefined = ~(best > worst)[:, 0]
    if method == "rank":
        return Scored(place, undefined, {})
    if method == "borda":
        return Scored(place - 1, undefined, {})
    factor = table.setting(number("normalise", settings, "factor", 0, above=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (place - 1) / (known.transpose(0, 2, 1) - 1)
    return Scored(share * factor, undefined, {})


def distance_to_best(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``1 - (best - x) / (best - worst)``."""
    factor = table.setting(number("normalise", settings, "factor", 0, above=True))
    worst, best = extremes(table.turned)
    share, undefined = _over(best - table.turned, best - worst)
    return Scored((1 - share) * factor, undefined, {"worst": worst[:, 0], "best": best[:, 0]})


def distance_to_reference(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``1 - (reference - x) / (reference - worst)``."""
    factor = table.setting(number("normalise", settings, "factor", 0, above=True))
    worst, _ = extremes(table.turned)
    held = table.turned[:, [table.reference]]
    share, undefined = _over(held - table.turned, held - worst)
    scores = 1 - share
    if yes_or_no("normalise", settings, "cap"):
        scores = np.minimum(scores, 1.0)
    return Scored(scores * factor, undefined, {"worst": worst[:, 0], "reference": held[:, 0]})


def distance_to_target(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``(x - worst) / (target - worst)``."""
    assert table.ends is not None
    factor = table.setting(number("normalise", settings, "factor", 0, above=True))
    worst, _ = extremes(table.turned)
    target = (table.ends[:, 0] * table.directions)[None, None]
    share, undefined = _over(table.turned - worst, target - worst)
    if yes_or_no("normalise", settings, "cap"):
        share = np.minimum(share, 1.0)
    figures = {"worst": worst[:, 0], "target": np.broadcast_to(target[:, 0], worst[:, 0].shape)}
    return Scored(share * factor, undefined, figures)


def goalposts(table: Table, settings: Mapping[str, Any]) -> Scored:
    """Score ``(x - worst post) / (best post - worst post) (high - low) + low``."""
    assert table.ends is not None and table.caps is not None
    low, high = (table.setting(one) for one in low_high("normalise", settings))
    up = table.directions > 0
    worst = np.where(up, table.ends[:, 0], -table.ends[:, 1])
    best = np.where(up, table.ends[:, 1], -table.ends[:, 0])
    held = table.turned
    if not np.isnan(table.caps).all():
        held = np.where(np.isnan(held), np.nan, np.fmin(held, table.caps * table.directions))
    share = (held - worst) / (best - worst)
    if yes_or_no("normalise", settings, "clip"):
        share = np.minimum(np.maximum(share, 0.0), 1.0)
    shape = (len(held), held.shape[2])
    figures = {"worst": np.broadcast_to(worst, shape), "best": np.broadcast_to(best, shape)}
    return Scored(share * (high - low) + low, _nothing_known(table), figures)


def low_high(step: str, settings: Mapping[str, Any]) -> tuple[FloatArray, FloatArray]:
    """Return both ends of a scale, the lower one below the upper one."""
    low, high = number(step, settings, "low"), number(step, settings, "high")
    number(step, {"high": high - low}, "high", 0, above=True)
    return low, high


def score(table: Table, method: str, settings: Mapping[str, Any]) -> Scored:
    """Score columns by a method."""
    if method in ("rank", "borda", "percentile"):
        return by_rank(table, settings, method)
    if method == "none":
        return Scored(table.turned, _nothing_known(table), {})
    return _SCORERS[method](table, settings)


def _nothing_known(table: Table) -> NDArray[np.bool_]:
    return np.asarray(np.isnan(table.turned).all(axis=1))


_SCORERS: Mapping[str, Callable[[Table, Mapping[str, Any]], Scored]] = {
    "minmax": minmax,
    "z_score": z_score,
    "scaled": scaled,
    "distance_to_best": distance_to_best,
    "distance_to_reference": distance_to_reference,
    "distance_to_target": distance_to_target,
    "goalposts": goalposts,
}
