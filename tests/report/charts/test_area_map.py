"""Maps are true to scale, small, and honest about what is not known."""

import math

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box

from paseo.report.charts import Estimate, MapArea, MapPoint, area_map, words_in
from report.charts import svg_reading

NAMED = {"title": "t", "description": "d", "words": words_in("en"), "key": "m"}


def _areas(count, **more):
    return [
        MapArea(f"Area {at}", box(13 + at / 10, 52, 13.1 + at / 10, 52.1), Estimate(at), **more)
        for at in range(count)
    ]


def _paths(picture, name):
    return [
        one
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path")
        if svg_reading.classes(one) == {name}
    ]


def test_the_scale_bar_is_true():
    # At 52.05 degrees one degree of longitude is 68.4 km (sphere of 6371 km).
    picture = area_map(_areas(4), **NAMED)
    across = [x for one in _paths(picture, "unknown") for x, _ in svg_reading.points(one.get("d"))]
    assert not across
    shapes = [
        svg_reading.points(one.get("d"))
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path")
        if "scale" in (one.get("class") or "")
    ]
    left, right = (end(x for shape in shapes for x, _ in shape) for end in (min, max))
    bar = max(
        abs(svg_reading.points(one.get("d"))[1][0] - svg_reading.points(one.get("d"))[0][0])
        for one in _paths(picture, "line")
    )
    label = next(said for said in svg_reading.texts(picture) if said.endswith("km"))
    kilometres = float(label.split("\u00a0")[0])
    expected = 0.4 * 111.195 * math.cos(math.radians(52.05)) / (right - left)
    assert kilometres / bar == pytest.approx(expected, rel=0.005)


def test_unknown_areas_are_hatched_with_their_word_and_never_pale():
    areas = [
        *_areas(3),
        MapArea("x", box(13.3, 52, 13.4, 52.1), Estimate(None), "not shown (too few)"),
        MapArea("y", box(13.4, 52, 13.5, 52.1), Estimate(math.nan)),
    ]
    picture = area_map(areas, **NAMED)
    assert "url(#m-hatch)" in picture.svg
    assert "url(#m-hatch-2)" in picture.svg
    assert {"not shown (too few)", "not assessed"} <= set(svg_reading.texts(picture))
    assert [row[1] for row in picture.table.rows[3:]] == ["not shown (too few)", "not assessed"]


def test_class_breaks_are_printed_and_darker_means_more():
    picture = area_map(_areas(10), **NAMED)
    classes = [row[4] for row in picture.table.rows]
    assert set(classes) <= set(svg_reading.texts(picture))
    shades = [
        int(one.get("class")[-1])
        for one in svg_reading.root(picture).iter(f"{svg_reading.SVG}path")
        if (one.get("class") or "").startswith("scale-")
    ]
    assert shades == sorted(shades)
    assert shades[0] == 1 and shades[-1] == 5


def test_given_breaks_are_kept():
    picture = area_map(_areas(10), breaks=(0, 3, 6, 9), **NAMED)
    assert [row[4] for row in picture.table.rows[2:4]] == ["0 to 3", "3 to 6"]


def test_each_area_says_its_name_and_value():
    titles = [one.text for one in svg_reading.root(area_map(_areas(2), **NAMED)).iter()]
    assert {"Area 0: 0", "Area 1: 1"} <= set(titles)


def test_an_area_too_small_to_see_is_still_drawn():
    tiny = MapArea("tiny", Point(13.05, 52.05).buffer(1e-7), Estimate(5))
    picture = area_map([*_areas(2), tiny], **NAMED)
    assert svg_reading.outside(picture) == []
    assert (
        sum("scale-" in (one.get("class") or "") for one in svg_reading.root(picture).iter()) >= 3
    )


@pytest.mark.parametrize("shape", [None, Polygon(), Point(1, 2), MultiPolygon()])
def test_an_area_without_a_shape_stays_in_the_table(shape):
    picture = area_map([*_areas(1), MapArea("lost", shape, Estimate(7))], **NAMED)
    assert picture.table.rows[1][:2] == ("lost", "7")
    assert area_map([MapArea("lost", shape, Estimate(7))], **NAMED).table.rows[0][1] == "7"


def test_holes_and_parts_survive():
    ring = box(13, 52, 13.2, 52.1).difference(box(13.05, 52.02, 13.1, 52.05))
    both = MultiPolygon([ring, box(13.3, 52, 13.4, 52.1)])
    picture = area_map([MapArea("a", both, Estimate(1))], **NAMED)
    (path,) = _paths(picture, "scale-3")[:1]
    assert path.get("d").count("M") == 3
    assert path.get("fill-rule") == "evenodd"


def test_places_outside_the_map_are_not_drawn():
    points = [MapPoint("in", 13.05, 52.05), MapPoint("out", 40, 10), MapPoint("?", math.nan, 1)]
    drawn = svg_reading.root(area_map(_areas(2), points=points, **NAMED))
    titles = [one.text for one in drawn.iter(f"{svg_reading.SVG}title")]
    assert "in" in titles
    assert "out" not in titles and "?" not in titles


def test_detailed_borders_stay_small():
    """58 areas of 2,000 corners each, as a city's planning areas have."""
    areas = []
    for at in range(58):
        x, y = 13 + at % 8 / 20, 52.3 + at // 8 / 30
        corners = [
            (
                x + 0.02 * math.cos(turn / 1000 * math.pi) * (1 + 0.1 * math.sin(turn / 9)),
                y + 0.013 * math.sin(turn / 1000 * math.pi) * (1 + 0.1 * math.sin(turn / 7)),
            )
            for turn in range(2000)
        ]
        areas.append(MapArea(f"Area {at}", Polygon(corners), Estimate(at)))
    assert len(area_map(areas, **NAMED).svg) < 150_000


def test_linked_areas_can_be_reached_by_keyboard():
    drawn = svg_reading.root(area_map(_areas(2, href="/places/a/"), **NAMED))
    assert drawn.get("role") == "group"
    assert len(list(drawn.iter(f"{svg_reading.SVG}a"))) == 2
