"""An index without some elements is that of a recipe which never named them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from paseo.stats.composite.build import build
from paseo.stats.composite.leaving import recipe_without
from paseo.stats.composite.uncertainty import check_plan, replicate
from paseo.stats.composite.uncertainty.draws import decode
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan, WeightNoise

WHOLE = Structure.of([
    Element("a", "one"), Element("b", "one", 2.0), Element("c", "one"), Element("d", "two"),
    Element("e", "two"), Element("one", "top"), Element("two", "top"), Element("top"),
])  # fmt: skip
WITHOUT = WHOLE.without(["a"])
RANKED = {"method": "rank"}


def table(gap: str = "") -> Values:
    numbers = np.random.default_rng(2).lognormal(0, 1, (12, 5))
    if gap:
        numbers[1:, "abcde".index(gap)] = np.nan
    return Values.of([f"u{at}" for at in range(12)], list("abcde"), numbers)


def recipe(named: Mapping[str, Any], weighting: Weighting | None = None) -> Recipe:
    """Every setting that names indicators, for those that ``named`` still has."""
    codes = list(named)
    return Recipe(
        (
            Step("treat", "winsorise_points", {"only": [one for one in "ab" if one in codes]}),
            Step("normalise", "goalposts", {
                "posts": {code: [0.0, 50.0] for code in codes if code != "e"},
                "by_indicator": {"e": RANKED},
            }),
        ),
        weighting or Weighting(),
    )  # fmt: skip


PAIRS = [["a", "b", 2], ["b", "c", 3], ["a", "c", 5]]
MATRIX = [[1, 2, 5], [0.5, 1, 3], [0.2, 1 / 3, 1]]
#: Weighting of the whole, and of what is left without a.
WEIGHTINGS = [
    (Weighting("budget", {"total": 100, "budgets": {
        "x": {"a": 60, "b": 30, "c": 10}, "y": {"a": 20, "b": 40, "c": 40}}}),
     Weighting("budget", {"budgets": {"x": {"b": 75, "c": 25}, "y": {"b": 50, "c": 50}}})),
    (Weighting("ahp", {"comparisons": {"one": {"pairs": PAIRS}}}),
     Weighting("ahp", {"comparisons": {"one": {"pairs": PAIRS[1:2]}}})),
    (Weighting("ahp", {"comparisons": {"one": MATRIX}}),
     Weighting("ahp", {"comparisons": {"one": [[1, 3], [1 / 3, 1]]}})),
    (Weighting("ahp", {"comparisons": {"one": {"experts": [
        {"codes": ["c", "b", "a"], "matrix": [[1, 1 / 3, 0.2], [3, 1, 0.5], [5, 2, 1]]}]}}}),
     Weighting("ahp", {"comparisons": {"one": {"pairs": [["b", "c", 3]]}}})),
    (Weighting("correlation", {"importance": {"a": 2.0, "b": 3.0}}),
     Weighting("correlation", {"importance": {"b": 3.0}})),
    (Weighting("benefit_of_doubt", {"bounds": {"a": [0.1, 0.5], "b": [0.2, 0.8]}}),
     Weighting("benefit_of_doubt", {"bounds": {"b": [0.2, 0.8]}})),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "left"), WEIGHTINGS)
def test_what_names_an_element_goes_with_it(whole: Weighting, left: Weighting) -> None:
    """Also an expert's points: they go to what stands beside it, in proportion."""
    plan = Plan((
        Choice("it", (Change("usual"), Change("without", without=("a",)))), WeightNoise("w"),
    ))  # fmt: skip
    with_all = recipe(dict.fromkeys("abcde"), whole)
    assert check_plan(table(), WHOLE, with_all, plan) == []
    wanted = build(table(), WITHOUT, recipe(dict.fromkeys("bcde"), left))
    alone = Plan(plan.factors[:1])
    draws = decode(alone, np.array([[0.9]]))
    scores, _ = Engine(table(), WHOLE, with_all, alone).scores(draws)
    np.testing.assert_allclose(scores[0], wanted.scores(), rtol=1e-12)
    one = replicate(table(), WHOLE, with_all, alone, draws)
    np.testing.assert_allclose(one.scores(), wanted.scores(), rtol=1e-12)


def test_what_names_an_indicator_that_screening_drops_goes_with_it() -> None:
    budget, left = WEIGHTINGS[0]
    screen = Step("screen", "by_missing", {"least": 0.0, "indicators": 0.5})
    values = table(gap="a")
    held = recipe(dict.fromkeys("abcde"), budget)
    held = Recipe((screen, *held.steps), budget)
    wanted = build(values, WITHOUT, recipe(dict.fromkeys("bcde"), left))
    np.testing.assert_allclose(build(values, WHOLE, held).scores(), wanted.scores(), rtol=1e-12)
    plan = Plan((WeightNoise("w"),))
    draws = decode(plan, np.array([[0.3]]))
    scores, faults = Engine(values, WHOLE, held, plan).scores(draws)
    assert not faults
    one = replicate(values, WHOLE, held, plan, draws)
    np.testing.assert_allclose(one.scores(), scores[0], rtol=1e-12)


def test_a_method_for_some_indicators_that_are_all_gone_acts_on_none() -> None:
    step = Step("treat", "winsorise", {"only": ["a"]})
    found = recipe_without(Recipe((step,)), WHOLE, WITHOUT).steps[0]
    assert found.settings == {"only": [], "except": ["b", "c", "d", "e"]}
    again = recipe_without(Recipe((found,)), WITHOUT, WITHOUT.without(["b"])).steps[0]
    assert again.settings == {"only": [], "except": ["c", "d", "e"]}


def test_an_expert_who_gave_everything_to_what_is_gone_is_not_asked() -> None:
    budgets = {"x": {"a": 100, "b": 0, "c": 0}, "y": {"a": 0, "b": 50, "c": 50}}
    weighting = Weighting("budget", {"budgets": budgets})
    found = recipe_without(Recipe((), weighting), WHOLE, WITHOUT).weighting.settings["budgets"]
    assert found == {"x": {}, "y": {"b": 50, "c": 50}}


def test_codes_that_were_never_there_are_still_refused() -> None:
    held = Recipe((Step("normalise", "minmax", {"by_indicator": {"nobody": RANKED}}),))
    left = recipe_without(held, WHOLE, WITHOUT)
    with pytest.raises(CompositeError) as fault:
        build(table(), WITHOUT, left)
    assert (fault.value.code, fault.value.entry) == ("code-unknown", "nobody")


def test_bounds_of_shares_in_an_aggregation_go_too() -> None:
    how = Aggregation("benefit_of_doubt", settings={"bounds": {"a": [0, 1], "b": [0.1, 1]}})
    found = recipe_without(
        Recipe((), by_code={"one": how, "two": how}), WHOLE, WHOLE.without(["two", "a"])
    )
    assert list(found.by_code) == ["one"]
    assert found.by_code["one"].settings["bounds"] == {"b": [0.1, 1]}
