"""Shares against the tables of Newcombe, other programs and exact enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from paseo.stats import (
    effective_n,
    exact_share,
    interviews_needed,
    kish_design_effect,
    margin_of_error,
    share,
    share_difference,
    share_ratio,
    survey_share,
)


def binomial(x: np.ndarray, n: int, p: float) -> np.ndarray:
    return special.binom(n, x) * p**x * (1 - p) ** (n - x)


# Newcombe (1998), Statistics in Medicine 17:857-872, table I, methods 3, 4 and 5;
# all confirmed with scipy 1.17 binomtest and statsmodels 0.15 proportion_confint.
@pytest.mark.parametrize(
    ("k", "n", "wilson", "corrected", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2535, 0.3682), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0598, 0.1644), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.2005), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0018, 0.1963), (0.0009, 0.1776)),
    ],
)
def test_a_share_has_the_limits_newcombe_printed(k, n, wilson, corrected, exact) -> None:
    found = share(k, n), share(k, n, corrected=True), exact_share(k, n)
    for interval, printed in zip(found, (wilson, corrected, exact), strict=True):
        assert (interval.low, interval.high) == pytest.approx(printed, abs=6e-5)


# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, all eight contrasts;
# confirmed with statsmodels 0.15 confint_proportions_2indep(method="newcomb").
@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_a_difference_of_shares_has_the_limits_newcombe_printed(a, m, b, n, low, high) -> None:
    found = share_difference(a / m, m, b / n, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_a_corrected_difference_has_the_limits_newcombe_printed() -> None:
    found = share_difference(56 / 70, 70, 48 / 80, 80, corrected=True)
    assert (found.low, found.high) == pytest.approx((0.0428, 0.3422), abs=6e-5)


# Fagerland, Lydersen and Laake (2015), Stat Methods Med Res 24:224-254, and Donner and Zou
# (2012); digits as the R package ratesci asserts them for moverci(contrast = "RR", "wilson").
@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (24, 73, 53, 65, 0.282, 0.563),
        (29, 55, 11, 11, 0.398, 0.761),
        (7, 18, 1, 18, 1.277, 40.751),
        (6, 22, 112, 842, 0.9735, 3.7295),
    ],
)
def test_a_ratio_of_shares_has_the_published_limits(a, m, b, n, low, high) -> None:
    found = share_ratio(a / m, m, b / n, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-4)


def test_the_exact_interval_keeps_its_level_and_wilson_does_on_average() -> None:
    truths = np.linspace(0.005, 0.995, 199)
    for n in (5, 20, 60):
        x = np.arange(n + 1)
        covered = {
            name: np.array([binomial(x, n, p)[found.contains(p)].sum() for p in truths])
            for name, found in {
                "wilson": share(x, n),
                "corrected": share(x, n, corrected=True),
                "exact": exact_share(x, n),
            }.items()
        }
        assert covered["exact"].min() >= 0.95 - 1e-9
        assert covered["wilson"].mean() == pytest.approx(0.95, abs=0.015)
        assert covered["corrected"].min() >= 0.94
        assert covered["corrected"].mean() > covered["wilson"].mean()


def test_a_difference_of_shares_keeps_its_level_on_average() -> None:
    m, n = 15, 25
    x, y = np.meshgrid(np.arange(m + 1), np.arange(n + 1))
    found = share_difference(x / m, m, y / n, n)
    covered = []
    for p in np.linspace(0.05, 0.95, 10):
        for q in np.linspace(0.03, 0.97, 11):
            chance = binomial(x, m, p) * binomial(y, n, q)
            covered.append(chance[found.contains(p - q)].sum())
    assert np.mean(covered) == pytest.approx(0.955, abs=0.015)
    assert min(covered) > 0.90


@given(
    st.floats(0, 1), st.integers(1, 10**6), st.floats(0.3, 9), st.booleans(), st.floats(0.5, 0.99)
)
def test_a_share_lies_in_its_interval_inside_0_to_1(p, n, deff, corrected, level) -> None:
    found = survey_share(p, n, deff=deff, corrected=corrected, level=level)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.integers(0, 400), st.integers(0, 400), st.booleans())
def test_a_share_and_its_complement_mirror_each_other(k, rest, corrected) -> None:
    n = k + rest + 1
    for made in (lambda x: share(x, n, corrected=corrected), lambda x: exact_share(x, n)):
        here, there = made(k), made(n - k)
        assert here.low == pytest.approx(1 - there.high, abs=1e-9)
        assert here.high == pytest.approx(1 - there.low, abs=1e-9)


@given(st.integers(0, 300), st.integers(1, 300), st.floats(1, 5))
def test_a_design_effect_is_the_same_as_fewer_interviews(k, extra, deff) -> None:
    n = k + extra
    by_effect = survey_share(k / n, n, deff=deff)
    by_fewer = survey_share(k / n, effective_n(n, deff))
    assert by_effect.floats() == pytest.approx(by_fewer.floats())
    assert by_effect.width >= share(k, n).width - 1e-12


@given(st.integers(0, 90), st.integers(0, 90))
def test_a_difference_of_shares_turns_round_and_stays_possible(k, j) -> None:
    there = share_difference(k / 90, 90, j / 90, 90)
    back = share_difference(j / 90, 90, k / 90, 90)
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_nobody_and_everybody_are_shares_with_one_open_side() -> None:
    nobody, everybody = share(0, 30), share(30, 30)
    assert (nobody.value, nobody.low) == (0.0, 0.0)
    assert (everybody.value, everybody.high) == (1.0, 1.0)
    assert nobody.high > 0
    assert everybody.low < 1


def test_an_empty_whole_makes_the_share_unknown() -> None:
    for empty in (share(0, 0), exact_share(0, 0), survey_share(0.0, 0), survey_share(1.0, 0)):
        assert not empty.known
        assert np.isnan(empty.value)


def test_ratios_with_nobody_on_one_side_stay_usable() -> None:
    assert np.isinf(share_ratio(0.3, 100, 0, 100).high)
    assert share_ratio(0.3, 100, 0, 100).low > 1
    assert share_ratio(0, 100, 0.3, 100).low == 0
    assert np.isnan(share_ratio(0, 100, 0, 100).value)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50), st.floats(0.01, 100))
def test_the_design_effect_of_weights_is_at_least_one_whatever_their_scale(w, factor) -> None:
    effect = kish_design_effect(w)
    assert effect >= 1 - 1e-12
    assert kish_design_effect(np.array(w) * factor) == pytest.approx(effect)


def test_equal_weights_have_no_design_effect_and_no_weights_an_unknown_one() -> None:
    assert kish_design_effect([2.5] * 7) == pytest.approx(1)
    assert np.isnan(kish_design_effect([0, 0]))
    assert kish_design_effect([[1, 1], [1, 3]]).tolist() == pytest.approx([1, 1.25])


# 1.96 sqrt(0.7 * 0.3 deff / n), by hand.
@pytest.mark.parametrize(
    ("n", "deff", "points"), [(700, 1, 3.4), (700, 1.5, 4.2), (400, 1, 4.5), (400, 1.5, 5.5)]
)
def test_a_margin_of_error_is_the_textbook_one(n, deff, points) -> None:
    assert 100 * margin_of_error(n, share=0.7, deff=deff) == pytest.approx(points, abs=0.05)


# Krejcie and Morgan (1970), Educational and Psychological Measurement 30:607-610, table 1.
@pytest.mark.parametrize(("population", "n"), [(100, 80), (1000, 278), (10_000, 370)])
def test_interviews_needed_in_a_small_population_are_those_of_the_table(population, n) -> None:
    assert interviews_needed(0.05, population=population) == n


@given(st.floats(0.005, 0.2), st.floats(0.01, 0.99), st.floats(1, 4))
def test_the_interviews_asked_for_are_enough_and_one_fewer_is_not(margin, p, deff) -> None:
    n = interviews_needed(margin, share=p, deff=deff)
    assert margin_of_error(n, share=p, deff=deff) <= margin * (1 + 1e-8)
    if n > 1:
        assert margin_of_error(n - 1, share=p, deff=deff) > margin * (1 - 1e-8)


def test_asking_everybody_leaves_no_margin() -> None:
    assert margin_of_error(500, population=500) == 0
