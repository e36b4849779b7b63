"""Covariances of an interrupted series whose neighbouring periods may go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.impact.loglinear import Fit, newey_west, pearson, scores

#: No correlation of neighbours is taken to be larger.
HIGHEST = 0.95
#: Squared residuals that are only rounding, as of counts that a model meets to the digit.
ROUNDING = 1e-12
#: Chance of counts that vary so little under Poisson, below which it is said.
RARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The rows that a model was fitted to.

    Attributes:
        x: Columns, (rows, columns).
        y: Events.
        period: Index of the period of each row.
        series: Which series each row is of.
    """

    x: FloatArray
    y: FloatArray
    period: NDArray[np.intp]
    series: NDArray[np.intp]

    @property
    def apart(self) -> NDArray[np.intp]:
        """Periods between each two rows of one series, -1 between rows of two, (rows, rows)."""
        apart = np.abs(np.subtract.outer(self.period, self.period))
        return np.where(np.equal.outer(self.series, self.series), apart, -1)

    def weighted(self, fit: Fit) -> FloatArray:
        """Columns times the root of the weight that the fit gives each row."""
        root = np.sqrt(fit.mean / (1 + fit.alpha * fit.mean))
        return np.asarray(self.x * root[:, None])

    @property
    def periods(self) -> int:
        """Periods from the first to the last."""
        return int(self.period.max()) + 1


def less_than_chance(dispersion: float, df: int) -> bool:
    """Return whether counts vary less than all but one in twenty Poisson series do.

    >>> less_than_chance(0.1, 33), less_than_chance(0.9, 33)
    (True, False)
    """
    from scipy import special

    return bool(special.chdtr(df, dispersion * df) < RARE)


def variances(gradient: FloatArray, covariances: tuple[FloatArray, ...]) -> FloatArray:
    """Variance of each function of the coefficients by each covariance, (covariances, ...)."""
    return np.array(
        [np.einsum("...i,ij,...j->...", gradient, one, gradient) for one in covariances]
    )


def widest(gradient: FloatArray, covariances: tuple[FloatArray, ...]) -> FloatArray:
    """The covariance by which one function of the coefficients varies most."""
    return covariances[int(np.argmax(variances(gradient, covariances)))]


def going_together(held: Held, fit: Fit) -> float:
    """Correlation of the errors of neighbouring periods, cleared of what fitting takes from it.

    Residuals ``r = M e`` go together less than errors do. The answer is the ``rho`` of
    first-order errors under which ``r_t r_(t+1)`` over ``r_t^2`` would be as seen:
    ``trace(M R M S) / trace(M R)`` with ``R_tu = rho^|t-u|`` and S one where periods are
    neighbours in one series. 0 where it is below zero or cannot be told; at most 0.95.

    Source: after Kendall (1954), Biometrika 41, 403-404, and Marriott and Pope (1954), Biometrika
    41, 390-402 (the bias, for a mean alone); the traces are those of any linear fit.
    """
    left = pearson(held.y, fit)
    apart = held.apart
    neighbours = (apart == 1) / 2
    total = float(left @ left)
    rows = held.weighted(fit)
    out = np.eye(held.y.size) - rows @ fit.bread @ rows.T
    if total <= ROUNDING or not neighbours.any() or not np.trace(out) > 0:
        return 0.0
    used = apart >= 0
    along, across = (
        np.bincount(apart[used], weights=matrix[used]) for matrix in (out, out @ neighbours @ out)
    )
    rho = np.linspace(0, HIGHEST, 96)
    powers = rho[:, None] ** np.arange(along.size)
    expected = np.maximum.accumulate((powers @ across) / (powers @ along))
    seen = float(left @ neighbours @ left) / total
    return float(np.interp(seen, expected, rho))


def allowing_neighbours(
    held: Held, fit: Fit, dispersion: float, first: float, lags: int
) -> tuple[FloatArray, ...]:
    """What the covariance may be where neighbouring periods go together.

    Newey and West's is too small in short series, whatever their correlation, so that two stand
    beside it: that of independent periods, and ``s B X'W^(1/2) R W^(1/2) X B`` with
    ``R_tu = rho^|t-u|`` within each series, the covariance of the same estimate where errors are
    of the first order. Its scale s is the sum of squared residuals over what it would be at s = 1,
    ``trace((I - H) R)``, and not below 1. Intervals take the widest for what they are of.

    Args:
        held: Rows of the fit.
        fit: The fit.
        dispersion: Pearson dispersion.
        first: Correlation of neighbours, from 0 to 1.
        lags: Lags of Newey and West.

    Returns:
        The covariances of the coefficients.

    Source: Newey and West (1987), Econometrica 55, 703-708; Zeger (1988), Biometrika 75, 621-629
    (log-linear models of counts with errors of the first order).
    """
    n = held.y.size
    by_period = np.zeros((held.periods, held.x.shape[1]))
    np.add.at(by_period, held.period, scores(held.x, held.y, fit))
    hac = newey_west(fit.bread, by_period, lags, n)
    scale = max(dispersion, 1.0)
    apart = held.apart
    related = np.where(apart >= 0, first ** np.maximum(apart, 0), 0.0)
    rows = held.weighted(fit)
    seen = np.trace(related) - np.trace(fit.bread @ (rows.T @ related @ rows))
    squares = float((pearson(held.y, fit) ** 2).sum())
    ordered = max(squares / seen, 1.0) if seen > 0 else scale
    first_order = ordered * fit.bread @ (rows.T @ related @ rows) @ fit.bread
    return fit.bread * scale, hac, first_order
