"""How many interviews a survey needs: a form whose answer has an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.content.problems import Refused
from paseo.report.files import missing_extra
from paseo.report.survey.plan import (
    PlanWanted,
    SurveyPlan,
    assumptions,
    city_sentence,
    districts_sentence,
    make_plan,
    plan_document,
    plan_table,
)
from paseo.report.writers.registry import WRITERS
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, need
from paseo.web.surveys.forms import PlanForm
from paseo.web.surveys.pages import frame, problems_table, table_of

USUAL = {
    "margin": 5, "share": 50, "deff": 1.3, "response": 30, "level": 95, "how": "proportional",
}  # fmt: skip


@require_GET
def plan(request: HttpRequest, city: str = "") -> HttpResponse:
    """Show the form, and the interviews needed once it is filled in."""
    found = None
    if city:
        need(request.user, Right.READ, city)
        found = City.objects.filter(pk=city).first()
    asked = bool(request.GET.get("margin"))
    form = PlanForm(request.GET if asked else None, initial=USUAL)
    context: dict[str, Any] = {**frame(found, _("Plan interviews")), "form": form}
    if asked and form.is_valid():
        try:
            made = make_plan(_wanted(form.cleaned_data))
        except Refused as refused:
            context["problems"] = problems_table(refused.problems, _("Why there is no plan"))
        else:
            wanted = request.GET.get("file", "")
            if wanted in WRITERS and not missing_extra(wanted):
                return _file(made, wanted, found)
            context |= _said(made)
    return render(request, "surveys/plan.html", context, status=422 if form.errors else 200)


def _wanted(given: dict[str, Any]) -> PlanWanted:
    numbers = {name: given[name] for name in ("margin", "share", "deff", "response", "level")}
    return PlanWanted(**numbers, how=given["how"], population=given["districts"] or None)


def _said(made: SurveyPlan) -> dict[str, Any]:
    said = language()
    districts = made.districts is not None
    return {
        "plan": made,
        "sentence": city_sentence(made, said),
        "districts": districts_sentence(made, said) if districts else "",
        "table": table_of(plan_table(made, said)) if districts else None,
        "assumed": assumptions(made, said),
        "formats": [one for one in WRITERS if not missing_extra(one)],
    }


def _file(made: SurveyPlan, form: str, city: City | None) -> HttpResponse:
    place = city.text.words if city else ""
    writer = WRITERS[form]
    response = HttpResponse(
        writer.write(plan_document(made, language(), place=place)), content_type=writer.media_type
    )
    response["Content-Disposition"] = f'attachment; filename="sample-plan.{form}"'
    return response
