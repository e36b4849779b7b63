"""Every finding of a city's profile, by what it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.web.assessment import words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.findings import sentences
from paseo.web.assessment.pages import (
    assessment_crumb,
    city_crumb,
    depth_tabs,
    of_a_city,
    periods_held,
    where,
)
from paseo.web.assessment.profiles import framework_of, narrowed, profile_of
from paseo.web.evidence.models import City
from paseo.web.ui.frame import Crumb


@require_GET
@of_a_city
def findings(request: HttpRequest, city: City) -> HttpResponse:
    """List what the data say, and what they cannot say; filtered by kind and dimension."""
    choice = Choice.of(request)
    framework = framework_of(city)
    depth = choice.depth_for(city.depth)
    profile = profile_of(city, narrowed(framework, framework.at_depth(depth)), choice)
    kind, dimension = request.GET.get("kind", ""), request.GET.get("dimension", "")
    every = sentences(profile, choice)
    kept = [
        one
        for one in every
        if (not kind or one.kind == kind) and (not dimension or one.dimension == dimension)
    ]
    here = reverse("assessment:findings", args=[city.pk])
    return render(
        request,
        "assessment/findings.html",
        {
            "city": city,
            "profile": profile,
            "groups": [
                (key, label, [one for one in kept if one.kind == key])
                for key, label in words.FINDING_KINDS.items()
                if any(one.kind == key for one in kept)
            ],
            "total": len(every),
            "shown": len(kept),
            "kind": kind,
            "dimension": dimension,
            "kinds": [
                (key, label)
                for key, label in words.FINDING_KINDS.items()
                if any(one.kind == key for one in every)
            ],
            "dimensions": framework.dimensions,
            "depths": depth_tabs(city, choice, here),
            "choice": choice,
            "where": where(request, city, choice, periods_held(city), here=here),
            "crumbs": [
                city_crumb(city, choice),
                assessment_crumb(city, choice),
                Crumb(_("Findings")),
            ],
        },
    )
