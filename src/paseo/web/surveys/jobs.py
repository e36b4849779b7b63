"""Estimating a survey: the one piece of work in this room that takes longer than a page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.problems import Problems
from paseo.evidence.surveys.checks import check_survey
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.results_plain import results_to_plain
from paseo.web.accounts.rights import Right
from paseo.web.jobs.kinds import Outcome, Progress, job_kind
from paseo.web.surveys.actions import KeepResults
from paseo.web.surveys.ground import ground_of
from paseo.web.surveys.keeping import data_of, mapping_of
from paseo.web.surveys.models import Survey

ESTIMATE = "surveys.estimate"


@job_kind(ESTIMATE, title=gettext_lazy("Estimate a survey"), right=Right.CONTRIBUTE)
def estimate(progress: Progress, *, city: str, survey: str) -> Outcome:
    """Estimate every indicator of a survey and keep the results."""
    found = Survey.objects.select_related("city").get(pk=survey, city=city)
    text = found.mapping
    progress.step(0, 1, _("Reading the answers"))
    mapping, problems = mapping_of(text)
    ground = ground_of(found.city)
    problems = Problems([*problems, *ground.check(mapping)])
    data = data_of(found)
    problems.extend(check_survey(data, mapping))
    problems.refuse()
    results = estimate_survey(
        data,
        mapping,
        areas=ground.evidence.areas,
        thresholds=dict(found.city.thresholds),
        progress=lambda done, total, step: progress.step(done, total, _said(step)),
    )
    KeepResults(survey=found, mapping=text, results=results_to_plain(results)).run(progress.owner)
    return Outcome(
        message=_("The survey was estimated."),
        page=reverse("surveys:results", args=[city, found.pk]),
        values={"results": len(results.results)},
    )


def _said(step: str) -> str:
    if step == "protect":
        return _("Withholding what must not be shown")
    return _("Estimating %(indicator)s") % {"indicator": step}
