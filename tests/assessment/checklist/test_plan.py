"""The data-collection plan: status, reasons, owners, dates, effort, order."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_by_hand import TOWN, effects_of, result_of
from paseo.assessment.assess import read_city
from paseo.assessment.checklist.effects import Decision
from paseo.assessment.checklist.effort import size_of
from paseo.assessment.checklist.holdings import holdings
from paseo.assessment.checklist.plan import RANKS, Override, code_problems
from paseo.assessment.checklist.result import Decided
from paseo.evidence import columns

BERLIN = Path(__file__).resolve().parents[3] / "examples" / "berlin"


@pytest.fixture(scope="module")
def town():
    return result_of(TOWN, decided=Decided(depth="full")).plan


@pytest.fixture(scope="module")
def berlin():
    return read_city(BERLIN)


def why(line):
    return " ".join(one.words["en"] for one in line.why)


def test_a_source_with_a_right_makes_its_indicators_available(town):
    line = town.line("BGC-01")
    assert (line.status, line.owner, line.contact) == (
        "available",
        "Statistics office",
        "Head of statistics",
    )
    assert (line.level, line.frequency, line.quality) == ("district", "yearly", "good")
    assert line.basis == "statistics_law"  # from K1, by the name of the source
    assert (line.next_date, line.date_basis) == (date(2026, 12, 1), "stated")
    assert line.effort.size == "small"
    assert line.quick_win


def test_without_an_agreement_in_force_it_is_partly_available(town):
    line = town.line("QOL-20")
    assert line.status == "partly"
    assert "no agreement in force" in why(line)
    assert line.effort.size == "large"  # 12 person-days are stated


def test_a_source_of_the_whole_dimension_speaks_for_its_own_kind_of_data_only(town):
    assert town.line("SEC-34").status == "partly"
    assert "whole dimension" in why(town.line("SEC-34"))
    assert town.line("SEC-34").owner == "Police"
    survey = town.line("SEC-23")  # the source holds police records, and a survey is another thing
    assert (survey.status, survey.owner, survey.sources) == ("unknown", "", ())


def test_an_answer_alone_is_partly_until_a_source_is_described(town):
    assert town.line("LIV-22").status == "partly"
    assert town.line("LIV-31").status == "not_available"  # D8 names lamp outages and no reports
    assert town.line("QOL-08").status == "not_available"  # D7 names no income


def test_silence_is_unknown_and_never_no(town):
    assert town.line("QOL-19").status == "unknown"  # D6 is not answered
    assert town.line("QOL-19").effort.size is None
    everything = result_of({}).plan
    assert set(everything.counts().values()) == {0, len(everything.lines)}
    assert everything.counts()["unknown"] == len(everything.lines)


def test_an_anchor_question_is_available_partly_or_not_as_it_is_asked(town):
    assert town.line("SAF-01").status == "available"
    assert town.line("COH-01").status == "partly"
    assert town.line("SEC-24").status == "not_available"
    assert town.line("COH-02").status == "unknown"  # whether the survey asks it is not stated


def test_no_walks_and_no_survey_rule_out_what_comes_from_them(town):
    assert town.line("LIV-24").status == "not_available"
    none = result_of({"I1": "no_survey"}).plan
    assert none.line("SAF-01").status == "not_available"
    assert none.line("SEC-25").status == "not_available"


def test_what_stands_aside_stays_listed_at_the_end(town):
    line = town.line("SEC-36")
    assert (line.status, line.rank) == ("not_in_remit", "aside")
    assert (town.line("QOL-02").part, town.line("LIV-03").part) == ("parked", "off")
    ranks = [RANKS.index(line.rank) for line in town.lines]
    assert ranks == sorted(ranks)
    assert town.lines[-1].rank == "aside"


def test_counts_add_up_to_the_indicators_of_the_depth(town):
    total = sum(town.counts().values()) + town.set_aside()
    assert total == len(town.lines) == 209
    by_dimension = [town.counts(one.id) for one in town.framework.dimensions]
    for status, count in town.counts().items():
        assert sum(one[status] for one in by_dimension) == count


def test_codes_that_mean_nothing_are_reported(town):
    assert town.unknown_codes == (("D10", 1, "NOT-99"),)
    assert [one.code for one in code_problems(town)] == ["K765"]


def test_values_that_are_held_count_and_fall_due_after_a_round(berlin):
    plan = result_of({}, berlin).plan
    line = plan.line("SAF-01")
    assert (line.status, line.held.newest, line.rank) == ("available", "2023", "due")
    # Surveys come every 24 months: 2023 ends, and two years later a new value is due.
    assert (line.next_date, line.date_basis) == (date(2026, 1, 1), "estimated")
    assert line.owner.startswith("Eurostat")


def test_a_held_value_that_the_rules_say_cannot_be_made_is_shown_with_both_reasons(berlin):
    plan = result_of({"D2": "district", "D3": "neither"}, berlin).plan
    line = plan.line("SEC-10")
    assert line.status == "partly"
    assert "held for 2023" in why(line)
    assert "cannot be made" in why(line)


def test_holdings_count_periods_levels_and_sources(berlin):
    held = holdings(berlin)["SEC-10"]
    rows = berlin.observations.filter(
        (pl.col(columns.INDICATOR) == "SEC-10") & pl.col(columns.VALUE).is_not_null()
    )
    assert held.periods == rows[columns.PERIOD].n_unique() == 12
    assert held.newest == "2023"
    assert held.levels == ("city", "district", "neighbourhood")
    assert held.publishers == ("Polizei Berlin",)
    assert held.ends == date(2024, 1, 1)


def test_a_person_overrides_a_line_and_what_the_tool_said_stays_beside_it():
    override = Override("available", "Fire service", date(2027, 2, 1), "small", "Agreed by phone.")
    plan = result_of(TOWN, decided=Decided(lines={"QOL-20": override})).plan
    line = plan.line("QOL-20")
    assert (line.status, line.found) == ("available", "partly")
    assert (line.owner, line.next_date, line.date_basis) == (
        "Fire service",
        date(2027, 2, 1),
        "decided",
    )
    assert line.rank == "quick_win"


def test_dismissing_the_depth_and_choosing_another_changes_the_number_of_lines():
    assert len(result_of(TOWN).plan.lines) == 80
    assert len(result_of(TOWN, decided=Decided(depth="rapid")).plan.lines) == 30
    dismissed = Decided({"depth-decision-named": Decision("dismissed", "Not this year.")})
    assert len(result_of(TOWN, decided=dismissed).plan.lines) == 30


def test_effort_by_days():
    assert [size_of(days) for days in (0, 2, 2.01, 10, 10.01)] == [
        "small",
        "small",
        "medium",
        "medium",
        "large",
    ]


ANSWERS = {
    "D2": st.sampled_from(["point", "district", "city", "not_available", "dont_know"]),
    "D3": st.sampled_from(["both", "place_only", "neither", "dont_know"]),
    "D7": st.lists(st.sampled_from(["population", "income"]), min_size=1, unique=True),
    "I1": st.sampled_from(["population_register", "open_link", "no_survey", "dont_know"]),
    "J2": st.sampled_from(["yes", "no", "no_walks", "dont_know"]),
    "C5": st.sampled_from(["in_house", "none", "dont_know"]),
}


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_whatever_is_answered_each_indicator_has_one_line_a_status_and_a_reason(answers):
    plan = result_of(answers, decided=Decided(depth="full")).plan
    codes = [line.code for line in plan.lines]
    assert sorted(codes) == sorted(one.id for one in plan.framework.indicators)
    assert all(line.why for line in plan.lines)
    assert sum(plan.counts().values()) + plan.set_aside() == len(codes)
    for effect in effects_of(answers).proposals:
        # No proposal rests on an answer that nobody gave.
        assert all(answers.get(question) for question in effect.questions)
