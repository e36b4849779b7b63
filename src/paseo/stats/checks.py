"""Numbers in, checked: one error type, one way to read numbers and to give them back."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = float | FloatArray


class NumbersError(ValueError):
    """Numbers that cannot be what they are said to be.

    The sentence is for programmers and logs. Floors above translate by ``code``
    and point at the entry by ``position``.

    Attributes:
        code: Stable name of the fault, such as ``numerator-above-denominator``.
        position: Index of the first entry at fault, or None when it is not one entry.
    """

    def __init__(self, code: str, sentence: str, position: tuple[int, ...] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.position = position


def as_numbers(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read named inputs as float arrays of one common shape; None and NaN mean unknown.

    Args:
        named: Scalars or arrays that broadcast against each other.

    Returns:
        One float64 array for each input, all of the same shape.

    Raises:
        NumbersError: An input is no number or infinite, or the shapes do not fit.
    """
    arrays = []
    for name, given in named.items():
        try:
            array = np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError) as fault:
            raise NumbersError(
                "not-numbers", f"{name} holds something that is no number: give numbers, or NaN."
            ) from fault
        refuse(np.isinf(array), "infinite", f"{name} must be finite: use NaN for unknown", array)
        arrays.append(array)
    try:
        return tuple(np.broadcast_arrays(*arrays))
    except ValueError as fault:
        shapes = ", ".join(f"{name} {a.shape}" for name, a in zip(named, arrays, strict=True))
        raise NumbersError(
            "shapes-differ", f"The inputs differ in shape ({shapes}): give one entry for each."
        ) from fault


def refuse(bad: NDArray[np.bool_], code: str, sentence: str, shown: FloatArray) -> None:
    """Raise a NumbersError that names the first entry marked bad; do nothing when none is."""
    if not bad.any():
        return
    position = tuple(int(i) for i in np.argwhere(bad)[0])
    where = f" at entry {', '.join(map(str, position))}" if position else ""
    raise NumbersError(code, f"{sentence} (found {shown[position]:g}{where}).", position)


def not_negative(**named: FloatArray) -> None:
    """Refuse values under zero; zero is a number and unknown (NaN) passes."""
    for name, array in named.items():
        sentence = f"{name} cannot be negative: give zero or more, NaN for unknown"
        refuse(array < 0, "negative", sentence, array)


def a_share(**named: FloatArray) -> None:
    """Refuse shares outside 0 to 1."""
    for name, array in named.items():
        sentence = f"{name} must lie between 0 and 1: divide percentages by 100"
        refuse((array < 0) | (array > 1), "share-out-of-range", sentence, array)


def a_level(level: float) -> float:
    """Refuse a confidence level that is not strictly between 0 and 1."""
    if not 0 < level < 1:
        raise NumbersError(
            "level-out-of-range",
            f"The confidence level must lie between 0 and 1, such as 0.95 (found {level!r}).",
        )
    return float(level)


def given_back(array: FloatArray) -> Numbers:
    """Give a scalar for scalar input and an array for array input."""
    return float(array) if array.ndim == 0 else array
