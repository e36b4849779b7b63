"""A new index: ready-made, from picked indicators, or from a specification that was brought."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from paseo.assessment.build import rules_of
from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.peers import benchmark_peers
from paseo.content.problems import Problems, Refused
from paseo.evidence import columns, periods
from paseo.evidence.city import CityEvidence
from paseo.evidence.city_folder import write_city_folder
from paseo.evidence.disclosure import protect
from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.accounts.people import Person
from paseo.web.accounts.rights import Right
from paseo.web.evidence import reading
from paseo.web.evidence.models import Area, City
from paseo.web.evidence.pages import language, need
from paseo.web.evidence.uploading import MOST_BYTES, guard
from paseo.web.index import library
from paseo.web.index.actions import KeepIndex
from paseo.web.index.forms import BringForm, NameForm
from paseo.web.index.jobs import start_uncertainty
from paseo.web.index.keeping import SPEC_FILE, keep_files
from paseo.web.index.making import Pick, Wish, specification
from paseo.web.index.models import CompositeIndex
from paseo.web.index.pages import frame, refusal_of
from paseo.web.index.ready import BENCHMARK, READY, better_of, source_of, unit_of

#: Fewer units make no index: there is hardly anything to set in order.
FEWEST_UNITS = 3
FEWEST_INDICATORS = 2
BETTER = {"1": 1, "-1": -1}


#: Dimensions whose survey questions ask for facts.
COUNTED = ("urban-security", "background-conditions")


@dataclass(frozen=True)
class Line:
    """An indicator that can be picked, as a line of the form."""

    indicator: Indicator
    name: str
    dimension: str
    period: str
    units: int
    picked: bool = False
    group: str = ""
    better: int = 1

    @property
    def face(self) -> str:
        if self.answered:
            return _("answers in a survey")
        return {"happens": _("happens"), "felt": _("felt")}.get(self.indicator.face, _("context"))

    @property
    def answered(self) -> bool:
        """Whether it says what people think, though the framework counts it to the context."""
        one = self.indicator
        return (
            one.face == "context"
            and one.kind in ("survey_share", "survey_mean")
            and one.dimension not in COUNTED
        )


# ---------------------------------------------------------------------------- ready-made
@require_POST
def ready(request: HttpRequest, ready: str, city: str = "") -> HttpResponse:
    """Make a ready-made index."""
    need(request.user, Right.CONTRIBUTE, city)
    if ready not in READY:
        raise Http404
    made = READY[ready]
    draft = library.draft_of(made.specification(), {})
    index = KeepIndex(
        city=city, title=str(made.title), source=CompositeIndex.Source.READY, draft=draft,
        origin=made.id,
    ).run(request.user)  # fmt: skip
    return _begun(request.user, index)


def _begun(person: Person, index: CompositeIndex) -> HttpResponse:
    """Let the first look be taken at once: without it no position can be shown."""
    version = index.versions.latest("number")
    if library.version_of(version).index.spec.plan is not None:
        start_uncertainty(person, version)
    return redirect(index)


# --------------------------------------------------------------------- picked indicators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark(request: HttpRequest, city: str = "") -> HttpResponse:
    """Ask which indicators of the benchmark between cities make up the index."""
    need(request.user, Right.CONTRIBUTE, city)
    framework = load_framework()
    table = benchmark_peers().table
    table = table.filter(pl.col(columns.SOURCE).str.starts_with("urb-percep"))
    return _pick(
        request,
        City.objects.get(pk=city) if city else None,
        _("From the perception survey of European cities"),
        framework,
        _lines(table, framework, columns.CITY),
        _Ground({"kind": "benchmark", "pack": BENCHMARK}, CompositeIndex.Source.BENCHMARK),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: HttpRequest, city: str) -> HttpResponse:
    """Ask which indicators of the city's own areas make up the index."""
    need(request.user, Right.CONTRIBUTE, city)
    found = City.objects.filter(pk=city).first()
    if found is None:
        raise Http404
    framework = load_framework(found.framework)
    evidence = CityEvidence(
        city=reading.city_record(found),
        areas=reading.areas(found, shapes=False),
        observations=reading.observations(found),
    )
    # Whoever sees the index may be no contributor: it is made from what everybody may see.
    shown = protect(evidence, rules_of(framework))[0]
    levels = _levels(shown)
    asked = request.POST.get("level") or request.GET.get("level", "")
    level = asked if asked in levels else next(iter(levels), "")
    inside = [one.id for one in shown.areas if one.level == level]
    table = shown.observations.filter(
        pl.col(columns.AREA).is_in(inside) & (pl.col(columns.BREAKDOWN) == columns.TOTAL)
    )
    ground = _Ground(
        {"kind": "city", "level": level}, CompositeIndex.Source.AREAS, shown, found.generated,
        levels, level, _("Observations of %(city)s") % {"city": found.text.words},
    )  # fmt: skip
    return _pick(
        request, found, _("From the areas of the city"), framework,
        _lines(table, framework, columns.AREA), ground,
    )  # fmt: skip


@dataclass(frozen=True)
class _Ground:
    """What the picked indicators are taken from."""

    data: dict[str, Any]
    source: str
    evidence: CityEvidence | None = None
    generated: bool = False
    levels: dict[str, int] | None = None
    level: str = ""
    origin: str = ""


def _levels(evidence: CityEvidence) -> dict[str, int]:
    """Return levels of areas that hold enough areas, the finest last."""
    found: dict[str, int] = {}
    for one in evidence.areas:
        if one.level != "city":
            found[one.level] = found.get(one.level, 0) + 1
    return {level: count for level, count in found.items() if count >= FEWEST_UNITS}


def _lines(table: pl.DataFrame, framework: Framework, unit: str) -> list[Line]:
    """Return indicators with the period that most units have; of equal ones the latest."""
    counted = (
        table.filter(pl.col(columns.VALUE).is_not_null())
        .group_by(columns.INDICATOR, columns.PERIOD)
        .agg(pl.col(unit).n_unique().alias("units"))
    )
    best: dict[str, tuple[int, float, str]] = {}
    for code, period, units in counted.iter_rows():
        if not periods.is_period(period):
            continue
        end = float(periods.parse(period).end)
        if code not in best or (units, end) > best[code][:2]:
            best[code] = (units, end, period)
    said = language()
    dimensions = {one.id: one.name.read(said).words for one in framework.dimensions}
    return [
        Line(
            one, one.name.read(said).words, dimensions.get(one.dimension, one.dimension),
            best[one.id][2], best[one.id][0], better=better_of(one.direction),
        )
        for one in framework.indicators
        if one.id in best and best[one.id][0] >= FEWEST_UNITS
    ]  # fmt: skip


def _pick(
    request: HttpRequest,
    city: City | None,
    title: str,
    framework: Framework,
    lines: Sequence[Line],
    ground: _Ground,
) -> HttpResponse:
    form = NameForm(request.POST or None)
    problems: Problems | None = None
    wrong, at = "", f"pick-{lines[0].indicator.id}" if lines else ""
    if request.method == "POST":
        lines = [_sent(one, request) for one in lines]
        picked = [one for one in lines if one.picked]
        unclear = [one for one in picked if one.better == 0]
        if len(picked) < FEWEST_INDICATORS:
            wrong = _("Pick at least two indicators.")
        elif unclear:
            wrong = _("Say which is better, more or less, of: %(names)s.") % {
                "names": ", ".join(one.name for one in unclear)
            }
            at = f"better-{unclear[0].indicator.id}"
        elif form.is_valid() and _joins(picked) and not form.cleaned_data["reason"].strip():
            form.add_error(
                "reason",
                _("You picked what happens and what people answer. Say why both become one number, "
                  "or pick one side."),
            )  # fmt: skip
        elif form.is_valid():
            try:
                return _made(request.user, city, framework, picked, form.cleaned_data, ground)
            except Refused as refused:
                problems = refused.problems
    context = {
        **frame(city, title),
        "title": title,
        "form": form,
        "lines": lines,
        "groups": list(dict.fromkeys(one.dimension for one in lines)),
        "wrong": wrong,
        "at": at,
        "levels": [
            (level, Area.Level(level).label if level in Area.Level else level, count)
            for level, count in (ground.levels or {}).items()
        ],
        "level": ground.level,
        "problems": refusal_of(problems) if problems is not None else None,
    }
    status = 422 if wrong or form.errors or problems is not None else 200
    return render(request, "index/pick.html", context, status=status)


def _joins(picked: Sequence[Line]) -> bool:
    """Say whether what happens and answers that the framework counts to the context are joined.

    What it calls felt is refused further down, with its number.
    """
    happens = any(one.indicator.face == "happens" for one in picked)
    return happens and any(one.answered for one in picked)


def _sent(line: Line, request: HttpRequest) -> Line:
    code = line.indicator.id
    return Line(
        line.indicator, line.name, line.dimension, line.period, line.units,
        picked=bool(request.POST.get(f"pick-{code}")),
        group=request.POST.get(f"group-{code}", "").strip()[:80],
        better=BETTER.get(request.POST.get(f"better-{code}", ""), line.better),
    )  # fmt: skip


def _made(
    person: Person,
    city: City | None,
    framework: Framework,
    picked: Sequence[Line],
    given: dict[str, Any],
    ground: _Ground,
) -> HttpResponse:
    picks = [
        Pick(
            one.indicator.id,
            dict(one.indicator.name),
            one.better,
            one.group,
            one.period,
            unit_of(framework, one.indicator),
        )
        for one in picked
    ]
    files = _snapshot(ground.evidence, [one.code for one in picks]) if ground.evidence else {}
    text = specification(
        Wish(
            title=given["title"], picks=picks, data=ground.data, framework=framework.id,
            reason=given["reason"], generated=ground.generated,
            source=ground.origin or source_of(max(one.period for one in picks)),
            language=language().split("-")[0], units=max(one.units for one in picked),
        )
    )  # fmt: skip
    index = KeepIndex(
        city=city.pk if city else "", title=given["title"], source=ground.source,
        draft=library.draft_of(text, files),
    ).run(person)  # fmt: skip
    return _begun(person, index)


def _snapshot(evidence: CityEvidence, codes: Sequence[str]) -> dict[str, str]:
    """Keep the values as they are now: a version must not change with the next import."""
    kept = CityEvidence(
        evidence.city, evidence.areas,
        evidence.observations.filter(pl.col(columns.INDICATOR).is_in(list(codes))),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "city"
        write_city_folder(kept, folder)
        return keep_files({one.name: one for one in sorted(folder.iterdir()) if one.is_file()})


# -------------------------------------------------------------------------------- brought
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str = "") -> HttpResponse:
    """Ask for a specification; the protection against forged requests follows the size."""
    if request.method == "POST":
        megabytes = guard(request)
        if megabytes:
            return _bring_page(request, city, BringForm(), status=413, too_large=megabytes)
    return _bring(request, city)


@csrf_protect
def _bring(request: HttpRequest, city: str) -> HttpResponse:
    need(request.user, Right.CONTRIBUTE, city)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _brought(request.user, city, form.cleaned_data)
        except Refused as refused:
            return _bring_page(
                request, city, form, status=422, problems=refusal_of(refused.problems)
            )
    return _bring_page(request, city, form, status=422 if form.is_bound else 200)


def _brought(person: Person, city: str, given: dict[str, Any]) -> HttpResponse:
    with tempfile.TemporaryDirectory() as made:
        paths = {}
        for file in given["tables"]:
            name = Path((file.name or "data").replace("\\", "/")).name[:200]
            if name == SPEC_FILE:  # the specification itself, chosen once more
                continue
            paths[name] = Path(made) / name
            with paths[name].open("wb") as out:
                for block in file.chunks():
                    out.write(block)
        files = keep_files(paths)
    draft = library.draft_of(given["spec"], files)
    read = library.read(given["spec"], files)
    library.need_sound_plan(read)
    found = read.index.spec
    title = given["title"] or found.title.read(language()).words or found.id
    index = KeepIndex(city=city, title=title, source=CompositeIndex.Source.UPLOAD, draft=draft).run(
        person
    )
    return _begun(person, index)


def _bring_page(
    request: HttpRequest, city: str, form: BringForm, *, status: int, **more: Any
) -> HttpResponse:
    need(request.user, Right.CONTRIBUTE, city)
    context = {
        **frame(City.objects.get(pk=city) if city else None, _("Bring a specification")),
        "form": form,
        "most": MOST_BYTES // MEGABYTE,
        **more,
    }
    return render(request, "index/bring.html", context, status=status)
