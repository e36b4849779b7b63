"""Faults of the engine as numbered problems: one table, and the place of the entry at fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problem, Problems, Refused, catalogue
from paseo.stats.checks import NumbersError
from paseo.stats.composite.uncertainty.factors import PlanFault

#: Code of a fault of the engine to its number.
NUMBERS: Final[Mapping[str, str]] = {
    "element-twice": "I802",
    "parent-unknown": "I803",
    "cycle": "I804",
    "weights-zero": "I805",
    "weight-negative": "I806",
    "direction-wrong": "I807",
    "no-indicators": "I808", "no-aggregates": "I808",
    "step-unknown": "I810",
    "method-unknown": "I811", "distribution-unknown": "I811", "kind-unknown": "I811",
    "setting-unknown": "I812",
    "setting-wrong": "I813", "setting-out-of-range": "I813", "not-numbers": "I813",
    "bases-differ": "I813", "base-no-power": "I893", "bounds-wrong": "I813",
    "factors-wrong": "I813", "goalposts-wrong": "I813", "least-wrong": "I813",
    "level-out-of-range": "I813",
    "step-twice": "I814",
    "code-unknown": "I815", "element-unknown": "I815",
    "no-aggregate": "I884", "nothing-beside": "I888",
    "direction-without-normalising": "I816", "em-undetermined": "I816", "fill-mixed": "I816",
    "goalposts-missing": "I816", "no-earlier-waves": "I816", "one-factor": "I816",
    "reference-missing": "I816", "reference-not-better": "I816", "structure-needed": "I816",
    "not-frozen": "I816", "target-missing": "I816", "target-not-better": "I816",
    "too-many-units": "I816",
    "indicator-missing": "I817", "denominator-unknown": "I817",
    "unit-twice": "I818",
    "code-twice": "I819",
    "no-units": "I822", "no-units-left": "I822", "too-few-units": "I822",
    "constant": "I824",
    "all-missing": "I825",
    "log-not-positive": "I826", "mean-not-positive": "I826", "negative-value": "I826",
    "not-positive": "I826", "share-outside": "I826", "count-negative": "I826",
    "denominator-zero": "I827", "denominator-negative": "I827", "denominator-missing": "I827",
    "infinite": "I828",
    "shapes-differ": "I829",
    "error-negative": "I830",
    "unit-unknown": "I831", "group-unknown": "I831", "no-periods": "I831",
    "period-unknown": "I831",
    "level-missing": "I850",
    "step-missing": "I844",
    "spread-wrong": "I849",
    "budget-incomplete": "I857", "budgets-missing": "I857", "budgets-unequal": "I857",
    "comparisons-missing": "I857", "no-solution": "I857", "not-reciprocal": "I857",
    "pair-missing": "I857", "pair-twice": "I857", "share-impossible": "I857",
    "plan-faulty": "I858", "table-refused": "I858",
    "no-indicators-left": "I859", "no-scores": "I859",
}  # fmt: skip
#: Code of a fault of a plan to its number.
PLAN_NUMBERS: Final[Mapping[str, str]] = {
    "setting-unknown": "I812",
    "interval-wrong": "I813",
    "element-unknown": "I815", "weight-unknown": "I815",
    "factor-twice": "I840",
    "too-few-options": "I842",
    "option-changes-nothing": "I843", "options-alike": "I843", "changes-no-score": "I843",
    "step-missing": "I844",
    "range-empty": "I845",
    "no-errors-known": "I846",
    "nothing-missing": "I847",
    "chances-wrong": "I848",
    "spread-wrong": "I849",
    "level-missing": "I850",
    "no-factors": "I851",
    "group-unknown": "I852",
    "too-few-replications": "I853",
    "cannot-build": "I854",
    "classes-wrong": "I855",
    "same-thing-twice": "I894",
    "range-unclear": "I895",
    "group-like-factor": "I896",
    "error-unknown": "I897", "count-unknown": "I897",
    "entry-idle": "I898",
}  # fmt: skip
#: Number to what its hint is about, where that is not the entry.
_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "I803": ("parent",), "I811": ("method",), "I812": ("setting",),
}  # fmt: skip
#: Keys of every aggregation, whatever its method.
_OF_AGGREGATION: Final = ("least", "by_level", "by_code")
#: Code to what is not in the data, by its name in a specification.
_KEYS: Final[Mapping[str, str]] = {
    "group-unknown": "groups", "no-periods": "periods", "period-unknown": "periods",
}  # fmt: skip
#: Number to the value that its sentence says, where several are at hand.
_VALUES: Final[Mapping[str, str]] = {"I853": "replications", "I850": "level", "I849": "spread"}
#: What an element is, in words.
AGGREGATE: Final = LanguageMap({"en": "an aggregate", "es": "un agregado"})
INDICATOR: Final = LanguageMap({"en": "an indicator", "es": "un indicador"})
#: What stands for a list of names that is empty.
NONE: Final = LanguageMap({"en": "none", "es": "ninguno"})
#: Numbers of faults that lie in the data: they point at the table and not at the specification.
_OF_DATA: Final = ("I824", "I825", "I826", "I827", "I828")
#: Values that an aggregation cannot take are scores, which no cell of the data holds.
OF_SCORES: Final = "I879"
#: For a fault that the table does not know: its own sentence, in English.
OTHER: Final = "I858"


def problem_of(fault: NumbersError, places: Mapping[str, Place], file: str) -> Problem:
    """Return a fault of the engine as a numbered problem that points at its entry.

    Args:
        fault: of the engine.
        places: of elements, steps, factors, columns and units.
        file: name of the specification, for an entry that stands nowhere.
    """
    entry = str(getattr(fault, "entry", ""))
    values = dict(getattr(fault, "values", {}))
    number = NUMBERS.get(fault.code, OTHER)
    if number == "I831":
        values |= {"key": _KEYS.get(fault.code, "units"), "value": entry}
    if number == "I812" and entry == "aggregate":
        values["known"] = (*values.get("known", ()), *_OF_AGGREGATION)
    if number == "I826" and "aggregate" in values:
        number = OF_SCORES
        values["child"] = values.get("child", entry)
        entry = str(values["aggregate"])
    if fault.code == "denominator-unknown":
        values["use"] = entry
    if fault.code == "no-aggregate":
        values |= {"key": values.get("setting", "–"), "kind": INDICATOR}
    values["reason"] = reason_of(fault.code, values, str(fault))
    place = place_of(entry, places, file)
    if number in _OF_DATA:
        place = _in_data(entry, str(values.get("unit", "")), places) or place
    return Problem(number, place, _filled(number, entry, values))


def problem_of_plan(fault: PlanFault, places: Mapping[str, Place], file: str) -> Problem:
    """Return why a plan is refused as a numbered problem that points at its factor."""
    number = PLAN_NUMBERS.get(fault.code, OTHER)
    values = dict(fault.values)
    values.pop("entry", None)  # of the reason; the sentence is about the factor
    inner = str(values.get("reason", fault.code))
    values["reason"] = reason_of(inner, values, str(values.get("sentence", inner)))
    shown = f"{fault.factor}/{fault.option}" if fault.option else fault.factor
    values.setdefault("option", fault.option or "–")
    values.setdefault("factor", fault.factor or "–")
    named = str(values.get("element", shown) if number == "I815" else shown)
    place = place_of(fault.factor, places, file, "factor")
    place = place if place.entry else replace(place, entry="uncertainty")
    return Problem(number, place, _filled(number, named, values))


def reason_of(code: str, values: Mapping[str, Any], otherwise: str) -> LanguageMap | str:
    """Return why in every language, the engine's own sentence where there are no words for it."""
    phrases = load_phrases("paseo.assessment.index", "faults.yaml")
    if code == "setting-wrong" and not values.get("known"):
        code = f"setting-wrong-{values.get('wanted', 'other')}"
    if code == "setting-out-of-range" and values.get("whole"):
        code = "setting-not-whole"
    if code not in phrases:
        return otherwise
    words = phrases.map(code)
    filled = {name: _text(value) or "–" for name, value in values.items()}
    needed = re.findall(r"%\((\w+)\)", " ".join(words.values()))
    return LanguageMap(
        {
            language: text % {name: filled.get(name, "–") for name in needed} if needed else text
            for language, text in words.items()
        }
    )


def place_of(entry: str, places: Mapping[str, Place], file: str, kind: str = "") -> Place:
    """Return where an entry stands; the specification, with its name, where that is not known."""
    for key in (f"{kind}:{entry}", entry, f"step:{entry}", f"factor:{entry}", f"unit:{entry}"):
        if entry and key in places:
            return places[key]
    return Place(file, entry=entry)


def _in_data(entry: str, unit: str, places: Mapping[str, Place]) -> Place | None:
    """Return the cell or column of the data, None where the data are no table."""
    column, row = places.get(f"column:{entry}"), places.get(f"unit:{unit}")
    if column is None:
        return None
    return replace(column, row=row.row if row else column.row, entry=entry)


def refused(fault: NumbersError, places: Mapping[str, Place], file: str) -> Refused:
    """Return a refusal with the one problem that a fault of the engine is."""
    return Refused(Problems([problem_of(fault, places, file)]))


@contextmanager
def numbered(places: Mapping[str, Place], file: str) -> Iterator[None]:
    """Turn faults of the engine into refusals with a numbered problem.

    Raises:
        Refused: in place of a CompositeError.
    """
    try:
        yield
    except NumbersError as fault:
        raise refused(fault, places, file) from fault


def _filled(number: str, entry: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value that the sentence of a number needs, as text."""
    kind = catalogue()[number]
    said = " ".join((*kind.sentence.values(), *kind.mend.values()))
    given = {name: _text(value) for name, value in values.items()}
    known = values.get("known", ())
    # Some faults say how many are known, others which.
    names = (
        known.split(", ")
        if isinstance(known, str)
        else list(known)
        if isinstance(known, Iterable)
        else []
    )
    keys: tuple[str, ...]
    keys = ("value", "parent", "setting", "method", "level", "replications", "spread")
    keys = (_VALUES.get(number, "value"), *keys)
    value = next((values[key] for key in keys if key in values), entry)
    asked = next((values[key] for key in _ASKED.get(number, ()) if key in values), entry)
    usual: dict[str, Any] = {
        "entry": entry or "–", "hint": hint(str(asked), names), "value": _text(value),
        "column": entry, "use": entry, "key": "units", "count": values.get("found", 0),
    }  # fmt: skip
    filled = {**usual, **given}
    if number in _VALUES:
        filled["value"] = usual["value"]
    if "known" in values and not filled["known"]:
        filled["known"] = NONE
    for name in re.findall(r"%\((\w+)\)", said):
        if name == "hint" and not isinstance(filled.get("hint"), LanguageMap):
            filled["hint"] = usual["hint"]
        filled.setdefault(name, "–")
    return filled


def _text(value: Any) -> Any:
    if isinstance(value, LanguageMap):
        return value
    if isinstance(value, Mapping):
        return listed(value)
    if isinstance(value, list | tuple | set | frozenset):
        return listed(value)
    if isinstance(value, float):
        return f"{value:g}".replace("inf", "∞")
    return str(value)
