"""The recipe and hierarchy of one combination of alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from paseo.stats.composite.build import step_module
from paseo.stats.composite.leaving import recipe_without
from paseo.stats.composite.recipe import Recipe, Step
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan, Range, changed


@dataclass(frozen=True, eq=False)
class Case:
    """What one combination of alternatives makes of an index.

    Attributes:
        recipe: With the alternatives in place.
        structure: Without what they leave out.
        weights: Code to the weight that they set, after the weighting.
    """

    recipe: Recipe
    structure: Structure
    weights: Mapping[str, float]


def case_of(
    structure: Structure,
    recipe: Recipe,
    plan: Plan,
    options: Mapping[str, int],
    numbers: Mapping[str, float],
) -> Case:
    """Put alternatives and numbers in place.

    Methods of all factors come first, then their settings, then numbers, and last what is skipped:
    the order of factors does not matter, as no two of them set the same thing in a sound plan.
    A setting or number for which the method that was drawn beside it has no use does nothing in
    that replication. What the recipe says about elements that are left out goes with them.

    Args:
        structure, recipe: As built.
        plan: With the factors.
        options: Name of a choice to the place of its alternative; what is not named, or below
            zero, stays as built.
        numbers: Name of a range over a setting to its number, likewise.

    Raises:
        CompositeError: ``step-missing``, ``code-unknown``, ``no-aggregates``.
    """
    changes = [
        factor.options[options[factor.name]]
        for factor in plan.factors
        if isinstance(factor, Choice) and options.get(factor.name, -1) >= 0
    ]
    # What aggregates everything anew comes before what aggregates some of it.
    for change in sorted(changes, key=lambda one: one.aggregation is None):
        recipe = changed(recipe, replace(change, settings={}, skip=()))
    for change in changes:
        for kind, settings in change.settings.items():
            recipe = with_settings(recipe, kind, settings)
    for factor in plan.factors:
        if isinstance(factor, Range) and factor.step and factor.name in numbers:
            recipe = with_settings(recipe, factor.step, {factor.setting: numbers[factor.name]})
    skipped = {kind for change in changes for kind in change.skip}
    recipe = replace(recipe, steps=tuple(one for one in recipe.steps if one.kind not in skipped))
    gone = list(dict.fromkeys(code for change in changes for code in change.without))
    if gone:
        whole, structure = structure, structure.without(gone)
        recipe = recipe_without(recipe, whole, structure)
    weights = {code: weight for change in changes for code, weight in change.weights.items()}
    return Case(recipe, structure, weights)


def case_of_change(structure: Structure, recipe: Recipe, change: Change) -> Case:
    """Put one alternative in place, as if nothing else were uncertain."""
    plan = Plan((Choice("it", (change,)),))
    return case_of(structure, recipe, plan, {"it": 0}, {})


def with_settings(recipe: Recipe, kind: str, settings: Mapping[str, object]) -> Recipe:
    """Return the recipe with settings of a step changed, those that its method knows.

    Raises:
        CompositeError: ``step-missing``.
    """
    step = recipe.step(kind)
    if step is None:
        return recipe.with_step(Step(kind, ""))  # refuses
    known = settings_of(step)
    return recipe.with_step(
        step.set(**{name: one for name, one in settings.items() if name in known})
    )


def settings_of(step: Step) -> Mapping[str, object]:
    """Return the settings that the method of a step knows, with their defaults."""
    held: Mapping[str, object] = step_module(step.kind).METHODS.get(step.method, {})
    return held
