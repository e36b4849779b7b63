"""Areas over periods with a level of each area taken out: the kernel of panel models.

Counts follow ``mean = area exposure exp(period + own treated)``. Given each area's total, its
events are multinomial over the periods, so that the levels of the areas need not be estimated:
the answer is that of Poisson with a dummy for each area. Means follow ``mean = area + period +
own treated``, and the levels leave with the area's own mean. All areas share the columns of the
periods and all treated ones those of the measure, so that the information is two sums of
products of shares, and no table of dummies is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray, NumbersError

ROUNDS, CLOSE = 60, 1e-10
#: Smallest share of the largest eigenvalue that still identifies a coefficient.
IDENTIFIED = 1e-10
#: A step of a logarithm as large as this comes of columns that cannot be told apart.
FAR = 1e6
#: Numbers that the fits without each area hold at once.
LARGEST = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Outcomes of areas over periods.

    Attributes:
        y: Outcome, (areas, periods); NaN is unknown.
        exposure: What counts are taken over, (areas, periods).
        treated: True for areas with the measure, (areas,).
        counts: True for counts, False for means.
    """

    y: FloatArray
    exposure: FloatArray
    treated: NDArray[np.bool_]
    counts: bool

    def areas(self, keep: NDArray[np.bool_]) -> Panel:
        """Some areas only."""
        return replace(
            self, y=self.y[keep], exposure=self.exposure[keep], treated=self.treated[keep]
        )

    def periods(self, keep: NDArray[np.bool_] | slice) -> Panel:
        """Some periods only."""
        return replace(self, y=self.y[:, keep], exposure=self.exposure[:, keep])


@dataclass(frozen=True, slots=True, eq=False)
class PanelFit:
    """A fitted panel.

    Attributes:
        beta: Effects of all periods but the first, then of the treated columns.
        scores: Each area's part of the score, (areas, coefficients).
        bread: Inverse information of the coefficients.
        dispersion: Pearson dispersion of counts, or residual variance of means.
    """

    beta: FloatArray
    scores: FloatArray
    bread: FloatArray
    dispersion: float


def fit_panel(panel: Panel, own: FloatArray, start: FloatArray | None = None) -> PanelFit:
    """Fit a panel with the levels of areas taken out.

    Args:
        panel: Outcomes; every period has an outcome (and, for counts, an event) somewhere.
        own: What the periods of the treated areas have of their own, (periods, columns).
        start: Coefficients to begin at.

    Returns:
        The fit.

    Raises:
        NumbersError: The columns cannot be told apart, or no finite answer exists.

    Source: Hausman, Hall and Griliches (1984), Econometrica 52, 909-938 (counts with fixed
    effects); Frisch and Waugh (1933), Econometrica 1, 387-401 (means).

    Example:
        >>> y = np.array([[10.0, 5.0], [20.0, 20.0]])
        >>> panel = Panel(y, np.ones((2, 2)), np.array([True, False]), counts=True)
        >>> fit = fit_panel(panel, np.array([[0.0], [1.0]]))
        >>> round(float(np.exp(fit.beta[-1])), 6)
        0.5
    """
    known = ~(np.isnan(panel.y) | np.isnan(panel.exposure))
    y = np.where(known, panel.y, 0.0)
    columns = own.shape[0] - 1 + own.shape[1]
    if not panel.counts:
        return _fit_means(y, known, panel.treated, own)
    weight = np.where(known, panel.exposure, 0.0)
    total = y.sum(axis=1)
    beta = np.zeros(columns) if start is None else start
    for _ in range(ROUNDS):
        share = _shares(weight, panel.treated, own, beta)
        score = _by_area(y - share * total[:, None], panel.treated, own)
        information = _information(share, total, panel.treated, own)
        step = _solved(information, score.sum(axis=0))
        if np.abs(step).max() < CLOSE:
            bread = _inverse(information)
            mean = share * total[:, None]
            return PanelFit(beta, score, bread, _dispersion(y, mean, known, columns))
        beta = _uphill(y, weight, panel.treated, own, beta, step)
    raise _not_identified()


def cluster_covariance(fit: PanelFit, observations: int) -> FloatArray:
    """Covariance that allows all errors of one area to go together (CR1).

    ``B sum_i s_i s_i' B * G/(G-1) * (N-1)/(N-K)``; the levels of areas, which lie within the
    clusters, do not count in K.

    Source: Liang and Zeger (1986), Biometrika 73, 13-22; Cameron and Miller (2015), Journal of
    Human Resources 50, 317-372.
    """
    areas, columns = fit.scores.shape
    meat = fit.scores.T @ fit.scores
    factor = areas / (areas - 1) * (observations - 1) / (observations - columns)
    return np.asarray(factor * fit.bread @ meat @ fit.bread)


def jackknife_errors(panel: Panel, own: FloatArray, fit: PanelFit) -> tuple[FloatArray, FloatArray]:
    """Standard errors from leaving out one area at a time (CV3), steadier with few areas.

    ``variance = (G-1)/G sum_g (b_g - b)^2``. Its degrees of freedom follow Welch and
    Satterthwaite from the parts of treated and comparison areas: two treated areas leave about
    one, however many areas they are compared with.

    Returns:
        Errors and degrees of freedom of each coefficient; unknown for a period that only one
        area has.

    Raises:
        NumbersError: Without one of the areas the columns cannot be told apart.

    Source: MacKinnon, Nielsen and Webb (2023), Journal of Applied Econometrics 38, 671-694;
    Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
    """
    areas = panel.y.shape[0]
    moved = _without_each(panel, own, fit.beta) - fit.beta
    sides = [(moved[side] ** 2).sum(axis=0) for side in (panel.treated, ~panel.treated)]
    free = [side.sum() - 1 for side in (panel.treated, ~panel.treated)]
    total = sides[0] + sides[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        df = total**2 / (sides[0] ** 2 / free[0] + sides[1] ** 2 / free[1])
    return np.sqrt((areas - 1) / areas * total), np.asarray(df)


def _without_each(panel: Panel, own: FloatArray, beta: FloatArray) -> FloatArray:
    """Coefficients without each area, (areas, coefficients): all fits at once, from the whole."""
    areas = panel.y.shape[0]
    at_once = max(1, LARGEST // panel.y.size)
    parts = []
    for first in range(0, areas, at_once):
        left_out = np.arange(first, min(first + at_once, areas))
        found = _refitted(panel, own, beta, left_out)
        parts.append(_one_by_one(panel, own, beta, left_out) if found is None else found)
    return np.concatenate(parts)


def _one_by_one(
    panel: Panel, own: FloatArray, beta: FloatArray, left_out: NDArray[np.intp]
) -> FloatArray:
    """The same by the careful search, which halves steps and says what cannot be told apart.

    A period that has nothing without an area tells nothing of the measure then and is left out;
    its own coefficient is unknown.
    """
    everyone = np.arange(panel.y.shape[0])
    found = np.full((left_out.size, beta.size), np.nan)
    for row, area in enumerate(left_out):
        rest = panel.areas(everyone != area)
        seen = rest.y > 0 if panel.counts else ~np.isnan(rest.y)
        held = np.asarray(seen.any(axis=0))
        kept = np.concatenate([held[1:], np.ones(own.shape[1], dtype=bool)])
        start = beta[kept]
        if not held[0]:
            # The first period that is held becomes the one that the others are told beside.
            first = int(np.flatnonzero(held)[0])
            kept[first - 1] = False
            start = beta[kept]
            start[: held.sum() - 1] -= beta[first - 1]
        found[row, kept] = fit_panel(rest.periods(held), own[held], start).beta
    return found


def _refitted(
    panel: Panel, own: FloatArray, beta: FloatArray, left_out: NDArray[np.intp]
) -> FloatArray | None:
    """Newton steps of all fits together; None where they do not settle."""
    known = ~(np.isnan(panel.y) | np.isnan(panel.exposure))
    keep = np.arange(panel.y.shape[0]) != left_out[:, None]
    y = np.where(known, panel.y, 0.0)
    held = known.sum(axis=1).astype(float)
    treated, periods = panel.treated[:, None], own.shape[0]
    betas = np.tile(beta, (left_out.size, 1))
    for _ in range(ROUNDS if panel.counts else 1):
        common = np.pad(betas[:, : periods - 1], ((0, 0), (1, 0)))[:, None, :]
        level = common + treated * (betas[:, periods - 1 :] @ own.T)[:, None, :]
        if panel.counts:
            raised = np.where(known, panel.exposure, 0.0) * np.exp(
                level - level.max(axis=(1, 2), keepdims=True)
            )
            share = raised / raised.sum(axis=2, keepdims=True).clip(1e-300)
            total = y.sum(axis=1) * keep
            left = y * keep[:, :, None] - share * total[:, :, None]
        else:
            share = np.broadcast_to((known / held.clip(1)[:, None]), level.shape)
            total = held * keep
            gap = np.where(known, y - level, 0.0)
            left = (gap - known * (gap * share).sum(axis=2, keepdims=True)) * keep[:, :, None]
        step = _steps(share, total, left, panel.treated, own)
        if step is None:
            return None
        betas = betas + step
        if not panel.counts or np.abs(step).max() < CLOSE:
            return betas
    return None


def _steps(
    share: FloatArray,
    total: FloatArray,
    left: FloatArray,
    treated: NDArray[np.bool_],
    own: FloatArray,
) -> FloatArray | None:
    """One Newton step of each fit; None where one of them has no answer."""

    def spread(part: NDArray[np.bool_] | slice) -> FloatArray:
        mean = share[:, part] * total[:, part, None]
        outer = np.matmul(mean.transpose(0, 2, 1), share[:, part])
        return np.asarray(mean.sum(axis=1)[:, None, :] * np.eye(own.shape[0]) - outer)

    everyone, ours = spread(slice(None))[:, 1:, 1:], spread(treated)
    mixed = ours[:, 1:] @ own
    information = np.concatenate(
        [
            np.concatenate([everyone, mixed], axis=2),
            np.concatenate([mixed.transpose(0, 2, 1), own.T @ ours @ own], axis=2),
        ],
        axis=1,
    )
    score = np.hstack([left.sum(axis=1)[:, 1:], left[:, treated].sum(axis=1) @ own])
    try:
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        return None
    return step if np.isfinite(step).all() and np.abs(step).max() < FAR else None


def _shares(
    weight: FloatArray, treated: NDArray[np.bool_], own: FloatArray, beta: FloatArray
) -> FloatArray:
    """Expected share of each period in the total of an area."""
    periods = own.shape[0]
    common = np.append(0.0, beta[: periods - 1])
    level = np.where(treated[:, None], common + own @ beta[periods - 1 :], common)
    raised = weight * np.exp(level - level.max())
    return np.asarray(raised / raised.sum(axis=1, keepdims=True).clip(1e-300))


def _by_area(left: FloatArray, treated: NDArray[np.bool_], own: FloatArray) -> FloatArray:
    """Products of what is left over with the columns, summed over periods, for each area."""
    return np.hstack([left[:, 1:], (left * treated[:, None]) @ own])


def _information(
    share: FloatArray, total: FloatArray, treated: NDArray[np.bool_], own: FloatArray
) -> FloatArray:
    """``sum_i total_i X_i' (diag(share_i) - share_i share_i') X_i`` without building X."""

    def spread(part: NDArray[np.bool_] | slice) -> FloatArray:
        mean = share[part] * total[part, None]
        return np.asarray(np.diag(mean.sum(axis=0)) - mean.T @ share[part])

    everyone, ours = spread(slice(None))[1:, 1:], spread(treated)
    mixed = ours[1:] @ own
    return np.block([[everyone, mixed], [mixed.T, own.T @ ours @ own]])


def _uphill(
    y: FloatArray,
    weight: FloatArray,
    treated: NDArray[np.bool_],
    own: FloatArray,
    beta: FloatArray,
    step: FloatArray,
) -> FloatArray:
    """The longest of the step's halves that does not lower the likelihood."""

    def likelihood(at: FloatArray) -> float:
        share = _shares(weight, treated, own, at)
        return float((y * np.log(np.where(y > 0, share.clip(1e-300), 1.0))).sum())

    before = likelihood(beta)
    for half in range(30):
        tried = beta + step / 2**half
        if likelihood(tried) >= before - CLOSE * (abs(before) + 1):
            return np.asarray(tried)
    return beta


def _fit_means(
    y: FloatArray, known: NDArray[np.bool_], treated: NDArray[np.bool_], own: FloatArray
) -> PanelFit:
    held = known.sum(axis=1).astype(float)
    share = known / held.clip(1)[:, None]
    centred = np.where(known, y - (y.sum(axis=1) / held.clip(1))[:, None], 0.0)
    information = _information(share, held, treated, own)
    bread = _inverse(information)
    beta = bread @ _by_area(centred, treated, own).sum(axis=0)
    periods = own.shape[0]
    common = np.append(0.0, beta[: periods - 1])
    level = np.where(treated[:, None], common + own @ beta[periods - 1 :], common)
    left = centred - np.where(known, level - (level * share).sum(axis=1, keepdims=True), 0.0)
    df = int(known.sum()) - int((held > 0).sum()) - beta.size
    variance = float((left**2).sum() / df) if df > 0 else np.nan
    return PanelFit(beta, _by_area(left, treated, own), bread, variance)


def _dispersion(y: FloatArray, mean: FloatArray, known: NDArray[np.bool_], columns: int) -> float:
    used = known & (mean > 0)
    df = int(used.sum()) - int(used.any(axis=1).sum()) - columns
    if df <= 0:
        return float("nan")
    return float((((y - mean) ** 2)[used] / mean[used]).sum() / df)


def _solved(information: FloatArray, score: FloatArray) -> FloatArray:
    try:
        step = np.linalg.solve(information, score)
    except np.linalg.LinAlgError as fault:
        raise _not_identified() from fault
    if not np.isfinite(step).all():
        raise _not_identified()
    return np.asarray(step)


def _inverse(information: FloatArray) -> FloatArray:
    scale = np.sqrt(np.maximum(np.diag(information), 0.0))
    if not (scale > 0).all():
        raise _not_identified()
    scaled = information / np.outer(scale, scale)
    values = np.linalg.eigvalsh(scaled)
    if not values[0] > IDENTIFIED * values[-1]:
        raise _not_identified()
    return np.asarray(np.linalg.inv(scaled) / np.outer(scale, scale))


def _not_identified() -> NumbersError:
    return NumbersError(
        "not-told-apart",
        "The change cannot be told from the levels of areas and periods: areas need periods on"
        " both sides of the start, treated and untreated ones, with events.",
    )
