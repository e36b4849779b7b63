"""Weights by any method, with an account of how they came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.aggregation import aggregate_many, benefit_of_doubt
from paseo.stats.composite.aggregation.doubt import SHARES_OF, bounds_of, check_pairs
from paseo.stats.composite.aggregation.hierarchy import AggregationOf, named
from paseo.stats.composite.choices import mapping, number, one_number, one_of, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Aggregation
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values
from paseo.stats.composite.weights import experts, simple
from paseo.stats.composite.weights.components import RULES, component_weights
from paseo.stats.composite.weights.importance import balance

#: What a method found: the weights, what it did, and what it could not do.
Found = tuple[Structure, list[Note], list[Note]]
Settings = Mapping[str, Any]

#: Method to its settings with their defaults.
METHODS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "given": {},
    "equal": {"levels": ()},
    "budget": {"budgets": {}, "combine": "mean", "total": None},
    "ahp": {"comparisons": {}, "most": 0.1},
    "pca": {
        "rule": "factors", "factors": None, "least_variance": 0.1, "least_total": 0.6, "levels": (),
    },
    "correlation": {"importance": {}, "levels": ()},
    "benefit_of_doubt": {"low": 0.0, "high": 1.0, "of": "weights", "bounds": {}, "levels": ()},
})  # fmt: skip

#: Importance that is further off than this was not reached.
_NEAR: Final = 1e-3


def find(
    method: str,
    values: Values,
    structure: Structure,
    settings: Settings | None = None,
    aggregation_of: AggregationOf | None = None,
) -> tuple[Structure, Record]:
    """Find the weights of an index.

    Methods that look at values work from the lowest level up: the children of a parent are weighed
    by the scores that they have under the weights found below them.

    Args:
        method: One of :data:`METHODS`.
        values: The normalised values, one column for each indicator of the structure.
        structure: The hierarchy with the weights that were given.
        settings: Settings of the method; what is left out has its default. ``levels`` are the
            levels of the elements that are weighed, empty for all; the others keep their weights.
        aggregation_of: How aggregates are made, for methods that look at their scores
            (``Recipe.aggregation_of``); None for arithmetic means.

    Returns:
        The hierarchy with the weights found, and the record: a note ``weight`` for each element
        that stands under another, with its weight and its share within the parent; then what the
        method tells.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, ``setting-wrong``, and what the
            method refuses.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> table = Values.of(["x"], ["a", "b"], [[2.0, 4.0]])
        >>> [one.weight for one in find("equal", table, index)[0].children("top")]
        [1.0, 1.0]
    """
    chosen = settled("weight", method, settings or {}, METHODS)
    _check_levels(structure, chosen)
    how = aggregation_of or (lambda code, level: Aggregation())
    found, did, could_not = _RULES[method](values, structure, chosen, how)
    return found, Record("weight", method, chosen, (*_shares(found), *did), tuple(could_not))


def _check_levels(structure: Structure, chosen: Settings) -> None:
    levels = chosen.get("levels", ())
    if not isinstance(levels, list | tuple):
        raise CompositeError(
            "setting-wrong", f"levels must be a list, such as [1] (found {levels}).", "weight",
            step="weight", setting="levels", value=levels, wanted="list",
        )  # fmt: skip
    for level in levels:
        if level not in structure.levels.values():
            raise CompositeError(
                "setting-wrong", f"The index has no level {level} to weigh.", "weight",
                step="weight", setting="levels", value=level,
                known=tuple(range(1, structure.depth)),
            )  # fmt: skip


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


class _Upwards:
    """Walks up a hierarchy: weighs the children of a parent, then makes the parent of them."""

    def __init__(
        self, values: Values, structure: Structure, settings: Settings, how: AggregationOf
    ) -> None:
        self.values, self.given, self.how = values, structure, how
        self.levels = tuple(settings["levels"])
        self.weights: dict[str, float] = {}
        self.held = {code: values.column(code) for code in structure.indicators}

    def parents(self) -> Iterator[tuple[str, list[str], FloatArray]]:
        """Give each parent to weigh under, its children, and their scores, units x children."""
        for code in self.given.aggregates:
            children = [one.code for one in self.given.children(code)]
            scores = np.stack([self.held[one] for one in children], axis=1)
            if not self.levels or self.given.levels[code] - 1 in self.levels:
                yield code, children, scores
            if self.given.by_code[code].parent:
                self.held[code] = self.combine(code, children, scores)

    def combine(self, code: str, children: list[str], scores: FloatArray) -> FloatArray:
        """Make a parent with the weights found so far."""
        weights = [self.weights.get(one, self.given.by_code[one].weight) for one in children]
        return self.combine_with(code, children, scores, np.array(weights))

    def combine_with(
        self, code: str, children: list[str], scores: FloatArray, weights: FloatArray
    ) -> FloatArray:
        """Make a parent with some weights."""
        how = self.how(code, self.given.levels[code])
        try:
            found = aggregate_many(
                scores[None], weights, how.method, how.least, how.settings,
                codes=children, entry=code,
            )  # fmt: skip
        except CompositeError as fault:
            raise named(fault, self.values.units, children, code) from None
        return np.asarray(found[0], dtype=np.float64)

    def weigh(self, children: list[str], weights: FloatArray) -> None:
        """Keep the weights found for some children."""
        self.weights |= dict(zip(children, weights.tolist(), strict=True))

    def done(self) -> Structure:
        """Return the hierarchy with the weights found."""
        return self.given.with_weights(self.weights)


def _budget(values: Values, structure: Structure, chosen: Settings, how: AggregationOf) -> Found:
    budgets = mapping("weight", chosen, "budgets")
    total = chosen["total"]
    if total is not None:
        total = one_number("weight", chosen, "total", 0.0, above=True)
    return experts.budget(structure, budgets, chosen["combine"], total)


def _ahp(values: Values, structure: Structure, chosen: Settings, how: AggregationOf) -> Found:
    comparisons = mapping("weight", chosen, "comparisons")
    most = one_number("weight", chosen, "most", 0.0)
    return experts.hierarchy_process(structure, comparisons, most)


def _components(
    values: Values, structure: Structure, chosen: Settings, how: AggregationOf
) -> Found:
    one_of("weight", chosen, "rule", RULES)
    for name in ("least_variance", "least_total"):
        number("weight", chosen, name, 0.0, 1.0)
    if chosen["factors"] is not None:
        number("weight", chosen, "factors", 1, whole=True)
    factors = None if chosen["factors"] is None else int(chosen["factors"])
    walk = _Upwards(values, structure, chosen, how)
    did: list[Note] = []
    could_not: list[Note] = []
    for parent, children, scores in walk.parents():
        if len(children) == 1:
            walk.weigh(children, np.ones(1))
            continue
        found = component_weights(
            scores, chosen["rule"], factors, chosen["least_variance"],
            chosen["least_total"], children, parent,
        )  # fmt: skip
        walk.weigh(children, found.weights)
        kept = found.loadings.shape[1]
        explained = found.eigenvalues / len(children)
        did.append(Note("components", parent, values={
            "kept": kept, "explained": float(explained[:kept].sum()),
            "eigenvalues": tuple(found.eigenvalues.tolist()),
            "factor": dict(zip(children, (found.factor + 1).tolist(), strict=True)),
        }))  # fmt: skip
        left_out = int(np.isnan(scores).any(axis=1).sum())
        if left_out:
            could_not.append(Note("units-left-out", parent, values={"units": left_out}))
        if found.against.all():
            could_not.append(Note("no-common-component", parent))
            continue
        could_not += [
            Note("against-the-others", children[at], values={"parent": parent})
            for at in np.flatnonzero(found.against).tolist()
        ]
    return walk.done(), did, could_not


def _correlation(
    values: Values, structure: Structure, chosen: Settings, how: AggregationOf
) -> Found:
    wanted = _importance(mapping("weight", chosen, "importance"), structure)
    walk = _Upwards(values, structure, chosen, how)
    did: list[Note] = []
    could_not: list[Note] = []
    for parent, children, scores in walk.parents():
        asked = np.array([wanted.get(code, 1.0) for code in children])
        found = balance(
            scores,
            asked,
            # Called before the next turn of the loop: it sees this parent.
            lambda held, weights, parent=parent, children=children: walk.combine_with(  # type: ignore[misc]
                parent, children, held, weights
            ),
        )
        walk.weigh(children, found.weights)
        for at, code in enumerate(children):
            told = {
                "wanted": float(found.wanted[at]), "obtained": float(found.obtained[at]),
                "correlation": float(found.correlations[at]), "parent": parent,
            }  # fmt: skip
            did.append(Note("importance", code, values=told))
            if abs(found.wanted[at] - found.obtained[at]) > _NEAR:
                could_not.append(Note("importance-not-reached", code, values=told))
    return walk.done(), did, could_not


def _importance(given: Mapping[str, Any], structure: Structure) -> dict[str, float]:
    for code, value in given.items():
        if code not in structure.by_code:
            raise CompositeError(
                "code-unknown", f"There is no element {code} to be of importance.", str(code),
                known=tuple(structure.by_code),
            )  # fmt: skip
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 < value < np.inf:
            raise CompositeError(
                "not-positive", f"The importance of {code} must be above zero (found {value}).",
                code, value=value,
            )  # fmt: skip
        experts.refuse_top(structure, code, "importance")
    return {code: float(value) for code, value in given.items()}


def _doubt(values: Values, structure: Structure, chosen: Settings, how: AggregationOf) -> Found:
    one_of("weight", chosen, "of", SHARES_OF)
    for name in ("low", "high"):
        number("weight", chosen, name, 0.0, 1.0)
    for code in check_pairs("weight", chosen):
        if code not in structure.by_code:
            raise CompositeError(
                "code-unknown", f"There is no element {code} to bound.", str(code),
                known=tuple(structure.by_code),
            )  # fmt: skip
        experts.refuse_top(structure, code, "bounds")
    walk = _Upwards(values, structure, chosen, how)
    did: list[Note] = []
    for parent, children, scores in walk.parents():
        if np.any(scores < 0):
            at = np.argwhere(scores < 0)[0]
            raise CompositeError(
                "negative-value",
                f"{children[at[1]]} holds {scores[tuple(at)]:g} for {values.units[at[0]]}, and the "
                "benefit of the doubt takes only values of zero or more: normalise to such a "
                "range.",
                children[at[1]], unit=values.units[at[0]], value=float(scores[tuple(at)]),
            )  # fmt: skip
        low, high = bounds_of(chosen, children, len(children))
        try:
            found = benefit_of_doubt(scores, low, high, chosen["of"])
        except CompositeError as fault:
            raise named(fault, values.units, children, parent) from None
        shares = found.shares[np.isfinite(found.shares).all(axis=1)]
        walk.weigh(children, shares.mean(axis=0) if len(shares) else np.ones(len(children)))
        did += [
            Note("unit-weights", parent, unit, {
                "score": float(found.scores[at]),
                "shares": dict(zip(children, found.shares[at].tolist(), strict=True)),
            })
            for at, unit in enumerate(values.units)
            if np.isfinite(found.scores[at])
        ]  # fmt: skip
    return walk.done(), did, []


_Rule = Callable[[Values, Structure, Settings, AggregationOf], Found]
_RULES: Final[Mapping[str, _Rule]] = MappingProxyType({
    "given": lambda values, structure, chosen, how: (structure, [], []),
    "equal": lambda values, structure, chosen, how: (
        simple.equal(structure, chosen["levels"]), [], [],
    ),
    "budget": _budget,
    "ahp": _ahp,
    "pca": _components,
    "correlation": _correlation,
    "benefit_of_doubt": _doubt,
})  # fmt: skip
