"""Rounds of a city: the list, starting one, copying one, and the page of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.content.problems import Refused
from paseo.content.store import store
from paseo.evidence.questionnaires.differences import in_words
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.versions import Counterpart, compare
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import city_crumb, language, need, of_a_city
from paseo.web.questionnaires.actions import (
    ChangeRound,
    CloseRound,
    CopyRound,
    NotReady,
    ReopenRound,
    StartRound,
)
from paseo.web.questionnaires.models import Round
from paseo.web.questionnaires.pages import Here, of_a_round, room_crumb, where
from paseo.web.questionnaires.round_forms import ReasonForm, RoundForm, StartForm, values_of
from paseo.web.questionnaires.states import SectionState, states
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 25


@require_GET
def room(request: HttpRequest, city: str = "") -> HttpResponseBase:
    """List the rounds of a city, or of every city that the person may read."""
    if city:
        return _of_city(request, city=city)
    readable = policy.cities(request.user, Right.READ)
    found = Round.light()
    if readable is not None:
        found = found.filter(city__in=readable)
    context = {
        "title": _("Questionnaires"),
        "page": page_of(found, request, PER_PAGE),
        "cities": _cities(readable),
        "crumbs": [Crumb(_("Questionnaires"))],
    }
    return render(request, "questionnaires/rounds.html", context)


@of_a_city()
def _of_city(request: HttpRequest, city: City) -> HttpResponse:
    context = {
        "title": _("Questionnaires"),
        "city": city,
        "page": page_of(Round.light().filter(city=city), request, PER_PAGE),
        "leads": policy.may(request.user, Right.LEAD, city.pk),
        "where": where(request, city),
        "crumbs": [city_crumb(city), Crumb(_("Questionnaires"))],
    }
    return render(request, "questionnaires/rounds.html", context)


def _cities(readable: set[str] | None) -> list[City]:
    found = City.objects.only("id", "name")
    if readable is not None:
        found = found.filter(pk__in=readable)
    return sorted(found, key=lambda one: one.text.words)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.LEAD)
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Choose a questionnaire and begin a round of it."""
    form = StartForm(request.POST or None, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        action = StartRound(city=city.pk, pack=form.cleaned_data["pack"], **values_of(form))
        try:
            return redirect(action.run(request.user))
        except Refused as refused:
            form.add_error("pack", _sentence(refused))
    title = _("Start a round")
    context = {
        "title": title,
        "city": city,
        "form": form,
        "where": where(request, city),
        "crumbs": [city_crumb(city), room_crumb(city), Crumb(title)],
    }
    status = 422 if form.errors else 200
    return render(request, "questionnaires/start.html", context, status=status)


def _sentence(refused: Refused) -> str:
    found = refused.problems.errors[0]
    return f"{found.sentence(language())} {found.mend(language())}"


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def copy(here: Here) -> HttpResponse:
    """Begin the next round: show first what became of the questions."""
    need(here.request.user, Right.LEAD, here.city.pk)
    newest = _newest(here.questionnaire.id)
    initial = {"name": here.round.name, "language": here.round.language}
    form = RoundForm(here.request.POST or None, initial=initial)
    if here.request.method == "POST" and form.is_valid():
        made = CopyRound(
            before=here.round, pack=newest.id if newest else "", **values_of(form)
        ).run(here.request.user)
        messages.success(here.request, _("The round was copied. Earlier answers stand beside."))
        return redirect(made)
    context = {
        **here.page(_("Copy this round")),
        "form": form,
        "newest": newest,
        "changes": Changes(here.questionnaire, newest or here.questionnaire),
    }
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/copy.html", context, status=status)


class Changes:
    """What became of the questions between two versions, in words for a page."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old, self.new = old, new
        found = compare(old, new)
        self.added = [(one, self._text(new, one)) for one in found.new]
        self.removed = [(one, self._text(old, one)) for one in found.removed]
        self.changed = [self._changed(one) for one in found.changed]
        self.same = len(found.same)

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def _text(self, questionnaire: Questionnaire, name: str) -> str:
        question = questionnaire.question(name)
        return question.text.read(language()).words if question else name

    def _changed(self, one: Counterpart) -> dict[str, Any]:
        return {
            "id": one.question,
            "was": one.was,
            "text": self._text(self.new, one.question),
            "kind": _KINDS.get(one.kind, lambda: one.kind)(),
            "differences": [in_words(each, language()) for each in one.differences],
            "note": one.note.read(language()).words if one.note else "",
        }


_KINDS = {
    "same": lambda: _("only the code changed"),
    "wording": lambda: _("other words, same meaning"),
    "options": lambda: _("other answers on offer"),
    "scope": lambda: _("another meaning: earlier answers are shown, but not offered"),
}


def _newest(pack: str) -> Questionnaire | None:
    """Return the questionnaire as its pack is now; None when the pack is gone."""
    return load_questionnaire(pack) if store().find(pack) else None


@require_GET
@of_a_round
def round_page(here: Here) -> HttpResponse:
    """Show the sections as a task list, or the way to the many sheets."""
    if here.only_sheet is None:
        return redirect(here.url("sheets"))
    context = {**here.page(here.round.name, top=True), **task_list(here, here.only_sheet.pk)}
    return render(here.request, "questionnaires/round.html", context)


def task_list(here: Here, number: int) -> dict[str, Any]:
    """Return what the task list of one sheet needs."""
    only = here.only_sheet
    sheet = only if only is not None and only.pk == number else here.sheet(number)
    parts = list(sheet.parts.select_related("saved_by", "invitation"))
    found = states(here.questionnaire, sheet, parts, here.assignments, language())
    asked = [one for one in found if one.progress]
    return {
        "sheet": sheet,
        "lines": [_line(here, sheet.pk, one) for one in found],
        "answered": sum(one.progress.answered for one in asked if one.progress),
        "asked": sum(one.progress.asked for one in asked if one.progress),
        "required_open": sum(one.progress.required_open for one in asked if one.progress),
        "signature": here.round.signatures.filter(reopened_at=None).first(),
    }


def _line(here: Here, sheet: int, state: SectionState) -> dict[str, Any]:
    section = state.section
    seen = here.access.sees(section.id)
    words = section.name.read(language())
    return {
        "title": words.words,
        "language": "" if words.language == language() else words.language,
        "url": here.url("section", sheet, section.id) if seen and state.asked else "",
        "state": state,
        "who": ", ".join(one.who for one in state.assignments),
        "due": min((one.due for one in state.assignments if one.due), default=here.round.due),
        "reason": "" if seen else str(seen.reason),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def settings(here: Here) -> HttpResponse:
    """Change what is said of a round; close it or open it again."""
    need(here.request.user, Right.LEAD, here.city.pk)
    initial = {
        name: getattr(here.round, name) for name in ("name", "period", "due", "language", "pilot")
    }
    form = RoundForm(here.request.POST or None, initial=initial)
    if here.request.method == "POST" and form.is_valid():
        ChangeRound(round=here.round, values=values_of(form)).run(here.request.user)
        messages.success(here.request, _("The round was changed."))
        return redirect(here.round)
    context = {**here.page(_("Settings of the round")), "form": form, "reopen": _reopen_form()}
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/settings.html", context, status=status)


def _reopen_form(data: Any = None) -> ReasonForm:
    hint = _("It is kept with the record that was signed.")
    return ReasonForm(data, needed=True, hint=hint)


@require_POST
@of_a_round
def close(here: Here) -> HttpResponse:
    """End a round without signing for it."""
    return _decide(here, CloseRound(round=here.round), _("The round was closed."))


@require_POST
@of_a_round
def reopen(here: Here) -> HttpResponse:
    """Open a signed or closed round again, with a reason."""
    reason = here.request.POST.get("reason", "")
    done = _("The round is open again. What was signed stays readable.")
    return _decide(here, ReopenRound(round=here.round, reason=reason), done)


def _decide(here: Here, action: CloseRound | ReopenRound, done: str) -> HttpResponse:
    try:
        action.run(here.request.user)
        messages.success(here.request, done)
    except NotReady as wrong:
        messages.error(here.request, str(wrong))
    return redirect(here.round)
