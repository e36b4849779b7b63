"""The report to take along, and the figures behind it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from paseo.prevention.evaluation.result import Evaluation as Found
from paseo.prevention.evaluation.serialise import to_csv
from paseo.report.files import missing_extra
from paseo.report.prevention.evaluation import evaluation_document
from paseo.report.prevention.evaluation.bundle import data_of
from paseo.web.evidence.pages import download_name, language
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation
from paseo.web.prevention.evaluation.showing import named, standing_of
from paseo.web.ui.cells import safe_cell

#: What can be taken along, in the order of the links.
FORMS: Final = {
    "html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "json": "JSON",
}  # fmt: skip
_CSV: Final = "text/csv; charset=utf-8"
_JSON: Final = "application/json; charset=utf-8"


@require_GET
@of_an_evaluation()
def report(here: Here, form: str) -> HttpResponse:
    """Give what was found as a file."""
    if form not in FORMS:
        raise Http404
    found = here.found
    if found is None:
        return redirect(here.url())
    if form == "csv":
        response = HttpResponse(_csv(here, found), content_type=_CSV)
    elif form == "json":
        made = data_of(found, language(), generated=here.city.generated)
        response = HttpResponse(made["json"](), content_type=_JSON)
    else:
        response = _written(here, form)
    name = download_name(here.city, f"{here.city.pk}-evaluation-{here.evaluation.pk}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(here: Here, found: Found) -> str:
    """Return the effects as CSV in which no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    rows = to_csv(found, language(), generated=here.city.generated)
    for row in csv.reader(io.StringIO(rows)):
        writer.writerow([cell if _is_number(cell) else safe_cell(cell) for cell in row])
    return "\ufeff" + written.getvalue()


def _is_number(cell: str) -> bool:
    """Say whether a cell is a plain number: a minus before one starts no formula."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _written(here: Here, form: str) -> HttpResponse:
    from paseo.report.writers.registry import WRITERS

    if missing_extra(form):
        raise Http404
    assert here.found is not None
    found = replace(here.found, case=named(here, here.found.case))
    document = evaluation_document(found, standing_of(here), language())
    writer = WRITERS[form]
    return HttpResponse(writer.write(document), content_type=writer.media_type)
