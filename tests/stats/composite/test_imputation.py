"""Filling in missing values: against closed forms and published numbers, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.composite import CompositeError, Element, Structure, Values
from paseo.stats.composite import imputation as i

N = np.nan
INDEX = Structure.of(
    [Element("x", "one"), Element("y", "one"), Element("z", "two"), Element("one", "top"),
     Element("two", "top"), Element("top")]
)  # fmt: skip
TABLE = Values.of(
    ["a", "b", "c", "d", "e"], ["x", "y", "z"],
    [[1, 2, N], [N, 4, 3], [5, N, 1], [6, 9, 4], [8, 7, N]],
    groups={"size": ["big", "big", "big", "small", ""]},
)  # fmt: skip
# Hald's cement data with values left out, and the maximum likelihood means printed for them in
# Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd edition, example 7.7.
HALD = np.array(
    [[7, 26, 6, 60, 78.5], [1, 29, 15, 52, 74.3], [11, 56, 8, 20, 104.3], [11, 31, 8, 47, 87.6],
     [7, 52, 6, 33, 95.9], [11, 55, 9, 22, 109.2], [3, 71, 17, N, 102.7], [1, 31, 22, N, 72.5],
     [2, 54, 18, N, 93.1], [N, N, 4, N, 115.9], [N, N, 23, N, 83.8], [N, N, 9, N, 113.3],
     [N, N, 8, N, 109.4]]
)  # fmt: skip


def filled(method: str, **settings):
    made, record = i.apply(TABLE, INDEX, method, settings)
    return made.numbers, record


def test_centres_of_all_units():
    assert filled("mean")[0][:, 0].tolist() == [1, 5, 5, 6, 8]
    assert filled("median")[0][:, 0].tolist() == [1, 5.5, 5, 6, 8]
    assert filled("median")[0][:, 2].tolist() == [3, 3, 1, 4, 3]


def test_centres_of_the_group_with_what_the_group_cannot():
    numbers, record = filled("group_mean", group="size")
    assert numbers[:3].tolist() == [[1, 2, 2], [3, 4, 3], [5, 3, 1]]
    (left,) = record.could_not
    assert (left.kind, left.unit, left.values["reason"]) == ("still-missing", "e", "no-group")
    numbers, record = filled("group_median", group="size", fewest=3, otherwise="all")
    assert numbers[1, 0] == 5.5
    assert record.could_not == ()
    by = {(note.entry, note.unit): note.values["by"] for note in record.did}
    assert by["x", "b"] == "median"


def test_each_value_filled_in_is_named():
    _, record = filled("group_mean", group="size")
    told = {(note.entry, note.unit): note.values for note in record.did}
    assert told["x", "b"] == {"value": 3.0, "by": "group_mean", "group": "big", "known": 2}
    assert i.apply(TABLE.keep_units([0, 0, 0, 1, 0]), INDEX, "mean", {})[1].did[0].kind == (
        "nothing-missing"
    )


def test_the_last_wave_that_has_a_value():
    last = Values.of(["b", "e"], ["z", "x"], [[9, N], [N, 1]])
    before = Values.of(["b", "e"], ["z", "x"], [[8, 7], [6, 5]])
    now = Values.of(TABLE.units, TABLE.codes, TABLE.numbers, earlier=[last, before])
    made, record = i.apply(now, INDEX, "last_wave", {})
    assert made.numbers[1].tolist() == [7, 4, 3]
    assert made.numbers[4].tolist() == [8, 7, 6]
    assert {note.values["wave"] for note in record.did} == {2}
    assert {(n.entry, n.unit) for n in record.could_not} == {("z", "a"), ("y", "c")}
    made, _ = i.apply(now, INDEX, "last_wave", {"waves": 1})
    assert np.isnan(made.numbers[1, 0])


def test_errors_stay_with_known_values_only():
    table = Values.of(["a", "b"], ["x"], [[1], [N]], errors=[[0.5], [0.5]])
    made, _ = i.apply(table, INDEX, "mean", {})
    np.testing.assert_array_equal(made.errors, [[0.5], [N]])


def test_fit_equals_the_closed_form_of_two_indicators():
    """Anderson (1957): with y missing for some, regress y on x among the rest."""
    rng = np.random.default_rng(2)
    x = rng.normal(10, 3, 40)
    y = 2 + 0.7 * x + rng.normal(0, 1, 40)
    known = slice(0, 25)
    table = np.column_stack([x, np.where(np.arange(40) < 25, y, N)])
    fit = i.fit_normal(table, tolerance=1e-13, most=5000)
    cov = np.cov(x[known], y[known], bias=True)
    slope = cov[0, 1] / cov[0, 0]
    mean = y[known].mean() + slope * (x.mean() - x[known].mean())
    variance = cov[1, 1] + slope**2 * (x.var() - cov[0, 0])
    assert fit.mean[0] == pytest.approx([x.mean(), mean], abs=1e-9)
    expected = [[x.var(), slope * x.var()], [slope * x.var(), variance]]
    np.testing.assert_allclose(fit.covariance[0], expected, atol=1e-8)


def test_fit_equals_the_published_one_of_hald():
    fit = i.fit_normal(HALD, tolerance=1e-9, most=5000)
    assert fit.mean[0] == pytest.approx([6.655, 49.965, 11.769, 27.047, 95.423], abs=0.0005)
    assert fit.converged.all()


def test_no_small_move_makes_the_data_more_likely():
    """With gaps all over the fit is the maximum of the likelihood, prior included."""
    rng = np.random.default_rng(5)
    data = rng.normal(size=(30, 3)) @ rng.normal(size=(3, 3))
    data[rng.random(data.shape) < 0.2] = N
    data = data[~np.isnan(data).all(axis=1)]
    spread = np.nanstd(data, axis=0)
    for prior in (0.0, 4.0):
        fit = i.fit_normal(data, prior=prior, tolerance=1e-11, most=5000)
        best = _likelihood(data, fit.mean[0], fit.covariance[0], prior, spread)
        for _ in range(20):
            mean = fit.mean[0] + rng.normal(size=3) * 1e-3
            bump = rng.normal(size=(3, 3)) * 1e-3
            moved = fit.covariance[0] + bump + bump.T
            assert _likelihood(data, mean, moved, prior, spread) < best


def test_weights_are_as_good_as_copies():
    weights = np.array([[2.0] * 4 + [1.0] * 9])
    weighted = i.fit_normal(HALD, weights, tolerance=1e-11, most=9000)
    copied = i.fit_normal(np.concatenate([HALD, HALD[:4]]), tolerance=1e-11, most=9000)
    np.testing.assert_allclose(weighted.mean, copied.mean, rtol=1e-6)


def test_em_fills_in_by_the_block():
    table = Values.of([f"u{k}" for k in range(13)], list("vwxyz"), HALD)
    settings = {"prior": 0, "limits": "none", "tolerance": 1e-9, "rounds": 5000}
    made, record = i.apply(table, INDEX, "em", settings)
    fit = i.fit_normal(HALD, tolerance=1e-9, most=5000)
    # Expected values given the known ones keep the mean of the fit.
    np.testing.assert_allclose(made.numbers.mean(axis=0), fit.mean[0], rtol=1e-6)
    assert [note.kind for note in record.did].count("filled") == 15
    alone, record = i.apply(table, INDEX, "em", {**settings, "within": [["v"], ["w"], ["y"]]})
    np.testing.assert_allclose(alone.numbers[9:, 0], np.nanmean(HALD[:, 0]))


def test_em_ends_at_what_is_known_and_says_so():
    data = np.array([[1, 1.0], [2, 2.1], [3, 2.9], [4, 4.1], [9, N]])
    table = Values.of(list("abcde"), ["x", "y"], data)
    settings = {"prior": 0.1}
    made, record = i.apply(table, INDEX, "em", settings)
    assert made.numbers[4, 1] == 4.1
    (note,) = record.could_not
    assert note.kind == "outside-observed"
    assert note.values["expected"] > 5
    free, _ = i.apply(table, INDEX, "em", {**settings, "limits": "none"})
    assert free.numbers[4, 1] == pytest.approx(note.values["expected"])


def test_draws_have_the_spread_of_the_predictive_distribution():
    """One indicator, known n, missing one: mean and variance of a Bayesian bootstrap draw."""
    rng = np.random.default_rng(3)
    known = rng.normal(50, 10, 40)
    table = Values.of([f"u{k}" for k in range(41)], ["x"], [[v] for v in known] + [[N]])
    drawn = i.draws(table, {"limits": "none", "prior": 0}, seed=1, count=4000)[:, 40, 0]
    variance = known.var()
    expected = variance * (1 - 1 / 41) + variance / 41
    assert drawn.mean() == pytest.approx(known.mean(), abs=4 * np.sqrt(variance / 4000))
    assert drawn.var() == pytest.approx(expected, rel=0.1)


def test_draws_cover_what_was_left_out():
    """Values hidden at random lie in the middle four fifths of their draws four times in five."""
    rng = np.random.default_rng(11)
    cause = rng.normal(size=(200, 2))
    data = cause @ rng.normal(size=(2, 6)) + rng.normal(size=(200, 6)) * 0.5
    hidden = rng.random(data.shape) < 0.1
    names = [f"u{k}" for k in range(200)]
    table = Values.of(names, list("uvwxyz"), np.where(hidden, N, data))
    drawn = i.draws(table, {}, seed=1, count=100)
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    inside = ((data >= low) & (data <= high))[hidden].mean()
    assert 0.72 < inside < 0.88
    np.testing.assert_array_equal(
        drawn[:, ~hidden], np.broadcast_to(data[~hidden], (100, (~hidden).sum()))
    )


def test_draws_depend_on_seed_and_place_only():
    many = i.draws(TABLE, {}, seed=7, count=30)
    np.testing.assert_allclose(i.draws(TABLE, {}, seed=7, count=3), many[:3], rtol=1e-9)
    assert not np.allclose(i.draws(TABLE, {}, seed=8, count=3), many[:3])
    assert (many[:, np.isnan(TABLE.numbers)].std(axis=0) > 0).all()


def test_multiple_gives_the_mean_of_its_draws_and_their_spread():
    numbers, record = filled("multiple", draws=50, seed=3)
    drawn = i.draws(TABLE, {}, seed=3, count=50)
    np.testing.assert_allclose(numbers, drawn.mean(axis=0), rtol=1e-12)
    told = {(note.entry, note.unit): note.values for note in record.did if note.kind == "filled"}
    assert told["y", "c"]["sd"] == pytest.approx(drawn[:, 2, 1].std(ddof=1))
    within = i.draws(TABLE, {"within": "parent"}, seed=3, count=5, structure=INDEX)
    assert np.isfinite(within).all()


@pytest.mark.parametrize("method", ["mean", "median", "group_mean", "group_median", "em"])
def test_many_tables_are_filled_as_each_one(method):
    settings = {"group": "size"} if "group" in method else {}
    rng = np.random.default_rng(1)
    many = TABLE.numbers * rng.uniform(0.5, 2, (4, 1, 1)) + rng.normal(size=(4, 5, 3))
    made = i.impute_many(many, TABLE, method, settings)
    for at in range(4):
        alone, _ = i.apply(TABLE.with_numbers(many[at]), INDEX, method, settings)
        np.testing.assert_array_equal(made[at], alone.numbers)


@pytest.mark.parametrize(
    ("method", "settings", "code"),
    [
        ("group_mean", {"group": "colour"}, "group-unknown"),
        ("group_mean", {}, "group-unknown"),
        ("group_mean", {"group": "size", "fewest": 0}, "setting-out-of-range"),
        ("group_mean", {"group": "size", "otherwise": "none"}, "setting-wrong"),
        ("last_wave", {}, "no-earlier-waves"),
        ("em", {"prior": 0}, "em-undetermined"),
        ("em", {"prior": -1}, "setting-out-of-range"),
        ("em", {"within": "level"}, "setting-wrong"),
        ("em", {"within": [["x", "q"]]}, "code-unknown"),
        ("em", {"within": [["x"], ["x"]]}, "setting-wrong"),
        ("em", {"rounds": 2.5}, "setting-out-of-range"),
        ("multiple", {"draws": 1}, "setting-out-of-range"),
        ("multiple", {"limits": "some"}, "setting-wrong"),
        ("regression", {}, "method-unknown"),
        ("mean", {"group": "size"}, "setting-unknown"),
    ],
)
def test_imputation_that_cannot_be_is_refused(method, settings, code):
    with pytest.raises(CompositeError) as fault:
        i.apply(TABLE, INDEX, method, settings)
    assert fault.value.code == code


@pytest.mark.parametrize("method", list(i.METHODS))
def test_an_indicator_without_any_value_is_refused(method):
    empty = TABLE.with_numbers(np.where([False, True, False], N, TABLE.numbers))
    with pytest.raises(CompositeError) as fault:
        i.apply(empty, INDEX, method, {})
    assert (fault.value.code, fault.value.entry) == ("all-missing", "y")


def _likelihood(data, mean, covariance, prior, spread):
    total = 0.0
    for row in data:
        known = ~np.isnan(row)
        part = covariance[np.ix_(known, known)]
        away = row[known] - mean[known]
        total -= 0.5 * (np.linalg.slogdet(part)[1] + away @ np.linalg.solve(part, away))
    added = np.trace(np.linalg.solve(covariance, np.diag(spread**2)))
    return total - 0.5 * prior * (np.linalg.slogdet(covariance)[1] + added)
