"""One measure: its record, a section to change, where it works, taking it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Problems
from paseo.prevention.measures.checks import by_entry
from paseo.prevention.measures.files import csv_text
from paseo.prevention.measures.ground_checks import check_shapes
from paseo.prevention.measures.measure import Measure, Register
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, link, of_a_city
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.pages import page
from paseo.web.prevention.register import showing, words
from paseo.web.prevention.register.actions import (
    ChangeMeasure,
    IdTaken,
    RemoveMeasure,
    RestoreMeasure,
    seen_of,
)
from paseo.web.prevention.register.file_forms import MOST_BYTES, WhereForm
from paseo.web.prevention.register.files import read_ground, read_text
from paseo.web.prevention.register.forms import SECTIONS
from paseo.web.prevention.register.here import below, list_url, of_a_measure, sent
from paseo.web.prevention.register.records import ground_of_city, measure_of, register_of

#: Under this name a session keeps the measure that was taken out last.
_REMOVED = "removed_measure"
#: What the page of its place shows of a measure.
_WHERE = ("area", "area_type", "shape")


@never_cache
@require_GET
@of_a_measure()
def measure(request: HttpRequest, city: City, row: Row) -> HttpResponse:
    """Show the record of a measure, how it was placed, and what is worth a look."""
    ground, shown = ground_of_city(city), measure_of(row)
    found = showing.worth_a_look(shown, ground)
    sections = showing.sections(shown, ground)
    return render(
        request,
        "prevention/register/measure.html",
        page(request, city, row.name, "measures")
        | {
            "row": row,
            "sections": sections,
            "contents": showing.contents(sections),
            "placing": showing.placing(shown),
            "answered": showing.answered(shown),
            "area": words.area(shown.area, ground),
            "area_url": link("evidence:place", city.pk, shown.area) if shown.area else "",
            "kind": words.named("area_type", shown.area_type) if shown.area_type else "",
            "picture": showing.ground_picture(city, shown, ground),
            "notes": [one for one in found if one.severity == "note"],
            "problems": [one for one in found if one.severity != "note"],
            "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
            "evaluate": link("prevention:evaluations", city.pk),
            "quality": link("prevention:quality", city.pk),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_measure(Right.CONTRIBUTE)
def edit(request: HttpRequest, city: City, row: Row, section: str) -> HttpResponse:
    """Ask for one section of the record; a sent form changes it."""
    if section not in SECTIONS:
        raise Http404
    made = SECTIONS[section]
    form = made(measure_of(row), ground_of_city(city, shapes=False), sent(request)[0])
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            ChangeMeasure(
                city=city.pk, measure=form.changed(), names=form.held, seen=request.POST.get(SEEN)
            ).run(request.user)
        except Meanwhile as found:
            meanwhile = found
        else:
            return redirect(row)
    context = below(request, row, str(made.title)) | {"row": row, "form": form}
    context |= _seen(row, form.held, meanwhile)
    if meanwhile:
        context["now"] = showing.section(measure_of(row), ground_of_city(city), section).pairs
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "prevention/register/edit.html", context, status=status)


def _seen(row: Row, names: Sequence[str], meanwhile: Meanwhile | None) -> dict[str, Any]:
    """Return the mark of what a page shows, and who changed it while somebody else typed."""
    # What was typed is shown again with the mark of what stands now: sending it replaces that.
    return {"seen": mark_of(seen_of(measure_of(row), names)), "meanwhile": meanwhile}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, city: str, code: str) -> HttpResponseBase:
    """Ask where a measure works; the protection against forged requests follows the size."""
    if request.method == "POST":
        guard(request, MOST_BYTES)
    return _where(request, city=city, code=code)


@csrf_protect
@of_a_measure(Right.CONTRIBUTE)
def _where(request: HttpRequest, city: City, row: Row) -> HttpResponse:
    ground, held = ground_of_city(city), measure_of(row)
    form = WhereForm(held, ground, *sent(request))
    warnings = Problems()
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        changed = _grounded(held, form, form.cleaned_data)
        if changed is not None:
            try:
                ChangeMeasure(
                    city=city.pk, measure=changed, names=_WHERE, seen=request.POST.get(SEEN)
                ).run(request.user)
            except Meanwhile as found:
                meanwhile = found
            else:
                return redirect(row)
    others = Register(one for one in register_of(city) if one.shape is not None)
    check_shapes(others, ground.areas, warnings, by_entry)
    return render(
        request,
        "prevention/register/where.html",
        below(request, row, _("Where it works"))
        | {
            "row": row,
            "form": form,
            "picture": showing.ground_picture(city, held, ground),
            "warnings": [one for one in warnings if held.name in one.values.values()],
        }
        | _seen(row, _WHERE, meanwhile),
        status=409 if meanwhile else 422 if form.errors else 200,
    )


def _grounded(held: Measure, form: WhereForm, given: dict[str, Any]) -> Measure | None:
    """Return the measure where it works now; None after saying what is wrong with the file."""
    changed = replace(held, area=given["area"], area_type=given["area_type"])
    if given.get("without"):
        changed = replace(changed, shape=None)
    if given["file"] is None:
        return changed
    shapes, problems = read_ground(given["file"], held.id)
    for one in problems.errors:
        form.add_error("file", f"{one.sentence(language())} {one.mend(language())}")
    if not form.errors and len(shapes) != 1:
        form.add_error("file", _("The file must hold exactly one shape."))
    return None if form.errors else replace(changed, shape=shapes[0])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_measure(Right.CONTRIBUTE)
def remove(request: HttpRequest, city: City, row: Row) -> HttpResponse:
    """Say what goes; a confirmed form takes the measure out and keeps it for a way back."""
    if request.method != "POST":
        return render(
            request,
            "prevention/register/remove.html",
            below(request, row, _("Remove this measure")) | {"row": row},
        )
    held = RemoveMeasure(city=city.pk, code=row.code).run(request.user)
    request.session[_REMOVED] = {"city": city.pk, "name": held.name, "csv": csv_text([held])}
    return redirect(f"{list_url(city)}?removed=1")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def restore(request: HttpRequest, city: City) -> HttpResponse:
    """Put back the measure that this person took out last; an address alone puts back nothing."""
    kept = request.session.get(_REMOVED)
    if request.method != "POST" or not kept or kept["city"] != city.pk:
        return redirect(list_url(city))
    register, _problems = read_text(kept["csv"], ground_of_city(city, shapes=False))
    del request.session[_REMOVED]
    try:
        (held,) = register
        return redirect(RestoreMeasure(city=city.pk, measure=held).run(request.user))
    except IdTaken:  # somebody made a new one of that id meanwhile
        return redirect(list_url(city))
