"""The page in a real browser: axe finds nothing, and nothing runs over the edge."""

import pytest

from browser import DESKTOP, PHONE, accessibility_faults, runs_over
from paseo.report.assessment import assessment_document
from paseo.report.writers.html import write_html
from report_by_hand import document, hostile

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_report_has_no_accessibility_faults(browser, berlin, tmp_path, scheme, size):
    file = tmp_path / "report.html"
    file.write_text(write_html(assessment_document(berlin, "es")), encoding="utf-8")
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(file.as_uri())
    for closed in page.query_selector_all("details"):
        closed.evaluate("one => one.open = true")
    assert accessibility_faults(page) == ""
    assert runs_over(page) == 0
    page.close()


def test_harmful_words_neither_run_nor_run_over(browser, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(write_html(hostile()), encoding="utf-8")
    page = browser.new_page(viewport=PHONE)
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.goto(file.as_uri())
    assert said == []
    assert runs_over(page) == 0
    page.close()


def test_every_kind_of_block_passes(browser, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(write_html(document(generated="Generated")), encoding="utf-8")
    page = browser.new_page(viewport=DESKTOP)
    page.goto(file.as_uri())
    assert accessibility_faults(page) == ""
    page.close()
