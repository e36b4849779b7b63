"""Results of a survey as JSON can hold them, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from paseo.evidence.surveys.mapping import IndicatorRule, SurveyMapping
from paseo.evidence.surveys.results import (
    Difference,
    Place,
    Result,
    SampleFacts,
    SurveyResults,
    WaveChange,
    Without,
)
from paseo.stats import Direction


def results_to_plain(results: SurveyResults) -> dict[str, Any]:
    """Return results without their mapping, which is kept as its own text."""
    return {
        "samples": [_plain(one) for one in results.samples],
        "results": [_plain(one) for one in results.results],
        "differences": [_plain(one) for one in results.differences],
        "changes": [_plain(one) for one in results.changes],
        "without": [_plain(one) for one in results.without],
        "withheld": dict(results.withheld),
        "least": results.least,
    }


def results_from_plain(plain: dict[str, Any], mapping: SurveyMapping) -> SurveyResults:
    """Return the results that :func:`results_to_plain` wrote.

    Args:
        mapping: the one under which they were estimated.

    Raises:
        KeyError: an indicator of the results is not in the mapping.
    """
    rules = {one.id: one for one in mapping.indicators}
    return SurveyResults(
        mapping=mapping,
        samples=tuple(SampleFacts(**_tuples(one)) for one in plain["samples"]),
        results=tuple(Result(**_typed(one, rules)) for one in plain["results"]),
        differences=tuple(Difference(**_typed(one, rules)) for one in plain["differences"]),
        changes=tuple(WaveChange(**_typed(one, rules)) for one in plain["changes"]),
        without=tuple(Without(**_typed(one, rules)) for one in plain["without"]),
        withheld=dict(plain["withheld"]),
        least=plain["least"],
    )


def _plain(one: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, IndicatorRule):
            value = value.id
        elif isinstance(value, Place):
            value = [value.period, value.area, value.breakdown]
        elif isinstance(value, Direction):
            value = value.value
        elif isinstance(value, tuple):
            value = [list(part) if isinstance(part, tuple) else part for part in value]
        found[field.name] = value
    return found


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(tuple(part) if isinstance(part, list) else part for part in value)
        if isinstance(value, list)
        else value
        for name, value in plain.items()
    }


def _typed(plain: dict[str, Any], rules: dict[str, IndicatorRule]) -> dict[str, Any]:
    found = _tuples(plain)
    if "rule" in found:
        found["rule"] = rules[found["rule"]]
    if "place" in found:
        found["place"] = Place(*found["place"])
    if "direction" in found:
        found["direction"] = Direction(found["direction"])
    return found
