"""A specification as a person changes it in the lab: a sent form becomes another specification.

Everything is changed in the plain specification, so that what is kept, downloaded and run on the
command line is one and the same text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from paseo.assessment.index.results import Index
from paseo.stats.composite.recipe import STEPS
from paseo.web.index.plain import plain_of, text_of
from paseo.web.index.planning import mend_plan

#: Steps whose method is chosen in the lab; the others stay as the specification says.
CHOSEN: Final = ("impute", "treat", "normalise")
NONE: Final = "none"
#: Larger numbers are slips of the hand.
MOST: Final = 1e9


class Unreadable(ValueError):  # noqa: N818 - what the form says
    """A field holds no number that can be used; ``field`` is its name."""

    def __init__(self, field: str, typed: str, why: str = "") -> None:
        no_number = _("“%(typed)s” is no number. Write 2 or 0.5.") % {"typed": typed}
        super().__init__(why or no_number)
        self.field = field


@dataclass
class Edited:
    """A changed specification.

    Args:
        text: as YAML.
        changes: what is different, in words.
        dropped: what else had to go, in words.
    """

    text: str
    changes: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.changes)


def weight_field(code: str) -> str:
    return f"weight-{code}"


def out_field(code: str) -> str:
    return f"out-{code}"


def setting_field(step: str, name: str) -> str:
    return f"set-{step}-{name}"


def as_version(text: str, number: int, based_on: int = 0) -> str:
    """Return a specification that names the version that it becomes.

    Its first figure counts on with the versions, so that version 4 of an index whose first was
    1.0.0 is 4.0.0 in every file.
    """
    plain = plain_of(text)
    first = str(plain["pack"].get("version", "1.0.0")).split(".")[0]
    before = int(first) if first.isdigit() else 1
    plain["pack"]["version"] = f"{before + number - (based_on or number - 1)}.0.0"
    return text_of(plain)


def edited(text: str, index: Index, given: Mapping[str, str], names: Mapping[str, str]) -> Edited:
    """Return the specification as a sent form says it.

    Args:
        text: the specification before.
        index: the same, read.
        given: fields of the form; what is not there stays.
        names: code of an element to its name in words.

    Raises:
        Unreadable: a field holds no number.
    """
    plain = plain_of(text)
    found = Edited(text)
    plain["elements"] = _listed(plain["elements"], index)
    _weights(plain, given, names, found)
    _methods(plain, index, given, found)
    _out(plain, index, given, names, found)
    if found.any:
        found.dropped += mend_plan(plain)
        found.text = text_of(plain)
    return found


def _listed(elements: Any, index: Index) -> list[dict[str, Any]]:
    """Return elements as entries, also where the specification keeps them in a table."""
    if isinstance(elements, list):
        return [dict(one) for one in elements]
    entries = []
    for one in index.spec.structure.elements:
        entry: dict[str, Any] = {"code": one.code}
        if one.code in index.spec.names:
            entry["name"] = dict(index.spec.names[one.code])
        elif one.name:
            entry["name"] = one.name
        optional = {
            "parent": one.parent, "denominator": one.denominator, "unit": one.unit,
            "target": one.target, "dimension": index.spec.dimensions.get(one.code, ""),
        }  # fmt: skip
        entry |= {name: value for name, value in optional.items() if value not in ("", None)}
        if one.weight != 1:
            entry["weight"] = one.weight
        if one.direction != 1:
            entry["direction"] = one.direction
        entries.append(entry)
    return entries


# ------------------------------------------------------------------------------- weights
def number_of(name: str, typed: str) -> float:
    """Return a number as people write it.

    Raises:
        Unreadable: it is none.
    """
    try:
        number = float(typed.strip().replace(",", "."))
    except ValueError:
        raise Unreadable(name, typed[:40]) from None
    if not math.isfinite(number):
        raise Unreadable(name, typed[:40])
    if abs(number) > MOST:
        raise Unreadable(name, typed, _("The number is too large. Write a smaller one."))
    return number


def _weights(
    plain: dict[str, Any], given: Mapping[str, str], names: Mapping[str, str], found: Edited
) -> None:
    from paseo.web.index.words import method_name, step_words

    changed = False
    for entry in plain["elements"]:
        name = weight_field(entry["code"])
        typed = given.get(name, "").strip()
        if not typed or not entry.get("parent"):
            continue
        before, after = float(entry.get("weight", 1)), number_of(name, typed)
        if after < 0:
            why = _("The weight of %(name)s is below zero. Write 0 or more, or leave it out.")
            said = {"name": names.get(entry["code"], entry["code"])}
            raise Unreadable(name, typed, why % said)
        if round(before, 6) == round(after, 6):
            continue
        entry["weight"] = int(after) if after == int(after) else after
        changed = True
        found.changes.append(
            _("Weight of %(name)s: %(before)s → %(after)s")
            % {
                "name": names.get(entry["code"], entry["code"]),
                "before": _figure(before), "after": _figure(after),
            }
        )  # fmt: skip
    if changed and _method(plain.get("weighting", "given")) not in (
        "given",
        given.get("weighting"),
    ):
        found.changes.append(
            f"{step_words('weighting')}: "
            f"{method_name('weighting', _method(plain['weighting']))} → "
            f"{method_name('weighting', 'given')}"
        )
        plain["weighting"] = "given"


def _figure(number: float) -> str:
    return f"{number:.4g}"


# ------------------------------------------------------------------------------- methods
def _method(entry: Any) -> str:
    return str(entry["method"] if isinstance(entry, Mapping) else entry)


def _methods(plain: dict[str, Any], index: Index, given: Mapping[str, str], found: Edited) -> None:
    from paseo.web.index.words import method_name, step_words

    steps = [dict(one) for one in plain.get("steps", ())]
    for kind in CHOSEN:
        at = next((at for at, one in enumerate(steps) if kind in one), None)
        before = steps[at][kind] if at is not None else NONE
        after = given.get(kind, before)
        if after != before:
            found.changes.append(
                f"{step_words(kind)}: {method_name(kind, before)} → {method_name(kind, after)}"
            )
            if at is not None:
                del steps[at]
            if after != NONE:
                _insert(steps, _fresh(kind, after, index))
        elif at is not None:
            _settings(steps[at], kind, given, found)
    if "steps" in plain or steps:
        plain["steps"] = steps
    for kind in ("weighting", "aggregation"):
        default = "given" if kind == "weighting" else "arithmetic"
        before = _method(plain.get(kind, default))
        after = given.get(kind, before)
        if after != before:
            plain[kind] = after
            found.changes.append(
                f"{step_words(kind)}: {method_name(kind, before)} → {method_name(kind, after)}"
            )


def _fresh(kind: str, method: str, index: Index) -> dict[str, Any]:
    """Return a step with the settings that its method cannot do without."""
    from paseo.web.index.making import middle_of_scale

    step: dict[str, Any] = {kind: method}
    if method.startswith("group_"):
        step["group"] = next(iter(index.values.groups), "")
    if kind == "normalise" and method == "minmax":
        # Not from zero: a geometric mean of the alternatives must not meet one.
        step |= {"low": 1, "high": 100}
    if kind == "normalise" and method == "z_score":
        step |= {"mean": middle_of_scale(len(index.values.units)), "sd": 10}
    return step


def _insert(steps: list[dict[str, Any]], step: dict[str, Any]) -> None:
    def place(one: Mapping[str, Any]) -> int:
        return next((at for at, kind in enumerate(STEPS) if kind in one), len(STEPS))

    at = next((at for at, one in enumerate(steps) if place(one) > place(step)), len(steps))
    steps.insert(at, step)


def _settings(step: dict[str, Any], kind: str, given: Mapping[str, str], found: Edited) -> None:
    from paseo.web.index.words import setting_words

    for name, before in step.items():
        field_name = setting_field(kind, name)
        typed = given.get(field_name, "").strip()
        if name == kind or not typed or not is_number(before):
            continue
        after = number_of(field_name, typed)
        if round(float(before), 6) != round(after, 6):
            step[name] = int(after) if after == int(after) else after
            found.changes.append(
                f"{setting_words(name)}: {_figure(float(before))} → {_figure(after)}"
            )


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# ------------------------------------------------------------------------------- leave out
def _out(
    plain: dict[str, Any],
    index: Index,
    given: Mapping[str, str],
    names: Mapping[str, str],
    found: Edited,
) -> None:
    asked = [one["code"] for one in plain["elements"] if given.get(out_field(one["code"]))]
    if not asked:
        return
    gone = set(asked)
    entries = plain["elements"]
    while True:
        more = {one["code"] for one in entries if one.get("parent") in gone} - gone
        more |= _emptied(entries, gone)
        if not more:
            break
        gone |= more
    plain["elements"] = [one for one in entries if one["code"] not in gone]
    found.changes.extend(
        _("Left out: %(name)s") % {"name": names.get(code, code)} for code in asked
    )
    _forget(plain, gone)


def _emptied(entries: Iterable[Mapping[str, Any]], gone: set[str]) -> set[str]:
    """Return aggregates under which nothing is left."""
    under: dict[str, list[str]] = {}
    for one in entries:
        if one.get("parent"):
            under.setdefault(one["parent"], []).append(one["code"])
    return {
        code
        for code, inside in under.items()
        if code not in gone and all(c in gone for c in inside)
    }


def _forget(plain: dict[str, Any], gone: set[str]) -> None:
    """Take what is left out of everything that names it."""
    aggregation = plain.get("aggregation")
    if isinstance(aggregation, dict) and "by_code" in aggregation:
        aggregation["by_code"] = _without(aggregation["by_code"], gone)
    data = plain.get("data", {})
    if "periods" in data:
        data["periods"] = _without(data["periods"], gone)
    for step in plain.get("steps", ()):
        _forget_in_step(step, gone)
    for factor in plain.get("uncertainty", {}).get("factors", ()):
        _forget_in_factor(factor, gone)


def _forget_in_step(step: dict[str, Any], gone: set[str]) -> None:
    for name in ("only", "except"):
        if isinstance(step.get(name), list):
            step[name] = [code for code in step[name] if code not in gone]
    for name in ("by_indicator", "by", "posts"):
        if isinstance(step.get(name), dict):
            step[name] = _without(step[name], gone)


def _forget_in_factor(factor: dict[str, Any], gone: set[str]) -> None:
    for option in factor.get("options", ()):
        for step in option.get("steps", ()):
            _forget_in_step(step, gone)
        if "without" in option:
            option["without"] = [code for code in option["without"] if code not in gone]
        if "weights" in option:
            option["weights"] = _without(option["weights"], gone)
    if isinstance(factor.get("sampling"), dict):
        for name in ("distributions", "tops"):
            if name in factor["sampling"]:
                factor["sampling"][name] = _without(factor["sampling"][name], gone)
    if factor.get("range", {}).get("weight") in gone:
        factor["range"]["weight"] = ""


def _without(held: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    return {code: value for code, value in held.items() if code not in gone}
