"""Each rule meets what it is for, stays silent beside it, and says what it could not look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area, Boundary
from paseo.evidence.concern import Concern
from paseo.prevention.gaps import (
    Choice,
    GapWords,
    Search,
    decide,
    find_gaps,
    load_gap_rules,
    search_gaps,
)
from paseo.prevention.gaps.deciding import has_moved
from paseo.prevention.gaps.known import KNOWN
from paseo.prevention.gaps.outcome import Outcome
from paseo.prevention.gaps.rules import RULES
from paseo.prevention.measures.measure import Aim, Level, Measure, Orientation, Register, Status
from paseo.prevention.pyramid.pyramid import Scope

TODAY = date(2026, 11, 26)
NOISE = Scope(problem="noise")
AREAS = AreaTree([
    Area("city", LanguageMap("City"), "city"),
    Area("north", LanguageMap("North"), "district",
         boundaries=(Boundary("n", box(0, 0, 1, 1)),)),
    Area("south", LanguageMap("South"), "district",
         boundaries=(Boundary("s", box(1, 0, 2, 1)),)),
    Area("mill", LanguageMap("Mill"), "neighbourhood", "north"),
])  # fmt: skip


def measure(code: str, level: Level | None = Level.SPECIFIC, **values: Any) -> Measure:
    made: dict[str, Any] = {
        "orientation": Orientation.PROBLEM, "status": Status.RUNNING, "goal": "Less noise",
        "evidence": 3, "actors": ("police", "residents", "city works", "schools"), **values,
    }  # fmt: skip
    return Measure(id=code, name=code.capitalize(), problem="noise", level=level, **made)


def concern(kind: Any = "area", code: str = "mill", **values: Any) -> Concern:
    name = LanguageMap({"en": values.pop("name", code), "es": code})
    made: dict[str, Any] = {"indicator": "SEC-20", "value": 9.0, **values}
    return Concern(
        kind=kind, code=code, name=name, indicator_name=LanguageMap("Drunken disorder"),
        period="2025", unit="per_1000", low=7.0, high=11.0, beside=LanguageMap("City"),
        beside_value=4.0, beside_low=3.0, beside_high=5.0, reason=LanguageMap("Why"), **made,
    )  # fmt: skip


def look(*measures: Measure, **options: Any) -> Search:
    options.setdefault("today", TODAY)
    # Something has to be against the problem for it to be one.
    ended = measure("past", None, start=date(2000, 1, 1), end=date(2001, 1, 1))
    return search_gaps(Register([*measures, ended]), NOISE, areas=AREAS, **options)


def outcome(rule: str, *measures: Measure, **options: Any) -> Outcome:
    return next(one for one in look(*measures, **options).outcomes if one.rule == rule)


def keys(rule: str, *measures: Measure, **options: Any) -> list[str]:
    return [gap.key for gap in outcome(rule, *measures, **options).gaps]


def test_every_rule_of_the_pack_has_a_module_and_the_other_way_round() -> None:
    pack = load_gap_rules()
    assert [one.id for one in pack.rules] == list(RULES) == list(KNOWN)
    for rule in pack.rules:
        assert tuple(bound.id for bound in rule.thresholds) == KNOWN[rule.id]
        for words in (rule.name, rule.reason, rule.wrong, rule.next):
            assert set(words) == {"en", "es"}


EVERY_LEVEL = tuple(measure(f"l{at}", level) for at, level in enumerate(Level))
NOT_BEGUN = {"start": date(2027, 1, 1), "status": Status.PLANNED}


@pytest.mark.parametrize(("rule", "state", "measures", "options"), [
    ("empty-level", "found", EVERY_LEVEL[1:], {}),
    ("empty-level", "nothing", EVERY_LEVEL, {}),
    ("top-heavy", "found", [*EVERY_LEVEL[1:], measure("x")], {}),  # 75 %
    ("top-heavy", "nothing", EVERY_LEVEL, {}),
    ("top-heavy", "nothing", [*EVERY_LEVEL[1:], measure("x")], {"bound": 75}),
    ("top-heavy", "not_run", EVERY_LEVEL[2:], {}),
    ("top-heavy", "found", EVERY_LEVEL[2:], {"fewest": 2}),
    ("one-sided", "found", [measure("a", aim=Aim.PERSON), measure("b", aim=Aim.PERSON)], {}),
    ("one-sided", "nothing", [measure("a", aim=Aim.PERSON), measure("b", aim=Aim.STRUCTURE)], {}),
    ("one-sided", "not_run", [measure("a", aim=Aim.PERSON)], {}),
    ("one-sided", "not_run", [measure(f"p{at}", aim=Aim.PERSON) for at in range(2)],
     {"fewest": 3}),
    ("uncovered", "found", [measure("a", area="south")], {"concerns": [concern()]}),
    ("uncovered", "nothing", [measure("a", area="mill")], {"concerns": [concern()]}),
    ("uncovered", "not_run", [measure("a")], {}),
    ("missing-actor", "found", [measure("a", actors=("police",))], {}),
    ("missing-actor", "nothing", [measure("a")], {}),
    ("missing-actor", "not_run", [measure("a", actors=())], {}),
    ("ending", "found", [measure("a", end=date(2027, 5, 1))], {}),
    ("ending", "nothing", [measure("a", end=date(2027, 5, 1))], {"months": 5}),
    ("ending", "not_run", [measure("a")], {}),
    ("no-goal", "found", [measure("a", goal="")], {}),
    ("no-goal", "nothing", [measure("a")], {}),
    ("no-goal", "not_run", [measure("a", goal="", status=Status.ENDED)], {}),
    ("not-evaluated", "found", [measure("a", evidence=0)], {}),
    ("not-evaluated", "nothing", [measure("a")], {}),
    ("not-evaluated", "found", [measure("a")], {"least": 2}),
    ("not-evaluated", "not_run", [measure("a", **NOT_BEGUN)], {}),
    ("duplicates", "found", [measure("a"), measure("b")], {}),
    ("duplicates", "nothing", [measure("a"), measure("b")], {"fewest": 3}),
    ("duplicates", "not_run", [measure("a", orientation=None)], {}),
])  # fmt: skip
def test_what_each_rule_says_of_a_register(
    rule: str, state: str, measures: list[Measure], options: dict[str, Any]
) -> None:
    bounds = {f"{rule}.{name}": value for name, value in options.items() if name != "concerns"}
    found = search_gaps(
        Register(measures), NOISE, thresholds=bounds, today=TODAY, areas=AREAS,
        concerns=options.get("concerns"),
    )  # fmt: skip
    mine = next(one for one in found.outcomes if one.rule == rule)
    assert mine.state == state
    assert bool(mine.reason) is (state == "not_run")
    for language in ("en", "es"):  # every outcome and every gap has its sentence
        said = GapWords(found.asked, language)
        assert all(said.sentence(gap) and "%" not in said.sentence(gap).replace(" %", "")
                   for gap in mine.gaps)  # fmt: skip
        assert mine.gaps or said.outcome(mine)


# ------------------------------------------------------------------------ empty level
def test_a_level_without_a_running_measure_is_empty() -> None:
    assert keys("empty-level", measure("a"), measure("b", Level.REACTION)) == [
        "quality_of_life",
        "general_prevention",
    ]


def test_a_planned_measure_does_not_fill_a_level_and_is_named() -> None:
    later = measure("club", Level.GENERAL, start=date(2027, 3, 1), status=Status.PLANNED)
    gap = next(one for one in outcome("empty-level", later).gaps if one.level is Level.GENERAL)
    assert (gap.numbers["planned"], gap.measures) == (1, ("club",))


def test_measures_without_a_level_are_said_to_be_able_to_fill_it() -> None:
    gaps = outcome("empty-level", measure("a", None), measure("b", None)).gaps
    assert {gap.numbers["unplaced"] for gap in gaps} == {2}


def test_a_measure_without_orientation_stands_on_its_level_all_the_same() -> None:
    assert "reaction" not in keys("empty-level", measure("a", Level.REACTION, orientation=None))


# -------------------------------------------------------------------------- top-heavy
BASE = measure("base", Level.QUALITY_OF_LIFE)


def test_effort_is_judged_by_posts_first_and_the_count_may_disagree() -> None:
    found = outcome(
        "top-heavy",
        replace(BASE, fte=1.0, budget=90_000.0),
        measure("a", fte=9.0, budget=10_000.0),
        measure("b", Level.GENERAL, fte=0.0, budget=0.0),
    )  # fmt: skip
    assert found.basis == "fte"
    assert found.gaps[0].numbers["share_fte"] == pytest.approx(90.0)
    assert found.gaps[0].numbers["share_budget"] == pytest.approx(10.0)
    assert found.gaps[0].numbers["share_count"] == pytest.approx(100 / 3)


def test_the_bound_itself_is_not_above_the_bound() -> None:
    three = (BASE, measure("a"), measure("b", Level.REACTION))
    share = 200 / 3
    assert keys("top-heavy", *three, thresholds={"top-heavy.bound": 66}) == ["upper"]
    assert outcome("top-heavy", *three).numbers["share_count"] == pytest.approx(share)
    assert not keys("top-heavy", *three, thresholds={"top-heavy.bound": 67})
    four = (BASE, measure("c", Level.GENERAL), measure("a"), measure("b"))
    assert not keys("top-heavy", *four, thresholds={"top-heavy.bound": 50})


@pytest.mark.parametrize("values", [
    [{"fte": 9.0}, {}, {}],  # one of three states posts: too few
    [{"fte": 0.0}, {"fte": 0.0}, {"fte": 0.0}],  # nothing to take a share of
    [{"budget": 5.0}, {"budget": 5.0, "currency": "SEK"}, {"budget": 5.0}],  # two currencies
])  # fmt: skip
def test_where_effort_cannot_be_summed_the_count_is_judged(values: list[dict[str, Any]]) -> None:
    measures = [measure(f"m{at}", **one) for at, one in enumerate(values)]
    found = outcome("top-heavy", *measures)
    assert (found.basis, found.gaps[0].numbers["share_count"]) == ("count", 100.0)


def test_too_few_measures_give_no_share() -> None:
    found = outcome("top-heavy", measure("a"), measure("b"))
    assert (found.state, found.reason) == ("not_run", "too_few_placed")


# -------------------------------------------------------------------------- one-sided
def test_only_structures_on_the_two_middle_levels_is_one_sided() -> None:
    walls = [measure("a", aim=Aim.STRUCTURE), measure("b", Level.GENERAL, aim=Aim.STRUCTURE)]
    found = outcome("one-sided", *walls, measure("c", aim=None))
    assert (found.gaps[0].basis, found.gaps[0].numbers["aim_unknown"]) == ("person", 1)
    assert keys("one-sided", *walls, measure("d", Level.REACTION, aim=Aim.PERSON)) == ["no-person"]
    assert not keys("one-sided", *walls, measure("d", aim=Aim.BOTH))
    assert outcome("one-sided", walls[0]).state == "not_run"


# -------------------------------------------------------------------------- uncovered
@pytest.mark.parametrize(("area", "closed"), [
    ("mill", True), ("north", True), ("south", False), ("city", False), ("", False),
])  # fmt: skip
def test_an_area_is_covered_by_itself_and_by_what_is_around_it_but_not_by_the_city(
    area: str, closed: bool
) -> None:
    found = outcome("uncovered", measure("a", area=area), concerns=[concern()])
    assert bool(found.gaps) is not closed
    if area in ("city", ""):
        assert found.gaps[0].numbers["city_wide"] == 1


def test_a_measure_within_a_part_of_the_area_is_for_the_area() -> None:
    assert not keys("uncovered", measure("a", area="mill"), concerns=[concern(code="north")])


def test_the_own_ground_of_a_measure_counts_and_a_shared_border_does_not() -> None:
    north = [concern(code="north")]
    assert not keys("uncovered", measure("a", shape=box(0.5, 0.5, 1.5, 1)), concerns=north)
    assert keys("uncovered", measure("a", shape=box(1, 0, 2, 1)), concerns=north)


def test_one_area_is_one_gap_whatever_names_it() -> None:
    both = [concern(), concern(indicator="SAF-33", value=46.0, felt=True)]
    gap = outcome("uncovered", measure("a"), concerns=both).gaps[0]
    assert len(gap.concerns) == 2
    assert (gap.numbers["value:SEC-20"], gap.numbers["value:SAF-33"]) == (9.0, 46.0)


@pytest.mark.parametrize(("group", "closed"), [
    ("sex=F", True), ("Women", True), ("men", False),
])  # fmt: skip
def test_a_group_is_covered_by_its_code_or_its_name(group: str, closed: bool) -> None:
    women = [concern("group", "sex=F", name="women")]
    named = measure("a", target_groups=(group,))
    everybody = measure("b")
    found = outcome("uncovered", named, everybody, concerns=women)
    assert bool(found.gaps) is not closed
    if not closed:
        assert found.gaps[0].numbers["for_everybody"] == 1


@pytest.mark.parametrize(("code", "word", "closed"), [
    ("age=15-24", "young_people", True), ("age=15-24", "older_people", False),
    ("age=65+", "Personas mayores", True), ("age=25-64", "young_people", False),
    ("sex=F", "Mujeres", True),
])  # fmt: skip
def test_a_group_is_known_by_the_words_of_the_pack(code: str, word: str, closed: bool) -> None:
    named = [concern("group", code, name="a group")]
    found = outcome("uncovered", measure("a", target_groups=(word,)), concerns=named)
    assert bool(found.gaps) is not closed


def test_a_measure_for_everyone_is_counted_and_does_not_close_the_gap_of_a_group() -> None:
    women = [concern("group", "sex=F", name="women")]
    gap = outcome("uncovered", measure("a", target_groups=("everyone",)), concerns=women).gaps[0]
    assert gap.numbers["for_everybody"] == 1


def test_without_an_assessment_the_rule_says_that_it_could_not_run() -> None:
    assert outcome("uncovered", measure("a"), concerns=None).reason == "no_assessment"
    assert outcome("uncovered", measure("a"), concerns=[]).reason == "no_concerns"


# ---------------------------------------------------------------------- missing actor
def test_an_expected_actor_is_recognised_in_either_language_and_in_the_lead() -> None:
    found = keys(
        "missing-actor",
        measure("a", actors=("Policía local", "Asociación vecinal"), lead="Parks department"),
    )
    assert not found
    gap = outcome("missing-actor", measure("a", actors=("police",))).gaps[0]
    assert (gap.key, gap.actors) == ("specific_prevention", ("residents", "city_works"))
    assert (gap.numbers["expected"], gap.numbers["missing"]) == (3, 2)


def test_another_partner_missing_opens_the_gap_again() -> None:
    first = outcome("missing-actor", measure("a", actors=("police", "residents"))).gaps[0]
    other = outcome("missing-actor", measure("a", actors=("police", "city works"))).gaps[0]
    assert first.id == other.id
    assert has_moved(other, decide(first, Choice.ACCEPTED))


def test_a_level_on_which_nobody_is_named_cannot_be_judged() -> None:
    assert outcome("missing-actor", measure("a", actors=())).reason == "no_actors_named"


# ----------------------------------------------------------------------------- ending
@pytest.mark.parametrize(("values", "basis"), [
    ({"end": date(2027, 5, 26)}, "ends"),
    ({"end": date(2027, 5, 27)}, ""),
    ({"end": date(2026, 11, 26)}, "ends"),
    ({"funded_until": date(2026, 1, 1)}, "unfunded"),
    ({"end": date(2027, 3, 1), "funded_until": date(2027, 2, 1)}, "unfunded"),
    ({"end": date(2026, 5, 26)}, "ended"),
    ({"end": date(2026, 5, 25)}, ""),
    ({"start": date(2027, 1, 1), "end": date(2027, 2, 1)}, ""),  # not begun: not ending
])  # fmt: skip
def test_what_ends_or_loses_its_money_around_today(values: dict[str, Any], basis: str) -> None:
    gaps = outcome("ending", measure("a", **values)).gaps
    assert [gap.basis for gap in gaps] == ([basis] if basis else [])


def test_without_any_date_the_rule_could_not_run() -> None:
    found = search_gaps(Register([measure("a")]), NOISE, today=TODAY)
    ending = next(one for one in found.outcomes if one.rule == "ending")
    assert ending.reason == "no_dates"


# ------------------------------------------------- goal, evaluation, duplicates
def test_measures_without_a_goal_are_one_gap_a_level() -> None:
    found = outcome(
        "no-goal", measure("a", goal=" "), measure("b", goal=""), measure("c"),
        measure("d", None, goal="", indicators=("SEC-20",)),
    ).gaps  # fmt: skip
    assert [(gap.key, gap.measures) for gap in found] == [
        ("specific_prevention", ("a", "b")),
        ("unplaced", ("d",)),
    ]
    assert found[1].numbers["with_indicator"] == 1


def test_an_evidence_class_of_nought_is_no_evaluation() -> None:
    past = {"thresholds": {"not-evaluated.least": 2}}
    assert keys("not-evaluated", measure("a", evidence=0), **past) == ["all"]
    assert not keys("not-evaluated", measure("a", evidence=None, evaluation="report"), **past)


@pytest.mark.parametrize(("beside", "least", "met"), [
    ((), 1, True), (("a",), 1, False), (("a",), 2, True), (("lost",), 1, True),
])  # fmt: skip
def test_an_evaluation_beside_the_register_counts_too(
    beside: tuple[str, ...], least: int, met: bool
) -> None:
    two = measure("a", evidence=None), measure("b", evidence=None)
    options = {"evaluated": beside, "thresholds": {"not-evaluated.least": least}}
    found = search_gaps(Register(two), NOISE, today=TODAY, **options)
    gaps = [gap for gap in found.gaps if gap.rule == "not-evaluated"]
    assert bool(gaps) is met
    if beside == ("a",) and met:
        words = GapWords(found.asked, "en")
        assert words.sentence(gaps[0]).startswith("The register notes an evaluation for 0 of 2")
        assert "Of 1 an evaluation is kept beside the register." in words.beside(gaps[0])


def test_several_in_one_cell_and_area_are_shown_with_what_they_share() -> None:
    two = [measure(f"m{at}", area="north", target_groups=("women",)) for at in range(2)]
    gap = outcome("duplicates", *two, measure("c", area="south")).gaps[0]
    assert gap.key == "specific_prevention:problem:north"
    assert (gap.numbers["measures"], gap.numbers["same_people"]) == (2, 2)
    assert not keys("duplicates", *two, thresholds={"duplicates.fewest": 3})


HERE, THERE = box(0.8, 0.4, 1.2, 0.6), box(10, 10, 11, 11)


@pytest.mark.parametrize(("first", "second", "expected"), [
    ({}, {}, ["city"]),
    ({"area": "city"}, {}, ["city"]),
    ({"area": "north"}, {"area": "north"}, ["north"]),
    ({"area": "north"}, {"area": "south"}, []),
    ({"area": "north"}, {"area": "mill"}, []),  # within, but not the same place
    ({"shape": HERE}, {}, []),  # a ground is never the whole city
    ({"shape": HERE}, {"shape": THERE}, []),  # ten degrees apart
    ({"shape": THERE}, {"shape": THERE}, ["ground"]),  # beyond every known area
    ({"shape": HERE, "area": "north"}, {"shape": HERE, "area": "south"}, ["north"]),
    ({"shape": box(0, 0, 0.4, 0.4)}, {"shape": box(0.5, 0.5, 0.9, 0.9)}, []),  # both in north
    ({"shape": HERE}, {"area": "south"}, ["south"]),
    ({"shape": box(0, 0, 1, 1)}, {"area": "south"}, []),  # only a border is shared
])  # fmt: skip
def test_duplicates_are_in_one_place(
    first: dict[str, Any], second: dict[str, Any], expected: list[str]
) -> None:
    found = keys("duplicates", measure("a", **first), measure("b", **second))
    assert [key.removeprefix("specific_prevention:problem:") for key in found] == expected


def test_two_companies_in_one_area_are_two_gaps() -> None:
    apart = box(0, 0, 0.2, 0.2), box(0.7, 0.7, 0.9, 0.9)
    found = outcome(
        "duplicates",
        *(measure(f"m{at}", area="north", shape=apart[at % 2]) for at in range(4)),
    ).gaps
    assert [(gap.key, gap.measures) for gap in found] == [
        ("specific_prevention:problem:north", ("m0", "m2")),
        ("specific_prevention:problem:north:m1", ("m1", "m3")),
    ]


# ------------------------------------------------------------------------ as a whole
def test_a_problem_has_to_be_chosen_and_a_near_miss_is_named() -> None:
    with pytest.raises(Refused) as refused:
        find_gaps(Register([measure("a")]), Scope(problem="nose"))
    assert [one.code for one in refused.value.problems] == ["V950"]
    assert "noise" in str(refused.value)


@pytest.mark.parametrize(("name", "value", "code"), [
    ("top-heavy.bond", 70, "V945"), ("top-heavy.bound", 101, "V946"),
    ("top-heavy.bound", float("nan"), "V946"),
])  # fmt: skip
def test_a_threshold_is_known_and_within_its_range(name: str, value: float, code: str) -> None:
    with pytest.raises(Refused) as refused:
        look(measure("a"), thresholds={name: value})
    assert [one.code for one in refused.value.problems] == [code]


def test_areas_and_groups_of_the_scope_narrow_measures_and_concerns() -> None:
    scope = Scope(problem="noise", areas=frozenset({"north", "mill"}), whole_city=False)
    found = search_gaps(
        Register([measure("a", area="mill"), measure("b", area="south")]), scope, today=TODAY,
        concerns=[concern(code="north"), concern(code="south")], areas=AREAS,
    )  # fmt: skip
    assert [one.id for one in found.asked.measures] == ["a"]
    assert not [gap for gap in found.gaps if gap.rule == "uncovered"]


MEASURES = st.lists(
    st.builds(
        measure,
        code=st.integers(0, 10**6).map("m{}".format),
        level=st.sampled_from([*Level, None]),
        orientation=st.sampled_from([*Orientation, None]),
        aim=st.sampled_from([*Aim, None]),
        status=st.sampled_from([*Status, None]),
        area=st.sampled_from(["", "city", "north", "mill", "lost"]),
        start=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        end=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        funded_until=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        fte=st.none() | st.floats(0, 1e6),
        budget=st.none() | st.floats(0, 1e9),
        goal=st.sampled_from(["", "Less"]),
        actors=st.sampled_from([(), ("police",), ("¿?",)]),
    ),
    min_size=1, max_size=12, unique_by=lambda one: one.id,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MEASURES)
def test_any_register_gives_gaps_that_can_be_said_with_ids_of_their_own(
    measures: list[Measure],
) -> None:
    concerns = [concern(), concern("group", "sex=F", name="women")]
    found = search_gaps(Register(measures), NOISE, concerns=concerns, today=TODAY, areas=AREAS)
    gaps = found.gaps
    assert len({gap.id for gap in gaps}) == len(gaps)
    again = search_gaps(Register(measures), NOISE, concerns=concerns, today=TODAY, areas=AREAS)
    assert again.gaps == gaps
    known = {one.id for one in measures}
    for language in ("en", "es"):
        words = GapWords(found.asked, language)
        for gap in gaps:
            assert known >= set(gap.measures)
            assert "%(" not in words.sentence(gap) + "".join(words.beside(gap))
        for one in found.outcomes:
            assert one.gaps or words.outcome(one)
