"""What the component page shows: every component in every state, with invented contents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.web.ui.frame import Option, Switch, Where
from paseo.web.ui.tables import Cell, Column, Sort, Table

PICTURE = """<svg viewBox="0 0 640 84" role="img" aria-labelledby="specimen-title specimen-text">
<title id="specimen-title">{title}</title>
<desc id="specimen-text">{text}</desc>
<rect class="peers band" x="180" y="30" width="260" height="24"/>
<path class="peers line" d="M300 26v32" stroke-width="2"/>
<path class="grid" d="M20 68H620"/>
<path class="felt line" d="M330 42H420" stroke-width="3"/>
<path class="felt open" d="M375 32 385 42 375 52 365 42Z"/>
<path class="happens line" d="M90 42H150" stroke-width="3"/>
<circle class="happens" cx="120" cy="42" r="8"/>
<text class="muted" x="20" y="82">0 %</text><text class="muted" x="590" y="82">100 %</text>
</svg>"""


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name of the place"), help_text=gettext_lazy("As people call it.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of place"),
        choices=[
            ("square", gettext_lazy("Square")),
            ("park", gettext_lazy("Park")),
            ("station", gettext_lazy("Station")),
        ],
    )
    light = forms.ChoiceField(
        label=gettext_lazy("Is it lit at night"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("partly", gettext_lazy("Partly")),
            ("no", gettext_lazy("No")),
        ],
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    file = forms.FileField(
        label=gettext_lazy("Observations"),
        help_text=gettext_lazy("A .csv or .xlsx file of at most 200 MB."),
        required=False,
    )


def specimens(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the component page."""
    wrong = SpecimenForm({"name": "", "kind": "park", "light": "", "note": _("By the river")})
    wrong.is_valid()
    return {
        "where": _where(),
        "wrong": wrong,
        "right": SpecimenForm(prefix="fresh"),
        "tab_items": [
            Option(_("Profile"), "#tabs", current=True),
            Option(_("Findings"), "#tabs"),
            Option(_("Sources"), "#tabs"),
        ],
        "page": Paginator(range(200), 10).get_page(request.GET.get("page", 3)),
        "specimen_table": _table(request),
        "empty_table": Table(
            caption=_("A table without rows"), columns=_table(request).columns, rows=[]
        ),
        "picture": format_html(
            PICTURE,
            title=_("Range bar"),
            text=_("The own value with its interval over the band of the peers."),
        ),
        "pairs": [
            (_("Numerator"), _("1,240 people who feel safe")),
            (_("Denominator"), _("1,760 people who answered")),
            (_("Period"), "2023"),
        ],
        "tasks": [
            {"title": _("Choose a file"), "url": "#tasks", "state": _("Done"), "done": True},
            {
                "title": _("Check the rows"),
                "url": "#tasks",
                "state": _("To do"),
                "hint": _("Two rows need a look."),
            },
            {"title": _("Import observations"), "state": _("Cannot start yet"), "done": True},
        ],
        "sections": _sections(),
    }


def _where() -> Where:
    return Where(
        city=Switch(
            _("Example city"),
            (
                Option(_("Example city"), "#main", current=True),
                Option(_("Another city"), "#main"),
            ),
        ),
        place=Switch(_("Whole city")),
        period=Switch("2023", (Option("2023", "#main", current=True), Option("2022", "#main"))),
    )


def _table(request: HttpRequest) -> Table:
    rows = [
        (Cell(_("Old market"), url="#tables"), 212, "4.1"),
        (Cell(_("River park"), url="#tables"), 98, "3.4"),
        (Cell(_("Central station"), url="#tables"), 1310, "2.2"),
    ]
    sort = Sort.asked(request, ["place", "count"], "-count")
    order = {
        "place": lambda row: str(row[0].text),
        "count": lambda row: row[1],
    }[sort.key]
    rows.sort(key=order, reverse=sort.descending)
    return Table(
        caption=_("Reported thefts and rating of safety by place, invented, 2023"),
        columns=(
            Column("place", _("Place"), sortable=True),
            Column("count", _("Thefts"), numeric=True, sortable=True),
            Column("rating", _("Rating of 5"), numeric=True),
        ),
        rows=rows,
        sort=sort,
        download="#tables",
    )


def _sections() -> list[tuple[str, str]]:
    return [
        ("type", _("Type")),
        ("colours", _("Colours and marks")),
        ("buttons", _("Buttons")),
        ("forms", _("Forms")),
        ("tables", _("Tables")),
        ("tabs", _("Tabs and pages")),
        ("notices", _("Notices")),
        ("badges", _("Badges")),
        ("measures", _("Coverage and progress")),
        ("lists", _("Lists and cards")),
        ("tasks", _("Task list")),
        ("figures", _("Pictures")),
        ("empty", _("Empty page")),
    ]
