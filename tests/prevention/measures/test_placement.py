"""Four questions from the base up; the first yes counts, and another level needs a reason."""

from __future__ import annotations

from itertools import product

import pytest

from paseo.content.problems import Problems
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.checks import check_measure
from paseo.prevention.measures.ground import NOWHERE
from paseo.prevention.measures.measure import DEKLERCK, LEVELS, Aim, Level, Measure, Orientation
from paseo.prevention.measures.placement import examples, load_placement, place, propose

FORM = load_placement()
IDS = [one.id for one in FORM.questions]
REST = {"orientation": "problem", "aim": "both"}
WALKS = Measure(id="m", name="Walks", problem="street_crime")


def test_the_questions_go_from_the_base_of_the_pyramid_up() -> None:
    assert [one.level for one in FORM.questions] == list(LEVELS)


@pytest.mark.parametrize("answers", list(product(["yes", "no"], repeat=4)))
def test_the_first_yes_places_whatever_stands_above_it(answers: tuple[str, ...]) -> None:
    found = propose(FORM, dict(zip(IDS, answers, strict=True)))
    first = answers.index("yes") if "yes" in answers else None
    assert found.next is None
    assert found.level == (None if first is None else LEVELS[first])
    asked = 4 if first is None else first + 1
    assert found.answers == tuple(zip(IDS[:asked], answers[:asked], strict=True))


@pytest.mark.parametrize("asked", range(4))
def test_the_next_question_is_the_first_without_an_answer(asked: int) -> None:
    found = propose(FORM, dict.fromkeys(IDS[:asked], "no"))
    assert found.next is FORM.questions[asked]
    assert (found.level, found.settled) == (None, False)


def test_what_is_neither_yes_nor_no_is_no_answer() -> None:
    found = propose(FORM, {IDS[0]: "maybe", IDS[1]: "yes"})
    assert found.next is FORM.questions[0]


def test_the_two_lowest_levels_after_deklerck_are_asked_apart() -> None:
    found = propose(FORM, {IDS[0]: "yes", **REST})
    assert [one.id for one in found.open] == ["deklerck"]
    assert found.deklerck is None
    for number in ("0", "1"):
        settled = propose(FORM, {IDS[0]: "yes", **REST, "deklerck": number})
        assert (settled.deklerck, settled.settled) == (int(number), True)


@pytest.mark.parametrize("level", LEVELS[1:])
def test_the_other_levels_have_one_number_and_are_not_asked_for_it(level: Level) -> None:
    at = LEVELS.index(level)
    answers = {**dict.fromkeys(IDS[:at], "no"), IDS[at]: "yes", "deklerck": "0", **REST}
    found = propose(FORM, answers)
    assert found.deklerck is not None
    assert DEKLERCK[found.deklerck] is level
    assert found.settled


def test_a_proposal_places_a_measure_with_its_answers() -> None:
    found = propose(FORM, {IDS[0]: "no", IDS[1]: "yes", **REST})
    placed = place(WALKS, found)
    assert (placed.level, placed.deklerck) == (Level.GENERAL, 2)
    assert (placed.orientation, placed.aim) == (Orientation.PROBLEM, Aim.BOTH)
    assert placed.placement.proposed is Level.GENERAL
    assert dict(placed.placement.answers) == {IDS[0]: "no", IDS[1]: "yes", **REST}


def test_another_level_needs_a_reason_and_keeps_the_proposal() -> None:
    found = propose(FORM, {IDS[0]: "no", IDS[1]: "yes", **REST})
    with pytest.raises(ValueError, match="reason"):
        place(WALKS, found, Level.REACTION, "  ")
    placed = place(WALKS, found, Level.REACTION, "It starts after the event")
    assert (placed.level, placed.deklerck) == (Level.REACTION, 4)
    assert placed.placement.proposed is Level.GENERAL
    problems = Problems()
    check_measure(placed, NOWHERE, problems)
    assert [*problems] == []


def test_a_measure_that_no_question_fits_may_stay_unplaced() -> None:
    found = propose(FORM, {**dict.fromkeys(IDS, "no"), **REST})
    assert found.because == FORM.none
    assert place(WALKS, found).level is None
    assert place(WALKS, found, Level.SPECIFIC, "Ours").level is Level.SPECIFIC


def test_examples_stand_on_the_level_and_those_of_the_problem_come_first() -> None:
    for question in FORM.questions:
        shown = examples(question, load_catalogue(), "nightlife_disorder")
        assert len(shown) == 3
        assert {one.level for one in shown} == {question.level}
        assert shown[0].problem == "nightlife_disorder"
