"""The way in for a file of answers: choose, see what it would change, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import need
from paseo.web.evidence.uploading import guard
from paseo.web.jobs.actions import start as start_job
from paseo.web.jobs.models import Job
from paseo.web.questionnaires import importing
from paseo.web.questionnaires.jobs import IMPORT, LOOK
from paseo.web.questionnaires.models import AnswerUpload
from paseo.web.questionnaires.models.answers import origin_words
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.uploading import MOST_BYTES
from paseo.web.ui.frame import Crumb


class AnswersForm(forms.Form):
    """Which file, and what counts when somebody answered twice."""

    file = forms.FileField(
        label=gettext_lazy("File of answers"),
        help_text=gettext_lazy(
            "Our Excel form, a table of ours (.csv, .xlsx), or an export of KoboToolbox, ODK, "
            "LimeSurvey or EUSurvey; at most 50 MB. Nothing is imported before you have seen it."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file to import."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )
    duplicates = forms.ChoiceField(
        label=gettext_lazy("If somebody answered twice"),
        choices=[
            ("newest", gettext_lazy("the newest sheet counts")),
            ("both", gettext_lazy("both count")),
            ("refuse", gettext_lazy("none counts until somebody decides")),
        ],
        widget=forms.RadioSelect,
        initial="newest",
    )

    def __init__(self, many: bool, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not many:
            del self.fields["duplicates"]


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, **address: Any) -> HttpResponseBase:
    """Ask for a file; the protection against forged requests follows after the size is known."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return _start(request, too_large=too_large, **address)


@csrf_protect
@of_a_round
def _start(here: Here, too_large: int) -> HttpResponse:
    need(here.request.user, Right.CONTRIBUTE, here.city.pk)
    many = here.questionnaire.many
    form = AnswersForm(many)
    if here.request.method == "POST":
        form = AnswersForm(many, here.request.POST, here.request.FILES)
        if form.is_valid():
            assert isinstance(here.request.user, User)
            wanted = form.cleaned_data.get("duplicates", "newest")
            file = form.cleaned_data["file"]
            return _look(here, importing.receive(here.round, here.request.user, file, wanted))
    context = {
        **here.page(_("Import answers")),
        "form": form,
        "too_large": too_large,
        "most": MOST_BYTES // MEGABYTE,
    }
    status = 413 if too_large else 422 if form.errors else 200
    return render(here.request, "questionnaires/import_start.html", context, status=status)


def _look(here: Here, upload: AnswerUpload) -> HttpResponse:
    """Look at once at a small file; a large one becomes a job."""
    if upload.size <= importing.SMALL:
        importing.look(upload)
        return redirect(upload)
    job = start_job(LOOK, person=here.request.user, city=here.city.pk, upload=str(upload.pk))
    return redirect(job)


@never_cache
@require_GET
@of_a_round
def preview(here: Here, identity: UUID) -> HttpResponse:
    """Show what the file holds and what it would change."""
    upload = _own(here, identity)
    context = {
        **here.page(_("What would change"), Crumb(_("Import answers"), here.url("import"))),
        "upload": upload,
        "found": upload.found,
        "tool": origin_words(upload.found.get("tool", "")),
        "counts": upload.found.get("counts", {}),
        "job": _running(upload) if not upload.found else None,
        "stale": bool(upload.seen) and upload.seen != importing.seen(here.round),
        "many": here.questionnaire.many,
        "anything": bool(upload.found.get("sheets") if here.questionnaire.many
                         else upload.found.get("changes")),
    }  # fmt: skip
    return render(here.request, "questionnaires/import_preview.html", context)


@require_GET
@of_a_round
def left_out(here: Here, identity: UUID) -> FileResponse:
    """Give the rows that were left out, with the reasons, to be mended and sent again."""
    file = _own(here, identity).folder / importing.LEFT_OUT
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=importing.LEFT_OUT)


@require_POST
@of_a_round
def confirm(here: Here, identity: UUID) -> HttpResponse:
    """Start the import of what was seen."""
    need(here.request.user, Right.CONTRIBUTE, here.city.pk)
    upload = _own(here, identity)
    job = start_job(IMPORT, person=here.request.user, city=here.city.pk, upload=str(upload.pk))
    return redirect(job)


@require_POST
@of_a_round
def look_again(here: Here, identity: UUID) -> HttpResponse:
    """Look at the same file once more, after answers have changed."""
    return _look(here, _own(here, identity))


@require_POST
@of_a_round
def discard(here: Here, identity: UUID) -> HttpResponse:
    """Forget a file; nothing of it was imported."""
    importing.forget(_own(here, identity))
    return redirect(here.url("import"))


def _own(here: Here, identity: UUID) -> AnswerUpload:
    """Return an uploaded file of this very person; nobody else's."""
    found = get_object_or_404(
        AnswerUpload, pk=identity, owner=here.request.user.pk, round=here.round
    )
    found.round = here.round
    return found


def _running(upload: AnswerUpload) -> Job | None:
    return Job.objects.filter(arguments__upload=str(upload.pk)).order_by("-created_at").first()
