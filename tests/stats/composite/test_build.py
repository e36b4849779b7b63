"""An index from end to end: the published example of COINr, refusals, and what must not move it."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.composite import (
    Aggregation,
    CompositeError,
    Element,
    Recipe,
    Step,
    Structure,
    Values,
    Weighting,
)
from paseo.stats.composite.build import build
from paseo.stats.composite.uncertainty import drivers
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan, Range, WeightNoise

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "reference"
FOLDER = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "coinr-asem"
MINMAX = Recipe((Step("normalise", "minmax", {"low": 0, "high": 100}),))
FIXED = settings(max_examples=30, deadline=None, derandomize=True)


def _rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the ASEM example of COINr is not at hand ({name}): set PASEO_REFERENCE")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float:
    return float("nan") if text in ("", "NA") else float(text)


def asem() -> tuple[Values, Structure, Recipe]:
    rows, about = _rows("asem_idata.csv"), _rows("asem_imeta.csv")
    codes = [one["iCode"] for one in about if one["Type"] == "Indicator"]
    beside = [one["iCode"] for one in about if one["Type"] == "Denominator"]
    elements = [
        Element(
            one["iCode"], one["Parent"].replace("NA", ""), float(one["Weight"]),
            -1 if one["Direction"] == "-1" else 1,
            denominator="" if one["Denominator"] == "NA" else one["Denominator"],
        )
        for one in about
        if one["Type"] in ("Indicator", "Aggregate")
    ]  # fmt: skip
    values = Values.of(
        [row["uCode"] for row in rows], codes,
        [[_number(row[code]) for code in codes] for row in rows],
        groups={"EurAsia_group": [row["EurAsia_group"] for row in rows]},
        beside={name: [_number(row[name]) for row in rows] for name in beside},
    )  # fmt: skip
    recipe = Recipe((
        Step("denominate", "from_elements"),
        Step("impute", "group_mean", {"group": "EurAsia_group"}),
        Step("screen", "by_missing", {"least": 0.9}),
        Step("treat", "winsorise", {"skew": 2, "kurtosis": 3.5, "most": 5}),
        Step("normalise", "minmax", {"low": 0, "high": 100}),
    ))  # fmt: skip
    return values, Structure.of(elements), recipe


def test_every_stage_and_score_of_the_published_asem_example() -> None:
    """COINr 1.1.14, example data ASEM; 1e-9 as the reference asks for."""
    values, structure, recipe = asem()
    built = build(values, structure, recipe)
    for stage, numbers in built.stages.items():
        expected = {row["uCode"]: row for row in _rows(f"asem_dset_{stage.capitalize()}.csv")}
        for at, unit in enumerate(numbers.units):
            row = [_number(expected[unit][code]) for code in numbers.codes]
            assert numbers.numbers[at] == pytest.approx(row, rel=1e-12, abs=1e-9, nan_ok=True)
    leading = sorted(zip(built.ranks(), built.units, strict=True))[:5]
    assert [unit for _, unit in leading] == ["CHE", "NLD", "DNK", "NOR", "BEL"]
    assert [one.step for one in built.records] == [
        "denominate", "impute", "screen", "treat", "normalise", "weight", "aggregate",
    ]  # fmt: skip


def _index(weights: tuple[float, ...] = (1, 2, 1, 3), second: int = -1) -> Structure:
    return Structure.of([
        Element("a", "one", weights[0]), Element("b", "one", weights[1], second),
        Element("c", "two", weights[2]), Element("one", "top", weights[3]), Element("two", "top"),
        Element("top"),
    ])  # fmt: skip


def _table(numbers: np.ndarray) -> Values:
    return Values.of([f"u{at}" for at in range(len(numbers))], ["a", "b", "c"], numbers)


@pytest.mark.parametrize(
    ("code", "numbers", "recipe"),
    [
        ("all-missing", [[1, 2, None], [2, 3, None], [4, 1, None]], MINMAX),
        ("direction-without-normalising", [[1, 2, 3], [2, 3, 4]], Recipe(())),
        ("no-units", np.empty((0, 3)), MINMAX),
        ("constant", [[1, 2, 3], [1, 3, 4]], MINMAX),
        ("not-positive", [[1, 2, 3], [2, 3, 4]], Recipe(MINMAX.steps, Weighting(),
                                                        Aggregation("geometric"))),
        ("no-scores", [[1, 2, None], [None, 3, 4]], Recipe(MINMAX.steps[:0], Weighting(),
                                                           Aggregation(least=1.0))),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused_by_code(
    code: str, numbers: list[list[float | None]], recipe: Recipe
) -> None:
    structure = _index(second=1 if code == "no-scores" else -1)
    with pytest.raises(CompositeError) as fault:
        build(_table(np.array(numbers, dtype=np.float64)), structure, recipe)
    assert fault.value.code == code


def test_a_column_that_the_index_names_must_be_there() -> None:
    table = Values.of(["x", "y"], ["a", "b"], [[1, 2], [2, 3]])
    with pytest.raises(CompositeError, match="no column c") as fault:
        build(table, _index(), MINMAX)
    assert (fault.value.code, fault.value.entry) == ("indicator-missing", "c")


def test_columns_beside_the_index_and_their_order_do_not_matter() -> None:
    numbers = np.random.default_rng(3).normal(size=(6, 4))
    wide = Values.of("uvwxyz", ["c", "extra", "b", "a"], numbers)
    narrow = Values.of("uvwxyz", ["a", "b", "c"], numbers[:, [3, 2, 0]])
    one, other = (build(table, _index(), MINMAX) for table in (wide, narrow))
    assert one.scores().tolist() == other.scores().tolist()


def test_an_indicator_that_screening_drops_leaves_the_index() -> None:
    numbers = np.array([[1, 2, np.nan], [2, 5, 4.0], [3, 1, np.nan], [4, 4, np.nan]])
    recipe = Recipe((Step("screen", "by_missing", {"indicators": 0.5}), *MINMAX.steps))
    built = build(_table(numbers), _index(), recipe)
    assert built.structure.indicators == ("a", "b")
    assert built.structure.aggregates == ("one", "top")


TABLES = st.integers(0, 10_000).map(
    lambda seed: np.random.default_rng(seed).normal(50, 20, (9, 3)).round(1)
)


def _differs(numbers: np.ndarray) -> bool:
    return bool(np.all(np.ptp(numbers, axis=0) > 0))


@FIXED
@given(TABLES, st.sampled_from(["arithmetic", "geometric", "harmonic"]), st.integers(0, 8))
def test_a_better_value_never_lowers_a_score(numbers: np.ndarray, method: str, at: int) -> None:
    steps = (Step("normalise", "goalposts", {
        "posts": {"a": [-60, 160], "b": [-60, 160], "c": [-60, 160]}, "low": 1, "high": 100,
    }),)  # fmt: skip
    recipe = Recipe(steps, aggregation=Aggregation(method))
    before = build(_table(numbers), _index(), recipe).scores()
    for column, better in enumerate((3.0, -3.0, 3.0)):
        moved = numbers.copy()
        moved[at, column] += better
        after = build(_table(moved), _index(), recipe).scores()
        assert after[at] > before[at]
        assert np.delete(after, at) == pytest.approx(np.delete(before, at), abs=1e-12)


@FIXED
@given(
    TABLES.filter(_differs), st.floats(0.01, 1000), st.floats(-1000, 1000),
    st.floats(0.001, 1000), st.sampled_from(["minmax", "z_score", "rank", "percentile", "borda"]),
)  # fmt: skip
def test_units_of_measurement_order_of_units_and_scale_of_weights_do_not_matter(
    numbers: np.ndarray, scale: float, shift: float, heavier: float, method: str
) -> None:
    recipe = Recipe((Step("normalise", method),))
    before = build(_table(numbers), _index(), recipe).scores()
    changed = numbers * [scale, 1, 1] + [shift, 0, 0]
    if np.unique(changed[:, 0].round(9)).size == np.unique(numbers[:, 0]).size:
        assert build(_table(changed), _index(), recipe).scores() == pytest.approx(before, abs=1e-7)
    weights = (1 * heavier, 2 * heavier, 1, 3)
    scores = build(_table(numbers), _index(weights), recipe).scores()
    assert scores == pytest.approx(before, abs=1e-9)
    order = np.random.default_rng(1).permutation(len(numbers))
    assert build(_table(numbers[order]), _index(), recipe).scores() == pytest.approx(
        before[order], abs=1e-9
    )


def test_the_drivers_of_the_asem_ranks_are_those_that_were_published() -> None:
    """Total effects on the mean rank shift lie within the 5 to 95 % intervals of COINr's 3,000
    runs (305 s of processor; ours are 24,576)."""
    values, structure, recipe = asem()
    published = {
        "aggregation": (0.60, 0.75), "normalisation": (0.22, 0.31), "weights": (0.18, 0.23),
        "winsorising": (0.05, 0.07),
    }  # fmt: skip
    means = (
        Change("arithmetic", aggregation=Aggregation("arithmetic")),
        Change("geometric", aggregation=Aggregation("geometric")),
    )
    scales = (
        Change("mm", steps=(Step("normalise", "minmax", {"low": 1, "high": 100}),)),
        Change("z", steps=(Step("normalise", "z_score", {"mean": 10, "sd": 2}),)),
    )
    plan = Plan((
        Range("winsorising", 1, 5, "treat", "most", whole=True), Choice("normalisation", scales),
        WeightNoise("weights", "relative", 0.25, (2, 3)), Choice("aggregation", means),
    ))  # fmt: skip
    found = drivers(values, structure, recipe, plan, 4096, 50)
    total = dict(zip(found.factors, found.total.tolist(), strict=True))
    assert sorted(total, key=lambda name: -total[name]) == list(published)
    for name, (low, high) in published.items():
        assert low < total[name] < high
    assert found.unit_total.shape == (4, 51)
    moved = ~np.isnan(found.unit_total[0])
    # All that a rank does is the doing of some factor, alone or with others.
    assert found.unit_total[:, moved].sum(axis=0).min() > 0.9
