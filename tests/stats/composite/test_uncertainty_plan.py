"""A plan that cannot run, or in which something changes nothing, is refused with the reason."""

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
from paseo.stats.composite.uncertainty import check_plan, drivers, run
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
    Element("d", "two", 1.0, -1), Element("one", "top"), Element("two", "top"), Element("top"),
])  # fmt: skip
RECIPE = Recipe((
    Step("treat", "winsorise", {"most": 3, "skew": 1.0, "kurtosis": 1.0}),
    Step("normalise", "minmax", {"low": 1, "high": 100}),
))  # fmt: skip
MEANS = Choice("mean", (
    Change("arithmetic", aggregation=Aggregation("arithmetic")),
    Change("geometric", aggregation=Aggregation("geometric")),
))  # fmt: skip
NOISE = WeightNoise("weights")


def table(errors: bool = False) -> Values:
    numbers = np.random.default_rng(4).lognormal(0, 1, (15, 4))
    return Values.of(
        [f"u{at}" for at in range(15)], list("abcd"), numbers,
        errors=0.1 * numbers if errors else None,
    )  # fmt: skip


def choice(*options: Change, chances: tuple[float, ...] = ()) -> Choice:
    return Choice("it", options, chances)


AS_BUILT = Change("as built")
Z = Change("z", steps=(Step("normalise", "z_score", {"mean": 10, "sd": 1}),))

FAULTY: list[tuple[str, str, tuple[Factor, ...]]] = [
    ("no-factors", "", ()),
    ("factor-twice", "", (NOISE, NOISE)),
    ("too-few-options", "", (choice(Z),)),
    ("option-changes-nothing", "same mean", (
        choice(Z, AS_BUILT, Change("same mean", aggregation=Aggregation("arithmetic"))),
    )),
    ("options-alike", "z again", (choice(AS_BUILT, Z, replace(Z, label="z again")),)),
    ("options-alike", "z", (choice(AS_BUILT, Z, replace(MEANS.options[1], label="z")),)),
    ("step-missing", "x", (choice(AS_BUILT, Change("x", steps=(Step("impute", "mean"),))),)),
    ("step-missing", "unfilled", (choice(AS_BUILT, Change("unfilled", skip=("impute",))),)),
    ("step-missing", "", (Range("it", 0, 1, "screen", "least"),)),
    ("setting-unknown", "x", (choice(AS_BUILT, Change("x", settings={"treat": {"mots": 2}})),)),
    ("setting-unknown", "", (Range("it", 0, 1, "treat", "mots"),)),
    ("setting-unknown", "", (WeightNoise("it", "gaussian"),)),
    ("setting-unknown", "", (SamplingError("it", {"a": "cauchy"}),)),
    ("range-empty", "", (Range("it", 2, 2, "treat", "skew"),)),
    ("range-empty", "", (Range("it", 1.2, 1.9, "treat", "most", whole=True),)),
    ("weight-unknown", "", (Range("it", 0, 1, weight="nobody"),)),
    ("weight-unknown", "x", (choice(AS_BUILT, Change("x", weights={"nobody": 1.0})),)),
    ("element-unknown", "x", (choice(AS_BUILT, Change("x", without=("nobody",))),)),
    ("element-unknown", "", (SamplingError("it", {"nobody": "normal"}),)),
    ("no-errors-known", "", (SamplingError("it", {"a": "normal"}),)),
    ("step-missing", "", (MissingValues("it"),)),
    ("chances-wrong", "", (choice(AS_BUILT, Z, chances=(0.5, 0.6)),)),
    ("chances-wrong", "", (choice(AS_BUILT, Z, chances=(1.0,)),)),
    ("spread-wrong", "", (WeightNoise("it", "relative", 1.5),)),
    ("spread-wrong", "", (WeightNoise("it", "dirichlet", 1.0),)),
    ("spread-wrong", "", (WeightNoise("it", "relative", 0.0),)),
    ("level-missing", "", (WeightNoise("it", levels=(4,)),)),
    ("level-missing", "x", (choice(AS_BUILT, Change("x", by_level={7: Aggregation("median")})),)),
    ("changes-no-score", "x", (choice(
        AS_BUILT, Z, Change("x", settings={"treat": {"then": "none", "most": 15, "skew": 99.0}}),
        Change("y", settings={"treat": {"then": "none", "most": 14, "skew": 99.0}}),
    ),)),
    ("changes-no-score", "", (Range("it", 1, 5, weight="top"),)),
    ("cannot-build", "z", (choice(
        AS_BUILT, Change("z", steps=(Step("normalise", "z_score"),),
                         aggregation=Aggregation("geometric")),
    ),)),
    ("cannot-build", "x", (choice(AS_BUILT, Change("x", without=("top",))),)),
    ("cannot-build", "", (Range("it", -1, 1, weight="a"),)),
    ("cannot-build", "", (Range("it", 50, 200, "normalise", "low"),)),
    ("cannot-build", "x", (choice(AS_BUILT, Change("x", weighting=Weighting("magic"))),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "option", "factors"), FAULTY, ids=[f"{one[0]} {at}" for at, one in enumerate(FAULTY)]
)
def test_a_faulty_factor_is_named(code: str, option: str, factors: tuple[Factor, ...]) -> None:
    values = table()
    if code == "changes-no-score" and option:
        # Mild values: treatment has nothing to do, with whatever limits.
        values = values.with_numbers(np.random.default_rng(1).uniform(1, 2, (15, 4)))
    found = check_plan(values, STRUCTURE, RECIPE, Plan(factors))
    assert code in [fault.code for fault in found]
    fault = next(one for one in found if one.code == code)
    assert fault.factor == ("" if code == "no-factors" else factors[-1].name)
    assert option in [one.option for one in found if one.code == code]
    with pytest.raises(CompositeError) as raised:
        run(values, STRUCTURE, RECIPE, Plan(factors))
    assert raised.value.code == "plan-faulty"
    assert list(raised.value.values["faults"]) == found


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("group-unknown", Plan((NOISE,), {"nobody": "group"})),
        ("too-few-replications", Plan((NOISE,), replications=19)),
        ("element-unknown", Plan((NOISE,), top="a")),
        ("interval-wrong", Plan((NOISE,), level=1.0)),
        ("classes-wrong", Plan((NOISE,), classes=((50.0, "low"), (40.0, "high")))),
    ],
)
def test_a_faulty_plan_is_named(code: str, plan: Plan) -> None:
    assert [one.code for one in check_plan(table(), STRUCTURE, RECIPE, plan)] == [code]


def test_an_index_that_cannot_be_built_says_why() -> None:
    flat = table().with_numbers(np.ones((15, 4)))
    (fault,) = check_plan(flat, STRUCTURE, RECIPE, Plan((NOISE,)))
    assert (fault.code, fault.factor, fault.values["reason"]) == ("cannot-build", "", "constant")


def test_missing_values_can_be_drawn_only_where_some_are_missing() -> None:
    recipe = Recipe((Step("impute", "mean"), *RECIPE.steps))
    plan = Plan((MissingValues("it", 4),))
    assert [one.code for one in check_plan(table(), STRUCTURE, recipe, plan)] == ["nothing-missing"]
    numbers = table().numbers.copy()
    numbers[3, 1] = np.nan
    assert check_plan(table().with_numbers(numbers), STRUCTURE, recipe, plan) == []


def test_values_that_a_sampling_distribution_does_not_know_are_named() -> None:
    values = table(errors=True)
    values = replace(values, numbers=values.numbers * [-1, 1, 1, 1])
    for kind, reason in (("log", "not-positive"), ("share", "share-outside"),
                         ("poisson", "count-negative")):  # fmt: skip
        plan = Plan((SamplingError("it", {"a": kind}),))
        (fault,) = check_plan(values, STRUCTURE, RECIPE, plan)
        assert (fault.code, fault.values["reason"]) == ("cannot-build", reason)
        assert fault.values["entry"] == "a"


def test_a_sound_plan_has_no_faults() -> None:
    factors = (
        choice(AS_BUILT, Z), MEANS, NOISE, Range("most", 0, 3, "treat", "most", whole=True),
        Range("weight", 0, 3, weight="a"), SamplingError("errors", {"a": "log"}),
    )  # fmt: skip
    assert check_plan(table(errors=True), STRUCTURE, RECIPE, Plan(factors)) == []


def test_an_alternative_that_matters_only_beside_another_is_no_fault() -> None:
    """Without treatment, how it is done changes nothing; another factor brings it in."""
    recipe = Recipe((Step("treat", "none"), RECIPE.steps[1]))
    treat = choice(AS_BUILT, Change("winsorised", steps=(RECIPE.steps[0],)))
    limits = Range("most", 1, 3, "treat", "most", whole=True)
    assert check_plan(table(), STRUCTURE, recipe, Plan((treat, limits))) == []
    assert [one.code for one in check_plan(table(), STRUCTURE, recipe, Plan((limits,)))] == [
        "setting-unknown"
    ]


def test_an_alternative_that_builds_only_beside_another_is_no_fault() -> None:
    """A geometric mean needs values above zero: the scale is drawn too."""
    recipe = RECIPE.with_step(RECIPE.steps[1].set(low=0))
    scale = choice(Change("above zero", settings={"normalise": {"low": 1}}), Z)
    assert check_plan(table(), STRUCTURE, recipe, Plan((scale, MEANS))) == []
    (fault,) = check_plan(table(), STRUCTURE, recipe, Plan((NOISE, MEANS)))
    assert (fault.code, fault.option) == ("cannot-build", "geometric")
    assert fault.values["reason"] == "not-positive"


def test_drivers_need_two_factors_or_groups() -> None:
    plan = Plan((NOISE, MEANS), {"weights": "all", "mean": "all"})
    with pytest.raises(CompositeError) as fault:
        drivers(table(), STRUCTURE, RECIPE, plan, 8, 0)
    assert fault.value.code == "one-factor"


def test_a_method_is_asked_what_it_can_take_with_its_own_settings() -> None:
    # Mazziotta-Pareto takes z-scores below zero only when it brings them to its own scale first.
    standard = Aggregation("mazziotta_pareto", settings={"scale": "standard"})
    recipe = Recipe((Step("normalise", "z_score", {"mean": 0, "sd": 1}),), aggregation=standard)
    plan = Plan((NOISE,), replications=50)
    assert check_plan(table(), STRUCTURE, recipe, plan) == []
    assert run(table(), STRUCTURE, recipe, plan).scored.tolist() == [1.0] * 15
