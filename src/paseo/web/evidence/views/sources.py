"""Where the values of a city come from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.evidence import columns
from paseo.web.evidence import reading
from paseo.web.evidence.models import City, Source
from paseo.web.evidence.pages import of_a_city, page


@require_GET
@of_a_city()
def sources(request: HttpRequest, city: City) -> HttpResponse:
    """List the sources with licence, attribution, evidence mark and how many values each gave."""
    held = reading.observations(city)[columns.SOURCE].value_counts()
    counts = dict(held.iter_rows())
    listed: list[dict[str, Any]] = [
        {"source": one, "count": counts.pop(one.code, 0)} for one in city.sources.all()
    ]
    return render(
        request,
        "evidence/sources.html",
        {
            **page(request, city, _("Sources"), tab="sources"),
            "sources": listed,
            "marks": dict(Source.Mark.choices),
            "unnamed": sum(counts.values()),
            "wordings": city.wordings.all(),
            "breaks": city.breaks.all(),
        },
    )
