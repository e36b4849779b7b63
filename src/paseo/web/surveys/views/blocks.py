"""Question blocks: what there is, what to beware of, and a questionnaire put together from them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.content.problems import Refused
from paseo.evidence.questionnaires.blocks import BLOCKS, compose, question_blocks
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.wordings import anchor_warning, unofficial_anchors
from paseo.evidence.questionnaires.xlsform import to_pack_yaml, write_xlsform
from paseo.report.document import Document
from paseo.report.files import missing_extra
from paseo.report.writers.registry import WRITERS
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, need
from paseo.web.surveys.forms import BlocksForm
from paseo.web.surveys.pages import frame, problems_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def blocks(request: HttpRequest, city: str = "") -> HttpResponse:
    """Show the blocks; chosen ones become a questionnaire to look at and to download."""
    found = None
    if city:
        need(request.user, Right.READ, city)
        found = City.objects.filter(pk=city).first()
    held = question_blocks()
    choices = [(one.id.removeprefix(BLOCKS), one.title.read(language()).words) for one in held]
    asked = "blocks" in request.GET or "title" in request.GET
    form = BlocksForm(choices, request.GET if asked else None)
    context: dict[str, Any] = {
        **frame(found, _("Question blocks")),
        "form": form,
        "blocks": [_block(one) for one in held],
    }
    if asked and form.is_valid():
        try:
            made = _composed(form.cleaned_data, held)
            if wanted := request.GET.get("file", ""):
                return _file(made, wanted)
        except Refused as refused:
            context["problems"] = problems_table(refused.problems, _("Why they do not go together"))
        else:
            context |= {"made": made, "questions": len(list(made.questions())),
                        "formats": _formats(), "warnings": _warnings(made)}  # fmt: skip
    return render(request, "surveys/blocks.html", context, status=422 if form.errors else 200)


def _block(block: Questionnaire) -> dict[str, Any]:
    said = language()
    questions = [one for one in block.questions() if one.asks]
    return {
        "id": block.id.removeprefix(BLOCKS),
        "title": block.title.read(said),
        "description": block.description.read(said),
        "evidence": block.evidence,
        "questions": [_asked(one) for one in questions],
        "indicators": sorted({code for one in questions for code in one.indicators}),
        "warnings": _warnings(block),
    }


def _asked(question: Question) -> dict[str, Any]:
    return {"text": question.text.read(language()), "evidence": question.evidence}


def _warnings(questionnaire: Questionnaire) -> list[str]:
    said = language()
    asked_in = said if said in questionnaire.languages else questionnaire.language
    return [
        anchor_warning(one, asked_in, said) for one in unofficial_anchors(questionnaire, asked_in)
    ]


def _composed(given: dict[str, Any], held: tuple[Questionnaire, ...]) -> Questionnaire:
    chosen = [one for one in held if one.id.removeprefix(BLOCKS) in given["blocks"]]
    title = given["title"]
    languages = set.intersection(*(set(one.languages) for one in chosen))
    return compose(
        chosen, f"own.{slugify(title) or 'survey'}", dict.fromkeys(sorted(languages), title)
    )


def _formats() -> list[tuple[str, str]]:
    found = [
        ("xlsform", _("XLSForm, for KoboToolbox and ODK")),
        ("excel", _("Excel form, to fill in and send back")),
        ("pack", _("Pack of the questionnaire (YAML)")),
    ]
    if _printed() is None:
        return found
    if not missing_extra("pdf"):
        found.append(("pdf", _("PDF, to print and fill in by hand")))
    return [*found, ("html", _("Web page, to read and print"))]


def _printed() -> Callable[[Questionnaire, str], Document] | None:
    """Return what makes a form for print, None where this installation has none."""
    return getattr(import_module("paseo.report.questionnaire"), "form_document", None)


def _file(made: Questionnaire, wanted: str) -> HttpResponse:
    name = made.id.rpartition(".")[2]
    if wanted == "pack":
        response = HttpResponse(to_pack_yaml(made), content_type="application/yaml; charset=utf-8")
        ending = "yaml"
    elif wanted in ("xlsform", "excel"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            _write(made, path, wanted)
            response = HttpResponse(path.read_bytes(), content_type=XLSX)
        ending = "xlsx"
    else:
        form_document = _printed()
        if form_document is None:
            raise Http404
        writer = WRITERS["pdf" if wanted == "pdf" else "html"]
        document = form_document(made, language())
        response = HttpResponse(writer.write(document), content_type=writer.media_type)
        ending = writer.ending
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _write(made: Questionnaire, path: Path, wanted: str) -> None:
    if wanted == "excel":
        write_excel_form(made, path, language())
    else:
        write_xlsform(made, path)
