"""A profile as ``assessment.json``: every value with all that a reader needs to judge it.

The form is fixed by ``schemas/assessment.schema.json`` and documented in
``docs/reference/assessment-json.md``; other programs read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from paseo.assessment.findings import say
from paseo.assessment.framework import Indicator
from paseo.assessment.profile import (
    AreaValue,
    Change,
    DimensionResult,
    Finding,
    GroupGap,
    GroupValue,
    IndicatorResult,
    Measured,
    PeerRange,
    Profile,
    TwoFaces,
)
from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.city import Source, Wording
from paseo.evidence.comparability import Comparison

#: Version of the form; the first number changes when a reader would have to change.
FORMAT: Final = "1.0"
Json = dict[str, Any]

#: Columns that stand beside a value under their own names.
_BESIDE: Final = tuple(
    name
    for name in columns.COLUMNS
    if name
    not in (
        columns.INDICATOR,
        columns.PERIOD,
        columns.VALUE,
        columns.UNIT,
        columns.LOW,
        columns.HIGH,
        columns.LEVEL,
    )
)


@cache
def schema() -> Json:
    """Return the JSON schema of ``assessment.json`` (draft 2020-12)."""
    text = resources.files("paseo.assessment").joinpath("schemas/assessment.schema.json")
    found: Json = json.loads(text.read_text("utf-8"))
    return found


def languages_of(profile: Profile, *more: str) -> tuple[str, ...]:
    """Return the languages of a city, and more that a reader chose; each once."""
    return tuple(dict.fromkeys((*profile.city.languages, *more)))


def to_json(profile: Profile, languages: Sequence[str] = ("en",)) -> Json:
    """Return a profile as plain dicts, lists, numbers and strings.

    Args:
        profile: an assessed city.
        languages: in which findings are said; names come in every language they have.

    Returns:
        An object that follows :func:`schema`. Unknown is null, nought is 0.
    """
    return {
        "format": FORMAT,
        "made_at": profile.made_at.isoformat(timespec="seconds"),
        "generated": profile.city.generated,
        "city": _city(profile),
        "framework": {
            "id": profile.framework.id,
            "version": profile.framework.version,
            "title": _words(profile.framework.title),
        },
        "depth": profile.depth,
        "period": profile.period or None,
        "languages": list(languages),
        "dimensions": [_dimension(one, profile) for one in profile.dimensions],
        "two_faces": [_faces(one) for one in profile.two_faces],
        "findings": [_finding(one, profile, languages) for one in profile.findings],
        "hidden": {
            "primary": profile.hidden.primary,
            "secondary": profile.hidden.secondary,
            "by_rule": profile.hidden.by_rule,
        },
        "areas": [
            {
                "id": area.id,
                "name": _words(area.name),
                "level": area.level,
                "parent": area.parent,
            }
            for area in profile.evidence.areas
        ],
        "units": _units(profile),
        "sources": [_source(one) for one in profile.sources],
        "wordings": [_wording(one) for one in profile.wordings],
        "peers": {
            "cities": {code: _words(name) for code, name in profile.peer_names.items()},
            "sources": [_source(one) for one in profile.peer_sources],
        },
    }


def _city(profile: Profile) -> Json:
    city = profile.city
    return {
        "id": city.id,
        "name": _words(city.name),
        "country": city.country,
        "kind": city.kind or None,
        "description": _words(city.description),
        "population": [
            {"year": one.year, "residents": one.residents, "source": one.source or None}
            for one in city.population
        ],
        "not_in_remit": list(city.not_in_remit),
        "breaks": [
            {
                "indicators": list(one.indicators),
                "period": one.period,
                "reason": _words(one.reason),
                "source": one.source or None,
            }
            for one in city.breaks
        ],
    }


def _words(text: LanguageMap | None) -> dict[str, str]:
    return dict(text) if text is not None else {}


def _units(profile: Profile) -> dict[str, Json]:
    return {
        code: {"label": _words(unit.label), "per": unit.per}
        for code, unit in profile.framework.units.items()
    }


def _source(source: Source) -> Json:
    return {
        "id": source.id,
        "title": _words(source.title),
        "publisher": source.publisher or None,
        "year": source.year,
        "url": source.url or None,
        "licence": source.licence or None,
        "attribution": source.attribution or None,
        "retrieved": source.retrieved.isoformat() if source.retrieved else None,
        "evidence": source.evidence,
        "note": _words(source.note),
    }


def _wording(wording: Wording) -> Json:
    return {
        "id": wording.id,
        "text": _words(wording.text),
        "indicator": wording.indicator or None,
        "source": wording.source or None,
        "inferred": wording.inferred,
    }


def _dimension(dimension: DimensionResult, profile: Profile) -> Json:
    name = next(one for one in profile.framework.dimensions if one.id == dimension.dimension)
    return {
        "id": dimension.dimension,
        "name": _words(name.name),
        "face": dimension.face,
        "expected": dimension.expected,
        "assessed": dimension.assessed,
        "not_in_remit": dimension.not_in_remit,
        "coverage": dimension.coverage,
        "indicators": [_result(one, profile) for one in dimension.results],
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "name": _words(indicator.name),
        "definition": _words(indicator.definition),
        "kind": indicator.kind,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "face": indicator.face,
        "subdimension": indicator.subdimension,
        "depth": indicator.depth,
        "evidence": indicator.evidence,
    }


def _result(result: IndicatorResult, profile: Profile) -> Json:
    unit = result.indicator.unit
    return {
        "id": result.indicator.id,
        **_indicator(result.indicator),
        "measured": _maybe(result.measured, unit),
        "absence": result.absence,
        "series": [_measured(one, unit) for one in result.series],
        "breaks": list(result.breaks),
        "three_years": _maybe(result.three_years, unit),
        "change": _change(result.change, unit),
        "peers": _peers(result.peers),
        "peers_missing": result.peers_missing or None,
        "other_definitions": [_measured(one, unit) for one in result.other_definitions],
        "by_area": [_area(one, unit) for one in result.by_area],
        "by_group": [_group(one, unit) for one in result.by_group],
        "gaps": [_gap(one) for one in result.gaps],
    }


def _maybe(measured: Measured | None, unit: str) -> Json | None:
    return None if measured is None else _measured(measured, unit)


def _measured(measured: Measured, unit: str) -> Json:
    interval = None
    if measured.low is not None and measured.high is not None:
        interval = {"low": measured.low, "high": measured.high, "level": measured.level}
    return {
        "period": measured.period,
        "value": measured.value,
        "unit": measured.row.get(columns.UNIT) or unit,
        "interval": interval,
        "method": measured.method,
        "weak": measured.weak,
        **{name: measured.row.get(name) for name in _BESIDE},
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "grade": comparison.grade,
        "side_by_side": comparison.side_by_side,
        "tests": {
            one.test: {"answer": one.answer, "ours": one.ours, "theirs": one.theirs}
            for one in comparison.tests
        },
    }


def _change(change: Change | None, unit: str) -> Json | None:
    if change is None:
        return None
    return {
        "before": _measured(change.before, unit),
        "difference": change.difference,
        "low": change.low,
        "high": change.high,
        "verdict": change.verdict,
        "reason": change.reason or None,
        "comparison": _comparison(change.comparison),
    }


def _peers(peers: PeerRange | None) -> Json | None:
    if peers is None:
        return None
    return {
        "cities": list(peers.cities),
        "periods": list(peers.periods),
        "low": peers.low,
        "tenth": peers.tenth,
        "median": peers.median,
        "ninetieth": peers.ninetieth,
        "high": peers.high,
        "clearly_lower": peers.clearly_lower,
        "overlapping": peers.overlapping,
        "clearly_higher": peers.clearly_higher,
        "cannot_tell": peers.cannot_tell,
        "worst_grade": peers.worst_grade,
        "refused": peers.refused,
        "position": peers.position,
        "caveats": peers.note.split(),
    }


def _area(area: AreaValue, unit: str) -> Json:
    return {
        "area": area.area,
        "measured": _maybe(area.measured, unit),
        "absence": area.absence,
        "smoothed": area.smoothed,
        "against_city": area.against_city,
    }


def _group(group: GroupValue, unit: str) -> Json:
    return {
        "breakdown": group.breakdown,
        "measured": _maybe(group.measured, unit),
        "absence": group.absence,
    }


def _gap(gap: GroupGap) -> Json:
    return {
        "key": gap.key,
        "first": gap.first.breakdown,
        "second": gap.second.breakdown,
        "difference": gap.difference,
        "low": gap.low,
        "high": gap.high,
        "verdict": gap.verdict,
    }


def _faces(faces: TwoFaces) -> Json:
    def pairs(found: Sequence[Any]) -> list[Json]:
        return [
            {
                "label": one.label,
                "happens": _short(one.happens),
                "felt": _short(one.felt),
            }
            for one in found
        ]

    return {
        "happens": faces.happens,
        "felt": faces.felt,
        "by_period": pairs(faces.by_period),
        "by_area": pairs(faces.by_area),
        "verdict": faces.verdict,
    }


def _short(measured: Measured | None) -> Json | None:
    """Return the figure alone; the whole value stands with its indicator."""
    if measured is None:
        return None
    return {
        "period": measured.period,
        "value": measured.value,
        "low": measured.low,
        "high": measured.high,
    }


def _finding(finding: Finding, profile: Profile, languages: Sequence[str]) -> Json:
    said = {language: say(finding, profile.framework, language) for language in languages}
    return {
        "id": finding.id,
        "kind": finding.kind,
        "face": finding.face,
        "dimension": finding.dimension or None,
        "indicators": list(finding.indicators),
        "values": _plain(finding.values),
        "text": {language: one.text for language, one in said.items()},
        "why": {language: one.why for language, one in said.items()},
        "unless": {language: one.unless for language, one in said.items()},
    }


def _plain(value: Any) -> Any:
    """Return the values of a finding without types of ours; language maps become objects."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
