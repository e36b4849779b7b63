"""Counts side by side, held to numbers that others published (published_counts.yaml)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from paseo.stats import impact
from paseo.stats.impact import BeforeAfter, TwoRates
from published_indices import REFERENCE, rows_of

PUBLISHED = yaml.safe_load(Path(__file__).with_name("published_counts.yaml").read_text("utf-8"))
ROLES = ("treated", "control", "displacement", "displacement_control")


def cases(method: str) -> Any:
    return pytest.mark.parametrize("case", PUBLISHED[method], ids=lambda case: case["source"])


def areas_of(case: dict[str, Any]) -> dict[str, BeforeAfter]:
    sizes, periods = case.get("sizes", {}), tuple(case.get("periods", (1, 1)))
    return {
        role: BeforeAfter.over(*case[role], periods=periods, size=sizes.get(role, 1))
        for role in ROLES
        if role in case
    }


@cases("displacement_difference")
def test_displacement_differences_are_as_published(case) -> None:
    found = impact.displacement_difference(**areas_of(case), level=case["level"])
    within = {"total": 1e-9, **case.get("within", {})}
    total = found.total
    parts = {
        "total": total.interval.value, "se": total.se, "z": total.z, "p": total.p,
        "interval": total.interval.floats()[1:],
    }  # fmt: skip
    for name in parts.keys() & case.keys():
        assert parts[name] == pytest.approx(case[name], abs=within[name]), name
    assert total.interval.level == case["level"]
    if "around" in case:
        assert found.displacement is not None
        assert found.displacement.interval.value == case["around"]
        assert found.local.interval.value == case["local"]


def test_harm_weights_give_the_published_sum() -> None:
    told = PUBLISHED["harm_difference"]

    def difference(one: dict[str, Any], level: float) -> impact.DisplacementDifference:
        return impact.displacement_difference(**areas_of(one), level=level)

    for one in told["classes"]:
        total = difference(one, told["level_of_classes"]).total
        assert total.interval.floats() == pytest.approx((one["total"], *one["interval"]), abs=5e-7)
        assert (total.se, total.z) == pytest.approx((one["se"], one["z"]), abs=5e-7)
    classes = [difference(one, told["level"]) for one in told["classes"]]
    whole = impact.harm_difference(classes, [one["harm"] for one in told["classes"]]).total
    assert whole.interval.floats() == pytest.approx((told["total"], *told["interval"]), rel=1e-13)
    assert (whole.se, whole.z) == pytest.approx((told["se"], told["z"]), rel=1e-13)


@cases("e_test")
def test_e_tests_are_as_published(case) -> None:
    found = impact.e_test(
        *case["counts"], *case.get("exposures", (1, 1)), margin=case.get("margin", 0),
        pivot=case.get("pivot", "pooled"), alternative=case.get("alternative", "two-sided"),
    )  # fmt: skip
    assert found.p == pytest.approx(case["p"], abs=case["within"])
    if "statistic" in case:
        assert found.statistic == pytest.approx(case["statistic"], abs=5e-5)


@cases("rate_ratio_test")
def test_rate_ratio_tests_are_as_published(case) -> None:
    (x1, x2), (n1, n2) = case["counts"], case["exposures"]
    found = impact.rate_ratio_test(
        x1, n1, x2, n2, null=case.get("ratio_under_null", 1), method=case["method"],
        alternative=case.get("alternative", "two-sided"),
    )  # fmt: skip
    assert found.p == pytest.approx(case["p"], abs=case.get("within_p", case["within"]))
    if "statistic" in case:
        assert found.statistic == pytest.approx(case["statistic"], abs=case["within"])


@cases("rate_ratio_interval")
def test_rate_ratio_intervals_are_as_published(case) -> None:
    (x1, x2), (n1, n2) = case["counts"], case["exposures"]
    found = impact.rate_ratio_interval(x1, n1, x2, n2, method=case["method"], level=case["level"])
    assert found.floats()[1:] == pytest.approx(case["interval"], abs=case["within"])


@cases("one_rate")
@pytest.mark.parametrize("method", ["exact", "score", "wald", "byar", "jeffreys"])
def test_one_rate_has_the_published_intervals(case, method) -> None:
    found = impact.one_rate(case["events"], case["base"], level=case["level"], method=method)
    assert found.floats()[1:] == pytest.approx(case[method], rel=1e-12)


def test_the_relative_effect_is_the_published_odds_ratio_of_the_same_table() -> None:
    told = PUBLISHED["odds_ratio"]
    found = impact.relative_effect(BeforeAfter(*told["treated"]), BeforeAfter(*told["control"]))
    assert found.interval.value == pytest.approx(told["ratio"], abs=5e-4)
    assert found.log_effect.se == pytest.approx(told["se_log"], abs=5e-4)
    assert found.interval.floats()[1:] == pytest.approx(told["interval"], abs=5e-3)


def two_rates(case: dict[str, Any]) -> TwoRates:
    return TwoRates(*case["rates"], *case["units"], case["exposure"], case.get("dispersion", 0))


@cases("rate_ratio_power")
def test_the_power_of_comparing_rates_is_as_published(case) -> None:
    told = {name: case[name] for name in ("alternative", "null_variance") if name in case}
    found = impact.rate_ratio_power(
        two_rates(case), null=case.get("ratio_under_null", 1), alpha=case["alpha"], **told
    )
    assert found == pytest.approx(case["power"], abs=5e-5)


@cases("rate_equivalence_power")
def test_the_power_of_showing_equivalence_is_as_published(case) -> None:
    found = impact.rate_equivalence_power(
        two_rates(case), 0.875, 1 / 0.875, null_variance=case["null_variance"]
    )
    assert found == pytest.approx(case["power"], abs=5e-5)


def test_the_reference_examples_come_out() -> None:
    """The rows of the workbench's own reference that these methods can compute."""
    computed = 0
    for row in rows_of(REFERENCE / "action5-evaluation-examples.csv"):
        given, told = json.loads(row["inputs"]), json.loads(row["expected_outputs"])
        compute = next((f for name, f in BY_NAME.items() if row["method"].startswith(name)), None)
        if compute is not None:
            computed += 1
            compute(given, told)
    assert computed >= 10


def _difference(given: dict[str, Any], told: dict[str, Any]) -> None:
    for name, one in given.get("crimes", {"": given}).items():
        found = impact.displacement_difference(
            *(
                BeforeAfter.over(*one[role], periods=tuple(given.get("time_weights", (1, 1))))
                if role in one
                else None
                for role in ("treated", "control", "displacement_treated", "displacement_control")
            ),
            level=1 - given.get("alpha", 0.05),
        ).total
        for key, value in (told[name] if name else told).items():
            got = {
                "est": found.interval.value, "est_total": found.interval.value,
                "se": found.se, "se_total": found.se, "z": found.z,
                "ci90": found.interval.floats()[1:],
            }  # fmt: skip
            if key in got:
                assert np.allclose(got[key], value, atol=ROUNDING[told.get("rounding", "")])


ROUNDING = {"": 5e-7, "1 decimal": 0.05, "whole number": 0.5}


def _e_test(given: dict[str, Any], told: dict[str, Any]) -> None:
    found = impact.e_test(given["k1"], given["k2"], given["n1"], given["n2"], margin=given["d"])
    assert found.p == pytest.approx(told["p_value"], abs=told["tolerance"])


def _rate_ratio(given: dict[str, Any], told: dict[str, Any]) -> None:
    x1, n1, x2, n2, null = given.values()
    method = "wald-log" if null == 1 else "wald"
    found = impact.rate_ratio_test(x1, n1, x2, n2, null=null, method=method)
    assert found.statistic == pytest.approx(told["statistic"], rel=5e-5)
    assert found.p == pytest.approx(told["p_two_sided"], abs=told["tolerance_p"])


def _one_rate(given: dict[str, Any], told: dict[str, Any]) -> None:
    for method, ends in told.items():
        found = impact.one_rate(
            given["count"], given["exposure"], level=1 - given["alpha"], method=method
        )
        assert found.floats()[1:] == pytest.approx(ends, rel=1e-12)


def _log_linear(given: dict[str, Any], told: dict[str, Any]) -> None:
    found = impact.relative_effect(BeforeAfter(*given["treated"]), BeforeAfter(*given["control"]))
    assert found.rate_ratio.value == pytest.approx(told["rate_ratio"], abs=5e-6)
    assert found.log_effect.se == pytest.approx(told["se_log"], abs=1e-6)
    assert found.rate_ratio.floats()[1:] == pytest.approx(told["ci95"], abs=5e-6)


def _reading(given: dict[str, Any], told: dict[str, Any]) -> None:
    assert impact.reading_of(given["wdq"]) is impact.Reading.DISPLACED_IN_PART
    assert told["reading"].startswith("displacement, smaller than the direct effect")


BY_NAME = {
    "WDD": _difference,
    "Poisson E-test": _e_test,
    "Poisson rate ratio": _rate_ratio,
    "Confidence interval of one Poisson rate": _one_rate,
    "Log-linear difference-in-differences": _log_linear,
    "WDQ reading": _reading,
}
