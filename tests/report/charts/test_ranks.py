"""Pictures of places: intervals in bands, how often each is taken, what moves them."""

from __future__ import annotations

import pytest

from paseo.report.charts import (
    DriverRow,
    Estimate,
    HeatRow,
    RankRow,
    driver_bars,
    rank_heat,
    rank_intervals,
    words_in,
)
from report.charts import svg_reading

NAMED = {"title": "t", "description": "d", "words": words_in("en"), "key": "r"}


def drawn(picture, name: str) -> list:
    return [one for one in svg_reading.root(picture).iter() if name in svg_reading.classes(one)]


def test_bars_of_several_pictures_share_the_axis_of_all_units():
    row = RankRow("Turku", Estimate(3, 2, 5), 1)
    every = [row, RankRow("Newcastle upon Tyne", Estimate(60, 50, 60), 2)]
    one = rank_intervals([row], count=60, among=every, **NAMED)
    other = rank_intervals(every, count=60, **NAMED)
    bars = [
        next(bar.get("x") for bar in drawn(each, "peers") if bar.get("height") == "7")
        for each in (one, other)
    ]
    assert bars[0] == bars[1]


def test_one_band_alone_is_not_shaded_and_two_are_told_apart():
    rows = [RankRow("Turku", Estimate(1, 1, 1), 1), RankRow("Oulu", Estimate(2, 2, 2), 1)]
    assert not drawn(rank_intervals(rows, count=2, **NAMED), "band")
    parted = [rows[0], RankRow("Oulu", Estimate(2, 2, 2), 2)]
    assert drawn(rank_intervals(parted, count=2, **NAMED), "band")


def test_a_band_looks_alike_in_every_part_of_a_set():
    row = RankRow("Oulu", Estimate(2, 2, 2), 2)
    every = [RankRow("Turku", Estimate(1, 1, 1), 1), row]
    assert drawn(rank_intervals([row], count=2, among=every, **NAMED), "band")
    assert len(drawn(rank_intervals(every[:1], count=2, among=every, **NAMED), "band")) == 1


def test_the_level_of_the_intervals_stands_in_the_legend():
    picture = rank_intervals([RankRow("Turku", Estimate(3, 2, 5), 1)], count=9, level=0.9, **NAMED)
    assert "Places taken in at least 90 of 100 recalculations" in svg_reading.texts(picture)


def test_columns_that_hold_several_places_are_said_to():
    many = rank_heat([HeatRow("Turku", (1 / 80,) * 80)], **NAMED)
    assert "One column holds 2 places" in " ".join(svg_reading.texts(many))
    few = rank_heat([HeatRow("Turku", (0.5, 0.5))], **NAMED)
    assert "One column holds" not in " ".join(svg_reading.texts(few))


def test_a_unit_without_a_place_is_hatched_with_the_reason():
    picture = rank_intervals([RankRow("Turku", Estimate(None), missing="no score")], count=3,
                             **NAMED)  # fmt: skip
    assert picture.table.rows[0][1:4] == ("no score",) * 3
    assert "no score" in svg_reading.texts(picture)


@pytest.mark.parametrize(
    ("share", "shade"), [(0.004, None), (0.01, 1), (0.07, 2), (0.2, 3), (0.4, 4), (0.5, 5), (1, 5)]
)
def test_a_share_is_shaded_by_its_class(share, shade):
    picture = rank_heat([HeatRow("Turku", (share,))], **NAMED)
    cells = [
        name
        for one in svg_reading.root(picture).iter()
        for name in svg_reading.classes(one)
        if name.startswith("scale-")
    ]
    # The legend shows each class once.
    assert sorted(cells) == sorted([f"scale-{at}" for at in range(1, 6)] + (
        [f"scale-{shade}"] if shade else []
    ))  # fmt: skip


def test_more_places_than_columns_share_columns_and_keep_their_sum():
    shares = tuple([0.02] * 50 + [0.0] * 150)
    picture = rank_heat([HeatRow("Turku", shares)], **NAMED)
    cells = [one for one in drawn(picture, "scale-2") if one.get("height") != "12"]
    # Four places share a column: 8 %.
    assert len(cells) == 12
    assert picture.table.rows == (("Turku", "1", "2\u00a0%", "1", "50"),)


def test_a_choice_is_told_with_both_of_its_parts():
    rows = [DriverRow("Weights", Estimate(21, 18, 23), Estimate(-4, -20, 12))]
    picture = driver_bars(rows, **NAMED)
    assert picture.table.rows == (("Weights", "21\u00a0%", "18", "23", "−4\u00a0%", "−20", "12"),)
    assert "21\u00a0%" in svg_reading.texts(picture, bold=True)
