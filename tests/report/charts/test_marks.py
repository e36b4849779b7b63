"""Range bars, bands, faces and bars put their marks where the numbers are."""

import math

import pytest

from paseo.report.charts import (
    Band,
    BandMark,
    Bar,
    Estimate,
    FaceRow,
    FaceSide,
    PeerBand,
    RangeRow,
    bars,
    favourable_position,
    range_bar,
    range_bars,
    six_bands,
    two_faces,
    words_in,
)
from report.charts import svg_reading

NAMED = {"title": "t", "description": "d", "words": words_in("en"), "key": "m"}


def _drawn(picture, tag, *names):
    return [
        one
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}{tag}")
        if svg_reading.classes(one) == set(names)
    ]


def test_the_mark_lies_in_proportion_between_the_limits():
    row = RangeRow("r", Estimate(25), None, "happens", limits=(0, 100))
    (mark,) = _drawn(range_bar(row, **NAMED), "circle", "happens")
    assert float(mark.get("cx")) == pytest.approx(10 + 200 * 0.25)


def test_the_band_of_the_peers_spans_its_marks():
    row = RangeRow("r", Estimate(50), PeerBand(20, 40, 60), "happens", limits=(0, 100))
    (band,) = _drawn(range_bar(row, **NAMED), "rect", "peers", "band")
    assert (float(band.get("x")), float(band.get("width"))) == (50, 80)


@pytest.mark.parametrize(
    ("own", "ends"),
    [(Estimate(50, 10, 500), [210]), (Estimate(500, 400, 600), [210] * 3), (Estimate(5), [])],
)
def test_what_lies_beyond_the_axis_gets_an_arrowhead(own, ends):
    row = RangeRow("r", own, None, "happens", limits=(0, 100))
    heads = _drawn(range_bar(row, **NAMED), "path", "happens")
    assert [max(x for x, _ in svg_reading.points(one.get("d"))) for one in heads] == ends


def test_an_endless_interval_says_so_in_the_legend():
    row = RangeRow("r", Estimate(5, 1, math.inf), None, "happens")
    assert words_in("en").beyond in svg_reading.texts(range_bars([row], **NAMED))


def test_a_value_not_known_is_hatched_with_its_word_and_has_no_mark():
    row = RangeRow("r", Estimate(None), PeerBand(1, 2, 3), "happens", missing="too few")
    picture = range_bars([row], **NAMED)
    assert "too few" in svg_reading.texts(picture)
    assert not _drawn(picture, "circle", "happens")
    assert "url(#m-hatch)" in picture.svg


def test_zero_is_drawn_as_a_number():
    row = RangeRow("r", Estimate(0, 0, 2), None, "happens", "%")
    picture = range_bars([row], **NAMED)
    assert picture.table.rows[0][1] == "0.0\u00a0%"
    assert _drawn(picture, "circle", "happens")


def test_what_is_felt_is_never_a_filled_circle():
    row = RangeRow("r", Estimate(5), None, "felt")
    picture = range_bar(row, **NAMED)
    assert not list(svg_reading.root(picture).iter(f"{svg_reading.SVG}circle"))
    assert _drawn(picture, "path", "felt", "open")


@pytest.mark.parametrize("width", [640, 340])
def test_the_solid_part_of_a_band_is_the_covered_share(width):
    band = Band("d", "happens", 8, (BandMark("a", "1"), BandMark("b", "2")))
    picture = six_bands([band], width=width, **NAMED)
    (solid,) = _drawn(picture, "rect", "happens", "band")
    hatched = next(one for one in _drawn(picture, "rect", "unknown"))
    share = float(solid.get("width")) / (float(solid.get("width")) + float(hatched.get("width")))
    assert share == pytest.approx(2 / 8, abs=0.002)
    assert "2/8" in svg_reading.texts(picture)


def test_a_mark_stands_the_higher_the_more_favourable_and_outside_beyond_the_peers():
    marks = tuple(BandMark("a", "1", at, "happens") for at in (-0.5, 0, 0.5, 1, 1.5))
    picture = six_bands([Band("d", "happens", 5, marks)], **NAMED)
    (solid,) = _drawn(picture, "rect", "happens", "band")
    top, high = float(solid.get("y")), float(solid.get("height"))
    heights = [float(one.get("cy")) for one in _drawn(picture, "circle", "happens")][:5]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > top + high
    assert heights[-1] < top
    assert all(top < one < top + high for one in heights[1:4])


def test_an_indicator_without_peers_gets_a_neutral_tick():
    picture = six_bands([Band("d", "happens", 2, (BandMark("a", "1"),))], **NAMED)
    assert not _drawn(picture, "circle", "happens")
    assert words_in("en").band_tick in svg_reading.texts(picture)


@pytest.mark.parametrize(
    ("value", "better", "position"),
    [(5, "higher", 0.25), (5, "lower", 0.75), (5, None, None), (None, "higher", None)],
)
def test_the_position_is_turned_towards_the_favourable_end(value, better, position):
    assert favourable_position(value, 4, 8, better) == position


def test_a_band_with_links_lets_them_be_reached():
    band = Band("d", "felt", 1, (BandMark("Safe", "70 %", 0.5, "felt", "/values/1/"),))
    drawn = svg_reading.root(six_bands([band], **NAMED))
    (link,) = drawn.iter(f"{svg_reading.SVG}a")
    assert drawn.get("role") == "group"
    assert (link.get("href"), link.get("aria-label")) == ("/values/1/", "Safe: 70 %")


@pytest.mark.parametrize("href", ["javascript:alert(1)", " JaVa\tScript:x", "data:text/html,x"])
def test_a_link_that_runs_something_is_not_drawn(href):
    band = Band("d", "felt", 1, (BandMark("Safe", "70 %", 0.5, "felt", href),))
    assert not list(svg_reading.root(six_bands([band], **NAMED)).iter(f"{svg_reading.SVG}a"))


def test_the_two_faces_never_share_an_axis():
    rows = [FaceRow("2023", Estimate(50, 40, 60), Estimate(50, 40, 60))]
    picture = two_faces(rows, FaceSide("a"), FaceSide("b"), **NAMED)
    circle = _drawn(picture, "circle", "happens")[1]
    diamond = _drawn(picture, "path", "felt", "open")[1]
    felt = sum(x for x, _ in svg_reading.points(diamond.get("d"))[:4]) / 4
    assert float(circle.get("cx")) < 340 < felt
    assert float(circle.get("cy")) == pytest.approx(svg_reading.points(diamond.get("d"))[1][1])


def test_a_pair_with_one_face_unknown_is_not_joined():
    known = [FaceRow("2023", Estimate(5), Estimate(50))]
    half = [FaceRow("2023", Estimate(5), Estimate(None))]
    sides = (FaceSide("a"), FaceSide("b"))
    assert 'stroke-dasharray="1 3"' in two_faces(known, *sides, **NAMED).svg
    assert 'stroke-dasharray="1 3"' not in two_faces(half, *sides, **NAMED).svg


def test_bars_stand_in_the_order_of_the_alphabet_not_of_their_values():
    rows = [Bar("Mitte", Estimate(9)), Bar("Älvsjö", Estimate(1)), Bar("Pankow", Estimate(5))]
    assert [row[0] for row in bars(rows, **NAMED).table.rows] == ["Älvsjö", "Mitte", "Pankow"]
    given = bars(rows, order="given", **NAMED)
    assert [row[0] for row in given.table.rows] == ["Mitte", "Älvsjö", "Pankow"]


def test_bars_start_at_zero_on_either_side():
    picture = bars([Bar("a", Estimate(-3)), Bar("b", Estimate(3))], face="happens", **NAMED)
    left, right = _drawn(picture, "rect", "happens", "band")
    end = float(left.get("x")) + float(left.get("width"))
    assert end == pytest.approx(float(right.get("x")), abs=0.15)


def test_the_line_of_the_city_is_in_the_table():
    picture = bars([Bar("a", Estimate(3))], reference=Estimate(4, 3.5, 4.5), **NAMED)
    assert picture.table.rows[-1] == ("Whole city", "4.0", "3.5", "4.5")
