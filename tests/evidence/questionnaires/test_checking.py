"""What is wrong with answers, and how far a sheet is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.problems import Place
from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.checking import Progress, check_answer, check_sheet, progress
from questions_by_hand import answer, questionnaire, sheet

FORM = questionnaire("""
sections:
  - {id: first, name: First}
  - {id: night, name: At night, relevant: "${patrol} = 'yes'"}
scales:
  - id: agree
    name: Agreement
    points:
      - {code: 1, label: {en: agree, es: de acuerdo}}
      - {code: 2, label: {en: disagree, es: en desacuerdo}}
    missing: [{code: dont_know, label: don't know}]
questions:
  - {id: hello, text: Welcome, type: note}
  - id: patrol
    text: {en: Does a patrol go out?, es: ¿Sale una patrulla?}
    options: [{code: yes, label: "Yes, it does"}, {code: "no", label: "No"}]
    required: true
    missing: [not_in_remit]
  - id: kinds
    text: Which kinds?
    type: multiple
    low: 1
    high: 2
    options:
      - {code: a, label: On foot}
      - {code: b, label: By car}
      - {code: c, label: By bicycle}
      - {code: x, label: Another, other: true}
      - {code: n, label: None, exclusive: true}
    missing: [dont_know]
  - id: order
    text: What first?
    type: ranking
    options: [{code: a, label: A}, {code: b, label: B}]
  - {id: staff, text: How many people?, type: number, whole: true, low: 0, high: 500, missing: [dont_know]}
  - {id: since, text: Since when?, type: date, low: 2000-01-01, constraint: . <= date('2026-01-01'),
     constraint_message: {en: That is not yet., es: Eso aún no ha llegado.}}
  - {id: post, text: Postcode, constraint: "regex(., '[0-9]{5}') or . = 'none'"}
  - id: feel
    text: How safe?
    type: matrix
    scale: agree
    rows: [{id: park, text: The park}, {id: square, text: The square}]
    required: true
  - {id: plan, text: The plan, type: file, accepts: [.pdf], high: 1}
  - {id: where, text: Where?, type: place}
  - {id: area, text: Which area?, type: place, area: true}
  - id: visits
    text: Visits
    type: repeat
    high: 2
    fields:
      - {id: day, text: Day, type: date, required: true}
      - {id: until, text: Until, type: date, constraint: ". >= ${visits_day}"}
      - {id: why, text: Why?, relevant: "${visits_until} != ''"}
  - id: contact
    text: Contact
    type: record
    fields: [{id: name, text: Name, required: true}, {id: role, text: Role}]
  - {id: hours, text: Until when?, section: night, type: number, required: true}
""")  # noqa: E501 - a pack as it is written
FILE = {"name": "plan.PDF", "sha256": "0" * 64, "size": 1}


def codes(name: str, value: Any, **others: Any) -> list[str]:
    question = FORM.question(name)
    assert question is not None
    answers = {key: answer(one) for key, one in others.items()}
    return [one.code for one in check_answer(FORM, question, answer(value), answers)]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("patrol", "yes", []),
        ("patrol", "...not_in_remit", []),
        ("patrol", "...dont_know", ["A666"]),
        ("patrol", "maybe", ["A650"]),
        ("patrol", "yes,  It does", ["A651"]),
        ("patrol", ["yes"], ["A665"]),
        ("patrol", 1, ["A665"]),
        ("patrol", None, ["A660"]),
        ("patrol", "", ["A660"]),
        ("kinds", ["a", "b"], []),
        ("kinds", ["n"], []),
        ("kinds", "...dont_know", []),
        ("kinds", ["a", "b", "c"], ["A657"]),
        ("kinds", ["a", "n"], ["A658"]),
        ("kinds", ["a", "dont_know"], ["A658"]),
        ("kinds", ["dont_know"], ["A665"]),
        ("kinds", ["a", "a"], ["A659"]),
        ("kinds", ["a", "by car"], ["A651"]),
        ("kinds", "a", ["A665"]),
        ("kinds", [], []),
        ("kinds", ["x"], ["A667"]),
        ("kinds", Answer(["x"], other="On a horse"), []),
        ("kinds", Answer(["a"], other="On a horse"), ["A667"]),
        ("order", ["b", "a"], []),
        ("order", ["b", "b"], ["A659"]),
        ("order", ["b", "z"], ["A650"]),
        ("staff", 12, []),
        ("staff", 0, []),
        ("staff", 12.0, []),
        ("staff", 12.5, ["A654"]),
        ("staff", 501, ["A652"]),
        ("staff", -1, ["A652"]),
        ("staff", "12", ["A653"]),
        ("staff", True, ["A653"]),
        ("staff", float("nan"), ["A653"]),
        ("staff", 10**400, ["A653"]),
        ("staff", "...dont_know", []),
        ("since", "2025-03-01", []),
        ("since", "2025-02-30", ["A655"]),
        ("since", "1.3.2025", ["A655"]),
        ("since", "1999-12-31", ["A656"]),
        ("since", "2026-03-01", ["A661"]),
        ("post", "28013", []),
        ("post", "none", []),
        ("post", "2801", ["A661"]),
        ("post", 28013, ["A665"]),
        ("feel", {"park": "1", "square": "...dont_know"}, []),
        ("feel", "...dont_know", []),
        ("feel", {"park": "1"}, ["A660"]),
        ("feel", {"park": "1", "square": "3"}, ["A650"]),
        ("feel", {"park": "1", "square": "DE ACUERDO"}, ["A651"]),
        ("feel", {"park": "1", "square": "2", "street": "1"}, ["A663"]),
        ("plan", Answer([FILE]), []),
        ("plan", Answer([FILE, FILE]), ["A657"]),
        ("plan", Answer([{"name": "plan.exe"}]), ["A668"]),
        ("plan", "plan.pdf", ["A665"]),
        ("plan", Answer([{"size": 1}]), ["A665"]),
        ("where", Answer({"lat": 36.7, "lon": -4.4}), []),
        ("where", Answer({"lat": -200, "lon": 36.7}), ["A669"]),
        ("where", Answer({"lat": "36,7", "lon": 4}), ["A665"]),
        ("where", Answer({"lat": 10**400, "lon": 4}), ["A665"]),
        ("where", "Malaga", ["A665"]),
        ("area", Answer({"points": [[1, 1], [1, 2], [2, 2]]}), []),
        ("area", Answer({"points": [[1, 1], [1, 2]]}), ["A665"]),
        ("visits", [{"day": "2025-03-01", "until": "2025-03-02", "why": "because"}], []),
        ("visits", [{"day": "2025-03-01", "until": "2025-02-28"}], ["A661"]),
        ("visits", [{"day": "2025-03-01"}, {"until": "2025-03-01"}], ["A660", "A661"]),
        ("visits", [{"day": "2025-03-01", "why": "because"}], ["A662"]),
        ("visits", [{"day": "2025-03-01"}] * 3, ["A657"]),
        ("visits", [{"day": "2025-03-01", "who": "x"}], ["A663"]),
        ("visits", Answer("twice"), ["A665"]),
        ("visits", Answer(["twice"]), ["A665"]),
        ("contact", {"name": "x", "role": "y"}, []),
        ("contact", {"role": "y"}, ["A660"]),
        ("contact", Answer("x"), ["A665"]),
        ("hours", None, []),
        ("hours", 3, ["A662"]),
        ("hello", "good day", ["A665"]),
    ],
)  # fmt: skip
def test_each_fault_of_an_answer_has_its_number(name: str, value: Any, expected: list[str]) -> None:
    assert codes(name, value) == expected


def test_an_answer_is_checked_against_the_others() -> None:
    assert codes("hours", 3, patrol="yes") == []
    assert codes("hours", None, patrol="yes") == ["A660"]
    assert codes("hours", 3, patrol="no") == ["A662"]


def test_a_message_names_the_question_and_what_to_write() -> None:
    patrol = FORM.question("patrol")
    assert patrol is not None
    (label,) = check_answer(FORM, patrol, Answer("no "), {}, Place("answers.csv", row=7))
    assert str(label) == (
        "A651 answers.csv row 7 (patrol): “no” is the label of an option of “Does a patrol go "
        "out?” (patrol); its code is “no”. Write the code “no”, or export codes instead of labels."
    )
    (unknown,) = check_answer(FORM, patrol, Answer("yess"), {})
    assert unknown.mend() == "Did you mean “yes”? Write one of its codes: yes, no, not_in_remit."
    assert unknown.sentence("es") == "«¿Sale una patrulla?» (patrol) no tiene el código «yess»."


def test_a_constraint_speaks_with_the_words_of_the_questionnaire() -> None:
    since, visits = FORM.question("since"), FORM.question("visits")
    assert since is not None
    assert visits is not None
    (own,) = check_answer(FORM, since, Answer("2026-03-01"), {})
    assert own.sentence("es") == "«Since when?» (since): Eso aún no ha llegado."
    rows = answer([{"day": "2025-03-01"}, {"day": "2025-03-01", "until": "2025-01-01"}])
    (usual,) = check_answer(FORM, visits, rows, {})
    assert usual.place == Place(row=2, entry="visits_until")
    assert usual.sentence() == ("“Until” (visits_until): the answer is at least “Visits: Day”")


def test_a_sheet_is_checked_in_the_order_of_its_questions() -> None:
    found = check_sheet(
        FORM, sheet(FORM, {"hours": 3, "staff": "many", "patrol": "no", "staf": 1, "hello": "x"})
    )
    assert [(one.code, one.place.entry) for one in found] == [
        ("A665", "hello"), ("A653", "staff"), ("A660", "feel"), ("A662", "hours"),
        ("A663", "staf"), ("A663", "hello"),
    ]  # fmt: skip
    assert found.errors[-2].mend().startswith("Did you mean “staff”?")


@pytest.mark.parametrize("other", [{"version": "0.9.0"}, {"questionnaire": "another"}])
def test_a_sheet_for_another_version_is_not_read_against_this_one(other: dict[str, str]) -> None:
    (found,) = check_sheet(FORM, sheet(FORM, {"patrol": "?"}, **other))
    assert found.code == "A664"


def test_progress_counts_what_is_asked() -> None:
    def of(**answers: Any) -> dict[str, Progress]:
        return progress(FORM, {name: answer(value) for name, value in answers.items()})

    assert of() == {"first": Progress(12, 0, 2)}
    assert of(patrol="no") == {"first": Progress(12, 1, 1)}
    assert of(patrol="yes")["night"] == Progress(1, 0, 1)
    assert of(patrol="yes", hours=0)["night"] == Progress(1, 1, 0)
    assert of(feel={"park": "1"})["first"] == Progress(12, 0, 2)
    assert of(feel={"park": "1", "square": "2"})["first"] == Progress(12, 1, 1)
    assert of(feel="...dont_know")["first"] == Progress(12, 1, 1)
    assert of(contact={"role": "x"})["first"] == Progress(12, 0, 3)
    assert of(contact={"name": "x"})["first"] == Progress(12, 1, 2)
    assert of(visits=[{"day": "2025-01-01"}, {}])["first"] == Progress(12, 0, 3)
    assert of(patrol="no", feel="...dont_know")["first"].complete


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["yes", "a", "1", "2025-01-01", 10**400]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["park", "day", "until", "name", "lat", "lon", "points"]),
                      inner | inner.map(Answer), max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([one.id for one in FORM.questions()]),
                       st.builds(Answer, ANYTHING, st.sampled_from(["", "", "dont_know", "?"])),
                       max_size=4))  # fmt: skip
def test_whatever_an_answer_holds_it_is_answered(answers: dict[str, Answer]) -> None:
    progress(FORM, answers)
    for problem in check_sheet(
        FORM, sheet(FORM, {}).__class__("s", FORM.id, FORM.version, answers)
    ):
        assert problem.sentence("es")
        assert problem.mend("en")
