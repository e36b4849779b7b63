"""Means against textbook data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import mean_difference, mean_from_se, survey_mean

# The sleep data of Student (1908), Biometrika 6:1-25: extra hours with two drugs.
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_a_mean_has_the_t_interval_of_students_own_data() -> None:
    gain = SECOND - FIRST
    found = survey_mean(gain.mean(), gain.std(ddof=1), 10)
    # R: t.test(sleep$extra[11:20] - sleep$extra[1:10]).
    assert found.floats() == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-6)


def test_a_difference_has_welchs_interval_of_students_own_data() -> None:
    parts = [f(drug) for drug in (FIRST, SECOND) for f in (np.mean, lambda x: x.std(ddof=1), len)]
    found = mean_difference(*parts)
    # R: t.test(extra ~ group, data = sleep).
    assert found.floats() == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=1e-6)


def test_a_published_standard_error_takes_the_normal_or_the_t_quantile() -> None:
    # Quantiles as in any table: 1.959964, and 2.262157 with 9 degrees of freedom.
    assert mean_from_se(0, 1).high == pytest.approx(1.959964, abs=1e-6)
    assert mean_from_se(0, 1, df=9).high == pytest.approx(2.262157, abs=1e-6)
    assert mean_from_se(0, 1, df=1e9).high == pytest.approx(1.959964, abs=1e-6)


def test_one_answer_or_no_spread_says_nothing_about_the_uncertainty() -> None:
    for unsure in (
        survey_mean(7, 2, 1),
        survey_mean(7, 2, 3, deff=3),
        survey_mean(7, 0, 50),
        mean_from_se(7, 1, df=0),
    ):
        assert unsure.value == 7
        assert not unsure.known
    assert not mean_difference(7, 2, 50, 6, 0, 50).known
    assert mean_from_se(7, 0).floats() == (7, 7, 7)


@given(
    st.floats(0, 10), st.floats(0.1, 5), st.integers(3, 5000), st.floats(0.1, 50), st.floats(-9, 9)
)
def test_a_mean_follows_the_unit_and_the_zero_of_its_scale(mean, sd, n, factor, shift) -> None:
    here = np.array(survey_mean(mean, sd, n).floats())
    there = survey_mean(mean * factor + shift, sd * factor, n).floats()
    assert there == pytest.approx(here * factor + shift, abs=1e-7)


@given(st.floats(0.1, 5), st.integers(3, 500), st.floats(0.1, 5), st.integers(3, 500))
def test_a_difference_turns_round_and_is_at_least_as_wide_as_the_normal_one(sa, na, sb, nb) -> None:
    there, back = mean_difference(6, sa, na, 5, sb, nb), mean_difference(5, sb, nb, 6, sa, na)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.width > mean_from_se(1, np.sqrt(sa**2 / na + sb**2 / nb)).width


def test_a_design_effect_widens_a_mean_by_more_than_its_root() -> None:
    plain, clustered = survey_mean(6, 2, 100), survey_mean(6, 2, 100, deff=4)
    assert clustered.width > 2 * plain.width
