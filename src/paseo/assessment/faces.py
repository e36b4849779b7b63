"""What happens beside what is felt: the two headline results, together over time and areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from paseo.assessment.framework import DEPTHS
from paseo.assessment.profile import DimensionResult, FacePair, IndicatorResult, Measured, TwoFaces
from paseo.evidence import periods
from paseo.evidence.city import City

#: Changes are set side by side when their ends lie at most this far apart.
YEARS_APART: Final = 2.0


def two_faces(dimensions: Sequence[DimensionResult], city: City) -> tuple[TwoFaces, ...]:
    """Pair what is felt with what is recorded and with what people say happened to them.

    The felt result is the first of the sense of safety in the framework's order, the smaller
    depths first: the framework puts its anchor question there. Beside it stand one recorded
    rate and one share of victims, those that share most periods and areas with it.

    Args:
        dimensions: the results, in the framework's order.
        city: whose breaks are known.
    """
    felt = _first(dimensions, "felt", ("survey_share", "survey_mean"))
    if felt is None:
        return ()
    pairs = []
    for kinds in (("survey_share",), ("register_rate",)):
        happens = _closest(dimensions, kinds, felt)
        if happens is not None:
            pairs.append(_pair(happens, felt))
    return tuple(pairs)


def _candidates(
    dimensions: Iterable[DimensionResult], face: str, kinds: tuple[str, ...]
) -> list[IndicatorResult]:
    """Return the measured results of a face in order; of the face's own dimension first."""
    found = [
        (dimension.face != face, DEPTHS.index(result.indicator.depth), place, result)
        for dimension in dimensions
        for place, result in enumerate(dimension.results)
        if result.indicator.face == face
        and result.indicator.kind in kinds
        and result.indicator.direction != "context"
        and result.measured is not None
    ]
    return [result for *_, result in sorted(found, key=lambda one: one[:3])]


def _first(
    dimensions: Sequence[DimensionResult], face: str, kinds: tuple[str, ...]
) -> IndicatorResult | None:
    return next(iter(_candidates(dimensions, face, kinds)), None)


def _closest(
    dimensions: Sequence[DimensionResult], kinds: tuple[str, ...], felt: IndicatorResult
) -> IndicatorResult | None:
    years = {value.period for value in felt.series}
    places = {area.area for area in felt.by_area if area.measured}

    def shared(result: IndicatorResult) -> tuple[int, int]:
        return (
            len(years & {value.period for value in result.series}),
            len(places & {area.area for area in result.by_area if area.measured}),
        )

    # max keeps the first of equals, and so the framework's order.
    return max(_candidates(dimensions, "happens", kinds), key=shared, default=None)


def _pair(happens: IndicatorResult, felt: IndicatorResult) -> TwoFaces:
    return TwoFaces(
        happens=happens.indicator.id,
        felt=felt.indicator.id,
        by_period=_by_period(happens.series, felt.series),
        by_area=_by_area(happens, felt),
        verdict=_verdict(happens, felt),
    )


def _by_period(happens: Sequence[Measured], felt: Sequence[Measured]) -> tuple[FacePair, ...]:
    ours = {value.period: value for value in happens}
    theirs = {value.period: value for value in felt}
    return tuple(
        FacePair(period, ours.get(period), theirs.get(period))
        for period in periods.ordered(ours.keys() | theirs.keys())
    )


def _by_area(happens: IndicatorResult, felt: IndicatorResult) -> tuple[FacePair, ...]:
    """Pair areas of which both faces are known; with one face alone there is nothing to pair."""
    ours = {area.area: area.measured for area in happens.by_area}
    theirs = {area.area: area.measured for area in felt.by_area}
    both = [area for area in ours if ours[area] is not None and theirs.get(area) is not None]
    return tuple(FacePair(area, ours[area], theirs[area]) for area in both)


def _verdict(happens: IndicatorResult, felt: IndicatorResult) -> str:
    if happens.change is None or felt.change is None:
        return "one_period"
    if not _at_one_time(happens, felt):
        return "different_times"
    signs = (_sign(happens), _sign(felt))
    if None in signs:
        return "cannot_tell"
    if signs == (0, 0):
        return "neither_moved"
    if 0 in signs:
        return "only_felt_moved" if signs[0] == 0 else "only_happens_moved"
    return "together" if signs[0] == signs[1] else "apart"


def _at_one_time(happens: IndicatorResult, felt: IndicatorResult) -> bool:
    assert happens.measured and felt.measured and happens.change and felt.change
    return (
        periods.distance(happens.measured.period, felt.measured.period) <= YEARS_APART
        and periods.distance(happens.change.before.period, felt.change.before.period) <= YEARS_APART
    )


def _sign(result: IndicatorResult) -> int | None:
    """Return 1 for better, -1 for worse, 0 for no clear difference, None when it cannot be told."""
    assert result.change is not None
    verdict = result.change.verdict
    if verdict == "cannot tell":
        return None
    if verdict == "no clear difference":
        return 0
    return 1 if verdict == result.indicator.direction else -1
