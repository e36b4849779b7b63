"""What a trial shows: every figure counted by hand on a few sheets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.pilot import Thresholds, pilot
from paseo.evidence.questionnaires.piloting.items import items
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from questions_by_hand import answer, questionnaire, sheet

TEXT = """
sections:
  - {id: first, name: First}
  - {id: second, name: Second}
scales:
  - id: agree
    name: Agreement
    points: [{code: 1, label: no}, {code: 2, label: partly}, {code: 3, label: "yes"}]
questions:
  - {id: place, text: Which place?}
  - {id: lit, text: Is it lit?, options: [{code: y, label: "yes"}, {code: n, label: "no"}],
     missing: [dont_know, not_in_remit]}
  - {id: lamps, text: How many lamps?, type: number, relevant: "${lit} = 'y'"}
  - id: feel
    text: "How is it?"
    type: matrix
    scale: agree
    rows: [{id: a, text: Safe}, {id: b, text: Clean}, {id: c, text: Quiet}]
    section: second
  - {id: kinds, text: Which kinds?, type: multiple, section: second,
     options: [{code: a, label: A}, {code: b, label: B}]}
  - {id: end, text: Anything else?, section: second}
"""
FORM = questionnaire(TEXT)
BEGUN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WHOLE = {
    "place": "park", "lit": "y", "lamps": 4, "feel": {"a": "1", "b": "2", "c": "3"},
    "kinds": ["a"], "end": "-",
}  # fmt: skip


def made(number: int, answers: dict[str, Any], **more: Any) -> AnswerSheet:
    return sheet(FORM, answers, id=f"s{number}", **more)


def replaced(old: str, new: str) -> Questionnaire:
    assert old in TEXT
    return questionnaire(TEXT.replace(old, new))


def many(*changes: dict[str, Any], **more: Any) -> list[AnswerSheet]:
    return [made(at, WHOLE | change, **more) for at, change in enumerate(changes)]


def test_times_are_those_of_the_sheets_that_hold_them() -> None:
    sheets = [
        made(at, WHOLE, seconds={"first": time}) for at, time in enumerate([60, 90, 120, 300])
    ]
    sheets.append(made(9, WHOLE, started_at=BEGUN, finished_at=BEGUN + timedelta(minutes=10)))
    first, second = pilot(FORM, sheets).times
    assert (first.n, first.without) == (4, 1)
    # quartiles of four values, type 7: 60 + 0.75 * 30, the middle of 90 and 120, 120 + 0.25 * 180
    assert (first.lower, first.median, first.upper) == (82.5, 105.0, 165.0)
    assert (second.n, second.without, second.median) == (0, 5, None)
    assert pilot(FORM, sheets).total_time.n == 5
    assert pilot(FORM, sheets).total_time.upper == 300.0


def test_missing_answers_are_counted_by_their_reason() -> None:
    found = pilot(
        FORM,
        many({"lit": "...dont_know"}, {"lit": "...dont_know"}, {"lit": "...not_in_remit"},
             {"lit": None}, {"lit": "n"}, {}),
    )  # fmt: skip
    lit = next(one for one in found.counts if one.item.name == "lit")
    assert (lit.asked, lit.answered, lit.empty) == (6, 2, 1)
    assert lit.reasons == {"dont_know": 2, "not_in_remit": 1}
    assert lit.rate == pytest.approx(4 / 6)
    # only asked where it is lit
    lamps = next(one for one in found.counts if one.item.name == "lamps")
    assert (lamps.asked, lamps.answered) == (1, 1)


def test_what_comes_after_the_break_off_is_not_missing() -> None:
    sheets = [
        made(0, {"place": "park", "lit": "n"}),
        made(1, {"place": "park", "lit": "y"}),
        made(2, {}),
        made(3, WHOLE),
        made(4, WHOLE | {"end": ""}),
        made(5, {"place": "park"}, finished_at=BEGUN),
    ]
    found = pilot(FORM, sheets)
    assert found.finished == 3
    stopped = {one.item.name: (one.n, one.reached) for one in found.break_offs}
    assert stopped == {"place": (1, 6), "lamps": (1, 3), "feel_a": (1, 4)}
    by_name = {one.item.name: one for one in found.counts}
    assert (by_name["kinds"].empty, by_name["kinds"].not_reached) == (1, 3)
    assert (by_name["end"].empty, by_name["end"].asked) == (2, 3)
    assert by_name["lit"].not_reached == 1


def test_hard_questions_and_remarks_keep_their_words() -> None:
    sheets = many({}, {"lit": Answer("y", comment=" From when? ")}, {}, {}, {})
    sheets[0] = made(0, WHOLE, hard={"lit": "Lit when?", "kinds": ""})
    sheets[1] = made(1, dict(sheets[1].answers), hard={"lit": " Which lamps? "})
    found = pilot(FORM, sheets)
    lit, kinds = found.hard
    assert (lit.question, lit.n, lit.asked) == ("lit", 2, 5)
    assert lit.reasons == ("Lit when?", "Which lamps?")
    assert (kinds.question, kinds.n, kinds.reasons) == ("kinds", 1, ())
    assert found.comments == {"lit": ("From when?",)}
    assert [(one.rule, one.subject) for one in found.proposals if one.reason == "hard"] == [
        ("reword", "lit"), ("reword", "kinds"),
    ]  # fmt: skip


def test_a_remark_inside_a_matrix_is_found() -> None:
    row = Answer({"a": Answer("1", comment="By day"), "b": Answer("2"), "c": Answer("3")})
    assert pilot(FORM, many({"feel": row})).comments == {"feel": ("By day",)}


def test_answers_in_a_straight_line_are_counted_over_whole_rows() -> None:
    alike = {"feel": {"a": "2", "b": "2", "c": "2"}}
    (found,) = pilot(FORM, many({}, alike, alike, {"feel": {"a": "2", "b": "2"}})).straight
    assert (found.question, found.rows, found.n, found.alike) == ("feel", 3, 3, 2)


# Cohen's kappa by hand for lit: 20 pairs, 8 both yes, 7 both no, 3 yes/no, 2 no/yes:
# observed 0.75, expected (11*10 + 9*10)/400 = 0.5, kappa 0.5.
PAIRS = ["yy"] * 8 + ["nn"] * 7 + ["yn"] * 3 + ["ny"] * 2


def test_two_people_who_answer_for_one_place_are_compared() -> None:
    sheets = []
    for at, (one, other) in enumerate(PAIRS):
        sheets += [
            made(2 * at, WHOLE | {"place": f"p{at}", "lit": one}),
            made(2 * at + 1, WHOLE | {"place": f"p{at} ", "lit": other, "kinds": ["a", "b"]}),
        ]
    sheets.append(made(90, WHOLE | {"place": "alone"}))
    found = pilot(FORM, sheets, unit="place")
    assert found.units == 20
    by_name = {one.item.name: one for one in found.agreement}
    lit = by_name["lit"]
    assert lit.pairs == 20
    assert lit.same is not None
    assert float(lit.same.value) == pytest.approx(0.75)
    assert lit.kappa is not None
    assert float(lit.kappa.value) == pytest.approx(0.5)
    assert not lit.weighted
    assert by_name["feel_a"].weighted
    kinds = by_name["kinds"]
    assert kinds.same is not None
    assert (kinds.pairs, float(kinds.same.value), kinds.kappa) == (20, 0.0, None)
    assert by_name["lamps"].pairs == 8
    assert "place" not in by_name
    assert "end" not in by_name


def test_pairs_can_be_named_from_outside_and_an_unknown_unit_is_refused() -> None:
    sheets = many({}, {"lit": None, "lamps": None}, {}, {})
    found = pilot(FORM, sheets, unit={"s0": "u", "s1": "u", "s2": "v"})
    assert found.units == 1
    lit = next(one for one in found.agreement if one.item.name == "lit")
    assert (lit.pairs, lit.one_missing, lit.same) == (0, 1, None)
    with pytest.raises(KeyError, match="nowhere"):
        pilot(FORM, sheets, unit="nowhere")
    assert pilot(FORM, sheets).agreement == ()


def test_an_item_that_runs_against_its_scale_is_named() -> None:
    rows = [("1", "1", "3"), ("2", "2", "2"), ("3", "3", "1"), ("3", "2", "1")] * 6
    sheets = many(*({"feel": dict(zip("abc", row, strict=True))} for row in rows))
    found = pilot(FORM, sheets)
    assert [(one.item.row, one.n) for one in found.scales] == [("a", 24), ("b", 24), ("c", 24)]
    # numpy.corrcoef of c with a + b: -0.9683 (see tests/stats/test_items.py for the formula)
    assert found.scales[2].correlation == pytest.approx(-0.968330, abs=1e-6)
    rules = [(one.rule, one.subject) for one in found.proposals if one.reason == "against"]
    assert ("turn_round", "feel_c") in rules


def test_a_correlation_whose_interval_reaches_over_the_limit_proposes_nothing() -> None:
    # a and b alike, c nearly unrelated to them: r < 0, but its interval holds 0
    rows = [("1", "1", c) for c in "3112"] * 3 + [("3", "3", c) for c in "2121"] * 3
    found = pilot(FORM, many(*({"feel": dict(zip("abc", row, strict=True))} for row in rows)))
    c = found.scales[2]
    assert c.correlation is not None and c.correlation < 0
    assert c.interval is not None and c.interval.floats()[2] > 0
    assert not [one for one in found.proposals if one.reason in ("against", "apart")]


def test_what_feeds_an_indicator_is_kept_and_named_and_no_part_of_a_scale() -> None:
    form = replaced("type: matrix", "type: matrix\n    indicators: [SAF-01]")
    rows = [("1", "1", "3"), ("2", "2", "2"), ("3", "3", "1")] * 8
    sheets = [sheet(form, WHOLE | {"feel": dict(zip("abc", row, strict=True))}, id=f"s{at}")
              for at, row in enumerate(rows)]  # fmt: skip
    assert not [one for one in pilot(form, sheets).proposals if one.reason == "against"]
    alike = [sheet(form, WHOLE, id=f"s{at}") for at in range(24)]
    found = [one for one in pilot(form, alike).proposals if one.subject.startswith("feel")]
    assert {(one.rule, one.reason, one.indicators) for one in found} == {
        ("keep", "one_answer_counts", ("SAF-01",))
    }


def test_a_list_of_what_happened_is_not_dropped_because_nearly_all_say_no() -> None:
    three = '{code: 1, label: no}, {code: 2, label: partly}, {code: 3, label: "yes"}'
    form = replaced(three, '{code: 1, label: no}, {code: 3, label: "yes"}')
    no = WHOLE | {"feel": {"a": "1", "b": "1", "c": "1"}}
    found = pilot(form, [sheet(form, no, id=f"s{at}") for at in range(24)])
    assert {one.common for one in found.counts if one.item.row} == {("1", 24)}
    assert not [one for one in found.proposals if one.reason == "one_answer"]


def test_each_rule_speaks_from_its_threshold_on() -> None:
    twelve: list[dict[str, Any]] = [{"lit": "...dont_know"}] * 4 + [{"kinds": None}] * 2 + [{}] * 6
    sheets = [
        made(at, WHOLE | change, seconds={"second": 1000.0}) for at, change in enumerate(twelve)
    ]
    found = pilot(FORM, sheets)
    assert {(one.rule, one.subject, one.n): round(one.value, 3) for one in found.proposals} == {
        ("split_section", "second", 12): 1000.0,
        ("ask_elsewhere", "lit", 12): 0.333,
        ("add_dont_know", "kinds", 12): 0.167,
        ("drop", "feel_a", 12): 1.0,
        ("drop", "feel_b", 12): 1.0,
        ("drop", "feel_c", 12): 1.0,
    }
    mild = Thresholds(unknown=0.34, empty=0.17, seconds=1001, one_answer=1.01)
    assert pilot(FORM, sheets, thresholds=mild).proposals == ()


def test_a_few_sheets_lead_to_no_proposal() -> None:
    found = pilot(FORM, many(*[{"lit": "...dont_know"}] * 4))
    assert not found.enough
    assert found.proposals == ()
    assert pilot(FORM, []).sheets == 0


def test_sheets_for_another_version_and_second_sheets_are_counted_apart() -> None:
    sheets = [
        made(0, WHOLE, version="0.1.0"), made(1, WHOLE, questionnaire="other"),
        made(2, WHOLE, respondent="r1"), made(3, WHOLE, respondent="r1"), made(4, WHOLE),
    ]  # fmt: skip
    found = pilot(FORM, sheets)
    assert (found.sheets, found.other_version, found.repeated) == (3, 2, 1)


SHEETS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "place": st.sampled_from(["p", "q"]),
            "lit": st.sampled_from(["y", "n", "...dont_know", "?"]),
            "lamps": st.integers(0, 3) | st.just("...refused"),
            "feel": st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", "9"]))
            | st.just("...dont_know"),
            "kinds": st.lists(st.sampled_from("abx"), max_size=2) | st.just("odd"),
        },
    ),
    max_size=12,
)


@given(SHEETS)
def test_every_sheet_is_counted_once_for_every_item(every: list[dict[str, Any]]) -> None:
    sheets = [
        made(at, {name: answer(value) for name, value in answers.items()})
        for at, answers in enumerate(every)
    ]
    found = pilot(FORM, sheets, unit="place", thresholds=Thresholds(sheets=1, asked=1, pairs=1))
    assert len(found.counts) == len(items(FORM)) == 8
    for one in found.counts:
        assert one.asked == one.answered + one.missing
        assert one.asked + one.not_reached <= len(sheets)
        if one.item.name != "lamps":
            assert one.asked + one.not_reached == len(sheets)
    assert found.finished + sum(one.n for one in found.break_offs) == len(sheets)
    for pair in found.agreement:
        assert pair.same is None or 0 <= float(pair.same.value) <= 1
