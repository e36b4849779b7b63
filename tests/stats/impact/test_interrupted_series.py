"""Interrupted series against the published tutorial, statsmodels, and numbers made to a rule."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.diagnostic import acorr_ljungbox

from paseo.stats import NumbersError
from paseo.stats.extras import MissingExtraError
from paseo.stats.impact import Family, SeriesCaution, interrupted_series
from paseo.stats.impact.autocorrelation import ljung_box
from paseo.stats.impact.interrupted_covariance import Held, going_together
from paseo.stats.impact.loglinear import fit_poisson, newey_west, scores
from stats.impact.published_data import sicily

EVENTS, POPULATION = sicily()
BAN = 36


def by_hand(*, season: int = 0, step: bool = True, slope: bool = False) -> np.ndarray:
    """The design of the tutorial: level, time, step, time since, then the season."""
    time = np.arange(1, 60)
    after = (time > BAN).astype(float)
    month = (time - 1) % 12 + 1
    columns = [np.ones(59), time]
    columns += [after] * step + [after * (time - BAN)] * slope
    for k in range(1, season + 1):
        columns += [np.sin(2 * np.pi * k * month / 12), np.cos(2 * np.pi * k * month / 12)]
    return np.column_stack(columns).astype(float)


def glm(x: np.ndarray, **options: object):  # type: ignore[no-untyped-def]
    model = sm.GLM(EVENTS, x, offset=np.log(POPULATION), family=sm.families.Poisson())
    return model.fit(**options)


# Lopez Bernal, Cummins and Gasparrini (2017), Int J Epidemiol 46:348-355: 0.894 (0.864 to 0.925)
# in the paper; six decimals from its data and model with statsmodels 0.15.
def test_sicily_has_the_published_step_in_a_poisson_model() -> None:
    found = interrupted_series(EVENTS, BAN, exposure=POPULATION, family="poisson")
    assert found.step is not None
    assert found.step.floats() == pytest.approx((0.894377, 0.864686, 0.925086), abs=1e-6)
    assert found.trend.floats() == pytest.approx((1.004957, 1.003974, 1.005941), abs=1e-6)
    assert round(found.dispersion, 2) == 3.56
    assert SeriesCaution.OVERDISPERSED in found.cautions


def test_sicily_has_the_published_season_and_slope() -> None:
    found = interrupted_series(EVENTS, BAN, exposure=POPULATION, season=2, slope=True)
    assert found.step is not None and found.slope is not None
    assert found.step.floats() == pytest.approx((0.876464, 0.826753, 0.929165), abs=1e-6)
    assert found.slope.floats() == pytest.approx((1.001483, 0.99785, 1.00513), abs=5e-6)


def test_a_season_takes_up_part_of_the_dispersion_of_sicily() -> None:
    found = interrupted_series(EVENTS, BAN, exposure=POPULATION, season=2)
    assert round(found.dispersion, 2) == 2.26
    # The paper: 0.885 (0.839 to 0.933), and 6.7 percent more each year.
    assert found.step is not None
    assert found.step.floats() == pytest.approx((0.885, 0.839, 0.933), abs=5e-4)
    assert found.trend.value**12 == pytest.approx(1.067, abs=5e-4)


@pytest.mark.parametrize("lags", [0, 3, 6])
def test_newey_west_errors_are_those_of_statsmodels(lags: int) -> None:
    found = interrupted_series(
        EVENTS, BAN, exposure=POPULATION, season=1, errors="newey-west", lags=lags
    )
    theirs = glm(
        by_hand(season=1), cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    x, offset = by_hand(season=1), np.log(POPULATION)
    fit = fit_poisson(x, EVENTS, offset)
    ours = newey_west(fit.bread, scores(x, EVENTS, fit), lags, 59)
    assert np.sqrt(np.diag(ours)) == pytest.approx(theirs.bse, rel=1e-5)
    # Intervals take them only where they are the widest.
    low, high = np.exp(theirs.conf_int()[2])
    assert found.step is not None
    assert found.step.value == pytest.approx(np.exp(theirs.params[2]), rel=1e-7)
    assert found.step.low <= low * (1 + 1e-9) and found.step.high >= high * (1 - 1e-9)


def ordered(chance: np.random.Generator, months: int, rho: float) -> np.ndarray:
    """Counts about 40, with three times the variance of chance, whose errors go together."""
    spread, errors = np.sqrt(np.log(1 + 2 / 40)), [chance.normal()]
    for _ in range(months - 1):
        errors.append(rho * errors[-1] + np.sqrt(1 - rho**2) * chance.normal())
    return np.asarray(chance.poisson(40 * np.exp(spread * np.array(errors) - spread**2 / 2)))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), rho=st.floats(0, 0.8), beside=st.booleans())
def test_errors_that_allow_for_neighbours_are_never_surer_than_the_model(
    seed: int, rho: float, beside: bool
) -> None:
    chance = np.random.default_rng(seed)
    events, other = ordered(chance, 30, rho), ordered(chance, 30, rho)
    asked = {"control": other if beside else None, "season": 1, "quantile": "t"}
    model = interrupted_series(events, 18, **asked)  # type: ignore[arg-type]
    wide = interrupted_series(events, 18, errors="newey-west", **asked)  # type: ignore[arg-type]
    for ours, theirs in ((wide.step, model.step), (wide.avoided, model.avoided)):
        assert ours is not None and theirs is not None
        assert ours.low <= theirs.low + 1e-9 and ours.high >= theirs.high - 1e-9


# Fixed seed; 200 series have a binomial error of 1.5 points, three of which are allowed beside
# 93 in 100, which 600 series showed; errors of the model held 83 of 100 of the same kind.
def test_errors_that_allow_for_neighbours_hold_where_the_model_does_not() -> None:
    chance, n, hits, model, said = np.random.default_rng(6), 200, 0, 0, 0
    for _ in range(n):
        events = ordered(chance, 60, 0.5)
        plain = interrupted_series(events, 36)
        said += SeriesCaution.AUTOCORRELATED in plain.cautions
        found = interrupted_series(events, 36, errors="newey-west")
        assert found.step is not None and plain.step is not None
        hits += bool(found.step.contains(1.0))
        model += bool(plain.step.contains(1.0))
    assert hits / n == pytest.approx(0.93, abs=3 * np.sqrt(0.93 * 0.07 / n))
    assert model / n < 0.88 and said / n > 0.6


def test_the_correlation_of_errors_is_cleared_of_what_fitting_takes_from_it() -> None:
    chance, months = np.random.default_rng(7), 60
    x = np.column_stack([np.ones(months), np.arange(months) / 30, np.arange(months) >= 36])
    rows = np.arange(months)
    found, raw = [], []
    for _ in range(150):
        y = ordered(chance, months, 0.5).astype(float)
        fit = fit_poisson(x, y, np.zeros(months))
        found.append(going_together(Held(x, y, rows, rows * 0), fit))
        left = (y - fit.mean) / np.sqrt(fit.mean)
        raw.append(left[1:] @ left[:-1] / (left @ left))
    # Two thirds of the variance go together, so that neighbours have about 0.5 * 2 / 3.
    assert np.mean(found) == pytest.approx(1 / 3, abs=0.04)
    assert np.mean(raw) < np.mean(found) - 0.05


def test_counts_that_vary_less_than_chance_are_no_surer_than_chance_and_it_is_said() -> None:
    flat = interrupted_series([6] * 24 + [5] * 12, 24, control=[5] * 36)
    assert flat.step is not None
    log_error = np.log(flat.step.high / flat.step.low) / 2 / 1.959964
    # Never under four counts of the size that lie behind it, without any trend.
    assert log_error > np.sqrt(1 / 144 + 1 / 60 + 1 / 120 + 1 / 60)
    assert SeriesCaution.LESS_THAN_CHANCE in flat.cautions
    # Residuals that are only rounding do not go together.
    assert SeriesCaution.AUTOCORRELATED not in flat.cautions
    chance = np.random.default_rng(2)
    said = [
        SeriesCaution.LESS_THAN_CHANCE
        in interrupted_series(chance.poisson(20, 36), 24, family="poisson").cautions
        for _ in range(60)
    ]
    assert sum(said) <= 9  # one in twenty, and three binomial errors


def test_a_short_series_whose_neighbours_go_together_is_said() -> None:
    drift = 100 + 30 * np.sin(np.arange(60) / 3)
    short = interrupted_series(drift[:40], 20).cautions
    assert {SeriesCaution.AUTOCORRELATED, SeriesCaution.NEIGHBOURS_IN_FEW} <= set(short)
    assert SeriesCaution.NEIGHBOURS_IN_FEW not in interrupted_series(drift, 30).cautions


def test_the_negative_binomial_is_the_likeliest_of_those_of_statsmodels() -> None:
    found = interrupted_series(
        EVENTS, BAN, exposure=POPULATION, season=1, family=Family.NEGATIVE_BINOMIAL
    )

    def theirs(alpha: float):  # type: ignore[no-untyped-def]
        family = sm.families.NegativeBinomial(alpha=alpha)
        x = by_hand(season=1)
        return sm.GLM(EVENTS, x, offset=np.log(POPULATION), family=family).fit()

    best = theirs(found.alpha)
    assert all(best.llf > theirs(found.alpha * factor).llf for factor in (0.95, 1.05))
    low, high = np.exp(best.conf_int()[2])
    assert found.step is not None
    assert found.step.value == pytest.approx(np.exp(best.params[2]), rel=1e-7)
    # Their errors take alpha as known and the expected information, ours the observed one.
    assert (found.step.low, found.step.high) == pytest.approx((low, high), rel=1e-3)


def test_the_negative_binomial_of_poisson_counts_is_poisson() -> None:
    smooth = np.array([20, 21, 19, 20, 22, 20, 19, 21, 15, 14, 16, 15, 14, 15, 16, 15])
    found = interrupted_series(smooth, 8, family="negative-binomial", quantile="normal")
    plain = interrupted_series(smooth, 8, family="poisson")
    assert found.alpha == 0
    assert found.step is not None and plain.step is not None
    assert found.step.floats() == pytest.approx(plain.step.floats())


def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.discrete.discrete_model", None)
    with pytest.raises(MissingExtraError, match=r'pip install "paseo\[impact\]"'):
        interrupted_series(EVENTS, BAN, exposure=POPULATION, family="negative-binomial")


def test_ljung_and_box_is_that_of_statsmodels() -> None:
    residuals = glm(by_hand(season=1)).resid_pearson
    ours = ljung_box(residuals, 12)
    theirs = acorr_ljungbox(residuals, lags=[12])
    assert ours.statistic == pytest.approx(theirs["lb_stat"].iloc[0])
    assert ours.p == pytest.approx(theirs["lb_pvalue"].iloc[0])


def test_events_avoided_follow_from_the_counterfactual() -> None:
    found = interrupted_series(EVENTS, BAN, exposure=POPULATION, season=2, slope=True)
    expected = np.asarray(found.counterfactual.value)
    assert found.avoided.value == pytest.approx((expected - found.fitted)[BAN:].sum())
    assert np.asarray(found.avoided_by_period.value) == pytest.approx(
        (expected - found.fitted)[BAN:]
    )
    # With a step in the model the fit meets all events after the start.
    assert found.fitted[BAN:].sum() == pytest.approx(EVENTS[BAN:].sum())
    assert found.ratio.value == pytest.approx(EVENTS[BAN:].sum() / expected[BAN:].sum())


def test_drawn_and_delta_intervals_of_events_avoided_agree_and_draws_repeat() -> None:
    def asked(**more: object):  # type: ignore[no-untyped-def]
        return interrupted_series(EVENTS, BAN, exposure=POPULATION, season=2, **more).avoided

    delta, drawn = asked(), asked(avoided_by="simulation", seed=4)
    assert drawn.floats() == asked(avoided_by="simulation", seed=4).floats()
    width = delta.high - delta.low
    assert drawn.low == pytest.approx(delta.low, abs=0.06 * width)
    assert drawn.high == pytest.approx(delta.high, abs=0.06 * width)


def test_lognormal_ends_are_those_of_draws_without_their_chance() -> None:
    def asked(how: str):  # type: ignore[no-untyped-def]
        return interrupted_series(
            EVENTS, BAN, exposure=POPULATION, season=2, avoided_by=how, draws=40_000, seed=2
        ).avoided

    drawn, laid = asked("simulation"), asked("lognormal")
    width = drawn.high - drawn.low
    assert laid.value == drawn.value
    assert laid.low == pytest.approx(drawn.low, abs=0.02 * width)
    assert laid.high == pytest.approx(drawn.high, abs=0.02 * width)


@pytest.mark.parametrize("errors", ["model", "newey-west"])
@given(seed=st.integers(0, 10_000), effect=st.floats(0.4, 1.4))
@settings(max_examples=25, deadline=None)
def test_avoided_leave_out_none_where_the_ratio_leaves_out_one(
    errors: str, seed: int, effect: float
) -> None:
    mean = 30 * np.where(np.arange(36) >= 24, effect, 1.0)
    events = np.random.default_rng(seed).poisson(mean)
    found = interrupted_series(events, 24, errors=errors, avoided_by="lognormal")
    # A hair next to the end is left to rounding.
    _, low, high = found.ratio.floats()
    if min(abs(low - 1), abs(high - 1)) > 0.002:
        assert found.avoided.contains(0.0) == found.ratio.contains(1.0)


def test_two_periods_of_a_step_alone_are_a_ratio_of_means() -> None:
    # Symmetric about the start and without a trend, the step is the ratio of the two means.
    found = interrupted_series([40, 40, 40, 20, 20, 20], 3, family="poisson")
    assert found.step is not None
    assert found.step.value == pytest.approx(0.5)
    assert found.trend.value == pytest.approx(1.0)
    assert found.avoided.value == pytest.approx(60.0)


def test_counts_smoother_than_chance_make_nothing_surer() -> None:
    smooth = [40, 40, 40, 20, 20, 20]
    plain, quasi, hac = (
        interrupted_series(smooth, 3, quantile="normal", **more)  # type: ignore[arg-type]
        for more in ({"family": "poisson"}, {}, {"errors": "newey-west"})
    )
    assert plain.step is not None and quasi.step is not None and hac.step is not None
    assert quasi.step.floats() == pytest.approx(plain.step.floats())
    assert hac.step.floats() == pytest.approx(plain.step.floats())


def test_a_control_series_takes_away_what_happened_to_both() -> None:
    time = np.arange(48)
    both = 200 * np.exp(0.005 * time) * np.where(time >= 24, 0.8, 1.0)
    found = interrupted_series(
        np.where(time >= 24, 0.7, 1.0) * both, 24, control=3 * both, family="poisson"
    )
    assert found.step is not None and found.control_step is not None
    assert found.step.value == pytest.approx(0.7)
    assert found.control_step.value == pytest.approx(0.8)
    assert SeriesCaution.CONTROL_CHANGED in found.cautions


def test_the_effect_beside_a_control_is_the_ratio_of_the_two_steps() -> None:
    chance = np.random.default_rng(5)
    ours, other = chance.poisson(60, 40), chance.poisson(90, 40)
    alone = [interrupted_series(y, 20, family="poisson", season=1).step for y in (ours, other)]
    together = interrupted_series(ours, 20, control=other, family="poisson", season=1)
    assert together.step is not None and alone[0] is not None and alone[1] is not None
    assert together.step.value == pytest.approx(alone[0].value / alone[1].value)
    logs = [np.log(one.high / one.low) for one in (*alone, together.step)]  # type: ignore[union-attr]
    assert logs[2] == pytest.approx(np.hypot(logs[0], logs[1]))


def test_months_of_putting_in_place_can_be_left_out() -> None:
    held = EVENTS.copy()
    held[36:39] = np.nan
    found = interrupted_series(held, BAN, exposure=POPULATION, season=1, errors="newey-west")
    keep = ~np.isnan(held)
    x, y, offset = by_hand(season=1)[keep], EVENTS[keep], np.log(POPULATION[keep])
    fit = fit_poisson(x, y, offset)
    assert found.step is not None
    assert found.step.value == pytest.approx(np.exp(fit.beta[2]))
    assert found.df == 56 - 5
    # A month without a count keeps its place: the months around it are no neighbours.
    placed = np.zeros((59, 5))
    placed[keep] = scores(x, y, fit)
    spread = np.sqrt(newey_west(fit.bread, placed, 3, 56)[2, 2])
    assert np.log(found.step.high / found.step.value) >= 1.959964 * spread * (1 - 1e-7)
    rows = np.flatnonzero(keep)
    gap = Held(x, y, rows, rows * 0)
    assert int((gap.apart == 1).sum()) == 2 * 54
    assert 0 <= going_together(gap, fit) < 0.95


def test_places_in_the_year_are_those_of_the_calendar() -> None:
    # The same months told to begin in July give another season only, not another fit.
    january = interrupted_series(EVENTS, BAN, exposure=POPULATION, season="each")
    july = interrupted_series(EVENTS, BAN, exposure=POPULATION, season="each", first=7)
    assert january.fitted == pytest.approx(july.fitted)
    # A season that is a cosine of the month is found whole.
    time = np.arange(48)
    waves = 50 * np.exp(0.3 * np.cos(2 * np.pi * (time + 4) / 12))
    found = interrupted_series(waves, 24, season=1, first=4, family="poisson")
    assert found.fitted == pytest.approx(waves)


def test_t_intervals_are_taken_where_the_dispersion_is_known_badly() -> None:
    short = [30, 26, 35, 28, 31, 40, 25, 33, 22, 18, 27, 15, 24, 21, 12, 26]
    by_t = interrupted_series(short, 8)
    by_z = interrupted_series(short, 8, quantile="normal")
    assert by_t.method.endswith(", t") and not by_z.method.endswith(", t")
    wide, narrow = (np.log(one.step.high / one.step.low) for one in (by_t, by_z))  # type: ignore[union-attr]
    assert wide / narrow == pytest.approx(stats.t.ppf(0.975, 13) / stats.norm.ppf(0.975))


def test_cautions_say_what_the_series_lacks() -> None:
    said = interrupted_series([2, 3, 1, 4, 2, 3, 1, 2, 0, 1], 6).cautions
    assert set(said) >= {
        SeriesCaution.SHORT_BEFORE,
        SeriesCaution.SHORT_AFTER,
        SeriesCaution.SEASON_LEFT_OUT,
        SeriesCaution.FEW_EVENTS,
    }
    drift = 100 + 30 * np.sin(np.arange(40) / 3)
    assert SeriesCaution.AUTOCORRELATED in interrupted_series(drift, 20).cautions


@pytest.mark.parametrize(
    ("events", "start", "options", "code"),
    [
        ([12], 0, {}, "series-too-short"),
        ([1, 2, 3, 4], 0, {}, "start-outside"),
        ([1, 2, 3, 4], 4, {}, "start-outside"),
        ([0, 0, 0, 0, 4, 5, 3], 4, {}, "no-events-before"),
        ([4, 5, 3, 6, 0, 0, 0], 4, {}, "no-events-after"),
        ([0] * 10, 5, {}, "no-events-before"),
        ([np.nan] * 4 + [3, 4, 5], 4, {}, "nothing-before"),
        ([3, 4, 5] + [np.nan] * 4, 3, {}, "nothing-after"),
        ([4, 5, 3, 6], 2, {"season": 1}, "too-few-periods"),
        ([1, 900, *[5] * 20], 2, {"slope": True}, "trend-runs-away"),
        ([4, 5, 3, 6, 7, 2], 1, {}, "one-period-before"),
        ([4, 5, 3, 6, 7, 2, 5], 3, {"season": "each", "cycle": 4, "slope": True}, "too-few"),
        ([4, -5, 3, 6, 7], 3, {}, "negative"),
        ([4, 5, 3, 6, 7], 3, {"exposure": [1, 1, 0, 1, 1]}, "exposure-not-positive"),
        ([4, 5, 3, 6, 7], 3, {"season": 9}, "season-out-of-range"),
        ([4, 5, 3, 6, 7], 3, {"first": 13}, "place-outside-cycle"),
        ([4, 5, 3, 6, 7], 3, {"step": False}, "no-change-asked"),
        ([4, 5, 3, 6, 7], 3, {"control": [1, 2, 3, 4]}, "shapes-differ"),
        ([4, 5, 3, 6, 7], 3, {"control": [1, 2]}, "shapes-differ"),
        ([4, 5, 3, 6, 7], 2.5, {}, "start-not-whole"),
        ([4, 5, 3, 6, 7], 3, {"family": "x"}, "family"),
        ([4, 5, 3, 6, 7], 3, {"errors": "x"}, "errors"),
        ([4, 5, 3, 6, 7], 3, {"quantile": "x"}, "quantile"),
        ([4, 5, 3, 6, 7], 3, {"avoided_by": "x"}, "avoided_by"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_its_reason(
    events: list[float], start: int, options: dict[str, object], code: str
) -> None:
    with pytest.raises(NumbersError) as refused:
        interrupted_series(events, start, **options)  # type: ignore[arg-type]
    assert refused.value.code.startswith(code)


def test_a_season_that_is_the_change_is_refused() -> None:
    # Half a year before and half a year after: summer and winter are before and after.
    with pytest.raises(NumbersError) as refused:
        interrupted_series(
            [9, 8, 7, 9, 8, 7, 4, 5, 3, 4, 5, 4], 6, season="each", cycle=12, step=True
        )
    assert refused.value.code == "too-few-periods"
    # Two observations in a cycle of two: the season is the step.
    events = [9.0, np.nan] * 6 + [np.nan, 5.0] * 6
    with pytest.raises(NumbersError) as refused:
        interrupted_series(events, 12, season=1, cycle=2)
    assert refused.value.code == "not-told-apart"


@settings(max_examples=15, deadline=None)
@given(
    events=st.lists(st.integers(1, 60), min_size=12, max_size=30),
    factor=st.floats(0.01, 1000),
    level=st.sampled_from([0.8, 0.95, 0.99]),
)
def test_the_unit_of_the_exposure_changes_no_ratio(
    events: list[int], factor: float, level: float
) -> None:
    start = len(events) // 2
    plain = interrupted_series(events, start, level=level)
    scaled = interrupted_series(events, start, level=level, exposure=factor)
    assert plain.step is not None and scaled.step is not None
    assert scaled.step.floats() == pytest.approx(plain.step.floats(), rel=1e-6)
    assert scaled.avoided.floats() == pytest.approx(plain.avoided.floats(), rel=1e-5, abs=1e-5)
    low, high = plain.step.low, plain.step.high
    assert low <= plain.step.value <= high


@settings(max_examples=15, deadline=None)
@given(events=st.lists(st.integers(0, 40), min_size=10, max_size=24))
def test_any_counts_are_fitted_as_statsmodels_fits_them_or_refused(events: list[int]) -> None:
    start = len(events) // 2
    try:
        found = interrupted_series(events, start, slope=True, family="poisson")
    except NumbersError as refused:
        assert refused.code in {
            "no-events-before", "no-events-after", "not-fitted", "trend-runs-away"
        }  # fmt: skip
        return
    time = np.arange(len(events)) - (start - 1.0)
    after = (time > 0).astype(float)
    x = np.column_stack([np.ones_like(time), time, after, after * time])
    theirs = sm.GLM(np.array(events, dtype=float), x, family=sm.families.Poisson()).fit()
    assert found.fitted == pytest.approx(theirs.mu, rel=1e-4, abs=1e-4)


# Fixed seed, tolerance of three binomial errors; bench/test_bench_impact_series.py asks longer.
@pytest.mark.parametrize(
    ("months", "spread", "options"),
    [(48, 2.5, {"season": 1}), (24, 3.0, {}), (24, 1.0, {})],
)
def test_intervals_hold_their_level_where_counts_vary_more_than_poisson(
    months: int, spread: float, options: dict[str, int]
) -> None:
    chance, n, hits, avoided = np.random.default_rng(11), 300, 0, 0
    time = np.arange(months)
    without = 40 * np.exp(0.004 * time + 0.2 * np.cos(2 * np.pi * time / 12) * bool(options))
    mean = np.where(time >= months // 2, 0.8, 1.0) * without
    for _ in range(n):
        if spread > 1:
            events = chance.negative_binomial(mean / (spread - 1), 1 / spread)
        else:
            events = chance.poisson(mean)
        found = interrupted_series(events, months // 2, **options)  # type: ignore[arg-type]
        assert found.step is not None
        hits += bool(found.step.contains(0.8))
        avoided += bool(found.avoided.contains((without - mean).sum()))
    allowed = 3 * np.sqrt(0.95 * 0.05 / n)
    assert hits / n == pytest.approx(0.95, abs=allowed)
    assert avoided / n == pytest.approx(0.95, abs=allowed)
