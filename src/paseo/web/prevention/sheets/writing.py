"""Writing a sheet: its parts before it is fixed, amendments afterwards."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.sheets.sheet import FIXED_FIELDS
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of
from paseo.web.prevention.sheets import showing
from paseo.web.prevention.sheets.actions import AmendSheet, ChangeSheet, seen_of
from paseo.web.prevention.sheets.choosing import ground_of
from paseo.web.prevention.sheets.forms import PARTS, AmendForm
from paseo.web.prevention.sheets.here import Here, of_a_sheet
from paseo.web.ui.frame import Crumb

_WAYS: Final = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_WAYS)
@of_a_sheet(Right.CONTRIBUTE)
def edit(here: Here, part: str) -> HttpResponse:
    """Edit a part of a sheet; what others changed meanwhile is shown, not replaced."""
    if part not in PARTS:
        raise Http404
    made, sent = PARTS[part], here.request.method == "POST"
    form = made(here.request.POST or None, sheet=here.sheet, ground=ground_of(here, here.sheet))
    names = tuple(made.base_fields)
    if not form.fields and not sent:  # all of it was fixed
        messages.warning(here.request, _("This part was fixed; it can only be amended."))
        return redirect(here.url() + f"#{part}")
    refused: list[str] = []
    status = 422 if form.errors else 200
    if sent and form.is_valid():
        seen = here.request.POST.get(SEEN)
        change = ChangeSheet(row=here.row, values=form.values(), names=names, seen=seen)
        try:
            change.run(here.request.user)
        except Refused as found:
            status, refused = 422, [one.sentence(language()) for one in found.problems]
        except Meanwhile as meanwhile:
            status, refused = 409, [meanwhile.sentence()]
        else:
            messages.success(here.request, _("The sheet was saved."))
            return redirect(here.url() + f"#{part}")
    return here.render(
        "edit", showing.part_name(part), here.crumb, form=form, refused=refused, status=status,
        seen=mark_of(seen_of(here.sheet, names)),
        stands=showing.stands(here, form) if status == 409 else [],
        lost=showing.lost(here, made) if sent else [],
        candidates=showing.candidates(here) if part == "outcome" else [],
        comparison_rule=here.words.say("comparison_rule"),
        fixed=here.sheet.fixed, amend=here.url("sheet-amend"),
    )  # fmt: skip


@never_cache
@require_http_methods(_WAYS)
@of_a_sheet(Right.LEAD)
def amend(here: Here) -> HttpResponse:
    """Show what was fixed; ask for one of its fields anew and for the reason."""
    if here.sheet.fixed is None:
        return redirect(here.url())
    name = here.request.POST.get("name") or here.request.GET.get("field", "")
    if not name:
        return here.render("amend", _("Amend"), here.crumb, fixed=showing.fixed(here))
    if name not in FIXED_FIELDS:
        raise Http404
    form = AmendForm(
        here.request.POST or None, name=name, sheet=here.view.force,
        ground=ground_of(here, here.view.force),
    )  # fmt: skip
    refused: list[str] = []
    if here.request.method == "POST" and form.is_valid():
        try:
            AmendSheet(
                row=here.row, name=name, after=form.plain(), reason=form.cleaned_data["reason"],
                seen=here.request.POST.get(SEEN),
            ).run(here.request.user)  # fmt: skip
        except Refused as found:
            for one in found.problems:
                form.add_error("value", one.sentence(language()))
        except Meanwhile as meanwhile:
            refused = [meanwhile.sentence()]
        else:
            messages.success(here.request, _("The amendment stands beside what was fixed."))
            return redirect(here.url() + "#amendments")
    return _amending(here, name, form, refused)


def _amending(here: Here, name: str, form: AmendForm, refused: list[str]) -> HttpResponse:
    more: dict[str, Any] = {
        "form": form,
        "name": name,
        "refused": refused,
        "seen": mark_of(seen_of(here.sheet)),
        "in_force": showing.in_force(here, name),
    }
    title = _("Amend: %(field)s") % {"field": here.words.field(name)}
    above = (here.crumb, Crumb(_("Amend"), here.url("sheet-amend")))
    status = 409 if refused else 422 if form.errors else 200
    return here.render("amend", title, *above, status=status, **more)
