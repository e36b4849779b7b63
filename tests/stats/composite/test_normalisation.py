"""Normalisation: each formula by hand, frozen goalposts, many tables at once, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite import normalisation as n

N = np.nan
FIXED = settings(max_examples=30, deadline=None, derandomize=True)
INDEX = Structure.of(
    [Element("up", "top", target=8), Element("down", "top", direction=-1, target=1),
     Element("top")]
)  # fmt: skip
TABLE = Values.of(
    ["a", "b", "c", "d"], ["up", "down"], [[0, 2], [4, 4], [4, 10], [10, N]]
)  # fmt: skip
POSTS = {"up": [2, 8], "down": [0, 10]}


def scores(method: str, **chosen):
    return n.apply(TABLE, INDEX, method, chosen)[0].numbers.T


@pytest.mark.parametrize(
    ("method", "chosen", "up", "down"),
    [
        ("minmax", {}, [0, 40, 40, 100], [100, 75, 0, N]),
        ("minmax", {"low": 1, "high": 2}, [1, 1.4, 1.4, 2], [2, 1.75, 1, N]),
        ("scaled", {"high": 20}, [0, 20, 20, 50], [90, 80, 50, N]),
        ("rank", {}, [1, 2, 2, 4], [3, 2, 1, N]),
        ("rank", {"ties": "mean"}, [1, 2.5, 2.5, 4], [3, 2, 1, N]),
        ("borda", {}, [0, 1, 1, 3], [2, 1, 0, N]),
        ("percentile", {}, [0, 100 / 3, 100 / 3, 100], [100, 50, 0, N]),
        ("distance_to_best", {"factor": 1}, [0, 0.4, 0.4, 1], [1, 0.75, 0, N]),
        ("distance_to_reference", {"unit": "b"}, [0, 100, 100, 250], [400 / 3, 100, 0, N]),
        ("distance_to_reference", {"unit": "b", "cap": True}, [0, 100, 100, 100],
         [100, 100, 0, N]),
        ("distance_to_target", {}, [0, 50, 50, 125], [800 / 9, 600 / 9, 0, N]),
        ("distance_to_target", {"targets": {"up": 5}, "cap": True, "factor": 10},
         [0, 8, 8, 10], [80 / 9, 60 / 9, 0, N]),
        ("goalposts", {"posts": POSTS}, [0, 100 / 3, 100 / 3, 100], [80, 60, 0, N]),
        ("goalposts", {"posts": POSTS, "clip": False}, [-100 / 3, 100 / 3, 100 / 3, 400 / 3],
         [80, 60, 0, N]),
        ("goalposts", {"posts": {"up": [0, 20, 5], "down": [0, 20, 4]}, "high": 1},
         [0, 0.2, 0.2, 0.25], [0.8, 0.8, 0.5, N]),
        ("none", {}, [0, 4, 4, 10], [-2, -4, -10, N]),
    ],
)  # fmt: skip
def test_each_formula_by_hand(method, chosen, up, down):
    np.testing.assert_allclose(scores(method, **chosen), [up, down], rtol=1e-12)


def test_z_scores_by_sample_or_population():
    up = TABLE.column("up")
    for divisor, ddof in (("sample", 1), ("population", 0)):
        z = scores("z_score", mean=50, sd=10, divisor=divisor)
        np.testing.assert_allclose(z[0], 50 + 10 * (up - up.mean()) / up.std(ddof=ddof))
        assert np.nanmean(z[1]) == pytest.approx(50)
        assert z[1][0] > z[1][2]


def test_indicators_can_have_a_method_of_their_own():
    chosen = {"by_indicator": {"down": {"method": "goalposts", "posts": [0, 20], "high": 1}}}
    np.testing.assert_allclose(scores("minmax", **chosen)[1], [0.9, 0.8, 0.5, N])
    chosen = {"by_indicator": {"down": {"method": "distance_to_target"}}}
    np.testing.assert_allclose(scores("minmax", **chosen), [[0, 40, 40, 100],
                                                            [800 / 9, 600 / 9, 0, N]])  # fmt: skip


def test_the_record_says_what_scores_are_relative_to_and_which_end():
    _, record = n.apply(TABLE, INDEX, "goalposts", {"posts": {"up": [2, 8], "down": [0, 9, 3]}})
    told = {note.entry: note.values for note in record.did}
    assert told["down"] == {"by": "goalposts", "reversed": True, "worst": 9.0, "best": 0.0}
    ended = {(note.kind, note.entry, note.unit) for note in record.could_not}
    assert ended == {
        ("clipped", "up", "a"), ("clipped", "up", "d"), ("clipped", "down", "c"),
        ("capped", "down", "a"),
    }  # fmt: skip
    _, record = n.apply(TABLE, INDEX, "distance_to_reference", {"unit": "b", "cap": True})
    assert {(note.kind, note.unit) for note in record.could_not} == {
        ("capped", "d"), ("capped", "a"),
    }  # fmt: skip
    assert record.did[1].values["reference"] == 4.0


def test_scores_by_frozen_goalposts_stay_when_a_unit_joins():
    ends = (np.nanmin(TABLE.numbers, axis=0), np.nanmax(TABLE.numbers, axis=0))
    posts = dict(zip(TABLE.codes, np.transpose(ends).tolist(), strict=True))
    chosen = {"posts": posts, "clip": False}
    before, _ = n.apply(TABLE, INDEX, "goalposts", chosen)
    np.testing.assert_allclose(before.numbers.T, scores("minmax"))
    more = Values.of([*TABLE.units, "e"], TABLE.codes, [*TABLE.numbers.tolist(), [99, -5]])
    after, _ = n.apply(more, INDEX, "goalposts", chosen)
    np.testing.assert_array_equal(after.numbers[:4], before.numbers)


def test_a_constant_is_said_where_it_can_be_scored():
    table = TABLE.with_numbers(np.array([[3, 1], [3, 2], [N, 4], [3, 5.0]]))
    _, record = n.apply(table, INDEX, "goalposts", {"posts": POSTS})
    assert [(note.kind, note.entry) for note in record.could_not] == [("constant", "up")]


@pytest.mark.parametrize(
    ("method", "chosen", "numbers", "code", "entry"),
    [
        *[(method, {}, [[3, 1], [3, 2], [N, 4]], "constant", "up") for method in (
            "minmax", "z_score", "rank", "percentile", "borda", "distance_to_best")],
        *[(method, {}, [[3, N], [4, N], [N, N]], "all-missing", "down") for method in (
            "minmax", "z_score", "scaled", "rank", "none", "distance_to_target")],
        ("distance_to_reference", {"unit": "q"}, [[1, 2], [2, 1], [3, 3]], "unit-unknown", "q"),
        ("distance_to_reference", {"unit": "a"}, [[1, 2], [2, 1], [3, 3]],
         "reference-not-better", "up"),
        ("distance_to_reference", {"unit": "c"}, [[1, 2], [2, 1], [3, N]],
         "reference-missing", "down"),
        ("distance_to_target", {"targets": {"up": 1}}, [[1, 2], [2, 1], [3, 3]],
         "target-not-better", "up"),
        ("distance_to_target", {"targets": {"up": None}}, [[1, 2], [2, 1], [3, 3]],
         "target-missing", "up"),
        ("goalposts", {"posts": {"up": [1, 2]}}, [[1, 2], [2, 1], [3, 3]],
         "goalposts-missing", "down"),
        ("goalposts", {"posts": {**POSTS, "up": [3, 1]}}, [[1, 2], [2, 1], [3, 3]],
         "goalposts-wrong", "up"),
        ("goalposts", {"posts": {**POSTS, "up": [1, 3, 4]}}, [[1, 2], [2, 1], [3, 3]],
         "goalposts-wrong", "up"),
        ("goalposts", {"posts": {**POSTS, "up": [1, "3"]}}, [[1, 2], [2, 1], [3, 3]],
         "goalposts-wrong", "up"),
        ("minmax", {"low": 5, "high": 5}, [[1, 2], [2, 1], [3, 3]], "setting-out-of-range",
         "normalise"),
        ("z_score", {"sd": 0}, [[1, 2], [2, 1], [3, 3]], "setting-out-of-range", "normalise"),
        ("z_score", {"divisor": "n"}, [[1, 2], [2, 1], [3, 3]], "setting-wrong", "normalise"),
        ("distance_to_target", {"cap": "yes"}, [[1, 2], [2, 1], [3, 3]], "setting-wrong",
         "normalise"),
        ("minmax", {"by_indicator": {"q": {}}}, [[1, 2], [2, 1], [3, 3]], "code-unknown", "q"),
        ("logit", {}, [[1, 2], [2, 1], [3, 3]], "method-unknown", "normalise"),
        ("minmax", {"lower": 0}, [[1, 2], [2, 1], [3, 3]], "setting-unknown", "normalise"),
    ],
)  # fmt: skip
def test_normalisation_that_cannot_be_is_refused(method, chosen, numbers, code, entry):
    table = Values.of(["a", "b", "c"], ["up", "down"], numbers)
    with pytest.raises(CompositeError) as fault:
        n.apply(table, INDEX, method, chosen)
    assert (fault.value.code, fault.value.entry) == (code, entry)


@pytest.mark.parametrize("odd", [None, "5", [5], {"x": 1}, True, float("nan"), object()])
def test_settings_of_the_wrong_kind_are_refused_by_name(odd):
    for method, name in (("minmax", "low"), ("scaled", "factor"), ("distance_to_target", "cap"),
                         ("goalposts", "posts"), ("minmax", "by_indicator")):  # fmt: skip
        if (name, odd) != ("cap", True):
            with pytest.raises(CompositeError):
                n.apply(TABLE, INDEX, method, {name: odd})  # fmt: skip
    with pytest.raises(CompositeError) as fault:
        n.apply(TABLE, INDEX, "distance_to_target", {"targets": {"up": odd}})
    assert fault.value.code in ("target-missing", "target-not-better")


@pytest.mark.parametrize(
    ("method", "chosen"),
    [
        ("minmax", {"low": np.array([0.0, 1, 2]), "high": np.array([10.0, 20, 30])}),
        ("z_score", {"sd": np.array([1.0, 2, 3])}),
        ("scaled", {}),
        ("rank", {"ties": "mean"}),
        ("percentile", {"factor": np.array([1.0, 2, 3])}),
        ("borda", {}),
        ("distance_to_best", {}),
        ("distance_to_reference", {"unit": "u3", "cap": True}),
        ("distance_to_target", {"targets": {"up": 50, "down": -50}}),
        ("goalposts", {"posts": {"up": [-1, 1, 0.5], "down": [-2, 2]}}),
        ("none", {}),
        ("minmax", {"by_indicator": {"down": {"method": "rank"}}}),
    ],
)
def test_many_tables_are_scored_as_each_one(method, chosen):
    rng = np.random.default_rng(2)
    numbers = rng.normal(size=(3, 30, 2)).round(1)
    numbers[1, :5, 0] = N
    units = [f"u{k}" for k in range(30)]
    many = n.normalise_many(numbers, method, INDEX.directions(), chosen, TABLE.codes, units)
    turned = np.ascontiguousarray(numbers.transpose(0, 2, 1)).transpose(0, 2, 1)
    again = n.normalise_many(turned, method, INDEX.directions(), chosen, TABLE.codes, units)
    for at in range(3):
        one = {
            name: float(held[at]) if isinstance(held, np.ndarray) else held
            for name, held in chosen.items()
        }
        try:
            alone = n.apply(Values.of(units, TABLE.codes, numbers[at]), INDEX, method, one)[0]
            expected = alone.numbers
        except CompositeError:
            expected = np.full((30, 2), N)
        np.testing.assert_array_equal(many[at], expected)
        np.testing.assert_array_equal(again[at], expected)


def test_a_replication_that_cannot_be_scored_has_no_scores():
    numbers = np.array([[[1.0, 1], [2, 2]], [[1, 3], [2, 3]]])
    many = n.normalise_many(numbers, "minmax", [1, 1], {})
    assert many[0].tolist() == [[0, 0], [100, 100]]
    assert np.isnan(many[1]).all()


def test_targets_of_elements_are_ready_for_many_tables():
    ready = n.with_targets(INDEX, "distance_to_target", {})
    many = n.normalise_many(
        TABLE.numbers[None], "distance_to_target", INDEX.directions(), ready, TABLE.codes
    )
    np.testing.assert_array_equal(many[0].T, scores("distance_to_target"))
    assert n.apply(TABLE, INDEX, "distance_to_target", {})[1].settings == ready


@FIXED
@given(
    st.integers(0, 10_000), st.floats(0.01, 1000), st.floats(-100, 100),
    st.sampled_from(["minmax", "z_score", "rank", "percentile", "borda", "distance_to_best"]),
)  # fmt: skip
def test_scores_mind_no_unit_of_measurement_nor_the_order_of_units(seed, scale, shift, method):
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(8, 2)).round(2)
    numbers[0] = N, 0.5
    table = Values.of([f"u{k}" for k in range(8)], ["up", "down"], numbers)
    made, _ = n.apply(table, INDEX, method, {})
    moved, _ = n.apply(table.with_numbers(numbers * scale + shift), INDEX, method, {})
    np.testing.assert_allclose(moved.numbers, made.numbers, rtol=1e-6, atol=1e-6)
    order = rng.permutation(8)
    mixed = Values.of([table.units[k] for k in order], table.codes, numbers[order])
    again, _ = n.apply(mixed, INDEX, method, {})
    np.testing.assert_allclose(again.numbers, made.numbers[order], rtol=1e-12, atol=1e-12)


@FIXED
@given(
    st.integers(0, 10_000), st.floats(0, 5),
    st.sampled_from(["minmax", "z_score", "scaled", "rank", "goalposts", "none",
                     "distance_to_best"]),
)  # fmt: skip
def test_a_better_value_never_scores_lower_than_the_same_unit_before(seed, more, method):
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(6, 2))
    chosen = {"posts": POSTS} if method == "goalposts" else {}
    better = numbers.copy()
    better[2] += [more, -more]
    before, after = (
        n.apply(Values.of(list("abcdef"), ["up", "down"], held), INDEX, method, chosen)[0]
        for held in (numbers, better)
    )
    assert (after.numbers[2] >= before.numbers[2] - 1e-9).all()
