"""Count and effort over the levels: what is not stated is never zero."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation, Register
from paseo.prevention.pyramid.effort import UPPER, By, disagreements, spread
from paseo.prevention.pyramid.pyramid import build_pyramid

EFFORT = st.none() | st.floats(0, 1e6)
MEASURES = st.lists(
    st.builds(
        lambda level, half, fte, budget, currency: {
            "level": level,
            "orientation": half,
            "fte": fte,
            "budget": budget,
            "currency": currency,
        },
        st.sampled_from(Level) | st.none(),
        st.sampled_from(Orientation),
        EFFORT,
        EFFORT,
        st.sampled_from(["EUR", "PLN"]),
    ),
    max_size=30,
)


def pyramid(*records):
    return build_pyramid(
        Register(
            Measure(id=f"m{at}", name=f"Measure {at}", **one) for at, one in enumerate(records)
        )
    )


def on(level, **more):
    return {"level": level, "orientation": Orientation.PROBLEM, **more}


def test_the_mechelen_topic_keeps_its_posts_apart_from_its_number():
    """Counts and posts by hand: 4 posts over three measures, one of which states none."""
    found = spread(
        pyramid(
            on(Level.QUALITY_OF_LIFE, fte=1),
            on(Level.GENERAL),
            on(Level.SPECIFIC, fte=3),
        ),
        By.FTE,
    )
    assert found.total == 4
    assert found.shares == {
        Level.QUALITY_OF_LIFE: 25,
        Level.GENERAL: 0,
        Level.SPECIFIC: 75,
        Level.REACTION: 0,
    }
    assert found.unstated[Level.GENERAL] == 1
    assert (found.stated, found.of) == (2, 3)
    # The count beside it is of the two that state their posts, not of all three.
    assert found.counts[Level.QUALITY_OF_LIFE] == 50
    assert found.upper == 75


def test_stated_zero_is_a_number_and_gives_no_shares():
    found = spread(pyramid(on(Level.REACTION, fte=0)), By.FTE)
    assert (found.stated, found.total, found.shares, found.upper) == (1, 0, {}, None)
    assert disagreements(found) == ()


def test_budgets_of_another_currency_are_in_no_sum():
    found = spread(
        pyramid(
            on(Level.GENERAL, budget=100, currency="EUR"),
            on(Level.GENERAL, budget=50, currency="EUR"),
            on(Level.REACTION, budget=9000, currency="PLN"),
        ),
        By.BUDGET,
    )
    assert (found.currency, found.total, found.other_currency) == ("EUR", 150, 1)
    assert found.unstated[Level.REACTION] == 1


def test_the_budget_of_a_cell_is_that_of_the_pyramids_currency():
    held = pyramid(on(Level.REACTION, budget=9000, currency="PLN"))
    cell = held.cell(Level.REACTION, Orientation.PROBLEM)
    assert (held.currency, cell.budget, cell.without_budget) == ("PLN", 9000, 0)


def test_a_majority_that_turns_round_is_named_first():
    small = [on(Level.QUALITY_OF_LIFE, fte=0.1) for _ in range(3)]
    found = disagreements(spread(pyramid(*small, on(Level.REACTION, fte=9.7)), By.FTE))
    assert [one.level for one in found] == [None, Level.QUALITY_OF_LIFE, Level.REACTION]
    assert (found[0].by_count, round(found[0].by_effort, 9)) == (25, 97)


def test_a_majority_that_turns_by_less_than_ten_points_is_not_named():
    """49 of 100 measures on top, with 51 of 100 posts."""
    low = [on(Level.GENERAL, fte=49 / 51) for _ in range(51)]
    high = [on(Level.SPECIFIC, fte=51 / 49) for _ in range(49)]
    found = spread(pyramid(*low, *high), By.FTE)
    assert found.upper > 50 > found.counts[Level.SPECIFIC]
    assert disagreements(found) == ()


def test_equal_sizes_never_disagree():
    even = [on(level, fte=2) for level in LEVELS for _ in range(3)]
    assert disagreements(spread(pyramid(*even), By.FTE)) == ()


def test_ten_points_apart_are_named_and_less_are_not():
    """90 and 110 of 200 against 1 of 2 is five points; 80 and 120 is ten."""
    apart = {}
    for less in (80, 90):
        held = pyramid(on(Level.GENERAL, fte=less), on(Level.QUALITY_OF_LIFE, fte=200 - less))
        apart[less] = disagreements(spread(held, By.FTE))
    assert len(apart[80]) == 2
    assert apart[90] == ()


@given(MEASURES)
def test_shares_add_up_and_every_measure_is_stated_or_not(records):
    held = pyramid(*records)
    for by in By:
        found = spread(held, by)
        assert found.stated + sum(found.unstated.values()) == found.of == len(held.measures)
        if found.shares:
            assert math.isclose(sum(found.shares.values()), 100)
            assert math.isclose(
                found.upper, 100 * sum(found.amounts[one] for one in UPPER) / found.total
            )
