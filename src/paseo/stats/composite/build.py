"""From a table, a hierarchy and a recipe to a finished index."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Final

import numpy as np

from paseo.stats.composite import aggregation, weights
from paseo.stats.composite.built import Built
from paseo.stats.composite.choices import refuse_all_missing
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.leaving import recipe_without
from paseo.stats.composite.recipe import STAGE_OF, Recipe, Step
from paseo.stats.composite.record import Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: Kind of step to the module that does it.
MODULE_OF: Final = {
    "denominate": "denomination", "impute": "imputation", "screen": "screening",
    "treat": "treatment", "normalise": "normalisation",
}  # fmt: skip


def build(values: Values, structure: Structure, recipe: Recipe) -> Built:
    """Make an index: the steps in their order, then weights, then aggregates from below.

    Args:
        values: Units down, indicators across; columns that the hierarchy does not name are left
            aside.
        structure: The hierarchy.
        recipe: Every choice.

    Returns:
        Every stage, the hierarchy as used, and a record for each step.

    Raises:
        CompositeError: ``no-units``, ``indicator-missing``, ``all-missing``,
            ``direction-without-normalising``, ``no-scores``, and what each step refuses.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, part 1.

    Example:
        >>> from paseo.stats.composite import Element, Step
        >>> table = Values.of(["a", "b", "c"], ["x", "y"], [[1, 5], [2, 9], [3, 7]])
        >>> index = Structure.of([Element("x", "top"), Element("y", "top"), Element("top")])
        >>> made = build(table, index, Recipe((Step("normalise", "minmax", {"high": 1}),)))
        >>> made.scores().tolist(), made.ranks().tolist()
        ([0.0, 0.75, 0.75], [3.0, 1.0, 1.0])
    """
    return build_with(values, structure, recipe)


def build_with(
    values: Values,
    structure: Structure,
    recipe: Recipe,
    *,
    reweigh: Callable[[Structure], Structure] | None = None,
    fill: Callable[[Values, Structure], Values] | None = None,
) -> Built:
    """Make an index in which one replication of a Monte Carlo run steps in.

    Args:
        values, structure, recipe: As for :func:`build`.
        reweigh: From the hierarchy with the weights found to that with the weights used; None
            leaves them.
        fill: From the table before imputation to the one after; None for the step of the recipe.

    Returns:
        As :func:`build`.

    Raises:
        CompositeError: As :func:`build`.
    """
    check_directions(structure, recipe)
    held = table_of(values, structure)
    stages = {"raw": held}
    records: list[Record] = []
    whole, rest = structure, recipe
    for at in range(len(recipe.steps)):
        step = rest.steps[at]
        if step.kind in ("treat", "normalise"):
            refuse_all_missing(held)
        if step.kind == "impute" and fill is not None:
            held, record = fill(held, structure), Record("impute", "multiple", step.settings)
        else:
            held, structure, record = run_step(held, structure, step)
            rest = recipe_without(recipe, whole, structure)
        stages[STAGE_OF[step.kind]] = held
        records.append(record)
    refuse_all_missing(held)
    structure, record = find_weights(held, structure, rest)
    if reweigh is not None:
        structure = reweigh(structure)
    records.append(record)
    stages["aggregated"], record = aggregation.apply(held, structure, rest.aggregation_of)
    records.append(record)
    if np.isnan(stages["aggregated"].column(structure.tops[0])).all():
        raise no_scores(structure.tops[0])
    return Built(structure, recipe, stages, tuple(records))


def table_of(values: Values, structure: Structure) -> Values:
    """Return the columns of the indicators, in the order of the hierarchy.

    Raises:
        CompositeError: ``no-units``, ``indicator-missing``.
    """
    if not values.units:
        raise CompositeError("no-units", "The table has no units: give at least two rows.")
    for code in structure.indicators:
        if code not in values.codes:
            raise CompositeError(
                "indicator-missing",
                f"The table has no column {code}, which the index names: add the column, or take "
                "the indicator out.",
                code, known=values.codes,
            )  # fmt: skip
    return values.keep_codes(structure.indicators)


def check_directions(structure: Structure, recipe: Recipe) -> None:
    """Refuse indicators of which less is better when nothing turns them round.

    Raises:
        CompositeError: ``direction-without-normalising``.
    """
    if recipe.step("normalise") is not None:
        return
    for code in structure.indicators:
        if structure.by_code[code].direction == -1:
            raise CompositeError(
                "direction-without-normalising",
                f"Less is better for {code}, but without normalising nothing turns it round: add "
                "the step, or turn the values round before.",
                code,
            )


def step_module(kind: str) -> ModuleType:
    """Return the module of a kind of step; it offers ``METHODS`` and ``apply``."""
    return import_module(f"paseo.stats.composite.{MODULE_OF[kind]}")


def run_step(values: Values, structure: Structure, step: Step) -> tuple[Values, Structure, Record]:
    """Run one step; indicators that it drops leave the hierarchy too.

    Raises:
        CompositeError: ``no-units`` when nothing is left, and what the step refuses.
    """
    found, record = step_module(step.kind).apply(values, structure, step.method, step.settings)
    if not found.units:
        raise CompositeError(
            "no-units", f"The step {step.kind} leaves no unit: ask for less.", step.kind
        )
    gone = [code for code in values.codes if code not in found.codes]
    return found, structure.without(gone) if gone else structure, record


def find_weights(
    values: Values, structure: Structure, recipe: Recipe
) -> tuple[Structure, Record]:  # fmt: skip
    """Return the hierarchy with the weights that the weighting of the recipe finds."""
    return weights.find(
        recipe.weighting.method, values, structure, recipe.weighting.settings,
        aggregation_of=recipe.aggregation_of,
    )  # fmt: skip


def no_scores(top: str) -> CompositeError:
    """Say that an index has not a single score."""
    return CompositeError(
        "no-scores",
        f"No unit has a score for {top}: too much is missing. Fill in, or ask for a smaller share.",
        top,
    )
