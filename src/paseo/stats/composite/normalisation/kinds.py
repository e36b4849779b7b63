"""Methods of normalisation with their settings, and what their notes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from paseo.stats.composite.choices import Methods

#: How the standard deviation is taken: divided by n - 1, or by n.
DIVISORS: Final = ("sample", "population")
#: What ties get: the smallest of their ranks, or the mean.
TIES: Final = ("min", "mean")

#: Method to its settings. ``by_indicator``: indicator to a method of its own with its settings.
#: Values of an indicator where less is better are turned round first (times -1), and so are
#: ``low`` and ``high`` of ``scaled``, targets and goalposts; every score is better when higher.
#:
#: ``minmax``: (x - min) / (max - min), from ``low`` to ``high``. ``z_score``: (x - mean) / sd,
#: moved to ``mean`` and stretched to ``sd``; ``divisor`` one of :data:`DIVISORS`. ``scaled``:
#: (x - low) / (high - low) x ``factor``. ``rank``: 1 for the worst; ``borda``: rank - 1;
#: ``percentile``: (rank - 1) / (n - 1) x ``factor``; ``ties`` one of :data:`TIES`.
#: ``distance_to_best``: 1 - (best - x) / (best - worst), x ``factor``. ``distance_to_reference``:
#: the same to the value of a ``unit``; ``cap`` ends it there. ``distance_to_target``: (x - worst) /
#: (target - worst) x ``factor``; ``targets`` by indicator come before those of the elements.
#: ``goalposts``: (x - lower post) / (upper post - lower post), from ``low`` to ``high``; ``posts``
#: by indicator: lower, upper, and if wanted a cap, the value beyond which more is no better;
#: ``clip`` ends scores at the posts. ``none``: data that are scores already.
METHODS: Final[Methods] = {
    "minmax": {"low": 0.0, "high": 100.0, "by_indicator": {}},
    "z_score": {"mean": 0.0, "sd": 1.0, "divisor": "sample", "by_indicator": {}},
    "scaled": {"low": 0.0, "high": 100.0, "factor": 100.0, "by_indicator": {}},
    "rank": {"ties": "min", "by_indicator": {}},
    "percentile": {"factor": 100.0, "ties": "min", "by_indicator": {}},
    "borda": {"ties": "min", "by_indicator": {}},
    "distance_to_best": {"factor": 100.0, "by_indicator": {}},
    "distance_to_reference": {"unit": "", "factor": 100.0, "cap": False, "by_indicator": {}},
    "distance_to_target": {"factor": 100.0, "cap": False, "targets": {}, "by_indicator": {}},
    "goalposts": {"posts": {}, "low": 0.0, "high": 100.0, "clip": True, "by_indicator": {}},
    "none": {"by_indicator": {}},
}

#: Methods whose scores come from how units differ: they say nothing of an indicator that has the
#: same value everywhere. The others hold values against marks of their own.
BETWEEN_UNITS: Final = (
    "minmax", "z_score", "rank", "percentile", "borda", "distance_to_best",
    "distance_to_reference",
)  # fmt: skip

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "normalised": "how the values became scores (by; worst and best in the indicator's own unit, "
    "mean and sd, reference or target where they apply; reversed)",
    "clipped": "the value lies outside the goalposts and its score ends there (value, post)",
    "capped": "the value is better than the reference, target or cap and its score ends there "
    "(value, at)",
    "constant": "all units have the same value: the indicator tells no unit from another (value)",
}
