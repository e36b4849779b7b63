"""One rule for ranks wherever they are told: rounding parts no units, small differences do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.composite import Built, Element, Recipe, Step, Structure, Values, ranks
from paseo.stats.composite.build import build
from paseo.stats.composite.comparison import compare
from paseo.stats.composite.ranking import whole_ranks
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import Plan, WeightNoise

FIXED = settings(max_examples=40, deadline=None, derandomize=True)
#: An answer from 1 to 5 and weights in whole numbers: many units tie, but for rounding.
SEEDS = st.integers(0, 10_000)
RECIPES = st.sampled_from(["minmax", "none"])


def _made(seed: int, method: str, heavier: float = 1.0) -> tuple[Values, Structure, Recipe]:
    chance = np.random.default_rng(seed)
    numbers = chance.integers(1, 6, (20, 5)) / 10
    weights = chance.integers(1, 4, 5)
    table = Values.of([f"u{at}" for at in range(20)], list("abcde"), numbers)
    elements = [Element(code, "top", w * heavier) for code, w in zip("abcde", weights, strict=True)]
    return table, Structure.of([*elements, Element("top")]), Recipe((Step("normalise", method),))


def _built(seed: int, method: str, heavier: float = 1.0) -> Built:
    return build(*_made(seed, method, heavier))


@FIXED
@given(SEEDS, RECIPES, st.floats(1e-6, 1e6))
def test_ranks_do_not_change_when_weights_are_scaled(
    seed: int, method: str, heavier: float
) -> None:
    before, after = _built(seed, method), _built(seed, method, heavier)
    assert before.ranks().tolist() == after.ranks().tolist()
    assert compare(before, after).moved == ()


@FIXED
@given(SEEDS, RECIPES)
def test_an_index_and_its_recalculations_rank_by_one_rule(seed: int, method: str) -> None:
    made = _made(seed, method)
    engine = Engine(*made, Plan((WeightNoise("w"),)))
    assert engine.base_ranks.tolist() == engine.built.ranks().tolist()


@FIXED
@given(SEEDS, st.sampled_from([1e-9, 1.0, 1e12]))
def test_whole_ranks_are_the_ranks_at_any_scale(seed: int, scale: float) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.integers(-3, 4, (6, 9)).astype(np.float64)
    scores[chance.random((6, 9)) < 0.2] = np.nan
    rounded = scores * scale * (1 + chance.uniform(-4e-16, 4e-16, scores.shape))
    expected = np.where(
        np.isnan(scores), np.nan, 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    )
    assert np.array_equal(ranks(rounded), expected, equal_nan=True)
    assert (whole_ranks(rounded) == np.nan_to_num(expected)).all()


def test_scores_apart_by_more_than_rounding_do_not_tie() -> None:
    assert ranks([100.0, 100.0 - 1e-9, 0.0]).tolist() == [1.0, 2.0, 3.0]
    assert ranks([-1e9, -1e9 - 1.0]).tolist() == [1.0, 2.0]
    assert ranks([1e15, 1e15 - 1], same=0.0).tolist() == [1.0, 2.0]
    assert np.isnan(ranks([np.nan, np.nan])).all()


def test_values_as_given_are_ranked_to_their_last_digit() -> None:
    table = Values.of(["a", "b", "c"], ["x"], [[1e15], [1e15 + 1], [1e15 + 2]])
    made = build(
        table, Structure.of([Element("x", "top"), Element("top")]),
        Recipe((Step("normalise", "rank"),)),
    )  # fmt: skip
    assert made.scores() == pytest.approx([1, 2, 3])
