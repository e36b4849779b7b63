"""From the columns of a survey to its design: strata, clusters, weights, and their adjustment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paseo.content.problems import Place, Problems, Refused
from paseo.evidence.surveys.checks import margin_cells, margin_totals
from paseo.evidence.surveys.data import SurveyData, replicate_columns
from paseo.evidence.surveys.design_checks import design_keys, weights_of
from paseo.evidence.surveys.mapping import SurveyMapping, WeightStep
from paseo.evidence.surveys.recoding import numbers_of
from paseo.stats.survey import (
    SurveyDesign,
    SurveyError,
    post_stratify,
    rake,
    trim_weights,
)


@dataclass(frozen=True)
class Sample:
    """The respondents of one wave with their design.

    Args:
        data: those who answered and whose weight is above nought, in the order of the design.
        design: after every step of weighting.
        drawn: persons drawn; None where the file holds only those who answered.
    """

    data: SurveyData
    design: SurveyDesign
    period: str
    mode: str
    sample: str
    drawn: int | None = None


def survey_design(data: SurveyData, mapping: SurveyMapping) -> tuple[SurveyData, SurveyDesign]:
    """Return the respondents with a weight, and their design after every weighting step.

    Args:
        data: of one wave, checked (:func:`.checks.check_survey`).
        mapping: names the columns of the design and the steps.

    Raises:
        Refused: when the design cannot be, or a step finds no weights.
        MissingExtraError: a step needs svy, which is not installed.
    """
    weight = weights_of(data, mapping)
    if (weight <= 0).any():
        data = data.only(np.flatnonzero(weight > 0).tolist())
        weight = weight[weight > 0]
    try:
        design = SurveyDesign(weight=weight, **_parts(data, mapping))
    except SurveyError as error:
        raise _refused("S742", data.place(), id=mapping.survey.id, error=str(error)) from error
    for step in mapping.weighting:
        try:
            design = _adjusted(data, design, step)
        except SurveyError as error:
            raise _refused("S740", data.place(), step=step.step, error=str(error)) from error
    return data, design


def _refused(code: str, place: Place, **values: Any) -> Refused:
    problems = Problems()
    problems.add(code, place, **values)
    return Refused(problems)


def _parts(data: SurveyData, mapping: SurveyMapping) -> dict[str, Any]:
    design = mapping.design
    strata, clusters = design_keys(data, mapping)
    parts: dict[str, Any] = {"lonely": design.single_clusters}
    if design.strata:
        parts["stratum"] = strata.to_numpy()
    if design.clusters:
        parts["cluster"] = clusters.to_numpy()
    if design.population_size:
        parts["fpc"] = numbers_of(data.frame[design.population_size]).to_numpy()
    if design.replicates is not None:
        given = design.replicates
        parts["replicates"] = _replicates(data, mapping)
        parts["replicate_kind"] = given.kind
        parts["fay"] = given.fay
        parts["replicate_df"] = given.degrees_of_freedom
        if given.scale:
            parts["replicate_scale"] = (
                given.scale[0] if len(given.scale) == 1 else np.array(given.scale)
            )
    return parts


def _replicates(data: SurveyData, mapping: SurveyMapping) -> NDArray[np.float64]:
    columns = [numbers_of(data.frame[name]) for name in replicate_columns(mapping, data.frame)]
    one_below_the_other = pl.concat(columns).rechunk().to_numpy()
    return one_below_the_other.reshape((data.respondents, len(columns)), order="F")


def _adjusted(data: SurveyData, design: SurveyDesign, step: WeightStep) -> SurveyDesign:
    if step.step == "trim":
        cap = step.most * float(np.median(design.weight))
        return trim_weights(design, upper=cap) if design.weight.max() > cap else design
    cells = {
        f"{at} {' / '.join(one.columns)}": (margin_cells(data, one).to_numpy(), margin_totals(one))
        for at, one in enumerate(step.margins)
    }
    if step.step == "post_stratify":
        values, totals = next(iter(cells.values()))
        return post_stratify(design, values, totals)
    return rake(
        design,
        {name: values for name, (values, _) in cells.items()},
        {name: totals for name, (_, totals) in cells.items()},
    )
