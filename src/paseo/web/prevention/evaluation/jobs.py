"""What takes longer than a page: an evaluation with a placebo run for every other area."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.numbers import format_number
from paseo.content.problems import Refused
from paseo.web.accounts.people import Person
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language as page_language
from paseo.web.jobs.actions import start
from paseo.web.jobs.kinds import Outcome, Progress, job_kind
from paseo.web.jobs.models import Job
from paseo.web.jobs.progress import Cancelled
from paseo.web.prevention.models import Evaluation

COMPUTE: Final = "prevention.evaluate"


def start_computing(person: Person, evaluation: Evaluation) -> Job:
    """Start to compute an evaluation; one that is being computed already is not begun twice."""
    with transaction.atomic():
        Evaluation.objects.select_for_update().filter(pk=evaluation.pk).first()
        waiting = Job.unfinished().filter(kind=COMPUTE, arguments__evaluation=evaluation.pk)
        for job in waiting:
            if not job.cancel_asked:
                return job
        job = start(
            COMPUTE, person=person, city=evaluation.city_id, title=evaluation.title,
            evaluation=evaluation.pk,
        )  # fmt: skip
        job.page = evaluation.get_absolute_url()
        job.save(update_fields=["page"])
    return job


def running(evaluation: Evaluation) -> list[Job]:
    """Return the jobs that are still computing an evaluation."""
    return list(Job.unfinished().filter(kind=COMPUTE, arguments__evaluation=evaluation.pk))


@job_kind(COMPUTE, title=gettext_lazy("Did it work?"), right=Right.CONTRIBUTE)
def evaluate(progress: Progress, *, evaluation: int, title: str = "", city: str = "") -> Outcome:
    """Compute an evaluation and keep what was found."""
    # Only whoever computes needs the methods: declaring the work must not load them.
    from paseo.web.prevention.evaluation.making import compute

    held = Evaluation.objects.select_related("city").filter(pk=evaluation).first()
    if held is None:  # removed meanwhile: there is nothing left to be done
        raise Cancelled
    message = _("Comparing with every other area")
    progress.step(0, 0, message)
    try:
        seconds = compute(held, progress.owner)
    except Refused as refused:
        said = page_language()
        sentences = [one.sentence(said) for one in refused.problems.errors]
        page = reverse("prevention:evaluation-methods", args=[held.city_id, held.pk])
        return Outcome(message=" ".join(sentences), page=page)
    return Outcome(
        message=_("The evaluation was computed in %(seconds)s seconds.")
        % {"seconds": format_number(seconds, page_language(), digits=1)},
        page=held.get_absolute_url(),
        values={"seconds": round(seconds, 3)},
    )
