"""Areas and periods: what each area is for, how long was counted, what a class stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Problems
from paseo.prevention.evaluation.case import (
    Area,
    Case,
    Counts,
    CrimeClass,
    Periods,
    Role,
    Series,
    Span,
)
from paseo.web.accounts.rights import Right
from paseo.web.prevention.evaluation.actions import SetAreas
from paseo.web.prevention.evaluation.checking import problems_of
from paseo.web.prevention.evaluation.forms import AreaForm, PeriodsForm
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation


class ClassForm(forms.Form):
    """A class of events and the harm that one of them stands for."""

    crime = forms.CharField(widget=forms.HiddenInput, max_length=120)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    harm = forms.FloatField(label=gettext_lazy("Harm of one"), min_value=0)


Areas = forms.formset_factory(AreaForm, extra=0, max_num=500, absolute_max=500)
Classes = forms.formset_factory(ClassForm, extra=0, max_num=100, absolute_max=100)


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.CONTRIBUTE)
def areas(here: Here) -> HttpResponse:
    """Show roles and periods; a sent form is checked by the library, then kept."""
    case = here.case
    if not case.areas:
        messages.info(here.request, _("Enter the areas first; numbers may follow later."))
        return redirect(here.url("evaluation-data"))
    if here.request.method != "POST":
        return _page(here, _form_of(case))
    held = _sent(here, case)
    if not all(one.is_valid() for one in held.values()):
        return _page(here, held, status=422)
    wanted = _with(case, held)
    problems = problems_of(here.city, wanted)
    if any(one.place.entry in ("areas", "periods") for one in problems.errors):
        return _page(here, held, problems=problems, status=422)
    SetAreas(evaluation=here.evaluation, case=wanted).run(here.request.user)
    messages.success(here.request, _("Areas and periods were kept."))
    return redirect(here.url("evaluation-methods"))


def _page(
    here: Here, held: dict[str, Any], *, problems: Problems | None = None, status: int = 200
) -> HttpResponse:
    data = here.case.data
    return here.render(
        "areas",
        _("Areas and periods"),
        "evaluation-areas",
        areas=held["areas"],
        periods=held.get("periods"),
        classes=held.get("classes"),
        is_series=isinstance(data, Series),
        steps_of=data if isinstance(data, Series) else None,
        last_period=data.starts[-1] if isinstance(data, Series) else None,
        found=here.lines(problems) if problems is not None else None,
        status=status,
    )


def _has_periods(case: Case) -> bool:
    """Return whether lengths are asked for: a series and a survey bring their own."""
    return case.data is None or isinstance(case.data, Counts)


def _form_of(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {
        "areas": Areas(
            initial=[
                {"area": one.id, "name": one.name, "role": one.role.value, "size": one.size}
                for one in case.areas
            ],
            prefix="area",
        )
    }
    if _has_periods(case):
        found["periods"] = PeriodsForm(initial=_periods(case.periods), prefix="periods")
    if case.crimes:
        found["classes"] = Classes(
            initial=[{"crime": one.id, "name": one.name, "harm": one.harm} for one in case.crimes],
            prefix="class",
        )
    return found


def _periods(held: Periods) -> dict[str, Any]:
    if held.spans is not None:
        before, after = held.spans
        return {
            "before_first": before.first, "before_last": before.last,
            "after_first": after.first, "after_last": after.last,
        }  # fmt: skip
    if held == Periods():
        return {}
    return {"before": held.before, "after": held.after, "unit": held.unit}


def _sent(here: Here, case: Case) -> dict[str, Any]:
    post = here.request.POST
    found: dict[str, Any] = {"areas": Areas(post, prefix="area")}
    if _has_periods(case):
        found["periods"] = PeriodsForm(post, prefix="periods")
    if case.crimes:
        found["classes"] = Classes(post, prefix="class")
    return found


def _with(case: Case, held: dict[str, Any]) -> Case:
    """Return the case as the forms say; areas that the table does not hold are not added."""
    said = {row.cleaned_data["area"]: row.cleaned_data for row in held["areas"].forms}
    areas = tuple(_area(one, said[one.id]) if one.id in said else one for one in case.areas)
    crimes = case.crimes
    if "classes" in held:
        harms = {row.cleaned_data["crime"]: row.cleaned_data for row in held["classes"].forms}
        crimes = tuple(
            CrimeClass(one.id, harms[one.id]["name"], harms[one.id]["harm"])
            if one.id in harms else one
            for one in crimes
        )  # fmt: skip
    periods = case.periods
    if "periods" in held:
        periods = _read_periods(held["periods"].cleaned_data)
    return replace(case, areas=areas, crimes=crimes, periods=periods)


def _area(one: Area, said: dict[str, Any]) -> Area:
    return Area(one.id, Role(said["role"]), said["name"].strip(), said["size"])


def _read_periods(said: dict[str, Any]) -> Periods:
    if said["before_first"]:
        before = Span(said["before_first"], said["before_last"])
        after = Span(said["after_first"], said["after_last"])
        return Periods(
            max(1.0, float(before.days)), max(1.0, float(after.days)), "days", (before, after)
        )
    if said["before"] is not None:
        return Periods(said["before"], said["after"], said["unit"])
    return Periods()
