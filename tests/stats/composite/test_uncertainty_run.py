"""What a run says: intervals, probabilities, distributions drawn, and which factor drives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from paseo.stats.composite import (
    Aggregation,
    CompositeError,
    Element,
    Recipe,
    Step,
    Structure,
    Values,
    ranks,
)
from paseo.stats.composite.build import build
from paseo.stats.composite.ranking import whole_ranks
from paseo.stats.composite.uncertainty import drivers, run, tallying
from paseo.stats.composite.uncertainty.draws import decode, evens, mixed
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    Plan,
    Range,
    SamplingError,
    WeightNoise,
)
from paseo.stats.composite.uncertainty.noise import noisy_weights
from paseo.stats.composite.uncertainty.sampling import sampler
from paseo.stats.composite.uncertainty.tallying import Tally, above

STRUCTURE = Structure.of([
    Element("a", "one"), Element("b", "one", 2.0), Element("c", "top"), Element("one", "top", 1.5),
    Element("top"),
])  # fmt: skip
RECIPE = Recipe((Step("normalise", "minmax", {"low": 1, "high": 100}),))
FACTORS = (
    WeightNoise("weights", "relative", 0.5),
    SamplingError("errors", {"a": "normal", "b": "normal", "c": "normal"}),
    Choice("mean", (
        Change("arithmetic", aggregation=Aggregation("arithmetic")),
        Change("geometric", aggregation=Aggregation("geometric")),
    ), (0.75, 0.25)),
)  # fmt: skip


def table(units: int = 12, seed: int = 3) -> Values:
    numbers = np.random.default_rng(seed).normal(50, 10, (units, 3))
    return Values.of(
        [f"u{at}" for at in range(units)], list("abc"), numbers,
        errors=np.full((units, 3), 3.0),
    )  # fmt: skip


def test_figures_are_those_of_the_scores_themselves() -> None:
    plan = Plan(FACTORS, replications=400, seed=9, level=0.8,
                classes=((40.0, "low"), (60.0, "middle"), (np.inf, "high")))  # fmt: skip
    found = run(table(), STRUCTURE, RECIPE, plan)
    even = np.random.Generator(np.random.Philox(key=9)).random((400, 3))
    engine = Engine(table(), STRUCTURE, RECIPE, plan)
    scores, _ = engine.scores(decode(plan, even))
    placed = ranks(scores)
    assert found.score == pytest.approx(engine.base)
    assert found.score_mean == pytest.approx(scores.mean(axis=0))
    assert found.score_sd == pytest.approx(scores.std(axis=0, ddof=1))
    ends = np.quantile(scores, [0.1, 0.5, 0.9], axis=0)
    drawn = np.array([found.score_low, found.score_median, found.score_high])
    assert drawn == pytest.approx(ends)
    assert found.rank_mean == pytest.approx(placed.mean(axis=0))
    within = (placed >= found.rank_low) & (placed <= found.rank_high)
    assert within.mean(axis=0).min() >= 0.8
    assert found.rank_median == pytest.approx(
        np.quantile(placed, 0.5, axis=0, method="inverted_cdf")
    )
    for rank in range(12):
        share = (placed == rank + 1).mean(axis=0)
        assert found.rank_probability[:, rank] == pytest.approx(share, abs=1e-6)
    assert found.above is not None
    pairs = (scores[:, :, None] > scores[:, None, :]).mean(axis=0) + np.eye(12) / 2
    assert found.above == pytest.approx(pairs, abs=1e-6)
    low = (scores <= 40).mean(axis=0)
    assert found.class_probability[:, 0] == pytest.approx(low)
    assert found.class_probability.sum(axis=1) == pytest.approx(np.ones(12))
    shares = next(one.shares for one in found.factors if one.name == "mean")
    assert shares["arithmetic"] == pytest.approx(0.75, abs=0.07)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(1, 10_000), st.integers(2, 9))
def test_probabilities_sum_to_one(seed: int, units: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 6, (40, units)).astype(np.float64)
    scores[rng.random((40, units)) < 0.1] = np.nan
    tally = Tally(units, 40)
    tally.add(scores[:15])
    tally.add(scores[15:])
    found = tally.summary(0.9, np.array([2.0, np.inf]))
    assert np.nansum(found.rank_probability, axis=1) == pytest.approx(np.ones(units), abs=1e-6)
    assert found.class_probability.sum(axis=1) == pytest.approx(np.ones(units))
    assert found.above is not None
    assert found.above + found.above.T == pytest.approx(np.ones((units, units)), abs=1e-6)
    assert (whole_ranks(scores) == np.nan_to_num(ranks(scores))).all()


def test_scores_beyond_the_exact_store_keep_seven_digits_and_exact_ranks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scores = np.random.default_rng(1).normal(50, 1e-6, (300, 8)).cumsum(axis=1)
    exact = Tally(8, 300)
    monkeypatch.setattr(tallying, "EXACT", 0)
    short = Tally(8, 300)
    for one in (exact, short):
        one.add(scores)
    found, expected = (one.summary(0.9, np.array([])) for one in (short, exact))
    assert found.score_low == pytest.approx(expected.score_low, rel=6e-8)
    assert (found.rank_probability == expected.rank_probability).all()


def test_pairs_are_counted_over_the_replications_that_both_have() -> None:
    placed = np.array([[1, 0, 2, 1, 0], [2, 1, 1, 1, 0]], dtype=np.int16)
    assert above(placed)[0, 1] == pytest.approx((1 + 0 + 0.5) / 3)
    assert np.isnan(above(placed * np.array([[1], [0]], dtype=np.int16))[0, 1])


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    plan = Plan(FACTORS, replications=200)
    one, again = (run(table(), STRUCTURE, RECIPE, plan) for _ in range(2))
    other = run(table(), STRUCTURE, RECIPE, replace(plan, seed=2))
    assert (one.rank_probability == again.rank_probability).all()
    assert one.score_mean.tolist() == again.score_mean.tolist()
    assert one.score_mean.tolist() != other.score_mean.tolist()


def test_units_that_screening_drops_are_left_out_unless_an_alternative_keeps_them() -> None:
    numbers = table().numbers.copy()
    numbers[4, :2] = np.nan
    values = table().with_numbers(numbers)
    recipe = Recipe((Step("screen", "by_missing", {"least": 0.6}), *RECIPE.steps))
    found = run(values, STRUCTURE, recipe, Plan(FACTORS[:1], replications=50))
    assert "u4" not in found.units
    assert found.rank_probability.shape == (11, 11)
    least = Choice("least", (
        Change("as built"), Change("any", settings={"screen": {"least": 0.1}}),
    ))  # fmt: skip
    found = run(values, STRUCTURE, recipe, Plan((*FACTORS[:1], least), replications=200))
    at = found.units.index("u4")
    assert found.scored[at] == pytest.approx(0.5, abs=0.1)
    assert np.isnan(found.rank[at])
    assert found.rank_probability[at].sum() == pytest.approx(1, abs=1e-6)


def test_progress_is_told_and_what_it_raises_stops_the_run() -> None:
    told: list[tuple[int, int]] = []
    plan = Plan(FACTORS, replications=60)
    run(table(), STRUCTURE, RECIPE, plan, lambda done, of: told.append((done, of)))
    assert told[0] == (0, 60)
    assert told[-1] == (60, 60)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(table(), STRUCTURE, RECIPE, plan, stop)


def test_replications_that_fail_are_counted_by_reason() -> None:
    low = Range("low", -50.0, 50.0, "normalise", "low")
    found = run(table(), STRUCTURE, RECIPE, Plan((low, FACTORS[2]), replications=200))
    assert set(found.failed) == {"not-positive"}
    assert found.scored == pytest.approx(np.full(12, 1 - found.failed["not-positive"] / 200))


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("harmonic", "not-positive"),
        ("mazziotta_pareto", "mean-not-positive"),
        ("benefit_of_doubt", "negative-value"),
    ],
)
def test_replications_that_fail_bear_the_code_that_a_build_gives(method: str, code: str) -> None:
    mean = Choice("mean", (
        Change("arithmetic", aggregation=Aggregation("arithmetic")),
        Change(method, aggregation=Aggregation(method)),
    ))  # fmt: skip
    low = Range("low", -400.0, 50.0, "normalise", "low")
    found = run(table(6), STRUCTURE, RECIPE, Plan((low, mean), replications=40))
    assert set(found.failed) == {code}
    lowest = RECIPE.with_step(Step("normalise", "minmax", {"low": -400.0, "high": 100}))
    with pytest.raises(CompositeError) as told:
        build(table(6), STRUCTURE, replace(lowest, aggregation=Aggregation(method)))
    assert told.value.code == code


def test_random_numbers_are_even_and_do_not_follow_their_keys() -> None:
    keys = mixed(np.arange(1, 4001, dtype=np.uint64))
    drawn = evens(keys, 5)
    assert stats.kstest(drawn.ravel(), "uniform").pvalue > 0.001
    off = np.corrcoef(np.column_stack([drawn, np.arange(4000)]), rowvar=False) - np.eye(6)
    assert np.abs(off).max() < 0.06


@pytest.mark.parametrize("method", ["relative", "dirichlet", "free"])
def test_weights_are_drawn_around_those_of_the_recipe(method: str) -> None:
    """Moments of the distributions that the factor names; 20,000 draws, 4 standard errors."""
    index = Structure.of([
        Element("a", "top", 1.0), Element("b", "top", 2.0), Element("c", "top", 5.0),
        Element("d", "top", 0.0), Element("top"),
    ])  # fmt: skip
    given = np.array([[1.0, 2.0, 5.0, 0.0, 1.0]])
    keys = mixed(np.arange(1, 20_001, dtype=np.uint64))
    order = [one.code for one in index.elements]
    noise = WeightNoise("it", method, 0.25)
    drawn = noisy_weights(np.repeat(given, 20_000, axis=0), index, noise, keys, order)
    assert (drawn[:, 3:] == given[0, 3:]).all()
    mean, sd = drawn[:, :3].mean(axis=0), drawn[:, :3].std(axis=0)
    if method == "relative":
        assert mean == pytest.approx([1, 2, 5], rel=0.01)
        assert sd == pytest.approx(0.25 / np.sqrt(3) * np.array([1, 2, 5]), rel=0.03)
        return
    assert drawn[:, :3].sum(axis=1) == pytest.approx(np.full(20_000, 8.0))
    if method == "free":
        assert mean == pytest.approx(np.full(3, 8 / 3), rel=0.02)
        return
    share, c = np.array([1, 2, 5]) / 8, 2 / 0.25**2 - 1
    assert mean == pytest.approx(8 * share, rel=0.02)
    assert sd == pytest.approx(8 * np.sqrt(share * (1 - share) / (c + 1)), rel=0.03)


def test_the_widest_dirichlet_gives_every_replication_weights() -> None:
    """Spread a hair under sqrt(k - 1): one child has nearly all, each as often as its share says;
    the variance is that of a Dirichlet (20,000 draws, 4 standard errors)."""
    index = Structure.of([*(Element(code, "top", w) for code, w in (("a", 1.0), ("b", 3.0))),
                          Element("top")])  # fmt: skip
    keys = mixed(np.arange(1, 20_001, dtype=np.uint64))
    for spread in (0.9, 0.9999):
        given = np.repeat([[1.0, 3.0, 1.0]], len(keys), axis=0)
        noise = WeightNoise("it", "dirichlet", spread)
        drawn = noisy_weights(given, index, noise, keys, ["a", "b", "top"])
        assert np.isfinite(drawn).all()
        assert drawn[:, :2].sum(axis=1) == pytest.approx(np.full(len(keys), 4.0))
        share, c = drawn[:, 0] / 4, max(1 / spread**2 - 1, 1e-3)
        assert share.mean() == pytest.approx(0.25, abs=0.013)
        assert share.var() == pytest.approx(0.25 * 0.75 / (c + 1), abs=0.006)


def test_indicators_are_drawn_from_their_sampling_distributions() -> None:
    """Each against the distribution that the factor names, by Kolmogorov and Smirnov."""
    numbers = [[10.0, 30.0, 4.0, 7.0], [0.0, 0.0, 1.0, 0.0]]
    errors = [[2.0, 6.0, 1.0, np.nan], [np.nan, 3.0, np.nan, np.nan]]
    values = Values.of(["x", "y"], ["n", "s", "l", "p"], numbers, errors=errors)
    kinds = {"n": "normal", "s": "share", "l": "log", "p": "poisson"}
    factor = SamplingError("it", kinds, {"s": 60.0}, {"p": (2.0, 4.0)})
    drawn = sampler(values, factor).draw(mixed(np.arange(1, 3001, dtype=np.uint64)))
    log = np.sqrt(np.log1p(1 / 4**2))
    cases = [
        (drawn[:, 0, 0], stats.norm(10, 2).cdf),
        (drawn[:, 0, 1] / 60, stats.beta(12, 12).cdf),
        (np.log(drawn[:, 0, 2]), stats.norm(np.log(4) - log**2 / 2, log).cdf),
        (drawn[:, 0, 3], stats.gamma(14, scale=1 / 2).cdf),
        (drawn[:, 1, 3], stats.gamma(0.5, scale=1 / 4).cdf),
        (drawn[:, 1, 1] / 60, stats.beta(0.5, np.sqrt(0.25 + 0.75 * 20**2) - 1).cdf),
    ]
    for found, expected in cases:
        assert stats.kstest(found, expected).pvalue > 0.001
    assert (drawn[:, 1, [0, 2]] == [0.0, 1.0]).all()


@pytest.mark.parametrize("kind", ["normal", "share", "log"])
def test_draws_keep_the_value_and_its_stated_error_near_the_ends_too(kind: str) -> None:
    """20,000 draws; 0.05 of the error is about 7 standard errors of the mean."""
    given = np.array([[0.5, 0.5], [1.0, 1.0], [5.0, 3.0], [50.0, 20.0], [99.5, 0.5]])
    values = Values.of(list("abcde"), ["x"], given[:, :1], errors=given[:, 1:])
    made = sampler(values, SamplingError("it", {"x": kind}))
    drawn = made.draw(mixed(np.arange(1, 20_001, dtype=np.uint64)))[:, :, 0]
    assert np.abs(drawn.mean(axis=0) - given[:, 0]) / given[:, 1] == pytest.approx(0, abs=0.05)
    assert drawn.std(axis=0) / given[:, 1] == pytest.approx(1, abs=0.1)
    if kind == "share":
        assert drawn.min() >= 0 and drawn.max() <= 100


def test_a_share_of_none_or_all_is_not_taken_for_certain() -> None:
    """A stated error is kept as the distance from the end; one of zero leaves open what the sample
    of the middle unit would (here 100 answers: 0.7 points around 0.5, as Jeffreys has it)."""
    shares, errors = [0.0, 100.0, 0.0, 50.0, 20.0, 0.0], [2.0, 2.0, 0.0, 5.0, 4.0, np.nan]
    columns = np.array([shares, errors]).T
    values = Values.of(list("abcdef"), ["x"], columns[:, :1], errors=columns[:, 1:])
    made = sampler(values, SamplingError("it", {"x": "share"}))
    drawn = made.draw(mixed(np.arange(1, 20_001, dtype=np.uint64)))[:, :, 0]
    away = np.sqrt(np.square(drawn - shares).mean(axis=0))
    assert away[:2] == pytest.approx(2, rel=0.05)
    assert drawn[:, 2].mean() == pytest.approx(100 * 0.5 / 101, rel=0.05)
    assert drawn[:, 2].std() == pytest.approx(100 * stats.beta(0.5, 100.5).std(), rel=0.05)
    assert (drawn[:, 5] == 0).all()
    assert drawn.min() >= 0 and drawn.max() <= 100
    alone = Values.of(["a"], ["x"], [[0.0]], errors=[[0.0]])
    assert sampler(alone, SamplingError("it", {"x": "share"})).count == 0


@pytest.mark.parametrize(
    ("numbers", "errors", "tops"),
    [
        ([0.3, 0.9], [0.05, 0.05], {}),
        ([30.0, 120.0], [1.0, 1.0], {}),
        ([30.0, 50.0], [1.0, 50.0], {}),
        ([30.0, 0.0], [1.0, 100.0], {}),
        ([0.3, 0.9], [0.05, 0.4], {"x": 1.0}),
    ],
)
def test_shares_that_cannot_be_on_their_top_are_refused(
    numbers: list[float], errors: list[float], tops: dict[str, float]
) -> None:
    values = Values.of(["a", "b"], ["x"], np.c_[numbers], errors=np.c_[errors])
    with pytest.raises(CompositeError) as told:
        sampler(values, SamplingError("it", {"x": "share"}, tops))
    assert (told.value.code, told.value.entry) == ("share-outside", "x")


def test_small_shares_are_taken_once_their_top_is_stated() -> None:
    values = Values.of(["a", "b"], ["x"], [[0.3], [0.9]], errors=[[0.05], [0.05]])
    keys = mixed(np.arange(1, 201, dtype=np.uint64))
    for top, beyond in ((1.0, False), (100.0, True)):
        made = sampler(values, SamplingError("it", {"x": "share"}, {"x": top}))
        assert bool((made.draw(keys) > 1).any()) is beyond


def test_an_error_without_end_is_refused() -> None:
    with pytest.raises(CompositeError, match="infinite standard error") as told:
        Values.of(["a", "b"], ["w", "x"], [[1, 2], [3, 4]], errors=[[1, 1], [1, np.inf]])
    assert (told.value.code, told.value.entry) == ("infinite", "x")


def test_what_is_missing_and_what_is_not_drawn_stays_as_it_is() -> None:
    values = table(4).with_numbers(np.array([[np.nan, 1.0, 2.0]] * 4))
    values = replace(values, errors=np.ones((4, 3)))
    made = sampler(values, SamplingError("it", {"a": "normal", "b": "normal"}))
    drawn = made.draw(np.array([0, 5], dtype=np.uint64))
    assert drawn[0] == pytest.approx(values.numbers, nan_ok=True)
    assert np.isnan(drawn[:, :, 0]).all()
    assert (drawn[1, :, 1] != 1.0).all()
    assert (drawn[1, :, 2] == 2.0).all()


def test_drivers_of_an_index_that_one_factor_alone_moves() -> None:
    still = Range("still", 0.999, 1.001, weight="a")
    plan = Plan((FACTORS[1], still))
    found = drivers(table(), STRUCTURE, RECIPE, plan, 64, 50)
    assert found.factors == ("errors", "still")
    assert found.runs == 256
    assert found.total[0] > 0.8
    assert abs(found.total[1]) < 0.1
    assert found.unit_total.shape == (2, 12)


def test_factors_of_a_group_are_judged_as_one() -> None:
    plan = Plan(FACTORS, {"weights": "choices", "mean": "choices"})
    found = drivers(table(), STRUCTURE, RECIPE, plan, 32, 20)
    assert found.factors == ("choices", "errors")
    assert found.runs == 128
    assert (found.total_low <= found.total_high).all()
