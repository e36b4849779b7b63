"""What answers propose, and what a person's decision does to it."""

from checklist_by_hand import TOWN, effects_of
from paseo.assessment.checklist.effects import Decision
from paseo.assessment.checklist.scope import proposed_depth, scope_of
from paseo.assessment.framework_pack import load_framework


def ids(found):
    return {one.id for one in found}


def test_nothing_answered_proposes_the_rapid_set_and_nothing_else():
    found = effects_of({})
    assert ids(found.proposals) == {"depth-start-rapid"}
    assert proposed_depth(found)[0] == "rapid"


def test_the_depth_is_the_deepest_that_is_suggested_within_every_limit():
    decision = {"A2": {"decision": "x"}}
    analyst = decision | {"C5": "in_house"}
    assert proposed_depth(effects_of(decision))[0] == "standard"
    assert proposed_depth(effects_of(analyst | {"C4": {"days": 120}}))[0] == "full"
    assert proposed_depth(effects_of(analyst | {"C4": {"days": 119}}))[0] == "standard"
    assert proposed_depth(effects_of(analyst | {"C4": {"days": 29.5}}))[0] == "rapid"
    assert proposed_depth(effects_of(decision | {"C5": "none"}))[0] == "rapid"
    assert proposed_depth(effects_of({"A2": "dont_know"}))[0] == "rapid"


def test_a_limit_is_the_reason_only_where_it_decides():
    depth, why = proposed_depth(effects_of({"A2": {"decision": "x"}, "C5": "none"}))
    assert depth == "rapid"
    assert [one.questions for one in why] == [("C5",)]


def test_what_happens_and_what_is_felt_travel_together():
    answers = {"G1": {"urban_security": "full", "sense_of_safety": "none"}}
    scope = scope_of(effects_of(answers), load_framework())
    assert scope.mode("sense-of-safety") == "brief"
    both_off = {"G1": {"urban_security": "none", "sense_of_safety": "none"}}
    scope = scope_of(effects_of(both_off), load_framework())
    assert scope.mode("sense-of-safety") == "off" == scope.mode("urban-security")


def test_a_purpose_brings_back_in_brief_what_the_city_left_out():
    answers = {"A1": ["new_strategy"], "G1": {"quality_of_life": "none"}}
    scope = scope_of(effects_of(answers), load_framework())
    assert scope.mode("quality-of-life") == "brief"
    assert scope.part("QOL-01") == "in"  # of the rapid set
    assert scope.part("QOL-02") == "off"


def test_six_of_twelve_is_parked_and_seven_is_not_and_an_open_score_is_neither():
    found = effects_of(TOWN)
    assert "park-low-scores:QOL-02" in ids(found.proposals)
    assert not {"park-low-scores:QOL-03", "park-low-scores:QOL-08"} & ids(found.proposals)


def test_an_indicator_that_a_row_names_wrongly_is_reported_and_not_guessed():
    wrong = {"indicator": "SAF-999", "relevant": 0, "available": 0, "reliable": 0, "acceptable": 0}
    found = effects_of({"G2": [wrong]})
    assert found.unknown == (("G2", 1, "SAF-999"),)
    assert ids(found.proposals) == {"depth-start-rapid"}


def test_place_without_hour_blocks_the_rates_of_public_space():
    scope = scope_of(effects_of({"D2": "point", "D3": "place_only"}), load_framework())
    assert set(scope.blocked) >= {"SEC-02", "SEC-10", "SEC-11"}
    assert "SEC-41" not in scope.blocked  # points are enough for concentration
    assert not scope_of(effects_of({"D2": "point", "D3": "both"}), load_framework()).blocked
    # Not answered is not "neither".
    assert not scope_of(effects_of({"D2": "point"}), load_framework()).blocked


def test_what_must_wait_is_said_with_its_answers():
    stops = effects_of(TOWN).stops()
    assert [one.questions for one in stops["publication"]] == [("K2",)]
    assert ids(stops["margin_of_error"]) == {"warn-open-link"}
    assert ids(stops["city_comparison"]) == {"warn-counting-unit", "warn-anchors"}
    assert ids(stops["area_trends"]) == {"warn-area-codes"}


def test_a_dismissed_proposal_stays_in_the_list_and_changes_nothing_any_more():
    note = Decision("dismissed", "The file has the hour since May.")
    found = effects_of(TOWN, {"block-public-space-rates": note, "no-such-rule": note})
    assert "block-public-space-rates" in ids(found.proposals)
    assert ids(found.dismissed()) == {"block-public-space-rates"}
    assert found.decisions == {"block-public-space-rates": note}
    assert "SEC-02" not in scope_of(found, load_framework()).blocked


def test_what_is_not_in_the_remit_comes_before_every_other_way_of_standing_aside():
    answers = {
        "A4": {"cctv": "not_held"},
        "G1": {"urban_security": "none", "sense_of_safety": "none"},
    }
    scope = scope_of(effects_of(answers), load_framework())
    assert scope.part("SEC-36") == "not_in_remit"
    assert scope.part("SEC-35") == "off"


def test_every_proposal_has_its_answers_its_reason_in_both_languages_and_its_mark():
    for one in effects_of(TOWN).proposals:
        assert one.questions or one.id == "depth-start-rapid"
        assert {"en", "es"} <= set(one.reason)
        assert one.evidence in ("stated", "adapted", "composed")
        assert one.source
