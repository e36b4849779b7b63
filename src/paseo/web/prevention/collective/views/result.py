"""A round as everybody sees it: who has rated; once it is closed, what came of it."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paseo.content.numbers import format_date
from paseo.prevention.collective.result import CollectiveResult
from paseo.prevention.collective.rounds import RoundChange, compare_rounds
from paseo.report.charts import Picture
from paseo.report.files import missing_extra
from paseo.report.prevention.collective import collective_document, ranges_picture
from paseo.report.prevention.collective.bundle import data_of
from paseo.report.prevention.collective.words import (
    count_said,
    difference_said,
    disclosure_said,
    few_said,
    origin_said,
    phase_said,
    points,
    say,
    small_kinds_said,
    spread_said,
)
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS
from paseo.web.assessment import profiles
from paseo.web.evidence.pages import download_name, language
from paseo.web.prevention.collective.here import Here, of_a_round
from paseo.web.prevention.drawn import Drawn, drawn
from paseo.web.prevention.models import CollectivePartner, CollectiveRound
from paseo.web.ui.frame import Option
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Column, Table

FORMS: Final = {"html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}
_JSON: Final = "application/json; charset=utf-8"
_MOST_EARLIER: Final = 12
_ON_A_PAGE: Final = 50


@require_GET
@of_a_round()
def round(here: Here) -> HttpResponse:
    """Show partners while the round is open, and the result once it is closed."""
    shared: dict[str, Any] = {
        "standing": origin_said(here.round.read_form, language()),
        "indicators": _indicators(here),
        "tasks": _tasks(here),
    }
    if here.open:
        listed = page_of(here.round.partners.all(), here.request, _ON_A_PAGE)
        partners = [_partner(here, one) for one in listed]
        answered = here.round.partners.filter(answered_at__isnull=False).count()
        return here.render(
            "round",
            here.round.name,
            partners=partners,
            page=listed,
            answered=answered,
            sections=_sections(open=True),
            **shared,
        )
    found = here.round.found()
    earlier = _earlier(here)
    change = compare_rounds(earlier.found(), found) if earlier else None
    return here.render(
        "round",
        here.round.name,
        sections=_sections(enough=found.enough, change=change is not None),
        **shared,
        **_result(here, found),
        **_change(here, change, earlier),
    )


def _sections(
    *, open: bool = False, enough: bool = False, change: bool = False
) -> list[tuple[str, str]]:
    """Return what the page holds, for its list of contents."""
    every = (
        (open, "partners", _("Partners")),
        (enough, "conditions", _("Conditions")),
        (enough, "differences", _("Where kinds of partner see it differently")),
        (enough, "phase", _("Why this phase")),
        (enough and change, "change", _("Two rounds side by side")),
        (enough, "statements", _("All statements")),
        (True, "indicators", _("Shared indicators")),
        (True, "tasks", _("Tasks of the backbone")),
        (not open, "not-said", _("What this does not say")),
    )
    return [(key, words) for there, key, words in every if there]


def _partner(here: Here, one: CollectivePartner) -> dict[str, Any]:
    kinds = {kind.id: kind.name.read(language()).words for kind in here.round.read_form.kinds}
    return {
        "name": one.name,
        "kind": kinds.get(one.kind, one.kind),
        "answered": one.answered_at is not None,
        "url": here.url("collective-rate", one.pk) if here.answers_for(one) else "",
    }


def _result(here: Here, found: CollectiveResult) -> dict[str, Any]:
    return {
        "found": found,
        "said": phase_said(found, language()),
        "counted": count_said(found, language()),
        "few": few_said(found, language()) if found.enough else "",
        "disclosure": disclosure_said(found.form, language()),
        "small_kinds": small_kinds_said(found, language()),
        "pictures": _pictures(found) if found.enough else [],
        "differences": [difference_said(found, one, language()) for one in found.differences],
        "gates": _gates(found),
        "statements": _statements(found) if found.enough else None,
        "downloads": [
            (label, here.url("collective-report", form))
            for form, label in FORMS.items()
            if not missing_extra(form)
        ],
    }


def _pictures(found: CollectiveResult) -> list[Drawn]:
    def picture(before: bool) -> Drawn:
        def draw(key: str, width: float) -> Picture:
            return ranges_picture(found, language(), before=before, key=key, width=width)

        return drawn(draw, "before" if before else "conditions")

    return [picture(False), picture(True)]


def _gates(found: CollectiveResult) -> Table:
    phases = {one.id: one.name.read(language()).words for one in found.form.phases}
    rows = []
    for one in found.gates:
        condition = (
            found.form.condition(one.condition).name.read(language()).words if one.condition else ""
        )
        rows.append(
            [
                say(f"gate.{one.what}", language(), condition=condition),
                phases[one.phase],
                points(one.wanted, language()),
                say("few", language()) if one.found is None else points(one.found, language()),
                say("yes" if one.met else "no", language()),
            ]
        )
    return Table(
        caption=say("phases", language()),
        columns=[
            Column("gate", say("column_gate", language())),
            Column("phase", say("column_phase", language())),
            Column("wanted", say("column_wanted", language()), numeric=True),
            Column("found", say("column_found", language()), numeric=True),
            Column("met", say("column_met", language())),
        ],
        rows=rows,
        quiet_caption=True,
    )


def _statements(found: CollectiveResult) -> Table:
    rows = [
        [
            statement.text.read(language()).words,
            one.condition.name.read(language()).words,
            views.whole.n if views.whole else "–",
            spread_said(views.whole, language()),
        ]
        for one in found.conditions
        for statement, views in one.statements
    ]
    return Table(
        caption=say("statements", language()),
        columns=[
            Column("statement", say("column_statement", language())),
            Column("condition", say("column_condition", language())),
            Column("partners", say("column_partners", language()), numeric=True),
            Column("median", _("Median (middle half)"), numeric=True),
        ],
        rows=rows,
        quiet_caption=True,
    )


def _closed_before(here: Here) -> list[CollectiveRound]:
    found = CollectiveRound.objects.filter(
        city=here.city, closed_at__isnull=False, pk__lt=here.round.pk
    )
    return list(found[:_MOST_EARLIER])


def _earlier(here: Here) -> CollectiveRound | None:
    """Return the round to stand beside: the one asked for, else the one before."""
    every = _closed_before(here)
    wanted = here.request.GET.get("beside", "")
    return next((one for one in every if str(one.pk) == wanted), every[0] if every else None)


def _change(
    here: Here, change: RoundChange | None, earlier: CollectiveRound | None
) -> dict[str, Any]:
    if change is None or earlier is None:
        return {}
    values = {"count": change.both, "left": change.left, "joined": change.joined}
    return {
        "change": _changes(change),
        "change_title": say("change", language(), round=earlier.name),
        "change_lead": say("change_lead", language(), **values),
        "change_form": "" if change.same_form else say("change_form", language()),
        "beside": [
            Option(
                one.name, f"{here.round.get_absolute_url()}?beside={one.pk}#change", one == earlier
            )
            for one in _closed_before(here)
        ],
    }


def _changes(change: RoundChange) -> Table:
    few = say("few", language())
    rows = []
    for one in change.conditions:
        moves = (one.moves.up, one.moves.same, one.moves.down) if one.moves else (few,) * 3
        rows.append(
            [
                one.condition.name.read(language()).words,
                spread_said(one.before, language()),
                spread_said(one.after, language()),
                *moves,
            ]
        )
    names = ("before", "after", "up", "same", "down")
    return Table(
        caption=_("Two rounds side by side"),
        columns=[
            Column("condition", say("column_condition", language())),
            *(Column(name, say(f"column_{name}", language()), numeric=True) for name in names),
        ],
        rows=rows,
        quiet_caption=True,
    )


def _indicators(here: Here) -> list[tuple[str, str, str]]:
    """Return code, name and page of each shared indicator."""
    names = {one.id: one.name for one in profiles.framework_of(here.city).indicators}
    return [
        (
            code,
            names[code].read(language()).words,
            reverse("assessment:indicator", args=[here.city.pk, code]),
        )
        for code in here.round.indicators
        if code in names
    ]


def _tasks(here: Here) -> Table:
    texts = {one.id: one.text.read(language()).words for one in here.round.read_form.tasks}
    return Table(
        caption=say("tasks", language()),
        columns=[
            Column("task", say("column_task", language())),
            Column("who", say("column_who", language())),
            Column("due", say("column_due", language())),
        ],
        rows=[
            [
                texts[one.task],
                one.who or say("nobody", language()),
                format_date(one.due, language()) if one.due else "–",
            ]
            for one in here.round.found().duties
        ],
        quiet_caption=True,
    )


@require_GET
@of_a_round()
def report(here: Here, form: str) -> HttpResponse:
    """Give the result as a file, once the round is closed."""
    if here.open or form not in FORMS or missing_extra(form):
        raise Http404
    found = here.round.found()
    if form == "json":
        data = data_of(found, generated=here.city.generated)["json"]()
        response = HttpResponse(data, content_type=_JSON)
    else:
        earlier = _earlier(here)
        names = {one.id: one.name for one in profiles.framework_of(here.city).indicators}
        document = collective_document(
            found,
            Standing(here.city.name, timezone.localtime(), here.city.generated),
            language(),
            change=compare_rounds(earlier.found(), found) if earlier else None,
            indicators=names,
        )
        writer = WRITERS[form]
        response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = download_name(here.city, f"partners-{here.round.pk}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
