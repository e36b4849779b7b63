"""The whole hierarchy aggregated, from the indicators to the total."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from paseo.stats.composite.aggregation.many import METHODS, aggregate_many
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Aggregation
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: Code and level of an aggregate to how it is made: ``Recipe.aggregation_of``.
AggregationOf: TypeAlias = Callable[[str, int], Aggregation]


def apply(
    values: Values, structure: Structure, aggregation_of: AggregationOf
) -> tuple[Values, Record]:
    """Aggregate every level, the lowest first.

    Args:
        values: The normalised values, one column for each indicator of the structure.
        structure: The hierarchy with its weights.
        aggregation_of: How each aggregate is made.

    Returns:
        The indicators and then every aggregate in the order of the structure, and what was done:
        a note ``aggregated`` for each aggregate and one ``too-few-children`` for each unit that
        has no score in it.

    Raises:
        CompositeError: As :func:`aggregate_many`, and ``code-unknown`` for a missing column.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> table = Values.of(["x"], ["a", "b"], [[2.0, 4.0]])
        >>> apply(table, index, lambda code, level: Aggregation())[0].column("top").tolist()
        [3.5]
    """
    held = dict(zip(values.codes, values.numbers.T, strict=True))
    did: list[Note] = []
    could_not: list[Note] = []
    for code in structure.aggregates:
        children = structure.children(code)
        how = aggregation_of(code, structure.levels[code])
        columns = [_column(held, one.code) for one in children]
        weights = np.array([one.weight for one in children])
        try:
            held[code] = aggregate_many(
                np.stack(columns, axis=1)[None], weights, how.method, how.least, how.settings,
                codes=[one.code for one in children], entry=code,
            )[0]  # fmt: skip
        except CompositeError as fault:
            raise _with_unit(fault, values) from None
        did.append(Note("aggregated", code, values={"method": how.method, "least": how.least}))
        could_not += [
            Note("too-few-children", code, values.units[at])
            for at in np.flatnonzero(np.isnan(held[code])).tolist()
        ]
    codes = (*structure.indicators, *structure.aggregates)
    numbers = np.stack([held[code] for code in codes], axis=1)
    made = Values(values.units, codes, numbers, values.groups, values.beside)
    usual = _usual(structure, aggregation_of)
    settings = {"least": usual.least, **METHODS[usual.method], **usual.settings}
    return made, Record("aggregate", usual.method, settings, tuple(did), tuple(could_not))


def _usual(structure: Structure, aggregation_of: AggregationOf) -> Aggregation:
    """How the highest aggregate is made; the notes hold the method of each."""
    top = structure.aggregates[-1]
    return aggregation_of(top, structure.levels[top])


def _column(held: dict[str, np.ndarray], code: str) -> np.ndarray:
    if code not in held:
        raise CompositeError(
            "code-unknown", f"There is no column {code} to aggregate.", code, known=tuple(held)
        )
    return held[code]


def _with_unit(fault: CompositeError, values: Values) -> CompositeError:
    """Name the unit instead of its position."""
    at = fault.values.get("unit")
    if not isinstance(at, int):
        return fault
    unit = values.units[at]
    sentence = str(fault).replace(f"(unit {at + 1})", f"for {unit}")
    return CompositeError(fault.code, sentence, fault.entry, **{**fault.values, "unit": unit})
