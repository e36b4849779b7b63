"""The assessment: six dimensions side by side, and each of them in full."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.framework import Dimension, Framework
from paseo.assessment.profile import DimensionResult
from paseo.web.assessment import countries, pictures, profiles, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.lines import blocks, line
from paseo.web.assessment.pages import (
    assessment_crumb,
    city_crumb,
    depth_tabs,
    of_a_city,
    periods_held,
    where,
)
from paseo.web.assessment.templatetags.assessment import plain, reader
from paseo.web.evidence.models import City
from paseo.web.ui.frame import Crumb, Option

#: Indicators of each dimension that the page of all six shows.
FIRST_LINES = 4


@require_GET
@of_a_city
def assessment(request: HttpRequest, city: City) -> HttpResponse:
    """Show the six dimensions side by side: coverage, the bands, the first readings of each."""
    choice = Choice.of(request)
    framework = profiles.framework_of(city)
    depth = choice.depth_for(city.depth)
    profile = profiles.profile_of(
        city, profiles.narrowed(framework, framework.at_depth(depth)), choice
    )
    here = reverse("assessment:assessment", args=[city.pk])
    return render(
        request,
        "assessment/assessment.html",
        {
            "city": city,
            "profile": profile,
            "parts": [
                (
                    _dimension_of(framework, one),
                    one,
                    [
                        line(result, framework, city.pk, choice)
                        for result in one.results
                        if result.measured is not None
                    ][:FIRST_LINES],
                    _url(city, one.dimension, choice),
                )
                for one in profile.dimensions
            ],
            "bands": pictures.six_bands(profile, choice.query),
            "known": sum(one.assessed for one in profile.dimensions),
            "expected": sum(one.expected for one in profile.dimensions),
            "views": views(city, framework, choice, ""),
            "depths": depth_tabs(city, choice, here),
            "depth": words.DEPTHS[depth],
            **peers_form(city, choice, here),
            "where": where(request, city, choice, periods_held(city), here=here),
            "crumbs": [city_crumb(city, choice), Crumb(_("Assessment"))],
        },
    )


@require_GET
@of_a_city
def dimension(request: HttpRequest, city: City, dimension: str) -> HttpResponse:
    """Show every indicator of one dimension, sub-dimension by sub-dimension."""
    choice = Choice.of(request)
    framework = profiles.framework_of(city)
    chosen = next((one for one in framework.dimensions if one.id == dimension), None)
    if chosen is None:
        raise Http404
    depth = choice.depth_for(city.depth)
    wanted = [one for one in framework.at_depth(depth) if one.dimension == dimension]
    profile = profiles.profile_of(city, profiles.narrowed(framework, wanted), choice)
    here = _url(city, dimension, Choice())
    result = profile.dimensions[0] if profile.dimensions else None
    return render(
        request,
        "assessment/dimension.html",
        {
            "city": city,
            "profile": profile,
            "dimension": chosen,
            "result": result,
            "blocks": blocks(result.results, framework, city.pk, choice) if result else [],
            "views": views(city, framework, choice, dimension),
            "depths": depth_tabs(city, choice, here),
            "depth": words.DEPTHS[depth],
            **peers_form(city, choice, here),
            "where": where(request, city, choice, periods_held(city), here=here),
            "crumbs": [
                city_crumb(city, choice),
                assessment_crumb(city, choice),
                Crumb(plain(chosen.name)),
            ],
        },
    )


def views(city: City, framework: Framework, choice: Choice, current: str) -> list[Option]:
    """Return the six dimensions as tabs, all of them first."""
    first = Option(
        _("All six"),
        reverse("assessment:assessment", args=[city.pk]) + choice.query,
        not current,
    )
    return [
        first,
        *(
            Option(plain(one.name), _url(city, one.id, choice), one.id == current)
            for one in framework.dimensions
        ),
    ]


def peers_form(city: City, choice: Choice, here: str) -> dict[str, object]:
    """Return what the choice of peers shows: five ways, and every city by name."""
    known = profiles.names_of_peers(city)
    size = profiles.peer_city(city).size
    return {
        "choice": choice,
        "here": here,
        "peer_choices": [
            ("all", _("All cities that hold comparable values")),
            ("country", _("Cities in %(country)s") % {"country": countries.name(city.country)}),
            *([("size", _("Cities of the same size class"))] if size else []),
            ("named", _("The cities named below")),
            ("none", _("No other cities")),
        ],
        "peer_cities": sorted(
            (
                (code, str(one.name.read(reader())), countries.name(one.country))
                for code, one in known.items()
            ),
            key=lambda row: row[1].casefold(),
        ),
    }


def _dimension_of(framework: Framework, result: DimensionResult) -> Dimension:
    return next(one for one in framework.dimensions if one.id == result.dimension)


def _url(city: City, dimension: str, choice: Choice) -> str:
    return reverse("assessment:dimension", args=[city.pk, dimension]) + choice.query
