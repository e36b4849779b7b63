"""Bands: whoever cannot be told apart shares one, whatever the order of the values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from paseo import stats
from paseo.assessment.among_peers.bands import Bands, bands_of, probability_above

Z95 = norm.ppf(0.975)


def made(values: list[float], error: float | list[float] = 2.0, own: int = 0) -> Bands:
    value = np.array(values, dtype=float)
    half = Z95 * np.broadcast_to(np.array(error, dtype=float), value.shape)
    names = [f"k{at:02d}" for at in range(len(values))]
    low, high = value - half, value + half
    found = bands_of(names, names[own], value, low, high, probability_above(value, low, high))
    assert found is not None
    return found


def test_the_probability_is_that_of_two_independent_normal_estimates() -> None:
    value, error = np.array([50.0, 53.0]), np.array([2.0, 1.5])
    above = probability_above(value, value - Z95 * error, value + Z95 * error)
    assert above[1, 0] == pytest.approx(norm.cdf(3 / 2.5), abs=1e-12)
    assert above[0, 1] == pytest.approx(norm.cdf(-3 / 2.5), abs=1e-12)


def test_it_agrees_with_the_verdict_on_the_interval_of_the_difference() -> None:
    ours = stats.Interval(np.array([4.0]), np.array([2.1]), np.array([7.2]), 0.95, "stated")
    theirs = stats.Interval(np.array([10.0]), np.array([6.9]), np.array([14.1]), 0.95, "stated")
    edge = stats.difference_of(theirs, ours)
    above = probability_above(*(np.array(both) for both in ((4, 10), (2.1, 6.9), (7.2, 14.1))))
    assert (above[1, 0] > 0.975) == bool(np.asarray(edge.low)[0] > 0)


def test_all_pairs_together_hold_at_the_level() -> None:
    # Two cities of ten apart by a z that 45 pairs allow (Holm's first step), or just not.
    z = norm.ppf(1 - 0.025 / 45)
    value = np.zeros(10)
    low, high = value - 1, value + 1
    names = [f"k{at}" for at in range(10)]
    for margin, clear in ((1e-3, True), (-1e-3, False)):
        above = np.full((10, 10), 0.5)
        above[0, 1], above[1, 0] = norm.cdf(z + margin), norm.cdf(-z - margin)
        found = bands_of(names, "k0", value, low, high, above)
        assert found is not None
        assert found.pairs == 45
        assert (found.peers("lower") == ("k1",)) is clear


def test_three_bands_stand_around_the_own_city_each_in_the_order_of_the_alphabet() -> None:
    found = made([50, 90, 91, 89, 51, 49, 10, 11, 9])
    assert [one.verdict for one in found.bands] == ["higher", "no clear difference", "lower"]
    assert [one.cities for one in found.bands] == [
        ("k01", "k02", "k03"), ("k00", "k04", "k05"), ("k06", "k07", "k08"),
    ]  # fmt: skip
    assert found.chains == tuple(one.cities for one in found.bands)
    assert (found.best, found.worst) == (4, 6)


def test_cities_that_overlap_in_a_chain_share_one_rank_band() -> None:
    found = made([50, 57, 64, 71, 78])
    assert len(found.chains) == 1
    assert found.bands[0].verdict == "higher"


def test_a_band_of_fewer_than_three_peers_shows_no_ends() -> None:
    found = made([50, 90, 91, 51, 49, 48])
    higher, same = found.bands
    assert (higher.low, higher.high) == (None, None)
    assert same.low == pytest.approx(48 - Z95 * 2)


def test_a_city_without_an_interval_is_not_placed() -> None:
    found = made([50, 60, 40, 55], [2, np.nan, 2, 2])
    assert found.unplaced == ("k01",)
    assert found.placed == 3
    value = np.array([50.0, 60.0])
    assert bands_of(["a", "b"], "a", value, value * np.nan, value + 1, np.full((2, 2), 0.5)) is None


values = st.lists(st.floats(0, 100), min_size=2, max_size=12)


@settings(max_examples=40)
@given(values, st.randoms(use_true_random=False))
def test_the_order_in_which_cities_come_changes_nothing(numbers: list[float], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(numbers)))
    random.shuffle(order)
    value = np.array(numbers)
    names = np.array([f"k{at:02d}" for at in range(len(numbers))])

    def once(at: list[int]) -> Bands | None:
        low, high = value[at] - 3, value[at] + 3
        above = probability_above(value[at], low, high)
        return bands_of(list(names[at]), "k00", value[at], low, high, above)

    assert once(order) == once(list(range(len(numbers))))


@settings(max_examples=40)
@given(values)
def test_every_city_has_one_rank_band_and_lower_values_never_a_higher_one(
    numbers: list[float],
) -> None:
    found = made(numbers)
    place = {city: at for at, chain in enumerate(found.chains) for city in chain}
    assert len(place) == len(numbers) == sum(map(len, found.chains))
    for one, value in enumerate(numbers):
        for other, beside in enumerate(numbers):
            if place[f"k{one:02d}"] < place[f"k{other:02d}"]:
                assert value > beside
    assert 1 <= found.best <= found.worst <= len(numbers)
    lower = len(found.peers("lower"))
    assert (found.best, found.worst) == (
        1 + len(found.peers("higher")),
        len(numbers) - lower,
    )
