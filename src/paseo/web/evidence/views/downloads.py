"""Files that leave: observations, and the forms in which colleagues give values."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.templates import write_dimension_template
from paseo.content.language import LanguageMap
from paseo.evidence import city as evidence
from paseo.evidence.export import observations_csv, write_observations_xlsx
from paseo.web.accounts.rights import Right
from paseo.web.evidence import reading
from paseo.web.evidence.listing import Filter, filtered, shown_to
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, need, of_a_city
from paseo.web.ui.frame import Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@of_a_city()
def observations(request: HttpRequest, city: City, form: str) -> HttpResponseBase:
    """Give the observations of the page as CSV or Excel, as this person may see them."""
    shown = shown_to(request.user, city)
    table = filtered(shown, Filter.asked(request))
    said = "entered" if shown.raw else "public"
    name = download_name(city, f"observations-{city.pk}-{said}.{form}")
    if form == "xlsx":
        return _written(
            name, lambda file: write_observations_xlsx(table, file, generated=city.generated)
        )
    response = HttpResponse(observations_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def template(request: HttpRequest, dimension: str, city: str = "") -> HttpResponseBase:
    """Give the Excel form of one dimension, in the language of the page."""
    known = _evidence(request, city)
    framework = load_framework(known.city.framework)
    if dimension not in {one.id for one in framework.dimensions}:
        raise Http404
    return _written(
        f"{known.city.id}-{dimension}-{language()}.xlsx",
        lambda file: write_dimension_template(
            framework, dimension, known, file, language=language()
        ),
    )


@require_GET
def city_folder(request: HttpRequest) -> HttpResponse:
    """Say what a city folder is."""
    return render(
        request,
        "evidence/city_folder.html",
        {
            "crumbs": [
                Crumb(_("Evidence"), reverse("evidence:room")),
                Crumb(_("What a city folder is")),
            ]
        },
    )


def _evidence(request: HttpRequest, city: str) -> evidence.CityEvidence:
    """Return the city whose areas and sources the form offers; a nameless one without."""
    if not city:
        name = LanguageMap({"en": "Your city", "es": "Su ciudad"})
        return evidence.CityEvidence(
            evidence.City(id="city", name=name, country=""),
            (evidence.Area(id="city", name=name, level="city"),),
        )
    need(request.user, Right.READ, city)
    found = City.objects.filter(pk=city).first()
    if found is None:
        raise Http404
    return evidence.CityEvidence(reading.city_record(found), reading.areas(found, shapes=False))


def _written(name: str, write: Callable[[Path], None]) -> FileResponse:
    """Write a file on disk and give it; the disk space is free again once it was sent."""
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        file = Path(folder) / "made.xlsx"
        write(file)
        opened = file.open("rb")
    return FileResponse(opened, as_attachment=True, filename=name, content_type=XLSX)
