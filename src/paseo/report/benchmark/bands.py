"""The bands of one quantity as a picture and a table, for report and page."""

from __future__ import annotations

from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.bands import Band, Bands
from paseo.assessment.among_peers.index import IndexPlace
from paseo.assessment.profile import IndicatorResult
from paseo.content.numbers import digits_for, format_number
from paseo.report.assessment import drawing
from paseo.report.benchmark.band_picture import BandRow, band_picture
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.charts import Estimate, Picture, PictureTable
from paseo.report.charts.marks import Face
from paseo.report.document import Cell, Column, Table


def picture_of(
    speaker: PeerSpeaker, result: IndicatorResult, bands: Bands, key: str, width: float = 640
) -> Picture:
    """Return the picture of one indicator's bands."""
    indicator = result.indicator
    return _picture(
        speaker,
        bands,
        drawing.estimate(result.measured),
        speaker.text(indicator.name),
        key,
        width,
        face=indicator.face,
        unit=speaker.unit(indicator, result.measured),
        bounds=(indicator.low, indicator.high),
    )


def picture_of_index(
    speaker: PeerSpeaker, place: IndexPlace, key: str, width: float = 640
) -> Picture:
    """Return the picture of an index's bands."""
    own = Estimate(place.score, place.low, place.high)
    return _picture(speaker, place.bands, own, speaker.text(place.title), key, width)


def _picture(
    speaker: PeerSpeaker,
    bands: Bands,
    own: Estimate,
    name: str,
    key: str,
    width: float,
    face: Face = "context",
    unit: str = "",
    bounds: tuple[float | None, float | None] = (None, None),
) -> Picture:
    table = band_table(speaker, bands)
    return band_picture(
        [_row(speaker, band, bands) for band in bands.bands],
        own,
        title=speaker.tell("bands_title", name=name, count=bands.placed - 1),
        description=words.bands_said(bands, speaker.city, speaker.language)[0],
        table=PictureTable(
            tuple(one.name for one in table.columns),
            tuple(tuple(str(cell.words) for cell in row) for row in table.rows),
        ),
        words=speaker.chart_words,
        key=key,
        band_words=speaker.tell("legend_band"),
        own_words=speaker.tell("legend_own", city=speaker.city),
        face=face,
        unit=unit,
        bounds=bounds,
        width=width,
    )


def _row(speaker: PeerSpeaker, band: Band, bands: Bands) -> BandRow:
    peers = sum(city != bands.own for city in band.cities)
    label = speaker.of_peers(f"band.{band.verdict}", city=speaker.city)
    count = speaker.of_peers("band.count", count=peers)
    own = bands.own in band.cities
    if own and peers and band.low is None:
        # Where the own value is drawn there is no room for the words.
        count = speaker.of_peers("band.hidden", count=count)
    return BandRow(
        label=label[:1].upper() + label[1:],
        count=count,
        low=band.low,
        high=band.high,
        missing=speaker.of_peers("band.few"),
        own=own,
    )


def band_table(speaker: PeerSpeaker, bands: Bands) -> Table:
    """Return the bands with their members in the order of the alphabet."""
    rows = [
        (
            Cell(speaker.of_peers(f"band.{band.verdict}", city=speaker.city)),
            _count(sum(city != bands.own for city in band.cities)),
            *_ends(speaker, band),
            Cell(", ".join(speaker.names(tuple(one for one in band.cities if one != bands.own)))),
        )
        for band in bands.bands
    ]
    if bands.unplaced:
        rows.append(
            (
                Cell(speaker.of_peers("band.unplaced")),
                _count(len(bands.unplaced)),
                Cell("–"),
                Cell("–"),
                Cell(", ".join(speaker.names(bands.unplaced))),
            )
        )
    return Table(
        caption=speaker.tell("bands_table", city=speaker.city),
        columns=(
            Column(speaker.tell("column_band"), width=1.5),
            Column(speaker.tell("column_cities"), "end", 0.7),
            Column(speaker.tell("column_from"), "end", 0.8),
            Column(speaker.tell("column_to"), "end", 0.8),
            Column(speaker.tell("column_names"), width=4.2),
        ),
        rows=tuple(rows),
    )


def _count(number: int) -> Cell:
    return Cell(str(number), number)


def _ends(speaker: PeerSpeaker, band: Band) -> tuple[Cell, Cell]:
    if band.low is None or band.high is None:
        return Cell("–"), Cell("–")
    digits = digits_for(band.low, band.high)
    low, high = (
        Cell(format_number(end, speaker.language, digits=digits), round(end, digits or 0))
        for end in (band.low, band.high)
    )
    return low, high
