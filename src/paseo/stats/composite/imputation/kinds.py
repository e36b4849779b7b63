"""Methods of imputation with their settings, and what their notes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from paseo.stats.composite.choices import Methods

#: Where modelled values may lie: between the smallest and largest known one, or anywhere.
LIMITS: Final = ("observed", "none")
#: What fills a value where the group cannot: nothing, or all units.
OTHERWISE: Final = ("empty", "all")

#: Method to its settings. ``group``: name of the grouping. ``fewest``: known values that a group
#: must have; ``otherwise`` one of :data:`OTHERWISE`. ``waves``: how many waves back, 0 for all.
#: ``within``: which indicators are filled in from each other: ``all``, those of a ``parent``, or
#: lists of codes. ``prior``: units without any correlation that are added to steady the fit; None
#: for as many as there are indicators. ``limits`` one of :data:`LIMITS`. ``tolerance`` and
#: ``rounds``: when the fit ends. ``draws`` and ``seed``: of the completed tables that are averaged.
METHODS: Final[Methods] = {
    "mean": {},
    "median": {},
    "group_mean": {"group": "", "fewest": 1, "otherwise": "empty"},
    "group_median": {"group": "", "fewest": 1, "otherwise": "empty"},
    "last_wave": {"waves": 0},
    "em": {
        "limits": "observed",
        "within": "all",
        "prior": None,
        "tolerance": 1e-6,
        "rounds": 1000,
    },
    "multiple": {
        "draws": 200,
        "seed": 1,
        "limits": "observed",
        "within": "all",
        "prior": None,
        "tolerance": 1e-6,
        "rounds": 1000,
    },
}

#: Kinds of notes and what they say (with the names of their figures).
KINDS: Final[Mapping[str, str]] = {
    "filled": "a missing value was filled in (value, by; where they apply group and known, wave, "
    "sd between the completed tables)",
    "outside-observed": "what was expected lies outside the known values of the indicator "
    "(expected, lowest, highest; value is what was filled in)",
    "fitted": "a normal distribution was fitted to a block (indicators, units, prior; rounds or "
    "draws); entry is empty",
    "not-converged": "the fit was still moving after so many rounds (indicators, rounds)",
    "unit-without-values": "the unit has no value at all in the block: it got what is expected of "
    "any unit (indicators)",
    "still-missing": "a value stays missing; reason is no-group, group-too-small (group, known), "
    "or no-earlier-value",
    "nothing-missing": "no value was missing: nothing was filled in",
}
