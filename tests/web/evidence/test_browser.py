"""Every page of the room in a real browser, and the import with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser import DESKTOP, PHONE
from paseo.web.demonstration import load_examples
from paseo.web.evidence.models import City, ImportBatch, Observation, Upload
from paseo.web.jobs.testing import run_waiting
from web.conftest import check_opened
from web.evidence.conftest import HEAD
from web.evidence.factory import make_city

pytestmark = pytest.mark.browser
EXAMPLES = Path(__file__).parents[3] / "examples"
GOOD = HEAD + "SAF-01,whole,2024,70,510,survey\nSAF-01,whole,2023,69,520,survey\n"
WRONG = HEAD + "SAF01,whole,2024,170,510,survey\n"


@pytest.fixture
def plaza(transactional_db):
    return make_city("plaza")


@pytest.mark.parametrize(
    "page",
    ["", "?indicator=SAF-01&sort=-value", "places/", "places/north/", "sources/", "imports/",
     "import/", "settings/"],
)  # fmt: skip
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, plaza, page):
    check_page(f"/cities/plaza/evidence/{page}")


@pytest.mark.parametrize("page", ["/evidence/", "/evidence/import/", "/evidence/city-folder/"])
def test_the_pages_without_a_city_teach_and_are_accessible(check_page, transactional_db, page):
    check_page(page)


def test_the_pages_of_a_real_city_are_accessible(check_page, transactional_db):
    load_examples(EXAMPLES)
    newest = ImportBatch.objects.get(city="berlin").pk
    for page in ("", "places/", "sources/", f"imports/{newest}/"):
        check_page(f"/cities/berlin/evidence/{page}")


@pytest.mark.parametrize("contents", [GOOD, WRONG], ids=["good", "wrong"])
def test_the_steps_of_an_import_are_accessible(
    check_page, signed_in_page, plaza, tmp_path, contents
):
    send(signed_in_page, tmp_path, contents)
    upload = Upload.objects.get()
    for page in ("", "rows/", "rows/?tab=problems", "rows/?tab=changed"):
        check_page(f"/evidence/import/{upload.pk}/{page}")


def send(signed_in_page, tmp_path, contents, **options):
    file = tmp_path / "values.csv"
    file.write_text(contents)
    page = signed_in_page("/cities/plaza/evidence/import/", **options)
    page.set_input_files("input[type=file]", file)
    page.focus("main form .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/import/*-*/")
    return page


def tab_to(page, words: str, most: int = 60) -> None:
    """Press Tab until the focus stands on something with these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText"
            " || document.activeElement.getAttribute('aria-label') || '').trim()"
        )
        if words in focus:
            return
    raise AssertionError(f"no way to “{words}” with the keyboard")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_import_goes_by_keyboard_alone_with_and_without_scripts(
    signed_in_page, plaza, tmp_path, scripts
):
    page = send(signed_in_page, tmp_path, GOOD, scripts=scripts)
    tab_to(page, "See what would change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rows/")
    tab_to(page, "Keep them")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Import 2 observations")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/*/")
    run_waiting()
    page.reload()
    tab_to(page, "Go to the result")
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/*/")
    assert "1 observation imported; 1 changed, 3 gone" in page.inner_text("main")
    tab_to(page, "Undo this change")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The import was undone")
    if scripts:  # axe is one
        check_opened(page, "undone")
    assert Observation.objects.filter(ended_by=None).count() == 5


def test_the_map_moves_with_scripts_and_stands_still_without(signed_in_page, plaza):
    page = signed_in_page("/cities/plaza/evidence/places/", size=DESKTOP)
    page.wait_for_selector(".map-moving path.place.district")
    district = page.locator(".map-moving path[aria-label='North']")
    district.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/north/")
    assert page.faults == []

    still = signed_in_page("/cities/plaza/evidence/places/", scripts=False, size=PHONE)
    assert still.locator(".map-moving").count() == 0
    still.locator("svg.map a[aria-label='South']").focus()
    still.keyboard.press("Enter")
    still.wait_for_url("**/places/south/")


def test_the_map_asks_no_other_machine(signed_in_page, plaza, live):
    page = signed_in_page("/evidence/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live}/cities/plaza/evidence/places/")
    page.wait_for_selector(".map-moving path.place")
    assert [url for url in asked if not url.startswith((live, "data:"))] == []


def test_the_room_speaks_spanish(signed_in_page, plaza):
    page = signed_in_page("/cities/plaza/evidence/places/", locale="es")
    assert "Villa Plaza" in page.inner_text("header")
    assert page.inner_text("h1") == "Lugares"
    assert City.objects.count() == 1
