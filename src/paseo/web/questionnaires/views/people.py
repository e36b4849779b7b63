"""Who answers what: assignments to people and offices, invitations to others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language, need
from paseo.web.questionnaires.actions import Assign, Invite, Unassign, Withdraw
from paseo.web.questionnaires.models import Assignment, Invitation
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.round_forms import AssignForm, InviteForm, section_choices
from paseo.web.ui.paging import page_of

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def people(here: Here) -> HttpResponse:
    """Show who answers which section, and give sections to somebody."""
    need(here.request.user, Right.LEAD, here.city.pk)
    form = AssignForm(here.round, here.request.POST or None)
    if here.request.method == "POST" and form.is_valid():
        Assign(
            round=here.round,
            sections=form.cleaned_data["sections"],
            user=form.chosen(),
            office=form.cleaned_data["office"].strip(),
            due=form.cleaned_data["due"],
        ).run(here.request.user)
        messages.success(here.request, _("The sections are assigned."))
        return redirect(here.request.path)
    names = dict(section_choices(here.questionnaire))
    context = {
        **here.page(_("Who answers what")),
        "form": form,
        "assigned": [(one, names.get(one.section, one.section)) for one in here.assignments],
    }
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/people.html", context, status=status)


@require_POST
@of_a_round
def unassign(here: Here, assignment: int) -> HttpResponse:
    """Take a section back."""
    found = get_object_or_404(Assignment, pk=assignment, round=here.round)
    Unassign(assignment=found).run(here.request.user)
    messages.success(here.request, _("The assignment was taken back."))
    return redirect(here.url("people"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def invitations(here: Here) -> HttpResponse:
    """Show the invitations of a round, and make one: its link is shown now and never again."""
    need(here.request.user, Right.LEAD, here.city.pk)
    form = InviteForm(here.questionnaire, here.request.POST or None)
    link = ""
    if here.request.method == "POST" and form.is_valid():
        invited = Invite(
            round=here.round,
            section=form.cleaned_data["section"],
            name=form.cleaned_data["name"],
            expires_at=form.cleaned_data["until"],
        ).run(here.request.user)
        path = reverse("questionnaires:answer", args=[invited.token])
        link = here.request.build_absolute_uri(path)
        form = InviteForm(here.questionnaire)
    names = dict(section_choices(here.questionnaire))
    found = here.round.invitations.select_related("sheet")
    page = page_of(found, here.request, PER_PAGE)
    context = {
        **here.page(_("Invitations")),
        "form": form,
        "link": link,
        "page": page,
        "lines": [(one, names.get(one.section, one.section), state(one)) for one in page],
        "language": language(),
    }
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/invitations.html", context, status=status)


def state(invitation: Invitation) -> str:
    """Return where an invitation stands, in words."""
    if invitation.revoked_at:
        return _("withdrawn")
    if invitation.finished_at:
        return _("handed in")
    if not invitation.works:
        return _("expired")
    return _("answering") if invitation.used else _("waiting")


@require_POST
@of_a_round
def withdraw(here: Here, invitation: int) -> HttpResponse:
    """Make a link stop working."""
    found = get_object_or_404(Invitation, pk=invitation, round=here.round)
    Withdraw(invitation=found).run(here.request.user)
    messages.success(here.request, _("The link no longer works. What was answered stays."))
    return redirect(here.url("invitations"))
