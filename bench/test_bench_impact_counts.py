"""Counts before and after: ours beside crimepy, which its author keeps on GitHub.

The answers are compared before anything is timed. The package of that name on PyPI is another one
without ``crimepy.wdd``; put a copy of github.com/apwheele/crimepy on the path to run these.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from paseo.stats.impact import (
    BeforeAfter,
    displacement_difference,
    e_test,
    harm_difference,
    relative_effect,
    variance_factor,
)

PAIRS = [(6, 2), (60, 30), (100, 140), (300, 340), (480, 520)]
CELLS = ((207, 110), (308, 318), (178, 157), (150, 140))
TIMES = (2, 1)
SIZES = (1.2, 0.9, 1.5, 1.6)
AREAS = [BeforeAfter.over(*c, periods=TIMES, size=s) for c, s in zip(CELLS, SIZES, strict=True)]
MANY = 100_000
CHANCE = np.random.default_rng(2021)


def spent(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    runs = []
    for _ in range(times):
        started = perf_counter()
        work()
        runs.append(perf_counter() - started)
    return min(runs)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_bench_e_test(benchmark: Callable[..., Any], pair: tuple[int, int]) -> None:
    peer = pytest.importorskip("crimepy.wdd")
    assert e_test(*pair).p == pytest.approx(peer.etest(*pair), abs=1e-9)
    benchmark(lambda: e_test(*pair))
    theirs = spent(lambda: peer.etest(*pair))
    benchmark.extra_info["crimepy / ours"] = round(theirs / spent(lambda: e_test(*pair)), 1)


def test_bench_displacement_difference(benchmark: Callable[..., Any]) -> None:
    peer = pytest.importorskip("crimepy.wdd")
    t, c, d, dc = CELLS

    def theirs() -> Any:
        return peer.wdd(
            c, t, dc, d, time_weights=TIMES, area_weights=(SIZES[1], SIZES[0], SIZES[3], SIZES[2])
        )

    told, found = theirs(), displacement_difference(*AREAS, level=0.9)
    assert found.total.interval.floats() == pytest.approx(
        (told.Est_Total, told.LowCI, told.HighCI), rel=1e-12
    )
    assert (found.local.se, found.total.z) == pytest.approx((told.SE_Local, told.Z), rel=1e-12)
    benchmark(lambda: displacement_difference(*AREAS, level=0.9))
    ours = spent(lambda: displacement_difference(*AREAS, level=0.9))
    benchmark.extra_info["crimepy / ours"] = round(spent(theirs) / ours, 2)


def test_bench_many_places_at_once(benchmark: Callable[..., Any]) -> None:
    """A hundred thousand places in one call; one by one, crimepy is reckoned from a hundred."""
    peer = pytest.importorskip("crimepy.wdd")
    t0, t1, c0, c1 = CHANCE.poisson(60, (4, MANY))
    areas = BeforeAfter(t0, t1), BeforeAfter(c0, c1)
    found = displacement_difference(*areas, level=0.9).total
    first = [peer.wdd((c0[i], c1[i]), (t0[i], t1[i])) for i in range(100)]
    assert np.asarray(found.interval.low)[:100] == pytest.approx([one.LowCI for one in first])
    benchmark.pedantic(lambda: displacement_difference(*areas), rounds=3, warmup_rounds=1)
    theirs = spent(lambda: [peer.wdd((c0[i], c1[i]), (t0[i], t1[i])) for i in range(100)])
    ours = spent(lambda: displacement_difference(*areas))
    benchmark.extra_info["crimepy / ours"] = round(theirs * MANY / 100 / ours)


def test_bench_harm(benchmark: Callable[..., Any]) -> None:
    peer = pytest.importorskip("crimepy.wdd")
    cells = CHANCE.poisson(60, (5, 4))
    weights = [3, 2, 5, 7, 10]
    theirs = [peer.wdd(c[2:], c[:2]) for c in cells]
    told = peer.wdd_harm(
        [one.Est_Total for one in theirs], [one.SE_Total for one in theirs], weights, alpha=0.05
    )
    ours = [
        displacement_difference(BeforeAfter(*c[:2]), BeforeAfter(*c[2:]), level=0.95) for c in cells
    ]
    whole = harm_difference(ours, weights).total
    assert whole.interval.floats() == pytest.approx(
        (told.HarmEst, told.LowCI, told.HighCI), rel=1e-12
    )
    benchmark(lambda: harm_difference(ours, weights))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: e_test(1_000_000, 1_003_000), id="e-test of a million events"),
        pytest.param(lambda: relative_effect(*AREAS[:2]), id="relative effect"),
        pytest.param(
            lambda: variance_factor(range(5, 125), trend=True, season=12, steps=(60,)),
            id="variance factor of ten years of months",
        ),
    ],
)
def test_bench_alone(benchmark: Callable[..., Any], made: Callable[[], object]) -> None:
    benchmark(made)
