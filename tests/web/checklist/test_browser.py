"""Every page of the checklist in a browser: accessible, on a phone, without scripts."""

import re

import pytest

from paseo.web.questionnaires.models import Round

ROOM = "/cities/berlin/checklist/"
PAGES = (
    "", "maturity/", "plan/", "plan/BGC-01/", "proposals/", "method/", "requests/",
    "requests/statistics-office/", "used/", "documents/",
)  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_accessible_by_day_and_night_and_on_a_phone(
    transactional_db, round, check_page, page
):
    check_page(ROOM + page)


@pytest.mark.browser
def test_the_first_page_begins_a_checklist_without_scripts(
    transactional_db, berlin, signed_in_page
):
    page = signed_in_page(ROOM, scripts=False)
    page.get_by_role("button", name="Start the checklist").click()
    assert Round.objects.count() == 1
    page.goto(page.url.split("/cities/")[0] + ROOM)
    assert page.get_by_role("heading", name="Data-collection plan").is_visible()


@pytest.mark.browser
def test_a_line_and_a_proposal_are_decided_without_scripts(transactional_db, round, signed_in_page):
    page = signed_in_page(ROOM + "plan/QOL-20/", scripts=False)
    page.get_by_label("Owner").fill("Fire service")
    page.get_by_label("Reason").fill("By phone.")
    page.get_by_role("button", name="Save the decision").click()
    assert page.get_by_text("The decision was saved with its reason.").is_visible()
    page.goto(page.url.split("/plan/")[0] + "/proposals/")
    page.get_by_role("button", name=re.compile("Dismiss.*Between 30 and 120")).click()
    assert page.get_by_role("alert").is_visible()
