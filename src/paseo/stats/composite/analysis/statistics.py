"""What each column of a stage looks like: how much is known, where it lies, how it is shaped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.treatment import excess_kurtosis, skewness
from paseo.stats.composite.values import Values


@dataclass(frozen=True, slots=True)
class ColumnStatistics:
    """Figures of one indicator or aggregate at one stage; NaN where too little is known.

    Attributes:
        code: Of the column.
        n: Known values.
        missing: Missing ones.
        minimum, maximum, mean, median: Of the known values, in their unit.
        sd: Standard deviation, with n - 1.
        skewness: Adjusted (G1): 0 for a symmetric shape; three values or more.
        kurtosis: Adjusted excess (G2): 0 for a normal shape; four values or more.
        zeros: Values that are exactly zero.
        unique: Different values.
        most_alike: How many units share the commonest value.
        outliers: The shape speaks of outliers: |skewness| above 2 and kurtosis above 3.5.
    """

    code: str
    n: int
    missing: int
    minimum: float
    maximum: float
    mean: float
    median: float
    sd: float
    skewness: float
    kurtosis: float
    zeros: int
    unique: int
    most_alike: int
    outliers: bool


def statistics(values: Values) -> tuple[ColumnStatistics, ...]:
    """Describe every column of a table.

    Args:
        values: Any stage of an index.

    Returns:
        One for each column, in their order.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 4; limits of
    skewness and kurtosis as in Becker and others (2022), Journal of Open Source Software 7(78),
    4567 (COINr).

    Example:
        >>> (found,) = statistics(Values.of(["a", "b", "c", "d"], ["x"], [[0], [2], [None], [2]]))
        >>> found.n, found.missing, found.zeros, found.unique, found.most_alike, found.median
        (3, 1, 1, 2, 2, 2.0)
    """
    return tuple(
        _column(code, column) for code, column in zip(values.codes, values.numbers.T, strict=True)
    )


def _column(code: str, column: FloatArray) -> ColumnStatistics:
    known = column[~np.isnan(column)]
    n = len(known)
    if not n:
        unknown = (float("nan"),) * 7
        return ColumnStatistics(code, 0, len(column), *unknown, 0, 0, 0, False)
    alike = np.unique(known, return_counts=True)[1]
    constant = len(alike) == 1
    skew = float("nan") if constant else float(skewness(known))
    kurtosis = float("nan") if constant else float(excess_kurtosis(known))
    sd = float(known.std(ddof=1)) if n > 1 else float("nan")
    return ColumnStatistics(
        code, n, len(column) - n, float(known.min()), float(known.max()), float(known.mean()),
        float(np.median(known)), sd, skew, kurtosis, int((known == 0).sum()), len(alike),
        int(alike.max()), abs(skew) > 2 and kurtosis > 3.5,
    )  # fmt: skip
