"""Every page of the room in a real browser: axe by day and night, desktop and phone."""

from __future__ import annotations

import polars as pl
import pytest
from django.test import Client

from survey_town import MAPPING, respondents

pytest.importorskip("svy")
pytestmark = pytest.mark.browser

PLAN = "margin=5&share=50&deff=1.3&response=30&level=95&how=equal&districts=a+%3D+40000"
ROOM = "/cities/plaza/surveys/"


@pytest.fixture
def with_words(transactional_db, administrator, bring):
    client = Client()
    client.force_login(administrator)
    frame = respondents(400).with_columns(pl.Series("why", ["dark"] * 9 + [None] * 391))
    return bring(client, frame, MAPPING + "open_questions: [why]\n")


@pytest.fixture
def with_results(with_words, administrator):
    from paseo.web.jobs.testing import run_waiting

    client = Client()
    client.force_login(administrator)
    client.post(f"{ROOM}{with_words.pk}/estimate/")
    run_waiting()
    return with_words


@pytest.mark.parametrize(
    "path",
    ["", "mapping/", "mapping/propose/", "mapping/about/", "mapping/text/", "results/",
     "results/SAF-02/", "results/SAF-08/", "results/import/", "answers/why/",
     "remove/", "remove-answers/"],
)  # fmt: skip
def test_pages_of_a_survey_are_accessible(check_page, with_results, path):
    check_page(f"{ROOM}{with_results.pk}/{path}")


@pytest.mark.parametrize(
    "path",
    [ROOM, f"{ROOM}bring/", f"{ROOM}plan/?{PLAN}", "/surveys/", "/surveys/blocks/",
     "/surveys/blocks/?blocks=trust&blocks=day-night&title=Trust"],
)  # fmt: skip
def test_pages_of_the_room_are_accessible(check_page, with_words, path):
    check_page(path)


def test_a_plan_is_made_without_scripts(signed_in_page, with_words):
    page = signed_in_page(f"{ROOM}plan/", scripts=False)
    page.fill("[name=districts]", "centre = 40000")
    page.click("text=Compute the interviews")
    assert "interviews give a margin" in page.inner_text("main")
