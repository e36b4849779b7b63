"""What is kept of an evaluation comes back whole."""

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations_by_hand import counted, in_months
from paseo.prevention.evaluation.case import (
    Answer,
    Area,
    Case,
    PairedScores,
    PairedShares,
    Periods,
    RivalAnswer,
    Role,
    Shares,
    Span,
    Waves,
)
from paseo.prevention.evaluation.evaluating import evaluate
from paseo.prevention.evaluation.stored import from_stored, to_stored


def through_json(record):
    return from_stored(json.loads(json.dumps(to_stored(record), allow_nan=False)))


CASES = {
    "counts": replace(
        counted(park=("treated", 100, 80), square=("comparison", 100, 90)),
        start=date(2025, 1, 1),
        periods=Periods(
            366, 365, "days",
            (
                Span(date(2024, 1, 1), date(2024, 12, 31)),
                Span(date(2025, 1, 1), date(2025, 12, 31)),
            ),
        ),
        answers={"season": RivalAnswer(Answer.NO, "whole years", "Statistics office")},
    ),
    "series": in_months(
        12, park=("treated", [float(at % 5) for at in range(24)]),
        square=("comparison", [*(float(at % 3) for at in range(23)), None]),
    ),
    "waves": Case(
        title="Walks",
        areas=(Area("a", Role.TREATED), Area("b", Role.COMPARISON, size=2.5)),
        data=Waves((Shares("a", (1, 3), (2, 4), 1.5), PairedShares("b", 1, 2, 3, 4),
                    PairedScores("a", (1.0, 2.0), (2.0, 2.5)))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_comes_back_equal(case):
    assert through_json(case) == case


@pytest.mark.parametrize("name", ["counts", "series"])
def test_what_was_found_comes_back_with_every_number(name):
    found = evaluate(CASES[name])
    again = through_json(found)
    assert to_stored(again) == to_stored(found)
    assert again.case == found.case
    if found.headline is not None:
        assert again.headline.estimate.floats() == found.headline.estimate.floats()


@settings(max_examples=25, deadline=None)
@given(size=st.floats(allow_nan=True, allow_infinity=True), title=st.text(max_size=20))
def test_any_number_and_any_words_survive(size, title):
    case = Case(title=title, areas=(Area("a", Role.TREATED, title, size),))
    again = through_json(case)
    assert again.title == title
    held = again.areas[0].size
    assert held == size or (math.isnan(held) and math.isnan(size))


@pytest.mark.parametrize(
    "plain",
    [{}, {"is": "Something"}, {"is": "Case", "title": "x"}, {"is": "Case", "colour": "red"}],
)
def test_what_another_version_stored_is_refused(plain):
    with pytest.raises(ValueError, match="another version"):
        from_stored(plain)
