"""How often the intervals hold the truth: within two points of what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.checks import FloatArray
from paseo.stats.impact import (
    BeforeAfter,
    displacement_difference,
    harm_difference,
    rate_ratio_interval,
    relative_effect,
)

RUNS = 20_000
LEVELS = (0.8, 0.95)


def drawn(seed: int, *means: float) -> list[FloatArray]:
    chance = np.random.default_rng(seed)
    return [chance.poisson(mean, RUNS).astype(float) for mean in means]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("means", [(10, 10, 10, 10), (40, 25, 60, 55), (12, 30, 200, 180)])
def test_differences_hold_their_level_from_ten_events_on(level, means) -> None:
    t0, t1, c0, c1 = drawn(1, *means)
    found = displacement_difference(BeforeAfter(t0, t1), BeforeAfter(c0, c1), level=level)
    true = (means[1] - means[0]) - (means[3] - means[2])
    assert found.total.interval.contains(true).mean() == pytest.approx(level, abs=0.02)


@pytest.mark.parametrize("level", LEVELS)
def test_weighted_differences_with_displacement_hold_their_level(level) -> None:
    means = (60, 20, 50, 25, 30, 16, 24, 11)
    pairs = np.split(np.array(drawn(2, *means)), 4)
    sizes = (1.2, 0.9, 1.5, 1.6)
    areas = [
        BeforeAfter.over(*pair, periods=(2, 1), size=size)
        for pair, size in zip(pairs, sizes, strict=True)
    ]
    true = [
        (after - before / 2) / size
        for before, after, size in zip(means[::2], means[1::2], sizes, strict=True)
    ]
    found = displacement_difference(*areas, level=level)
    assert found.displacement is not None
    for effect, value in (
        (found.local, true[0] - true[1]),
        (found.displacement, true[2] - true[3]),
        (found.total, true[0] - true[1] + true[2] - true[3]),
    ):
        assert effect.interval.contains(value).mean() == pytest.approx(level, abs=0.02)
    harm = harm_difference([found, found], [1, 0]).total
    assert np.allclose(harm.interval.low, found.total.interval.low)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("means", [(20, 20, 20, 20), (40, 25, 60, 55), (25, 12, 300, 280)])
def test_relative_effects_hold_their_level(level, means) -> None:
    t0, t1, c0, c1 = drawn(3, *means)
    found = relative_effect(
        BeforeAfter(t0, t1), BeforeAfter(c0, c1), level=level, zero_cells="add-half"
    )
    true = means[0] * means[3] / (means[1] * means[2])
    assert found.interval.contains(true).mean() == pytest.approx(level, abs=0.02)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", ["score", "wald-log"])
def test_rate_ratios_hold_their_level(level, method) -> None:
    x1, x2 = drawn(4, 20, 45)
    found = rate_ratio_interval(x1, 1.0, x2, 1.5, level=level, method=method)
    assert found.contains(20 / 45 * 1.5).mean() == pytest.approx(level, abs=0.02)


def test_counts_that_vary_more_need_the_variance_factor() -> None:
    """With twice the Poisson variance the plain interval promises too much."""
    chance = np.random.default_rng(5)
    t0, t1, c0, c1 = (chance.negative_binomial(mean, 0.5, RUNS) for mean in (80, 60, 90, 85))
    areas = BeforeAfter(t0, t1), BeforeAfter(c0, c1)
    ratio = 80 * 85 / (60 * 90)
    plain = displacement_difference(*areas).total.interval.contains(-15).mean()
    assert plain < 0.87
    wide = displacement_difference(*areas, variance_factor=2).total.interval
    assert wide.contains(-15).mean() == pytest.approx(0.95, abs=0.02)
    relative = relative_effect(*areas, variance_factor=2).interval
    assert relative.contains(ratio).mean() == pytest.approx(0.95, abs=0.02)
