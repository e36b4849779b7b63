"""Survey domains through our layer beside svy itself: 100,000 respondents, 200 replicates.

Results are compared first; then both are timed in one process, turn about, so that other work
on the machine strikes both alike. The gate is the ratio, never the seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
import pytest

from paseo.evidence.surveys.data import SurveyData
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.stats.small_area import bootstrap_mse, fay_herriot
from paseo.stats.survey import SurveyDesign, survey_mean

N, REPLICATES, DOMAINS = 100_000, 200, 60
CHANCE = np.random.default_rng(2026)
WEIGHT = CHANCE.gamma(4, 1, N) + 0.5
STRATUM, CLUSTER = CHANCE.integers(0, 50, N), CHANCE.integers(0, 40, N)
DISTRICT = CHANCE.integers(0, DOMAINS, N)
ANSWER = CHANCE.normal(5, 2, N)
MAPPING = f"""\
pack: {{format: 1, id: bench.survey-mapping, kind: survey-mapping, version: 1.0.0,
  published: 2026-11-26, language: en, languages: [en], title: {{en: Bench}},
  provider: {{en: Bench}}, licence: CC-BY-4.0, evidence: composed,
  target: paseo.framework.action1}}
survey: {{id: bench, title: {{en: Bench}}, period: 2025, population: {{en: Residents}},
  mode: telephone, sample: probability}}
design: {{weight: w, replicates: {{kind: bootstrap, prefix: r, scale: [{1 / REPLICATES}]}}}}
answers:
  - {{column: night, codes: [{{code: 1}}, {{code: 2}}, {{code: 3}}, {{code: 4}}],
      missing: [{{reason: dont_know, cells: [98]}}]}}
domains: [{{id: district, column: d, areas: true}}]
indicators: [{{id: SAF-02, kind: share, column: night, cut: [1, 2], definition: night}}]
wordings: [{{id: night, text: {{en: How safe do you feel after dark?}}}}]
"""
REPEATED = np.asfortranarray(WEIGHT[:, None] * CHANCE.poisson(1, (N, REPLICATES)))


def _of_svy(replicates: bool) -> Callable[[], Any]:
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
    assert _ratio(theirs, ours) < 2
    benchmark.pedantic(ours, rounds=3)


@pytest.mark.parametrize("compare", [False, True], ids=["estimates", "comparisons"])
def test_bench_a_survey_from_answers_to_results_beside_svy(
    benchmark: Callable[..., object], tmp_path: Path, compare: bool
) -> None:
    """A share of everybody and by district, on both bases; then each district with the rest."""
    (tmp_path / "mapping.yaml").write_text(MAPPING, "utf-8")
    mapping, _ = read_survey_mapping(tmp_path / "mapping.yaml")
    night = np.where(CHANCE.random(N) < 0.06, 98, CHANCE.integers(1, 5, N))
    columns = {"w": WEIGHT, "d": DISTRICT, "night": night}
    columns |= {f"r{i + 1}": REPEATED[:, i] for i in range(REPLICATES)}
    data = SurveyData(pl.DataFrame(columns), "bench.csv")

    def ours() -> Any:
        return estimate_survey(data, mapping, compare=compare)

    def theirs() -> Any:
        return _asked_of_svy(data.frame, compare=compare)

    expected = {str(row["d"]): row for row in theirs().to_polars().iter_rows(named=True)}
    for one in ours().results:
        if one.place.area and one.base == "valid_answers":
            assert one.value == pytest.approx(100 * expected[one.place.area]["est"], rel=1e-12)
            assert one.se == pytest.approx(100 * expected[one.place.area]["se"], rel=1e-10)
    # Before the first question svy checks nothing; what we check takes as long as few questions.
    assert _ratio(theirs, ours, rounds=1 if compare else 7) < (2 if compare else 3)
    benchmark.pedantic(ours, rounds=1)


def _asked_of_svy(frame: pl.DataFrame, *, compare: bool) -> Any:
    """The same questions put to one sample of svy by hand."""
    import svy

    weights = svy.BootstrapWgts(prefix="r", n_reps=REPLICATES)
    answered = pl.col("night") != 98
    safe = pl.col("night").is_in([1, 2]).cast(pl.Float64)
    columns = [pl.when(answered).then(safe).alias("valid"), safe.alias("all")]
    columns += [(pl.col("d") == d).cast(pl.Int32).alias(f"own_{d}") for d in range(DOMAINS)]
    held = svy.Sample(frame.with_columns(columns), svy.Design(wgt="w", rep_wgts=weights))
    ways: dict[str, Any] = {"method": "replication", "drop_nulls": True}
    for y in ("all", "valid"):
        held.estimation.mean(y, **ways)
        by_district = held.estimation.mean(y, by="d", **ways)
    for d in range(DOMAINS if compare else 0):
        held.estimation.mean("valid", by=f"own_{d}", **ways)
    return by_district


def _ratio(theirs: Callable[[], Any], ours: Callable[[], Any], rounds: int = 7) -> float:
    """Our time over that of svy, taken turn about."""
    spent: dict[str, list[float]] = {"svy": [], "paseo": []}
    for _ in range(rounds):
        for name, run in (("svy", theirs), ("paseo", ours)):
            start = time.perf_counter()
            run()
            spent[name].append(time.perf_counter() - start)
    svy, paseo = median(spent["svy"]), median(spent["paseo"])
    print(f"\nsvy {svy * 1e3:.0f} ms, paseo {paseo * 1e3:.0f} ms, ratio {paseo / svy:.2f}")
    return paseo / svy


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
