"""The six dimensions: how much is known, each value with its interval, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paseo.assessment.profile import DimensionResult, IndicatorResult, Measured
from paseo.report.assessment import drawing
from paseo.report.assessment.speaker import Speaker
from paseo.report.charts import RangeRow, range_bars, six_bands
from paseo.report.document import (
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Words,
)


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the bands, a chapter for each dimension, and the list of what is missing."""
    yield PageBreak()
    yield Heading(speaker.say("bands_title"), 1, "dimensions")
    yield bands(speaker)
    for dimension in speaker.profile.dimensions:
        yield from _dimension(speaker, dimension)
    yield from _missing(speaker)


def bands(speaker: Speaker, width: float = 640) -> Figure:
    """Return the picture of the six dimensions; its table says how much of each is known.

    The values behind its marks stand in the tables of the dimensions.
    """
    sentence = speaker.say("bands_sentence")
    picture = six_bands(
        [
            drawing.band(dimension, speaker.profile, speaker.language)
            for dimension in speaker.profile.dimensions
        ],
        title=speaker.say("bands_title"),
        description=sentence,
        words=speaker.chart_words,
        key="bands",
        width=width,
    )
    return replace(speaker.figure(picture, sentence), table=_known(speaker, picture.title))


def _known(speaker: Speaker, caption: str) -> Table:
    words = speaker.chart_words
    return Table(
        caption,
        (
            Column(words.dimension, width=3),
            Column(words.assessed, "end"),
            Column(speaker.say("column_expected"), "end"),
        ),
        tuple(
            (
                Cell(_name(speaker, dimension)),
                Cell(str(dimension.assessed), dimension.assessed),
                Cell(str(dimension.expected), dimension.expected),
            )
            for dimension in speaker.profile.dimensions
        ),
    )


def _name(speaker: Speaker, dimension: DimensionResult) -> str:
    named = next(
        one for one in speaker.profile.framework.dimensions if one.id == dimension.dimension
    )
    return speaker.text(named.name)


def _dimension(speaker: Speaker, dimension: DimensionResult) -> Iterator[Block]:
    named = next(
        one for one in speaker.profile.framework.dimensions if one.id == dimension.dimension
    )
    name = speaker.text(named.name)
    yield Heading((speaker.run(named.name),), 1, dimension.dimension)
    yield Paragraph((speaker.run(named.definition),), lead=True)
    yield Paragraph(_coverage(speaker, dimension))
    held = [result for result in dimension.results if result.measured is not None]
    if not held:
        yield Callout("missing", name, (speaker.say("dimension_empty"),))
        return
    beside = [result for result in held if result.peers is not None]
    if beside:
        yield range_figure(speaker, beside, name, f"bars-{dimension.dimension}")
    yield _table(speaker, held, name)


def _coverage(speaker: Speaker, dimension: DimensionResult) -> str:
    parts = [speaker.say("coverage_line", assessed=dimension.assessed, expected=dimension.expected)]
    if dimension.not_in_remit:
        parts.append(speaker.say("coverage_remit", count=dimension.not_in_remit))
    if dimension.left_out:
        parts.append(speaker.say("coverage_left_out", count=dimension.left_out))
    return " ".join(parts)


def range_figure(
    speaker: Speaker, results: list[IndicatorResult], name: str, key: str, width: float = 640
) -> Figure:
    """Return range bars of results that stand beside other cities.

    Their numbers stand in the dimension's table, which follows; a table of their own would
    repeat it.
    """
    sentence = speaker.say("dimension_bars_sentence")
    picture = range_bars(
        [range_row(speaker, result) for result in results],
        title=speaker.say("dimension_bars", dimension=name),
        description=sentence,
        words=speaker.chart_words,
        key=key,
        width=width,
    )
    return replace(speaker.figure(picture, sentence), table=None)


def range_row(speaker: Speaker, result: IndicatorResult) -> RangeRow:
    """Return one result as a range bar takes it, with its period below."""
    return drawing.range_row(
        result,
        speaker.profile.framework,
        speaker.language,
        note=speaker.period(result.measured.period) if result.measured else "",
        missing=speaker.absence(result) if result.measured is None else "",
    )


def _table(speaker: Speaker, held: list[IndicatorResult], name: str) -> Table:
    return Table(
        caption=speaker.say("dimension_table", dimension=name),
        columns=(
            Column(speaker.say("column_indicator"), width=2.4),
            Column(speaker.say("column_value"), width=2),
            Column(speaker.say("column_period"), width=0.8),
            Column(speaker.say("column_peers"), width=2),
            Column(speaker.say("column_change"), width=2.6),
            Column(speaker.say("column_source"), width=0.7),
        ),
        rows=tuple(_row(speaker, result) for result in held),
    )


def _row(speaker: Speaker, result: IndicatorResult) -> tuple[Cell, ...]:
    measured = result.measured
    assert measured is not None
    source = str(measured.row.get("source") or "")
    number = list(speaker.source_names).index(source) + 1 if source in speaker.source_names else 0
    return (
        _named(speaker, result),
        Cell(_valued(speaker, result, measured), measured.value),
        Cell(speaker.period(measured.period)),
        Cell(_peers(speaker, result)),
        Cell(speaker.change(result.change, result.indicator)),
        Cell((Run(f"[{number}]", link="#sources"),) if number else "–"),
    )


def _named(speaker: Speaker, result: IndicatorResult) -> Cell:
    """Return the name, and what was really measured under it."""
    worded = tuple(replace(one, words=f" {one.words}") for one in speaker.worded(result.measured))
    indicator = result.indicator
    return Cell((speaker.run(indicator.name), Run(f" {indicator.id}.", "muted"), *worded))


def _valued(speaker: Speaker, result: IndicatorResult, measured: Measured) -> Words:
    return (Run(speaker.value(result.indicator, measured)), *speaker.inferred(measured))


def _peers(speaker: Speaker, result: IndicatorResult) -> str:
    if result.peers is not None:
        return speaker.range_of(result, result.peers)
    return speaker.term(f"peers.{result.peers_missing or 'not_asked'}")


def _missing(speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("missing_title"), 1, "missing")
    missing = [
        (dimension, [one for one in dimension.results if one.measured is None])
        for dimension in speaker.profile.dimensions
    ]
    if not any(results for _, results in missing):
        yield Paragraph(speaker.say("missing_none"))
        return
    yield Paragraph(speaker.say("missing_lead"), lead=True)
    for dimension, results in missing:
        if results:
            yield Callout(
                "missing",
                _name(speaker, dimension),
                tuple(_by_absence(speaker, results)),
            )


def _by_absence(speaker: Speaker, results: list[IndicatorResult]) -> Iterator[str]:
    """Yield one line for each reason of absence; the reasons are never mixed."""
    for absence in dict.fromkeys(result.absence or "not assessed" for result in results):
        names = [
            f"{speaker.text(one.indicator.name)} ({one.indicator.id})"
            for one in results
            if (one.absence or "not assessed") == absence
        ]
        reason = speaker.term(f"absence.{absence}")
        yield f"{reason[:1].upper()}{reason[1:]}: {'; '.join(names)}."
