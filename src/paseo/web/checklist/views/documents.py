"""Documents of the checklist: choose, make as a job, download."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import RemoveDocuments
from paseo.web.checklist.forms import DocumentsForm
from paseo.web.checklist.jobs import ANSWERS, MAKE
from paseo.web.checklist.models import DocumentFile, Documents
from paseo.web.checklist.pages import Here, of_a_checklist
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, need, of_a_city
from paseo.web.jobs.actions import start
from paseo.web.jobs.models import Job
from paseo.web.ui.paging import page_of

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_checklist
def documents(here: Here) -> HttpResponse:
    """Show the form and what was made; a sent form starts the job."""
    every = here.may(Right.REVIEW)
    initial = {
        "documents": ["plan", "maturity", "method"],
        "language": language().split("-")[0],
        "formats": ["pdf", "docx", "xlsx"],
    }
    form = DocumentsForm(every, here.request.POST or None, initial=initial)
    if here.request.method == "POST" and form.is_valid():
        job = start(MAKE, person=here.request.user, city=here.city.pk, **form.cleaned_data)
        return redirect(job)
    made = Documents.objects.filter(city=here.city).select_related("owner")
    return here.render(
        "documents",
        _("Documents"),
        "documents",
        status=422 if form.errors else 200,
        form=form,
        page=page_of(made.prefetch_related("files"), here.request, PER_PAGE),
        running=Job.unfinished().filter(kind=MAKE, city=here.city.pk),
        every=every,
    )


@require_GET
@of_a_city()
def file(request: HttpRequest, city: City, identity: UUID, name: str) -> FileResponse:
    """Give one file; that with every answer only to whoever reviews or leads."""
    found = get_object_or_404(
        DocumentFile.objects.select_related("documents"),
        documents=identity,
        documents__city=city,
        name=name,
    )
    if found.name.startswith(f"{ANSWERS}."):
        need(request.user, Right.REVIEW, city.pk)
    if not found.path.is_file():
        raise Http404
    named = download_name(city, f"{city.pk}-{found.name}")
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=named)


@require_POST
@of_a_city()
def remove(request: HttpRequest, city: City, identity: UUID) -> HttpResponse:
    """Take documents off the list."""
    found = get_object_or_404(Documents, pk=identity, city=city)
    RemoveDocuments(documents=found).run(request.user)
    return redirect(found)
