"""Review and sign-off: read what was answered, accept it or send it back, sign for all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import download_name, language, need
from paseo.web.questionnaires.actions import NotReady, ReviewPart, SignRound
from paseo.web.questionnaires.actions.reviewing import not_accepted
from paseo.web.questionnaires.models import Review, Sheet, SignOff
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.round_forms import ReasonForm
from paseo.web.questionnaires.views.rounds import task_list
from paseo.web.questionnaires.views.sheets import read_forms
from paseo.web.ui.frame import Crumb


@require_GET
@of_a_round
def review(here: Here, sheet: int) -> HttpResponse:
    """Show the sections of a sheet with what a reviewer said of each."""
    need(here.request.user, Right.REVIEW, here.city.pk)
    kept = _sheet(here, sheet)
    context = {**here.page(_("Review"), *_above(here, kept)), **task_list(here, kept.pk)}
    return render(here.request, "questionnaires/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def section(here: Here, sheet: int, section: str) -> HttpResponse:
    """Read one section; accept it, send it or one of its questions back."""
    need(here.request.user, Right.REVIEW, here.city.pk)
    kept = _sheet(here, sheet)
    found = here.questionnaire.section(section)
    if found is None:
        raise Http404
    wrong = ""
    if here.request.method == "POST":
        wrong = _say(here, kept, section)
        if not wrong:
            return redirect(here.request.path + _anchor(here))
    form = next(one for one in read_forms(here, kept) if one.section.id == section)
    said = {one.question: one for one in Review.objects.filter(sheet=kept, section=section)}
    title = found.name.read(language()).words
    above = (*_above(here, kept), Crumb(_("Review"), here.url("review", sheet)))
    context = {
        **here.page(title, *above),
        "sheet": kept,
        "wrong": wrong,
        "whole": said.get(""),
        "lines": [{**one, "said": said.get(one["id"])} for one in form.lines()],
        "next": _next(here, sheet, section),
        "typed": here.request.POST if wrong else {},
    }
    status = 422 if wrong else 200
    return render(here.request, "questionnaires/review_section.html", context, status=status)


def _say(here: Here, sheet: Sheet, section: str) -> str:
    """Do what the reviewer decided; return what is wrong with it."""
    sent = here.request.POST
    question, state = sent.get("question", ""), sent.get("state", "")
    if state not in Review.State.values:
        return _("Choose what to say: accept, send back, or open again.")
    known = here.questionnaire.question(question)
    if question and (known is None or known.section != section):
        return _("There is no such question in this section.")
    try:
        ReviewPart(
            sheet=sheet, section=section, question=question, state=state, note=sent.get("note", "")
        ).run(here.request.user)
    except NotReady as wrong:
        return str(wrong)
    return ""


def _anchor(here: Here) -> str:
    question = here.request.POST.get("question", "")
    return f"#question-{question}" if question else ""


def _next(here: Here, sheet: int, section: str) -> str:
    names = [one.id for one in here.questionnaire.sections]
    later = names[names.index(section) + 1 :]
    return here.url("review-section", sheet, later[0]) if later else here.url("review", sheet)


def _sheet(here: Here, sheet: int) -> Sheet:
    only = here.only_sheet
    if only is None:
        return here.sheet(sheet)
    if only.pk != sheet:
        raise Http404
    return only


def _above(here: Here, sheet: Sheet) -> tuple[Crumb, ...]:
    many = here.questionnaire.many
    return (Crumb(sheet.code, sheet.get_absolute_url()),) if many else ()


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def sign(here: Here) -> HttpResponse:
    """Sign for a round, with reasons where not everything is accepted."""
    need(here.request.user, Right.LEAD, here.city.pk)
    open_parts = not_accepted(here.round) if here.round.answerable else []
    hint = _("It stands in the signed record.") if open_parts else _("Only where there is one.")
    form = ReasonForm(here.request.POST or None, needed=bool(open_parts), hint=hint)
    # An empty form is a sent one where no reason is needed.
    sent = here.request.method == "POST"
    if sent and (not open_parts or form.is_valid()):
        reason = here.request.POST.get("reason", "")
        try:
            SignRound(round=here.round, reason=reason).run(here.request.user)
            messages.success(here.request, _("The round is signed off and its answers are frozen."))
            return redirect(here.round)
        except NotReady as wrong:
            form.add_error(None, str(wrong))
    context = {
        **here.page(_("Sign off")),
        "form": form,
        "open_parts": _named(here, open_parts),
        "signatures": here.round.signatures.select_related("by", "reopened_by").defer("record"),
    }
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/sign.html", context, status=status)


#: Sections of many sheets are counted, not listed one by one.
MOST_LISTED = 30


def _named(here: Here, parts: list[tuple[Sheet, str]]) -> dict[str, Any]:
    names = {one.id: one.name.read(language()).words for one in here.questionnaire.sections}
    many = here.questionnaire.many
    lines = [
        f"{sheet.code}: {names[section]}" if many else names[section]
        for sheet, section in parts[:MOST_LISTED]
    ]
    return {"count": len(parts), "lines": lines, "more": max(0, len(parts) - MOST_LISTED)}


@require_GET
@of_a_round
def record(here: Here, signature: int) -> HttpResponse:
    """Give the signed record as it was signed, to whoever reviews or leads."""
    need(here.request.user, Right.REVIEW, here.city.pk)
    found = get_object_or_404(SignOff, pk=signature, round=here.round)
    name = download_name(
        here.city, f"{here.city.pk}-round-{here.round.pk}-{found.sha256[:12]}.json"
    )
    response = HttpResponse(found.record, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
