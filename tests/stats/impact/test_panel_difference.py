"""Panels of areas: against models with dummies in statsmodels, and on made panels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from paseo.stats import Interval, NumbersError
from paseo.stats.checks import FloatArray
from paseo.stats.impact import PanelCaution, panel_difference

AREAS, PERIODS, START, OURS = 9, 7, 4, 4
TREATED = np.arange(AREAS) < OURS


def made_panel(seed: int, *, effect: float = 1.0, counts: bool = True) -> FloatArray:
    chance = np.random.default_rng(seed)
    after = np.arange(PERIODS) >= START
    level = np.log(50) + chance.normal(0, 0.4, (AREAS, 1)) + chance.normal(0, 0.2, (1, PERIODS))
    level = level + np.log(effect) * np.outer(TREATED, after)
    level = level + chance.normal(0, 0.15, (AREAS, 1)) * after
    if counts:
        return np.asarray(chance.poisson(np.exp(level)), dtype=float)
    return np.asarray(level + chance.normal(0, 0.1, level.shape))


def dummies(own: FloatArray) -> FloatArray:
    """A dummy for each area and for each period but the first, then the columns of their own."""
    areas = np.kron(np.eye(AREAS), np.ones((PERIODS, 1)))
    periods = np.tile(np.eye(PERIODS)[:, 1:], (AREAS, 1))
    gained = np.vstack([own * float(treated) for treated in TREATED])
    return np.hstack([areas, periods, gained])


def with_dummies(y: FloatArray, own: FloatArray, exposure: FloatArray | None = None):  # type: ignore[no-untyped-def]
    """The same model with every dummy in it, errors clustered by area."""
    offset = None if exposure is None else np.log(exposure.ravel())
    keep = ~np.isnan(y.ravel())
    model = sm.GLM(
        y.ravel()[keep], dummies(own)[keep], family=sm.families.Poisson(),
        offset=None if offset is None else offset[keep],
    )  # fmt: skip
    clusters = np.repeat(np.arange(AREAS), PERIODS)[keep]
    return model.fit(
        tol=1e-12, cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
    )


AFTER = (np.arange(PERIODS) >= START).astype(float)[:, None]


def test_effect_and_clustered_errors_of_counts_are_those_of_a_model_with_all_dummies() -> None:
    y = made_panel(1, effect=0.7)
    exposure = 100 + np.random.default_rng(2).uniform(0, 50, y.shape)
    found = panel_difference(y, TREATED, START, exposure=exposure, errors="cluster")
    theirs = with_dummies(y, AFTER, exposure)
    assert found.effect.value == pytest.approx(np.exp(theirs.params[-1]), rel=1e-7)
    # Ours counts the areas' levels, which lie within the clusters, as no parameters.
    ours, n, k = AREAS / (AREAS - 1), y.size, PERIODS
    error = theirs.bse[-1] * np.sqrt(ours * (n - 1) / (n - k))
    reach = np.log(found.effect.high / found.effect.value)
    assert reach == pytest.approx(stats.t.ppf(0.975, AREAS - 1) * error, rel=1e-6)


def test_effect_of_means_is_that_of_a_model_with_all_dummies() -> None:
    y = made_panel(3, counts=False)
    y[2, 5] = np.nan
    found = panel_difference(y, TREATED, START, kind="means", errors="model")
    keep = ~np.isnan(y.ravel())
    theirs = sm.OLS(y.ravel()[keep], dummies(AFTER)[keep]).fit()
    assert found.effect.value == pytest.approx(theirs.params[-1])
    assert (found.effect.high - found.effect.value) / 1.959964 == pytest.approx(
        theirs.bse[-1], rel=1e-5
    )


def test_the_course_is_that_of_a_model_with_one_effect_for_each_period() -> None:
    y = made_panel(4, effect=0.8)
    found = panel_difference(y, TREATED, START)
    shown = [t for t in range(PERIODS) if t != START - 1]
    theirs = with_dummies(y, np.eye(PERIODS)[:, shown])
    assert found.reference == START - 1
    course = np.asarray(found.by_period.value)
    assert course[shown] == pytest.approx(np.exp(theirs.params[-len(shown) :]), rel=1e-6)
    assert course[START - 1] == 1.0


@pytest.mark.parametrize("kind", ["counts", "means"])
def test_the_jackknife_is_the_model_fitted_again_without_each_area(kind: str) -> None:
    y = made_panel(5, counts=kind == "counts")
    y[1, 2] = np.nan

    def effect(keep: FloatArray, errors: str) -> Interval:
        found = panel_difference(y[keep], TREATED[keep], START, errors=errors, kind=kind)  # type: ignore[arg-type]
        logarithm = np.log if kind == "counts" else np.asarray
        value, low, high = (logarithm(part) for part in found.effect.floats())
        return Interval(float(value), float(low), float(high), 0.95, "on the scale of the model")

    whole = effect(np.ones(AREAS, dtype=bool), "jackknife")
    rest = [effect(np.arange(AREAS) != area, "model").value for area in range(AREAS)]
    parts = (np.array(rest) - whole.value) ** 2
    ours, other = parts[TREATED].sum(), parts[~TREATED].sum()
    df = (ours + other) ** 2 / (ours**2 / (OURS - 1) + other**2 / (AREAS - OURS - 1))
    error = np.sqrt((AREAS - 1) / AREAS * parts.sum())
    assert whole.high - whole.value == pytest.approx(stats.t.ppf(0.975, df) * error, rel=1e-6)


def test_with_constant_exposure_the_effect_is_the_pooled_two_by_two_ratio() -> None:
    y = made_panel(6, effect=0.6)
    parts = [y[side][:, part].sum() for side in (TREATED, ~TREATED)
             for part in (slice(START, None), slice(None, START))]  # fmt: skip
    found = panel_difference(y, TREATED, START)
    assert found.effect.value == pytest.approx(parts[0] / parts[1] / (parts[2] / parts[3]))


def test_the_rank_counts_all_placements() -> None:
    y = made_panel(7, effect=0.5)

    def size(chosen: tuple[int, ...]) -> float:
        side = np.isin(np.arange(AREAS), chosen)
        sums = [y[part][:, cut].sum() for part in (side, ~side)
                for cut in (slice(START, None), slice(None, START))]  # fmt: skip
        return float(abs(np.log(sums[0] * sums[3] / sums[1] / sums[2])))

    seen = size(tuple(range(OURS)))
    every = [size(chosen) for chosen in combinations(range(AREAS), OURS)]
    found = panel_difference(y, TREATED, START)
    assert found.rank_p == pytest.approx(np.mean([one >= seen - 1e-12 for one in every]))


def test_an_effect_that_is_there_is_found_and_a_past_that_differs_is_said() -> None:
    flat = np.full((AREAS, 8), 200.0)
    flat[TREATED, 4:] *= 0.7
    found = panel_difference(flat, TREATED, 4)
    assert found.effect.value == pytest.approx(0.7)
    assert found.past is not None and found.past.trend.value == pytest.approx(1.0)
    assert PanelCaution.PAST_DIFFERS not in found.cautions
    rising = (
        np.round(200 * np.exp(0.15 * np.outer(TREATED, np.arange(8)))) + np.arange(AREAS)[:, None]
    )
    told = panel_difference(rising, TREATED, 4)
    assert told.past is not None
    assert told.past.trend.value == pytest.approx(np.exp(0.15), abs=0.01)
    assert PanelCaution.PAST_DIFFERS in told.cautions


def test_errors_are_chosen_by_the_areas_at_hand() -> None:
    y = made_panel(8)
    assert panel_difference(y, TREATED, START).errors == "jackknife"
    one = panel_difference(y[OURS - 1 :], np.arange(6) == 0, START)
    assert one.errors == "spread"
    assert {PanelCaution.FEW_AREAS, PanelCaution.FEW_TREATED} <= set(one.cautions)
    two = panel_difference(y[OURS - 2 :], np.arange(7) < 2, START)
    assert two.errors == "spread"
    four = panel_difference(y[OURS - 2 : OURS + 2], np.arange(4) < 2, START)
    assert four.errors == "jackknife"
    pair = panel_difference(y[OURS - 1 : OURS + 1], [True, False], START)
    # Nobody sees how differently areas move on their own: an interval only where asked for.
    assert pair.errors == "model" and PanelCaution.NO_INTERVAL in pair.cautions
    assert np.isnan([pair.effect.low, pair.effect.high, pair.p]).all()
    asked = panel_difference(y[OURS - 1 : OURS + 1], [True, False], START, errors="model")
    assert asked.effect.low < asked.effect.value == pair.effect.value < asked.effect.high
    assert PanelCaution.AREAS_TAKEN_AS_ALIKE in asked.cautions
    assert PanelCaution.NO_INTERVAL not in asked.cautions


def test_counts_smoother_than_chance_make_the_model_no_surer() -> None:
    smooth = [[100.0, 100, 100, 80, 80, 80], [100, 100, 100, 100, 100, 100]]
    found = panel_difference(smooth, [True, False], 3, errors="model")
    poisson = np.sqrt(1 / 240 + 3 / 300)
    reach = np.log(found.effect.high / found.effect.value)
    assert reach == pytest.approx(1.959964 * poisson, rel=1e-5)


def test_periods_without_events_have_no_ratio_of_their_own() -> None:
    y = made_panel(9)
    y[:, 2] = 0.0
    y[TREATED, 5] = 0.0
    found = panel_difference(y, TREATED, START)
    course = np.asarray(found.by_period.value)
    assert np.isnan(course[[2, 5]]).all() and np.isfinite(course[[0, 1, 3, 4, 6]]).all()
    assert np.isfinite(found.effect.floats()).all()


@pytest.mark.parametrize(("ours", "others", "mean"), [(2, 2, 1), (2, 5, 4), (3, 5, 1), (3, 5, 4)])
def test_empty_months_of_single_areas_refuse_no_effect(ours: int, others: int, mean: int) -> None:
    treated = np.arange(ours + others) < ours
    for seed in range(3):
        y = np.random.default_rng(seed).poisson(mean, (treated.size, 24)).astype(float)
        sums = [y[side, part].sum() for side in (treated, ~treated)
                for part in (slice(12, None), slice(12))]  # fmt: skip
        found = panel_difference(y, treated, 12)
        assert found.effect.value == pytest.approx(sums[0] * sums[3] / sums[1] / sums[2])
        assert np.isfinite(found.effect.floats()).all()
        assert found.errors == ("spread" if (ours, others) == (2, 5) else "jackknife")
        gaps = bool(np.isnan(np.asarray(found.by_period.value)).any())
        assert (PanelCaution.PERIODS_LEFT_OUT in found.cautions) is gaps


def test_an_empty_month_of_one_area_leaves_the_course_of_all_other_months() -> None:
    y = made_panel(12)
    y[:OURS, 1] = [5.0, 0.0, 0.0, 0.0]
    found = panel_difference(y, TREATED, START)
    assert found.errors == "jackknife" and PanelCaution.PERIODS_LEFT_OUT in found.cautions
    assert np.isnan(np.asarray(found.by_period.value)).tolist() == [False, True] + [False] * 5
    # A period that lies with one area alone drops out where that area is left out.
    y[1:, 1] = 0.0
    without = [panel_difference(y[k], TREATED[k], START, errors="model").effect.value
               for k in (np.arange(AREAS) != area for area in range(AREAS))]  # fmt: skip
    again = panel_difference(y, TREATED, START)
    parts = np.log(np.array(without) / again.effect.value) ** 2
    ours, other = parts[TREATED].sum(), parts[~TREATED].sum()
    df = (ours + other) ** 2 / (ours**2 / (OURS - 1) + other**2 / (AREAS - OURS - 1))
    error = np.sqrt((AREAS - 1) / AREAS * parts.sum())
    reach = np.log(again.effect.high / again.effect.value)
    assert reach == pytest.approx(stats.t.ppf(0.975, df) * error, rel=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.05, 20))
def test_a_common_change_of_unit_changes_nothing(seed: int, factor: float) -> None:
    y = made_panel(seed)
    plain = panel_difference(y, TREATED, START)
    by_period = np.linspace(1, factor, PERIODS)[None, :]
    scaled = panel_difference(y, TREATED, START, exposure=np.broadcast_to(by_period, y.shape))
    assert scaled.effect.floats() == pytest.approx(plain.effect.floats(), rel=1e-6)


@pytest.mark.parametrize(
    ("y", "treated", "options", "code"),
    [
        ([[1, 2, 3]], [True], {}, "one-side-empty"),
        ([[1, 2, 3], [1, 2, 3]], [True, True], {}, "one-side-empty"),
        ([[1, 2, 3], [1, 2, 3]], [True], {}, "shapes-differ"),
        ([1, 2, 3], [True, False, False], {}, "shapes-differ"),
        ([[1, -2, 3], [1, 2, 3]], [True, False], {}, "negative"),
        ([[0, 0, 3], [1, 2, 3]], [True, False], {}, "no-events"),
        ([[1, 2, 3], [1, 2, 0]], [True, False], {}, "no-events"),
        ([[1, 2, 3], [1, 2, 3]], [True, False], {"exposure": 0.0}, "exposure-not-positive"),
        ([[1, 2, 3], [1, 2, 3]], [True, False], {"errors": "cluster"}, "too-few-areas"),
        ([[1, 2, 3], [1, 2, 3]], [True, False], {"errors": "spread"}, "too-few-areas"),
        ([[1, 2, 3], [1, 2, 3]], [True, False], {"errors": "guessed"}, "unknown-errors"),
        ([[1, 2, 3], [1, 2, 3]], [True, False], {"kind": "guessed"}, "kind"),
    ],
)
def test_panels_that_tell_nothing_are_refused(
    y: list[list[float]], treated: list[bool], options: dict[str, object], code: str
) -> None:
    with pytest.raises(NumbersError) as refused:
        panel_difference(y, treated, 2, **options)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("start", "code"), [(0, "start-outside"), (3, "start-outside"), (1.5, "start-not-whole")]
)
def test_a_start_outside_the_periods_is_refused(start: int, code: str) -> None:
    with pytest.raises(NumbersError) as refused:
        panel_difference([[1, 2, 3], [1, 2, 3]], [True, False], start)
    assert refused.value.code == code


@pytest.mark.filterwarnings("error")
def test_an_interval_of_next_to_nothing_may_end_at_infinity() -> None:
    y = [[1, 0, 0, 9], [0, 9, 1, 0], [9, 0, 0, 1], [0, 1, 9, 0]]
    found = panel_difference(y, [True, True, False, False], 2, level=1 - 1e-12)
    assert found.effect.high == np.inf


def test_areas_that_changed_alike_to_the_digit_leave_the_error_unknown() -> None:
    flat = np.full((6, 4), 100.0)
    flat[:3, 2:] = 70.0
    found = panel_difference(flat, np.arange(6) < 3, 2)
    assert found.effect.value == pytest.approx(0.7)
    assert np.isnan([found.effect.low, found.effect.high, found.p]).all()
    assert PanelCaution.ERROR_UNSEEN in found.cautions


# Fixed seed, tolerance of three binomial errors; bench/test_bench_impact_series.py asks longer.
# Areas drift apart after the start by chance, which errors of the model do not know.
@pytest.mark.parametrize(("ours", "others"), [(10, 10), (3, 6), (1, 10)])
def test_intervals_hold_their_level_where_areas_have_lives_of_their_own(
    ours: int, others: int
) -> None:
    chance, n = np.random.default_rng(21), 120
    hits = sum(covers(chance, ours, others) for _ in range(n))
    assert hits / n == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / n))


def covers(chance: np.random.Generator, ours: int, others: int) -> bool:
    areas, after = ours + others, np.arange(4) >= 2
    level = chance.normal(0, 0.3, (areas, 1)) + chance.normal(0, 0.2, (1, 4))
    level = level + chance.normal(0, 0.15, (areas, 1)) * after
    y = chance.poisson(80 * np.exp(level))
    return bool(panel_difference(y, np.arange(areas) < ours, 2).effect.contains(1.0))
