"""Proposals of the answers: accept, dismiss with a reason, apply to the assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paseo.assessment.checklist.effects import Effect
from paseo.report.checklist.plan import concerns
from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import (
    ApplyProposals,
    DecideProposal,
    accepted,
    values_after,
)
from paseo.web.checklist.forms import ProposalForm
from paseo.web.checklist.models import AppliedChecklist
from paseo.web.checklist.pages import Here, of_a_checklist
from paseo.web.evidence.pages import need

#: Kinds of proposals in the order of the page; warnings change nothing by themselves.
KINDS = ("depth", "dimension", "switch", "warning")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_checklist
def proposals(here: Here) -> HttpResponse:
    """Show every proposal with its answers; a sent form decides on one of them."""
    wrong: tuple[str, ProposalForm] | None = None
    if here.request.method == "POST":
        need(here.request.user, Right.LEAD, here.city.pk)
        effect = here.request.POST.get("effect", "")
        known = {one.id for one in here.result.effects.proposals}
        form = ProposalForm(here.request.POST)
        if effect in known and form.is_valid():
            DecideProposal(city=here.city.pk, effect=effect, **form.cleaned_data).run(
                here.request.user
            )
            messages.success(here.request, _("The decision was saved."))
            return redirect(here.url("proposals") + f"#{_anchor(effect)}")
        wrong = (effect, form)
    return here.render(
        "proposals",
        _("Proposals"),
        "proposals",
        status=422 if wrong else 200,
        groups=[
            (here.speaker.say(f"kind.{kind}"), [_line(here, one, wrong) for one in found])
            for kind in KINDS
            if (found := [one for one in here.result.effects.proposals if one.kind == kind])
        ],
        wrong=wrong[1].errors.get("note") if wrong else None,
        wrong_anchor=_anchor(wrong[0]) if wrong else "",
        lead=here.speaker.say("proposals_lead"),
        composed=here.speaker.say("composed"),
        changes=_changes(here),
    )


def _anchor(effect: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in effect)


def _line(here: Here, one: Effect, wrong: tuple[str, ProposalForm] | None) -> dict[str, Any]:
    speaker = here.speaker
    decision = here.result.effects.decisions.get(one.id)
    mine = wrong is not None and wrong[0] == one.id
    return {
        "id": one.id,
        "anchor": _anchor(one.id),
        "reason": speaker.text(one.reason),
        "concerns": concerns(speaker, one),
        "stops": [speaker.say(f"stop.{stop}") for stop in one.stops],
        "questions": ", ".join(one.questions),
        "evidence": one.evidence,
        "source": here.result.pack.sources.get(one.source, one.source),
        "decision": decision,
        "verdict": speaker.say(f"verdict.{decision.verdict if decision else 'open'}"),
        "error": wrong[1].errors["note"][0] if wrong and mine and wrong[1].errors else "",
        "typed": wrong[1].data.get("note", "") if wrong and mine else "",
    }


def _changes(here: Here) -> dict[str, Any]:
    """Return what applying the accepted proposals would change in the assessment."""
    wanted = accepted(here.checklist)
    held = AppliedChecklist.objects.filter(city=here.city).select_related("by").first()
    after = values_after(here.city, wanted, held)
    changed = {name: one for name, one in after.items() if getattr(here.city, name) != one}
    return {
        "applied": held,
        "any": bool(changed),
        "depth": here.speaker.say(f"depth.{changed['depth']}") if "depth" in changed else "",
        "left_out": len(after["left_out"]) if "left_out" in changed else None,
        "not_in_remit": len(after["not_in_remit"]) if "not_in_remit" in changed else None,
    }


@require_POST
@of_a_checklist
def apply(here: Here) -> HttpResponse:
    """Let the accepted proposals hold for the assessment."""
    ApplyProposals(city=here.city.pk).run(here.request.user)
    messages.success(here.request, _("The accepted proposals hold for the assessment now."))
    return redirect(here.url("proposals"))
