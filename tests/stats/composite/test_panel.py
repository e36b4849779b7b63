"""Panels: old scores do not move, and changes are told by what made them."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

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
from paseo.stats.composite.panel import Panel, build_panel

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "reference"
FOLDER = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement"
INDEX = Structure.of([
    Element("a", "one"), Element("b", "one", 3, direction=-1), Element("c", "two"),
    Element("d", "two", 2), Element("one", "top"), Element("two", "top", 2), Element("top"),
])  # fmt: skip
RECIPE = Recipe((
    Step("impute", "group_mean", {"group": "size", "otherwise": "all"}),
    Step("screen", "by_missing", {"least": 0.5}),
    Step("treat", "winsorise", {}),
    Step("normalise", "minmax", {"low": 0, "high": 100}),
))  # fmt: skip
MEANS = ("arithmetic", "geometric", "harmonic")


def wave(n: int, seed: int, holes: float = 0.1, grow: float = 0.0) -> Values:
    chance = np.random.default_rng(seed)
    numbers = np.exp(chance.normal(size=(n, 4))) + grow
    numbers[chance.random((n, 4)) < holes] = np.nan
    groups = {"size": [("big", "small")[i % 2] for i in range(n)]}
    return Values.of([f"u{i}" for i in range(n)], list("abcd"), numbers, groups=groups)


def joined(values: Values, row: list[float]) -> Values:
    return Values.of(
        ["new", *values.units], values.codes, np.vstack([row, values.numbers]),
        groups={"size": ["big", *values.groups["size"]]},
    )  # fmt: skip


def same_old_scores(panel: Panel, other: Panel) -> bool:
    at = [other.units.index(unit) for unit in panel.units]
    return np.array_equal(panel.scores, other.scores[:, at], equal_nan=True)


@given(
    st.integers(0, 10**6),
    st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4),
    st.sampled_from(["arithmetic", "median", "mazziotta_pareto"]),
    st.sampled_from(["minmax", "z_score", "distance_to_best"]),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_unit_that_joins_leaves_old_scores_as_they_were_to_the_last_bit(
    seed: int, row: list[float], method: str, scale: str
) -> None:
    steps = (
        *RECIPE.steps[:2],
        Step("treat", "winsorise", {"then": "none"}),
        Step("normalise", scale),
    )
    recipe = Recipe(steps, aggregation=Aggregation(method))
    waves = {"2020": wave(15, seed), "2022": wave(13, seed + 2)}
    try:
        panel = build_panel(waves, INDEX, recipe, "2020")
    except CompositeError as fault:
        assert fault.code in ("mean-not-positive", "constant")
        return
    later = build_panel({**waves, "2022": joined(waves["2022"], row)}, INDEX, recipe, "2020")
    assert same_old_scores(panel, later)
    everywhere = {period: joined(values, row) for period, values in waves.items()}
    kept = build_panel({**everywhere, "2023": wave(30, 5)}, INDEX, recipe, panel.frozen)
    at = [kept.units.index(unit) for unit in panel.units]
    assert np.array_equal(panel.scores, kept.scores[:2, at], equal_nan=True)


@pytest.mark.parametrize(
    "treat",
    [
        Step("treat", "winsorise", {}),
        Step("treat", "winsorise", {"then": "boxcox"}),
        Step("treat", "winsorise_points", {"points": 2, "only": ["a"]}),
        Step("treat", "log", {"shift": 0.5}),
        Step("treat", "log", {"shift": "range", "except": ["c"]}),
        Step("treat", "boxcox", {}),
        Step("treat", "none", {"by_indicator": {"b": {"method": "boxcox", "shift": "one"}}}),
    ],
)
@pytest.mark.parametrize("weighting", ["given", "equal", "pca"])
def test_the_reference_has_the_scores_of_the_recipe_itself(treat: Step, weighting: str) -> None:
    recipe = Recipe((*RECIPE.steps[:2], treat, RECIPE.steps[3]), Weighting(weighting))
    values = wave(40, 3)
    try:
        alone = build(values, INDEX, recipe)
    except CompositeError as fault:
        if fault.code == "method-unknown":
            pytest.skip("weights by this method are not there")
        raise
    panel = build_panel({"one": values}, INDEX, recipe, "one")
    assert panel.scores[0] == pytest.approx(alone.scores(), abs=1e-9)
    assert np.array_equal(panel.ranks[0], alone.ranks())


def test_values_beyond_the_reference_go_on_along_the_line_or_end_there() -> None:
    index = Structure.of([Element("x", "top", direction=-1), Element("top")])
    recipe = Recipe((Step("normalise", "minmax", {"low": 0, "high": 10}),))
    waves = {
        "1": Values.of(["a", "b"], ["x"], [[0], [10]]),
        "2": Values.of(["a", "b"], ["x"], [[-5], [15]]),
    }
    assert build_panel(waves, index, recipe, "1").scores[1].tolist() == [15, -5]
    assert build_panel(waves, index, recipe, "1", beyond="clip").scores[1].tolist() == [10, 0]
    given = build_panel(waves, index, recipe, {"x": [-5, 15]})
    assert given.scores[1].tolist() == [10, 0] and given.frozen.posts == {"x": (-5.0, 15.0)}


def test_missing_values_are_filled_from_the_reference_or_the_last_wave_and_told() -> None:
    index = Structure.of([Element("x", "top"), Element("y", "top"), Element("top")])
    waves = {
        "1": Values.of(["a", "b"], ["x", "y"], [[0, 0], [10, 10]]),
        "2": Values.of(["a", "b"], ["x", "y"], [[5, 5], [None, 40]]),
    }
    scale = Step("normalise", "minmax", {"low": 0, "high": 10})
    by_mean = build_panel(waves, index, Recipe((Step("impute", "mean"), scale)), "1")
    assert by_mean.built["2"].stages["imputed"].column("x").tolist() == [5, 5]
    note = by_mean.built["2"].records[0].did[0]
    assert (note.kind, note.entry, note.unit, note.values["value"]) == ("filled", "x", "b", 5)
    last = build_panel(waves, index, Recipe((Step("impute", "last_wave"), scale)), "1")
    assert last.built["2"].stages["imputed"].column("x").tolist() == [5, 10]
    later = build_panel(waves, index, Recipe((Step("impute", "last_wave"), scale)), "2")
    assert later.frozen.posts == {"x": (5.0, 10.0), "y": (5.0, 40.0)}


@given(st.integers(0, 10**6), st.tuples(*[st.sampled_from(MEANS)] * 3))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_contributions_sum_to_the_change_exactly_for_means(
    seed: int, methods: tuple[str, str, str]
) -> None:
    recipe = Recipe(
        (
            Step(
                "normalise",
                "goalposts",
                {"posts": {code: [-1, 9] for code in "abcd"}, "clip": False},
            ),
        ),
        by_code={
            code: Aggregation(method)
            for code, method in zip(("one", "two", "top"), methods, strict=True)
        },
    )
    index = Structure.of([
        Element("a", "one"), Element("b", "one", 3), Element("c", "two"), Element("d", "two", 2),
        Element("one", "top"), Element("two", "top", 2), Element("top"),
    ])  # fmt: skip
    waves = {"1": wave(6, seed, 0), "2": wave(6, seed + 1, 0)}
    found = build_panel(waves, index, recipe, "1").changes[0]
    assert found.exact.all()
    assert found.contributions.sum(axis=1) == pytest.approx(found.change, abs=1e-9)
    assert np.abs(found.rest).max() < 1e-9
    # A geometric or harmonic mean never moves against what moved in it.
    moved = waves["2"].numbers - waves["1"].numbers
    assert (found.contributions * moved >= -1e-12).all()


def test_contributions_to_an_arithmetic_mean_are_weight_times_change() -> None:
    waves = {"1": wave(5, 1, 0), "2": wave(5, 2, 0)}
    panel = build_panel(waves, INDEX, Recipe((Step("normalise", "z_score"),)), "1")
    found = panel.changes[0]
    one, two = (panel.built[period].stages["normalised"].numbers for period in ("1", "2"))
    expected = (two - one) * INDEX.effective_weights("top")
    assert found.contributions == pytest.approx(expected)
    assert found.rank_after.tolist() == panel.ranks[1].tolist()


def test_other_means_and_missing_values_leave_a_rest_that_is_told() -> None:
    waves = {"1": wave(8, 1, 0), "2": wave(8, 2, 0.0)}
    numbers = waves["2"].numbers.copy()
    numbers[0, 0] = np.nan
    waves["2"] = waves["2"].with_numbers(numbers)
    scale = Step("normalise", "minmax", {"low": 0, "high": 100})
    found = build_panel(waves, INDEX, Recipe((scale,)), "1").changes[0]
    assert found.exact.tolist() == [False] + [True] * 7
    whole = found.contributions.sum(axis=1) + found.rest
    assert whole == pytest.approx(found.change)
    median = Recipe((scale,), aggregation=Aggregation("median"))
    other = build_panel(waves, INDEX, median, "1").changes[0]
    assert not other.exact.any()
    assert np.nansum(other.contributions, axis=1) + other.rest == pytest.approx(other.change)


def test_units_that_come_and_go_have_scores_only_where_they_are() -> None:
    waves = {"1": wave(4, 1, 0), "2": wave(6, 2, 0).keep_units([False, *[True] * 5])}
    panel = build_panel(waves, INDEX, Recipe((Step("normalise", "minmax"),)), "2")
    assert panel.units == ("u0", "u1", "u2", "u3", "u4", "u5")
    assert np.isnan(panel.scores[0, 4:]).all() and np.isnan(panel.scores[1, 0])
    assert panel.changes[0].units == ("u1", "u2", "u3")


@pytest.mark.parametrize(
    ("recipe", "entry"),
    [
        (Recipe((Step("normalise", "rank"),)), "a"),
        (
            Recipe((Step("normalise", "minmax"),), aggregation=Aggregation("copeland")),
            "aggregation",
        ),
        (Recipe((Step("normalise", "minmax"),), Weighting("benefit_of_doubt")), "weighting"),
        (Recipe((Step("impute", "em"), Step("normalise", "minmax"))), "impute"),
        *(
            (
                Recipe(
                    (Step("normalise", "minmax"),),
                    by_code={"one": Aggregation("mazziotta_pareto", settings={"scale": scale})},
                ),
                "aggregation",
            )
            for scale in ("standard", "adjusted")
        ),
    ],
)
def test_what_looks_at_other_units_is_refused(recipe: Recipe, entry: str) -> None:
    with pytest.raises(CompositeError) as told:
        build_panel({"1": wave(9, 1, 0)}, INDEX, recipe, "1")
    assert (told.value.code, told.value.entry) == ("not-frozen", entry)


POSTS = {code: [0, 10] for code in "abcd"}
PLAIN = Recipe((Step("normalise", "minmax"),))


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("no-periods", lambda: build_panel({}, INDEX, RECIPE, "1")),
        ("period-unknown", lambda: build_panel({"1": wave(9, 1)}, INDEX, RECIPE, "2")),
        ("not-frozen", lambda: build_panel({"1": wave(9, 1)}, INDEX, RECIPE, POSTS)),
        (
            "not-frozen",
            lambda: build_panel(
                {"1": wave(9, 1)}, INDEX,
                Recipe((Step("treat", "winsorise"), Step("normalise", "minmax"))), POSTS,
            ),
        ),
        ("step-missing", lambda: build_panel({"1": wave(9, 1)}, INDEX, Recipe(()), "1")),
        (
            "code-unknown",
            lambda: build_panel({"1": wave(9, 1)}, INDEX, PLAIN, {**POSTS, "one": [0, 1]}),
        ),
        *(
            (
                "setting-wrong",
                lambda scale=scale: build_panel(
                    {"1": wave(9, 1, 0)}, INDEX, PLAIN, scale, beyond="cilp"
                ),
            )
            for scale in ("1", POSTS)
        ),
        (
            "goalposts-missing",
            lambda: build_panel(
                {"1": wave(9, 1)}, INDEX, Recipe((Step("normalise", "minmax"),)), {"a": [0, 1]}
            ),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(code: str, call: Any) -> None:
    with pytest.raises(CompositeError) as told:
        call()
    assert told.value.code == code


def test_a_fault_in_one_wave_names_the_period() -> None:
    bad = Values.of(["a"], list("abc"), [[1, 2, 3]])
    waves = {"2020": wave(9, 1, 0), "2021": bad}
    with pytest.raises(CompositeError, match="2021: ") as told:
        build_panel(waves, INDEX, Recipe((Step("normalise", "minmax"),)), "2020")
    assert told.value.values["period"] == "2021"


def test_the_technology_index_keeps_its_published_scores_when_a_country_joins() -> None:
    """Human Development Report 2001: goalposts, eight indicators; to 0.0015 (print rounding)."""
    folder = FOLDER / "oecd-tai"
    if not (folder / "tai_raw.csv").exists():
        pytest.skip("the Technology Achievement Index is not at hand: set PASEO_REFERENCE")
    read = {
        name: list(csv.DictReader((folder / f"tai_{name}.csv").open(encoding="utf-8")))
        for name in ("raw", "hdr2001_goalposts", "scores_check")
    }
    posts = {
        one["indicator"]: [float(one["min"]), float(one["max_cap"])]
        for one in read["hdr2001_goalposts"]
    }
    codes = list(posts)
    pairs = [
        ("creation", codes[:2]),
        ("recent", codes[2:4]),
        ("old", codes[4:6]),
        ("skills", codes[6:]),
    ]
    index = Structure.of([
        *(Element(code, group) for group, inside in pairs for code in inside),
        *(Element(group, "tai") for group, _ in pairs), Element("tai"),
    ])  # fmt: skip
    numbers = [[float(one[code]) for code in codes] for one in read["raw"]]
    units = [one["country"] for one in read["raw"]]
    recipe = Recipe((Step("normalise", "goalposts", {"high": 1.0, "clip": True}),))
    panel = build_panel({"2001": Values.of(units, codes, numbers)}, index, recipe, posts)
    published = {
        one["country"]: float(one["score_published_HDR2001"]) for one in read["scores_check"]
    }
    found = dict(zip(panel.units, panel.scores[0].tolist(), strict=True))
    # Of Singapore the Handbook filled in a royalty figure that the first report did not have.
    assert published.pop("Singapore") == 0.585
    assert {unit: found[unit] for unit in published} == pytest.approx(published, abs=0.0015)
    more = Values.of([*units, "new"], codes, [*numbers, [5000, 5000, 5000, 99, 9, 9, 20, 90]])
    again = build_panel({"2001": more}, index, recipe, posts)
    assert np.array_equal(panel.scores, again.scores[:, :-1])
