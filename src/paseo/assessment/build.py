"""From a city's evidence to its profile: disclosure control first, then one pass over the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, cast

import polars as pl

from paseo.assessment import within
from paseo.assessment.benchmark import Ranges, peer_ranges
from paseo.assessment.change import break_periods, changes
from paseo.assessment.faces import two_faces
from paseo.assessment.findings import findings
from paseo.assessment.framework import Depth, Dimension, Framework, Indicator
from paseo.assessment.measure import as_measured, measure
from paseo.assessment.peers import Peers
from paseo.assessment.profile import (
    Absence,
    AreaValue,
    Change,
    DimensionResult,
    GroupGap,
    GroupValue,
    IndicatorResult,
    Measured,
    Profile,
)
from paseo.assessment.series import Series, add_key, gather, in_order
from paseo.assessment.three_years import three_year_means
from paseo.evidence import columns, periods
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import City, CityEvidence
from paseo.evidence.disclosure import Rules, protect

#: Steps done, steps in all, phrase id of the step. Raise in it to cancel.
Progress = Callable[[int, int, str], None]
#: Kinds that rate or measure places: a small number of them exposes nobody.
OF_PLACES: Final = ("audit_score", "spatial_ratio", "flag", "category")
STEPS: Final = ("disclosure", "measure", "series", "areas", "peers", "findings")


@dataclass(frozen=True)
class _Parts:
    """Everything known per indicator before the results are put together."""

    ordered: Mapping[str, Sequence[Series]]
    changes: Mapping[str, Change | None]
    three_years: Mapping[str, Measured]
    areas: Mapping[str, tuple[AreaValue, ...]]
    groups: Mapping[str, tuple[GroupValue, ...]]
    gaps: Mapping[str, tuple[GroupGap, ...]]
    absences: Mapping[str, Absence]
    ranges: Ranges
    city: City


def build_profile(
    evidence: CityEvidence,
    framework: Framework,
    peers: Peers | None = None,
    depth: Depth | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
) -> Profile:
    """Assess one city: its six dimensions side by side, never one total.

    Args:
        evidence: city, areas and observations.
        framework: the framework pack that the observations use.
        peers: other cities to stand beside; None gives a profile without ranges.
        depth: how many indicators; the city's own choice when None.
        made_at: moment of the assessment, now when None.
        progress: called before each step; what it raises ends the work.

    Returns:
        The profile. Its evidence holds only what may be shown.
    """
    report = progress or (lambda done, total, step: None)

    def begin(step: str) -> None:
        report(STEPS.index(step), len(STEPS), step)

    city = evidence.city
    chosen_depth: Depth = depth or cast(Depth, city.depth)
    tree = AreaTree(evidence.areas)
    begin("disclosure")
    shown, hidden = protect(evidence, rules_of(framework))
    begin("measure")
    known = shown.observations.with_columns(pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL))
    codes = [one.id for one in framework.indicators]
    table = add_key(measure(known.filter(pl.col(columns.INDICATOR).is_in(codes)), framework))
    begin("series")
    parts = _parts(table, city, tree, framework, peers, begin)
    dimensions = tuple(
        _dimension(dimension, framework, chosen_depth, parts) for dimension in framework.dimensions
    )
    begin("findings")
    profile = Profile(
        city=city,
        framework=framework,
        depth=chosen_depth,
        period=_latest_period(dimensions),
        made_at=made_at or datetime.now(UTC),
        dimensions=dimensions,
        two_faces=two_faces(dimensions, city),
        findings=(),
        hidden=hidden,
        sources=city.sources,
        wordings=city.wordings,
        evidence=shown,
        peers_note=parts.ranges.note,
        peer_names=parts.ranges.names,
        peer_sources=parts.ranges.sources,
    )
    return replace(profile, findings=findings(profile))


def rules_of(framework: Framework) -> Rules:
    """Return what disclosure control needs to know of the indicators."""
    factors = {
        one.id: framework.units[one.unit].per or 100.0
        for one in framework.indicators
        if one.kind in ("register_rate", "register_share") and one.unit in framework.units
    }
    return Rules(
        sensitive=frozenset(one.id for one in framework.indicators if one.sensitive),
        counted=factors,
        shares=frozenset(one.id for one in framework.indicators if one.kind == "register_share"),
        places=frozenset(one.id for one in framework.indicators if one.kind in OF_PLACES),
    )


def _parts(
    table: pl.DataFrame,
    city: City,
    tree: AreaTree,
    framework: Framework,
    peers: Peers | None,
    begin: Callable[[str], None],
) -> _Parts:
    in_city = pl.col(columns.AREA) == tree.city.id
    total = pl.col(columns.BREAKDOWN) == columns.TOTAL
    city_rows = table.filter(in_city & total)
    valued = city_rows.filter(pl.col(columns.VALUE).is_not_null())
    inferred = {wording.id: wording.inferred for wording in city.wordings}
    ordered = {
        indicator: in_order(series, framework.indicator(indicator), inferred)
        for indicator, series in gather(valued.iter_rows(named=True)).items()
    }
    headline = {indicator: series[0] for indicator, series in ordered.items()}
    moved = changes(list(ordered.values()), city.breaks)
    begin("areas")
    below = within.latest_within(table.filter(~in_city & total), headline, framework, inferred)
    grouped = within.latest_within(table.filter(in_city & ~total), headline, framework, inferred)
    groups = within.by_group(grouped)
    begin("peers")
    return _Parts(
        ordered=ordered,
        changes=dict(zip(headline, moved, strict=True)),
        three_years=three_year_means(headline, framework, city.breaks),
        areas=within.by_area(below, city_rows, tree, framework),
        groups=groups,
        gaps=within.gaps(groups),
        absences=_absences(city_rows, city),
        ranges=peer_ranges(headline, city, peers, framework),
        city=city,
    )


def _absences(city_rows: pl.DataFrame, city: City) -> dict[str, Absence]:
    """Return why an indicator without a value has none, where a row or the city says so."""
    found: dict[str, Absence] = {}
    empty = city_rows.filter(pl.col(columns.VALUE).is_null()).sort("end", maintain_order=True)
    for indicator, status in empty.select(columns.INDICATOR, columns.STATUS).iter_rows():
        if status in within.ABSENT:
            found[indicator] = within.ABSENT[status]
    found.update(dict.fromkeys(city.not_in_remit, "not in remit"))
    return found


def _dimension(
    dimension: Dimension, framework: Framework, depth: Depth, parts: _Parts
) -> DimensionResult:
    mine = [one for one in framework.at_depth(depth) if one.dimension == dimension.id]
    kept = [one for one in mine if one.id not in parts.city.left_out]
    results = tuple(_result(indicator, parts) for indicator in kept)
    out = sum(result.absence in ("not in remit", "cannot exist") for result in results)
    return DimensionResult(
        dimension=dimension.id,
        face=dimension.face,
        expected=len(results) - out,
        assessed=sum(_is_assessed(result) for result in results),
        not_in_remit=out,
        results=results,
        left_out=len(mine) - len(kept),
    )


def _is_assessed(result: IndicatorResult) -> bool:
    """Say whether a value is held: of the city, or of its places where that is all there can be."""
    if result.measured is not None:
        return True
    return "city" not in result.indicator.levels and any(
        area.measured is not None for area in result.by_area
    )


def _result(indicator: Indicator, parts: _Parts) -> IndicatorResult:
    code = indicator.id
    by_area, by_group = parts.areas.get(code, ()), parts.groups.get(code, ())
    series = parts.ordered.get(code)
    if not series:
        absence: Absence | None = parts.absences.get(code, "not assessed")
        if "city" not in indicator.levels and any(area.measured for area in by_area):
            absence = None
        return IndicatorResult(
            indicator,
            None,
            absence,
            by_area=by_area,
            by_group=by_group,
            gaps=parts.gaps.get(code, ()),
        )
    headline = series[0]
    values = tuple(as_measured(row) for row in headline.rows)
    return IndicatorResult(
        indicator=indicator,
        measured=values[-1],
        absence=None,
        series=values,
        breaks=break_periods(headline, parts.city.breaks),
        change=parts.changes.get(code),
        peers=parts.ranges.found.get(code),
        peers_missing=parts.ranges.missing.get(code, ""),
        other_definitions=tuple(as_measured(other.latest) for other in series[1:]),
        by_area=by_area,
        by_group=by_group,
        gaps=parts.gaps.get(code, ()),
        three_years=parts.three_years.get(code),
    )


def _latest_period(dimensions: Sequence[DimensionResult]) -> str:
    held = {
        result.measured.period
        for dimension in dimensions
        for result in dimension.results
        if result.measured is not None
    }
    return periods.ordered(held)[-1] if held else ""
