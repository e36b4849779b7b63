"""Findings on sides of one matter: the two faces, groups, and areas of the city."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.findings.making import (
    Values,
    bare,
    degree,
    figure,
    gap,
    of,
    results,
    weighed,
    worded,
)
from paseo.assessment.framework import Framework
from paseo.assessment.profile import (
    AreaValue,
    Finding,
    GroupGap,
    IndicatorResult,
    PeerRange,
    Profile,
    TwoFaces,
)
from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree

#: Areas that are named in a sentence; the others stand in the table.
NAMED = 3
#: A face stands badly beside other cities when at least this share is clearly better.
HALF = 0.5
_GROUP = {
    "higher": ("group_higher", 5.5),
    "lower": ("group_lower", 5.5),
    "no clear difference": ("group_none", 2.0),
    "cannot tell": ("group_cannot_tell", 1.5),
}


# ------------------------------------------------------------------------------ two faces
def face_findings(profile: Profile) -> Iterator[Finding]:
    """Say whether what happens and what is felt moved together, and where they stand apart."""
    for pair in profile.two_faces:
        yield _moved(pair, profile)
        found = _gap(pair, profile)
        if found is not None:
            yield found


def _moved(pair: TwoFaces, profile: Profile) -> Finding:
    happens, felt = profile.result(pair.happens), profile.result(pair.felt)
    told = pair.verdict in ("together", "apart", "only_felt_moved", "only_happens_moved")
    values: Values = {
        "happens": pair.happens,
        "felt": pair.felt,
        "happens_span": _span(happens),
        "felt_span": _span(felt),
    }
    if pair.verdict == "one_period":
        once = [one.indicator.id for one in (happens, felt) if one.change is None]
        values |= {"names": once, "count": len(once)}
    if told:
        values |= {"happens_sign": _sign(happens), "felt_sign": _sign(felt), "sign": _sign(felt)}
    return Finding(
        id=f"faces.{pair.verdict}",
        kind="faces",
        face="felt",
        dimension=felt.indicator.dimension,
        indicators=(pair.happens, pair.felt),
        values=values,
        weight=9.0 if told else 6.5,
        why="why.faces",
        unless="unless.faces",
    )


def _span(result: IndicatorResult) -> Values:
    """Return the periods that a result spans: from the one before to the latest, or the latest."""
    assert result.measured is not None
    now = result.measured.period
    if result.change is None:
        return {"phrase": "span.one", "period": now}
    return {"phrase": "span.two", "before_period": result.change.before.period, "period": now}


def _sign(result: IndicatorResult) -> str:
    assert result.change is not None
    return "@sign.better" if result.change.verdict == result.indicator.direction else "@sign.worse"


def _gap(pair: TwoFaces, profile: Profile) -> Finding | None:
    happens, felt = profile.result(pair.happens), profile.result(pair.felt)
    if happens.peers is None or felt.peers is None:
        return None
    directions = (happens.indicator.direction, felt.indicator.direction)
    if directions != ("lower", "higher"):
        return None  # the sentences speak of more happening and less safety felt
    felt_worse, happens_worse = felt.peers.clearly_higher, happens.peers.clearly_lower
    which = {
        (True, False): "gap_feels_worse",
        (False, True): "gap_feels_better",
        (True, True): "gap_both_worse",
    }.get((_badly(felt_worse, felt.peers), _badly(happens_worse, happens.peers)))
    if which is None:
        return None
    return Finding(
        id=which,
        kind="gap",
        face="felt",
        dimension=felt.indicator.dimension,
        indicators=(pair.happens, pair.felt),
        values={
            "happens": pair.happens,
            "felt": pair.felt,
            "felt_worse": felt_worse,
            "felt_cities": len(felt.peers.cities),
            "happens_worse": happens_worse,
            "happens_cities": len(happens.peers.cities),
        },
        weight=9.5,
        why="why.gap",
        unless="unless.gap",
    )


def _badly(worse: int, peers: PeerRange) -> bool:
    return worse >= HALF * len(peers.cities)


# --------------------------------------------------------------------------------- groups
def group_findings(profile: Profile) -> Iterator[Finding]:
    """Say of each pair of groups whether they differ, with the interval of the gap."""
    for result in results(profile):
        if result.indicator.direction != "context":
            for one in result.gaps:
                yield _group(result, one, profile.framework)


def _group(result: IndicatorResult, one: GroupGap, framework: Framework) -> Finding:
    first, second = one.first.measured, one.second.measured
    assert first is not None and second is not None
    unit = figure(first, result.indicator)["unit"]
    finding, base = _GROUP[one.verdict]
    values: Values = {
        "key": one.key,
        "first": group_name(one.first.breakdown, framework),
        "second": group_name(one.second.breakdown, framework),
        "first_value": bare(first.value, figure(first, result.indicator)),
        "second_value": bare(second.value, figure(second, result.indicator)),
        "difference": gap(one.difference, one.low, one.high, unit),
        "period": first.period,
    }
    return of(
        result,
        finding,
        "group",
        values,
        weighed(base, result.indicator),
        "why.group",
        "unless.group",
    )


def group_name(breakdown: str, framework: Framework) -> LanguageMap:
    """Return what a group is called: the label of its code, or the code where there is none."""
    key, _, code = breakdown.partition("=")
    dimension = framework.breakdowns.get(key)
    named = dimension.codes.get(code) if dimension else None
    return named or LanguageMap(code)


# ---------------------------------------------------------------------------------- areas
def area_findings(profile: Profile) -> Iterator[Finding]:
    """Say which areas differ clearly from the rest of the city."""
    tree = AreaTree(profile.evidence.areas)
    for result in results(profile):
        if result.indicator.direction == "context" or not result.by_area:
            continue
        clear = {
            verdict: [one for one in result.by_area if _clearly(one, verdict, result)]
            for verdict in ("higher", "lower")
        }
        for verdict, areas in clear.items():
            if areas:
                yield _areas(result, verdict, areas, tree, profile)
        judged = [one for one in result.by_area if one.against_city != "cannot tell"]
        if judged and not any(clear.values()):
            yield _no_area(result, judged, profile)


def _clearly(one: AreaValue, verdict: str, result: IndicatorResult) -> bool:
    """Say whether an area differs, and its smoothed rate says so too."""
    if one.against_city != verdict or one.measured is None:
        return False
    if one.smoothed is None or result.measured is None:
        return True
    return (
        one.smoothed > result.measured.value
        if verdict == "higher"
        else (one.smoothed < result.measured.value)
    )


def _shown(one: AreaValue) -> float:
    assert one.measured is not None
    return one.measured.value if one.smoothed is None else one.smoothed


def _areas(
    result: IndicatorResult,
    verdict: str,
    areas: list[AreaValue],
    tree: AreaTree,
    profile: Profile,
) -> Finding:
    # The widest level speaks: districts before the neighbourhoods within them.
    widest = next(
        level
        for level in ("district", "neighbourhood", "space")
        if any(tree.area(one.area).level == level for one in areas)
    )
    held = sorted(
        (one for one in areas if tree.area(one.area).level == widest),
        key=lambda one: (-_shown(one) if verdict == "higher" else _shown(one), one.area),
    )
    first = held[0].measured
    assert first is not None
    like = figure(first, result.indicator)
    smoothed = any(one.smoothed is not None for one in held)
    values: Values = {
        "areas": [
            {"area": tree.area(one.area).name, "figure": bare(_shown(one), like)}
            for one in held[:NAMED]
        ],
        "count": len(held),
        "level": widest,
        "period": first.period,
        "clearly": degree(first),
        "worded": worded(first, profile),
    }
    residents = first.row.get("denominator_kind") == "resident"
    return of(
        result,
        f"area_{verdict}",
        "area",
        values,
        weighed(5.0, result.indicator, len(held) / 10),
        "why.area_smoothed" if smoothed else "why.area",
        "unless.area_residents" if residents else "unless.area",
    )


def _no_area(result: IndicatorResult, judged: list[AreaValue], profile: Profile) -> Finding:
    first = next(one.measured for one in judged if one.measured is not None)
    return of(
        result,
        "area_none",
        "area",
        {"period": first.period, "worded": worded(first, profile)},
        weighed(2.0, result.indicator),
        "why.area",
        "unless.area",
    )
