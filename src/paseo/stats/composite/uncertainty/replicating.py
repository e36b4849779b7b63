"""One replication, built on its own: what it is that the engine does for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from paseo.stats.composite.build import build_with
from paseo.stats.composite.built import Built
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.cases import Case, case_of, settings_of
from paseo.stats.composite.uncertainty.draws import Draws, seed_of
from paseo.stats.composite.uncertainty.engine import drawn_weights, grouped
from paseo.stats.composite.uncertainty.factors import MissingValues, Plan, Range, SamplingError
from paseo.stats.composite.uncertainty.pipeline import filled_once, plain
from paseo.stats.composite.uncertainty.sampling import sampler
from paseo.stats.composite.values import Values


def replicate(
    values: Values, structure: Structure, recipe: Recipe, plan: Plan, draws: Draws, at: int = 0
) -> Built:
    """Build the index as one replication has it, every stage included.

    Args:
        values, structure, recipe, plan: Of the run.
        draws: As :func:`paseo.stats.composite.uncertainty.draws.decode` gives them.
        at: Which replication.

    Returns:
        The index: its scores are those of the Monte Carlo run.

    Raises:
        CompositeError: When this replication cannot be built.
    """
    one = draws.take(slice(at, at + 1))
    options = {name: int(held[0]) for name, held in one.options.items()}
    numbers = {name: plain(held[0]) for name, held in one.numbers.items() if held[0] == held[0]}
    case = case_of(structure, recipe, plan, options, numbers)
    fills = [
        factor
        for factor in plan.factors
        if isinstance(factor, MissingValues) and options[factor.name] >= 0
    ]
    drawn = _sampled(values, plan, one)
    own = drawn is not values or _varied(plan, case, numbers)
    order = tuple(element.code for element in structure.elements)

    def reweigh(found: Structure) -> Structure:
        before = np.array([[element.weight for element in found.elements]])
        after = drawn_weights(before, found, case, plan, one, order)[0].tolist()
        codes = [element.code for element in found.elements]
        return found.with_weights(dict(zip(codes, after, strict=True)))

    def fill(before: Values, above: Structure) -> Values:
        factor = fills[-1]
        place = options[factor.name]
        if own:
            return before.with_numbers(filled_once(before, above, factor, seed_of(plan), place))
        from paseo.stats.composite import imputation

        tables = imputation.draws(before, factor.settings, seed_of(plan), factor.draws, above)
        return before.with_numbers(tables[place])

    return build_with(
        drawn, case.structure, case.recipe, reweigh=reweigh, fill=fill if fills else None
    )


def _varied(plan: Plan, case: Case, numbers: Mapping[str, float]) -> bool:
    """Tell whether a number of its own changes the table of this replication before imputation.

    As with values that are drawn, one completed table is then made of it, and not of all at once.
    """
    before = dict(zip((one.kind for one in case.recipe.steps), case.recipe.steps, strict=True))
    kinds = list(before)
    kinds = kinds[: kinds.index("impute")] if "impute" in kinds else []
    return any(
        isinstance(factor, Range)
        and factor.step in kinds
        and not grouped(factor)
        and factor.name in numbers
        and factor.setting in settings_of(before[factor.step])
        for factor in plan.factors
    )


def _sampled(values: Values, plan: Plan, one: Draws) -> Values:
    numbers = values.numbers
    for factor in plan.factors:
        if isinstance(factor, SamplingError) and one.keys[factor.name][0]:
            drawn = sampler(values, factor).draw(one.keys[factor.name])[0]
            at = [values.position(code) for code in factor.distributions]
            numbers = numbers.copy()
            numbers[:, at] = drawn[:, at]
    return values if numbers is values.numbers else replace(values, numbers=numbers)
