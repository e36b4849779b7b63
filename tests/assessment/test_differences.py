"""What may be said of the difference of two values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_by_hand import asked, recorded, table
from framework_by_hand import FRAMEWORK
from paseo.assessment.differences import differences
from paseo.assessment.measure import as_measured, measure
from paseo.assessment.profile import Measured

OPPOSITE = {"higher": "lower", "lower": "higher"}


def share(value: float, n: float | None, **more: object) -> Measured:
    return as_measured(measure(table([asked("c", value, n, **more)]), FRAMEWORK).row(0, named=True))


def test_a_difference_has_its_own_interval() -> None:
    # Newcombe 1998 (Statistics in Medicine 17, 873-890), example (a), method 10:
    # 56/70 against 48/80: difference 0.20, 0.0524 to 0.3339.
    one, two = share(80, 70, design_effect=1.0), share(60, 80, design_effect=1.0)
    (gap,) = differences([(one, two)])
    assert gap.verdict == "higher"
    assert (gap.difference, gap.low, gap.high) == pytest.approx((20, 5.24, 33.39), abs=0.01)


def test_without_an_interval_a_difference_cannot_be_told() -> None:
    (gap,) = differences([(share(80, None), share(60, 700))])
    assert (gap.verdict, gap.reason) == ("cannot tell", "no_interval")


def test_intervals_of_different_levels_are_not_mixed() -> None:
    (gap,) = differences([(share(80, 700, low=78, high=82, level=0.9), share(60, 700))])
    assert (gap.verdict, gap.reason) == ("cannot tell", "levels")


def test_full_counts_differ_when_their_values_do() -> None:
    rows = [recorded("c", n, indicator="B-1", unit="persons", value=n) for n in (10, 11, 11)]
    ten, eleven, same = (
        as_measured(row) for row in measure(table(rows), FRAMEWORK).iter_rows(named=True)
    )
    verdicts = [one.verdict for one in differences([(ten, eleven), (eleven, same)])]
    assert verdicts == ["lower", "no clear difference"]


shares = st.builds(share, st.floats(0, 100), st.integers(30, 5000))


@given(shares, shares)
def test_the_verdict_turns_round_with_the_pair(one: Measured, two: Measured) -> None:
    there, back = differences([(one, two), (two, one)])
    assert back.verdict == OPPOSITE.get(there.verdict, there.verdict)
    assert back.difference == pytest.approx(-there.difference)
