"""Shrunken small-area rates against another program and against first principles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import count, shrink, shrink_locally, shrink_poisson_gamma

# Sudden infant deaths 1974-78 and births of the 100 counties of North Carolina, in the order of
# their public files (Cressie and Chan 1989, Journal of the American Statistical Association 84).
# fmt: off
BIRTHS = [
    1091, 487, 3188, 508, 1421, 1452, 286, 420, 968, 1612, 1035, 4449, 1671, 1556, 2180, 3608,
    1638, 3146, 1323, 484, 751, 781, 1269, 1399, 11858, 16184, 4672, 1324, 3164, 7970, 4021, 671,
    3657, 3609, 770, 1549, 14484, 765, 4139, 1207, 1333, 5509, 3573, 990, 248, 1946, 4456, 1646,
    3702, 4606, 5094, 5754, 7515, 3999, 2110, 521, 2692, 675, 870, 2252, 2992, 6638, 3776, 4866,
    2216, 1143, 2648, 21588, 4099, 1258, 2356, 2574, 415, 3589, 1173, 9014, 533, 797, 3025, 542,
    1027, 20366, 578, 3915, 1570, 1494, 338, 2483, 2756, 284, 5868, 2255, 11158, 7889, 2414, 1782,
    1228, 3350, 5526, 2181,
]
DEATHS = [
    1, 0, 5, 1, 9, 7, 0, 0, 4, 1, 2, 16, 4, 4, 4, 18, 3, 4, 1, 1, 1, 0, 1, 2, 10, 23, 13, 6, 4, 16,
    8, 0, 10, 6, 0, 2, 16, 2, 4, 1, 0, 8, 5, 5, 0, 5, 7, 2, 11, 3, 14, 5, 9, 6, 2, 0, 7, 3, 4, 5,
    12, 18, 6, 10, 8, 2, 5, 44, 3, 3, 5, 5, 0, 10, 3, 11, 1, 0, 4, 1, 2, 38, 1, 4, 15, 7, 0, 4, 4,
    0, 13, 8, 29, 31, 5, 8, 4, 15, 12, 5,
]
# fmt: on

RING = ([0, 2, 4, 7, 9, 11, 14], [1, 5, 0, 2, 1, 3, 5, 2, 4, 3, 5, 0, 2, 4])
RING_EVENTS, RING_BASE = [2, 30, 3, 60, 25, 9], [1000, 4000, 2500, 3000, 800, 5200]

areas = st.lists(
    st.tuples(st.integers(0, 60), st.integers(50, 20_000)), min_size=2, max_size=30
).map(lambda pairs: np.array(pairs, dtype=float).T)


def test_global_shrinkage_has_the_rates_another_program_asserts() -> None:
    # esda (PySAL), tests of Empirical_Bayes: first five counties.
    asserted = [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349]
    assert shrink(DEATHS, BIRTHS).rate.value[:5] == pytest.approx(asserted, abs=6e-8)


def test_local_shrinkage_agrees_with_another_program() -> None:
    # Spatial_Empirical_Bayes of esda 2.9.0 on this ring of six areas, per 1000.
    found = shrink_locally(RING_EVENTS, RING_BASE, *RING, per=1000)
    assert found.rate.value == pytest.approx(
        [2.7616662620, 7.1127310596, 1.5124115253, 19.7618923011, 29.0300420669, 1.7587967527]
    )


def test_poisson_gamma_solves_the_equations_of_clayton_and_kaldor() -> None:
    x, n = np.array(DEATHS, float), np.array(BIRTHS, float)
    found = shrink_poisson_gamma(x, n)
    mean, variance = found.common_rate[0], found.variance[0]
    alpha = mean / variance
    theta = (x + mean * alpha) / (n + alpha)
    assert found.rate.value == pytest.approx(theta)
    assert theta.mean() == pytest.approx(mean, rel=1e-8)
    again = ((1 + alpha / n) * (theta - mean) ** 2).sum() / (len(x) - 1)
    assert again == pytest.approx(variance, rel=1e-8)


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
def test_the_interval_is_that_of_poisson_events_under_the_fitted_gamma(method) -> None:
    found = method(DEATHS, BIRTHS)
    county = 4
    mean, variance = found.common_rate[county], found.variance[county]
    rates = np.linspace(1e-7, 0.03, 200_001)
    # Prior times likelihood on a grid, without the closed form.
    log = (mean**2 / variance - 1) * np.log(rates) - mean / variance * rates
    log += DEATHS[county] * np.log(rates) - BIRTHS[county] * rates
    chance = np.exp(log - log.max())
    chance = np.cumsum(chance) / chance.sum()
    ends = rates[np.searchsorted(chance, [0.025, 0.975])]
    shown = found.rate[county]
    assert [shown.low, shown.high] == pytest.approx(ends, abs=2e-7)


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
@given(data=areas)
def test_a_shrunken_rate_lies_between_the_raw_and_the_common_rate(method, data) -> None:
    found = method(*data)
    low = np.minimum(found.raw, found.common_rate)
    high = np.maximum(found.raw, found.common_rate)
    assert (found.rate.value >= low * (1 - 1e-9) - 1e-15).all()
    assert (found.rate.value <= high * (1 + 1e-9) + 1e-15).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    assert (found.rate.low <= found.rate.value).all()
    assert (found.rate.value <= found.rate.high).all()


@given(areas)
def test_the_larger_the_base_the_more_an_area_is_trusted(data) -> None:
    found = shrink(*data)
    order = np.argsort(data[1])
    assert (np.diff(found.weight[order]) >= -1e-12).all()


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
def test_the_unit_of_the_rate_changes_nothing_else(method) -> None:
    one, many = method(DEATHS, BIRTHS), method(DEATHS, BIRTHS, per=1000)
    assert many.rate.value == pytest.approx(one.rate.value * 1000)
    assert many.rate.high == pytest.approx(one.rate.high * 1000)
    assert many.weight == pytest.approx(one.weight)
    assert many.variance == pytest.approx(one.variance * 1e6)


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
def test_areas_that_differ_no_more_than_by_chance_get_the_common_rate_with_its_own_doubt(
    method,
) -> None:
    found = method([10, 11, 9, 10], [1000, 1000, 1000, 1000])
    assert found.weight.tolist() == [0, 0, 0, 0]
    assert found.rate.value == pytest.approx([0.01] * 4)
    all_events = count(40)
    assert found.rate.low == pytest.approx([all_events.low / 4000] * 4)
    assert found.rate.high == pytest.approx([all_events.high / 4000] * 4)


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
def test_no_events_anywhere_is_a_common_rate_of_zero(method) -> None:
    found = method([0, 0, 0], [100, 200, 300])
    assert found.rate.value.tolist() == [0, 0, 0]
    assert found.rate.high == pytest.approx([count(0).high / 600] * 3)


@pytest.mark.parametrize("method", [shrink, shrink_poisson_gamma])
def test_unknown_and_empty_areas_stay_unknown_and_do_not_pull_at_the_others(method) -> None:
    with_gaps = method([2, np.nan, 30, 7, 12, 60], [100, 500, 1000, 0, 900, 2100])
    without = method([2, 30, 12, 60], [100, 1000, 900, 2100])
    assert with_gaps.rate.known.tolist() == [True, False, True, False, True, True]
    kept = with_gaps.rate.known
    for found, expected in zip(with_gaps.rate.arrays(), without.rate.arrays(), strict=True):
        assert found[kept] == pytest.approx(expected)


def test_a_whole_ring_of_neighbours_is_the_global_estimate() -> None:
    areas_in = len(DEATHS)
    everyone = np.tile(np.arange(areas_in), areas_in)
    found = shrink_locally(DEATHS, BIRTHS, np.arange(areas_in + 1) * areas_in, everyone)
    expected = shrink(DEATHS, BIRTHS)
    assert found.rate.value == pytest.approx(expected.rate.value)
    assert found.rate.low == pytest.approx(expected.rate.low)


def test_an_area_without_neighbours_keeps_its_own_rate_and_interval() -> None:
    found = shrink_locally([4, 30, 12], [100, 1000, 900], [0, 0, 1, 2], [2, 1], per=1000)
    own = count(4)
    assert found.weight[0] == 1
    assert found.rate[0].floats() == pytest.approx([40, own.low * 10, own.high * 10])


def test_an_unknown_neighbour_is_as_good_as_none() -> None:
    with_gap = shrink_locally([4, np.nan, 12], [100, 500, 900], [0, 2, 3, 4], [1, 2, 0, 0])
    without = shrink_locally([4, 12], [100, 900], [0, 1, 2], [1, 0])
    assert with_gap.rate.value[[0, 2]] == pytest.approx(without.rate.value)
    assert not with_gap.rate.known[1]
    assert np.isnan(with_gap.common_rate[1]) or with_gap.common_rate[1] > 0
