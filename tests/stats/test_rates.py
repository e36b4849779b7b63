"""Rates against published tables, other programs and exact enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from paseo.stats import (
    count,
    directions,
    mean_rate,
    rate,
    rate_difference,
    rate_ratio,
    standardised_rate,
)


def poisson(x: np.ndarray, mean: float) -> np.ndarray:
    return np.exp(special.xlogy(x, mean) - mean - special.gammaln(x + 1))


# Exact limits of a Poisson count as tabulated since Garwood (1936), here to the decimals of
# Ulm (1990), Am J Epidemiol 131:373-375; the same from statsmodels 0.15 "exact-c".
@pytest.mark.parametrize(
    ("events", "level", "low", "high"),
    [
        (0, 0.95, 0.000, 3.689),
        (1, 0.95, 0.025, 5.572),
        (2, 0.95, 0.242, 7.225),
        (5, 0.95, 1.623, 11.668),
        (10, 0.95, 4.795, 18.390),
        (20, 0.95, 12.217, 30.888),
        (50, 0.95, 37.111, 65.919),
        (100, 0.95, 81.364, 121.627),
        (0, 0.99, 0.000, 5.298),
        (2, 0.99, 0.103, 9.274),
        (10, 0.99, 3.717, 21.398),
    ],
)
def test_a_count_has_the_tabulated_exact_limits(events, level, low, high) -> None:
    found = count(events, level=level)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-4)


def test_a_rate_has_the_exact_limits_other_programs_print() -> None:
    # R, DescTools PoissonCI(15, 400, method = "exact").
    found = rate(15, 400)
    assert found.floats() == pytest.approx((0.0375, 0.0209884653319583, 0.0618505471787146))


def test_a_count_keeps_its_level_for_every_true_mean() -> None:
    x = np.arange(0, 200)
    for level in (0.8, 0.95):
        found = count(x, level=level)
        for mean in np.linspace(0.01, 60, 300):
            assert poisson(x, mean)[found.contains(mean)].sum() >= level - 1e-9


def test_nothing_happened_is_a_rate_of_zero_with_an_upper_end() -> None:
    none = rate(0, 2000, per=1000)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(3.688879 / 2, rel=1e-6)


def test_a_base_of_zero_makes_the_rate_unknown_not_infinite() -> None:
    assert not rate(3, 0).known
    assert not rate_ratio(3, 0, 5, 100).known
    assert not rate_difference(3, 100, 5, 0).known


@given(st.integers(0, 5000), st.integers(1, 10**7), st.floats(0.5, 0.999))
def test_a_rate_lies_in_its_interval_and_follows_the_unit(events, base, level) -> None:
    one, many = rate(events, base, level=level), rate(events, base, per=1e4, level=level)
    assert one.low <= one.value <= one.high
    assert many.floats() == pytest.approx([1e4 * part for part in one.floats()])


def test_both_ends_rise_with_the_count() -> None:
    found = count(np.arange(0, 3000))
    assert (np.diff(found.low) > 0).all()
    assert (np.diff(found.high) > 0).all()


def test_pooled_years_are_one_rate_over_all_bases() -> None:
    found = mean_rate([3, 5, 4], [2000, 2000, 2000], per=1000)
    assert found.floats() == pytest.approx(rate(12, 6000, per=1000).floats())


def test_a_missing_year_is_unknown_unless_it_may_be_left_out_with_its_base() -> None:
    events, base = [[3, np.nan, 4], [1, 2, 3], [np.nan] * 3], [2000, 9000, 2000]
    assert mean_rate(events, base).known.tolist() == [False, True, False]
    found = mean_rate(events, base, skip_missing=True)
    assert found.known.tolist() == [True, True, False]
    assert found[0].floats() == pytest.approx(rate(7, 4000).floats())


# Example of R's stats::poisson.test (eba1977, Fredericia against three other cities); the limits
# confirmed from the exact binomial interval of 11 in 32 of scipy 1.17 binomtest.
def test_a_rate_ratio_has_the_exact_limits_of_the_conditional_test() -> None:
    found = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert found.floats() == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)


def test_a_rate_ratio_keeps_its_level_given_all_events() -> None:
    for total in (1, 4, 17):
        x = np.arange(total + 1)
        found = rate_ratio(x, 100.0, total - x, 300.0)
        for ratio in np.geomspace(0.05, 20, 60):
            p = ratio * 100 / (ratio * 100 + 300)
            chance = special.binom(total, x) * p**x * (1 - p) ** (total - x)
            assert chance[found.contains(ratio)].sum() >= 0.95 - 1e-9


@given(st.integers(0, 300), st.integers(1, 9999), st.integers(0, 300), st.integers(1, 9999))
def test_a_rate_ratio_turned_round_is_its_inverse(xa, na, xb, nb) -> None:
    there, back = rate_ratio(xa, na, xb, nb), rate_ratio(xb, nb, xa, na)
    with np.errstate(divide="ignore"):
        assert there.low == pytest.approx(float(1 / np.float64(back.high)))
        assert there.high == pytest.approx(float(1 / np.float64(back.low)))
    assert xa == xb == 0 or there.low <= there.value <= there.high


def test_a_rate_ratio_without_events_cannot_be_told_and_over_none_is_open() -> None:
    said = directions(rate_ratio([0, 9, 0], 1000, [0, 0, 9], 1000), null=1)
    assert said.tolist() == ["cannot tell", "higher", "lower"]
    over_none = rate_ratio(9, 1000, 0, 1000)
    assert over_none.value == over_none.high == np.inf
    # P(all 9 on one side) = 0.025 at odds p / (1 - p) with p^9 = 0.025.
    p = 0.025 ** (1 / 9)
    assert over_none.low == pytest.approx(p / (1 - p))


# Breast cancer and fluoroscopy (Rothman and Greenland); limits from statsmodels 0.15
# confint_poisson_2indep(method="mover", method_mover="exact-c", compare="diff").
def test_a_rate_difference_agrees_with_another_program() -> None:
    found = rate_difference(41, 28010, 15, 19017)
    assert (found.low, found.high) == pytest.approx((1.6827544e-05, 1.3019705e-03), rel=1e-6)


def test_a_rate_difference_keeps_its_level_with_small_numbers() -> None:
    x, y = np.meshgrid(np.arange(40), np.arange(40))
    found = rate_difference(x, 1.0, y, 2.0)
    for a in (0.2, 1.0, 4.0):
        for b in (0.1, 0.7, 3.0):
            covered = found.contains(a - b)
            assert (poisson(x, a) * poisson(y, 2 * b))[covered].sum() >= 0.95


# Down's syndrome by mother's age, Michigan 1950-1964, birth order five and over (Fleiss 1981,
# table 14.4): an example of Fay and Feuer (1997). Output of the R package dsrTest 1.0.0.
def test_a_standardised_rate_has_the_published_gamma_limits() -> None:
    cases = [0, 8, 63, 112, 262, 295]
    births = [327, 30666, 123419, 149919, 104088, 34392]
    standard = [319933, 931318, 786511, 488235, 237863, 61313]
    found = standardised_rate(cases, births, standard, per=1e5)
    assert found.floats() == pytest.approx((75.52901, 67.70212, 188.30017), abs=5e-6)


@given(st.integers(0, 500), st.integers(1, 10**6))
def test_one_group_alone_gives_the_exact_poisson_interval(events, base) -> None:
    one = standardised_rate([events], [base], [17], per=1000)
    assert one.floats() == pytest.approx(rate(events, base, per=1000).floats())


def test_groups_outside_the_standard_do_not_count_and_groups_without_base_cannot() -> None:
    two = standardised_rate([4, 6], [1000, 2000], [1, 2])
    three = standardised_rate([4, 6, np.nan], [1000, 2000, 0], [1, 2, 0])
    assert three.floats() == pytest.approx(two.floats())
    assert not standardised_rate([4, 0], [1000, 0], [1, 2]).known
    assert not standardised_rate([4, np.nan], [1000, 10], [1, 2]).known


def test_a_standardised_rate_without_events_has_an_upper_end() -> None:
    none = standardised_rate([[0, 0], [1, 2]], [1000, 2000], [1, 1])
    assert none.low[0] == 0.0
    assert none.high[0] == pytest.approx(3.688879 / 2000, rel=1e-6)
    assert none.value.shape == (2,)
