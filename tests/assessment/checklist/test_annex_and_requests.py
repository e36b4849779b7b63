"""Method annex, requests to owners, reminders, and what data were used for."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from checklist_by_hand import NOON, TOWN, result_of
from paseo.assessment.assess import assess_folder, read_city
from paseo.assessment.checklist.reminders import due
from paseo.assessment.checklist.requests import (
    questionnaire_of,
    with_returned,
    write_request_template,
)
from paseo.assessment.checklist.result import Decided, checklist_result
from paseo.assessment.checklist.sheet_file import read_answer, read_sheet
from paseo.assessment.checklist.used_for import used_for
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.pack import load_questionnaire

BERLIN = Path(__file__).resolve().parents[3] / "examples" / "berlin"


@pytest.fixture(scope="module")
def town():
    return result_of(TOWN, decided=Decided(depth="full"))


@pytest.fixture(scope="module")
def berlin():
    questionnaire = load_questionnaire("paseo.questionnaire.action1-checklist")
    sheet, _ = read_sheet(BERLIN / "checklist.yaml", questionnaire)
    return checklist_result(sheet, read_city(BERLIN))


def lines(result, language="en"):
    return {line.question: line for chapter in result.annex(language) for line in chapter.lines}


def test_each_sentence_of_the_annex_gives_an_answer_in_words(town):
    found = lines(town)
    assert found["A2"].text.words == (
        "It feeds this decision: Lighting programme. It is taken by: Council. "
        "By when: 1 March 2027."
    )
    assert found["B1"].text.words == "Boundary of the city: Municipality (administrative core)."
    assert lines(town, "es")["B1"].text.words == (
        "Límite de la ciudad: Municipio (núcleo administrativo)."
    )


def test_what_nobody_answered_prints_as_not_stated(town):
    found = lines(town)
    assert not found["H3"].stated
    assert found["H3"].text.words == "Reference period: not stated."
    assert found["B3"].text.words.endswith("residents of the smallest: 3,200 residents.")
    assert found["H5"].stated  # "we do not know" is an answer
    assert "We do not know (yet)" in found["H5"].text.words


def test_what_is_not_asked_is_left_out(town):
    assert not {"J3", "J4", "J5"} & set(lines(town))  # no walk is made or planned
    assert {"L3", "L4"}.isdisjoint(lines(town))  # no score is wanted


def test_rows_of_sources_stand_in_a_table_with_the_columns_in_use(town):
    table = lines(town)["D10"]
    assert len(table.rows) == 3
    assert "Licence" not in table.columns
    assert table.rows[1][0] == "Ambulance log"


def test_an_owner_is_asked_only_for_what_is_theirs_and_needed(town):
    asked = {one.owner: one for one in town.requests()}
    assert asked["Statistics office"].codes == ("BGC-01", "QOL-05")
    assert asked["Statistics office"].open_fields == {}
    health = asked["Regional health service"]
    assert health.codes == ("QOL-20",)
    assert health.open_fields == {"Ambulance log": ("contact", "frequency", "quality", "delivery")}
    assert health.decision == "Lighting programme"
    assert (health.decided_by, health.decision_day) == ("Council", date(2027, 3, 1))
    assert asked["Statistics office"].by == date(2026, 12, 1)
    assert asked["Statistics office"].bases == ("statistics_law",)
    # Nobody is asked for what is left out, out of the remit, or cannot be made.
    every = {code for one in asked.values() for code in one.codes}
    assert not {"SEC-36", "LIV-22", "SEC-02"} & every


def test_the_questions_of_a_request_hold_only_the_rows_of_that_owner(town):
    request = next(one for one in town.requests() if one.owner == "Statistics office")
    form, known = questionnaire_of(request, town.pack, town.questionnaire, town.judge)
    assert [one.id for one in form.questions()] == ["D10", "K1"]
    assert [row["source"].value for row in known["D10"].value] == ["Register of residents"]
    assert len(known["K1"].value) == 1  # the name differs in case and spaces only


def test_the_workbook_of_a_request_holds_its_indicators_and_no_others(berlin, tmp_path):
    request = next(one for one in berlin.requests() if one.owner == "Polizei Berlin")
    path = tmp_path / "values.xlsx"
    write_request_template(request, berlin.plan, berlin.city, path, "es")
    sheet = openpyxl.load_workbook(path).worksheets[1]
    codes = [str(row[0].value).split(" ")[0] for row in sheet.iter_rows(min_row=5) if row[0].value]
    assert codes == list(request.codes)


def test_reminders_say_what_is_overdue_and_what_comes_soon(town):
    found = {(one.matter, one.source or one.owner): one for one in town.reminders()}
    delivery = found["delivery", "Register of residents"]
    assert (delivery.day, delivery.due) == (date(2026, 12, 1), "soon")
    assert delivery.indicators == ("BGC-01", "QOL-05")
    ends = found["agreement_ends", "Register of residents"]
    assert (ends.day, ends.due) == (date(2026, 12, 10), "soon")
    assert found["decision", ""].due == "later"
    assert found["next_round", ""].day == date(2028, 5, 1)
    asked = town.reminders({"Police": date(2026, 11, 1)})[0]
    assert (asked.matter, asked.owner, asked.due) == ("request", "Police", "overdue")


def test_thirty_days_ahead_is_soon_and_today_is_not_overdue():
    today = date(2026, 11, 25)
    assert due(today, today) == "soon"
    assert due(date(2026, 12, 25), today) == "soon"
    assert due(date(2026, 12, 26), today) == "later"
    assert due(date(2026, 11, 24), today) == "overdue"


def test_what_data_were_used_for_follows_the_profile(berlin):
    profile = assess_folder(BERLIN)
    uses = used_for("Polizei Berlin", berlin.plan, profile)
    assert [use.indicator.id for use in uses] == ["SEC-10"]
    assert uses[0].periods[-1] == "2023"
    assert uses[0].findings == tuple(one for one in profile.findings if "SEC-10" in one.indicators)
    assert used_for("Nobody", berlin.plan, profile) == ()


def test_rows_that_come_back_take_the_place_of_those_on_the_same_source(town):
    returned = {
        "D10": read_answer(
            town.questionnaire.question("D10"),
            [
                {"source": "ambulance  LOG", "owner": "Regional health service", "effort": 3},
                {"source": "Call centre", "owner": "Regional health service"},
            ],
        )
    }
    changed = with_returned(town.pack, town.judge, returned)
    rows = changed["D10"].value
    assert [row["source"].value for row in rows] == [
        "Register of residents",
        "ambulance  LOG",
        "Accident map",
        "Call centre",
    ]
    assert rows[0] == town.judge.rows("D10")[0]
    assert set(changed) == {"D10"}


def test_a_form_that_comes_back_as_it_went_out_changes_nothing(town):
    for request in town.requests():
        _form, known = questionnaire_of(request, town.pack, town.questionnaire, town.judge)
        assert with_returned(town.pack, town.judge, known) == {}


def test_the_excel_form_of_a_request_comes_back_as_the_same_rows(town, tmp_path):
    request = next(one for one in town.requests() if one.owner == "Regional health service")
    form, known = questionnaire_of(request, town.pack, town.questionnaire, town.judge)
    for language in ("en", "es"):
        path = tmp_path / f"{language}.xlsx"
        write_excel_form(form, path, language, answers=known)
        sheet, _problems = read_sheet(path, form)
        assert sheet.answers == known


def test_a_filled_excel_form_leads_to_the_same_plan(town, tmp_path):
    path = tmp_path / "form.xlsx"
    write_excel_form(town.questionnaire, path, "es", answers=dict(town.sheet.answers))
    sheet, _problems = read_sheet(path, town.questionnaire)
    again = checklist_result(sheet, decided=Decided(depth="full"), made_at=NOON)
    assert again.plan.lines == town.plan.lines
    assert [(one.least, one.most) for one in again.maturity] == [
        (one.least, one.most) for one in town.maturity
    ]


def test_absent_partners_are_listed_beside_those_that_sit_in_the_group():
    found = lines(result_of({"C2": ["local_police", "health"]}))["C2"].text.words
    present, _, absent = found.partition("Absent: ")
    assert "Local police, Health" in present
    assert "Women's groups" in absent and "Local police" not in absent
    assert "There is no working group" not in absent
    assert lines(result_of({}))["C2"].text.words.count("not stated") == 2


def test_a_record_without_an_answer_says_so_once():
    unknown = lines(result_of({"A2": "dont_know"}))["A2"]
    assert unknown.stated
    assert unknown.text.words.count("We do not know (yet)") == 1
    assert lines(result_of({}))["A2"].text.words.count("not stated") == 1


def test_a_day_that_nobody_agreed_to_is_expected_and_never_overdue(berlin):
    passed = [
        one for one in berlin.reminders() if one.matter == "delivery" and one.day < berlin.today
    ]
    estimated = [one for one in passed if one.basis == "estimated"]
    assert estimated
    assert {one.due for one in estimated} == {"expected"}
    assert {one.due for one in passed if one.basis != "estimated"} <= {"overdue"}
