"""The room beside other cities: the choice in the address, ranges, bands, the report."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from paseo.assessment.among_peers.words import alphabet

ROOM = "/cities/berlin/beside/"


def read(response) -> str:
    return unescape(response.content.decode("utf-8"))


def test_without_a_choice_all_cities_stand_beside(visitor, berlin):
    page = read(visitor.get(ROOM))
    assert "All 84 cities that there are to stand beside." in page
    assert "5 of 5 values stand beside a range" in page
    assert "ranking" in page
    assert "peers band" in page


def test_the_choice_is_in_the_address_and_every_link_carries_it_on(visitor, berlin):
    page = read(visitor.get(f"{ROOM}?country=DE&country=AT&depth=rapid"))
    assert "9 of 84 cities: country Germany and Austria." in page
    assert f'{ROOM}SAF-01/?depth=rapid&country=DE&country=AT"' in page
    assert f'{ROOM}report.html?depth=rapid&country=DE&country=AT"' in page
    assert re.search(r'value="AT" selected>Austria \(2\)', page)


def test_counts_stand_beside_what_can_be_chosen(visitor, berlin):
    page = read(visitor.get(ROOM))
    assert "Spain (4)" in page
    assert "Size and kind cannot be chosen" in page
    assert 'name="size"' not in page and 'name="kind"' not in page


def test_a_country_is_known_in_small_letters_too(visitor, berlin):
    page = read(visitor.get(f"{ROOM}?country=de"))
    assert "country Germany." in page
    assert re.search(r'value="DE" selected>', page)


def test_too_small_a_group_is_refused_with_a_summary_that_leads_to_the_field(visitor, berlin):
    response = visitor.get(f"{ROOM}?country=AT&size=large")
    page = read(response)
    assert response.status_code == 422
    assert 'class="error-summary"' in page
    assert "Cities left after the choice: 0 of 84" in page
    assert "without the size class: 2" in page
    assert '<a href="#choose-size">The choice of cities:' in page
    assert "The six dimensions" not in page


@pytest.mark.parametrize("query", ["country=XX", "with=nowhere", "size=huge", "kind=port"])
def test_what_there_is_not_is_refused_and_nothing_breaks(visitor, berlin, query):
    response = visitor.get(f"{ROOM}?{query}")
    assert response.status_code == 422
    assert 'class="error-summary"' in read(response)
    assert visitor.get(f"{ROOM}SAF-01/?{query}").status_code == 422
    assert visitor.get(f"{ROOM}report.json?{query}").status_code == 422


def test_the_bands_of_an_indicator_have_no_order_inside_them(visitor, berlin):
    page = read(visitor.get(f"{ROOM}SAF-01/?country=DE&country=AT&country=CH"))
    assert "not to be told apart" in page
    (count, names) = re.search(
        r"Not told apart from Berlin <span[^>]*>(\d+) cities</span></dt><dd>([^<]*)</dd>", page
    ).groups()
    assert int(count) == len(names.split(", ")) and "Berlin" not in names
    assert names.split(", ") == sorted(names.split(", "), key=alphabet)
    assert "Holm" in page
    assert "Every comparison" in page


def test_an_indicator_without_a_range_says_why(visitor, berlin):
    page = read(visitor.get(f"{ROOM}SEC-10/"))
    assert "No chosen city holds this value" in page
    assert visitor.get(f"{ROOM}SEC-999/").status_code == 404


@pytest.mark.parametrize("form", ["html", "json", "xlsx"])
def test_the_report_is_taken_along_for_the_same_choice(visitor, berlin, form):
    response = visitor.get(f"{ROOM}report.{form}?country=DE")
    assert response.status_code == 200
    assert f"berlin-beside-other-cities.{form}" in response["Content-Disposition"]
    if form == "json":
        assert json.loads(response.content)["peers"]["choice"] == {"countries": ["DE"]}
    assert visitor.get(f"{ROOM}report.odt").status_code == 404


def test_a_stranger_may_not_look(client, berlin, person_with):
    client.force_login(person_with())
    assert client.get(ROOM).status_code == 403
    assert client.get(f"{ROOM}report.json").status_code == 403
