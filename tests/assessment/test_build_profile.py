"""From evidence to profile: what is shown, what is not, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_by_hand import asked, city_evidence, recorded
from framework_by_hand import FRAMEWORK
from paseo.assessment.build import STEPS, build_profile
from paseo.assessment.profile import IndicatorResult, Profile
from paseo.content.language import LanguageMap
from paseo.evidence.city import Break, Wording

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
DISTRICTS = {"d1": "c", "d2": "c", "d3": "c"}


def profile(
    rows: list[dict[str, Any]], below: dict[str, str] | None = None, **city: Any
) -> Profile:
    return build_profile(city_evidence(rows, below, **city), FRAMEWORK, made_at=NOON)


def result(code: str, rows: list[dict[str, Any]], **more: Any) -> IndicatorResult:
    return profile(rows, **more).result(code)


def years(code: str, **values: float) -> list[dict[str, Any]]:
    make = recorded if code[0] in "RH" else asked
    extra = () if make is recorded else (700,)
    return [
        make("c", value, *extra, indicator=code, period=year.lstrip("y"))
        for year, value in values.items()
    ]


# --------------------------------------------------------------------------- coverage
def test_an_empty_city_has_six_times_nothing_and_says_so() -> None:
    found = profile([])
    assert [one.coverage for one in found.dimensions] == [0.0, 0.0, 0.0]
    assert found.result("S-1").absence == "not assessed"
    assert found.period == ""


def test_not_in_remit_is_apart_from_not_assessed() -> None:
    found = profile([asked("c", 70, 700)], not_in_remit=("R-1",))
    happens = next(one for one in found.dimensions if one.dimension == "happens-dim")
    assert (happens.expected, happens.assessed, happens.not_in_remit) == (2, 0, 1)
    assert found.result("R-1").absence == "not in remit"
    assert found.result("V-1").absence == "not assessed"


def test_the_depth_decides_what_is_expected() -> None:
    evidence = city_evidence([])
    sizes = {
        depth: sum(
            len(one.results) for one in build_profile(evidence, FRAMEWORK, depth=depth).dimensions
        )
        for depth in ("rapid", "standard", "full")
    }
    assert sizes == {"rapid": 6, "standard": 7, "full": 8}


def test_a_hidden_value_is_suppressed_and_not_missing() -> None:
    found = profile([recorded("c", 3)])
    assert found.result("R-1").absence == "suppressed"
    assert found.hidden.by_rule == {"register": 1}
    assert found.evidence.observations["numerator"].to_list() == [None]


def test_nought_counts_as_assessed() -> None:
    found = result("R-1", [recorded("c", 0)])
    assert found.measured is not None
    assert found.measured.value == 0


def test_a_rating_of_a_few_places_is_shown_even_where_the_mode_is_not_stated() -> None:
    row = recorded("s", None, indicator="X-1", unit="score_0_10", value=7.0, mode=None, n=12)
    found = profile([row], {"d1": "c", "n1": "d1", "s": "n1"}).result("X-1")
    assert found.by_area[0].measured is not None
    assert not found.by_area[0].measured.weak


def test_what_only_places_can_have_is_assessed_by_its_places() -> None:
    row = recorded("s", None, indicator="X-1", unit="score_0_10", value=7.0, mode="audit", n=1)
    found = profile([row], {"d1": "c", "n1": "d1", "s": "n1"})
    assert found.result("X-1").absence is None
    assert next(one for one in found.dimensions if one.dimension == "context-dim").assessed == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["S-1", "R-1", "V-1", "P-1", "B-1"]), max_size=8))
def test_coverage_lies_between_0_and_1(codes: list[str]) -> None:
    rows = [recorded("c", 40, indicator=code) for code in codes]
    for dimension in profile(rows).dimensions:
        assert 0 <= dimension.coverage <= 1


# ----------------------------------------------------------------- which value speaks
def test_the_latest_value_speaks_and_other_definitions_stand_beside_it() -> None:
    rows = [*years("S-1", y2019=66, y2023=60), asked("c", 71, 500, period="2015", definition="old")]
    found = result("S-1", rows)
    assert found.measured is not None
    assert (found.measured.period, found.measured.value) == ("2023", 60)
    assert [one.period for one in found.series] == ["2019", "2023"]
    assert [(one.period, one.value) for one in found.other_definitions] == [("2015", 71)]


def test_the_first_denominator_of_the_framework_speaks() -> None:
    rows = [
        recorded("c", 50, denominator_kind="ambient", denominator=50_000, value=1),
        recorded("c", 50),
    ]
    found = result("R-1", rows)
    assert found.measured is not None
    assert found.measured.row["denominator_kind"] == "resident"
    assert len(found.other_definitions) == 1


def test_a_wording_that_was_read_speaks_before_an_inferred_one() -> None:
    rows = [asked("c", 70, 700, definition="a-guess"), asked("c", 60, 700, definition="read")]
    wordings = (
        Wording("a-guess", LanguageMap("x"), inferred=True), Wording("read", LanguageMap("y")),
    )  # fmt: skip
    found = result("S-1", rows, wordings=wordings)
    assert found.measured is not None
    assert found.measured.row["definition"] == "read"


def test_a_whole_year_speaks_before_its_last_quarter() -> None:
    rows = [recorded("c", 400), recorded("c", 110, period="2023-Q4", value=11)]
    found = result("R-1", rows)
    assert found.measured is not None
    assert found.measured.period == "2023"


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [
        *years("S-1", y2015=70, y2019=66, y2023=60),
        asked("c", 71, 500, period="2023", source="another"),
        asked("c", 71, 500, period="2023", definition="other"),
        recorded("c", 40),
    ]
    shuffled = profile([rows[i] for i in order])
    assert shuffled.result("S-1") == profile(rows).result("S-1")
    assert shuffled.findings == profile(rows).findings


# ---------------------------------------------------------------------------- change
def test_a_clear_change_is_told_with_its_interval() -> None:
    change = result("S-1", years("S-1", y2019=70, y2023=60)).change
    assert change is not None
    assert (change.verdict, change.difference) == ("lower", -10)
    assert change.low is not None and change.high is not None
    assert change.low < -10 < change.high < 0


def test_a_small_change_is_no_clear_difference() -> None:
    change = result("S-1", years("S-1", y2019=70, y2023=68)).change
    assert change is not None
    assert change.verdict == "no clear difference"


def test_over_a_break_there_is_no_figure() -> None:
    broken = (Break(("S-1",), "2021", LanguageMap("new mode")),)
    found = result("S-1", years("S-1", y2019=70, y2023=60), breaks=broken)
    assert found.breaks == ("2023",)
    assert found.change is not None
    assert (found.change.verdict, found.change.reason) == ("cannot tell", "break")
    assert found.change.difference is None


def test_another_wording_is_not_a_change() -> None:
    rows = [
        asked("c", 70, 700, period="2015", definition="old"),
        asked("c", 60, 700, period="2019"),
    ]
    change = result("S-1", rows).change
    assert change is not None
    assert (change.verdict, change.reason) == ("cannot tell", "definition_no")


def test_two_other_conditions_that_differ_are_too_many() -> None:
    rows = [
        asked("c", 70, 700, period="2019"),
        asked("c", 60, 700, mode="web", boundary=None),
    ]
    change = result("S-1", rows).change
    assert change is not None
    assert (change.verdict, change.comparison.grade) == ("cannot tell", "C")


def test_overlapping_years_are_not_compared() -> None:
    rows = [recorded("c", 90, period="2020/2022"), recorded("c", 60, period="2021/2023")]
    assert result("R-1", rows).change is None


def test_quarters_are_compared_with_the_same_quarter() -> None:
    rows = [
        recorded("c", count, period=period, value=count / 10)
        for period, count in (("2022-Q4", 90), ("2023-Q3", 30), ("2023-Q4", 60))
    ]
    change = result("R-1", rows).change
    assert change is not None
    assert change.before.period == "2022-Q4"


# ------------------------------------------------------------------- three years, areas
def test_beside_a_small_count_stands_the_mean_of_three_years() -> None:
    found = result("R-1", years("R-1", y2021=6, y2022=12, y2023=9))
    assert found.three_years is not None
    assert (found.three_years.period, found.three_years.value) == ("2021/2023", pytest.approx(0.9))
    # 27 events: 17.793 to 39.283 (exact Poisson limits), over 30,000 resident years.
    assert found.three_years.low == pytest.approx(0.5931, abs=1e-3)
    assert found.three_years.high == pytest.approx(1.3094, abs=1e-3)


@pytest.mark.parametrize(
    "rows",
    [
        years("R-1", y2021=60, y2022=60, y2023=60),
        years("R-1", y2020=6, y2022=12, y2023=9),
        years("R-1", y2022=12, y2023=9),
    ],
    ids=["counts are large", "a year is missing", "two years only"],
)
def test_otherwise_there_is_none(rows: list[dict[str, Any]]) -> None:
    assert result("R-1", rows).three_years is None


def test_areas_are_set_against_the_rest_of_the_city() -> None:
    counts = {"c": 600, "d1": 400, "d2": 105, "d3": 95}
    rows = [
        recorded(area, count, denominator=30_000 if area == "c" else 10_000, value=None)
        for area, count in counts.items()
    ]
    found = {one.area: one for one in result("R-1", rows, below=DISTRICTS).by_area}
    assert [found[area].against_city for area in DISTRICTS] == ["higher", "lower", "lower"]
    # Drawn towards the city's 20 per 1,000, and little, for the counts are large.
    assert 20 < (found["d1"].smoothed or 0) < 40
    assert found["d1"].measured is not None
    assert found["d1"].measured.value == 40


def test_an_area_without_a_value_is_there_and_not_assessed() -> None:
    rows = [recorded("c", 300), recorded("d1", 100), recorded("d2", 2), recorded("d3", 90)]
    rows = [row for row in rows if row["area"] != "d3"]
    found = {one.area: one.absence for one in result("R-1", rows, below=DISTRICTS).by_area}
    assert found == {"d1": None, "d2": "suppressed", "d3": "not assessed"}


def test_groups_have_a_gap_with_its_own_interval() -> None:
    rows = [
        asked("c", 70, 1400),
        asked("c", 67, 700, breakdown="sex=F"),
        asked("c", 77, 700, breakdown="sex=M"),
        asked("c", 60, 200, breakdown="age=15-24"),
        asked("c", 62, 200, breakdown="age=65+"),
    ]
    gaps = {one.key: one for one in result("S-1", rows).gaps}
    assert gaps["sex"].verdict == "lower"
    assert gaps["sex"].difference == pytest.approx(-10)
    assert gaps["age"].first.breakdown == "age=15-24"
    assert gaps["age"].verdict == "no clear difference"


# --------------------------------------------------------------------------- two faces
def test_the_faces_are_paired_by_year_and_their_movement_is_told() -> None:
    rows = [*years("S-1", y2019=70, y2023=60), *years("V-1", y2019=12, y2023=6)]
    (pair,) = profile(rows).two_faces
    assert (pair.happens, pair.felt, pair.verdict) == ("V-1", "S-1", "apart")
    assert [one.label for one in pair.by_period] == ["2019", "2023"]


@pytest.mark.parametrize(
    ("felt", "happens", "verdict"),
    [
        ((60, 70), (12, 6), "together"),
        ((60, 61), (12, 6), "only_happens_moved"),
        ((60, 70), (12, 12), "only_felt_moved"),
        ((60, 61), (12, 12), "neither_moved"),
    ],
)
def test_together_means_for_better_or_worse_alike(felt: Any, happens: Any, verdict: str) -> None:
    rows = [
        *years("S-1", y2019=felt[0], y2023=felt[1]),
        *years("V-1", y2019=happens[0], y2023=happens[1]),
    ]
    assert profile(rows).two_faces[0].verdict == verdict


def test_faces_of_different_years_are_not_read_together() -> None:
    rows = [*years("S-1", y2012=70, y2015=60), *years("V-1", y2019=12, y2023=6)]
    assert profile(rows).two_faces[0].verdict == "different_times"


def test_with_one_face_there_is_no_pair() -> None:
    assert profile(years("S-1", y2023=60)).two_faces == ()


# ------------------------------------------------------------------------------- work
def test_each_step_is_reported_and_an_exception_in_it_ends_the_work() -> None:
    seen: list[str] = []
    evidence = city_evidence([asked("c", 70, 700)])
    build_profile(evidence, FRAMEWORK, progress=lambda done, total, step: seen.append(step))
    assert tuple(seen) == STEPS

    class Cancelled(Exception):  # noqa: N818
        pass

    def stop(done: int, total: int, step: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        build_profile(evidence, FRAMEWORK, progress=stop)
