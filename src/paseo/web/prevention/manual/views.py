"""The manual as a page and as files."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.content.language import LanguageMap
from paseo.prevention.manual.pack import load_manual
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.report.document import Document
from paseo.report.files import missing_extra
from paseo.report.prevention.manual import manual_document
from paseo.report.prevention.speaker import Standing
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.pages import page

_FORMS: Final = {"pdf": "PDF", "docx": "Word", "html": "HTML"}


def _document() -> Document:
    found = load_manual()
    standing = Standing(LanguageMap({}), timezone.now())
    return manual_document(found, load_catalogue(found.catalogue), standing, language())


@require_GET
@of_a_city()
def manual(request: HttpRequest, city: City) -> HttpResponse:
    """Show how to map a policy, with worked cases."""
    downloads = [
        (label, reverse("prevention:manual-file", args=[city.pk, form]))
        for form, label in _FORMS.items()
        if not missing_extra(form)
    ]
    return render(
        request,
        "prevention/manual/manual.html",
        page(request, city, _("Manual"), "manual")
        | {"document": _document(), "downloads": downloads},
    )


@require_GET
@of_a_city()
def download(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the manual as a file."""
    from paseo.report.writers.registry import WRITERS

    if form not in _FORMS or missing_extra(form):
        raise Http404
    writer = WRITERS[form]
    response = HttpResponse(writer.write(_document()), content_type=writer.media_type)
    response["Content-Disposition"] = f'attachment; filename="prevention-manual.{form}"'
    return response
