"""The cities of the workspace as the overview lists them: how much is known, and both faces."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Q

from paseo.assessment.framework import DEPTHS, Framework, Indicator
from paseo.assessment.measure import as_measured, measure
from paseo.content.language import Text
from paseo.content.numbers import format_period
from paseo.evidence import columns, periods
from paseo.web.assessment import countries, saying
from paseo.web.assessment.memory import totals
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.evidence import reading
from paseo.web.evidence.models import City, Holding

SORTS = ("name", "country", "coverage")
PER_PAGE = 25
#: Statuses of a city's newest total that take an indicator out of what can be expected.
_OUT = (columns.NOT_IN_REMIT, columns.CANNOT_EXIST)


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of one dimension is known."""

    name: Text
    face: str
    known: int
    expected: int


@dataclass(frozen=True, slots=True)
class Headline:
    """One face of a city in one figure."""

    indicator: Text
    code: str
    figure: saying.Figure


@dataclass(frozen=True, slots=True)
class CityLine:
    """One city of the list."""

    city: City
    name: Text
    country: str
    covered: Sequence[Covered]
    latest: str
    happens: Headline | None
    felt: Headline | None

    @property
    def known(self) -> int:
        return sum(one.known for one in self.covered)

    @property
    def expected(self) -> int:
        return sum(one.expected for one in self.covered)


def in_order(
    cities: Sequence[City], key: str, descending: bool, indicators: Sequence[Indicator]
) -> list[City]:
    """Return cities by name, country or how much is known; never by a value."""
    shares = _shares(cities, indicators) if key == "coverage" else {}

    def rank(city: City) -> tuple[object, ...]:
        name = city.text.words.casefold()
        if key == "country":
            return (countries.name(city.country).casefold(), name)
        if key == "coverage":
            return (shares.get(city.pk, 0.0), name)
        return (name,)

    return sorted(cities, key=rank, reverse=descending)


def _shares(cities: Sequence[City], indicators: Sequence[Indicator]) -> dict[str, float]:
    """Return the share of the expected indicators that each city holds (one query)."""
    codes = [one.id for one in indicators]
    at_city = [one.id for one in indicators if "city" in one.levels]
    counted = (
        Holding.objects.filter(indicator__in=codes)
        .order_by()
        .values_list("city_id")
        .annotate(
            known=Count("pk", Q(city_values__gt=0) | Q(areas__gt=0) & ~Q(indicator__in=at_city)),
            out=Count("pk", Q(city_values=0, status__in=_OUT)),
        )
    )
    found = {city: (known, out) for city, known, out in counted}
    shares = {}
    for city in cities:
        known, out = found.get(city.pk, (0, 0))
        aside = {*city.not_in_remit, *city.left_out} & set(codes)
        expected = len(codes) - max(out, len(aside))
        # Values of indicators that the city left out count for nothing.
        shares[city.pk] = min(1.0, known / expected) if expected > 0 else 0.0
    return shares


def lines(
    cities: Sequence[City], framework: Framework, indicators: Sequence[Indicator]
) -> list[CityLine]:
    """Return some cities as lines (two queries, however many there are)."""
    ids = [city.pk for city in cities]
    held = reading.holdings(ids).partition_by(columns.CITY, as_dict=True)
    faces = _faces(ids, framework)
    return [
        _line(city, held.get((city.pk,)), faces.get(city.pk, {}), framework, indicators)
        for city in cities
    ]


def _line(
    city: City,
    held: pl.DataFrame | None,
    faces: Mapping[str, Headline],
    framework: Framework,
    indicators: Sequence[Indicator],
) -> CityLine:
    rows = {row["indicator"]: row for row in held.iter_rows(named=True)} if held is not None else {}
    last = [row["last"] for row in rows.values() if row["last"]]
    return CityLine(
        city=city,
        name=city.text,
        country=countries.name(city.country),
        covered=[
            covered(
                one.name.read(reader()),
                one.face,
                city,
                rows,
                [i for i in indicators if i.dimension == one.id],
            )
            for one in framework.dimensions
        ],
        latest=format_period(periods.ordered(last)[-1], reader()) if last else "",
        happens=faces.get("happens"),
        felt=faces.get("felt"),
    )


def covered(
    name: Text,
    face: str,
    city: City,
    rows: Mapping[str, Mapping[str, object]],
    indicators: Sequence[Indicator],
) -> Covered:
    known = out = 0
    for one in indicators:
        row = rows.get(one.id)
        if one.id in city.left_out:
            out += 1
        elif row and (row["city_values"] or (row["areas"] and "city" not in one.levels)):
            known += 1
        elif one.id in city.not_in_remit or (row and row["status"] in _OUT):
            out += 1
    return Covered(name, face, known, len(indicators) - out)


#: A headline is at most this much older than the newest value of its city: one survey cycle.
_CYCLE_MONTHS = 48


def _faces(ids: Collection[str], framework: Framework) -> dict[str, dict[str, Headline]]:
    """Return, for each city, one result of each face: recent first, then the framework's order.

    As in the library's pairs, a face's own dimension and the smaller depths come first.
    """
    order = _headline_order(framework)
    wanted = pl.col(columns.CITY).is_in(list(ids)) & pl.col(columns.VALUE).is_not_null()
    valued = totals().filter(wanted)
    newest: dict[str, int] = {}
    for city, period in valued.select(columns.CITY, columns.PERIOD).unique().iter_rows():
        newest[city] = max(newest.get(city, 0), periods.parse(period).end)
    chosen: dict[tuple[str, str], tuple[tuple[bool, int, int], dict[str, Any]]] = {}
    rows = valued.filter(pl.col(columns.INDICATOR).is_in(list(order)))
    for row in measure(rows, framework).iter_rows(named=True):
        city, code = row[columns.CITY], row[columns.INDICATOR]
        end = periods.parse(row[columns.PERIOD]).end
        rank = (newest[city] - end > _CYCLE_MONTHS, order[code], -end)
        key = (city, framework.indicator(code).face)
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = (rank, row)
    found: dict[str, dict[str, Headline]] = {}
    for (city, face), (_rank, row) in chosen.items():
        one = framework.indicator(row[columns.INDICATOR])
        shown = saying.figure(as_measured(row), one, framework)
        found.setdefault(city, {})[face] = Headline(one.name.read(reader()), one.id, shown)
    return found


def _headline_order(framework: Framework) -> dict[str, int]:
    """Return the indicators that can stand for a face, with their place in line."""
    own = {one.id: one.face for one in framework.dimensions}
    candidates = [
        one
        for one in framework.indicators
        if one.face in ("happens", "felt")
        and one.kind in ("survey_share", "survey_mean", "register_rate")
        and one.direction != "context"
    ]
    candidates.sort(key=lambda one: (own[one.dimension] != one.face, DEPTHS.index(one.depth)))
    return {one.id: place for place, one in enumerate(candidates)}


def holdings_of(city: City, period: str = "") -> dict[str, dict[str, Any]]:
    """Return what a city holds by indicator, up to a period (one query)."""
    rows = {row["indicator"]: row for row in reading.holdings([city.pk]).iter_rows(named=True)}
    if not period:
        return rows
    last = periods.parse(period).end
    return {
        code: row
        for code, row in rows.items()
        if not row["first"] or periods.parse(row["first"]).end <= last
    }
