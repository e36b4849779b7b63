"""What every page of the room needs: the checklist of its city, tabs, crumbs, the speaker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.assessment.checklist.result import ChecklistResult
from paseo.assessment.framework import DEPTHS
from paseo.report.checklist.speaker import Speaker
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.checklist.reading import Checklist, checklist_of
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import MOST_SWITCHES, city_crumb, language, of_a_city
from paseo.web.questionnaires.permissions import access
from paseo.web.ui.frame import Crumb, Option, Switch, Where

HereView = Callable[..., HttpResponseBase]


@dataclass
class Here:
    """Where a request is: the city, its checklist, and how it is said."""

    request: HttpRequest
    checklist: Checklist

    @property
    def city(self) -> City:
        return self.checklist.city

    @property
    def result(self) -> ChecklistResult:
        return self.checklist.result

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.result, language())

    @cached_property
    def question_urls(self) -> dict[str, str]:
        """Question to the page on which it is answered, of the sections that the person sees."""
        round = self.checklist.round
        if round is None:
            return {}
        sheet = round.sheets.get().pk
        sees = access(self.request.user, round)
        return {
            question.id: reverse(
                "questionnaires:section", args=[self.city.pk, round.pk, sheet, section.id]
            )
            + f"#question-{question.id}"
            for section in self.result.questionnaire.sections
            if sees.sees(section.id)
            for question in section.questions
        }

    def may(self, right: Right) -> bool:
        return bool(policy.may(self.request.user, right, self.city.pk))

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"checklist:{name}", args=[self.city.pk, *arguments])

    def render(
        self, template: str, title: str, tab: str, *above: Crumb, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Return a page of the room with everything that all of them share."""
        first = tab == "room" and not above
        room = () if first else (Crumb(_("Checklist"), self.url("room")),)
        context = {
            "city": self.city,
            "round": self.checklist.round,
            "title": title,
            "tabs": tabs(self.city, tab),
            "where": where(self.request, self.city, "room"),
            "crumbs": [city_crumb(self.city), *room, *above, Crumb(title)],
            "contributes": self.may(Right.CONTRIBUTE),
            "leads": self.may(Right.LEAD),
            "question_urls": self.question_urls,
            **more,
        }
        return render(self.request, f"checklist/{template}.html", context, status=status)


def of_a_checklist(view: HereView) -> HereView:
    """Give a view the checklist of its city; without one, lead to the page where it begins."""

    @wraps(view)
    def find(request: HttpRequest, city: City, **arguments: Any) -> HttpResponseBase:
        asked = request.GET.get("depth", "")
        depth = next((one for one in DEPTHS if one == asked), None)
        here = Here(request, checklist_of(city, depth))
        if here.checklist.round is None:
            return redirect(here.url("room"))
        return view(here, **arguments)

    return of_a_city()(find)


def tabs(city: City, current: str) -> list[Option]:
    """Return the pages of the room as tabs."""
    names = {
        "room": _("Overview"),
        "maturity": _("Maturity"),
        "plan": _("Plan"),
        "proposals": _("Proposals"),
        "method": _("Method"),
        "requests": _("Requests"),
        "used": _("Use"),
        "documents": _("Documents"),
    }
    return [
        Option(words, reverse(f"checklist:{name}", args=[city.pk]), name == current)
        for name, words in names.items()
    ]


def where(request: HttpRequest, city: City, name: str) -> Where:
    """Return the top bar: the city, and the others that the person may read."""
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.only("id", "name")
    if readable is not None:
        found = found.filter(pk__in=readable)
    others = sorted(found[: MOST_SWITCHES + 1], key=lambda one: one.text.words)
    options = [
        Option(one.text.words, reverse(f"checklist:{name}", args=[one.pk]), one.pk == city.pk)
        for one in others
    ]
    if not 1 < len(others) <= MOST_SWITCHES:
        here = reverse(f"checklist:{name}", args=[city.pk])
        options = [
            Option(city.text.words, here, current=True),
            Option(_("All cities"), reverse("home")),
        ]
    return Where(city=Switch(city.text.words, tuple(options)), arguments={"city": city.pk})
