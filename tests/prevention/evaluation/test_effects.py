"""What is found: every method that fits, every comparison area, nothing that cannot be read."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations_by_hand import counted, in_months
from paseo.prevention.evaluation.by_series import _no_surer
from paseo.prevention.evaluation.case import (
    Answer,
    Area,
    Assignment,
    Better,
    Case,
    Count,
    Counts,
    CrimeClass,
    PairedScores,
    PairedShares,
    Periods,
    RivalAnswer,
    Role,
    Shares,
    Waves,
    planned,
)
from paseo.prevention.evaluation.evaluating import evaluate
from paseo.prevention.evaluation.pack import read_case
from paseo.prevention.evaluation.result import (
    Direction,
    Effect,
    Evaluation,
    Kind,
    Method,
    Part,
)
from paseo.prevention.evaluation.words import Wording, sentences

EXAMPLES = Path(__file__).parents[3] / "examples" / "evaluations"
GATES = {"park": ("treated", 120, 100), "square": ("comparison", 130, 150)}
AROUND = {"belt": ("displacement", 40, 25), "hill": ("displacement_comparison", 30, 25)}


def one(found: Evaluation, method: Method, **wanted: object) -> Effect:
    """Return the only effect of a method that has what is wanted."""
    held = [
        effect
        for effect in found.of(method)
        if all(getattr(effect, name) == value for name, value in wanted.items())
    ]
    assert len(held) == 1, [(each.part, each.crime, each.comparison) for each in held]
    return held[0]


def value(effect: Effect) -> float:
    assert effect.estimate is not None
    return effect.estimate.floats()[0]


def months_of(
    mean: float, *, seed: int, effect: float = 1.0, count: int = 48
) -> list[float | None]:
    drawn = np.random.default_rng(seed).poisson(
        mean * np.where(np.arange(count) >= 24, effect, 1.0)
    )
    return [float(n) for n in drawn]


def test_two_counts_get_the_two_count_methods_only() -> None:
    found = evaluate(counted(park=("treated", 100, 80)))
    assert {each.method for each in found.effects} == {Method.RATE_RATIO, Method.E_TEST}
    assert found.best is Method.RATE_RATIO
    assert value(one(found, Method.RATE_RATIO)) == pytest.approx(0.8)
    assert found.evidence.number == 2


def test_a_comparison_area_with_its_own_surroundings_splits_the_effect() -> None:
    found = evaluate(counted(**GATES, **AROUND))
    parts = {each.part: value(each) for each in found.of(Method.WDD)}
    assert parts == {Part.TOTAL: -50, Part.LOCAL: -40, Part.DISPLACEMENT: -10}
    assert found.headline is not None
    assert (found.headline.method, found.headline.part) == (Method.WDD, Part.TOTAL)
    assert found.evidence.number == 3


def test_surroundings_without_a_comparison_give_quotient_and_net_effect_only() -> None:
    case = counted(**GATES, belt=("displacement", 40, 25))
    found = evaluate(case)
    assert [each.part for each in found.of(Method.WDD)] == [Part.TOTAL]
    assert one(found, Method.TNE).numbers["tne"] == pytest.approx(-value(one(found, Method.TNE)))
    proposal = found.proposal(Method.WDD)
    assert proposal is not None
    assert "caution_displacement_without_control" in {each.id for each in proposal.cautions}


def test_a_quotient_without_success_is_not_readable_and_never_infinite() -> None:
    case = counted(
        park=("treated", 100, 120), square=("comparison", 100, 90), belt=("displacement", 40, 50)
    )
    quotient = one(evaluate(case), Method.WDQ)
    assert not quotient.readable
    assert quotient.unreadable is not None
    assert quotient.unreadable.id == "unreadable_no_success"


def test_every_comparison_area_is_shown_alone_and_together() -> None:
    case = counted(**GATES, hill=("comparison", 110, 100), yard=("comparison", 90, 95))
    found = evaluate(case)
    compared = [each.comparison for each in found.of(Method.WDD)]
    assert compared == [("square", "hill", "yard"), ("square",), ("hill",), ("yard",)]
    assert [each.pooled for each in found.of(Method.WDD)] == [True, False, False, False]
    # Without sizes the mean of the three stands beside the one treated area.
    assert value(found.of(Method.WDD)[0]) == pytest.approx(-20 - (20 - 10 + 5) / 3)


def test_unlike_areas_put_the_ratio_first_and_warn() -> None:
    found = evaluate(counted(park=("treated", 100, 80), town=("comparison", 1000, 900)))
    assert value(one(found, Method.WDD)) == 80
    assert one(found, Method.RES).numbers["res"] == pytest.approx(1.125)
    (apart,) = found.disagreements
    assert (apart.size_ratio, apart.unlike, apart.opposite) == (10, True, True)
    assert found.best is Method.RES
    assert found.evidence.limits[0].id == "limit_unlike"


def test_sizes_bring_areas_beside_each_other() -> None:
    case = counted(park=("treated", 100, 80), town=("comparison", 1000, 900))
    sized = replace(
        case, areas=(replace(case.areas[0], size=2.0), replace(case.areas[1], size=20.0))
    )
    found = evaluate(sized)
    assert value(one(found, Method.WDD)) == pytest.approx(-10)
    assert not found.disagreements[0].unlike


def test_unequal_periods_are_told_in_the_length_after() -> None:
    case = counted(park=("treated", 80, 20), square=("comparison", 100, 50))
    found = evaluate(replace(case, periods=Periods(24, 12, "months")))
    effect = one(found, Method.WDD)
    assert value(effect) == pytest.approx(-20)
    assert effect.numbers["se"] == pytest.approx(10.723805295, abs=1e-8)


def test_zero_counts_leave_the_difference_and_say_why_no_ratio() -> None:
    found = evaluate(counted(park=("treated", 4, 0), square=("comparison", 5, 4)))
    assert value(one(found, Method.WDD)) == -3
    res = one(found, Method.RES)
    assert res.unreadable is not None
    assert res.unreadable.id == "unreadable_zero"


def test_harm_weights_add_a_weighted_difference() -> None:
    case = Case(
        title="x",
        areas=(Area("t", Role.TREATED), Area("c", Role.COMPARISON)),
        crimes=(CrimeClass("theft", harm=2), CrimeClass("robbery", harm=7)),
        data=Counts(
            (
                Count("t", 327, 202, "theft"), Count("c", 388, 305, "theft"),
                Count("t", 144, 92, "robbery"), Count("c", 86, 64, "robbery"),
            )
        ),
    )  # fmt: skip
    found = evaluate(case)
    assert value(one(found, Method.WDD, unit="harm")) == -294
    assert value(one(found, Method.WDD, crime="", unit="events")) == -72
    assert found.headline is not None
    assert found.headline.unit == "events"


def test_a_known_variance_factor_widens_every_interval_of_counts() -> None:
    plain = evaluate(counted(**GATES))
    wide = evaluate(replace(counted(**GATES), variance_factor=4.0))
    for method in (Method.RATE_RATIO, Method.E_TEST, Method.WDD, Method.RES):
        narrow, broad = one(plain, method).estimate, one(wide, method).estimate
        assert narrow is not None
        assert broad is not None
        assert float(broad.width) > 1.8 * float(narrow.width)
        assert broad.floats()[0] == pytest.approx(narrow.floats()[0])


def test_more_may_be_better() -> None:
    case = replace(counted(park=("treated", 100, 200), square=("comparison", 100, 100)),
                   better=Better.MORE)  # fmt: skip
    assert one(evaluate(case), Method.WDD).direction is Direction.FAVOURS
    fewer = replace(case, better=Better.FEWER)
    assert one(evaluate(fewer), Method.WDD).direction is Direction.AGAINST


COUNT = st.integers(0, 400)


@given(st.tuples(*[COUNT] * 8), st.sampled_from([(1, 1), (24, 12), (3, 7)]))
def test_whatever_is_counted_nothing_infinite_comes_out(
    counts: tuple[int, ...], lengths: tuple[int, int]
) -> None:
    roles = ("treated", "comparison", "displacement", "displacement_comparison")
    case = counted(
        **{role: (role, counts[2 * at], counts[2 * at + 1]) for at, role in enumerate(roles)}
    )
    found = evaluate(replace(case, periods=Periods(float(lengths[0]), float(lengths[1]))))
    for effect in found.effects:
        assert effect.readable == (effect.unreadable is None)
        if effect.estimate is not None:
            central, low, high = effect.estimate.floats()
            assert math.isfinite(central)
            assert not math.isinf(low)
            assert not math.isinf(high)
            assert effect.estimate.level == 0.95
    wdd, local = (
        [each for each in found.of(Method.WDD) if each.part is part]
        for part in (Part.TOTAL, Part.LOCAL)
    )
    assert len(wdd) == 1
    if local and wdd[0].readable:
        displaced = one(found, Method.WDD, part=Part.DISPLACEMENT)
        assert value(wdd[0]) == pytest.approx(value(local[0]) + value(displaced), abs=1e-8)


def test_a_series_alone_is_held_against_its_own_past() -> None:
    case, _ = read_case(EXAMPLES / "smoking-ban" / "evaluation.yaml")
    found = evaluate(case)
    assert found.best is Method.ITS
    slope = one(found, Method.ITS, part=Part.SLOPE)
    # Lopez Bernal and others (2017), recomputed: step 0.8765 and slope 1.0015 together.
    assert slope.numbers["step"] == pytest.approx(0.876464, abs=1e-5)
    assert value(slope) == pytest.approx(1.001483, abs=1e-5)
    plain = evaluate(replace(case, season=0))
    step = one(plain, Method.ITS, part=Part.STEP)
    assert value(step) == pytest.approx(0.894377, abs=1e-5)
    # Counts vary 2.26 times as much as by chance round trend and season.
    assert found.notes[1].values["factor"] == pytest.approx(2.26, abs=0.005)
    (path,) = found.series
    assert (path.split, len(path.observed), len(path.expected)) == (36, 59, 23)
    assert found.evidence.number == 2


def test_a_control_series_takes_away_what_happened_to_both() -> None:
    both = {
        "park": ("treated", months_of(40, seed=1, effect=0.5)),
        "square": ("comparison", months_of(40, seed=2, effect=0.7)),
    }
    found = evaluate(in_months(24, **both))
    assert found.best is Method.CONTROLLED_ITS
    step = one(found, Method.CONTROLLED_ITS, part=Part.STEP)
    alone = one(found, Method.ITS, part=Part.STEP)
    assert value(alone) < value(step) < 1
    assert step.estimate is not None
    assert step.estimate.contains(0.5 / 0.7)


@pytest.mark.parametrize("seed", range(6))
def test_a_ratio_is_never_surer_than_the_events_it_stands_for(seed: int) -> None:
    # About as large a change as can be seen, so that some intervals end next to no change.
    series = {
        "park": ("treated", months_of(25, seed=seed, effect=0.8, count=36)),
        "square": ("comparison", months_of(40, seed=seed + 50, count=36)),
    }
    found = evaluate(in_months(24, **series))
    for method in (Method.ITS, Method.CONTROLLED_ITS):
        ratio, events = (one(found, method, part=part) for part in (Part.STEP, Part.AVOIDED))
        assert ratio.direction in (events.direction, Direction.UNCLEAR)
        # One change in two units: both have the same sign.
        assert (value(ratio) < 1) == (value(events) < 0)


def test_a_ratio_whose_events_are_unclear_is_not_called_clear() -> None:
    found = evaluate(
        in_months(
            24, park=("treated", months_of(40, seed=1, effect=0.5)),
            square=("comparison", months_of(40, seed=2)),
        )
    )  # fmt: skip
    ratio, events = (
        one(found, Method.CONTROLLED_ITS, part=part) for part in (Part.STEP, Part.AVOIDED)
    )
    assert _no_surer(ratio, events) is ratio
    assert ratio.direction is Direction.FAVOURS
    held = _no_surer(ratio, replace(events, direction=Direction.UNCLEAR))
    assert held.direction is Direction.UNCLEAR
    said = Wording(replace(found, headline=held)).said()
    assert said.changed[0].startswith("No clear change: ")
    assert "so the change is not called clear" in said.sure[1]
    assert "It leaves out “no change at all”. In numbers, over the whole time" in " ".join(
        Wording(found).said().sure
    )


def test_counts_of_a_series_are_cut_like_with_like() -> None:
    # Twenty months after: the same twelve and twelve of whole years are compared, not twenty.
    case = in_months(
        24, park=("treated", months_of(10, seed=3)[:44]),
        square=("comparison", months_of(10, seed=4)[:44]),
    )  # fmt: skip
    found = evaluate(case)
    note = next(each for each in found.notes if each.id == "note_window")
    assert (note.values["periods"], note.values["left_out"]) == (12, 20)
    season = next(each for each in found.rivals if each.id == "season")
    assert season.answer is Answer.NO


def test_a_gap_is_not_a_zero() -> None:
    whole = [10.0] * 36
    gap: list[float | None] = [*whole[:20], None, *whole[21:]]
    case = in_months(24, park=("treated", gap), square=("comparison", list(whole)))
    found = evaluate(case)
    park = found.tallies[0]
    assert (park.before, park.after) == (110, 110)
    assert value(one(found, Method.WDD)) == 0


def test_short_series_are_refused_by_name_and_counted_instead() -> None:
    case = in_months(6, park=("treated", [9.0, 8, 9, 7, 8, 9, 4, 5, 3, 4, 5, 4]))
    found = evaluate(case)
    proposal = found.proposal(Method.ITS)
    assert proposal is not None
    assert proposal.refusals[0].id == "refuse_short"
    assert found.best is Method.RATE_RATIO


def test_few_donors_are_refused_and_enough_are_ranked() -> None:
    few = {f"d{at}": ("donor", months_of(30, seed=at)) for at in range(2)}
    case = in_months(24, park=("treated", months_of(30, seed=99, effect=0.5)), **few)
    proposal = evaluate(case).proposal(Method.SYNTHETIC)
    assert proposal is not None
    assert proposal.refusals[0].id == "refuse_few_donors"
    many = {f"d{at}": ("donor", months_of(28 + at / 4, seed=at)) for at in range(20)}
    found = evaluate(in_months(24, park=("treated", months_of(30, seed=99, effect=0.5)), **many))
    effect = one(found, Method.SYNTHETIC)
    assert value(effect) == pytest.approx(-15, abs=3)
    assert effect.p == pytest.approx(1 / 21)
    (path,) = found.gaps
    assert len(path.placebos) == 20
    assert sum(path.weights.values()) == pytest.approx(1)
    assert path.gap == pytest.approx(np.subtract(path.observed, path.synthetic))


def test_first_of_too_few_is_not_called_like_the_others() -> None:
    others = {f"d{at}": ("donor", months_of(28 + at, seed=at)) for at in range(8)}
    treated = months_of(30, seed=99, effect=0.4)
    found = evaluate(in_months(24, park=("treated", treated), **others))
    effect = one(found, Method.SYNTHETIC)
    assert effect.p == pytest.approx(1 / 9)
    assert found.best is not Method.SYNTHETIC
    told = replace(found, headline=effect)
    changed, sure, *_ = sentences(told)
    assert changed.startswith("Cannot tell: ")
    assert "none stands out as much" in sure


def test_several_areas_over_time_reach_class_four() -> None:
    areas = {f"t{at}": ("treated", months_of(40, seed=at, effect=0.6)) for at in range(3)}
    others = {f"c{at}": ("comparison", months_of(40, seed=10 + at)) for at in range(4)}
    found = evaluate(in_months(24, **areas, **others))
    assert found.best is Method.DID
    effect = one(found, Method.DID)
    assert effect.estimate is not None
    assert effect.estimate.contains(0.6)
    assert found.evidence.number == 4


def test_a_lot_over_several_areas_is_class_five() -> None:
    areas = {f"t{at}": ("treated", 100.0, 80.0) for at in range(5)}
    others = {f"c{at}": ("comparison", 100.0, 99.0) for at in range(5)}
    case = replace(counted(**areas, **others), assignment=Assignment.RANDOM)
    assert evaluate(case).evidence.number == 5
    few = replace(counted(**GATES), assignment=Assignment.RANDOM)
    assert evaluate(few).evidence.number == 4


def test_survey_waves_are_told_as_shares() -> None:
    areas = (Area("t", Role.TREATED), Area("c", Role.COMPARISON))
    shares = Waves((Shares("t", (50, 200), (80, 200)), Shares("c", (60, 200), (62, 200))))
    found = evaluate(Case(title="x", areas=areas, data=shares, better=Better.MORE))
    alone = one(found, Method.SHARES, comparison=())
    assert value(alone) == pytest.approx(0.15)
    assert found.headline is not None
    assert found.headline.comparison == ("c",)
    assert value(found.headline) == pytest.approx(0.14)
    assert found.headline.kind is Kind.SHARE


def test_the_same_people_are_paired() -> None:
    # Agresti: approval of 1600 people asked twice, 944 to 880, McNemar z squared 34.7.
    data = Waves((PairedShares("t", 794, 150, 86, 570),))
    case = Case(title="x", areas=(Area("t", Role.TREATED),), data=data, better=Better.MORE)
    effect = one(evaluate(case), Method.PAIRED_SHARES)
    assert value(effect) == pytest.approx(-0.04)
    assert effect.direction is Direction.AGAINST
    # Student's sleep data: mean difference 1.58, t 4.0621 on ten people.
    first = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
    second = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
    scores = Waves((PairedScores("t", first, second),))
    sleep = one(evaluate(replace(case, data=scores)), Method.PAIRED_SCORES)
    assert value(sleep) == pytest.approx(1.58)
    assert sleep.numbers["t"] == pytest.approx(4.0621, abs=1e-4)


def test_a_plan_says_only_what_could_be_seen() -> None:
    case = replace(counted(**GATES, **AROUND), expected=-0.2)
    found = evaluate(planned(case))
    assert not found.effects
    assert found.evidence.number == 0
    assert [each.displacement for each in found.power] == [False, True]
    assert found.power[0].detectable < found.power[1].detectable
    # What was counted after plays no part in it.
    assert found.power == evaluate(case).power


def test_power_follows_the_standard_error_of_fifty() -> None:
    # 25 fewer of 50 in each cell: 25 / sqrt(200 - 25) is 0.07 under 1.96.
    case = replace(counted(t=("treated", 50, None), c=("comparison", 50, None)), expected=-0.5)
    (power,) = evaluate(case).power
    assert power.expected == -25
    assert power.expected_power == pytest.approx(0.472, abs=0.001)
    longer = replace(case, periods=Periods(12, 12, "months"))
    months = evaluate(longer).power[0].months_needed
    assert months is not None
    assert 15 < months < 30


def test_a_persons_answer_goes_before_what_the_data_say() -> None:
    answers = {"regression": RivalAnswer(Answer.NO, "five even years", "police")}
    case = replace(counted(**GATES), chosen_as_worst=True, answers=answers)
    rivals = {each.id: each for each in evaluate(case).rivals}
    assert rivals["regression"].answer is Answer.NO
    assert rivals["regression"].hinted is Answer.YES
    assert rivals["regression"].by_person
    assert rivals["selection"].answer is Answer.YES


def test_an_extreme_last_year_points_to_regression_to_the_mean() -> None:
    usual = [10.0] * 36 + [22.0] * 12 + [10.0] * 12
    found = evaluate(in_months(48, park=("treated", list(usual))))
    regression = next(each for each in found.rivals if each.id == "regression")
    assert regression.answer is Answer.YES
    even = evaluate(in_months(48, park=("treated", [10.0] * 60)))
    assert next(each for each in even.rivals if each.id == "regression").answer is Answer.NO


def test_an_evaluation_becomes_plain_json_without_numbers_json_lacks() -> None:
    from paseo.prevention.evaluation.serialise import EFFECT_COLUMNS, to_csv, to_plain

    found = evaluate(counted(park=("treated", 4, 0), square=("comparison", 5, 4)))
    held = json.loads(json.dumps(to_plain(found, "es"), allow_nan=False))
    assert held["evidence"]["number"] == 3
    assert [each["method"] for each in held["effects"]] == [e.method.value for e in found.effects]
    lines = to_csv(found).splitlines()
    assert lines[0] == ",".join(EFFECT_COLUMNS)
    assert len(lines) == len(found.effects) + 1


def test_a_refused_ratio_never_leaves_the_comparison_area() -> None:
    found = evaluate(counted(park=("treated", 0, 5), square=("comparison", 20, 20)))
    assert found.headline is not None
    assert found.headline.method is Method.WDD
    assert found.headline.comparison == ("square",)
    assert found.best is Method.WDD
    assert sentences(found)[0].startswith("No clear change: ")


def test_methods_that_see_different_things_are_told_apart() -> None:
    path = EXAMPLES.parent / "generated-town" / "evaluations" / "night-mediation.yaml"
    found = evaluate(read_case(path)[0])
    assert found.headline is not None
    assert found.headline.method is Method.CONTROLLED_ITS
    assert one(found, Method.SYNTHETIC).direction is Direction.UNCLEAR
    sure = sentences(found)[1]
    assert "see a clear fall (WDD, RES, " in sure
    assert "synthetic control cannot tell, because with 10 other areas" in sure
    assert "its p cannot be below 0.09" in sure
    assert "el control sintético no permite saberlo" in sentences(found, "es")[1]


def test_methods_that_agree_are_not_told_apart() -> None:
    found = evaluate(counted(park=("treated", 200, 50), square=("comparison", 200, 200)))
    assert "do not all say the same" not in " ".join(sentences(found))
