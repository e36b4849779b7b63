"""What may be shown: thresholds, what follows by subtraction, and what an attacker can find."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from evidence_by_hand import asked, city_evidence, recorded
from paseo.evidence.city import CityEvidence
from paseo.evidence.disclosure import Rules, Thresholds, audit, protect

RULES = Rules(sensitive=frozenset({"HATE"}), counted={"R-1": 1000.0, "HATE": 1000.0})
DISTRICTS = {"d1": "c", "d2": "c", "d3": "c"}


def counts(evidence: CityEvidence) -> dict[tuple[str, str], float | None]:
    rows = evidence.observations.select("area", "breakdown", "numerator").iter_rows()
    return {(area, breakdown): count for area, breakdown, count in rows}


def test_a_count_of_1_to_4_is_hidden_with_everything_that_tells_it() -> None:
    row = recorded("c", 4, low=0.1, high=0.9, level=0.95, note="4 cases, one in the park")
    shown, hidden = protect(city_evidence([row]), RULES)
    left = shown.observations.row(0, named=True)
    assert left["status"] == "Q"
    assert [left[name] for name in ("value", "numerator", "low", "high", "note")] == [None] * 5
    assert left["denominator"] == 10_000
    assert hidden.by_rule == {"register": 1}


@pytest.mark.parametrize("count", [0, 5, 300])
def test_nought_and_counts_from_5_are_shown(count: int) -> None:
    shown, hidden = protect(city_evidence([recorded("c", count)]), RULES)
    assert shown.observations["numerator"].to_list() == [count]
    assert hidden.primary == 0


def test_a_count_that_is_not_stated_is_found_from_rate_and_base() -> None:
    row = recorded("c", None, value=0.3)  # 0.3 per 1,000 of 10,000 residents: three
    shown, _ = protect(city_evidence([row]), RULES)
    assert shown.observations["value"].to_list() == [None]


def test_the_remainder_of_a_share_is_a_count_too() -> None:
    row = recorded("c", 498, indicator="P-1", value=99.6, unit="percent", denominator=500)
    rules = Rules(counted={"P-1": 100.0}, shares=frozenset({"P-1"}))
    shown, _ = protect(city_evidence([row]), rules)
    assert shown.observations["value"].to_list() == [None]


def test_small_numbers_of_things_are_shown() -> None:
    row = recorded("c", 2, indicator="P-2", denominator=6, counting_unit="event")
    shown, _ = protect(city_evidence([row]), RULES)
    assert shown.observations["numerator"].to_list() == [2]


def test_a_survey_value_from_under_30_answers_is_hidden_and_under_100_is_weak() -> None:
    rows = [asked("d1", 70, 29), asked("d2", 70, 30), asked("d3", 70, 100)]
    shown, hidden = protect(city_evidence(rows, DISTRICTS), RULES)
    assert shown.observations["status"].to_list() == ["Q", "U", None]
    assert shown.observations["n"].to_list() == [29, 30, 100]
    assert hidden.by_rule == {"survey": 1}


def test_sensitive_indicators_are_shown_for_the_city_only() -> None:
    rows = [recorded(area, 40, indicator="HATE") for area in ("c", "d1", "d2")]
    shown, hidden = protect(city_evidence(rows, DISTRICTS), RULES)
    assert counts(shown) == {("c", "_T"): 40, ("d1", "_T"): None, ("d2", "_T"): None}
    assert hidden.by_rule == {"sensitive": 2}


def test_one_hidden_district_takes_the_next_smallest_with_it() -> None:
    rows = [recorded("c", 33), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    shown, hidden = protect(city_evidence(rows, DISTRICTS), RULES)
    assert counts(shown) == {
        ("c", "_T"): 33, ("d1", "_T"): None, ("d2", "_T"): None, ("d3", "_T"): 20,
    }  # fmt: skip
    assert hidden.by_rule == {"register": 1, "secondary": 1}


def test_two_hidden_districts_with_together_3_need_a_third() -> None:
    rows = [recorded("c", 33), recorded("d1", 1), recorded("d2", 2), recorded("d3", 30)]
    shown, _ = protect(city_evidence(rows, DISTRICTS), RULES)
    assert counts(shown)["d3", "_T"] is None


def test_districts_that_do_not_add_up_to_the_city_give_nothing_away() -> None:
    rows = [recorded("c", 60), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    shown, hidden = protect(city_evidence(rows, DISTRICTS), RULES)
    assert hidden.secondary == 0
    assert counts(shown)["d2", "_T"] == 10


def test_a_hidden_group_takes_the_other_group_with_it() -> None:
    rows = [
        recorded("c", 40),
        recorded("c", 3, breakdown="sex=F"),
        recorded("c", 37, breakdown="sex=M"),
    ]
    shown, _ = protect(city_evidence(rows), RULES)
    assert counts(shown) == {("c", "_T"): 40, ("c", "sex=F"): None, ("c", "sex=M"): None}


def test_a_hidden_month_does_not_come_back_from_the_year() -> None:
    rows = [recorded("c", 60)] + [
        recorded("c", 3 if month == 1 else 57 / 11, period=f"2023-{month:02d}")
        for month in range(1, 13)
    ]
    shown, hidden = protect(city_evidence(rows), RULES)
    assert hidden.by_rule == {"register": 1, "secondary": 1}
    assert shown.observations["numerator"].null_count() == 2


def test_the_same_count_over_another_base_is_hidden_as_well() -> None:
    rows = [recorded("c", 33), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    rows += [{**row, "denominator_kind": "ambient", "denominator": 20_000} for row in rows]
    shown, _ = protect(city_evidence(rows, DISTRICTS), RULES)
    hidden = shown.observations.filter(pl.col("status") == "Q")
    assert sorted(hidden["area"].to_list()) == ["d1", "d1", "d2", "d2"]


def test_the_same_count_from_another_source_is_hidden_as_well() -> None:
    rows = [recorded("c", 33), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    rows.append(recorded("d2", 10, source="yearbook"))
    shown, _ = protect(city_evidence(rows, DISTRICTS), RULES)
    assert shown.observations.filter(source="yearbook")["numerator"].to_list() == [None]


def test_a_city_may_raise_a_threshold_but_not_lower_it() -> None:
    rows = [recorded("c", 8)]
    raised, _ = protect(city_evidence(rows, thresholds={"register": 10}), RULES)
    assert raised.observations["numerator"].to_list() == [None]
    lowered, _ = protect(city_evidence([recorded("c", 3)], thresholds={"register": 1}), RULES)
    assert lowered.observations["numerator"].to_list() == [None]
    assert Thresholds().lowered({"register": 1, "survey": 40}) == ("register",)


def test_rows_without_value_keep_their_status_and_the_order_of_rows_stays() -> None:
    rows = [recorded("d2", None, value=None, status="R"), recorded("d1", 3), recorded("c", 33)]
    shown, _ = protect(city_evidence(rows, DISTRICTS), RULES)
    assert shown.observations["area"].to_list() == ["d2", "d1", "c"]
    assert shown.observations["status"].to_list() == ["R", "Q", None]


def test_protecting_twice_hides_nothing_more() -> None:
    rows = [recorded("c", 33), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    once, _ = protect(city_evidence(rows, DISTRICTS), RULES)
    twice, _ = protect(once, RULES)
    assert twice.observations.equals(once.observations)


# Random towns: up to four districts with up to three neighbourhoods, by sex, in which all adds up.
small_counts = st.integers(0, 12) | st.integers(0, 200)


@st.composite
def towns(draw: st.DrawFn) -> tuple[dict[str, str], list[dict[str, Any]]]:
    below: dict[str, str] = {}
    leaves: list[str] = []
    for d in range(draw(st.integers(1, 4))):
        below[f"d{d}"] = "c"
        quarters = [f"d{d}n{q}" for q in range(draw(st.integers(0, 3)))]
        below.update(dict.fromkeys(quarters, f"d{d}"))
        leaves += quarters or [f"d{d}"]
    found: dict[tuple[str, str], int] = {}
    for leaf in leaves:
        for sex in ("sex=F", "sex=M"):
            count = draw(small_counts)
            area: str | None = leaf
            while area:
                for breakdown in (sex, "_T"):
                    found[area, breakdown] = found.get((area, breakdown), 0) + count
                area = below.get(area)
    return below, [recorded(area, n, breakdown=b) for (area, b), n in found.items()]


def equations(below: dict[str, str]) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """All that adds up in such a town, written down independently of the code under test."""
    areas = ["c", *below]
    found = [((a, "_T"), [(a, "sex=F"), (a, "sex=M")]) for a in areas]
    for parent, sex in itertools.product(areas, ("_T", "sex=F", "sex=M")):
        children = [(a, sex) for a, above in below.items() if above == parent]
        if children:
            found.append(((parent, sex), children))
    return found


def attacked(
    below: dict[str, str], truth: dict[Any, float], shown: dict[Any, float | None]
) -> dict[Any, tuple[float, float]]:
    """The range of every hidden cell, each by its own two linear programs."""
    cells = [cell for cell, count in shown.items() if count is None]
    rows, right = [], []
    for whole, parts in equations(below):
        row, known = np.zeros(len(cells)), 0.0
        for cell, sign in [(whole, 1.0), *((part, -1.0) for part in parts)]:
            if shown[cell] is None:
                row[cells.index(cell)] = sign
            else:
                known -= sign * float(shown[cell] or 0)
        rows.append(row)
        right.append(known)
    bounds = [(0, truth[cell] + 1000) for cell in cells]
    found = {}
    for i, cell in enumerate(cells):
        aim = np.eye(len(cells))[i]
        low = linprog(aim, A_eq=np.array(rows), b_eq=right, bounds=bounds).fun
        high = -linprog(-aim, A_eq=np.array(rows), b_eq=right, bounds=bounds).fun
        found[cell] = (low, high)
    return found


@settings(max_examples=60, deadline=None)
@given(towns())
def test_no_hidden_count_of_any_town_can_be_worked_out(town: Any) -> None:
    below, rows = town
    before = city_evidence(rows, below)
    shown, _ = protect(before, RULES)
    truth, left = counts(before), counts(shown)
    for cell, (low, high) in attacked(below, truth, left).items():  # type: ignore[arg-type]
        if truth[cell]:
            assert high - low >= 5 - 1e-6, (cell, low, high)


@settings(max_examples=60, deadline=None)
@given(towns())
def test_no_count_that_came_suppressed_can_be_worked_out(town: Any) -> None:
    below, rows = town
    truth = counts(city_evidence(rows, below))
    came = [
        {**row, "numerator": None, "value": None, "status": "Q"}
        if 0 < row["numerator"] < 5
        else row
        for row in rows
    ]
    shown, _ = protect(city_evidence(came, below), RULES)
    for cell, (low, high) in attacked(below, truth, counts(shown)).items():  # type: ignore[arg-type]
        if truth[cell]:
            assert high - low >= 5 - 1e-6, (cell, low, high)


@settings(max_examples=30, deadline=None)
@given(towns())
def test_the_audit_agrees_that_every_range_is_wide_enough(town: Any) -> None:
    below, rows = town
    before = city_evidence(rows, below)
    shown, _ = protect(before, RULES)
    found = audit(before, shown, RULES)
    assert (found["most"] - found["least"] >= found["threshold"] - 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(towns(), st.integers(5, 12), st.integers(0, 8))
def test_a_higher_threshold_never_shows_what_a_lower_one_hides_by_itself(
    town: Any, threshold: int, more: int
) -> None:
    below, rows = town
    hidden = []
    for one in (threshold, threshold + more):
        evidence = city_evidence(rows, below, thresholds={"register": one})
        shown, _ = protect(evidence, RULES)
        small = evidence.observations["numerator"].is_between(1, threshold - 1)
        hidden.append(shown.observations.filter(small)["numerator"].is_null().all())
    assert hidden == [True, True]


def test_the_audit_finds_what_was_hidden_alone() -> None:
    rows = [recorded("c", 33), recorded("d1", 3), recorded("d2", 10), recorded("d3", 20)]
    before = city_evidence(rows, DISTRICTS)
    alone = [rows[0], {**recorded("d1", None), "status": "Q"}, *rows[2:]]
    found = audit(before, city_evidence(alone, DISTRICTS), RULES)
    assert found.select("area", "least", "most", "threshold").rows() == [("d1", 3.0, 3.0, 5.0)]


FIVE = dict.fromkeys(("d1", "d2", "d3", "d4", "d5"), "c")
OTHERS = {"d2": 30, "d3": 20, "d4": 25, "d5": 22}


def hidden_places(evidence: CityEvidence, column: str = "area") -> list[str]:
    return evidence.observations.filter(status="Q")[column].to_list()


def test_a_count_that_came_suppressed_takes_another_with_it() -> None:
    rows = [recorded("c", 100), recorded("d1", None, status="Q", note="hidden by the police")]
    rows += [recorded(area, count) for area, count in OTHERS.items()]
    shown, hidden = protect(city_evidence(rows, FIVE), RULES)
    assert hidden_places(shown) == ["d1", "d3"]
    assert hidden.by_rule == {"secondary": 1}
    assert shown.observations["note"].to_list()[1] == "hidden by the police"


def test_two_suppressed_counts_of_together_4_take_a_third_with_them() -> None:
    rows = [recorded("c", 101 - 22), recorded("d1", None, status="Q")]
    rows += [recorded(area, count) for area, count in OTHERS.items() if area != "d5"]
    rows.append(recorded("d5", None, status="Q"))
    shown, _ = protect(city_evidence(rows, FIVE), RULES)
    assert hidden_places(shown) == ["d1", "d3", "d5"]


def test_a_suppressed_count_that_adds_up_to_nothing_known_hides_nothing_else() -> None:
    rows = [recorded("d1", None, status="Q"), recorded("d2", 30)]
    shown, _ = protect(city_evidence(rows, FIVE), RULES)
    assert hidden_places(shown) == ["d1"]


def test_a_year_does_not_come_back_from_rolling_windows() -> None:
    told = {"2020/2022": 30, "2021/2023": 39, "2023": 12, "2020": 3}
    rows = [recorded("c", count, period=period) for period, count in told.items()]
    shown, _ = protect(city_evidence(rows), RULES)
    assert "2020" in hidden_places(shown, "period")
    assert set(hidden_places(shown, "period")) & {"2020/2022", "2021/2023", "2023"}


def test_a_half_year_does_not_come_back_from_the_year_and_two_quarters() -> None:
    told = {"2023": 40, "2023-S1": 3, "2023-Q3": 15, "2023-Q4": 22}
    rows = [recorded("c", count, period=period) for period, count in told.items()]
    shown, _ = protect(city_evidence(rows), RULES)
    assert hidden_places(shown, "period") == ["2023-S1", "2023-Q3"]


@pytest.mark.parametrize("label", ["definition", "source"])
def test_a_district_does_not_come_back_from_a_city_total_under_another_label(label: str) -> None:
    rows = [recorded("c", 100), recorded("d1", 3, **{label: None})]
    rows += [recorded(area, count, **{label: None}) for area, count in OTHERS.items()]
    shown, _ = protect(city_evidence(rows, FIVE), RULES)
    assert hidden_places(shown) == ["d1", "d3"]


def test_a_district_does_not_come_back_when_each_district_has_its_own_label() -> None:
    rows = [recorded("c", 100), recorded("d1", 3, source="s1")]
    rows += [recorded(area, count, source=area) for area, count in OTHERS.items()]
    shown, _ = protect(city_evidence(rows, FIVE), RULES)
    assert hidden_places(shown) == ["d1", "d3"]


SPANS = {
    "2020": (0, 1), "2021": (1, 2), "2022": (2, 3), "2023": (3, 4), "2020/2021": (0, 2),
    "2021/2022": (1, 3), "2022/2023": (2, 4), "2020/2022": (0, 3), "2021/2023": (1, 4),
    "2020/2023": (0, 4),
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(small_counts, min_size=4, max_size=4),
    st.lists(st.sampled_from(sorted(SPANS)), min_size=2, unique=True),
)
def test_no_hidden_year_can_be_worked_out_from_any_windows(
    years: list[int], periods: list[str]
) -> None:
    truth = {one: sum(years[slice(*SPANS[one])]) for one in periods}
    rows = [recorded("c", count, period=one) for one, count in truth.items()]
    shown, _ = protect(city_evidence(rows), RULES)
    hidden = hidden_places(shown, "period")
    # The attacker: four unknown years, of which every shown period is a sum.
    known = [one for one in periods if one not in hidden]
    member = {one: [float(SPANS[one][0] <= y < SPANS[one][1]) for y in range(4)] for one in periods}
    given_rows: dict[str, Any] = (
        {"A_eq": [member[one] for one in known], "b_eq": [truth[one] for one in known]}
        if known
        else {}
    )
    for one in hidden:
        aim, bounds = np.array(member[one]), [(0, 1000)] * 4
        low = linprog(aim, bounds=bounds, **given_rows).fun
        high = -linprog(-aim, bounds=bounds, **given_rows).fun
        assert truth[one] == 0 or high - low >= 5 - 1e-6, (one, low, high)
