"""Within the city: one table and, where shapes are known, one map per indicator and level."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.measure import FULL_COUNT
from paseo.assessment.profile import AreaValue, IndicatorResult
from paseo.evidence.city import Area
from paseo.report.assessment.drawing import estimate
from paseo.report.assessment.speaker import Speaker
from paseo.report.charts.area_map import MapArea, area_map
from paseo.report.document import (
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
)

#: A council reads a few maps; the others stand in the application and in the open data.
INDICATORS_SHOWN = 3


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the chapter; where nothing goes below the city it says so."""
    yield Heading(speaker.say("places_title"), 1, "places")
    results = [
        result
        for dimension in speaker.profile.dimensions
        for result in dimension.results
        if result.by_area and result.indicator.direction != "context"
    ]
    if not results:
        yield Callout("missing", speaker.say("missing_title"), (speaker.say("places_none"),))
        return
    yield Paragraph(speaker.say("places_lead"), lead=True)
    for result in results[:INDICATORS_SHOWN]:
        for level in levels_of(speaker, result):
            yield from _level(speaker, result, level)


def levels_of(speaker: Speaker, result: IndicatorResult) -> list[str]:
    """Return the levels below the city at which this result has values, coarsest first."""
    levels = {area.id: area.level for area in speaker.profile.evidence.areas}
    return list(dict.fromkeys(levels[one.area] for one in result.by_area if one.area in levels))


def _level(speaker: Speaker, result: IndicatorResult, level: str) -> Iterator[Block]:
    areas = {area.id: area for area in speaker.profile.evidence.areas if area.level == level}
    values = [one for one in result.by_area if one.area in areas]
    title = level_title(speaker, result, level, values)
    yield Heading(title, 2, f"places-{result.indicator.id}-{level}")
    first = next((one.measured for one in values if one.measured), None)
    if worded := speaker.worded(first):
        yield Paragraph(worded)
    drawn = map_figure(speaker, result, areas, values, title)
    table = level_table(speaker, result, values, title)
    # The map's own table would repeat the one below it.
    if drawn is not None:
        yield drawn
    yield table


def level_title(
    speaker: Speaker, result: IndicatorResult, level: str, values: list[AreaValue]
) -> str:
    """Return "Street robbery by district, 2023"."""
    period = next((one.measured.period for one in values if one.measured), "")
    return speaker.say(
        "places_map",
        indicator=speaker.text(result.indicator.name),
        level=speaker.say(f"level_{level}"),
        period=speaker.period(period),
    )


def map_figure(
    speaker: Speaker,
    result: IndicatorResult,
    areas: dict[str, Area],
    values: list[AreaValue],
    title: str,
    width: float = 640,
) -> Figure | None:
    """Return the map, or None where fewer than two areas have a shape."""
    shapes = {
        area.id: area.boundaries[-1].geometry
        for area in areas.values()
        if area.boundaries and area.boundaries[-1].geometry is not None
    }
    if sum(1 for one in values if one.area in shapes) < 2:
        return None
    unit = speaker.unit(result.indicator, result.measured)
    picture = area_map(
        [
            MapArea(
                label=speaker.area_names.get(one.area, one.area),
                geometry=shapes[one.area],
                estimate=estimate(one.measured),
                missing=speaker.term(f"absence.{one.absence}") if one.absence else "",
            )
            for one in values
            if one.area in shapes
        ],
        title=title,
        description=speaker.say("places_sentence"),
        words=speaker.chart_words,
        key=f"map-{result.indicator.id}-{len(values)}",
        unit=unit,
        width=width,
    )
    figure = speaker.figure(picture, f"{speaker.say('places_sentence')} ({unit})")
    return Figure(figure.svg, figure.title, figure.description, figure.sentence, width=0.8)


def level_table(
    speaker: Speaker, result: IndicatorResult, values: list[AreaValue], title: str
) -> Table:
    """Return the areas in the order of their names, never of their values."""
    smoothed = any(one.smoothed is not None for one in values)
    unit = speaker.unit(result.indicator, result.measured)
    columns = [Column(speaker.say("column_area"), width=2)]
    # The unit stands once in the head, so that a row stays on its line.
    columns.append(Column(f"{speaker.say('column_value')} ({unit})", width=2.4))
    if smoothed:
        columns.append(Column(speaker.say("column_smoothed"), "end"))
    columns.append(Column(speaker.say("column_against"), width=1.6))
    rows = []
    for one in sorted(values, key=lambda held: speaker.area_names.get(held.area, held.area)):
        cells = [Cell(speaker.area_names.get(one.area, one.area)), _value(speaker, result, one)]
        if smoothed:
            cells.append(_smoothed(speaker, one))
        cells.append(Cell(_against(speaker, one)))
        rows.append(tuple(cells))
    return Table(title, tuple(columns), tuple(rows))


def _value(speaker: Speaker, result: IndicatorResult, one: AreaValue) -> Cell:
    if one.measured is None:
        return Cell(speaker.term(f"absence.{one.absence or 'not assessed'}"))
    return Cell(speaker.figures(one.measured), one.measured.value)


def _against(speaker: Speaker, one: AreaValue) -> str:
    if one.measured is None:
        return "–"
    counted = "counted." if one.measured.method == FULL_COUNT else ""
    known = one.against_city in ("higher", "lower")
    return speaker.term(f"verdict.{counted if known else ''}{one.against_city}")


def _smoothed(speaker: Speaker, one: AreaValue) -> Cell:
    if one.smoothed is None:
        return Cell("–")
    return Cell(speaker.number(one.smoothed, one.measured), one.smoothed)
