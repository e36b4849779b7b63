"""Two versions of an index: who moved and what differs, by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from paseo.stats.composite.comparison import Difference, compare, differences

INDEX = Structure.of([Element("x", "top"), Element("y", "top"), Element("top")])
RECIPE = Recipe((Step("normalise", "minmax", {"low": 0, "high": 1}),))
TABLE = Values.of(list("abcd"), ["x", "y"], [[1, 4], [2, 1], [4, 2], [3, 9]])


def told(one: Any, other: Any) -> list[Difference]:
    return list(differences(one, other))


def test_an_index_is_as_itself() -> None:
    built = build(TABLE, INDEX, RECIPE)
    found = compare(built, built)
    assert found.moved == () == found.differences
    assert found.spearman == pytest.approx(1) == found.kendall
    assert found.mean_shift == 0 and found.units == ("a", "b", "c", "d")


def test_shifts_are_among_the_units_that_both_score() -> None:
    one = build(TABLE, INDEX, RECIPE)
    fewer = TABLE.keep_units([True, True, True, False])
    other = build(fewer, INDEX.with_weights({"y": 0.0}), RECIPE)
    found = compare(one, other)
    # x: a 0, b 1/3, c 1, d 2/3; y: a 3/8, b 0, c 1/8, d 1. Without d: c, a, b; then c, b, a.
    assert found.units == ("a", "b", "c") and found.only_one == ("d",)
    assert found.rank_one.tolist() == [2, 3, 1] and found.rank_other.tolist() == [3, 2, 1]
    assert found.shift.tolist() == [1, -1, 0] and found.moved == ("a", "b")
    assert found.mean_shift == pytest.approx(2 / 3)
    assert found.differences == (
        Difference("unit-gone", "d"),
        Difference("weight", "x", "", 0.5, 1.0),
        Difference("weight", "y", "", 0.5, 0.0),
    )


def test_the_same_weights_in_another_unit_are_no_difference() -> None:
    one = build(TABLE, INDEX, RECIPE)
    other = build(TABLE, INDEX.with_weights({"x": 50, "y": 50}), RECIPE)
    assert told(one, other) == []


def test_every_choice_that_differs_is_listed() -> None:
    one = build(TABLE, INDEX, RECIPE)
    recipe = Recipe(
        (Step("treat", "winsorise", {"most": 2}), Step("normalise", "z_score", {"mean": 5})),
        Weighting("equal"),
        Aggregation("median", 0.5),
    )
    other = build(TABLE, INDEX, recipe)
    assert told(one, other) == [
        Difference("method", "normalise", "", "minmax", "z_score"),
        Difference("setting", "normalise", "low", 0, None),
        Difference("setting", "normalise", "high", 1, None),
        Difference("setting", "normalise", "mean", None, 5),
        Difference("step-new", "treat", "", None, "winsorise"),
        Difference("method", "weighting", "", "given", "equal"),
        Difference("method", "aggregation", "", "arithmetic", "median"),
        Difference("least", "aggregation", "", 0.0, 0.5),
    ]
    assert told(other, one)[0] == Difference("step-gone", "treat", "", "winsorise")
    by_level = build(TABLE, INDEX, replace(RECIPE, by_level={2: Aggregation("median")}))
    assert told(one, by_level) == [
        Difference("method", "aggregation 2", "", "arithmetic", "median")
    ]


def test_data_and_elements_that_differ_are_listed() -> None:
    one = build(TABLE, INDEX, RECIPE)
    numbers = TABLE.numbers.copy()
    numbers[1, 0] = 2.5
    numbers[0, 1] = np.nan
    turned = Structure.of([
        Element("x", "top", direction=-1), Element("y", "top"), Element("top"),
    ])  # fmt: skip
    other = build(TABLE.with_numbers(numbers), turned, RECIPE)
    found = told(one, other)
    assert found[0] == Difference("direction", "x", "", 1, -1)
    assert found[1] == Difference("values", "x", "", 1, 0.5)
    assert found[2].one == 1 and math.isnan(found[2].other)
    small = build(TABLE.keep_codes(["x"]), INDEX.without(["y"]), RECIPE)
    assert Difference("element-gone", "y") in told(one, small)


def test_indices_without_a_shared_unit_can_be_laid_beside_each_other() -> None:
    one = build(TABLE, INDEX, RECIPE)
    other = build(Values.of(list("efgh"), ["x", "y"], TABLE.numbers), INDEX, RECIPE)
    found = compare(one, other)
    assert found.units == () and math.isnan(found.mean_shift) and math.isnan(found.kendall)
    with pytest.raises(CompositeError):
        compare(one, other, "nowhere")


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=8), st.integers(0, 99))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_turned_about_the_shifts_turn_sign(numbers: list[float], seed: int) -> None:
    table = Values.of(list("abcd"), ["x", "y"], np.round(numbers, 1))
    weights = np.random.default_rng(seed).uniform(0.1, 1, 2)
    try:
        one = build(table, INDEX, RECIPE)
    except CompositeError:
        return
    other = build(table, INDEX.with_weights(dict(zip("xy", weights.tolist(), strict=True))), RECIPE)
    there, back = compare(one, other), compare(other, one)
    assert np.array_equal(there.shift, -back.shift) and there.moved == back.moved
    assert len(there.differences) == len(back.differences)
