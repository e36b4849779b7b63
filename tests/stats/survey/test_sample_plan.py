"""Plans of interviews against published figures and against the formulas turned round."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import NumbersError, survey_share
from paseo.stats.survey import (
    allocate,
    cluster_effect,
    plan_districts,
    plan_districts_for_margin,
    plan_for_change,
    plan_for_margin,
    plan_of,
    power_to_detect,
)

#: Two standard errors, as the textbooks of the time take them.
TWO = 0.954499736103642
CITY = {"centre": 40_000.0, "port": 10_000.0, "hill": 2_500.0}


def test_the_anthropologist_of_cochran_needs_356_islanders() -> None:
    # Cochran (1977), Sampling Techniques, section 4.4: 5 points either way at 1 in 20, t = 2,
    # p = 0.5 gives 400; of 3,200 islanders 356 are enough.
    assert plan_for_margin(0.05, level=TWO).interviews == 400
    assert plan_for_margin(0.05, level=TWO, population=3200).interviews == 356


def test_the_margins_that_every_poll_prints() -> None:
    # 4.9 points for 400, 3.1 for 1,000 (Cochran's formula with 1.96).
    assert 100 * plan_of(400).margin == pytest.approx(4.9, abs=0.005)
    assert 100 * plan_of(1000).margin == pytest.approx(3.1, abs=0.005)
    assert plan_for_margin(0.03).interviews == 1068


def test_the_design_effect_multiplies_and_the_response_divides() -> None:
    plain = plan_for_margin(0.05)
    clustered = plan_for_margin(0.05, deff=cluster_effect(11, 0.05), response=0.4, eligible=0.9)
    assert clustered.interviews == pytest.approx(1.5 * plain.interviews, abs=1)
    assert clustered.contacts == int(np.ceil(clustered.interviews / 0.36))
    assert plain.contacts == plain.interviews


def test_a_change_needs_what_the_two_sample_formula_says() -> None:
    # (1.959964 + 0.841621)^2 (0.65 * 0.35 + 0.85 * 0.15) / 0.2^2 = 69.7.
    assert plan_for_change(0.20, share=0.65).interviews == 70
    assert plan_for_change(-0.20, share=0.85).interviews == 70
    # Asking the same people again, with a correlation of 0.5, halves the spread at equal shares.
    apart = plan_for_change(0.001, share=0.5).interviews
    assert plan_for_change(
        0.001, share=0.5, overlap=1, correlation=0.5
    ).interviews == pytest.approx(apart / 2, rel=1e-4)


def test_the_power_is_the_share_of_drawn_surveys_that_show_the_change() -> None:
    chance = np.random.default_rng(4)
    n = plan_for_change(0.08, share=0.4).interviews
    first, second = (chance.binomial(n, p, 20_000) / n for p in (0.40, 0.48))
    se = np.sqrt((first * (1 - first) + second * (1 - second)) / n)
    clear = np.abs(second - first) > 1.959964 * se
    assert power_to_detect(0.08, n, share=0.4) == pytest.approx(0.8, abs=0.002)
    assert clear.mean() == pytest.approx(0.8, abs=0.01)  # 20,000 draws: 0.003 of error


@given(st.floats(0.005, 0.2), st.floats(0.05, 0.95), st.floats(1, 4), st.floats(200, 1e6))
def test_the_planned_interviews_reach_the_margin_and_one_fewer_does_not(m, p, deff, people) -> None:
    plan = plan_for_margin(m, share=p, deff=deff)
    assert plan.margin <= m + 1e-8
    if plan.interviews > 1:
        assert plan_of(plan.interviews - 1, share=p, deff=deff).margin > m - 1e-8
    assert plan_for_margin(m, share=p, deff=deff, population=people).interviews <= min(
        plan.interviews, people
    )


def test_the_planning_margin_is_near_the_wilson_interval_of_the_result() -> None:
    share = survey_share(0.5, 400)
    assert (share.high - share.low) / 2 == pytest.approx(plan_of(400).margin, rel=0.01)


def test_allocations_between_equal_and_proportional() -> None:
    assert allocate(900, CITY, how="equal") == {"centre": 300, "port": 300, "hill": 300}
    assert allocate(1050, CITY) == {"centre": 800, "port": 200, "hill": 50}
    # Square roots 200, 100, 50.
    assert allocate(700, CITY, how="power") == {"centre": 400, "port": 200, "hill": 100}
    assert allocate(700, CITY, how="power", exponent=0) == allocate(700, CITY, how="equal")
    assert allocate(700, CITY, how="power", exponent=1) == allocate(700, CITY)
    assert allocate(1050, CITY, minimum=200) == {"centre": 650, "port": 200, "hill": 200}


NAMES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 5000), min_size=1)


@given(NAMES, st.floats(0.01, 0.99), st.sampled_from(["equal", "proportional", "power"]))
def test_allocated_interviews_add_up_within_minimum_and_people(people, part, how) -> None:
    total = int(part * sum(people.values()))
    minimum = min(3, total // len(people))
    found = allocate(total, people, how=how, minimum=minimum)
    assert sum(found.values()) == total
    assert list(found) == list(people)
    assert all(min(minimum, people[name]) <= n <= people[name] for name, n in found.items())
    by_size = sorted(people, key=people.get)
    assert all(found[a] <= found[b] + 1 for a, b in pairwise(by_size))


def test_the_city_pays_for_equal_districts_with_the_kish_effect() -> None:
    equal, as_people = (plan_districts(1050, CITY, how=how) for how in ("equal", "proportional"))
    weights = np.repeat([people / 350 for people in CITY.values()], 350)
    kish = len(weights) * (weights**2).sum() / weights.sum() ** 2
    assert equal.weighting_effect == pytest.approx(kish)
    assert as_people.weighting_effect == pytest.approx(1)
    assert as_people.margin == pytest.approx(plan_of(1050, population=52_500).margin, rel=1e-4)
    assert equal.margin / as_people.margin == pytest.approx(kish**0.5, rel=0.02)
    assert equal.districts[2].margin < as_people.districts[2].margin


def test_every_district_reaches_its_margin() -> None:
    plan = plan_districts_for_margin(0.05, CITY, deff=1.3, response=0.5)
    assert all(one.margin <= 0.05 for one in plan.districts)
    assert plan.interviews == sum(one.interviews for one in plan.districts)
    assert plan.contacts == sum(one.contacts for one in plan.districts) == 2 * plan.interviews
    assert plan.margin < 0.05
    small = plan_districts_for_margin(0.05, {"islet": 40})
    assert small.interviews <= 40


def test_a_district_without_interviews_leaves_the_city_unknown() -> None:
    plan = plan_districts(2, {"a": 1000, "b": 1000, "c": 10})
    assert plan.districts[2].interviews == 0
    assert np.isnan(plan.districts[2].margin)
    assert np.isnan(plan.margin)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: plan_for_margin(0), "margin-not-positive"),
        (lambda: plan_for_margin(0.05, share=60), "share-out-of-range"),
        (lambda: plan_for_margin(0.05, response=0), "nobody-answers"),
        (lambda: plan_for_margin(0.05, response=55), "share-out-of-range"),
        (lambda: plan_for_margin(0.05, share=0), "no-spread"),
        (lambda: plan_for_margin(0.05, population=0), "not-positive"),
        (lambda: plan_for_margin(0.05, population=0.5), "not-positive"),
        (lambda: plan_for_margin(0.05, population=np.inf), "infinite"),
        (lambda: plan_for_margin(0.05, population=np.nan), "not-positive"),
        (lambda: plan_for_change(0.1, population=0), "not-positive"),
        (lambda: plan_for_change(0.1, power=1), "share-out-of-range"),
        (lambda: plan_for_change(0.1, power=0), "share-out-of-range"),
        (lambda: plan_districts_for_margin(0.05, {}), "no-districts"),
        (lambda: allocate(0, {}), "no-districts"),
        (lambda: plan_of(500, population=100), "sample-above-population"),
        (lambda: plan_for_change(0), "no-change"),
        (lambda: plan_for_change(0.6, share=0.5), "share-out-of-range"),
        (lambda: plan_for_change(0.1, correlation=2), "share-out-of-range"),
        (lambda: plan_for_change(0.1, deff=0), "not-positive"),
        (lambda: cluster_effect(0, 0.1), "take-below-one"),
        (lambda: cluster_effect(5, 5), "share-out-of-range"),
        (lambda: allocate(10, CITY, minimum=20), "minimum-too-large"),
        (lambda: allocate(99, {"a": 50, "b": 30}), "sample-above-population"),
        (lambda: allocate(10, {"a": 0, "b": 30}), "not-positive"),
        (lambda: allocate(10, CITY, how="optimal"), "unknown-allocation"),
        (lambda: allocate(10, CITY, how="power", exponent=2), "share-out-of-range"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(ask, code) -> None:
    with pytest.raises(NumbersError) as caught:
        ask()
    assert caught.value.code == code
