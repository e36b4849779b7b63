"""Where a value stands among its peers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import count, mean_from_se, place_among, quantiles, simultaneous_level, spread

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def test_percentiles_are_those_of_spreadsheets_and_r() -> None:
    # R: quantile(1:10, c(.1, .5, .9)); spreadsheets: PERCENTILE.INC.
    assert quantiles(range(1, 11), [0.1, 0.5, 0.9]).tolist() == pytest.approx([1.9, 5.5, 9.1])


@given(values, st.data())
def test_weighted_percentiles_are_those_of_the_repeated_values(numbers, data) -> None:
    times = data.draw(st.lists(st.integers(0, 5), min_size=len(numbers), max_size=len(numbers)))
    repeated = np.repeat(numbers, times)
    found = quantiles(numbers, [0.1, 0.5, 0.9], weights=times)
    if not repeated.size:
        assert np.isnan(found).all()
        return
    expected = np.quantile(repeated, [0.1, 0.5, 0.9], method="inverted_cdf")
    assert found.tolist() == expected.tolist()


@given(values, st.floats(0.01, 100))
def test_the_scale_of_weights_does_not_matter(numbers, factor) -> None:
    weights = np.arange(1, len(numbers) + 1)
    here = quantiles(numbers, [0.3, 0.5], weights=weights)
    assert quantiles(numbers, [0.3, 0.5], weights=weights * factor).tolist() == here.tolist()


def test_unknown_values_are_left_out_and_counted_out() -> None:
    peers = spread([np.nan, *range(1, 12), None])
    assert (peers.low, peers.middle, peers.high, peers.n) == (2.0, 6.0, 10.0, 11)
    assert np.isnan(spread([np.nan]).middle)


def test_too_few_values_have_a_median_but_no_usual_range() -> None:
    few = spread([1, 2, 3, 4])
    assert few.middle == 2.5
    assert np.isnan(few.low)
    assert np.isnan(few.high)
    assert spread([1, 2, 3, 4], fewest=4).low == pytest.approx(1.3)


def test_the_method_of_the_percentiles_is_stated() -> None:
    assert "type 7" in spread([1, 2]).method
    assert "type 1" in spread([1, 2], weights=[1, 1]).method


def test_a_city_stands_in_a_range_of_places_never_on_one() -> None:
    own = mean_from_se(50, 2)
    peers = mean_from_se([30, 48, 51, 53, 70, 71, np.nan], 2)
    place = place_among(own, peers)
    assert (place.clearly_higher, place.not_clearly_different, place.clearly_lower) == (1, 3, 2)
    assert place.cannot_tell == 1
    assert place.compared == 6
    assert place.possible_places == (3, 6)


def test_an_unknown_value_has_no_place() -> None:
    place = place_among(mean_from_se(np.nan, 2), mean_from_se([1, 2, 3], 1))
    assert place.cannot_tell == 3
    assert place.possible_places is None


def test_differences_that_do_not_matter_are_not_counted_as_clear() -> None:
    own, peers = mean_from_se(50, 0.1), mean_from_se([49, 51, 60], 0.1)
    assert place_among(own, peers).not_clearly_different == 0
    assert place_among(own, peers, margin=2).not_clearly_different == 2


@given(st.integers(0, 100), st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_every_peer_is_counted_once_and_a_stricter_level_never_adds_clear_ones(own, others) -> None:
    loose = place_among(count(own), count(others))
    strict_level = simultaneous_level(0.95, len(others))
    strict = place_among(count(own, level=strict_level), count(others, level=strict_level))
    assert loose.compared + loose.cannot_tell == len(others)
    assert strict.clearly_higher <= loose.clearly_higher
    assert strict.clearly_lower <= loose.clearly_lower
    assert strict.compared == loose.compared


@given(st.floats(-50, 50), st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_turning_the_scale_round_swaps_higher_and_lower(own, others) -> None:
    here = place_among(mean_from_se(own, 3), mean_from_se(others, 2))
    there = place_among(mean_from_se(-own, 3), mean_from_se(-np.array(others), 2))
    assert (here.clearly_higher, here.clearly_lower) == (there.clearly_lower, there.clearly_higher)
