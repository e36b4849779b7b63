"""The pages: the pyramid, the measures of a cell, what lies below what, files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from paseo.content.problems import Refused
from paseo.prevention.measures.measure import Level, Orientation, Register
from paseo.prevention.pyramid.coherence import Ground
from paseo.prevention.pyramid.effort import EFFORTS, By
from paseo.prevention.pyramid.view import PyramidView, names_of
from paseo.prevention.pyramid.words import PyramidWords
from paseo.report.files import missing_extra
from paseo.report.prevention.pyramid import pyramid_document
from paseo.report.prevention.pyramid.bundle import data_of
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, link, of_a_city
from paseo.web.prevention.pages import page
from paseo.web.prevention.pyramid import asking, showing
from paseo.web.prevention.pyramid.asking import Asked
from paseo.web.prevention.register.records import ground_of_city, register_of
from paseo.web.ui.frame import Option
from paseo.web.ui.paging import page_of

#: What can be taken along, in the order of the links.
FORMS: Final = {
    "svg": gettext_lazy("Picture (SVG)"),
    "pdf": "PDF",
    "docx": "Word",
    "html": "HTML",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
}
_TYPES: Final = {
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_PER_PAGE: Final = 50
#: So many measures with nothing below are named on the first page.
_MOST_BARE: Final = 8
_COMPOSED: Final = ("composed", "compuest", "elaboración propia")


@dataclass(frozen=True)
class _Room:
    """What every page of the pyramid reads of a city."""

    city: City
    asked: Asked
    register: Register
    ground: Any
    names: Any

    @classmethod
    def of(cls, request: HttpRequest, city: City) -> _Room:
        ground = ground_of_city(city, shapes=False)
        names = names_of(ground.catalogue, ground.areas, ground.groups)
        return cls(city, Asked.of(request), register_of(city), ground, names)

    def view(self) -> PyramidView:
        return self.asked.view(self.register, self.ground.areas, self.names)

    @property
    def here(self) -> str:
        return reverse("prevention:room", args=[self.city.pk])

    def form(self) -> list[asking.Field]:
        return asking.fields(self.asked, self.register, self.ground.areas, self.names)


@require_GET
@of_a_city()
def room(request: HttpRequest, city: City) -> HttpResponse:
    """Show the pyramid with its choice, or, without any measure, what will stand here."""
    found = _Room.of(request, city)
    context = page(request, city, _("Prevention"), "room")
    context["add_url"] = _add_url(request, city)
    if not len(found.register):
        return render(request, "prevention/pyramid/empty.html", context | _empty(found))
    context |= {"asked": found.asked, "here": found.here, "fields": found.form()}
    try:
        view = found.view()
    except Refused as refused:
        context["entries"] = asking.entries(list(refused.problems))
        return render(request, "prevention/pyramid/room.html", context, status=422)
    return render(request, "prevention/pyramid/room.html", context | _shown(found, view))


def _add_url(request: HttpRequest, city: City) -> str:
    """Return where a measure is added; nothing for readers."""
    if not policy.may(request.user, Right.CONTRIBUTE, city.pk):
        return ""
    return link("prevention:measure-new", city.pk)


def _empty(found: _Room) -> dict[str, Any]:
    city = found.city.pk
    return {
        "example": showing.example(found.ground.catalogue),
        "import_url": link("prevention:measures-import", city) or link("prevention:measures", city),
        "catalogue_url": link("prevention:catalogue", city),
        "manual_url": link("prevention:manual", city),
    }


def _shown(found: _Room, view: PyramidView) -> dict[str, Any]:
    words, asked, city = PyramidWords(view, language()), found.asked, found.city
    bare = [one for one in view.footings if one.ground is Ground.NOTHING]
    unplaced = view.pyramid.unplaced
    return {
        "view": view,
        "scope": _begun(words.scope()),
        "sentence": words.sentence(),
        "empty_cells": words.empty_cells(),
        "no_verdict": words.say("no_verdict"),
        "drawn": showing.picture(view, asked.by, "pyramid", showing.cell_link(city, asked)),
        "mixed": asking.mixed(asked, found.register, found.names, found.here),
        "contents": _contents(view),
        "sizes": [
            Option(label, found.here + asked.sized(by).query, by is asked.by)
            for by, label in asking.SIZES.items()
        ],
        "efforts": [_effort(view, by, words) for by in EFFORTS],
        "bound": words.say("disagree_bound") if view.disagreements else "",
        "beside": words.beside(view.beside) if view.beside else (),
        "changes": showing.changes(view, city),
        "coherence": words.coherence(),
        "composed": words.say("coherence_composed"),
        "bare": [(one.measure, _record(city, one.measure.id)) for one in bare[:_MOST_BARE]],
        "bare_more": max(0, len(bare) - _MOST_BARE),
        "coherence_url": reverse("prevention:coherence", args=[city.pk]) + asked.query,
        "unplaced": showing.measures_table(
            view, unplaced[:_MOST_BARE], city, _("Measures that are not placed yet")
        )
        if unplaced
        else None,
        "unplaced_said": words.say("unplaced", count=len(unplaced)) if unplaced else "",
        "unplaced_url": f"{url}?level=none"
        if (url := link("prevention:measures", city.pk))
        else "",
        "invented": _invented(view) if city.generated else "",
        "not_said": words.not_said(),
        "downloads": [
            (label, reverse("prevention:pyramid-file", args=[city.pk, form]) + asked.query)
            for form, label in FORMS.items()
            if not missing_extra(form)
        ],
    }


def _begun(words: str) -> str:
    """Return words with a capital where a heading begins."""
    return words[:1].upper() + words[1:]


def _contents(view: PyramidView) -> list[tuple[str, str]]:
    """Return the sections below the picture."""
    found = [("beside", _("Two years side by side"))] if view.beside else []
    found += [
        ("effort", _("Where the effort goes")),
        ("below", _("What lies below the problem-oriented measures")),
    ]
    if view.pyramid.unplaced:
        found.append(("unplaced", _("Not placed yet")))
    return [
        *found,
        ("take", _("Take it along")),
        ("not-said", _("What this does not say")),
    ]


def _record(city: City, code: str) -> str:
    return link("prevention:measure", city.pk, code)


def _effort(view: PyramidView, by: By, words: PyramidWords) -> tuple[str, list[str]]:
    """Return how an effort is spread, and where it tells another story than the count."""
    found = [words.disagreement(one) for one in view.disagreements if one.by is by]
    spread = view.spreads[by]
    if not found and spread.shares:
        found = [words.say("agree", by=words.say(f"by.{by}"))]
    return words.spread(spread), found


def _invented(view: PyramidView) -> str:
    """Return how many of the measures shown say of themselves that they are composed."""
    shown = (*view.pyramid.measures, *view.pyramid.unplaced)
    composed = sum(
        all(source.casefold().startswith(_COMPOSED) for source in one.sources) for one in shown
    )
    said = ngettext(
        "The %(count)s measure shown is invented, as the city is; no city has it.",
        "All %(count)s measures shown are invented, as the city is; no city has them.",
        len(shown),
    ) % {"count": len(shown)}
    more = ngettext(
        "%(count)s names no model: it was composed for the demonstration.",
        "%(count)s name no model: they were composed for the demonstration.",
        composed,
    ) % {"count": composed}
    others = _("What the others follow stands in their records.") if composed < len(shown) else ""
    return " ".join(part for part in (said, more if composed else "", others) if part)


@require_GET
@of_a_city()
def cell(request: HttpRequest, city: City, level: str, orientation: str) -> HttpResponse:
    """Show the measures of one cell."""
    if level not in list(Level) or orientation not in list(Orientation):
        raise Http404
    found = _Room.of(request, city)
    try:
        view = found.view()
    except Refused:
        # The first page says what is wrong, beside the form in which it can be mended.
        return room(request, city=city.pk)  # type: ignore[return-value]
    words = PyramidWords(view, language())
    held = view.pyramid.cell(Level(level), Orientation(orientation))
    name = words.spot((held.level, held.orientation))
    title = name[:1].upper() + name[1:]
    shown = page_of(list(held.measures), request, _PER_PAGE)
    context = page(request, city, title, "room")
    context |= {
        "scope": words.scope(),
        "sentence": showing.cell_sentence(view, held),
        "shown": shown,
        "table": showing.measures_table(view, list(shown), city, title) if held.count else None,
        "back": found.here + found.asked.query,
        "catalogue_url": link("prevention:catalogue", city.pk),
    }
    return render(request, "prevention/pyramid/cell.html", context)


@require_GET
@of_a_city()
def coherence(request: HttpRequest, city: City) -> HttpResponse:
    """Show what lies below each problem-oriented measure."""
    found = _Room.of(request, city)
    try:
        view = found.view()
    except Refused:
        return room(request, city=city.pk)  # type: ignore[return-value]
    words = PyramidWords(view, language())
    ground = request.GET.get("ground", "")
    footings = [one for one in view.footings if ground in ("", str(one.ground))]
    shown = page_of(footings, request, _PER_PAGE)
    title = _("What lies below what")
    here = reverse("prevention:coherence", args=[city.pk]) + found.asked.query
    context = page(request, city, title, "room")
    context |= {
        "scope": words.scope(),
        "sentence": words.coherence(),
        "composed": words.say("coherence_composed"),
        "grounds": _grounds(view, words, here, ground),
        "shown": shown,
        "table": showing.footings_table(view, list(shown), city) if footings else None,
        "back": found.here + found.asked.query,
    }
    return render(request, "prevention/pyramid/coherence.html", context)


def _grounds(view: PyramidView, words: PyramidWords, here: str, chosen: str) -> list[Option]:
    """Return the findings as a choice, each with its number."""
    joint = "&" if "?" in here else "?"
    options = [Option(f"{_('All')} ({len(view.footings)})", here, not chosen)]
    for ground in Ground:
        count = sum(one.ground is ground for one in view.footings)
        if count:
            said = words.say(f"ground.{ground}")
            label = f"{said[:1].upper()}{said[1:]} ({count})"
            options.append(Option(label, f"{here}{joint}ground={ground}", chosen == ground))
    return options


@require_GET
@of_a_city()
def file(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the pyramid as a file."""
    if form not in FORMS or missing_extra(form):
        raise Http404
    found = _Room.of(request, city)
    try:
        view = found.view()
    except Refused:
        return room(request, city=city.pk)  # type: ignore[return-value]
    if form in _TYPES:
        made = data_of(view, language(), generated=city.generated)
        response = HttpResponse(made[form](), content_type=_TYPES[form])
    else:
        standing = Standing(city.name, datetime.now(UTC), generated=city.generated)
        writer = WRITERS[form]
        document = pyramid_document(view, standing, language())
        response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = download_name(city, f"{city.pk}-pyramid.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
