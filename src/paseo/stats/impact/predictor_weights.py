"""How much each predictor counts in a synthetic control: the search over V."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.impact.simplex import simplex_weights

#: A loss of more than so many times what any mix could reach asks for further searches.
POOR = 4.0
#: Random starts of these further searches, at most.
DEEPER = 4


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What has to be matched.

    Attributes:
        treated_x: Predictors of the treated unit, on one scale, (predictors,).
        donors_x: Those of the donors, (predictors, donors).
        treated_z: Outcome of the treated unit in the periods of the fit, (periods,).
        donors_z: Outcome of the donors, (periods, donors).
    """

    treated_x: FloatArray
    donors_x: FloatArray
    treated_z: FloatArray
    donors_z: FloatArray

    def donor_weights(self, v: FloatArray) -> FloatArray:
        """The mix of donors nearest to the treated unit in predictors weighted by ``v``."""
        root = np.sqrt(v)
        return simplex_weights(root[:, None] * self.donors_x, root * self.treated_x)

    def loss(self, weights: FloatArray) -> float:
        """Mean squared gap of the outcome in the periods of the fit."""
        gap = self.treated_z - self.donors_z @ weights
        return float(gap @ gap / gap.size)

    def least(self) -> float:
        """The loss of the mix that fits the outcome itself: none can have less."""
        return self.loss(simplex_weights(self.donors_z, self.treated_z))


def searched(matching: Matching, wide: int, seed: int) -> list[tuple[float, FloatArray]]:
    """Losses and predictor weights found from each start, the best first.

    The starts are the two that are customary: equal weights, and the squared coefficients of a
    regression of the outcome on the predictors. Where the better of them still has four times the
    loss that any mix of the donors could reach, the search stopped at a poor place: it is begun
    again over the square roots of the weights, from the same two starts and up to four random
    ones, until the loss is no longer poor. The bound of four is ours. ``wide`` adds starts drawn
    at random in any case.

    Source: Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical
    Association 105, 493-505; Abadie, Diamond and Hainmueller (2011), Journal of Statistical
    Software 42(13) (the starts).
    """
    count = matching.treated_x.size
    if count == 1:
        return [(matching.loss(matching.donor_weights(np.ones(1))), np.ones(1))]
    chance = np.random.default_rng(seed)
    starts = [np.full(count, 1 / count), _by_regression(matching)]
    found = [_descended(matching, start) for start in starts]
    bound = POOR * matching.least()
    again = np.random.default_rng(seed + 1).dirichlet(np.full(count, 0.5), size=DEEPER)
    for start in (*starts, *again):
        if min(loss for loss, _ in found) <= bound:
            break
        found.append(_descended(matching, start, over_roots=True))
    found += [
        _descended(matching, start) for start in chance.dirichlet(np.full(count, 0.5), size=wide)
    ]
    # Among equal losses the earlier start wins, so that more starts never change a tie.
    return [found[k] for k in np.argsort([loss for loss, _ in found], kind="stable")]


def loss_and_slope(matching: Matching, v: FloatArray) -> tuple[float, FloatArray]:
    """Loss of the outcome for predictor weights, with its gradient in them.

    While the donors with weight stay the same, their weights solve linear equations, so that
    the gradient follows from the same equations by one more solution (the adjoint). A search
    that knows the gradient needs some dozens of steps where one that does not needs thousands.

    Args:
        matching: What has to be matched.
        v: Predictor weights, (predictors,).

    Returns:
        The loss, and its derivative by each predictor weight.
    """
    weights = matching.donor_weights(v)
    active = weights > 0
    x, z, w = matching.donors_x[:, active], matching.donors_z[:, active], weights[active]
    gap = matching.treated_z - z @ w
    size = w.size
    system = np.zeros((size + 1, size + 1))
    system[:size, :size] = (x.T * v) @ x
    system[size, :size] = system[:size, size] = 1.0
    slope = np.append(-2 / gap.size * z.T @ gap, 0.0)
    # Least squares, as more donors than predictors may be active where several mixes fit alike.
    adjoint = np.linalg.lstsq(system, slope, rcond=None)[0][:size]
    return float(gap @ gap / gap.size), (matching.treated_x - x @ w) * (x @ adjoint)


def _descended(
    matching: Matching, start: FloatArray, *, over_roots: bool = False
) -> tuple[float, FloatArray]:
    """The end of one search, over the weights or over their square roots."""
    from scipy.optimize import minimize

    # Losses near one, whatever the unit of the outcome.
    unit = max(float(np.var(matching.treated_z)), 1e-300)
    best: tuple[float, FloatArray] = (np.inf, start)

    def asked(raw: FloatArray) -> tuple[float, FloatArray]:
        nonlocal best
        weights = raw**2 if over_roots else np.abs(raw)
        total = weights.sum()
        if not (np.isfinite(total) and total > 0):
            # A line search that went astray is sent back; what was best before it is kept.
            return 2 * best[0] / unit + 1, np.zeros_like(raw)
        v = weights / total
        loss, slope = loss_and_slope(matching, v)
        if loss < best[0]:
            best = (loss, v)
        by_raw = 2 * raw if over_roots else np.sign(raw)
        return loss / unit, by_raw * (slope - slope @ v) / total / unit

    # BFGS in plain numpy: the threads that L-BFGS-B starts for its tiny matrices wait for each
    # other many times longer than they work, where the machine has other things to do.
    with np.errstate(all="ignore"):
        first = np.sqrt(start) if over_roots else start
        minimize(asked, first, jac=True, method="BFGS", options={"maxiter": 500})
    return best


def _by_regression(matching: Matching) -> FloatArray:
    x = np.column_stack([matching.treated_x, matching.donors_x]).T
    z = np.column_stack([matching.treated_z, matching.donors_z]).T
    design = np.column_stack([np.ones(x.shape[0]), x])
    beta = np.linalg.lstsq(design, z, rcond=None)[0][1:]
    squared = (beta**2).sum(axis=1)
    if not squared.sum() > 0:
        return np.full(x.shape[1], 1 / x.shape[1])
    return np.asarray(squared / squared.sum())
