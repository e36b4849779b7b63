"""From children to their parent: how scores of one level become one score of the next."""

from paseo.stats.composite.aggregation.doubt import Doubt, benefit_of_doubt
from paseo.stats.composite.aggregation.fitness import FAULT_OF
from paseo.stats.composite.aggregation.hierarchy import apply
from paseo.stats.composite.aggregation.kemeny import KEMENY_MOST, KemenyOrder, kemeny_order
from paseo.stats.composite.aggregation.many import (
    METHODS,
    aggregate_many,
    checked_settings,
    unfit,
)
from paseo.stats.composite.aggregation.pairwise import outranking

__all__ = [
    "FAULT_OF",
    "KEMENY_MOST",
    "METHODS",
    "Doubt",
    "KemenyOrder",
    "aggregate_many",
    "apply",
    "benefit_of_doubt",
    "checked_settings",
    "kemeny_order",
    "outranking",
    "unfit",
]
