"""Nothing leaves from too few answers: small cells are withheld, and what gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.city import Area, City, CityEvidence
from paseo.evidence.disclosure import Rules, Thresholds, protect
from paseo.evidence.surveys.mapping import BASES
from paseo.evidence.surveys.results import (
    COMPLEMENT,
    FEW,
    Difference,
    Place,
    Result,
    SurveyResults,
    Without,
)
from paseo.stats import Direction

#: The whole city where no areas were given.
CITY_AREA: Final = "city"


def protect_results(
    results: SurveyResults,
    *,
    areas: Sequence[Area] | None = None,
    thresholds: Mapping[str, int] | None = None,
) -> SurveyResults:
    """Withhold results of too few answers, and further ones so that none follows by subtraction.

    A value from fewer than 30 answers is withheld, one from fewer than 100 marked as weak; a
    city may ask for more. What is withheld on one base is withheld on the other, and so is every
    difference in which it takes part.

    Args:
        results: as estimated.
        areas: of the city; None takes the areas that occur as its districts.
        thresholds: ``survey`` and ``weak``.
    """
    limits = Thresholds().raised(thresholds or {})
    tree = _areas(results, areas)
    city = next(area.id for area in tree if area.level == "city")
    hidden: dict[tuple[str, Place], str] = {}
    for base in BASES:
        kept = [one for one in results.results if one.base == base]
        hidden |= _hidden(kept, tree, city, thresholds or {}, limits)
    shown = tuple(_shown(one, hidden, limits) for one in results.results)
    counted: dict[str, int] = {}
    for why in hidden.values():
        counted[why] = counted.get(why, 0) + 1
    return replace(
        results,
        results=shown,
        differences=tuple(_difference(one, hidden) for one in results.differences),
        without=tuple(_enough(one, limits) for one in results.without),
        withheld=counted,
        least=limits.survey,
    )


def _areas(results: SurveyResults, areas: Sequence[Area] | None) -> tuple[Area, ...]:
    if areas is not None:
        return tuple(areas)
    named = dict.fromkeys(one.place.area for one in results.results if one.place.area)
    whole = Area(CITY_AREA, LanguageMap(CITY_AREA), "city")
    districts = (Area(code, LanguageMap(code), "district", CITY_AREA) for code in named)
    return (whole, *(one for one in districts if one.id != CITY_AREA))


def _hidden(
    results: list[Result],
    tree: tuple[Area, ...],
    city: str,
    wanted: Mapping[str, int],
    limits: Thresholds,
) -> dict[tuple[str, Place], str]:
    table = pl.DataFrame(
        {
            columns.INDICATOR: [one.rule.id for one in results],
            columns.AREA: [one.place.area or city for one in results],
            columns.PERIOD: [one.place.period for one in results],
            columns.BREAKDOWN: [one.place.breakdown for one in results],
            columns.VALUE: [one.value for one in results],
            columns.N: [float(one.n) for one in results],
        },
        schema_overrides={columns.VALUE: pl.Float64},
    )
    blank = columns.empty().clear()
    observations = pl.concat([blank, table], how="diagonal").with_columns(
        pl.lit("telephone").alias(columns.MODE)  # whichever way people were asked
    )
    before = CityEvidence(
        City(city, LanguageMap(city), "EU", thresholds=dict(wanted)), tree, observations
    )
    after = protect(before, Rules())[0].observations
    found: dict[tuple[str, Place], str] = {}
    for one, status in zip(results, after[columns.STATUS].to_list(), strict=True):
        if one.value is not None and one.n < limits.survey:
            found[one.rule.id, one.place] = FEW
        elif status == columns.SUPPRESSED:
            found[one.rule.id, one.place] = COMPLEMENT
    return found


def _shown(one: Result, hidden: Mapping[tuple[str, Place], str], limits: Thresholds) -> Result:
    why = hidden.get((one.rule.id, one.place))
    if why is not None:
        return replace(
            # How few they were tells of them too: of people who were harassed, say.
            one, value=None, se=None, low=None, high=None, deff=None, method="", df=0.0, n=0,
            standing="withheld", why=why,
        )  # fmt: skip
    if one.value is None and 0 < one.n < limits.survey:
        return replace(one, df=0.0, n=0, standing="withheld", why=FEW)
    if one.value is not None and one.n < limits.weak:
        return replace(one, standing="weak")
    return one


def _difference(one: Difference, hidden: Mapping[tuple[str, Place], str]) -> Difference:
    sides = [one.place]
    if one.against:
        key = one.place.breakdown.partition("=")[0]
        sides.append(replace(one.place, breakdown=f"{key}={one.against}"))
    if not any((one.rule.id, side) in hidden for side in sides):
        return one
    return replace(
        one, value=None, low=None, high=None, p=None, adjusted=None,
        direction=Direction.CANNOT_TELL,
    )  # fmt: skip


def _enough(one: Without, limits: Thresholds) -> Without:
    return one if one.asked >= limits.survey else replace(one, by_reason=())
