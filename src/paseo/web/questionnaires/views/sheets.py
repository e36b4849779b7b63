"""Answer sheets: the list where there are many, the task list of one, and checking one whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.evidence.questionnaires.questionnaire import Section
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language, need
from paseo.web.questionnaires.actions import AddSheet
from paseo.web.questionnaires.forms.places import Places
from paseo.web.questionnaires.forms.reading import Page
from paseo.web.questionnaires.forms.section import SectionForm
from paseo.web.questionnaires.models import EvidenceFile, SectionAnswers, Sheet
from paseo.web.questionnaires.pages import Here, of_a_round
from paseo.web.questionnaires.permissions import need as need_answer
from paseo.web.questionnaires.round_forms import SheetForm
from paseo.web.questionnaires.views.beside import files_of
from paseo.web.questionnaires.views.rounds import task_list
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round
def sheets(here: Here) -> HttpResponse:
    """List the sheets of a round in which everybody has one; a number opens a new one."""
    if here.only_sheet is not None:
        return redirect(here.round)
    form = SheetForm(here.round, here.request.POST or None)
    if here.request.method == "POST":
        need(here.request.user, Right.CONTRIBUTE, here.city.pk)
        if not here.round.answerable:
            messages.error(here.request, _("This round is signed off or closed."))
            return redirect(here.request.path)
        if form.is_valid():
            code = form.cleaned_data["code"]
            made = AddSheet(round=here.round, code=code, language=here.round.language)
            return redirect(made.run(here.request.user))
    context = {
        **here.page(here.round.name, top=True),
        "page": page_of(here.round.sheets.order_by("pk"), here.request, PER_PAGE),
        "form": form,
        "finished": here.round.sheets.exclude(finished_at=None).count(),
        "signature": here.round.signatures.filter(reopened_at=None).first(),
        "sees": _sees_any(here),
    }
    status = 422 if form.errors else 200
    return render(here.request, "questionnaires/sheets.html", context, status=status)


def _sees_any(here: Here) -> bool:
    return any(here.access.sees(one.id) for one in here.questionnaire.sections)


@require_GET
@of_a_round
def sheet(here: Here, sheet: int) -> HttpResponse:
    """Show the task list of one sheet of many."""
    if here.only_sheet is not None:
        return redirect(here.round)
    kept = here.sheet(sheet)
    title = _("Sheet %(code)s") % {"code": kept.code}
    context = {**here.page(title), **task_list(here, kept.pk)}
    return render(here.request, "questionnaires/sheet.html", context)


@require_GET
@of_a_round
def check(here: Here, sheet: int) -> HttpResponse:
    """Show every answer of a sheet in words, with a link to change each."""
    only = here.only_sheet
    if only is not None and only.pk != sheet:
        raise Http404
    kept = only if only is not None else here.sheet(sheet)
    if not _sees_any(here):
        need_answer(here.access.sees(here.questionnaire.sections[0].id))
    above = () if only is not None else (Crumb(kept.code, kept.get_absolute_url()),)
    tasks = task_list(here, kept.pk)
    context = {
        **here.page(_("Check the answers"), *above),
        **tasks,
        "sections": [
            {
                "form": form,
                "name": form.section.name.read(language()).words,
                "state": line["state"],
                "lines": form.lines(
                    here.url("section", kept.pk, form.section.id)
                    if here.access.answers(form.section.id)
                    else ""
                ),
            }
            for form, line in zip(read_forms(here, kept), tasks["lines"], strict=True)
            if line["state"].asked and here.access.sees(form.section.id)
        ],
        "hidden": [one for one in tasks["lines"] if one["reason"]],
    }
    return render(here.request, "questionnaires/check.html", context)


def read_forms(here: Here, sheet: Sheet) -> list[SectionForm]:
    """Return every section of a sheet to be read; two queries whatever the length."""
    parts = {one.section: one for one in sheet.parts.select_related("saved_by", "invitation")}
    questionnaire = here.questionnaire
    answers = sheet.answer_sheet(questionnaire, list(parts.values())).answers
    evidence = EvidenceFile.objects.filter(sheet=sheet, removed_at=None, previous=False)
    beside = files_of(here, evidence)

    def form(section: Section) -> SectionForm:
        part = parts.get(section.id) or SectionAnswers(sheet=sheet, section=section.id)
        return SectionForm(
            questionnaire, section, answers, part, Page(language(), Places()), beside
        )

    return [form(one) for one in questionnaire.sections]
