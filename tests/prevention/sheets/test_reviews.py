"""The review of an action, and areas into which a problem could move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.evidence.areas import Area, AreaTree
from paseo.prevention.sheets.fixing import amend, check_displacement, fix
from paseo.prevention.sheets.reviewing import hold_review, take_back_review
from paseo.prevention.sheets.sheet import Sheet, state_of

FIXED_ON, START, REVIEW = date(2026, 11, 26), date(2027, 1, 1), date(2028, 1, 1)
TODAY = date(2028, 2, 1)
AREAS = AreaTree([
    Area("city", LanguageMap("City"), "city"),
    *(Area(code, LanguageMap(code), "district") for code in ("north", "south", "west")),
    Area("mill", LanguageMap("Mill"), "neighbourhood", "north"),
    Area("port", LanguageMap("Port"), "neighbourhood", "south"),
])  # fmt: skip
SHEET = Sheet(
    title="Night bus", problem="nightlife_disorder", area="north", happens="SEC-20",
    comparison=("south",), start=START, review=REVIEW, lead="Transport", mechanism="A way home.",
)  # fmt: skip
FIXED = fix(SHEET, FIXED_ON, AREAS)


def test_a_review_is_held_after_the_start_and_can_be_taken_back() -> None:
    held = hold_review(FIXED, date(2028, 1, 10), " No clear change. ", TODAY)
    assert (held.outcome, state_of(held, TODAY)) == ("No clear change.", "reviewed")
    assert take_back_review(held) == FIXED


@pytest.mark.parametrize(("sheet", "day", "said", "why"), [
    (SHEET, START, "x", "never fixed"),
    (FIXED, START - timedelta(days=1), "x", "had not begun"),
    (FIXED, TODAY + timedelta(days=1), "x", "yet to come"),
    (FIXED, TODAY, "  ", "nothing is said"),
])  # fmt: skip
def test_no_review_is_held_before_the_start_or_in_the_future(
    sheet: Sheet, day: date, said: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        hold_review(sheet, day, said, TODAY)


def test_the_start_that_is_in_force_counts() -> None:
    later = amend(FIXED, "start", "2027-06-01", "Works took longer", date(2027, 1, 2))
    with pytest.raises(Refused, match="V987"):
        hold_review(later, date(2027, 5, 31), "x", TODAY)


@pytest.mark.parametrize(("moving", "why"), [
    ("north", "area of the measure"), ("mill", "area of the measure"),
    ("south", "comparison area"), ("port", "comparison area"),
])  # fmt: skip
def test_no_area_is_treated_or_compared_with_and_shows_displacement(moving: str, why: str) -> None:
    (found,) = check_displacement(replace(SHEET, displacement=("west", moving)), AREAS)
    assert found.code == "V988" and why in found.sentence("en")
    with pytest.raises(Refused, match="V988"):
        fix(replace(SHEET, displacement=(moving,)), FIXED_ON, AREAS)
    with pytest.raises(Refused, match="V988"):
        amend(FIXED, "displacement", [moving], "Asked", FIXED_ON, AREAS)
