"""Disclosure control: what must not be shown, decided before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hidden:
    """What disclosure control withheld: counts by rule, never the values."""

    primary: int
    secondary: int
    by_rule: dict[str, int]
