"""The pyramid in a real browser: axe by day and night, desktop and phone; keyboard; no scripts."""

import pytest

from browser import accessibility_faults, runs_over
from web.prevention.pyramid.conftest import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/cities/generated-town/prevention/"


@pytest.fixture
def town(transactional_db, town_measures):
    """The town, seen by the server's own thread."""
    return bring(town_measures)


def test_the_pyramid_is_accessible_by_day_by_night_and_on_a_phone(check_page, town):
    check_page(f"{ROOM}?year=2026&beside=2024&by=fte")


def test_what_lies_below_what_is_accessible(signed_in_page, town):
    page = signed_in_page(f"{ROOM}below/?year=2026")
    assert accessibility_faults(page) == ""
    assert runs_over(page) <= 0


def test_the_choice_and_a_cell_work_by_keyboard_and_without_scripts(signed_in_page, town):
    page = signed_in_page(f"{ROOM}?year=2026", scripts=False)
    page.get_by_label("Problem", exact=True).select_option("nuisance_in_parks")
    page.get_by_role("button", name="Show this pyramid").click()
    assert "problem=nuisance_in_parks" in page.url
    cell = page.get_by_role("link", name="Quality of life, Positive: 2 measures")
    assert cell.count() == 1  # the picture for the other width is not there for the keyboard
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cells/quality_of_life/positive/**")
    assert page.get_by_role("link", name="Friends of the park").count() == 1
