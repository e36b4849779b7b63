"""Tables of many replications at once, with whatever they share held once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.draws import IntArray
from paseo.stats.composite.values import Values


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of a block of replications at one stage.

    Attributes:
        values: Units, codes, groups and columns beside; its numbers are those of all replications
            where ``rows`` and ``cells`` are None.
        structure: The hierarchy at this stage.
        numbers: Distinct tables, v x units x indicators.
        rows: Replication to its table; None unless whole tables differ.
        cells: Replication and indicator to the table that its column comes from; None unless
            columns differ.
    """

    values: Values
    structure: Structure
    numbers: FloatArray
    rows: IntArray | None = None
    cells: IntArray | None = None

    @classmethod
    def shared(cls, values: Values, structure: Structure) -> Tables:
        """Return one table for all replications."""
        return cls(values, structure, values.numbers[None])

    @property
    def alike(self) -> bool:
        """Whether all replications have the same table."""
        return self.rows is None and self.cells is None

    def take(self, at: IntArray) -> Tables:
        """Return the tables of some replications."""
        return replace(
            self,
            rows=None if self.rows is None else self.rows[at],
            cells=None if self.cells is None else self.cells[at],
        )

    def each(self, count: int) -> Tables:
        """Return the same with a table of its own for each of ``count`` replications."""
        if self.cells is not None:
            across = np.arange(self.numbers.shape[2])
            numbers = self.numbers[self.cells[:, None, :], self._down()[:, None], across]
        elif self.rows is not None:
            numbers = self.numbers[self.rows]
        else:
            numbers = np.repeat(self.numbers, count, axis=0)
        return replace(self, numbers=numbers, rows=np.arange(count), cells=None)

    def one(self, at: int) -> Values:
        """Return the table of one replication."""
        if self.alike:
            return self.values
        if self.rows is not None:
            return self.values.with_numbers(self.numbers[self.rows[at]])
        return self.take(np.array([at])).each(1).one(0)

    def _down(self) -> IntArray:
        return np.arange(self.numbers.shape[1])
