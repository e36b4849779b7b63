"""What a step did, and what it could not do: an index that hides nothing can be replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a step did or could not do.

    Attributes:
        kind: Stable name, such as ``winsorised``, ``still-skewed``, ``denominator-missing``.
        entry: Code of the indicator or aggregate; empty for all.
        unit: Code of the unit; empty for all.
        values: The figures of it, by name: ``{"points": 1, "skew": 1.75}``.
    """

    kind: str
    entry: str = ""
    unit: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """The account of one step.

    Attributes:
        step: ``denominate``, ``impute``, ``screen``, ``treat``, ``normalise``, ``weight``,
            ``aggregate``.
        method: The method by its name in the specification.
        settings: What was chosen, the defaults filled in.
        did: What changed.
        could_not: What was asked for and could not be done, and why (the kind says it).
    """

    step: str
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    did: tuple[Note, ...] = ()
    could_not: tuple[Note, ...] = ()
