"""What must hold for differences and ratios of counts, whatever the counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paseo.stats import NumbersError
from paseo.stats.impact import (
    BeforeAfter,
    Caution,
    Reading,
    Unreadable,
    displacement_difference,
    displacement_quotient,
    harm_difference,
    pooled,
    reading_of,
    relative_effect,
    side_by_side,
)

counts = st.integers(0, 3000)
some = st.integers(1, 3000)
pairs = st.tuples(counts, counts)
full = st.tuples(some, some)
factors = st.floats(0.2, 5)


def area(pair, **over) -> BeforeAfter:
    return BeforeAfter.over(*pair, **over)


@settings(max_examples=40)
@given(full, pairs, full, pairs)
def test_swapping_treated_and_control_turns_the_sign_only(t, c, d, dc) -> None:
    there = displacement_difference(area(t), area(c), area(d), area(dc))
    back = displacement_difference(area(c), area(t), area(dc), area(d))
    for one, other in ((there.local, back.local), (there.total, back.total)):
        assert one.interval.value == -other.interval.value
        assert one.se == other.se
        assert one.p == pytest.approx(other.p)
        assert one.p_fewer == pytest.approx(other.p_more)
        assert one.interval.low == pytest.approx(-other.interval.high)


@settings(max_examples=40)
@given(full, pairs, full, pairs)
def test_the_total_is_local_and_displacement_together(t, c, d, dc) -> None:
    found = displacement_difference(area(t), area(c), area(d), area(dc))
    assert found.displacement is not None
    assert found.total.interval.value == pytest.approx(
        found.local.interval.value + found.displacement.interval.value
    )
    assert found.total.se**2 == pytest.approx(found.local.se**2 + found.displacement.se**2)
    assert found.total.se**2 == pytest.approx(sum(t + c + d + dc))


@settings(max_examples=40)
@given(full, pairs, factors)
def test_a_common_exposure_scales_estimate_and_error_and_leaves_the_test_alone(t, c, size) -> None:
    plain = displacement_difference(area(t), area(c)).total
    scaled = displacement_difference(area(t, size=size), area(c, size=size)).total
    assert scaled.interval.value == pytest.approx(plain.interval.value / size)
    assert scaled.se == pytest.approx(plain.se / size)
    assert scaled.z == pytest.approx(plain.z)


@settings(max_examples=40)
@given(full, pairs, st.floats(0.5, 4))
def test_overdispersion_widens_and_moves_nothing(t, c, factor) -> None:
    plain = displacement_difference(area(t), area(c)).total
    wide = displacement_difference(area(t), area(c), variance_factor=factor).total
    assert wide.interval.value == plain.interval.value
    assert wide.se == pytest.approx(plain.se * factor**0.5)


@settings(max_examples=40)
@given(st.lists(st.tuples(full, pairs), min_size=1, max_size=4), st.data())
def test_harm_is_the_weighted_sum(classes, data) -> None:
    weights = data.draw(st.lists(st.floats(0.1, 20), min_size=len(classes), max_size=len(classes)))
    ones = [displacement_difference(area(t), area(c)) for t, c in classes]
    whole = harm_difference(ones, weights).total
    values = [one.total.interval.value for one in ones]
    assert whole.interval.value == pytest.approx(np.dot(weights, values), abs=1e-6)
    assert whole.se**2 == pytest.approx(np.dot(np.square(weights), [o.total.se**2 for o in ones]))
    doubled = harm_difference(ones, np.multiply(weights, 2)).total
    assert doubled.z == pytest.approx(whole.z)


@settings(max_examples=40)
@given(st.lists(full, min_size=1, max_size=4), pairs)
def test_several_bare_areas_are_their_sums(treated, c) -> None:
    several = displacement_difference([area(t) for t in treated], area(c)).total
    summed = displacement_difference(
        area((sum(t[0] for t in treated), sum(t[1] for t in treated))), area(c)
    ).total
    assert several.interval.floats() == pytest.approx(summed.interval.floats())


@settings(max_examples=40)
@given(full, full, st.floats(0.5, 3))
def test_a_ratio_and_its_inverse_agree(t, c, factor) -> None:
    there = relative_effect(area(t), area(c), variance_factor=factor)
    back = relative_effect(area(c), area(t), variance_factor=factor)
    assert there.rate_ratio.floats() == pytest.approx(back.interval.floats())
    assert there.log_effect.z == pytest.approx(-back.log_effect.z)
    assert there.percent.value == pytest.approx(100 * (there.rate_ratio.value - 1))
    assert bool(there.favours_the_measure) == (t[0] * c[1] > t[1] * c[0])


@settings(max_examples=40)
@given(full, full, factors, factors)
def test_lengths_of_periods_and_sizes_cancel_out_of_the_ratio(t, c, longer, size) -> None:
    plain = relative_effect(area(t), area(c))
    weighted = relative_effect(
        area(t, periods=(1, longer), size=size), area(c, periods=(1, longer))
    )
    assert weighted.interval.floats() == pytest.approx(plain.interval.floats())


@settings(max_examples=40)
@given(full, full, full, st.integers(2, 9))
def test_the_quotient_is_of_counts_in_any_unit(r, c, d, times) -> None:
    one = displacement_quotient(area(r), area(c), area(d))
    many = displacement_quotient(*(area((times * b, times * a)) for b, a in (r, c, d)))
    assert one.reading is many.reading
    assert one.quotient == (None if many.quotient is None else pytest.approx(many.quotient))
    assert many.total_net_effect == pytest.approx(times * one.total_net_effect, abs=1e-6)


@settings(max_examples=40)
@given(pairs, pairs, pairs)
def test_a_quotient_is_read_only_where_the_treated_area_did_better(r, c, d) -> None:
    found = displacement_quotient(area(r), area(c), area(d))
    numbers = (found.gross_effect, found.net_effect, found.success_measure, found.buffer_measure,
               found.quotient, found.total_net_effect)  # fmt: skip
    assert all(number is None or np.isfinite(number) for number in numbers)
    readable = 0 not in c and r[1] * c[0] < r[0] * c[1]
    assert (found.quotient is not None) == readable == (found.reasons == ())
    assert (found.reading is Reading.NOT_READABLE) == (not readable)


@pytest.mark.parametrize(
    ("areas", "reasons"),
    [
        (((10, 5), (0, 4), (3, 3)), (Unreadable.NO_CONTROL_BEFORE,)),
        (((10, 5), (4, 0), (3, 3)), (Unreadable.NO_CONTROL_AFTER,)),
        (((10, 5), (0, 0), (3, 3)), (Unreadable.NO_CONTROL_BEFORE, Unreadable.NO_CONTROL_AFTER)),
        (((10, 10), (10, 10), (3, 3)), (Unreadable.NO_SUCCESS,)),
        (((10, 12), (10, 10), (3, 3)), (Unreadable.NO_SUCCESS,)),
    ],
)
def test_a_quotient_that_cannot_be_read_says_why(areas, reasons) -> None:
    assert displacement_quotient(*map(area, areas)).reasons == reasons


def test_the_quotient_of_the_published_counts_by_hand() -> None:
    # Counts of Wheeler and Ratcliffe (2018); the buffer is compared with the treated area's
    # control, as the quotient has one comparison area only.
    found = displacement_quotient(area((207, 110)), area((308, 318)), area((178, 157)))
    assert found.gross_effect == 97
    assert found.success_measure == pytest.approx(110 / 318 - 207 / 308)
    assert found.net_effect == pytest.approx(207 / 308 - 110 / 318)
    assert found.buffer_measure == pytest.approx(157 / 318 - 178 / 308)
    assert found.quotient == pytest.approx(
        (157 / 318 - 178 / 308) / (110 / 318 - 207 / 308), rel=1e-12
    )
    assert found.total_net_effect == pytest.approx(
        (207 * 318 / 308 - 110) + (178 * 318 / 308 - 157)
    )
    assert found.reading is Reading.SPREAD


@pytest.mark.parametrize(
    ("quotient", "reading"),
    [
        (1.2, Reading.SPREAD_BEYOND),
        (1.0, Reading.SPREAD),
        (0.2, Reading.SPREAD),
        (0.0, Reading.NONE),
        (-0.5, Reading.DISPLACED_IN_PART),
        (-1.0, Reading.DISPLACED_ALL),
        (-1.5, Reading.DISPLACED_BEYOND),
        (None, Reading.NOT_READABLE),
        (float("inf"), Reading.NOT_READABLE),
        (float("nan"), Reading.NOT_READABLE),
    ],
)
def test_readings_follow_the_published_rule(quotient, reading) -> None:
    assert reading_of(quotient) is reading


def test_gross_effect_reads_unequal_periods_in_the_length_of_the_later() -> None:
    found = displacement_quotient(area((80, 20), periods=(2, 1)), area((100, 50)), area((10, 5)))
    assert found.gross_effect == 20


def test_unlike_sizes_let_both_effects_point_opposite_ways_and_say_so() -> None:
    found = side_by_side(area((100, 80)), area((1000, 900)))
    assert found.additive.local.interval.value == 80
    assert found.ratio is not None
    assert found.ratio.interval.value == pytest.approx(1.125)
    assert {Caution.BEFORE_UNLIKE, Caution.SIGNS_DIFFER} <= set(found.cautions)


def test_like_sizes_that_agree_carry_no_caution() -> None:
    assert side_by_side(area((100, 80)), area((110, 108))).cautions == ()


def test_a_zero_count_leaves_the_difference_and_no_ratio() -> None:
    found = side_by_side(area((12, 0)), area((10, 11)))
    assert found.ratio is None
    assert found.additive.local.interval.value == -13
    assert Caution.FEW_EVENTS in found.cautions


def test_half_is_added_only_when_asked_for_and_never_silently() -> None:
    with pytest.raises(NumbersError) as fault:
        relative_effect(area((12, 0)), area((10, 11)))
    assert fault.value.code == "zero-count"
    found = relative_effect(area((12, 0)), area((10, 11)), zero_cells="add-half")
    assert found.interval.value == pytest.approx((12.5 * 11.5) / (0.5 * 10.5))
    assert Caution.HALF_ADDED in found.cautions
    without = relative_effect(area((12, 3)), area((10, 11)), zero_cells="add-half")
    assert Caution.HALF_ADDED not in without.cautions


def test_cautions_say_what_the_counts_are_short_of() -> None:
    def cautions(*areas: object, **options: float) -> set[Caution]:
        return set(displacement_difference(*areas, **options).cautions)

    assert cautions(area((40, 4)), area((40, 40))) == {Caution.FEW_EVENTS}
    assert cautions(area((40.5, 40)), area((40, 40))) == {Caution.NOT_WHOLE}
    assert Caution.AREAS_UNBALANCED in cautions(area((40, 40)), [area((20, 20)), area((20, 20))])
    even = [area((20, 20), size=2), area((20, 20), size=2)]
    assert Caution.AREAS_UNBALANCED not in cautions(area((40, 40)), even)
    # Lengths of periods, the same for all, even nothing out.
    two_to_one = BeforeAfter.over(80, 60, periods=(2, 1))
    assert Caution.AREAS_UNBALANCED in cautions(two_to_one, [two_to_one] * 3)
    thrice = [BeforeAfter.over(80, 60, periods=(2, 1), size=3)] * 3
    assert Caution.AREAS_UNBALANCED not in cautions(two_to_one, thrice)
    assert cautions(area((40, 40)), area((40, 40)), variance_factor=0.9) == {
        Caution.VARIANCE_BELOW_ONE
    }


def test_displacement_areas_in_which_nothing_happened_leave_the_local_effect() -> None:
    found = displacement_difference(area((20, 10)), area((20, 20)), area((0, 0)), area((0, 0)))
    assert found.displacement is None
    assert found.total.interval.value == -10
    assert Caution.NOTHING_AROUND in found.cautions


def test_the_rates_of_every_side_stand_beside_the_effect() -> None:
    found = displacement_difference(
        area((80, 20), periods=(2, 1)),
        [area((60, 30), periods=(2, 1)), area((40, 20), periods=(2, 1))],
    )
    rates = {role: (one.before, one.after) for role, one in found.rates.items()}
    assert rates == {"treated": (40, 20), "control": (50, 50)}


@pytest.mark.filterwarnings("ignore")  # four counts and four terms fit exactly, as they should
def test_the_ratio_is_the_inverse_of_the_log_linear_interaction() -> None:
    sm = pytest.importorskip("statsmodels.api")
    y, treat, post = [207, 110, 308, 318], np.array([1, 1, 0, 0]), np.array([0, 1, 0, 1])
    design = np.column_stack([np.ones(4), treat, post, treat * post])
    fit = sm.GLM(y, design, family=sm.families.Poisson()).fit()
    found = relative_effect(area((207, 110)), area((308, 318)))
    assert found.rate_ratio.value == pytest.approx(np.exp(fit.params[3]), rel=1e-8)
    assert found.log_effect.se == pytest.approx(fit.bse[3], rel=1e-5)
    assert found.log_effect.interval.value == pytest.approx(-fit.params[3], rel=1e-8)


def test_pooling_adds_events_and_exposures() -> None:
    both = pooled([area((30, 20), size=2), area((10, 5), size=3)])
    assert (both.rate_before, both.rate_after) == (8, 5)


def test_many_cases_at_once_are_the_cases_one_by_one() -> None:
    t, c = np.array([[207, 110], [80, 20]]).T, np.array([[308, 318], [100, 50]]).T
    many = displacement_difference(BeforeAfter(*t), BeforeAfter(*c)).total
    ratios = relative_effect(BeforeAfter(*t), BeforeAfter(*c)).interval
    for i in range(2):
        one = displacement_difference(BeforeAfter(*t[:, i]), BeforeAfter(*c[:, i])).total
        assert many.interval[i].floats() == pytest.approx(one.interval.floats())
        single = relative_effect(BeforeAfter(*t[:, i]), BeforeAfter(*c[:, i])).interval
        assert ratios[i].floats() == pytest.approx(single.floats())


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: area((-1, 2)), "negative"),
        (lambda: area((float("nan"), 2)), "unknown-count"),
        (lambda: area((float("inf"), 2)), "infinite"),
        (lambda: area(("many", 2)), "not-numbers"),
        (lambda: area((1, 2), periods=(0, 1)), "no-exposure"),
        (lambda: displacement_difference(area((0, 0)), area((0, 0))), "no-events"),
        (lambda: displacement_difference([], area((1, 1))), "no-areas"),
        (
            lambda: displacement_difference(area((9, 9)), area((9, 9)), area((9, 9))),
            "displacement-without-control",
        ),
        (
            lambda: displacement_difference(area((9, 9)), area((9, 9)), None, area((9, 9))),
            "displacement-without-control",
        ),
        (
            lambda: displacement_difference(area((9, 9)), area((9, 9)), variance_factor=0),
            "variance-factor",
        ),
        (
            lambda: displacement_difference(area((9, 9)), area((9, 9)), level=95),
            "level-out-of-range",
        ),
        (
            lambda: displacement_difference(
                BeforeAfter([1, 2], [1, 2]), BeforeAfter([1, 2, 3], [1, 2, 3])
            ),
            "shapes-differ",
        ),
        (lambda: relative_effect(area((9, 9)), area((9, 9)), zero_cells="hide"), "zero-cells"),
        (
            lambda: displacement_quotient(
                BeforeAfter([1, 2], [1, 2]), area((9, 9)), area((9, 9))
            ),
            "one-case",
        ),
        (lambda: harm_difference([], []), "harm-weights"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(make, code) -> None:
    with pytest.raises(NumbersError) as fault:
        make()
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("harm", "code"),
    [([1], "harm-weights"), ([1, -2], "negative"), ([1, float("nan")], "harm-weights")],
)
def test_harm_weights_that_do_not_fit_are_refused(harm, code) -> None:
    one = displacement_difference(area((9, 9)), area((9, 9)))
    with pytest.raises(NumbersError) as fault:
        harm_difference([one, one], harm)
    assert fault.value.code == code


def test_classes_must_be_of_one_level_and_one_kind() -> None:
    plain = displacement_difference(area((9, 9)), area((9, 9)))
    other = displacement_difference(area((9, 9)), area((9, 9)), level=0.9)
    around = displacement_difference(*[area((9, 9))] * 4)
    for classes, code in (
        ([plain, other], "levels-differ"),
        ([plain, around], "displacement-in-some"),
    ):
        with pytest.raises(NumbersError) as fault:
            harm_difference(classes, [1, 1])
        assert fault.value.code == code


@settings(max_examples=40)
@given(full, full)
def test_level_is_carried_by_every_interval(t, c) -> None:
    assume(t != c)
    found = side_by_side(area(t), area(c), level=0.8)
    assert found.ratio is not None
    for interval in (found.additive.total.interval, found.ratio.interval, found.ratio.percent):
        assert interval.level == 0.8
