"""The steps before aggregation, for a block of replications that share their methods.

What replications share is computed once and kept; what differs goes through the kernels for many
tables; what has no such kernel is done table by table, by the same functions as a single build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite import denomination, imputation, normalisation, treatment
from paseo.stats.composite.build import check_directions, run_step, table_of
from paseo.stats.composite.choices import refuse_all_missing
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.leaving import recipe_without
from paseo.stats.composite.normalisation.applying import with_targets
from paseo.stats.composite.recipe import Recipe, Step
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.cases import settings_of
from paseo.stats.composite.uncertainty.draws import IntArray, KeyArray
from paseo.stats.composite.uncertainty.factors import MissingValues, SamplingError
from paseo.stats.composite.uncertainty.sampling import Sampler, sampler
from paseo.stats.composite.uncertainty.tables import Tables
from paseo.stats.composite.uncertainty.winsorising import can_winsorise, winsorised
from paseo.stats.composite.values import Values

#: Bytes of shared tables that are kept.
KEPT: Final = 256 * 2**20


class SharedFaultError(Exception):
    """A fault in what all replications of a block share: splitting the block does not help."""

    def __init__(self, fault: CompositeError) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, eq=False)
class Perturbed:
    """What a block of replications does to the data.

    Attributes:
        errors: Factors of sampling errors with the keys of each replication.
        fills: The factor of missing values, None where nothing is filled anew.
        fill: Replication to the completed table it takes.
        numbers: Kind of step and setting to a number for each replication.
    """

    errors: tuple[tuple[SamplingError, KeyArray], ...] = ()
    fills: MissingValues | None = None
    fill: IntArray | None = None
    numbers: Mapping[tuple[str, str], FloatArray] = field(default_factory=dict)

    def take(self, at: IntArray) -> Perturbed:
        """Return what some replications do."""
        return Perturbed(
            tuple((factor, keys[at]) for factor, keys in self.errors),
            self.fills,
            None if self.fill is None else self.fill[at],
            {name: held[at] for name, held in self.numbers.items()},
        )


class Pipeline:
    """Steps with a memory of every table that replications share.

    Args:
        values: Raw values.
        seed: For completed tables.
    """

    def __init__(self, values: Values, seed: int) -> None:
        self._values = values
        self._seed = seed
        self._kept: dict[Any, Any] = {}
        self._bytes = 0

    def run(self, recipe: Recipe, structure: Structure, given: Perturbed, count: int) -> Tables:
        """Take the raw values of ``count`` replications through the steps.

        Raises:
            SharedFaultError: For all of them.
            CompositeError: For at least one of them.
        """
        key: Any = structure.indicators
        tables: Tables = self._shared((key, "raw"), lambda: self._raw(structure, recipe))
        tables = replace(tables, structure=structure)
        if given.errors:
            tables = self._sampled(tables, given, count)
        for at in range(len(recipe.steps)):
            step = recipe_without(recipe, structure, tables.structure).steps[at]
            key = (key, step.kind, step.method, frozen(step.settings))
            tables = self._step(step, tables, given, count, key)
        if tables.alike:
            self._shared((key, "any"), lambda: refuse_all_missing(tables.values))
        else:
            empty = np.argwhere(np.isnan(tables.numbers).all(axis=1))
            for state in empty[:1, 0].tolist():
                refuse_all_missing(tables.values.with_numbers(tables.numbers[state]))
        return tables

    def _raw(self, structure: Structure, recipe: Recipe) -> Tables:
        check_directions(structure, recipe)
        return Tables.shared(table_of(self._values, structure), structure)

    def _sampled(self, tables: Tables, given: Perturbed, count: int) -> Tables:
        """Every indicator of a factor is drawn, whether it is left out here or not: leaving one
        out does not change what others draw."""
        numbers = np.repeat(tables.numbers, count, axis=0)
        codes = tables.values.codes
        for factor, keys in given.errors:
            made: Sampler = self._shared(
                (factor.name, "sampler"), partial(sampler, self._values, factor), True
            )
            drawn = made.draw(keys)
            named = [code for code in factor.distributions if code in codes]
            places = [self._values.position(code) for code in named]
            numbers[:, :, [codes.index(code) for code in named]] = drawn[:, :, places]
        return replace(tables, numbers=numbers, rows=np.arange(count))

    def _step(
        self, step: Step, tables: Tables, given: Perturbed, count: int, key: Any
    ) -> Tables:  # fmt: skip
        known = settings_of(step)
        arrays = {
            name: held
            for (kind, name), held in given.numbers.items()
            if kind == step.kind and name in known
        }
        if step.kind == "impute" and given.fills is not None and given.fill is not None:
            return self._filled(tables, given.fills, given.fill, count, key)
        if arrays:
            return self._varied(step, arrays, tables, count, key)
        if tables.alike:
            made: Tables = self._shared(key, lambda: _one(step, tables))
            return made
        return _many(step, tables, count)

    def _filled(
        self, tables: Tables, factor: MissingValues, fill: IntArray, count: int, key: Any
    ) -> Tables:  # fmt: skip
        if tables.alike:
            drawn = self._shared(
                (key, factor.name),
                lambda: imputation.draws(
                    tables.values, factor.settings, self._seed, factor.draws, tables.structure
                ),
                lasting=True,
            )
            used, rows = np.unique(fill, return_inverse=True)
            if used[0] < 0:
                raise CompositeError("fill-mixed", "Some replications fill and some do not.")
            return replace(tables, numbers=drawn[used], rows=rows.reshape(-1))
        numbers = [
            filled_once(tables.one(at), tables.structure, factor, self._seed, int(fill[at]))
            for at in range(count)
        ]
        return replace(tables, numbers=np.stack(numbers), rows=np.arange(count), cells=None)

    def _varied(
        self, step: Step, arrays: Mapping[str, FloatArray], tables: Tables, count: int, key: Any
    ) -> Tables:  # fmt: skip
        if step.kind == "treat" and tables.alike and can_winsorise(step, arrays):
            return winsorised(self._shared, key, step, arrays, tables)
        own = tables.each(count)
        if step.kind in ("treat", "normalise"):
            return _many(step.set(**arrays), own, count)
        made = [
            run_step(
                own.one(at), own.structure,
                step.set(**{name: plain(held[at]) for name, held in arrays.items()}),
            )
            for at in range(count)
        ]  # fmt: skip
        return _together(own, [(values, structure) for values, structure, _ in made])

    def _shared(self, key: Any, make: Callable[[], Any], lasting: bool = False) -> Any:
        """Return what was made for a key, made once; a fault is kept too.

        The oldest tables go first when there are too many; what is ``lasting`` stays.
        """
        if key not in self._kept:
            try:
                held = make()
            except CompositeError as fault:
                held = SharedFaultError(fault)
            size = 0 if lasting else getattr(getattr(held, "numbers", held), "nbytes", 0)
            while self._bytes and self._bytes + size > KEPT:
                oldest = next(one for one, (_, its) in self._kept.items() if its)
                self._bytes -= self._kept.pop(oldest)[1]
            self._kept[key] = (held, size)
            self._bytes += size
        held = self._kept[key][0]
        if isinstance(held, SharedFaultError):
            raise held
        return held


def filled_once(
    values: Values, structure: Structure, factor: MissingValues, seed: int, at: int
) -> FloatArray:
    """Fill a table that is itself drawn: one completed table, of a seed of its own."""
    held: FloatArray = imputation.draws(values, factor.settings, seed + at, 1, structure)[0]
    return held


def frozen(given: Any) -> Any:
    """Return settings as something that can be a key."""
    if isinstance(given, Mapping):
        return tuple(sorted((str(name), frozen(held)) for name, held in given.items()))
    if isinstance(given, (list, tuple, set)):
        return tuple(frozen(held) for held in given)
    if isinstance(given, np.ndarray):
        return (given.shape, given.tobytes())
    return (type(given).__name__, repr(given))


def plain(number: Any) -> float | int:
    """Return a number that stands for a whole one as such."""
    held = float(number)
    return int(held) if held.is_integer() else held


def _one(step: Step, tables: Tables) -> Tables:
    if step.kind in ("treat", "normalise"):
        refuse_all_missing(tables.values)
    values, structure, _ = run_step(tables.values, tables.structure, step)
    return Tables.shared(values, structure)


def _many(step: Step, tables: Tables, count: int) -> Tables:
    """A step on distinct tables; steps that look at one column at a time take columns too."""
    values, structure = tables.values, tables.structure
    if len(tables.numbers) == 1 and tables.cells is None:
        made = run_step(values.with_numbers(tables.numbers[0]), structure, _of_one(step))
        return _together(tables, [made[:2]])
    match step.kind:
        case "denominate":
            below = denomination.divisors(values, structure, step.method, step.settings)
            numbers = tables.numbers / below
        case "impute" if step.method not in ("em", "multiple"):
            numbers = imputation.impute_many(tables.numbers, values, step.method, step.settings)
        case "treat":
            numbers = _treated(step, tables)
        case "normalise":
            numbers = _normalised(step, tables)
            if tables.cells is not None and np.isnan(numbers).all(axis=(1, 2)).any():
                # A state that no replication may take can be one that has no scale.
                tables = tables.each(count)
                numbers = _normalised(step, tables)
            _refuse_nothing(numbers, "normalise")
        case "screen" if _alike_in_gaps(tables.numbers):
            return _screened(step, tables)
        case _:
            own = tables if tables.cells is None else tables.each(count)
            return _together(
                own,
                [
                    run_step(own.values.with_numbers(numbers), structure, step)[:2]
                    for numbers in own.numbers
                ],
            )
    return replace(tables, numbers=numbers)


def _of_one(step: Step) -> Step:
    """The step of a single replication: settings that may differ are plain numbers."""
    arrays = {name: one for name, one in step.settings.items() if isinstance(one, np.ndarray)}
    return step.set(**{name: plain(one[0]) for name, one in arrays.items()})


def _treated(step: Step, tables: Tables) -> FloatArray:
    codes = tables.values.codes
    numbers = treatment.treat_many(tables.numbers, step.method, step.settings, codes)
    _refuse_nothing(numbers, "treat")
    return numbers


def _normalised(step: Step, tables: Tables) -> FloatArray:
    values, structure = tables.values, tables.structure
    settings = with_targets(structure, step.method, step.settings)
    return normalisation.normalise_many(
        tables.numbers, step.method, structure.directions(), settings, values.codes, values.units
    )


def _alike_in_gaps(numbers: FloatArray) -> bool:
    """Tell whether missing values and zeros, by which units are screened, are the same in all."""
    gaps = np.isnan(numbers) | (numbers == 0)
    return bool((gaps == gaps[0]).all())


def _screened(step: Step, tables: Tables) -> Tables:
    before = tables.values.with_numbers(tables.numbers[0])
    values, structure, _ = run_step(before, tables.structure, step)
    rows = [before.units.index(unit) for unit in values.units]
    columns = [before.codes.index(code) for code in values.codes]
    numbers = tables.numbers[:, rows][:, :, columns]
    cells = None if tables.cells is None else tables.cells[:, columns]
    return replace(tables, values=values, structure=structure, numbers=numbers, cells=cells)


def _refuse_nothing(numbers: FloatArray, kind: str) -> None:
    """The kernels empty a table that a single build would refuse; that build says why."""
    if np.isnan(numbers).all(axis=(1, 2)).any():
        raise CompositeError("table-refused", "One of the tables cannot be taken.", kind)


def _together(tables: Tables, made: list[tuple[Values, Structure]]) -> Tables:
    """Tables that went through a step one by one; they must have kept the same units."""
    first, structure = made[0]
    if any(values.units != first.units or values.codes != first.codes for values, _ in made):
        raise UnlikeTablesError
    return Tables(first, structure, np.stack([values.numbers for values, _ in made]), tables.rows)


class UnlikeTablesError(Exception):
    """Tables of one block differ in their units or indicators: take them one by one."""
