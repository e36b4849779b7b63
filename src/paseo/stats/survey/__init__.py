"""Design-based survey estimation: numbers in, estimates with their uncertainty out.

Estimation itself is svy's (extra ``survey``), loaded when something is asked; `engine` says
what is ours and why. `paseo.stats.proportions` takes published shares instead of answers.
"""

from paseo.stats.survey.association import IndependenceTest, rao_scott
from paseo.stats.survey.comparisons import survey_change, survey_difference, survey_gap
from paseo.stats.survey.design import Adjustment, SurveyDesign
from paseo.stats.survey.estimates import (
    Estimate,
    survey_count,
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_share,
    survey_total,
)
from paseo.stats.survey.problems import DesignProblem, MissingExtraError, SurveyError
from paseo.stats.survey.regression import SurveyRegression, Term, survey_regression
from paseo.stats.survey.replicates import make_replicates
from paseo.stats.survey.weighting import (
    EffectiveSample,
    calibrate,
    effective_sample,
    post_stratify,
    rake,
    trim_weights,
)

__all__ = [
    "Adjustment",
    "DesignProblem",
    "EffectiveSample",
    "Estimate",
    "IndependenceTest",
    "MissingExtraError",
    "SurveyDesign",
    "SurveyError",
    "SurveyRegression",
    "Term",
    "calibrate",
    "effective_sample",
    "make_replicates",
    "post_stratify",
    "rake",
    "rao_scott",
    "survey_change",
    "survey_count",
    "survey_difference",
    "survey_gap",
    "survey_mean",
    "survey_quantile",
    "survey_ratio",
    "survey_regression",
    "survey_share",
    "survey_total",
    "trim_weights",
]
