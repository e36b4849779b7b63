"""Disclosure control: what must not be shown, decided before anything leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paseo.evidence.city import CityEvidence


@dataclass(frozen=True, slots=True)
class Hidden:
    """What disclosure control withheld: counts by rule, never the values."""

    primary: int
    secondary: int
    by_rule: dict[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    sensitive: frozenset[str] = frozenset()
    counted: Mapping[str, float] = field(default_factory=dict)
    shares: frozenset[str] = frozenset()


def protect(evidence: CityEvidence, rules: Rules) -> tuple[CityEvidence, Hidden]:
    return evidence, Hidden(0, 0, {})
