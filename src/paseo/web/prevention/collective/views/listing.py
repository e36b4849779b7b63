"""All rounds of a city, and the beginning of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.numbers import format_date
from paseo.prevention.collective.pack import FIVE_CONDITIONS, load_form
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.collective.actions import StartRound, Taken
from paseo.web.prevention.collective.forms import StartForm
from paseo.web.prevention.models import CollectiveRound
from paseo.web.prevention.pages import page
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Table

_ON_A_PAGE: Final = 30
#: Whoever sends the form again so soon pressed twice and wants the round that was made.
_TWICE: Final = timedelta(minutes=1)


@require_GET
@of_a_city()
def rounds(request: HttpRequest, city: City) -> HttpResponse:
    """List the rounds of a city."""
    shown = page_of(CollectiveRound.objects.filter(city=city), request, _ON_A_PAGE)
    table = Table(
        caption=_("Rounds"),
        columns=[
            Column("name", _("Round")),
            Column("answered", _("Partners that rated")),
            Column("state", _("State")),
            Column("phase", _("Phase suggested")),
        ],
        rows=[
            [
                Cell(one.name, one.get_absolute_url()),
                _answered(one),
                _("closed %(day)s") % {"day": _day(one.closed_at)} if one.closed_at else _("open"),
                _phase(one),
            ]
            for one in shown
        ],
        quiet_caption=True,
    )
    form = load_form()
    context = page(request, city, _("Partners"), "collective") | {
        "page": shown,
        "table": table,
        "leads": bool(policy.may(request.user, Right.LEAD, city.pk)),
        "conditions": [
            (one.name.read(language()).words, one.about.read(language()).words, one.evidence)
            for one in form.conditions
            if not one.before
        ],
    }
    return render(request, "prevention/collective/rounds.html", context)


def _day(at: datetime) -> str:
    return format_date(timezone.localtime(at).date(), language())


def _answered(round: CollectiveRound) -> str:
    return _("%(count)s of %(asked)s") % {
        "count": round.partners.filter(answered_at__isnull=False).count(),
        "asked": round.partners.count(),
    }


def _phase(round: CollectiveRound) -> str:
    if round.closed_at is None:
        return "–"
    phase = round.found().phase
    return phase.name.read(language()).words if phase else _("too few partners")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.LEAD)
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Ask for the name of a round."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        begin = StartRound(
            city=city.pk,
            name=name,
            form=FIVE_CONDITIONS,
            partners=form.cleaned_data["partners"],
        )
        try:
            made = begin.run(request.user)
        except Taken as taken:
            twice = CollectiveRound.objects.filter(
                city=city, name=name, started_by_id=request.user.pk,
                started_at__gte=timezone.now() - _TWICE,
            ).first()  # fmt: skip
            if twice is not None:
                return redirect(twice)
            form.add_error("name", str(taken))
        else:
            messages.success(request, _("The round has begun. Add its partners."))
            return redirect(made)
    context = page(request, city, _("Begin a round"), "collective") | {"form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "prevention/collective/new.html", context, status=status)
