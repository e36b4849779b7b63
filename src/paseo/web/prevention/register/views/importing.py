"""A file of measures comes in: looked at first, then kept whole or not at all."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from paseo.content.problems import Problem
from paseo.prevention.measures.files import csv_text
from paseo.prevention.measures.measure import Register
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.pages import page
from paseo.web.prevention.register.actions import ImportMeasures
from paseo.web.prevention.register.files import read_text, read_uploaded
from paseo.web.prevention.register.forms import MOST_BYTES, ImportForm
from paseo.web.prevention.register.here import list_url, sent
from paseo.web.prevention.register.records import ground_of_city, register_of
from paseo.web.ui.tables import Column, Table

_SALT: Final = "prevention.import"
#: A look that is older than a working day is taken again.
_MOST_SECONDS: Final = 12 * 3600
#: So many rows of problems and of changes are listed; the rest is counted.
MOST_LISTED: Final = 100


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str) -> HttpResponseBase:
    """Ask for a file; the protection against forged requests follows the size."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    return _bring(request, city=city, too_large=too_large)


@csrf_protect
@of_a_city(Right.CONTRIBUTE)
def _bring(request: HttpRequest, city: City, too_large: int) -> HttpResponse:
    if too_large:
        return _start(request, city, ImportForm(), 413, too_large)
    form = ImportForm(*sent(request))
    if request.method != "POST" or not form.is_valid():
        return _start(request, city, form, 422 if form.errors else 200)
    file = form.cleaned_data["file"]
    register, problems = read_uploaded(file, ground_of_city(city))
    if not len(register) and not problems.errors:
        form.add_error("file", _("The file holds no measure."))
        return _start(request, city, form, 422)
    return _preview(request, city, register, list(problems), str(file.name))


def _start(
    request: HttpRequest, city: City, form: ImportForm, status: int, too_large: int = 0
) -> HttpResponse:
    return render(
        request,
        "prevention/register/import.html",
        page(request, city, _("Import measures"), "measures")
        | {"form": form, "too_large": too_large, "most": MOST_BYTES // 1_000_000},
        status=status,
    )


def _preview(
    request: HttpRequest, city: City, register: Register, problems: list[Problem], name: str
) -> HttpResponse:
    """Show what the file would change, or the rows that keep it out."""
    errors = [one for one in problems if one.severity == "error"]
    there = {one.id: one for one in register_of(city)}
    new = [one for one in register if one.id not in there]
    changed = [one for one in register if one.id in there and one != there[one.id]]
    kept = {one.id for one in register}
    token = signing.dumps(
        {"city": city.pk, "csv": csv_text(register), "file": name}, salt=_SALT, compress=True
    )
    order = {"error": 0, "warning": 1, "note": 2}
    problems = sorted(problems, key=lambda one: order[one.severity])
    return render(
        request,
        "prevention/register/preview.html",
        page(request, city, _("What would change"), "measures")
        | {
            "file": name,
            "errors": len(errors),
            "new": new[:MOST_LISTED],
            "changed": changed[:MOST_LISTED],
            "count": {
                "new": len(new),
                "changed": len(changed),
                "gone": sum(code not in kept for code in there),
                "same": len(register) - len(new) - len(changed),
            },
            "more": max(0, len(problems) - MOST_LISTED),
            "table": _problem_table(problems[:MOST_LISTED]) if problems else None,
            "token": "" if errors else token,
        },
        status=422 if errors else 200,
    )


def _problem_table(problems: list[Problem]) -> Table:
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}

    def one(problem: Problem) -> tuple[Any, ...]:
        place = problem.place
        return (
            problem.code,
            severities[problem.severity],
            "" if place.row is None else str(place.row),
            place.column,
            place.entry,
            problem.sentence(language()),
            problem.mend(language()),
        )

    return Table(
        caption=_("Row by row"),
        columns=(
            Column("number", _("Number")),
            Column("severity", _("Severity")),
            Column("row", _("Row"), numeric=True),
            Column("column", _("Column")),
            Column("measure", _("Measure")),
            Column("what", _("What is wrong")),
            Column("mend", _("What to do")),
        ),
        rows=[one(problem) for problem in problems],
    )


@require_POST
@of_a_city(Right.CONTRIBUTE)
def confirm(request: HttpRequest, city: City) -> HttpResponse:
    """Keep what was looked at, whole; look again when it is too old or no longer in order."""
    try:
        held = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=_MOST_SECONDS)
    except signing.BadSignature:
        held = {}
    if held.get("city") != city.pk:
        form = ImportForm()
        return _start(request, city, form, 422)
    register, problems = read_text(held["csv"], ground_of_city(city))
    if problems.errors:
        return _preview(request, city, register, list(problems), held["file"])
    ImportMeasures(
        city=city.pk,
        register=register,
        remove_gone=request.POST.get("gone") == "remove",
        file=held["file"],
    ).run(request.user)
    return redirect(list_url(city))
