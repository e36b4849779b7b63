"""Weights by any method, with an account of how they came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from paseo.stats.composite.aggregation.choosing import filled
from paseo.stats.composite.aggregation.hierarchy import AggregationOf
from paseo.stats.composite.recipe import Aggregation
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values
from paseo.stats.composite.weights import simple

#: What a method found: the weights, what it did, and what it could not do.
Found = tuple[Structure, list[Note], list[Note]]
_Rule = Callable[[Values, Structure, Mapping[str, Any], AggregationOf], Found]

#: Method to its settings with their defaults.
METHODS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "given": {},
    "equal": {"levels": ()},
})  # fmt: skip

_RULES: Final[Mapping[str, _Rule]] = MappingProxyType({
    "given": lambda values, structure, chosen, how: (structure, [], []),
    "equal": lambda values, structure, chosen, how: (
        simple.equal(structure, chosen["levels"]), [], [],
    ),
})  # fmt: skip


def find(
    method: str,
    values: Values,
    structure: Structure,
    settings: Mapping[str, Any] | None = None,
    aggregation_of: AggregationOf | None = None,
) -> tuple[Structure, Record]:
    """Find the weights of an index.

    Args:
        method: One of :data:`METHODS`.
        values: The normalised values, one column for each indicator of the structure.
        structure: The hierarchy with the weights that were given.
        settings: Settings of the method; what is left out has its default.
        aggregation_of: How aggregates are made, for methods that look at their scores
            (``Recipe.aggregation_of``); None for arithmetic means.

    Returns:
        The hierarchy with the weights found, and the record: a note ``weight`` for each element
        that stands under another, with its weight and its share within the parent.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, and what the method refuses.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> table = Values.of(["x"], ["a", "b"], [[2.0, 4.0]])
        >>> [one.weight for one in find("equal", table, index)[0].children("top")]
        [1.0, 1.0]
    """
    chosen = filled(METHODS, method, settings or {}, "weight")
    how = aggregation_of or (lambda code, level: Aggregation())
    found, did, could_not = _RULES[method](values, structure, chosen, how)
    did = _shares(found) + did
    return found, Record("weight", method, chosen, tuple(did), tuple(could_not))


def _shares(structure: Structure) -> list[Note]:
    notes = []
    for code in structure.aggregates:
        inside = structure.children(code)
        total = sum(one.weight for one in inside)
        notes += [
            Note("weight", one.code, values={"weight": one.weight, "share": one.weight / total})
            for one in inside
        ]
    return notes
