"""One picture of each kind, with any label and any numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from shapely.geometry import box

from paseo.report.charts import (
    Band,
    BandMark,
    Bar,
    ConditionRanges,
    CountRow,
    DomainRow,
    DriverRow,
    EffectPanel,
    EffectRow,
    Estimate,
    FaceRow,
    FaceSide,
    GateMark,
    HeatRow,
    MapArea,
    MapPoint,
    PartnerGroup,
    PeerBand,
    Picture,
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
    RangeRow,
    RankRow,
    SeriesBreak,
    SeriesGroup,
    SeriesPoint,
    SeriesStep,
    Words,
    area_map,
    bars,
    before_after,
    counterfactual,
    domain_profile,
    driver_bars,
    effect_panels,
    partner_ranges,
    placebo_gaps,
    pyramid,
    range_bar,
    range_bars,
    rank_heat,
    rank_intervals,
    series,
    six_bands,
    two_faces,
    words_in,
)

FACES = ("happens", "felt", "context")
USUAL = (
    Estimate(70.3, 66.2, 73.8),
    Estimate(61, 57, 65),
    Estimate(None),
    Estimate(66, 62, 70),
    Estimate(58.5),
)

Maker = Callable[..., Picture]


def _named(label: str, words: Words, width: float) -> dict[str, object]:
    return {
        "title": label,
        "description": f"{label}.",
        "words": words,
        "key": "one",
        "width": width,
    }


def small_bar(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    row = RangeRow(label, values[0], _peers(values), "felt", "%")
    return range_bar(row, title=label, description=label, words=words, key="one")


def many_bars(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [
        RangeRow(label, value, _peers(values) if at % 2 else None, FACES[at % 3], "%", label)
        for at, value in enumerate(values)
    ]
    return range_bars(rows, **_named(label, words, width))


def _peers(values: Sequence[Estimate]) -> PeerBand | None:
    known = sorted(value.value for value in values if value.known)
    return PeerBand(known[0], known[len(known) // 2], known[-1]) if known else None


def bands(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [
        Band(
            label,
            face,
            len(values) + 2,
            tuple(BandMark(label, "70 %", value.value, face) for value in values),
        )
        for face in FACES
    ]
    return six_bands([*rows, Band(label, "felt", 0)], **_named(label, words, width))


def faces(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [FaceRow(label, one, two, label) for one, two in pairwise(values)]
    side = FaceSide(label, "%")
    return two_faces(rows, side, side, **_named(label, words, width))


def over_time(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    points = tuple(SeriesPoint(str(2010 + at), value) for at, value in enumerate(values))
    groups = [SeriesGroup(label, points, "felt"), SeriesGroup(label, points[::-1], "happens")]
    breaks = [SeriesBreak(points[-1].label, label)]
    return series(groups, breaks=breaks, **_named(label, words, width))


def one_line(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    points = tuple(SeriesPoint(str(2010 + at), value, 2010 + at) for at, value in enumerate(values))
    return series([SeriesGroup(label, points, "felt")], unit="%", **_named(label, words, width))


def map_of(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    areas = [
        MapArea(label, box(13 + at / 10, 52, 13.1 + at / 10, 52.1), value)
        for at, value in enumerate(values)
    ]
    points = [MapPoint(label, 13.05, 52.05)]
    return area_map(areas, points=points, points_label=label, **_named(label, words, width))


def lying(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [Bar(label, value) for value in values]
    return bars(rows, face="happens", reference=values[-1], **_named(label, words, width))


def places(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [RankRow(label, value, 1 + at // 2, own=at == 1) for at, value in enumerate(values)]
    return rank_intervals(rows, count=len(rows), **_named(label, words, width))


def how_often(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    shares = tuple((value.value or 0.0) / 100 for value in values)
    rows = [HeatRow(label, shares[at:] + shares[:at]) for at in range(len(shares))]
    return rank_heat([*rows, HeatRow(label, ())], **_named(label, words, width))


def choices(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [DriverRow(label, one, two) for one, two in pairwise(values)]
    return driver_bars(rows, **_named(label, words, width))


def counts(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [
        CountRow(label, label, one.value, two.value, one.low, two.high, own=one is values[0])
        for one, two in pairwise(values)
    ]
    return before_after(rows, **_named(label, words, width))


def rates(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = [
        CountRow(label, label, one.low, two.high, one.value, two.value)
        for one, two in pairwise(values)
    ]
    return before_after(rows, per=label, **_named(label, words, width))


def effects(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    rows = tuple(
        EffectRow(label, label, one, label if at == 2 else "", pooled=at == 0)
        for at, one in enumerate(values)
    )
    panels = [
        EffectPanel(label, rows, none=label, lower=label, higher=label),
        EffectPanel(label, rows, ratio=True, lower=label, higher=label),
    ]
    return effect_panels(panels, interval=label, **_named(label, words, width))


def against_expected(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    steps = [
        SeriesStep(str(2010 + at), one.value, one.low, one if at else Estimate(None))
        for at, one in enumerate(values)
    ]
    return counterfactual(
        steps, start=1, start_words=label, interval=label, **_named(label, words, width)
    )


def among_placebos(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    own = [one.value for one in values]
    others = [(label, [one.low for one in values]), (label, [one.high for one in values])]
    periods = [str(2010 + at) for at in range(len(own))]
    return placebo_gaps(
        periods, own, others, start=1, start_words=label, **_named(label, words, width)
    )


def _side(label: str, values: Sequence[Estimate]) -> PyramidSide:
    aims = ("person", "structure", "both", "")
    changes = ("", "new", "ended", "moved", "more", "less")
    bricks = [
        PyramidBrick(label, value.value, label, aims[at % 4], changes[at % 6])
        for at, value in enumerate(values)
    ]
    cells = [
        PyramidCell(tuple(bricks[at % 3 :: 3]) if at % 4 else (), str(at), str(at))
        for at in range(8)
    ]
    levels = tuple(PyramidLevel(label, cells[at], cells[at + 4]) for at in range(4))
    return PyramidSide(levels, label, len(values))


def stones(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    side = _side(label, values)
    return pyramid([side], halves=(label, label), **_named(label, words, width))


def stones_by_size(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    sides = [_side(label, values), _side("2026", values[1:])]
    return pyramid(sides, halves=(label, label), effort=label, **_named(label, words, width))


def domains(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    states = ("met", "open", "unknown", "disagree")
    rows = [
        DomainRow(
            label,
            one.value if one.value is not None else math.nan,
            one.high if one.high is not None else math.nan,
            (GateMark(states[at % 4], label),),
        )
        for at, one in enumerate(values)
    ]
    return domain_profile(rows, **_named(label, words, width))


def partners(label: str, values: Sequence[Estimate], words: Words, width: float) -> Picture:
    groups = tuple(
        PartnerGroup(
            label, at, one.value, one.low, one.high, one.low, one.high, label, whole=at == 0
        )
        for at, one in enumerate(values)
    )
    rows = [ConditionRanges(label, groups), ConditionRanges(label, groups[:1])]
    ends = (label, label)
    return partner_ranges(rows, limits=(0, 3), ends=ends, **_named(label, words, width))


MAKERS: tuple[Maker, ...] = (
    small_bar,
    many_bars,
    bands,
    faces,
    over_time,
    one_line,
    map_of,
    lying,
    places,
    how_often,
    choices,
    counts,
    rates,
    effects,
    against_expected,
    among_placebos,
    stones,
    stones_by_size,
    domains,
    partners,
)


def made(
    maker: Maker,
    label: str = "Sense of safety",
    values: Iterable[Estimate] = USUAL,
    language: str = "en",
    width: float = 640,
) -> Picture:
    return maker(label, tuple(values), words_in(language), width)
