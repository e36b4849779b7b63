"""The list of measures, its files, and a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from paseo.prevention.measures.catalogue import Example, start_from
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Measure
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import cell, language, of_a_city
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.pages import page
from paseo.web.prevention.register import words
from paseo.web.prevention.register.actions import AddMeasure, IdTaken
from paseo.web.prevention.register.files import FORMS, response_of
from paseo.web.prevention.register.forms import NewForm
from paseo.web.prevention.register.here import sent
from paseo.web.prevention.register.listing import NONE, SORTS, Filter, ordered
from paseo.web.prevention.register.records import ground_of_city, register_of
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Sort, Table

PER_PAGE: Final = 25


@never_cache
@require_GET
@of_a_city()
def measures(request: HttpRequest, city: City) -> HttpResponse:
    """Show the measures of a city: filtered, sorted, page by page."""
    ground = ground_of_city(city, shapes=False)
    assert ground.areas is not None
    chosen, sort = Filter.asked(request), Sort.asked(request, SORTS, "name")
    everything = city.measures.all()
    found = ordered(chosen.of(everything, ground.areas), sort)
    shown = page_of(found, request, PER_PAGE)
    removed = request.session.get("removed_measure") if "removed" in request.GET else None
    return render(
        request,
        "prevention/register/measures.html",
        page(request, city, _("Measures"), "measures")
        | {
            "any": everything.exists(),
            "chosen": chosen,
            "page": shown,
            "table": _table(list(shown.object_list), ground, sort, shown.paginator.count),
            "fields": _fields(city, chosen, ground),
            "downloads": _downloads(city),
            "unplaced": everything.filter(level="").count(),
            "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
            "removed": removed if removed and removed["city"] == city.pk else None,
        },
    )


def _downloads(city: City) -> list[tuple[str, str]]:
    return [
        (str(label), reverse("prevention:measures-file", args=[city.pk, form]))
        for form, label in FORMS.items()
        if form != "template"
    ]


def _table(rows: list[Row], ground: Ground, sort: Sort, number: int) -> Table:
    return Table(
        caption=ngettext("%(number)s measure", "%(number)s measures", number) % {"number": number},
        columns=(
            Column("name", _("Measure"), sortable=True),
            Column("problem", _("Problem"), sortable=True),
            Column("level", _("Level"), sortable=True),
            Column("orientation", _("Orientation")),
            Column("area", _("Area")),
            Column("status", _("Status"), sortable=True),
            Column("start", _("First day"), sortable=True),
        ),
        rows=[_row(one, ground) for one in rows],
        sort=sort,
        empty=_("Nothing matches what you asked for."),
    )


def _row(row: Row, ground: Ground) -> tuple[Any, ...]:
    return (
        Cell(row.name, row.get_absolute_url()),
        words.named("problem", row.problem) if row.problem else _("no problem"),
        row.get_level_display() if row.level else _("not placed yet"),
        row.get_orientation_display() if row.orientation else "",
        cell(words.area(row.area, ground)),
        row.get_status_display() if row.status else _("not stated"),
        words.day(row.start),
    )


def _fields(city: City, chosen: Filter, ground: Ground) -> list[dict[str, Any]]:
    """Return the filters as the template draws them: name, label, choices."""
    held = set(city.measures.exclude(problem="").values_list("problem", flat=True))
    used = set(city.measures.exclude(area="").values_list("area", flat=True))
    problems = sorted(((one, words.named("problem", one)) for one in held), key=lambda o: o[1])
    areas = [(one.id, words.plain(one.name)) for one in ground.areas or () if one.id in used]
    areas += [(one, one) for one in sorted(used - {code for code, _name in areas})]
    found: list[tuple[str, str, str, list[tuple[str, Any]]]] = [
        ("problem", _("Problem"), _("every problem"), [*problems, (NONE, _("without a problem"))]),
        ("level", _("Level"), _("every level"), [*Row.Level.choices, (NONE, _("not placed yet"))]),
        ("orientation", _("Orientation"), _("both"), [*Row.Orientation.choices]),
        ("status", _("Status"), _("every status"), [*Row.Status.choices, (NONE, _("not stated"))]),
        ("area", _("Area"), _("every area"), [*areas, (NONE, _("whole city"))]),
    ]
    return [
        {
            "name": name,
            "label": label,
            "all": every,
            "options": options,
            "chosen": getattr(chosen, name),
        }
        for name, label, every, options in found
    ]


@require_GET
@of_a_city()
def download(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the register, or an empty form, as a file."""
    if form not in FORMS:
        raise Http404
    register = register_of(city) if form != "template" else ()
    return response_of(city, register, ground_of_city(city), form, language())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Ask for a name and a problem; a sent form adds the measure."""
    example = _example(request.POST.get("from") or request.GET.get("from", ""))
    taken = city.measures.values_list("code", flat=True)
    form = NewForm(taken, sent(request)[0], initial=_initial(request, example))
    if request.method == "POST" and form.is_valid():
        try:
            row = AddMeasure(city=city.pk, measure=_begun(form.cleaned_data, example)).run(
                request.user
            )
        except IdTaken:
            form.add_error("code", _("The register has a measure of this id. Choose another."))
        else:
            return redirect(row)
    return render(
        request,
        "prevention/register/new.html",
        page(request, city, _("Add a measure"), "measures") | {"form": form, "example": example},
        status=422 if form.errors else 200,
    )


def _example(code: str) -> Example | None:
    try:
        return words.catalogue().measure(code) if code else None
    except KeyError:
        raise Http404 from None


def _initial(request: HttpRequest, example: Example | None) -> dict[str, str]:
    if example is None:
        problem = request.GET.get("problem", "")[:120]
        return {"problem": words.named("problem", problem) if problem else ""}
    return {
        "name": words.plain(example.name),
        "problem": words.named("problem", example.problem),
    }


def _begun(given: dict[str, Any], example: Example | None) -> Measure:
    """Return a new measure, begun from an example where one was chosen."""
    if example is None:
        return Measure(id=given["code"], name=given["name"], problem=given["problem"])
    begun = start_from(example, given["code"], words.catalogue(), language())
    return replace(begun, name=given["name"], problem=given["problem"])
