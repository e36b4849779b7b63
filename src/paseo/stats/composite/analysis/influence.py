"""How much each element really moves the total, beside the weight that it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.analysis.correlations import correlations
from paseo.stats.composite.built import Built


@dataclass(frozen=True, slots=True)
class Influence:
    """Weight and influence of one element in an aggregate.

    Attributes:
        code: Of the element.
        weight: Its share by the weights, among the elements looked at; they sum to one.
        correlation: Pearson's, with the aggregate.
        main_effect: Correlation ratio: the share of the variance of the aggregate that would go if
            the element were the same everywhere, 0 to 1; NaN with fewer than ten units or five
            different values.
        share: Main effect as a share of all main effects, which can be laid beside the weight.
        variance_share: Of the variance of the aggregate, what comes through this element; they
            sum to one. Negative where it works against the others. NaN unless all aggregates on
            the way are arithmetic means; reckoned from units without a missing value.
    """

    code: str
    weight: float
    correlation: float
    main_effect: float
    share: float
    variance_share: float


def influence(built: Built, top: str = "", codes: Sequence[str] = ()) -> tuple[Influence, ...]:
    """Hold the influence of elements on an aggregate against their weights.

    The main effect is ``Var(E[y | x]) / Var(y)`` with the curve ``E[y | x]`` fitted by a penalised
    spline whose smoothness is chosen by generalised cross-validation. With few units it is rough:
    an element that has nothing to do with the total still shows 0.03 on average among 51,
    0.07 among 20.

    Args:
        built: A finished index.
        top: The aggregate; empty for the (first) total.
        codes: Elements at one level under it; empty for its indicators.

    Returns:
        One for each element.

    Raises:
        CompositeError: ``code-unknown``.

    Source: Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176,
    609-634 (their curves: penalised splines and local lines); shares of the variance: Wang and
    Stanley (1970), Review of Educational Research 40, 663-705. Splines: Ruppert, Wand and Carroll
    (2003), Semiparametric Regression, chapters 3 and 5; criterion: Kim and Gu (2004), Journal of
    the Royal Statistical Society B 66, 337-356.
    """
    structure, top = built.structure, top or built.structure.tops[0]
    held = built.stages["aggregated"]
    chosen = tuple(codes) or structure.below(top)
    total = held.column(top)
    shares = structure.shares(top)
    weights = np.array([shares.get(code, 0.0) for code in chosen])
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(chosen), np.nan)
    linear = correlations(held, chosen, [top]).matrix[:, 0]
    columns = np.stack([held.column(code) for code in chosen], axis=1)
    effects = np.array([main_effect(column, total) for column in columns.T])
    known = np.nansum(effects)
    through = _through(built, top, columns, total, weights, chosen)
    return tuple(
        Influence(
            code, float(weights[at]), float(linear[at]), float(effects[at]),
            float(effects[at] / known) if known > 0 else float("nan"), float(through[at]),
        )
        for at, code in enumerate(chosen)
    )  # fmt: skip


def main_effect(x: FloatArray, y: FloatArray) -> float:
    """Return the correlation ratio of y on x: how much of the variance of y a curve in x explains.

    Args:
        x, y: One number for each unit; units with a missing one are left out.

    Returns:
        0 to 1; NaN with fewer than ten units or five different values of x, or where y does not
        vary.

    Source: Pearson (1905), Drapers' Company Research Memoirs, Biometric Series 2; estimated as in
    Paruolo, Saisana and Saltelli (2013).

    Example:
        >>> x = np.linspace(-1, 1, 101)
        >>> round(main_effect(x, x**2), 3), round(main_effect(x, np.cos(50 * x)), 1)
        (1.0, 0.0)
    """
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[both], y[both]
    places = np.unique(x)
    if len(x) < 10 or len(places) < 5 or np.ptp(y) == 0:
        return float("nan")
    away = y - y.mean()
    fitted = _curve((x - places[0]) / (places[-1] - places[0]), away)
    return float(np.clip((fitted @ fitted) / (away @ away), 0.0, 1.0))


def _curve(x: FloatArray, y: FloatArray) -> FloatArray:
    """Fit a penalised spline of y (mean nought) on x (0 to 1); the values at the units.

    A straight line plus bends at quantiles of x, whose sizes are penalised; with the bends made
    orthogonal to the line, the fit for every penalty follows from one decomposition.
    """
    places = np.unique(x)
    count = min(max(5, len(places) // 4), 35, len(places) - 2)
    knots = np.quantile(places, np.arange(1, count + 1) / (count + 1))
    line = np.linalg.qr(np.column_stack([np.ones_like(x), x]))[0]
    bends = np.maximum(x[:, None] - knots, 0.0)
    bends -= line @ (line.T @ bends)
    squares, turned = np.linalg.eigh(bends.T @ bends)
    kept = squares > 1e-10 * max(1e-300, float(squares[-1]))
    squares = squares[kept]
    axes = bends @ (turned[:, kept] / np.sqrt(squares))
    straight = line @ (line.T @ y)
    rest = y - straight
    along = axes.T @ rest
    # Penalty (down) by axis (across): what is left of each bend.
    shrunk = squares / (squares + np.logspace(-8, 6, 71)[:, None])
    left = rest @ rest - along @ along + ((1 - shrunk) ** 2) @ along**2
    # Each bend is charged 1.4 times: the plain criterion bends too much now and then.
    freedom = np.maximum(len(x) - 1.4 * (2 + shrunk.sum(axis=1)), 1e-9)
    best = int(np.argmin(left / freedom**2))
    return np.asarray(straight + axes @ (shrunk[best] * along))


def _through(
    built: Built,
    top: str,
    columns: FloatArray,
    total: FloatArray,
    weights: FloatArray,
    codes: Sequence[str],
) -> FloatArray:
    """Share of each element in the variance of a weighted sum: w cov(x, y) / var(y)."""
    nothing = np.full(len(codes), np.nan)
    structure, levels = built.structure, built.structure.levels
    below = [code for code in structure.aggregates_below(top) if code not in codes]
    if any(built.recipe.aggregation_of(one, levels[one]).method != "arithmetic" for one in below):
        return nothing
    whole = ~np.isnan(columns).any(axis=1) & ~np.isnan(total)
    if whole.sum() < 3 or np.ptp(total[whole]) == 0:
        return nothing
    away = total[whole] - total[whole].mean()
    found = weights * (columns[whole].T @ away) / (away @ away)
    # The parts make up the whole only where the elements chosen are all that stands under it.
    return np.asarray(found) if abs(found.sum() - 1) < 1e-6 else nothing
