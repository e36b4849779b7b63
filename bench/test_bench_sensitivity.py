"""Sobol indices of 51 units with eight factors, N = 8,192: ours beside SALib's analysis.

Both get the same outputs and draw the same resamples, and the answers are compared before anything
is timed. SALib takes one output at a time, so it runs on a few units and is reckoned for 51.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from SALib.analyze import sobol as salib_sobol

from paseo.stats.checks import FloatArray
from paseo.stats.sensitivity import morris_design, morris_effects, sobol_design, sobol_indices

FACTORS, BASE, UNITS, THEIRS = 8, 8192, 51, 3
LEAST_RATIO = 50
PROBLEM: dict[str, Any] = {
    "num_vars": FACTORS,
    "names": [f"x{i}" for i in range(FACTORS)],
    "bounds": [[0, 1]] * FACTORS,
}


@pytest.fixture(scope="module")
def outputs() -> FloatArray:
    """Ranks of 51 units whose scores each depend on the factors in their own way."""
    design = sobol_design(FACTORS, BASE, seed=1)
    chance = np.random.default_rng(2)
    slopes = chance.normal(size=(FACTORS, UNITS))
    scores = np.linspace(-2, 2, UNITS) + design @ slopes
    scores += design[:, :1] * design[:, 1:2] * chance.normal(size=UNITS)
    return np.asarray(np.argsort(np.argsort(-scores, axis=1), axis=1) + 1.0)


def salib(output: FloatArray, resamples: int) -> dict[str, FloatArray]:
    parts = output.reshape(FACTORS + 2, BASE)[[0, *range(2, FACTORS + 2), 1]]
    return dict(
        salib_sobol.analyze(
            PROBLEM, parts.T.ravel(), calc_second_order=False, num_resamples=resamples,
            conf_level=0.95, seed=3,
        )
    )  # fmt: skip


def test_bench_beside_salib(benchmark: Callable[..., Any], outputs: FloatArray) -> None:
    resamples = 100
    theirs, spent = [], []
    for unit in range(THEIRS):
        started = perf_counter()
        theirs.append(salib(outputs[:, unit], resamples))
        spent.append(perf_counter() - started)
    of_salib = min(spent) * UNITS
    ours = sobol_indices(outputs, FACTORS, resamples, 0.95, seed=3)
    for unit, found in enumerate(theirs):
        assert ours.first[:, unit] == pytest.approx(found["S1"], abs=1e-10)
        assert ours.total[:, unit] == pytest.approx(found["ST"], abs=1e-10)
        assert 1.959963984540054 * ours.first_error[:, unit] == pytest.approx(
            found["S1_conf"], rel=1e-8
        )
        assert 1.959963984540054 * ours.total_error[:, unit] == pytest.approx(
            found["ST_conf"], rel=1e-8
        )
    benchmark.pedantic(sobol_indices, (outputs, FACTORS, resamples, 0.95, 3), rounds=7)
    ratio = of_salib / benchmark.stats.stats.min  # type: ignore[attr-defined]
    print(f"\nSALib {of_salib:.1f} s for {UNITS} units: {ratio:.0f} times ours")
    assert ratio >= LEAST_RATIO


def test_bench_thousand_resamples(benchmark: Callable[..., Any], outputs: FloatArray) -> None:
    benchmark.pedantic(sobol_indices, (outputs, FACTORS, 1000), rounds=2, warmup_rounds=1)


def test_bench_elementary_effects(benchmark: Callable[..., Any]) -> None:
    design = morris_design(30, 200, seed=1)
    results = design @ np.random.default_rng(4).normal(size=(30, UNITS))
    benchmark.pedantic(morris_effects, (design, results, 1000), rounds=2)
