"""Two years side by side, from one register and from two."""

from __future__ import annotations

from datetime import date

import pytest

from paseo.content.problems import Refused
from paseo.prevention.measures.measure import Level, Measure, Orientation, Register, Status
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.pyramid import Scope
from paseo.prevention.pyramid.view import look


def measure(code, level=Level.GENERAL, **more):
    return Measure(id=code, name=code, level=level, orientation=Orientation.PROBLEM, **more)


ONE = Register(
    [
        measure("gone", start=date(2020, 1, 1), end=date(2024, 12, 31)),
        measure("stays", start=date(2020, 1, 1)),
        measure("young", start=date(2026, 1, 1)),
        measure("never", start=date(2020, 1, 1), end=date(2021, 1, 1)),
        measure("undated", status=Status.RUNNING),
    ]
)


def test_dates_of_one_register_tell_what_is_new_and_what_has_ended():
    found = look(ONE, Scope(year=2026), beside=2024).beside
    assert [one.id for one in found.new] == ["young"]
    assert [one.id for one in found.ended] == ["gone"]
    assert [one.id for one in found.stayed] == ["stays", "undated"]
    assert found.one_register


def test_the_earlier_year_comes_first_whichever_way_they_are_asked_for():
    found = look(ONE, Scope(year=2024), beside=2026).beside
    assert (found.before.scope.year, found.after.scope.year) == (2024, 2026)
    assert [one.id for one in found.new] == ["young"]


def test_a_register_of_that_time_tells_moves_and_sizes_too():
    then = Register([measure("a", fte=1.0, budget=10), measure("b", Level.REACTION)])
    now = Register(
        [measure("a", Level.SPECIFIC, fte=2.5, budget=10), measure("b", Level.REACTION, fte=0.0)]
    )
    found = look(now, Scope(), earlier=then).beside
    assert [(one.measure.id, one.before[0], one.after[0]) for one in found.moved] == [
        ("a", Level.GENERAL, Level.SPECIFIC)
    ]
    assert [(one.measure.id, one.by, one.before, one.after) for one in found.resized] == [
        ("a", By.FTE, 1.0, 2.5),
        ("b", By.FTE, None, 0.0),
    ]
    assert not found.one_register


def test_an_earlier_register_is_seen_in_the_same_year_unless_another_is_named():
    found = look(ONE, Scope(year=2026), earlier=Register(())).beside
    assert (found.before.scope.year, found.after.scope.year) == (2026, 2026)
    assert [one.id for one in found.new] == ["stays", "young", "undated"]


def test_another_currency_is_no_change_of_effort():
    then, now = (Register([measure("a", budget=100, currency=code)]) for code in ("EUR", "PLN"))
    assert look(now, Scope(), earlier=then).beside.resized == ()


def test_a_measure_that_lost_its_place_has_moved():
    then, now = Register([measure("a")]), Register([measure("a", None)])
    moved = look(now, Scope(), earlier=then).beside.moved
    assert [(one.before is None, one.after is None) for one in moved] == [(False, True)]


def test_a_second_year_without_a_first_is_refused():
    with pytest.raises(Refused) as refused:
        look(ONE, Scope(), beside=2024)
    assert [one.code for one in refused.value.problems] == ["V941"]


def test_a_year_beside_itself_is_refused():
    with pytest.raises(Refused) as refused:
        look(ONE, Scope(year=2024), beside=2024)
    assert [one.code for one in refused.value.problems] == ["V942"]
