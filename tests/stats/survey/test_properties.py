"""What must hold of survey estimates for any data, and a linearisation written out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.survey import (
    SurveyDesign,
    make_replicates,
    post_stratify,
    rake,
    survey_change,
    survey_count,
    survey_difference,
    survey_gap,
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_share,
    survey_total,
)

FEW = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)


def _survey(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parts of a design of 3 strata with 2 or 3 clusters, and answers with some missing."""
    chance = np.random.default_rng(seed)
    clusters = chance.integers(2, 4, 3)
    label = [(h, c) for h in range(3) for c in range(clusters[h])]
    picked = np.repeat(np.arange(len(label)), chance.integers(3, 7, len(label)))
    n = len(picked)
    parts = {
        "weight": chance.gamma(3, 20, n) + 1,
        "stratum": np.array([label[i][0] for i in picked]),
        "cluster": np.array([label[i][1] for i in picked]),
    }
    y = chance.normal(5, 2, n).round(2)
    y[chance.random(n) < 0.1] = np.nan
    answers = {
        "y": y,
        "x": chance.gamma(4, 2, n),
        "code": chance.integers(1, 5, n),
        "group": np.array(list("ab"))[chance.integers(0, 2, n)],
        "sex": np.array(list("fm"))[np.arange(n) % 2],
    }
    return parts, answers


def _variance(score: np.ndarray, parts: dict[str, Any]) -> float:
    """With-replacement variance of a sum of scores, between clusters within strata."""
    total = 0.0
    for h in np.unique(parts["stratum"]):
        inside = parts["stratum"] == h
        sums = [
            score[inside & (parts["cluster"] == c)].sum() for c in set(parts["cluster"][inside])
        ]
        total += len(sums) * np.var(sums, ddof=1)
    return total


def _mean_score(w: np.ndarray, y: np.ndarray, own: np.ndarray) -> tuple[float, np.ndarray]:
    mean = float((w * y)[own].sum() / w[own].sum())
    return mean, np.where(own, w * (np.nan_to_num(y) - mean) / w[own].sum(), 0.0)


@given(SEEDS)
@FEW
def test_means_shares_ratios_and_differences_follow_the_linearisation_written_out(seed) -> None:
    parts, answers = _survey(seed)
    design, w, y = SurveyDesign(**parts), parts["weight"], answers["y"]
    asked = ~np.isnan(y)
    for one in survey_mean(design, y, by={"group": answers["group"]}):
        own = asked & (answers["group"] == one.domain[0][1])
        mean, score = _mean_score(w, np.nan_to_num(y), own)
        assert one.value == pytest.approx(mean, rel=1e-10)
        assert one.se == pytest.approx(_variance(score, parts) ** 0.5, rel=1e-8, abs=1e-9)
        assert one.n == own.sum()
    hit = np.isin(answers["code"], (1, 2)).astype(float)
    share = survey_share(design, answers["code"], of={1, 2})[0]
    value, score = _mean_score(w, hit, np.ones(len(w), dtype=bool))
    assert share.value == pytest.approx(value, rel=1e-10)
    assert share.se == pytest.approx(_variance(score, parts) ** 0.5, rel=1e-8)
    assert (share.n, share.n_base) == (hit.sum(), len(w))
    ratio = survey_ratio(design, y, answers["x"])[0]
    top, bottom = (w * np.nan_to_num(y)), np.where(asked, w * answers["x"], 0)
    value = top.sum() / bottom.sum()
    assert ratio.value == pytest.approx(value, rel=1e-10)
    se = _variance((top - value * bottom) / bottom.sum(), parts) ** 0.5
    assert ratio.se == pytest.approx(se, rel=1e-8)
    a, b = (_mean_score(w, np.nan_to_num(y), asked & (answers["group"] == g)) for g in "ab")
    found = survey_difference(design, y, answers["group"], "a", "b")[0]
    assert found.value == pytest.approx(a[0] - b[0], rel=1e-9, abs=1e-12)
    assert found.se == pytest.approx(_variance(a[1] - b[1], parts) ** 0.5, rel=1e-8)


@given(SEEDS)
@FEW
def test_a_gap_on_each_base_is_the_difference_of_the_two_published_values(seed) -> None:
    parts, answers = _survey(seed)
    design, w = SurveyDesign(**parts), parts["weight"]
    first, second = answers["y"], answers["x"]
    gap = survey_gap(design, first, second, base="each")[0]
    published = survey_mean(design, first)[0].value - survey_mean(design, second)[0].value
    assert gap.value == pytest.approx(published, rel=1e-9)
    a = _mean_score(w, np.nan_to_num(first), ~np.isnan(first))[1]
    b = _mean_score(w, second, np.ones(len(w), dtype=bool))[1]
    assert gap.se == pytest.approx(_variance(a - b, parts) ** 0.5, rel=1e-8)
    both = survey_gap(design, first, second)[0]
    assert both.n == (~np.isnan(first)).sum()


@given(SEEDS)
@FEW
def test_the_gap_of_persons_drawn_without_clusters_counts_each_person_once(seed) -> None:
    parts, answers = _survey(seed)
    design = SurveyDesign(parts["weight"], stratum=parts["stratum"])
    first, second = np.nan_to_num(answers["y"]), answers["x"]
    each = survey_gap(design, first, second, base="each", by=answers["sex"])
    both = survey_gap(design, first, second, by=answers["sex"])
    for one, other in zip(each, both, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-9, abs=1e-12)
        assert one.se == pytest.approx(other.se, rel=1e-8)


@given(SEEDS, st.floats(0.01, 1000))
@FEW
def test_the_unit_of_the_weights_changes_totals_alone(seed, factor) -> None:
    parts, answers = _survey(seed)
    here = SurveyDesign(**parts)
    there = SurveyDesign(**{**parts, "weight": parts["weight"] * factor})
    for ask in (
        lambda d: survey_mean(d, answers["y"], by=answers["group"]),
        lambda d: survey_share(d, answers["code"], by=answers["group"]),
        lambda d: survey_quantile(d, answers["y"], [0.25, 0.5]),
    ):
        for one, other in zip(ask(here), ask(there), strict=True):
            expected = pytest.approx((one.value, one.se), rel=1e-8, abs=1e-12, nan_ok=True)
            assert (other.value, other.se) == expected
    one, other = (survey_total(d, answers["y"])[0] for d in (here, there))
    assert (other.value, other.se) == pytest.approx((one.value * factor, one.se * factor), rel=1e-8)


@given(SEEDS)
@FEW
def test_the_order_of_the_respondents_does_not_matter(seed) -> None:
    parts, answers = _survey(seed)
    order = np.random.default_rng(seed).permutation(len(parts["weight"]))
    here = SurveyDesign(**parts)
    there = SurveyDesign(**{name: part[order] for name, part in parts.items()})
    for name in ("y", "x"):
        one = survey_mean(here, answers[name], by=answers["group"])
        other = survey_mean(there, answers[name][order], by=answers["group"][order])
        for a, b in zip(one, other, strict=True):
            assert a.domain == b.domain
            assert (b.value, b.se, b.df) == pytest.approx((a.value, a.se, a.df), rel=1e-8)


@given(SEEDS)
@FEW
def test_the_domains_of_a_partition_add_up_to_the_total(seed) -> None:
    parts, answers = _survey(seed)
    design = SurveyDesign(**parts)
    by = {"group": answers["group"], "sex": answers["sex"]}
    for ask in (
        lambda by: survey_total(design, answers["y"], by=by),
        lambda by: survey_count(design, answers["code"], of={1, 3}, by=by),
        lambda by: survey_total(design, by=by),
    ):
        assert sum(one.value for one in ask(by)) == pytest.approx(ask(None)[0].value, rel=1e-9)
    shares = survey_share(design, answers["code"], by=answers["group"])
    for group in "ab":
        own = [one for one in shares if one.domain[0][1] == group]
        assert sum(one.value for one in own) == pytest.approx(1, rel=1e-9)
        assert sum(one.n for one in own) == own[0].n_base


@given(SEEDS)
@FEW
def test_intervals_hold_the_estimate_and_shares_stay_within_0_and_1(seed) -> None:
    parts, answers = _survey(seed)
    design = SurveyDesign(**parts)
    for interval in ("logit", "beta", "wald"):
        for one in survey_share(
            design, answers["code"], by=answers["group"], interval=interval, level=0.9
        ):
            if one.df > 0:
                assert 0 <= one.low <= one.value <= one.high <= 1
            else:
                assert np.isnan(one.low)
                assert np.isnan(one.high)


@given(SEEDS)
@FEW
def test_raked_and_post_stratified_weights_meet_the_population(seed) -> None:
    parts, answers = _survey(seed)
    design = SurveyDesign(**parts)
    sex, half = answers["sex"], np.arange(design.n) % 4 < 2
    figures = {"sex": {"f": 520.0, "m": 480.0}, "half": {True: 700.0, False: 300.0}}
    raked = rake(design, {"sex": sex, "half": half}, figures)
    for name, given_ in (("sex", sex), ("half", half)):
        for label, people in figures[name].items():
            assert raked.weight[given_ == label].sum() == pytest.approx(people, rel=1e-9)
    for one in survey_total(raked, by={"sex": sex}):
        assert one.value == pytest.approx(figures["sex"][one.domain[0][1]], rel=1e-9)
        assert one.se == pytest.approx(0, abs=1e-4)  # known, not estimated
    post = post_stratify(design, sex, figures["sex"])
    ratio = post.weight / design.weight
    for label in "fm":
        assert np.ptp(ratio[sex == label]) == pytest.approx(0, abs=1e-9)


@given(SEEDS)
@FEW
def test_the_jackknife_of_a_total_is_its_linearised_error(seed) -> None:
    parts, answers = _survey(seed)
    design = SurveyDesign(**parts)
    replicated = make_replicates(design, "JKn")
    one, other = (survey_total(d, answers["x"], by=answers["group"]) for d in (design, replicated))
    for a, b in zip(one, other, strict=True):
        assert b.se == pytest.approx(a.se, rel=1e-8)


@given(SEEDS)
@FEW
def test_balanced_halves_of_a_total_give_its_linearised_error(seed) -> None:
    chance = np.random.default_rng(seed)
    parts = {
        "weight": chance.gamma(3, 20, 24) + 1,
        "stratum": np.repeat(np.arange(6), 4),
        "cluster": np.tile([0, 0, 1, 1], 6),
    }
    x = chance.gamma(4, 2, 24)
    plain = survey_total(SurveyDesign(**parts), x)[0]
    for kind in ("BRR", "Fay"):
        halves = make_replicates(SurveyDesign(**parts), kind)
        found = survey_total(halves, x)[0]
        assert found.se == pytest.approx(plain.se, rel=1e-8)


def test_the_bootstrap_comes_near_the_linearised_error_and_repeats_itself() -> None:
    chance = np.random.default_rng(3)
    design = SurveyDesign(
        chance.gamma(3, 20, 400) + 1,
        stratum=np.repeat(np.arange(4), 100),
        cluster=np.repeat(np.arange(40), 10),
    )
    x = chance.gamma(4, 2, 400)
    boot = make_replicates(design, "bootstrap", replicates=400, seed=5)
    assert survey_mean(boot, x)[0].se == pytest.approx(survey_mean(design, x)[0].se, rel=0.15)
    again = make_replicates(design, "bootstrap", replicates=400, seed=5)
    assert (again.replicates == boot.replicates).all()
    other = make_replicates(design, "bootstrap", replicates=400, seed=6)
    assert (other.replicates != boot.replicates).any()


def test_a_change_of_independent_waves_adds_the_squared_errors() -> None:
    parts, answers = _survey(1)
    other, later = _survey(2)
    first = survey_mean(SurveyDesign(**parts), answers["y"])[0]
    second = survey_mean(SurveyDesign(**other), later["y"])[0]
    change = survey_change(first, second)
    assert change.value == pytest.approx(second.value - first.value)
    assert change.se == pytest.approx(np.hypot(first.se, second.se))
    assert min(first.df, second.df) <= change.df <= first.df + second.df
    assert change.low < change.value < change.high


def test_two_waves_in_one_design_give_the_error_of_independent_ones() -> None:
    parts, answers = _survey(1)
    other, later = _survey(2)
    both = {
        "weight": np.concatenate([parts["weight"], other["weight"]]),
        "stratum": np.concatenate([parts["stratum"], other["stratum"] + 10]),
        "cluster": np.concatenate([parts["cluster"], other["cluster"]]),
    }
    wave = np.repeat([1, 2], [len(parts["weight"]), len(other["weight"])])
    y = np.concatenate([answers["y"], later["y"]])
    together = survey_difference(SurveyDesign(**both), y, wave, 2, 1)[0]
    apart = survey_change(
        survey_mean(SurveyDesign(**parts), answers["y"])[0],
        survey_mean(SurveyDesign(**other), later["y"])[0],
    )
    assert (together.value, together.se) == pytest.approx((apart.value, apart.se), rel=1e-8)
