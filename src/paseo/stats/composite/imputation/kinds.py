"""Methods of imputation with their settings, and what their notes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from paseo.stats.composite.choices import Methods

#: Method to its settings. ``group``: name of the grouping. ``fewest``: known values that a group
#: must have. ``otherwise``: what fills a value where the group cannot: ``empty`` leaves it
#: missing, ``all`` takes all units.
METHODS: Final[Methods] = {
    "mean": {},
    "median": {},
    "group_mean": {"group": "", "fewest": 1, "otherwise": "empty"},
    "group_median": {"group": "", "fewest": 1, "otherwise": "empty"},
    "last_wave": {"waves": 0},
}

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "filled": "a missing value was filled in (value, by; group, known or wave where they apply)",
    "still-missing": "a value stays missing; reason is no-group, group-too-small (group, known), "
    "or no-earlier-value",
    "nothing-missing": "no value was missing: nothing was filled in",
}
