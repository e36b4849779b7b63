"""Composite indicators: from a table of indicators to scores, with everything that was chosen."""

from paseo.stats.composite.built import Built
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Aggregation, Recipe, Step, Weighting
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Element, Structure
from paseo.stats.composite.values import Values

__all__ = [
    "Aggregation",
    "Built",
    "CompositeError",
    "Element",
    "Note",
    "Recipe",
    "Record",
    "Step",
    "Structure",
    "Values",
    "Weighting",
    "ranks",
]
