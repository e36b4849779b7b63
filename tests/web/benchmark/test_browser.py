"""The room beside other cities in a real browser: axe by day and night, desktop and phone."""

import pytest

from browser import accessibility_faults
from web.evidence import factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/cities/berlin/beside/"


@pytest.fixture
def berlin(transactional_db, berlin_evidence):
    """The demonstration city, seen by the server's own thread."""
    return factory.keep(berlin_evidence.city, berlin_evidence.areas, berlin_evidence.observations)


@pytest.mark.parametrize(
    "path", [f"{ROOM}?country=DE&depth=rapid", f"{ROOM}SAF-01/?country=DE&country=AT"]
)
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, berlin, path):
    check_page(path)


def test_peers_are_chosen_without_scripts_and_an_indicator_opened(signed_in_page, berlin):
    page = signed_in_page(ROOM, scripts=False)
    page.get_by_label("Countries").select_option(["DE", "FR"])
    page.get_by_role("button", name="Show these cities").click()
    assert "country=DE" in page.url
    assert "country=FR" in page.url
    page.get_by_role("link", name="Trust in people in the city").click()
    assert "/beside/COH-01/" in page.url
    assert page.get_by_role("heading", name="Who can be told apart").count() == 1


def test_a_refused_choice_is_accessible_and_takes_the_focus(signed_in_page, berlin):
    page = signed_in_page(f"{ROOM}?country=AT")
    assert accessibility_faults(page) == ""
    assert page.evaluate("document.activeElement.className") == "error-summary"
