"""Series say where they break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.report.charts import Estimate, SeriesBreak, SeriesGroup, SeriesPoint, series, words_in
from report.charts import svg_reading

NAMED = {"title": "t", "description": "d", "words": words_in("en"), "key": "s"}


def _group(values, label="City", face="felt", first=2010):
    points = (
        SeriesPoint(str(first + at), Estimate(value), first + at) for at, value in enumerate(values)
    )
    return SeriesGroup(label, tuple(points), face)


def _joined(picture):
    """The x-spans of lines that join points."""
    spans = []
    for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path"):
        corners = svg_reading.points(one.get("d"))
        between = "L" in one.get("d") and "Z" not in one.get("d")
        if "line" in svg_reading.classes(one) and between:
            spans.append((corners[0][0], corners[-1][0]))
    return spans


def _break_lines(picture):
    return [
        svg_reading.points(one.get("d"))[0][0]
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path")
        if svg_reading.classes(one) == {"gap", "line"}
    ]


@given(
    st.lists(st.integers(0, 100), min_size=2, max_size=12),
    st.lists(st.integers(0, 11), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_no_line_crosses_a_break(values, before, count):
    groups = [_group(values, str(at)) for at in range(count)]
    breaks = [SeriesBreak(str(2010 + at), "other wording") for at in before if at < len(values)]
    picture = series(groups, breaks=breaks, **NAMED)
    lines = _break_lines(picture)
    assert len(lines) == len(breaks)
    assert not any(left < x < right for x in lines for left, right in _joined(picture))


def test_without_a_break_all_points_are_joined():
    assert len(_joined(series([_group([1, 2, 3])], **NAMED))) == 1


def test_a_missing_period_is_hatched_and_not_bridged():
    picture = series([_group([1, 2, None, 4, 5])], **NAMED)
    assert len(_joined(picture)) == 2
    assert "url(#s-hatch)" in picture.svg
    assert picture.table.rows[2] == ("2012", "not assessed", "not assessed", "not assessed")


def test_a_break_stands_in_the_table():
    picture = series([_group([1, 2])], breaks=[SeriesBreak("2011", "other wording")], **NAMED)
    assert picture.table.rows[1][0] == "2011 (other wording)"


def test_a_break_that_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="2031"):
        series([_group([1, 2])], breaks=[SeriesBreak("2031")], **NAMED)


def test_years_lie_as_far_apart_as_in_time():
    points = tuple(SeriesPoint(str(at), Estimate(1), at) for at in (2000, 2001, 2010))
    picture = series([SeriesGroup("a", points, "happens")], **NAMED)
    marks = [
        float(one.get("cx")) for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}circle")
    ][:3]
    assert (marks[2] - marks[1]) / (marks[1] - marks[0]) == pytest.approx(9, abs=0.1)


def test_groups_differ_without_colour():
    picture = series([_group([1, 2, 3], str(at), "happens") for at in range(4)], **NAMED)
    dashes = {
        one.get("stroke-dasharray")
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path")
        if "happens" in svg_reading.classes(one) and "L" in one.get("d") and "Z" not in one.get("d")
    }
    assert len(dashes) == 4


def test_no_points_at_all_still_make_a_picture():
    assert series([SeriesGroup("a", ())], **NAMED).table.rows == ()
    assert series([], **NAMED).table.rows == ()
