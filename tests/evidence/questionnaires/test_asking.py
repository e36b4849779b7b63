"""Which questions are asked, said in words, and what is wrong with the logic of a pack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.problems import Problems
from paseo.evidence.questionnaires.logic import (
    LogicError,
    asked,
    logic_of,
    relevance_in_words,
    state,
)
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.pack_checks import check_questionnaire
from questions_by_hand import NoShelf, answer, pack_of, questionnaire

CITY = """
sections:
  - {id: start, name: Start}
  - {id: night, name: At night, relevant: "${patrol} = 'yes'"}
  - {id: end, name: End}
scales:
  - id: agree
    name: Agreement
    points: [{code: 1, label: agree}, {code: 2, label: neither}, {code: 3, label: disagree}]
    missing: [{code: dont_know, label: don't know}]
questions:
  - id: mandate
    text: {en: Is there a mandate?, es: ¿Hay un mandato?}
    options:
      - {code: none, label: {en: none, es: ninguno}}
      - {code: some, label: {en: some, es: alguno}}
    missing: [dont_know]
  - id: patrol
    text: Does a patrol go out?
    options: [{code: yes, label: "yes"}, {code: "no", label: "no"}]
    relevant: "${mandate} != 'none'"
  - id: sources
    text: Which sources?
    type: multiple
    options: [{code: a, label: police}, {code: b, label: survey}, {code: n, label: none of these, exclusive: true}]
    missing: [not_in_remit]
  - {id: staff, text: How many people?, type: number, unit: people, missing: [dont_know]}
  - {id: since, text: Since when?, type: date}
  - id: places
    text: How safe are these?
    type: matrix
    scale: agree
    rows: [{id: park, text: The park}, {id: square, text: The square}]
  - id: visits
    text: Visits
    type: repeat
    fields:
      - {id: day, text: On which day?, type: date}
      - {id: seen, text: What was seen?, options: [{code: x, label: something}, {code: y, label: nothing}]}
      - {id: what, text: What?, relevant: "${visits_seen} = 'x' and ${mandate} = 'some'"}
  - id: contact
    text: Contact
    type: record
    fields:
      - {id: name, text: Name}
      - {id: role, text: Role, relevant: "${contact_name} != ''"}
  - {id: hours, text: Until when?, section: night, type: number}
  - {id: why, text: Why so late?, section: end, relevant: "${hours} > 2"}
  - {id: few, text: Why so few?, section: end, relevant: "count(${visits}) < 2 and count(${visits_what}) = 1"}
  - {id: park, text: What of the park?, section: end, relevant: "${places_park} >= 2"}
  - {id: unsure, text: Who knows?, section: end, relevant: "${places_square} = 'dont_know'"}
  - {id: open, text: Who counts?, section: end, relevant: "${staff} = '' and ${staff_missing} = 'dont_know'"}
"""  # noqa: E501 - a pack as it is written
FORM = questionnaire(CITY)
ALWAYS = {"mandate", "sources", "staff", "since", "places", "visits", "contact"}


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, {"patrol"}),
        ({"mandate": "none"}, set()),
        ({"mandate": "...dont_know"}, {"patrol"}),
        ({"mandate": "some", "patrol": "yes"}, {"patrol", "hours"}),
        ({"mandate": "some", "patrol": "yes", "hours": 3}, {"patrol", "hours", "why"}),
        ({"mandate": "some", "patrol": "yes", "hours": 2}, {"patrol", "hours"}),
        # what is not asked counts as empty: neither the patrol nor the hours
        ({"mandate": "none", "patrol": "yes", "hours": 3}, set()),
        ({"mandate": "some", "patrol": "no", "hours": 3}, {"patrol"}),
        ({"places": {"park": "2", "square": "...dont_know"}}, {"patrol", "park", "unsure"}),
        ({"places": {"park": "1", "square": "3"}}, {"patrol"}),
        ({"places": "...dont_know"}, {"patrol", "unsure"}),
        ({"staff": "...dont_know"}, {"patrol", "open"}),
        ({"staff": 0}, {"patrol"}),
        ({"mandate": "some", "visits": [{"seen": "x", "what": "a"}]}, {"patrol", "few"}),
        # the field that counts is not asked here
        ({"visits": [{"seen": "x", "what": "a"}]}, {"patrol"}),
        ({"mandate": "some", "visits": [{"seen": "y", "what": "a"}]}, {"patrol"}),
        ({"mandate": "some", "visits": [{"seen": "x", "what": "a"}, {}]}, {"patrol"}),
    ],
)
def test_what_is_asked_follows_from_the_answers(answers: dict[str, Any], more: set[str]) -> None:
    given_answers = {name: answer(value) for name, value in answers.items()}
    assert asked(FORM, given_answers) == ALWAYS | more


def test_each_row_of_a_repeat_group_has_its_own_fields() -> None:
    visits = [{"seen": "x"}, {"seen": "y"}, {}]
    found = state(FORM, {"mandate": answer("some"), "visits": answer(visits)})
    question = FORM.question("visits")
    assert question is not None
    assert [found.is_asked(question, "what", row) for row in range(4)] == [
        True,
        False,
        False,
        False,
    ]
    assert [found.is_asked(question, "day", row) for row in range(3)] == [True, True, True]


def test_a_field_of_a_record_is_asked_by_what_stands_beside_it() -> None:
    contact = FORM.question("contact")
    assert contact is not None
    assert not state(FORM, {}).is_asked(contact, "role")
    assert state(FORM, {"contact": answer({"name": "x"})}).is_asked(contact, "role")


def test_today_can_be_set() -> None:
    form = questionnaire("""
questions:
  - {id: since, text: Since when?, type: date}
  - {id: old, text: Still?, relevant: "today() - ${since} > 365"}
""")
    given_answers = {"since": answer("2025-01-01")}
    assert "old" in asked(form, given_answers, datetime(2026, 11, 25, tzinfo=UTC))
    assert "old" not in asked(form, given_answers, datetime(2025, 6, 1, tzinfo=UTC))


def test_the_logic_is_compiled_once() -> None:
    assert logic_of(FORM) is logic_of(FORM)
    assert logic_of(questionnaire(CITY)) is not logic_of(FORM)


def test_a_chain_of_two_thousand_questions_is_followed_in_any_order() -> None:
    lines = [
        f"  - {{id: q{at}, text: And?, relevant: \"${{q{at + 1}}} = 'a'\"}}" for at in range(2000)
    ]
    form = build_questionnaire(
        pack_of("questions:\n" + "\n".join(lines) + "\n  - {id: q2000, text: Last}\n")
    )
    every = {f"q{at}": answer("a") for at in range(2001)}
    assert len(asked(form, every)) == 2001
    assert asked(form, every | {"q2000": answer("b")}) == {"q2000"}
    assert asked(form, every | {"q1000": answer("b")}) == {f"q{at}" for at in range(1000, 2001)}


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.data())
def test_asked_is_what_the_definition_says(first: list[bool], data: st.DataObject) -> None:
    """Against the definition written out: asked if all that it names is asked and answered so."""
    size = len(first)
    needs = [data.draw(st.sets(st.integers(0, at - 1), max_size=3) if at else st.just(set()))
             for at in range(size)]  # fmt: skip
    lines = []
    for at, used in enumerate(needs):
        relevant = " and ".join(f"${{q{one}}} = 'a'" for one in sorted(used)) or "true()"
        lines.append(f'  - {{id: q{at}, text: And?, relevant: "{relevant}"}}')
    form = questionnaire("questions:\n" + "\n".join(lines))
    answers = {f"q{at}": answer("a" if yes else "b") for at, yes in enumerate(first)}
    expected: list[bool] = []
    for used in needs:
        expected.append(all(expected[one] and first[one] for one in used))
    assert asked(form, answers) == {f"q{at}" for at, yes in enumerate(expected) if yes}


@pytest.mark.parametrize(
    ("relevant", "english"),
    [
        ("${mandate} = 'none'", "Only if “Is there a mandate?” is “none”."),
        ("'none' = ${mandate}", "Only if “Is there a mandate?” is “none”."),
        ("not(${mandate} = 'none')", "Only if “Is there a mandate?” is not “none”."),
        ("${mandate} = 'dont_know'", "Only if “Is there a mandate?” is “Don't know”."),
        ("selected(${mandate}, 'some')", "Only if “Is there a mandate?” is “some”."),
        ("selected(${sources}, 'a')", "Only if “Which sources?” includes “police”."),
        ("not(selected(${sources}, 'a'))", "Only if “Which sources?” does not include “police”."),
        ("${staff} != ''", "Only if “How many people?” has an answer."),
        ("${staff} = ''", "Only if “How many people?” has no answer."),
        ("${staff} >= 2.5", "Only if “How many people?” is at least 2.5."),
        ("3 < ${staff}", "Only if “How many people?” is more than 3."),
        ("${staff} = 3", "Only if “How many people?” is 3."),
        ("${places_park} = 1", "Only if “How safe are these?: The park” is “agree”."),
        ("${contact_name} != ''", "Only if “Contact: Name” has an answer."),
        ("${since} <= today()", "Only if “Since when?” is at most today."),
        ("${since} > date('2026-01-01')", "Only if “Since when?” is more than 2026-01-01."),
        ("count-selected(${sources}) > 1",
         "Only if the number of answers chosen in “Which sources?” is more than 1."),
        ("count(${visits}) = 0", "Only if the number of entries in “Visits” is 0."),
        ("${staff} > 1 and (${mandate} = 'some' or ${staff} > 9)",
         "Only if “How many people?” is more than 1 and (“Is there a mandate?” is “some” or "
         "“How many people?” is more than 9)."),
        ("not(${mandate} = 'some' or selected(${sources}, 'a'))",
         "Only if “Is there a mandate?” is not “some” and “Which sources?” does not include "
         "“police”."),
        ("not(${staff} > 3)", "Only if this holds: not(${staff} > 3)."),
        ("true()", "Only if always."),
    ],
)  # fmt: skip
def test_skip_logic_is_said_in_words(relevant: str, english: str) -> None:
    form = questionnaire(
        f'{CITY}  - {{id: last, text: Last, section: end, relevant: "{relevant}"}}'
    )
    question = form.question("last")
    assert question is not None
    assert relevance_in_words(form, question) == english


def test_words_come_in_the_language_that_is_asked_for() -> None:
    patrol, staff = FORM.question("patrol"), FORM.question("staff")
    assert patrol is not None
    assert staff is not None
    assert relevance_in_words(FORM, patrol, "es") == "Solo si «¿Hay un mandato?» no es «ninguno»."
    assert relevance_in_words(FORM, staff) == ""
    night = FORM.section("night")
    assert night is not None
    assert relevance_in_words(FORM, night) == "Only if “Does a patrol go out?” is “yes”."


def problems_of(extra: str) -> list[tuple[str, dict[str, Any]]]:
    found = Problems()
    check_questionnaire(pack_of(CITY + extra), found, NoShelf())
    return [(problem.code, problem.values) for problem in found]


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        ('  - {id: z, text: Z, relevant: "${places} != \'\'"}', ["P618"]),
        ('  - {id: z, text: Z, relevant: "count(${places}) > 1"}', []),
        ('  - {id: z, text: Z, relevant: "sum(${visits_day}) > 1"}', []),
        ('  - {id: z, text: Z, relevant: "-${visits_day} > 1"}', ["P618"]),
        ('  - {id: z, text: Z, relevant: "${z} = 1"}', ["P614"]),
        ('  - {id: z, text: Z, relevant: "${mandate} = \'\'"}', []),
        ('  - {id: z, text: Z, relevant: "${mandate} = ${patrol}"}', []),
        ('  - {id: z, text: Z, relevant: "${places_park} = 4"}', ["P616"]),
        ('  - {id: z, text: Z, relevant: "selected(${sources}, \'c\')"}', ["P616"]),
        ('  - {id: z, text: Z, relevant: "selected(${sources}, \'not_in_remit\')"}', []),
        ('  - {id: z, text: Z, relevant: "${staff_missing} = \'refused\'"}', ["P616"]),
        ('  - {id: z, text: Z, relevant: "regex(${staff}, \'(\')"}', ["P612"]),
        ('  - {id: z, text: Z, constraint: ". != ${nothing}"}', ["P613"]),
        ('  - {id: z, text: Z, relevant: ". = 1"}', ["P619"]),
        ("  - {id: z, text: Z, constraint_message: Mind.}", ["P617"]),
        ('  - {id: z, text: Z, type: record, fields: [{id: f, text: F, relevant: "${z_f} = 1"}]}',
         ["P614"]),
        ('  - {id: z, text: Z, type: record, fields: [{id: f, text: F, relevant: "${zz} = 1"}]}',
         ["P613"]),
        ('  - {id: z, text: Z, section: night, constraint: ". > ${later}", type: number}\n'
         '  - {id: later, text: L, section: end, type: number}', []),
    ],
)  # fmt: skip
def test_faults_of_the_logic_are_found_when_it_is_loaded(extra: str, codes: list[str]) -> None:
    assert [code for code, _ in problems_of(extra)] == codes


def test_a_section_that_waits_for_its_own_question_is_a_circle() -> None:
    text = CITY.replace("${patrol} = 'yes'", "${hours} > 1")
    found = Problems()
    check_questionnaire(pack_of(text), found, NoShelf())
    assert [(one.code, one.values.get("circle")) for one in found] == [
        ("P614", "night → hours → night")
    ]
    with pytest.raises(LogicError, match="circle: night → hours → night"):
        asked(build_questionnaire(pack_of(text)), {})
