"""What every page of the room needs: the survey of the address, crumbs, problems as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.content.problems import Problem
from paseo.report import document
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import city_crumb, language, of_a_city
from paseo.web.surveys.models import Survey
from paseo.web.ui.frame import Crumb, Option, Switch, Where
from paseo.web.ui.tables import Column, Table

SEVERITIES = {
    "error": lambda: _("error"),
    "warning": lambda: _("warning"),
    "note": lambda: _("note"),
}


def of_a_survey(right: Right = Right.READ) -> Callable[..., Callable[..., HttpResponseBase]]:
    """Give a view the survey of its address, for whoever holds ``right`` in its city."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @of_a_city(right)
        def find(
            request: HttpRequest, city: City, identity: UUID, **arguments: Any
        ) -> HttpResponseBase:
            survey = get_object_or_404(
                Survey.objects.select_related("city"), pk=identity, city=city
            )
            return view(request, survey=survey, **arguments)

        return find

    return wrap


def frame(city: City | None, title: str, *above: Crumb) -> dict[str, Any]:
    """Return crumbs and top bar; some pages of the room belong to no city."""
    room = Crumb(_("Surveys"), room_url(city))
    if city is None:
        crumbs = [Crumb(title)] if title == _("Surveys") else [room, *above, Crumb(title)]
        return {"city": None, "crumbs": crumbs}
    trail = [Crumb(title)] if title == _("Surveys") else [room, *above, Crumb(title)]
    return {
        "city": city,
        "crumbs": [city_crumb(city), *trail],
        "where": Where(city=Switch(city.text.words), arguments={"city": city.pk}),
    }


def room_url(city: City | None) -> str:
    return reverse("surveys:room", kwargs={"city": city.pk} if city else {})


def of_survey(request: HttpRequest, survey: Survey, title: str, tab: str) -> dict[str, Any]:
    """Return the context that all pages of a survey share."""
    above = [] if title == survey.title else [Crumb(survey.title, survey.get_absolute_url())]
    contributes = bool(policy.may(request.user, Right.CONTRIBUTE, survey.city_id))
    return {
        **frame(survey.city, title, *above),
        "survey": survey,
        "contributes": contributes,
        "tabs": _tabs(survey, tab, contributes),
    }


def _tabs(survey: Survey, current: str, contributes: bool) -> list[Option]:
    names = {"survey": _("Survey")}
    if contributes:
        names["mapping"] = _("Mapping")
    if survey.results is not None:
        names["results"] = _("Results")
    arguments = [survey.city_id, survey.pk]
    return [
        Option(words, reverse(f"surveys:{name}", args=arguments), name == current)
        for name, words in names.items()
    ]


def problems_table(problems: Iterable[Problem], caption: str) -> Table:
    """Return problems with where they are and what to do."""
    said = language()
    return Table(
        caption=caption,
        columns=(
            Column("code", _("Number")),
            Column("severity", _("Severity")),
            Column("place", _("Where")),
            Column("sentence", _("What is wrong")),
            Column("mend", _("What to do")),
        ),
        rows=[
            [
                one.code, SEVERITIES[one.severity](), str(one.place), one.sentence(said),
                one.mend(said),
            ]
            for one in problems
        ],
        empty=_("Nothing to mend."),
    )  # fmt: skip


def table_of(table: document.Table) -> Table:
    """Return a table of a report as one of the page."""
    return Table(
        caption=table.caption,
        columns=tuple(
            Column(str(at), one.name, numeric=one.align == "end")
            for at, one in enumerate(table.columns)
        ),
        rows=[[document.plain(cell.words) for cell in row] for row in table.rows],
    )
