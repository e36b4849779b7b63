"""The places of a city: a tree, a map, and a page for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from paseo.content.language import Text
from paseo.content.numbers import format_date, format_period
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.web.evidence import maps, reading, words
from paseo.web.evidence.listing import Shown, shown_to
from paseo.web.evidence.models import Area, City
from paseo.web.evidence.pages import cell, download_name, language, link, of_a_city, own, page
from paseo.web.ui.frame import Crumb, Option
from paseo.web.ui.tables import Column, Table

LEVEL_WORDS = {
    "district": gettext_lazy("Districts"),
    "neighbourhood": gettext_lazy("Neighbourhoods"),
    "space": gettext_lazy("Public spaces"),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One area in the tree as the template draws it."""

    area: evidence.Area
    name: Text
    url: str
    level: str
    values: int
    below: tuple[Leaf, ...]


@require_GET
@of_a_city()
def places(request: HttpRequest, city: City) -> HttpResponse:
    """Show the places as a tree and on a map."""
    areas = reading.areas(city)
    counts = dict(reading.observations(city)[columns.AREA].value_counts().iter_rows())
    tree = AreaTree(areas)
    known = maps.levels(areas)
    level = _level(request, known)
    return render(
        request,
        "evidence/places.html",
        {
            **page(request, city, _("Places"), tab="places"),
            "levels": [Option(LEVEL_WORDS[one], f"?level={one}", one == level) for one in known],
            "level": level,
            "tree": _leaf(tree, tree.city.id, city, counts),
            "number": words.whole(len(tree)),
            "count": len(tree),
            "picture": maps.picture(_drawn(city, maps.at_level(areas, level))),
            "without": [one for one in areas if maps.current(one) is None],
            "versions": _versions(areas),
        },
    )


@require_GET
@of_a_city()
def geojson(request: HttpRequest, city: City) -> JsonResponse:
    """Give the same places to the movable map, without the values."""
    areas = reading.areas(city)
    chosen = request.GET.get("chosen", "")
    tree = AreaTree(areas)
    if chosen in tree:
        shown = _around(tree, chosen)
    else:
        shown = maps.at_level(areas, _level(request, maps.levels(areas)))
    held = maps.collection(_drawn(city, shown, chosen), chosen)
    if city.generated:
        held = {**held, "generated": True}
    response = JsonResponse(held, content_type="application/geo+json")
    name = download_name(city, f"places-{city.pk}.geojson")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_GET
@of_a_city()
def place(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show one place: its versions, where it lies, what is known of it."""
    shown = shown_to(request.user, city, shapes=True)
    tree = AreaTree(shown.evidence.areas)
    if code not in tree:
        raise Http404
    area = tree.area(code)
    name = area.name.read(language())
    above = [tree.area(one) for one in reversed(tree.ancestors(code))]
    below = [tree.area(one) for one in tree.children(code)]
    drawn = _drawn(city, _around(tree, code), code)
    return render(
        request,
        "evidence/place.html",
        {
            **page(request, city, name.words, Crumb(_("Places"), own(city, "places"))),
            "area": area,
            "name": name,
            "level": dict(Area.Level.choices)[area.level],
            "above": [(one.name.read(language()), _url(city, one)) for one in above],
            "below": [(one.name.read(language()), _url(city, one)) for one in below],
            "boundaries": [_version(one) for one in area.boundaries],
            "picture": maps.picture(drawn, code),
            "shown": shown,
            "table": _values(shown, city, code),
        },
    )


def _around(tree: AreaTree, code: str) -> list[evidence.Area]:
    """Return a place with the city around it and the places beside it and within it."""
    parent = tree.parent(code)
    beside = tree.children(parent) if parent is not None else ()
    wanted = {tree.city.id, code, *beside, *tree.children(code)}
    return [one for one in tree if one.id in wanted]


def _level(request: HttpRequest, known: Sequence[str]) -> str:
    asked = request.GET.get("level", "")
    return asked if asked in known else next(iter(known), "city")


def _drawn(city: City, areas: Sequence[evidence.Area], chosen: str = "") -> list[maps.Place]:
    names = {one.id: one.name.read(language()).words or one.id for one in areas}
    return maps.places(areas, names, {one.id: _url(city, one) for one in areas}, chosen)


def _url(city: City, area: evidence.Area) -> str:
    return link("evidence:place", city.pk, area.id)


def _leaf(tree: AreaTree, code: str, city: City, counts: dict[str, int]) -> Leaf:
    area = tree.area(code)
    return Leaf(
        area=area,
        name=area.name.read(language()),
        url=_url(city, area),
        level=str(dict(Area.Level.choices)[area.level]),
        values=counts.get(code, 0),
        below=tuple(_leaf(tree, child, city, counts) for child in tree.children(code)),
    )


def _versions(areas: Sequence[evidence.Area]) -> list[tuple[str, int]]:
    """Return each version of boundaries with the number of areas drawn after it."""
    counts: dict[str, int] = {}
    for area in areas:
        for one in area.boundaries:
            counts[one.id] = counts.get(one.id, 0) + 1
    return sorted(counts.items())


def _version(one: evidence.Boundary) -> tuple[str, str]:
    return (one.id, _validity(one) + ("" if one.geometry is not None else f" · {_('no shape')}"))


def _validity(one: evidence.Boundary) -> str:
    first = format_date(one.valid_from, language()) if one.valid_from else ""
    last = format_date(one.valid_to, language()) if one.valid_to else ""
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("since %(first)s") % {"first": first}
    if last:
        return _("until %(last)s") % {"last": last}
    return _("no dates stated")


def _values(shown: Shown, city: City, code: str) -> Table:
    """Return what is known of a place: of each indicator the newest total first."""
    rows = shown.evidence.observations.filter(pl.col(columns.AREA) == code)
    framework = shown.framework

    def one(row: dict[str, Any]) -> tuple[Any, ...]:
        indicator = row[columns.INDICATOR]
        return (
            cell(
                words.indicator(indicator, framework),
                link("assessment:indicator", city.pk, indicator),
                indicator,
            ),
            words.group(row[columns.BREAKDOWN], framework),
            format_period(row[columns.PERIOD], language()),
            words.value(row, framework),
        )

    newest = rows.sort(columns.PERIOD, descending=True, maintain_order=True).unique(
        [columns.INDICATOR, columns.BREAKDOWN, columns.DEFINITION],
        keep="first",
        maintain_order=True,
    )
    return Table(
        caption=_("Newest value of each indicator and group"),
        columns=(
            Column("indicator", _("Indicator")),
            Column("group", _("Group")),
            Column("period", _("Period")),
            Column("value", _("Value")),
        ),
        rows=[one(row) for row in newest.sort(columns.INDICATOR, maintain_order=True).to_dicts()],
        empty=_("No value of this place yet."),
    )
