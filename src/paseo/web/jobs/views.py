"""Jobs as pages: the list, one job while it runs and afterwards, its file."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.jobs.actions import CancelJob, cancel
from paseo.web.jobs.models import Job
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 50


@never_cache
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs the person may see, newest first."""
    page = page_of(visible(request.user), request, PER_PAGE)
    for one in page.object_list:
        one.catch_up()
    return render(request, "jobs/jobs.html", {"page": page, "crumbs": [Crumb(_("Jobs"))]})


@never_cache
@require_GET
def job(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Show one job; the page renews itself until the job is over."""
    found = get_object_or_404(visible(request.user), pk=identity).catch_up()
    return render(
        request,
        "jobs/job.html",
        {
            "job": found,
            "may_cancel": _may_cancel(request, found),
            "crumbs": [Crumb(_("Jobs"), reverse("jobs:jobs")), Crumb(str(found.title))],
        },
    )


@never_cache
@require_GET
def state(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Give the part of the page that changes; htmx asks for it every second.

    Only state and steps: the button to cancel keeps its place and its focus. When the
    job is over the whole page is asked for once more.
    """
    found = get_object_or_404(visible(request.user), pk=identity).catch_up()
    response = render(request, "jobs/_state.html", {"job": found})
    if found.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel_job(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Ask a job to stop."""
    found = get_object_or_404(visible(request.user), pk=identity)
    cancel(found, request.user)
    return redirect(found)


@require_GET
def file(request: HttpRequest, identity: UUID) -> FileResponse:
    """Give the file a job has made."""
    found = get_object_or_404(visible(request.user), pk=identity)
    made = found.result_file
    if made is None or not made.is_file():
        raise Http404(_("This job left no file, or it was tidied away."))
    return FileResponse(made.open("rb"), as_attachment=True, filename=made.name)


def visible(person: Person) -> QuerySet[Job]:
    """Return the person's own jobs and those of cities the person leads."""
    cities = policy.cities(person, Right.LEAD)
    found = Job.objects.select_related("owner")
    return found if cities is None else found.filter(Q(owner=person.pk) | Q(city__in=cities))


def _may_cancel(request: HttpRequest, found: Job) -> bool:
    wanted = CancelJob(job=found).required_right(request.user)
    return not found.is_over and bool(policy.may(request.user, wanted, found.city))
