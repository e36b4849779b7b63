"""The pages of gaps: by problem, one problem with its cards, a decision, the report."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from paseo.content.problems import Refused
from paseo.prevention.gaps import Search
from paseo.prevention.gaps.serialise import to_csv, to_plain
from paseo.report.files import missing_extra
from paseo.report.prevention.gaps import gaps_document
from paseo.report.prevention.speaker import Standing
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, of_a_city
from paseo.web.prevention.gaps import showing
from paseo.web.prevention.gaps.deciding import take_wrong
from paseo.web.prevention.gaps.looking import Looking
from paseo.web.prevention.pages import page
from paseo.web.ui.paging import page_of

#: Cards on one page.
PER_PAGE: Final = 20
FORMS: Final = {
    "html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "json": "JSON",
}  # fmt: skip
_MEDIA: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@never_cache
@require_GET
@of_a_city()
def gaps(request: HttpRequest, city: City) -> HttpResponse:
    """Show the problems with their gaps, or the gaps of the problem that was chosen."""
    looking = Looking.of(request, city)
    if not looking.problem:
        return _choice(request, looking)
    return _problem(request, looking)


def _choice(request: HttpRequest, looking: Looking) -> HttpResponse:
    here = _here(looking.city)
    context = page(request, looking.city, pgettext("prevention", "Gaps"), "gaps") | {
        "measures": len(looking.register),
        "without": sum(not one.problem for one in looking.register),
        "table": showing.by_problem(looking, here) if looking.register.problems() else None,
    }
    return render(request, "prevention/gaps/choice.html", context)


def _problem(request: HttpRequest, looking: Looking) -> HttpResponse:
    city = looking.city
    name = looking.problems.get(looking.problem)
    title = name.read(language()).words if name else looking.problem
    context: dict[str, Any] = page(request, city, title, "gaps") | {
        "problem": looking.problem,
        "here": _here(city),
        "query": looking.query,
        "thresholds": showing.thresholds(looking),
        "moved": bool(looking.thresholds or looking.unread),
        "leads": bool(policy.may(request.user, Right.LEAD, city.pk)),
    }
    if looking.problem not in looking.register.problems():
        raise Http404
    wrong = [
        (one["id"], f"{one['rule']}, {one['words']}: {one['error']}")
        for one in context["thresholds"]
        if one["error"]
    ]
    try:
        search = looking.search
    except Refused as refused:
        said = [("thresholds", one.sentence(language())) for one in refused.problems]
        wrong = wrong or said
    if wrong:
        context["problems"] = wrong
        return render(request, "prevention/gaps/problem.html", context, status=422)
    context |= _found(request, looking, search)
    return render(request, "prevention/gaps/problem.html", context)


def _found(request: HttpRequest, looking: Looking, search: Search) -> dict[str, Any]:
    """Return what the rules met and what was decided on it, as the template wants it."""
    found, wrong = looking.decided(search), take_wrong(request, looking.city)
    waiting = list(found.open)
    if wrong is not None:  # the card that was decided wrongly has to be on the page
        waiting.sort(key=lambda one: one.gap.id != wrong.gap)
    shown = page_of(waiting, request, PER_PAGE)
    words = looking.words(search)
    groups = showing.grouped(
        looking, search, [showing.card(looking, search, one, wrong) for one in shown]
    )
    return {
        "search": search,
        "total": len(search.gaps),
        "open": len(found.open),
        "page": shown,
        "groups": groups,
        "contents": showing.contents(groups, len(found.decided) + len(found.gone)),
        "decided": [showing.card(looking, search, one, wrong) for one in found.decided],
        "gone": [showing.gone(looking, words, one.gap) for one in found.gone],
        "quiet": showing.quiet(looking, search),
        "prompt": words.say("prompt"),
        "gone_words": words.say("gone"),
        "wrong": wrong,
        "planned": len(search.asked.planned),
        "unplaced": len(search.asked.unplaced),
        "running": len(search.asked.running),
        "downloads": [
            (label, reverse("prevention:gaps-report", args=[looking.city.pk, form]) + looking.query)
            for form, label in FORMS.items()
            if form in _MEDIA or not missing_extra(form)
        ],
    }


def _here(city: City) -> str:
    return reverse("prevention:gaps", args=[city.pk])


@require_GET
@of_a_city()
def report(request: HttpRequest, city: City, form: str) -> HttpResponse:
    """Give the gaps of a problem as a file."""
    if form not in FORMS or (form not in _MEDIA and missing_extra(form)):
        raise Http404
    looking = Looking.of(request, city)
    try:
        search = looking.search
    except Refused:
        raise Http404 from None
    decided, words = looking.decided(search), looking.words(search)
    media = _MEDIA.get(form, "")
    if form == "csv":
        data = to_csv(search, decided, words, generated=city.generated).encode("utf-8-sig")
    elif form == "json":
        plain = {"city": city.pk} | to_plain(search, decided, words, generated=city.generated)
        data = json.dumps(plain, ensure_ascii=False, indent=1).encode()
    else:
        from paseo.report.writers.registry import WRITERS

        standing = Standing(city.name, timezone.now(), city.generated)
        document = gaps_document(search, decided, standing, language(), looking.problems)
        data, media = WRITERS[form].write(document), WRITERS[form].media_type
    response = HttpResponse(data, content_type=media)
    name = download_name(city, f"{city.pk}-gaps.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
