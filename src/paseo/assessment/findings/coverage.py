"""Findings on coverage: what is missing, and what can therefore not be said."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.findings.making import Values
from paseo.assessment.profile import DimensionResult, Finding, Profile
from paseo.content.language import LanguageMap


def coverage_findings(profile: Profile) -> Iterator[Finding]:
    """Say how much of each dimension is known, and which questions stay open."""
    for dimension in profile.dimensions:
        if dimension.expected:
            yield _of_dimension(dimension, profile)
    for face in ("felt", "happens"):
        if not _holds_face(profile, face):
            yield _whole(f"coverage_no_{face}", 9.0)
    if not any(result.by_group for one in profile.dimensions for result in one.results):
        yield _whole("coverage_no_groups", 4.0)
    if not any(result.by_area for one in profile.dimensions for result in one.results):
        yield _whole("coverage_no_areas", 4.0)


def _of_dimension(dimension: DimensionResult, profile: Profile) -> Finding:
    framework = profile.framework
    name = next(one.name for one in framework.dimensions if one.id == dimension.dimension)
    missing = _empty_parts(dimension, profile)
    values: Values = {
        "dimension": name,
        "assessed": dimension.assessed,
        "expected": dimension.expected,
        "missing": missing,
    }
    if not dimension.assessed:
        finding, weight = "coverage_none", 4.5
    elif dimension.assessed == dimension.expected:
        finding, weight = "coverage_full", 1.0
    else:
        finding, weight = ("coverage_part", 3.5) if missing else ("coverage_thin", 2.0)
    return Finding(
        id=finding,
        kind="coverage",
        face=dimension.face,
        dimension=dimension.dimension,
        indicators=(),
        values=values,
        weight=weight + (0.5 if dimension.face != "context" else 0.0),
        why="why.coverage",
        unless="unless.coverage",
    )


def _empty_parts(dimension: DimensionResult, profile: Profile) -> list[LanguageMap]:
    """Return the names of sub-dimensions that hold no value at all."""
    known: dict[str, bool] = {}
    for result in dimension.results:
        if result.absence in ("not in remit", "cannot exist"):
            continue
        held = result.measured is not None or any(area.measured for area in result.by_area)
        part = result.indicator.subdimension
        known[part] = known.get(part, False) or held
    return [one.name for one in profile.framework.subdimensions if known.get(one.id) is False]


def _holds_face(profile: Profile, face: str) -> bool:
    return any(
        result.measured is not None
        for dimension in profile.dimensions
        for result in dimension.results
        if result.indicator.face == face
    )


def _whole(finding: str, weight: float) -> Finding:
    return Finding(
        id=finding,
        kind="coverage",
        face="context",
        dimension="",
        indicators=(),
        values={},
        weight=weight,
        why="why.coverage",
        unless="unless.coverage",
    )
