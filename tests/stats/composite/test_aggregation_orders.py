"""Aggregation by order, with a penalty, and with the benefit of the doubt."""

from __future__ import annotations

import csv
import os
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from paseo.stats.composite import Aggregation, CompositeError, Element, Structure, Values, ranks
from paseo.stats.composite.aggregation import (
    aggregate_many,
    apply,
    benefit_of_doubt,
    kemeny_order,
    outranking,
    unfit,
)

BESIDE = Path(__file__).parents[4] / "shared" / "reference"
TAI = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "oecd-tai"
NAN = float("nan")


def _tai(name: str) -> tuple[list[str], np.ndarray]:
    path = TAI / f"tai_{name}.csv"
    if not path.exists():
        pytest.skip("the TAI tables of the OECD Handbook are not at hand: set PASEO_REFERENCE")
    rows = list(csv.reader(path.open(encoding="utf-8")))[1:]
    return [row[0] for row in rows], np.array([[float(one) for one in row[1:]] for row in rows])


def _by_goalposts() -> tuple[list[str], np.ndarray]:
    countries, raw = _tai("raw")
    posts = _tai("hdr2001_goalposts")[1]
    return countries, np.minimum((raw - posts[:, 0]) / (posts[:, 1] - posts[:, 0]), 1)


def _coinr_copeland(table: np.ndarray, weights: np.ndarray) -> list[float]:
    """The definition in COINr's documentation, written out."""
    share = weights / weights.sum()
    scores = []
    for one in table:
        total = 0
        for other in table:
            won = share[one > other].sum() + share[one == other].sum() / 2
            total += 0 if one is other or abs(won - 0.5) < 1e-9 else 1 if won > 0.5 else -1
        scores.append(float(total))
    return scores


@pytest.mark.parametrize("seed", range(4))
def test_copeland_is_as_coinr_defines_it(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = chance.integers(0, 4, (9, 5)).astype(float)
    weights = chance.integers(1, 4, (3, 5)).astype(float)
    found = aggregate_many(table[None], weights, "copeland")
    for at in range(3):
        assert found[at].tolist() == _coinr_copeland(table, weights[at])
    own = aggregate_many(np.stack([table] * 3), weights, "copeland")
    assert np.array_equal(own, found)


def test_copeland_compares_by_what_both_units_have() -> None:
    table = np.array([[[5.0, NAN], [1.0, 9.0], [NAN, 2.0], [NAN, NAN]]])
    found = aggregate_many(table, [1, 1], "copeland")[0]
    assert found[:3].tolist() == [1, 0, -1]
    assert np.isnan(found[3])


def test_shares_of_weight_above_another_unit_add_up_to_one() -> None:
    share = outranking(np.array([[3.0, NAN, 1.0], [2.0, 4.0, 1.0]]), np.array([2.0, 5.0, 1.0]))
    assert share[0, 1] == pytest.approx(2.5 / 3)
    assert share[0, 1] + share[1, 0] == pytest.approx(1)


@pytest.mark.parametrize("seed", range(6))
def test_kemeny_finds_the_orders_that_brute_force_finds(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = chance.integers(0, 3, (6, 4)).astype(float)
    share = np.nan_to_num(outranking(table, np.array([1.0, 2.0, 1.0, 1.5])))
    value = {
        order: sum(share[order[i], order[j]] for i in range(6) for j in range(i + 1, 6))
        for order in permutations(range(6))
    }
    most = max(value.values())
    best = [order for order, one in value.items() if one > most - 1e-9]
    places = [np.mean([order.index(unit) + 1 for order in best]) for unit in range(6)]
    found = kemeny_order(share)
    assert found.orders == len(best)
    assert found.places == pytest.approx(places)
    assert found.agreement == pytest.approx(most / 15)


def test_kemeny_of_a_circle_of_majorities_leaves_a_tie() -> None:
    circle = np.array([[[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0], [NAN, NAN, NAN]]])
    found = aggregate_many(circle, [1, 1, 1], "kemeny")[0]
    assert found[:3] == pytest.approx([1, 1, 1])
    assert np.isnan(found[3])


def test_kemeny_says_how_many_orders_are_as_good() -> None:
    table = Values.of(["x", "y"], ["a", "b"], [[1.0, 2.0], [2.0, 1.0]])
    index = Structure.of([Element("a", "top"), Element("b", "top"), Element("top")])
    _, record = apply(table, index, lambda code, level: Aggregation("kemeny"))
    assert (record.did[0].values["orders"], record.did[0].values["agreement"]) == (2, 0.5)


def test_kemeny_of_many_units_is_refused() -> None:
    with pytest.raises(CompositeError) as fault:
        aggregate_many(np.ones((1, 13, 2)), [1, 1], "kemeny")
    assert fault.value.code == "too-many-units"
    assert fault.value.values == {"units": 13, "most": 12}


@pytest.mark.parametrize(
    ("penalty", "weights", "wanted"),
    [
        # 90, 105, 120: mean 105, variance 150, so the penalty is 150 / 105.
        ("minus", [1, 1, 1], 105 - 150 / 105),
        ("plus", [1, 1, 1], 105 + 150 / 105),
        # Weights 1, 1, 2: mean 108.75, variance (18.75^2 + 3.75^2 + 2 x 11.25^2) / 4.
        ("minus", [1, 1, 2], 108.75 - (351.5625 + 14.0625 + 253.125) / 4 / 108.75),
    ],
)
def test_mazziotta_pareto_by_hand(penalty: str, weights: list[float], wanted: float) -> None:
    chosen = {"penalty": penalty}
    found = aggregate_many([[[90.0, 105.0, 120.0]]], weights, "mazziotta_pareto", settings=chosen)
    assert found[0, 0] == pytest.approx(wanted, rel=1e-13)


def test_mazziotta_pareto_on_both_scales_by_hand() -> None:
    table = [[[1.0, 10.0], [2.0, 30.0], [6.0, 20.0]]]
    # Second unit, standard: (2 - 3) / sqrt(14 / 3) and 10 / sqrt(200 / 3), times ten, on 100.
    one, two = 100 - 10 / np.sqrt(14 / 3), 100 + 100 / np.sqrt(200 / 3)
    # Adjusted: 100 - 60 x 1 / 5 = 88 and 100 + 60 x 10 / 20 = 130.
    for scale, (a, b) in {"standard": (one, two), "adjusted": (88.0, 130.0)}.items():
        mean, variance = (a + b) / 2, ((a - b) / 2) ** 2
        found = aggregate_many(table, [1, 1], "mazziotta_pareto", settings={"scale": scale})
        assert found[0, 1] == pytest.approx(mean - variance / mean, rel=1e-13)


def test_a_balanced_unit_has_no_penalty_and_an_unbalanced_one_has() -> None:
    found = aggregate_many([[[100.0, 100.0], [80.0, 120.0]]], [1, 1], "mazziotta_pareto")[0]
    assert found.tolist() == [100, 96]


def test_ranks_of_the_technology_index_by_published_weights() -> None:
    """OECD Handbook (2008), tables 22 and 23, from inputs printed with few digits.

    Equal weights and budget allocation: every rank. Factor analysis and AHP are printed with two
    digits of weights, so that neighbours swap: 19 and 20 of 23 ranks, none further off than 2.
    """
    countries, scores = _by_goalposts()
    order, published = _tai("ranks_table23")
    _, weights = _tai("weights_table22")
    at = [order.index(country) for country in countries]
    found = ranks(aggregate_many(scores[None], weights, "arithmetic"))
    for row, column, same in ((0, 0, 23), (1, 1, 19), (2, 3, 23), (3, 4, 20)):
        away = np.abs(found[row] - published[at, column])
        assert (np.count_nonzero(away == 0), away.max() <= 2) == (same, True)


def test_ranks_of_the_technology_index_by_benefit_of_the_doubt() -> None:
    """All 23 ranks of table 23 come out with min-max scores and each weight from 10 to 15 %.

    The Handbook says that weights were bounded; these bounds are the ones that give its ranks.
    """
    countries, raw = _tai("raw")
    scores = (raw - raw.min(axis=0)) / np.ptp(raw, axis=0)
    order, published = _tai("ranks_table23")
    chosen = {"low": 0.10, "high": 0.15}
    found = aggregate_many(scores[None], np.ones(8), "benefit_of_doubt", settings=chosen)[0]
    wanted = published[[order.index(country) for country in countries], 2]
    assert ranks(found.round(9)).tolist() == wanted.tolist()
    assert np.count_nonzero(found > 1 - 1e-9) == 3


def test_benefit_of_the_doubt_gives_weights_within_their_bounds() -> None:
    scores = np.random.default_rng(4).uniform(1, 100, (15, 4))
    free = benefit_of_doubt(scores)
    assert free.scores == pytest.approx((free.weights * scores).sum(axis=1))
    assert np.all(scores @ free.weights.T <= 1 + 1e-9)
    for of in ("weights", "contributions"):
        held = benefit_of_doubt(scores, 0.1, 0.4, of)
        part = held.weights * (scores if of == "contributions" else 1)
        share = part / part.sum(axis=1, keepdims=True)
        assert 0.1 - 1e-9 <= share.min() <= share.max() <= 0.4 + 1e-9
        assert np.all(held.scores <= free.scores + 1e-9)


@pytest.mark.parametrize("sizes", [[1, 1e9, 1], [1e-6, 1e6, 1], [1, 1e-12, 1e3]])
def test_the_benefit_of_the_doubt_takes_children_of_very_unequal_size(sizes: list[float]) -> None:
    scores = np.random.default_rng(0).uniform(1, 5, (30, 3))
    for low, of in ((0.0, "weights"), (0.1, "contributions")):
        alike = benefit_of_doubt(scores, low, 0.9 if low else 1.0, of)
        found = benefit_of_doubt(scores * sizes, low, 0.9 if low else 1.0, of)
        assert found.scores == pytest.approx(alike.scores, abs=1e-9)
    bound = benefit_of_doubt(scores * sizes, 0.1, 0.6)
    assert bound.shares.min() >= 0.1 - 1e-6 and bound.shares.max() <= 0.6 + 1e-6
    for one in (found, bound):
        assert one.scores.max() == pytest.approx(1.0, abs=1e-12)


def test_a_missing_child_has_no_weight_in_the_benefit_of_the_doubt() -> None:
    found = benefit_of_doubt(np.array([[2.0, NAN], [4.0, 1.0], [NAN, NAN]]), 0.2, 0.6)
    assert found.scores[:2] == pytest.approx([0.5, 1])
    assert found.weights[0].tolist() == pytest.approx([0.25, 0])
    assert np.isnan(found.scores[2])


def test_bounds_by_code_and_children_that_do_not_count() -> None:
    scores = np.random.default_rng(4).uniform(1, 100, (1, 6, 3))
    chosen = {"bounds": {"b": [0.5, 0.5], "elsewhere": [0.1, 0.2]}}
    found = aggregate_many(
        scores, [1, 1, 0], "benefit_of_doubt", settings=chosen, codes=["a", "b", "c"]
    )
    half = scores[0, :, 0] + scores[0, :, 1]
    assert found[0] == pytest.approx(half / half.max())


@pytest.mark.parametrize(
    ("method", "settings", "scores", "code"),
    [
        ("mazziotta_pareto", {"penalty": "up"}, [[[1.0, 2.0]]], "setting-wrong"),
        ("mazziotta_pareto", {}, [[[1.0, -2.0]]], "mean-not-positive"),
        ("benefit_of_doubt", {}, [[[1.0, -2.0]]], "negative-value"),
        ("benefit_of_doubt", {"low": 0.6}, [[[1.0, 2.0]]], "bounds-wrong"),
        ("benefit_of_doubt", {"high": 0.4}, [[[1.0, 2.0]]], "bounds-wrong"),
        ("benefit_of_doubt", {"bounds": {"a": 0.4}}, [[[1.0, 2.0]]], "setting-wrong"),
        ("benefit_of_doubt", {"high": 4}, [[[1.0, 2.0]]], "setting-out-of-range"),
        ("benefit_of_doubt", {"low": 0.1, "of": "contributions"}, [[[0.0, 2.0]]],
         "share-impossible"),
    ],
)  # fmt: skip
def test_refusals(method: str, settings: dict, scores: list, code: str) -> None:
    with pytest.raises(CompositeError) as fault:
        aggregate_many(scores, [1, 1], method, settings=settings)
    assert fault.value.code == code


def test_unfit_replications_are_told_apart() -> None:
    scores = np.array([[[100.0, 90.0]], [[-100.0, 90.0]]])
    for method in ("mazziotta_pareto", "benefit_of_doubt"):
        assert unfit(scores, [1, 1], method).tolist() == [False, True]
        found = aggregate_many(scores, [1, 1], method, refuse=False)
        assert np.isnan(found[:, 0]).tolist() == [False, True]
