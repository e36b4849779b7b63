"""What every page of the room needs: the city one may read, where one is, when it was computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.assessment.framework import DEPTHS
from paseo.content.numbers import format_period
from paseo.evidence import periods
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.actions import Refusal
from paseo.web.assessment import words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.evidence.models import City, Holding
from paseo.web.ui.frame import Crumb, Option, Switch, Where

#: How many cities the switch in the top bar lists; more are found on the overview.
MOST_SWITCHES = 30

CityView = Callable[..., HttpResponseBase]


def of_a_city(view: CityView) -> CityView:
    """Give a view the city of its address, for whoever may read it; 404 where there is none."""

    @wraps(view)
    def find(request: HttpRequest, city: str, **arguments: Any) -> HttpResponseBase:
        answer = policy.may(request.user, Right.READ, city)
        if not answer:
            raise Refusal(answer)
        found = City.objects.filter(pk=city).first()
        if found is None:
            raise Http404
        return view(request, city=found, **arguments)

    return find


def where(
    request: HttpRequest, city: City, choice: Choice, held: Sequence[str] = (), *, here: str = ""
) -> Where:
    """Return the top bar: the city, and the period where the page can be read at another.

    Args:
        held: the periods there are, any order; empty for pages without a moment.
        here: address of this page, to which a period is added.
    """
    return Where(
        city=Switch(city.text.words, _cities(request, city)),
        period=_periods(choice, held, here) if held else None,
        arguments={"city": city.pk},
    )


def _cities(request: HttpRequest, city: City) -> tuple[Option, ...]:
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.only("id", "name")
    if readable is not None:
        found = found.filter(pk__in=readable)
    others = sorted(found[: MOST_SWITCHES + 1], key=lambda one: one.text.words)
    if len(others) < 2 or len(others) > MOST_SWITCHES:
        return (
            Option(city.text.words, reverse("assessment:city", args=[city.pk]), current=True),
            Option(_("All cities"), reverse("home")),
        )
    return tuple(
        Option(one.text.words, reverse("assessment:city", args=[one.pk]), one.pk == city.pk)
        for one in others
    )


def _periods(choice: Choice, held: Sequence[str], here: str) -> Switch:
    known = list(reversed(periods.ordered(set(held))))
    current = choice.period
    options = [Option(_("Latest"), here + choice.with_(period="").query, not current)]
    options += [
        Option(
            _("Up to %(period)s") % {"period": format_period(one, reader())},
            here + choice.with_(period=one).query,
            one == current,
        )
        for one in known
    ]
    label = format_period(current, reader()) if current else _("Latest")
    return Switch(label, tuple(options))


def periods_held(city: City) -> list[str]:
    """Return the whole years in which a city holds a value (one query)."""
    lists = Holding.objects.filter(city=city).values_list("periods", flat=True)
    return sorted({one for held in lists for one in held.split() if one.isdigit()})


def depth_tabs(city: City, choice: Choice, here: str) -> list[Option]:
    """Return the three depths as plain links."""
    chosen = choice.depth_for(city.depth)
    return [
        Option(
            words.DEPTHS[depth],
            here + choice.with_(depth="" if depth == city.depth else depth).query,
            depth == chosen,
        )
        for depth in DEPTHS
    ]


def city_crumb(city: City, choice: Choice | None = None) -> Crumb:
    query = choice.query if choice else ""
    return Crumb(city.text.words, reverse("assessment:city", args=[city.pk]) + query)


def assessment_crumb(city: City, choice: Choice) -> Crumb:
    return Crumb(_("Assessment"), reverse("assessment:assessment", args=[city.pk]) + choice.query)
