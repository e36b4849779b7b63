"""What one estimate carries: its domain, its base, its design effect, its method."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.survey import (
    SurveyDesign,
    calibrate,
    effective_sample,
    make_replicates,
    post_stratify,
    rake,
    survey_change,
    survey_count,
    survey_difference,
    survey_mean,
    survey_quantile,
    survey_share,
    survey_total,
)

CHANCE = np.random.default_rng(12)
N = 240
DISTRICT = np.repeat(["north", "south", "east"], 80)
CLUSTER = np.repeat(np.arange(24), 10)
WEIGHT = CHANCE.gamma(5, 8, N) + 5
AGE = CHANCE.integers(16, 90, N)
SAFE = CHANCE.integers(1, 5, N)
SEX = np.array(list("fm"))[CHANCE.integers(0, 2, N)]
DESIGN = SurveyDesign(WEIGHT, stratum=DISTRICT, cluster=CLUSTER)


def test_domains_are_named_by_grouping_and_ordered_as_numbers_where_they_are() -> None:
    found = survey_mean(DESIGN, AGE, by={"district": DISTRICT, "sex": SEX})
    assert [one.domain for one in found][:2] == [
        (("district", "east"), ("sex", "f")),
        (("district", "east"), ("sex", "m")),
    ]
    tens = survey_mean(DESIGN, AGE, by=(np.arange(N) % 12).astype(str))
    assert [one.domain[0][1] for one in tens] == [str(k) for k in range(12)]
    unnamed = survey_mean(DESIGN, AGE, by=[list(DISTRICT), list(SEX)])
    assert unnamed[0].domain == (("group 1", "east"), ("group 2", "f"))


def test_respondents_without_a_group_are_in_none() -> None:
    sex = np.where(np.arange(N) < 30, None, SEX)
    found = survey_total(DESIGN, by={"sex": sex})
    assert [one.domain[0][1] for one in found] == ["f", "m"]
    assert sum(one.value for one in found) == pytest.approx(WEIGHT[30:].sum())


def test_all_categories_come_in_order_within_each_domain() -> None:
    found = survey_share(DESIGN, SAFE, by=DISTRICT, codes=[1, 2, 3, 4, 5])
    assert [one.category for one in found] == ["1", "2", "3", "4", "5"] * 3
    assert [one.value for one in found if one.category == "5"] == [0, 0, 0]
    joined = survey_share(DESIGN, SAFE, of=[3, 4])[0]
    assert joined.category == "3; 4"
    assert joined.n == np.isin(SAFE, (3, 4)).sum()


def test_clusters_make_the_design_effect_and_unequal_weights_too() -> None:
    area = CHANCE.normal(0, 3, 24)[CLUSTER] + CHANCE.normal(0, 1, N)
    clustered = survey_mean(DESIGN, area)[0]
    apart = survey_mean(SurveyDesign(WEIGHT, stratum=DISTRICT), area)[0]
    assert clustered.deff > 3 > apart.deff > 0.5
    even = SurveyDesign(np.full(N, 50.0))
    assert survey_mean(even, AGE)[0].deff == pytest.approx(1 / (1 - 1 / 50), rel=1e-6)
    assert effective_sample(even).effective == pytest.approx(N)
    assert effective_sample(DESIGN).design_effect == pytest.approx(
        N * (WEIGHT**2).sum() / WEIGHT.sum() ** 2
    )


def test_weights_that_average_one_have_a_design_effect_against_replacement() -> None:
    scaled = SurveyDesign(WEIGHT / WEIGHT.mean(), stratum=DISTRICT, cluster=CLUSTER)
    here, there = survey_mean(DESIGN, AGE)[0], survey_mean(scaled, AGE)[0]
    # Without replacement the reference is smaller by 1 - n / N.
    assert there.deff == pytest.approx(here.deff * (1 - N / WEIGHT.sum()), rel=1e-9)


def test_the_method_says_how_the_numbers_came_about() -> None:
    assert survey_mean(DESIGN, AGE)[0].method == "linearisation, t interval"
    assert survey_share(DESIGN, SAFE, of={1})[0].method == "linearisation, logit interval"
    assert survey_quantile(DESIGN, AGE)[0].method == "linearisation, Woodruff interval"
    jackknife = make_replicates(DESIGN, "JKn")
    assert survey_mean(jackknife, AGE)[0].method == "JKn replicates (24), t interval"
    assert survey_mean(jackknife, AGE)[0].deff is None


def test_quantiles_come_by_domain_and_then_by_share() -> None:
    found = survey_quantile(DESIGN, AGE, [0.25, 0.75], by=DISTRICT)
    assert [one.category for one in found] == ["0.25", "0.75"] * 3
    for low, high in zip(found[::2], found[1::2], strict=True):
        assert low.domain == high.domain
        assert low.value < high.value
        own = low.domain[0][1] == DISTRICT
        order = np.argsort(AGE[own], kind="stable")
        cumulated = np.cumsum(WEIGHT[own][order]) / WEIGHT[own].sum()
        assert low.value == AGE[own][order][np.searchsorted(cumulated, 0.25)]


def test_a_difference_within_a_domain_is_that_of_its_respondents_alone() -> None:
    found = survey_difference(DESIGN, AGE, SEX, "f", "m", by={"district": DISTRICT})
    for one in found:
        inside = np.where(one.domain[0][1] == DISTRICT, AGE.astype(float), np.nan)
        alone = survey_difference(DESIGN, inside, SEX, "f", "m")[0]
        assert (one.value, one.se) == pytest.approx((alone.value, alone.se), rel=1e-9)
    assert found[0].category == "f - m"


def test_a_difference_turned_round_changes_its_sign_only() -> None:
    one, other = (survey_difference(DESIGN, SAFE, SEX, *pair, of={4})[0] for pair in ("fm", "mf"))
    assert (one.value, one.se) == pytest.approx((-other.value, other.se))
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_replicates_go_through_the_same_adjustment_as_the_weights() -> None:
    figures = {"f": 5000.0, "m": 4800.0}
    adjusted = post_stratify(make_replicates(DESIGN, "JKn"), SEX, figures)
    assert adjusted.df == 21
    for label, people in figures.items():
        assert adjusted.replicates[label == SEX].sum(axis=0) == pytest.approx(np.full(24, people))
    linear = survey_mean(post_stratify(DESIGN, SEX, figures), AGE)[0]
    assert survey_mean(adjusted, AGE)[0].se == pytest.approx(linear.se, rel=0.05)


def test_adjusting_to_a_strong_predictor_shrinks_the_error() -> None:
    figures = {"north": 4000.0, "south": 3500.0, "east": 2500.0}
    value = CHANCE.normal(AGE, 3.0)
    plain = survey_mean(DESIGN, value)[0]
    by_age = calibrate(
        DESIGN,
        margins={"d": DISTRICT},
        population={"d": figures},
        totals={"age": (AGE, 10_000 * 52.0)},
    )
    assert survey_mean(by_age, value)[0].se < 0.5 * plain.se
    assert survey_mean(by_age, AGE)[0].value == pytest.approx(52)
    assert survey_mean(by_age, AGE)[0].se == 0


def test_the_last_adjustment_is_the_one_that_counts() -> None:
    sex, age = {"f": 5000.0, "m": 5000.0}, {True: 3000.0, False: 7000.0}
    first = post_stratify(DESIGN, SEX, sex)
    second = rake(first, {"sex": SEX, "old": AGE > 65}, {"sex": sex, "old": age})
    assert second.adjustment.kind == "raking"
    assert (second.adjustment.before == first.weight).all()
    assert survey_count(second, AGE > 65, category=True)[0].value == pytest.approx(3000)


def test_a_change_between_shares_at_the_edge_keeps_their_intervals() -> None:
    none = survey_share(DESIGN, SAFE, of={5}, codes=[1, 2, 3, 4, 5])[0]
    some = survey_share(DESIGN, np.where(np.arange(N) < 5, 5, SAFE), of={5}, codes=range(1, 6))[0]
    change = survey_change(none, some)
    assert "MOVER" in change.method
    assert change.high == pytest.approx(some.high)
    assert change.low == pytest.approx(change.value - np.hypot(some.value - some.low, none.high))
    assert "t interval" in survey_change(some, some).method


def test_a_quantile_on_a_tie_takes_the_lower_answer_whatever_the_equal_weight() -> None:
    for weight in (1.0, 30.97, 0.1, 1 / 3):
        design = SurveyDesign(np.full(200, weight))
        found = survey_quantile(design, np.arange(1, 201), [0.25, 0.5, 0.75])
        assert [one.value for one in found] == [50, 100, 150]
