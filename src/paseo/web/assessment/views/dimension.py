"""The assessment: six dimensions side by side, and each of them in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.framework import DEPTHS, Dimension, Framework, Indicator
from paseo.assessment.peers import PeerCity
from paseo.web.assessment import countries, overview, profiles, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.lines import Line, blocks, line
from paseo.web.assessment.overview import Covered
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


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension on the page of all six."""

    dimension: Dimension
    covered: Covered
    indicators: int
    lines: Sequence[Line]
    url: str


@require_GET
@of_a_city
def assessment(request: HttpRequest, city: City) -> HttpResponse:
    """Show the six dimensions side by side: coverage, and the first readings of each.

    What is known is counted from the holdings; only what is shown is read and measured.
    """
    choice = Choice.of(request)
    framework = profiles.framework_of(city)
    depth = choice.depth_for(city.depth)
    wanted = framework.at_depth(depth)
    held = overview.holdings_of(city, choice.period)
    first = _first_held([one for one in wanted if one.id not in city.left_out], held)
    known = profiles.known_cities(city)
    profile = profiles.profile_of(city, profiles.narrowed(framework, first), choice, known=known)
    parts = [
        Part(
            one,
            overview.covered(one.name.read(reader()), one.face, city, held, _of(one, wanted)),
            len(_of(one, wanted)),
            [
                line(profile.result(indicator.id), framework, city.pk, choice)
                for indicator in _of(one, first)
            ],
            _url(city, one.id, choice),
        )
        for one in framework.dimensions
    ]
    here = reverse("assessment:assessment", args=[city.pk])
    return render(
        request,
        "assessment/assessment.html",
        {
            "city": city,
            "profile": profile,
            "parts": parts,
            "known": sum(one.covered.known for one in parts),
            "expected": sum(one.covered.expected for one in parts),
            "views": views(city, framework, choice, ""),
            "depths": depth_tabs(city, choice, here),
            **peers_form(city, choice, here, known),
            "where": where(request, city, choice, periods_held(city), here=here),
            "crumbs": [city_crumb(city, choice), Crumb(_("Assessment"))],
        },
    )


def _of(dimension: Dimension, indicators: Iterable[Indicator]) -> list[Indicator]:
    return [one for one in indicators if one.dimension == dimension.id]


def _first_held(
    indicators: Sequence[Indicator], held: Mapping[str, Mapping[str, Any]]
) -> list[Indicator]:
    """Return the first indicators of each dimension that hold a value, smaller depths first."""
    found: dict[str, list[Indicator]] = {}
    for one in sorted(indicators, key=lambda one: DEPTHS.index(one.depth)):
        if one.id in held and held[one.id]["city_values"]:
            found.setdefault(one.dimension, []).append(one)
    return [one for few in found.values() for one in few[:FIRST_LINES]]


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
    known = profiles.known_cities(city)
    profile = profiles.profile_of(city, profiles.narrowed(framework, wanted), choice, known=known)
    here = _url(city, dimension, Choice())
    result = profile.dimensions[0] if profile.dimensions else None
    every = blocks(result.results, framework, city.pk, choice, profile.wordings) if result else []
    return render(
        request,
        "assessment/dimension.html",
        {
            "city": city,
            "profile": profile,
            "dimension": chosen,
            "result": result,
            "blocks": [one for one in every if one.lines],
            "silent": [one for one in every if not one.lines],
            "views": views(city, framework, choice, dimension),
            "depths": depth_tabs(city, choice, here),
            "depth": words.DEPTHS[depth],
            **peers_form(city, choice, here, known),
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


def peers_form(city: City, choice: Choice, here: str, known: profiles.Known) -> dict[str, object]:
    """Return what the choice of peers shows: five ways, and every city by name."""
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
        "peer_options": _options(known.everyone, choice.named),
    }


def _options(known: Mapping[str, PeerCity], named: Sequence[str]) -> SafeString:
    """Return the cities by name as options; many hundreds, so not one by one in the template."""
    rows = sorted(
        (str(one.name.read(reader())), countries.name(one.country), code)
        for code, one in known.items()
    )
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        (
            (code, mark_safe(" selected") if code in named else "", name, country)
            for name, country, code in rows
        ),
    )


def _url(city: City, dimension: str, choice: Choice) -> str:
    return reverse("assessment:dimension", args=[city.pk, dimension]) + choice.query
