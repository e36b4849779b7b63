"""Periods: what they cover and how they lie to each other."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.evidence import periods

years = st.integers(1990, 2040)
codes = st.one_of(
    years.map(str),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-S{}".format, years, st.integers(1, 2)),
    st.builds("{}-{:02d}".format, years, st.integers(1, 12)),
    st.builds(lambda a, n: f"{a}/{a + n}", years, st.integers(0, 5)),
)


@pytest.mark.parametrize(
    ("code", "first", "months"),
    [
        ("2023", 2023 * 12, 12),
        ("2023-S2", 2023 * 12 + 6, 6),
        ("2023-Q3", 2023 * 12 + 6, 3),
        ("2023-06", 2023 * 12 + 5, 1),
        ("2021/2023", 2021 * 12, 36),
        ("2022-11/2023-02", 2022 * 12 + 10, 4),
    ],
)
def test_each_form_covers_its_months(code: str, first: int, months: int) -> None:
    period = periods.parse(code)
    assert (period.first, period.months) == (first, months)


@pytest.mark.parametrize(
    "code",
    ["", "23", "2023-13", "2023-00", "2023-Q5", "2023-Q0", "2023/2021", "2019-2023", "2023/"],
)
def test_other_forms_are_refused(code: str) -> None:
    assert not periods.is_period(code)
    with pytest.raises(periods.NotAPeriod):
        periods.parse(code)


def test_a_period_is_looked_up_by_the_year_in_which_it_ends() -> None:
    assert periods.parse("2021/2023").year == 2023
    assert periods.parse("2023-12").year == 2023


@given(codes, codes)
def test_overlap_and_distance_do_not_depend_on_the_order(one: str, other: str) -> None:
    assert periods.overlap(one, other) == periods.overlap(other, one)
    assert periods.distance(one, other) == periods.distance(other, one)
    assert periods.overlap(one, one) and periods.distance(one, one) == 0


@given(st.lists(codes))
def test_order_is_by_the_end(found: list[str]) -> None:
    ends = [periods.parse(code).end for code in periods.ordered(found)]
    assert ends == sorted(ends)


@given(st.lists(codes, min_size=1))
def test_the_table_agrees_with_the_single_period(found: list[str]) -> None:
    for row in periods.table(pl.Series([*found, "nonsense", None])).iter_rows(named=True):
        one = periods.parse(row["period"])
        assert (row["first"], row["months"], row["end"], row["season"]) == (
            one.first, one.months, one.end, one.season,
        )  # fmt: skip
