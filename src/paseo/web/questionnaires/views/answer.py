"""Answering by a link, without an account: one section, and nothing else of the city.

Looking does nothing, so that a mail scanner that follows the link uses nothing up. The first thing
that counts is that somebody agrees to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from paseo.evidence.questionnaires.questionnaire import Section
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.pages import language
from paseo.web.evidence.uploading import guard
from paseo.web.questionnaires import throttle
from paseo.web.questionnaires.actions import Agree, HandIn, RemoveEvidence
from paseo.web.questionnaires.actions.drafts import drafts_of, writer
from paseo.web.questionnaires.forms.places import Places
from paseo.web.questionnaires.forms.question import Beside, File
from paseo.web.questionnaires.forms.section import SectionForm
from paseo.web.questionnaires.models import EvidenceFile, Invitation, Review
from paseo.web.questionnaires.uploading import MOST_BYTES, EvidenceForm
from paseo.web.questionnaires.views.files import asked_for, bring, page_of_files
from paseo.web.questionnaires.views.section import back, form_of, frame, previewed, save

InvitedView = Callable[..., HttpResponse]


@dataclass
class Invited:
    """A request by a link that works."""

    request: HttpRequest
    invitation: Invitation
    token: str

    @property
    def section(self) -> Section:
        found = self.invitation.round.questionnaire().section(self.invitation.section)
        if found is None:
            raise Http404
        return found

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"questionnaires:{name}", args=[self.token, *arguments])

    def page(self, title: str) -> dict[str, Any]:
        """Return what every page behind the link needs."""
        round = self.invitation.round
        questionnaire = round.questionnaire()
        return {
            "title": title,
            "invitation": self.invitation,
            "round": round,
            "city_name": round.city.text.words,
            "questionnaire_title": questionnaire.title.read(language()).words,
            "section_name": self.section.name.read(language()).words,
            "token": self.token,
        }


def by_link(view: InvitedView) -> InvitedView:
    """Give a view the invitation of its link; say why where it no longer works."""

    @login_not_required
    @wraps(view)
    def open_one(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
        sender = request.META.get("REMOTE_ADDR", "")
        if throttle.too_many("link", sender, throttle.MOST_MISSES):
            return _closed(request, "throttled", 429)
        found = Invitation.find(token)
        if found is None:
            throttle.count("link", sender)
            return _closed(request, "unknown", 404)
        with translation.override(_language(request, found)):
            return _private(_open(view, Invited(request, found, token), arguments))

    # The decorator marks the view itself, which Django looks at.
    open_one.login_required = False  # type: ignore[attr-defined]
    return open_one


def _open(view: InvitedView, invited: Invited, arguments: dict[str, Any]) -> HttpResponse:
    request, found = invited.request, invited.invitation
    if found.revoked_at is not None:
        return _closed(request, "withdrawn", 410)
    if not found.works:
        return _closed(request, "expired", 410)
    if not found.round.answerable:
        return _closed(request, "over", 410)
    if request.method == "POST":
        if throttle.too_many("save", found.hash, throttle.MOST_SAVES):
            return _closed(request, "throttled", 429)
        throttle.count("save", found.hash)
    return view(invited, **arguments)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    words = {
        "unknown": _("There is no such link. Check that it was copied whole."),
        "withdrawn": _("This link was withdrawn by those who sent it."),
        "expired": _("This link has expired. What was saved until then is kept."),
        "over": _("This questionnaire is closed, so nothing can be answered any more."),
        "throttled": _("Too many attempts. Wait ten minutes and try again."),
    }
    context = {"title": _("This link does not open a questionnaire"), "why": words[why]}
    return _private(render(request, "questionnaires/answer_closed.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines and shared caches."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    patch_cache_control(response, no_cache=True, no_store=True, private=True)
    return response


def _language(request: HttpRequest, invitation: Invitation) -> str:
    """Return the language that the person chose, else the one in which they were asked."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    wanted = chosen if chosen in known else invitation.round.language
    return wanted if wanted in known else settings.LANGUAGE_CODE


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def welcome(invited: Invited) -> HttpResponse:
    """Say who asks what and why; only agreeing changes something."""
    if invited.request.method == "POST":
        Agree(invitation=invited.invitation).run(PROGRAMME)
        return redirect(invited.url("answer-questions"))
    consent = invited.invitation.round.questionnaire().consent
    context = {
        **invited.page(invited.invitation.round.name),
        "consent": consent.text.read(language()).words if consent else "",
        "description": invited.invitation.round.questionnaire().description.read(language()).words,
    }
    return render(invited.request, "questionnaires/answer_welcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def questions(invited: Invited) -> HttpResponse:
    """Show the section, or save what was sent."""
    if invited.invitation.consented_at is None:
        return redirect(invited.url("answer"))
    form = _form(invited)
    if invited.request.method == "POST":
        return _save(invited, form)
    context = {
        **invited.page(form.section.name.read(language()).words),
        **frame(form),
        "returned": form.beside.get("", Beside()).returned,
        "preview": invited.url("answer-preview"),
    }
    return render(invited.request, "questionnaires/answer_questions.html", context)


def _save(invited: Invited, form: SectionForm) -> HttpResponse:
    request, invitation = invited.request, invited.invitation
    saved, order = save(request, invitation.sheet, form, invitation)
    if order.verb == "evidence":
        return redirect(invited.url("answer-files", order.question))
    if order.verb == "continue" and not drafts_of(saved.part, form.by):
        HandIn(invitation=invitation).run(PROGRAMME)
    own = invited.url("answer-questions")
    return back(request, form, saved, order, own, invited.url("answer-done"))


def _form(invited: Invited) -> SectionForm:
    round, section = invited.invitation.round, invited.section
    one_more = frozenset(invited.request.GET.getlist("row"))
    sheet = invited.invitation.sheet
    files: dict[str, list[File]] = {}
    for one in EvidenceFile.objects.filter(invitation=invited.invitation, removed_at=None):
        files.setdefault(one.question, []).append(File(one.name, ""))
    beside = {name: Beside(files=held) for name, held in files.items()}
    returned = Review.objects.filter(sheet=sheet, section=section.id, state=Review.State.RETURNED)
    for said in returned:
        held = beside.get(said.question, Beside())
        beside[said.question] = Beside(files=held.files, returned=said.note)
    form = form_of(round.questionnaire(), sheet, section, Places(), round.pilot, beside, one_more)
    form.anonymous = True
    form.by = writer(None, invited.invitation)
    return form


@require_POST
@by_link
def preview(invited: Invited) -> HttpResponse:
    """Return the questions that an answer opens or closes, before anything is saved."""
    return HttpResponse(previewed(invited.request, _form(invited)))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def files(request: HttpRequest, **address: Any) -> HttpResponse:
    """Bring files beside an answer; their size is known before they are read."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return _files(request, too_large=too_large, **address)


@csrf_protect
@by_link
def _files(invited: Invited, question: str, too_large: int) -> HttpResponse:
    if invited.invitation.consented_at is None:
        return redirect(invited.url("answer"))
    found = asked_for(
        invited.invitation.round.questionnaire(), invited.invitation.section, question
    )
    request, form = invited.request, EvidenceForm()
    held = EvidenceFile.objects.filter(
        invitation=invited.invitation, question=question, removed_at=None
    )
    if request.method == "POST" and request.POST.get("remove"):
        one = held.filter(pk=_number(request.POST["remove"])).first()
        if one is not None:
            RemoveEvidence(file=one, invitation=invited.invitation).run(PROGRAMME)
        return redirect(request.path)
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES)
        if bring(request, form, invited.invitation.sheet, found, invited.invitation):
            return redirect(request.path)
    back_to = invited.url("answer-questions")
    context = {
        **invited.page(_("Files beside an answer")),
        **page_of_files(found, form, too_large),
        "files": held,
        "back": f"{back_to}#question-{question}",
    }
    status = 413 if too_large else 422 if form.errors else 200
    return render(request, "questionnaires/answer_files.html", context, status=status)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


@require_http_methods(["GET", "HEAD"])
@by_link
def done(invited: Invited) -> HttpResponse:
    """Thank, and say what becomes of the answers; before they are handed in there is no thanks."""
    if invited.invitation.finished_at is None:
        return redirect(invited.url("answer-questions"))
    return render(invited.request, "questionnaires/answer_done.html", invited.page(_("Thank you")))
