"""Two by two: against published tables and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats import NumbersError
from paseo.stats.impact import count_difference, mean_change_difference


# The counts of the wheel of the published WDD rows; computed with statsmodels 0.15, and 1 / RES.
def test_the_ratio_of_ratios_is_the_interaction_of_a_poisson_model() -> None:
    found = count_difference((207, 110), (308, 318))
    assert found.effect.floats() == pytest.approx((0.51469, 0.38925, 0.680554), abs=1e-5)
    assert np.log(found.effect.value) / found.statistic == pytest.approx(0.142524, abs=1e-6)
    assert 1 / found.effect.value == pytest.approx(1.9429, abs=1e-4)


# Four counts and four terms leave statsmodels nothing to judge by, which it says each time.
@pytest.mark.filterwarnings("ignore")
@settings(max_examples=25)
@given(st.lists(st.integers(1, 5000), min_size=4, max_size=4))
def test_any_four_counts_give_what_a_fitted_model_gives(counts: list[int]) -> None:
    found = count_difference(counts[:2], counts[2:])
    x = np.array([[1, 1, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0], [1, 0, 1, 0]], dtype=float)
    theirs = sm.GLM(np.array(counts, dtype=float), x, family=sm.families.Poisson()).fit()
    assert np.log(found.effect.value) == pytest.approx(theirs.params[3], abs=1e-6)
    assert found.p == pytest.approx(theirs.pvalues[3], rel=1e-4, abs=1e-9)
    turned = count_difference(counts[2:], counts[:2])
    assert turned.effect.value == pytest.approx(1 / found.effect.value)
    assert turned.effect.low == pytest.approx(1 / found.effect.high)


def test_exposures_and_dispersion_enter_as_they_should() -> None:
    plain = count_difference((200, 100), (300, 310))
    longer = count_difference((200, 100), (300, 310), treated_exposure=(24, 12))
    assert longer.effect.value == pytest.approx(2 * plain.effect.value)
    wider = count_difference((200, 100), (300, 310), dispersion=4.0)
    assert wider.statistic == pytest.approx(plain.statistic / 2)


# Card and Krueger (1994), AER 84:772-793, table 3, rows 1 to 3: full-time equivalents a store.
def test_card_and_krueger_have_their_difference_and_its_error() -> None:
    found = mean_change_difference(
        (20.44, 21.03), (0.51, 0.52), (23.33, 21.17), (1.35, 0.94), change_se=(0.54, 1.25)
    )
    # Printed 2.76 from unrounded means; the rounded ones give 2.75.
    assert found.effect.value == pytest.approx(2.76, abs=0.011)
    assert found.effect.value / found.statistic == pytest.approx(1.36, abs=0.005)
    assert found.treated_change.value == pytest.approx(0.59, abs=0.001)
    assert found.control_change.value == pytest.approx(-2.16, abs=0.001)


def test_independent_means_add_their_four_variances() -> None:
    found = mean_change_difference((5, 6), (0.3, 0.4), (5, 5), (0.0, 1.2))
    assert found.effect.value / found.statistic == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("treated", "control", "options", "code"),
    [
        ((10, 0), (5, 5), {}, "zero-count"),
        ((10, 5), (0, 5), {}, "zero-count"),
        ((10, -5), (5, 5), {}, "negative"),
        ((10, 5, 3), (5, 5, 4), {"treated_exposure": 1, "control_exposure": 1}, "not-before-after"),
        ((10, 5), (5, 5), {"treated_exposure": (0, 1)}, "exposure-not-positive"),
        ((10, 5), (5, 5), {"dispersion": 0.0}, "dispersion-not-positive"),
        ((10, 5), (5, 5), {"dispersion": np.nan}, "dispersion-not-positive"),
        ((np.nan, 5), (5, 5), {}, "unknown-value"),
        ((10, 5), (5, 5), {"control_exposure": (1, np.nan)}, "unknown-value"),
        ((10, 5), (5, 5), {"level": 1.0}, "level-out-of-range"),
    ],
)
def test_counts_that_have_no_ratio_are_refused(
    treated: tuple[int, ...], control: tuple[int, ...], options: dict[str, float], code: str
) -> None:
    with pytest.raises(NumbersError) as refused:
        count_difference(treated, control, **options)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_means_without_errors_are_refused() -> None:
    with pytest.raises(NumbersError) as refused:
        mean_change_difference((1, 2), (0, 0), (1, 1), (0, 0))
    assert refused.value.code == "no-error"


@pytest.mark.parametrize(
    ("means", "errors", "change_se"),
    [
        ((np.nan, 2), (1, 1), None),
        ((1, 2), (np.nan, 1), None),
        ((1, 2), (1, 1), (np.nan, 1)),
    ],
)
def test_unknown_means_and_errors_are_refused(
    means: tuple[float, float],
    errors: tuple[float, float],
    change_se: tuple[float, float] | None,
) -> None:
    with pytest.raises(NumbersError) as refused:
        mean_change_difference(means, errors, (1, 2), (1, 1), change_se=change_se)
    assert refused.value.code == "unknown-value"


def test_errors_of_the_change_make_those_of_the_means_unneeded() -> None:
    found = mean_change_difference(
        (1, 2), (np.nan, np.nan), (1, 1), (np.nan, np.nan), change_se=(0.3, 0.4)
    )
    assert found.effect.value / found.statistic == pytest.approx(0.5)
