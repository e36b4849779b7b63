"""Aggregation: worked figures, the published ASEM index, and what is refused."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from paseo.stats.composite import Aggregation, CompositeError, Element, Structure, Values
from paseo.stats.composite.aggregation import aggregate_many, apply, unfit

BESIDE = Path(__file__).parents[4] / "shared" / "reference"
ASEM = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "coinr-asem"
NAN = float("nan")


def _asem(stage: str) -> Values:
    path = ASEM / f"asem_dset_{stage}.csv"
    if not path.exists():
        pytest.skip("the ASEM tables of COINr are not at hand: set PASEO_REFERENCE")
    head, *rows = csv.reader(path.open(encoding="utf-8"))
    numbers = [[NAN if cell == "NA" else float(cell) for cell in row[1:]] for row in rows]
    return Values.of([row[0] for row in rows], head[1:], numbers)


def _asem_structure() -> Structure:
    rows = csv.DictReader((ASEM / "asem_imeta.csv").open(encoding="utf-8"))
    return Structure.of(
        Element(row["iCode"], row["Parent"].replace("NA", ""), float(row["Weight"]))
        for row in rows
        if row["Type"] in ("Indicator", "Aggregate")
    )


@pytest.fixture
def pillars() -> Structure:
    return Structure.of(
        [
            Element("a", "one", 1), Element("b", "one", 3), Element("c", "two", 1),
            Element("one", "top", 2), Element("two", "top", 1), Element("top"),
        ]
    )  # fmt: skip


def test_the_asem_index_comes_out_as_coinr_makes_it() -> None:
    normalised, published = _asem("Normalised"), _asem("Aggregated")
    made, record = apply(normalised, _asem_structure(), lambda code, level: Aggregation())
    assert len(record.did) == 11
    for code in published.codes:
        np.testing.assert_allclose(made.column(code), published.column(code), rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("method", "weights", "wanted"),
    [
        ("arithmetic", [1, 1, 2], 3.75),
        ("geometric", [1, 1, 2], (1 * 4 * 25) ** 0.25),
        ("harmonic", [1, 1, 2], 4 / (1 + 1 / 4 + 2 / 5)),
        ("median", [1, 1, 1], 4.0),
        ("median", [1, 1, 2], 4.5),
        ("median", [3, 1, 1], 1.0),
    ],
)
def test_means_by_hand(method: str, weights: list[float], wanted: float) -> None:
    found = aggregate_many([[[1.0, 4.0, 5.0]]], weights, method)
    assert found[0, 0] == pytest.approx(wanted, rel=1e-14)


def test_the_weights_of_missing_children_go_to_the_others() -> None:
    found = aggregate_many([[[1.0, NAN, 5.0], [NAN, NAN, NAN]]], [1, 7, 3], "arithmetic")
    assert found[0, 0] == 4.0
    assert np.isnan(found[0, 1])


def test_too_few_children_give_no_score() -> None:
    scores = [[[1.0, 2.0, 3.0], [1.0, 2.0, NAN], [1.0, NAN, NAN]]]
    assert np.isnan(aggregate_many(scores, [1, 1, 1], "median", 2 / 3)).tolist() == [
        [False, False, True]
    ]


def test_a_unit_whose_only_children_weigh_nothing_has_no_score() -> None:
    for method in ("arithmetic", "geometric", "harmonic", "median"):
        assert np.isnan(aggregate_many([[[2.0, NAN]]], [0, 1], method))[0, 0], method


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "median"])
@pytest.mark.parametrize("gaps", [False, True])
def test_many_replications_are_each_as_one_alone(method: str, gaps: bool) -> None:
    chance = np.random.default_rng(5)
    scores, weights = chance.uniform(1, 9, (6, 7, 4)), chance.uniform(0, 2, (6, 4))
    if gaps:
        scores[chance.random(scores.shape) < 0.3] = np.nan
    both = aggregate_many(scores, weights, method, 0.3)
    for at in range(6):
        alone = aggregate_many(scores[at : at + 1], weights[at], method, 0.3)
        np.testing.assert_allclose(both[at], alone[0], rtol=1e-13)
    shared_scores = aggregate_many(scores[:1], weights, method)
    shared_weights = aggregate_many(scores, weights[0], method)
    np.testing.assert_allclose(shared_scores[0], shared_weights[0], rtol=1e-13)
    np.testing.assert_allclose(
        shared_scores[3], aggregate_many(scores[:1], weights[3], method)[0], rtol=1e-13
    )


@pytest.mark.parametrize("replications", [1, 2, 40])
def test_units_that_are_alike_stay_tied(replications: int) -> None:
    chance = np.random.default_rng(3)
    scores = chance.uniform(1, 100, (1, 51, 8))
    scores[0, [40, 50]] = scores[0, 3]
    weights = chance.uniform(0.5, 1.5, (replications, 8))
    for held in (scores, np.repeat(scores, replications, axis=0)):
        for method in ("arithmetic", "geometric", "harmonic", "median"):
            found = aggregate_many(held, weights, method)
            assert np.all(found[:, [40, 50]] == found[:, [3]]), method


def test_methods_may_differ_by_level(pillars: Structure) -> None:
    table = Values.of(["x"], ["a", "b", "c"], [[1.0, 16.0, 2.0]])
    how = {2: Aggregation("geometric"), 3: Aggregation("arithmetic")}
    made, record = apply(table, pillars, lambda code, level: how[level])
    assert made.codes == ("a", "b", "c", "one", "two", "top")
    assert made.numbers[0].tolist() == pytest.approx([1, 16, 2, 8, 2, 6])
    assert [note.values["method"] for note in record.did] == ["geometric"] * 2 + ["arithmetic"]


def test_zero_under_a_geometric_mean_is_refused_with_unit_and_indicator(pillars: Structure) -> None:
    table = Values.of(["x", "y"], ["a", "b", "c"], [[1.0, 2.0, 3.0], [1.0, 0.0, 3.0]])
    with pytest.raises(CompositeError) as fault:
        apply(table, pillars, lambda code, level: Aggregation("geometric"))
    assert (fault.value.code, fault.value.entry) == ("not-positive", "b")
    assert fault.value.values["unit"] == "y"
    assert "for y" in str(fault.value)


def test_an_unfit_replication_is_missing_where_asked_and_leaves_the_others() -> None:
    scores = np.array([[[1.0, 4.0], [4.0, 9.0]], [[1.0, -4.0], [4.0, 9.0]]])
    assert unfit(scores, [1, 1], "geometric").tolist() == [False, True]
    found = aggregate_many(scores, [1, 1], "geometric", refuse=False)
    assert found[0].tolist() == pytest.approx([2, 6])
    assert np.isnan(found[1]).all()


def test_a_child_without_weight_may_hold_anything() -> None:
    assert aggregate_many([[[-1.0, 4.0]]], [0, 2], "geometric")[0, 0] == pytest.approx(4)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"weights": [0, 0]}, "weights-zero"),
        ({"weights": [[1, 1], [0, 0]]}, "weights-zero"),
        ({"weights": [1, -1]}, "weight-negative"),
        ({"weights": [1, NAN]}, "weight-negative"),
        ({"weights": [1, 1, 1]}, "shapes-differ"),
        ({"scores": [[1.0, 2.0]]}, "shapes-differ"),
        ({"method": "mode"}, "method-unknown"),
        ({"settings": {"power": 2}}, "setting-unknown"),
        ({"least": 1.5}, "least-wrong"),
        ({"scores": [[[1.0, -2.0]]], "method": "harmonic"}, "not-positive"),
    ],
)
def test_refusals(changes: dict, code: str) -> None:
    asked = {"scores": [[[1.0, 2.0]]], "weights": [1, 1], "method": "arithmetic", **changes}
    with pytest.raises(CompositeError) as fault:
        aggregate_many(**asked)
    assert fault.value.code == code
