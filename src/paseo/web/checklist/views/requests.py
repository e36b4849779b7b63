"""Requests to owners of data: what is asked, letter and forms, sent, received, reminders, use."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.assessment.checklist.reminders import Reminder, due
from paseo.assessment.checklist.requests import DataRequest, questionnaire_of
from paseo.assessment.checklist.used_for import Use, all_givers, used_for
from paseo.assessment.findings.words import say
from paseo.report.checklist.bundle import folder_names, write_request
from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import BringReturned, ReceiveRequest, SendRequest
from paseo.web.checklist.bringing import read_upload
from paseo.web.checklist.forms import FileForm, RequestForm
from paseo.web.checklist.models import Request
from paseo.web.checklist.pages import Here, of_a_checklist
from paseo.web.checklist.reading import open_requests
from paseo.web.evidence.pages import download_name, language, need
from paseo.web.ui.frame import Crumb
from paseo.web.ui.tables import Cell, Column, Table

#: Files of a request that can be downloaded, with the media type.
FILES: Final = {
    "letter.pdf": "application/pdf",
    "letter.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "values.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "questions.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def named(here: Here) -> dict[str, DataRequest]:
    """Return the requests by the name that stands in the address."""
    found = here.result.requests()
    return dict(zip(folder_names([one.owner for one in found]), found, strict=True))


def _slugs(here: Here) -> dict[str, DataRequest]:
    """Addresses hold letters, digits and hyphens of ASCII only."""
    from django.utils.text import slugify

    found: dict[str, DataRequest] = {}
    for name, request in named(here).items():
        slug = slugify(name) or "owner"
        number = 1
        while slug in found:
            number += 1
            slug = f"{slugify(name) or 'owner'}-{number}"
        found[slug] = request
    return found


@require_GET
@of_a_checklist
def requests(here: Here) -> HttpResponse:
    """List the owners with what is asked of each, and what is due."""
    sent = open_requests(here.city)
    waiting = {owner: one.due for owner, one in sent.items() if one.due and one.received_at is None}
    rows = [_row(here, slug, one, sent.get(one.owner)) for slug, one in _slugs(here).items()]
    found = [one for one in here.result.reminders(waiting) if one.due != "later"]
    return here.render(
        "requests",
        _("Requests"),
        "requests",
        table=Table(
            caption=_("Owners of data"),
            columns=[
                Column("owner", here.speaker.say("column_owner")),
                Column("values", _("Indicators asked for"), numeric=True),
                Column("open", _("Open questions on their data"), numeric=True),
                Column("state", _("Request")),
            ],
            rows=rows,
            empty=_("Nothing is to be asked of anybody: no line of the plan names an owner."),
            quiet_caption=True,
        ),
        reminders=_reminders(here, found),
    )


def _row(here: Here, slug: str, one: DataRequest, sent: Request | None) -> list[Any]:
    open_questions = sum(len(fields) for fields in one.open_fields.values())
    return [
        Cell(one.owner, here.url("owner", slug)),
        len(one.lines),
        open_questions,
        state_words(sent),
    ]


def state_words(sent: Request | None) -> str:
    """Return how a request stands."""
    if sent is None:
        return _("Not sent yet")
    if sent.received_at is not None:
        day = timezone.localtime(sent.received_at).date().isoformat()
        return _("Answer received on %(day)s") % {"day": day}
    day = timezone.localtime(sent.sent_at).date().isoformat()
    if sent.due is None:
        return _("Sent on %(day)s") % {"day": day}
    values = {"day": day, "due": sent.due.isoformat()}
    if due(sent.due, timezone.localdate()) == "overdue":
        return _("Sent on %(day)s, overdue since %(due)s") % values
    return _("Sent on %(day)s, due on %(due)s") % values


def _reminders(here: Here, found: list[Reminder]) -> Table:
    speaker = here.speaker
    return Table(
        caption=speaker.say("reminders_table"),
        columns=[
            Column("day", speaker.say("column_day")),
            Column("due", speaker.say("column_due")),
            Column("matter", speaker.say("column_matter")),
            Column("owner", speaker.say("column_owner")),
            Column("indicators", speaker.say("column_indicators")),
        ],
        rows=[
            [
                _day(here, one),
                speaker.say(f"due.{one.due}"),
                speaker.say(f"matter.{one.matter}"),
                one.owner or one.source,
                ", ".join(one.indicators),
            ]
            for one in found
        ],
        empty=speaker.say("reminders_none"),
        quiet_caption=True,
    )


def _day(here: Here, one: Reminder) -> str:
    phrase = "date_estimated" if one.basis == "estimated" else "date_stated"
    return here.speaker.say(phrase, day=here.speaker.day(one.day))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_checklist
def owner(here: Here, owner: str) -> HttpResponse:
    """Show what one owner is asked; a sent form notes that the request went out."""
    request = _slugs(here).get(owner)
    if request is None:
        raise Http404
    form = RequestForm(here.request.POST or None, initial={"due": request.by})
    if here.request.method == "POST":
        need(here.request.user, Right.CONTRIBUTE, here.city.pk)
        if form.is_valid():
            SendRequest(
                city=here.city.pk,
                owner=request.owner,
                indicators=request.codes,
                **form.cleaned_data,
            ).run(here.request.user)
            messages.success(here.request, _("The request is noted as sent."))
            return redirect(here.url("owner", owner))
    return _owner_page(here, owner, request, form=form, status=422 if form.errors else 200)


def _owner_page(
    here: Here,
    owner: str,
    request: DataRequest,
    form: RequestForm | None = None,
    returned: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    speaker = here.speaker
    sent = list(
        Request.objects.filter(city=here.city, owner=request.owner).select_related("sent_by")
    )
    return here.render(
        "owner",
        request.owner,
        "requests",
        Crumb(_("Requests"), here.url("requests")),
        status=status,
        slug=owner,
        asked=request,
        lines=[(one, speaker.text(one.indicator.name), here.url("line", one.code))
               for one in request.lines],
        open_fields=[(source, [speaker.say(f"field.{one}") for one in fields])
                     for source, fields in request.open_fields.items()],
        files=[(name, here.url("request-file", owner, name)) for name in _available(request)],
        form=form or RequestForm(initial={"due": request.by}),
        returned=returned or FileForm(),
        sent=[(one, state_words(one)) for one in sent],
    )  # fmt: skip


def _available(request: DataRequest) -> list[str]:
    names = ["letter.pdf", "letter.docx"]
    if request.codes:
        names.append("values.xlsx")
    if request.open_fields:
        names.append("questions.xlsx")
    return names


@require_GET
@of_a_checklist
def file(here: Here, owner: str, file: str) -> HttpResponse:
    """Give the letter, the workbook for values, or the open questions of one owner."""
    request = _slugs(here).get(owner)
    if request is None or file not in _available(request):
        raise Http404
    letter = file.startswith("letter.")
    ending = file.rpartition(".")[2]
    profile = here.checklist.profile() if letter else None
    with TemporaryDirectory() as place:
        formats = (ending,) if letter else ()
        write_request(here.result, request, Path(place), formats, language(), profile)
        data = (Path(place) / file).read_bytes()
    response = HttpResponse(data, content_type=FILES[file])
    name = download_name(here.city, f"{here.city.pk}-{owner}-{file}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@of_a_checklist
def returned(here: Here, owner: str) -> HttpResponse:
    """Put what an owner answered in their form among the answers."""
    request = _slugs(here).get(owner)
    if request is None:
        raise Http404
    need(here.request.user, Right.CONTRIBUTE, here.city.pk)
    form = FileForm(here.request.POST, here.request.FILES)
    if form.is_valid():
        asked, _known = questionnaire_of(
            request, here.result.pack, here.result.questionnaire, here.result.judge
        )
        sheet = read_upload(form, asked)
        if sheet is not None:
            action = BringReturned(city=here.city.pk, owner=request.owner, answers=sheet.answers)
            changed = action.run(here.request.user)
            said = _("Changed: %(questions)s.") if changed else _("Nothing in the form was new.")
            messages.success(here.request, said % {"questions": ", ".join(changed)})
            return redirect(here.url("requests"))
    return _owner_page(here, owner, request, returned=form, status=422)


@require_POST
@of_a_checklist
def received(here: Here, number: int) -> HttpResponse:
    """Note that the answer to a request has come, or take that back."""
    found = get_object_or_404(Request, pk=number, city=here.city)
    came = "take_back" not in here.request.POST
    ReceiveRequest(request=found, came=came).run(here.request.user)
    messages.success(here.request, _("The request was changed."))
    slug = next((name for name, one in _slugs(here).items() if one.owner == found.owner), "")
    return redirect(here.url("owner", slug) if slug else here.url("requests"))


@require_GET
@of_a_checklist
def used(here: Here) -> HttpResponse:
    """Show each owner what their data were used for."""
    profile = here.checklist.profile()
    plan = here.result.plan
    found = {owner: used_for(owner, plan, profile) for owner in all_givers(plan)}

    def sentences(use: Use) -> list[str]:
        return [say(one, profile.framework, language()).text for one in use.findings[:_MOST]]

    return here.render(
        "used",
        _("What data were used for"),
        "used",
        owners=[
            (
                owner,
                [
                    {
                        "name": f"{use.indicator.id} {here.speaker.text(use.indicator.name)}",
                        "code": use.indicator.id,
                        "period": here.speaker.period(use.periods[-1]) if use.periods else "",
                        "areas": use.areas,
                        "findings": sentences(use),
                        "more": max(0, len(use.findings) - _MOST),
                    }
                    for use in uses
                ],
            )
            for owner, uses in found.items()
            if uses
        ],
        unused=[owner for owner, uses in found.items() if not uses],
    )


#: Findings that are said of one indicator before it is said how many more there are.
_MOST: Final = 3
