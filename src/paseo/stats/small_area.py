"""Fay-Herriot estimates for districts with few interviews, with their mean squared error.

A district's own (direct) estimate is drawn towards what a regression over all districts expects
of it, the more the less certain it is. The result is modelled, and must be marked so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.area_variance import (
    METHODS,
    Method,
    Regression,
    fit_variance,
    log_likelihood,
    regress,
)
from paseo.stats.checks import (
    FloatArray,
    NumbersError,
    a_level,
    a_share,
    as_numbers,
    not_negative,
    refuse,
)
from paseo.stats.interval import Interval, made, two_sided_z

Benchmark = Literal["ratio", "difference", "uncertainty"]
#: Refits that are held in memory together.
_BLOCK = 2000


@dataclass(frozen=True, slots=True, eq=False)
class SmallAreas:
    """The fit of a Fay-Herriot model and its estimates, one entry for each area.

    Attributes:
        estimate: EBLUP ``gamma y + (1 - gamma) x' beta``; the synthetic value where the area has
            no direct estimate. In the unit of the direct estimates.
        mse: Estimated mean squared error of the estimate.
        synthetic: ``x' beta``.
        gamma: Weight of the direct estimate, ``A / (A + psi)``; 0 where there is none.
        residual: Standardised residual ``(y - x' beta) / sd``; NaN without a direct estimate.
        direct: True where the area has a direct estimate.
        beta: Coefficients of the covariates.
        covariance: Covariance matrix of the coefficients.
        variance: Model variance ``A``.
        log_likelihood: Log likelihood at the fit.
        method: REML, ML or FH.
        steps: Steps of the fit.
    """

    estimate: FloatArray
    mse: FloatArray
    synthetic: FloatArray
    gamma: FloatArray
    residual: FloatArray
    direct: NDArray[np.bool_]
    beta: FloatArray
    covariance: FloatArray
    variance: float
    log_likelihood: float
    method: str
    steps: int

    @property
    def se(self) -> FloatArray:
        """Square root of the mean squared error."""
        return np.sqrt(self.mse)

    @property
    def aic(self) -> float:
        """Akaike's criterion ``-2 l + 2 (p + 1)``."""
        return -2 * self.log_likelihood + 2 * (len(self.beta) + 1)

    @property
    def bic(self) -> float:
        """Schwarz's criterion ``-2 l + (p + 1) log m`` over the m areas that were fitted."""
        return -2 * self.log_likelihood + (len(self.beta) + 1) * float(np.log(self.direct.sum()))

    def interval(self, level: float = 0.95) -> Interval:
        """The estimates with normal intervals from their mean squared errors."""
        half = two_sided_z(a_level(level)) * self.se
        name = f"Fay-Herriot EBLUP ({self.method}), modelled"
        return made(
            self.estimate, self.estimate - half, self.estimate + half, level=level, method=name
        )


def fay_herriot(
    direct: ArrayLike,
    sampling_variance: ArrayLike,
    covariates: ArrayLike,
    *,
    method: Method = "REML",
    precision: float = 1e-10,
    most_steps: int = 200,
) -> SmallAreas:
    """Draw direct estimates of areas towards a regression: ``gamma y + (1 - gamma) x' beta``.

    ``gamma_i = A / (A + psi_i)``. The mean squared error is ``g1 + g2 + 2 g3`` for REML and
    that less ``bias(A) (1 - gamma)^2`` for ML and FH, which bias the variance ``A``; never less
    than ``g1 + g2``, the error were ``A`` known.

    Args:
        direct: Direct estimate of each area; NaN or None where it has none.
        sampling_variance: Its variance, above zero, in the squared unit; NaN where it has none.
        covariates: Shape (areas, p), complete, a column of ones included where an intercept is
            wanted.
        method: REML (restricted maximum likelihood), ML, or FH (the moment equation).
        precision: Relative change of the variance at which the fit stops.
        most_steps: Steps after which to give up.

    Returns:
        Estimates for every area, with the fit.

    Raises:
        NumbersError: A variance is not above zero, a covariate is missing, there are too few
            areas for the coefficients, the covariates depend on each other, or the fit does not
            settle.

    Source: Fay and Herriot (1979), Journal of the American Statistical Association 74, 269-277;
    Prasad and Rao (1990), same journal 85, 163-171; Datta and Lahiri (2000), Statistica Sinica
    10, 613-627; Datta, Rao and Smith (2005), Biometrika 92, 183-196.

    Example:
        >>> safe = fay_herriot([0.62, 0.48, 0.71, 0.55], [0.002, 0.004, 0.001, 0.003],
        ...                    [[1, 3], [1, 1], [1, 4], [1, 2]])
        >>> safe.estimate.round(3)
        array([0.629, 0.473, 0.707, 0.551])
    """
    y, psi, x = _read(direct, sampling_variance, covariates, method)
    held = ~np.isnan(y)
    ys, xs, ps = y[None, held], x[held], psi[held]
    found = fit_variance(ys, xs, ps, method, precision=precision, most_steps=most_steps)
    if not found.settled[0]:
        raise NumbersError(
            "fit-does-not-settle",
            f"The model variance did not settle in {most_steps} steps: look for an area whose"
            " direct estimate or variance is far from the others, or use another method.",
        )
    variance = float(found.variance[0])
    fitted = regress(ys, xs, ps, found.variance)
    return SmallAreas(
        **_predicted(y, psi, x, variance, fitted),
        mse=_mse(psi, x, held, variance, fitted, method),
        direct=held,
        beta=fitted.beta[0],
        covariance=fitted.inverse[0],
        variance=variance,
        log_likelihood=float(log_likelihood(fitted)[0]),
        method=method,
        steps=int(found.steps[0]),
    )


def bootstrap_mse(
    fit: SmallAreas,
    sampling_variance: ArrayLike,
    covariates: ArrayLike,
    *,
    refits: int = 1000,
    seed: int = 0,
) -> FloatArray:
    """Mean squared error of each area's estimate by parametric bootstrap.

    New truths are drawn from the fitted model, new direct estimates from the truths; the model
    is fitted anew to each set, and the squared errors are averaged. The fitted variance stands in
    for the true one, without a correction for its own error: the result lies somewhat under the
    formula of `fay_herriot`, most so for ML.

    Args:
        fit: The fitted model.
        sampling_variance: As given to `fay_herriot`.
        covariates: As given to `fay_herriot`.
        refits: Number of sets, at least 2.
        seed: Start of the random numbers; the same seed gives the same result.

    Returns:
        The mean squared error of each area.

    Raises:
        NumbersError: Too few refits, or the shapes differ from the fit.

    Source: González-Manteiga and others (2008), Journal of Statistical Computation and
    Simulation 78, 443-462; Butar and Lahiri (2003), Journal of Statistical Planning and
    Inference 112, 63-76.
    """
    if refits < 2:
        raise NumbersError("too-few-refits", f"Give 2 refits or more (found {refits}).")
    filled = np.where(fit.direct, fit.synthetic, np.nan)
    method: Method = next(known for known in METHODS if known == fit.method)
    _, psi, x = _read(filled, sampling_variance, covariates, method)
    held, chance = fit.direct, np.random.default_rng(seed)
    total = np.zeros(len(x))
    for start in range(0, refits, _BLOCK):
        sets = min(_BLOCK, refits - start)
        truth = fit.synthetic + np.sqrt(fit.variance) * chance.standard_normal((sets, len(x)))
        noise = np.sqrt(psi[held]) * chance.standard_normal((sets, int(held.sum())))
        drawn = truth[:, held] + noise
        # A looser stop than for the estimate itself: the bootstrap's own error is far larger.
        found = fit_variance(drawn, x[held], psi[held], method, precision=1e-6)
        fitted = regress(drawn, x[held], psi[held], found.variance)
        predicted = fitted.beta @ x.T
        gamma = found.variance[:, None] * fitted.weight
        predicted[:, held] += gamma * fitted.residual
        total += ((predicted - truth) ** 2).sum(0)
    return total / refits


def benchmark(
    fit: SmallAreas,
    shares: ArrayLike,
    city: float,
    *,
    how: Benchmark = "ratio",
) -> FloatArray:
    """Move the estimates so that their population-weighted sum equals the city's own estimate.

    ``ratio`` multiplies all by one factor, ``difference`` adds one amount to all,
    ``uncertainty`` moves an area in proportion to its mean squared error, so that well-known
    areas hardly move: ``e_i + mse_i w_i (t - sum w e) / sum w^2 mse``.

    Args:
        fit: The fitted model.
        shares: Share of each area in the city's population (or its population, with the city's
            total as target); above zero for at least one.
        city: The city's direct estimate, in the unit of ``sum shares * estimate``.
        how: ratio, difference or uncertainty.

    Returns:
        The moved estimates. Their mean squared errors are not those of the fit; the city's own
        estimate has an error too.

    Raises:
        NumbersError: The way is unknown, the shares are negative or of another length, or the
            target is no number.

    Source: Wang, Fuller and Qu (2008), Survey Methodology 34, 29-36; Rao and Molina (2015),
    Small Area Estimation, section 6.4.6.

    Example:
        >>> areas = fay_herriot([0.62, 0.48, 0.71, 0.55], [0.002, 0.004, 0.001, 0.003],
        ...                     [[1], [1], [1], [1]])
        >>> moved = benchmark(areas, [0.3, 0.2, 0.3, 0.2], 0.60)
        >>> round(float(moved @ [0.3, 0.2, 0.3, 0.2]), 12)
        0.6
    """
    if how not in get_args(Benchmark):
        known = ", ".join(get_args(Benchmark))
        raise NumbersError("unknown-benchmark", f"Benchmark by one of {known} (found {how}).")
    (weight,) = as_numbers(shares=shares)
    if weight.shape != fit.estimate.shape:
        raise NumbersError(
            "shapes-differ",
            f"Give one share for each area (found {weight.shape} for {len(fit.estimate)} areas).",
        )
    weight = np.nan_to_num(weight, nan=-1.0)
    refuse(weight < 0, "negative", "Population shares cannot be missing or negative", weight)
    target = float(city)
    before = float(weight @ fit.estimate)
    if not np.isfinite(target) or weight.sum() <= 0:
        raise NumbersError("no-benchmark", "The city's value and its areas' shares are needed.")
    if how == "ratio":
        if before == 0 or target / before <= 0:
            raise NumbersError(
                "no-ratio", "The areas sum to zero or to the other sign: benchmark by difference."
            )
        return np.asarray(fit.estimate * (target / before))
    if how == "difference":
        return np.asarray(fit.estimate + (target - before) / weight.sum())
    pull = fit.mse * weight
    return np.asarray(fit.estimate + pull * (target - before) / float(weight @ pull))


def smoothed_variance(shares: ArrayLike, variances: ArrayLike, interviews: ArrayLike) -> FloatArray:
    """Sampling variance of the share of each area, smoothed over the areas: ``d P (1 - P) / n``.

    P is the share over all areas and d the average design effect ``v n / (p (1 - p))`` of the
    areas with an estimated variance, both weighted by interviews. An estimated variance of few
    interviews is itself unsure, and zero where all answered alike: left as it is, such an area
    would be taken for exactly known, and left out, the high and low areas would be missing.

    Args:
        shares: Direct share of each area, 0 to 1; NaN where it has none.
        variances: Its estimated variance, zero or more; NaN where unknown.
        interviews: Answers in each area.

    Returns:
        The smoothed variance of each area; NaN without interviews.

    Raises:
        NumbersError: No area has an estimated variance above zero, or a number is impossible.

    Source: Wolter (2007), Introduction to Variance Estimation, 2nd edition, Springer, chapter 7
    (generalised variance functions); Rao and Molina (2015), section 6.4.1.

    Example:
        >>> smoothed_variance([0.5, 0.7, 1.0], [0.005, 0.004, 0.0], [50, 60, 10]).round(4)
        array([0.005 , 0.0041, 0.0248])
    """
    p, v, n = as_numbers(shares=shares, variances=variances, interviews=interviews)
    a_share(shares=p)
    not_negative(variances=v, interviews=n)
    asked = ~np.isnan(p) & (n > 0)
    told = asked & (v > 0) & (p > 0) & (p < 1)
    if not told.any():
        raise NumbersError(
            "no-variance", "No area has an estimated variance above zero to smooth from."
        )
    effect = np.average(v[told] * n[told] / (p[told] * (1 - p[told])), weights=n[told])
    pooled = np.average(p[asked], weights=n[asked])
    return np.where(asked, effect * pooled * (1 - pooled) / np.where(asked, n, 1.0), np.nan)


def _read(
    direct: ArrayLike, sampling_variance: ArrayLike, covariates: ArrayLike, method: Method
) -> tuple[FloatArray, FloatArray, FloatArray]:
    if method not in METHODS:
        raise NumbersError(
            "unknown-method", f"The method is one of {', '.join(METHODS)} (found {method})."
        )
    y, psi = as_numbers(direct=direct, sampling_variance=sampling_variance)
    (x,) = as_numbers(covariates=covariates)
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y):
        raise NumbersError(
            "shapes-differ",
            f"Give one row of covariates for each area (found {x.shape} for {len(y)} areas).",
        )
    refuse(np.isnan(x), "covariate-missing", "Every area needs all its covariates", x)
    held = ~np.isnan(y)
    shown = np.where(np.isnan(psi), 0.0, psi)
    refuse(
        held & (shown <= 0),
        "variance-not-positive",
        "An area with a direct estimate needs a sampling variance above zero; where all answered"
        " alike, smooth the variances over the areas first",
        shown,
    )
    _enough(x[held])
    return y, psi, x


def _enough(x: FloatArray) -> None:
    m, p = x.shape
    if m < p + 2:
        raise NumbersError(
            "too-few-areas",
            f"{m} areas with a direct estimate are too few for {p} coefficients and a variance:"
            f" {p + 2} are needed.",
        )
    if np.linalg.matrix_rank(x) < p:
        raise NumbersError(
            "covariates-dependent",
            "The covariates repeat each other over the areas with a direct estimate: leave out"
            " one (a constant column, or one of a full set of indicators).",
        )


def _predicted(
    y: FloatArray, psi: FloatArray, x: FloatArray, variance: float, fitted: Regression
) -> dict[str, FloatArray]:
    held = ~np.isnan(y)
    synthetic = x @ fitted.beta[0]
    gamma = np.zeros(len(y))
    gamma[held] = variance * fitted.weight[0]
    estimate = synthetic.copy()
    estimate[held] += gamma[held] * fitted.residual[0]
    spread = 1 / fitted.weight[0] - _leverage(x[held], fitted.inverse[0])
    residual = np.full(len(y), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual[held] = fitted.residual[0] / np.sqrt(np.maximum(spread, 0))
    return {
        "estimate": estimate, "synthetic": synthetic, "gamma": gamma, "residual": residual,
    }  # fmt: skip


def _leverage(x: FloatArray, inverse: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("ip,pq,iq->i", x, inverse, x))


def _mse(
    psi: FloatArray,
    x: FloatArray,
    held: NDArray[np.bool_],
    variance: float,
    fitted: Regression,
    method: Method,
) -> FloatArray:
    """Second-order mean squared error; ``A + x' Q x`` where there is no direct estimate."""
    w, m = fitted.weight[0], int(held.sum())
    inverse = fitted.inverse[0]
    mse = variance + _leverage(x, inverse)
    shrunk = 1 - variance * w
    g1 = variance * w * psi[held]
    g2 = shrunk**2 * _leverage(x[held], inverse)
    first, second = float(w.sum()), float((w**2).sum())
    spread = 2 * m / first**2 if method == "FH" else 2 / second
    g3 = psi[held] ** 2 * w**3 * spread
    # Not knowing A cannot help: with few areas the correction alone could turn an error negative.
    more = np.maximum(2 * g3 - _bias(x[held], w, inverse, method) * shrunk**2, 0)
    mse[held] = g1 + g2 + more
    return mse


def _bias(x: FloatArray, w: FloatArray, inverse: FloatArray, method: Method) -> float:
    """First-order bias of the fitted model variance."""
    first, second = float(w.sum()), float((w**2).sum())
    if method == "ML":
        return -float(np.trace(inverse @ (x.T @ (x * (w**2)[:, None])))) / second
    if method == "FH":
        return 2 * (len(w) * second - first**2) / first**3
    return 0.0
