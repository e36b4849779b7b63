"""Sheets: fixed before the start, amended afterwards, filled in as files, with what they bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.content.language import LanguageMap
from paseo.content.problems import Problems, Refused
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.measure import Aim, Level, Measure, Register
from paseo.prevention.sheets.baseline import baselines
from paseo.prevention.sheets.comparing import propose_comparisons
from paseo.prevention.sheets.fixing import amend, changed, fix, in_force, is_apart, lacking
from paseo.prevention.sheets.likeness import like_practices
from paseo.prevention.sheets.links import load_links
from paseo.prevention.sheets.matching import matching_links
from paseo.prevention.sheets.plain import from_plain, read_sheet, to_plain, to_yaml
from paseo.prevention.sheets.practices import Practice, from_catalogue, from_city
from paseo.prevention.sheets.seeing import what_could_be_seen
from paseo.prevention.sheets.sheet import Baseline, Sheet, state_of
from paseo.prevention.sheets.starting import (
    measure_from_sheet,
    outcome_indicators,
    sheet_from_gap,
    with_practice,
)
from paseo.prevention.sheets.viewing import look_at
from paseo.prevention.sheets.words import SheetWords

TODAY, START, REVIEW = date(2026, 11, 26), date(2027, 1, 1), date(2028, 1, 1)
AREAS = AreaTree([
    Area("city", LanguageMap("City"), "city"),
    *(Area(code, LanguageMap(code), "district") for code in ("north", "south", "west", "east")),
    Area("mill", LanguageMap("Mill"), "neighbourhood", "north"),
])  # fmt: skip
WHOLE = Sheet(
    title="Night bus", problem="nightlife_disorder", area="north", happens="SEC-20",
    felt="SAF-33", comparison=("south",), start=START, review=REVIEW, lead="Transport",
    mechanism="A way home is there, so nobody waits in the square.",
)  # fmt: skip


def codes(problems: Problems) -> list[str]:
    return [f"{one.code} {one.place.entry}" for one in problems]


# ------------------------------------------------------------------------------ fixing
def test_a_whole_sheet_can_be_fixed_before_its_start() -> None:
    assert codes(lacking(WHOLE, TODAY, AREAS)) == []
    fixed = fix(WHOLE, TODAY, AREAS)
    assert fixed.fixed is not None
    assert fixed.fixed.values["review"] == "2028-01-01"


@pytest.mark.parametrize(("values", "code"), [
    ({"title": " "}, "V952 title"),
    ({"mechanism": ""}, "V952 mechanism"),
    ({"lead": ""}, "V952 lead"),
    ({"area": "D99"}, "V993 area"),
    ({"comparison": ("south", "D77")}, "V993 comparison"),
    ({"displacement": ("D77",)}, "V993 displacement"),
    ({"happens": "", "felt": ""}, "V952 indicator"),
    ({"comparison": ()}, "V952 comparison"),
    ({"start": None}, "V952 start"),
    ({"review": None}, "V952 review"),
    ({"start": TODAY}, "V953 start"),
    ({"review": START}, "V953 review"),
    ({"comparison": ("north",)}, "V956 comparison"),
    ({"comparison": ("mill",)}, "V956 comparison"),
    ({"area": "", "comparison": ("south",)}, "V956 comparison"),
])  # fmt: skip
def test_what_is_missing_or_out_of_order_stands_against_fixing(
    values: dict[str, Any], code: str
) -> None:
    assert codes(lacking(replace(WHOLE, **values), TODAY, AREAS)) == [code]
    with pytest.raises(Refused):
        fix(replace(WHOLE, **values), TODAY, AREAS)


@pytest.mark.parametrize("values", [
    {"comparison": (), "no_comparison": "There is one square only"}, {"felt": ""}, {"happens": ""},
])  # fmt: skip
def test_a_stated_reason_or_one_indicator_is_enough(values: dict[str, Any]) -> None:
    assert fix(replace(WHOLE, **values), TODAY, AREAS).fixed is not None


def test_a_sheet_is_fixed_once() -> None:
    with pytest.raises(Refused, match="V954"):
        fix(fix(WHOLE, TODAY), TODAY)


def test_what_was_fixed_cannot_be_changed_and_the_rest_can() -> None:
    fixed = fix(WHOLE, TODAY)
    assert changed(fixed, lead="Buses").lead == "Buses"
    with pytest.raises(Refused, match="V954"):
        changed(fixed, review=date(2029, 1, 1))
    assert changed(WHOLE, review=date(2029, 1, 1)).review == date(2029, 1, 1)


def test_an_amendment_stands_beside_what_was_fixed() -> None:
    first = amend(fix(WHOLE, TODAY), "review", "2028-06-01", "Works were late", START)
    made = amend(first, "review", "2028-09-01", "Still late", START)
    assert made.review == REVIEW
    assert in_force(made).review == date(2028, 9, 1)
    assert [one.before for one in made.amendments] == ["2028-01-01", "2028-06-01"]


@pytest.mark.parametrize(("sheet", "field", "after", "reason", "code"), [
    (WHOLE, "review", "2029-01-01", "Late", "V955"),
    (fix(WHOLE, TODAY), "lead", "Somebody", "Late", "V955"),
    (fix(WHOLE, TODAY), "review", "2029-01-01", " ", "V955"),
    (fix(WHOLE, TODAY), "review", "2028-01-01", "Late", "V955"),
    (fix(WHOLE, TODAY), "review", "next year", "Late", "V959"),
    (fix(WHOLE, TODAY), "review", "2026-12-01", "Early", "V953"),
])  # fmt: skip
def test_an_amendment_that_cannot_stand_is_refused(
    sheet: Sheet, field: str, after: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        amend(sheet, field, after, reason, START)
    assert code in [one.code for one in refused.value.problems]


def test_the_state_follows_from_dates_and_what_was_fixed() -> None:
    fixed = fix(WHOLE, TODAY)
    assert state_of(WHOLE, TODAY) == "draft"
    assert state_of(WHOLE, START) == "late"
    assert [state_of(fixed, day) for day in (TODAY, START, REVIEW, date(2028, 1, 2))] == [
        "fixed", "running", "running", "due",
    ]  # fmt: skip
    assert state_of(replace(fixed, reviewed=REVIEW), date(2030, 1, 1)) == "reviewed"


def test_areas_apart_are_neither_in_nor_around_the_treated_one() -> None:
    assert [one.id for one in AREAS if is_apart(one.id, "mill", AREAS)] == ["south", "west", "east"]


# ------------------------------------------------------------------------------- files
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    title=WORDS.filter(bool), why=WORDS, level=st.sampled_from([*Level, None]),
    aim=st.sampled_from([*Aim, None]), budget=st.none() | st.floats(0, 1e12),
    actors=st.lists(WORDS.filter(bool), max_size=3).map(tuple),
    start=st.none() | st.dates(), review=st.none() | st.dates(),
)  # fmt: skip
def test_a_sheet_comes_back_from_its_file_as_it_was(tmp_path_factory: Any, **values: Any) -> None:
    sheet = Sheet(problem="noise", **values)
    file = tmp_path_factory.mktemp("sheet") / "sheet.yaml"
    file.write_text(to_yaml(sheet), "utf-8")
    problems = Problems()
    assert read_sheet(file, problems) == sheet
    assert not len(problems)


def test_a_fixed_and_amended_sheet_comes_back_too() -> None:
    sheet = amend(fix(WHOLE, TODAY), "comparison", ["west"], "Works in the south", START)
    sheet = replace(sheet, baseline=(Baseline("SEC-20", "north", "2025", 9.0, "x", 50.0),))
    assert from_plain(to_plain(sheet), Problems()) == sheet


@pytest.mark.parametrize("text", [
    "title: A\nproblem: b\nstarts: 2027-01-01\n", "title: A\nproblem: b\nstart: soon\n",
    "title: A\nproblem: b\nlevel: high\n", "title: A\nproblem: b\nbudget: -1\n",
    "title: A\nproblem: b\nactors: 7\n", "title: A\nproblem: b\nlead: [x]\n", "title: A\n",
    "title: A\nproblem: b\nbaseline: [{indicator: x}]\n", "- a\n", "title: [\n",
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(text, "utf-8")
    problems = Problems()
    read_sheet(file, problems)
    assert {one.code for one in problems} == {"V959"}


# --------------------------------------------------------------------- from gap to sheet
def test_a_gap_hands_on_what_it_names() -> None:
    gap = Gap(rule="empty-level", key="reaction", problem="noise", level=Level.REACTION)
    sheet = sheet_from_gap(gap, "Why", "SEC-20", "SAF-33")
    assert (sheet.title, sheet.why) == ("", "Why")
    assert (sheet.gap, sheet.level, sheet.indicators) == (
        "empty-level:noise:reaction", Level.REACTION, ("SEC-20", "SAF-33"),
    )  # fmt: skip
    side = Gap(rule="one-sided", key="no-person", problem="noise", basis="person")
    assert sheet_from_gap(side, "W").aim is Aim.PERSON


def test_the_outcome_is_an_indicator_of_which_the_city_has_a_value() -> None:
    night = load_catalogue().problems["nightlife_disorder"]
    assert outcome_indicators(night, {night.happens[1]}) == (night.happens[1], night.felt[0])
    assert outcome_indicators(night)[0] == night.happens[0]
    assert outcome_indicators(None) == ("", "")


def test_a_measure_from_a_sheet_takes_a_free_id() -> None:
    held = Register([Measure(id="bus", name="Bus"), Measure(id="bus-2", name="Bus")])
    made = measure_from_sheet(WHOLE, held, "bus")
    assert (made.id, made.status, made.indicators) == ("bus-3", "planned", ("SEC-20", "SAF-33"))


# ---------------------------------------------------------------------------- likeness
def practice(code: str, **values: Any) -> Practice:
    made = {"problem": "noise", **values}
    return Practice(id=code, name=LanguageMap(code), description=LanguageMap({}), **made)


def test_the_likest_stands_first_and_says_why() -> None:
    sheet = Sheet(title="T", problem="noise", level=Level.GENERAL, actors=("Police",))
    found = like_practices(sheet, [
        practice("same"), practice("both", level=Level.GENERAL),
        practice("proven", level=Level.GENERAL, evidence=4), practice("other", problem="theft"),
        practice("two", problem="theft", level=Level.GENERAL, actors=("police",)),
    ])  # fmt: skip
    assert [(one.practice.id, len(one.shared), one.asked) for one in found] == [
        ("proven", 2, 3), ("both", 2, 3), ("two", 2, 3), ("same", 1, 3),
    ]  # fmt: skip


def test_every_example_of_the_catalogue_is_its_own_likest() -> None:
    examples = from_catalogue(load_catalogue())
    for one in examples:
        asked = Sheet(
            title="T", problem=one.problem, level=one.level, orientation=one.orientation,
            aim=one.aim, area_type=next(iter(one.area_types), ""), actors=one.actors,
            target_groups=one.target_groups,
        )  # fmt: skip
        best = like_practices(asked, examples)
        mine = next(like for like in best if like.practice.id == one.id)
        assert len(mine.shared) == mine.asked == len(best[0].shared)


def test_a_city_shares_what_and_for_whom_and_never_money_or_notes() -> None:
    kept = Measure(id="a", name="Lamps", budget=7.0, note="secret", lead="Office", problem="noise")
    shared = from_city("plaza", LanguageMap("Plaza"), [kept])[0]
    assert shared.id == "plaza:a"
    assert "secret" not in repr(shared) and "Office" not in repr(shared)


def test_a_practice_fills_only_what_the_sheet_leaves_open() -> None:
    one = practice("x", level=Level.REACTION, actors=("b",), aim=Aim.BOTH)
    filled = with_practice(Sheet(title="T", problem="p", aim=Aim.PERSON, actors=("a",)), one, "en")
    assert (filled.aim, filled.level, filled.actors, filled.like) == (
        Aim.PERSON, Level.REACTION, ("a", "b"), ("x",),
    )  # fmt: skip


# ------------------------------------------------- baseline, comparison, what could be seen
def observations(*rows: tuple[str, str, float, float | None]) -> pl.DataFrame:
    """Return rows of area, period, value and count."""
    return pl.DataFrame(
        [
            dict.fromkeys(columns.COLUMNS) | {
                "indicator": "SEC-20", "area": area, "period": period, "breakdown": "_T",
                "value": value, "numerator": count, "unit": "per_1000",
            }
            for area, period, value, count in rows
        ],
        schema=columns.SCHEMA,
    )  # fmt: skip


def test_the_baseline_is_the_last_value_of_the_area_itself() -> None:
    held = observations(("north", "2024", 8.0, 40.0), ("north", "2025", 9.0, 45.0),
                        ("city", "2026", 3.0, 500.0))  # fmt: skip
    assert [one.value for one in baselines(held, ["SEC-20", "SEC-21"], "north")] == [9.0]
    assert baselines(held, ["SEC-20"], "south") == ()


@pytest.mark.parametrize(("periods", "chosen"), [
    (["2023", "2024", "2025-03"], "2024"),  # a month is no year
    (["2022", "2025-03"], "2025-03"),  # that year is long ago
    (["2025-Q1", "2025-Q2"], "2025-Q2"),
    (["2025", "2022/2024"], "2025"),
])  # fmt: skip
def test_a_whole_year_is_the_baseline_where_there_is_one(periods: list[str], chosen: str) -> None:
    held = observations(*(("north", one, 1.0, 10.0) for one in periods))
    assert baselines(held, ["SEC-20"], "north")[0].period == chosen


def test_comparison_areas_are_the_likest_before_the_start() -> None:
    held = observations(("north", "2025", 10.0, 50.0), ("south", "2025", 20.0, 100.0),
                        ("west", "2025", 11.0, 50.0), ("east", "2024", 10.0, 50.0),
                        ("mill", "2025", 10.0, 50.0))  # fmt: skip
    found = propose_comparisons(held, "SEC-20", "north", AREAS)
    assert [one.area for one in found] == ["west", "south"]  # the east is of another year
    assert found[1].distance == pytest.approx(2 * 0.6931472)
    assert propose_comparisons(held, "SEC-20", "city", AREAS) == ()


@pytest.mark.parametrize(("count", "displacement", "fewer"), [(50, False, 23), (50, True, 33)])
def test_with_fifty_a_year_one_would_see_23_fewer(
    count: float, displacement: bool, fewer: int
) -> None:
    """1.645 * sqrt(4 * 50) = 23.3; with displacement areas 1.645 * sqrt(8 * 50) = 32.9."""
    seen = what_could_be_seen(
        Baseline("SEC-20", "north", "2025", 9.0, "x", count), count, displacement=displacement
    )
    assert round(seen.fewer) == fewer


def seen(sheet: Sheet, *rows: tuple[str, str, float, float | None], language: str = "en") -> str:
    view = look_at(sheet, TODAY, (), load_links(), observations(*rows), AREAS)
    return SheetWords(language, areas=AREAS).seeing(view.seeing)


BOTH = (("north", "2024", 8.0, 300.0), ("south", "2024", 9.0, 250.0))


def test_what_could_be_seen_is_said_with_its_period_and_both_counts() -> None:
    assert seen(WHOLE, *BOTH).startswith(
        "Counted were 300 in the area and 250 in the comparison (2024). Over as long a time"
    )
    assert "no whole year" not in seen(WHOLE, *BOTH)
    month = [(area, "2025-03", value, count) for area, _year, value, count in BOTH]
    assert "no whole year" in seen(WHOLE, *month)
    assert "as large" in seen(replace(WHOLE, displacement=("west",)), *BOTH)


@pytest.mark.parametrize(("values", "rows", "said"), [
    ({"comparison": (), "no_comparison": "None"}, BOTH, "Without a comparison area"),
    ({"area": ""}, BOTH, "for the whole city"),
    ({"area": "city"}, BOTH, "for the whole city"),
    ({}, BOTH[:1], "no count of every comparison area"),
    ({}, (BOTH[0], ("south", "2023", 9.0, 250.0)), "no count of every comparison area"),
    ({"comparison": ("south", "west")}, BOTH, "no count of every comparison area"),
    ({}, BOTH[1:], "no count of the time before"),
    ({"happens": ""}, BOTH, "no count of the time before"),
])  # fmt: skip
def test_nothing_is_promised_without_a_comparison_or_a_count(
    values: dict[str, Any], rows: Any, said: str
) -> None:
    told = seen(replace(WHOLE, **values), *rows)
    assert said in told
    assert not any(sign.isdigit() for sign in told)


def test_few_events_show_nothing() -> None:
    few = seen(WHOLE, ("north", "2024", 8.0, 5.0), ("south", "2024", 9.0, 5.0))
    assert "no change could be seen" in few


def test_an_amendment_is_held_against_the_areas_too() -> None:
    fixed = fix(WHOLE, TODAY, AREAS)
    for after, code in ((["D77"], "V993"), (["mill"], "V956")):
        with pytest.raises(Refused, match=code):
            amend(fixed, "comparison", after, "Works", START, AREAS)


def test_a_measure_has_to_be_called_something() -> None:
    with pytest.raises(Refused, match="V952"):
        measure_from_sheet(replace(WHOLE, title=""), Register([]), "bus")


# ------------------------------------------------------------------------------- links
def test_every_link_of_the_pack_is_shown_for_some_measure() -> None:
    pack = load_links()
    for link in pack.links:
        values = {name: words[0] for name, words in link.when.items()}
        made = {
            name: (word,) if name in ("uses", "target_groups", "restricts", "actors") else word
            for name, word in values.items()
        }
        sheet = Sheet(**{"title": "T", "problem": "p", **made})
        shown = matching_links(sheet, pack)[link.room]
        mine = next(one for one in shown if one.link.id == link.id)
        assert {field for field, _word in mine.because} == set(link.when)


def test_every_field_of_a_condition_has_to_be_met() -> None:
    sheet = Sheet(title="T", problem="p", uses=("vehicle_barrier",), area_type="school")
    shown = [one.link.id for one in matching_links(sheet, load_links())["design"]]
    assert "design-v01" in shown and "design-v09" not in shown


def test_law_says_to_which_day_it_was_read_and_money_for_which_years() -> None:
    for link in load_links().links:
        if link.room in ("rights", "ai", "funding"):
            assert link.as_of is not None, link.id
        if link.room == "funding":
            assert link.period[-4:] >= "2026", link.id
        assert set(link.text) == {"en", "es"}
