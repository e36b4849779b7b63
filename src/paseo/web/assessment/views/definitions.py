"""The framework itself: dimensions, depths, and the definition of every indicator."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.framework import DEPTHS, Framework, Indicator
from paseo.web.assessment import words
from paseo.web.assessment.profiles import framework_of
from paseo.web.assessment.templatetags.assessment import plain, reader
from paseo.web.ui.frame import Crumb, Option


@require_GET
def framework(request: HttpRequest) -> HttpResponse:
    """Show the six dimensions with the indicators of a depth, and why they were chosen."""
    found = framework_of()
    depth = request.GET.get("depth", "full")
    depth = depth if depth in DEPTHS else "full"
    kept = found.at_depth(depth)
    return render(
        request,
        "assessment/framework.html",
        {
            "framework": found,
            "mapped": any(one.partnership_name for one in found.indicators),
            "parts": [
                (
                    one,
                    [
                        (sub, [i for i in kept if i.subdimension == sub.id])
                        for sub in found.subdimensions
                        if sub.dimension == one.id and any(i.subdimension == sub.id for i in kept)
                    ],
                    sum(i.dimension == one.id for i in kept),
                )
                for one in found.dimensions
            ],
            "choice": next(one for one in found.depths if one.id == depth),
            "depths": [
                Option(
                    _("%(depth)s, %(number)s indicators")
                    % {"depth": plain(one.name), "number": one.indicators},
                    reverse("assessment:framework")
                    + (f"?depth={one.id}" if one.id != "full" else ""),
                    one.id == depth,
                )
                for one in found.depths
            ],
            "sections": [(one.id, plain(one.name)) for one in found.dimensions],
            "total": len(kept),
            "crumbs": [Crumb(_("Framework"))],
        },
    )


@require_GET
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: what is counted, over what, how it is read, where it comes from."""
    found = framework_of()
    try:
        indicator = found.indicator(code)
    except KeyError:
        raise Http404 from None
    return render(
        request,
        "assessment/definition.html",
        {
            **defined(indicator, found),
            "crumbs": [
                Crumb(_("Framework"), reverse("assessment:framework")),
                Crumb(plain(indicator.name)),
            ],
        },
    )


def defined(indicator: Indicator, framework: Framework) -> dict[str, object]:
    """Return what a page needs to show an indicator's definition."""
    scale = framework.scales.get(indicator.scale)
    return {
        "indicator": indicator,
        "framework": framework,
        "dimension": next(one for one in framework.dimensions if one.id == indicator.dimension),
        "subdimension": next(
            one for one in framework.subdimensions if one.id == indicator.subdimension
        ),
        "kind": words.said(words.KINDS, indicator.kind),
        "direction": words.DIRECTIONS[indicator.direction],
        "face": words.FACES[indicator.face],
        "depth": words.DEPTHS[indicator.depth],
        "unit": framework.units[indicator.unit].label.read(reader()),
        "scale": scale,
        "points": [
            (point.label.read(reader()), point.code in indicator.cut) for point in scale.points
        ]
        if scale
        else [],
        "denominators": [words.said(words.DENOMINATORS, one) for one in indicator.denominators],
        "levels": [words.said(words.LEVELS, one) for one in indicator.levels],
        "breakdowns": [
            framework.breakdowns[one].name.read(reader())
            for one in indicator.breakdowns
            if one in framework.breakdowns
        ],
        "sources": [
            (framework.sources[one.id], one.detail)
            for one in indicator.sources
            if one.id in framework.sources
        ],
    }
