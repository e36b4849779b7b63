"""The page of one city: who it is, both faces, how much is known, what was found first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from paseo.assessment.framework import Framework
from paseo.assessment.profile import Profile
from paseo.content.numbers import format_number, format_period
from paseo.web.assessment import countries, pictures, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.findings import face_sentences, sentences
from paseo.web.assessment.lines import Line, line
from paseo.web.assessment.pages import depth_tabs, of_a_city, periods_held, where
from paseo.web.assessment.profiles import framework_of, narrowed, profile_of
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.evidence.models import City
from paseo.web.ui.frame import Crumb

#: How many findings and absences the page shows before it leads on.
FIRST_FINDINGS = 5
FIRST_MISSING = 12


@require_GET
@of_a_city
def city(request: HttpRequest, city: City) -> HttpResponse:
    """Show who a city is and what its profile says first."""
    choice = Choice.of(request)
    framework = framework_of(city)
    depth = choice.depth_for(city.depth)
    profile = profile_of(city, narrowed(framework, framework.at_depth(depth)), choice)
    here = reverse("assessment:city", args=[city.pk])
    missing = _missing(profile, framework, city, choice)
    found = sentences(profile, choice, FIRST_FINDINGS)
    return render(
        request,
        "assessment/city.html",
        {
            "city": city,
            "profile": profile,
            "country": countries.name(city.country),
            "kind": words.said(words.CITY_KINDS, city.kind),
            "population": _population(profile),
            "period": format_period(profile.period, reader()) if profile.period else "",
            "faces": [
                drawn
                for pair, said in zip(profile.two_faces, face_sentences(profile), strict=True)
                for drawn in pictures.two_faces(pair, profile, said)
            ],
            "bands": pictures.six_bands(profile, choice.query),
            "known": sum(one.assessed for one in profile.dimensions),
            "expected": sum(one.expected for one in profile.dimensions),
            "findings": found,
            "more_findings": max(0, len(profile.findings) - FIRST_FINDINGS),
            "missing": missing[:FIRST_MISSING],
            "more_missing": max(0, len(missing) - FIRST_MISSING),
            "depths": depth_tabs(city, choice, here),
            "depth": words.DEPTHS[depth],
            "choice": choice,
            "levels": _levels(profile),
            "breaks": [(format_period(one.period, reader()), one) for one in profile.city.breaks],
            "where": where(request, city, choice, periods_held(city), here=here),
            "crumbs": [Crumb(city.text.words)],
        },
    )


def _population(profile: Profile) -> tuple[str, int] | None:
    latest = max(profile.city.population, key=lambda one: one.year, default=None)
    if latest is None:
        return None
    return format_number(latest.residents, reader(), digits=0), latest.year


def _levels(profile: Profile) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for area in profile.evidence.areas:
        if area.level != "city":
            counted[area.level] = counted.get(area.level, 0) + 1
    return [(str(words.LEVELS[level]), count) for level, count in counted.items()]


def _missing(profile: Profile, framework: Framework, city: City, choice: Choice) -> list[Line]:
    """Return what nobody has assessed, the smaller depths first: it is asked for first."""
    absent = [
        result
        for dimension in profile.dimensions
        for result in dimension.results
        if result.absence == "not assessed"
    ]
    order = {"rapid": 0, "standard": 1, "full": 2}
    absent.sort(key=lambda result: order[result.indicator.depth])
    return [line(result, framework, city.pk, choice) for result in absent]
