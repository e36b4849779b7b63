"""P-values of intervals against closed forms of t, and Holm's adjustment worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import Interval, difference_of
from paseo.stats.checks import NumbersError
from paseo.stats.inverse import student_below
from paseo.stats.multiple import holm, p_of_interval
from paseo.stats.proportions import exact_share

P = st.floats(0, 1)


def test_holm_multiplies_by_those_left_and_never_falls() -> None:
    # 5 x 0.01, 4 x 0.02, 3 x 0.03; then 2 x 0.04 and 1 x 0.05 stay at the 0.09 before them
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]).tolist() == pytest.approx(
        [0.05, 0.08, 0.09, 0.09, 0.09]
    )


def test_a_comparison_that_is_not_possible_does_not_count() -> None:
    assert holm([0.02, np.nan, 0.03]).tolist() == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)
    assert holm([]).tolist() == []
    with pytest.raises(NumbersError):
        holm([1.2])


@given(st.lists(P, min_size=1, max_size=12))
def test_adjusting_keeps_the_order_and_never_makes_anything_clearer(p: list[float]) -> None:
    adjusted = holm(p)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


@pytest.mark.parametrize("t", [0.1, 1.0, 2.5, 12.0])
@pytest.mark.parametrize(
    ("df", "p"),
    # Student's t in closed form: 1 - 2 atan(t) / pi, and 1 - t / sqrt(2 + t^2)
    [(1, lambda t: 1 - 2 * np.arctan(t) / np.pi), (2, lambda t: 1 - t / np.sqrt(2 + t**2))],
)
def test_of_a_t_interval_it_is_the_p_value_of_the_t_test(
    t: float, df: float, p: Callable[[float], float]
) -> None:
    se = 0.7
    half = float(student_below(np.asarray(df), 0.975)) * se
    for value in (t * se, -t * se):
        found = p_of_interval(value, value - half, value + half, df, 0.95)
        assert found == pytest.approx(p(t), rel=1e-9)


@given(st.integers(1, 60), st.data(), st.sampled_from([0.9, 0.95, 0.99]))
def test_it_is_clear_exactly_where_the_interval_excludes_nought(
    n: int, data: st.DataObject, level: float
) -> None:
    shares = [exact_share(data.draw(st.integers(0, n)), n, level=level) for _ in range(2)]
    one: Interval = difference_of(*shares)
    value, low, high = one.floats()
    p = p_of_interval(value, low, high, 1e9, level)
    if min(abs(low), abs(high)) > 1e-9:
        assert (p < 1 - level) == (low > 0 or high < 0)


def test_without_ends_or_degrees_of_freedom_there_is_no_p_value() -> None:
    assert np.isnan(p_of_interval(0.1, float("nan"), 0.2, 5, 0.95))
    assert np.isnan(p_of_interval(0.1, 0.0, 0.2, 0, 0.95))
    assert p_of_interval(0.0, 0.0, 0.0, 5, 0.95) == 1.0
    assert p_of_interval(0.1, 0.1, 0.1, 5, 0.95) == 0.0
