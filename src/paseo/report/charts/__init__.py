"""Pictures made here as SVG: pure functions from plain numbers and translated words to a Picture.

Every picture brings its title, its description and the table of all its numbers. It carries
classes that the page's ``charts.css`` colours, and the same colours as presentation attributes,
so that it looks alike under a strict content security policy, in PDF, in Word and on paper.
"""

from paseo.report.charts.area_map import MapArea, MapPoint, area_map
from paseo.report.charts.bars import Bar, bars
from paseo.report.charts.before_after import CountRow, before_after
from paseo.report.charts.counterfactual import SeriesStep, counterfactual
from paseo.report.charts.domain_profile import DomainRow, GateMark, domain_profile
from paseo.report.charts.drivers import DriverRow, driver_bars
from paseo.report.charts.effects import EffectPanel, EffectRow, effect_panels
from paseo.report.charts.estimate import Estimate
from paseo.report.charts.partner_ranges import ConditionRanges, PartnerGroup, partner_ranges
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.placebos import placebo_gaps
from paseo.report.charts.pyramid import (
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
    pyramid,
)
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
    "ConditionRanges",
    "CountRow",
    "DomainRow",
    "DriverRow",
    "EffectPanel",
    "EffectRow",
    "Estimate",
    "FaceRow",
    "FaceSide",
    "GateMark",
    "HeatRow",
    "MapArea",
    "MapPoint",
    "PartnerGroup",
    "PeerBand",
    "Picture",
    "PictureTable",
    "PyramidBrick",
    "PyramidCell",
    "PyramidLevel",
    "PyramidSide",
    "RangeRow",
    "RankRow",
    "SeriesBreak",
    "SeriesGroup",
    "SeriesPoint",
    "SeriesStep",
    "Words",
    "area_map",
    "bars",
    "before_after",
    "counterfactual",
    "domain_profile",
    "driver_bars",
    "effect_panels",
    "favourable_position",
    "partner_ranges",
    "placebo_gaps",
    "pyramid",
    "range_bar",
    "range_bars",
    "rank_heat",
    "rank_intervals",
    "series",
    "six_bands",
    "two_faces",
    "words_in",
]
