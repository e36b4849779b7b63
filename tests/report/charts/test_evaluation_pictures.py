"""Pictures of an evaluation: what stands where, what is said instead, what is never joined."""

import math

import pytest

from paseo.report.charts import (
    CountRow,
    EffectPanel,
    EffectRow,
    Estimate,
    SeriesStep,
    before_after,
    counterfactual,
    effect_panels,
    placebo_gaps,
    words_in,
)
from report.charts import svg_reading

NAMED = {"title": "t", "description": "d", "words": words_in("en"), "key": "k"}


def marks(picture, tag="circle"):
    drawn = svg_reading.root(picture)
    return list(drawn.iter(f"{svg_reading.SVG}{tag}"))


def one_panel(rows, **more):
    return effect_panels([EffectPanel("Ratio", tuple(rows), **more)], **NAMED)


def test_halving_and_doubling_lie_equally_far_from_no_effect():
    rows = [EffectRow(str(one), "ratio", Estimate(one)) for one in (0.5, 1.0, 2.0)]
    picture = one_panel(rows, ratio=True)
    half, none, double = (float(one.get("cx")) for one in marks(picture)[:3])
    assert none - half == pytest.approx(double - none, abs=0.2)


def test_differences_stand_on_an_axis_with_zero_and_ratios_on_one_with_one():
    row = EffectRow("Harbour", "difference", Estimate(12, 8, 16))
    assert "0" in svg_reading.texts(one_panel([row]))
    row = EffectRow("Harbour", "ratio", Estimate(1.6, 1.4, 1.9))
    assert "1" in svg_reading.texts(one_panel([row], ratio=True))


def test_what_cannot_be_read_is_said_in_words_and_draws_no_mark():
    why = "the treated area did no better"
    rows = [EffectRow("Harbour", "quotient", Estimate(3, 1, 5), missing=why)]
    picture = one_panel(rows)
    assert why in " ".join(svg_reading.texts(picture))
    assert marks(picture) == []
    assert picture.table.rows[0][3:] == (why, "–", "–")


def test_a_ratio_that_reaches_zero_goes_on_beyond_the_axis():
    picture = one_panel([EffectRow("Harbour", "ratio", Estimate(0.5, 0.0, 1.5))], ratio=True)
    assert svg_reading.outside(picture) == []
    assert picture.table.rows[0][4] == "0.00"


def test_all_comparison_areas_together_have_another_mark_than_one():
    rows = [EffectRow("All", "difference", Estimate(-3), pooled=True),
            EffectRow("Harbour", "difference", Estimate(-4))]  # fmt: skip
    picture = one_panel(rows)
    assert {"One comparison", "All comparison areas together"} <= set(svg_reading.texts(picture))
    assert len(marks(picture)) == 2  # one in the picture, one in the legend


def test_a_method_is_written_once_over_the_rows_that_share_it():
    rows = [EffectRow(str(at), "difference", Estimate(at)) for at in range(4)]
    assert svg_reading.texts(one_panel(rows)).count("difference") == 1


def test_rates_are_drawn_where_periods_differ_and_counts_stay_in_the_table():
    row = CountRow("Park", "area of the measure", 144, 46, 12.0, 7.7, own=True)
    picture = before_after([row], per="per month", **NAMED)
    assert "12.0" in svg_reading.texts(picture)
    assert "144" not in svg_reading.texts(picture)
    assert picture.table.rows[0][2:] == ("144", "46", "−98", "12.0", "7.7", "−4.3")


def test_what_was_not_counted_is_no_zero():
    picture = before_after([CountRow("Park", "area", 30, None)], **NAMED)
    assert "not counted" in svg_reading.texts(picture)
    assert picture.table.rows[0][3:] == ("not counted", "not counted")


def test_nothing_is_joined_over_a_period_without_a_count():
    steps = [SeriesStep(str(at), one, fitted=one) for at, one in enumerate((3.0, None, 4.0, 5.0))]
    picture = counterfactual(steps, start=2, **NAMED)
    lines = [one.get("d") for one in marks(picture, "path")
             if "happens" in svg_reading.classes(one)]  # fmt: skip
    assert len(lines) == 3  # a short dash, a line of two, and the legend's sample
    assert picture.table.rows[1][1] == "not counted"


def test_the_start_lies_between_the_last_period_before_and_the_first_after():
    steps = [SeriesStep(str(at), float(at)) for at in range(6)]
    picture = counterfactual(steps, start=3, **NAMED)
    start = next(one for one in marks(picture, "path") if "gap" in svg_reading.classes(one))
    x = float(start.get("d")[1:].split(" ")[0])
    before, after = (float(one.get("cx")) for one in marks(picture)[2:4])
    assert x == pytest.approx((before + after) / 2, abs=0.2)


def test_the_own_gap_is_stronger_than_the_placebos():
    picture = placebo_gaps(["1", "2"], [0, -9], [("B", [1, 2])], start=1, **NAMED)
    strokes = {name: [float(one.get("stroke-width")) for one in marks(picture, "path")
                      if svg_reading.classes(one) == {name, "line"}]
               for name in ("happens", "peers")}  # fmt: skip
    assert min(strokes["happens"]) > 2 * max(strokes["peers"])


def test_lines_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="each period"):
        placebo_gaps(["1", "2"], [0, math.nan], [("B", [1])], start=1, **NAMED)
