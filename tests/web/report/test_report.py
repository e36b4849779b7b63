"""Reports: chosen on a page, made as a job, kept under their hash, downloaded from the page."""

import hashlib
import json

import pytest
from django.test import Client

from paseo.web.jobs.models import Job, State
from paseo.web.jobs.testing import run_waiting
from paseo.web.report.actions import RemoveReport
from paseo.web.report.models import Report, ReportFile
from paseo.web.trail.models import Entry

PAGE = "/cities/plaza/report/"
CHOICE = {"depth": "rapid", "language": "es", "formats": ["html", "json"]}


def make(client, **changes):
    response = client.post(PAGE, {**CHOICE, **changes})
    assert response.status_code == 302, response.content.decode()
    run_waiting()
    return Job.objects.latest("created_at")


def test_the_page_offers_depth_language_and_formats(visitor, plaza):
    page = visitor.get(PAGE).content.decode()
    for name in ('name="depth"', 'name="language"', 'name="formats"', "Make the report"):
        assert name in page
    assert "No report of this city has been made yet." in page


def test_a_report_is_made_in_the_chosen_language_and_can_be_downloaded(visitor, plaza):
    job = make(visitor)
    assert job.state == State.DONE, job.message
    page = visitor.get(PAGE).content.decode()
    made = Report.objects.get()
    assert made.language == "es"
    assert "Computed" in page
    for file in made.files.all():
        response = visitor.get(file.get_absolute_url())
        assert "attachment" in response["Content-Disposition"]
        assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == file.sha256
    report = made.files.get(name="report.html").path.read_text("utf-8")
    assert '<html lang="es"' in report


def test_a_generated_city_says_so_in_every_file(visitor, plaza):
    make(visitor)
    assert "generad" in ReportFile.objects.get(name="report.html").path.read_text("utf-8").lower()
    found = json.loads(ReportFile.objects.get(name="assessment.json").path.read_text("utf-8"))
    assert '"generated": true' in json.dumps(found)


def test_making_a_report_is_on_the_trail_with_the_hash_of_each_file(visitor, plaza):
    make(visitor)
    entry = Entry.objects.get(action="report.keep")
    assert entry.city == "plaza"
    assert set(entry.after["files"]) == {"report.html", "assessment.json"}


def test_the_job_says_its_steps(visitor, plaza):
    job = make(visitor)
    assert job.total == 6 + 2
    assert job.step == job.total


def test_a_choice_without_a_file_is_refused_with_the_reason(visitor, plaza):
    response = visitor.post(PAGE, {**CHOICE, "formats": []})
    assert response.status_code == 400
    assert "Choose at least one file." in response.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["city_lead", "contributor", "reviewer", "reader"])
def test_whoever_reads_the_city_may_make_its_report(person_with, plaza, role):
    client = Client()
    client.force_login(person_with(role, "plaza"))
    assert make(client).state == State.DONE


def test_a_stranger_to_the_city_gets_neither_page_nor_file(visitor, person_with, plaza):
    make(visitor)
    file = ReportFile.objects.first()
    client = Client()
    client.force_login(person_with("city_lead", "mora"))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, CHOICE).status_code == 403
    assert client.get(file.get_absolute_url()).status_code == 403


def test_a_file_of_another_city_is_not_found_under_this_one(visitor, plaza):
    from web.evidence import factory

    make(visitor)
    factory.make_city("mora")
    address = ReportFile.objects.first().get_absolute_url().replace("/plaza/", "/mora/")
    assert visitor.get(address).status_code == 404


def test_only_who_leads_the_city_removes_a_report(visitor, person_with, plaza):
    make(visitor)
    report = Report.objects.get()
    client = Client()
    client.force_login(person_with("reader", "plaza"))
    assert client.post(f"{PAGE}{report.pk}/remove/").status_code == 403
    assert visitor.post(f"{PAGE}{report.pk}/remove/").status_code == 302
    assert not Report.objects.exists()
    assert Entry.objects.filter(action="report.remove").count() == 1


def test_a_file_that_another_report_shares_stays(administrator, visitor, plaza):
    make(visitor)
    first = Report.objects.get()
    twin = Report.objects.create(
        city=plaza, depth=first.depth, language="es", computed_at=first.computed_at
    )
    shared = first.files.get(name="report.html")
    ReportFile.objects.create(
        report=twin, name="report.html", sha256=shared.sha256, size=shared.size
    )
    gone = first.files.get(name="assessment.json").path
    RemoveReport(report=first).run(administrator)
    assert twin.files.get().path.is_file()
    assert not gone.exists()


def test_a_tidied_away_file_is_not_found(visitor, plaza):
    make(visitor)
    file = ReportFile.objects.first()
    file.path.unlink()
    assert visitor.get(file.get_absolute_url()).status_code == 404
