"""The report page: choose, make as a job, download."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.pages import city_crumb, of_a_city, where
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name
from paseo.web.jobs.actions import start
from paseo.web.jobs.models import Job
from paseo.web.report.actions import RemoveReport
from paseo.web.report.forms import ReportForm
from paseo.web.report.jobs import MAKE
from paseo.web.report.models import Report, ReportFile
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city
def report(request: HttpRequest, city: City) -> HttpResponse:
    """Show the form and the reports that were made; a sent form starts the job."""
    form = ReportForm(request.POST or None, initial=_initial(city))
    if request.method == "POST" and form.is_valid():
        return redirect(start(MAKE, person=request.user, city=city.pk, **_arguments(form, city)))
    made = Report.objects.filter(city=city).select_related("owner").prefetch_related("files")
    return render(
        request,
        "report/report.html",
        {
            "city": city,
            "form": form,
            "page": page_of(made, request, PER_PAGE),
            "running": Job.unfinished().filter(kind=MAKE, city=city.pk),
            "may_lead": policy.may(request.user, Right.LEAD, city.pk),
            "where": where(request, city, Choice()),
            "crumbs": [city_crumb(city), Crumb(_("Report"))],
        },
        status=400 if form.errors else 200,
    )


def _initial(city: City) -> dict[str, object]:
    return {
        "depth": city.depth,
        "language": (get_language() or "en").split("-")[0],
        "formats": ["pdf", "docx", "xlsx"],
    }


def _arguments(form: ReportForm, city: City) -> dict[str, object]:
    chosen = form.cleaned_data
    return {
        "depth": chosen["depth"],
        "language": chosen["language"],
        "formats": chosen["formats"],
    }


@require_GET
@of_a_city
def file(request: HttpRequest, city: City, identity: UUID, name: str) -> FileResponse:
    """Give one file of a report."""
    found = get_object_or_404(
        ReportFile.objects.select_related("report"),
        report=identity,
        report__city=city,
        name=name,
    )
    if not found.path.is_file():
        raise Http404
    named = download_name(city, f"{city.pk}-{found.name}")
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=named)


@require_POST
@of_a_city
def remove(request: HttpRequest, city: City, identity: UUID) -> HttpResponse:
    """Take a report off the list."""
    RemoveReport(report=get_object_or_404(Report, pk=identity, city=city)).run(request.user)
    return redirect(reverse("report:report", args=[city.pk]))
