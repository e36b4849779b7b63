"""From the plain keys of a specification to recipe and plan; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from paseo.stats.composite import Aggregation, Recipe, Step, Weighting
from paseo.stats.composite.recipe import STEPS
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    Factor,
    MissingValues,
    Plan,
    Range,
    SamplingError,
    WeightNoise,
)

#: Keys of a factor, one of which says what it is.
KINDS_OF_FACTOR: Final = ("options", "range", "weights", "sampling", "missing")


def plain(value: Any) -> Any:
    """Return what was read from a file as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def kind_of(one: Mapping[str, Any]) -> str:
    """Return which step an entry is, nothing where it names none or several.

    >>> kind_of({"treat": "winsorise", "skew": 2}), kind_of({"skew": 2})
    ('treat', '')
    """
    named = [kind for kind in STEPS if kind in one]
    return named[0] if len(named) == 1 else ""


def step(one: Mapping[str, Any]) -> Step:
    """Return a step of an entry such as ``{treat: winsorise, skew: 2}``."""
    kind = kind_of(one)
    settings = {key: plain(value) for key, value in one.items() if key != kind}
    return Step(kind, one[kind], settings)


def weighting(one: str | Mapping[str, Any]) -> Weighting:
    """Return a weighting of its name, or of its name and settings."""
    if isinstance(one, str):
        return Weighting(one)
    return Weighting(
        one["method"], {key: plain(value) for key, value in one.items() if key != "method"}
    )


def aggregation(one: str | Mapping[str, Any]) -> Aggregation:
    """Return an aggregation of its name, or of its name and settings."""
    if isinstance(one, str):
        return Aggregation(one)
    apart = ("method", "least", "by_level", "by_code")
    settings = {key: plain(value) for key, value in one.items() if key not in apart}
    return Aggregation(one["method"], float(one.get("least", 0.0)), settings)


def by_level(one: Mapping[str, Any]) -> dict[int, Aggregation]:
    """Return the methods of levels; keys that are no whole number were refused before."""
    return {int(level): aggregation(method) for level, method in one.items()}


def by_code(one: Mapping[str, Any]) -> dict[str, Aggregation]:
    """Return the methods of aggregates."""
    return {code: aggregation(method) for code, method in one.items()}


def recipe(steps: Sequence[Mapping[str, Any]], weights: Any, combined: Any) -> Recipe:
    """Return how an index is made.

    Args:
        steps: entries of ``steps``.
        weights: what stands under ``weighting``.
        combined: what stands under ``aggregation``.
    """
    more = combined if isinstance(combined, Mapping) else {}
    return Recipe(
        steps=tuple(step(one) for one in steps),
        weighting=weighting(weights or "given"),
        aggregation=aggregation(combined or "arithmetic"),
        by_level=by_level(more.get("by_level", {})),
        by_code=by_code(more.get("by_code", {})),
    )


def change(one: Mapping[str, Any]) -> Change:
    """Return an alternative of a factor."""
    combined = one.get("aggregation")
    more = combined if isinstance(combined, Mapping) else {}
    return Change(
        label=one["label"],
        steps=tuple(step(inner) for inner in one.get("steps", ())),
        settings={kind: plain(changes) for kind, changes in one.get("settings", {}).items()},
        weighting=weighting(one["weighting"]) if "weighting" in one else None,
        weights={code: float(weight) for code, weight in one.get("weights", {}).items()},
        aggregation=aggregation(combined) if combined is not None else None,
        by_level=by_level({**more.get("by_level", {}), **one.get("by_level", {})}),
        by_code=by_code({**more.get("by_code", {}), **one.get("by_code", {})}),
        without=tuple(one.get("without", ())),
        skip=tuple(one.get("skip", ())),
    )


def factor(one: Mapping[str, Any]) -> Factor:
    """Return a factor; its kind is the one key of :data:`KINDS_OF_FACTOR` that it has."""
    name = one["id"]
    if "options" in one:
        options = tuple(change(inner) for inner in one["options"])
        stated = [inner.get("chance") for inner in one["options"]]
        known = any(chance is not None for chance in stated)
        return Choice(name, options, tuple(float(c or 0) for c in stated) if known else ())
    if "range" in one:
        drawn = one["range"]
        return Range(
            name, float(drawn["low"]), float(drawn["high"]), drawn.get("step", ""),
            drawn.get("setting", ""), drawn.get("weight", ""), drawn.get("whole", False),
        )  # fmt: skip
    if "weights" in one:
        noise = one["weights"]
        return WeightNoise(
            name, noise.get("method", "relative"), float(noise.get("spread", 0.25)),
            tuple(noise.get("levels", ())),
        )  # fmt: skip
    if "missing" in one:
        filled = one["missing"]
        return MissingValues(name, filled.get("draws", 200), plain(filled.get("settings", {})))
    drawn = one["sampling"] if isinstance(one["sampling"], Mapping) else {}
    return SamplingError(name, plain(drawn.get("distributions", {})), plain(drawn.get("tops", {})))


def plan(one: Mapping[str, Any]) -> Plan:
    """Return the Monte Carlo plan of what stands under ``uncertainty``."""
    usual = Plan(())
    factors = one.get("factors", ())
    return Plan(
        factors=tuple(factor(inner) for inner in factors),
        groups={inner["id"]: inner["group"] for inner in factors if "group" in inner},
        replications=one.get("replications", usual.replications),
        seed=one.get("seed", usual.seed),
        top=one.get("top", ""),
        level=float(one.get("level", usual.level)),
        classes=tuple(
            (float(inner.get("to", float("inf"))), inner["label"])
            for inner in one.get("classes", ())
        ),
    )


def named(one: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the codes of factors, alternatives and classes with their names in words."""
    for inner in one.get("factors", ()):
        if "name" in inner:
            yield inner["id"], inner["name"]
        for option in inner.get("options", ()):
            words = option.get("name", option["label"])
            yield f"{inner['id']}/{option['label']}", words
    for inner in one.get("classes", ()):
        if "name" in inner:
            yield inner["label"], inner["name"]
