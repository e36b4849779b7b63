"""What an index rests on: against scipy, numpy and COINr's figures, and by hand."""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from paseo.stats.composite import (
    Aggregation,
    Built,
    CompositeError,
    Element,
    Recipe,
    Step,
    Structure,
    Values,
)
from paseo.stats.composite.analysis import (
    components,
    correlations,
    describe,
    influence,
    main_effect,
    mean_shifts,
    pairs,
    rank_shifts,
    reliability,
    removal,
    statistics,
)
from paseo.stats.composite.build import build

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "reference"
FOLDER = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "coinr-asem"
MINMAX = Recipe((Step("normalise", "minmax", {"low": 0, "high": 100}),))
INDEX = Structure.of([
    Element("a", "one"), Element("b", "one", 3), Element("c", "two"), Element("d", "two"),
    Element("one", "top"), Element("two", "top"), Element("top"),
])  # fmt: skip


def table(n: int = 40, seed: int = 1) -> Values:
    chance = np.random.default_rng(seed)
    numbers = chance.normal(size=(n, 4))
    numbers[:, 3] += numbers[:, 2]
    return Values.of([f"u{i}" for i in range(n)], ["a", "b", "c", "d"], numbers)


def rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the ASEM example of COINr is not at hand ({name}): set PASEO_REFERENCE")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_skewness_and_kurtosis_are_those_of_coinr() -> None:
    """asem_treat_details: both before treatment, of the screened stage; to 1e-9."""
    screened = rows("asem_dset_Screened.csv")
    codes = [one["iCode"] for one in rows("asem_treat_details.csv")]
    numbers = [[float("nan" if one[c] == "NA" else one[c]) for c in codes] for one in screened]
    found = {
        s.code: s for s in statistics(Values.of([o["uCode"] for o in screened], codes, numbers))
    }
    for one in rows("asem_treat_details.csv"):
        code = one["iCode"]
        assert found[code].skewness == pytest.approx(float(one["check_SkewKurt0.Skew"]), abs=1e-9)
        assert found[code].kurtosis == pytest.approx(float(one["check_SkewKurt0.Kurt"]), abs=1e-9)
        assert found[code].outliers == (one["check_SkewKurt0.Pass"] == "FALSE")


def test_statistics_count_what_is_there() -> None:
    full, empty, flat = statistics(
        Values.of(list("abcde"), ["x", "y", "z"], [
            [0, None, 2], [4, None, 2], [None, None, 2], [0, None, 2], [1, None, 2],
        ])
    )  # fmt: skip
    assert (full.n, full.missing, full.zeros, full.unique, full.most_alike) == (4, 1, 2, 3, 2)
    assert (full.mean, full.median, full.maximum) == (1.25, 0.5, 4)
    assert full.skewness == pytest.approx(scipy_stats.skew([0, 4, 0, 1], bias=False))
    assert full.kurtosis == pytest.approx(scipy_stats.kurtosis([0, 4, 0, 1], bias=False))
    assert (empty.n, empty.missing, empty.unique) == (0, 5, 0) and math.isnan(empty.mean)
    assert flat.sd == 0 and math.isnan(flat.skewness) and not flat.outliers


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
@pytest.mark.parametrize("holes", [False, True])
def test_correlations_are_those_of_scipy_over_shared_units(kind: str, holes: bool) -> None:
    held = table(20)
    numbers = np.round(held.numbers, 1)
    if holes:
        numbers[3, 0] = numbers[5, 1] = numbers[6, 1] = np.nan
    found = correlations(held.with_numbers(numbers), held.codes, kind=kind)
    of_scipy = {
        "pearson": scipy_stats.pearsonr, "spearman": scipy_stats.spearmanr,
        "kendall": scipy_stats.kendalltau,
    }[kind]  # fmt: skip
    for i in range(4):
        for j in range(4):
            both = ~np.isnan(numbers[:, [i, j]]).any(axis=1)
            expected = of_scipy(numbers[both, i], numbers[both, j]).statistic
            assert found.matrix[i, j] == pytest.approx(expected, abs=1e-12)
            assert found.n[i, j] == both.sum()


def test_what_does_not_vary_has_no_correlation() -> None:
    held = Values.of(list("abc"), ["x", "y"], [[0.1, 1], [0.1, 2], [0.1, 5]])
    for kind in ("pearson", "spearman", "kendall"):
        assert np.isnan(correlations(held, ["x"], ["y"], kind).matrix).all()
    assert components(held, ["x", "y"]) is None
    with pytest.raises(CompositeError, match="no correlation"):
        correlations(held, ["x"], kind="other")


def test_components_are_the_eigenvalues_of_the_correlations() -> None:
    held = table(30)
    found = components(held, held.codes)
    assert found is not None
    matrix = np.corrcoef(held.numbers, rowvar=False)
    assert found.eigenvalues == pytest.approx(np.linalg.eigvalsh(matrix)[::-1], abs=1e-12)
    assert found.loadings @ found.loadings.T == pytest.approx(matrix, abs=1e-12)
    assert found.shares.sum() == pytest.approx(1)


def test_components_stand_fewer_units_than_columns_and_flat_columns() -> None:
    held = Values.of(list("abc"), list("wxyz"), [[1, 5, 7, 2], [2, 1, 7, 9], [4, 4, 7, 1]])
    found = components(held, held.codes)
    assert found is not None and found.constant == ("y",) and found.codes == ("w", "x", "z")
    assert found.eigenvalues.sum() == pytest.approx(3)


def test_reliability_tells_alpha_and_what_one_child_does_to_it() -> None:
    held = table(50)
    found = reliability(held, held.codes)
    assert found is not None
    covariance = np.cov(held.numbers, rowvar=False)
    alpha = 4 / 3 * (1 - np.trace(covariance) / covariance.sum())
    assert found.alpha == pytest.approx(alpha)
    matrix = np.corrcoef(held.numbers, rowvar=False)
    assert found.standardised == pytest.approx(4 / 3 * (1 - 4 / matrix.sum()))
    without = reliability(held, ["b", "c", "d"])
    assert without is not None and found.without[0] == pytest.approx(without.alpha)


def test_pairs_say_where_they_stand_and_whether_it_is_clear() -> None:
    held = table(40)
    numbers = held.numbers.copy()
    numbers[:, 1] = -numbers[:, 0] + 0.1 * numbers[:, 1]
    built = build(held.with_numbers(numbers), INDEX, MINMAX)
    found = {(one.one, one.other): one for one in pairs(built.stages["aggregated"], INDEX)}
    assert len(found) == 7
    assert found["a", "b"].siblings and found["a", "b"].clear and found["a", "b"].group == "one"
    assert found["a", "c"].group == "top" and not found["a", "c"].siblings
    assert found["one", "two"].siblings
    made = describe(built)
    assert [(one.one, one.other) for one in made.redundant] == [("a", "b")]
    assert made.contradicting[0].one == "a"
    assert set(made.within) == {"one", "two", "top"}
    assert list(made.above["a"]) == ["one", "top"]


def test_influence_finds_the_curve_and_lays_it_beside_the_weight() -> None:
    x = np.linspace(-1, 1, 101)
    assert main_effect(x, x**2) == pytest.approx(1, abs=0.001)
    assert main_effect(x, 3 * x) == pytest.approx(1)
    chance = np.random.default_rng(1)
    null = [main_effect(chance.normal(size=51), chance.normal(size=51)) for _ in range(30)]
    assert np.mean(null) < 0.05
    half = []
    for _ in range(15):
        x = chance.normal(size=200)
        half.append(main_effect(x, x + chance.normal(size=200)))
    assert np.mean(half) == pytest.approx(0.5, abs=0.05)
    assert math.isnan(main_effect(x[:9], x[:9])) and math.isnan(main_effect(np.ones(20), x[:20]))


def test_parts_of_the_variance_sum_to_one_where_the_total_is_a_sum() -> None:
    built = build(table(60), INDEX, MINMAX)
    found = influence(built)
    assert [one.weight for one in found] == pytest.approx([0.125, 0.375, 0.25, 0.25])
    assert sum(one.variance_share for one in found) == pytest.approx(1)
    assert sum(one.share for one in found) == pytest.approx(1)
    parts = influence(built, "top", ["one", "two"])
    assert parts[0].variance_share == pytest.approx(sum(one.variance_share for one in found[:2]))
    recipe = Recipe(MINMAX.steps, by_code={"one": Aggregation("median")})
    assert math.isnan(influence(build(table(60), INDEX, recipe))[0].variance_share)


def test_removing_an_element_moves_ranks_as_a_build_without_it() -> None:
    held = table(30)
    found = removal(held, INDEX, MINMAX, ["a", "one", "top"])
    before = build(held, INDEX, MINMAX).ranks()
    for code in ("a", "one"):
        rest = INDEX.without([code])
        after = build(held, rest, MINMAX).ranks()
        assert found[code] == pytest.approx(np.abs(after - before).mean())
    assert math.isnan(found["top"])
    shifts = rank_shifts(build(held, INDEX, MINMAX), ["one"])
    assert np.abs(shifts).mean() == found["one"] and shifts.sum() == 0
    with pytest.raises(CompositeError, match="no element x"):
        removal(held, INDEX, MINMAX, ["x"])


def test_removing_what_weighs_nothing_moves_nothing() -> None:
    index = INDEX.with_weights({"a": 0.0})
    assert removal(table(), index, MINMAX, ["a"]) == {"a": 0.0}


@given(st.integers(1, 8), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_small_and_holed_tables_are_described_without_a_fault(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    numbers = np.round(chance.normal(size=(n, 4)), 1)
    numbers[chance.random((n, 4)) < 0.2] = np.nan
    held = Values.of([f"u{i}" for i in range(n)], list("abcd"), numbers)
    try:
        built: Built = build(held, INDEX, MINMAX)
    except CompositeError:
        return
    made = describe(built)
    assert len(made.indicators) == 4
    assert set(mean_shifts(built, ["a", "two"])) == {"a", "two"}


def test_the_analysis_of_asem_sees_the_negative_consistency_of_sustainability() -> None:
    """The two halves of the index run against each other inside: alpha of Sust is below 0."""
    scores = rows("asem_dset_Aggregated.csv")
    codes = ["Environ", "Social", "SusEcFin"]
    held = Values.of(
        [one["uCode"] for one in scores], codes, [[float(one[c]) for c in codes] for one in scores]
    )
    found = reliability(held, codes)
    matrix = np.cov(held.numbers, rowvar=False)
    assert found is not None and found.alpha < 0
    assert found.alpha == pytest.approx(1.5 * (1 - np.trace(matrix) / matrix.sum()))


def asem(stage: str) -> tuple[Values, Structure]:
    about = rows("asem_imeta.csv")
    index = Structure.of(
        Element(one["iCode"], one["Parent"].replace("NA", ""), float(one["Weight"]))
        for one in about
        if one["Type"] in ("Indicator", "Aggregate")
    )
    held = rows(f"asem_dset_{stage}.csv")
    numbers = [
        [float("nan" if one[code] == "NA" else one[code]) for code in index.indicators]
        for one in held
    ]
    return Values.of([one["uCode"] for one in held], index.indicators, numbers), index


def test_components_of_asem_are_those_that_coinr_prints() -> None:
    """Its article on analysis: prcomp of the raw indicators of Social, in the digits printed."""
    raw, index = asem("Raw")
    found = components(raw, [one.code for one in index.children("Social")])
    assert found is not None and found.n == 37
    assert np.sqrt(found.eigenvalues) == pytest.approx(
        [2.2042, 1.1256, 0.9788, 0.78834, 0.77153, 0.56836, 0.42463, 0.36068, 0.25760], abs=5e-5
    )
    assert found.shares == pytest.approx(
        [0.5398, 0.1408, 0.1065, 0.06905, 0.06614, 0.03589, 0.02003, 0.01445, 0.00737], abs=6e-5
    )


def test_removing_half_of_asem_moves_ranks_as_coinr_prints() -> None:
    """Its help page of remove_elements: Conn 5.254902, Sust 3.843137."""
    normalised, index = asem("Normalised")
    found = removal(normalised, index, Recipe(()), ["Conn", "Sust"])
    assert found == pytest.approx({"Conn": 5.254902, "Sust": 3.843137}, abs=5e-7)
