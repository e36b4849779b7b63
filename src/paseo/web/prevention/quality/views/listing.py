"""All checks of a city, and the beginning of one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.report.prevention.quality.words import result_named
from paseo.web.accounts.models import User
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.models import Measure, QualityCheck
from paseo.web.prevention.pages import page
from paseo.web.prevention.quality.actions import RaterWanted, StartCheck, Twice
from paseo.web.prevention.quality.forms import StartForm
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Table

_ON_A_PAGE: Final = 30
_MOST_PEOPLE: Final = 300


@require_GET
@of_a_city()
def checks(request: HttpRequest, city: City) -> HttpResponse:
    """List the checks of a city with how far they have come."""
    found = QualityCheck.objects.filter(city=city).select_related("measure")
    shown = page_of(found, request, _ON_A_PAGE)
    table = Table(
        caption=_("Measures that were checked"),
        columns=[
            Column("measure", _("Measure")),
            Column("raters", _("Raters")),
            Column("result", _("Result")),
        ],
        rows=[
            [Cell(one.measure.name, one.get_absolute_url()), _raters(one), _result(one)]
            for one in shown
        ],
        quiet_caption=True,
    )
    context = page(request, city, _("Quality check"), "quality") | {
        "page": shown,
        "table": table,
        "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
        "measures": Measure.objects.filter(city=city).exists(),
    }
    return render(request, "prevention/quality/checks.html", context)


def _raters(check: QualityCheck) -> str:
    done = sum(one.finished_at is not None for one in check.both)
    return _("%(done)s of 2 finished") % {"done": done}


def _result(check: QualityCheck) -> str:
    if not check.opened:
        return _("after both have finished")
    if not check.form_is_there:
        return _("the form is no longer there")
    return result_named(check.found(), language())


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Ask for the measure and the two raters."""
    measures = Measure.objects.filter(city=city)
    asked = {"measure": request.GET.get("measure", "")}
    form = StartForm(measures, people_of(city), request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        first, second = (
            RaterWanted(_label(form, name, at), form.rater(name))
            for at, name in enumerate(("first", "second"), start=1)
        )
        begin = StartCheck(
            city=city.pk,
            measure=form.cleaned_data["measure"],
            form=form.cleaned_data["form"],
            raters=(first, second),
        )
        try:
            made = begin.run(request.user)
        except Twice as twice:
            return redirect(twice.check)
        messages.success(request, _("The check has begun. Both raters answer alone."))
        return redirect(made)
    context = page(request, city, _("Check a measure"), "quality") | {"form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "prevention/quality/new.html", context, status=status)


def _label(form: StartForm, name: str, at: int) -> str:
    person = form.rater(name)
    return person.name if person else _("rater %(number)s, outside") % {"number": at}


def people_of(city: City) -> list[User]:
    """Return the people who may contribute to a city and so can rate its measures."""
    found = User.objects.filter(
        Q(is_administrator=True) | Q(memberships__city__in=("", city.pk)), is_active=True
    ).distinct()
    able = [one for one in found if policy.may(one, Right.CONTRIBUTE, city.pk)]
    return sorted(able, key=lambda one: one.name.casefold())[:_MOST_PEOPLE]
