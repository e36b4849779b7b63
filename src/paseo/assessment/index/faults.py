"""Faults of the engine as numbered problems: one table, and the place of the entry at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problem, Problems, Refused, catalogue
from paseo.stats.checks import NumbersError
from paseo.stats.composite.uncertainty.factors import PlanFault

#: Code of a fault of the engine to its number.
NUMBERS: Final[Mapping[str, str]] = {
    "element-twice": "I802", "code-twice": "I819",
    "parent-unknown": "I803",
    "cycle": "I804",
    "weights-zero": "I805",
    "weight-negative": "I806",
    "direction-wrong": "I807",
    "no-indicators": "I808", "no-aggregates": "I808",
    "step-unknown": "I810",
    "method-unknown": "I811",
    "setting-unknown": "I812",
    "setting-wrong": "I813",
    "step-twice": "I814",
    "code-unknown": "I815", "element-unknown": "I815", "weight-unknown": "I815",
    "unit-twice": "I818",
    "infinite": "I828", "shapes-differ": "I829", "not-numbers": "I813",
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
}  # fmt: skip
#: For a fault that the table does not know: its own sentence, in English.
OTHER: Final = "I858"


def problem_of(
    fault: NumbersError, places: Mapping[str, Place], file: str, kind: str = ""
) -> Problem:
    """Return a fault of the engine as a numbered problem that points at its entry.

    Args:
        fault: of the engine.
        places: of elements, steps, factors, columns and units.
        file: name of the specification, for an entry that stands nowhere.
        kind: what the entry is, where the same name may be two things.
    """
    entry = str(getattr(fault, "entry", ""))
    values = dict(getattr(fault, "values", {}))
    values.setdefault("reason", str(fault))
    number = NUMBERS.get(fault.code, OTHER)
    return Problem(number, place_of(entry, places, file, kind), _filled(number, entry, values))


def problem_of_plan(fault: PlanFault, places: Mapping[str, Place], file: str) -> Problem:
    """Return why a plan is refused as a numbered problem that points at its factor."""
    number = NUMBERS.get(fault.code, OTHER)
    values = {"option": fault.option, "factor": fault.factor or "–", **fault.values}
    values.setdefault("reason", str(fault.values.get("sentence", fault.code)))
    entry = fault.factor
    shown = f"{entry}/{fault.option}" if fault.option else entry
    place = place_of(entry, places, file, "factor")
    values.setdefault("entry", shown)
    return Problem(number, place, _filled(number, shown, values))


def place_of(entry: str, places: Mapping[str, Place], file: str, kind: str = "") -> Place:
    """Return where an entry stands; the specification, with its name, where that is not known."""
    for key in (f"{kind}:{entry}", entry, f"step:{entry}", f"factor:{entry}", f"unit:{entry}"):
        if entry and key in places:
            return places[key]
    return Place(file, entry=entry)


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
    names = known.split(", ") if isinstance(known, str) else list(known)
    meant = str(values.get("value", values.get("parent", values.get("setting", entry))))
    usual: dict[str, Any] = {"entry": entry or "–", "hint": hint(meant, names)}
    filled = {**usual, **given}
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
        return f"{value:g}"
    return str(value)
