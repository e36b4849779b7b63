"""The methods: which fit, which do not, and why; then the evaluation is computed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.evaluation.proposing import propose
from paseo.prevention.evaluation.result import Proposal
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker
from paseo.web.accounts.rights import Right
from paseo.web.prevention.evaluation.checking import checked
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation
from paseo.web.prevention.evaluation.jobs import running, start_computing
from paseo.web.prevention.evaluation.making import compute, takes_long
from paseo.web.prevention.evaluation.showing import speaker_of
from paseo.web.ui.tables import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.CONTRIBUTE)
def methods(here: Here) -> HttpResponse:
    """Show what is wrong and which methods are proposed; a sent form computes."""
    ready, problems = checked(here.city, here.case)
    if here.request.method == "POST" and not problems.errors:
        if takes_long(ready):
            return redirect(start_computing(here.request.user, here.evaluation))
        try:
            compute(here.evaluation, here.request.user)
        except Refused:  # the data changed between both looks; the page says what is wrong
            return redirect(here.url("evaluation-methods"))
        messages.success(here.request, _("The evaluation was computed."))
        return redirect(here.url())
    proposals = () if problems.errors else propose(ready)
    speaker = speaker_of(here, ready)
    return here.render(
        "methods",
        _("Methods"),
        "evaluation-methods",
        found=here.lines(problems),
        table=_table(speaker, [one for one in proposals if one.fits]),
        refused=_refused(speaker, [one for one in proposals if not one.fits]),
        plan=ready.is_plan,
        jobs=running(here.evaluation),
        status=422 if here.request.method == "POST" else 200,
    )


def _table(speaker: EvaluationSpeaker, proposals: list[Proposal]) -> Table | None:
    if not proposals:
        return None
    rows = []
    for one in proposals:
        name = speaker.method(one.method)
        why = " ".join(speaker.remarks(one.reasons)) or "–"
        cautions = " ".join(speaker.remarks(one.cautions)) or "–"
        rows.append([_("%(method)s (read first)") % {"method": name} if one.best else name,
                     why, cautions])  # fmt: skip
    return Table(
        caption=_("Methods that fit the data; all of them are run"),
        columns=[
            Column("method", _("Method")),
            Column("why", _("Why it fits")),
            Column("but", _("What to beware of")),
        ],
        rows=rows,
    )


def _refused(speaker: EvaluationSpeaker, proposals: list[Proposal]) -> Table | None:
    if not proposals:
        return None
    return Table(
        caption=_("Methods that do not fit"),
        columns=[Column("method", _("Method")), Column("why", _("What is missing"))],
        rows=[
            [speaker.method(one.method), " ".join(speaker.remarks(one.refusals))]
            for one in proposals
        ],
        quiet_caption=True,
    )
