"""The manual on its page: accessible, whole, and to be taken along."""

import pytest

from paseo.web.evidence.models import City

PAGE = "/cities/plaza/prevention/manual/"


@pytest.fixture
def city(db):
    return City.objects.create(pk="plaza", name={"en": "Plaza"}, country="ES")


def test_the_page_shows_both_cases_and_offers_the_manual_as_a_file(visitor, city):
    page = visitor.get(PAGE).content.decode()
    assert "Parks in Mechelen" in page
    assert "Radicalisation in Mechelen and Vilvoorde" in page
    file = visitor.get(f"{PAGE.rstrip('/')}.html")
    assert file.status_code == 200
    assert "attachment" in file["Content-Disposition"]
    assert visitor.get(f"{PAGE.rstrip('/')}.exe").status_code == 404


def test_a_stranger_sees_no_manual_of_a_city(client, person_with, city):
    client.force_login(person_with())
    assert client.get(PAGE).status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_is_accessible_by_day_by_night_and_on_a_phone(check_page):
    City.objects.create(pk="plaza", name={"en": "Plaza"}, country="ES")
    check_page(PAGE)
