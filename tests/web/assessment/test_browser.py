"""Every page of the room in a real browser: accessible, narrow enough, walked by keyboard."""

import pytest

from browser import PHONE
from paseo.web.jobs.testing import run_waiting
from web.conftest import check_opened
from web.evidence import factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/cities/berlin/",
    "/cities/berlin/assessment/",
    "/cities/berlin/assessment/urban-security/",
    "/cities/berlin/assessment/sense-of-safety/?depth=full&peers=named&with=madrid",
    "/cities/berlin/assessment/indicator/SAF-01/",
    "/cities/berlin/assessment/indicator/SEC-10/",
    "/cities/berlin/assessment/indicator/SEC-07/",
    "/cities/berlin/assessment/findings/",
    "/cities/berlin/report/",
    "/framework/",
    "/framework/SAF-01/",
)


@pytest.fixture
def berlin(transactional_db, berlin_evidence):
    """The demonstration city, seen by the server's own thread."""
    return factory.keep(berlin_evidence.city, berlin_evidence.areas, berlin_evidence.observations)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, berlin, path):
    check_page(path)


def test_the_empty_overview_is_accessible(check_page):
    check_page("/")


def test_a_page_works_without_scripts(signed_in_page, berlin):
    page = signed_in_page("/cities/berlin/assessment/urban-security/", scripts=False)
    page.get_by_text("Beside which cities").click()
    page.get_by_label("No other cities").check()
    page.get_by_role("button", name="Compare with these cities").click()
    assert "peers=none" in page.url


def test_a_phone_shows_the_narrow_picture(signed_in_page, berlin):
    page = signed_in_page("/cities/berlin/", size=PHONE)
    assert page.locator("#bands-narrow-title").count() == 1
    assert page.locator(".picture .narrow svg").first.is_visible()
    assert not page.locator(".picture .wide svg").first.is_visible()


def tab_to(page, name: str, most: int = 250) -> None:
    """Press the tab key until the link or button of this name has the focus."""
    for _step in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused.startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_the_main_task_is_walked_by_keyboard_alone(signed_in_page, berlin):
    page = signed_in_page("/")
    tab_to(page, "Berlin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/berlin/")
    tab_to(page, "Read the assessment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessment/")
    tab_to(page, "Feeling safe walking alone at night in the city")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator/SAF-01/**")
    assert page.get_by_role("heading", name="Where does this come from?").count() == 1
    check_opened(page, "the page behind the number")
    tab_to(page, "Assessment")  # the breadcrumb leads back
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessment/")
    tab_to(page, "Reports")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    tab_to(page, "Make the report")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/**")
    run_waiting()
    page.goto(page.url)
    tab_to(page, "Go to the result")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    check_opened(page, "the reports that were made")
    tab_to(page, "report.pdf")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "berlin-report.pdf"
