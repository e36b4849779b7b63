"""The entrance, data maturity and the method annex."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paseo.assessment.checklist.availability import STATUSES
from paseo.assessment.checklist.maturity import LEVELS, ThemeMaturity
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.report.checklist.maturity import level_in_words
from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import BringAnswers
from paseo.web.checklist.bringing import read_upload
from paseo.web.checklist.forms import FileForm
from paseo.web.checklist.pages import Here, of_a_checklist
from paseo.web.checklist.reading import checklist_of
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.questionnaires.actions import StartRound
from paseo.web.ui.tables import Cell, Column, Table


@require_GET
@of_a_city()
def room(request: HttpRequest, city: City) -> HttpResponse:
    """Show where the checklist stands and what follows from it first."""
    here = Here(request, checklist_of(city))
    if here.checklist.round is None:
        return here.render("start", _("Checklist"), "room", form=FileForm())
    result, speaker = here.result, here.speaker
    sheet = here.checklist.round.sheets.get()
    return here.render(
        "room",
        _("Checklist"),
        "room",
        sheet=sheet,
        depth=speaker.say(f"depth.{result.plan.depth}"),
        depth_why=[speaker.text(one.words) for one in result.plan.scope.depth_why],
        counts=counts_table(here),
        wins=[(line, here.url("line", line.code), speaker.text(line.indicator.name))
              for line in result.plan.quick_wins()[:6]],
        more_wins=max(0, len(result.plan.quick_wins()) - 6),
        stops=stops(here),
        open_proposals=sum(
            one.id not in result.effects.decisions for one in result.effects.proposals
        ),
        reminders=[one for one in result.reminders() if one.due == "overdue"],
    )  # fmt: skip


def stops(here: Here) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what must wait, with reasons and the answers behind them."""
    speaker = here.speaker
    return [
        (
            speaker.say(f"stop.{stop}"),
            [(speaker.text(one.reason), ", ".join(one.questions)) for one in effects],
        )
        for stop, effects in here.result.effects.stops().items()
    ]


def counts_table(here: Here) -> Table:
    """Return how many indicators of each dimension are available, partly, not, unknown."""
    plan, speaker = here.result.plan, here.speaker

    def row(name: str, dimension: str) -> list[Any]:
        counts = plan.counts(dimension)
        return [name, *(counts[one] for one in STATUSES), plan.set_aside(dimension)]

    columns = [Column("dimension", _("Dimension"))]
    columns += [Column(one, speaker.status(one), numeric=True) for one in STATUSES]
    columns.append(Column("aside", speaker.say("column_aside"), numeric=True))
    rows = [row(speaker.text(one.name), one.id) for one in here.result.framework.dimensions]
    return Table(
        caption=_("Indicators by dimension"),
        columns=columns,
        rows=rows,
        foot=row(_("All"), ""),
        quiet_caption=True,
    )


@require_POST
@of_a_city(Right.LEAD)
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Begin a round of the checklist and go to its task list."""
    checklist = checklist_of(city)
    if checklist.round is not None:
        return redirect(checklist.round)
    name = _("Checklist %(year)s") % {"year": timezone.localdate().year}
    pack = checklist.pack.questionnaire
    action = StartRound(city=city.pk, pack=pack, name=name, language=language())
    return redirect(action.run(request.user))


@require_POST
@of_a_city(Right.LEAD)
def bring(request: HttpRequest, city: City) -> HttpResponse:
    """Begin with a form that was filled in elsewhere."""
    here = Here(request, checklist_of(city))
    if here.checklist.round is not None:
        return redirect(here.url("room"))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        sheet = read_upload(form, load_questionnaire(here.checklist.pack.questionnaire))
        if sheet is not None:
            name = _("Checklist %(year)s") % {"year": timezone.localdate().year}
            action = BringAnswers(city=city.pk, sheet=sheet, name=name, language=language())
            action.run(request.user)
            messages.success(request, _("The answers were brought."))
            return redirect(here.url("room"))
    return here.render("start", _("Checklist"), "room", form=form, status=422)


@require_GET
@of_a_checklist
def maturity(here: Here) -> HttpResponse:
    """Show how far the data carry, theme by theme, with criteria and answers."""
    speaker = here.speaker
    return here.render(
        "maturity",
        _("Data maturity"),
        "maturity",
        themes=[_theme(here, one) for one in here.result.maturity],
        levels=[(speaker.say(f"level.{one}"), speaker.say(f"level_means.{one}"))
                for one in LEVELS],
        between=speaker.say("level_between_means"),
        composed=speaker.say("composed"),
    )  # fmt: skip


def _theme(here: Here, one: ThemeMaturity) -> dict[str, Any]:
    speaker = here.speaker
    rows = [
        [
            speaker.text(found.criterion.text) + (" *" if found.criterion.essential else ""),
            speaker.say(f"state.{found.state}"),
            Cell(", ".join(found.questions), here.question_urls.get(found.questions[0], "")),
        ]
        for found in one.criteria
    ]
    return {
        "id": one.theme.id,
        "name": speaker.text(one.theme.name),
        "level": level_in_words(speaker, one),
        "cannot_tell": one.cannot_tell,
        "known": one.known,
        "applying": one.applying,
        "next": speaker.text(one.theme.next) if one.least != "solid" else "",
        "table": Table(
            caption=speaker.say("criteria_table", theme=speaker.text(one.theme.name)),
            columns=[
                Column("criterion", speaker.say("column_criterion")),
                Column("state", speaker.say("column_state")),
                Column("answers", speaker.say("column_answers")),
            ],
            rows=rows,
            quiet_caption=True,
        ),
    }


@require_GET
@of_a_checklist
def method(here: Here) -> HttpResponse:
    """Show how the figures are made, each sentence with the question that it answers."""
    speaker = here.speaker
    chapters = here.result.annex(language())
    return here.render(
        "method",
        _("Method annex"),
        "method",
        lead=speaker.say(
            "method_lead",
            stated=sum(one.stated for one in chapters),
            total=sum(len(one.lines) for one in chapters),
        ),
        chapters=[
            {
                "id": one.chapter.id,
                "name": speaker.text(one.chapter.name),
                "sentences": [line for line in one.lines if not line.rows],
                "tables": [
                    Table(
                        caption=f"{line.question}: {line.title.words}",
                        columns=[Column(str(at), name) for at, name in enumerate(line.columns)],
                        rows=line.rows,
                    )
                    for line in one.lines
                    if line.rows
                ],
            }
            for one in chapters
        ],
        warnings=[
            (speaker.text(one.reason), ", ".join(one.questions))
            for one in here.result.effects.of_kind("warning")
        ],
    )
