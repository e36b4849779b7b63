"""Normal data with missing values: expectation-maximisation, for one sample or many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError

#: A covariance of standardised indicators whose smallest eigenvalue is below it is on its way to a
#: singular one, which any further round only brings nearer.
_SINGULAR = 1e-5


@dataclass(frozen=True, eq=False)
class NormalFit:
    """Normal distributions fitted to B weightings of the same n units and m indicators.

    Attributes:
        mean: B x m.
        covariance: B x m x m.
        rounds: Rounds that each took, B.
        converged: B.
    """

    mean: FloatArray
    covariance: FloatArray
    rounds: NDArray[np.intp]
    converged: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Gaps:
    """Units that miss the same number of indicators, R of them, k each.

    Attributes:
        rows: R.
        missing: R x k, positions of the indicators that are missing.
    """

    rows: NDArray[np.intp]
    missing: NDArray[np.intp]


def fit_normal(
    numbers: FloatArray,
    weights: FloatArray | None = None,
    *,
    prior: float = 0.0,
    tolerance: float = 1e-6,
    most: int = 1000,
    start: NormalFit | None = None,
) -> NormalFit:
    """Fit a multivariate normal distribution to values of which some are missing at random.

    E: missing values get their expectation given the known ones of the unit, ``mu_M - K_MM^-1 K_MO
    (x_O - mu_O)`` with the precision ``K``, and the covariance ``K_MM^-1`` is added. M: weighted
    mean and covariance ``S`` of the completed values. With a prior the covariance is ``(n S + prior
    D) / (n + prior)``, ``D`` the variances of the known values: so many units more, without any
    correlation. Without one it is the maximum of the likelihood.

    Args:
        numbers: n x m; NaN is missing. Units without any value say nothing.
        weights: B x n, zero or more; None for one fit with equal weights.
        prior: Zero or more units.
        tolerance: Largest change of means and covariances, in standard deviations, at which a fit
            has converged.
        most: Rounds.
        start: Where to start from; None for the known values taken one indicator at a time.

    Returns:
        The fits.

    Raises:
        CompositeError: ``em-undetermined``: the covariance becomes singular.

    Source: Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38;
    Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd edition, section 11.2; the
    prior: Honaker, King and Blackwell (2011), Journal of Statistical Software 45(7), section 4.7.1.

    Example:
        >>> data = np.array([[1.0, 2.0], [2.0, 4.1], [3.0, 5.9], [4.0, np.nan]])
        >>> fit_normal(data, tolerance=1e-10).mean.round(3).tolist()
        [[2.5, 4.975]]
    """
    centre, spread = _scale(numbers)
    data = (numbers - centre) / spread
    wanted = np.ones((1, len(data))) if weights is None else weights
    wanted = np.where(np.isnan(data).all(axis=1), 0.0, wanted)
    width = data.shape[1]
    if start is None:
        mean, covariance = np.zeros((1, width)), np.eye(width)[None]
    else:
        mean = (start.mean - centre) / spread
        covariance = start.covariance / (spread[:, None] * spread)
    mean = np.repeat(mean, len(wanted) // len(mean), axis=0)
    covariance = np.repeat(covariance, len(wanted) // len(covariance), axis=0)
    rounds = np.zeros(len(wanted), dtype=np.intp)
    found = gaps(data)
    active = np.arange(len(wanted))
    while active.size and rounds[active[0]] < most:
        new = _round(data, found, wanted[active], mean[active], covariance[active], prior)
        moved = np.maximum(
            np.abs(new[0] - mean[active]).max(axis=1),
            np.abs(new[1] - covariance[active]).max(axis=(1, 2)),
        )
        mean[active], covariance[active] = new
        rounds[active] += 1
        active = active[~(moved <= tolerance)]
    _refuse_singular(covariance, data)
    converged = np.ones(len(wanted), dtype=bool)
    converged[active] = False
    return NormalFit(
        mean * spread + centre, covariance * (spread[:, None] * spread), rounds, converged
    )


def expected(numbers: FloatArray, fit: NormalFit, noise: FloatArray | None = None) -> FloatArray:
    """Complete a table by each of B fitted distributions.

    Args:
        numbers: n x m; NaN is missing.
        fit: Of the table.
        noise: B x n x m standard normal numbers, for draws from the predictive distribution; None
            for its expectation.

    Returns:
        B x n x m.
    """
    spread = np.sqrt(np.einsum("bii->bi", fit.covariance))
    away = (numbers - fit.mean[:, None]) / spread[:, None]
    correlation = fit.covariance / (spread[:, :, None] * spread[:, None])
    precision = np.asarray(np.linalg.inv(correlation), dtype=np.float64)
    pulled = np.where(np.isnan(away), 0.0, away) @ precision
    made = np.repeat(numbers[None], len(fit.mean), axis=0)
    for gap in gaps(numbers):
        rows, out = gap.rows[:, None], gap.missing
        value, covariance = _conditional(pulled, precision, gap)
        if noise is not None:
            root = np.linalg.cholesky(covariance)
            value = value + (root @ noise[:, rows, out][..., None])[..., 0]
        made[:, rows, out] = value * spread[:, out] + fit.mean[:, out]
    return made


def gaps(numbers: FloatArray) -> list[Gaps]:
    """Group the units that miss something by how much they miss."""
    missing = np.isnan(numbers)
    counts = missing.sum(axis=1)
    found = []
    for count in np.unique(counts[counts > 0]).tolist():
        rows = np.flatnonzero(counts == count)
        found.append(Gaps(rows, np.nonzero(missing[rows])[1].reshape(-1, count)))
    return found


def _conditional(
    pulled: FloatArray, precision: FloatArray, gap: Gaps
) -> tuple[FloatArray, FloatArray]:
    """Expectation and covariance of what is missing, given what is known.

    Args:
        pulled: B x n x m: deviations of known values (zero for missing ones) times precision.
        precision: B x m x m.
        gap: Units.

    Returns:
        B x R x k and B x R x k x k.
    """
    out = gap.missing
    inside = precision[:, out[:, :, None], out[:, None, :]]
    covariance = np.asarray(np.linalg.inv(inside), dtype=np.float64)
    known = pulled[:, gap.rows[:, None], out]
    return -(covariance @ known[..., None])[..., 0], covariance


def _round(
    data: FloatArray,
    found: list[Gaps],
    weights: FloatArray,
    mean: FloatArray,
    covariance: FloatArray,
    prior: float,
) -> tuple[FloatArray, FloatArray]:
    """One round of expectation and maximisation, in standardised units."""
    try:
        precision = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    except np.linalg.LinAlgError:
        _refuse_singular(covariance, data)
        raise
    count, width = mean.shape
    away = data - mean[:, None]
    away[:, np.isnan(data)] = 0.0
    pulled = away @ precision
    extra = np.zeros((count, width * width))
    for gap in found:
        out = gap.missing
        value, inside = _conditional(pulled, precision, gap)
        away[:, gap.rows[:, None], out] = value
        inside *= weights[:, gap.rows, None, None]
        cells = (out[:, :, None] * width + out[:, None, :]).ravel()
        for at in range(count):
            extra[at] += np.bincount(cells, inside[at].ravel(), width * width)
    total = weights.sum(axis=1)[:, None]
    shift = (weights[:, None] @ away)[:, 0] / total
    away -= shift[:, None]
    scatter = (away * weights[:, :, None]).mT @ away + extra.reshape(count, width, width)
    scatter += prior * np.eye(width)
    return mean + shift, scatter / (total + prior)[:, :, None]


def _scale(numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
    known = ~np.isnan(numbers)
    count = known.sum(axis=0)
    centre = np.where(known, numbers, 0.0).sum(axis=0) / count
    away = np.where(known, numbers - centre, 0.0)
    spread = np.sqrt((away * away).sum(axis=0) / count)
    return centre, np.where(spread > 0, spread, 1.0)


def _refuse_singular(covariance: FloatArray, data: FloatArray) -> None:
    smallest = np.linalg.eigvalsh(covariance)[:, 0] if np.isfinite(covariance).all() else -1.0
    if np.any(smallest < _SINGULAR):
        units, indicators = int((~np.isnan(data)).any(axis=1).sum()), data.shape[1]
        raise CompositeError(
            "em-undetermined",
            f"{units} units do not determine how {indicators} indicators hang together: give a "
            "prior, or fill in within smaller blocks.",
            "impute", units=units, indicators=indicators,
        )  # fmt: skip
