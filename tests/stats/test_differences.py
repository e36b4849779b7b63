"""Differences and ratios of intervals, and what may be said of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import (
    Direction,
    Interval,
    clear_difference,
    clear_differences,
    count,
    difference_of,
    direction,
    directions,
    mean_from_se,
    ratio_of,
)


def stated(value: float, low: float, high: float) -> Interval:
    return Interval(value, low, high, 0.95, "stated")


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, value, high = sorted(draw(st.lists(st.floats(0, 1e4), min_size=3, max_size=3)))
    return stated(value, low, high)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.1, 2.0, "higher"),
        (-2.0, -0.1, "lower"),
        (-1.0, 1.0, "no clear difference"),
        (0.0, 2.0, "no clear difference"),
        (np.nan, 2.0, "cannot tell"),
        (0.1, np.nan, "cannot tell"),
    ],
)
def test_a_difference_says_only_what_its_interval_allows(low, high, said) -> None:
    assert direction(stated(0.5, low, high)) == said


def test_a_ratio_is_read_against_one() -> None:
    assert direction(stated(1.9, 1.2, 3.0), null=1) == "higher"
    assert direction(stated(1.9, 0.9, 3.0), null=1) == "no clear difference"
    assert direction(stated(np.inf, 1.2, np.inf), null=1) == "higher"


def test_a_margin_tells_about_the_same_from_not_enough_data() -> None:
    assert direction(stated(0.1, -0.5, 0.7), margin=1) is Direction.ABOUT_THE_SAME
    assert direction(stated(0.1, -5.0, 5.2), margin=1) is Direction.NO_CLEAR_DIFFERENCE
    # Clear, but too small to matter to the one who set the margin.
    assert direction(stated(0.4, 0.1, 0.7), margin=1) is Direction.ABOUT_THE_SAME
    assert direction(stated(np.nan, 0.1, 0.7), margin=1) is Direction.CANNOT_TELL


def test_many_differences_are_read_at_once() -> None:
    a = Interval(
        np.array([5.0, 5.0, np.nan]), np.array([4.0, 1, 1]), np.array([6.0, 9, 9]), 0.95, ""
    )
    said = directions(a, null=3)
    assert said.tolist() == ["higher", "no clear difference", "cannot tell"]
    assert all(type(each) is Direction for each in said)
    assert clear_differences(a, stated(2, 1, 3)).tolist()[2] is Direction.CANNOT_TELL


def test_overlapping_intervals_can_still_differ_clearly() -> None:
    # Two means 1.8 standard errors of one apart overlap; 2 * 1.96 / sqrt(2) = 2.77 decides.
    near, far = mean_from_se(0, 1), mean_from_se(3, 1)
    assert near.high > far.low
    assert clear_difference(far, near) == "higher"
    assert clear_difference(mean_from_se(2.7, 1), near) == "no clear difference"


def test_mover_of_normal_intervals_is_the_normal_interval() -> None:
    d = difference_of(mean_from_se(10, 3), mean_from_se(4, 4))
    assert d.floats() == pytest.approx(mean_from_se(6, 5).floats())


def test_mover_r_of_normal_intervals_is_the_interval_of_fieller() -> None:
    # Fieller (1954): the roots r of (a - r b)^2 = z^2 (sa^2 + r^2 sb^2).
    a, sa, b, sb, z = 10.0, 1.0, 5.0, 0.5, 1.959963984540054
    roots = np.roots([b**2 - z**2 * sb**2, -2 * a * b, a**2 - z**2 * sa**2])
    ratio = ratio_of(mean_from_se(a, sa), mean_from_se(b, sb))
    assert [ratio.low, ratio.high] == pytest.approx(sorted(roots.real))


@given(intervals(), intervals())
def test_a_difference_contains_its_estimate_and_turns_round_with_its_parts(a, b) -> None:
    d, back = difference_of(a, b), difference_of(b, a)
    assert d.low <= d.value <= d.high
    assert (back.value, back.low, back.high) == pytest.approx((-d.value, -d.high, -d.low))


@given(intervals(), intervals())
def test_a_ratio_contains_its_estimate_and_its_ends_are_not_negative(a, b) -> None:
    r = ratio_of(a, b)
    assert r.low >= 0
    if np.isnan(r.value):
        assert a.value == b.value == 0
    else:
        assert r.low <= r.value * (1 + 1e-9)
        assert r.value <= r.high * (1 + 1e-9)


@given(st.integers(0, 200), st.integers(0, 200))
def test_difference_and_ratio_agree_on_what_is_clear(x, y) -> None:
    # MOVER-R is made so that r = 1 lies outside exactly when 0 lies outside the difference.
    d = directions(difference_of(count(x), count(y)))
    r = directions(ratio_of(count(x), count(y)), null=1)
    assert d.item() == r.item() or x == y == 0


def test_nothing_over_nothing_cannot_be_told() -> None:
    assert direction(ratio_of(count(0), count(0)), null=1) == "cannot tell"
    assert ratio_of(count(5), count(0)).value == np.inf
    assert ratio_of(stated(np.nan, 0, 1), count(5)).known == np.False_
