"""What an index rests on: its data, how they go together, and what really moves the total."""

from paseo.stats.composite.analysis.components import (
    Components,
    Reliability,
    components,
    reliability,
)
from paseo.stats.composite.analysis.correlations import (
    Correlations,
    Pair,
    correlations,
    pairs,
    with_levels_above,
    within_groups,
)
from paseo.stats.composite.analysis.describing import Analysis, describe
from paseo.stats.composite.analysis.influence import Influence, influence, main_effect
from paseo.stats.composite.analysis.removing import mean_shifts, rank_shifts, removal
from paseo.stats.composite.analysis.statistics import ColumnStatistics, statistics

__all__ = [
    "Analysis",
    "ColumnStatistics",
    "Components",
    "Correlations",
    "Influence",
    "Pair",
    "Reliability",
    "components",
    "correlations",
    "describe",
    "influence",
    "main_effect",
    "mean_shifts",
    "pairs",
    "rank_shifts",
    "reliability",
    "removal",
    "statistics",
    "with_levels_above",
    "within_groups",
]
