"""Runs the queue by hand, in the thread of a test."""

from __future__ import annotations

from paseo.web.jobs.models import Job, State
from paseo.web.jobs.queue import work_on


def run_waiting() -> list[Job]:
    """Work through every waiting job, the oldest first, and return them as they ended."""
    waiting = Job.objects.filter(state=State.WAITING).order_by("created_at")
    identities = [str(job.pk) for job in waiting]
    for identity in identities:
        work_on(identity)
    return list(Job.objects.filter(pk__in=identities).order_by("created_at"))
