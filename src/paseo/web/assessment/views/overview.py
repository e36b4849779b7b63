"""The overview: every city of the workspace that one may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.framework import DEPTHS
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.assessment import countries, overview, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.profiles import framework_of
from paseo.web.evidence.models import City
from paseo.web.ui.frame import Option
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Sort


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the cities side by side: what happens, what is felt, and how much is known."""
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.only("id", "name", "country", "generated", "not_in_remit", "left_out")
    found = found if readable is None else found.filter(pk__in=readable)
    cities = list(found)
    if not cities:
        return render(request, "assessment/no_city.html", {})
    framework = framework_of()
    depth = Choice.of(request).depth or "standard"
    indicators = framework.at_depth(depth)  # type: ignore[arg-type]
    sort = Sort.asked(request, overview.SORTS, "name")
    kept = _filtered(request, cities)
    page = page_of(
        overview.in_order(kept, sort.key, sort.descending, indicators), request, overview.PER_PAGE
    )
    return render(
        request,
        "assessment/overview.html",
        {
            "page": page,
            "lines": overview.lines(list(page.object_list), framework, indicators),
            "framework": framework,
            "sort": sort,
            "sorts": _sorts(request, sort),
            "depths": _depths(request, depth),
            "depth": words.DEPTHS[depth],
            "indicators": len(indicators),
            "total": len(cities),
            "words": request.GET.get("words", "").strip(),
            "country": request.GET.get("country", ""),
            "countries": sorted(
                {(one.country, countries.name(one.country)) for one in cities},
                key=lambda pair: pair[1],
            ),
            "any_generated": any(one.generated for one in cities),
        },
    )


def _filtered(request: HttpRequest, cities: list[City]) -> list[City]:
    wanted = request.GET.get("words", "").strip().casefold()
    country = request.GET.get("country", "")
    return [
        one
        for one in cities
        if (not wanted or any(wanted in name.casefold() for name in one.name.values()))
        and (not country or one.country == country)
    ]


def _address(request: HttpRequest, **changes: str) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked[name] = value
        if not value:
            del asked[name]
    return f"{reverse('home')}?{asked.urlencode()}" if asked else reverse("home")


def _sorts(request: HttpRequest, sort: Sort) -> list[Option]:
    labels = {"name": _("name"), "country": _("country"), "coverage": _("coverage")}
    return [
        Option(
            label,
            _address(
                request, sort="" if key == "name" else f"-{key}" if key == "coverage" else key
            ),
            sort.key == key,
        )
        for key, label in labels.items()
    ]


def _depths(request: HttpRequest, depth: str) -> list[Option]:
    return [
        Option(
            words.DEPTHS[one],
            _address(request, depth="" if one == "standard" else one),
            one == depth,
        )
        for one in DEPTHS
    ]
