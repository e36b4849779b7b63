"""Items of a scale: against numpy, against the formula in another form, and cases by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats.checks import NumbersError
from paseo.stats.items import correlation_interval, cronbach_alpha, item_rest

TABLES = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(1, 5), min_size=columns, max_size=columns), min_size=4, max_size=30
    )
)


@given(TABLES)
def test_an_item_is_correlated_with_the_sum_of_the_others(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=float)
    for at, found in enumerate(item_rest(scores)):
        rest = np.delete(scores, at, axis=1).sum(axis=1)
        if scores[:, at].std() == 0 or rest.std() == 0:
            assert math.isnan(found)
        else:
            assert found == pytest.approx(np.corrcoef(scores[:, at], rest)[0, 1], abs=1e-12)


@given(TABLES)
def test_alpha_by_mean_covariance_is_alpha_by_variances(rows: list[list[int]]) -> None:
    """alpha = k * mean covariance / (mean variance + (k - 1) * mean covariance)."""
    covariance = np.cov(np.array(rows, dtype=float), rowvar=False)
    k = len(covariance)
    variances = np.diag(covariance).mean()
    between = (covariance.sum() - np.diag(covariance).sum()) / (k * (k - 1))
    below = variances + (k - 1) * between
    if abs(below) < 1e-9:
        return
    assert cronbach_alpha(rows) == pytest.approx(k * between / below, rel=1e-9, abs=1e-9)


def test_equal_items_have_full_consistency() -> None:
    rows = [[1, 1, 1], [2, 2, 2], [4, 4, 4]]
    assert cronbach_alpha(rows) == pytest.approx(1.0)
    assert item_rest(rows).tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_rows_with_a_hole_are_left_out() -> None:
    rows = [[1, 2, 2], [2, 3, 1], [3, 3, 4], [5, 4, 4]]
    with_hole = [*rows, [1, float("nan"), 5]]
    assert item_rest(with_hole).tolist() == item_rest(rows).tolist()
    assert cronbach_alpha(with_hole) == cronbach_alpha(rows)


@pytest.mark.parametrize("scores", [[1, 2, 3], [[1], [2]], []])
def test_what_is_no_table_of_items_is_refused(scores: list[object]) -> None:
    with pytest.raises(NumbersError):
        item_rest(scores)


def test_too_few_rows_say_nothing() -> None:
    assert np.isnan(item_rest([[1, 2], [2, 3]])).all()
    assert math.isnan(cronbach_alpha([[1, 2]]))
    assert math.isnan(cronbach_alpha([[1, 2], [1, 2]]))


@pytest.mark.parametrize(
    ("r", "n", "low", "high"),
    [
        # tanh(atanh(0.5) -+ 1.959964 / sqrt(47)), worked out on paper: 0.549306 -+ 0.285889
        (0.5, 50, 0.257487, 0.683265),
        (-0.06, 599, -0.139400, 0.020159),
        (1.0, 10, 1.0, 1.0),
    ],
)
def test_the_interval_of_a_correlation(r, n, low, high) -> None:  # type: ignore[no-untyped-def]
    found = correlation_interval(r, n)
    assert found.floats() == pytest.approx((r, low, high), abs=2e-4)


def test_three_pairs_give_no_interval_and_no_correlation_lies_past_one() -> None:
    assert np.isnan(correlation_interval(0.5, 3).floats()[1])
    with pytest.raises(NumbersError):
        correlation_interval(1.2, 30)
