"""Whether what one period has too much, the next has too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Autocorrelation:
    """Ljung and Box's test of residuals.

    Attributes:
        first: Correlation of neighbouring periods.
        statistic: The statistic over all lags; NaN where it cannot be told.
        lags: Lags looked at.
        p: Chance of such a statistic when periods are independent. In short series it is too
            small: of 36 to 96 independent months fitted with trend and step, 8 to 14 in a hundred
            fall under 0.05.
    """

    first: float
    statistic: float
    lags: int
    p: float


def ljung_box(residuals: FloatArray, cycle: int) -> Autocorrelation:
    """Test whether residuals go together over up to one cycle, at most a fourth of the periods.

    ``Q = n (n + 2) sum_l r_l^2 / (n - l)``, compared with chi-square on the lags. Unknown
    periods count as average ones.

    Args:
        residuals: Residuals in the order of time, NaN for unknown periods, (periods,).
        cycle: Periods of a cycle.

    Returns:
        The first correlation and the test.

    Source: Ljung and Box (1978), Biometrika 65, 297-303.

    Example:
        >>> import numpy as np
        >>> found = ljung_box(np.array([1.0, -1.0] * 10), 12)
        >>> round(found.first, 2), found.lags, found.p < 0.001
        (-0.95, 5, True)
    """
    from scipy import special

    known = ~np.isnan(residuals)
    n = int(known.sum())
    lags = max(1, min(cycle, n // 4))
    apart = np.where(known, residuals - residuals[known].mean(), 0.0)
    total = float(apart @ apart)
    # What is only rounding goes together or not by the way numbers are rounded.
    if total <= 1e-12 or n <= lags:
        return Autocorrelation(np.nan, np.nan, lags, np.nan)
    r = np.array([apart[lag:] @ apart[:-lag] / total for lag in range(1, lags + 1)])
    statistic = float(n * (n + 2) * (r**2 / (n - np.arange(1, lags + 1))).sum())
    return Autocorrelation(float(r[0]), statistic, lags, float(special.chdtrc(lags, statistic)))
