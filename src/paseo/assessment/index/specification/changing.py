"""What if: the same index with one thing changed, its text kept in step so that it can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paseo.assessment.index.data.fingerprint import sum_of_text
from paseo.assessment.index.faults import numbered
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.spec import IndexSpec
from paseo.assessment.index.specification.writing import text_of
from paseo.stats.composite import Aggregation, CompositeError, Recipe, Step, Weighting
from paseo.stats.composite.recipe import STEPS


def with_weights(index: Index, weights: Mapping[str, float]) -> Index:
    """Return the index with some weights changed; the weighting becomes that of given weights.

    Raises:
        Refused: an element is not there, a weight is below zero, or all under a parent are zero.
    """
    spec = index.spec
    with numbered(index.places, spec.file):
        structure = spec.structure.with_weights(dict(weights))
    recipe = replace(spec.recipe, weighting=Weighting("given"))
    return with_spec(index, replace(spec, structure=structure, recipe=recipe))


def with_method(
    index: Index, step: str, method: str, settings: Mapping[str, Any] | None = None
) -> Index:
    """Return the index with another method.

    Args:
        index: stays as it is.
        step: kind of step, or ``weight``, or ``aggregate`` (for every aggregate).
        method: its name; empty leaves a step out.
        settings: of the method; the defaults where left out.

    Raises:
        Refused: there is no such step.
    """
    recipe, settings = index.spec.recipe, dict(settings or {})
    if step == "weight":
        recipe = replace(recipe, weighting=Weighting(method, settings))
    elif step == "aggregate":
        least = settings.pop("least", recipe.aggregation.least)
        combined = Aggregation(method, float(least), settings)
        recipe = replace(recipe, aggregation=combined, by_level={}, by_code={})
    else:
        with numbered(index.places, index.spec.file):
            recipe = _with_step(recipe, step, method, settings)
    return with_spec(index, replace(index.spec, recipe=recipe))


def with_spec(index: Index, spec: IndexSpec) -> Index:
    """Return the index with another specification, whose text is written anew."""
    text = text_of(spec)
    fingerprint = {**index.fingerprint, spec.file: sum_of_text(text)}
    return replace(index, spec=replace(spec, text=text), fingerprint=fingerprint)


def _with_step(recipe: Recipe, kind: str, method: str, settings: dict[str, Any]) -> Recipe:
    if kind not in STEPS:
        raise CompositeError("step-unknown", f"There is no step {kind}.", kind, known=STEPS)
    if not method:
        return replace(recipe, steps=tuple(one for one in recipe.steps if one.kind != kind))
    made = Step(kind, method, settings)
    if recipe.step(kind) is not None:
        return recipe.with_step(made)
    before = [one for one in recipe.steps if STEPS.index(one.kind) < STEPS.index(kind)]
    after = [one for one in recipe.steps if one not in before]
    return replace(recipe, steps=(*before, made, *after))
