"""Imports of a city: what came in, who brought it, and taking it back."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paseo.content.problems import Refused
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.evidence.actions import RemoveImport, newest_batch
from paseo.web.evidence.jobs import said
from paseo.web.evidence.models import City, ImportBatch
from paseo.web.evidence.pages import RAW, language, of_a_city, own, page
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 50


@require_GET
@of_a_city()
def imports(request: HttpRequest, city: City) -> HttpResponse:
    """List what changed the data of a city, newest first."""
    found = ImportBatch.objects.filter(city=city).select_related("owner").defer("city_before")
    return render(
        request,
        "evidence/imports.html",
        {
            **page(request, city, _("Imports"), tab="imports"),
            "page": page_of(found, request, PER_PAGE),
        },
    )


@require_GET
@of_a_city()
def batch(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Show one import: what it changed, its file, and undo where undo is honest."""
    found = _batch(city, number)
    newest = found.pk == newest_batch(city)
    return render(
        request,
        "evidence/batch.html",
        {
            **page(request, city, str(found.title), Crumb(_("Imports"), own(city, "imports"))),
            "batch": found,
            "said": said(found) if found.kind != ImportBatch.Kind.SETTINGS else "",
            "newest": newest,
            "may_undo": newest and not found.undone_at and _may_undo(request.user, found),
            "may_download": bool(policy.may(request.user, RAW, city.pk)) and bool(found.kept),
        },
    )


@require_GET
@of_a_city(RAW)
def original(request: HttpRequest, city: City, number: int) -> FileResponse:
    """Give the file as it came, to whoever may see values as they were entered."""
    found = _batch(city, number)
    file = found.kept_file
    if file is None or not file.is_file():
        raise Http404
    name = found.file_name.rpartition("/")[2] or file.name
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)


@require_POST
@of_a_city()
def undo(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Take an import back."""
    from django.contrib import messages

    found = _batch(city, number)
    try:
        left = RemoveImport(batch=found).run(request.user)
    except Refused as refused:
        for problem in refused.problems:
            text = f"{problem.sentence(language())} {problem.mend(language())}"
            messages.error(request, text)
        return redirect(found)
    if left is None:
        messages.success(request, _("The city was taken out again."))
        return redirect("evidence:room")
    messages.success(request, _("The import was undone. What it had changed is as before."))
    return redirect(found)


def _batch(city: City, number: int) -> ImportBatch:
    found = ImportBatch.objects.select_related("owner").filter(city=city)
    return get_object_or_404(found, pk=number)


def _may_undo(person: Person, found: ImportBatch) -> bool:
    action = RemoveImport(batch=found)
    return bool(policy.may(person, action.required_right(person), found.city_id))
