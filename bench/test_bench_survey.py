"""Survey domains through our layer beside svy itself: 100,000 respondents, 200 replicates.

Results are compared first; then both are timed in one process, turn about, so that other work
on the machine strikes both alike. The gate is the ratio, never the seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pytest

from paseo.stats.small_area import bootstrap_mse, fay_herriot
from paseo.stats.survey import SurveyDesign, survey_mean

N, REPLICATES, DOMAINS = 100_000, 200, 60
CHANCE = np.random.default_rng(2026)
WEIGHT = CHANCE.gamma(4, 1, N) + 0.5
STRATUM, CLUSTER = CHANCE.integers(0, 50, N), CHANCE.integers(0, 40, N)
DISTRICT = CHANCE.integers(0, DOMAINS, N)
ANSWER = CHANCE.normal(5, 2, N)
REPEATED = np.asfortranarray(WEIGHT[:, None] * CHANCE.poisson(1, (N, REPLICATES)))


def _of_svy(replicates: bool) -> Callable[[], Any]:
    import polars as pl
    import svy

    frame = pl.DataFrame({"w": WEIGHT, "s": STRATUM, "c": CLUSTER, "d": DISTRICT, "y": ANSWER})
    plan = svy.Design(wgt="w", stratum="s", psu="c")
    if replicates:
        names = {f"r{i + 1}": REPEATED[:, i] for i in range(REPLICATES)}
        frame = frame.with_columns(**names)
        weights = svy.BootstrapWgts(prefix="r", n_reps=REPLICATES)
        plan = svy.Design(wgt="w", rep_wgts=weights)
    method = "replication" if replicates else "taylor"

    def run() -> Any:
        sample = svy.Sample(frame, plan)
        return sample.estimation.mean("y", by="d", method=method, drop_nulls=True).to_polars()

    return run


def _of_ours(replicates: bool) -> Callable[[], Any]:
    given: dict[str, Any] = {"stratum": STRATUM, "cluster": CLUSTER}
    if replicates:
        given = {"replicates": REPEATED, "replicate_kind": "bootstrap"}
        given["replicate_scale"] = 1 / REPLICATES  # svy's own
    design = SurveyDesign(WEIGHT, **given)
    return lambda: survey_mean(design, ANSWER, by={"district": DISTRICT})


@pytest.mark.parametrize("replicates", [True, False], ids=["replicates", "linearised"])
def test_bench_domains_beside_svy(benchmark: Callable[..., object], replicates: bool) -> None:
    theirs, ours = _of_svy(replicates), _of_ours(replicates)
    expected = theirs().sort("d")
    found = sorted(ours(), key=lambda one: int(one.domain[0][1]))
    assert [one.value for one in found] == pytest.approx(expected["est"].to_list(), rel=1e-12)
    assert [one.se for one in found] == pytest.approx(expected["se"].to_list(), rel=1e-10)
    spent: dict[str, list[float]] = {"svy": [], "paseo": []}
    for _ in range(7):
        for name, run in (("svy", theirs), ("paseo", ours)):
            start = time.perf_counter()
            run()
            spent[name].append(time.perf_counter() - start)
    ratio = median(spent["paseo"]) / median(spent["svy"])
    print(
        f"\nsvy {median(spent['svy']) * 1e3:.0f} ms, paseo {median(spent['paseo']) * 1e3:.0f} ms,"
        f" ratio {ratio:.2f}"
    )
    assert ratio < 2
    benchmark.pedantic(ours, rounds=3)


def test_bench_fay_herriot_500_areas(benchmark: Callable[..., object]) -> None:
    direct, psi, x = _areas(500)
    benchmark.pedantic(lambda: fay_herriot(direct, psi, x), rounds=3, warmup_rounds=1)


def test_bench_fay_herriot_10000_refits(benchmark: Callable[..., object]) -> None:
    direct, psi, x = _areas(100)
    fit = fay_herriot(direct, psi, x)
    benchmark.pedantic(lambda: bootstrap_mse(fit, psi, x, refits=10_000), rounds=3)


def _areas(m: int) -> tuple[Any, Any, Any]:
    x = np.column_stack([np.ones(m), CHANCE.normal(size=(m, 3))])
    psi = CHANCE.gamma(4, 0.1, m)
    direct = x @ [1, 2, 3, 4] + CHANCE.normal(size=m) * 0.5 + CHANCE.normal(size=m) * psi**0.5
    return direct, psi, x
