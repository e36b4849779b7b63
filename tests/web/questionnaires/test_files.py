"""Forms and answers out, answers in: what leaves comes back unchanged, and all of it or nothing."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.jobs.models import Job, State
from paseo.web.jobs.testing import run_waiting
from paseo.web.questionnaires.actions import AddSheet, SaveSection, StartRound
from paseo.web.questionnaires.models import AnswerUpload, Review, SectionAnswers
from web.questionnaires.packs import every_type

pytestmark = pytest.mark.django_db
ANSWERS = {
    "first": {
        "data": Answer("else", other="A list"), "staff": Answer(12), "since": Answer("2019-05-01"),
        "words": Answer("Register"),
    },
    "second": {
        "safe": Answer("2"), "order": Answer(["z", "x", "y"]),
        "grid": Answer({"day": Answer("yes"), "night": Answer(missing="dont_know")}),
        "spot": Answer({"lat": 36.72, "lon": -4.42}),
        "lamps": Answer([{"state": Answer("yes"), "height": Answer(4)}, {"state": Answer("no")}]),
    },
}  # fmt: skip


def fill(sheet):
    for section, answers in ANSWERS.items():
        SaveSection(sheet=sheet, section=section, answers=answers).run(PROGRAMME)


@pytest.fixture
def base(round):
    return f"/cities/plaza/questionnaires/{round.pk}/"


@pytest.fixture
def survey(plaza, own_pack):
    pack = own_pack(every_type("tests.many") | {"many": True})
    made = StartRound(city="plaza", pack=pack, name="Survey").run(PROGRAMME)
    for code in ("A1", "A2", "A3"):
        sheet = AddSheet(round=made, code=code).run(PROGRAMME)
        fill(sheet)
    return made


def body(answer):
    return b"".join(answer.streaming_content)


def bring(client, base, name, raw, **more):
    sent = {"file": SimpleUploadedFile(name, raw), "duplicates": "newest", **more}
    return client.post(f"{base}import/", sent, follow=True)


def confirm(client, base):
    upload = AnswerUpload.objects.get()
    client.post(f"{base}import/{upload.pk}/confirm/")
    run_waiting()
    return Job.objects.order_by("-created_at").first()


@pytest.mark.parametrize("query", ["", "?section=first", "?answers=1"])
def test_a_round_is_given_as_an_excel_form(visitor, base, sheet, query):
    fill(sheet)
    answer = visitor.get(f"{base}forms/form.xlsx{query}")
    assert zipfile.ZipFile(io.BytesIO(body(answer))).namelist()
    # The tables of this city are invented, and so is what stands in the file.
    assert "generated-" in answer["Content-Disposition"]


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_round_is_given_as_a_form_to_print(visitor, base, form):
    answer = visitor.get(f"{base}forms/paper.{form}")
    assert body(answer)[:4] == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "html": b"<!do"}[form]
    assert f".{form}" in answer["Content-Disposition"]
    assert f"{base}forms/paper.{form}" in visitor.get(f"{base}forms/").content.decode()


def test_a_form_to_print_holds_the_section_and_the_answers_asked_for(visitor, base, sheet):
    fill(sheet)
    empty = body(visitor.get(f"{base}forms/paper.html")).decode()
    known = body(visitor.get(f"{base}forms/paper.html?section=first&answers=1")).decode()
    assert "☒" not in empty
    assert "A list" in known
    assert "☒" in known
    assert "question-grid" in empty
    assert "question-grid" not in known


def test_there_is_no_other_form_to_print(visitor, base):
    assert visitor.get(f"{base}forms/paper.odt").status_code == 404


def test_a_section_that_is_not_there_has_no_form(visitor, base):
    assert visitor.get(f"{base}forms/form.xlsx?section=third").status_code == 404


def test_a_round_is_given_as_an_xlsform(visitor, base):
    answer = visitor.get(f"{base}forms/xlsform.xlsx")
    assert zipfile.ZipFile(io.BytesIO(body(answer))).namelist()


def test_what_a_form_holds_comes_back_into_the_city_s_sheet(visitor, base, sheet, round):
    fill(sheet)
    raw = body(visitor.get(f"{base}forms/form.xlsx?answers=1"))
    before = {one.section: one.answers for one in SectionAnswers.objects.all()}
    SectionAnswers.objects.all().delete()
    page = bring(visitor, base, "form.xlsx", raw)
    assert "What the city&#x27;s answers would become" in page.content.decode() or (
        "What the city's answers would become" in page.content.decode()
    )
    assert not SectionAnswers.objects.exists()
    job = confirm(visitor, base)
    assert job.state == State.DONE, job.problems
    assert {one.section: one.answers for one in SectionAnswers.objects.all()} == before
    assert not AnswerUpload.objects.exists()


def test_the_preview_shows_what_would_change_and_what_is_empty_changes_nothing(
    visitor, base, sheet
):
    fill(sheet)
    raw = body(visitor.get(f"{base}forms/form.xlsx?answers=1"))
    SaveSection(
        sheet=sheet, section="first",
        answers={"staff": Answer(99), "story": Answer("Only here")},
    ).run(PROGRAMME)  # fmt: skip
    Review.objects.create(sheet=sheet, section="second", state="accepted")
    text = bring(visitor, base, "form.xlsx", raw).content.decode()
    assert "Import 1 answer" in text
    assert "99 full-time posts" in text
    assert "12 full-time posts" in text
    confirm(visitor, base)
    part = SectionAnswers.objects.get(section="first")
    assert part.answers["staff"] == {"value": 12}
    assert part.answers["story"] == {"value": "Only here"}
    assert Review.objects.get().state == "accepted"


def test_answers_that_changed_after_looking_keep_the_file_out(visitor, base, sheet):
    fill(sheet)
    raw = body(visitor.get(f"{base}forms/form.xlsx?answers=1"))
    SaveSection(sheet=sheet, section="first", answers={"staff": Answer(1)}).run(PROGRAMME)
    bring(visitor, base, "form.xlsx", raw)
    SaveSection(sheet=sheet, section="first", answers={"staff": Answer(2)}).run(PROGRAMME)
    job = confirm(visitor, base)
    assert job.state == State.FAILED
    assert "Answers of this round were saved" in job.problems[0]
    assert SectionAnswers.objects.get(section="first").answers["staff"] == {"value": 2}
    page = visitor.get(AnswerUpload.objects.get().get_absolute_url()).content.decode()
    assert "Look again" in page


@pytest.mark.parametrize(("form", "ending"), [("csv", ".zip"), ("xlsx", ".xlsx")])
def test_answers_leave_as_a_table_and_come_back_unchanged(visitor, survey, form, ending):
    base = f"/cities/plaza/questionnaires/{survey.pk}/"
    visitor.post(f"{base}forms/answers/{form}/")
    run_waiting()
    job = Job.objects.get()
    assert job.state == State.DONE, job.problems
    assert job.result_file.suffix == ending
    raw = job.result_file.read_bytes()
    before = {(one.sheet.code, one.section): one.answers for one in SectionAnswers.objects.all()}
    if form == "csv":
        archive = zipfile.ZipFile(io.BytesIO(raw))
        rows = list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode())))
        assert [one["data"] for one in rows] == ["else"] * 3
        return
    survey.sheets.all().delete()
    page = bring(visitor, base, "answers.xlsx", raw).content.decode()
    assert "Import 3 sheets" in page
    job = confirm(visitor, base)
    assert job.state == State.DONE, job.problems
    after = {(one.sheet.code, one.section): one.answers for one in SectionAnswers.objects.all()}
    assert after == before
    assert set(survey.sheets.values_list("answered", flat=True)) == {9}


def test_a_file_that_is_no_table_is_told_so_and_nothing_is_imported(visitor, base):
    page = bring(visitor, base, "answers.xlsx", b"no workbook").content.decode()
    assert "The file was not accepted" in page
    assert not SectionAnswers.objects.exists()


def test_rows_with_faults_are_listed_and_can_be_had_with_their_reasons(visitor, survey):
    base = f"/cities/plaza/questionnaires/{survey.pk}/"
    text = "_sheet,data,staff\nB1,yes,12\nB2,yes,many\n"
    page = bring(visitor, base, "answers.csv", text.encode()).content.decode()
    assert "many" in page
    assert "Import 1 sheet" in page
    upload = AnswerUpload.objects.get()
    left = body(visitor.get(f"{base}import/{upload.pk}/left-out.csv")).decode()
    assert "many" in left
    job = confirm(visitor, base)
    assert job.state == State.DONE, job.problems
    assert survey.sheets.filter(code="B1").exists()
    assert not survey.sheets.filter(code="B2").exists()


def test_an_uploaded_file_belongs_to_who_brought_it(client, visitor, person_with, base):
    bring(visitor, base, "answers.xlsx", b"no workbook")
    upload = AnswerUpload.objects.get()
    client.force_login(person_with("city_lead", "plaza"))
    for path in ("", "left-out.csv"):
        assert client.get(f"{base}import/{upload.pk}/{path}").status_code == 404
    for path in ("confirm/", "look/", "discard/"):
        assert client.post(f"{base}import/{upload.pk}/{path}").status_code == 404


def test_a_discarded_file_is_gone(visitor, base):
    bring(visitor, base, "answers.xlsx", b"no workbook")
    upload = AnswerUpload.objects.get()
    folder = upload.folder
    assert folder.is_dir()
    visitor.post(f"{base}import/{upload.pk}/discard/")
    assert not folder.exists()
    assert not AnswerUpload.objects.exists()


@pytest.mark.parametrize("path", ["forms/answers/xlsx/", "pilot/pdf/"])
def test_who_may_not_see_every_section_gets_no_table(client, person_with, base, path):
    client.force_login(person_with("reader", "plaza"))
    assert client.post(f"{base}{path}").status_code == 403
    assert not Job.objects.exists()


def test_a_reader_cannot_import(client, person_with, base):
    client.force_login(person_with("reader", "plaza"))
    assert client.get(f"{base}import/").status_code == 403
    assert bring(client, base, "a.csv", b"x").status_code == 403
    assert not AnswerUpload.objects.exists()


def test_a_file_of_answers_over_50_megabytes_is_refused_before_it_is_read(visitor, base):
    answer = visitor.generic(
        "POST", f"{base}import/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="60000000",
    )  # fmt: skip
    assert answer.status_code == 413
    assert not AnswerUpload.objects.exists()


def test_a_trial_has_a_page_and_a_report(visitor, survey):
    base = f"/cities/plaza/questionnaires/{survey.pk}/"
    page = visitor.get(f"{base}pilot/").content.decode()
    assert "3 sheets so far." in page
    visitor.post(f"{base}pilot/xlsx/")
    run_waiting()
    job = Job.objects.get()
    assert job.state == State.DONE, job.problems
    assert job.result_file.is_file()
