"""The data: a small table that is typed, or a table that is brought."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Problems
from paseo.prevention.evaluation.case import Case, Counts, Series, Waves
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import Area as CityArea
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, of_a_city
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.evaluation import tables
from paseo.web.prevention.evaluation.actions import BringTable
from paseo.web.prevention.evaluation.examples import TEMPLATES, template_text
from paseo.web.prevention.evaluation.forms import MOST_BYTES, RowForm, TableForm
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation, told
from paseo.web.report.keeping import keep

Rows = forms.formset_factory(RowForm, extra=0, max_num=60, absolute_max=60)
_EMPTY_ROWS: Final = 5
_MOST_NAMES: Final = 500


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, city: str, number: int) -> HttpResponseBase:
    """Take the upload limits before anything reads the form, then show the page."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return csrf_protect(_data)(request, city=city, number=number, too_large=too_large)


@of_an_evaluation(Right.CONTRIBUTE)
def _data(here: Here, too_large: int = 0) -> HttpResponse:
    if here.request.method == "POST":
        return _brought(here) if "bring" in here.request.POST else _typed(here)
    return _page(here, _rows(here.case), TableForm(), too_large=too_large)


def _page(
    here: Here, rows: Any, table: TableForm, *, problems: Problems | None = None,
    too_large: int = 0, status: int = 200,
) -> HttpResponse:  # fmt: skip
    return here.render(
        "data",
        _("Data"),
        "evaluation-data",
        rows=rows,
        form=table,
        too_large=too_large,
        found=here.lines(problems) if problems is not None else None,
        names=_names(here.city),
        kept=_kept(here.case),
        templates=list(TEMPLATES.values()),
        status=413 if too_large else status,
    )


def _kept(case: Case) -> str:
    """Return what is kept that no small table can show; empty where one can."""
    if isinstance(case.data, Series):
        return _("a series of %(periods)s periods for %(areas)s areas") % {
            "periods": len(case.data.starts),
            "areas": len(case.areas),
        }
    if isinstance(case.data, Waves):
        return _("two waves of a survey in %(areas)s areas") % {"areas": len(case.areas)}
    if isinstance(case.data, Counts) and case.crimes:
        return _("counts of %(classes)s classes in %(areas)s areas") % {
            "classes": len(case.crimes),
            "areas": len(case.areas),
        }
    return ""


def _names(city: City) -> list[str]:
    """Return what the city calls its areas, to be offered while typing."""
    found = CityArea.objects.filter(city=city).exclude(level=CityArea.Level.CITY)[:_MOST_NAMES]
    return [one.name.read(language()).words for one in found]


def _rows(case: Case) -> Any:
    """Return the form of a small table with what the case holds, and empty rows below."""
    counted = {}
    if isinstance(case.data, Counts) and not case.crimes:
        counted = {one.area: one for one in case.data.cells}
    initial: list[dict[str, Any]] = [
        {
            "area": area.title,
            "role": area.role.value,
            "before": _plain(counted[area.id].before) if area.id in counted else "",
            "after": _plain(counted[area.id].after) if area.id in counted else "",
            "size": _plain(area.size),
        }
        for area in case.areas
    ]
    if not initial:
        initial = [{"role": "treated"}, {"role": "comparison"}]
    initial += [{"role": "comparison"}] * (max(0, _EMPTY_ROWS - len(initial)) or 2)
    return Rows(initial=initial[:60], prefix="row")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


# ------------------------------------------------------------------------- a small table
def _typed(here: Here) -> HttpResponse:
    rows = Rows(here.request.POST, prefix="row")
    if not rows.is_valid():
        return _page(here, rows, TableForm(), status=422)
    grid = tables.grid_of(here.city, here.case, [row.cleaned_data for row in rows])
    if "more" in here.request.POST:
        return _page(here, _longer(rows), TableForm())
    if not grid.rows:
        rows.forms[0].add_error("area", _("Name the area of the measure."))
        return _page(here, rows, TableForm(), status=422)
    if _without_name(grid, rows.forms):
        return _page(here, rows, TableForm(), status=422)
    with tables.as_file(grid.text()) as path:
        if grid.counted:
            came = tables.read_case(here.city, here.case, path, tables.GRID_NAME)
        else:
            came = tables.Brought(tables.planned(here.case, grid), Problems())
        if came.problems.errors:
            rest = _into_cells(came.problems, grid, rows.forms)
            return _page(here, rows, TableForm(), problems=rest, status=422)
        sha256 = keep(path) if grid.counted else ""
    name = tables.GRID_NAME if grid.counted else ""
    BringTable(evaluation=here.evaluation, case=came.case, name=name, sha256=sha256).run(
        here.request.user
    )
    messages.success(here.request, _("The table was kept."))
    return redirect(here.url("evaluation-areas"))


def _longer(rows: Any) -> Any:
    """Return what was typed with five empty rows more."""
    typed = [{name: row[name].value() for name in row.fields} for row in rows.forms]
    return Rows(initial=[*typed, *[{"role": "comparison"}] * 5][:60], prefix="row")


def _without_name(grid: tables.Grid, forms_: Sequence[forms.Form]) -> bool:
    wrong = False
    for row, at in zip(grid.rows, grid.places, strict=True):
        if not row["area"]:
            forms_[at].add_error("area", _("Name the area of this row."))
            wrong = True
    return wrong


def _into_cells(problems: Problems, grid: tables.Grid, forms_: Sequence[forms.Form]) -> Problems:
    """Put what is wrong at the cell it is wrong in; return what belongs to no cell."""
    rest = Problems()
    for one in problems.errors:
        column = one.place.column
        if one.place.row is None or one.place.row < 2 or column not in RowForm.base_fields:
            rest.extend([one])
            continue
        forms_[grid.at(one.place.row)].add_error(column, " ".join(told(one)))
    return rest


# -------------------------------------------------------------------- a table that is brought
def _brought(here: Here) -> HttpResponse:
    form = TableForm(here.request.POST, here.request.FILES)
    if not form.is_valid():
        return _page(here, _rows(here.case), form, status=422)
    upload = form.cleaned_data["file"]
    name = Path(str(upload.name)).name[-160:] if upload else "pasted.csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("table" + (Path(name).suffix.lower() or ".csv"))
        if upload:
            path.write_bytes(b"".join(upload.chunks()))
        else:
            path.write_text(form.cleaned_data["text"], "utf-8")
        came = tables.read_case(here.city, here.case, path, name)
        if came.problems.errors or came.case.data is None:
            return _page(here, _rows(here.case), form, problems=came.problems, status=422)
        BringTable(evaluation=here.evaluation, case=came.case, name=name, sha256=keep(path)).run(
            here.request.user
        )
    messages.success(here.request, _("The table was kept. Say next what each area is for."))
    return redirect(here.url("evaluation-areas"))


@require_GET
@of_a_city()
def template(request: HttpRequest, city: City, name: str) -> HttpResponse:
    """Give an example of a table to be filled in."""
    if name not in TEMPLATES:
        raise Http404
    response = HttpResponse("\ufeff" + template_text(name), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evaluation-{name}.csv"'
    return response


@require_GET
@of_an_evaluation()
def table(here: Here) -> HttpResponse:
    """Give the table as it was brought."""
    held = here.evaluation
    if not held.table_sha256 or not held.table_path.is_file():
        raise Http404
    name = download_name(here.city, f"evaluation-{held.pk}-{_safe(held.table_name)}")
    response = HttpResponse(held.table_path.read_bytes(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _safe(name: str) -> str:
    """Return a file name of plain letters: what a person typed goes into a header."""
    kept = "".join(
        one if one.isascii() and (one.isalnum() or one in "._-") else "-" for one in name
    )
    return kept or "table.csv"
