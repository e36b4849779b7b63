"""Gates, profile and result of one set of answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.prevention.quality.judging import asked, judge
from paseo.prevention.quality.pack import load_form

FORM = load_form()
MET = {gate.id: "met" for gate in FORM.gates}
#: A measure with all papers in order, before and after beside a comparison area.
GOOD = MET | {
    "1.1": "yes", "1.2": "yes", "1.3": "yes", "1.4": "not_applicable", "1.5": "yes", "1.6": "yes",
    "2.1": "yes", "2.2": "yes", "2.3": "yes", "2.4": "yes", "2.5": "yes", "2.6": "partly",
    "3.1": "with_comparison", "3.2": "yes", "3.3": "yes", "3.4": "clear_improvement",
    "3.5": "yes", "3.6": "no", "3.7": "not_documented", "3.9": "yes", "3.10": "no",
    "4.1": "yes", "4.2": "yes", "4.3": "partly", "4.4": "yes", "4.5": "yes", "4.6": "no",
}  # fmt: skip
#: The same without an evaluation of outcomes.
UNEVALUATED = {code: one for code, one in GOOD.items() if not code.startswith("3.")} | {
    "3.1": "none", "3.8": "strong", "3.9": "yes", "3.10": "no",
}  # fmt: skip


def test_the_form_has_four_gates_and_twenty_eight_items_each_with_a_source():
    assert len(FORM.gates) == 4
    assert len(FORM.items) == 28
    assert [len(FORM.items_of(one.id)) for one in FORM.domains] == [6, 6, 10, 6]
    assert all(one.source in FORM.sources for one in FORM.entries)
    assert FORM.publisher is None


@pytest.mark.parametrize(
    ("changes", "conclusion"),
    [
        ({}, "good_practice"),
        ({"G4": "cannot_tell"}, "needs_work"),
        ({"3.1": "before_after"}, "promising"),
        ({"3.4": "possible_improvement"}, "promising"),
        ({"3.4": "possible_improvement", "G3": "not_met"}, "promising"),
        ({"3.4": "possible_improvement", "G1": "not_met"}, "needs_work"),
        ({"3.4": "no_change", "G3": "not_met"}, "needs_work"),
        ({"3.4": "worse"}, "not_suited"),
        ({"3.4": "worse", "G1": "not_met"}, "not_suited"),
    ],
)
def test_the_result_follows_the_composed_rule(changes, conclusion):
    answers = GOOD | changes
    if answers["3.1"] == "before_after":
        del answers["3.2"]
    found = judge(FORM, answers)
    assert found.missing == ()
    assert found.conclusion.id == conclusion
    assert found.conclusion.evidence == "composed"


@pytest.mark.parametrize(
    ("plausible", "conclusion"),
    [("strong", "promising"), ("some", "needs_work"), ("contrary", "not_suited")],
)
def test_without_an_evaluation_plausibility_is_asked_instead(plausible, conclusion):
    found = judge(FORM, UNEVALUATED | {"3.8": plausible})
    ids = {one.id for one in asked(FORM, UNEVALUATED)}
    assert "3.8" in ids
    assert not {"3.2", "3.3", "3.4", "3.5", "3.6", "3.7"} & ids
    assert found.conclusion.id == conclusion


def test_the_profile_counts_only_what_applies_and_makes_no_sum():
    found = judge(FORM, GOOD)
    assert [(one.points, one.possible) for one in found.profile] == [
        (10, 10),  # 1.4 does not apply
        (11, 12),
        (3 + 2 + 2 + 3 + 2 + 0 + 0 + 2 + 0, 5 + 2 + 2 + 3 + 2 + 2 + 2 + 2 + 2),
        (9, 12),
    ]
    assert found.profile[0].count("left_out") == 1
    assert found.profile[2].count("not_asked") == 1
    assert found.profile[2].undocumented == 1
    assert not hasattr(found, "points")


def test_points_may_fall_below_zero():
    bad = {"3.1": "none", "3.8": "contrary", "3.9": "no", "3.10": "no"}
    assert judge(FORM, bad).profile[2].points == -2


def test_nothing_is_said_of_the_whole_while_an_answer_is_missing():
    answers = {code: one for code, one in GOOD.items() if code != "2.3"}
    found = judge(FORM, answers)
    assert found.missing == ("2.3",)
    assert found.conclusion is None


def test_what_is_answered_without_being_asked_does_not_count_and_is_named():
    found = judge(FORM, UNEVALUATED | {"3.5": "yes", "3.2": "not_applicable"})
    assert found.stray == ("3.5",)
    assert found.profile[2].possible == 5 + 3 + 2 + 2


def test_answers_that_hardly_go_together_raise_a_question():
    assert judge(FORM, GOOD).doubts == ()
    doubts = judge(FORM, UNEVALUATED | {"3.8": "none"}).doubts
    assert [one.id for one in doubts] == ["gate-3-without-grounds"]


@st.composite
def any_answers(draw):
    found = {}
    for entry in FORM.entries:
        option = draw(st.sampled_from([None, *(one.id for one in entry.options)]))
        if option:
            found[entry.id] = option
    return found


@settings(max_examples=40, deadline=None)
@given(any_answers())
def test_points_stay_within_what_is_possible_and_open_gates_never_make_good_practice(answers):
    found = judge(FORM, answers)
    for one in found.profile:
        assert one.points <= one.possible
    if found.conclusion is not None and found.conclusion.id == "good_practice":
        assert not found.open_gates
    assert (found.conclusion is None) == bool(found.missing)
