"""What every page of the room needs: the round of its address, who may do what, where one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import MOST_SWITCHES, city_crumb, language, need
from paseo.web.questionnaires.models import Assignment, Round, Sheet
from paseo.web.questionnaires.permissions import Access, access
from paseo.web.ui.frame import Crumb, Option, Switch, Where

RoundView = Callable[..., HttpResponseBase]


@dataclass
class Here:
    """Where a request is: the round, and what the person may do in it."""

    request: HttpRequest
    round: Round

    @property
    def city(self) -> City:
        return self.round.city

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return self.round.questionnaire()

    @cached_property
    def assignments(self) -> list[Assignment]:
        return list(self.round.assignments.select_related("user"))

    @cached_property
    def access(self) -> Access:
        return access(self.request.user, self.round, self.assignments)

    def sheet(self, number: int) -> Sheet:
        """Return a sheet of the round, 404 where it has none such."""
        found = get_object_or_404(Sheet, round=self.round, pk=number)
        found.round = self.round
        return found

    @cached_property
    def only_sheet(self) -> Sheet | None:
        """The sheet that a city fills in together; None where everybody has one of their own."""
        if self.questionnaire.many:
            return None
        found = self.round.sheets.get()
        found.round = self.round
        return found

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"questionnaires:{name}", args=[self.city.pk, self.round.pk, *arguments])

    def page(self, title: str, *above: Crumb, top: bool = False) -> dict[str, Any]:
        """Return the context that all pages of a round share."""
        crumbs = [city_crumb(self.city), room_crumb(self.city)]
        if not top:
            crumbs.append(Crumb(self.round.name, self.round.get_absolute_url()))
        return {
            "city": self.city,
            "round": self.round,
            "access": self.access,
            "questionnaire": self.questionnaire,
            "title": title,
            "where": where(self.request, self.city),
            "crumbs": [*crumbs, *above, Crumb(title)],
        }


def of_a_round(view: RoundView) -> RoundView:
    """Give a view the round of its address, for whoever may read the city.

    The right is asked first: a stranger does not learn which rounds there are.
    """

    @wraps(view)
    def find(request: HttpRequest, city: str, number: int, **arguments: Any) -> HttpResponseBase:
        need(request.user, Right.READ, city)
        found = get_object_or_404(Round.light(), pk=number, city=city)
        return view(Here(request, found), **arguments)

    return find


def room_crumb(city: City) -> Crumb:
    return Crumb(_("Questionnaires"), reverse("questionnaires:room", args=[city.pk]))


def where(request: HttpRequest, city: City) -> Where:
    """Return the top bar: the city, and the others that the person may read."""
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.only("id", "name")
    if readable is not None:
        found = found.filter(pk__in=readable)
    others = sorted(found[: MOST_SWITCHES + 1], key=lambda one: one.text.words)
    room = "questionnaires:room"
    if 1 < len(others) <= MOST_SWITCHES:
        options = tuple(
            Option(one.text.words, reverse(room, args=[one.pk]), one.pk == city.pk)
            for one in others
        )
    else:
        options = (
            Option(city.text.words, reverse(room, args=[city.pk]), current=True),
            Option(_("All cities"), reverse(room)),
        )
    return Where(city=Switch(city.text.words, options), arguments={"city": city.pk})


__all__ = ["Here", "language", "of_a_round", "room_crumb", "where"]
