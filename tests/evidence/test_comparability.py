"""Six tests, one grade; the table version agrees with the rule in plain words."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.evidence import columns
from paseo.evidence.comparability import TESTS, THEIRS, compare, compare_pairs, grade

ASKED: dict[str, Any] = {
    "indicator": "SAF-01", "period": "2019", "unit": "percent", "definition": "night-city",
    "scale": "agree", "cut": "1+2", "base": "all_answers", "mode": "telephone",
    "sample": "probability", "boundary": "core",
}  # fmt: skip
RECORDED: dict[str, Any] = {
    "indicator": "SEC-10", "period": "2019", "unit": "per_1000_residents", "definition": "robbery",
    "denominator_kind": "resident", "mode": "register", "counting_unit": "offence",
    "recording_stage": "input", "boundary": "core",
}  # fmt: skip


def test_the_same_in_all_six_is_a() -> None:
    assert compare(ASKED, ASKED, "peers").grade == "A"
    assert compare(RECORDED, RECORDED, "peers").grade == "A"


@pytest.mark.parametrize(("differing", "expected"), [(1, "B"), (2, "C"), (3, "not comparable")])
def test_each_difference_costs_a_grade(differing: int, expected: str) -> None:
    other = {"mode": "web", "base": "valid_answers", "sample": "panel"}
    theirs = ASKED | dict(list(other.items())[:differing])
    assert compare(ASKED, theirs, "time").grade == expected


def test_an_unknown_definition_is_not_comparable_and_unknown_elsewhere_counts_as_no() -> None:
    assert compare(ASKED, ASKED | {"definition": None}, "time").grade == "not comparable"
    assert compare(ASKED, ASKED | {"boundary": None}, "time").grade == "B"
    answers: Any = dict.fromkeys(TESTS, "unknown") | {"definition": "yes"}
    assert grade(answers) == "not comparable"


@pytest.mark.parametrize(
    "change",
    [{"definition": "safe-city"}, {"scale": "agree-5"}, {"cut": "1"}, {"unit": "score_0_10"}],
)
def test_another_question_never_stands_side_by_side(change: dict[str, str]) -> None:
    found = compare(ASKED, ASKED | change, "time")
    assert found.grade == "B"  # one difference, as the rule counts
    assert not found.side_by_side


def test_a_quarters_count_is_not_a_years() -> None:
    found = compare(RECORDED, RECORDED | {"period": "2019-Q1"}, "time")
    assert found.answer("definition") == "no"
    assert found.answer("period") == "no"


def test_over_time_years_may_differ_and_seasons_may_not() -> None:
    quarter = ASKED | {"period": "2019-Q1"}
    assert compare(ASKED, ASKED | {"period": "2023"}, "time").answer("period") == "yes"
    assert compare(quarter, quarter | {"period": "2023-Q3"}, "time").answer("period") == "no"


def test_between_cities_two_years_are_allowed_and_four_are_not() -> None:
    assert compare(ASKED, ASKED | {"period": "2021"}, "peers").answer("period") == "yes"
    assert compare(ASKED, ASKED | {"period": "2023"}, "peers").answer("period") == "no"
    found = compare(ASKED, ASKED | {"period": "2023"}, "peers", years_apart=4)
    assert found.answer("period") == "yes"


def test_boundaries_are_compared_by_version_over_time_and_by_kind_between_cities() -> None:
    ours, theirs = ASKED | {"boundary": "core:2001"}, ASKED | {"boundary": "core:2021"}
    assert compare(ours, theirs, "time").answer("boundary") == "no"
    assert compare(ours, theirs, "peers").answer("boundary") == "yes"
    assert compare(ours, ASKED | {"boundary": "greater:2021"}, "peers").answer("boundary") == "no"


def test_registers_must_state_unit_and_stage_but_no_base_or_sample() -> None:
    assert compare(RECORDED, RECORDED, "time").answer("base") == "yes"
    assert compare(RECORDED, RECORDED | {"recording_stage": "output"}, "time").grade == "B"
    silent = RECORDED | {"recording_stage": None}
    assert compare(silent, silent, "time").answer("mode") == "unknown"


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


rows = st.fixed_dictionaries(
    {
        "indicator": st.just("X"),
        "period": st.sampled_from(["2019", "2021", "2023", "2023-Q1", "2022-Q1", "x", "2021/2023"]),
        "definition": some("a", "b"),
        "scale": some("s", "t"),
        "cut": some("1"),
        "unit": some("percent"),
        "denominator_kind": some("resident", "ambient"),
        "boundary": some("core:1", "core:2", "greater"),
        "mode": some("register", "telephone", "geodata"),
        "counting_unit": some("offence"),
        "recording_stage": some("input", "output"),
        "base": some("all", "valid"),
        "sample": some("probability", "panel"),
    }
)


@given(st.lists(st.tuples(rows, rows), min_size=1, max_size=20), st.sampled_from(["time", "peers"]))
def test_the_table_version_agrees_with_the_row_version(pairs: Any, relation: Any) -> None:
    schema = {name: kind for name, kind in columns.SCHEMA.items() if name in pairs[0][0]}
    table = pl.DataFrame(
        [
            {**ours, **{name + THEIRS: value for name, value in theirs.items()}}
            for ours, theirs in pairs
        ],
        schema=schema | {name + THEIRS: kind for name, kind in schema.items()},
    )
    graded = compare_pairs(table, relation)
    for (ours, theirs), row in zip(pairs, graded.iter_rows(named=True), strict=True):
        one = compare(ours, theirs, relation)
        assert {test: row[f"test_{test}"] for test in TESTS} == {
            t.test: t.answer for t in one.tests
        }
        assert (row["grade"], row["side_by_side"]) == (one.grade, one.side_by_side)


@given(rows, rows, st.sampled_from(["time", "peers"]))
def test_the_grade_does_not_depend_on_whose_value_comes_first(
    ours: Any, theirs: Any, relation: Any
) -> None:
    assert compare(ours, theirs, relation).grade == compare(theirs, ours, relation).grade
