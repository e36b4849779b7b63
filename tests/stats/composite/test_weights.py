"""Weights: where they come from, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite.weights import METHODS, find
from paseo.stats.composite.weights.noise import draw


@pytest.fixture
def index() -> Structure:
    return Structure.of(
        [
            Element("a", "one", 1), Element("b", "one", 3), Element("c", "two", 2),
            Element("d", "two", 2), Element("e", "two", 0),
            Element("one", "top", 2), Element("two", "top", 1), Element("top"),
        ]
    )  # fmt: skip


@pytest.fixture
def table() -> Values:
    numbers = np.random.default_rng(2).uniform(1, 100, (12, 5))
    return Values.of([f"u{at}" for at in range(12)], list("abcde"), numbers)


def test_given_weights_stay_and_are_told(index: Structure, table: Values) -> None:
    found, record = find("given", table, index, {})
    assert found == index
    shares = {note.entry: note.values["share"] for note in record.did}
    assert shares == {"a": 0.25, "b": 0.75, "c": 0.5, "d": 0.5, "e": 0, "one": 2 / 3, "two": 1 / 3}


def test_equal_weights_of_one_level_leave_the_others(index: Structure, table: Values) -> None:
    found, _ = find("equal", table, index, {"levels": [1]})
    assert [one.weight for one in found.elements] == [1, 1, 1, 1, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("method", "settings", "code"),
    [("guess", {}, "method-unknown"), ("equal", {"level": 1}, "setting-unknown")],
)
def test_unknown_choices(index: Structure, table: Values, method, settings, code) -> None:
    with pytest.raises(CompositeError) as fault:
        find(method, table, index, settings)
    assert fault.value.code == code


def test_relative_noise_stays_within_its_spread_and_level(index: Structure) -> None:
    drawn = draw(index, "relative", 0.25, (1,), np.random.default_rng(1), 4000)
    given = np.array([one.weight for one in index.elements])
    assert drawn.shape == (4000, 8)
    assert np.all(drawn[:, 5:] == given[5:])
    assert np.all(np.abs(drawn - given) <= 0.25 * given)
    assert drawn[:, 1].std() == pytest.approx(0.75 / np.sqrt(3), rel=0.03)


def test_dirichlet_noise_keeps_sums_and_means_and_has_its_spread(index: Structure) -> None:
    drawn = draw(index, "dirichlet", 0.3, (), np.random.default_rng(1), 20000)
    assert np.allclose(drawn[:, :2].sum(axis=1), 4)
    assert drawn[:, 0].mean() == pytest.approx(1, rel=0.01)
    assert drawn[:, 2].std() / 2 == pytest.approx(0.3, rel=0.03)
    assert np.all(drawn[:, 4] == 0)


def test_free_weights_cover_all_shares_evenly(index: Structure) -> None:
    drawn = draw(index, "free", 0, (1,), np.random.default_rng(1), 20000)
    shares = drawn[:, 0] / 4
    assert np.quantile(shares, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.015)


@pytest.mark.parametrize(
    ("method", "spread", "levels", "code"),
    [
        ("relative", 1.2, (), "spread-wrong"),
        ("relative", -0.1, (), "spread-wrong"),
        ("dirichlet", 1.0, (), "spread-wrong"),
        ("normal", 0.1, (), "setting-wrong"),
        ("relative", 0.1, (9,), "level-missing"),
    ],
)
def test_noise_that_cannot_be_drawn(index: Structure, method, spread, levels, code) -> None:
    with pytest.raises(CompositeError) as fault:
        draw(index, method, spread, levels, np.random.default_rng(1), 2)
    assert fault.value.code == code


def test_every_method_says_its_settings() -> None:
    assert set(METHODS) >= {"given", "equal"}
