"""Ranks, of one set of scores or of many at once, by one rule for all of the library."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray

#: Share of the largest score of a set (whatever its sign) within which two neighbours tie. Sums of
#: the same parts in another order, or with weights in another unit, differ by about 1e-15 of it.
SAME: Final = 1e-12


def ranks(scores: ArrayLike, same: float = SAME) -> FloatArray:
    """Rank scores along the last axis: one more than the number of scores that are higher.

    Ties share the smallest rank, as in published tables; missing scores have no rank. Scores that
    differ by rounding alone tie, so that ranks do not depend on the unit of scores or weights.

    Args:
        scores: Any shape; the last axis holds the units of one set. NaN is missing.
        same: Share of the largest score of the set, without its sign, within which neighbours tie;
            0 for values as they were given, which no sum has touched.

    Returns:
        Ranks of the same shape, 1 for the highest score.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 10.

    Example:
        >>> ranks([3.0, 9.0, 3.0, float("nan")]).tolist()
        [2.0, 1.0, 2.0, nan]
        >>> ranks([0.3, 0.1 + 0.2]).tolist()
        [1.0, 1.0]
    """
    given = np.asarray(scores, dtype=np.float64)
    if not given.size:  # no unit, no rank
        return given.copy()
    whole = whole_ranks(given.reshape(-1, given.shape[-1]), same)
    found = np.where(whole > 0, whole.astype(np.float64), np.nan)
    return np.asarray(found.reshape(given.shape))


def whole_ranks(scores: FloatArray, same: float = SAME) -> NDArray[np.int32]:
    """Rank each row as :func:`ranks` does, in whole numbers; 0 where the score is missing.

    Args:
        scores: Sets x units.
        same: As for :func:`ranks`.

    Example:
        >>> whole_ranks(np.array([[3.0, 9.0, 3.0, np.nan]])).tolist()
        [[2, 1, 2, 0]]
    """
    count, units = scores.shape
    place = np.empty((count, units), dtype=np.int32)
    if not scores.size:
        return place
    turned = -scores
    order = np.argsort(turned, axis=1)
    ordered = np.take_along_axis(turned, order, axis=1)
    place[:] = np.arange(1, units + 1, dtype=np.int32)
    missing = np.isnan(ordered[:, -1]).any()
    last = ordered[:, -1]
    if missing:
        known = np.maximum((~np.isnan(ordered)).sum(axis=1) - 1, 0)
        last = ordered[np.arange(count), known]
    near = same * np.maximum(np.abs(ordered[:, 0]), np.abs(last))
    endless = np.isinf(near)
    near[endless] = 0.0
    with np.errstate(invalid="ignore"):
        tied = ordered[:, 1:] - ordered[:, :-1] <= near[:, None]
    if endless.any():
        tied |= ordered[:, 1:] == ordered[:, :-1]
    if tied.any():
        place[:, 1:][tied] = 0
        np.maximum.accumulate(place, axis=1, out=place)
    if missing:
        place[np.isnan(ordered)] = 0
    found = np.empty_like(place)
    np.put_along_axis(found, order, place, axis=1)
    return found
