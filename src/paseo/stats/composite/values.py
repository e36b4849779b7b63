"""The values of an index at one stage: units down, indicators across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError

#: Largest number that can still be squared and summed without running over.
LARGEST: Final = 1e100


@dataclass(frozen=True, eq=False)
class Values:
    """A table of numbers with the codes of its rows and columns; NaN is missing.

    Attributes:
        units: Codes of the units (cities, areas), each once.
        codes: Codes of the columns (indicators, later aggregates too), each once.
        numbers: Units x codes.
        groups: Name of a grouping to the group of each unit; an empty text is no group.
        beside: Name of a column that is no indicator (a denominator) to one number for each unit.
        errors: Standard error of each number, units x codes, NaN where it is not known; None where
            none is known.
        earlier: The same table of earlier waves, latest first, for filling in from the last wave.

    Raises:
        CompositeError: ``unit-twice``, ``code-twice``, ``shapes-differ``, ``infinite``.

    Example:
        >>> table = Values.of(["a", "b"], ["x"], [[1.0], [None]])
        >>> table.column("x").tolist()
        [1.0, nan]
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    numbers: FloatArray
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, FloatArray] = field(default_factory=dict)
    errors: FloatArray | None = None
    earlier: tuple[Values, ...] = ()

    def __post_init__(self) -> None:
        _once(self.units, "unit-twice", "The unit %s stands in the table twice: keep one row.")
        _once(self.codes, "code-twice", "The code %s stands in the table twice: rename one column.")
        shape = (len(self.units), len(self.codes))
        for array in (self.numbers, self.errors):
            if array is not None and array.shape != shape:
                raise CompositeError(
                    "shapes-differ", f"Numbers of shape {array.shape} for {shape} units and codes."
                )
        for array, what in ((self.numbers, "number"), (self.errors, "standard error")):
            if array is None or not (too_large := np.abs(array) > LARGEST).any():
                continue
            code = self.codes[int(np.argmax(too_large.any(axis=0)))]
            raise CompositeError(
                "infinite",
                f"{code} holds an infinite {what}, or one over {LARGEST:g}: leave it empty, or "
                "take a larger unit.",
                code,
            )  # fmt: skip

    @classmethod
    def of(
        cls,
        units: Sequence[str],
        codes: Sequence[str],
        numbers: ArrayLike,
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        beside: Mapping[str, ArrayLike] | None = None,
        errors: ArrayLike | None = None,
        earlier: Sequence[Values] = (),
    ) -> Values:
        """Make a table from plain lists; None is missing."""
        return cls(
            tuple(units),
            tuple(codes),
            np.array(numbers, dtype=np.float64).reshape(len(units), len(codes)),
            {name: tuple(held) for name, held in (groups or {}).items()},
            {name: np.array(held, dtype=np.float64) for name, held in (beside or {}).items()},
            None if errors is None else np.array(errors, dtype=np.float64),
            tuple(earlier),
        )

    def column(self, code: str) -> FloatArray:
        """Return one column; a copy of its numbers.

        Raises:
            CompositeError: ``code-unknown``.
        """
        return self.numbers[:, self.position(code)].copy()

    def position(self, code: str) -> int:
        """Return where a column stands.

        Raises:
            CompositeError: ``code-unknown``.
        """
        try:
            return self.codes.index(code)
        except ValueError:
            raise CompositeError(
                "code-unknown", f"There is no column {code}.", code, known=self.codes
            ) from None

    def with_numbers(self, numbers: FloatArray) -> Values:
        """Return the same table with other numbers of the same shape.

        Standard errors belong to numbers and do not survive a change of them.
        """
        return replace(self, numbers=numbers, errors=None)

    def keep_units(self, kept: Sequence[bool] | FloatArray) -> Values:
        """Return the table of some units, in the same order."""
        mask = np.asarray(kept, dtype=bool)
        return Values(
            tuple(unit for unit, stays in zip(self.units, mask, strict=True) if stays),
            self.codes,
            self.numbers[mask],
            {
                name: tuple(one for one, stays in zip(held, mask, strict=True) if stays)
                for name, held in self.groups.items()
            },
            {name: held[mask] for name, held in self.beside.items()},
            None if self.errors is None else self.errors[mask],
            tuple(one.keep_units(mask) if one.units == self.units else one for one in self.earlier),
        )

    def keep_codes(self, codes: Sequence[str]) -> Values:
        """Return the table of some columns, in the order given.

        Raises:
            CompositeError: ``code-unknown``.
        """
        at = [self.position(code) for code in codes]
        return replace(
            self,
            codes=tuple(codes),
            numbers=self.numbers[:, at],
            errors=None if self.errors is None else self.errors[:, at],
        )


def _once(names: Sequence[str], code: str, sentence: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CompositeError(code, sentence % name, name)
        seen.add(name)
