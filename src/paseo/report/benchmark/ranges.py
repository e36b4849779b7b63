"""The chapters of the report: the choice, the dimensions with their ranges, the bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.among import DimensionRanges
from paseo.assessment.among_peers.index import IndexPlace
from paseo.assessment.profile import IndicatorResult
from paseo.content.numbers import format_list
from paseo.report.assessment.dimensions import range_figure
from paseo.report.benchmark.bands import band_table, picture_of, picture_of_index
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
)

_NOT_SAID = ("not_rank", "not_same", "not_why", "not_chosen")


def opening(speaker: PeerSpeaker) -> Iterator[Block]:
    """Yield who stands beside, what each condition costs, and what is not said."""
    chosen = speaker.found.chosen
    yield Heading(speaker.tell("peers_title"), 1, "peers")
    yield Paragraph(words.chosen_said(chosen, speaker.language), lead=True)
    yield Paragraph(speaker.tell("peers_why"))
    for name, count in chosen.unknown.items():
        yield Paragraph(speaker.tell(f"peers_unknown_{name}", count=count))
    if chosen.choice.asked:
        yield Table(
            caption=speaker.tell("peers_without"),
            columns=(
                Column(speaker.tell("column_condition"), width=3),
                Column(speaker.tell("column_left"), "end"),
            ),
            rows=tuple(
                (Cell(speaker.of_peers(f"condition.{name}")), Cell(str(count), count))
                for name, count in chosen.without.items()
            ),
        )
    names = speaker.names(tuple(chosen.peers.cities))
    yield Paragraph(speaker.tell("peers_names", names=format_list(names, speaker.language)))
    yield Callout("note", speaker.tell("not_title"), tuple(speaker.tell(one) for one in _NOT_SAID))


def dimensions(speaker: PeerSpeaker) -> Iterator[Block]:
    """Yield the six side by side, then each with its ranges and bands."""
    yield Heading(speaker.tell("dimensions_title"), 1, "dimensions")
    yield Paragraph(speaker.tell("dimensions_lead"), lead=True)
    yield six_table(speaker)
    for part in speaker.found.dimensions:
        yield from _dimension(speaker, part)


def six_table(speaker: PeerSpeaker) -> Table:
    """Return how the values of each dimension stand; counts, no total."""
    counted = ("held", "ranged", "below", "within", "above")
    return Table(
        caption=speaker.tell("dimensions_table"),
        columns=(
            Column(speaker.tell("column_dimension"), width=2.4),
            *(Column(speaker.tell(f"column_{name}"), "end") for name in counted),
            Column(speaker.tell("column_weakest"), width=0.9),
        ),
        rows=tuple(
            (
                Cell(speaker.text(speaker.dimensions[part.dimension].name)),
                *(Cell(str(getattr(part, name)), getattr(part, name)) for name in counted),
                Cell(part.weakest or "–"),
            )
            for part in speaker.found.dimensions
        ),
    )


def _dimension(speaker: PeerSpeaker, part: DimensionRanges) -> Iterator[Block]:
    named = speaker.dimensions[part.dimension]
    name = speaker.text(named.name)
    yield PageBreak()
    yield Heading((speaker.run(named.name),), 1, part.dimension)
    yield Paragraph(words.dimension_said(part, speaker.language), lead=True)
    results = [one for one in speaker.ranged if one.indicator.dimension == part.dimension]
    if not results:
        return
    yield range_figure(speaker, results, name, f"ranges-{part.dimension}")
    yield _ranges(speaker, results, name)
    for result in results:
        yield from _bands(speaker, result)


def _ranges(speaker: PeerSpeaker, results: list[IndicatorResult], name: str) -> Table:
    return Table(
        caption=speaker.tell("ranges_table", dimension=name),
        columns=(
            Column(speaker.say("column_indicator"), width=2.4),
            Column(speaker.say("column_value"), width=1.8),
            Column(speaker.say("column_period"), width=0.8),
            Column(speaker.tell("column_range"), width=2.4),
            Column(speaker.say("column_source"), width=0.7),
        ),
        rows=tuple(_range_row(speaker, result) for result in results),
    )


def _range_row(speaker: PeerSpeaker, result: IndicatorResult) -> tuple[Cell, ...]:
    assert result.measured is not None
    assert result.peers is not None
    source = str(result.measured.row.get("source") or "")
    number = list(speaker.source_names).index(source) + 1 if source in speaker.source_names else 0
    return (
        indicator_cell(speaker, result),
        Cell(speaker.value(result.indicator, result.measured), result.measured.value),
        Cell(speaker.period(result.measured.period)),
        Cell(speaker.range_of(result, result.peers)),
        Cell((Run(f"[{number}]", link="#sources-own"),) if number else "–"),
    )


def indicator_cell(speaker: PeerSpeaker, result: IndicatorResult) -> Cell:
    """Return the name of an indicator with its code."""
    return Cell((speaker.run(result.indicator.name), Run(f" {result.indicator.id}", "muted")))


def _bands(speaker: PeerSpeaker, result: IndicatorResult) -> Iterator[Block]:
    code = result.indicator.id
    bands = speaker.found.bands.get(code)
    if bands is None:
        return
    yield Heading((speaker.run(result.indicator.name),), 2, f"bands-{code}")
    said = words.bands_said(bands, speaker.city, speaker.language)
    picture = picture_of(speaker, result, bands, f"bands-{code}")
    hidden = words.withheld_said(speaker.found, code, speaker.language)
    # The first sentence stands at the picture.
    notes = tuple(one for one in (*said[1:], hidden) if one)
    figure = speaker.figure(picture, said[0], notes)
    yield replace(figure, table=band_table(speaker, bands))


def index_blocks(speaker: PeerSpeaker, place: IndexPlace) -> Iterator[Block]:
    """Yield the band of an index that was asked for."""
    yield PageBreak()
    yield Heading(speaker.tell("index_title"), 1, "index")
    yield Callout("caution", speaker.text(place.title), ((speaker.run(place.about),),))
    said = words.index_said(place, speaker.found.chosen, speaker.city, speaker.language)
    yield Paragraph(said[0], lead=True)
    yield Bullets(tuple(said[1:]))
    if place.score is None:
        yield band_table(speaker, place.bands)
        return
    picture = picture_of_index(speaker, place, "bands-index")
    yield replace(
        speaker.figure(picture, picture.description), table=band_table(speaker, place.bands)
    )
