"""Agreement of two raters, and what they settle."""

from __future__ import annotations

import math

import pytest

from paseo.content.problems import Refused
from paseo.prevention.quality.agreeing import compare_raters
from paseo.prevention.quality.answers import Answer, RaterSheet
from paseo.prevention.quality.pack import load_form
from paseo.prevention.quality.reconciling import Settled, quality_check

FORM = load_form()
ITEMS = [one for one in FORM.items if {"yes", "no"} <= {option.id for option in one.options}]


def sheet(rater: str, measure: str = "lights", **answers: str) -> RaterSheet:
    named = {code.replace("_", "."): Answer(one) for code, one in answers.items()}
    return RaterSheet(FORM.id, FORM.version, measure, rater, named)


def whole(rater: str, **changes: str) -> RaterSheet:
    """A complete sheet: all gates met, before and after with a comparison, all documented."""
    answers = {one.id: Answer("met") for one in FORM.gates}
    answers |= {one.id: Answer("yes") for one in FORM.items if one in ITEMS}
    answers |= {"3.1": Answer("with_comparison"), "3.4": Answer("clear_improvement")}
    for code, one in changes.items():
        answers[code.replace("_", ".")] = Answer(one)
    if answers["3.1"].option == "none":
        for code in ("3.2", "3.3", "3.4", "3.5", "3.6", "3.7"):
            del answers[code]
    return RaterSheet(FORM.id, FORM.version, "lights", rater, answers)


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_kappa_is_that_reckoned_by_hand():
    # Yes/no by yes/no: 10, 3, 4, 8 of 25. Observed 18/25; by chance (13·14 + 12·11)/625.
    first = ["yes"] * 13 + ["no"] * 12
    second = ["yes"] * 10 + ["no"] * 3 + ["yes"] * 4 + ["no"] * 8
    assert len(ITEMS) == 25
    one, two = (
        RaterSheet(
            FORM.id, FORM.version, "m", name,
            {"3.1": Answer("with_comparison")}
            | {item.id: Answer(said) for item, said in zip(ITEMS, answers, strict=True)},
        )
        for name, answers in (("a", first), ("b", second))
    )  # fmt: skip
    found = compare_raters(FORM, one, two)
    assert found.kappa_items == 25
    assert float(found.kappa.interval.value) == pytest.approx((0.72 - 0.5024) / 0.4976, abs=1e-9)
    assert (found.agreed, found.both) == (19, 26)
    assert found.cautions == ()


def test_one_answer_throughout_leaves_kappa_unknown_and_says_so():
    found = compare_raters(FORM, whole("a"), whole("b"))
    assert found.cautions == ("one_category",)
    assert math.isnan(float(found.kappa.interval.value))
    assert float(found.share.value) == 1.0
    assert found.differing == ()


def test_few_items_and_a_lopsided_table_are_cautioned():
    few = compare_raters(FORM, sheet("a", **{"1_1": "yes"}), sheet("b", **{"1_1": "no"}))
    assert few.cautions == ("too_few",)
    lopsided = compare_raters(FORM, whole("a", **{"1_1": "no"}), whole("b", **{"1_2": "no"}))
    assert lopsided.cautions == ("high_share_low_kappa",)


def test_nothing_answered_by_both_gives_no_kappa_at_all():
    found = compare_raters(FORM, sheet("a"), sheet("b"))
    assert found.kappa is None
    assert math.isnan(float(found.share.value))


def test_disagreement_on_a_gate_is_a_result_of_its_own():
    found = quality_check(FORM, whole("a"), whole("b", G2="not_met", **{"1_1": "partly"}))
    assert found.stage == "gate_disagreement"
    assert found.open == ("G2", "1.1")
    assert found.judgement is None


def test_two_ways_of_not_meeting_a_gate_are_a_difference_but_no_such_disagreement():
    found = quality_check(FORM, whole("a", G2="not_met"), whole("b", G2="cannot_tell"))
    assert found.stage == "differences"


def test_the_result_comes_from_what_was_settled():
    decisions = {
        "G2": Settled("met", "the handbook says how"),
        "1.1": Settled("partly", "the time is missing"),
    }
    one, two = whole("a"), whole("b", G2="not_met", **{"1_1": "partly"})
    found = quality_check(FORM, one, two, decisions)
    assert found.stage == "settled"
    assert found.options["1.1"] == "partly"
    assert found.judgement.profile[0].points == 11
    assert found.judgement.conclusion.id == "good_practice"


def test_settling_the_design_closes_items_that_one_alone_was_asked():
    one, two = whole("a"), whole("b", **{"3_1": "none", "3_8": "strong"})
    assert {pair.entry.id for pair in quality_check(FORM, one, two).comparison.differing} == {
        "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8",
    }  # fmt: skip
    found = quality_check(FORM, one, two, {"3.1": Settled("none", "nobody compared")})
    assert found.open == ("3.8",)


def test_an_unfinished_rater_leaves_the_check_unfinished():
    assert quality_check(FORM, whole("a"), sheet("b")).stage == "unfinished"


def test_V966_one_rater_cannot_be_both():
    with pytest.raises(Refused) as refused:
        quality_check(FORM, whole("Office"), whole("office "))
    assert codes(refused) == ["V966"]


def test_V967_both_sheets_are_about_one_measure():
    with pytest.raises(Refused) as refused:
        quality_check(FORM, sheet("a", "lights"), sheet("b", "patrols"))
    assert codes(refused) == ["V967"]


def test_V969_nothing_is_settled_without_a_reason():
    with pytest.raises(Refused) as refused:
        quality_check(FORM, whole("a"), whole("b", G2="not_met"), {"G2": Settled("met", " ")})
    assert codes(refused) == ["V969"]


def test_V970_what_both_answered_alike_is_not_settled_anew():
    with pytest.raises(Refused) as refused:
        quality_check(FORM, whole("a"), whole("b"), {"1.1": Settled("no", "we thought again")})
    assert codes(refused) == ["V970"]
