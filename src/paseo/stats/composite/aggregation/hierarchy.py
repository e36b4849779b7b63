"""The whole hierarchy aggregated, from the indicators to the total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation.kemeny import kemeny_order
from paseo.stats.composite.aggregation.many import METHODS, aggregate_many
from paseo.stats.composite.aggregation.pairwise import outranking
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
        a note ``aggregated`` for each aggregate (with the number of best orders and the agreement
        for Condorcet-Kemeny) and one ``too-few-children`` for each unit that has no score in it.

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
        _check_codes(how, structure)
        scores = np.stack([_column(held, one.code) for one in children], axis=1)
        weights = np.array([one.weight for one in children])
        try:
            held[code] = aggregate_many(
                scores[None], weights, how.method, how.least, how.settings,
                codes=[one.code for one in children], entry=code,
            )[0]  # fmt: skip
        except CompositeError as fault:
            raise named(fault, values.units, [one.code for one in children], code) from None
        about = {
            "method": how.method,
            "least": how.least,
            **how.settings,
            **_orders(how, scores, weights),
        }
        did.append(Note("aggregated", code, values=about))
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


def _column(held: dict[str, FloatArray], code: str) -> FloatArray:
    if code not in held:
        raise CompositeError(
            "code-unknown", f"There is no column {code} to aggregate.", code, known=tuple(held)
        )
    return held[code]


def named(
    fault: CompositeError, units: Sequence[str], children: Sequence[str], entry: str
) -> CompositeError:
    """Name the unit and the child of a fault instead of their positions."""
    unit, child = fault.values.get("unit"), fault.values.get("child")
    sentence, values = str(fault), {**fault.values, "aggregate": entry}
    if not fault.entry:
        sentence = f"{entry}: {sentence}"
    if isinstance(unit, int):
        values["unit"] = units[unit]
        sentence = sentence.replace(f"(unit {unit + 1})", f"for {units[unit]}")
        sentence = sentence.replace(f"unit {unit + 1}", units[unit])
    if isinstance(child, int):
        values["child"] = children[child]
        sentence = sentence.replace(f"child {child + 1}", children[child])
    return CompositeError(fault.code, sentence, fault.entry or entry, **values)


def _check_codes(how: Aggregation, structure: Structure) -> None:
    for code in how.settings.get("bounds", {}):
        if code not in structure.by_code:
            raise CompositeError(
                "code-unknown", f"There is no element {code} to bound.", str(code),
                known=tuple(structure.by_code),
            )  # fmt: skip


def _orders(how: Aggregation, scores: FloatArray, weights: FloatArray) -> dict[str, float]:
    """How sure a Condorcet-Kemeny order is: one of how many, and how far it is agreed with."""
    if how.method != "kemeny":
        return {}
    placed = (~np.isnan(scores) & (weights > 0)).any(axis=1)
    if not placed.any():
        return {}
    order = kemeny_order(outranking(scores[placed], weights))
    return {"orders": order.orders, "agreement": order.agreement}
