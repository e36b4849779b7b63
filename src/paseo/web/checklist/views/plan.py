"""The data-collection plan: filtered and sorted by links, downloaded, decided line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paseo.assessment.checklist.availability import STATUSES
from paseo.assessment.checklist.effort import EFFORTS
from paseo.assessment.checklist.plan import PlanLine
from paseo.assessment.checklist.scope import proposed_depth
from paseo.assessment.framework import DEPTHS
from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import DecideLine
from paseo.web.checklist.forms import LineForm
from paseo.web.checklist.models import LineDecision
from paseo.web.checklist.pages import Here, of_a_checklist
from paseo.web.evidence.pages import download_name, need
from paseo.web.ui.cells import safe_cell
from paseo.web.ui.frame import Crumb, Option
from paseo.web.ui.tables import Cell, Column, Sort, Table

_LATE: Final = "9999-12-31"
#: How a column sorts; the order of the plan is the default.
_KEYS: Final[dict[str, Callable[[PlanLine], Any]]] = {
    "plan": lambda line: 0,
    "code": lambda line: line.code,
    "status": lambda line: STATUSES.index(line.status),
    "owner": lambda line: (not line.owner, line.owner.casefold()),
    "next": lambda line: line.next_date.isoformat() if line.next_date else _LATE,
    "effort": lambda line: EFFORTS.index(line.effort.size) if line.effort.size else len(EFFORTS),
}
#: Parts by which the page can be narrowed beside the statuses.
_PARTS: Final = ("quick_win", "aside")


@require_GET
@of_a_checklist
def plan(here: Here) -> HttpResponse:
    """Show the plan; what is asked for in the address narrows and sorts it."""
    speaker, found = here.speaker, here.result.plan
    asked = {name: here.request.GET.get(name, "") for name in ("dimension", "status", "owner")}
    sort = Sort.asked(here.request, tuple(_KEYS), "plan")
    lines = _sorted(_narrowed(found.lines, asked), sort)
    query = here.request.GET.urlencode()
    return here.render(
        "plan",
        _("Data-collection plan"),
        "plan",
        asked=asked,
        depths=_depths(here),
        chosen=here.checklist.depth or "",
        depth=speaker.say(f"depth.{found.depth}"),
        depth_why=[speaker.text(one.words) for one in found.scope.depth_why],
        table=_table(here, lines, sort),
        shown=len(lines),
        total=len(found.lines),
        dimensions=[(one.id, speaker.text(one.name)) for one in here.result.framework.dimensions],
        statuses=[
            ("quick_win", speaker.say("quick_wins_title")),
            *((one, speaker.status(one)) for one in STATUSES),
            ("aside", speaker.say("column_aside")),
        ],
        owners=sorted(found.owners(), key=str.casefold),
        order_rule=speaker.say("order_rule"),
        unknown_codes=[
            speaker.say("unknown_code", question=question, row=row, code=code)
            for question, row, code in found.unknown_codes
        ],
        downloads=[
            (form, here.url("plan-file", form) + (f"?{query}" if query else ""))
            for form in ("csv", "xlsx")
        ],
    )  # fmt: skip


def _depths(here: Here) -> list[Option]:
    """Return the depths as links: the proposed one first, without a choice in the address."""
    own = here.url("plan")
    proposed = here.speaker.say(f"depth.{proposed_depth(here.result.effects)[0]}")
    chosen = here.checklist.depth
    options = [Option(_("Proposed: %(depth)s") % {"depth": proposed}, own, chosen is None)]
    return options + [
        Option(here.speaker.say(f"depth.{one}").capitalize(), f"{own}?depth={one}", one == chosen)
        for one in DEPTHS
    ]


def _narrowed(lines: Sequence[PlanLine], asked: dict[str, str]) -> list[PlanLine]:
    def fits(line: PlanLine) -> bool:
        status = asked["status"]
        if status == "aside":
            right = line.part in ("off", "parked")
        elif status == "quick_win":
            right = line.quick_win
        else:
            right = status in ("", line.status)
        return (
            right
            and asked["dimension"] in ("", line.indicator.dimension)
            and asked["owner"] in ("", line.owner)
        )

    return [line for line in lines if fits(line)]


def _sorted(lines: list[PlanLine], sort: Sort) -> list[PlanLine]:
    if sort.key == "plan":
        return lines
    return sorted(lines, key=_KEYS[sort.key], reverse=sort.descending)


def _table(here: Here, lines: Sequence[PlanLine], sort: Sort) -> Table:
    speaker = here.speaker
    return Table(
        caption=_("Indicators of the plan"),
        columns=[
            Column("code", speaker.say("column_indicator"), sortable=True),
            Column("status", speaker.say("column_status"), sortable=True),
            Column("why", speaker.say("column_why")),
            Column("owner", speaker.say("column_owner"), sortable=True),
            Column("next", speaker.say("column_next"), sortable=True),
            Column("effort", speaker.say("column_effort"), sortable=True),
        ],
        rows=[
            [
                Cell(f"{line.code} {speaker.text(line.indicator.name)}",
                     here.url("line", line.code)),
                speaker.part(line) + (f" · {speaker.say('quick_win')}" if line.quick_win else ""),
                "".join(run.words for run in speaker.why(line)),
                speaker.stated(line.owner),
                speaker.next_date(line),
                speaker.effort(line),
            ]
            for line in lines
        ],
        sort=sort,
        empty=_("No indicator fits what you asked for."),
        quiet_caption=True,
    )  # fmt: skip


@require_GET
@of_a_checklist
def download(here: Here, form: str) -> HttpResponse:
    """Give the plan, narrowed as the page is, as CSV; or whole as a workbook."""
    if form == "xlsx":
        return _workbook(here)
    if form != "csv":
        raise Http404
    asked = {name: here.request.GET.get(name, "") for name in ("dimension", "status", "owner")}
    sort = Sort.asked(here.request, tuple(_KEYS), "plan")
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(_HEAD)
    for line in _sorted(_narrowed(here.result.plan.lines, asked), sort):
        writer.writerow([safe_cell(cell) for cell in _cells(here, line)])
    response = HttpResponse("\ufeff" + held.getvalue(), content_type="text/csv; charset=utf-8")
    return _named(here, response, "collection-plan.csv")


_HEAD: Final = (
    "indicator", "name", "dimension", "status", "part", "quick_win", "why", "owner", "contact",
    "source", "level", "frequency", "quality", "legal_basis", "newest_period", "next_date",
    "date_basis", "effort", "effort_why", "decision",
)  # fmt: skip


def _cells(here: Here, line: PlanLine) -> list[str]:
    speaker = here.speaker
    return [
        line.code,
        speaker.text(line.indicator.name),
        line.indicator.dimension,
        line.status,
        line.part,
        "yes" if line.quick_win else "no",
        "".join(run.words for run in speaker.why(line)),
        line.owner,
        line.contact,
        line.sources[0].name if line.sources else "",
        line.level,
        line.frequency,
        line.quality,
        line.basis,
        line.held.newest if line.held else "",
        line.next_date.isoformat() if line.next_date else "",
        line.date_basis,
        line.effort.size or "",
        speaker.text(line.effort.why.words),
        line.override.note if line.override else "",
    ]


def _workbook(here: Here) -> HttpResponse:
    from paseo.report.checklist import plan_document
    from paseo.report.writers.registry import WRITERS

    writer = WRITERS["xlsx"]
    data = writer.write(plan_document(here.result, here.speaker.language))
    return _named(here, HttpResponse(data, content_type=writer.media_type), "collection-plan.xlsx")


def _named(here: Here, response: HttpResponse, name: str) -> HttpResponse:
    named = download_name(here.city, f"{here.city.pk}-{name}")
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_checklist
def line(here: Here, code: str) -> HttpResponse:
    """Show one line with everything behind it; a sent form decides on it."""
    try:
        found = here.result.plan.line(code)
    except KeyError:
        raise Http404 from None
    held = LineDecision.objects.filter(city=here.city, indicator=code).select_related("by").first()
    if here.request.method == "POST":
        need(here.request.user, Right.CONTRIBUTE, here.city.pk)
        if "take_back" in here.request.POST:
            return _decide(here, code, None, _("The line is again as the tool says."))
    form = LineForm(here.speaker, here.request.POST or None, initial=_initial(held))
    if here.request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        return _decide(here, code, values, _("The decision was saved with its reason."))
    speaker = here.speaker
    return here.render(
        "line",
        f"{code} {speaker.text(found.indicator.name)}",
        "plan",
        Crumb(_("Data-collection plan"), here.url("plan")),
        status=422 if form.errors else 200,
        line=found,
        held=held,
        form=form,
        definition=speaker.text(found.indicator.definition),
        facts=_facts(here, found),
        why=[(speaker.text(one.words), ", ".join(one.questions))
             for one in (*found.aside, *found.why)],
        said=speaker.status(found.found) if found.found else "",
    )  # fmt: skip


def _initial(held: LineDecision | None) -> dict[str, Any]:
    names = ("status", "owner", "next_date", "effort", "note")
    return {name: getattr(held, name) for name in names} if held else {}


def _decide(here: Here, code: str, values: dict[str, Any] | None, done: str) -> HttpResponse:
    DecideLine(city=here.city.pk, indicator=code, values=values).run(here.request.user)
    messages.success(here.request, done)
    return redirect(here.url("line", code))


def _facts(here: Here, found: PlanLine) -> list[tuple[str, str]]:
    speaker = here.speaker
    source = found.sources[0].name if found.sources else ""
    newest = speaker.period(found.held.newest) if found.held else _("no value is held")
    effort = f"{speaker.effort(found)}. {speaker.text(found.effort.why.words)}"
    return [
        (speaker.say("column_status"), speaker.part(found)),
        (speaker.say("column_owner"), speaker.stated(found.owner)),
        (speaker.say("column_source"), speaker.stated(source)),
        (speaker.say("column_level"), speaker.level(found.level)),
        (speaker.say("column_frequency"), speaker.frequency(found.frequency)),
        (speaker.say("column_quality"), speaker.quality(found.quality)),
        (speaker.say("column_basis"), speaker.basis(found.basis, found.law)),
        (_("Newest period held"), newest),
        (speaker.say("column_next"), speaker.next_date(found)),
        (speaker.say("column_effort"), effort),
    ]
