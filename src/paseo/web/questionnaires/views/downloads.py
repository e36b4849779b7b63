"""Files that leave: the questionnaire as a form in several formats, the answers as a table."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.excel_form import write_excel_form
from paseo.evidence.questionnaires.xlsform.writing import write_xlsform
from paseo.report.files import missing_extra
from paseo.report.questionnaire import write_form
from paseo.web.evidence.pages import download_name, language
from paseo.web.jobs.actions import start as start_job
from paseo.web.questionnaires.jobs import ANSWERS
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.permissions import need
from paseo.web.questionnaires.round_forms import section_choices

TABLES = ("xlsx", "csv")
#: Forms to print, by ending.
PAPER = {"pdf": "PDF", "docx": "Word", "html": "HTML"}


@require_GET
@of_a_round
def forms(here: Here) -> HttpResponse:
    """Offer the questionnaire as a form, whole or by section, and the answers as a table."""
    context = {
        **here.page(_("Forms and tables")),
        # Questions are no secret: a form without answers is for everybody who may read the city.
        "sections": section_choices(here.questionnaire),
        "whole": _sees_all(here),
        "many": here.questionnaire.many,
        "answers": _may_fill(here),
        "paper": _paper_formats(),
    }
    return render(here.request, "questionnaires/forms.html", context)


def _paper_formats() -> dict[str, str]:
    return {form: name for form, name in PAPER.items() if not missing_extra(form)}


def _sees_all(here: Here) -> bool:
    return all(here.access.sees(one.id) for one in here.questionnaire.sections)


def _may_fill(here: Here) -> bool:
    return here.only_sheet is not None and any(
        here.access.sees(one.id) for one in here.questionnaire.sections
    )


def _wanted(here: Here) -> list[str] | None:
    """Return the sections that were asked for; None for all of them."""
    wanted = [one for one in here.request.GET.getlist("section") if one]
    if any(here.questionnaire.section(one) is None for one in wanted):
        raise Http404
    return wanted or None


def _answers(here: Here, sections: list[str] | None) -> AnswerSheet | None:
    """Return what is answered in the sections asked for, where the person may see it."""
    if here.request.GET.get("answers") != "1" or here.only_sheet is None:
        return None
    wanted = sections or [one.id for one in here.questionnaire.sections]
    for one in wanted:
        need(here.access.sees(one))
    parts = [part for part in here.only_sheet.parts.all() if part.section in wanted]
    return here.only_sheet.answer_sheet(here.questionnaire, parts)


@require_GET
@of_a_round
def excel_form(here: Here) -> HttpResponse | FileResponse:
    """Give the questionnaire as an Excel form; filled in, it comes back by the import."""
    sections = _wanted(here)
    answers = _answers(here, sections)
    city = here.city.text.words

    def write(file: Path) -> None:
        write_excel_form(here.questionnaire, file, language(), sections, answers, city)

    return _given(here, f"{_name(here)}.xlsx", write)


@require_GET
@of_a_round
def paper(here: Here, form: str) -> HttpResponse | FileResponse:
    """Give the questionnaire as a form to print, with the codes of every other format."""
    if form not in _paper_formats():
        raise Http404
    sections = _wanted(here)
    sheet = _answers(here, sections)
    answers = sheet.answers if sheet else None
    city = here.city.text.words

    def write(file: Path) -> None:
        write_form(here.questionnaire, file, language(), sections, answers, city)

    return _given(here, f"{_name(here)}.{form}", write)


@require_GET
@of_a_round
def xlsform(here: Here) -> HttpResponse | FileResponse:
    """Give the questionnaire as an XLSForm, for KoboToolbox and ODK."""
    name = f"{_name(here)}-xlsform.xlsx"
    return _given(here, name, lambda file: write_xlsform(here.questionnaire, file))


def _name(here: Here) -> str:
    return f"{here.city.pk}-{here.questionnaire.id}-{language()}"


def _given(here: Here, name: str, write: Callable[[Path], object]) -> HttpResponse | FileResponse:
    """Write a file on disk and give it; say on a page why it could not be written."""
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        file = Path(folder) / download_name(here.city, name)
        try:
            write(file)
        except Refused as refused:
            said = [
                f"{one.place}: {one.sentence(language())} {one.mend(language())}"
                for one in refused.problems.errors
            ]
            context = {**here.page(_("This form cannot be made")), "problems": said}
            return render(here.request, "questionnaires/refused.html", context, status=422)
        opened = file.open("rb")
        return FileResponse(opened, as_attachment=True, filename=file.name)


@require_POST
@of_a_round
def answers(here: Here, form: str) -> HttpResponse:
    """Start writing the answers as a table."""
    if form not in TABLES:
        raise Http404
    for section in here.questionnaire.sections:
        need(here.access.sees(section.id))
    job = start_job(
        ANSWERS, person=here.request.user, city=here.city.pk, number=here.round.pk, form=form
    )
    return redirect(job)
