"""Two factors never set the same thing, and nothing that a factor says is passed over."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from paseo.assessment.index.specification import choices
from paseo.stats.composite import Aggregation, Element, Recipe, Step, Structure, Values, Weighting
from paseo.stats.composite.build import build
from paseo.stats.composite.uncertainty import check_plan, replicate
from paseo.stats.composite.uncertainty.cases import case_of, case_of_change
from paseo.stats.composite.uncertainty.draws import decode
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
    Element("a", "one"), Element("b", "one", 2.0), Element("c", "two"),
    Element("d", "two", 1.0, -1, unit="percent"), Element("one", "top"), Element("two", "top"),
    Element("top"),
])  # fmt: skip
NORMALISE = Step("normalise", "minmax", {"low": 1, "high": 100})
RECIPE = Recipe((Step("impute", "mean"), Step("treat", "winsorise"), NORMALISE))
USUAL = Change("usual")


def table(gaps: bool = True, errors: bool = False) -> Values:
    chance = np.random.default_rng(4)
    numbers = chance.lognormal(0, 1, (15, 4))
    known = 0.1 * numbers
    if gaps:
        numbers[[2, 5, 9], [0, 1, 3]] = np.nan
    return Values.of(
        [f"u{at}" for at in range(15)], list("abcd"), numbers, errors=known if errors else None
    )


def choice(name: str, *options: Change) -> Choice:
    return Choice(name, (USUAL, *options))


def aggregated(label: str, **changes: object) -> Change:
    return replace(Change(label), **changes)  # type: ignore[arg-type]


GEOMETRIC = aggregated("g", aggregation=Aggregation("geometric"))
LOWER = aggregated("m", by_level={2: Aggregation("median")})
UPPER = aggregated("u", by_level={3: Aggregation("geometric")})
ONE = aggregated("o", by_code={"one": Aggregation("geometric")})
Z = Change("z", steps=(Step("normalise", "z_score", {"mean": 10}),))
BORDA = Change("b", steps=(Step("normalise", "borda"),))
EQUAL = Change("e", weighting=Weighting("equal"))

SAME: list[tuple[Factor, Factor, str]] = [
    (choice("x", GEOMETRIC), choice("y", LOWER), "aggregation/one"),
    (choice("x", GEOMETRIC), choice("y", ONE), "aggregation/one"),
    (choice("x", LOWER), choice("y", ONE), "aggregation/one"),
    (choice("x", Z), choice("y", BORDA), "steps/normalise"),
    (choice("x", Change("s", settings={"treat": {"most": 2}})),
     Range("y", 1, 4, "treat", "most", whole=True), "settings/treat/most"),
    (choice("x", replace(Z, steps=(NORMALISE.set(low=5),))),
     Range("y", 1, 4, "normalise", "low"), "settings/normalise/low"),
    (choice("x", EQUAL), choice("y", Change("p", weighting=Weighting("pca"))), "weighting"),
    (choice("x", Change("w", weights={"a": 4.0})), Range("y", 1, 4, weight="a"), "weights/a"),
    (Range("x", 1, 4, weight="a"), WeightNoise("y", "free", levels=(1,)), "weights/a"),
    (choice("x", EQUAL), WeightNoise("y", "free"), "weighting"),
    (WeightNoise("x"), WeightNoise("y", "dirichlet", 0.2, (1,)), "noise/a"),
    (SamplingError("x", {"a": "normal", "b": "normal"}), SamplingError("y", {"b": "log"}),
     "sampling/b"),
    (MissingValues("x", 5), MissingValues("y", 9), "missing"),
    (choice("x", Change("s", steps=(Step("impute", "median"),))), MissingValues("y", 9),
     "steps/impute"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "thing"), SAME, ids=[held[2] for held in SAME])
def test_two_factors_that_set_the_same_thing_are_refused_in_either_order(
    one: Factor, other: Factor, thing: str
) -> None:
    for first, second in permutations((one, other)):
        plan = Plan((first, second))
        found = check_plan(table(errors=True), STRUCTURE, RECIPE, plan)
        assert [fault.code for fault in found] == ["same-thing-twice"]
        assert (found[0].factor, found[0].values["other"]) == (second.name, first.name)
        assert thing in found[0].values["things"]


def test_factors_on_different_things_of_one_step_or_level_stand_together() -> None:
    plan = Plan((
        choice("low", LOWER), choice("up", UPPER), choice("scale", Z), EQUAL_CHOICE,
        Range("floor", 1, 4, "normalise", "low"), Range("a", 1, 4, weight="a"),
        WeightNoise("one", levels=(1,)), WeightNoise("two", "free", levels=(2,)),
        SamplingError("s", {"a": "normal"}), SamplingError("t", {"b": "normal"}),
        MissingValues("m", 5),
    ))  # fmt: skip
    assert check_plan(table(errors=True), STRUCTURE, RECIPE, plan) == []


EQUAL_CHOICE = choice("weighting", EQUAL)


def test_an_aggregation_by_level_and_by_code_inside_an_alternative_counts() -> None:
    lower = {"by_level": {"2": "arithmetic"}, "by_code": {"two": "median"}}
    said = {"label": "x", "aggregation": {"method": "geometric", **lower}}
    recipe = case_of_change(STRUCTURE, RECIPE, choices.change(said)).recipe
    ways = [
        recipe.aggregation_of(code, STRUCTURE.levels[code]).method for code in ("one", "two", "top")
    ]
    assert ways == ["arithmetic", "median", "geometric"]
    plan = Plan((choice("it", choices.change(said)),))
    engine = Engine(table(), STRUCTURE, RECIPE, plan)
    scores, _ = engine.scores(decode(plan, np.array([[0.2], [0.8]])))
    built = build(table(), STRUCTURE, recipe)
    np.testing.assert_allclose(scores[1], built.scores(), rtol=1e-12)
    assert np.abs(scores[1] - scores[0]).max() > 0.1


def test_an_alternative_that_aggregates_everything_anew_leaves_nothing_of_the_recipe() -> None:
    recipe = replace(RECIPE, by_level={2: Aggregation("median")}, by_code={"top": Aggregation()})
    found = case_of_change(STRUCTURE, recipe, GEOMETRIC).recipe
    assert (found.by_level, found.by_code) == ({}, {})


def test_an_alternative_names_no_aggregate_that_there_is_not() -> None:
    nobody = aggregated("x", by_code={"a": Aggregation("median")})
    (fault,) = check_plan(table(), STRUCTURE, RECIPE, Plan((choice("it", nobody),)))
    assert (fault.code, fault.option, fault.values["element"]) == ("element-unknown", "x", "a")


def test_what_factors_say_does_not_depend_on_their_order() -> None:
    factors = (choice("low", LOWER), choice("whole", GEOMETRIC), choice("z", Z),
               choice("s", Change("s", settings={"treat": {"most": 2}})))  # fmt: skip
    options = dict.fromkeys(("low", "whole", "z", "s"), 1)
    found = [
        case_of(STRUCTURE, RECIPE, Plan(held), options, {}).recipe for held in permutations(factors)
    ]
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("kinds", [("impute", "treat"), ("treat", "impute")])
def test_a_replication_is_that_of_the_run_wherever_missing_values_are_filled(
    kinds: tuple[str, ...],
) -> None:
    recipe = Recipe((*(step for kind in kinds if (step := RECIPE.step(kind))), NORMALISE))
    plan = Plan((Range("skew", 0.2, 2.5, "treat", "skew"), MissingValues("m", 6)))
    draws = decode(plan, np.random.default_rng(1).random((12, 2)))
    scores, faults = Engine(table(), STRUCTURE, recipe, plan).scores(draws)
    assert not faults
    for at in range(12):
        one = replicate(table(), STRUCTURE, recipe, plan, draws, at)
        np.testing.assert_allclose(one.scores(), scores[at], rtol=1e-12)


def test_a_factor_that_matters_beside_a_rare_alternative_only_is_no_fault() -> None:
    rare = Choice("scale", (USUAL, Z), (0.99, 0.01))
    spread = Range("spread", 0.5, 2, "normalise", "sd")
    for seed in range(5):
        assert check_plan(table(), STRUCTURE, RECIPE, Plan((rare, spread), seed=seed)) == []


def test_a_factor_that_matters_beside_two_rare_alternatives_only_is_no_fault() -> None:
    """Winsorising begins where both limits are passed, and only then matters how far it goes."""
    idle = Step("treat", "winsorise", {"skew": 99.0, "kurtosis": 99.0, "then": "none"})
    skew = Choice("skew", (USUAL, Change("s", settings={"treat": {"skew": 0.1}})), (0.99, 0.01))
    shape = Change("k", settings={"treat": {"kurtosis": -9.0}})
    kurtosis = Choice("kurtosis", (USUAL, shape), (0.99, 0.01))
    plan = Plan((skew, kurtosis, Range("most", 1, 4, "treat", "most", whole=True)))
    assert check_plan(table(), STRUCTURE, RECIPE.with_step(idle), plan) == []


def test_a_setting_of_a_method_that_another_factor_brings_in_is_known() -> None:
    recipe = RECIPE.with_step(Step("treat", "none"))
    brought = choice("treat", Change("w", steps=(RECIPE.steps[1],)))
    settings = {"most": 1, "skew": 0.1, "kurtosis": -9.0, "then": "none"}
    limits = choice("limits", Change("l", settings={"treat": settings}))
    assert check_plan(table(), STRUCTURE, recipe, Plan((brought, limits))) == []
    found = check_plan(table(), STRUCTURE, recipe, Plan((limits,)))
    assert {one.code for one in found} == {"setting-unknown"}


def test_what_moves_nothing_in_any_combination_is_a_fault() -> None:
    idle = Range("idle", 0.5, 2, weight="top")
    for count in (2, 9):  # 9 choices have more combinations than are tried
        others = tuple(
            choice(f"w{at}", Change("w", weights={code: 3.0}))
            for at, code in enumerate((*"abcd", "one", "two")[:count])
        )
        more = (choice("l", LOWER), choice("u", UPPER), choice("z", Z)) if count == 9 else ()
        found = check_plan(table(), STRUCTURE, RECIPE, Plan((*others, *more, idle)))
        assert [(fault.code, fault.factor) for fault in found] == [("changes-no-score", "idle")]


@pytest.mark.parametrize("more", [
    {"weight": "a", "step": "treat", "setting": "skew"}, {"weight": "a", "setting": "skew"},
    {"step": "treat"}, {"setting": "skew"}, {},
])  # fmt: skip
def test_a_range_is_of_one_thing(more: dict[str, str]) -> None:
    (fault,) = check_plan(table(), STRUCTURE, RECIPE, Plan((Range("it", 1, 2, **more),)))  # type: ignore[arg-type]
    assert (fault.code, fault.factor) == ("range-unclear", "it")


def test_a_group_does_not_take_in_a_factor_that_happens_to_bear_its_name() -> None:
    scale = Change("z", steps=(Step("normalise", "z_score", {"mean": 10, "sd": 0.5}),))
    factors = (WeightNoise("w"), choice("z", scale), choice("g", GEOMETRIC))
    (fault,) = check_plan(table(), STRUCTURE, RECIPE, Plan(factors, {"z": "w"}))
    assert (fault.code, fault.factor, fault.values["group"]) == ("group-like-factor", "z", "w")
    assert check_plan(table(), STRUCTURE, RECIPE, Plan(factors, {"z": "w", "w": "w"})) == []


def test_indicators_of_which_no_error_is_known_are_named() -> None:
    values = table(errors=True)
    assert values.errors is not None
    values = replace(values, errors=values.errors * [1, 0, 1, 1])
    drawn = SamplingError("s", {"a": "normal", "b": "normal"})
    (fault,) = check_plan(values, STRUCTURE, RECIPE, Plan((drawn,)))
    assert (fault.code, fault.values["element"]) == ("error-unknown", "b")


def test_a_share_is_no_count_and_whole_values_are() -> None:
    values = table(gaps=False).with_numbers(
        np.random.default_rng(1).poisson(9, (15, 4)).astype(np.float64)
    )

    def codes(*named: str, **more: tuple[float, ...]) -> list[str]:
        drawn = SamplingError("s", dict.fromkeys(named, "poisson"), bases=more)
        found = check_plan(values, STRUCTURE, RECIPE.with_step(NORMALISE), Plan((drawn,)))
        return [one.code for one in found]

    assert codes("a") == []
    assert codes("a", "d") == ["count-unknown"]  # a percentage
    assert codes("d", d=(2.0,) * 15) == []
    values = values.with_numbers(values.numbers + 0.5)
    assert codes("a") == ["count-unknown"]


def test_what_a_factor_says_and_nothing_reads_is_refused() -> None:
    tops = SamplingError("s", {"a": "share", "b": "normal"}, {"a": 400.0, "b": 9.0, "nobody": 1.0})
    found = check_plan(table(errors=True), STRUCTURE, RECIPE, Plan((tops,)))
    assert [(one.code, one.values["key"]) for one in found] == [
        ("entry-idle", "tops/b"), ("entry-idle", "tops/nobody"),
    ]  # fmt: skip
    filled = MissingValues("m", 5, {"seed": 3, "draws": 9, "prior": 2.0, "priro": 1})
    found = check_plan(table(), STRUCTURE, RECIPE, Plan((filled,)))
    assert [(one.code, one.values.get("key", one.values.get("setting"))) for one in found] == [
        ("entry-idle", "missing/settings/seed"), ("entry-idle", "missing/settings/draws"),
        ("setting-unknown", "priro"),
    ]  # fmt: skip
