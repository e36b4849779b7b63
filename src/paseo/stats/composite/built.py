"""A finished index: every stage, its scores and ranks, and the account of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paseo.stats.checks import FloatArray
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.record import Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


@dataclass(frozen=True, eq=False)
class Built:
    """An index that was built.

    Attributes:
        structure: As it was used: with the weights that the weighting found, without what screening
            dropped.
        recipe: How it was made.
        stages: Name of the stage (``raw``, ``denominated``, ..., ``normalised``, ``aggregated``)
            to its values; ``aggregated`` holds indicators and then every aggregate, lowest level
            first. A stage whose step the recipe does without is not there.
        records: One for each step, weighting and aggregation included.
    """

    structure: Structure
    recipe: Recipe
    stages: Mapping[str, Values]
    records: tuple[Record, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Units that have come through screening."""
        return self.stages["aggregated"].units

    def scores(self, code: str = "") -> FloatArray:
        """Return the scores of an aggregate; without a code those of the (first) total."""
        return self.stages["aggregated"].column(code or self.structure.tops[0])

    def ranks(self, code: str = "") -> FloatArray:
        """Return the ranks of the units in an aggregate: 1 is the highest score, ties share the
        smallest rank, NaN where the score is missing."""
        from paseo.stats.composite.ranking import ranks

        return ranks(self.scores(code))
