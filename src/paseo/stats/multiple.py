"""Several tests read together: what stays clear when many comparisons are looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, a_share, as_numbers


def holm(p: ArrayLike) -> FloatArray:
    """Holm's adjusted p-values: ``max over j <= i of min(1, (m - j + 1) p_(j))``.

    A comparison whose adjusted p lies under 1 - level is clear at that level for the whole
    family: the chance of even one false clear difference stays under 1 - level.

    Args:
        p: P-values of one family of comparisons; NaN where a comparison is not possible, which
            does not count.

    Returns:
        The adjusted p-values in the same order; NaN stays NaN.

    Raises:
        NumbersError: A p-value outside 0 to 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Example:
        >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
        [0.03, 0.06, 0.06]
    """
    (given,) = as_numbers(p=p)
    a_share(p=given)
    adjusted = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    factors = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(given[order] * factors), 1.0)
    return adjusted
