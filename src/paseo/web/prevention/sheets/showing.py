"""A sheet as its page shows it: parts, proposals, practices, links, amendments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from paseo.prevention.sheets.links import ROOMS
from paseo.prevention.sheets.sheet import FIXED_FIELDS, state_of
from paseo.prevention.sheets.words import SheetWords
from paseo.report.prevention.sheet import PARTS
from paseo.report.prevention.sheet.values import amended_value, said, value_of
from paseo.web.evidence.pages import link
from paseo.web.prevention.models import ActionSheet, Measure
from paseo.web.prevention.sheets.choosing import ground_of
from paseo.web.prevention.sheets.forms import PartForm
from paseo.web.prevention.sheets.here import Here
from paseo.web.ui.tables import Cell, Column, Table

#: Rooms whose links are shown without a click.
OPEN_ROOMS: Final = ("rights", "ai")


def part_name(part: str) -> str:
    """Return what a part of a sheet is called."""
    return {
        "what": _("What and where"),
        "who": _("Who and with what"),
        "outcome": _("By what one will see whether it worked"),
    }[part]


def listed(rows: Iterable[ActionSheet], words: SheetWords, today: date) -> Table:
    """Return sheets as a table; an overdue review is said in words."""
    return Table(
        caption=_("Action sheets"),
        columns=[
            Column("title", _("Title")),
            Column("problem", _("Problem")),
            Column("state", _("State")),
            Column("start", _("First day")),
            Column("review", _("Date of review")),
        ],
        rows=[_row(one, words, today) for one in rows],
        quiet_caption=True,
    )


def _row(row: ActionSheet, words: SheetWords, today: date) -> list[Any]:
    review = words.day(row.review)
    if row.is_overdue(today):
        review = _("%(day)s, overdue") % {"day": review}
    return [
        Cell(row.name, row.get_absolute_url()),
        words.word("problem", row.problem),
        words.state(state_of(row.force, today)),
        words.day(row.start),
        review,
    ]


def parts(here: Here) -> list[dict[str, Any]]:
    """Return the parts with their fields; empty ones say so."""
    return [_part(here, part, fields) for part, fields in PARTS.items()]


def _part(here: Here, part: str, fields: Iterable[str]) -> dict[str, Any]:
    """Return a part with what it says, and the names of the fields that say nothing."""
    values = {name: value_of(here.view, here.words, name) for name in fields}
    free = any(
        name not in FIXED_FIELDS and name not in ("baseline", "why", "problem") for name in fields
    )
    return {
        "id": part,
        "name": part_name(part),
        "pairs": [(here.words.field(name), value) for name, value in values.items() if value],
        "blank": [here.words.field(name) for name, value in values.items() if not value],
        "editable": here.sheet.fixed is None or free,
        "url": here.url("sheet-edit", part),
    }


def contents(here: Here) -> list[tuple[str, str]]:
    """Return the sections of a sheet's page as it stands."""
    return [
        *((part, part_name(part)) for part in PARTS),
        *([("amendments", _("Amendments"))] if here.sheet.amendments else []),
        *([("reviewed", _("The review"))] if here.sheet.reviewed else []),
        ("next", _("What comes next")),
        ("practices", _("Practices like it")),
        ("brings", _("What it brings along")),
    ]


def begun(here: Here) -> bool:
    """Return whether the action has begun by what is in force."""
    start = here.view.force.start
    return start is not None and start <= here.today


def days(here: Here) -> dict[str, str]:
    """Return the days of a sheet in words."""
    force = here.view.force
    return {
        "fixed": here.words.day(force.fixed.day) if force.fixed else "",
        "start": here.words.day(force.start),
        "review": here.words.day(force.review),
        "reviewed": here.words.day(force.reviewed),
    }


def will_be_fixed(here: Here) -> list[tuple[str, str]]:
    """Return the fields that fixing keeps as they are, with what they say now."""
    names = (*FIXED_FIELDS, "baseline")
    blank = _("not stated")
    return [
        (here.words.field(name), value_of(here.view, here.words, name) or blank) for name in names
    ]


def fixed(here: Here) -> list[dict[str, str]]:
    """Return what was fixed, what holds now, and where each is amended."""
    return [
        {
            "field": here.words.field(name),
            "value": in_force(here, name),
            "url": f"{here.url('sheet-amend')}?{urlencode({'field': name})}",
        }
        for name in FIXED_FIELDS
    ]


def in_force(here: Here, name: str) -> str:
    """Return what a field says now, its amendments counted."""
    return said(here.words, name, getattr(here.view.force, name)) or _("not stated")


def stands(here: Here, form: PartForm) -> list[tuple[str, str]]:
    """Return the fields in which what stands now is not what a form says."""
    blank = _("not stated")
    return [
        (here.words.field(name), said(here.words, name, getattr(here.sheet, name)) or blank)
        for name, value in form.values().items()
        if value != getattr(here.sheet, name)
    ]


def lost(here: Here, made: type[PartForm]) -> list[tuple[str, str]]:
    """Return what somebody sent for fields that were fixed meanwhile, so that it is not lost."""
    if here.sheet.fixed is None:
        return []
    sheet, draft = here.sheet, replace(here.sheet, fixed=None)
    form = made(here.request.POST, sheet=draft, ground=ground_of(here, draft))
    form.is_valid()
    typed = {name: form.cleaned_data.get(name) for name in FIXED_FIELDS if name in form.fields}
    return [
        (here.words.field(name), said(here.words, name, plain) or _("not stated"))
        for name, value in typed.items()
        if name in here.request.POST
        for plain in (tuple(value) if isinstance(value, list) else value,)
        if (plain or "") != (getattr(sheet, name) or "")
    ]


def candidates(here: Here) -> list[tuple[str, str]]:
    """Return the areas proposed for comparison with how like they are."""
    if here.sheet.fixed is not None:
        return []
    return [(here.words.area(one.area), here.words.candidate(one)) for one in here.view.candidates]


def likes(here: Here) -> list[dict[str, Any]]:
    """Return like practices with why each is shown."""
    words = here.words
    return [
        {
            "id": one.practice.id,
            "name": words.text(one.practice.name),
            "description": words.text(one.practice.description),
            "mechanism": words.text(one.practice.mechanism),
            "city": words.text(one.practice.city),
            "generated": one.practice.generated,
            "mark": one.practice.mark,
            "source": words.text(one.practice.source),
            "why": words.like(one),
            "taken": one.practice.id in here.sheet.like,
            "evidence": one.practice.evidence,
        }
        for one in here.view.likes
    ]


def rooms(here: Here) -> list[dict[str, Any]]:
    """Return the links of a sheet, room by room, those without any left out."""
    return [_room(here, room) for room in ROOMS if here.view.links[room]]


def _room(here: Here, room: str) -> dict[str, Any]:
    words, shown = here.words, here.view.links[room]
    used = dict.fromkeys(code for one in shown for code in one.link.sources)
    return {
        "name": words.say(f"room.{room}"),
        # Duties to people are read first; the rest opens on demand.
        "open": room in OPEN_ROOMS,
        "sources": "; ".join(words.text(here.view.pack.sources[code]) for code in used),
        "links": [
            {
                "text": words.text(one.link.text),
                "standing": words.standing(one.link),
                "because": words.because(one),
                "evidence": one.link.evidence,
                "url": one.link.url,
            }
            for one in shown
        ],
    }


def amendments(here: Here) -> Table | None:
    """Return what was amended, None where nothing was."""
    if not here.sheet.amendments:
        return None
    words = here.words

    def read(name: str, value: Any) -> str:
        return amended_value(words, name, value) or _("not stated")

    return Table(
        caption=_("Amendments"),
        columns=[
            Column("day", _("Day")),
            Column("field", _("What was amended")),
            Column("before", _("Before")),
            Column("after", _("From then on")),
            Column("reason", _("Reason")),
        ],
        rows=[
            [words.day(one.day), words.field(one.field), read(one.field, one.before),
             read(one.field, one.after), one.reason]
            for one in here.sheet.amendments
        ],
        quiet_caption=True,
    )  # fmt: skip


def evaluate_url(here: Here) -> str:
    """Return where an evaluation of this sheet is planned; empty where there is no such page."""
    url = link("prevention:evaluation-new", here.city.pk)
    return f"{url}?{urlencode({'sheet': here.row.pk})}" if url else ""


def measure_url(here: Here) -> str:
    """Return the page of the measure in the register, empty where it is not there (any more)."""
    code = here.sheet.measure
    if not code or not Measure.objects.filter(city=here.city, code=code).exists():
        return ""
    return link("prevention:measure", here.city.pk, code)
