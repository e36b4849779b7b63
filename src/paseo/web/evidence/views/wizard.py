"""The way in for a file: choose, see what it is, see what it changes, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.assessment.framework_pack import load_framework
from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.evidence import previews
from paseo.web.evidence.models import City, ImportBatch, Upload
from paseo.web.evidence.pages import city_crumb, evidence_crumb, language, need
from paseo.web.evidence.uploading import MOST_BYTES, UploadForm, cities_for, guard
from paseo.web.jobs.actions import start as start_job
from paseo.web.jobs.models import Job
from paseo.web.ui.frame import Crumb, Switch, Where

Kind = ImportBatch.Kind


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, city: str = "") -> HttpResponse:
    """Ask for a file; the protection against forged requests follows after the size is known."""
    if request.method == "POST":
        megabytes = guard(request)
        if megabytes:
            return _too_large(request, city, megabytes)
    return _start(request, city)


@csrf_protect
def _start(request: HttpRequest, city: str) -> HttpResponse:
    if city or not cities_for(request.user):
        need(request.user, Right.CONTRIBUTE, city)
    initial = {"city": city or request.GET.get("city", "")}
    if request.method != "POST":
        return _ask(request, city, UploadForm(request.user, initial=initial))
    form = UploadForm(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, city, form, 422)
    chosen = form.cleaned_data["city"]
    need(request.user, Right.CONTRIBUTE if chosen else Right.COORDINATE, chosen)
    assert isinstance(request.user, User)
    upload = previews.receive(request.user, chosen, form.cleaned_data["file"])
    if not chosen and upload.kind != Kind.CITY_FOLDER:
        previews.forget(upload)
        form.add_error(
            "city", _("This is not a city folder. Choose the city to which the file belongs.")
        )
        return _ask(request, city, form, 422)
    return _look(request, upload)


def _look(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Look at once at a small file; a large one becomes a job."""
    if upload.size <= previews.SMALL:
        previews.look_and_keep(upload)
        return redirect(upload)
    job = start_job("evidence.look", person=request.user, city=upload.city, upload=str(upload.pk))
    return redirect(job)


def _ask(request: HttpRequest, city: str, form: UploadForm, status: int = 200) -> HttpResponse:
    found = City.objects.filter(pk=city).first() if city else None
    return render(
        request,
        "evidence/import_start.html",
        {
            **frame(found, _("Import a file")),
            "form": form,
            "templates": _templates(found),
        },
        status=status,
    )


def _too_large(request: HttpRequest, city: str, megabytes: int) -> HttpResponse:
    # The body was not read, so the form starts anew with one sentence above it.
    form = UploadForm(request.user, initial={"city": city})
    found = City.objects.filter(pk=city).first() if city else None
    context = {
        **frame(found, _("Import a file")),
        "form": form,
        "templates": _templates(found),
        "too_large": megabytes,
        "most": MOST_BYTES // MEGABYTE,
    }
    return render(request, "evidence/import_start.html", context, status=413)


def _templates(city: City | None) -> list[tuple[str, str]]:
    framework = load_framework(city.framework) if city else load_framework()
    arguments = {"city": city.pk} if city else {}
    return [
        (
            one.name.read(language()).words,
            reverse("evidence:template", kwargs={**arguments, "dimension": one.id}),
        )
        for one in framework.dimensions
    ]


@never_cache
@require_GET
def upload(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Show what the file is: what was recognised, before anything else."""
    found = own_upload(request, identity)
    context = {
        **frame(city_of(found), _("What the file is")),
        "upload": found,
        "problems": previews.problems(found, "error")[:5],
    }
    if not found.preview:
        context["job"] = _running(found)
    return render(request, "evidence/import_file.html", context)


@require_POST
def look_again(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Look at the same file once more, after the city has changed."""
    return _look(request, own_upload(request, identity))


@require_POST
def confirm(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Start the import of what was seen."""
    found = own_upload(request, identity)
    need(request.user, needed_right(found), found.city)
    job = start_job(
        "evidence.import",
        person=request.user,
        city=found.city,
        upload=str(found.pk),
        remove_gone=request.POST.get("gone") == "remove",
    )
    return redirect(job)


@require_POST
def discard(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Forget a file; nothing of it was imported."""
    found = own_upload(request, identity)
    city = found.city
    previews.forget(found)
    if City.objects.filter(pk=city).exists():
        return redirect("evidence:import", city=city)
    return redirect("evidence:start")


def own_upload(request: HttpRequest, identity: UUID) -> Upload:
    """Return an uploaded file of this very person; nobody else's."""
    return get_object_or_404(Upload, pk=identity, owner=request.user.pk)


def needed_right(upload: Upload) -> Right:
    """Return the right that importing this file takes in its city."""
    if upload.kind != Kind.CITY_FOLDER:
        return Right.CONTRIBUTE
    return Right.COORDINATE if upload.recognised.get("is_new") else Right.LEAD


def city_of(upload: Upload) -> City | None:
    return City.objects.filter(pk=upload.city).first()


def _running(upload: Upload) -> Job | None:
    return Job.objects.filter(arguments__upload=str(upload.pk)).order_by("-created_at").first()


def frame(city: City | None, title: str, *above: Crumb) -> dict[str, Any]:
    """Return crumbs and top bar of a step; a new city has no place of its own yet."""
    if city is None:
        return {
            "city": None,
            "crumbs": [Crumb(_("Evidence"), reverse("evidence:room")), *above, Crumb(title)],
        }
    return {
        "city": city,
        "crumbs": [city_crumb(city), evidence_crumb(city), *above, Crumb(title)],
        "where": Where(city=Switch(city.text.words), arguments={"city": city.pk}),
    }
