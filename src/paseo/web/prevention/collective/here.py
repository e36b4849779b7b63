"""Where a request is: a round of partners of a city, and what the person may do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import of_a_city
from paseo.web.prevention.models import CollectivePartner, CollectiveRound
from paseo.web.prevention.pages import page
from paseo.web.ui.frame import Crumb

RoundView = Callable[..., HttpResponseBase]


@dataclass
class Here:
    """Where a request is."""

    request: HttpRequest
    city: City
    round: CollectiveRound

    @cached_property
    def leads(self) -> bool:
        return bool(policy.may(self.request.user, Right.LEAD, self.city.pk))

    @property
    def open(self) -> bool:
        return self.round.closed_at is None

    def need_open(self) -> None:
        """Raise 404 for a page that only an open round has."""
        if not self.open:
            raise Http404

    def answers_for(self, partner: CollectivePartner) -> bool:
        """Say whether the person may see and change the ratings of one partner."""
        return self.leads or (
            partner.user_id is not None and partner.user_id == self.request.user.pk
        )

    def partner(self, number: int) -> CollectivePartner:
        """Return a partner whose ratings the person may see; 404 otherwise."""
        found = self.round.partners.filter(pk=number).first()
        if found is None or not self.answers_for(found):
            raise Http404
        return found

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"prevention:{name}", args=[self.city.pk, self.round.pk, *more])

    def render(
        self, template: str, title: str, *, status: int = 200, **values: Any
    ) -> HttpResponse:
        above = (Crumb(self.round.name, self.round.get_absolute_url()),)
        deeper = () if template == "round" else above
        context = page(self.request, self.city, title, "collective", *deeper)
        shared = {"round": self.round, "leads": self.leads, "open": self.open}
        name = f"prevention/collective/{template}.html"
        return render(self.request, name, context | shared | values, status=status)


def of_a_round(right: Right = Right.READ) -> Callable[[RoundView], RoundView]:
    """Give a view the round of its address, for whoever holds ``right`` in its city."""

    def wrap(view: RoundView) -> RoundView:
        @of_a_city(right)
        @wraps(view)
        def find(
            request: HttpRequest, city: City, number: int, **arguments: Any
        ) -> HttpResponseBase:
            found = CollectiveRound.objects.filter(city=city, pk=number).first()
            if found is None:
                raise Http404
            return view(Here(request, city, found), **arguments)

        return find

    return wrap
