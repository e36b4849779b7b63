"""What pictures take from a profile, in one language: the report and the pages draw from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.profile import DimensionResult, IndicatorResult, Measured, Profile
from paseo.content.language import Text
from paseo.content.numbers import format_value
from paseo.content.phrases import load_phrases
from paseo.report.charts import (
    Band,
    BandMark,
    Estimate,
    FaceSide,
    PeerBand,
    RangeRow,
    favourable_position,
)


def unit_of(
    indicator: Indicator, framework: Framework, language: str, measured: Measured | None = None
) -> Text:
    """Return the words of a unit; a value may state another than its indicator's."""
    stated = str(measured.row.get("unit") or "") if measured else ""
    unit = framework.units.get(stated) or framework.units.get(indicator.unit)
    return unit.label.read(language) if unit else Text(indicator.unit, language)


def estimate(measured: Measured | None) -> Estimate:
    """Return a value as pictures take it."""
    if measured is None:
        return Estimate(None)
    return Estimate(measured.value, measured.low, measured.high)


def better(indicator: Indicator) -> Literal["higher", "lower"] | None:
    """Return which end is favourable, None for context."""
    return None if indicator.direction == "context" else indicator.direction


def position(result: IndicatorResult) -> float | None:
    """Return where a value stands between the peers' marks, favourable end up."""
    if result.peers is None or result.measured is None:
        return None
    peers = result.peers
    return favourable_position(
        result.measured.value, peers.tenth, peers.ninetieth, better(result.indicator)
    )


def range_row(
    result: IndicatorResult, framework: Framework, language: str, note: str = "", missing: str = ""
) -> RangeRow:
    """Return one result as a range bar takes it."""
    indicator, peers = result.indicator, result.peers
    return RangeRow(
        label=indicator.name.read(language).words,
        own=estimate(result.measured),
        peers=PeerBand(peers.tenth, peers.median, peers.ninetieth) if peers else None,
        face=indicator.face,
        unit=unit_of(indicator, framework, language, result.measured).words,
        note=note,
        better=better(indicator),
        bounds=(indicator.low, indicator.high),
        missing=missing,
    )


def band(
    dimension: DimensionResult,
    profile: Profile,
    language: str,
    href: Callable[[Indicator], str] = lambda indicator: "",
) -> Band:
    """Return one dimension as the picture of the six takes it.

    Args:
        href: gives the page behind a number, where there are pages.
    """
    framework = profile.framework
    named = next(one for one in framework.dimensions if one.id == dimension.dimension)
    return Band(
        label=named.name.read(language).words,
        face=dimension.face,
        expected=dimension.expected,
        marks=tuple(
            BandMark(
                label=result.indicator.name.read(language).words,
                value=figure(result.measured, result.indicator, framework, language),
                position=position(result),
                face=result.indicator.face,
                href=href(result.indicator),
            )
            for result in dimension.results
            if result.measured is not None
        ),
    )


def face_side(result: IndicatorResult, framework: Framework, language: str) -> FaceSide:
    """Return one axis of what happens beside what is felt."""
    indicator = result.indicator
    unit = unit_of(indicator, framework, language, result.measured).words
    name = indicator.name.read(language).words
    return FaceSide(
        label=f"{name} ({unit})" if unit else name,
        unit=unit,
        bounds=(indicator.low, indicator.high),
    )


def figure(measured: Measured, indicator: Indicator, framework: Framework, language: str) -> str:
    """Return a value with its unit and interval; a class or a yes by its word."""
    if indicator.kind == "flag":
        answer = "yes" if measured.value else "no"
        return load_phrases("paseo.report").say(answer, language)
    if indicator.kind == "category":
        return _class(measured.value, indicator, framework, language)
    unit = unit_of(indicator, framework, language, measured).words
    return format_value(measured.value, measured.low, measured.high, language, unit)


def _class(value: float, indicator: Indicator, framework: Framework, language: str) -> str:
    scale = framework.scales.get(indicator.scale)
    for point in scale.points if scale else ():
        if point.code == f"{value:g}":
            return point.label.read(language).words
    return f"{value:g}"
