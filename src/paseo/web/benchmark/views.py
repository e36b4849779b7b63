"""The pages: the choice with its ranges, the bands of one indicator, the report to take along."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.assessment.among_peers import words as said
from paseo.assessment.among_peers.among import AmongPeers
from paseo.assessment.among_peers.plain import to_plain
from paseo.assessment.framework import DEPTHS, Dimension
from paseo.content.problems import Refused
from paseo.report.benchmark import benchmark_document
from paseo.report.benchmark.notes import left_out
from paseo.report.benchmark.ranges import six_table
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.files import missing_extra
from paseo.web.assessment import profiles, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.pages import city_crumb, of_a_city, where
from paseo.web.assessment.pictures import Drawn
from paseo.web.assessment.templatetags.assessment import plain, reader
from paseo.web.benchmark import asking, showing
from paseo.web.benchmark.asking import Asked
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name
from paseo.web.ui.frame import Crumb, Option

#: What can be taken along, in the order of the links.
FORMS: Final = {
    "html": "HTML",
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "json": "JSON",
}
_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension on the page of the choice."""

    dimension: Dimension
    sentence: str
    ranges: Drawn | None
    lines: list[showing.Line]


@require_GET
@of_a_city
def room(request: HttpRequest, city: City) -> HttpResponse:
    """Show the choice of peers, what it leaves, and the ranges of the six dimensions."""
    asked, known = Asked.of(request), profiles.known_cities(city)
    context: dict[str, Any] = {
        "city": city,
        "here": _here(city),
        "depths": _depths(city, asked),
        "where": where(request, city, Choice()),
        "crumbs": [city_crumb(city), Crumb(_("Beside other cities"))],
        **asking.form(asked, known, city),
    }
    try:
        found = asking.comparison(city, profiles.framework_of(city), asked, known, None)
    except Refused as refused:
        context["entries"] = asking.entries(list(refused.problems), asked)
        return render(request, "benchmark/room.html", context, status=422)
    return render(request, "benchmark/room.html", context | _ranges(found, city, asked))


def _ranges(found: AmongPeers, city: City, asked: Asked) -> dict[str, Any]:
    speaker = PeerSpeaker(found, reader())
    return {
        "profile": found.profile,
        "chosen": said.chosen_said(found.chosen, reader()),
        "names": speaker.names(tuple(found.chosen.peers.cities)),
        "six": showing.as_table(six_table(speaker), quiet=True),
        "parts": [_part(speaker, one.dimension, city, asked) for one in found.dimensions],
        "downloads": [
            (label, reverse("benchmark:report", args=[city.pk, form]) + asked.query)
            for form, label in FORMS.items()
            if not missing_extra(form)
        ],
    }


def _part(speaker: PeerSpeaker, dimension: str, city: City, asked: Asked) -> Part:
    counted = next(one for one in speaker.found.dimensions if one.dimension == dimension)
    results = [one for one in speaker.ranged if one.indicator.dimension == dimension]
    return Part(
        speaker.dimensions[dimension],
        said.dimension_said(counted, reader()),
        showing.ranges(speaker, results, dimension) if results else None,
        showing.lines(speaker, results, city.pk, asked),
    )


def _here(city: City) -> str:
    return reverse("benchmark:room", args=[city.pk])


def _depths(city: City, asked: Asked) -> list[Option]:
    chosen = Choice(depth=asked.depth).depth_for(city.depth)
    return [
        Option(
            words.DEPTHS[depth],
            _here(city) + asked.with_depth("" if depth == city.depth else depth).query,
            depth == chosen,
        )
        for depth in DEPTHS
    ]


@require_GET
@of_a_city
def indicator(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show the bands of one indicator, and the grade of every comparison behind them."""
    asked, known = Asked.of(request), profiles.known_cities(city)
    whole = profiles.framework_of(city)
    try:
        named = whole.indicator(code)
    except KeyError:
        raise Http404 from None
    context: dict[str, Any] = {
        "city": city,
        "indicator": named,
        "here": _here(city),
        "asked": asked,
        "where": where(request, city, Choice()),
        "crumbs": [
            city_crumb(city),
            Crumb(_("Beside other cities"), _here(city) + asked.query),
            Crumb(plain(named.name)),
        ],
    }
    # Whatever depth the indicator belongs to, its own page shows it.
    one = profiles.narrowed(whole, [named])
    try:
        found = asking.comparison(city, one, asked.with_depth("full"), known, ())
    except Refused as refused:
        context["entries"] = asking.entries(list(refused.problems), asked)
        return render(request, "benchmark/indicator.html", context, status=422)
    return render(request, "benchmark/indicator.html", context | _bands(found, code))


def _bands(found: AmongPeers, code: str) -> dict[str, Any]:
    speaker = PeerSpeaker(found, reader())
    chosen = said.chosen_said(found.chosen, reader())
    shown: dict[str, Any] = {"profile": found.profile, "chosen": chosen}
    try:
        result = found.profile.result(code)
    except KeyError:
        return shown | {"missing": words.term("peers", "none_hold")}
    if result.measured is None or result.peers is None:
        reason = result.peers_missing or "no_value"
        return shown | {"missing": said.say(f"missing.{reason}", reader())}
    bands = found.bands.get(code)
    shown |= {
        "value": speaker.value(result.indicator, result.measured),
        "period": speaker.period(result.measured.period),
        "range": speaker.range_of(result, result.peers),
        "comparisons": showing.comparisons(speaker, code),
        "left_out": left_out(speaker, result),
    }
    if bands is None:
        return shown | {"missing": said.say("bands.no_interval", reader(), city=speaker.city)}
    return shown | {
        "bands": showing.bands(speaker, result, bands),
        "members": showing.members(speaker, bands),
        "sentences": said.bands_said(bands, speaker.city, reader())[1:],
        "withheld": said.withheld_said(found, code, reader()),
        "method": said.method_said(bands, reader()),
    }


@require_GET
@of_a_city
def report(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the whole comparison as a file."""
    from paseo.report.writers.registry import WRITERS

    if form not in FORMS or missing_extra(form):
        raise Http404
    asked, known = Asked.of(request), profiles.known_cities(city)
    try:
        found = asking.comparison(city, profiles.framework_of(city), asked, known, ())
    except Refused:
        # The page says what is wrong, beside the form in which it can be mended.
        return room(request, city=city.pk)  # type: ignore[return-value]
    if form == "json":
        data = json.dumps(to_plain(found), ensure_ascii=False, indent=1).encode("utf-8")
        response = HttpResponse(data, content_type=_JSON)
    else:
        writer = WRITERS[form]
        data = writer.write(benchmark_document(found, reader()))
        response = HttpResponse(data, content_type=writer.media_type)
    name = download_name(city, f"{city.pk}-beside-other-cities.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
