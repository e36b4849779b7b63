"""Decisions on gaps as a table: taken along, filled in elsewhere, brought back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Refused
from paseo.evidence.tables.limits import MEGABYTE
from paseo.prevention.gaps import Search
from paseo.prevention.gaps.decisions_file import decision_rows, to_csv
from paseo.report.files import missing_extra
from paseo.report.prevention.gaps.bundle import decisions_document
from paseo.report.prevention.speaker import Standing
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, of_a_city
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.gaps.bringing import read_table, take
from paseo.web.prevention.gaps.looking import Looking
from paseo.web.prevention.pages import page

#: A table of decisions is small.
MOST_BYTES: Final = 5 * MEGABYTE
FORMS: Final = {"xlsx": "Excel", "csv": "CSV"}


class TableForm(forms.Form):
    """A table of decisions that was filled in."""

    file = forms.FileField(
        label=gettext_lazy("Filled table"),
        help_text=gettext_lazy("The table that was written here, as Excel (.xlsx) or text (.csv)."),
        error_messages={
            "required": gettext_lazy("Choose the file that was filled in."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )


@require_GET
@of_a_city()
def decisions(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the gaps of a problem, or of all, as the table in which they are decided."""
    if form not in FORMS or (form == "xlsx" and missing_extra(form)):
        raise Http404
    looking = Looking.of(request, city)
    rows = decision_rows(
        (looking.decided(one), looking.words(one)) for one in _searches(looking)
    )  # fmt: skip
    if form == "csv":
        data, media = to_csv(rows).encode("utf-8-sig"), "text/csv; charset=utf-8"
    else:
        from paseo.report.writers.registry import WRITERS

        standing = Standing(city.name, timezone.now(), city.generated)
        document = decisions_document(rows, standing, language())
        data, media = WRITERS[form].write(document), WRITERS[form].media_type
    response = HttpResponse(data, content_type=media)
    name = download_name(city, f"{city.pk}-decisions.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _searches(looking: Looking) -> Iterable[Search]:
    if not looking.problem:
        return looking.searches
    try:
        return (looking.search,)
    except Refused:
        raise Http404 from None


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str) -> HttpResponseBase:
    """Take the upload limits before anything reads the form, then show the page."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return csrf_protect(_bring)(request, city=city, too_large=too_large)


@of_a_city(Right.LEAD)
def _bring(request: HttpRequest, city: City, too_large: int = 0) -> HttpResponse:
    looking = Looking.of(request, city)
    sent = request.method == "POST"
    form = TableForm(*((request.POST, request.FILES) if sent else ()))
    problems: list[dict[str, str]] = []
    if sent and form.is_valid():
        try:
            count = _take(request, looking, form.cleaned_data["file"])
        except Refused as refused:
            problems = [_said(one) for one in refused.problems.errors]
        else:
            said = ngettext(
                "%(count)d decision was taken from the table.",
                "%(count)d decisions were taken from the table.", count,
            )  # fmt: skip
            messages.success(request, said % {"count": count})
            return redirect(reverse("prevention:gaps", args=[city.pk]) + looking.query)
    context = page(request, city, _("Decide in a table"), "gaps") | {
        "form": form,
        "problems": problems,
        "too_large": too_large,
        "back": reverse("prevention:gaps", args=[city.pk]) + looking.query,
        "downloads": [
            (label, reverse("prevention:gap-decisions", args=[city.pk, one]) + looking.query)
            for one, label in FORMS.items()
            if one == "csv" or not missing_extra(one)
        ],
    }
    status = 413 if too_large else 422 if sent else 200
    return render(request, "prevention/gaps/table.html", context, status=status)


def _said(one: Any) -> dict[str, str]:
    said = language()
    return {"place": str(one.place), "said": one.sentence(said), "mend": one.mend(said)}


def _take(request: HttpRequest, looking: Looking, file: UploadedFile) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "decisions.csv").name
        path.write_bytes(file.read())
        found = read_table(path)
    return take(looking, _searches(looking), found, request.user)
