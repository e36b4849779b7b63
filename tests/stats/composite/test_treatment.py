"""Outlier treatment: the rule step by step, its kernels against each other, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite import treatment as t
from paseo.stats.composite.treatment.winsorising import winsorise_points

N = np.nan
FIXED = settings(max_examples=40, deadline=None, derandomize=True)
LONG = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]
INDEX = Structure.of([Element("x", "top"), Element("y", "top"), Element("top")])


def table(x, y=None) -> Values:
    rows = list(zip(x, x if y is None else y, strict=True))
    return Values.of([f"u{k}" for k in range(len(x))], ["x", "y"], rows)


def test_shape_equals_that_of_scipy():
    values = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    assert t.skewness(values) == pytest.approx(stats.skew(values, bias=False), rel=1e-12)
    assert t.excess_kurtosis(values) == pytest.approx(stats.kurtosis(values, bias=False), rel=1e-12)
    gaps = np.concatenate([values, [N, N]])
    assert t.skewness(gaps) == pytest.approx(float(t.skewness(values)), rel=1e-12)


def test_shape_of_too_few_or_equal_values_is_unknown():
    assert np.isnan(t.skewness([1, 2]))
    assert np.isnan(t.excess_kurtosis([1, 2, 4]))
    assert np.isnan(t.skewness([5, 5, 5, 5]))


def test_winsorising_stops_as_soon_as_one_limit_is_met():
    done = t.winsorise(LONG, skew=2, kurtosis=3.5)
    assert done.rows[0, -2:].tolist() == [30, 30]
    assert (int(done.high[0]), int(done.low[0]), bool(done.enough[0])) == (1, 0, True)


def test_ties_are_pulled_in_together_and_can_pass_the_most():
    done = t.winsorise([*range(40), 500.0, 500.0], skew=0.1, kurtosis=-2, most=1)
    assert int(done.high[0]) == 2
    assert done.rows[0, -3:].tolist() == [39, 39, 39]


def test_the_low_end_is_pulled_in_where_the_tail_is_low():
    done = t.winsorise([-x for x in LONG])
    assert done.rows[0, -2:].tolist() == [-30, -30]
    assert int(done.low[0]) == 1


def test_what_winsorising_cannot_mend_is_transformed_from_the_start():
    settings = {"skew": 0.5, "kurtosis": 0, "most": 1}
    made, record = t.apply(table(LONG), INDEX, "winsorise", settings)
    np.testing.assert_allclose(made.column("x"), t.log_range(np.array(LONG)))
    told = record.did[0]
    assert (told.kind, told.values["by"], told.values["points_tried"]) == ("transformed", "log", 1)
    made, record = t.apply(table(LONG), INDEX, "winsorise", {**settings, "then": "none"})
    assert made.column("x").max() == 30
    assert {note.kind for note in record.could_not} == {"still-skewed"}
    made, record = t.apply(table(LONG), INDEX, "winsorise", {**settings, "then": "boxcox"})
    power = record.did[0].values["power"]
    shifted = np.array(LONG)
    assert power == pytest.approx(stats.boxcox(shifted)[1], abs=1e-5)
    np.testing.assert_allclose(made.column("x"), stats.boxcox(shifted, power), rtol=1e-9)


def test_the_record_names_each_value_that_was_pulled_in():
    _, record = t.apply(table(LONG), INDEX, "winsorise", {"only": ["x"]})
    assert [(note.kind, note.entry, note.unit) for note in record.did] == [
        ("winsorised", "x", ""), ("point-winsorised", "x", "u11")
    ]  # fmt: skip
    assert record.did[1].values == {"before": 100.0, "after": 30.0, "side": "high"}


def test_indicators_can_be_left_out_or_treated_in_their_own_way():
    made, _ = t.apply(table(LONG), INDEX, "winsorise", {"except": ["x"]})
    assert made.column("x").max() == 100
    assert made.column("y").max() == 30
    own = {"by_indicator": {"x": {"method": "log"}, "y": {"method": "none"}}}
    made, record = t.apply(table(LONG), INDEX, "winsorise", own)
    np.testing.assert_allclose(made.column("x"), np.log(LONG))
    assert made.column("y").max() == 100
    assert [note.entry for note in record.did] == ["x"]


def test_two_values_only_are_left_and_said():
    data = [0.0] * 30 + [1.0]
    made, record = t.apply(table(data, LONG[:1] + [N] * 30), INDEX, "winsorise", {})
    assert made.column("x").tolist() == data
    assert [(note.kind, note.entry) for note in record.could_not] == [
        ("too-few-distinct", "x"), ("too-few-values", "y")
    ]  # fmt: skip


def test_a_number_of_points_at_a_side():
    assert winsorise_points(LONG, 2, "high").rows[0, -3:].tolist() == [10, 10, 10]
    assert winsorise_points(LONG, 2, "low").rows[0, :3].tolist() == [3, 3, 3]
    both = winsorise_points(LONG, 1, "both").rows[0]
    assert (both.min(), both.max()) == (2, 30)
    assert winsorise_points([1, 1, 2], 1, "high").stuck.all()
    assert winsorise_points(LONG, 1, "skew").rows[0].max() == 30


def test_logarithm_and_box_cox_with_a_shift():
    data = [0.0, 1, 2, 5, 9]
    made, _ = t.apply(table(data), INDEX, "log", {"shift": 1})
    np.testing.assert_allclose(made.column("x"), np.log1p(data))
    made, _ = t.apply(table(data), INDEX, "boxcox", {"shift": "one", "power": 0})
    np.testing.assert_allclose(made.column("x"), np.log1p(data))
    made, _ = t.apply(table(LONG), INDEX, "boxcox", {})
    np.testing.assert_allclose(made.column("x"), stats.boxcox(LONG)[0], atol=1e-5)
    made, _ = t.apply(table(LONG), INDEX, "log", {"shift": "range"})
    np.testing.assert_allclose(made.column("x"), t.log_range(np.array(LONG)))


def test_the_most_likely_power_equals_that_of_scipy():
    rng = np.random.default_rng(8)
    for data in (rng.gamma(2, 3, 60), rng.lognormal(0, 1, 60), rng.normal(50, 3, 60)):
        assert t.box_cox_power(data) == pytest.approx(stats.boxcox(data)[1], abs=2e-5)
        gaps = np.concatenate([data, [N]])
        assert t.box_cox_power(gaps) == pytest.approx(float(t.box_cox_power(data)), abs=1e-6)


@pytest.mark.parametrize(
    ("method", "chosen", "code"),
    [
        ("log", {}, "log-not-positive"),
        ("boxcox", {"shift": -0.5}, "log-not-positive"),
        ("winsorise", {"skew": -1}, "setting-out-of-range"),
        ("winsorise", {"most": 1.5}, "setting-out-of-range"),
        ("winsorise", {"most": True}, "setting-wrong"),
        ("winsorise", {"then": "sqrt"}, "setting-wrong"),
        ("winsorise", {"only": ["q"]}, "code-unknown"),
        ("winsorise", {"except": "x"}, "setting-wrong"),
        ("winsorise", {"by_indicator": {"q": {}}}, "code-unknown"),
        ("winsorise", {"by_indicator": {"x": "log"}}, "setting-wrong"),
        ("winsorise", {"by_indicator": {"x": {"method": "cut"}}}, "method-unknown"),
        ("winsorise", {"by_indicator": {"x": {"method": "log", "most": 3}}}, "setting-unknown"),
        ("winsorise_points", {"side": "left"}, "setting-wrong"),
        ("boxcox", {"power": 9, "shift": 1}, "setting-out-of-range"),
        ("cut", {}, "method-unknown"),
        ("winsorise", {"limit": 2}, "setting-unknown"),
    ],
)
def test_treatment_that_cannot_be_is_refused(method, chosen, code):
    with pytest.raises(CompositeError) as fault:
        t.apply(table([0.0, 1, 2, 3, 4]), INDEX, method, chosen)
    assert fault.value.code == code


def test_a_value_under_a_logarithm_is_named():
    with pytest.raises(CompositeError) as fault:
        t.apply(table([1.0, -2, 3]), INDEX, "log", {"except": ["y"]})
    assert (fault.value.entry, fault.value.values["unit"]) == ("x", "u1")
    assert fault.value.values["value"] == -2


@st.composite
def data(draw):
    """Tables with long tails, ties and gaps."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    kind = draw(st.sampled_from(["long", "tied", "gaps"]))
    numbers = np.exp(rng.normal(size=(4, 15, 2)) * draw(st.floats(0.2, 3)))
    if kind == "tied":
        numbers = np.ceil(numbers)
    if kind == "gaps":
        numbers[rng.random(numbers.shape) < 0.3] = N
    return numbers * draw(st.sampled_from([1.0, -1.0]))


@FIXED
@given(
    data(), st.floats(0, 3), st.floats(-1, 5), st.integers(0, 4),
    st.sampled_from(["log", "log_by_skew", "boxcox", "none"]),
)  # fmt: skip
def test_kernels_agree_to_the_last_digit(numbers, skew, kurtosis, most, then):
    chosen = {"skew": skew, "kurtosis": kurtosis, "most": most, "then": then}
    arrays = {name: np.full(4, float(chosen[name])) for name in ("skew", "kurtosis", "most")}
    many = t.treat_many(numbers, "winsorise", {**arrays, "then": then})
    for at in range(4):
        values = Values.of([f"u{k}" for k in range(15)], ["x", "y"], numbers[at])
        alone, _ = t.apply(values, INDEX, "winsorise", chosen)
        np.testing.assert_array_equal(many[at], alone.numbers)
        made = t.WinsorTable(numbers[at], 4, then)
        np.testing.assert_array_equal(
            made.chosen(made.variant(skew, kurtosis, most))[0], alone.numbers
        )


@FIXED
@given(data(), st.floats(0.01, 100), st.floats(-50, 50))
def test_treatment_keeps_order_and_minds_no_unit_of_measurement(numbers, scale, shift):
    values = table(numbers[0, :, 0], numbers[0, :, 1])
    made, record = t.apply(values, INDEX, "winsorise", {"then": "none"})
    again, _ = t.apply(values.with_numbers(values.numbers * scale), INDEX, "winsorise",
                       {"then": "none"})  # fmt: skip
    np.testing.assert_allclose(again.numbers, made.numbers * scale, rtol=1e-9)
    for column in range(2):
        order = np.argsort(values.numbers[:, column], kind="stable")
        after = made.numbers[order, column]
        assert (np.diff(after[~np.isnan(after)]) >= 0).all()
    changed = (made.numbers != values.numbers) & ~np.isnan(values.numbers)
    assert changed.sum() == [note.kind for note in record.did].count("point-winsorised")


@pytest.mark.parametrize(
    ("method", "chosen"),
    [("log", {"shift": 1.0}), ("log", {"shift": "range"}), ("boxcox", {"shift": "one"}),
     ("boxcox", {"power": np.array([0.0, 0.5, 1, 2])}), ("none", {}),
     ("winsorise_points", {"points": np.array([0.0, 1, 2, 3]), "side": "both"}),
     ("winsorise", {"by_indicator": {"y": {"method": "log"}}})],
)  # fmt: skip
def test_other_methods_agree_for_many_tables(method, chosen):
    numbers = np.exp(np.random.default_rng(0).normal(size=(4, 20, 2)))
    many = t.treat_many(numbers, method, chosen, ["x", "y"])
    for at in range(4):
        one = {
            name: float(held[at]) if isinstance(held, np.ndarray) else held
            for name, held in chosen.items()
        }
        values = Values.of([f"u{k}" for k in range(20)], ["x", "y"], numbers[at])
        np.testing.assert_array_equal(many[at], t.apply(values, INDEX, method, one)[0].numbers)


def test_a_replication_that_cannot_be_treated_has_no_values():
    numbers = np.ones((2, 5, 2)) + np.arange(5)[:, None]
    numbers[1, 0, 0] = -1
    many = t.treat_many(numbers, "log", {})
    assert np.isfinite(many[0]).all()
    assert np.isnan(many[1]).all()


def test_the_table_of_states_refuses_more_points_than_it_holds():
    with pytest.raises(CompositeError) as fault:
        t.WinsorTable(np.array(LONG)[:, None], 3).variant(2, 3.5, 4)
    assert fault.value.code == "setting-out-of-range"


def test_the_table_of_states_leaves_indicators_alone():
    made = t.WinsorTable(np.column_stack([LONG, LONG]), 3, treated=np.array([True, False]))
    assert made.chosen(made.variant(2, 3.5, 3))[0].max(axis=0).tolist() == [30, 100]


def test_settings_for_another_number_of_replications_are_refused():
    with pytest.raises(CompositeError) as fault:
        t.treat_many(np.zeros((2, 5, 1)), "winsorise", {"skew": np.ones(3)})
    assert fault.value.code == "shapes-differ"


def test_values_that_are_all_alike_have_no_shape_whatever_rounding_says() -> None:
    # The sum of thirty times 0.1 is not three: without care the rounding would have a skewness.
    assert np.isnan(t.skewness(np.full((1, 30), 0.1))).all()
    table = t.WinsorTable(np.random.default_rng(1).lognormal(0, 1.5, (30, 2)), most=10**9)
    assert len(table.variants) < 32
