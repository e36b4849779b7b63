"""Tables and pictures of the room: those of the report, set into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from paseo.assessment.among_peers.bands import Bands
from paseo.assessment.among_peers.words import alphabet
from paseo.assessment.profile import IndicatorResult
from paseo.content.numbers import format_list
from paseo.report import charts, document
from paseo.report.assessment.dimensions import range_row
from paseo.report.benchmark.bands import band_table, picture_of
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.charts import Picture
from paseo.web.assessment.pictures import NARROW, WIDE, Drawn
from paseo.web.benchmark.asking import Asked
from paseo.web.ui.tables import Column, Table


def as_table(found: document.Table, *, quiet: bool = False) -> Table:
    """Return a table of a report as the pages show tables."""
    return Table(
        caption=found.caption,
        columns=[
            Column(str(at), one.name, numeric=one.align == "end")
            for at, one in enumerate(found.columns)
        ],
        rows=[[document.plain(cell.words) for cell in row] for row in found.rows],
        quiet_caption=quiet,
    )


def _drawn(draw: Callable[[str, float], Picture], key: str, table: Table) -> Drawn:
    wide, narrow = draw(f"{key}-wide", WIDE), draw(f"{key}-narrow", NARROW)
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    return Drawn(wide.title, svg, wide.description, table)


def ranges(speaker: PeerSpeaker, results: Sequence[IndicatorResult], dimension: str) -> Drawn:
    """Return the range bars of one dimension."""
    name = speaker.text(speaker.dimensions[dimension].name)

    def draw(key: str, width: float) -> Picture:
        return charts.range_bars(
            [range_row(speaker, result) for result in results],
            title=speaker.say("dimension_bars", dimension=name),
            description=speaker.say("dimension_bars_sentence"),
            words=speaker.chart_words,
            key=key,
            width=width,
        )

    key = f"ranges-{dimension}"
    first = draw(key, WIDE)
    table = Table(
        caption=first.title,
        columns=[
            Column(str(at), one, numeric=at > 0) for at, one in enumerate(first.table.columns)
        ],
        rows=first.table.rows,
    )
    return _drawn(draw, key, table)


def bands(speaker: PeerSpeaker, result: IndicatorResult, found: Bands) -> Drawn:
    """Return the bands of one indicator."""
    return _drawn(
        lambda key, width: picture_of(speaker, result, found, key, width),
        f"bands-{result.indicator.id}",
        as_table(band_table(speaker, found)),
    )


def members(speaker: PeerSpeaker, found: Bands) -> list[tuple[str, str, list[str]]]:
    """Return each band with its number of cities and their names, in the order of the alphabet."""
    held = [
        (
            speaker.of_peers(f"band.{band.verdict}", city=speaker.city),
            speaker.of_peers("band.count", count=len(set(band.cities) - {found.own})),
            speaker.names(tuple(one for one in band.cities if one != found.own)),
        )
        for band in found.bands
    ]
    if found.unplaced:
        count = speaker.of_peers("band.count", count=len(found.unplaced))
        held.append((speaker.of_peers("band.unplaced"), count, speaker.names(found.unplaced)))
    return held


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a dimension, with its range and the way to its bands."""

    name: str
    url: str
    value: str
    range: str


def lines(
    speaker: PeerSpeaker, results: Sequence[IndicatorResult], city: str, asked: Asked
) -> list[Line]:
    """Return the indicators of a dimension that stand beside a range."""
    return [
        Line(
            speaker.text(result.indicator.name),
            reverse("benchmark:indicator", args=[city, result.indicator.id]) + asked.query,
            f"{speaker.value(result.indicator, result.measured)} "
            f"({speaker.period(result.measured.period)})",
            speaker.range_of(result, result.peers),
        )
        for result in results
        if result.measured is not None and result.peers is not None
    ]


def comparisons(speaker: PeerSpeaker, code: str) -> Table:
    """Return every comparison of one indicator with its grade and what differs."""
    known = speaker.found.chosen.peers.cities
    rows = [
        [
            speaker.text(known[one.city].name),
            speaker.period(one.period),
            one.grade,
            format_list([speaker.term(f"test.{test}") for test in one.differs], speaker.language)
            or speaker.say("differs_nothing"),
        ]
        for one in speaker.found.compared[code]
    ]
    rows.sort(key=lambda row: alphabet(row[0]))
    return Table(
        caption=_("Every comparison, cities in the order of the alphabet"),
        columns=[
            Column("city", _("City")),
            Column("period", speaker.say("column_period")),
            Column("grade", speaker.say("column_grade")),
            Column("differs", speaker.say("column_differs")),
        ],
        rows=rows,
    )
