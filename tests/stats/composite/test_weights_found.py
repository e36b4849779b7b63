"""Weights from experts and from the data: published examples, other routes, and refusals."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite.aggregation.means import arithmetic
from paseo.stats.composite.weights import ahp, balance, component_weights, find, varimax

BESIDE = Path(__file__).parents[4] / "shared" / "reference"
TAI = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "oecd-tai"
NAN = float("nan")

# Saaty (1990), European Journal of Operational Research 48, 9-26: what matters in a house.
HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]


@pytest.fixture
def index() -> Structure:
    return Structure.of(
        [
            Element("a", "one"), Element("b", "one"), Element("c", "one"),
            Element("d", "two", 3), Element("e", "two", 1),
            Element("one", "top"), Element("two", "top"), Element("top"),
        ]
    )  # fmt: skip


@pytest.fixture
def table() -> Values:
    chance = np.random.default_rng(2)
    common = chance.normal(0, 1, (30, 1))
    numbers = 50 + 8 * (common + chance.normal(0, [1, 0.6, 1.5, 1, 2], (30, 5)))
    return Values.of([f"u{at}" for at in range(30)], list("abcde"), numbers)


def _tai() -> np.ndarray:
    path = TAI / "tai_raw.csv"
    if not path.exists():
        pytest.skip("the TAI tables of the OECD Handbook are not at hand: set PASEO_REFERENCE")
    rows = list(csv.reader(path.open(encoding="utf-8")))[1:]
    return np.array([[float(one) for one in row[1:]] for row in rows])


def _weights(structure: Structure, parent: str) -> list[float]:
    held = [one.weight for one in structure.children(parent)]
    return [one / sum(held) for one in held]


def test_ahp_gives_saatys_priorities_for_a_house() -> None:
    """Printed: 0.173 0.054 0.188 0.018 0.031 0.036 0.167 0.333, lambda 9.669, ratio 0.169."""
    found = ahp(HOUSE)
    assert found.weights.round(3).tolist() == [
        0.173,
        0.054,
        0.188,
        0.018,
        0.031,
        0.036,
        0.167,
        0.333,
    ]
    assert found.largest == pytest.approx(9.669, abs=5e-4)
    assert found.ratio == pytest.approx(0.169, abs=5e-4)


def test_comparisons_that_fit_together_have_ratio_nought_whatever_their_number() -> None:
    for k in (2, 5, 18):
        weights = np.random.default_rng(k).uniform(1, 9, k)
        found = ahp(weights[:, None] / weights[None, :])
        assert found.weights == pytest.approx(weights / weights.sum())
        assert found.ratio == pytest.approx(0, abs=1e-12)


def test_inconsistent_comparisons_are_told_with_the_pair_that_fits_worst(
    index: Structure, table: Values
) -> None:
    pairs = [["a", "b", 3], ["b", "c", 3], ["a", "c", 1 / 3]]
    found, record = find("ahp", table, index, {"comparisons": {"one": {"pairs": pairs}}})
    note = next(one for one in record.could_not if one.kind == "inconsistent")
    assert note.entry == "one"
    assert note.values["ratio"] > 0.1
    assert {note.values["one"], note.values["other"]} <= set("abc")
    assert _weights(found, "two") == [0.75, 0.25]


def test_forms_of_comparison_agree_and_several_experts_meet_in_the_middle(
    index: Structure, table: Values
) -> None:
    matrix = [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]
    turned = {"codes": ["c", "b", "a"], "matrix": [row[::-1] for row in matrix[::-1]]}
    pairs = {"pairs": [["a", "b", 2], ["c", "a", 0.25], ["b", "c", 2]]}
    other = [[1, 1 / 2, 1 / 4], [2, 1, 1 / 2], [4, 2, 1]]
    for given in (matrix, turned, pairs, {"experts": [matrix, pairs]}):
        found, _ = find("ahp", table, index, {"comparisons": {"one": given}})
        assert _weights(found, "one") == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    found, _ = find("ahp", table, index, {"comparisons": {"one": {"experts": [matrix, other]}}})
    assert _weights(found, "one") == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_points_of_experts_are_averaged_and_their_spread_told(
    index: Structure, table: Values
) -> None:
    budgets = {"x": {"a": 50, "b": 30, "c": 20}, "y": {"a": 70, "b": 30, "c": 0}}
    found, record = find("budget", table, index, {"budgets": budgets})
    assert _weights(found, "one") == pytest.approx([0.6, 0.3, 0.1])
    assert _weights(found, "two") == [0.75, 0.25]
    points = {one.entry: one.values for one in record.did if one.kind == "points"}
    assert points["a"] == {"share": pytest.approx(0.6), "sd": pytest.approx(0.02**0.5),
                           "experts": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "settings", "code"),
    [
        ("budget", {}, "budgets-missing"),
        ("budget", {"budgets": {"x": {"a": 50, "b": 30}}}, "budget-incomplete"),
        ("budget", {"budgets": {"x": {"d": 60, "e": 40}, "y": {"d": 50, "e": 40}}},
         "budgets-unequal"),
        ("budget", {"budgets": {"x": {"d": 6, "e": 4}}, "total": 100}, "budgets-unequal"),
        ("budget", {"budgets": {"x": {"d": 0, "e": 0}}}, "budgets-unequal"),
        ("budget", {"budgets": {"x": {"d": -1, "e": 2}}}, "weight-negative"),
        ("budget", {"budgets": {"x": {"z": 1}}}, "code-unknown"),
        ("budget", {"budgets": {"x": {"d": 1, "e": 2}}, "combine": "sum"}, "setting-wrong"),
        ("budget", {"budgets": {"x": [1, 2]}}, "setting-wrong"),
        ("budget", {"budgets": {"x": {"a": "much"}}}, "setting-wrong"),
        ("budget", {"budgets": [1]}, "setting-wrong"),
        ("ahp", {"comparisons": {"two": {"pairs": [["d", "e"]]}}}, "setting-wrong"),
        ("ahp", {"comparisons": {"two": {"pairs": [["d", "e", "much"]]}}}, "setting-wrong"),
        ("ahp", {"comparisons": {"two": {"pairs": [["d", "e", 0]]}}}, "not-positive"),
        ("ahp", {"comparisons": {"two": {"matrix": None}}}, "shapes-differ"),
        ("ahp", {"comparisons": {"two": {"codes": ["d"], "matrix": [[1]]}}}, "code-unknown"),
        ("ahp", {"comparisons": {"two": {"experts": []}}}, "comparisons-missing"),
        ("ahp", {"comparisons": {"two": None}}, "shapes-differ"),
        ("ahp", {}, "comparisons-missing"),
        ("ahp", {"comparisons": {"one": [[1, 2], [0.5, 1]]}}, "shapes-differ"),
        ("ahp", {"comparisons": {"two": [["much"]]}}, "shapes-differ"),
        ("ahp", {"comparisons": {"two": [[1, 2], [2, 1]]}}, "not-reciprocal"),
        ("ahp", {"comparisons": {"two": [[1, -2], [-0.5, 1]]}}, "not-positive"),
        ("ahp", {"comparisons": {"two": [[3, 2], [0.5, 1]]}}, "not-reciprocal"),
        ("ahp", {"comparisons": {"one": {"pairs": [["a", "b", 2]]}}}, "pair-missing"),
        ("ahp", {"comparisons": {"two": {"pairs": [["d", "a", 2]]}}}, "code-unknown"),
        ("ahp", {"comparisons": {"three": [[1]]}}, "code-unknown"),
        ("pca", {"factors": 4}, "factors-wrong"),
        ("pca", {"rule": "second"}, "setting-wrong"),
        ("pca", {"levels": [7]}, "setting-wrong"),
        ("pca", {"levels": 1}, "setting-wrong"),
        ("correlation", {"importance": {"a": "much"}}, "not-positive"),
        ("correlation", {"importance": {"z": 1}}, "code-unknown"),
        ("correlation", {"importance": {"a": 0}}, "not-positive"),
        ("benefit_of_doubt", {"low": 0.5}, "bounds-wrong"),
        ("benefit_of_doubt", {"bounds": {"z": [0, 1]}}, "code-unknown"),
    ],
)  # fmt: skip
def test_refusals(
    index: Structure, table: Values, method: str, settings: dict[str, Any], code: str
) -> None:
    with pytest.raises(CompositeError) as fault:
        find(method, table, index, settings)
    assert fault.value.code == code


def test_reciprocals_may_be_rounded(index: Structure, table: Values) -> None:
    found, _ = find("ahp", table, index, {"comparisons": {"two": [[1, 8], [0.13, 1]]}})
    assert _weights(found, "two")[0] == pytest.approx(8 / 9, abs=0.003)


def test_component_weights_of_the_technology_index() -> None:
    """OECD Handbook (2008): variances of table 16, loadings of table 17, FA weights of table 22.

    Inputs are printed with few digits: variances to 0.12 of a per cent, the loadings of patents to
    0.01 (0.07, 0.97, 0.06, 0.06). The weights
    printed there follow to 0.012: electricity has 0.119 (0.13) and schooling 0.139 (0.13), the
    other six lie within 0.0065.
    """
    found = component_weights(_tai())
    printed = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]
    assert found.eigenvalues / 8 * 100 == pytest.approx(printed, abs=0.12)
    assert np.abs(found.loadings[0]) == pytest.approx([0.07, 0.97, 0.06, 0.06], abs=0.01)
    weights = [0.17, 0.15, 0.11, 0.06, 0.08, 0.13, 0.13, 0.17]
    assert found.weights == pytest.approx(weights, abs=0.012)
    assert found.weights[[0, 1, 2, 3, 4, 7]] == pytest.approx(
        np.array(weights)[[0, 1, 2, 3, 4, 7]], abs=0.0065
    )


def _turned_by_singular_values(loadings: np.ndarray) -> np.ndarray:
    """Varimax by the iteration over singular values that R's stats::varimax uses."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    held, turn = loadings / length, np.eye(loadings.shape[1])
    for _ in range(2000):
        now = held @ turn
        left, _, right = np.linalg.svd(held.T @ (now**3 - now * (now**2).mean(axis=0)))
        turn = left @ right
    return held @ turn * length


def test_varimax_is_the_rotation_found_by_another_route() -> None:
    loadings = np.random.default_rng(8).normal(0, 0.5, (9, 3))
    found, other = np.abs(varimax(loadings)), np.abs(_turned_by_singular_values(loadings))
    pairs = [min(range(3), key=lambda at: np.abs(found[:, one] - other[:, at]).max())
             for one in range(3)]  # fmt: skip
    assert found == pytest.approx(other[:, pairs], abs=1e-8)


def test_first_component_weights_are_the_eigenvector(index: Structure, table: Values) -> None:
    found, record = find("pca", table, index, {"rule": "first", "levels": [1]})
    correlation = np.corrcoef(table.numbers[:, :3], rowvar=False)
    vector = np.abs(np.linalg.svd(correlation)[0][:, 0])
    assert _weights(found, "one") == pytest.approx(vector / vector.sum())
    assert [one.entry for one in record.did if one.kind == "components"] == ["one", "two"]


def test_an_indicator_that_goes_against_the_others_is_told(index: Structure, table: Values) -> None:
    turned = table.with_numbers(table.numbers * [1, 1, -1, 1, 1])
    for rule in ("first", "factors"):
        chosen = {"rule": rule, "factors": 1, "levels": [1]}
        record = find("pca", turned, index, chosen)[1]
        told = [one.entry for one in record.could_not if one.kind == "against-the-others"]
        assert told == ["c"], rule
    assert find("pca", turned, index, {"rule": "first"})[0].by_code["c"].weight == 0


def test_children_that_go_against_each_other_get_equal_weights_and_are_told(
    index: Structure, table: Values
) -> None:
    turned = table.with_numbers(np.column_stack([table.numbers[:, :4], -table.numbers[:, 3]]))
    found, record = find("pca", turned, index, {"rule": "first", "levels": [1]})
    assert [(one.kind, one.entry) for one in record.could_not] == [("no-common-component", "two")]
    assert _weights(found, "two") == [0.5, 0.5]


def test_units_with_gaps_are_left_out_of_components_and_told(
    index: Structure, table: Values
) -> None:
    numbers = table.numbers.copy()
    numbers[:2, 0] = NAN
    _, record = find("pca", table.with_numbers(numbers), index, {"levels": [1]})
    assert [(one.kind, one.entry, one.values["units"]) for one in record.could_not] == [
        ("units-left-out", "one", 2)
    ]
    numbers[:, 1] = 5.0
    with pytest.raises(CompositeError) as fault:
        find("pca", table.with_numbers(numbers), index)
    assert (fault.value.code, fault.value.entry) == ("constant", "b")


def test_children_get_the_importance_that_is_wanted(index: Structure, table: Values) -> None:
    wanted = {"a": 1, "b": 1, "c": 1.1, "d": 1, "e": 1}
    found, record = find("correlation", table, index, {"importance": wanted})
    assert not record.could_not
    one = table.numbers[:, :3]
    total = one @ np.array(_weights(found, "one"))
    reached = np.array([np.corrcoef(column, total)[0, 1] for column in one.T])
    assert reached / reached.sum() == pytest.approx(np.array([1, 1, 1.1]) / 3.1, abs=1e-7)


def test_importance_that_cannot_be_reached_is_told(index: Structure, table: Values) -> None:
    found, record = find("correlation", table, index, {"importance": {"a": 50}, "levels": [1]})
    told = {one.entry for one in record.could_not if one.kind == "importance-not-reached"}
    assert "a" in told
    assert _weights(found, "one")[0] > 0.6


def test_balance_of_the_technology_index_is_the_best_there_is() -> None:
    """Eight searches from other starts with another method find no smaller sum of squares."""

    def combine(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return arithmetic(scores[None], weights[None])[0]

    found = balance(_tai(), np.ones(8), combine)
    assert np.square(found.obtained - 1 / 8).sum() == pytest.approx(0.00046817, rel=1e-4)


def test_average_weights_of_the_benefit_of_the_doubt_stay_within_bounds(
    index: Structure, table: Values
) -> None:
    chosen = {"low": 0.2, "high": 0.6, "bounds": {"d": [0.4, 0.6], "e": [0.4, 0.6]}}
    few = table.keep_units([at < 8 for at in range(30)])
    found, record = find("benefit_of_doubt", few, index, chosen)
    for parent in index.aggregates:
        weights = _weights(found, parent)
        assert 0.2 - 1e-9 <= min(weights) <= max(weights) <= 0.6 + 1e-9
    units = [one for one in record.did if one.kind == "unit-weights" and one.entry == "one"]
    assert len(units) == 8
    assert max(one.values["score"] for one in units) == pytest.approx(1)


def test_upper_levels_are_weighed_by_the_scores_below_them(index: Structure, table: Values) -> None:
    found, _ = find("correlation", table, index)
    pillars = np.stack(
        [
            table.numbers[:, :3] @ np.array(_weights(found, "one")),
            table.numbers[:, 3:] @ np.array(_weights(found, "two")),
        ],
        axis=1,
    )
    spread = pillars.std(axis=0)
    wanted = (1 / spread) / (1 / spread).sum()
    assert _weights(found, "top") == pytest.approx(wanted, abs=1e-6)
