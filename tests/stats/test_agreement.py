"""Agreement against the printed output of other programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paseo.stats import ac1, agreement_table, direction, kappa, percent_agreement

# SAS/STAT user's guide, PROC FREQ, "Agreement study": two dermatologists, 88 patients.
# All kappas and standard errors below confirmed with statsmodels 0.15 cohens_kappa.
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# R package vcd, data SexualFun (Hout, Duncan and Sobel 1987; also in Agresti).
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
# Gwet (2002): 125 items, nearly all in one category.
LOPSIDED = [[118, 5], [2, 0]]


@pytest.mark.parametrize(
    ("table", "weights", "value", "se"),
    [
        (SKIN, "none", 0.3449, 0.0724),
        (SKIN, "linear", 0.5082, 0.0655),
        # statsmodels 0.15, cohens_kappa(wt="quadratic").
        (SKIN, "quadratic", 0.6607, 0.0616),
        (COUPLES, "none", 0.1293, 0.0686),
        (COUPLES, "linear", 0.2374, 0.0783),
    ],
)
def test_kappa_and_its_standard_error_are_the_printed_ones(table, weights, value, se) -> None:
    found = kappa(table, weights=weights)
    assert (found.interval.value, found.se) == pytest.approx((value, se), abs=6e-5)


def test_the_interval_and_the_null_standard_error_are_the_printed_ones() -> None:
    found = kappa(SKIN)
    # SAS: 95% limits 0.2030 and 0.4868, ASE under H0 0.0612.
    assert (found.interval.low, found.interval.high) == pytest.approx((0.2030, 0.4868), abs=6e-5)
    assert found.se_null == pytest.approx(0.0612, abs=6e-5)
    assert found.n == 88


# Value and standard error from the package irrCAC 0.4.4 (Gwet's own method).
@pytest.mark.parametrize(
    ("table", "value", "se"),
    [(SKIN, 0.35107, 0.07033), (LOPSIDED, 0.94078, 0.02296)],
)
def test_ac1_and_its_standard_error_agree_with_another_program(table, value, se) -> None:
    found = ac1(table)
    assert (found.interval.value, found.se) == pytest.approx((value, se), abs=6e-6)


def test_ac1_stays_high_where_kappa_collapses() -> None:
    assert kappa(LOPSIDED).interval.value == pytest.approx(-0.0234, abs=6e-5)
    assert percent_agreement(LOPSIDED).value == pytest.approx(0.944)
    assert ac1(LOPSIDED).interval.value > 0.9


def test_agreement_by_chance_alone_is_zero() -> None:
    independent = np.outer([10, 20, 30], [6, 3, 1])
    for weights in ("none", "linear", "quadratic"):
        assert kappa(independent, weights=weights).interval.value == pytest.approx(0, abs=1e-12)


def test_full_agreement_of_few_items_is_not_certainty() -> None:
    three = kappa([[2, 0], [0, 1]])
    assert three.interval.value == pytest.approx(1)
    assert three.interval.high == 1
    assert three.interval.low < 0.2
    many = kappa([[200, 0], [0, 100]])
    assert three.interval.low < many.interval.low < 1
    assert ac1([[2, 0], [0, 1]]).interval.low < 0.2


def test_one_category_only_cannot_be_told() -> None:
    assert direction(kappa([[9, 0], [0, 0]]).interval) == "cannot tell"
    assert direction(kappa([[0, 0], [0, 0]]).interval) == "cannot tell"
    assert not kappa([[np.nan, 1], [1, 1]]).interval.known


def test_pairs_are_counted_in_scale_order_and_half_answered_items_left_out() -> None:
    table = agreement_table(
        ["good", "bad", "fair", None, float("nan")],
        ["good", "fair", "fair", "bad", "bad"],
        ["bad", "fair", "good"],
    )
    assert table.tolist() == [[0, 1, 0], [0, 1, 0], [0, 0, 1]]


tables = arrays(np.float64, (3, 3), elements=st.integers(0, 40).map(float))


@given(tables, st.sampled_from(["none", "linear", "quadratic"]))
def test_swapping_the_raters_or_reversing_the_scale_changes_nothing(table, weights) -> None:
    here = kappa(table, weights=weights)
    for other in (table.T, table[::-1, ::-1]):
        there = kappa(other, weights=weights)
        assert there.interval.floats() == pytest.approx(
            here.interval.floats(), nan_ok=True, abs=1e-9
        )


@given(tables)
def test_with_two_categories_all_weights_are_the_same(table) -> None:
    two = table[:2, :2]
    plain = kappa(two).interval.floats()
    for weights in ("linear", "quadratic"):
        assert kappa(two, weights=weights).interval.floats() == pytest.approx(plain, nan_ok=True)


@given(tables)
def test_a_coefficient_lies_in_its_interval_and_never_above_one(table) -> None:
    for found in (kappa(table), kappa(table, weights="linear"), ac1(table)):
        if found.interval.known:
            assert found.interval.low <= found.interval.value <= found.interval.high + 1e-12
            assert found.interval.high <= 1
