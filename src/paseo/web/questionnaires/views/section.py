"""The page of a section: its questions as one form that saves what it can and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire, Section
from paseo.web.questionnaires.actions import Saved, SaveSection
from paseo.web.questionnaires.actions.drafts import drafts_of, writer
from paseo.web.questionnaires.forms.fields import Fields, posted
from paseo.web.questionnaires.forms.orders import Order, order_of, prepared
from paseo.web.questionnaires.forms.places import Places, places_of
from paseo.web.questionnaires.forms.question import Beside
from paseo.web.questionnaires.forms.reading import Page
from paseo.web.questionnaires.forms.section import SEEN, SectionForm, Submission
from paseo.web.questionnaires.models import Invitation, SectionAnswers, Sheet
from paseo.web.questionnaires.pages import Here, language, of_a_round
from paseo.web.questionnaires.permissions import need
from paseo.web.questionnaires.views.beside import beside_section
from paseo.web.ui.frame import Crumb

#: When a form was shown, signed, so that the time for a section is the server's measure.
OPENED = "opened"
_SALT = "questionnaires.opened"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def section(here: Here, sheet: int, section: str) -> HttpResponse:
    """Show a section, or save what was sent."""
    found = _section(here.questionnaire, section)
    kept = here.sheet(sheet) if here.only_sheet is None else here.only_sheet
    if kept.pk != sheet:
        raise Http404
    need(here.access.sees(section))
    if here.request.method == "POST":
        need(here.access.answers(section))
        return _save(here, kept, found)
    return _show(here, kept, _form(here, kept, found))


def _section(questionnaire: Questionnaire, name: str) -> Section:
    found = questionnaire.section(name)
    if found is None:
        raise Http404
    return found


def _form(here: Here, sheet: Sheet, section: Section) -> SectionForm:
    """Return the form of a section; the number of queries does not depend on its length."""
    one_more = frozenset(here.request.GET.getlist("row"))
    beside = beside_section(here, sheet, section.id)
    places = places_of(here.city) if asks_for_place(section) else Places()
    form = form_of(here.questionnaire, sheet, section, places, here.round.pilot, beside, one_more)
    form.by = writer(here.request.user)
    return form


def form_of(
    questionnaire: Questionnaire,
    sheet: Sheet,
    section: Section,
    places: Places,
    pilot: bool,
    beside: dict[str, Beside],
    one_more: frozenset[str] = frozenset(),
) -> SectionForm:
    """Return a section of a sheet as a form, with all answers of the sheet for its conditions."""
    parts = list(sheet.parts.select_related("saved_by", "invitation"))
    answers: dict[str, Answer] = {}
    for one in parts:
        answers |= one.read(questionnaire)
    empty = SectionAnswers(sheet=sheet, section=section.id)
    part = next((one for one in parts if one.section == section.id), empty)
    page = Page(language(), places)
    return SectionForm(questionnaire, section, answers, part, page, beside, pilot, one_more)


def asks_for_place(section: Section) -> bool:
    """Say whether a section asks for a place, at the top or within a question."""
    return any(
        one.type == "place"
        for question in section.questions
        for one in (question, *question.fields)
    )


def _show(here: Here, sheet: Sheet, form: SectionForm) -> HttpResponse:
    section = form.section
    title = section.name.read(language()).words
    above = () if here.only_sheet is not None else (Crumb(sheet.code, sheet.get_absolute_url()),)
    context = {
        **here.page(title, *above),
        **frame(form),
        "sheet": sheet,
        "may": here.access.answers(section.id),
        "next": _next(here, sheet, section),
        "returned": form.beside.get("", Beside()).returned,
        "preview": here.url("preview", sheet.pk, section.id),
    }
    return render(here.request, "questionnaires/section.html", context)


def frame(form: SectionForm) -> dict[str, Any]:
    """Return what the form of a section needs around its questions."""
    return {
        "form": form,
        "entries": form.entries,
        "opened": signing.dumps(timezone.now().timestamp(), salt=_SALT),
        "takes": any(one.get("fits", True) for one in form.part.previous.values()),
        "now_asked": len([one for one in form.shown if one.asks]),
    }


def _next(here: Here, sheet: Sheet, section: Section) -> str:
    """Return the section behind this one that the person may see; else the page of the sheet."""
    names = [one.id for one in here.questionnaire.sections]
    for name in names[names.index(section.id) + 1 :]:
        if here.access.sees(name):
            return here.url("section", sheet.pk, name)
    return here.url("check", sheet.pk)


def _save(here: Here, sheet: Sheet, section: Section) -> HttpResponse:
    form = _form(here, sheet, section)
    saved, order = save(here.request, sheet, form)
    own = here.url("section", sheet.pk, section.id)
    if order.verb == "evidence":
        return redirect(here.url("files", sheet.pk, section.id, order.question))
    return back(here.request, form, saved, order, own, _next(here, sheet, section))


def save(
    request: HttpRequest, sheet: Sheet, form: SectionForm, invitation: Invitation | None = None
) -> tuple[Saved, Order]:
    """Save what a form sent, as the person of the request or for an invited one."""
    from paseo.web.accounts.people import PROGRAMME

    order = order_of(request.POST.get("do", ""))
    sent = prepared(posted(request.POST), order, form.section, form.part, language())
    found: Submission = form.read(sent, request.POST.get(SEEN, ""))
    action = SaveSection(
        sheet=sheet,
        section=form.section.id,
        answers=found.answers,
        unsaved=found.unsaved,
        base=found.base,
        typed=found.typed,
        hard=found.hard,
        seconds=_seconds(request) if form.pilot else 0,
        invitation=invitation,
    )
    return action.run(PROGRAMME if invitation else request.user), order


def back(
    request: HttpRequest, form: SectionForm, saved: Saved, order: Order, own: str, onward: str
) -> HttpResponse:
    """Say what was saved and go on, or back to what could not be saved."""
    if drafts_of(saved.part, form.by):
        return redirect(own)
    if order.verb == "continue":
        return redirect(onward)
    if order.verb == "add":
        return redirect(f"{own}?row={order.question}#question-{order.question}")
    if order.question:
        return redirect(f"{own}#question-{order.question}")
    messages.success(request, _("Saved. You can go on now or come back later."))
    return redirect(own)


def _seconds(request: HttpRequest) -> float:
    """Return the time since the form was shown; 0 when somebody changed the mark."""
    try:
        opened = float(signing.loads(request.POST.get(OPENED, ""), salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    return max(0.0, timezone.now().timestamp() - opened)


@require_POST
@of_a_round
def preview(here: Here, sheet: int, section: str) -> HttpResponse:
    """Return the questions that an answer opens or closes, before anything is saved."""
    found = _section(here.questionnaire, section)
    need(here.access.answers(section))
    form = _form(here, here.sheet(sheet), found)
    return HttpResponse(previewed(here.request, form))


def previewed(request: HttpRequest, form: SectionForm) -> str:
    """Return as HTML what the answers in the form change among the questions shown."""
    sent: dict[str, Fields] = posted(request.POST)
    found = form.read(sent, request.POST.get(SEEN, ""))
    tried = replace(form, answers={**form.answers, **found.answers})
    changed: list[Question] = [
        one
        for one in form.section.questions
        if one.asks and (one.id in tried.asked) != (one.id in found.base)
    ]
    return tried.redrawn(changed, found.base)
