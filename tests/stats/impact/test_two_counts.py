"""Two counts side by side, held to other programs and to what must hold."""

from __future__ import annotations

import importlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from scipy import stats as oracle

from paseo.stats import NumbersError, rate_ratio
from paseo.stats.impact import BeforeAfter, e_test, one_rate, rate_ratio_interval, rate_ratio_test

small = st.integers(0, 30)
exposures = st.floats(0.3, 4)
SIDES = {"two-sided": "two-sided", "larger": "greater", "smaller": "less"}
METHODS = ("wald-log", "wald", "score", "score-log", "square-root", "exact", "mid-p")


def by_fractions(x1: int, n1: int, x2: int, n2: int, alternative: str) -> float:
    """The E-test of the paper without a margin, ties decided without rounding."""
    rate, up_to = (x1 + x2) / (n1 + n2), 60

    def signed_square(a: int, b: int) -> Fraction | None:
        if a + b == 0:
            return None
        difference = Fraction(a, n1) - Fraction(b, n2)
        square = difference**2 / (Fraction(a, n1**2) + Fraction(b, n2**2))
        return square if difference >= 0 else -square

    observed = signed_square(x1, x2)
    assert observed is not None
    far = {
        "two-sided": lambda t: abs(t) >= abs(observed),
        "larger": lambda t: t >= observed,
        "smaller": lambda t: t <= observed,
    }[alternative]
    first, second = (oracle.poisson.pmf(np.arange(up_to), n * rate) for n in (n1, n2))
    return float(
        sum(
            first[a] * second[b]
            for a in range(up_to)
            for b in range(up_to)
            if (t := signed_square(a, b)) is not None and far(t)
        )
    )


@pytest.mark.parametrize("alternative", SIDES)
@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(3, 2, 0, 1), (12, 4, 6, 3), (9, 1, 4, 1)])
def test_outcomes_as_far_out_as_the_observed_one_count(x1, n1, x2, n2, alternative) -> None:
    """Other programs lose some of them to rounding."""
    found = e_test(x1, x2, n1, n2, pivot="separate", alternative=alternative)
    assert found.p == pytest.approx(by_fractions(x1, n1, x2, n2, alternative), abs=1e-12)


@pytest.mark.parametrize("alternative", SIDES)
@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "margin"),
    [(15, 1, 5, 1, 5), (0, 100, 3, 100, 0), (20, 2.5, 9, 1.3, 1), (7, 1, 2, 3, 0.4)],
)
def test_the_e_test_of_the_paper_is_that_of_scipy(x1, n1, x2, n2, margin, alternative) -> None:
    theirs = oracle.poisson_means_test(x1, n1, x2, n2, diff=margin, alternative=SIDES[alternative])
    ours = e_test(x1, x2, n1, n2, margin=margin, pivot="separate", alternative=alternative)
    assert (ours.statistic, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), abs=1e-9)


@pytest.mark.parametrize("alternative", ["two-sided", "larger"])
@pytest.mark.parametrize(("ours", "theirs"), [("pooled", "score"), ("separate", "wald")])
def test_the_e_test_is_that_of_statsmodels(ours, theirs, alternative) -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    for x1, n1, x2, n2 in ((60, 51.5, 30, 54.3), (6, 51.0, 1, 54.0), (41, 28.0, 15, 19.0)):
        _, p = rates.etest_poisson_2indep(
            x1, n1, x2, n2, method=theirs, alternative=alternative, compare="diff"
        )
        found = e_test(x1, x2, n1, n2, pivot=ours, alternative=alternative)
        assert found.p == pytest.approx(p, abs=1e-8)


@settings(max_examples=50)
@given(small, small, exposures, exposures, st.floats(-3, 3))
def test_the_order_of_the_sides_does_not_matter(x1, x2, n1, n2, margin) -> None:
    if x1 + x2 == 0:
        x1 = 1
    for pivot in ("pooled", "separate"):
        there = e_test(x1, x2, n1, n2, margin=margin, pivot=pivot)
        back = e_test(x2, x1, n2, n1, margin=-margin, pivot=pivot)
        assert there.p == pytest.approx(back.p, abs=1e-9)
        assert there.statistic == pytest.approx(-back.statistic, abs=1e-9)
        one = e_test(x1, x2, n1, n2, margin=margin, pivot=pivot, alternative="larger")
        other = e_test(x2, x1, n2, n1, margin=-margin, pivot=pivot, alternative="smaller")
        assert one.p == pytest.approx(other.p, abs=1e-9)
        assert 0 <= one.p <= 1


@pytest.mark.parametrize("pivot", ["pooled", "separate"])
@pytest.mark.parametrize("alternative", SIDES)
@pytest.mark.parametrize("margin", [0, 12])
def test_large_counts_are_searched_to_the_same_sum(monkeypatch, pivot, alternative, margin) -> None:
    given = (300, 340, 1.0, 1.1)
    written = e_test(*given, margin=margin, pivot=pivot, alternative=alternative).p
    module = importlib.import_module("paseo.stats.impact.poisson_e_test")
    monkeypatch.setattr(module, "PAIRS", 0)
    searched = e_test(*given, margin=margin, pivot=pivot, alternative=alternative).p
    assert searched == pytest.approx(written, abs=1e-12)


def test_a_million_events_are_no_matter() -> None:
    found = e_test(1_000_000, 1_003_000)
    z = rate_ratio_test(1_000_000, 1, 1_003_000, 1)
    assert found.statistic == pytest.approx(z.statistic)
    assert found.p == pytest.approx(z.p, abs=1e-6)


def test_counts_of_thousands_of_millions_take_the_normal_curve_and_meet_the_sums() -> None:
    just_summed, beyond = e_test(9_990_000, 10_000_000), e_test(10_015_000, 10_005_000)
    assert just_summed.p == pytest.approx(2 * oracle.norm.sf(abs(just_summed.statistic)), abs=1e-6)
    assert beyond.p == pytest.approx(2 * oracle.norm.sf(abs(beyond.statistic)), abs=1e-12)
    assert e_test(1e9, 1e9).p == 1
    assert e_test(1e9, 1e9, alternative="larger").p == pytest.approx(0.5)


def test_an_exposure_of_next_to_nothing_is_none() -> None:
    for run in (
        lambda: e_test(3, 4, 1e-300, 1),
        lambda: rate_ratio_interval(3, 1e-300, 4, 1),
        lambda: BeforeAfter(3, 4, 1e-300, 1),
    ):
        with pytest.raises(NumbersError) as refused:
            run()
        assert refused.value.code == "no-exposure"


def test_two_zeros_speak_against_a_margin() -> None:
    # With means of 9 and 0 two zeros, or more than that many fewer, come up exp(-9) of the time.
    assert e_test(0, 0, margin=9, alternative="smaller").p == pytest.approx(np.exp(-9))


def test_the_e_test_keeps_its_level() -> None:
    x = np.arange(0, 31)
    a, b = np.meshgrid(x[:26], x[:26], indexing="ij")
    p = np.ones(a.shape)
    some = a + b > 0
    p[some] = e_test(a[some], b[some]).p
    for mean in (0.5, 1, 2, 4, 7, 10):
        chance = np.exp(special.xlogy(x[:26], mean) - mean - special.gammaln(x[:26] + 1))
        size = float(chance @ (p <= 0.05) @ chance)
        # Krishnamoorthy and Thomson found that it seldom exceeds its level, and then by little.
        assert size <= 0.053


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alternative", SIDES)
def test_rate_ratio_tests_are_those_of_statsmodels(method, alternative) -> None:
    rates = pytest.importorskip("statsmodels.stats.rates")
    named = {"square-root": "sqrt", "exact": "exact-cond", "mid-p": "cond-midp"}
    for x1, n1, x2, n2, null in ((60, 514.8, 40, 543.1, 1), (6, 51.0, 1, 54.0, 1.2)):
        told = rates.test_poisson_2indep(
            x1,
            n1,
            x2,
            n2,
            value=null,
            method=named.get(method, method),
            compare="ratio",
            alternative=alternative,
        )
        found = rate_ratio_test(x1, n1, x2, n2, null=null, method=method, alternative=alternative)
        assert found.p == pytest.approx(told.pvalue, rel=1e-9)


@pytest.mark.parametrize("method", ["score", "wald-log"])
@settings(max_examples=50)
@given(st.integers(1, 500), exposures, st.integers(1, 500), exposures)
def test_an_interval_ends_where_its_test_rejects(method, x1, n1, x2, n2) -> None:
    found = rate_ratio_interval(x1, n1, x2, n2, method=method, level=0.9)
    for end in (found.low, found.high):
        p = rate_ratio_test(x1, n1, x2, n2, null=end, method=method).p
        assert p == pytest.approx(0.1, abs=1e-9)


@settings(max_examples=50)
@given(st.integers(0, 40), st.integers(0, 40))
def test_zero_counts_leave_the_score_interval_one_end(x1, x2) -> None:
    if x1 + x2 == 0:
        return
    found = rate_ratio_interval(x1, 1, x2, 1)
    exact = rate_ratio(x1, 1, x2, 1)
    assert (found.low == 0) == (x1 == 0) == (exact.low == 0)
    assert np.isinf(found.high) == (x2 == 0)
    assert found.low >= exact.low - 1e-12 or x1 == 0


def test_one_rate_is_never_below_zero_and_unknown_without_a_base() -> None:
    for method in ("exact", "score", "wald", "byar", "jeffreys"):
        none = one_rate(0, 10, method=method)
        assert 0 <= none.low <= none.high
        assert np.isnan(one_rate(3, 0, method=method).value)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: e_test(0, 0), "no-events"),
        (lambda: e_test(0, 0, margin=1, pivot="separate"), "no-events"),
        (lambda: e_test(3, 0, margin=5, pivot="ptools"), "margin"),
        (lambda: e_test(3, -2), "negative"),
        (lambda: e_test(3, float("nan")), "unknown-count"),
        (lambda: e_test(3.5, 2), "not-whole"),
        (lambda: e_test(3, 2.5), "not-whole"),
        (lambda: e_test(3, 3, 1, 0), "no-exposure"),
        (lambda: e_test(3, 3, 1, -1), "no-exposure"),
        (lambda: e_test(3, 3, pivot="mean"), "pivot"),
        (lambda: e_test(3, 3, margin=float("inf")), "margin"),
        (lambda: e_test(3, 3, alternative="bigger"), "alternative"),
        (lambda: rate_ratio_test(0, 1, 0, 1), "no-events"),
        (lambda: rate_ratio_test(0, 1, 4, 1, method="wald-log"), "zero-count"),
        (lambda: rate_ratio_test(1, 1, 4, 1, method="exactly"), "method"),
        (lambda: rate_ratio_test(1, 1, 4, 1, null=0), "null"),
        (lambda: rate_ratio_test(1.5, 1, 4, 1, method="exact"), "not-whole"),
        (lambda: rate_ratio_interval(1, 1, 4, 1, method="exact"), "method"),
        (lambda: rate_ratio_interval(1, 1, 0, 1, method="wald-log"), "zero-count"),
        (lambda: one_rate(1, 1, method="best"), "method"),
        (lambda: one_rate(-1, 1, method="score"), "negative"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(make, code) -> None:
    with pytest.raises(NumbersError) as fault:
        make()
    assert fault.value.code == code
