"""The codes that observations may use: indicators, units and breakdowns of one framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from paseo.content.language import LanguageMap

#: Kinds whose value is a part of a whole, so that its numerator cannot exceed its denominator.
SHARES: Final = ("register_share", "survey_share")


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """A unit code and what it is called."""

    code: str
    label: LanguageMap


@dataclass(frozen=True, slots=True)
class IndicatorTerms:
    """What the check of an observation needs to know of its indicator.

    Args:
        factor: value = factor * numerator / denominator; None where a value cannot be
            concluded from the two (medians, classes, differences of shares).
        low, high: least and greatest possible value, None where open.
        scale, cut: of a survey question: its answer scale, and the answers that count.
    """

    code: str
    name: LanguageMap
    kind: str
    unit: str
    factor: float | None = None
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    definition: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    breakdowns: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    scale: str = ""
    cut: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        return self.kind in SHARES and self.unit == "percent"


@dataclass(frozen=True, slots=True)
class BreakdownTerms:
    """A breakdown and its codes; without codes it is open (age bands, hours)."""

    code: str
    name: LanguageMap
    codes: Mapping[str, LanguageMap] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every code that an observation of one framework may use."""

    framework: str
    indicators: Mapping[str, IndicatorTerms]
    units: Mapping[str, UnitTerms]
    breakdowns: Mapping[str, BreakdownTerms]
    version: str = ""
