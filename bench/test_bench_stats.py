"""Intervals for a whole network at once: 250 cities x 209 indicators x 10 years."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from paseo import stats

MANY = 250 * 209 * 10
CHANCE = np.random.default_rng(2021)
EVENTS = CHANCE.poisson(200, MANY).astype(float)
BASE = CHANCE.integers(100_000, 1_000_000, MANY).astype(float)
OTHER = EVENTS[::-1]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: stats.rate(EVENTS, BASE, per=1000), id="rate"),
        pytest.param(lambda: stats.rate_ratio(EVENTS, BASE, OTHER, BASE), id="rate ratio"),
        pytest.param(lambda: stats.survey_share(EVENTS / BASE, 700, deff=1.5), id="survey share"),
        pytest.param(lambda: stats.survey_mean(EVENTS, 2, 700, deff=1.5), id="survey mean"),
        pytest.param(lambda: stats.shrink(EVENTS[:10_000], BASE[:10_000]), id="shrink 10,000"),
    ],
)
def test_bench_intervals(benchmark: Callable[..., object], made: Callable[[], object]) -> None:
    benchmark.pedantic(made, rounds=3, warmup_rounds=1)
