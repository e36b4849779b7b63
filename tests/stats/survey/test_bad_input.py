"""Bad survey data: each is refused with what is wrong, how often, and where."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from paseo.stats import NumbersError
from paseo.stats.survey import (
    MissingExtraError,
    SurveyDesign,
    SurveyError,
    calibrate,
    make_replicates,
    post_stratify,
    rake,
    rao_scott,
    survey_change,
    survey_count,
    survey_difference,
    survey_gap,
    survey_mean,
    survey_quantile,
    survey_regression,
    survey_share,
    survey_total,
    trim_weights,
)

W = np.array([10.0, 12, 9, 11, 10, 14, 8, 10])
STRATA = ["a", "a", "a", "a", "b", "b", "b", "b"]
CLUSTERS = [1, 1, 2, 2, 1, 1, 2, 2]
DESIGN = SurveyDesign(W, stratum=STRATA, cluster=CLUSTERS)
Y = [1, 2, 3, 4, 2, 2, 5, 1]


def _with(position: int, value: object, values: object = W) -> list[object]:
    changed = list(values)  # type: ignore[call-overload]
    changed[position] = value
    return changed


REPLICATES = np.outer(W, np.ones(4))


@pytest.mark.parametrize(
    ("parts", "code", "rows"),
    [
        ({"weight": _with(2, 0)}, "weight-zero", (2,)),
        ({"weight": _with(3, -5)}, "weight-negative", (3,)),
        ({"weight": _with(1, None)}, "weight-missing", (1,)),
        ({"weight": _with(1, float("inf"))}, "weight-infinite", (1,)),
        ({"weight": _with(1, "many")}, "not-numbers", (1,)),
        ({"weight": []}, "no-answers", ()),
        ({"stratum": STRATA[:7]}, "lengths-differ", ()),
        ({"stratum": _with(4, None, STRATA)}, "stratum-missing", (4,)),
        ({"cluster": _with(5, "", [str(c) for c in CLUSTERS])}, "cluster-missing", (5,)),
        ({"ssu": list(range(8)), "cluster": None}, "ssu-alone", ()),
        ({"lonely": "ignore"}, "lonely-unknown", ()),
        ({"fpc": [5.0] * 7}, "fpc-shape", ()),
        ({"fpc": _with(0, None, [5.0] * 8)}, "fpc-missing", (0,)),
        ({"fpc": _with(3, 7, [5.0] * 8)}, "fpc-varies", (3,)),
        ({"fpc": [1.5] * 8}, "fpc-too-small", tuple(range(8))),
        ({"fpc": np.full((8, 2), 5.0)}, "fpc-shape", ()),
        ({"replicates": REPLICATES[:5], "replicate_kind": "BRR"}, "replicates-shape", ()),
        ({"replicates": REPLICATES[:, :1], "replicate_kind": "BRR"}, "replicates-shape", ()),
        ({"replicates": W, "replicate_kind": "BRR"}, "replicates-shape", ()),
        ({"replicates": REPLICATES}, "replicates-kind", ()),
        ({"replicates": REPLICATES, "replicate_kind": "JKn"}, "replicates-scale", ()),
        (
            {"replicates": REPLICATES, "replicate_kind": "JK1", "replicate_scale": [1, 2]},
            "replicates-scale",
            (),
        ),
        ({"replicates": REPLICATES, "replicate_kind": "Fay"}, "replicates-fay", ()),
        (
            {"replicates": np.where(W[:, None] == 14, np.nan, REPLICATES), "replicate_kind": "SDR"},
            "replicates-gap",
            (5,),
        ),
        (
            {"replicates": REPLICATES * [1, 1, 0, 1], "replicate_kind": "SDR"},
            "replicates-empty",
            (),
        ),
    ],
)
def test_a_design_that_cannot_be_is_refused_with_the_rows(parts, code, rows) -> None:
    given = {"weight": W, "stratum": STRATA, "cluster": CLUSTERS, **parts}
    with pytest.raises(SurveyError) as caught:
        SurveyDesign(**given)
    assert caught.value.code == code
    assert caught.value.problems[0].rows == rows
    assert next(found.code for found in SurveyDesign.check(**given)) == code


def test_everything_wrong_is_said_at_once() -> None:
    problems = SurveyDesign.check([0, -1, None, 4], stratum=["a", None, "a", "a"])
    codes = {"weight-zero", "weight-negative", "weight-missing", "stratum-missing"}
    assert {found.code for found in problems} == codes
    assert all(found.count == 1 for found in problems)


def test_many_rows_are_counted_and_the_first_of_them_named() -> None:
    (found,) = SurveyDesign.check(np.where(np.arange(50) % 2, 0.0, 1.0))
    assert found.count == 25
    assert found.rows == tuple(range(1, 21, 2))
    assert "25 respondents (rows 1, 3, 5" in found.sentence
    assert "and 15 more" in found.sentence


def test_strata_with_one_cluster_are_named_with_the_choices() -> None:
    lonely = {"weight": W, "stratum": STRATA, "cluster": [1, 1, 1, 1, 1, 1, 2, 2]}
    (found,) = SurveyDesign.check(**lonely)
    assert found.names == ("a",)
    for choice in ("certainty", "centre", "average", "pool"):
        assert f"'{choice}'" in found.sentence
        assert survey_mean(SurveyDesign(**lonely, lonely=choice), Y)[0].se > 0
    (alone,) = SurveyDesign.check(W, cluster=[1] * 8)
    assert alone.code == "one-cluster"


def test_a_lonely_cluster_that_is_the_only_one_there_is_needs_no_choice() -> None:
    parts = {"weight": W, "stratum": STRATA, "cluster": [1, 1, 1, 1, 1, 1, 2, 2]}
    certain = SurveyDesign(**parts, fpc=[1, 1, 1, 1, 9, 9, 9, 9])
    plain = SurveyDesign(**parts, fpc=[2, 2, 2, 2, 9, 9, 9, 9], lonely="certainty")
    assert survey_mean(certain, Y)[0].se == pytest.approx(survey_mean(plain, Y)[0].se)


def test_fractions_are_read_as_population_sizes() -> None:
    parts = {"weight": W, "stratum": STRATA, "cluster": CLUSTERS}
    sizes = SurveyDesign(**parts, fpc=[8] * 4 + [5] * 4)
    fractions = SurveyDesign(**parts, fpc=[2 / 8] * 4 + [2 / 5] * 4)
    assert survey_mean(sizes, Y)[0].se == pytest.approx(survey_mean(fractions, Y)[0].se)
    assert survey_mean(sizes, Y)[0].se < survey_mean(DESIGN, Y)[0].se


@pytest.mark.parametrize(
    ("ask", "code", "said"),
    [
        (lambda: survey_mean(DESIGN, ["safe"] * 8), "labels-not-numbers", "safe"),
        (lambda: survey_mean(DESIGN, Y[:5]), "lengths-differ", "5"),
        (lambda: survey_mean(DESIGN, _with(2, float("inf"), Y)), "infinite", "rows 2"),
        (lambda: survey_mean(DESIGN, Y, by=["a"] * 3), "lengths-differ", "3"),
        (lambda: survey_mean(DESIGN, Y, level=95), "level-out-of-range", "95"),
        (lambda: survey_share(DESIGN, ["Safe", "Not"] * 4, of={1, 2}), "labels-not-codes", "Safe"),
        (lambda: survey_share(DESIGN, Y, of={"Safe"}), "labels-not-codes", "Safe"),
        (lambda: survey_share(DESIGN, Y, of=set()), "no-codes", "codes"),
        (lambda: survey_share(DESIGN, Y, of="12"), "no-codes", "set or list"),
        (lambda: survey_share(DESIGN, Y, of={1}, category=1), "no-codes", "not both"),
        (lambda: survey_share(DESIGN, Y, of={1}, codes=[1, 2, 3, 4]), "unknown-codes", "rows 6"),
        (lambda: survey_share(DESIGN, Y, of={1}, interval="exact"), "unknown-interval", "logit"),
        (lambda: survey_quantile(DESIGN, Y, 1.5), "quantile-out-of-range", "0.5"),
        (lambda: survey_difference(DESIGN, Y, STRATA, "a", "z"), "group-absent", "a, b"),
        (lambda: survey_difference(DESIGN, Y, STRATA, "a", "a"), "group-absent", "different"),
        (lambda: survey_gap(DESIGN, Y, Y, base="one"), "unknown-base", "both or each"),
        (lambda: rao_scott(DESIGN, ["x"] * 8, STRATA), "one-category", "a has fewer"),
        (lambda: survey_regression(DESIGN, Y, {"k": [3] * 8}), "constant", "k is the same"),
        (
            lambda: survey_regression(DESIGN, Y, {"k": Y}, family="binomial"),
            "not-yes-no",
            "0 and 1",
        ),
        (
            lambda: survey_regression(DESIGN, Y, {"s": STRATA}, reference={"s": "z"}),
            "reference-absent",
            "a, b",
        ),
        (lambda: post_stratify(DESIGN, STRATA, {"a": 50}), "categories-differ", "b"),
        (
            lambda: post_stratify(DESIGN, STRATA, {"a": 50, "b": 50, "c": 9}),
            "categories-differ",
            "c",
        ),
        (
            lambda: post_stratify(DESIGN, STRATA, {"a": 50, "b": 0}),
            "population-not-positive",
            "b",
        ),
        (
            lambda: post_stratify(DESIGN, STRATA, {"a": 50, "b": "many"}),  # type: ignore[dict-item]
            "population-not-positive",
            "'many'",
        ),
        (
            lambda: post_stratify(DESIGN, _with(1, None, STRATA), {"a": 5, "b": 5}),
            "category-missing",
            "rows 1",
        ),
        (
            lambda: rake(
                DESIGN,
                {"s": STRATA, "c": CLUSTERS},
                {"s": {"a": 50, "b": 50}, "c": {1: 40, 2: 40}},
            ),
            "totals-differ",
            "s 100, c 80",
        ),
        (
            lambda: rake(
                DESIGN,
                {"s": STRATA, "t": STRATA},
                {"s": {"a": 50, "b": 50}, "t": {"a": 30, "b": 70}},
            ),
            "margins-not-met",
            "s, t",
        ),
        (
            lambda: survey_regression(DESIGN, Y, {"k": CLUSTERS, "m": [2 * c for c in CLUSTERS]}),
            "collinear",
            "k, m",
        ),
        (
            lambda: survey_regression(DESIGN, Y, {"k": W, "m": np.arange(8), "l": Y[::-1]}),
            "too-few-clusters",
            "4 coefficients",
        ),
        (
            lambda: survey_regression(
                DESIGN, [0, 0, 0, 0, 1, 1, 1, 1], {"s": STRATA}, family="binomial"
            ),
            "separated",
            "s goes with one answer",
        ),
        (lambda: make_replicates(DESIGN, "bootstrap", replicates=1), "too-few-replicates", "2"),
        (lambda: make_replicates(DESIGN, "SDR", replicates=7), "too-few-replicates", "4"),
        (lambda: make_replicates(DESIGN, "Fay", fay=1.0), "replicates-fay", "between"),
        (lambda: trim_weights(DESIGN, upper=5), "not-estimable", "cannot keep the total"),
        (lambda: trim_weights(DESIGN), "no-bounds", "bound"),
        (lambda: trim_weights(DESIGN, upper=5, lower=9), "bounds-crossed", "9"),
        (lambda: make_replicates(DESIGN, "JK1"), "replicates-kind", "JKn"),
        (lambda: make_replicates(SurveyDesign(W), "BRR"), "replicates-kind", "two clusters"),
        (
            lambda: survey_change(survey_mean(DESIGN, Y)[0], survey_total(DESIGN, Y)[0]),
            "waves-differ",
            "kind",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_plain_words(ask, code, said) -> None:
    with pytest.raises(NumbersError) as caught:
        ask()
    assert caught.value.code == code
    assert said in str(caught.value)


def test_a_calibration_that_would_turn_weights_negative_is_refused() -> None:
    ones = np.ones(8)
    with pytest.raises(SurveyError) as caught:
        calibrate(DESIGN, totals={"one": (ones, 84.0), "y": (Y, 60.0)})
    assert caught.value.code == "weight-negative"
    assert "Rake instead" in str(caught.value)


def test_missing_answers_restrict_the_domain_and_leave_the_design_whole() -> None:
    y = _with(0, None, _with(1, float("nan"), Y))
    found = survey_mean(DESIGN, y)[0]
    kept = SurveyDesign(W[2:], stratum=STRATA[2:], cluster=[1, 1, 1, 1, 2, 2], lonely="centre")
    assert found.value == pytest.approx(survey_mean(kept, Y[2:])[0].value)
    assert (found.n, found.n_base) == (6, 6)
    # The cluster without an answer stays in the stratum: with its zero it spreads.
    score = W * (np.nan_to_num(np.array(y, dtype=float)) - found.value) / W[2:].sum()
    score[:2] = 0
    sums = np.array([score[i : i + 2].sum() for i in range(0, 8, 2)])
    assert found.se == pytest.approx(np.hypot(sums[0] - sums[1], sums[2] - sums[3]))


def test_an_empty_domain_is_unknown_and_not_zero() -> None:
    y = [None if s == "a" else v for s, v in zip(STRATA, Y, strict=True)]
    for found in (
        survey_mean(DESIGN, y, by=STRATA)[0],
        survey_share(DESIGN, y, of={1}, by=STRATA)[0],
    ):
        assert found.domain == (("group", "a"),)
        assert (found.n, found.n_base, found.df) == (0, 0, 0)
        assert np.isnan([found.value, found.se, found.low, found.high]).all()
    nobody = survey_mean(DESIGN, [None] * 8)[0]
    assert np.isnan(nobody.value)
    difference = survey_difference(DESIGN, y, STRATA, "a", "b")[0]
    assert np.isnan(difference.value)
    assert difference.n == 0


@pytest.mark.parametrize("ask", [survey_mean, survey_quantile])
def test_an_estimate_without_spread_has_no_interval(ask) -> None:
    found = ask(DESIGN, [3] * 8)[0]
    assert (found.value, found.se) == (3, 0)
    assert np.isnan(found.low)
    assert np.isnan(found.high)


def test_a_share_of_nobody_or_of_all_keeps_an_interval() -> None:
    none, every = (survey_share(DESIGN, Y, of=of)[0] for of in ({9}, {1, 2, 3, 4, 5}))
    assert (none.value, none.low, every.value, every.high) == (0, 0, 1, 1)
    assert 0.3 < none.high < 0.8
    assert every.low == pytest.approx(1 - none.high)
    assert "Clopper-Pearson" in none.method
    thirds = SurveyDesign(np.full(8, 1 / 3), stratum=STRATA, cluster=CLUSTERS)
    assert survey_share(thirds, [1] * 8, of={1})[0].value == 1


def test_a_count_of_people_of_whom_none_was_met_has_no_interval() -> None:
    found = survey_count(DESIGN, Y, of={9})[0]
    assert (found.value, found.n, found.n_base) == (0, 0, 8)
    assert np.isnan(found.high)


def test_a_difference_of_shares_where_a_group_answers_alike_is_not_called_certain() -> None:
    y = [1, 1, 1, 1, 2, 1, 2, 2]
    found = survey_difference(DESIGN, y, STRATA, "a", "b", of={1})[0]
    assert found.value == pytest.approx(1 - 10 / 42 * 0 - 14 / 42)
    assert found.low < found.value - 0.2
    assert "MOVER" in found.method
    alike = survey_difference(DESIGN, [1] * 8, STRATA, "a", "b", of={1})[0]
    assert alike.low < 0 < alike.high
    means = survey_difference(DESIGN, [1] * 8, STRATA, "a", "b")[0]
    assert np.isnan(means.low)


def test_codes_are_the_same_as_numbers_and_as_text() -> None:
    forms = [Y, [float(v) for v in Y], [str(v) for v in Y], np.array(Y, dtype=object)]
    found = [survey_share(DESIGN, y, of=of)[0] for y in forms for of in ({1, 2}, {"1", "2"})]
    assert len({one.value for one in found}) == 1


def test_dont_know_may_leave_the_base() -> None:
    with_it = survey_share(DESIGN, Y, of={1, 2})[0]
    without = survey_share(DESIGN, Y, of={1, 2}, without={5})[0]
    assert (with_it.n_base, without.n_base) == (8, 7)
    assert without.value == pytest.approx(with_it.value * W.sum() / (W.sum() - 8))


def test_a_reversed_reference_turns_the_coefficient_round() -> None:
    one, other = (
        survey_regression(DESIGN, Y, {"s": CLUSTERS}, reference={"s": ref}).terms[1]
        for ref in (1, 2)
    )
    assert (one.category, other.category) == ("2", "1")
    assert (one.value, one.se) == pytest.approx((-other.value, other.se))


def test_missing_answers_leave_a_regression_and_not_the_design() -> None:
    area = CLUSTERS * 3
    parts = {"stratum": np.repeat(list("abc"), 8), "cluster": area}
    design = SurveyDesign(np.tile(W, 3), **parts)
    chance = np.random.default_rng(5)
    y, x = chance.normal(size=24), np.array(list("pqr"))[chance.integers(0, 3, 24)]
    gap = np.where(np.arange(24) == 3, None, x)
    found = survey_regression(design, y, {"x": gap}, reference={"x": "q"})
    assert [term.category for term in found.terms] == ["", "p", "r"]
    assert found.n == 23
    kept = np.arange(24) != 3
    means = {
        c: np.average(y[kept & (x == c)], weights=np.tile(W, 3)[kept & (x == c)]) for c in "pqr"
    }
    assert [term.value for term in found.terms] == pytest.approx(
        [means["q"], means["p"] - means["q"], means["r"] - means["q"]]
    )


def test_trimmed_weights_keep_their_total_and_their_bounds() -> None:
    trimmed = trim_weights(DESIGN, upper=12, lower=9)
    assert trimmed.weight.max() <= 12 + 1e-9
    assert trimmed.weight.min() >= 9 - 1e-9
    assert trimmed.weight.sum() == pytest.approx(W.sum())


def test_without_svy_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "svy", None)
    with pytest.raises(MissingExtraError) as caught:
        survey_mean(SurveyDesign(W), Y)
    assert caught.value.extra == "survey"
    assert 'pip install "paseo[survey]"' in str(caught.value)


def test_the_engine_is_loaded_only_when_something_is_asked() -> None:
    said = "import sys, paseo.stats.survey; print({'svy', 'polars', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
