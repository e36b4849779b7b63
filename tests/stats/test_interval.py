"""The interval as a thing in itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from paseo.stats import Interval, count, rate, simultaneous_level


def test_an_interval_cannot_be_changed_after_it_was_made() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        count(3).low = 0.0  # type: ignore[misc]


def test_a_change_of_unit_moves_value_and_ends_alike() -> None:
    share = rate(3, 100)
    assert share.times(1000).floats() == pytest.approx(rate(3, 100, per=1000).floats())


def test_a_negative_factor_turns_the_ends_round() -> None:
    turned = Interval(1.0, 0.5, 4.0, 0.95, "stated").times(-1)
    assert turned.floats() == (-1.0, -4.0, -0.5)


def test_entries_of_an_array_can_be_taken_out() -> None:
    three = count([0, 5, 10])
    assert three[1].floats() == count(5).floats()
    assert three[1:].value.tolist() == [5.0, 10.0]
    assert three[1].method == three.method


def test_an_unknown_end_contains_nothing() -> None:
    half_known = Interval(1.0, np.nan, 2.0, 0.95, "stated")
    assert not half_known.contains(1.5)
    assert not half_known.known
    assert count([0, 5]).contains([3, 20]).tolist() == [True, False]


def test_a_wider_level_gives_a_wider_interval() -> None:
    assert count(7, level=0.99).width > count(7, level=0.95).width > count(7, level=0.5).width


def test_many_comparisons_ask_for_a_stricter_level_each() -> None:
    assert simultaneous_level(0.95, 1) == pytest.approx(0.95)
    assert simultaneous_level(0.95, 82) == pytest.approx(1 - 0.05 / 82)
    assert simultaneous_level(0.95, 0) == pytest.approx(0.95)
