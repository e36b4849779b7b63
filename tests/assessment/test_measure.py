"""Intervals of single values, against published numbers."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from evidence_by_hand import asked, recorded, table
from framework_by_hand import FRAMEWORK
from paseo.assessment.measure import as_measured, measure
from paseo.assessment.profile import Measured


def measured(row: dict[str, Any]) -> Measured:
    return as_measured(measure(table([row]), FRAMEWORK).row(0, named=True))


def test_a_rate_has_the_exact_poisson_interval() -> None:
    # 10 events: 4.795 to 18.390 (Ulm 1990, table of exact Poisson limits); here over 10,000
    # residents, so per 1,000 residents a tenth of it.
    one = measured(recorded("c", 10))
    assert one.value == 1.0
    assert (one.low, one.high) == pytest.approx((0.4795, 1.8390), abs=1e-4)
    assert one.method == "garwood"


def test_nought_is_a_number_with_an_upper_end() -> None:
    one = measured(recorded("c", 0))
    assert one.value == 0
    assert (one.low, one.high) == pytest.approx((0.0, 0.3689), abs=1e-4)


def test_a_share_is_measured_on_the_effective_number_of_answers() -> None:
    # The framework's own example: 70 % of 700 is +/-3.4 points with deff 1, +/-4.2 with 1.5.
    simple, assumed = (
        measured(asked("c", 70, 700, design_effect=1.0)),
        measured(asked("c", 70, 700)),
    )
    assert simple.method == "wilson"
    assert (simple.high or 0) - (simple.low or 0) == pytest.approx(2 * 3.4, abs=0.1)
    assert assumed.method == "wilson_assumed"
    assert (assumed.high or 0) - (assumed.low or 0) == pytest.approx(2 * 4.2, abs=0.15)


def test_berlin_2019_lies_between_62_and_71() -> None:
    # 66.6 % feel safe at night (urb_percep 2019, about 700 answers); Wilson by hand with
    # m = 700 / 1.5 = 466.7: centre 66.46, half width 4.26.
    one = measured(asked("c", 66.6, 700))
    assert (one.low, one.high) == pytest.approx((62.20, 70.73), abs=0.01)


@pytest.mark.parametrize(
    ("row", "method"),
    [
        (asked("c", 70, None), "no_n"),
        (asked("c", 70, 700, sample="census"), "full_count"),
        (asked("c", 70, 7000, sample="self_selected"), "self_selected"),
        (asked("c", 6.2, 400, indicator="S-2", unit="score_0_10"), "no_spread"),
        (recorded("c", None, value=3.0), "no_count"),
        (
            recorded("c", 40, indicator="P-1", unit="percent", value=40, denominator=100),
            "full_count",
        ),
        (recorded("c", None, indicator="B-1", unit="persons", value=5e6), "full_count"),
    ],
)
def test_without_what_it_needs_there_is_no_interval_and_the_method_says_why(
    row: dict[str, Any], method: str
) -> None:
    one = measured(row)
    assert (one.low, one.high, one.method) == (None, None, method)


def test_a_mean_uses_its_standard_error() -> None:
    one = measured(asked("c", 6.2, 400, indicator="S-2", unit="score_0_10", standard_error=0.1))
    assert (one.low, one.high) == pytest.approx((6.004, 6.396), abs=1e-3)


def test_a_published_interval_is_taken_as_it_stands() -> None:
    one = measured(asked("c", 70, 700, low=65, high=76, level=0.9))
    assert (one.low, one.high, one.level, one.method) == (65, 76, 0.9, "published")


def test_a_value_is_filled_from_its_parts_but_never_in_a_hidden_row() -> None:
    assert measured(recorded("c", 30, value=None)).value == 3.0
    hidden = measure(table([recorded("c", 30, value=None, status="Q")]), FRAMEWORK)
    assert hidden["value"].to_list() == [None]


def test_few_answers_are_weak() -> None:
    found = measure(
        table([asked("c", 70, 99), asked("c", 70, 100), asked("c", 70, None, status="U")]),
        FRAMEWORK,
    )
    assert found["weak"].to_list() == [True, False, True]


def test_an_impossible_share_gets_no_interval() -> None:
    assert measured(asked("c", 130, 700)).low is None


def test_rows_keep_their_order_and_other_columns() -> None:
    rows = table([asked("c", 70, 700), recorded("c", 10)]).with_columns(pl.lit("k").alias("city"))
    found = measure(rows, FRAMEWORK)
    assert found["indicator"].to_list() == ["S-1", "R-1"]
    assert found["city"].to_list() == ["k", "k"]
