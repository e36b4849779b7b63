"""The worker thread beside the server: real threads, real locks."""

import time

import pytest

from paseo.web.accounts.models import User
from paseo.web.jobs.actions import start
from paseo.web.jobs.models import Job, State
from paseo.web.jobs.worker import JobThread

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def worker():
    thread = JobThread()
    thread.start()
    yield thread
    thread.stop()


def until(condition):
    """Wait for something another thread does; fails when it never happens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("It never happened.")


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def test_the_worker_takes_what_waits(worker, administrator):
    job = start("tests.count", person=administrator, rows=10)
    until(lambda: state_of(job) == State.DONE)
    assert Job.objects.get(pk=job.pk).step == 10


def test_after_a_fault_the_worker_goes_on(worker, administrator):
    start("tests.break", person=administrator)
    job = start("tests.count", person=administrator)
    until(lambda: state_of(job) == State.DONE)


def test_two_workers_do_one_job_once(worker, administrator, script):
    other = JobThread()
    other.start()
    jobs = [start("tests.count", person=administrator) for _number in range(6)]
    until(lambda: all(state_of(job) == State.DONE for job in jobs))
    other.stop()
    assert script.runs == 6


def test_work_inside_a_transaction_shows_its_steps_and_can_be_cancelled(
    worker, administrator, visitor, script
):
    job = start("tests.patient", person=administrator)
    assert script.begun.wait(PATIENCE)
    # The work holds the only write lock of an embedded database; the page still knows.
    assert "1 of 10 steps done" in visitor.get(f"/jobs/{job.pk}/state/").text
    visitor.post(f"/jobs/{job.pk}/cancel/")
    until(lambda: state_of(job) == State.CANCELLED)
    assert not User.objects.filter(name="half-done").exists()


def test_a_server_that_stops_cancels_the_running_work(administrator, script):
    thread = JobThread()
    thread.start()
    job = start("tests.patient", person=administrator)
    assert script.begun.wait(PATIENCE)
    thread.stop()
    assert state_of(job) == State.CANCELLED
    assert not User.objects.filter(name="half-done").exists()


@pytest.mark.browser
def test_the_page_follows_the_work_and_cancels_it(worker, signed_in_page, live, axe, script):
    administrator = User.objects.get(name="administrator")
    page = signed_in_page("/jobs/")
    job = start("tests.patient", person=administrator)
    assert script.begun.wait(PATIENCE)
    page.goto(f"{live}/jobs/{job.pk}/")
    page.wait_for_selector("progress[value]")
    assert axe(page) == ""
    page.focus("text=Cancel this job")
    with page.expect_response("**/state/"):
        pass  # one renewal of the steps must leave the focus where it is
    page.keyboard.press("Enter")
    page.wait_for_selector(".state-cancelled", timeout=PATIENCE * 1000)
    assert axe(page) == ""


@pytest.mark.browser
def test_without_scripts_one_can_cancel_too(worker, signed_in_page, live, script):
    administrator = User.objects.get(name="administrator")
    page = signed_in_page("/jobs/", scripts=False)
    job = start("tests.patient", person=administrator)
    assert script.begun.wait(PATIENCE)
    page.goto(f"{live}/jobs/{job.pk}/")
    page.click("text=Cancel this job")
    # The page renews itself every few seconds.
    page.wait_for_selector(".state-cancelled", timeout=PATIENCE * 1000)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["tests.count", "tests.break"])
def test_a_finished_job_is_accessible(check_page, administrator, worker, kind):
    job = start(kind, person=administrator)
    until(lambda: Job.objects.get(pk=job.pk).is_over)
    check_page(f"/jobs/{job.pk}/")
    check_page("/jobs/")
