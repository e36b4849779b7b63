"""The register in a real browser: axe by day and night, desktop and phone, and without scripts."""

import pytest

from browser import accessibility_faults
from paseo.web.prevention.models import Measure
from web.prevention.register.measures_by_hand import keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/cities/town/prevention/"


@pytest.fixture
def town(transactional_db):
    """The town, seen by the server's own thread."""
    return keep()


@pytest.mark.parametrize("path", ["measures/", "measure/gates/", "measure/idea/place/"])
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, town, path):
    check_page(ROOM + path)


def test_a_measure_is_placed_question_by_question_without_scripts(signed_in_page, town):
    page = signed_in_page(f"{ROOM}measure/idea/", scripts=False)
    page.get_by_role("link", name="Place it by four questions").click()
    for answer in ("No", "Yes", "It builds up something wished for", "People"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Go on").click()
    assert page.get_by_role("heading", name="Proposed: General prevention").count() == 1
    page.get_by_role("button", name="Place the measure").click()
    page.get_by_text("Answer the questions anew").wait_for()
    assert Measure.objects.get(code="idea").level == "general_prevention"


def test_a_refused_file_takes_the_focus_and_is_accessible(signed_in_page, town):
    page = signed_in_page(f"{ROOM}measures/import/")
    page.get_by_label("File").set_input_files(
        {"name": "m.csv", "mimeType": "text/csv", "buffer": b"id,name,level\nm,Walks,first\n"}
    )
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_text("1 error keeps the file out").wait_for()
    assert accessibility_faults(page) == ""
