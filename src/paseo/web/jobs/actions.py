"""What people do to jobs: start one, ask one to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.people import PROGRAMME, Person
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.jobs import board
from paseo.web.jobs.kinds import KINDS
from paseo.web.jobs.models import Job, State
from paseo.web.trail import context


@dataclass
class StartJob(Action[Job]):
    """Put a piece of work into the queue; needs the right that its kind names."""

    id = "jobs.start"
    label = _("Job started")
    right = Right.CONTRIBUTE

    kind: str
    city: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)

    def required_right(self, person: Person) -> Right:
        return KINDS[self.kind].right

    def perform(self, record: Record) -> Job:
        from paseo.web.jobs.queue import run_job

        person = context.person()
        job = Job.objects.create(
            kind=self.kind,
            city=self.city,
            arguments=self.arguments,
            language=get_language() or "en",
            owner=person if isinstance(person, User) else None,
        )
        run_job.enqueue(str(job.pk))
        record(job, after=job.as_trail())
        return job


@dataclass
class CancelJob(Action[Job]):
    """Ask a job to stop; one that has not begun never will."""

    id = "jobs.cancel"
    label = _("Job cancelled")
    right = Right.CONTRIBUTE

    job: Job

    def __post_init__(self) -> None:
        self.city = self.job.city

    def required_right(self, person: Person) -> Right | None:
        """Who started it may stop it; for others it takes the lead of the city."""
        owns = self.job.owner_id is not None and self.job.owner_id == person.pk
        return None if owns else Right.LEAD

    def perform(self, record: Record) -> Job:
        job = Job.objects.select_for_update().get(pk=self.job.pk)
        before = job.as_trail()
        if job.state == State.WAITING:
            job.state, job.finished_at = State.CANCELLED, timezone.now()
        job.cancel_asked = True
        job.save(update_fields=["state", "finished_at", "cancel_asked"])
        record(job, before=before, after=job.as_trail())
        return job


def start(kind: str, *, person: Person = PROGRAMME, city: str = "", **arguments: Any) -> Job:
    """Start a kind of job for a person and return its row; arguments are plain values."""
    return StartJob(kind=kind, city=city, arguments=arguments).run(person)


def cancel(job: Job, person: Person) -> Job:
    """Ask a job to stop, for a person who may."""
    action = CancelJob(job=job)
    action.check(person)
    # Memory first: the work may hold the database's only write lock, and it has to
    # hear of this before the action below can get that lock.
    live = board.look(str(job.pk))
    if live is not None:
        live.cancel = True
    return action.run(person)
