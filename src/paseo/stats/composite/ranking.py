"""Ranks, of one set of scores or of many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray


def ranks(scores: ArrayLike) -> FloatArray:
    """Rank scores along the last axis: one more than the number of scores that are higher.

    Ties share the smallest rank, as in published tables; missing scores have no rank.

    Args:
        scores: Any shape; the last axis holds the units. NaN is missing.

    Returns:
        Ranks of the same shape, 1 for the highest score.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 10.

    Example:
        >>> ranks([3.0, 9.0, 3.0, float("nan")]).tolist()
        [2.0, 1.0, 2.0, nan]
    """
    given = np.asarray(scores, dtype=np.float64)
    rows = given.reshape(-1, given.shape[-1])
    order = np.argsort(-rows, axis=1, kind="stable")
    ordered = np.take_along_axis(rows, order, axis=1)
    count = rows.shape[1]
    place = np.broadcast_to(np.arange(1.0, count + 1), rows.shape).copy()
    tied = ordered[:, 1:] == ordered[:, :-1]
    if tied.any():
        place[:, 1:][tied] = 0.0
        np.maximum.accumulate(place, axis=1, out=place)
    place[np.isnan(ordered)] = np.nan
    found = np.empty_like(rows)
    np.put_along_axis(found, order, place, axis=1)
    return found.reshape(given.shape)
