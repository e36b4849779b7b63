"""Log-linear models of counts: ``log(mean) = x beta + offset``, by Newton's method.

A kernel of our own for Poisson, because jackknife and placebo runs fit hundreds of small models
and a page must not wait for a large package to load. The tests hold it to statsmodels. The
negative binomial, whose dispersion is estimated too, is statsmodels' (extra ``impact``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.extras import MissingExtraError

EXTRA = "impact"
ROUNDS, CLOSE = 60, 1e-10
#: Beyond this, a mean is no longer a number of events.
LARGEST_LOG = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted model.

    Attributes:
        beta: Coefficients, one for each column of the design.
        mean: Expected events.
        bread: Inverse information of the coefficients, (columns, columns).
        alpha: Extra variance of the negative binomial, ``mean + alpha mean^2``; 0 for Poisson.
    """

    beta: FloatArray
    mean: FloatArray
    bread: FloatArray
    alpha: float = 0.0


def fit_poisson(x: FloatArray, y: FloatArray, offset: FloatArray) -> Fit:
    """Maximum likelihood of a Poisson model.

    Newton steps ``(X'MX)^-1 X'(y - m)``, halved while the likelihood falls.

    Args:
        x: Design, (n, columns), of full rank.
        y: Events, (n,), zero or more, not all zero.
        offset: Known part of the logarithm, (n,).

    Returns:
        The fit.

    Raises:
        NumbersError: No finite answer exists, as where a column meets zeros only.

    Source: Nelder and Wedderburn (1972), Journal of the Royal Statistical Society A 135,
    370-384.

    Example:
        >>> import numpy as np
        >>> fit = fit_poisson(np.ones((3, 1)), np.array([2.0, 4.0, 6.0]), np.zeros(3))
        >>> round(float(np.exp(fit.beta[0])), 9)
        4.0
    """
    beta = _start(x, y, offset)
    mean = _mean(x, beta, offset)
    gained = _likelihood(y, mean)
    for _ in range(ROUNDS):
        step = _solved((x.T * mean) @ x, x.T @ (y - mean))
        before = gained
        beta, mean, gained = _uphill(x, y, offset, beta, step, before)
        if gained - before <= CLOSE * (abs(gained) + 1):
            return Fit(beta, mean, _solved((x.T * mean) @ x, np.eye(x.shape[1])))
    raise _without_answer()


def fit_negative_binomial(x: FloatArray, y: FloatArray, offset: FloatArray) -> Fit:
    """Maximum likelihood of a negative binomial model with variance ``m + alpha m^2``.

    Where the counts vary no more than Poisson, ``alpha`` is zero and the fit is Poisson's.

    Args:
        x: Design, (n, columns).
        y: Events, (n,).
        offset: Known part of the logarithm, (n,).

    Returns:
        The fit; the bread is that of the coefficients, from the joint information.

    Raises:
        MissingExtraError: statsmodels is not installed.
        NumbersError: No finite answer was found.

    Source: Lawless (1987), Canadian Journal of Statistics 15, 209-225.
    """
    poisson = fit_poisson(x, y, offset)
    spread = ((y - poisson.mean) ** 2 - y).sum() / (poisson.mean**2).sum()
    if ((y - poisson.mean) ** 2 / poisson.mean).sum() <= len(y) - x.shape[1] or spread <= 0:
        return poisson
    found = _negative_binomial(x, y, offset, np.append(poisson.beta, spread))
    columns = x.shape[1]
    beta, alpha = found.params[:columns], float(found.params[columns])
    covariance = np.asarray(found.cov_params())[:columns, :columns]
    if not (alpha > 0 and np.isfinite(covariance).all()):
        raise _without_answer()
    return Fit(beta, _mean(x, beta, offset), covariance, alpha)


def pearson(y: FloatArray, fit: Fit) -> FloatArray:
    """Pearson residuals, ``(y - m) / sqrt(m + alpha m^2)``."""
    return np.asarray((y - fit.mean) / np.sqrt(fit.mean + fit.alpha * fit.mean**2))


def scores(x: FloatArray, y: FloatArray, fit: Fit) -> FloatArray:
    """Each entry's part of the score of the coefficients, (n, columns)."""
    return np.asarray(x * ((y - fit.mean) / (1 + fit.alpha * fit.mean))[:, None])


def newey_west(
    bread: FloatArray, by_period: FloatArray, lags: int, observations: int
) -> FloatArray:
    """Covariance that allows errors of neighbouring periods to go together.

    ``B (G_0 + sum_l (1 - l/(L+1)) (G_l + G_l')) B n / (n - k)`` with ``G_l`` the sum of the
    products of scores ``l`` periods apart. Periods without a count have a score of zero.

    Args:
        bread: Inverse information, (columns, columns).
        by_period: Scores summed over all series of a period, (periods, columns).
        lags: Periods over which errors may go together, zero or more.
        observations: Counts that the model was fitted to, more than its columns.

    Returns:
        The covariance of the coefficients.

    Source: Newey and West (1987), Econometrica 55, 703-708; Driscoll and Kraay (1998), Review
    of Economics and Statistics 80, 549-560 (sums over series).
    """
    meat = by_period.T @ by_period
    for lag in range(1, lags + 1):
        product = by_period[lag:].T @ by_period[:-lag]
        meat += (1 - lag / (lags + 1)) * (product + product.T)
    small = observations / (observations - bread.shape[0])
    return np.asarray(bread @ meat @ bread * small)


def _start(x: FloatArray, y: FloatArray, offset: FloatArray) -> FloatArray:
    """Least squares of the logarithms, a start near the answer for any scale."""
    level = np.log(np.maximum(y, 0.0) + 0.5) - offset
    return np.asarray(np.linalg.lstsq(x, level, rcond=None)[0])


def _uphill(
    x: FloatArray,
    y: FloatArray,
    offset: FloatArray,
    beta: FloatArray,
    step: FloatArray,
    before: float,
) -> tuple[FloatArray, FloatArray, float]:
    """The longest of the step's halves that raises the likelihood; no step when none does."""
    for half in range(30):
        tried = beta + step / 2**half
        mean = _mean(x, tried, offset)
        gained = _likelihood(y, mean)
        if gained >= before:
            return tried, mean, gained
    return beta, _mean(x, beta, offset), before


def _mean(x: FloatArray, beta: FloatArray, offset: FloatArray) -> FloatArray:
    return np.exp(np.clip(x @ beta + offset, -LARGEST_LOG, LARGEST_LOG))


def _likelihood(y: FloatArray, mean: FloatArray) -> float:
    return float((y * np.log(mean) - mean).sum())


def _solved(a: FloatArray, b: FloatArray) -> FloatArray:
    try:
        found = np.linalg.solve(a, b)
    except np.linalg.LinAlgError as fault:
        raise _without_answer() from fault
    if not np.isfinite(found).all():
        raise _without_answer()
    return np.asarray(found)


def _without_answer() -> NumbersError:
    return NumbersError(
        "not-fitted",
        "The model has no finite answer for these counts: they hold too many zeros or too few"
        " periods for it. Use longer periods, or a simpler model.",
    )


def _negative_binomial(x: FloatArray, y: FloatArray, offset: FloatArray, start: FloatArray) -> Any:
    try:
        from statsmodels.discrete.discrete_model import NegativeBinomial
    except ImportError as fault:
        raise MissingExtraError("statsmodels", EXTRA) from fault
    import warnings

    with warnings.catch_warnings():
        # A failure shows in the result, which is looked at, and not on the screen of a person.
        warnings.simplefilter("ignore")
        found = NegativeBinomial(y, x, offset=offset).fit(
            start_params=start, method="bfgs", maxiter=1000, gtol=1e-8, disp=0
        )
        return NegativeBinomial(y, x, offset=offset).fit(
            start_params=found.params, method="newton", maxiter=50, tol=1e-12, disp=0
        )
