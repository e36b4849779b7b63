"""The audit trail as a page, one entry of it, and as a CSV file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.web.accounts.models import User
from paseo.web.actions import Action
from paseo.web.trail.listing import Filter, visible
from paseo.web.trail.models import Entry
from paseo.web.ui.cells import safe_cell
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE = 50
COLUMNS = ("time", "person", "action", "city", "kind", "id", "object", "before", "after", "request")


def entries(request: HttpRequest) -> HttpResponse:
    """Show the entries the person may see, newest first."""
    chosen = _filter(request)
    found = visible(request.user, chosen)
    return render(
        request,
        "trail/entries.html",
        {
            "page": page_of(found, request, PER_PAGE),
            "chosen": chosen,
            "actions": sorted(
                ((key, str(known.label)) for key, known in Action.registry.items()),
                key=lambda pair: pair[1],
            ),
            "crumbs": [Crumb(_("Audit trail"))],
        },
    )


def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry with what was before and after."""
    found = get_object_or_404(visible(request.user, Filter()), pk=number)
    return render(
        request,
        "trail/entry.html",
        {
            "entry": found,
            "before": _readable(found.before),
            "after": _readable(found.after),
            "crumbs": [
                Crumb(_("Audit trail"), reverse("trail:entries")),
                Crumb(_("Entry %(number)s") % {"number": found.pk}),
            ],
        },
    )


def download(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the same entries as CSV."""
    response = StreamingHttpResponse(
        _rows(visible(request.user, _filter(request)).iterator(2000)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


def _filter(request: HttpRequest) -> Filter:
    asked = request.GET
    return Filter(asked.get("action", ""), asked.get("city", ""), asked.get("words", "").strip())


class _Echo:
    """A file that gives back what is written to it, so that rows can be streamed."""

    def write(self, value: str) -> str:
        return value


def _rows(found: Iterator[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for one in found:
        cells = (
            one.at.isoformat(timespec="seconds"),
            one.actor.name if isinstance(one.actor, User) else "",
            one.action,
            one.city,
            one.object_type,
            one.object_id,
            one.object_label,
            _flat(one.before),
            _flat(one.after),
            one.request_id,
        )
        yield writer.writerow([safe_cell(cell) for cell in cells])


def _flat(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _readable(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)
