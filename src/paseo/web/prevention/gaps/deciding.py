"""A decision that was sent: taken, or brought back to the page of its gap with what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.gaps import Choice, Gap
from paseo.prevention.sheets.starting import outcome_indicators, sheet_from_gap
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import of_a_city
from paseo.web.prevention.gaps import showing
from paseo.web.prevention.gaps.actions import DecideGap, TakeBackGap, TurnIntoAction
from paseo.web.prevention.gaps.looking import Looking
from paseo.web.prevention.meanwhile import SEEN, Meanwhile
from paseo.web.prevention.models import ActionSheet, GapDecision
from paseo.web.prevention.register.words import catalogue

#: Under this name a session keeps a decision that was not taken, until its page is shown.
_REFUSED: Final = "refused_gap_decision"
_MOST_LETTERS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """A decision that was not taken: on which gap, what is wrong, what had been typed."""

    gap: str
    said: str
    typed: str = ""

    @property
    def anchor(self) -> str:
        return showing.anchor(self.gap)


def take_wrong(request: HttpRequest, city: City) -> Wrong | None:
    """Return the decision of this person that was refused just now, and forget it."""
    kept = request.session.get(_REFUSED)
    if not kept or kept["city"] != city.pk:
        return None
    del request.session[_REFUSED]
    return Wrong(kept["gap"], kept["said"], kept["typed"])


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.LEAD)
def decide(request: HttpRequest, city: City) -> HttpResponse:
    """Decide on one gap: accept, dismiss with a note, turn into an action, or take back."""
    looking = Looking.of(request, city)
    back = reverse("prevention:gaps", args=[city.pk]) + looking.query
    if request.method != "POST":  # an address that was kept, or loaded again
        return redirect(back)
    code, note = request.POST.get("gap", ""), request.POST.get("note", "").strip()[:_MOST_LETTERS]
    try:
        return _decided(request, looking, back)
    except Meanwhile as meanwhile:
        said = _("%(meanwhile)s Look at what stands now before you decide again.") % {
            "meanwhile": meanwhile.sentence()
        }
    except _Refusal as refusal:
        said = str(refusal)
    request.session[_REFUSED] = {"city": city.pk, "gap": code, "said": said, "typed": note}
    return redirect(f"{back}#{showing.anchor(code)}")


class _Refusal(Exception):  # noqa: N818 - says what is wrong, in words
    """A decision that cannot be taken as it was sent."""


def _decided(request: HttpRequest, looking: Looking, back: str) -> HttpResponse:
    city, sent = looking.city, request.POST
    code, choice, seen = sent.get("gap", ""), sent.get("choice", ""), sent.get(SEEN)
    note = sent.get("note", "").strip()[:_MOST_LETTERS]
    if choice == "":
        TakeBackGap(city=city.pk, gap=code, seen=seen).run(request.user)
        messages.success(request, _("The decision was taken back."))
        return redirect(f"{back}#{showing.anchor(code)}")
    if choice not in list(Choice):
        raise Http404
    gap = _gap(looking, code)
    words = looking.words(looking.search).sentence(gap)
    if choice == Choice.ACTION:
        return _turn(request, looking, gap, words, seen)
    if choice == Choice.DISMISSED and not note:
        raise _Refusal(_("Say why it is dismissed: the note stays beside the gap."))
    DecideGap(
        city=city.pk, gap=gap, choice=Choice(choice), note=note, words=words, seen=seen
    ).run(request.user)  # fmt: skip
    messages.success(request, _("The decision was saved: “%(gap)s”") % {"gap": words})
    return redirect(back)


def _gap(looking: Looking, code: str) -> Gap:
    try:
        return looking.search.gap(code)
    except (KeyError, Refused):
        # Somebody changed the register meanwhile, or the thresholds are others.
        raise Http404 from None


def _turn(
    request: HttpRequest, looking: Looking, gap: Gap, words: str, seen: str | None
) -> HttpResponse:
    held = GapDecision.objects.filter(city=looking.city, gap=gap.id).first()
    if held and held.sheet:  # pressed twice: there is one already
        return _to_sheet(held.sheet)
    codes = set(looking.city.holdings.values_list("indicator", flat=True))
    outcome = outcome_indicators(catalogue().problems.get(gap.problem), codes)
    sheet = sheet_from_gap(gap, words, *outcome)
    made: Any = TurnIntoAction(city=looking.city.pk, gap=gap, sheet=sheet, seen=seen)
    row = made.run(request.user)
    messages.success(request, _("An action sheet was begun. Say next what shall be done."))
    return _to_sheet(row)


def _to_sheet(row: ActionSheet) -> HttpResponse:
    if row.title:
        return redirect(row)
    # A sheet begins without a title; the form of its first part asks for it.
    return redirect("prevention:sheet-edit", row.city_id, row.pk, "what")
