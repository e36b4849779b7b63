"""The words for what the library says in codes: verdicts, absences, tests, kinds, modes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from paseo.content.phrases import load_phrases

DEPTHS: dict[str, Promise] = {
    "rapid": _("Rapid"),
    "standard": _("Standard"),
    "full": _("Full"),
}

#: What it means that an indicator has no value, and why.
ABSENCES: dict[str, Promise] = {
    "not assessed": _("Nobody has brought a value yet."),
    "suppressed": _("A value is held, but too few cases or answers stand behind it to show it."),
    "not in remit": _("The city has no say over this, so nothing is missing."),
    "cannot exist": _("There can be no such value in this city."),
}


#: Why cities were turned away from the comparison.
REFUSALS: dict[str, Promise] = {
    "definition": _("another definition or question"),
    "period": _("too far away in time"),
    "C": _("only a rough comparison (grade C)"),
    "not comparable": _("not comparable"),
}

TESTS: dict[str, tuple[Promise, Promise]] = {
    "definition": (
        _("Definition"),
        _("The same indicator, wording, scale, answers counted, unit and denominator?"),
    ),
    "boundary": (_("Boundary"), _("The same boundary, or the same kind of boundary?")),
    "period": (_("Period"), _("Periods of the same length and season, near enough in time?")),
    "mode": (_("Mode"), _("Collected in the same way, counted in the same unit?")),
    "base": (_("Base"), _("A part of the same whole?")),
    "sample": (_("Sample"), _("Drawn in the same way?")),
}
ANSWERS: dict[str, Promise] = {
    "yes": _("yes"),
    "no": pgettext_lazy("answer of a test", "no"),
    "unknown": _("unknown"),
}

KINDS: dict[str, Promise] = {
    "register_rate": _("rate from a register"),
    "register_share": _("share from a register"),
    "survey_share": _("share of answers"),
    "survey_mean": _("mean of answers"),
    "survey_gap": _("gap between groups of answers"),
    "audit_score": _("score of an audit"),
    "spatial_ratio": _("ratio from geodata"),
    "time": _("time"),
    "amount": _("amount"),
    "flag": _("yes or no"),
    "category": _("class"),
}
DIRECTIONS: dict[str, Promise] = {
    "higher": _("Higher is better."),
    "lower": _("Lower is better."),
    "context": _("Neither higher nor lower is better: it gives context."),
}
MODES: dict[str, Promise] = {
    "telephone": _("by telephone"),
    "web": _("on the web"),
    "face_to_face": _("face to face"),
    "postal": _("by post"),
    "mixed": _("in several ways"),
    "register": _("counted in a register"),
    "audit": _("by an audit on site"),
    "geodata": _("measured from geodata"),
}
SAMPLES: dict[str, Promise] = {
    "probability": _("drawn by chance"),
    "quota": _("by quota"),
    "panel": _("from a panel"),
    "census": _("everybody was asked"),
    "register": _("everything registered"),
}
DENOMINATORS: dict[str, Promise] = {
    "resident": _("residents"),
    "ambient": _("people present"),
    "dwellings": _("dwellings"),
    "vehicles": _("vehicles"),
    "businesses": _("businesses"),
}
BASES: dict[str, Promise] = {
    "all_answers": _("all who answered, those without an opinion included"),
    "valid_answers": _("those who gave an opinion"),
}
UNITS_COUNTED: dict[str, Promise] = {
    "offence": _("offences"),
    "victim": _("victims"),
    "suspect": _("suspects"),
    "call": _("calls"),
    "respondent": _("respondents"),
    "resident": _("residents"),
}
STAGES: dict[str, Promise] = {
    "input": _("when the report comes in"),
    "intermediate": _("in the middle of the work on it"),
    "output": _("when the work on it is finished"),
}
STATUSES: dict[str, Promise] = {
    "A": _("normal"),
    "B": _("break in the series"),
    "E": _("estimated"),
    "P": _("provisional"),
    "U": _("of low reliability"),
}
FACES: dict[str, Promise] = {
    "happens": _("What happens"),
    "felt": _("What is felt"),
    "context": _("What stands around them"),
}
CITY_KINDS: dict[str, Promise] = {
    "capital": _("capital"),
    "large": _("large city"),
    "medium": _("medium-sized city"),
    "small": _("small city"),
    "network": _("network of towns"),
}
LEVELS: dict[str, Promise] = {
    "city": _("city"),
    "district": _("district"),
    "neighbourhood": _("neighbourhood"),
    "space": _("public space"),
}
FINDING_KINDS: dict[str, Promise] = {
    "faces": _("Both faces together"),
    "change": _("Changes"),
    "level": _("Beside other cities"),
    "gap": _("Gaps"),
    "group": _("Groups"),
    "area": _("Places"),
    "coverage": _("What is missing"),
    "quality": _("Quality of the data"),
}


def term(group: str, code: str | None, **values: object) -> str:
    """Return the library's own words for one of its codes (``method``, ``reason``, ``peers``)."""
    if not code:
        return ""
    phrases = load_phrases("paseo.assessment")
    phrase = f"{group}.{code}"
    if phrase not in phrases:
        return code.replace("_", " ")
    return phrases.say(phrase, get_language() or "en", **values)


def said(table: dict[str, Promise], code: str | None) -> Promise | str:
    """Return the words for a code; a code that has none stands for itself."""
    if not code:
        return ""
    return table.get(code) or code
