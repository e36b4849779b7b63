"""The pictures of the room: drawn by :mod:`paseo.report.charts`, set into pages here.

Each is drawn twice, for a wide and for a narrow screen, because letters that shrink with
the screen could not be read; the style sheet shows one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.profile import (
    AreaValue,
    FacePair,
    IndicatorResult,
    Profile,
    TwoFaces,
)
from paseo.content.numbers import format_period
from paseo.evidence import periods
from paseo.report import charts
from paseo.report.assessment import drawing
from paseo.report.assessment.drawing import estimate
from paseo.report.charts import Picture, words_in
from paseo.web.assessment import saying, words
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.ui.tables import Column, Table

WIDE, NARROW = 720.0, 342.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as the figure component takes it."""

    title: str
    svg: SafeString
    sentence: str
    table: Table
    note: str = ""


def _drawn(draw: Callable[[str, float], Picture], key: str, note: str = "") -> Drawn:
    wide, narrow = draw(f"{key}-wide", WIDE), draw(f"{key}-narrow", NARROW)
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    table = Table(
        caption=wide.title,
        columns=[
            Column(str(at), name, numeric=at > 0) for at, name in enumerate(wide.table.columns)
        ],
        rows=wide.table.rows,
    )
    return Drawn(wide.title, svg, wide.description, table, note)


# ----------------------------------------------------------------------------- range bar
def range_bar(
    result: IndicatorResult, framework: Framework, said: saying.Said | None
) -> SafeString | str:
    """Return the small bar beside a value; nothing where there are no peers to stand beside."""
    if result.measured is None or result.peers is None:
        return ""
    picture = charts.range_bar(
        drawing.range_row(result, framework, reader()),
        title=str(result.indicator.name.read(reader())),
        description=f"{said.sentence}: {said.detail}" if said else "",
        words=words_in(reader()),
        key=f"bar-{result.indicator.id}",
        width=260,
        height=30,
    )
    return mark_safe(picture.svg)  # noqa: S308 - escaped by the charts


def behind(result: IndicatorResult, framework: Framework) -> Drawn | None:
    """Return the range bar of one value with its axis and legend, for the page behind it."""
    said = saying.position(result, framework)
    if said is None:
        return None

    def draw(key: str, width: float) -> Picture:
        return charts.range_bars(
            [drawing.range_row(result, framework, reader())],
            title=_("Beside other cities"),
            description=f"{said.sentence}: {said.detail}.",
            words=words_in(reader()),
            key=key,
            width=width,
        )

    return _drawn(draw, f"peers-{result.indicator.id}")


# ----------------------------------------------------------------------------- six bands
def six_bands(profile: Profile, query: str = "") -> Drawn | None:
    """Return the six dimensions: coverage along each band, position across it."""
    known = sum(one.assessed for one in profile.dimensions)
    expected = sum(one.expected for one in profile.dimensions)
    if not expected:
        return None
    sentence = _(
        "%(known)s of %(expected)s indicators hold a value; the hatched part is not assessed."
    ) % {"known": known, "expected": expected}

    def page(indicator: Indicator) -> str:
        return reverse("assessment:indicator", args=[profile.city.id, indicator.id]) + query

    bands = [drawing.band(one, profile, reader(), page) for one in profile.dimensions]

    def draw(key: str, width: float) -> Picture:
        return charts.six_bands(
            bands,
            title=_("How much is known, and where it stands"),
            description=sentence,
            words=words_in(reader()),
            key=key,
            width=width,
        )

    return _drawn(draw, "bands")


# ----------------------------------------------------------------------------- two faces
def two_faces(pair: TwoFaces, profile: Profile, sentence: str) -> list[Drawn]:
    """Return both faces over time, and over places where both are known of them."""
    names = {area.id: str(area.name.read(reader())) for area in profile.evidence.areas}
    found = []
    if pair.by_period:
        found.append(
            _faces(
                pair, profile, pair.by_period, lambda code: format_period(code, reader()), sentence
            )
        )
    if pair.by_area:
        by_place = _faces(pair, profile, pair.by_area, lambda code: names.get(code, code), "")
        found.append(by_place)
    return found


def _faces(
    pair: TwoFaces,
    profile: Profile,
    rows: tuple[FacePair, ...],
    label: Callable[[str], str],
    sentence: str,
) -> Drawn:
    happens, felt = profile.result(pair.happens), profile.result(pair.felt)
    over_time = rows is pair.by_period
    broken = {*happens.breaks, *felt.breaks} if over_time else set()
    drawn_rows = [
        charts.FaceRow(
            label(row.label),
            estimate(row.happens),
            estimate(row.felt),
            break_before=_("break") if row.label in broken else "",
        )
        for row in rows
    ]
    names = {
        "happens": happens.indicator.name.read(reader()),
        "felt": felt.indicator.name.read(reader()),
    }
    title = _("%(happens)s, beside: %(felt)s") % names

    def draw(key: str, width: float) -> Picture:
        return charts.two_faces(
            drawn_rows,
            drawing.face_side(happens, profile.framework, reader()),
            drawing.face_side(felt, profile.framework, reader()),
            title=title,
            description=sentence or title,
            words=words_in(reader()),
            key=key,
            width=width,
            head=_("Period") if over_time else _("Place"),
        )

    kind = "period" if over_time else "area"
    made = _drawn(draw, f"faces-{pair.happens}-{kind}")
    return Drawn(made.title, made.svg, sentence, made.table, made.note)


# ------------------------------------------------------------------------------- series
def series(result: IndicatorResult, profile: Profile) -> Drawn | None:
    """Return a value over time; nothing is joined across a break."""
    if len(result.series) < 2:
        return None
    indicator, language = result.indicator, reader()
    stated = result.series[-1]
    points = tuple(
        charts.SeriesPoint(format_period(one.period, language), estimate(one), _middle(one.period))
        for one in result.series
    )
    name = str(indicator.name.read(language))
    said = saying.change(result, profile.framework)
    sentence = ""
    if said is not None:
        sentence = said.sentence + (f" ({said.detail})" if said.verdict != "cannot tell" else "")
        sentence = f"{sentence}. {said.detail}" if said.verdict == "cannot tell" else f"{sentence}."

    def draw(key: str, width: float) -> Picture:
        return charts.series(
            [charts.SeriesGroup(name, points, indicator.face)],
            title=_("%(name)s over time") % {"name": name},
            description=sentence or name,
            words=words_in(language),
            key=key,
            breaks=[
                charts.SeriesBreak(format_period(one, language), _("break"))
                for one in result.breaks
            ],
            unit=str(drawing.unit_of(indicator, profile.framework, language, stated)),
            bounds=(indicator.low, indicator.high),
            width=width,
        )

    made = _drawn(draw, f"series-{indicator.id}")
    note = _("Upright lines are 95 % intervals.")
    if result.breaks:
        note = _(
            "Upright lines are 95 % intervals. Values on both sides of a break are not joined."
        )
    return Drawn(made.title, made.svg, sentence, made.table, note)


def _middle(period: str) -> float:
    parsed = periods.parse(period)
    return (parsed.first + parsed.months / 2) / periods.MONTHS


def area_map(
    result: IndicatorResult, values: Sequence[AreaValue], profile: Profile, level: str
) -> Drawn | None:
    """Return the map of one level's values; nothing where fewer than two areas have a shape."""
    areas = {one.id: one for one in profile.evidence.areas}
    shaped = [
        one
        for one in values
        if areas[one.area].boundaries and areas[one.area].boundaries[-1].geometry is not None
    ]
    if len(shaped) < 2:
        return None
    indicator, language = result.indicator, reader()
    stated = next((one.measured for one in values if one.measured), None)
    title = _("%(name)s by %(level)s") % {
        "name": indicator.name.read(language),
        "level": words.said(words.LEVELS, level),
    }
    parts = [
        charts.MapArea(
            label=str(areas[one.area].name.read(language)) or one.area,
            geometry=areas[one.area].boundaries[-1].geometry,
            estimate=estimate(one.measured),
            missing="" if one.measured else words.term("absence", one.absence),
        )
        for one in shaped
    ]
    sentence = _("Each place by its own value, in the classes of the legend.")

    def draw(key: str, width: float) -> Picture:
        return charts.area_map(
            parts,
            title=title,
            description=sentence,
            words=words_in(language),
            key=key,
            unit=str(drawing.unit_of(indicator, profile.framework, language, stated)),
            width=min(width, 620),
            tallest=460,
        )

    return _drawn(draw, f"map-{indicator.id}-{level}")
