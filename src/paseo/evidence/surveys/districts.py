"""Modelled values for districts with few interviews, marked as such and beside the direct ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paseo.content.hints import listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence import columns
from paseo.evidence.city import Wording
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.surveys.data import SurveyData
from paseo.evidence.surveys.estimating import FEWEST_AREAS, direct_by_area
from paseo.evidence.surveys.mapping import IndicatorRule, SurveyMapping
from paseo.evidence.surveys.observations import wording_text
from paseo.evidence.surveys.results import Result
from paseo.stats.checks import NumbersError
from paseo.stats.small_area import SmallAreas, fay_herriot, smoothed_variance

FloatArray = NDArray[np.float64]
AREA: Final = "area"
#: Ends the definition of a modelled value: it is another quantity than the direct one.
MODELLED: Final = "-modelled"
_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class DistrictEstimate:
    """The modelled value of one district beside its direct estimate.

    Args:
        value, se, low, high: modelled, in the unit of the indicator.
        gamma: weight of the direct estimate in it, 0 to 1.
        direct, direct_se: None where withheld (fewer than 30 answers) or not known; the answers
            of a district in which all answered alike tell no error.
        n: answers in the district.
    """

    area: str
    value: float
    se: float
    low: float
    high: float
    gamma: float
    direct: float | None
    direct_se: float | None
    n: int


@dataclass(frozen=True)
class DistrictModel:
    """A fitted model and its districts."""

    rule: IndicatorRule
    mapping: SurveyMapping
    period: str
    covariates: tuple[str, ...]
    districts: tuple[DistrictEstimate, ...]
    fit: SmallAreas
    level: float


def small_area_estimates(
    data: SurveyData,
    mapping: SurveyMapping,
    indicator: str,
    covariates: pl.DataFrame,
    *,
    level: float = 0.95,
    thresholds: Mapping[str, int] | None = None,
) -> DistrictModel:
    """Draw the direct estimates of districts towards a regression on covariates (Fay-Herriot).

    A district without interviews, or with too few, gets what the regression expects. The errors
    of shares are smoothed over the districts, so that one in which all answered alike stays in:
    without it the highest and lowest would be missing. Of means and gaps such a district is left
    to the regression. The direct estimate is shown only where enough people answered.

    Args:
        indicator: of the mapping.
        covariates: ``area`` and columns of numbers, one row for each district.
        thresholds: ``survey``, where the city asks for more than 30 answers.

    Raises:
        Refused: covariates are missing, or there are too few districts (S745).
        MissingExtraError: svy is not installed.

    Source: Fay and Herriot (1979), Journal of the American Statistical Association 74, 269-277;
    for the errors of shares Wolter (2007), Introduction to Variance Estimation, chapter 7.
    """
    names = _covariate_names(covariates, mapping)
    table = covariates.with_columns(pl.col(AREA).cast(pl.String))
    direct = {one.place.area: one for one in direct_by_area(data, mapping, indicator, level=level)}
    rule = next(one for one in mapping.indicators if one.id == indicator)
    lacking = [area for area in direct if area not in table[AREA].to_list()]
    holes = table.filter(pl.any_horizontal(pl.col(name).is_null() for name in names))[AREA]
    if lacking or holes.len():
        _refuse("small_area_missing", mapping, areas=listed([*lacking, *holes.to_list()]))
    ordered = table[AREA].to_list()
    held = [_usable(rule, direct.get(area)) for area in ordered]
    known = sum(one is not None for one in held)
    if known < max(FEWEST_AREAS, len(names) + 3):
        _refuse("small_area_few", mapping, count=known)
    fit = _fit(rule, held, table, names, mapping)
    least = Thresholds().raised(thresholds or {}).survey
    low, high = fit.interval(level).low, fit.interval(level).high
    ends = _within(rule, np.asarray(low), np.asarray(high))
    districts = tuple(
        _district(area, at, fit, ends, direct.get(area), least) for at, area in enumerate(ordered)
    )
    period = next(iter(direct.values())).place.period
    return DistrictModel(rule, mapping, period, names, districts, fit, level)


def _covariate_names(table: pl.DataFrame, mapping: SurveyMapping) -> tuple[str, ...]:
    names = tuple(name for name, kind in table.schema.items() if name != AREA and kind.is_numeric())
    if AREA not in table.columns or not names or table[AREA].is_duplicated().any():
        _refuse("small_area_column", mapping)
    return names


def _refuse(phrase: str, mapping: SurveyMapping, **values: Any) -> None:
    words = load_phrases("paseo.evidence.surveys")
    said = {language: words.say(phrase, language, **values) for language in words.map(phrase)}
    problems = Problems()
    place = Place(mapping.file)
    problems.add("S745", place, reason=LanguageMap(said), least=FEWEST_AREAS)
    problems.refuse()


def _usable(rule: IndicatorRule, one: Result | None) -> Result | None:
    """Return a direct estimate that a model can take: from some people, with an error."""
    if one is None or one.value is None or one.se is None or one.n < Thresholds().register:
        return None
    return one if one.se > 0 or rule.kind == "share" else None


def _fit(
    rule: IndicatorRule,
    held: list[Result | None],
    table: pl.DataFrame,
    names: tuple[str, ...],
    mapping: SurveyMapping,
) -> SmallAreas:
    x = np.column_stack(
        [np.ones(table.height), *(table[name].cast(pl.Float64).to_numpy() for name in names)]
    )
    y = np.array([np.nan if one is None or one.value is None else one.value for one in held])
    try:
        return fay_herriot(y, _variances(rule, held), x)
    except NumbersError as error:
        _refuse("small_area_model", mapping, error=str(error))
        raise


def _variances(rule: IndicatorRule, held: list[Result | None]) -> FloatArray:
    """Return the sampling variance of each district in the squared unit of the indicator."""
    se = np.array([np.nan if one is None or one.se is None else one.se for one in held])
    if rule.kind != "share":
        return np.asarray(se**2)
    shares = np.array(
        [np.nan if one is None or one.value is None else one.value / _PERCENT for one in held]
    )
    interviews = [0 if one is None else one.n for one in held]
    return smoothed_variance(shares, (se / _PERCENT) ** 2, interviews) * _PERCENT**2


def _within(
    rule: IndicatorRule, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Keep the ends of a share inside 0 to 100, those of a gap inside -100 to 100."""
    if not rule.counts:
        return low, high
    least = 0.0 if rule.kind == "share" else -100.0
    return np.clip(low, least, 100.0), np.clip(high, least, 100.0)


def _district(
    area: str,
    at: int,
    fit: SmallAreas,
    ends: tuple[FloatArray, FloatArray],
    direct: Result | None,
    least: int,
) -> DistrictEstimate:
    shown = direct is not None and direct.n >= least
    low, high = float(ends[0][at]), float(ends[1][at])
    return DistrictEstimate(
        area=area,
        # A regression may lead beyond what a share can be; the value stays between its ends.
        value=float(np.clip(fit.estimate[at], low, high)),
        se=float(fit.se[at]),
        low=low,
        high=high,
        gamma=float(fit.gamma[at]),
        direct=direct.value if shown and direct is not None else None,
        direct_se=(direct.se or None) if shown and direct is not None else None,
        n=direct.n if direct is not None else 0,
    )


def district_observations(
    model: DistrictModel, *, units: Mapping[str, str] | None = None, language: str = "en"
) -> pl.DataFrame:
    """Return the modelled values as observations of a definition of their own, status ``E``.

    They stand beside the direct ones and never take their place: the definition ends in
    ``-modelled``, and the note says what they are.
    """
    mapping, rule = model.mapping, model.rule
    unit = {"share": "percent", "gap": "percentage_points", "group_gap": "percentage_points"}
    rows = []
    for one in model.districts:
        row: dict[str, Any] = dict.fromkeys(columns.COLUMNS)
        row |= {
            columns.INDICATOR: rule.id,
            columns.AREA: one.area,
            columns.PERIOD: model.period,
            columns.BREAKDOWN: columns.TOTAL,
            columns.VALUE: one.value,
            columns.UNIT: (units or {}).get(rule.id) or unit.get(rule.kind),
            columns.STATUS: columns.ESTIMATED,
            columns.STANDARD_ERROR: one.se,
            columns.LOW: one.low,
            columns.HIGH: one.high,
            columns.LEVEL: model.level,
            columns.DEFINITION: modelled_definition(rule),
            columns.SCALE: rule.scale or None,
            columns.CUT: "+".join(rule.first.cut) or None,
            columns.BASE: rule.base,
            columns.MODE: mapping.survey.mode,
            columns.SAMPLE: mapping.survey.sample,
            columns.BOUNDARY: mapping.survey.boundary or None,
            columns.SOURCE: mapping.survey.id,
            columns.LICENCE: mapping.survey.licence or None,
            columns.NOTE: _note(one, model, language),
        }
        rows.append(row)
    return pl.DataFrame(rows, schema=columns.SCHEMA)


def modelled_definition(rule: IndicatorRule) -> str:
    """Return the definition of the modelled values of an indicator."""
    return (rule.definition or rule.id.lower()) + MODELLED


def modelled_wording(model: DistrictModel) -> Wording:
    """Return what the modelled values are, for the city's list of wordings."""
    words = load_phrases("paseo.evidence.surveys")
    asked = wording_text(model.mapping, model.rule) or LanguageMap(model.rule.id)
    said = {
        language: words.say("small_area_wording", language, text=asked.read(language).words)
        for language in words.map("small_area_wording")
    }
    definition = modelled_definition(model.rule)
    return Wording(definition, LanguageMap(said), model.rule.id, model.mapping.survey.id)


def _note(one: DistrictEstimate, model: DistrictModel, language: str) -> str:
    words = load_phrases("paseo.evidence.surveys")
    direct = (
        f"{one.direct:.1f}" if one.direct is not None else words.say("small_area_none", language)
    )
    note = words.say(
        "small_area_note", language, covariates=", ".join(model.covariates), direct=direct,
        gamma=f"{one.gamma:.2f}",
    )  # fmt: skip
    if model.rule.kind != "share":
        return note
    return "; ".join((note, words.say("small_area_smoothed", language)))
