"""What every page of the room needs: the city one may use, where one is, the tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paseo.content.language import Text
from paseo.evidence.city_around import GENERATED
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.actions import Refusal
from paseo.web.evidence.models import City
from paseo.web.ui.frame import Crumb, Option, Switch, Where
from paseo.web.ui.tables import Cell

#: Who may change the data of a city sees them as entered; others after disclosure control.
RAW = Right.CONTRIBUTE
#: How many cities the switch in the top bar lists.
MOST_SWITCHES = 30

CityView = Callable[..., HttpResponseBase]


def of_a_city(right: Right = Right.READ) -> Callable[[CityView], CityView]:
    """Give a view the city of its address, for whoever holds ``right`` in it.

    The right is asked first: a stranger does not learn which cities there are.
    """

    def wrap(view: CityView) -> CityView:
        @wraps(view)
        def find(request: HttpRequest, city: str, **arguments: Any) -> HttpResponseBase:
            need(request.user, right, city)
            found = City.objects.filter(pk=city).first()
            if found is None:
                raise Http404
            return view(request, city=found, **arguments)

        return find

    return wrap


def need(person: Person, right: Right, city: str = "") -> None:
    """Raise :class:`Refusal`, with its reason, unless ``person`` holds ``right`` in ``city``."""
    answer = policy.may(person, right, city)
    if not answer:
        raise Refusal(answer)


def sees_raw(person: Person, city: City) -> bool:
    """Say whether a person sees the values of a city as they were entered."""
    return bool(policy.may(person, RAW, city.pk))


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def page(
    request: HttpRequest, city: City, title: str, *above: Crumb, tab: str = ""
) -> dict[str, Any]:
    """Return the context that all pages of a city share."""
    return {
        "city": city,
        "where": _where(request, city, tab or "room"),
        "crumbs": [city_crumb(city), *above, Crumb(title)],
        "tabs": tabs(city, tab) if tab else (),
    }


def city_crumb(city: City) -> Crumb:
    return Crumb(city.text.words, link("assessment:city", city.pk) or own(city))


def download_name(city: City, name: str) -> str:
    """Return the name of a file that leaves; with invented values it begins with *generated*."""
    return f"{GENERATED}-{name}" if city.generated else name


def own(city: City, name: str = "room") -> str:
    return reverse(f"evidence:{name}", kwargs={"city": city.pk})


def evidence_crumb(city: City) -> Crumb:
    return Crumb(_("Evidence"), own(city))


def tabs(city: City, current: str) -> list[Option]:
    names = {
        "room": _("Observations"),
        "places": _("Places"),
        "sources": _("Sources"),
        "imports": _("Imports"),
    }
    return [Option(words, own(city, name), name == current) for name, words in names.items()]


def link(name: str, *arguments: str) -> str:
    """Return the address of another room's page; empty when that room is not there."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def cell(text: Text, url: str = "", before: str = "") -> Cell:
    """Return a cell that says in which language it is, where that is not the page's."""
    words = f"{before} {text.words}".strip()
    return Cell(words, url, "" if text.language == language() else text.language)


def _where(request: HttpRequest, city: City, name: str) -> Where:
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.only("id", "name")
    if readable is not None:
        found = found.filter(pk__in=readable)
    others = sorted(found[: MOST_SWITCHES + 1], key=lambda one: one.text.words)
    if 1 < len(others) <= MOST_SWITCHES:
        options = tuple(Option(one.text.words, own(one, name), one.pk == city.pk) for one in others)
    else:
        options = (
            Option(city.text.words, own(city, name), current=True),
            Option(_("All cities"), reverse("evidence:room")),
        )
    return Where(city=Switch(city.text.words, options), arguments={"city": city.pk})
