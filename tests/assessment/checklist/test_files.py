"""Files of answers and decisions: read back unchanged, refused with the place, never half-read."""

import json
from pathlib import Path

import pytest

from checklist_by_hand import TOWN, answers_of
from paseo.assessment.checklist.decisions_file import read_decisions
from paseo.assessment.checklist.pack import load_checklist
from paseo.assessment.checklist.sheet_file import read_answer, read_sheet
from paseo.assessment.checklist.sheet_template import empty_sheet
from paseo.assessment.framework_pack import load_framework
from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answers import AnswerSheet, sheet_to_plain
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.pack import load_questionnaire

CHECKLIST = load_questionnaire(load_checklist().questionnaire)


def written(tmp_path: Path, text: str, name: str = "answers.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def codes(refused) -> list[str]:
    return [f"{one.code} {one.place.line or ''}".strip() for one in refused.value.problems]


def test_a_sheet_comes_back_from_its_plain_form_unchanged(tmp_path):
    answers = {name: one for name, one in answers_of(TOWN).items() if one.given}
    sheet = AnswerSheet("town", CHECKLIST.id, CHECKLIST.version, answers)
    path = written(tmp_path, json.dumps(sheet_to_plain(sheet)), "answers.json")
    again, problems = read_sheet(path, CHECKLIST)
    assert again.answers == answers
    assert not len(problems)


def test_the_empty_form_reads_back_as_no_answers_in_both_languages(tmp_path):
    for language in ("en", "es"):
        path = written(tmp_path, empty_sheet(CHECKLIST, language))
        sheet, problems = read_sheet(path, CHECKLIST)
        assert sheet.answers == {}
        assert not len(problems)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("  A3: council\n  A99: x", ["K761 5"]),
        ("  A3: [council]", ["K762 4"]),
        ("  B3: {districts: twelve}", ["K762 4"]),
        ("  B3: {towns: 12}", ["K762 4"]),
        ("  A4: {police: held}", ["K762 4"]),
        ("  D10: {source: x}", ["K762 4"]),
        ("  M1: x", ["K761 4"]),  # a note asks for nothing
    ],
)
def test_an_answer_that_would_be_lost_is_refused_with_its_line(tmp_path, answers, expected):
    head = f"questionnaire: {CHECKLIST.id}\nversion: 1.0.0\nanswers:\n"
    with pytest.raises(Refused) as refused:
        read_sheet(written(tmp_path, head + answers + "\n"), CHECKLIST)
    assert codes(refused) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("answers: nothing", "K760"),
        ("[1, 2]", "P112"),
        ("questionnaire: somebody.else\nanswers: {}", "K763"),
        ("answers: {A3: council", "P105"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path, text, expected):
    with pytest.raises(Refused) as refused:
        read_sheet(written(tmp_path, text), CHECKLIST)
    assert refused.value.problems.errors[0].code == expected


def test_answers_to_another_version_are_read_with_a_warning(tmp_path):
    text = f"questionnaire: {CHECKLIST.id}\nversion: 0.9.0\nanswers: {{A3: council}}"
    sheet, problems = read_sheet(written(tmp_path, text), CHECKLIST)
    assert [one.code for one in problems] == ["K764"]
    assert sheet.version == "0.9.0"


def test_a_reason_for_no_answer_can_be_written_short_or_in_full():
    question = CHECKLIST.question("A2")
    assert read_answer(question, "dont_know").missing == "dont_know"
    full = read_answer(question, {"missing": "dont_know", "comment": "in May"})
    assert (full.missing, full.comment) == ("dont_know", "in May")
    # "date" is a field of the record and no part of an answer.
    assert read_answer(question, {"date": "2027-01-01"}).value["date"].value == "2027-01-01"


def test_decisions_are_read_with_their_reasons(tmp_path):
    text = """
depth: standard
proposals:
  depth-no-analyst: {verdict: dismissed, note: A partner lends one.}
  park-named-spaces: {verdict: accepted}
lines:
  SEC-10: {owner: Regional police, next_date: 2027-02-01, effort: small, note: Agreed.}
"""
    found = read_decisions(written(tmp_path, text), load_framework())
    assert found.depth == "standard"
    assert found.proposals["depth-no-analyst"].verdict == "dismissed"
    assert found.proposals["park-named-spaces"].note == ""
    assert found.lines["SEC-10"].next_date.isoformat() == "2027-02-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proposals: {x: {verdict: dismissed}}", "K768"),
        ("lines: {SEC-10: {status: partly}}", "K768"),
        ("proposals: {x: {verdict: perhaps, note: n}}", "K767"),
        ("lines: {SEC-999: {note: n}}", "K767"),
        ("lines: {SEC-10: {next_date: soon, note: n}}", "K767"),
        ("lines: {SEC-10: {colour: red, note: n}}", "K767"),
        ("depth: deep", "K767"),
    ],
)
def test_a_decision_without_reason_or_with_unknown_words_is_refused(tmp_path, text, expected):
    with pytest.raises(Refused) as refused:
        read_decisions(written(tmp_path, text), load_framework())
    assert [one.code for one in refused.value.problems] == [expected]


def test_an_excel_form_that_nobody_filled_in_holds_no_answers(tmp_path):
    path = tmp_path / "form.xlsx"
    write_excel_form(CHECKLIST, path, "en")
    sheet, _problems = read_sheet(path, CHECKLIST)
    assert sheet.answers == {}


def test_a_table_with_the_answers_of_two_is_not_taken_for_the_checklist_of_one(tmp_path):
    path = written(tmp_path, "sheet,A3,A5\n1,council,own\n2,none,framework\n", "answers.csv")
    with pytest.raises(Refused) as refused:
        read_sheet(path, CHECKLIST)
    assert refused.value.problems.errors[-1].code == "K766"
