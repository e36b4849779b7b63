"""The pages of gaps: by problem, one problem with its cards, a decision, the report."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paseo.content.problems import Refused
from paseo.prevention.gaps import Choice, Gap
from paseo.prevention.gaps.serialise import to_csv, to_plain
from paseo.prevention.sheets.starting import outcome_indicators, sheet_from_gap
from paseo.report.files import missing_extra
from paseo.report.prevention.gaps import gaps_document
from paseo.report.prevention.speaker import Standing
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, of_a_city
from paseo.web.prevention.gaps import showing
from paseo.web.prevention.gaps.actions import DecideGap, TakeBackGap, TurnIntoAction
from paseo.web.prevention.gaps.looking import Looking
from paseo.web.prevention.models import GapDecision
from paseo.web.prevention.pages import page
from paseo.web.prevention.register.words import catalogue
from paseo.web.ui.paging import page_of

#: Cards on one page.
PER_PAGE: Final = 20
FORMS: Final = {
    "html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "json": "JSON",
}  # fmt: skip
_MEDIA: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
#: What was decided wrongly: id of the gap, what is wrong, what was typed.
Wrong = tuple[str, str, str]


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
    context = page(request, looking.city, _("Gaps"), "gaps") | {
        "measures": len(looking.register),
        "without": sum(not one.problem for one in looking.register),
        "table": showing.by_problem(looking, here) if looking.register.problems() else None,
    }
    return render(request, "prevention/gaps/choice.html", context)


def _problem(
    request: HttpRequest, looking: Looking, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
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
    said = [_("A threshold is a number.")] if looking.unread else []
    try:
        search = looking.search
    except Refused as refused:
        said += [one.sentence(language()) for one in refused.problems]
    if said:
        context["problems"] = said
        return render(request, "prevention/gaps/problem.html", context, status=422)
    found = looking.decided(search)
    shown = page_of(list(found.open), request, PER_PAGE)
    if wrong is not None:  # the card that was decided wrongly has to be on the page
        shown = page_of(
            sorted(found.open, key=lambda one: one.gap.id != wrong[0]), request, PER_PAGE
        )
    words = looking.words(search)
    decided = [showing.card(looking, search, one, wrong) for one in found.decided]
    context |= {
        "search": search,
        "total": len(search.gaps),
        "open": len(found.open),
        "page": shown,
        "groups": showing.grouped(
            looking, search, [showing.card(looking, search, one, wrong) for one in shown]
        ),
        "decided": decided,
        "gone": [looking.rows[one.gap] for one in found.gone],
        "quiet": showing.quiet(looking, search),
        "prompt": words.say("prompt"),
        "gone_words": words.say("gone"),
        "wrong": wrong,
        "wrong_anchor": showing.anchor(wrong[0]) if wrong else "",
        "planned": len(search.asked.planned),
        "unplaced": len(search.asked.unplaced),
        "running": len(search.asked.running),
        "downloads": [
            (label, reverse("prevention:gaps-report", args=[city.pk, form]) + looking.query)
            for form, label in FORMS.items()
            if form in _MEDIA or not missing_extra(form)
        ],
    }
    return render(request, "prevention/gaps/problem.html", context, status=status)


def _here(city: City) -> str:
    return reverse("prevention:gaps", args=[city.pk])


@require_POST
@of_a_city(Right.LEAD)
def decide(request: HttpRequest, city: City) -> HttpResponse:
    """Decide on one gap: accept, dismiss with a note, turn into an action, or take back."""
    looking = Looking.of(request, city)
    code, choice = request.POST.get("gap", ""), request.POST.get("choice", "")
    note = request.POST.get("note", "").strip()[:2000]
    back = _here(city) + looking.query
    if choice == "":
        if not GapDecision.objects.filter(city=city, gap=code).exists():
            raise Http404
        TakeBackGap(city=city.pk, gap=code).run(request.user)
        messages.success(request, _("The decision was taken back."))
        return redirect(f"{back}#{showing.anchor(code)}")
    gap = _gap(looking, code)
    words = looking.words(looking.search).sentence(gap)
    if choice == Choice.ACTION:
        made = _turn(request, looking, gap, words, note)
        messages.success(request, _("An action sheet was begun. Say next what shall be done."))
        return redirect(made)
    if choice not in (Choice.ACCEPTED, Choice.DISMISSED):
        raise Http404
    if choice == Choice.DISMISSED and not note:
        said = _("Say why it is dismissed: the note stays beside the gap.")
        return _problem(request, looking, (code, said, note), status=422)
    DecideGap(
        city=city.pk, gap=gap, choice=Choice(choice), note=note, words=words
    ).run(request.user)  # fmt: skip
    messages.success(request, _("The decision was saved."))
    return redirect(f"{back}#decided")


def _gap(looking: Looking, code: str) -> Gap:
    try:
        return looking.search.gap(code)
    except (KeyError, Refused):
        # Somebody changed the register meanwhile, or the thresholds are others.
        raise Http404 from None


def _turn(request: HttpRequest, looking: Looking, gap: Gap, words: str, note: str) -> Any:
    held = GapDecision.objects.filter(city=looking.city, gap=gap.id).first()
    if held and held.sheet:
        return held.sheet
    codes = set(looking.city.holdings.values_list("indicator", flat=True))
    outcome = outcome_indicators(catalogue().problems.get(gap.problem), codes)
    sheet = sheet_from_gap(gap, words[:200], words, *outcome)
    return TurnIntoAction(city=looking.city.pk, gap=gap, sheet=sheet, note=note).run(request.user)


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
        data = to_csv(search, decided, words).encode("utf-8-sig")
    elif form == "json":
        plain = to_plain(search, decided, words) | {"city": city.pk, "generated": city.generated}
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
