"""The result: what changed, how sure, what else could explain it, and what people say of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.prevention.evaluation.case import Answer, RivalAnswer
from paseo.prevention.evaluation.result import Evaluation as Found
from paseo.report.files import missing_extra
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker
from paseo.web.accounts.rights import Right
from paseo.web.prevention.evaluation import planning, showing
from paseo.web.prevention.evaluation.actions import AcceptEvidence, AnswerRivals
from paseo.web.prevention.evaluation.forms import AnswersForm
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation
from paseo.web.prevention.evaluation.jobs import running
from paseo.web.prevention.evaluation.views.files import FORMS
from paseo.web.prevention.personal import personal


@require_GET
@of_an_evaluation()
def evaluation(here: Here) -> HttpResponse:
    """Show the evaluation: what was found, or what is still to be done."""
    return _page(here)


def _page(here: Here, form: AnswersForm | None = None, status: int = 200) -> HttpResponse:
    shared: dict[str, Any] = {
        "plan": showing.plan_facts(here),
        "moved": planning.moved(here.evaluation, here.case),
        "lacking": planning.lacking(here.case),
        "fixed_late": _fixed_late(here),
        "jobs": running(here.evaluation),
        "stale": here.stale,
    }
    found = here.found
    if found is None:
        return here.render("begun", here.evaluation.title, "evaluation", **shared)
    speaker = showing.speaker_of(here, found)
    parts = showing.sections(speaker, found)
    # The checklist stands after what could have been seen, before what this does not say.
    after = next((one.id for one in reversed(parts) if one.id in ("power", "effects")), "")
    if found.case.is_plan:
        after = ""
    form = form or AnswersForm([one.id for one in found.rivals], initial=_initial(found))
    return here.render(
        "result",
        here.evaluation.title,
        "evaluation",
        **shared,
        found=found,
        opening=showing.opening(speaker, found),
        sections=parts,
        rivals_after=after,
        links=_links(parts, after),
        rivals=[] if found.case.is_plan else _rivals(here, found, form, speaker),
        form=form,
        proposal=_proposal(here, found, speaker),
        downloads=[
            (label, here.url("evaluation-report", name))
            for name, label in FORMS.items()
            if name in ("json", "csv") or not missing_extra(name)
        ],
        status=status,
    )


def _fixed_late(here: Here) -> bool:
    """Say whether the plan was fixed only when the measure had begun."""
    fixed, start = here.evaluation.fixed_at, here.case.start
    return fixed is not None and start is not None and fixed.date() > start


def _links(parts: list[showing.Section], after: str) -> list[tuple[str, str]]:
    """Return the list of contents of the page."""
    found = []
    for one in parts:
        found.append((one.id, one.title))
        if one.id == after:
            found.append(("rivals", _("Other explanations")))
    return [*found, ("plan", _("The plan"))]


@dataclass(frozen=True, slots=True)
class RivalLine:
    """One other explanation, what the data and what people say of it, and its fields."""

    id: str
    name: str
    question: str
    why: str
    check: str
    hint: str
    answer: str
    by: str
    note: str
    mark: str
    #: What in answer and note looks like data about a person.
    personal: str
    fields: tuple[BoundField, ...]

    @property
    def wrong(self) -> bool:
        return any(one.errors for one in self.fields)


def _rivals(
    here: Here, found: Found, form: AnswersForm, speaker: EvaluationSpeaker
) -> list[RivalLine]:
    may = here.may(Right.CONTRIBUTE)
    lines = []
    for one in found.rivals:
        about = speaker.explanation(one.id)
        fields = tuple(form[f"{part}-{one.id}"] for part in ("answer", "note", "who"))
        lines.append(
            RivalLine(
                one.id,
                speaker.rival(one),
                speaker.text(about.question),
                speaker.text(about.why),
                speaker.text(about.check),
                speaker.remark(one.hint) if one.hint else "",
                speaker.answer(one) if one.by_person or one.hint else "",
                speaker.answered_by(one),
                one.note if one.by_person else "",
                about.evidence,
                (personal(one.who, office=True) or personal(one.note)) if one.by_person else "",
                fields if may else (),
            )
        )
    return lines


def _initial(found: Found) -> dict[str, str]:
    return {
        f"{part}-{one.id}": value
        for one in found.rivals
        if one.by_person
        for part, value in (("answer", one.answer.value), ("note", one.note), ("who", one.who))
    }


def _proposal(here: Here, found: Found, speaker: EvaluationSpeaker) -> dict[str, Any] | None:
    """Return what could be noted at the measure; None where there is no measure."""
    measure = here.measure
    if measure is None or found.case.is_plan:
        return None
    return {
        "number": found.evidence.number,
        "words": speaker.evidence_name(found.evidence.number),
        "held": measure.evidence,
        "noted": measure.evidence == found.evidence.number
        and measure.evaluation == here.evaluation.get_absolute_url(),
        "url": reverse("prevention:measure", args=[here.city.pk, measure.code]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.CONTRIBUTE)
def answers(here: Here) -> HttpResponse:
    """Keep what people say of other explanations."""
    found = here.found
    if found is None or here.request.method != "POST":
        return redirect(here.url())
    form = AnswersForm([one.id for one in found.rivals], here.request.POST)
    if not form.is_valid():
        return _page(here, form, status=422)
    said = {
        one: RivalAnswer(
            Answer(form.cleaned_data[f"answer-{one}"]),
            form.cleaned_data[f"note-{one}"].strip(),
            form.cleaned_data[f"who-{one}"].strip(),
        )
        for one in form.rivals
        if form.cleaned_data[f"answer-{one}"]
    }
    AnswerRivals(evaluation=here.evaluation, answers=said).run(here.request.user)
    messages.success(here.request, _("The answers were kept."))
    return redirect(here.url() + "#rivals")


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.LEAD)
def evidence(here: Here) -> HttpResponse:
    """Note the evidence class at the measure, as a person accepts it."""
    if here.request.method != "POST":
        return redirect(here.url())
    found = here.found
    if found is None or here.measure is None or here.stale or found.case.is_plan:
        messages.error(
            here.request, _("Nothing was noted: there is no current result for a measure.")
        )
        return redirect(here.url())
    AcceptEvidence(
        evaluation=here.evaluation, measure=here.measure, number=found.evidence.number
    ).run(here.request.user)
    messages.success(here.request, _("The evidence class was noted at the measure."))
    return redirect(here.url())
