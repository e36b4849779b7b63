"""What the data of a city name: an area or a group that stands out, with the figures behind it.

The assessment finds concerns; other rooms ask whether anything is done about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paseo.content.language import LanguageMap

ConcernKind = Literal["area", "group"]


@dataclass(frozen=True, slots=True)
class Concern:
    """An area or a group that an indicator shows to stand out beyond chance.

    Args:
        kind: an area of the city, or a group of people.
        code: id of the area, or breakdown and code of the group (``sex=F``).
        name: what people call it.
        indicator: code of the indicator that names it.
        indicator_name: what the indicator is called.
        period: of the value.
        unit: code of the unit of the figures.
        value, low, high: its value with the interval; NaN where an end is unknown.
        beside: name of what it stands out against (the city, the other group).
        beside_value, beside_low, beside_high: the same figures there.
        reason: one sentence that says why it is named, complete with figures.
        felt: the indicator says what people feel, not what happens.
    """

    kind: ConcernKind
    code: str
    name: LanguageMap
    indicator: str
    indicator_name: LanguageMap
    period: str
    unit: str
    value: float
    low: float
    high: float
    beside: LanguageMap
    beside_value: float
    beside_low: float
    beside_high: float
    reason: LanguageMap
    felt: bool = False

    @property
    def id(self) -> str:
        """Stable while the same indicator names the same area or group."""
        return f"{self.kind}:{self.code}:{self.indicator}"
