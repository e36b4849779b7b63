"""Where a request is: an action sheet of a city, with what is shown beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from paseo.assessment.build import rules_of
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree, NotATree
from paseo.evidence.city import CityEvidence
from paseo.evidence.disclosure import protect
from paseo.prevention.measures import measure
from paseo.prevention.measures.ground import ground_of
from paseo.prevention.sheets.links import load_links
from paseo.prevention.sheets.practices import Practice, from_catalogue, from_city
from paseo.prevention.sheets.sheet import Sheet
from paseo.prevention.sheets.viewing import SheetView, look_at
from paseo.prevention.sheets.words import SheetWords, units_of
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.models import ActionSheet, Measure
from paseo.web.prevention.pages import page
from paseo.web.prevention.register.records import measure_of
from paseo.web.prevention.register.words import catalogue, indicator_names
from paseo.web.ui.frame import Crumb

#: Measures of other cities that are looked through for like ones.
MOST_PRACTICES = 3_000


@dataclass
class Here:
    """Where a request is."""

    request: HttpRequest
    city: City
    row: ActionSheet

    @cached_property
    def sheet(self) -> Sheet:
        return self.row.read()

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def areas(self) -> AreaTree | None:
        return areas_of(self.city)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        return (*from_catalogue(catalogue()), *elsewhere(self.request.user, self.city))

    @cached_property
    def view(self) -> SheetView:
        return look_at(
            self.sheet, self.today, self.practices, load_links(), self.observations, self.areas
        )

    @cached_property
    def observations(self) -> pl.DataFrame:
        return safe_observations(self.city, self.row.force.indicators)

    @cached_property
    def words(self) -> SheetWords:
        return words_of(self.city, self.areas)

    def may(self, right: Right) -> bool:
        return bool(policy.may(self.request.user, right, self.city.pk))

    def url(self, name: str = "sheet", *arguments: object) -> str:
        return reverse(f"prevention:{name}", args=[self.city.pk, self.row.pk, *arguments])

    def render(
        self, template: str, title: str, *above: Crumb, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Return a page of the sheet with everything that all of them share."""
        context = page(self.request, self.city, title, "sheets", *above) | {
            "row": self.row,
            "sheet": self.sheet,
            "contributes": self.may(Right.CONTRIBUTE),
            "leads": self.may(Right.LEAD),
            **more,
        }
        return render(self.request, f"prevention/sheets/{template}.html", context, status=status)

    @property
    def crumb(self) -> Crumb:
        return Crumb(self.row.name, self.url())


def of_a_sheet(
    right: Right = Right.READ,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Give a view the sheet of its address, for whoever holds a right in its city."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def find(request: HttpRequest, city: City, pk: int, **rest: Any) -> HttpResponseBase:
            row = get_object_or_404(ActionSheet, city=city, pk=pk)
            return view(Here(request, city, row), **rest)

        return of_a_city(right)(find)

    return wrap


def areas_of(city: City) -> AreaTree | None:
    """Return the areas of a city, None where they form no tree yet."""
    try:
        return AreaTree(reading.areas(city))
    except NotATree:
        return None


def words_of(city: City, areas: AreaTree | None) -> SheetWords:
    """Return what says the sheets of a city in the language of the page."""
    found, terms = catalogue(), vocabulary(load_framework(city.framework))
    groups = ground_of(areas, terms, found).groups or {}
    names = indicator_names(city.framework)
    return SheetWords(language(), found, areas, names, groups, units_of(terms))


def safe_observations(city: City, indicators: tuple[str, ...]) -> pl.DataFrame:
    """Return the observations of some indicators after disclosure control.

    A sheet is printed and handed on, so nobody sees more in it than everybody may.
    """
    if not indicators:
        return columns.empty()
    rows = reading.observations(city).filter(pl.col(columns.INDICATOR).is_in(list(indicators)))
    evidence = CityEvidence(reading.city_record(city), reading.areas(city, shapes=False), rows)
    return protect(evidence, rules_of(load_framework(city.framework)))[0].observations


def elsewhere(person: Person, city: City) -> list[Practice]:
    """Return the measures of other cities that a person may read, as far as they are shared.

    What was invented never stands beside a real city.
    """
    readable = policy.cities(person, Right.READ)
    found = City.objects.exclude(pk=city.pk)
    if readable is not None:
        found = found.filter(pk__in=readable)
    if not city.generated:
        found = found.filter(generated=False)
    cities = {one.pk: one for one in found.only("id", "name", "generated")}
    rows = Measure.objects.filter(city__in=cities).exclude(problem="").defer("shape")
    return [
        practice
        for row in rows[:MOST_PRACTICES]
        for practice in from_city(
            row.city_id, cities[row.city_id].name, [_without_ground(row)],
            generated=cities[row.city_id].generated,
        )
    ]  # fmt: skip


def _without_ground(row: Measure) -> measure.Measure:
    """Return a measure without its ground, which nobody compares and which is long to read."""
    row.shape = None
    return measure_of(row)
