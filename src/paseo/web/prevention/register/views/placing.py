"""The guided placement, one question a page; answers stand in the address until they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from paseo.prevention.measures.measure import Level
from paseo.prevention.measures.placement import (
    PlacementForm,
    Proposal,
    examples,
    load_placement,
    place,
    propose,
)
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.register import showing, words
from paseo.web.prevention.register.actions import PlaceMeasure, seen_of
from paseo.web.prevention.register.here import below, of_a_measure
from paseo.web.prevention.register.records import measure_of

#: What placing a measure changes.
_PLACED: Final = ("level", "deklerck", "orientation", "aim", "placement")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a page: its name in the address, words and options."""

    name: str
    text: str
    help: str
    options: Sequence[tuple[str, str]]
    number: int


class LevelForm(forms.Form):
    """The proposed level, or another one with a reason."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why another level"),
        help_text=gettext_lazy(
            "Only where it is not the proposed one. Whoever looks at the measure reads it."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, proposal: Proposal, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.proposal = proposal
        choices: list[tuple[str, Any]] = [(code, said) for code, said in Row.Level.choices]
        self.fields["level"].required = proposal.level is not None
        if proposal.level is None:
            choices = [("", _("leave it unplaced")), *choices]
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = choices
        self.initial["level"] = proposal.level or ""

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the level is another one."""
        given: dict[str, Any] = super().clean() or {}
        level = given.get("level") or None
        proposed = self.proposal.level
        if level != proposed and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why it stands on another level than the proposed one."))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_measure(Right.CONTRIBUTE)
def placing(request: HttpRequest, city: City, row: Row) -> HttpResponse:
    """Ask the next question; at the end show the proposal, and keep it when it is sent."""
    form = load_placement()
    answers = _answers(request, form)
    proposal = propose(form, answers)
    frame = below(request, row, _("Place in the pyramid")) | {"row": row}
    if not proposal.settled:
        return render(
            request, "prevention/register/place.html", frame | _asking(form, proposal, row)
        )
    meanwhile = None
    level_form = LevelForm(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and level_form.is_valid():
        given = level_form.cleaned_data
        chosen = Level(given["level"]) if given["level"] else None
        placed = place(measure_of(row), proposal, chosen, given["reason"])
        try:
            PlaceMeasure(
                city=city.pk, measure=placed, names=_PLACED, seen=request.POST.get(SEEN)
            ).run(request.user)
        except Meanwhile as found:
            meanwhile = found
        else:
            return redirect(row)
    seen = mark_of(seen_of(measure_of(row), _PLACED))
    return render(
        request,
        "prevention/register/placed.html",
        frame
        | _proposed(form, proposal)
        | {"form": level_form, "seen": seen, "meanwhile": meanwhile, "now": _now(row, meanwhile)},
        status=409 if meanwhile else 422 if level_form.errors else 200,
    )


def _now(row: Row, meanwhile: Meanwhile | None) -> list[tuple[str, Any]]:
    """Return where a measure stands that somebody else placed meanwhile."""
    return showing.placing(measure_of(row)) if meanwhile else []


def _answers(request: HttpRequest, form: PlacementForm) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    names = (*(one.id for one in form.questions), *(one.id for one in form.choices))
    return {name: given[name] for name in names if given.get(name)}


def _asking(form: PlacementForm, proposal: Proposal, row: Row) -> dict[str, Any]:
    """Return what the page of a question shows."""
    shown: dict[str, Any] = {"answers": proposal.answers, "back": _back(proposal)}
    number = len(proposal.answers) + 1
    if proposal.next is not None:
        one = proposal.next
        options = [("yes", _("Yes")), ("no", _("No"))]
        beside = examples(one, words.catalogue(), row.problem)
        return shown | {
            "asked": Asked(one.id, words.plain(one.text), words.plain(one.help), options, number),
            "level": words.word("level", one.level),
            "examples": [(words.plain(e.name), e) for e in beside],
            "total": len(form.questions),
        }
    choice = proposal.open[0]
    options = [(code, words.plain(text)) for code, text in choice.options.items()]
    asked = Asked(choice.id, words.plain(choice.text), words.plain(choice.help), options, number)
    return shown | {"asked": asked}


def _back(proposal: Proposal) -> str:
    """Return the address of the question before, empty on the first one."""
    if not proposal.answers:
        return ""
    return "?" + urlencode(proposal.answers[:-1])


def _proposed(form: PlacementForm, proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "level": words.word("level", str(proposal.level or "")),
        "because": words.plain(proposal.because),
        "orientation": words.word("orientation", str(proposal.orientation or "")),
        "aim": words.word("aim", str(proposal.aim or "")),
        "back": _back(proposal),
        "answers": proposal.answers,
    }
