"""The page behind every number: where does this come from?"""

from __future__ import annotations

import csv
from collections.abc import Mapping

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.peers import PeerCity
from paseo.assessment.profile import Profile
from paseo.evidence import columns
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.assessment import lines, origin, pictures, profiles, saying, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.pages import (
    assessment_crumb,
    city_crumb,
    of_a_city,
    periods_held,
    where,
)
from paseo.web.assessment.templatetags.assessment import plain, reader
from paseo.web.assessment.views.definitions import defined
from paseo.web.assessment.views.dimension import peers_form
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name
from paseo.web.ui.cells import safe_cell
from paseo.web.ui.frame import Crumb

FORMS = {"series.csv": "csv", "series.json": "json"}


@require_GET
@of_a_city
def indicator(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show one value with everything needed to judge it."""
    choice = Choice.of(request)
    framework = profiles.framework_of(city)
    found = _indicator(framework, code)
    known = profiles.known_cities(city)
    profile = _profile(city, framework, found, choice, known, shapes=True)
    result = profile.result(code)
    here = reverse("assessment:indicator", args=[city.pk, code])
    dimension = next(one for one in framework.dimensions if one.id == found.dimension)
    context = {
        **defined(found, framework),
        "city": city,
        "profile": profile,
        "result": result,
        "line": lines.line(result, framework, city.pk, choice),
        **peers_form(city, choice, here, known),
        "where": where(request, city, choice, periods_held(city), here=here),
        "crumbs": [
            city_crumb(city, choice),
            assessment_crumb(city, choice),
            Crumb(
                plain(dimension.name),
                reverse("assessment:dimension", args=[city.pk, dimension.id]) + choice.query,
            ),
            Crumb(plain(found.name)),
        ],
    }
    if result.measured is not None:
        context |= _value(city, profile, framework, code, known)
    context |= _within(profile, framework, code)
    context["may_lead"] = policy.may(request.user, Right.LEAD, city.pk)
    return render(request, "assessment/indicator.html", context)


def _indicator(framework: Framework, code: str) -> Indicator:
    try:
        return framework.indicator(code)
    except KeyError:
        raise Http404 from None


def _profile(
    city: City,
    framework: Framework,
    indicator: Indicator,
    choice: Choice,
    known: profiles.Known,
    *,
    shapes: bool,
) -> Profile:
    """Return the profile of one indicator; it is shown whatever depth it belongs to."""
    return profiles.profile_of(
        city,
        profiles.narrowed(framework, [indicator]),
        choice.with_(depth="full"),
        known=known,
        shapes=shapes,
        left_out=True,
    )


def _value(
    city: City,
    profile: Profile,
    framework: Framework,
    code: str,
    known: profiles.Known,
) -> dict[str, object]:
    result = profile.result(code)
    measured = result.measured
    assert measured is not None
    peers = result.peers
    return {
        "beside": pictures.behind(result, framework),
        "series": pictures.series(result, profile),
        "series_table": origin.series_table(result, framework),
        "method": words.term("method", measured.method),
        "wording": origin.wording_of(profile, measured),
        "source": origin.source_of(profile, measured),
        "counted": origin.counted(measured, result.indicator),
        "collected": origin.collected(measured, result.indicator, framework),
        "over_time": origin.tests_over_time(result.change.comparison) if result.change else None,
        "beside_peers": origin.tests_beside_peers(peers) if peers else None,
        "counted_peers": saying.counted(peers) if peers else [],
        "peer_names": _names(known.everyone, peers.cities) if peers else [],
        "peer_periods": saying.years(peers.periods) if peers else "",
        "refused": origin.refused(peers) if peers else [],
        "batch": reading.batch_of(city, measured.row),
        "others": origin.others(result.other_definitions, result, profile),
        "three_years": saying.figure(result.three_years, result.indicator, framework)
        if result.three_years
        else None,
        "breaks": [
            one
            for one in profile.city.breaks
            if "*" in one.indicators or result.indicator.id in one.indicators
        ],
    }


def _names(known: Mapping[str, PeerCity], codes: tuple[str, ...]) -> list[str]:
    return sorted(str(known[code].name.read(reader())) for code in codes if code in known)


def _within(profile: Profile, framework: Framework, code: str) -> dict[str, object]:
    result = profile.result(code)
    return {
        "levels_held": [
            (
                words.said(words.LEVELS, level),
                level,
                pictures.area_map(result, values, profile, level),
                origin.area_table(values, result, profile),
            )
            for level, values in origin.by_level(result, profile)
        ],
        "smoothed": any(one.smoothed is not None for one in result.by_area),
        "group_table": origin.group_table(result, framework) if result.by_group else None,
        "gaps": origin.gaps(result, framework),
    }


@require_GET
@of_a_city
def download(request: HttpRequest, city: City, code: str, form: str) -> HttpResponse:
    """Give the observations of one indicator, after disclosure control, with all their columns."""
    if form not in FORMS:
        raise Http404
    choice = Choice.of(request)
    framework = profiles.framework_of(city)
    found = _indicator(framework, code)
    known = profiles.known_cities(city)
    profile = _profile(city, framework, found, choice, known, shapes=False)
    rows = profile.evidence.observations.filter(pl.col(columns.INDICATOR) == code)
    name = download_name(city, f"{city.pk}-{code}.{FORMS[form]}")
    if form == "series.json":
        response: HttpResponse = _json(profile, found, rows)
    else:
        response = _csv(rows, generated=city.generated)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(rows: pl.DataFrame, *, generated: bool) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow([*rows.columns, "generated"])
    said = "true" if generated else "false"
    for row in rows.iter_rows():
        cells = [safe_cell(cell) if isinstance(cell, str) else cell for cell in row]
        writer.writerow([*cells, said])
    return response


def _json(profile: Profile, indicator: Indicator, rows: pl.DataFrame) -> JsonResponse:
    return JsonResponse(
        {
            "city": profile.city.id,
            "generated": profile.city.generated,
            "framework": f"{profile.framework.id} {profile.framework.version}",
            "indicator": {
                "id": indicator.id,
                "name": dict(indicator.name),
                "definition": dict(indicator.definition),
                "unit": indicator.unit,
                "evidence": indicator.evidence,
            },
            "computed_at": profile.made_at.isoformat(timespec="seconds"),
            "sources": [
                {
                    "id": one.id,
                    "title": dict(one.title),
                    "publisher": one.publisher,
                    "year": one.year,
                    "url": one.url,
                    "licence": one.licence,
                    "attribution": one.attribution,
                }
                for one in profile.sources
                if one.id in set(rows[columns.SOURCE].drop_nulls().to_list())
            ],
            "observations": rows.to_dicts(),
        },
        json_dumps_params={"ensure_ascii": False},
    )
