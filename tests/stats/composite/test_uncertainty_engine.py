"""Every replication of a run is the index that a build of its own would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from paseo.stats.composite import (
    Aggregation,
    CompositeError,
    Element,
    Recipe,
    Step,
    Structure,
    Values,
    Weighting,
)
from paseo.stats.composite.ranking import whole_ranks
from paseo.stats.composite.uncertainty import pipeline, replicate
from paseo.stats.composite.uncertainty.draws import as_built, decode
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    Factor,
    MissingValues,
    Plan,
    Range,
    SamplingError,
    WeightNoise,
)

STRUCTURE = Structure.of([
    Element("a", "one", 2.0, denominator="people"), Element("b", "one", 1.0, -1),
    Element("c", "two", 1.0), Element("d", "two", 3.0), Element("e", "two", 1.0, -1),
    Element("f", "top", 0.5), Element("one", "top", 1.0), Element("two", "top", 2.0),
    Element("top"),
])  # fmt: skip
UNITS = [f"u{at:02}" for at in range(24)]
RECIPE = Recipe((
    Step("denominate", "from_elements"), Step("impute", "group_mean", {"group": "side"}),
    Step("screen", "by_missing", {"least": 0.6}),
    Step("treat", "winsorise", {"skew": 1.0, "kurtosis": 1.5, "most": 4}),
    Step("normalise", "minmax", {"low": 1, "high": 100}),
))  # fmt: skip


def table(gaps: bool = True) -> Values:
    rng = np.random.default_rng(11)
    numbers = rng.lognormal(2.0, 0.8, (24, 6))
    numbers[:, 2] = rng.uniform(20, 80, 24)
    numbers[:, 3] = rng.poisson(6, 24)
    if gaps:
        numbers[[2, 5, 9], [0, 1, 4]] = np.nan
        numbers[20, :4] = np.nan
    errors = 0.1 * np.abs(numbers)
    errors[3] = np.nan
    return Values.of(
        UNITS, list("abcdef"), numbers,
        groups={"side": ["east" if at % 2 else "west" for at in range(24)]},
        beside={"people": rng.uniform(50, 500, 24)}, errors=errors,
    )  # fmt: skip


MOST = Range("most", 0, 4, "treat", "most", whole=True)
LIMITS = (
    Range("skew", 0.3, 2.0, "treat", "skew"), Range("kurtosis", 0.3, 3.0, "treat", "kurtosis")
)  # fmt: skip
SCALE = Choice("scale", (
    Change("as built"),
    Change("z", steps=(Step("normalise", "z_score", {"mean": 50, "sd": 5}),)),
    Change("rank", steps=(Step("normalise", "rank"),)),
))  # fmt: skip
MEAN = Choice("mean", (
    Change("arithmetic", aggregation=Aggregation("arithmetic")),
    Change("geometric", aggregation=Aggregation("geometric")),
    Change("mixed", by_level={2: Aggregation("geometric"), 3: Aggregation("harmonic")}),
    Change("median", aggregation=Aggregation("median")),
), (0.4, 0.3, 0.2, 0.1))  # fmt: skip
SHAPE = Choice("shape", (
    Change("as built"), Change("untreated", skip=("treat",)),
    Change("without f", without=("f",)), Change("heavy b", weights={"b": 4.0}),
    Change("equal", weighting=Weighting("equal")),
    Change("stricter", settings={"screen": {"least": 0.99}}),
))  # fmt: skip
WEIGHT = Range("weight of c", 0.0, 5.0, weight="c")
SAMPLING = SamplingError(
    "sampling", {"a": "log", "b": "normal", "c": "share", "d": "poisson"}, {"c": 90.0},
    {"d": tuple(np.linspace(0.5, 2.0, 24))},
)  # fmt: skip
NOISES: tuple[Factor, ...] = (
    WeightNoise("relative", "relative", 0.3, (1,)), WeightNoise("dirichlet", "dirichlet", 0.4, (2,))
)  # fmt: skip
FILLS = MissingValues("fills", 6)
BLUNT = Range("least", 0.5, 1.0, "screen", "least")

PLANS: dict[str, tuple[Factor, ...]] = {
    "whole number": (MOST,),
    "continuous treatment": (*LIMITS, MOST),
    "continuous scale": (Range("low", 1, 30, "normalise", "low"), *LIMITS),
    "scales and means": (SCALE, MEAN, MOST),
    "shape of the index": (SHAPE, SCALE, WEIGHT),
    "weights": (*NOISES, WEIGHT, MEAN),
    "free weights": (WeightNoise("free", "free"), SHAPE),
    "sampling": (SAMPLING, SCALE, MEAN),
    "sampling and limits": (SAMPLING, *LIMITS, NOISES[0], SHAPE),
    "screening": (BLUNT, SCALE),
    "missing values": (FILLS, SCALE, *LIMITS),
    "missing values and sampling": (
        MissingValues("fills", 6, {"within": "parent"}), SAMPLING, SHAPE,
    ),
}  # fmt: skip


def assert_equal_to_builds(
    values: Values, recipe: Recipe, plan: Plan, count: int = 24, structure: Structure = STRUCTURE
) -> None:
    engine = Engine(values, structure, recipe, plan)
    draws = decode(plan, np.random.default_rng(5).random((count, len(plan.factors))))
    scores, faults = engine.scores(draws)
    for at in range(count):
        try:
            built = replicate(values, structure, recipe, plan, draws, at)
        except CompositeError as fault:
            assert faults[at].code == fault.code
            assert np.isnan(scores[at]).all()
            continue
        assert at not in faults
        alone = dict(zip(built.units, built.scores().tolist(), strict=True))
        expected = [alone.get(unit, np.nan) for unit in values.units]
        assert scores[at] == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", PLANS)
def test_a_replication_is_the_build_of_its_recipe(name: str) -> None:
    assert_equal_to_builds(table(), RECIPE, Plan(PLANS[name]))


@pytest.mark.parametrize("name", ["sampling", "weights", "continuous treatment"])
def test_with_gaps_that_nothing_fills(name: str) -> None:
    steps = tuple(one for one in RECIPE.steps if one.kind != "impute")
    plan = Plan(PLANS[name])
    assert_equal_to_builds(table(), replace(RECIPE, steps=steps), plan)


@pytest.mark.parametrize("method", ["pca", "correlation", "benefit_of_doubt"])
def test_weights_that_are_found_in_the_values(method: str) -> None:
    recipe = replace(RECIPE, weighting=Weighting(method))
    assert_equal_to_builds(table(), recipe, Plan((SAMPLING, NOISES[0])), 2)


@pytest.mark.parametrize("method", ["mazziotta_pareto", "copeland", "kemeny", "benefit_of_doubt"])
def test_aggregation_that_is_no_mean(method: str) -> None:
    recipe = replace(RECIPE, by_code={"two": Aggregation(method)})
    small = table().keep_units(np.arange(24) < 7)
    sampling = SamplingError("sampling", {"b": "normal", "c": "share"})
    assert_equal_to_builds(small, recipe, Plan((sampling, NOISES[0], *LIMITS)), 8)


def test_a_replication_that_cannot_be_built_says_why_and_leaves_the_others() -> None:
    low = Range("low", -60.0, 20.0, "normalise", "low")
    plan = Plan((low, Choice("mean", MEAN.options[:2])))
    assert_equal_to_builds(table(), RECIPE, plan, 40)
    engine = Engine(table(), STRUCTURE, RECIPE, plan)
    draws = decode(plan, np.random.default_rng(5).random((40, 2)))
    _, faults = engine.scores(draws)
    assert {fault.code for fault in faults.values()} == {"not-positive"}
    assert 0 < len(faults) < 40


def test_leaving_an_indicator_out_does_not_change_what_others_draw() -> None:
    without = Choice("without", (Change("as built"), Change("a and c", without=("a", "c"))))
    assert_equal_to_builds(table(), RECIPE, Plan((SAMPLING, without, FILLS)), 8)


def test_nothing_drawn_is_the_index_as_built() -> None:
    plan = Plan((SCALE, WEIGHT, *NOISES, SAMPLING))
    engine = Engine(table(), STRUCTURE, RECIPE, plan)
    scores, _ = engine.scores(as_built(plan, 2))
    assert scores[0] == pytest.approx(engine.base, rel=1e-13, nan_ok=True)


def test_the_size_of_blocks_does_not_matter() -> None:
    plan = Plan((SAMPLING, SCALE, *LIMITS, *NOISES))
    draws = decode(plan, np.random.default_rng(8).random((50, len(plan.factors))))
    engine = Engine(table(), STRUCTURE, RECIPE, plan)
    whole, _ = engine.scores(draws)
    for block in engine.blocks(draws, 7):
        assert block.scores == pytest.approx(whole[block.at], rel=1e-12, nan_ok=True)


def test_units_that_tie_as_built_tie_in_every_replication() -> None:
    values = table(gaps=False)
    numbers = values.numbers.copy()
    numbers[7] = numbers[3]
    beside = {"people": values.beside["people"].copy()}
    beside["people"][7] = beside["people"][3]
    twins = replace(values, numbers=numbers, beside=beside)
    plan = Plan((MEAN, *NOISES, *LIMITS))
    draws = decode(plan, np.random.default_rng(2).random((200, len(plan.factors))))
    engine = Engine(twins, STRUCTURE, RECIPE, plan)
    ranks = whole_ranks(engine.scores(draws)[0])
    assert (ranks[:, 7] == ranks[:, 3]).all()


def test_tables_that_had_to_go_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "KEPT", 5000)
    assert_equal_to_builds(table(), RECIPE, Plan((SCALE, SHAPE, MOST, FILLS, SAMPLING)), 12)
    assert_equal_to_builds(table(), RECIPE, Plan((SCALE, SHAPE, MOST)), 24)
