"""Findings on the level: where a value stands among comparable cities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paseo.assessment.findings.making import Values, bare, degree, figure, of, results, weighed
from paseo.assessment.profile import Finding, IndicatorResult, Measured, PeerRange, Profile
from paseo.assessment.wordings import wording_of
from paseo.evidence import columns

#: "Most" cities: at least this share of the peers.
MOST = 2 / 3


def level_findings(profile: Profile) -> Iterator[Finding]:
    """Say of each value how it stands; background conditions are described, never judged."""
    for result in results(profile):
        if result.measured is None or result.indicator.direction == "context":
            continue
        said = wording(result.measured, profile)
        found = _beside(result, said) if result.peers is not None else _alone(result, said)
        if found is not None:
            yield found


def wording(measured: Measured, profile: Profile) -> Any:
    """Return the question or definition behind a value, or that it is not on record."""
    found = wording_of(measured, profile.wordings)
    if found is None:
        return "@wording.unknown"
    phrase = "wording.inferred" if found.inferred else "wording.known"
    return {"phrase": phrase, "text": found.text}


def _is_headline(result: IndicatorResult) -> bool:
    return result.indicator.face in ("happens", "felt") or result.indicator.depth == "rapid"


def _alone(result: IndicatorResult, said: Any) -> Finding | None:
    assert result.measured is not None
    if not _is_headline(result):
        return None
    values: Values = {
        "level": figure(result.measured, result.indicator),
        "period": result.measured.period,
        "missing": f"@peers.{result.peers_missing or 'not_asked'}",
        "method": f"@method.{result.measured.method}",
        "definition": result.measured.row.get(columns.DEFINITION) or "",
        "wording": said,
    }
    return of(
        result,
        "level_alone",
        "level",
        values,
        weighed(2.0, result.indicator),
        "why.level_alone",
        "unless.level_alone",
    )


def _beside(result: IndicatorResult, said: Any) -> Finding | None:
    assert result.measured is not None and result.peers is not None
    peers, level = result.peers, figure(result.measured, result.indicator)
    finding, base = _which(peers)
    if finding == "level_within":
        if not _is_headline(result):
            return None
        if not peers.holds(result.measured.value):
            finding = "level_edge"
    cities = len(peers.cities)
    values: Values = {
        "level": level,
        "period": result.measured.period,
        "cities": cities,
        "low": bare(peers.low, level),
        "tenth": bare(peers.tenth, level),
        "median": bare(peers.median, level),
        "ninetieth": bare(peers.ninetieth, level),
        "high": bare(peers.high, level),
        "clearly_lower": peers.clearly_lower,
        "clearly_higher": peers.clearly_higher,
        "clearly": degree(result.measured),
        "grade": peers.worst_grade,
        "method": f"@method.{result.measured.method}",
        "definition": result.measured.row.get(columns.DEFINITION) or "",
        "wording": said,
        "caveats": [f"@caveat.{note}" for note in peers.note.split()],
    }
    size = max(peers.clearly_lower, peers.clearly_higher) / cities
    return of(
        result,
        finding,
        "level",
        values,
        weighed(base, result.indicator, size),
        "why.level_peers",
        "unless.level_peers",
    )


def _which(peers: PeerRange) -> tuple[str, float]:
    few = "_few" if "few_peers" in peers.note.split() else ""
    if peers.position != "within":
        return f"level_{peers.position}{few}", 7.0
    if peers.clearly_higher >= MOST * len(peers.cities):
        return "level_most_lower", 6.0
    if peers.clearly_lower >= MOST * len(peers.cities):
        return "level_most_higher", 6.0
    return "level_within", 3.0
