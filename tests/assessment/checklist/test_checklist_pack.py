"""The checklist of Action 1: 76 questions, each with source and mark, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from paseo.assessment.framework_pack import load_framework
from paseo.content.language import LanguageMap
from paseo.content.store import store
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet, sheet_from_plain
from paseo.evidence.questionnaires.checking import check_sheet, progress
from paseo.evidence.questionnaires.logic import asked
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.table import from_rows, tables

EXAMPLE = Path(__file__).parents[3] / "examples" / "checklist" / "generated-town.yaml"
PACK = "paseo.questionnaire.action1-checklist"
#: How many questions each section has.
LETTERS = {
    "A": 6, "B": 6, "C": 5, "D": 10, "E": 4, "F": 3, "G": 6, "H": 6, "I": 9, "J": 5, "K": 5,
    "L": 4, "M": 3, "N": 4,
}  # fmt: skip


@pytest.fixture(scope="module")
def checklist() -> Questionnaire:
    return load_questionnaire(PACK)


@pytest.fixture(scope="module")
def example(checklist: Questionnaire) -> AnswerSheet:
    return sheet_from_plain(checklist, yaml.safe_load(EXAMPLE.read_text("utf-8")))


def texts(one: Any) -> Iterator[LanguageMap]:
    """Yield every text of a question, of its options, rows and fields."""
    for name in ("text", "help", "unit", "low_anchor", "high_anchor", "constraint_message"):
        if getattr(one, name) is not None:
            yield getattr(one, name)
    if one.options is not None:
        yield one.options.name
        yield from (each.label for each in (*one.options.options, *one.options.missing))
    yield from (each.label for each in one.missing)
    yield from (row.text for row in one.rows)
    for field in one.fields:
        yield from texts(field)


def test_it_has_76_questions_in_14_sections_with_ids_by_section(checklist: Questionnaire) -> None:
    ids = [one.id for one in checklist.questions()]
    assert ids == [f"{letter}{n}" for letter, most in LETTERS.items() for n in range(1, most + 1)]
    assert len(ids) == 76
    assert [one.id for one in checklist.sections] == list(LETTERS)


def test_49_questions_are_composed_and_27_adapted_and_none_is_called_stated(
    checklist: Questionnaire,
) -> None:
    marks = Counter(one.evidence for one in checklist.questions())
    assert marks == {"composed": 49, "adapted": 27}


def test_every_question_names_a_source_and_an_adapted_one_names_somebody_elses(
    checklist: Questionnaire,
) -> None:
    for one in checklist.questions():
        named = {use.id for use in one.sources}
        assert named and named <= set(checklist.sources), one.id
        assert ("paseo" in named) == (one.evidence == "composed"), one.id


def test_every_text_stands_in_english_and_spanish(checklist: Questionnaire) -> None:
    for one in checklist.questions():
        for words in texts(one):
            assert set(words) == {"en", "es"} and all(words.values()), one.id
    for section in checklist.sections:
        assert section.intro is not None
        assert set(section.name) == set(section.intro) == {"en", "es"}


def test_sentences_are_translated_and_not_copied(checklist: Questionnaire) -> None:
    for one in checklist.questions():
        assert one.help is not None, one.id
        for words in (one.text, one.help):
            assert words["en"] != words["es"], one.id
        assert one.text["es"].count("?") == one.text["en"].count("?"), one.id


def test_it_says_that_it_is_not_the_checklist_of_the_partnership(checklist: Questionnaire) -> None:
    assert "not the checklist of the Partnership" in checklist.description["en"]
    assert "No es la lista de la Asociación" in checklist.description["es"]


def test_codes_are_lower_case_words(checklist: Questionnaire) -> None:
    def check(one: Question) -> None:
        for option in one.options.options if one.options else ():
            assert re.fullmatch(r"[a-z][a-z0-9_]*|[0-3]", option.code), (one.id, option.code)
        for field in one.fields:
            check(field)

    for one in checklist.questions():
        check(one)


def test_only_an_option_that_rules_out_the_others_stands_alone(checklist: Questionnaire) -> None:
    for one in checklist.questions():
        if one.type == "multiple":
            assert one.options is not None
            for option in one.options.options:
                alone = option.code in ("none", "nothing", "nobody")
                assert option.exclusive == alone, (one.id, option.code)


def test_what_a_question_feeds_is_in_the_framework(checklist: Questionnaire) -> None:
    fed = {one.id: one.indicators for one in checklist.questions() if one.indicators}
    assert fed == {"A4": ("BGC-22",), "D6": ("SEC-05", "SEC-21")}
    names = {one.id: one.name["en"] for one in load_framework().indicators}
    assert names["BGC-22"] == "Security competences held locally"
    assert names["SEC-05"] == "Assault injuries treated in hospital"
    assert names["SEC-21"] == "Nuisance reports by residents"


def test_the_dimensions_are_those_of_the_framework(checklist: Questionnaire) -> None:
    rows = checklist.question("G1").rows  # type: ignore[union-attr]
    framework = load_framework()
    assert [(row.id.replace("_", "-"), row.text) for row in rows] == [
        (one.id, one.name) for one in framework.dimensions
    ]


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("D1", {"source", "owner", "geography", "frequency", "quality", "feeds", "delivery"}),
        ("D5", {"source", "owner", "geography", "frequency", "quality", "feeds", "delivery"}),
        ("D10", {"source", "owner", "contact", "geography", "frequency", "from_year", "to_year",
                 "quality", "agreement", "licence", "until", "feeds", "delivery", "effort"}),
        ("K1", {"source", "basis"}),
    ],
)  # fmt: skip
def test_a_source_of_data_is_answered_as_data(
    checklist: Questionnaire, question: str, fields: set[str]
) -> None:
    found = checklist.question(question)
    assert found is not None and found.type == "repeat"
    by_id = {one.id: one for one in found.fields}
    assert fields <= set(by_id)
    for name in fields & {"geography", "frequency", "quality", "agreement", "basis"}:
        assert by_id[name].type == "single", name


def test_without_a_survey_the_questions_on_the_survey_are_not_asked(
    checklist: Questionnaire,
) -> None:
    assert {f"I{n}" for n in range(1, 10)} <= asked(checklist, {})
    none = asked(checklist, {"I1": Answer("no_survey")})
    assert {one for one in none if one.startswith("I")} == {"I1"}


def test_without_walks_the_questions_on_walks_are_not_asked(checklist: Questionnaire) -> None:
    found = asked(checklist, {"J2": Answer("no_walks")})
    assert {one for one in found if one.startswith("J")} == {"J1", "J2"}


@pytest.mark.parametrize(
    ("geography", "expected"), [("point", True), ("grid", True), ("district", False)]
)
def test_fine_geography_asks_who_may_see_it(
    checklist: Questionnaire, geography: str, expected: bool
) -> None:
    found = asked(checklist, {"D2": Answer(geography), "B2": Answer(["city"])})
    assert ("K5" in found) is expected


def test_without_police_data_nobody_is_asked_how_they_are_recorded(
    checklist: Questionnaire,
) -> None:
    found = asked(checklist, {"D2": Answer("not_available")})
    assert found.isdisjoint({"D3", "D4", "H2", "H4", "H5"})


def test_scores_are_asked_about_only_where_a_score_is_wanted(checklist: Questionnaire) -> None:
    assert asked(checklist, {"L2": Answer("profile")}).isdisjoint({"L3", "L4"})
    assert {"L3", "L4"} <= asked(checklist, {"L2": Answer("overall_score")})


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("A1", Answer(["incident", "reporting", "budget_case"])),
        ("C2", Answer(["none", "health"])),
        ("K3", Answer({"register": Answer(4), "survey": Answer(30)})),
        ("K3", Answer({"register": Answer(5), "survey": Answer(29)})),
        ("A2", Answer({"date": Answer("30 June")})),
        ("D9", Answer(["telescope"])),
    ],
)
def test_an_answer_beyond_the_limits_is_refused(
    checklist: Questionnaire, example: AnswerSheet, question: str, answer: Answer
) -> None:
    assert not check_sheet(checklist, example).errors
    wrong = replace(example, answers={**example.answers, question: answer})
    found = check_sheet(checklist, wrong).errors
    assert found and all(question in str(problem.place) for problem in found)


def test_the_example_is_whole_and_keeps_every_answer_in_a_table(
    checklist: Questionnaire, example: AnswerSheet
) -> None:
    assert [str(problem) for problem in check_sheet(checklist, example)] == []
    assert not any(one.required_open for one in progress(checklist, example.answers).values())
    back = from_rows(checklist, tables(checklist, [example]))
    assert back[0].answers == example.answers


def test_the_example_says_that_it_was_composed_and_names_codes_that_exist(
    checklist: Questionnaire, example: AnswerSheet
) -> None:
    head = EXAMPLE.read_text("utf-8").splitlines()[0]
    assert head.startswith("# Composed for a demonstration") and "generated" in head
    framework = load_framework()
    known = {one.id for one in framework.indicators} | {one.id for one in framework.dimensions}
    used = {
        code
        for question in ("D1", "D5", "D10")
        for row in example.answer(question).value
        for code in str(row["feeds"].value if "feeds" in row else "").split()
    }
    assert used and used <= known
    names = {row["source"].value for row in example.answer("D10").value}
    for question in ("D1", "D5", "K1"):
        assert {row["source"].value for row in example.answer(question).value} <= names


def test_nothing_is_to_be_said_of_the_pack() -> None:
    path = next(one.path for one in store().packs("questionnaire") if one.id == PACK)
    assert [str(problem) for problem in store().read(path)[1]] == []
