"""What becomes of questions and answers when a questionnaire gets a new version."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.checking import check_sheet
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.versions import carry, compare, migrate
from questions_by_hand import answer, questionnaire, sheet

OLD = """
sections: [{id: s, name: S}]
questions:
  - id: mandate
    text: Is there a mandate?
    options: [{code: y, label: "yes"}, {code: n, label: "no"}, {code: p, label: partly}]
    missing: [dont_know, not_in_remit]
  - {id: people, text: How many people?, type: number, unit: people, missing: [dont_know]}
  - {id: hours, text: How many hours?, type: number, unit: hours a day, high: 24}
  - id: kinds
    text: Which kinds?
    type: multiple
    options: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C, other: true}]
  - id: order
    text: What first?
    type: ranking
    options: [{code: a, label: A}, {code: b, label: B}]
  - id: feel
    text: How safe?
    type: matrix
    options: [{code: 1, label: safe}, {code: 2, label: unsafe}]
    rows: [{id: park, text: The park}, {id: square, text: The square}]
  - id: visits
    text: Visits
    type: repeat
    fields:
      - {id: day, text: Day, type: date}
      - {id: kind, text: Kind, options: [{code: a, label: A}]}
  - {id: remarks, text: Anything else?}
  - {id: since, text: Since when?}
"""
NEW = """
sections: [{id: s, name: S}]
questions:
  - {id: intro, text: "What is it called?"}
  - id: mandate
    text: Has somebody a mandate?
    options: [{code: yes, label: "yes"}, {code: "no", label: "no"}]
    missing: [dont_know]
  - {id: staff, text: How many people?, type: number, unit: people, missing: [dont_know], high: 100}
  - {id: hours, text: How many hours?, type: number, unit: hours a week, high: 168}
  - id: kinds
    text: Which kinds?
    type: multiple
    options: [{code: a, label: A}, {code: c, label: C, other: true}, {code: d, label: D}]
  - id: order
    text: What first?
    type: ranking
    options: [{code: ab, label: A or B}, {code: c, label: C}]
  - id: feel
    text: How safe?
    type: matrix
    options: [{code: 1, label: safe}, {code: 2, label: unsafe}]
    rows: [{id: park, text: The park}, {id: street, text: The street}]
  - id: visits
    text: Visits
    type: repeat
    fields:
      - {id: day, text: Day, type: date}
      - {id: kind, text: Kind, options: [{code: x, label: A}]}
  - {id: since, text: Since when?, type: date}
changes:
  - {since: 1.0.0, question: mandate, kind: options, codes: {y: yes, n: "no"}}
  - {since: 1.0.0, question: staff, was: people, kind: same, note: It has another name.}
  - {since: 1.0.0, question: order, kind: options, codes: {a: ab, b: ab}}
  - {since: 1.0.0, question: visits, kind: options, codes: {a: x}}
  - {since: 1.0.0, was: remarks, kind: removed}
"""
THEN, NOW = questionnaire(OLD), questionnaire(NEW, "2.0.0")


def test_two_versions_stand_beside_each_other() -> None:
    found = compare(THEN, NOW)
    assert found.new == ("intro",)
    assert found.removed == ("remarks",)
    assert {one.question: one.kind for one in found.changed} == {
        "mandate": "options", "staff": "same", "hours": "scope", "kinds": "options",
        "order": "options", "feel": "options", "visits": "options", "since": "scope",
    }  # fmt: skip
    assert found.same == ()
    staff = found.now("staff")
    assert staff is not None
    assert staff.in_words() == (
        "Answers mean what they meant.", "It was called “people”, now “staff”.",
        "What can be answered was: no limits; now: at most 100.", "It has another name.",
    )  # fmt: skip
    hours = found.now("hours")
    assert hours is not None
    assert "La unidad era «hours a day», ahora «hours a week»." in hours.in_words("es")


@pytest.mark.parametrize(
    ("was", "value", "now", "expected"),
    [
        ("mandate", "y", "mandate", "yes"),
        ("mandate", "...dont_know", "mandate", "...dont_know"),
        ("people", 12, "staff", 12),
        ("people", "...dont_know", "staff", "...dont_know"),
        ("kinds", ["a"], "kinds", ["a"]),
        ("kinds", Answer(["c"], other="by boat"), "kinds", Answer(["c"], other="by boat")),
        ("kinds", Answer(["a"], comment="mind"), "kinds", Answer(["a"], comment="mind")),
        ("order", ["b"], "order", ["ab"]),
        ("feel", {"park": "2"}, "feel", {"park": "2"}),
        ("visits", [{"day": "2025-01-01", "kind": "a"}], "visits",
         [{"day": "2025-01-01", "kind": "x"}]),
    ],
)  # fmt: skip
def test_answers_find_their_place(was: str, value: Any, now: str, expected: Any) -> None:
    found = carry({was: answer(value)}, THEN, NOW)
    assert list(found) == [now]
    assert found[now].fits
    assert found[now].answer == answer(expected)
    assert (found[now].was, found[now].version) == (was, "1.0.0")


@pytest.mark.parametrize(
    ("was", "value", "kind"),
    [
        ("mandate", "p", "options"),
        ("mandate", "...not_in_remit", "options"),
        ("people", 101, "same"),
        ("hours", 8, "scope"),
        ("kinds", ["a", "b"], "options"),
        ("order", ["a", "b"], "options"),
        ("feel", {"park": "1", "square": "2"}, "options"),
        ("visits", [{"kind": "z"}], "options"),
        ("since", "2025-01-01", "scope"),
    ],
)
def test_what_no_longer_fits_is_shown_as_it_was(was: str, value: Any, kind: str) -> None:
    (previous,) = carry({was: answer(value)}, THEN, NOW).values()
    assert not previous.fits
    assert previous.change_kind == kind
    assert previous.answer == answer(value)


def test_a_sheet_is_brought_over_and_nothing_is_lost() -> None:
    given_answers = {"mandate": "y", "people": 12, "hours": 8, "kinds": ["b"], "remarks": "None."}
    before = sheet(
        THEN,
        given_answers,
        seconds={"s": 60.0, "gone": 5.0},
        hard={"people": "who?", "remarks": ""},
    )
    found = migrate(before, THEN, NOW)
    assert found.sheet.version == "2.0.0"
    assert found.sheet.answers == {"mandate": answer("yes"), "staff": answer(12)}
    assert found.sheet.seconds == {"s": 60.0}
    assert found.sheet.hard == {"staff": "who?"}
    assert {(one.question, one.now, one.reason) for one in found.left} == {
        ("hours", "hours", "scope"), ("kinds", "kinds", "gone"), ("remarks", "", "removed"),
    }  # fmt: skip
    assert found.answered_in == {"mandate": "1.0.0", "staff": "1.0.0"}
    assert check_sheet(NOW, found.sheet).errors == []
    assert before.version == "1.0.0"
    with pytest.raises(ValueError, match=r"answers test.questions 1.0.0, not test.questions 2.0.0"):
        migrate(before, NOW, NOW)


def test_a_single_choice_becomes_one_of_several_where_the_version_says_so() -> None:
    options = "options: [{code: a, label: A}, {code: b, label: B}]"
    old = questionnaire(f"questions: [{{id: q, text: Q, {options}}}]")
    several = f"questions: [{{id: q, text: Q, type: multiple, {options}}}]"
    mapped = questionnaire(
        f"{several}\nchanges: [{{since: 1.0.0, question: q, kind: wording}}]", "1.1.0"
    )
    unmapped = questionnaire(several, "1.1.0")
    assert carry({"q": answer("a")}, old, mapped)["q"].answer == answer(["a"])
    assert not carry({"q": answer("a")}, old, unmapped)["q"].fits


def test_two_questions_may_exchange_their_ids() -> None:
    old = questionnaire("questions: [{id: a, text: First}, {id: b, text: Second}]")
    new = questionnaire(
        "questions: [{id: a, text: Second}, {id: b, text: First}]\n"
        "changes: [{since: 1.0.0, question: a, was: b, kind: same},"
        " {since: 1.0.0, question: b, was: a, kind: same}]",
        "1.1.0",
    )
    found = carry({"a": answer("1"), "b": answer("2")}, old, new)
    assert {name: one.answer.value for name, one in found.items()} == {"a": "2", "b": "1"}


def test_an_id_that_is_used_again_takes_no_answer_of_its_old_owner() -> None:
    old = questionnaire("questions: [{id: a, text: First}]")
    new = questionnaire(
        "questions: [{id: a, text: Third}, {id: z, text: First}]\n"
        "changes: [{since: 1.0.0, question: z, was: a, kind: same},"
        " {since: 1.1.0, question: a, was: a, kind: wording}]",
        "1.2.0",
    )
    assert list(carry({"a": answer("1")}, old, new)) == ["z"]
    assert compare(old, new).new == ("a",)


# ---- properties ---------------------------------------------------------------------------------

VALUES = {
    "mandate": st.sampled_from(["y", "n", "p", "...dont_know", "...not_in_remit"]),
    "people": st.integers(0, 200) | st.just("...dont_know"),
    "hours": st.integers(0, 24),
    "kinds": st.lists(st.sampled_from("abc"), unique=True, min_size=1),
    "order": st.lists(st.sampled_from("ab"), unique=True, min_size=1),
    "feel": st.dictionaries(st.sampled_from(["park", "square"]), st.sampled_from("12"), min_size=1),
    "visits": st.lists(st.fixed_dictionaries({"kind": st.just("a")}), min_size=1, max_size=3),
    "remarks": st.text(min_size=1),
}
ANSWERS = st.fixed_dictionaries({}, optional=VALUES).map(
    lambda values: {name: answer(value) for name, value in values.items()}
)


@given(ANSWERS)
def test_over_identical_versions_every_answer_stays(answers: dict[str, Answer]) -> None:
    found = carry(answers, THEN, questionnaire(OLD, "1.0.1"))
    assert {name: one.answer for name, one in found.items()} == answers
    assert all(one.fits and one.change_kind == "same" for one in found.values())


@given(ANSWERS)
def test_what_fits_is_a_right_answer_now_and_the_rest_is_left(answers: dict[str, Answer]) -> None:
    found = migrate(sheet(THEN, answers), THEN, NOW)
    assert check_sheet(NOW, found.sheet).errors == []
    assert len(found.sheet.answers) + len(found.left) == len(answers)
    assert all(one.answer == answers[one.question] for one in found.left)


TYPES = {
    "text": "type: text", "number": "type: number", "date": "type: date",
    "single": "options: [{code: a, label: A}]",
    "multiple": "type: multiple, options: [{code: a, label: A}]",
    "ranking": "type: ranking, options: [{code: a, label: A}]",
    "matrix": "type: matrix, options: [{code: a, label: A}], rows: [{id: r, text: R}]",
    "place": "type: place", "file": "type: file",
    "record": "type: record, fields: [{id: f, text: F}]",
    "repeat": "type: repeat, fields: [{id: f, text: F}]",
}  # fmt: skip
OF_TYPE = {
    "text": "a", "number": 1, "date": "2025-01-01", "single": "a", "multiple": ["a"],
    "ranking": ["a"], "matrix": {"r": "a"}, "place": Answer({"lat": 1, "lon": 1}),
    "file": Answer([{"name": "x.pdf"}]), "record": {"f": "a"}, "repeat": [{"f": "a"}],
}  # fmt: skip


@pytest.mark.parametrize("then", TYPES)
@pytest.mark.parametrize("now", TYPES)
def test_nothing_goes_to_a_question_of_another_type(then: str, now: str) -> None:
    old = questionnaire(f"questions: [{{id: q, text: Q, {TYPES[then]}}}]")
    new = questionnaire(f"questions: [{{id: q, text: Q, {TYPES[now]}}}]", "1.1.0")
    given_answer = answer(OF_TYPE[then])
    (previous,) = carry({"q": given_answer}, old, new).values()
    assert previous.fits is (then == now)
    assert previous.answer == given_answer


KINDS = ("same", "wording", "options", "scope")


def declared(one: dict[str, Any], number: int) -> list[str]:
    """Return the changes of a question from each earlier version straight to this one."""
    lines = []
    for since, (was, codes) in enumerate(one["past"]):
        kinds = one["kinds"][since:]
        if not any(kinds):
            continue
        kind = max((kind for kind in kinds if kind), key=KINDS.index)
        offered = [code for code in one["codes"] if code]
        mapped = ", ".join(
            f"{then}: {now}"
            for then, now in zip(codes, one["codes"], strict=True)
            if now in offered
        )
        lines.append(
            f"  - {{since: 1.{since}.0, question: {one['id']}, was: {was}, kind: {kind},"
            f" codes: {{{mapped}}}}}"
        )
    return lines


def version(number: int, questions: list[dict[str, Any]], gone: list[str]) -> Questionnaire:
    lines = ["questions:", "  - {id: last, text: Last}"]
    changes = ["  - {since: 0.1.0, question: last, kind: same}", *gone]
    for one in questions:
        options = ", ".join(f"{{code: {code}, label: L}}" for code in one["codes"] if code)
        lines.append(f"  - {{id: {one['id']}, text: {one['text']}, options: [{options}]}}")
        changes += declared(one, number)
    return questionnaire("\n".join([*lines, "changes:", *changes]), f"1.{number}.0")


def stepped(one: dict[str, Any], number: int, what: str) -> dict[str, Any]:
    """Return a question one version on."""
    now = {**one, "past": [*one["past"], (one["id"], one["codes"])], "codes": list(one["codes"])}
    kind = {"keep": None, "drop": "options", "text": "wording", "scope": "scope"}.get(what, "same")
    now["kinds"] = [*one["kinds"], kind]
    if what == "rename":
        now["id"] = f"{one['id']}{number}"
    elif what == "code":
        now["codes"][0] = f"{one['codes'][0]}{number}"
    elif what == "drop":
        now["codes"][1] = None
    elif what == "text":
        now["text"] = f"{one['text']} again"
    return now


@st.composite
def histories(draw: st.DrawFn) -> list[Questionnaire]:
    """Return three versions in a row that declare what happened to their questions."""
    questions: list[dict[str, Any]] = [
        {"id": name, "text": f"Text {name}", "codes": ["a", "b"], "past": [], "kinds": []}
        for name in ("p", "q")
    ]
    gone: list[str] = []
    every = [version(0, questions, gone)]
    steps = st.sampled_from(["keep", "rename", "code", "drop", "text", "remove", "scope"])
    for number in (1, 2):
        after = []
        for one in questions:
            what = draw(steps)
            if what == "remove":
                gone.append(f"  - {{since: 1.{number - 1}.0, was: {one['id']}, kind: removed}}")
            else:
                after.append(stepped(one, number, what))
        questions = after
        every.append(version(number, questions, gone))
    return every


@given(histories(), st.sampled_from("ab"), st.sampled_from("ab"))
def test_two_steps_are_one_long_step(every: list[Questionnaire], p: str, q: str) -> None:
    first, second, third = every
    answers = {"p": answer(p), "q": answer(q)}
    middle = {n: one.answer for n, one in carry(answers, first, second).items() if one.fits}
    stepwise = {n: one.answer for n, one in carry(middle, second, third).items() if one.fits}
    directly = {n: one.answer for n, one in carry(answers, first, third).items() if one.fits}
    assert stepwise == directly
