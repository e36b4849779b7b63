"""Long work as a row: how it starts, what its page shows, every way it can end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from paseo.content import problems
from paseo.web.actions import Refusal
from paseo.web.jobs import board
from paseo.web.jobs.actions import cancel, start
from paseo.web.jobs.models import Job, State
from paseo.web.jobs.queue import claim, work_on
from paseo.web.jobs.testing import run_waiting
from paseo.web.jobs.worker import beat, recover
from paseo.web.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_a_job_waits_runs_and_is_done(administrator):
    job = start("tests.count", person=administrator, city="berlin", rows=5)
    assert (job.state, job.owner, job.city) == (State.WAITING, administrator, "berlin")
    (done,) = run_waiting()
    assert (done.state, done.step, done.total) == (State.DONE, 5, 5)
    assert done.message == "5 rows of berlin"
    assert done.values == {"rows": 5}
    assert Entry.objects.filter(action="jobs.start", city="berlin").count() == 1


def test_starting_needs_the_right_of_the_kind(person_with):
    with pytest.raises(Refusal):
        start("tests.count", person=person_with("reader", "berlin"), city="berlin")
    assert not Job.objects.exists()


def test_a_job_is_never_taken_twice(administrator, script):
    job = start("tests.count", person=administrator)
    assert claim(str(job.pk)) is not None
    assert claim(str(job.pk)) is None
    assert work_on(str(job.pk)) == ""
    assert script.runs == 0


def test_a_refusal_of_the_library_becomes_sentences(administrator, visitor, monkeypatch):
    kind = problems.ProblemKind(
        code="X1", severity="error", title=problems.LanguageMap("t"),
        sentence=problems.LanguageMap("The share is too high."),
        mend=problems.LanguageMap("Write less."),
    )  # fmt: skip
    monkeypatch.setattr(problems, "catalogue", lambda: {"X1": kind})
    start("tests.refuse", person=administrator, code="X1")
    (job,) = run_waiting()
    assert job.state == State.FAILED
    assert job.problems == ["city.csv row 12: The share is too high. Write less."]
    assert "The share is too high" in visitor.get(job.get_absolute_url()).text


def test_a_fault_is_told_plainly_and_its_details_go_to_the_log(administrator, visitor, caplog):
    start("tests.break", person=administrator)
    (job,) = run_waiting()
    page = visitor.get(job.get_absolute_url()).text
    assert "A fault in Paseo stopped this work" in page
    assert str(job.pk) in page
    assert "secret detail" not in page
    assert "secret detail" in caplog.text


def test_a_job_that_has_not_begun_can_be_cancelled(administrator, visitor, script):
    job = start("tests.count", person=administrator)
    visitor.post(f"/jobs/{job.pk}/cancel/")
    assert run_waiting() == []
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert script.runs == 0
    assert "Cancelled before it began" in visitor.get(job.get_absolute_url()).text


def test_a_running_job_hears_that_it_has_to_stop(administrator):
    job = start("tests.count", person=administrator)
    board.open_for(str(job.pk)).cancel = True
    (stopped,) = run_waiting()
    assert stopped.state == State.CANCELLED
    assert board.look(str(job.pk)) is None


def test_the_heartbeat_writes_the_steps_and_brings_the_wish_to_stop(administrator):
    job = start("tests.count", person=administrator)
    claim(str(job.pk))
    live = board.open_for(str(job.pk))
    live.step, live.total, live.message = 3, 9, "Reading rows"
    beat()
    job.refresh_from_db()
    assert (job.step, job.total, job.message) == (3, 9, "Reading rows")
    assert not live.cancel
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    beat()
    assert live.cancel
    board.close_for(str(job.pk))


def test_only_the_owner_or_a_lead_may_cancel(person_with):
    owner = person_with("contributor", "berlin")
    job = start("tests.count", person=owner, city="berlin")
    with pytest.raises(Refusal):
        cancel(job, person_with("reviewer", "berlin"))
    cancel(job, person_with("city_lead", "berlin"))
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.parametrize(
    ("role", "city", "status"),
    [("city_lead", "berlin", 200), ("contributor", "berlin", 404), ("city_lead", "rome", 404)],
)
def test_a_job_is_seen_by_its_owner_and_by_leads(client, person_with, role, city, status):
    job = start("tests.count", person=person_with("coordinator"), city="berlin")
    client.force_login(person_with(role, city))
    for part in ("", "state/", "file/"):
        expected = 404 if part == "file/" else status
        assert client.get(f"/jobs/{job.pk}/{part}").status_code == expected


def test_a_file_is_given_to_who_may_see_the_job(administrator, visitor):
    start("tests.file", person=administrator)
    (job,) = run_waiting()
    answer = visitor.get(f"/jobs/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == b"made"
    assert 'filename="report.txt"' in answer["Content-Disposition"]


def test_jobs_that_lost_their_process_say_so(administrator, visitor):
    job = start("tests.count", person=administrator)
    waiting = start("tests.count", person=administrator)
    claim(str(job.pk))
    assert recover(alone=True) == 1
    job.refresh_from_db(), waiting.refresh_from_db()
    assert job.state == State.FAILED
    assert "The server stopped while this was running" in visitor.get(f"/jobs/{job.pk}/").text
    assert waiting.state == State.WAITING  # it had not begun, so nothing is lost


def test_where_others_work_too_only_long_silence_counts(administrator):
    job = start("tests.count", person=administrator)
    claim(str(job.pk))
    assert recover(alone=False) == 0
    Job.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert recover(alone=False) == 1


def test_the_page_renews_itself_with_and_without_scripts(administrator, visitor):
    job = start("tests.count", person=administrator)
    page = visitor.get(job.get_absolute_url()).text
    assert '<noscript><meta http-equiv="refresh"' in page
    assert f'hx-get="/jobs/{job.pk}/state/"' in page
    assert "HX-Refresh" not in visitor.get(f"/jobs/{job.pk}/state/").headers
    run_waiting()
    assert visitor.get(f"/jobs/{job.pk}/state/")["HX-Refresh"] == "true"
    page = visitor.get(job.get_absolute_url()).text
    assert "refresh" not in page
    assert "hx-get" not in page
    assert 'href="/trail/"' in page


def test_time_left_is_told_only_when_it_is_known():
    begun = timezone.now() - timedelta(seconds=60)
    job = Job(kind="x", state=State.RUNNING, started_at=begun, step=25, total=100)
    assert job.time_left_words == "3 minutes"
    job.step = 90
    assert job.time_left_words == "10 seconds"
    for step, total in ((1, 100), (5, 0)):
        job.step, job.total = step, total
        assert job.time_left is None


def test_messages_are_in_the_language_of_the_person(administrator, visitor):
    from django.utils import translation

    with translation.override("es"):
        start("tests.break", person=administrator)
    (job,) = run_waiting()
    assert job.message.startswith("Un fallo de Paseo")


def test_a_long_list_costs_no_more_queries(visitor, administrator, django_assert_max_num_queries):
    for _number in range(60):
        start("tests.count", person=administrator)
    with django_assert_max_num_queries(5):
        visitor.get("/jobs/")
