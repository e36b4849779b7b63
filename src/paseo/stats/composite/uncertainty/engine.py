"""Scores of many replications of an index, each equal to a build of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.build import build, no_scores
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.leaving import recipe_without
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.cases import Case, case_of
from paseo.stats.composite.uncertainty.draws import Draws, IntArray, seed_of
from paseo.stats.composite.uncertainty.factors import (
    Choice,
    MissingValues,
    Plan,
    Range,
    SamplingError,
    WeightNoise,
)
from paseo.stats.composite.uncertainty.noise import noisy_weights
from paseo.stats.composite.uncertainty.pipeline import (
    Perturbed,
    Pipeline,
    SharedFaultError,
    UnlikeTablesError,
)
from paseo.stats.composite.uncertainty.scoring import found_weights, top_scores, weights_of
from paseo.stats.composite.values import Values

#: Bytes of tables that a block of replications may hold at one stage.
BLOCK: Final = 24 * 2**20
#: Whole-number ranges of so many steps are grouped like choices.
STEPS_ALIKE: Final = 32


@dataclass(frozen=True, eq=False)
class Block:
    """Some replications.

    Attributes:
        at: Their places among all.
        scores: Replications x units; NaN is missing.
        faults: Place among all to why there is no score at all.
    """

    at: IntArray
    scores: FloatArray
    faults: dict[int, CompositeError]


class Engine:
    """An index as built, and how its scores change with what is drawn.

    Attributes:
        built: The index as it is, without anything drawn.
        units: Codes of all units of the table, whether screening keeps them or not.
        top: The aggregate that is studied.
        base: Its scores as built, NaN where a unit has none.
        base_ranks: Ranks of these.

    Raises:
        CompositeError: When the index itself cannot be built, or ``code-unknown`` for the top.
    """

    def __init__(self, values: Values, structure: Structure, recipe: Recipe, plan: Plan) -> None:
        self.built = build(values, structure, recipe)
        self.units = values.units
        self.top = plan.top or self.built.structure.tops[0]
        if self.top not in structure.aggregates:
            raise CompositeError(
                "code-unknown", f"There is no aggregate {self.top}.", self.top,
                known=structure.aggregates,
            )  # fmt: skip
        self._structure, self._recipe, self._plan = structure, recipe, plan
        self._order = tuple(one.code for one in structure.elements)
        self._pipeline = Pipeline(values, seed_of(plan))
        self._cases: dict[tuple[object, ...], Case] = {}
        self.base = np.full(len(values.units), np.nan)
        self.base[self._places(self.built.units)] = self.built.scores(self.top)
        self.base_ranks = ranks(self.base)

    def scores(self, draws: Draws) -> tuple[FloatArray, dict[int, CompositeError]]:
        """Return the scores of replications in their order, and why some have none."""
        count = length(draws)
        found = np.empty((count, len(self.units)))
        faults: dict[int, CompositeError] = {}
        for block in self.blocks(draws):
            found[block.at] = block.scores
            faults.update(block.faults)
        return found, faults

    def blocks(self, draws: Draws, most: int | None = None) -> Iterator[Block]:
        """Go through replications block by block; those of a block share their methods.

        Args:
            draws: What replications do.
            most: Replications in a block at most; None for what fits.
        """
        grouped = self._signatures(draws)
        order = np.lexsort(tuple(reversed([*grouped, *self._fills(draws)])))
        kinds = np.column_stack([one[order] for one in grouped]) if grouped else None
        ends = [0, len(order)]
        if kinds is not None:
            changes = np.flatnonzero(np.any(kinds[1:] != kinds[:-1], axis=1)) + 1
            ends = [0, *changes.tolist(), len(order)]
        for start, stop in pairwise(ends):
            size = min(most or self._size(draws), stop - start)
            for first in range(start, stop, size):
                at = order[first : min(first + size, stop)]
                scores, faults = self._solve(draws.take(at))
                yield Block(at, scores, {int(at[one]): why for one, why in faults.items()})

    def _size(self, draws: Draws) -> int:
        """How many replications fit into a block."""
        units, indicators = len(self.units), len(self._structure.indicators)
        children = max(len(self._structure.children(one)) for one in self._structure.aggregates)
        own = any(
            isinstance(one, SamplingError | MissingValues)
            or (isinstance(one, Range) and one.step and not grouped(one))
            for one in self._plan.factors
        )
        return max(1, BLOCK // (8 * units * (indicators if own else max(4, children))))

    def _signatures(self, draws: Draws) -> list[IntArray]:
        found: list[IntArray] = []
        for factor in self._plan.factors:
            name = factor.name
            if isinstance(factor, Choice):
                found.append(draws.options[name])
            elif isinstance(factor, MissingValues):
                found.append((draws.options[name] >= 0).astype(np.int64))
            elif isinstance(factor, Range) and factor.step:
                held = draws.numbers[name]
                known = ~np.isnan(held)
                found.append(
                    np.where(known, held, -(2**60)).astype(np.int64)
                    if grouped(factor)
                    else known.astype(np.int64)
                )
            elif isinstance(factor, SamplingError):
                found.append((draws.keys[name] > 0).astype(np.int64))
        return found

    def _fills(self, draws: Draws) -> list[IntArray]:
        """Replications that take the same completed table stand together, others in their order."""
        fills = [
            draws.options[one.name] for one in self._plan.factors if isinstance(one, MissingValues)
        ]
        return [*fills, np.arange(length(draws))]

    def _solve(self, draws: Draws) -> tuple[FloatArray, dict[int, CompositeError]]:
        """Scores of a block; one that cannot be built is split until the fault stands alone."""
        count = length(draws)
        missing = np.full((count, len(self.units)), np.nan)
        try:
            return self._block(draws)
        except SharedFaultError as shared:
            return missing, dict.fromkeys(range(count), shared.fault)
        except CompositeError as fault:
            if count == 1:
                return missing, {0: fault}
            middle = count // 2
            parts = [slice(0, middle), slice(middle, count)]
        except UnlikeTablesError:
            parts = [slice(at, at + 1) for at in range(count)]
        faults: dict[int, CompositeError] = {}
        for part in parts:
            missing[part], inside = self._solve(draws.take(part))
            faults.update({part.start + at: fault for at, fault in inside.items()})
        return missing, faults

    def _block(self, draws: Draws) -> tuple[FloatArray, dict[int, CompositeError]]:
        count = length(draws)
        case = self._case(draws)
        tables = self._pipeline.run(case.recipe, case.structure, self._perturbed(draws), count)
        if self.top not in tables.structure.by_code:
            raise SharedFaultError(
                CompositeError("code-unknown", f"{self.top} is left out.", self.top)
            )
        recipe = recipe_without(case.recipe, case.structure, tables.structure)
        weights = self._weights(found_weights(tables, recipe, count), tables.structure, case, draws)
        made, unfit = top_scores(tables, weights, recipe, self.top)
        scores = np.full((count, len(self.units)), np.nan)
        scores[:, self._places(tables.values.units)] = made
        faults: dict[int, CompositeError] = {}
        for code, where in unfit.items():
            spoilt = np.flatnonzero(np.broadcast_to(where, count))
            scores[spoilt] = np.nan
            why = CompositeError(code, "An aggregation meets values it cannot take.", self.top)
            faults.update(dict.fromkeys(spoilt.tolist(), why))
        for at in np.flatnonzero(np.isnan(scores).all(axis=1)).tolist():
            faults.setdefault(at, no_scores(self.top))
        return scores, faults

    def _case(self, draws: Draws) -> Case:
        """The case that all replications of a block share; made once."""
        options = {
            one.name: int(draws.options[one.name][0])
            for one in self._plan.factors
            if isinstance(one, Choice)
        }
        numbers = {
            one.name: float(draws.numbers[one.name][0])
            for one in self._plan.factors
            if isinstance(one, Range) and one.step and grouped(one)
        }
        numbers = {name: int(held) for name, held in numbers.items() if not np.isnan(held)}
        key = (*options.items(), *numbers.items())
        if key not in self._cases:
            self._cases[key] = case_of(self._structure, self._recipe, self._plan, options, numbers)
        return self._cases[key]

    def _perturbed(self, draws: Draws) -> Perturbed:
        errors, numbers = [], {}
        fills: MissingValues | None = None
        fill: IntArray | None = None
        for factor in self._plan.factors:
            if isinstance(factor, SamplingError) and draws.keys[factor.name][0] > 0:
                errors.append((factor, draws.keys[factor.name]))
            if isinstance(factor, MissingValues) and draws.options[factor.name][0] >= 0:
                fills, fill = factor, draws.options[factor.name]
            if isinstance(factor, Range) and factor.step and not grouped(factor):
                held = draws.numbers[factor.name]
                if not np.isnan(held[0]):
                    numbers[factor.step, factor.setting] = held
        return Perturbed(tuple(errors), fills, fill, numbers)

    def _weights(
        self, found: FloatArray, structure: Structure, case: Case, draws: Draws
    ) -> FloatArray:  # fmt: skip
        return drawn_weights(found, structure, case, self._plan, draws, self._order)

    def _places(self, units: tuple[str, ...]) -> IntArray:
        place = {unit: at for at, unit in enumerate(self.units)}
        return np.array([place[unit] for unit in units], dtype=np.int64)


def drawn_weights(
    found: FloatArray,
    structure: Structure,
    case: Case,
    plan: Plan,
    draws: Draws,
    order: tuple[str, ...],
) -> FloatArray:
    """Set and draw weights after the weighting: what alternatives set, then ranges, then noise.

    Args:
        found: Replications (or 1) x elements of ``structure``, as the weighting found them.
        structure: The hierarchy.
        case: With the weights that alternatives set.
        plan: With the factors.
        draws: Of the replications.
        order: Codes of all elements of the whole index.

    Returns:
        Replications (or 1, where nothing is drawn) x elements.
    """
    place = {one.code: at for at, one in enumerate(structure.elements)}
    weights = found.copy()
    for at, weight in weights_of(structure, case.weights).items():
        weights[:, at] = weight
    drawn = [
        one
        for one in plan.factors
        if isinstance(one, WeightNoise) or (isinstance(one, Range) and one.weight in place)
    ]
    if drawn:
        weights = np.repeat(weights, length(draws), axis=0) if len(weights) == 1 else weights
    for factor in drawn:
        if isinstance(factor, Range):
            held = draws.numbers[factor.name]
            at = place[factor.weight]
            weights[:, at] = np.where(np.isnan(held), weights[:, at], held)
    for factor in drawn:
        if isinstance(factor, WeightNoise):
            weights = noisy_weights(weights, structure, factor, draws.keys[factor.name], order)
    return weights


def length(draws: Draws) -> int:
    """Return the number of replications."""
    for held in (draws.options, draws.numbers, draws.keys):
        for one in held.values():
            return len(one)
    return 0


def grouped(factor: Range) -> bool:
    """Tell whether replications with the same number of a range are taken together."""
    return factor.whole and factor.high - factor.low <= STEPS_ALIKE
