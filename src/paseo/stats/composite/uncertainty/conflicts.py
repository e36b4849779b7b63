"""Factors that set the same thing: the last would win, and the first would do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from paseo.stats.composite import imputation
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.cases import settings_of
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    Factor,
    MissingValues,
    Plan,
    PlanFault,
    Range,
    SamplingError,
    WeightNoise,
)
from paseo.stats.composite.uncertainty.noise import drawn_codes
from paseo.stats.composite.uncertainty.pipeline import frozen

#: So many of the things that two factors share are named.
NAMED: Final = 5


def conflicts_of(structure: Structure, recipe: Recipe, plan: Plan) -> Iterator[PlanFault]:
    """Find pairs of factors that set the same thing.

    What one sets may still depend on what another does: a method with its settings apart, a weight
    with noise around it, a level with one aggregate out of another level. Only what is set twice
    is a fault, for then one of the two is without effect.

    Yields:
        ``same-thing-twice`` at the later of two factors, with the ``other`` and the things.
    """
    things = [set(_things(structure, recipe, one)) for one in plan.factors]
    for later, factor in enumerate(plan.factors):
        for before in range(later):
            shared = sorted(things[later] & things[before])
            if shared:
                more = ("…",) if len(shared) > NAMED else ()
                held = {"other": plan.factors[before].name, "things": (*shared[:NAMED], *more)}
                yield PlanFault("same-thing-twice", factor.name, values=held)


def _things(structure: Structure, recipe: Recipe, factor: Factor) -> Iterator[str]:
    """What a factor sets, as paths that read like those of a specification."""
    match factor:
        case Choice():
            for option in factor.options:
                yield from _of_change(structure, option)
            yield from _settings_that_tell_apart(recipe, factor)
        case Range():
            if factor.weight:
                yield f"weights/{factor.weight}"
            else:
                yield f"settings/{factor.step}/{factor.setting}"
        case WeightNoise():
            yield from _of_noise(structure, factor)
        case SamplingError():
            yield from (f"sampling/{code}" for code in factor.distributions)
        case MissingValues():
            # Completed tables stand in place of the step, whatever its method and settings.
            yield from ("missing", "steps/impute")
            names = (name for one in imputation.METHODS.values() for name in one)
            yield from (f"settings/impute/{name}" for name in names)


def _of_change(structure: Structure, option: Change) -> Iterator[str]:
    yield from (f"steps/{one.kind}" for one in option.steps)
    for kind, settings in option.settings.items():
        yield from (f"settings/{kind}/{name}" for name in settings)
    if option.weighting is not None:
        yield "weighting"
    yield from (f"weights/{code}" for code in option.weights)
    for code in structure.aggregates:
        if (
            option.aggregation is not None
            or structure.levels[code] in option.by_level
            or code in option.by_code
        ):
            yield f"aggregation/{code}"


def _settings_that_tell_apart(recipe: Recipe, factor: Choice) -> Iterator[str]:
    """Settings in which alternatives of one method differ: drawn elsewhere, they would be lost."""
    found: dict[tuple[str, str, str], set[Any]] = {}
    for option in factor.options:
        for kind in {one.kind for other in factor.options for one in other.steps}:
            step = next((one for one in option.steps if one.kind == kind), recipe.step(kind))
            if step is None:
                continue
            for name, value in {**settings_of(step), **step.settings}.items():
                found.setdefault((kind, step.method, name), set()).add(frozen(value))
    yield from (
        f"settings/{kind}/{name}" for (kind, _, name), held in found.items() if len(held) > 1
    )


def _of_noise(structure: Structure, factor: WeightNoise) -> Iterator[str]:
    codes = drawn_codes(structure, factor)
    yield from (f"noise/{code}" for code in codes)
    if factor.method != "free":
        return
    # Any shares: those that were there before do not matter.
    yield from (f"weights/{code}" for code in codes)
    if len(codes) == sum(bool(one.parent) for one in structure.elements):
        yield "weighting"
