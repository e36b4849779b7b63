"""What the pages of one measure share: the measure of the address, the frame around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import of_a_city
from paseo.web.prevention.models import Measure
from paseo.web.prevention.pages import page
from paseo.web.ui.frame import Crumb

MeasureView = Callable[..., HttpResponseBase]


def of_a_measure(right: Right = Right.READ) -> Callable[[MeasureView], MeasureView]:
    """Give a view the city and the measure of its address, for whoever holds ``right``."""

    def wrap(view: MeasureView) -> MeasureView:
        @of_a_city(right)
        @wraps(view)
        def find(request: HttpRequest, city: City, code: str, **rest: Any) -> HttpResponseBase:
            row = Measure.objects.filter(city=city, code=code).first()
            if row is None:
                raise Http404
            return view(request, city=city, row=row, **rest)

        return find

    return wrap


def below(request: HttpRequest, row: Measure, title: str) -> dict[str, Any]:
    """Return the frame of a page below that of a measure."""
    crumb = Crumb(row.name, row.get_absolute_url())
    return page(request, row.city, title, "measures", crumb)


def list_url(city: City) -> str:
    return reverse("prevention:measures", args=[city.pk])


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form sent, texts and files; None for both before anything was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
