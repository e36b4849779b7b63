"""No number, however odd, breaks a picture or leaves it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.report.charts import Estimate
from paseo.report.charts.axis import axis_over
from paseo.report.charts.classes import classes_of
from paseo.report.charts.lettering import width_of, wrap
from report.charts import svg_reading
from report.charts.every_picture import MAKERS, made

NUMBERS = st.one_of(
    st.none(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-100, 100),
    st.sampled_from([0.0, -0.0, 1e-320, 5e-324, 1.7e308, -1.7e308, math.nan, 50.0]),
)
ESTIMATES = st.builds(Estimate, NUMBERS, NUMBERS, NUMBERS)
LABELS = st.text(max_size=60)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
@pytest.mark.parametrize("width", [640, 340])
@settings(max_examples=40, deadline=None)
@given(values=st.lists(ESTIMATES, min_size=2, max_size=7), label=LABELS)
def test_any_numbers_and_labels_make_a_picture_that_nothing_leaves(maker, width, values, label):
    picture = made(maker, label, values, "es", width)
    assert svg_reading.outside(picture) == []
    assert "nan" not in " ".join(svg_reading.texts(picture)).replace(label, "").lower()


@given(st.lists(NUMBERS, max_size=8), NUMBERS)
def test_an_axis_keeps_every_number_between_its_ends(numbers, other):
    axis = axis_over(numbers, 10, 210)
    assert axis.low < axis.high
    assert 1 <= len(axis.ticks) <= 12
    known = [one for one in [*numbers, other] if one is not None and math.isfinite(one)]
    assert all(10 <= axis.at(one) <= 210 for one in known)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_an_axis_keeps_the_order_of_numbers(one, other):
    axis = axis_over([one, other], 0, 100)
    low, high = sorted((one, other))
    assert axis.at(low) <= axis.at(high)
    assert axis.beyond(low) == axis.beyond(high) == 0


@pytest.mark.parametrize("value", [0, 100])
def test_an_axis_does_not_pass_what_is_possible(value):
    axis = axis_over([value, 50], 0, 100, bounds=(0, 100))
    assert axis.low >= 0 and axis.high <= 100


def test_a_value_against_the_bounds_is_drawn_all_the_same():
    axis = axis_over([130, 50], 0, 100, bounds=(0, 100))
    assert axis.beyond(130) == 0


@given(st.lists(NUMBERS, max_size=30))
def test_classes_hold_every_value_and_their_edges_rise(numbers):
    classes = classes_of(numbers)
    known = [one for one in numbers if one is not None and math.isfinite(one)]
    assert list(classes.edges) == sorted(set(classes.edges))
    assert all(1 <= classes.shade(one) <= 5 for one in known)
    assert bool(classes.edges) == bool(known)


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=60))
def test_a_value_lies_between_the_printed_edges_of_its_class(numbers):
    classes = classes_of(numbers)
    if len(classes.edges) < 2:
        return
    for one in numbers:
        at = classes.index(one)
        assert classes.edges[at] <= one or at == 0
        assert one <= classes.edges[at + 1]


@given(st.text(min_size=1, max_size=200), st.floats(60, 400))
def test_wrapped_lines_fit(words, width):
    for one in wrap(words, width, 5):
        assert width_of(one) <= width
