"""Changes between waves against textbooks, other programs and exact enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from paseo.stats import NumbersError
from paseo.stats.impact import mean_change, paired_mean_change, paired_share_change, share_change

# Student (1908), hours of sleep gained; the same numbers are R's data set sleep.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


# R, t.test(extra ~ group, data = sleep, paired = TRUE).
def test_student_has_his_paired_t() -> None:
    found = paired_mean_change(FIRST, SECOND)
    assert found.change.floats() == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-7)
    assert found.statistic == pytest.approx(4.0621, abs=5e-5)
    assert found.p == pytest.approx(0.002833, abs=5e-7)


def test_people_unknown_in_one_wave_leave_both() -> None:
    found = paired_mean_change([*FIRST, np.nan, 5], [*SECOND, 3, np.nan])
    assert found.change.floats() == paired_mean_change(FIRST, SECOND).change.floats()


# Agresti (2002), Categorical Data Analysis, table 10.1: 944 of 1600 approve first, 880 then.
def test_agresti_has_his_statistic() -> None:
    found = paired_share_change(794, 150, 86, 570)
    assert (found.first, found.second) == pytest.approx((0.59, 0.55))
    assert found.statistic == pytest.approx(-4.17, abs=0.005)
    assert found.statistic**2 == pytest.approx(17.36, abs=0.005)
    assert found.change.floats() == pytest.approx((-0.04, -0.0587, -0.0213), abs=2e-4)


# Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33:2850-2875, table II: 1, 1, 7, 12.
def test_airway_responses_have_the_published_tests_and_intervals() -> None:
    found = paired_share_change(1, 1, 7, 12)
    assert found.p_score == pytest.approx(0.034, abs=5e-4)
    assert found.p_exact == pytest.approx(0.070, abs=5e-4)
    assert found.p_mid == pytest.approx(0.039, abs=5e-4)
    assert found.change.floats() == pytest.approx((0.286, 0.026, 0.507), abs=5e-4)
    tango = paired_share_change(1, 1, 7, 12, interval="tango").change
    assert tango.floats() == pytest.approx((0.286, 0.026, 0.517), abs=5e-4)


def test_tango_is_that_of_another_program() -> None:
    # R, PropCIs scoreci.mp(25, 28, 618, 0.90).
    found = paired_share_change(300, 25, 28, 265, interval="tango", level=0.90).change
    assert (found.low, found.high) == pytest.approx((-0.0148, 0.0247), abs=5e-5)


counts = st.integers(0, 40)


@settings(max_examples=50)
@given(counts, counts, counts, counts, st.sampled_from(["newcombe", "tango"]))
def test_a_paired_interval_turns_with_the_order_and_holds_the_change(
    both: int, first: int, second: int, neither: int, interval: str
) -> None:
    if both + first + second + neither == 0:
        return
    found = paired_share_change(both, first, second, neither, interval=interval)  # type: ignore[arg-type]
    turned = paired_share_change(both, second, first, neither, interval=interval)  # type: ignore[arg-type]
    assert -1 <= found.change.low <= found.change.value + 1e-12
    assert found.change.value - 1e-12 <= found.change.high <= 1
    assert turned.change.low == pytest.approx(-found.change.high, abs=1e-9)
    assert turned.p_exact == found.p_exact
    assert 0 <= found.p_mid <= found.p_exact <= 1


@settings(max_examples=50)
@given(counts, counts)
def test_the_exact_test_is_the_binomial_one(first: int, second: int) -> None:
    found = paired_share_change(5, first, second, 5)
    if first + second:
        theirs = stats.binomtest(first, first + second).pvalue
        assert found.p_exact == pytest.approx(theirs)
        point = stats.binom.pmf(min(first, second), first + second, 0.5)
        assert found.p_mid == pytest.approx(min(1.0, found.p_exact - point), abs=1e-12) or (
            first == second and found.p_mid == pytest.approx(1.0)
        )


def test_tangos_interval_leaves_zero_out_just_when_mcnemar_does() -> None:
    for second in range(25):
        found = paired_share_change(20, 8, second, 30, interval="tango")
        assert bool(found.change.contains(0.0)) == (found.p_score > 0.05)


def test_a_million_changes_do_not_overflow() -> None:
    found = paired_share_change(10, 500_000, 502_000, 10)
    assert found.p_exact == pytest.approx(found.p_score, abs=0.001)


def test_a_design_effect_widens_and_leaves_the_exact_test_unknown() -> None:
    plain, wide = (paired_share_change(40, 10, 22, 60, deff=deff) for deff in (1.0, 2.0))
    assert wide.statistic == pytest.approx(plain.statistic / np.sqrt(2))
    assert wide.change.high - wide.change.low > plain.change.high - plain.change.low
    assert np.isnan([wide.p_exact, wide.p_mid]).all()


# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10: 56/70 against 48/80.
def test_an_unpaired_change_has_newcombes_interval() -> None:
    found = share_change(48 / 80, 80, 56 / 70, 70)
    assert found.change.floats() == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    # The square of the statistic is chi-square of the four-fold table without correction.
    table = [[56, 14], [48, 32]]
    assert found.statistic**2 == pytest.approx(stats.chi2_contingency(table, correction=False)[0])


def test_a_design_effect_is_a_smaller_sample() -> None:
    held = share_change(0.6, 800, 0.7, 900, first_deff=2.0, second_deff=1.5)
    smaller = share_change(0.6, 400, 0.7, 600)
    assert held.change.floats() == pytest.approx(smaller.change.floats())
    assert held.p == pytest.approx(smaller.p)


def test_an_unpaired_change_of_means_is_welchs() -> None:
    found = mean_change(
        float(np.mean(FIRST)), float(np.std(FIRST, ddof=1)), 10,
        float(np.mean(SECOND)), float(np.std(SECOND, ddof=1)), 10,
    )  # fmt: skip
    theirs = stats.ttest_ind(SECOND, FIRST, equal_var=False)
    assert found.statistic == pytest.approx(theirs.statistic)
    assert found.p == pytest.approx(theirs.pvalue)


def test_answers_without_spread_leave_the_test_unknown() -> None:
    alike = paired_mean_change([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    assert alike.change.value == pytest.approx(1.0)
    assert np.isnan([alike.change.low, alike.p]).all()
    assert np.isnan(share_change(1.0, 20, 1.0, 30).p)
    assert np.isnan(mean_change(2, 0, 10, 3, 0, 10).p)


@pytest.mark.parametrize("cells", [(0, 0, 0, 0), (np.nan, 1, 1, 1), (1, -1, 2, 3)])
def test_impossible_tables_are_refused(cells: tuple[float, ...]) -> None:
    with pytest.raises(NumbersError):
        paired_share_change(*cells)


def test_an_interval_of_no_such_name_is_refused() -> None:
    with pytest.raises(NumbersError) as refused:
        paired_share_change(1, 1, 7, 12, interval="x")  # type: ignore[arg-type]
    assert refused.value.code == "interval"


def test_nobody_who_answered_twice_is_refused() -> None:
    with pytest.raises(NumbersError) as refused:
        paired_mean_change([1.0, np.nan], [np.nan, 2.0])
    assert refused.value.code == "nobody-asked"


# Exact enumeration over a pair of answers of 30 people: no simulation error.
@pytest.mark.parametrize("interval", ["newcombe", "tango"])
def test_paired_intervals_hold_their_level_within_two_points_on_average(interval: str) -> None:
    n, covered = 30, []
    for gained, lost in ((0.2, 0.1), (0.3, 0.15), (0.15, 0.15)):
        stay = 1 - gained - lost
        total = 0.0
        for s in range(n + 1):
            for f in range(n + 1 - s):
                chance = stats.multinomial.pmf([s, f, n - s - f], n, [gained, lost, stay])
                if chance < 1e-6:
                    continue
                both = (n - s - f) // 2
                found = paired_share_change(both, f, s, n - s - f - both, interval=interval)  # type: ignore[arg-type]
                total += chance * bool(found.change.contains(gained - lost))
        covered.append(total)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
