"""What must hold of any aggregation, whatever the scores and weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.composite import Element, Structure, Values
from paseo.stats.composite.aggregation import METHODS, aggregate_many
from paseo.stats.composite.weights import find

SOME = settings(deadline=None, max_examples=30)
MEANS = ("arithmetic", "geometric", "harmonic", "median")
#: Thirty linear programmes a case take their time: the benefit of the doubt has a test of its own.
EVERY = tuple(one for one in METHODS if one != "benefit_of_doubt")


@dataclass
class Case:
    scores: np.ndarray
    weights: np.ndarray
    chance: np.random.Generator


@st.composite
def cases(draw_: st.DrawFn, gaps: bool = True) -> Case:
    """Scores of 2 to 7 units and 1 to 4 children, some alike, some missing."""
    chance = np.random.default_rng(draw_(st.integers(0, 2**32 - 1)))
    n, k = draw_(st.integers(2, 7)), draw_(st.integers(1, 4))
    scores = chance.integers(1, 12, (1, n, k)).astype(float)
    if draw_(st.booleans()):
        scores += chance.random(scores.shape)
    if gaps and draw_(st.booleans()):
        scores[chance.random(scores.shape) < 0.2] = np.nan
    return Case(scores, chance.integers(1, 6, k).astype(float), chance)


def _made(case: Case, method: str, scores: np.ndarray | None = None) -> np.ndarray:
    return aggregate_many(case.scores if scores is None else scores, case.weights, method)[0]


def _rises(method: str, case: Case) -> None:
    unit, child = (int(case.chance.integers(size)) for size in case.scores.shape[1:])
    higher = case.scores.copy()
    higher[0, unit, child] += case.chance.uniform(0.1, 5)
    assert _made(case, method, higher)[unit] >= _made(case, method)[unit] - 1e-9


@pytest.mark.parametrize("method", [one for one in EVERY if one != "mazziotta_pareto"])
@SOME
@given(case=cases(gaps=False))
def test_a_higher_child_never_lowers_its_unit(method: str, case: Case) -> None:
    """Not so for Mazziotta-Pareto: imbalance costs (see its own test)."""
    _rises(method, case)


@settings(deadline=None, max_examples=10)
@given(case=cases(gaps=False), factor=st.floats(1e-3, 1e3))
def test_all_of_this_holds_of_the_benefit_of_the_doubt(case: Case, factor: float) -> None:
    _rises("benefit_of_doubt", case)
    _is_turned("benefit_of_doubt", case)
    _knows_no_units("benefit_of_doubt", case)
    scaled = aggregate_many(case.scores, case.weights * factor, "benefit_of_doubt")[0]
    np.testing.assert_allclose(scaled, _made(case, "benefit_of_doubt"), rtol=1e-9, atol=1e-9)


def test_mazziotta_pareto_falls_when_a_high_child_rises_far_above_the_others() -> None:
    found = aggregate_many([[[50, 50, 180.0], [50, 50, 280.0]]], [1, 1, 1], "mazziotta_pareto")
    assert found[0, 1] < found[0, 0]


@pytest.mark.parametrize("method", EVERY)
@SOME
@given(case=cases(), factor=st.floats(1e-3, 1e3))
def test_only_ratios_of_weights_count(method: str, case: Case, factor: float) -> None:
    scaled = aggregate_many(case.scores, case.weights * factor, method)[0]
    np.testing.assert_allclose(scaled, _made(case, method), rtol=1e-9, atol=1e-9)


def _is_turned(method: str, case: Case) -> None:
    units = case.chance.permutation(case.scores.shape[1])
    children = case.chance.permutation(case.scores.shape[2])
    turned = aggregate_many(case.scores[:, units][:, :, children], case.weights[children], method)[
        0
    ]
    np.testing.assert_allclose(turned, _made(case, method)[units], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", EVERY)
@SOME
@given(case=cases())
def test_the_order_of_units_and_of_children_decides_nothing(method: str, case: Case) -> None:
    _is_turned(method, case)


@pytest.mark.parametrize("method", (*MEANS, "mazziotta_pareto"))
@SOME
@given(case=cases(), factor=st.floats(0.01, 100))
def test_scores_in_another_unit_give_the_same_in_that_unit(
    method: str, case: Case, factor: float
) -> None:
    scaled = _made(case, method, case.scores * factor)
    np.testing.assert_allclose(scaled, factor * _made(case, method), rtol=1e-9)


def _knows_no_units(method: str, case: Case) -> None:
    factors = case.chance.uniform(0.1, 10, case.scores.shape[2])
    scaled = _made(case, method, case.scores * factors)
    np.testing.assert_allclose(scaled, _made(case, method), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("method", ["copeland", "kemeny"])
@SOME
@given(case=cases())
def test_orders_know_no_units(method: str, case: Case) -> None:
    _knows_no_units(method, case)


@SOME
@given(case=cases())
def test_means_lie_in_their_order_and_between_their_children(case: Case) -> None:
    low, high = np.nanmin(
        np.where(np.isnan(case.scores), np.inf, case.scores), axis=2
    ), np.nanmax(np.where(np.isnan(case.scores), -np.inf, case.scores), axis=2)  # fmt: skip
    made = [_made(case, method) for method in ("harmonic", "geometric", "arithmetic")]
    known = ~np.isnan(made[0])
    for one, other in zip([low[0], *made], [*made, high[0]], strict=True):
        assert np.all(one[known] <= other[known] + 1e-9)
    middle = _made(case, "median")[known]
    assert np.all((low[0][known] <= middle) & (middle <= high[0][known]))


@SOME
@given(case=cases(gaps=False))
def test_a_child_twice_is_a_child_with_twice_the_weight(case: Case) -> None:
    twice = np.concatenate([case.scores, case.scores[:, :, :1]], axis=2)
    doubled = case.weights.copy()
    doubled[0] *= 2
    for method in (*MEANS, "mazziotta_pareto", "copeland", "kemeny"):
        one = aggregate_many(twice, np.append(case.weights, case.weights[0]), method)
        other = aggregate_many(case.scores, doubled, method)
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


@SOME
@given(seed=st.integers(0, 2**32 - 1), method=st.sampled_from(["pca", "correlation"]))
def test_weights_from_data_do_not_depend_on_the_order_of_units(seed: int, method: str) -> None:
    chance = np.random.default_rng(seed)
    numbers = chance.normal(50, 10, (25, 3)) + chance.normal(0, 12, (25, 1))
    index = Structure.of([*(Element(code, "top") for code in "abc"), Element("top")])
    units = [f"u{at}" for at in range(25)]
    order = chance.permutation(25)
    one, _ = find(method, Values.of(units, list("abc"), numbers), index)
    other, _ = find(method, Values.of(units, list("abc"), numbers[order]), index)
    assert one.effective_weights("top") == pytest.approx(other.effective_weights("top"), abs=1e-5)
