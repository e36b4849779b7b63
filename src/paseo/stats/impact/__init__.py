"""Did it work? Methods for two counts, areas side by side, series, panels and survey waves.

No method here proves a cause: each says what changed and how surely, and its text says what it
cannot see.
"""

from paseo.stats.impact.difference_in_differences import (
    Difference,
    PanelCaution,
    PanelDifference,
    ParallelPast,
    count_difference,
    mean_change_difference,
    panel_difference,
)
from paseo.stats.impact.interrupted import (
    Autocorrelation,
    Family,
    InterruptedSeries,
    SeriesCaution,
    interrupted_series,
)
from paseo.stats.impact.synthetic import (
    Placebos,
    SyntheticControl,
    leave_one_out,
    placebo_runs,
    synthetic_control,
)
from paseo.stats.impact.waves import (
    PairedShares,
    WaveChange,
    mean_change,
    paired_mean_change,
    paired_share_change,
    share_change,
)

__all__ = [
    "Autocorrelation",
    "Difference",
    "Family",
    "InterruptedSeries",
    "PairedShares",
    "PanelCaution",
    "PanelDifference",
    "ParallelPast",
    "Placebos",
    "SeriesCaution",
    "SyntheticControl",
    "WaveChange",
    "count_difference",
    "interrupted_series",
    "leave_one_out",
    "mean_change",
    "mean_change_difference",
    "paired_mean_change",
    "paired_share_change",
    "panel_difference",
    "placebo_runs",
    "share_change",
    "synthetic_control",
]
