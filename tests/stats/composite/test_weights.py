"""Weights: where they come from, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite.weights import METHODS, find


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


def test_every_method_says_its_settings() -> None:
    assert set(METHODS) >= {"given", "equal"}
