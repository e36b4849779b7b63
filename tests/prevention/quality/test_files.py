"""Answers as files: there and back, and every row that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paseo.content.problems import Problems, Refused
from paseo.evidence.tables.named import load_columns
from paseo.prevention.quality.answers import Answer, Proof, RaterSheet
from paseo.prevention.quality.excel_form import write_excel_form
from paseo.prevention.quality.files import (
    answers_csv,
    decisions_csv,
    read_answers,
    read_decisions,
    sheet_from_rows,
)
from paseo.prevention.quality.pack import load_form
from paseo.prevention.quality.reconciling import Settled, quality_check
from paseo.prevention.sheet_rows import read_sheet_rows

FORM = load_form()
EXAMPLE = Path(__file__).parents[3] / "examples" / "generated-town" / "quality"
SHEET = RaterSheet(
    FORM.id,
    FORM.version,
    "lights",
    "rater 1",
    {
        "G1": Answer(
            "met", "page 3", (Proof("plan.pdf", "the problem"), Proof("https://a.example/"))
        ),
        "1.1": Answer("yes"),
        "3.1": Answer("none", "nobody, so far"),
        "3.10": Answer("not_documented"),
    },
    date(2026, 3, 1),
)


def refused_codes(path: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_answers(path, FORM)
    return [one.code for one in refused.value.problems.errors]


def table(tmp_path: Path, *rows: str, head: str = "id,answer") -> Path:
    path = tmp_path / "rater.csv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_workbook_comes_back_as_the_same_sheet(tmp_path, language):
    path = tmp_path / "form.xlsx"
    for sheet in (SHEET, replace(SHEET, generated=True)):
        write_excel_form(FORM, path, language, sheet=sheet)
        assert read_answers(path, FORM) == sheet
    assert [one.name for one in tmp_path.iterdir()] == ["form.xlsx"]


def test_the_table_comes_back_as_the_same_sheet(tmp_path):
    path = tmp_path / "answers.csv"
    for sheet in (SHEET, replace(SHEET, generated=True)):
        path.write_text(answers_csv(sheet, FORM), "utf-8")
        assert read_answers(path, FORM) == sheet


NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(options=st.data(), note=NOTES)
def test_any_sheet_goes_there_and_back(tmp_path, options, note):
    answers = {
        one.id: Answer(options.draw(st.sampled_from([option.id for option in one.options])), note)
        for one in FORM.entries
        if options.draw(st.booleans()) or one.id == "G1"
    }
    sheet = RaterSheet(FORM.id, FORM.version, "m", "r", answers)
    path = tmp_path / "any.csv"
    path.write_text(answers_csv(sheet, FORM), "utf-8")
    assert read_answers(path, FORM) == sheet


def test_settled_answers_come_back(tmp_path):
    decisions = {"G1": Settled("met", "both read it"), "3.10": Settled("no", "no cost, anywhere")}
    path = tmp_path / "settled.csv"
    path.write_text(decisions_csv(decisions), "utf-8")
    assert read_decisions(path, FORM) == decisions


def test_the_example_gives_a_disagreement_and_then_a_result():
    first, second = (read_answers(EXAMPLE / f"rater-{n}.csv", FORM) for n in (1, 2))
    assert quality_check(FORM, first, second).stage == "gate_disagreement"
    found = quality_check(FORM, first, second, read_decisions(EXAMPLE / "settled.csv", FORM))
    assert found.judgement.conclusion.id == "promising"
    assert found.measure == "night-mediation"


def test_V964_an_unknown_answer_is_named_with_its_row(tmp_path):
    path = table(tmp_path, "1.1,yes", "1.2,perhaps")
    with pytest.raises(Refused) as refused:
        read_answers(path, FORM)
    (problem,) = refused.value.problems.errors
    assert (problem.code, problem.place.row, problem.place.column) == ("V964", 3, "answer")


def test_V968_an_unknown_item_is_refused(tmp_path):
    assert refused_codes(table(tmp_path, "9.9,yes")) == ["V968"]


def test_V971_a_table_without_the_columns_is_refused(tmp_path):
    assert refused_codes(table(tmp_path, "1.1,yes", head="question,said")) == ["V971"]


def test_V972_an_item_answered_twice_is_refused(tmp_path):
    # What a spreadsheet program makes of 3.10.
    assert refused_codes(table(tmp_path, "3.1,none", "3.1,no")) == ["V972"]


def test_V973_answers_to_another_form_are_refused(tmp_path):
    path = table(tmp_path, "other.form,1.1,yes", head="form,id,answer")
    assert refused_codes(path) == ["V973"]


def test_V981_a_form_that_nobody_filled_in_is_refused(tmp_path):
    path = tmp_path / "empty.xlsx"
    write_excel_form(FORM, path)
    assert refused_codes(path) == ["V981"]


@pytest.mark.parametrize(
    ("row", "code"),
    [("x,9.0.0,3.1,none", "V975"), ("x,1.0.0,3.8,strong", "V974")],
)
def test_V974_V975_what_is_only_worth_a_look_is_warned_of(tmp_path, row, code):
    path = table(tmp_path, row.replace("x", FORM.id), head="form,version,id,answer")
    problems = Problems()
    columns = load_columns("paseo.prevention.quality")
    found = read_sheet_rows(path, problems, columns, needed=("id", "answer"))
    sheet_from_rows(found, FORM, problems, "r")
    assert [one.code for one in problems] == [code]
    assert problems.errors == []
