"""Imputation by the centre of all units, of a group, or by the last earlier wave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.values import Values


def centres(numbers: FloatArray, how: str) -> FloatArray:
    """Return the mean or median of the known values of each indicator.

    Args:
        numbers: ... x units x indicators; NaN is missing.
        how: ``mean`` or ``median``.

    Returns:
        ... x 1 x indicators; NaN where nothing is known.
    """
    known = ~np.isnan(numbers)
    count = known.sum(axis=-2, keepdims=True)
    if how == "mean":
        total = np.where(known, numbers, 0.0).sum(axis=-2, keepdims=True)
        return np.asarray(
            np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
        )
    ordered = np.sort(numbers, axis=-2)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    high = np.minimum(high, numbers.shape[-2] - 1)
    middle = np.take_along_axis(ordered, low, -2) + np.take_along_axis(ordered, high, -2)
    return np.asarray(np.where(count > 0, middle / 2, np.nan))


def impute_centre(numbers: FloatArray, how: str = "mean") -> FloatArray:
    """Fill missing values with the mean or median of the indicator's known values.

    Args:
        numbers: ... x units x indicators; NaN is missing.
        how: ``mean`` or ``median``.

    Returns:
        The filled table; an indicator without any value stays missing.

    Source: Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd edition,
    section 4.2. The spread of the indicator becomes too small and its correlations too weak.

    Example:
        >>> impute_centre(np.array([[1.0], [np.nan], [5.0]])).tolist()
        [[1.0], [3.0], [5.0]]
    """
    return np.where(np.isnan(numbers), centres(numbers, how), numbers)


def impute_by_group(
    numbers: FloatArray, groups: Sequence[NDArray[np.intp]], how: str = "mean", fewest: int = 1
) -> FloatArray:
    """Fill missing values with the mean or median of the known values of the unit's group.

    Args:
        numbers: ... x units x indicators; NaN is missing.
        groups: Positions of the units of each group; a unit in none is not filled.
        how: ``mean`` or ``median``.
        fewest: Known values that a group must have, else its missing ones stay missing.

    Returns:
        The filled table.

    Source: Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd edition,
    section 4.2 (means within adjustment cells).

    Example:
        >>> impute_by_group(np.array([[1.0], [np.nan], [5.0]]), [np.array([0, 1])]).tolist()
        [[1.0], [1.0], [5.0]]
    """
    filled = numbers.copy()
    for rows in groups:
        inside = numbers[..., rows, :]
        enough = (~np.isnan(inside)).sum(axis=-2, keepdims=True) >= fewest
        filled[..., rows, :] = np.where(np.isnan(inside) & enough, centres(inside, how), inside)
    return filled


def impute_last_wave(values: Values, waves: int = 0) -> tuple[FloatArray, NDArray[np.intp]]:
    """Fill missing values with the unit's own value of the latest earlier wave that has one.

    Args:
        values: The table with its earlier waves, latest first; units and codes are matched by
            name.
        waves: How many waves back at most; 0 for all.

    Returns:
        The filled table, and from which wave each value comes: 0 is its own, 1 the last one, -1
        none.

    Raises:
        CompositeError: ``no-earlier-waves``.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Example:
        >>> before = Values.of(["a"], ["x"], [[7.0]])
        >>> now = Values.of(["a"], ["x"], [[None]], earlier=[before])
        >>> impute_last_wave(now)[0].tolist()
        [[7.0]]
    """
    if not values.earlier:
        raise CompositeError(
            "no-earlier-waves",
            "There is no earlier wave to fill in from: add one, or impute in another way.",
            "impute",
        )
    filled = values.numbers.copy()
    source = np.where(np.isnan(filled), -1, 0).astype(np.intp)
    for back, wave in enumerate(values.earlier[: waves or None], start=1):
        then = _matched(values, wave)
        new = np.isnan(filled) & ~np.isnan(then)
        filled[new], source[new] = then[new], back
    return filled, source


def _matched(values: Values, wave: Values) -> FloatArray:
    """An earlier wave in the rows and columns of the table."""
    rows = {unit: at for at, unit in enumerate(wave.units)}
    columns = {code: at for at, code in enumerate(wave.codes)}
    padded = np.full((len(wave.units) + 1, len(wave.codes) + 1), np.nan)
    padded[:-1, :-1] = wave.numbers
    at = np.array([rows.get(unit, -1) for unit in values.units])
    across = np.array([columns.get(code, -1) for code in values.codes])
    return np.asarray(padded[np.ix_(at, across)])
