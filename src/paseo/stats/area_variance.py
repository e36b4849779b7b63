"""The model variance of the Fay-Herriot model, fitted for many sets of direct estimates at once.

The model is ``y_i = x_i' beta + u_i + e_i`` with ``Var(u_i) = A`` unknown and
``Var(e_i) = psi_i`` known. Everything below is algebra of p x p matrices after one diagonal
weighting, so that thousands of bootstrap refits cost one pass over an array.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray

Method = Literal["REML", "ML", "FH"]
METHODS: tuple[Method, ...] = ("REML", "ML", "FH")
#: Below this share of the median sampling variance, the model variance is zero.
_NOTHING = 1e-10


@dataclass(frozen=True, slots=True)
class VarianceFit:
    """The fitted model variance of each set of direct estimates.

    Attributes:
        variance: Model variance ``A`` of each set, zero or more, shape (sets,).
        steps: Steps that each set took.
        settled: False where the steps ran out first.
    """

    variance: FloatArray
    steps: NDArray[np.int64]
    settled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Regression:
    """Weighted least squares of many sets at one variance each.

    Attributes:
        weight: ``1 / (A + psi)``, shape (sets, areas).
        inverse: ``(X' W X)^-1``, shape (sets, p, p).
        beta: Coefficients, shape (sets, p).
        residual: ``y - X beta``, shape (sets, areas).
    """

    weight: FloatArray
    inverse: FloatArray
    beta: FloatArray
    residual: FloatArray


def regress(y: FloatArray, x: FloatArray, psi: FloatArray, variance: FloatArray) -> Regression:
    """Fit the coefficients at a given model variance.

    Args:
        y: Direct estimates, shape (sets, areas).
        x: Covariates, shape (areas, p).
        psi: Sampling variances, shape (areas,).
        variance: Model variance of each set, shape (sets,).

    Returns:
        The regression of each set.
    """
    weight = 1 / (variance[:, None] + psi)
    inverse = np.asarray(np.linalg.inv(_crossed(weight, x)), dtype=np.float64)
    beta = np.einsum("bpq,bq->bp", inverse, (weight * y) @ x)
    return Regression(weight, inverse, beta, y - beta @ x.T)


def fit_variance(
    y: FloatArray,
    x: FloatArray,
    psi: FloatArray,
    method: Method,
    *,
    precision: float = 1e-10,
    most_steps: int = 200,
) -> VarianceFit:
    """Find the model variance of each set by scoring, from the median sampling variance.

    REML and ML step by score over information; FH solves ``sum r_i^2 / (A + psi_i) = m - p``.
    A variance that would turn negative stays at zero. A set stops when its variance changes by
    less than ``precision`` of itself.

    Args:
        y: Direct estimates, shape (sets, areas).
        x: Covariates, shape (areas, p).
        psi: Sampling variances, shape (areas,).
        method: REML, ML, or FH (the moment equation of Fay and Herriot).
        precision: Relative change at which to stop.
        most_steps: Steps after which to give up.

    Returns:
        The variance of each set, with its steps.

    Source: Rao and Molina (2015), Small Area Estimation, 2nd edition, Wiley, section 6.1.2;
    Fay and Herriot (1979), Journal of the American Statistical Association 74, 269-277.
    """
    floor = _NOTHING * float(np.median(psi))
    fit = VarianceFit(
        np.full(len(y), float(np.median(psi))),
        np.zeros(len(y), dtype=np.int64),
        np.zeros(len(y), dtype=np.bool_),
    )
    for _ in range(most_steps):
        open_sets = np.flatnonzero(~fit.settled)
        if not open_sets.size:
            break
        before = fit.variance[open_sets]
        after = before + _step(y[open_sets], x, psi, before, method)
        after = np.where(after < floor, 0.0, after)
        fit.variance[open_sets] = after
        fit.steps[open_sets] += 1
        fit.settled[open_sets] = np.abs(after - before) <= precision * np.maximum(before, floor)
    return fit


def _step(
    y: FloatArray, x: FloatArray, psi: FloatArray, variance: FloatArray, method: Method
) -> FloatArray:
    fitted = regress(y, x, psi, variance)
    w, r = fitted.weight, fitted.residual
    if method == "FH":
        left = (w * r**2).sum(1) - (y.shape[1] - x.shape[1])
        # Newton's step; sum(w^2 r^2) is the slope, for beta moves only to second order.
        return np.asarray(left / np.maximum((w**2 * r**2).sum(1), 1e-300))
    square = (w**2 * r**2).sum(1)
    if method == "ML":
        return np.asarray((square - w.sum(1)) / (w**2).sum(1))
    second = fitted.inverse @ _crossed(w**2, x)
    third = fitted.inverse @ _crossed(w**3, x)
    trace = w.sum(1) - np.einsum("bpp->b", second)
    information = (
        (w**2).sum(1) - 2 * np.einsum("bpp->b", third) + np.einsum("bpq,bqp->b", second, second)
    )
    return np.asarray((square - trace) / information)


def _crossed(weight: FloatArray, x: FloatArray) -> FloatArray:
    """``X' W X`` of each set, from one product with the pairs of columns."""
    areas, p = x.shape
    pairs = (x[:, :, None] * x[:, None, :]).reshape(areas, p * p)
    return np.asarray((weight @ pairs).reshape(len(weight), p, p))


def log_likelihood(fitted: Regression) -> FloatArray:
    """Log likelihood of each set: ``-1/2 sum(log(2 pi V_i) + r_i^2 / V_i)``."""
    w, r = fitted.weight, fitted.residual
    return np.asarray(-0.5 * (np.log(2 * np.pi / w) + w * r**2).sum(1))
