"""Documents of the checklist: made as a job, kept under their hash, given to whom they may go."""

import hashlib

import pytest
from django.test import Client

from paseo.web.checklist.models import DocumentFile, Documents
from paseo.web.jobs.models import Job, State
from paseo.web.jobs.testing import run_waiting
from paseo.web.trail.models import Entry

PAGE = "/cities/berlin/checklist/documents/"
CHOICE = {"documents": ["plan", "maturity"], "language": "es", "formats": ["html", "xlsx"]}


def make(client, **changes):
    response = client.post(PAGE, {**CHOICE, **changes})
    assert response.status_code == 302, response.content.decode()
    run_waiting()
    return Job.objects.latest("created_at")


def test_documents_are_made_in_the_chosen_language_and_can_be_downloaded(visitor, round):
    job = make(visitor)
    assert job.state == State.DONE, job.message
    assert (job.step, job.total) == (4, 4)
    made = Documents.objects.get()
    names = {one.name for one in made.files.all()}
    assert names == {"plan.html", "plan.xlsx", "maturity.html", "maturity.xlsx"}
    for file in made.files.all():
        response = visitor.get(file.get_absolute_url())
        assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == file.sha256
    page = made.files.get(name="plan.html").path.read_text("utf-8")
    assert "Plan de recogida de datos" in page
    assert set(Entry.objects.get(action="checklist.keep_documents").after["files"]) == names


def test_every_answer_goes_to_reviewers_and_the_lead_only(person_with, round):
    reader, reviewer = Client(), Client()
    reader.force_login(person_with("reader", "berlin"))
    reviewer.force_login(person_with("reviewer", "berlin"))
    assert "Answers to the checklist" not in reader.get(PAGE).content.decode()
    assert reader.post(PAGE, {**CHOICE, "documents": ["answers"]}).status_code == 422
    make(reviewer, documents=["answers"], formats=["html"])
    file = DocumentFile.objects.get(name="answers.html")
    assert reader.get(file.get_absolute_url()).status_code == 403
    assert reviewer.get(file.get_absolute_url()).status_code == 200


def test_a_choice_without_a_document_is_refused(visitor, round):
    response = visitor.post(PAGE, {**CHOICE, "documents": []})
    assert response.status_code == 422
    assert "Choose at least one document." in response.content.decode()


def test_documents_are_removed_by_the_lead(visitor, person_with, round):
    make(visitor)
    made = Documents.objects.get()
    contributor = Client()
    contributor.force_login(person_with("contributor", "berlin"))
    assert contributor.post(f"{PAGE}{made.pk}/remove/").status_code == 403
    assert visitor.post(f"{PAGE}{made.pk}/remove/").status_code == 302
    assert not Documents.objects.exists()


@pytest.mark.parametrize("name", ["plan.html", "../secret", "plan.exe"])
def test_a_file_that_is_not_there_is_not_found(visitor, round, name):
    address = f"{PAGE}00000000-0000-0000-0000-000000000000/{name}"
    assert visitor.get(address).status_code == 404
