"""Evidence: the files beside an answer, bringing some, opening one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.evidence.pages import language
from paseo.web.evidence.uploading import guard
from paseo.web.questionnaires.actions import AddEvidence, ChangeEvidence, RemoveEvidence
from paseo.web.questionnaires.file_types import NotAccepted, every_ending
from paseo.web.questionnaires.models import EvidenceFile, Invitation, Sheet
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.permissions import need
from paseo.web.questionnaires.uploading import MOST_BYTES, MOST_FILES, EvidenceForm, arrived
from paseo.web.ui.frame import Crumb


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, **address: Any) -> HttpResponseBase:
    """Show the files beside an answer; the size of new ones is known before they are read."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        # The body stays unread, so what stands in it (the mark against forgery too) is not known.
        request.method = "GET"
    return _files(request, too_large=too_large, **address)


@csrf_protect
@of_a_round
def _files(here: Here, sheet: int, section: str, question: str, too_large: int) -> HttpResponse:
    found = asked_for(here.questionnaire, section, question)
    kept = here.sheet(sheet)
    need(here.access.sees(section))
    form = EvidenceForm()
    if here.request.method == "POST":
        need(here.access.answers(section))
        form = EvidenceForm(here.request.POST, here.request.FILES)
        if bring(here.request, form, kept, found):
            return redirect(here.request.path)
    held = [
        (one, here.access.opens(one))
        for one in kept.evidence.filter(question=question, removed_at=None)
    ]
    back = here.url("section", sheet, section)
    name = here.questionnaire.section(section)
    assert name is not None
    context = {
        **here.page(_("Files beside an answer"), Crumb(name.name.read(language()).words, back)),
        **page_of_files(found, form, too_large),
        "files": held,
        "may": here.access.answers(section),
        "kinds": EvidenceFile.Confidentiality.choices,
        "back": f"{back}#question-{question}",
    }
    status = 413 if too_large else 422 if form.errors else 200
    return render(here.request, "questionnaires/files.html", context, status=status)


def page_of_files(question: Question, form: EvidenceForm, too_large: int) -> dict[str, Any]:
    """Return what a page for bringing files needs."""
    return {
        "asked": question.text.read(language()).words,
        "form": form,
        "too_large": too_large,
        "most": MOST_BYTES // MEGABYTE,
        "takes": ", ".join(question.accepts or every_ending()),
    }


def asked_for(questionnaire: Questionnaire, section: str, question: str) -> Question:
    """Return a question of a section, 404 where there is none such."""
    found = questionnaire.question(question)
    if found is None or found.section != section:
        raise Http404
    return found


def bring(
    request: HttpRequest,
    form: EvidenceForm,
    sheet: Sheet,
    question: Question,
    invitation: Invitation | None = None,
) -> bool:
    """Keep what a form brings; say in the form what is wrong with it."""
    from paseo.web.accounts.people import PROGRAMME

    if not form.is_valid():
        return False
    files = form.cleaned_data["bring"]
    if len(files) > MOST_FILES:
        said = _("At most %(most)s files at a time. Bring the rest after these.")
        form.add_error("bring", said % {"most": MOST_FILES})
        return False
    try:
        with arrived(files, question.accepts) as found:
            AddEvidence(
                sheet=sheet,
                section=question.section,
                question=question.id,
                files=found,
                confidentiality=form.cleaned_data["confidentiality"],
                invitation=invitation,
            ).run(PROGRAMME if invitation else request.user)
    except NotAccepted as wrong:
        form.add_error("bring", str(wrong))
        return False
    messages.success(request, _("The files are kept beside the answer."))
    return True


@require_POST
@of_a_round
def change(here: Here, file: int) -> HttpResponse:
    """Remove a file, take one over, or decide anew who may open it."""
    found = _file(here, file)
    need(here.access.answers(found.section))
    need(here.access.opens(found))
    wanted = here.request.POST.get("who", found.confidentiality)
    if here.request.POST.get("do") == "remove":
        RemoveEvidence(file=found).run(here.request.user)
        messages.success(here.request, _("The file was removed."))
    elif wanted in EvidenceFile.Confidentiality.values:
        take_over = here.request.POST.get("do") == "take"
        ChangeEvidence(file=found, confidentiality=wanted, take_over=take_over).run(
            here.request.user
        )
        messages.success(here.request, _("The file was changed."))
    return redirect(here.url("files", found.sheet_id, found.section, found.question))


@require_GET
@of_a_round
def file(here: Here, file: int) -> FileResponse:
    """Give one file, to whoever may open it."""
    found = _file(here, file)
    need(here.access.opens(found))
    return given(found)


def given(file: EvidenceFile) -> FileResponse:
    """Return a kept file to be saved, never to be shown by the browser under our address."""
    if not file.path.is_file():
        raise Http404
    return FileResponse(
        file.path.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )


def _file(here: Here, number: int) -> EvidenceFile:
    found = EvidenceFile.objects.select_related("sheet__round")
    return get_object_or_404(found, pk=number, sheet__round=here.round, removed_at=None)
