"""Which way an effect points for what was wished for."""

from __future__ import annotations

import math
from typing import Final

from paseo.prevention.evaluation.case import Better
from paseo.prevention.evaluation.result import Direction, Kind
from paseo.stats.interval import Interval

#: Intervals of a lower level leave out the true value too often to draw a finding from them.
PLAIN_LEVEL: Final = 0.8


def direction_of(estimate: Interval, kind: Kind, better: Better) -> Direction:
    """Return which way an interval points; unclear where no effect lies in it.

    Unknown without ends, and at a level under :data:`PLAIN_LEVEL`.

    >>> direction_of(Interval(-5.0, -9.0, -1.0, 0.95, ""), Kind.ADDITIVE, Better.FEWER).value
    'favours'
    """
    _, low, high = estimate.floats()
    if math.isnan(low) or math.isnan(high) or estimate.level < PLAIN_LEVEL:
        return Direction.UNKNOWN
    nothing = 1.0 if kind is Kind.RATIO else 0.0
    if low <= nothing <= high:
        return Direction.UNCLEAR
    return Direction.FAVOURS if (high < nothing) == (better is Better.FEWER) else Direction.AGAINST
