"""The cities of the workspace and what each holds."""

from __future__ import annotations

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence import words
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import cell, own
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Column, Table

PER_PAGE = 50


@require_GET
def cities(request: HttpRequest) -> HttpResponse:
    """List the cities the person may read, with the way in for a new one."""
    readable = policy.cities(request.user, Right.READ)
    found = City.objects.all()
    if readable is not None:
        found = found.filter(pk__in=readable)
    page = page_of(found, request, PER_PAGE)
    counted = City.objects.filter(pk__in=[one.pk for one in page.object_list]).annotate(
        indicators=Count("holdings"),
        held=Sum("holdings__observations", default=0),
        newest=Max("holdings__last"),
    )
    rows = [
        (
            cell(one.text, own(one)),
            words.whole(one.indicators),
            words.whole(one.held),
            one.newest or "–",
            _("generated") if one.generated else _("real"),
        )
        for one in counted
    ]
    table = Table(
        caption=_("Cities of this workspace"),
        columns=(
            Column("city", _("City")),
            Column("indicators", _("Indicators"), numeric=True),
            Column("observations", _("Observations"), numeric=True),
            Column("newest", _("Newest period"), numeric=True),
            Column("kind", _("Kind of data")),
        ),
        rows=rows,
    )
    return render(
        request,
        "evidence/cities.html",
        {
            "page": page,
            "table": table,
            "crumbs": [Crumb(_("Evidence"))],
            "may_import": _may_import(request),
            "start": reverse("evidence:start"),
        },
    )


def _may_import(request: HttpRequest) -> bool:
    cities = policy.cities(request.user, Right.CONTRIBUTE)
    return cities is None or bool(cities)
