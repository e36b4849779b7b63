"""Ground floor: numbers in, numbers out. Knows no city and imports nothing of ours."""

from paseo.stats.agreement import Agreement, ac1, agreement_table, kappa, percent_agreement
from paseo.stats.checks import NumbersError
from paseo.stats.differences import (
    Direction,
    clear_difference,
    clear_differences,
    difference_of,
    direction,
    directions,
    ratio_of,
)
from paseo.stats.interval import Interval, simultaneous_level
from paseo.stats.means import mean_difference, mean_from_se, survey_mean
from paseo.stats.position import Place, Spread, place_among, quantiles, spread
from paseo.stats.proportions import (
    effective_n,
    exact_share,
    interviews_needed,
    kish_design_effect,
    margin_of_error,
    share,
    share_difference,
    share_ratio,
    survey_share,
)
from paseo.stats.rates import (
    count,
    mean_rate,
    rate,
    rate_difference,
    rate_ratio,
    standardised_rate,
)
from paseo.stats.smoothing import Shrunken, shrink, shrink_locally, shrink_poisson_gamma

__all__ = [
    "Agreement",
    "Direction",
    "Interval",
    "NumbersError",
    "Place",
    "Shrunken",
    "Spread",
    "ac1",
    "agreement_table",
    "clear_difference",
    "clear_differences",
    "count",
    "difference_of",
    "direction",
    "directions",
    "effective_n",
    "exact_share",
    "interviews_needed",
    "kappa",
    "kish_design_effect",
    "margin_of_error",
    "mean_difference",
    "mean_from_se",
    "mean_rate",
    "percent_agreement",
    "place_among",
    "quantiles",
    "rate",
    "rate_difference",
    "rate_ratio",
    "ratio_of",
    "share",
    "share_difference",
    "share_ratio",
    "shrink",
    "shrink_locally",
    "shrink_poisson_gamma",
    "simultaneous_level",
    "spread",
    "standardised_rate",
    "survey_mean",
    "survey_share",
]
