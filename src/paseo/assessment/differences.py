"""Differences between measured values, many at a time, and what may be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from paseo import stats
from paseo.assessment.measure import FULL_COUNT, LEVEL
from paseo.assessment.profile import Measured, Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """One minus the other, with its interval and verdict; ``reason`` when it cannot be told."""

    difference: float
    low: float | None
    high: float | None
    verdict: Verdict
    reason: str = ""


def differences(pairs: Sequence[tuple[Measured, Measured]]) -> list[Difference]:
    """Return ``first - second`` of each pair by the MOVER interval of the difference.

    Two full counts differ for sure when their values differ; a value without an interval
    beside one that needs it gives *cannot tell*.

    Args:
        pairs: independent values of one unit each.

    Source: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    if not pairs:
        return []
    usable = np.array([_same_level(*pair) for pair in pairs])
    gap = stats.difference_of(
        _interval([one for one, _ in pairs], usable), _interval([two for _, two in pairs], usable)
    )
    said = stats.directions(gap)
    value, low, high = gap.arrays()
    return [
        _counted(*pair)
        if pair[0].method == pair[1].method == FULL_COUNT
        else Difference(
            float(value[i]),
            _known(low[i]),
            _known(high[i]),
            cast(Verdict, str(said[i])),
            _why_not(*pair) if said[i] == stats.Direction.CANNOT_TELL else "",
        )
        for i, pair in enumerate(pairs)
    ]


def _same_level(one: Measured, other: Measured) -> bool:
    return one.level == LEVEL and other.level == LEVEL


def _interval(values: Sequence[Measured], usable: np.ndarray) -> stats.Interval:
    nan = float("nan")
    value = np.array([one.value for one in values])
    low = np.array([nan if one.low is None else one.low for one in values])
    high = np.array([nan if one.high is None else one.high for one in values])
    return stats.Interval(
        value, np.where(usable, low, nan), np.where(usable, high, nan), LEVEL, "stated"
    )


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _counted(one: Measured, other: Measured) -> Difference:
    gap = one.value - other.value
    verdict: Verdict = "higher" if gap > 0 else "lower" if gap < 0 else "no clear difference"
    return Difference(gap, None, None, verdict)


def _why_not(one: Measured, other: Measured) -> str:
    if one.low is None or other.low is None:
        return "no_interval"
    return "levels"
