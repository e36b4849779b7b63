"""How sure the scores and ranks of an index are, and which choice drives them."""

from paseo.stats.composite.uncertainty.checks import check_plan
from paseo.stats.composite.uncertainty.driving import drivers
from paseo.stats.composite.uncertainty.replicating import replicate
from paseo.stats.composite.uncertainty.running import run

__all__ = ["check_plan", "drivers", "replicate", "run"]
