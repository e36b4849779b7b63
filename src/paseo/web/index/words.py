"""Words for what a person chooses: steps, methods, settings; each method in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[Mapping[str, Promise]] = {
    "denominate": _("Divide by a size"),
    "impute": _("Missing values"),
    "screen": _("Units with too few values"),
    "treat": _("Extreme values"),
    "normalise": _("Common scale"),
    "weighting": _("Where weights come from"),
    "weight": _("Where weights come from"),
    "aggregation": _("Putting together"),
    "aggregate": _("Putting together"),
}

#: What a step is for, in one sentence.
PURPOSES: Final[Mapping[str, Promise]] = {
    "denominate": _("Large and small units become comparable: per resident, per area."),
    "impute": _("What is done where a unit has no value of an indicator."),
    "screen": _("Units about which too little is known are not given a score."),
    "treat": _("A single extreme value would otherwise squeeze all others together."),
    "normalise": _("Indicators in different units are brought to one scale before they are added."),
    "weighting": _("How much each part counts."),
    "weight": _("How much each part counts."),
    "aggregation": _("How the parts become one number, and whether good makes up for bad."),
    "aggregate": _("How the parts become one number, and whether good makes up for bad."),
}

METHODS: Final[Mapping[str, Mapping[str, Promise]]] = {
    "impute": {
        "none": _("leave them empty: the score rests on what is known"),
        "mean": _("the mean of all units"),
        "median": _("the middle value of all units"),
        "group_mean": _("the mean of the unit's group"),
        "group_median": _("the middle value of the unit's group"),
        "em": _("what the other indicators of the unit suggest (EM algorithm)"),
        "last_wave": _("the last known value of the unit"),
        "multiple": _("many plausible values, of which the mean is taken"),
    },
    "screen": {
        "by_missing": _("a least share of values that must be known"),
        "by_zeros": _("a least share of values that are not zero"),
        "by_both": _("a least share of values that are known and not zero"),
    },
    "treat": {
        "none": _("leave them as they are"),
        "winsorise": _("pull the outermost values in until the shape is regular"),
        "winsorise_points": _("pull a fixed number of outermost values in"),
        "log": _("take the logarithm"),
        "boxcox": _("bend the scale as far as the values need it (Box-Cox)"),
    },
    "normalise": {
        "minmax": _("from the lowest to the highest value found"),
        "z_score": _("distance from the mean, in standard deviations"),
        "scaled": _("multiplied by a fixed factor"),
        "rank": _("only the order counts, not the distances"),
        "percentile": _("the share of units that are lower"),
        "borda": _("one point for each unit that is passed"),
        "distance_to_best": _("share of the best unit's value"),
        "distance_to_reference": _("distance to one unit that is the measure"),
        "distance_to_target": _("share of the way to the target"),
        "goalposts": _("between fixed ends, so that old scores stay when units join"),
    },
    "weighting": {
        "given": _("as typed in the weight fields"),
        "equal": _("every part of a group counts the same"),
        "budget": _("points that people have given"),
        "ahp": _("from judgements in pairs (AHP)"),
        "pca": _("from how the values vary together (first principal component)"),
        "correlation": _("so that each part has as much influence as its weight says"),
        "benefit_of_doubt": _("for each unit the weights that suit it best"),
    },
    "aggregation": {
        "arithmetic": _("mean: a strong part makes up fully for a weak one"),
        "geometric": _("geometric mean: a weak part is made up for only partly"),
        "harmonic": _("harmonic mean: a weak part is hardly made up for"),
        "median": _("the middle part decides"),
        "mazziotta_pareto": _("mean, with a deduction for uneven parts"),
        "copeland": _("comparison in pairs: how many units are beaten"),
        "kemeny": _("the order that agrees most with all parts; few units only"),
        "benefit_of_doubt": _("the best score that any weights can give"),
    },
}
#: Short names, for lists to choose from.
NAMES: Final[Mapping[str, Mapping[str, Promise]]] = {
    "impute": {
        "none": _("Leave empty"), "mean": _("Mean"), "median": _("Median"),
        "group_mean": _("Mean of the group"), "group_median": _("Median of the group"),
        "em": _("From the other indicators"), "last_wave": _("Last known value"),
        "multiple": _("Many plausible values"),
    },
    "screen": {},
    "treat": {
        "none": _("Leave as they are"), "winsorise": _("Pull in outliers"),
        "winsorise_points": _("Pull in a fixed number"), "log": _("Logarithm"),
        "boxcox": _("Box-Cox"),
    },
    "normalise": {
        "minmax": _("Lowest to highest"), "z_score": _("Standard deviations"),
        "scaled": _("Fixed factor"), "rank": _("Ranks"), "percentile": _("Percentiles"),
        "borda": _("Borda points"), "distance_to_best": _("Share of the best"),
        "distance_to_reference": _("Distance to a reference"),
        "distance_to_target": _("Distance to the target"), "goalposts": _("Fixed ends (goalposts)"),
    },
    "weighting": {
        "given": _("As typed"), "equal": _("All equal"), "budget": _("Points of people"),
        "ahp": _("Judged in pairs (AHP)"), "pca": _("Principal component"),
        "correlation": _("By influence"), "benefit_of_doubt": _("Benefit of the doubt"),
    },
    "aggregation": {
        "arithmetic": _("Arithmetic mean"), "geometric": _("Geometric mean"),
        "harmonic": _("Harmonic mean"), "median": _("Middle part"),
        "mazziotta_pareto": _("Mean less unevenness (Mazziotta-Pareto)"),
        "copeland": _("Pairs won (Copeland)"), "kemeny": _("Best agreeing order (Kemeny)"),
        "benefit_of_doubt": _("Benefit of the doubt"),
    },
}  # fmt: skip
_SAME: Final = {"weight": "weighting", "aggregate": "aggregation"}

#: Methods that can be chosen without telling them more.
OFFERED: Final[Mapping[str, tuple[str, ...]]] = {
    "impute": ("none", "mean", "median", "em"),
    "treat": ("none", "winsorise", "log", "boxcox"),
    "normalise": ("minmax", "z_score", "percentile", "rank", "borda", "distance_to_best"),
    "weighting": ("given", "equal", "pca"),
    "aggregation": ("arithmetic", "geometric", "harmonic", "median", "mazziotta_pareto"),
}

SETTINGS: Final[Mapping[str, Promise]] = {
    "low": _("Lower end"),
    "high": _("Upper end"),
    "mean": _("Mean"),
    "sd": _("Standard deviation"),
    "skew": _("Most skewness that is left alone"),
    "kurtosis": _("Most kurtosis that is left alone"),
    "most": _("Most values that are pulled in"),
    "least": _("Least share"),
    "least_nonzero": _("Least share that is not zero"),
    "factor": _("Factor"),
    "group": _("Group"),
    "clip": _("Cut off beyond the ends"),
}


def step_words(kind: str) -> str:
    """Return what a step is called."""
    return str(STEPS.get(kind, kind))


def purpose_of(kind: str) -> str:
    """Return what a step is for."""
    return str(PURPOSES.get(kind, ""))


def method_words(kind: str, method: str) -> str:
    """Return what a method does, in one line; its name where nothing more is known."""
    return str(METHODS.get(_SAME.get(kind, kind), {}).get(method, method))


def method_name(kind: str, method: str) -> str:
    """Return the short name of a method."""
    return str(NAMES.get(_SAME.get(kind, kind), {}).get(method, method))


def setting_in(sentence: str) -> str:
    """Return "low = 3 lies …" of a message with the words for the setting."""
    name, sign, rest = sentence.partition(" = ")
    return f"{setting_words(name)} = {rest}" if sign and name in SETTINGS else sentence


def setting_words(name: str) -> str:
    """Return what a setting is called."""
    return str(SETTINGS.get(name, name))
