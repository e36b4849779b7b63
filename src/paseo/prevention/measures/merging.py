"""A list that says less than the register: what it is silent about stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Final

from paseo.prevention.measures.measure import Measure, Placement, Register

#: Columns that hold one part of how a measure was placed.
_PLACEMENT: Final = {
    "placement_answers": "answers", "proposed_level": "proposed", "placement_reason": "reason",
}  # fmt: skip
_FIELDS: Final = tuple(one.name for one in fields(Measure) if one.name not in ("id", "placement"))


def kept_where_silent(
    read: Iterable[Measure], there: Mapping[str, Measure], columns: Collection[str]
) -> Register:
    """Return measures of a file; those that are there already change in its columns only.

    An empty cell under a column of the file empties the field: there the file does say something.

    Args:
        read: measures as the file gives them.
        there: measures of the register by id.
        columns: that the file has.

    Returns:
        The measures in the order of the file.

    Example:
        >>> there = {"a": Measure(id="a", name="Old", goal="Quiet", budget=5.0)}
        >>> (one,) = kept_where_silent([Measure(id="a", name="New")], there, ("name", "budget"))
        >>> one.name, one.goal, one.budget
        ('New', 'Quiet', None)
    """
    return Register(_kept(one, there.get(one.id), columns) for one in read)


def _kept(read: Measure, before: Measure | None, columns: Collection[str]) -> Measure:
    if before is None:
        return read
    silent = {name: getattr(before, name) for name in _FIELDS if name not in columns}
    placed = {
        part: getattr(before.placement, part)
        for column, part in _PLACEMENT.items()
        if column not in columns
    }
    placement: Placement = replace(read.placement, **placed)
    return replace(read, **silent, placement=placement)
