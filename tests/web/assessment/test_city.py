"""The page of a city: who it is, both faces, coverage, first findings, what is missing."""

import re

import pytest
from django.test import Client


def page_of(client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_city_shows_both_faces_bands_findings_and_what_is_missing(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/")
    for words in (
        "What happens beside what is felt",
        "What the data say first",
        "Six dimensions, side by side",
        "What is missing",
        "3,897,145 (2024)",
        "There is no total score",
    ):
        assert words in page
    assert page.count('<svg class="sign"') > 0
    assert 'id="bands-wide-title"' in page


def test_a_finding_says_why_and_what_would_make_it_wrong(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/")
    assert "Why, and what would make it wrong" in page
    assert "<strong>What would make it wrong</strong>" in page


def test_a_generated_city_says_so_on_every_page(visitor, plaza):
    for path in ("", "assessment/", "assessment/sense-of-safety/", "assessment/findings/",
                 "assessment/indicator/SAF-01/"):  # fmt: skip
        page = page_of(visitor, f"/cities/plaza/{path}")
        assert '<div class="generated" role="note"><strong>Generated</strong>' in page, path


def test_a_real_city_does_not_say_generated(visitor, berlin):
    assert 'class="generated"' not in page_of(visitor, "/cities/berlin/")


def test_the_depth_changes_what_is_expected(visitor, berlin):
    assert "of 30 indicators are known" in page_of(visitor, "/cities/berlin/?depth=rapid")
    assert "of 80 indicators are known" in page_of(visitor, "/cities/berlin/")


def test_an_earlier_period_leaves_later_values_out(visitor, plaza):
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SAF-01/?period=2019")
    assert '<p class="figure-number">' in page
    assert "62" in page
    assert "plaza, 2019" in page.lower() or "Plaza town, 2019" in page
    assert "68 <small>" not in page


def test_every_page_says_when_it_was_computed(visitor, plaza):
    assert "UTC from the records of this workspace" in page_of(visitor, "/cities/plaza/")


@pytest.mark.parametrize(
    "path",
    [
        "/cities/nowhere/",
        "/cities/plaza/assessment/no-such-dimension/",
        "/cities/plaza/assessment/indicator/NOPE-01/",
        "/cities/plaza/assessment/indicator/SAF-01/series.exe/",
        "/framework/NOPE-01/",
    ],
)
def test_what_does_not_exist_is_not_found(visitor, plaza, path):
    assert visitor.get(path).status_code == 404


PAGES = (
    "/cities/plaza/",
    "/cities/plaza/assessment/",
    "/cities/plaza/assessment/sense-of-safety/",
    "/cities/plaza/assessment/findings/",
    "/cities/plaza/assessment/indicator/SAF-01/",
    "/cities/plaza/assessment/indicator/SAF-01/series.csv/",
    "/cities/plaza/report/",
)


@pytest.mark.parametrize("role", ["city_lead", "contributor", "reviewer", "reader"])
@pytest.mark.parametrize("path", PAGES)
def test_every_role_of_a_city_reads_it(person_with, plaza, role, path):
    client = Client()
    client.force_login(person_with(role, "plaza"))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_role_in_another_city_does_not_read_it(person_with, plaza, path):
    client = Client()
    client.force_login(person_with("city_lead", "mora"))
    response = client.get(path)
    assert response.status_code == 403
    # Tokens are random signs, which may hold any figure by chance.
    page = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    assert not re.search(r"\b68\b", page)


@pytest.mark.parametrize("path", [*PAGES, "/", "/framework/"])
def test_a_stranger_is_sent_to_the_sign_in(client, plaza, path):
    assert client.get(path).status_code == 302


def test_a_stranger_to_the_city_cannot_learn_whether_it_exists(person_with, plaza):
    client = Client()
    client.force_login(person_with("reader", "mora"))
    assert client.get("/cities/nowhere/").status_code == 403
