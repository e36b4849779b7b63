"""From children to their parent: how scores of one level become one score of the next."""

from paseo.stats.composite.aggregation.hierarchy import apply
from paseo.stats.composite.aggregation.many import METHODS, aggregate_many, unfit

__all__ = ["METHODS", "aggregate_many", "apply", "unfit"]
