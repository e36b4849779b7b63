"""The catalogue: examples to browse, to search and to begin from."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.prevention.measures.catalogue import Example
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.pages import page
from paseo.web.prevention.register import words
from paseo.web.ui.frame import Crumb
from paseo.web.ui.paging import page_of

PER_PAGE: Final = 12


@require_GET
@of_a_city()
def catalogue(request: HttpRequest, city: City) -> HttpResponse:
    """Show the examples that fit what was asked for."""
    held = words.catalogue()
    asked = {name: request.GET.get(name, "")[:120] for name in ("problem", "level", "q")}
    found = [
        one
        for one in held.search(asked["q"])
        if asked["problem"] in ("", one.problem) and asked["level"] in ("", one.level)
    ]
    shown = page_of(found, request, PER_PAGE)
    return render(
        request,
        "prevention/register/catalogue.html",
        page(request, city, _("Catalogue of measures"), "measures")
        | {
            "page": shown,
            "shown": [_card(one) for one in shown.object_list],
            "asked": asked,
            "problems": words.choices("problem"),
            "levels": Row.Level.choices,
            "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
        },
    )


def _card(one: Example) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": words.plain(one.name),
        "description": words.plain(one.description),
        "problem": words.named("problem", one.problem),
        "level": words.word("level", one.level),
        "orientation": words.word("orientation", one.orientation),
        "evidence": one.evidence,
    }


@require_GET
@of_a_city()
def example(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show one example with its mechanism and where it is known from."""
    held = words.catalogue()
    try:
        one = held.measure(code)
    except KeyError:
        raise Http404 from None
    names = words.indicator_names(city.framework)
    number = "" if one.deklerck is None else str(one.deklerck)
    pairs = [
        (_("Problem"), words.named("problem", one.problem)),
        (_("Level"), words.word("level", one.level)),
        (_("After Deklerck"), number),
        (_("Orientation"), words.word("orientation", one.orientation)),
        (_("Aimed at"), words.word("aim", one.aim)),
        (_("How it is thought to work"), words.plain(one.mechanism)),
        (_("Target groups"), words.all_named("target_groups", one.target_groups)),
        (
            _("Watched, moved on or kept out"),
            words.all_named("target_groups", one.restricts),
        ),
        (_("Kinds of place"), words.all_named("area_type", one.area_types)),
        (_("Actors"), words.all_named("actors", one.actors)),
        (_("Technologies and powers"), words.all_named("uses", one.uses)),
        (
            _("Indicators"),
            format_html_join(
                ", ",
                "{} {}",
                ((code, words.plain(names[code])) for code in one.indicators if code in names),
            ),
        ),
        (_("Source"), _source(one)),
    ]
    crumb = Crumb(_("Catalogue of measures"), _catalogue_url(city))
    return render(
        request,
        "prevention/register/example.html",
        page(request, city, words.plain(one.name), "measures", crumb)
        | {
            "example": one,
            "description": words.plain(one.description),
            "pairs": [(term, said) for term, said in pairs if said],
            "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
        },
    )


def _source(one: Example) -> SafeString:
    """Return where an example is known from; what the source says is in the pack's language."""
    held = words.catalogue()
    title = held.sources[one.source].read(language())
    said = format_html('<span lang="{}">{}</span>', title.language, title.words)
    if address := held.addresses.get(one.source):
        said = format_html('<a href="{}" rel="noreferrer">{}</a>', address, said)
    return format_html('{}: <span lang="en">{}</span>', said, one.detail) if one.detail else said


def _catalogue_url(city: City) -> str:
    return reverse("prevention:catalogue", args=[city.pk])
