"""Methods of outlier treatment with their settings, and what their notes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from paseo.stats.composite.choices import Methods

_WHERE: Final[Mapping[str, Any]] = {"only": (), "except": (), "by_indicator": {}}

#: What follows where winsorising was not enough.
THEN: Final = ("log", "log_by_skew", "boxcox", "none")
#: Which end ``winsorise_points`` cuts.
SIDES: Final = ("skew", "high", "low", "both")

#: Method to its settings. ``only`` and ``except``: lists of indicators. ``by_indicator``:
#: indicator to a method of its own with its settings.
#:
#: ``winsorise``: while ``|skewness| >= skew`` and ``kurtosis >= kurtosis`` pull in the outermost
#: value, ``most`` values at most; where that was not enough, ``then`` one of :data:`THEN` of the
#: values as they were. ``winsorise_points``: pull in so many ``points`` on a ``side``. ``log``: the
#: natural logarithm of value + ``shift`` (a number, or ``range``: the value above the smallest one
#: and a hundredth of the range). ``boxcox``: with a ``power``, or the most likely one (None), of
#: value + ``shift`` (a number, or ``one``: the value above the smallest one, plus one).
METHODS: Final[Methods] = {
    "winsorise": {"skew": 2.0, "kurtosis": 3.5, "most": 5, "then": "log", **_WHERE},
    "winsorise_points": {"points": 1, "side": "skew", **_WHERE},
    "log": {"shift": 0.0, **_WHERE},
    "boxcox": {"power": None, "shift": 0.0, **_WHERE},
    "none": {**_WHERE},
}

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "within-limits": "left as it is: its shape is within the limits (skew, kurtosis)",
    "winsorised": "values were pulled in (points, of these high and low; skew_before, "
    "kurtosis_before, skew, kurtosis)",
    "point-winsorised": "the value of this unit was pulled in (before, after, side)",
    "transformed": "all values were transformed (by: log, log_by_skew, boxcox; power where it is "
    "boxcox; skew_before, kurtosis_before, skew, kurtosis; points_tried where winsorising was "
    "tried first and was not enough)",
    "still-skewed": "the shape is outside the limits after all (skew, kurtosis, limit_skew, "
    "limit_kurtosis)",
    "too-few-values": "fewer than four values are known: shape cannot be judged (known)",
    "too-few-distinct": "pulling in more would leave one single value: left as it was (distinct)",
}
