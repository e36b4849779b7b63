"""Evaluations in a real browser: axe by day and night, desktop and phone, without scripts."""

import pytest

from paseo.web.accounts.people import PROGRAMME
from paseo.web.prevention.evaluation.actions import PlanEvaluation
from paseo.web.prevention.evaluation.making import compute
from paseo.web.prevention.models import Measure
from report.test_evaluation_document import with_displacement
from web.evidence import factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/cities/plaza/prevention/evaluations/"


@pytest.fixture
def gates(transactional_db):
    """A computed evaluation of a measure, with displacement areas and a warning."""
    city = factory.make_city()
    Measure.objects.create(city=city, code="gates", name="Park gates")
    made = PlanEvaluation(city=city.pk, case=with_displacement()).run(PROGRAMME)
    compute(made, PROGRAMME)
    return made


@pytest.mark.parametrize("name", ["", "data/"])
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, gates, name):
    check_page(f"{ROOM}{gates.pk}/{name}")


def test_an_evaluation_is_made_without_scripts(signed_in_page, gates):
    page = signed_in_page(f"{ROOM}new/?measure=gates", scripts=False)
    page.get_by_role("button", name="Keep the plan").click()
    assert "Say what should change" in page.locator(".error-summary").inner_text()
    page.get_by_label("What should change").fill("thefts")
    page.get_by_role("button", name="Keep the plan").click()
    for row, (area, before, after) in enumerate((("Park", "90", "60"), ("Square", "80", "82"))):
        page.get_by_label(f"Area, row {row + 1}", exact=True).fill(area)
        page.get_by_label(f"Before, row {row + 1}", exact=True).fill(before)
        page.get_by_label(f"After, row {row + 1}", exact=True).fill(after)
    page.get_by_role("button", name="Keep this table").click()
    page.get_by_label("Before: length").fill("12")
    page.get_by_label("After: length").fill("12")
    page.get_by_role("button", name="Keep areas and periods").click()
    assert page.get_by_role("heading", name="Methods", exact=True).count() == 1
    page.get_by_role("button", name="Compute").click()
    assert page.get_by_role("heading", name="What changed").count() == 1
    page.get_by_text("A bad year passes by itself").click()
    assert page.get_by_role("button", name="Keep the answers").count() == 1
