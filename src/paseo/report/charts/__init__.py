"""Pictures made here as SVG: pure functions from plain numbers and translated words to a Picture.

Every picture brings its title, its description and the table of all its numbers. It carries
classes that the page's ``charts.css`` colours, and the same colours as presentation attributes,
so that it looks alike under a strict content security policy, in PDF, in Word and on paper.
"""

from paseo.report.charts.area_map import MapArea, MapPoint, area_map
from paseo.report.charts.bars import Bar, bars
from paseo.report.charts.drivers import DriverRow, driver_bars
from paseo.report.charts.estimate import Estimate
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.range_bar import PeerBand, RangeRow, range_bar, range_bars
from paseo.report.charts.rank_heat import HeatRow, rank_heat
from paseo.report.charts.rank_intervals import RankRow, rank_intervals
from paseo.report.charts.series import (
    SeriesBreak,
    SeriesGroup,
    SeriesPoint,
    series,
)
from paseo.report.charts.six_bands import Band, BandMark, favourable_position, six_bands
from paseo.report.charts.two_faces import FaceRow, FaceSide, two_faces
from paseo.report.charts.words import Words, words_in

__all__ = [
    "Band",
    "BandMark",
    "Bar",
    "DriverRow",
    "Estimate",
    "FaceRow",
    "FaceSide",
    "HeatRow",
    "MapArea",
    "MapPoint",
    "PeerBand",
    "Picture",
    "PictureTable",
    "RangeRow",
    "RankRow",
    "SeriesBreak",
    "SeriesGroup",
    "SeriesPoint",
    "Words",
    "area_map",
    "bars",
    "driver_bars",
    "favourable_position",
    "range_bar",
    "range_bars",
    "rank_heat",
    "rank_intervals",
    "series",
    "six_bands",
    "two_faces",
    "words_in",
]
