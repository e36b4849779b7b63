"""Pictures and tables of the pyramid, set into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from paseo.prevention.measures.catalogue import Catalogue
from paseo.prevention.measures.measure import Level, Measure, Orientation, Register
from paseo.prevention.pyramid.coherence import Footing
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.pyramid import Cell as PyramidCell
from paseo.prevention.pyramid.pyramid import Scope, spot_of
from paseo.prevention.pyramid.view import PyramidView, look
from paseo.prevention.pyramid.words import PyramidWords
from paseo.report.prevention.pyramid.drawing import Link, pyramid_picture
from paseo.report.prevention.pyramid.saying import PyramidSpeaker
from paseo.report.prevention.speaker import Standing as Made
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, link
from paseo.web.prevention.pyramid.asking import Asked
from paseo.web.ui.tables import Cell, Column, Table

_WIDE, _NARROW = 720.0, 342.0
#: So many ties of one measure are named on a page.
_MOST_TIES = 8
#: So many changes between two years are listed; the report holds all.
_MOST_CHANGES = 40
#: A problem of the catalogue with measures on every level, for a room that is still empty.
_EXAMPLE = "nuisance_in_parks"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as the figure component takes it."""

    title: str
    svg: SafeString
    sentence: str
    table: Table


def picture(view: PyramidView, by: By, key: str, where: Link | None) -> Drawn:
    """Return the pyramid drawn for a wide and for a narrow screen; the style sheet shows one."""
    wide, narrow = (
        pyramid_picture(view, language(), by=by, key=f"{key}-{name}", width=width, link=where)
        for name, width in (("wide", _WIDE), ("narrow", _NARROW))
    )
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    table = Table(
        caption=wide.title,
        columns=[Column(str(at), name) for at, name in enumerate(wide.table.columns)],
        rows=wide.table.rows,
        quiet_caption=True,
    )
    return Drawn(wide.title, svg, wide.description, table)


def cell_link(city: City, asked: Asked) -> Link:
    """Return what gives the address of a cell's page."""

    def where(level: Level, half: Orientation, year: int | None) -> str:
        address = reverse("prevention:cell", args=[city.pk, str(level), str(half)])
        return address + asked.of_year(year).query

    return where


def example(catalogue: Catalogue) -> Drawn:
    """Return a pyramid of example measures, so that an empty room shows what will stand in it."""
    held = Register(
        Measure(
            id=one.id,
            name=one.name.read(language()).words,
            problem=one.problem,
            level=one.level,
            orientation=one.orientation,
            aim=one.aim,
        )
        for one in catalogue.measures
        if one.problem == _EXAMPLE
    )
    drawn = picture(look(held, Scope()), By.COUNT, "example", None)
    return Drawn(_("An example: measures of the catalogue"), drawn.svg, "", drawn.table)


def _speaker(view: PyramidView, city: City) -> PyramidSpeaker:
    return PyramidSpeaker(view, Made(city.name, city.changed_at), language())


def _linked(city: City, one: Measure) -> Cell:
    return Cell(one.name, link("prevention:measure", city.pk, one.id))


def measures_table(
    view: PyramidView, measures: Sequence[Measure], city: City, caption: str
) -> Table:
    """Return measures as rows that lead to their records."""
    speaker = _speaker(view, city)
    words = speaker.words
    return Table(
        caption=caption,
        columns=[
            Column("name", _("Measure")),
            Column("problem", _("Problem")),
            Column("area", _("Area")),
            Column("aim", _("Aimed at")),
            Column("fte", _("Full-time posts"), numeric=True),
            Column("budget", _("Budget for a year"), numeric=True),
            Column("runs", _("Runs")),
        ],
        rows=[
            [
                _linked(city, one),
                speaker.problem(one),
                speaker.place(one),
                speaker.aim(one),
                words.say("not_stated") if one.fte is None else words.number(one.fte),
                words.say("not_stated")
                if one.budget is None
                else f"{words.number(one.budget)} {one.currency}",
                speaker.runs(one),
            ]
            for one in measures
        ],
        quiet_caption=True,
    )


def footings_table(view: PyramidView, shown: Sequence[Footing], city: City) -> Table:
    """Return problem-oriented measures with the positive ones below them, and why they meet."""
    words = PyramidWords(view, language())
    return Table(
        caption=_("Problem-oriented measures and the positive ones below them"),
        columns=[
            Column("name", _("Problem-oriented measure")),
            Column("level", _("Level")),
            Column("ground", _("Finding")),
            Column("below", _("Positive measures below, and why they meet")),
        ],
        rows=[
            [
                _linked(city, one.measure),
                words.level(one.measure.level) if one.measure.level else "",
                words.ground(one),
                _below(one, city, words),
            ]
            for one in shown
        ],
        quiet_caption=True,
    )


def _below(one: Footing, city: City, words: PyramidWords) -> SafeString | str:
    parts = []
    for tie in one.ties[:_MOST_TIES]:
        url = link("prevention:measure", city.pk, tie.measure.id)
        name = (
            format_html('<a href="{}">{}</a>', url, tie.measure.name) if url else tie.measure.name
        )
        parts.append(format_html("{} ({})", name, words.tie(tie)))
    if one.count > _MOST_TIES:
        parts.append(format_html("{}", words.say("more_ties", count=one.count - _MOST_TIES)))
    if one.city_wide:
        parts.append(format_html("{}", words.say("city_wide", count=one.city_wide)))
    if not parts:
        return "–"
    items = [format_html("<li>{}</li>", part) for part in parts]
    inside = mark_safe("".join(items))  # noqa: S308 - each escaped above
    return format_html('<ul class="below">{}</ul>', inside)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two years: the first rows, and how many more there are."""

    table: Table
    more: int


def changes(view: PyramidView, city: City) -> Changes | None:
    """Return what is new, gone, moved or of another size; nothing where nothing is."""
    if view.beside is None or not view.beside.changed:
        return None
    words, beside = PyramidWords(view, language()), view.beside
    rows = [(one, words.say("changed.new")) for one in beside.new]
    rows += [(one, words.say("changed.ended")) for one in beside.ended]
    rows += [(one.measure, words.moved(one)) for one in beside.moved]
    rows += [(one.measure, words.resized(one)) for one in beside.resized]
    table = Table(
        caption=_("What differs between the two years"),
        columns=[
            Column("name", _("Measure")),
            Column("cell", _("Cell")),
            Column("change", _("What differs")),
        ],
        rows=[
            [_linked(city, one), words.spot(spot_of(one)), said]
            for one, said in rows[:_MOST_CHANGES]
        ],
        quiet_caption=True,
    )
    return Changes(table, len(rows) - len(table.rows))


def cell_sentence(view: PyramidView, held: PyramidCell) -> str:
    """Return what stands in a cell by number and by both efforts, as far as stated."""
    words = PyramidWords(view, language())
    said = [words.say("measures", count=held.count)]
    for by, total, unstated in (
        (By.FTE, held.fte, held.without_fte),
        (By.BUDGET, held.budget, held.without_budget),
    ):
        if not held.count:
            continue
        amount = words.amount(by, total)
        if total is None:
            said.append(f"{words.say(f'by.{by}')}: {amount}")
        elif unstated:
            said.append(f"{amount} ({words.say('not_stated_count', count=unstated)})")
        else:
            said.append(amount)
    return "; ".join(said)
