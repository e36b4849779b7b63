"""The list of evaluations, and the page on which a new one begins."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.numbers import format_date
from paseo.prevention.evaluation.case import Case
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.assessment.profiles import framework_of
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.evaluation.actions import BegunAlready, PlanEvaluation
from paseo.web.prevention.evaluation.examples import TEMPLATES
from paseo.web.prevention.evaluation.forms import PlanForm
from paseo.web.prevention.evaluation.planning import case_of_form, warn
from paseo.web.prevention.evaluation.sheets import areas_of, sheet_of, words_of
from paseo.web.prevention.evaluation.tables import names_of
from paseo.web.prevention.models import Evaluation, Measure
from paseo.web.prevention.pages import page
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Table

_SIZE: Final = 25
#: Which way the effect that is said first points, as the library stores it.
DIRECTIONS: Final[dict[str, Promise]] = {
    "favours": gettext_lazy("changed as hoped for"),
    "against": gettext_lazy("changed against what was hoped for"),
    "unclear": gettext_lazy("no clear change"),
    "unknown": gettext_lazy("cannot tell"),
}


@require_GET
@of_a_city()
def evaluations(request: HttpRequest, city: City) -> HttpResponse:
    """List the evaluations of a city with where each stands."""
    found = page_of(Evaluation.objects.filter(city=city), request, _SIZE)
    names = dict(Measure.objects.filter(city=city).values_list("code", "name"))
    title = _("Did it work?")
    context = page(request, city, title, "evaluations") | {
        "page": found,
        "table": Table(
            caption=_("Evaluations, newest first"),
            columns=[
                Column("title", _("Evaluation")),
                Column("measure", _("Measure")),
                Column("state", _("State")),
                Column("found", _("What was found")),
                Column("class", _("Evidence class"), numeric=True),
                Column("review", _("Date of review")),
            ],
            rows=[_row(one, names) for one in found],
            quiet_caption=True,
        ),
        "templates": [(one.name, one.words) for one in TEMPLATES.values()],
        "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
    }
    return render(request, "prevention/evaluation/list.html", context)


def _row(one: Evaluation, names: dict[str, str]) -> list[Any]:
    case = one.read_case()
    return [
        Cell(one.title, one.get_absolute_url()),
        names.get(one.measure) or "–",
        state_of(one, case),
        *_found(one, case),
        format_date(case.review, language()) if case.review else "–",
    ]


def _found(one: Evaluation, case: Case) -> tuple[str, str]:
    """Return which way the effect that is said first points, and the evidence class."""
    found = one.found
    if found is None or case.is_plan:
        return "–", "–"
    headline = found.get("headline") or {}
    words = DIRECTIONS.get(headline.get("direction", ""), DIRECTIONS["unknown"])
    return str(words), str(found.get("evidence", {}).get("number", "–"))


def state_of(one: Evaluation, case: Case) -> str:
    """Return where an evaluation stands, in words."""
    if case.is_plan:
        return _("plan, fixed") if one.fixed_at else _("plan, not fixed yet")
    if one.found is None:
        return _("data, not computed yet")
    return _("computed")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Begin an evaluation with its plan; a measure or a sheet may fill in its first part."""
    measures = Measure.objects.filter(city=city)
    sheet = sheet_of(city, request.POST.get("sheet") or request.GET.get("sheet", ""))
    start = _of_measure(city, request.GET.get("measure", "")) | words_of(sheet)
    form = PlanForm(measures, framework_of(city), request.POST or None, initial=_FIRST | start)
    if request.method == "POST" and form.is_valid():
        areas = areas_of(city, sheet, form.cleaned_data["measure"])
        held = PlanEvaluation(
            city=city.pk, case=case_of_form(form, areas), sheet=str(sheet.pk) if sheet else ""
        )
        try:
            made = held.run(request.user)
        except BegunAlready as already:  # sent twice: the first one is there
            return redirect("prevention:evaluation-data", city.pk, already.evaluation.pk)
        warn(request, form)
        messages.success(request, _("The plan was kept. The data come next."))
        return redirect("prevention:evaluation-data", city.pk, made.pk)
    context = page(request, city, _("New evaluation"), "evaluations") | {
        "form": form,
        "sheet": sheet.pk if sheet else "",
        "cancel": reverse("prevention:evaluations", args=[city.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "prevention/evaluation/new.html", context, status=status)


_FIRST: Final[dict[str, Any]] = {"level": "0.95", "better": "fewer", "assignment": "unknown"}


def _of_measure(city: City, code: str) -> dict[str, Any]:
    """Return what the register says of a measure, as the first words of a plan."""
    found = Measure.objects.filter(city=city, code=code).first() if code else None
    if found is None:
        return {}
    return {
        "measure": found.code,
        "title": found.name,
        "outcome": found.goal[:300],
        "indicator": next(iter(found.indicators), ""),
        "start": found.start,
        "place": names_of(city, {found.area}).get(found.area, found.area),
    }
