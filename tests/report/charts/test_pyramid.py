"""The pyramid as a picture: bricks of one size or one scale, empty cells, merging, links."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.report.charts import (
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
    pyramid,
    words_in,
)
from paseo.report.charts.pyramid.counted import MOST_BRICKS, counted
from paseo.report.charts.pyramid.sized import sized
from report.charts import svg_reading

NAMES = ("Quality of life", "General prevention", "Specific prevention", "Reaction")
ROOMS = [310, 270, 230, 190]


def bricks(count, **more):
    return tuple(PyramidBrick(f"Measure {at}", **more) for at in range(count))


def side(*counts, **more):
    """One side from the numbers of measures in eight cells, from the base up, positive first."""
    cells = [
        PyramidCell(
            tuple(replace(one, id=f"{cell}-{at}") for at, one in enumerate(bricks(count, **more))),
            str(count),
            f"{count} measures",
        )
        for cell, count in enumerate(counts)
    ]
    levels = [PyramidLevel(name, *cells[2 * at : 2 * at + 2]) for at, name in enumerate(NAMES)]
    return PyramidSide(tuple(levels))


def drawn(*sides, width=680, **more):
    return pyramid(
        sides, halves=("Positive", "Problem-oriented"), title="t", description="d",
        words=words_in("en"), key="k", width=width, **more,
    )  # fmt: skip


def boxes(laid):
    return [box for row in laid for half in row.boxes for box in half]


@pytest.mark.parametrize("count", [1, 12, 80, 1000])
@pytest.mark.parametrize("width", [720, 342])
@pytest.mark.parametrize("effort", ["", "Full-time posts"])
def test_any_number_of_measures_makes_a_picture_of_a_page(count, width, effort):
    share, rest = divmod(count, 8)
    picture = drawn(side(*([share] * 7), share + rest, size=1.5), width=width, effort=effort)
    assert svg_reading.outside(picture) == []
    assert svg_reading.size(picture)[1] < 1100
    assert len(picture.svg) < 260_000


def test_counted_bricks_have_one_size_on_every_level():
    _tier, laid = counted([side(5, 9, 2, 14, 7, 3, 1, 6)], ROOMS, names=False)
    assert len({(box.width, box.height) for box in boxes(laid[0])}) == 1


def test_names_stand_in_few_bricks_and_not_in_many():
    few, many = drawn(side(1, 2, 0, 1, 0, 1, 0, 0)), drawn(side(*[20] * 8))
    assert "Measure 1" in svg_reading.texts(few)
    assert "Measure 1" not in svg_reading.texts(many)


LONG = ("Mediation after a complaint about noise at night in the old town", "Place ban")


@pytest.mark.parametrize(("width", "effort"), [(720, ""), (342, ""), (342, "Posts")])
def test_where_a_name_would_be_cut_bricks_have_numbers_and_a_key_names_them(width, effort):
    cell = PyramidCell(tuple(PyramidBrick(one, 2.0, id=one) for one in LONG), "2")
    held = PyramidSide((PyramidLevel(NAMES[0], PyramidCell(), cell),))
    said = svg_reading.texts(drawn(held, width=width, effort=effort))
    assert LONG[0] in " ".join(said)
    assert (said.count("1"), said.count("2")) == (2, 3)  # in bricks, in the key; 2 in the cell
    assert "Place ban" in said


def test_the_same_measure_has_one_number_in_both_years_and_homonyms_have_two():
    cell = PyramidCell((PyramidBrick(LONG[0], id="a"), PyramidBrick(LONG[0], id="b")), "")
    later = PyramidCell((PyramidBrick(LONG[0], id="b"),), "")
    years = [
        PyramidSide((PyramidLevel(NAMES[0], PyramidCell(), one),), str(year))
        for year, one in ((2024, cell), (2026, later))
    ]
    said = svg_reading.texts(drawn(*years))
    assert (said.count("1"), said.count("2")) == (2, 3)  # in bricks, and once in the key


def test_a_key_does_not_grow_without_bound():
    assert "1" not in svg_reading.texts(drawn(side(*[7] * 8), width=342))


def test_an_empty_cell_says_none_and_is_dashed():
    picture = drawn(side(1, 0, 1, 1, 1, 1, 1, 1))
    assert svg_reading.texts(picture).count("none") == 1
    assert picture.svg.count('class="unknown"') == 1


def test_too_many_share_bricks_of_one_kind_and_the_note_says_how_many():
    cell = PyramidCell(bricks(230, aim="person") + bricks(71, aim="structure"), "301")
    empty = PyramidCell()
    held = PyramidSide((PyramidLevel(NAMES[0], cell, empty),))
    tier, laid = counted([held], ROOMS[:1], names=False)
    found = boxes(laid[0])
    assert tier.together > 1
    assert len(found) <= MOST_BRICKS
    assert sum(len(box.bricks) for box in found) == 301
    assert all(len({one.aim for one in box.bricks}) == 1 for box in found)
    # A brick that holds fewer is narrower in proportion, so that area still counts.
    for box in found:
        assert math.isclose(box.width, max(4, tier.width * len(box.bricks) / tier.together))
    assert f"up to {tier.together} measures" in " ".join(svg_reading.texts(drawn(held)))


SIZES = st.lists(st.none() | st.floats(0.01, 1e5), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(SIZES, min_size=8, max_size=8), st.lists(SIZES, min_size=8, max_size=8))
def test_equal_area_is_equal_effort_on_all_levels_and_both_sides(first, second):
    sides = [
        PyramidSide(
            tuple(
                PyramidLevel(
                    NAMES[at],
                    *(
                        PyramidCell(tuple(PyramidBrick("m", size) for size in held[2 * at + half]))
                        for half in (0, 1)
                    ),
                )
                for at in range(4)
            )
        )
        for held in (first, second)
    ]
    scales = []
    for laid in sized(sides, ROOMS):
        for row, room in zip(laid, ROOMS, strict=True):
            for half in row.boxes:
                stated = [box for box in half if box.kind in ("brick", "smaller")]
                for box in stated:
                    effort = sum(one.size for one in box.bricks)
                    scales.append(box.width * box.height / effort)
                    assert box.u + box.width <= room + 1e-6
                    assert box.v + box.height <= row.height + 1e-6
                area = sum(box.width * box.height for box in stated)
                if stated:  # nothing overlaps: the parts fill what they span
                    wide = max(box.u + box.width for box in stated)
                    high = max(box.v + box.height for box in stated)
                    assert math.isclose(area, wide * high, rel_tol=1e-6)
    assert all(math.isclose(one, scales[0], rel_tol=1e-6) for one in scales)


def test_effort_that_is_not_stated_is_dashed_and_never_sized():
    cell = PyramidCell(
        (PyramidBrick("a", 3.0), PyramidBrick("b"), PyramidBrick("c", math.nan)), "3"
    )
    held = PyramidSide((PyramidLevel(NAMES[0], cell, PyramidCell()),))
    kinds = sorted(box.kind for box in boxes(sized([held], ROOMS[:1])[0]))
    assert kinds == ["brick", "unstated", "unstated"]
    assert "Effort not stated" in " ".join(svg_reading.texts(drawn(held, effort="Posts")))


def test_stated_zero_is_drawn_and_told_apart_from_not_stated():
    cell = PyramidCell((PyramidBrick("a", 0.0), PyramidBrick("b", 2.0)), "2")
    held = PyramidSide((PyramidLevel(NAMES[0], cell, PyramidCell()),))
    assert "Effort stated as zero" in svg_reading.texts(drawn(held, effort="Posts"))


def test_two_years_stand_beside_each_other_with_rows_of_one_height():
    small, large = side(*[1] * 8), side(*[9] * 8)
    _tier, laid = counted([small, large], ROOMS, names=False)
    assert [row.height for row in laid[0]] == [row.height for row in laid[1]]
    years = [PyramidSide(one.levels, label) for one, label in ((small, "2024"), (large, "2026"))]
    wide, narrow = drawn(*years), drawn(*years, width=342)
    assert svg_reading.size(narrow)[1] > 1.5 * svg_reading.size(wide)[1]
    assert {row[0] for row in wide.table.rows} == {"2024", "2026"}


def test_every_cell_is_one_link_with_words_and_nothing_else_is():
    cell = PyramidCell(bricks(3), "3", "3 measures", "/cells/x/")
    held = PyramidSide((PyramidLevel("Reaction", cell, PyramidCell(href="/cells/y/")),))
    picture = drawn(held)
    links = svg_reading.root(picture).findall(f".//{svg_reading.SVG}a")
    assert [one.get("href") for one in links] == ["/cells/x/", "/cells/y/"]
    assert links[0].get("aria-label") == "Reaction, Positive: 3 measures"
    assert svg_reading.root(picture).get("role") == "group"


def test_the_halves_differ_without_colour():
    """Filled against outlined: told apart on a copy in black and white."""
    picture = drawn(side(1, 1, *[0] * 6))
    assert re.search(r'<rect class="action" [^>]*fill="#0B6360"', picture.svg)
    assert re.search(r'<rect class="peers open" [^>]*fill-opacity="0.25"', picture.svg)


def test_the_table_names_measures_unless_asked_not_to():
    held = side(2, 1, *[0] * 6)
    assert len(drawn(held).table.rows) == 8 + 3
    plain = drawn(held, naming=False).table
    assert (len(plain.rows), plain.columns) == (8, ("Level", "Orientation", "Value"))
    assert len(drawn(side(*[30] * 8)).table.rows) == 8


def test_what_is_not_placed_is_counted_beside():
    held = side(*[1] * 8)
    picture = drawn(PyramidSide(held.levels, unplaced=4))
    assert "Not placed yet, in no cell: 4" in svg_reading.texts(picture)
    assert picture.table.rows[-1][-2] == "4"


def test_bricks_too_small_for_a_number_are_left_to_the_table_and_the_note_says_so():
    sizes = (90.0, 60.0, 1.2)
    cell = PyramidCell(tuple(PyramidBrick(f"{LONG[0]} {one}", one) for one in sizes), "151.2")
    held = PyramidSide((PyramidLevel(NAMES[0], PyramidCell(), cell),))
    picture = drawn(held, effort="Posts", width=342)
    assert "too small for a number" in " ".join(svg_reading.texts(picture))
    assert any(f"{LONG[0]} 1.2" in row for row in picture.table.rows)
