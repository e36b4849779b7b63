"""The hierarchy of an index: indicators below, aggregates above them, one total on top or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError


@dataclass(frozen=True, slots=True)
class Element:
    """An indicator or an aggregate, as the definition of an index names it.

    Attributes:
        code: Stable code, unique in the index.
        parent: Code of the aggregate above; empty for the top.
        weight: Weight within its parent, zero or more, in any unit (only ratios count).
        direction: 1 where more is better, -1 where less is better.
        name: In words.
        target: The value aimed at, for distance to target; None where there is none.
        denominator: Name of the column by which values are divided; empty for none.
        unit: Unit of measurement, in words.
    """

    code: str
    parent: str = ""
    weight: float = 1.0
    direction: Literal[1, -1] = 1
    name: str = ""
    target: float | None = None
    denominator: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Structure:
    """A checked hierarchy of any depth. Make it with :meth:`of`.

    Attributes:
        elements: Indicators first, then aggregates from the lowest level up; within a level in the
            order in which they were given.
        levels: Code to level; an indicator is at level 1, an aggregate one above its highest child.

    Example:
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> index.indicators, index.aggregates, index.tops
        (('a', 'b'), ('top',), ('top',))
        >>> index.effective_weights("top").tolist()
        [0.25, 0.75]
    """

    elements: tuple[Element, ...]
    levels: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, elements: Iterable[Element]) -> Structure:
        """Check elements and put them in order.

        Raises:
            CompositeError: ``element-twice``, ``parent-unknown``, ``cycle``, ``weight-negative``,
                ``weights-zero``, ``direction-wrong``, ``no-indicators``, ``no-aggregates``.
        """
        given = tuple(elements)
        _check_each(given)
        levels = _levels(given)
        ordered = sorted(given, key=lambda one: levels[one.code])
        made = cls(tuple(ordered), levels)
        if not made.aggregates:
            raise CompositeError("no-aggregates", "No element has a parent: nothing to aggregate.")
        made._check_weights()
        return made

    @cached_property
    def by_code(self) -> dict[str, Element]:
        """Code to element."""
        return {one.code: one for one in self.elements}

    @cached_property
    def parents(self) -> frozenset[str]:
        """Codes that something stands under."""
        return frozenset(one.parent for one in self.elements if one.parent)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Codes that nothing stands under."""
        return tuple(one.code for one in self.elements if one.code not in self.parents)

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Codes that something stands under, from the lowest level up."""
        return tuple(one.code for one in self.elements if one.code in self.parents)

    @cached_property
    def tops(self) -> tuple[str, ...]:
        """Aggregates without a parent: one total, or several that stay apart."""
        return tuple(code for code in self.aggregates if not self.by_code[code].parent)

    @cached_property
    def depth(self) -> int:
        """The highest level; 2 where indicators stand directly under the total."""
        return max(self.levels.values())

    def children(self, code: str) -> tuple[Element, ...]:
        """Return what stands directly under an aggregate."""
        return tuple(one for one in self.elements if one.parent == code)

    def at_level(self, level: int) -> tuple[Element, ...]:
        """Return the elements of a level."""
        return tuple(one for one in self.elements if self.levels[one.code] == level)

    def below(self, code: str) -> tuple[str, ...]:
        """Return the indicators under an aggregate, at any depth; itself for an indicator."""
        inside = self.children(code)
        if not inside:
            return (code,)
        found = {one for child in inside for one in self.below(child.code)}
        return tuple(one for one in self.indicators if one in found)

    def directions(self) -> FloatArray:
        """Return 1 or -1 for each indicator, in their order."""
        return np.array([float(self.by_code[code].direction) for code in self.indicators])

    def effective_weights(self, top: str) -> FloatArray:
        """Return the share of each indicator in an aggregate: the product of shares on the way up.

        Returns:
            One number for each indicator of the index, summing to one; zero outside ``top``.
        """
        shares = self.shares(top)
        return np.array([shares.get(code, 0.0) for code in self.indicators])

    def shares(self, top: str) -> dict[str, float]:
        """Return the share of every element under an aggregate: the product of shares on the way.

        Returns:
            Code to share; the aggregate itself has 1.
        """
        weights = np.array([[one.weight for one in self.elements]])
        return {code: float(held[0]) for code, held in self.shares_of_many(top, weights).items()}

    def shares_of_many(self, top: str, weights: FloatArray) -> dict[str, FloatArray]:
        """Return the shares of every element under an aggregate, for many sets of weights.

        Args:
            top: Code of the aggregate.
            weights: Sets x elements.

        Returns:
            Code to shares, one for each set; the aggregate itself has 1.

        Raises:
            CompositeError: ``weight-negative``, ``weights-zero``.
        """
        place = {one.code: at for at, one in enumerate(self.elements)}
        found: dict[str, FloatArray] = {top: np.ones(len(weights))}
        for code in reversed(self.aggregates_below(top)):
            children = self.children(code)
            held = weights[:, [place[one.code] for one in children]]
            if np.any(held < 0):
                raise CompositeError(
                    "weight-negative", f"A weight under {code} is below zero.", code
                )
            total = held.sum(axis=1)
            if not np.all(total > 0):
                raise CompositeError("weights-zero", f"The weights under {code} sum to zero.", code)
            for one, share in zip(children, (held / total[:, None]).T, strict=True):
                found[one.code] = found[code] * share
        return found

    def aggregates_below(self, top: str) -> tuple[str, ...]:
        """Return an aggregate and those under it, the lowest first."""
        inside = {top}
        for code in reversed(self.aggregates):
            if self.by_code[code].parent in inside:
                inside.add(code)
        return tuple(code for code in self.aggregates if code in inside)

    def with_weights(self, weights: dict[str, float]) -> Structure:
        """Return the same hierarchy with some other weights.

        Raises:
            CompositeError: ``code-unknown``, ``weight-negative``, ``weights-zero``.
        """
        for code in weights:
            if code not in self.by_code:
                raise CompositeError(
                    "code-unknown", f"There is no element {code}.", code, known=tuple(self.by_code)
                )
        changed = (
            replace(one, weight=float(weights.get(one.code, one.weight))) for one in self.elements
        )
        return Structure.of(changed)

    def without(self, codes: Sequence[str]) -> Structure:
        """Return the hierarchy without some elements and all that stood under them.

        An aggregate that loses everything under it goes too.

        Raises:
            CompositeError: ``code-unknown``, ``no-aggregates`` when nothing is left.
        """
        for code in codes:
            if code not in self.by_code:
                raise CompositeError(
                    "code-unknown", f"There is no element {code}.", code, known=tuple(self.by_code)
                )
        gone = set(codes)
        for one in reversed(self.elements):
            if one.parent in gone:
                gone.add(one.code)
        for code in self.aggregates:
            if all(one.code in gone for one in self.children(code)):
                gone.add(code)
        return Structure.of(one for one in self.elements if one.code not in gone)

    def _check_weights(self) -> None:
        for code in self.aggregates:
            if sum(one.weight for one in self.children(code)) <= 0:
                raise CompositeError(
                    "weights-zero",
                    f"The weights under {code} sum to zero: give at least one above zero.", code,
                )  # fmt: skip


def _check_each(elements: Sequence[Element]) -> None:
    codes: set[str] = set()
    for one in elements:
        if one.code in codes:
            raise CompositeError(
                "element-twice", f"{one.code} is defined twice: rename or remove one.", one.code
            )
        codes.add(one.code)
        if one.direction not in (1, -1):
            raise CompositeError(
                "direction-wrong",
                f"The direction of {one.code} must be 1 (more is better) or -1.", one.code,
                value=one.direction,
            )  # fmt: skip
        if not np.isfinite(one.weight) or one.weight < 0:
            raise CompositeError(
                "weight-negative",
                f"The weight of {one.code} must be zero or more (found {one.weight:g}).", one.code,
                value=one.weight,
            )  # fmt: skip
    for one in elements:
        if one.parent and one.parent not in codes:
            raise CompositeError(
                "parent-unknown",
                f"{one.code} stands under {one.parent}, which is not defined: define it, or name "
                "another parent.",
                one.code, parent=one.parent, known=tuple(sorted(codes)),
            )  # fmt: skip
    if not elements:
        raise CompositeError("no-indicators", "The index has no elements: define some.")


def _levels(elements: Sequence[Element]) -> dict[str, int]:
    """An indicator is at level 1, an aggregate one above its highest child."""
    parent_of = {one.code: one.parent for one in elements}
    waiting = dict.fromkeys(parent_of, 0)
    for parent in parent_of.values():
        if parent:
            waiting[parent] += 1
    ready = [code for code, count in waiting.items() if count == 0]
    levels = dict.fromkeys(ready, 1)
    while ready:
        parent = parent_of[code := ready.pop()]
        if not parent:
            continue
        levels[parent] = max(levels.get(parent, 0), levels[code] + 1)
        waiting[parent] -= 1
        if waiting[parent] == 0:
            ready.append(parent)
    if round_ := [code for code in parent_of if waiting[code] > 0 or code not in levels]:
        raise CompositeError(
            "cycle", f"{round_[0]} stands under itself, by way of its parents: break the circle.",
            round_[0], circle=tuple(round_),
        )  # fmt: skip
    return levels
