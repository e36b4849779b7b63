"""Data maturity: levels in words, and what is unknown stays unknown."""

from hypothesis import given
from hypothesis import strategies as st

from checklist_by_hand import TOWN, judge_of
from paseo.assessment.checklist.maturity import LEVELS, STATES, level_of, maturity
from paseo.assessment.checklist.pack import load_checklist


def themes(answers):
    return {one.theme.id: one for one in maturity(load_checklist(), judge_of(answers))}


def states(theme):
    return {one.criterion.id: one.state for one in theme.criteria}


def test_nothing_answered_cannot_be_told_in_any_theme():
    for theme in themes({}).values():
        assert theme.cannot_tell
        assert (theme.least, theme.most) == ("not_yet", "solid")


def test_criteria_of_the_town_stand_as_worked_out_by_hand():
    found = themes(TOWN)
    assert states(found["mandate"]) == {
        "mandate-decision": "met",
        "mandate-written": "met",
        "mandate-competences": "unknown",  # three of twelve are answered
        "mandate-terms": "met",
    }
    assert (found["mandate"].least, found["mandate"].most) == ("usable", "solid")
    assert states(found["territory"]) == {
        "territory-boundary": "met",
        "territory-levels": "met",
        "territory-codes": "partly",
        "territory-times": "partly",
    }
    assert found["territory"].least == found["territory"].most == "begun"
    assert states(found["audit"])["audit-people"] == "not_met"
    assert states(found["audit"])["audit-twice"] == "not_applicable"
    assert states(found["protection"])["protection-impact"] == "not_met"


def test_an_open_answer_lies_between_the_levels_that_it_could_lead_to():
    answers = {"A2": {"decision": "x", "owner": "y", "date": "2027-01-01"}, "A3": "dont_know"}
    mandate = themes(answers)["mandate"]
    assert not mandate.certain
    assert (mandate.least, mandate.most) == ("begun", "solid")
    settled = themes(answers | {"A3": "none"})["mandate"]
    assert (settled.least, settled.most) == ("begun", "begun")


def test_each_criterion_names_the_answers_behind_it():
    for theme in themes(TOWN).values():
        for one in theme.criteria:
            assert one.questions
            assert {"en", "es"} <= set(one.criterion.text)


def test_every_theme_has_an_essential_criterion():
    essential = {one.theme for one in load_checklist().criteria if one.essential}
    assert essential == {one.id for one in load_checklist().themes}


STATE = st.tuples(st.sampled_from(STATES[:3]), st.booleans())


@given(st.lists(STATE, min_size=1), st.integers(0, 20))
def test_a_criterion_that_becomes_met_never_lowers_the_level(states, at):
    better = list(states)
    place = at % len(better)
    better[place] = ("met", better[place][1])
    assert LEVELS.index(level_of(better)) >= LEVELS.index(level_of(states))
