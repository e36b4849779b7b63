"""Answer sheets as tables: one column per variable, and nothing is lost on the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer_strategies import sheets
from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet, sheet_to_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.table import from_rows, tables, to_row
from questionnaire_by_hand import questionnaire
from questionnaire_strategies import questionnaires

slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def sheet(form: Questionnaire, **answers: Answer) -> AnswerSheet:
    return AnswerSheet("s1", form.id, form.version, answers)


@slow
@given(st.data())
def test_sheets_come_back_from_their_tables_unchanged(data: st.DataObject) -> None:
    form = data.draw(questionnaires())
    some = data.draw(sheets(form))
    assert list(from_rows(form, tables(form, some, split=True))) == some


def test_every_variable_has_its_column_with_its_type() -> None:
    form = questionnaire()
    found = tables(form, [sheet(form, lamps=Answer(12), opened=Answer("2026-11-22"))]).main
    assert found.schema["lamps"] == pl.Float64()
    assert found["opened"].to_list() == [date(2026, 11, 22)]
    assert found.schema["after_dark"] == pl.String()


def test_a_reason_for_no_answer_stands_in_the_column_of_a_closed_question() -> None:
    form = questionnaire()
    row = to_row(
        form, sheet(form, after_dark=Answer(missing="dont_know"), lamps=Answer(missing="refused"))
    )
    assert row["after_dark"] == "dont_know"
    assert (row["lamps"], row["lamps_missing"]) == (None, "refused")


def test_several_answers_stand_in_one_column_and_in_a_column_each() -> None:
    form = questionnaire()
    chosen = [Answer(["bus", "walk"]), Answer(missing="dont_know"), Answer()]
    some = [AnswerSheet(str(at), form.id, "1", {"modes": one}) for at, one in enumerate(chosen)]
    main = tables(form, some, split=True).main
    assert main["modes"].to_list() == ["bus walk", "dont_know", None]
    assert main["modes/walk"].to_list() == [1, None, None]
    assert main["modes/other"].to_list() == [0, None, None]


def test_a_code_that_is_part_of_another_is_not_taken_for_it() -> None:
    form = questionnaire()
    main = tables(form, [sheet(form, modes=Answer(["bus_night"]))], split=True).main
    assert main["modes/bus"].to_list() == [0]


def test_what_does_not_have_the_shape_of_its_question_is_kept_as_written() -> None:
    form = questionnaire()
    odd = sheet(
        form, lamps=Answer("about a dozen"), opened=Answer("2026-02-30"), modes=Answer("bus"),
        trust=Answer({"nobody": Answer("1")}), visits=Answer("three"),
        after_dark=Answer("dont_know"),
    )  # fmt: skip
    found = tables(form, [odd])
    assert found.main["_written_lamps"].to_list() == ['"about a dozen"']
    assert found.main["lamps"].to_list() == [None]
    assert from_rows(form, found) == (odd,)


@pytest.mark.parametrize(
    "answers",
    [
        {"owner": Answer({"nobody": Answer("x")})},
        {"visits": Answer([{"nobody": Answer("x")}], comment="odd")},
        {"visits": Answer([{}, {"nobody": Answer("x")}])},
        {"trust": Answer(0)},
        {"trust": Answer(False, missing="dont_know")},
    ],
)
def test_parts_that_a_question_does_not_have_are_not_left_out(answers: dict[str, Answer]) -> None:
    form = questionnaire()
    odd = sheet(form, **answers)
    (back,) = from_rows(form, tables(form, [odd]))
    assert sheet_to_plain(back) == sheet_to_plain(odd)


def test_files_keep_their_marks_beside_their_names() -> None:
    form = questionnaire()
    held = [{"name": "plan.pdf", "sha256": "ab" * 32, "size": 3}]
    found = tables(form, [sheet(form, proof=Answer(held))])
    assert found.main["proof"].to_list() == ["plan.pdf"]
    assert from_rows(form, found)[0].answers["proof"].value == held


def test_answers_to_questions_of_another_version_are_kept_beside() -> None:
    form = questionnaire()
    found = tables(form, [sheet(form, gone=Answer("yes"))])
    assert found.main["_further"].to_list() == ['{"gone": {"value": "yes"}}']


def test_two_sheets_of_one_id_and_sheets_of_another_questionnaire_are_refused() -> None:
    form = questionnaire()
    one = sheet(form)
    with pytest.raises(Refused) as refused:
        tables(form, [one, one, replace(one, id="s2", questionnaire="x.other")])
    assert [problem.code for problem in refused.value.problems] == ["A670", "A675"]
