"""What an import would change, row by row, and the list of what is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.content.numbers import format_period
from paseo.content.problems import Problem
from paseo.evidence import columns
from paseo.web.accounts.policy import policy
from paseo.web.evidence import previews, words
from paseo.web.evidence.models import Upload
from paseo.web.evidence.pages import cell, language
from paseo.web.evidence.views.wizard import city_of, frame, needed_right, own_upload
from paseo.web.ui.cells import safe_cell
from paseo.web.ui.frame import Crumb, Option
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Table

PER_PAGE = 50
TABS = ("problems", "new", "changed", "gone")
SEVERITIES = ("error", "warning", "note")


@never_cache
@require_GET
def preview(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Show what would change, and what is wrong where."""
    upload = own_upload(request, identity)
    city = city_of(upload)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else _first_tab(upload)
    severity = request.GET.get("severity", "")
    severity = severity if severity in SEVERITIES else ""
    framework = load_framework(city.framework) if city else load_framework()
    page, table = (
        _problems(request, upload, severity)
        if tab == "problems"
        else _rows(request, upload, tab, framework)
    )
    step = Crumb(_("What the file is"), upload.get_absolute_url())
    return render(
        request,
        "evidence/import_preview.html",
        {
            **frame(city, _("What would change"), step),
            "upload": upload,
            "counts": upload.preview,
            "tabs": _tabs(upload, tab),
            "tab": tab,
            "severities": _severities(upload, severity) if tab == "problems" else (),
            "page": page,
            "table": table,
            "answer": policy.may(request.user, needed_right(upload), upload.city),
            "anything": _anything(upload),
            "button": _button(upload),
        },
    )


@require_GET
def problems_file(request: HttpRequest, identity: UUID, form: str) -> HttpResponseBase:
    """Give the list of what is wrong as CSV or Excel, to be worked through beside the file."""
    upload = own_upload(request, identity)
    severity = request.GET.get("severity", "")
    rows = [_flat(one) for one in previews.problems(upload, severity)]
    name = f"problems-{upload.pk.hex[:8]}.{form}"
    if form == "xlsx":
        response: HttpResponseBase = HttpResponse(
            _workbook(rows),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ---------------------------------------------------------------------------------- problems
def severity_words(severity: str) -> str:
    return {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}[severity]


def _problems(request: HttpRequest, upload: Upload, severity: str) -> tuple[Any, Table]:
    page = page_of(previews.problems(upload, severity), request, PER_PAGE)
    rows = [
        (
            _where(one),
            one.sentence(language()),
            one.mend(language()),
            severity_words(one.severity),
            one.code,
        )
        for one in page.object_list
    ]
    return page, Table(
        caption=_("What was found in the file"),
        columns=(
            Column("where", _("Where")),
            Column("what", _("What is wrong")),
            Column("mend", _("What to do")),
            Column("severity", _("Severity")),
            Column("number", _("Number")),
        ),
        rows=rows,
        empty=_("Nothing is wrong with this file."),
    )


def _where(problem: Problem) -> str:
    place = problem.place
    parts = [place.sheet or ""]
    if place.row is not None:
        parts.append(_("row %(number)s") % {"number": place.row})
    if place.line is not None:
        parts.append(_("line %(number)s") % {"number": place.line})
    if place.column:
        parts.append(_("column %(name)s") % {"name": place.column})
    if place.entry:
        parts.append(place.entry)
    return ", ".join(part for part in parts if part) or place.file or _("whole file")


def _severities(upload: Upload, chosen: str) -> list[Option]:
    counts = upload.preview
    names = {
        "": _("All (%(number)s)"),
        "error": _("Errors (%(number)s)"),
        "warning": _("Warnings (%(number)s)"),
        "note": _("Notes (%(number)s)"),
    }
    numbers = {one: counts.get(f"{one}s", 0) for one in SEVERITIES}
    numbers[""] = sum(numbers.values())
    return [
        Option(
            words_ % {"number": numbers[one]},
            f"?tab=problems&severity={one}" if one else "?tab=problems",
            one == chosen,
        )
        for one, words_ in names.items()
    ]


def _flat(problem: Problem) -> tuple[str, ...]:
    place = problem.place
    row = place.row if place.row is not None else place.line
    return (
        problem.code,
        severity_words(problem.severity),
        place.file,
        place.sheet,
        "" if row is None else str(row),
        place.column or place.entry,
        problem.sentence(language()),
        problem.mend(language()),
    )


def _heads() -> tuple[str, ...]:
    return (
        _("Number"), _("Severity"), _("File"), _("Sheet"), _("Row"), _("Column"),
        _("What is wrong"), _("What to do"),
    )  # fmt: skip


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv(rows: list[tuple[str, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for row in (_heads(), *rows):
        yield writer.writerow([safe_cell(one) for one in row])


def _workbook(rows: list[tuple[str, ...]]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Problems")[:31])
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for at, width in enumerate((9, 10, 24, 16, 8, 18, 60, 60)):
            sheet.set_column(at, at, width, wrap)
        for number, row in enumerate((_heads(), *rows)):
            for at, text in enumerate(row):
                sheet.write_string(number, at, text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), 7)
    return out.getvalue()


# -------------------------------------------------------------------------------------- rows
def _rows(
    request: HttpRequest, upload: Upload, tab: str, framework: Framework
) -> tuple[Any, Table]:
    found = previews.table(upload, tab)
    table = columns.empty() if found is None else found
    page = page_of(range(table.height), request, PER_PAGE)  # type: ignore[arg-type]
    rows = table.slice(max(0, page.start_index() - 1), PER_PAGE).to_dicts()
    return page, _changes(rows, framework) if tab == "changed" else _plain(rows, tab, framework)


def _name(row: dict[str, Any], framework: Framework) -> Cell:
    code = row[columns.INDICATOR]
    return cell(words.indicator(code, framework), before=code)


def _whereabouts(row: dict[str, Any], framework: Framework) -> tuple[str, ...]:
    return (
        format_period(row[columns.PERIOD], language()),
        row[columns.AREA],
        words.group(row[columns.BREAKDOWN], framework),
    )


def _whereabout_columns() -> tuple[Column, ...]:
    labels = {"period": _("Period"), "place": _("Place"), "group": _("Group")}
    return tuple(Column(key, label) for key, label in labels.items())


def _plain(rows: list[dict[str, Any]], tab: str, framework: Framework) -> Table:
    captions = {"new": _("Observations that are new"), "gone": _("Observations not in the file")}
    return Table(
        caption=captions[tab],
        columns=(
            Column("indicator", _("Indicator")),
            Column("value", _("Value")),
            *_whereabout_columns(),
            Column("source", _("Source")),
        ),
        rows=[
            (
                _name(row, framework),
                words.value(row, framework),
                *_whereabouts(row, framework),
                row[columns.SOURCE] or _("not stated"),
            )
            for row in rows
        ],
        empty=_("None."),
    )


def _changes(rows: list[dict[str, Any]], framework: Framework) -> Table:
    return Table(
        caption=_("Cells that change"),
        columns=(
            Column("indicator", _("Indicator")),
            Column("column", _("Column")),
            Column("before", _("Before")),
            Column("after", _("After")),
            *_whereabout_columns(),
        ),
        rows=[
            (
                _name(row, framework),
                row["column"],
                row["before"] if row["before"] is not None else _("nothing"),
                row["after"] if row["after"] is not None else _("nothing"),
                *_whereabouts(row, framework),
            )
            for row in rows
        ],
        empty=_("None."),
    )


# -------------------------------------------------------------------------------------- frame
def _anything(upload: Upload) -> bool:
    """Say whether there is something to import; rows that a file lacks are no reason alone."""
    whole = upload.kind == "city_folder"
    wanted = ("new", "changed", "gone") if whole else ("new", "changed")
    return any(upload.preview.get(one) for one in wanted) or bool(upload.recognised.get("is_new"))


def _first_tab(upload: Upload) -> str:
    if upload.preview.get("errors") or upload.preview.get("warnings"):
        return "problems"
    return next((one for one in ("new", "changed", "gone") if upload.preview.get(one)), "problems")


def _tabs(upload: Upload, current: str) -> list[Option]:
    counts = upload.preview
    names = {
        "problems": _("To look at (%(number)s)"),
        "new": _("New (%(number)s)"),
        "changed": _("Changed (%(number)s)"),
        "gone": _("Not in the file (%(number)s)"),
    }
    numbers = {one: counts.get(one, 0) for one in TABS}
    numbers["problems"] = sum(counts.get(one, 0) for one in ("errors", "warnings", "notes"))
    shown = TABS if upload.kind != "places" else ("problems",)
    return [
        Option(names[one] % {"number": numbers[one]}, f"?tab={one}", one == current)
        for one in shown
    ]


def _button(upload: Upload) -> str:
    number = upload.preview.get("new", 0) + upload.preview.get("changed", 0)
    if upload.kind == "city_folder":
        return _("Import this city")
    if upload.kind == "places":
        return ngettext("Import %(number)s place", "Import %(number)s places", number) % {
            "number": number
        }
    return ngettext("Import %(number)s observation", "Import %(number)s observations", number) % {
        "number": number
    }
