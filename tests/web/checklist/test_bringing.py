"""Filled forms that come back: a whole checklist, and the part that an owner of data was asked."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from checklist_by_hand import TOWN, answers_of
from paseo.assessment.checklist.pack import load_checklist
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.web.accounts.people import PROGRAMME
from paseo.web.checklist.reading import checklist_of
from paseo.web.demonstration import load_examples
from paseo.web.evidence.models import City
from paseo.web.questionnaires.actions import StartRound
from paseo.web.questionnaires.models import Round, SectionAnswers
from paseo.web.trail.models import Entry

from .conftest import EXAMPLES, fill

ROOM = "/cities/berlin/checklist/"


def filled(tmp_path, short) -> SimpleUploadedFile:
    questionnaire = load_questionnaire(load_checklist().questionnaire)
    path = tmp_path / "filled.xlsx"
    write_excel_form(questionnaire, path, "es", answers=answers_of(short))
    return SimpleUploadedFile("Lista rellena.XLSX", path.read_bytes())


def test_a_filled_excel_form_begins_the_checklist_with_its_answers(visitor, berlin, tmp_path):
    response = visitor.post(ROOM + "bring/", {"file": filled(tmp_path, TOWN)})
    assert response.status_code == 302
    found = checklist_of(berlin)
    given = {name: one for name, one in answers_of(TOWN).items() if one.given}
    assert dict(found.result.sheet.answers) == given
    assert Entry.objects.filter(action="checklist.bring_answers").count() == 1
    # A second file begins no second round and overwrites nothing.
    assert visitor.post(ROOM + "bring/", {"file": filled(tmp_path, {"A3": "none"})}).url == ROOM
    assert Round.objects.count() == 1
    assert checklist_of(berlin).result.judge.answer("A3").value == "council"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"answers: {A99: x}", "K761"),
        ("a.yaml", b"\xff\xfe\x00", "P1"),
        ("a.xlsx", b"not a workbook", "T"),
        ("a.exe", b"MZ", ""),
        ("a.json", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    visitor, berlin, name, content, said
):
    response = visitor.post(ROOM + "bring/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    assert said in page
    assert not Round.objects.exists()


def test_a_file_that_is_too_large_is_refused(visitor, berlin, monkeypatch):
    monkeypatch.setattr("paseo.web.checklist.forms.MOST_BYTES", 10)
    file = SimpleUploadedFile("a.yaml", b"answers: {A3: council}")
    response = visitor.post(ROOM + "bring/", {"file": file})
    assert response.status_code == 422
    assert "larger than 10 MB" in response.content.decode()


def test_only_the_lead_begins_with_a_file(person_with, berlin, tmp_path):
    client = Client()
    client.force_login(person_with("contributor", "berlin"))
    response = client.post(ROOM + "bring/", {"file": filled(tmp_path, TOWN)})
    assert response.status_code == 403
    assert not Round.objects.exists()


def test_what_an_owner_answers_comes_back_into_their_rows_only(
    person_with, round, berlin, tmp_path
):
    client = Client()
    client.force_login(person_with("contributor", "berlin"))
    address = ROOM + "requests/regional-health-service/"
    form = client.get(address + "questions.xlsx")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(form.content))
    changed = put(book, "in_preparation", "signed")
    assert changed == 1
    held = io.BytesIO()
    book.save(held)
    before = checklist_of(berlin).result.judge.rows("D10")
    file = SimpleUploadedFile("questions.xlsx", held.getvalue())
    assert client.post(address + "returned/", {"file": file}).status_code == 302
    after = checklist_of(berlin).result
    rows = after.judge.rows("D10")
    assert [row["source"].value for row in rows] == [row["source"].value for row in before]
    assert rows[1]["agreement"].value == "signed"
    assert (rows[0], rows[2]) == (before[0], before[2])
    why = " ".join(one.words["en"] for one in after.plan.line("QOL-20").why)
    assert "Ambulance log" in why and "agreement" not in why
    assert Entry.objects.get(action="checklist.bring_returned").after["changed"] == ["D10"]


def put(book, old: str, new: str) -> int:
    """Write another code into every cell of the sheets for answers that holds ``old``."""
    found = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.split(" ")[0] == old:
                    cell.value, found = new, found + 1
    return found


def test_the_demonstration_brings_the_checklist_that_lies_beside_a_city(db):
    load_examples(EXAMPLES)
    found = checklist_of(City.objects.get(pk="berlin"))
    assert found.result.judge.answer("B1").value == "municipality"
    assert found.round.sheets.get().answered > 10
    assert checklist_of(City.objects.get(pk="madrid")).round is None
    assert SectionAnswers.objects.filter(sheet__round=found.round).count() > 5


def test_a_new_round_counts_only_when_it_has_an_answer_and_a_trial_never(round, berlin):
    pack = load_checklist().questionnaire
    later = StartRound(city=berlin.pk, pack=pack, name="Checklist 2027").run(PROGRAMME)
    trial = StartRound(city=berlin.pk, pack=pack, name="Trial", pilot=True).run(PROGRAMME)
    fill(trial, {"A3": "none"})
    assert checklist_of(berlin).round == round
    fill(later, {"A3": "none"})
    assert checklist_of(berlin).round == later


def test_without_any_answer_the_newest_round_counts(berlin):
    pack = load_checklist().questionnaire
    StartRound(city=berlin.pk, pack=pack, name="First").run(PROGRAMME)
    newest = StartRound(city=berlin.pk, pack=pack, name="Second").run(PROGRAMME)
    assert checklist_of(berlin).round == newest
