"""What who leads decides on a sheet: fix it, note its review, take that back, remove a draft."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Refused
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of
from paseo.web.prevention.sheets import showing
from paseo.web.prevention.sheets.actions import (
    FixSheet,
    RemoveSheet,
    ReviewSheet,
    TakeBackReview,
    seen_of,
)
from paseo.web.prevention.sheets.forms import ReviewForm
from paseo.web.prevention.sheets.here import Here, of_a_sheet
from paseo.web.prevention.sheets.missing import left_open, missing

_WAYS: Final = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_WAYS)
@of_a_sheet(Right.LEAD)
def fix(here: Here) -> HttpResponse:
    """Show what will be fixed and what stands against it; fix it once that was seen."""
    if here.sheet.fixed is not None:
        return redirect(here.url())
    refused: list[str] = []
    status = 200
    if here.request.method == "POST":
        try:
            FixSheet(row=here.row, seen=here.request.POST.get(SEEN)).run(here.request.user)
        except Refused as found:
            status, refused = 422, [one.sentence(language()) for one in found.problems]
        except Meanwhile as meanwhile:
            status, refused = 409, [meanwhile.sentence()]
        else:
            said = _("The sheet is fixed. Changes are amendments from now on.")
            messages.success(here.request, said)
            return redirect(here.url())
    return here.render(
        "fix", _("Fix the sheet"), here.crumb, status=status, refused=refused,
        lacks=missing(here), pairs=showing.will_be_fixed(here), left_open=left_open(here),
        seeing=here.words.seeing(here.view.seeing), seen=mark_of(seen_of(here.sheet)),
    )  # fmt: skip


@never_cache
@require_http_methods(_WAYS)
@of_a_sheet(Right.LEAD)
def review(here: Here) -> HttpResponse:
    """Note that the review was held, put right what was noted, or take it back."""
    if here.sheet.fixed is None:
        return redirect(here.url())
    sent = here.request.method == "POST"
    seen = here.request.POST.get(SEEN)
    taking_back = sent and "take_back" in here.request.POST
    form = ReviewForm(
        here.request.POST if sent and not taking_back else None,
        initial={"day": here.sheet.reviewed or here.today, "outcome": here.sheet.outcome},
        start=here.view.force.start, today=here.today, language=language(),
    )  # fmt: skip
    refused: list[str] = []
    try:
        if taking_back:
            TakeBackReview(row=here.row, seen=seen).run(here.request.user)
            messages.success(here.request, _("The review was taken back."))
            return redirect(here.url())
        if sent and form.is_valid():
            ReviewSheet(row=here.row, seen=seen, **form.cleaned_data).run(here.request.user)
            messages.success(here.request, _("The review was noted."))
            return redirect(here.url() + "#reviewed")
    except Refused as found:
        refused = [one.sentence(language()) for one in found.problems]
    except Meanwhile as meanwhile:
        refused = [meanwhile.sentence()]
    return here.render(
        "review", _("The review"), here.crumb, status=422 if form.errors or refused else 200,
        form=form, refused=refused, seen=mark_of(seen_of(here.sheet)),
        begun=showing.begun(here), days=showing.days(here),
    )  # fmt: skip


@never_cache
@require_http_methods(_WAYS)
@of_a_sheet(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Ask before a draft goes; a sheet that was fixed stays."""
    if here.sheet.fixed is not None:
        raise Http404
    if here.request.method != "POST":
        return here.render("remove", _("Remove the draft"), here.crumb)
    RemoveSheet(row=here.row).run(here.request.user)
    messages.success(here.request, _("The draft was removed."))
    return redirect(reverse("prevention:sheets", args=[here.city.pk]))
