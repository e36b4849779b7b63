"""What a trial says of the questions: at a glance here, in full as a report."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paseo.evidence.questionnaires.pilot import PilotResult, pilot
from paseo.report.questionnaire.pilot_words import PilotSpeaker
from paseo.web.evidence.pages import language
from paseo.web.jobs.actions import start as start_job
from paseo.web.questionnaires.jobs import PILOT, sheets_of
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.permissions import need

FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "HTML"}
#: With more sheets the page counts only; the report is a job.
MOST_ON_PAGE = 300


@require_GET
@of_a_round
def report(here: Here) -> HttpResponse:
    """Show the proposed changes, and offer the whole report."""
    _need_all(here)
    count = here.round.sheets.count()
    found = pilot(here.questionnaire, sheets_of(here.round)) if count <= MOST_ON_PAGE else None
    context = {
        **here.page(_("What the trial says")),
        "count": count,
        "result": found,
        "proposals": _proposals(found) if found else (),
        "formats": FORMATS,
    }
    return render(here.request, "questionnaires/pilot.html", context)


def _need_all(here: Here) -> None:
    for section in here.questionnaire.sections:
        need(here.access.sees(section.id))


def _proposals(result: PilotResult) -> list[dict[str, str]]:
    """Return the changes to think about, in the words of the report."""
    speaker = PilotSpeaker(result, language())
    return [
        {
            "subject": "".join(run.words for run in speaker.subject(one.subject)),
            "change": speaker.say(f"rule_{one.rule}"),
            "why": speaker.why(one),
        }
        for one in result.proposals
    ]


@require_POST
@of_a_round
def write(here: Here, form: str) -> HttpResponse:
    """Start writing the report of the trial."""
    if form not in FORMATS:
        raise Http404
    _need_all(here)
    job = start_job(
        PILOT, person=here.request.user, city=here.city.pk, number=here.round.pk, form=form
    )
    return redirect(job)
