"""What one rater sees and does, alone: gates, items by domain, evidence, finishing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.quality.answers import RaterSheet
from paseo.prevention.quality.excel_form import write_excel_form
from paseo.prevention.quality.files import read_answers
from paseo.prevention.quality.form import Entry
from paseo.prevention.quality.judging import asked
from paseo.prevention.quality.words import condition_said
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import download_name, language
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of, not_kept
from paseo.web.prevention.models import QualityProof, QualityRater
from paseo.web.prevention.quality.actions import (
    AddProof,
    BringSheet,
    FinishRating,
    NotNow,
    RemoveProof,
    ReopenRating,
    SaveAnswers,
    answers_of,
)
from paseo.web.prevention.quality.forms import (
    MOST_BYTES,
    ProofForm,
    SheetForm,
    answer_form,
    answers_in,
    field_name,
)
from paseo.web.prevention.quality.here import Here, of_a_check
from paseo.web.report.keeping import keep, path_of

_GATES = "gates"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def parts(here: Here) -> list[tuple[str, str, list[Entry]]]:
    """Return the pages of a rating: id, words, gates or items on it."""
    form = here.check.read_form
    found = [(_GATES, _("Gates"), list(form.gates))]
    for domain in form.domains:
        items = list(form.items_of(domain.id))
        if items:
            found.append((domain.id, domain.name.read(language()).words, items))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.CONTRIBUTE)
def answer(here: Here, part: str) -> HttpResponse:
    """Show one part of the form to its rater; what is sent is kept, complete or not."""
    rater = here.my_rating()
    every = parts(here)
    at = next((at for at, one in enumerate(every) if one[0] == part), None)
    if at is None:
        raise Http404
    _part, words, entries = every[at]
    post = here.request.POST if here.request.method == "POST" else None
    form = answer_form(here.check.read_form, entries, rater.answers, post)
    before = _asked(here, rater)
    if (
        post is not None
        and form.is_valid()
        and _saved(here, rater, answers_in(form, entries), form)
    ):
        rater.refresh_from_db()
        opened = (_asked(here, rater) - before) & {one.id for one in entries}
        if "stay" in post or opened:
            return redirect(here.url("quality-answer", part))
        if at + 1 < len(every):
            return redirect(here.url("quality-answer", every[at + 1][0]))
        return redirect(here.check)
    return here.render(
        "answer",
        words,
        form=form,
        lines=_lines(here, rater, entries, form),
        position=at + 1,
        total=len(every),
        is_gates=part == _GATES,
        seen=mark_of(answers_of(rater, (one.id for one in entries))),
        status=200 if post is None else 422,
    )


def _saved(here: Here, rater: QualityRater, answers: dict[str, dict[str, str]], form: Any) -> bool:
    """Keep answers, or say at the form why not."""
    seen = here.request.POST.get(SEEN)
    try:
        SaveAnswers(rater=rater, answers=answers, seen=seen).run(here.request.user)
    except Meanwhile as meanwhile:
        rater.refresh_from_db()
        form.add_error(None, not_kept(meanwhile))
        return False
    if any(one["option"] for one in answers.values()):
        messages.success(here.request, _("Your answers were kept."))
    else:
        said = _("Nothing is answered on this part yet. A note alone is not kept.")
        messages.warning(here.request, said)
    return True


def _asked(here: Here, rater: QualityRater) -> set[str]:
    return {one.id for one in asked(here.check.read_form, rater.sheet().options)}


def _lines(
    here: Here, rater: QualityRater, entries: Sequence[Entry], form: Any
) -> list[dict[str, Any]]:
    wanted = _asked(here, rater)
    counts: dict[str, int] = {}
    for proof in rater.proofs.all():
        counts[proof.entry] = counts.get(proof.entry, 0) + 1
    return [
        {
            "entry": one,
            "answer": form[field_name(one)],
            "note": form[f"{field_name(one)}-note"],
            "question": one.question.read(language()).words,
            "condition": condition_said(here.check.read_form, one.asked_when, language()),
            "asked": one.id in wanted,
            "proofs": counts.get(one.id, 0),
            "proof_url": here.url("quality-proofs", one.id),
        }
        for one in entries
    ]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def proofs(request: HttpRequest, city: str, number: int, entry: str) -> HttpResponseBase:
    """Take the upload limits before anything reads the form, then show the page."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return csrf_protect(_proofs)(
        request, city=city, number=number, entry=entry, too_large=too_large
    )


@of_a_check(Right.CONTRIBUTE)
def _proofs(here: Here, entry: str, too_large: int = 0) -> HttpResponse:
    rater, found = here.my_rating(), _entry(here, entry)
    sent = here.request.method == "POST"
    form = ProofForm(*((here.request.POST, here.request.FILES) if sent else ()))
    if sent and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data.get("file")
        AddProof(
            rater=rater,
            entry=found.id,
            shows=said["shows"],
            address=said["address"],
            file_name=file.name if file else "",
            sha256=_kept(file) if file else "",
        ).run(here.request.user)
        messages.success(here.request, _("The evidence was attached."))
        return redirect(here.url("quality-proofs", found.id))
    return here.render(
        "proofs",
        _("Evidence for %(id)s") % {"id": found.id},
        form=form,
        entry=found,
        question=found.question.read(language()),
        proofs=rater.proofs.filter(entry=found.id),
        back=here.url("quality-answer", _GATES if found.gate else found.domain),
        too_large=too_large,
        status=413 if too_large else 422 if sent else 200,
    )


def _entry(here: Here, code: str) -> Entry:
    try:
        return here.check.read_form.entry(code)
    except KeyError:
        raise Http404 from None


def _kept(file: UploadedFile) -> str:
    """Keep an uploaded file and return its SHA-256."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "file"
        with path.open("wb") as beside:
            for chunk in file.chunks():
                beside.write(chunk)
        return keep(path)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.CONTRIBUTE)
def remove_proof(here: Here, proof: int) -> HttpResponse:
    """Take evidence away again."""
    rater = here.my_rating()
    found = rater.proofs.filter(pk=proof).first()
    if found is None:
        raise Http404
    if here.request.method != "POST":  # the page of a post that was loaded again
        return redirect(here.url("quality-proofs", found.entry))
    RemoveProof(rater=rater, proof=found).run(here.request.user)
    messages.success(here.request, _("The evidence was removed."))
    return redirect(here.url("quality-proofs", found.entry))


@require_GET
@of_a_check()
def proof_file(here: Here, proof: int) -> FileResponse:
    """Give a kept file: to its rater, and to everybody once both have finished."""
    found = QualityProof.objects.filter(pk=proof, rater__check_of=here.check).first()
    if found is None or not found.sha256 or not path_of(found.sha256).exists():
        raise Http404
    if not here.check.opened and found.rater.user_id != here.request.user.pk:
        raise Http404
    name = download_name(here.city, found.file_name)
    # As an attachment and without a type that a browser would run.
    return FileResponse(
        path_of(found.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.CONTRIBUTE)
def finish(here: Here) -> HttpResponse:
    """Finish one's own rating."""
    if here.request.method != "POST":  # the page of a post that was loaded again
        return redirect(here.check)
    try:
        FinishRating(rater=here.my_rating()).run(here.request.user)
    except NotNow as why:
        messages.error(here.request, str(why))
        return redirect(here.check)
    messages.success(here.request, _("You have finished. Your answers no longer change."))
    return redirect(here.check)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.LEAD)
def reopen(here: Here, rater: int) -> HttpResponse:
    """Ask before a finished rating is opened again; only while the other has not finished."""
    found = next((one for one in here.check.both if one.number == rater), None)
    if found is None:
        raise Http404
    if here.request.method != "POST":
        if here.check.opened or found.finished_at is None:
            return redirect(here.check)
        return here.render("reopen", _("Open this rating again"), rater=found)
    try:
        ReopenRating(rater=found).run(here.request.user)
    except NotNow as why:
        messages.error(here.request, str(why))
    else:
        said = _("The rating of %(rater)s is open again.") % {"rater": found.label}
        messages.success(here.request, said)
    return redirect(here.check)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str, number: int, rater: int) -> HttpResponseBase:
    """Take the upload limits before anything reads the form, then show the page."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return csrf_protect(_bring)(request, city=city, number=number, rater=rater, too_large=too_large)


@of_a_check(Right.CONTRIBUTE)
def _bring(here: Here, rater: int, too_large: int = 0) -> HttpResponse:
    found = next((one for one in here.check.both if one.number == rater), None)
    if found is None or found.user_id is not None or found.finished_at is not None:
        raise Http404
    sent = here.request.method == "POST"
    form = SheetForm(*((here.request.POST, here.request.FILES) if sent else ()))
    problems: list[Any] = []
    if sent and form.is_valid():
        try:
            _take(here, found, form.cleaned_data["file"])
        except Refused as refused:
            problems = [
                {
                    "place": str(one.place),
                    "said": one.sentence(language()),
                    "mend": one.mend(language()),
                }
                for one in refused.problems.errors
            ]
        except NotNow as why:
            form.add_error("file", str(why))
        else:
            messages.success(here.request, _("The filled form was taken."))
            return redirect(here.check)
    return here.render(
        "bring",
        _("Bring a filled form"),
        form=form,
        rater=found,
        problems=problems,
        too_large=too_large,
        template_url=here.url("quality-form", rater),
        status=413 if too_large else 422 if sent else 200,
    )


def _take(here: Here, rater: QualityRater, file: UploadedFile) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / Path(file.name or "form.xlsx").name
        path.write_bytes(file.read())
        sheet = read_answers(path, here.check.read_form, rater=rater.label)
    BringSheet(rater=rater, sheet=sheet).run(here.request.user)


@require_GET
@of_a_check(Right.CONTRIBUTE)
def form_file(here: Here, rater: int) -> HttpResponse:
    """Give the empty form of a rater as a workbook."""
    found = next((one for one in here.check.both if one.number == rater), None)
    if found is None:
        raise Http404
    measure = here.check.measure.code
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "form.xlsx"
        form = here.check.read_form
        empty = RaterSheet(
            form.id, form.version, measure, found.label, generated=here.city.generated
        )
        write_excel_form(form, path, language(), sheet=empty)
        data = path.read_bytes()
    response = HttpResponse(data, content_type=_XLSX)
    name = download_name(here.city, f"quality-{measure}-rater-{rater}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
