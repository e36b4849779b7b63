"""Our own tables and Excel forms come back as the answers that went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer_strategies import sheets
from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answer_files import write_answers_csv, write_answers_xlsx
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from questionnaire_by_hand import questionnaire
from questionnaire_strategies import questionnaires

slow = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def in_order(form: Questionnaire, sheet: AnswerSheet) -> AnswerSheet:
    """Several answers in the order of the options: a form has a line for each of them."""
    return replace(
        sheet,
        answers={
            name: _ordered(question, one)
            for name, one in sheet.answers.items()
            if (question := form.question(name))
        },
    )


def _ordered(question: Question, answer: Answer) -> Answer:
    value: Any = answer.value
    if question.type == "multiple" and value:
        assert question.options is not None
        value = sorted(value, key=question.options.codes().index)
    if question.type == "record" and value:
        value = _fields(question, value)
    return replace(answer, value=value)


def _fields(question: Question, value: Mapping[str, Answer]) -> dict[str, Answer]:
    return {one.id: _ordered(one, value[one.id]) for one in question.fields if one.id in value}


@slow
@given(st.data(), st.sampled_from(["csv", "xlsx"]))
def test_tables_of_ours_come_back_unchanged(data: st.DataObject, ending: str) -> None:
    form = data.draw(questionnaires())
    some = data.draw(sheets(form))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"answers.{ending}"
        write = write_answers_csv if ending == "csv" else write_answers_xlsx
        write(form, some, path)
        found = read_answers(path, form)
    assert found.problems.errors == []
    assert list(found.sheets) == some


@slow
@given(st.data(), st.sampled_from(["en", "es"]))
def test_a_form_that_was_filled_in_comes_back_unchanged(data: st.DataObject, language: str) -> None:
    form = data.draw(questionnaires())
    one = data.draw(sheets(form, extras=False))[0]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_excel_form(form, path, language, answers=one)
        found = read_answers(path, form)
    assert found.problems.errors == []
    assert found.tool == "excel"
    (back,) = found.sheets
    wanted = in_order(form, one)
    assert back.answers == wanted.answers
    assert (back.id, back.respondent, back.version) == (one.id, one.respondent, form.version)


def test_an_empty_form_is_no_sheet(tmp_path: Path) -> None:
    form = questionnaire()
    write_excel_form(form, tmp_path / "form.xlsx", "es", city="Berlin")
    found = read_answers(tmp_path / "form.xlsx", form)
    assert found.sheets == ()
    assert [problem.code for problem in found.problems] == ["A683"]


def test_only_the_sections_asked_for_are_in_a_form(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    form = questionnaire()
    write_excel_form(form, tmp_path / "form.xlsx", sections=["a"])
    names = CalamineWorkbook.from_path(tmp_path / "form.xlsx").sheet_names
    assert names == ["Guide", "You", "lists"]


def test_a_form_of_another_questionnaire_is_refused(tmp_path: Path) -> None:
    write_excel_form(questionnaire(id="x.questionnaire.other"), tmp_path / "form.xlsx")
    with pytest.raises(Refused) as refused:
        read_answers(tmp_path / "form.xlsx", questionnaire())
    assert [problem.code for problem in refused.value.problems] == ["A695"]


def test_a_wrong_cell_of_a_form_is_named(tmp_path: Path) -> None:
    form = questionnaire()
    odd = AnswerSheet(
        "s", form.id, form.version, {"lamps": Answer(3), "opened": Answer("2026-01-02")}
    )
    path = tmp_path / "form.xlsx"
    write_excel_form(form, path, answers=odd)
    _overwrite(path, "lamps", "twelve or so")
    found = read_answers(path, form)
    (problem,) = found.problems.errors
    assert (problem.code, problem.place.sheet, problem.place.column) == ("A679", "You", "D12")
    assert found.sheets == ()
    assert found.left_out[0].cells["lamps"] == "twelve or so"


def _overwrite(path: Path, code: str, text: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value == code and len(row) > 3:
                row[3].value = text
    book.save(path)


def test_nothing_is_left_behind_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    form = questionnaire()
    long = AnswerSheet("s", form.id, form.version, {"why": Answer("x" * 40_000)})
    with pytest.raises(Refused):
        write_answers_xlsx(form, [long], tmp_path / "answers.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_formula_in_an_answer_is_never_calculated(tmp_path: Path) -> None:
    form = questionnaire()
    trick = AnswerSheet("s", form.id, form.version, {"why": Answer("=HYPERLINK(1)")})
    write_answers_csv(form, [trick], tmp_path / "answers.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "answers.csv").read_text("utf-8")
    assert read_answers(tmp_path / "answers.csv", form).sheets[0].answers == trick.answers
