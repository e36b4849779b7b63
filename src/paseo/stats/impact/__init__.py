"""Did it work? Methods for two counts, areas side by side, series, panels and survey waves.

No method here proves a cause: each says what changed and how surely, and its text says what it
cannot see.
"""

from paseo.stats.impact.autocorrelation import Autocorrelation
from paseo.stats.impact.before_after import BeforeAfter, Caution, pooled
from paseo.stats.impact.difference_in_differences import (
    Difference,
    count_difference,
    mean_change_difference,
)
from paseo.stats.impact.disagreement import SideBySide, side_by_side
from paseo.stats.impact.displacement import (
    DisplacementDifference,
    Rates,
    displacement_difference,
    harm_difference,
)
from paseo.stats.impact.effect import Alternative, Effect
from paseo.stats.impact.effect_ratio import RelativeEffect, relative_effect
from paseo.stats.impact.interrupted import interrupted_series
from paseo.stats.impact.interrupted_result import Family, InterruptedSeries, SeriesCaution
from paseo.stats.impact.overdispersion import VarianceFactor, variance_factor
from paseo.stats.impact.panel_difference import (
    PanelCaution,
    PanelDifference,
    ParallelPast,
    panel_difference,
)
from paseo.stats.impact.poisson_e_test import e_test
from paseo.stats.impact.power import (
    Expected,
    counts_needed,
    difference_power,
    ratio_power,
    smallest_clear_difference,
    smallest_detectable_difference,
)
from paseo.stats.impact.power_of_rates import (
    TwoRates,
    rate_equivalence_power,
    rate_ratio_power,
    units_needed,
)
from paseo.stats.impact.quotient import (
    DisplacementQuotient,
    Reading,
    Unreadable,
    displacement_quotient,
    reading_of,
)
from paseo.stats.impact.rate_intervals import one_rate
from paseo.stats.impact.synthetic import (
    SyntheticCaution,
    SyntheticControl,
    Tried,
    synthetic_control,
)
from paseo.stats.impact.synthetic_placebos import Placebos, leave_one_out, placebo_runs
from paseo.stats.impact.two_counts import RateTest, rate_ratio_interval, rate_ratio_test
from paseo.stats.impact.waves import (
    PairedShares,
    WaveChange,
    mean_change,
    paired_mean_change,
    paired_share_change,
    share_change,
)

__all__ = [
    "Alternative",
    "Autocorrelation",
    "BeforeAfter",
    "Caution",
    "Difference",
    "DisplacementDifference",
    "DisplacementQuotient",
    "Effect",
    "Expected",
    "Family",
    "InterruptedSeries",
    "PairedShares",
    "PanelCaution",
    "PanelDifference",
    "ParallelPast",
    "Placebos",
    "RateTest",
    "Rates",
    "Reading",
    "RelativeEffect",
    "SeriesCaution",
    "SideBySide",
    "SyntheticCaution",
    "SyntheticControl",
    "Tried",
    "TwoRates",
    "Unreadable",
    "VarianceFactor",
    "WaveChange",
    "count_difference",
    "counts_needed",
    "difference_power",
    "displacement_difference",
    "displacement_quotient",
    "e_test",
    "harm_difference",
    "interrupted_series",
    "leave_one_out",
    "mean_change",
    "mean_change_difference",
    "one_rate",
    "paired_mean_change",
    "paired_share_change",
    "panel_difference",
    "placebo_runs",
    "pooled",
    "rate_equivalence_power",
    "rate_ratio_interval",
    "rate_ratio_power",
    "rate_ratio_test",
    "ratio_power",
    "reading_of",
    "relative_effect",
    "share_change",
    "side_by_side",
    "smallest_clear_difference",
    "smallest_detectable_difference",
    "synthetic_control",
    "units_needed",
    "variance_factor",
]
