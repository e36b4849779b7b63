"""While a round is open: partners, their ratings, a sheet, shared indicators and tasks."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.collective.files import read_ratings, write_excel_ratings
from paseo.prevention.collective.ratings import Rating, Round
from paseo.web.accounts.rights import Right
from paseo.web.assessment import profiles
from paseo.web.evidence.pages import download_name, language
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.collective.actions import (
    AddPartner,
    BringRatings,
    CloseRound,
    NotNow,
    Rate,
    RemovePartner,
    RemoveRound,
    ReopenRound,
    ShareWork,
    Taken,
)
from paseo.web.prevention.collective.forms import (
    MOST_BYTES,
    PartnerForm,
    SheetForm,
    answered_in,
    duties_in,
    points_in,
    rating_form,
    shared_form,
)
from paseo.web.prevention.collective.here import Here, of_a_round
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of, not_kept
from paseo.web.prevention.models import CollectivePartner
from paseo.web.prevention.personal import personal
from paseo.web.prevention.quality.views.listing import people_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def add(here: Here) -> HttpResponse:
    """Add a partner."""
    here.need_open()
    post = here.request.POST if here.request.method == "POST" else None
    form = PartnerForm(here.round, people_of(here.city), post)
    if post is not None and form.is_valid():
        said = form.cleaned_data
        user = form.people.get(said["user"])
        add = AddPartner(round=here.round, name=said["name"], kind=said["kind"], user=user)
        try:
            add.run(here.request.user)
        except Taken as taken:
            held = here.round.partners.filter(name__iexact=said["name"]).first()
            if held is not None and (held.kind, held.user) == (said["kind"], user):
                return redirect(here.round)  # pressed twice: it is there as it was wanted
            form.add_error("name", str(taken))
        else:
            messages.success(here.request, _("The partner was added."))
            _warn(here, said["name"])
            return redirect(here.round)
    return here.render("add", _("Add a partner"), form=form, status=200 if post is None else 422)


def _warn(here: Here, *offices: str) -> None:
    """Warn of what looks like the name of a person where an office or body belongs."""
    for one in offices:
        if said := personal(one, office=True):
            messages.warning(here.request, said)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.CONTRIBUTE)
def rate(here: Here, partner: int) -> HttpResponse:
    """Let one partner rate every statement; seen by who answers for it and who leads."""
    here.need_open()
    found = here.partner(partner)
    form_of = here.round.read_form
    post = here.request.POST if here.request.method == "POST" else None
    form = rating_form(form_of, found.points, post)
    if post is not None and form.is_valid() and _rated(here, found, form):
        return redirect(here.round)
    groups = [
        {
            "name": one.name.read(language()).words,
            "about": one.about.read(language()).words,
            "fields": [form[statement.id] for statement in form_of.statements_of(one.id)],
        }
        for one in form_of.conditions
    ]
    status = 200 if post is None else 422
    return here.render(
        "rate",
        found.name,
        form=form,
        groups=groups,
        partner=found,
        seen=mark_of(found.points),
        status=status,
    )


def _rated(here: Here, partner: CollectivePartner, form: Any) -> bool:
    """Keep the ratings of a partner, or say at the form why not."""
    if not answered_in(form):
        form.add_error(None, _("Nothing was rated. Choose an answer, or “Cannot tell”."))
        return False
    points = points_in(form)
    seen = here.request.POST.get(SEEN)
    try:
        Rate(round=here.round, partner=partner, points=points, seen=seen).run(here.request.user)
    except Meanwhile as meanwhile:
        partner.refresh_from_db()
        form.add_error(None, not_kept(meanwhile))
        return False
    if points:
        messages.success(here.request, _("The ratings were kept."))
    else:
        said = _("Every answer is “Cannot tell”: this partner does not count as one that rated.")
        messages.warning(here.request, said)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def remove_partner(here: Here, partner: int) -> HttpResponse:
    """Ask before a partner goes out of an open round with its ratings."""
    here.need_open()
    found = here.partner(partner)
    if here.request.method != "POST":
        return here.render("remove_partner", _("Remove this partner"), partner=found)
    RemovePartner(round=here.round, partner=found).run(here.request.user)
    messages.success(here.request, _("“%(name)s” was removed.") % {"name": found.name})
    return redirect(here.round)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str, number: int) -> HttpResponseBase:
    """Take the upload limits before anything reads the form, then show the page."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    if too_large:
        request.method = "GET"
    return csrf_protect(_bring)(request, city=city, number=number, too_large=too_large)


@of_a_round(Right.LEAD)
def _bring(here: Here, too_large: int = 0) -> HttpResponse:
    here.need_open()
    sent = here.request.method == "POST"
    form = SheetForm(*((here.request.POST, here.request.FILES) if sent else ()))
    problems: list[Any] = []
    if sent and form.is_valid():
        try:
            count = _take(here, form.cleaned_data["file"])
        except Refused as refused:
            problems = [
                {
                    "place": str(one.place),
                    "said": one.sentence(language()),
                    "mend": one.mend(language()),
                }
                for one in refused.problems.errors
            ]
        else:
            messages.success(
                here.request, _("The ratings of %(count)s partners were taken.") % {"count": count}
            )
            return redirect(here.round)
    return here.render(
        "bring",
        _("Bring a filled sheet"),
        form=form,
        problems=problems,
        too_large=too_large,
        status=413 if too_large else 422 if sent else 200,
    )


def _take(here: Here, file: UploadedFile) -> int:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / Path(file.name or "ratings.xlsx").name
        path.write_bytes(file.read())
        found = read_ratings(path, here.round.read_form)
    return BringRatings(round=here.round, ratings=found.ratings).run(here.request.user)


@require_GET
@of_a_round(Right.LEAD)
def sheet(here: Here) -> HttpResponse:
    """Give the sheet in which partners rate, with the partners of the round in it."""
    partners = tuple(Rating(one.name, one.kind) for one in here.round.partners.all())
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "ratings.xlsx"
        form = here.round.read_form
        empty = Round(form.id, form.version, "", partners, generated=here.city.generated)
        write_excel_ratings(form, path, language(), round=empty)
        data = path.read_bytes()
    response = HttpResponse(data, content_type=_XLSX)
    name = download_name(here.city, f"partners-{here.round.pk}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def shared(here: Here) -> HttpResponse:
    """Choose shared indicators, and who does the tasks of the backbone."""
    post = here.request.POST if here.request.method == "POST" else None
    form = shared_form(here.round, profiles.framework_of(here.city), post)
    if post is not None and form.is_valid():
        share = ShareWork(
            round=here.round,
            indicators=form.cleaned_data["indicators"],
            duties=duties_in(form, here.round),
            seen=post.get(SEEN),
        )
        try:
            share.run(here.request.user)
        except Meanwhile as meanwhile:
            here.round.refresh_from_db()
            form.add_error(None, not_kept(meanwhile))
        else:
            here.round.refresh_from_db()
            messages.success(here.request, _("Indicators and tasks were kept."))
            _warn(here, *(one["who"] for one in here.round.duties.values()))
            return redirect(here.round)
    title = _("Shared indicators and tasks")
    tasks = [(form[f"{one.id}-who"], form[f"{one.id}-due"]) for one in here.round.read_form.tasks]
    status = 200 if post is None else 422
    seen = mark_of({"indicators": here.round.indicators, "duties": here.round.duties})
    return here.render("shared", title, form=form, tasks=tasks, seen=seen, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def close(here: Here) -> HttpResponse:
    """Name who has not rated, then close the round and show its result."""
    if here.request.method != "POST":
        return _closing(here) if here.open else redirect(here.round)
    try:
        CloseRound(round=here.round).run(here.request.user)
    except NotNow as why:
        messages.error(here.request, str(why))
    else:
        messages.success(here.request, _("The round is closed."))
    return redirect(here.round)


def _closing(here: Here) -> HttpResponse:
    partners = list(here.round.partners.all())
    missing = [one.name for one in partners if one.answered_at is None]
    least = here.round.read_form.least_shown
    rated = len(partners) - len(missing)
    return here.render(
        "close",
        _("Close the round"),
        missing=missing,
        rated=rated,
        asked=len(partners),
        least=least,
        too_few=rated < least,
        few=2 * rated < len(partners),
        gives_away=here.round.gives_away,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def reopen(here: Here) -> HttpResponse:
    """Ask before a closed round is opened again."""
    if here.request.method != "POST":
        if here.open:
            return redirect(here.round)
        least = here.round.read_form.least_shown
        told = here.round.found().enough
        return here.render("reopen", _("Open the round again"), least=least, told=told)
    try:
        ReopenRound(round=here.round).run(here.request.user)
    except NotNow as why:
        messages.error(here.request, str(why))
    else:
        messages.success(here.request, _("The round is open again."))
    return redirect(here.round)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_round(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Ask before a round goes with all ratings."""
    if here.request.method != "POST":
        return here.render("remove", _("Remove this round"))
    RemoveRound(round=here.round).run(here.request.user)
    messages.success(here.request, _("The round was removed."))
    return redirect("prevention:collective", here.city.pk)
