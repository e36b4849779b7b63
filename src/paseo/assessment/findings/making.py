"""What every finding is made of: figures without words, and a weight for the order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paseo.assessment.framework import Indicator
from paseo.assessment.measure import FULL_COUNT
from paseo.assessment.profile import Finding, IndicatorResult, Measured, Profile
from paseo.assessment.wordings import wording_of
from paseo.evidence import columns

Values = dict[str, Any]


def figure(measured: Measured, indicator: Indicator) -> Values:
    """Return a value as it goes into a finding: number, interval, unit."""
    return {
        "value": measured.value,
        "low": measured.low,
        "high": measured.high,
        "unit": measured.row.get(columns.UNIT) or indicator.unit,
    }


def bare(number: float, like: Values) -> Values:
    """Return a number in the unit of another figure, without interval of its own."""
    return {"value": number, "low": None, "high": None, "unit": like["unit"], "like": like}


def gap(difference: float, low: float | None, high: float | None, unit: str) -> Values:
    """Return a difference; of percentages it is in percentage points."""
    of = "percentage_points" if unit == "percent" else unit
    return {"value": difference, "low": low, "high": high, "unit": of}


def worded(measured: Measured, profile: Profile) -> Any:
    """Return the words to add to a sentence that says a value by the name of its indicator."""
    found = wording_of(measured, profile.wordings)
    if found is None:
        return ""
    phrase = "as_measured.inferred" if found.inferred else "as_measured.known"
    return {"phrase": phrase, "text": found.text}


def degree(measured: Measured) -> str:
    """Return "clearly" where chance had to be ruled out; a full count is simply higher or lower."""
    return "" if measured.method == FULL_COUNT else "@degree.clearly"


def results(profile: Profile) -> Iterator[IndicatorResult]:
    """Return the results of all dimensions in the framework's order."""
    for dimension in profile.dimensions:
        yield from dimension.results


def weighed(base: float, indicator: Indicator, size: float = 0.0) -> float:
    """Return a weight: the two faces before context, the smaller depths first."""
    face = 1.0 if indicator.face in ("happens", "felt") else 0.0
    background = -2.0 if indicator.direction == "context" else 0.0
    depth = {"rapid": 0.5, "standard": 0.2, "full": 0.0}[indicator.depth]
    return base + face + background + depth + min(max(size, 0.0), 1.0) * 0.5


def of(
    result: IndicatorResult,
    finding: str,
    kind: Any,
    values: Values,
    weight: float,
    why: str,
    unless: str,
) -> Finding:
    """Return a finding on one indicator."""
    indicator = result.indicator
    return Finding(
        id=finding,
        kind=kind,
        face=indicator.face,
        dimension=indicator.dimension,
        indicators=(indicator.id,),
        values={"name": indicator.id, **values},
        weight=weight,
        why=why,
        unless=unless,
    )
