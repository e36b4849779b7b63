"""Weights that need no values: those given, and equal ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paseo.stats.composite.structure import Structure


def equal(structure: Structure, levels: Sequence[int] = ()) -> Structure:
    """Give every element the same weight within its parent.

    Args:
        structure: The hierarchy.
        levels: Levels of the elements that are weighted so; empty for all.

    Returns:
        The hierarchy with weights of one.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top", 3), Element("top")])
        >>> equal(index).effective_weights("top").tolist()
        [0.5, 0.5]
    """
    return Structure.of(
        replace(one, weight=1.0) if not levels or structure.levels[one.code] in levels else one
        for one in structure.elements
    )
