"""Design-based survey estimation: numbers in, estimates with their uncertainty out.

Estimation itself is svy's (extra ``survey``), loaded when something is asked; `engine` says
what is ours and why. `paseo.stats.proportions` takes published shares instead of answers.
"""

from paseo.stats.extras import MissingExtraError
from paseo.stats.survey.association import IndependenceTest, rao_scott
from paseo.stats.survey.codes import Grouping
from paseo.stats.survey.comparisons import survey_change, survey_difference, survey_gap
from paseo.stats.survey.design import Adjustment, SurveyDesign
from paseo.stats.survey.district_plan import (
    CityPlan,
    DistrictPlan,
    allocate,
    plan_districts,
    plan_districts_for_margin,
)
from paseo.stats.survey.estimates import (
    Estimate,
    survey_count,
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_share,
    survey_total,
)
from paseo.stats.survey.problems import DesignProblem, SurveyError
from paseo.stats.survey.regression import SurveyRegression, Term, survey_regression
from paseo.stats.survey.replicates import make_replicates
from paseo.stats.survey.sample_plan import (
    SamplePlan,
    cluster_effect,
    plan_for_change,
    plan_for_margin,
    plan_of,
    power_to_detect,
)
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
    "CityPlan",
    "DesignProblem",
    "DistrictPlan",
    "EffectiveSample",
    "Estimate",
    "Grouping",
    "IndependenceTest",
    "MissingExtraError",
    "SamplePlan",
    "SurveyDesign",
    "SurveyError",
    "SurveyRegression",
    "Term",
    "allocate",
    "calibrate",
    "cluster_effect",
    "effective_sample",
    "make_replicates",
    "plan_districts",
    "plan_districts_for_margin",
    "plan_for_change",
    "plan_for_margin",
    "plan_of",
    "post_stratify",
    "power_to_detect",
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
