"""Every page of the room in a real browser: axe by day and night, desktop and phone."""

from __future__ import annotations

import pytest
from django.test import Client

from web.index.conftest import SPEC, TABLE

pytestmark = pytest.mark.browser


@pytest.fixture
def known(transactional_db, administrator, bring):
    """An index with two versions, of which the first was examined."""
    from paseo.web.jobs.testing import run_waiting

    client = Client()
    client.force_login(administrator)
    index = bring(client, SPEC, TABLE)
    client.post(f"/indices/{index.pk}/drivers/", {"base": "128"})
    run_waiting()
    client.post(f"/indices/{index.pk}/lab/keep/", {"choices": "weight-street=3"})
    run_waiting()
    return index


def test_pages_of_an_index_are_accessible(check_page, known):
    own = f"/indices/{known.pk}/"
    for path in ("", "lab/?weight-light=4", "solid/?version=1",
                 "drivers/?version=1", "units/a/", "pair/?a=a&b=b", "made/", "versions/?a=1&b=2",
                 "files/"):  # fmt: skip
        check_page(own + path)


def test_pages_to_begin_from_are_accessible(check_page, known):
    for path in ("/indices/", "/indices/new/benchmark/", "/indices/new/bring/"):
        check_page(path)


def test_a_weight_is_tried_at_once_with_scripts_and_kept_without(signed_in_page, known):
    page = signed_in_page(f"/indices/{known.pk}/lab/")
    page.fill("[name=weight-light]", "9")
    page.keyboard.press("Tab")
    page.get_by_text("Weight of Light: 1 → 9").wait_for()
    assert page.inner_text("#share-light") == "67.5 %".replace(" ", "\xa0")
    plain = signed_in_page(f"/indices/{known.pk}/lab/", scripts=False)
    plain.fill("[name=weight-light]", "9")
    plain.get_by_role("button", name="Try it").click()
    assert "Weight of Light: 1 → 9" in plain.inner_text("main")
    plain.get_by_role("button", name="Keep as a new version").click()
    assert "Kept as version 3." in plain.inner_text("main")
    assert page.faults == []
