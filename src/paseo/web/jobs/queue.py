"""Runs one job from its row: claims it, does it, writes down what came of it."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from paseo.content.problems import Refused
from paseo.web.accounts.people import PROGRAMME
from paseo.web.jobs import board
from paseo.web.jobs.kinds import KINDS, Outcome
from paseo.web.jobs.models import Job, State
from paseo.web.jobs.progress import Cancelled, Progress
from paseo.web.trail import context

log = logging.getLogger(__name__)

#: A page shows the first problems; the rest are counted.
MOST_PROBLEMS = 200


@task
def run_job(identity: str) -> str:
    """Do the work of one job and return the state it ended in."""
    return work_on(identity)


def work_on(identity: str, worker: str = "") -> str:
    """Do the work of one waiting job; a job that somebody else took is left alone."""
    job = claim(identity, worker)
    if job is None:
        return ""
    with (
        translation.override(job.language),
        context.acting(job.owner or PROGRAMME, job.pk.hex),
    ):
        try:
            finish(job, **_do(job))
        finally:
            board.close_for(identity)
    return job.state


def claim(identity: str, worker: str = "") -> Job | None:
    """Take a waiting job; of two workers that try, one gets None."""
    now = timezone.now()
    taken = Job.objects.filter(pk=identity, state=State.WAITING).update(
        state=State.RUNNING, started_at=now, beat_at=now, worker=worker
    )
    return Job.objects.select_related("owner").get(pk=identity) if taken else None


def _do(job: Job) -> dict[str, Any]:
    """Run the work and translate every way it can end into values of the row."""
    try:
        outcome = _work(job)
    except Cancelled:
        return {
            "state": State.CANCELLED,
            "message": _("Cancelled. What was not finished was undone."),
        }
    except Refused as refused:
        return {
            "state": State.FAILED,
            "message": _("Not accepted. Nothing was changed."),
            "problems": _sentences(refused, job.language),
        }
    except Exception:
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        return {
            "state": State.FAILED,
            "message": _("A fault in Paseo stopped this work. What was not finished was undone."),
            "problems": [
                _("The details are in the server's log under the number %(number)s.")
                % {"number": job.pk}
            ],
        }
    return {
        "state": State.DONE,
        "message": str(outcome.message),
        "page": outcome.page,
        "values": outcome.values,
        "file": outcome.file.relative_to(job.folder).as_posix() if outcome.file else "",
    }


def _work(job: Job) -> Outcome:
    arguments = dict(job.arguments)
    if job.city:
        arguments["city"] = job.city
    return KINDS[job.kind].work(Progress(job), **arguments)


def _sentences(refused: Refused, language: str) -> list[str]:
    return [
        f"{problem.place}: {problem.sentence(language)} {problem.mend(language)}"
        for problem in refused.problems.errors[:MOST_PROBLEMS]
    ]


def finish(job: Job, **values: Any) -> None:
    """Write down how a job ended, with the last step it reached."""
    live = board.look(str(job.pk))
    with transaction.atomic():
        for name, value in values.items():
            setattr(job, name, value)
        if live is not None:
            job.step, job.total = live.step, live.total
        job.finished_at = timezone.now()
        job.save()
