"""How unusual an effect is among all ways to place the measure on other areas."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.impact.panel import Panel

#: Placements that are all tried; beyond, as many are drawn.
PLACEMENTS = 2000


def rank_among_placements(panel: Panel, late: NDArray[np.bool_], seed: int) -> float:
    """Share of the placements of the measure whose effect is at least as far from none.

    A placement puts the measure on as many areas as have it; all are tried, or 2,000 where
    there are more, the true one among them. It holds its level where each area was as likely
    to be chosen as any other; a small area among large ones scatters more than they do.

    Args:
        panel: Outcomes.
        late: True for periods with the measure, (periods,).
        seed: Seed of the placements that are drawn.

    Returns:
        The share, at least 1 over the number of placements.

    Source: Fisher (1935), The Design of Experiments, Oliver and Boyd; MacKinnon and Webb
    (2020), Journal of Econometrics 218, 435-450 (few treated areas).
    """
    treated = panel.treated
    areas, ours = treated.size, int(treated.sum())
    if comb(areas, ours) <= PLACEMENTS:
        placed = np.zeros((comb(areas, ours), areas), dtype=bool)
        for row, chosen in enumerate(combinations(range(areas), ours)):
            placed[row, list(chosen)] = True
    else:
        chance = np.random.default_rng(seed)
        order = np.argsort(chance.random((PLACEMENTS - 1, areas)), axis=1)
        placed = np.vstack([treated, order < ours])
    sizes = _placed_effects(panel, placed, late)
    seen = _placed_effects(panel, treated[None, :], late)[0]
    return float(np.mean(sizes >= seen - 1e-12))


def _placed_effects(panel: Panel, placed: NDArray[np.bool_], late: NDArray[np.bool_]) -> FloatArray:
    """Size of the effect of each placement, in closed form from sums before and after."""
    known = ~np.isnan(panel.y)
    sums = [np.where(known, panel.y, 0.0)[:, part].sum(axis=1) for part in (late, ~late)]
    over = [(known * panel.exposure)[:, part].sum(axis=1) for part in (late, ~late)]
    with np.errstate(divide="ignore", invalid="ignore"):
        if not panel.counts:
            change = sums[0] / over[0] - sums[1] / over[1]
            change = np.where(np.isnan(change), 0.0, change)
            ours = placed.sum(axis=1)
            effect = placed @ change / ours - ~placed @ change / (placed.shape[1] - ours)
            return np.asarray(np.abs(effect))
        rates = [
            np.log((side @ total) / (side @ base))
            for side in (placed.astype(float), 1.0 - placed)
            for total, base in zip(sums, over, strict=True)
        ]
        effect = (rates[0] - rates[1]) - (rates[2] - rates[3])
    return np.asarray(np.where(np.isnan(effect), np.inf, np.abs(effect)))
