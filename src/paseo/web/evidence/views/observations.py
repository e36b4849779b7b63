"""The observations of a city: a table to filter, sort and download."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from paseo.content.language import Text
from paseo.content.numbers import format_period
from paseo.evidence import columns
from paseo.web.evidence import words
from paseo.web.evidence.listing import SORTS, Filter, Shown, choices, filtered, ordered, shown_to
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import cell, language, link, of_a_city, own, page
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Sort, Table

PER_PAGE = 50


@require_GET
@of_a_city()
def observations(request: HttpRequest, city: City) -> HttpResponse:
    """Show the observations the person may see."""
    shown = shown_to(request.user, city)
    chosen = Filter.asked(request)
    sort = Sort.asked(request, SORTS, "indicator")
    table = ordered(filtered(shown, chosen), shown, sort)
    slice_ = page_of(range(table.height), request, PER_PAGE)  # type: ignore[arg-type]
    rows = table.slice(max(0, slice_.start_index() - 1), PER_PAGE).to_dicts()
    return render(
        request,
        "evidence/observations.html",
        {
            **page(request, city, _("Evidence"), tab="room"),
            "shown": shown,
            "chosen": chosen,
            "page": slice_,
            "any": not shown.evidence.observations.is_empty(),
            "table": _table(rows, shown, city, sort, table.height),
            "fields": _fields(shown, chosen),
        },
    )


def _table(rows: list[dict[str, Any]], shown: Shown, city: City, sort: Sort, number: int) -> Table:
    areas = {one.id: one.name.read(language()) for one in shown.evidence.areas}
    sources = {one.id: one.title.read(language()) for one in shown.evidence.city.sources}
    framework = shown.framework

    def one(row: dict[str, Any]) -> tuple[Any, ...]:
        code = row[columns.INDICATOR]
        area, source = areas.get(row[columns.AREA]), sources.get(row[columns.SOURCE])
        return (
            cell(
                words.indicator(code, framework),
                link("assessment:indicator", city.pk, code),
                code,
            ),
            words.value(row, framework),
            format_period(row[columns.PERIOD], language()),
            cell(area, link("evidence:place", city.pk, row[columns.AREA]))
            if area
            else row[columns.AREA],
            words.group(row[columns.BREAKDOWN], framework),
            words.status(row[columns.STATUS]) if row[columns.VALUE] is not None else "",
            cell(_short(source), f"{own(city, 'sources')}#source-{row[columns.SOURCE]}")
            if source
            else Cell(row[columns.SOURCE] or _("not stated")),
        )

    return Table(
        caption=ngettext("%(shown)s observation", "%(shown)s observations", number)
        % {"shown": words.whole(number)},
        columns=(
            Column("indicator", _("Indicator"), sortable=True),
            Column("value", _("Value"), sortable=True),
            Column("period", _("Period"), sortable=True),
            Column("place", _("Place"), sortable=True),
            Column("group", _("Group")),
            Column("status", _("Status")),
            Column("source", _("Source")),
        ),
        rows=[one(row) for row in rows],
        sort=sort,
        empty=_("Nothing matches what you asked for."),
    )


def _short(title: Text) -> Text:
    """Return a title that fits into a row; the whole one stands with the source."""
    return Text(Truncator(title.words).chars(44), title.language)


def _fields(shown: Shown, chosen: Filter) -> list[dict[str, Any]]:
    """Return the filters as the template draws them: name, label, choices."""
    known = choices(shown)
    names = {one.id: one.name.read(language()).words for one in shown.evidence.areas}
    held = {
        one.dimension for one in shown.framework.indicators if one.id in set(known["indicators"])
    }
    options = {
        "dimension": [
            (one.id, one.name.read(language()).words)
            for one in shown.framework.dimensions
            if one.id in held
        ],
        "indicator": [
            (code, f"{code} {words.indicator(code, shown.framework).words}")
            for code in known["indicators"]
        ],
        "period": [(code, format_period(code, language())) for code in known["periods"]],
        "area": [(code, names[code]) for code in known["areas"]],
    }
    labels = {
        "dimension": (_("Dimension"), _("All dimensions")),
        "indicator": (_("Indicator"), _("All indicators")),
        "period": (_("Period"), _("All periods")),
        "area": (_("Place"), _("All places")),
    }
    return [
        {
            "name": name,
            "label": labels[name][0],
            "all": labels[name][1],
            "options": options[name],
            "chosen": getattr(chosen, name),
        }
        for name in options
    ]
