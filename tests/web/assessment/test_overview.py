"""The overview: every city one may read, in an order that ranks nothing."""

import re

import pytest
from django.test import Client

from web.evidence import factory


def names(response) -> list[str]:
    return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", response.content.decode())


def test_an_empty_workspace_teaches_what_will_stand_here(visitor):
    page = visitor.get("/").content.decode()
    assert "No city yet" in page
    assert "Import a city" in page
    assert 'href="/framework/"' in page


def test_cities_stand_in_the_order_of_their_names(visitor, db):
    for city in ("zarza", "alba", "mora"):
        factory.make_city(city)
    assert names(visitor.get("/")) == ["Alba town", "Mora town", "Zarza town"]


def test_cities_can_be_ordered_by_coverage_but_never_by_a_value(visitor, db):
    factory.make_city("alba", rows=factory.small_rows()[:1])
    factory.make_city("mora")
    assert names(visitor.get("/?sort=-coverage")) == ["Mora town", "Alba town"]
    assert names(visitor.get("/?sort=-value")) == ["Alba town", "Mora town"]


def test_a_city_shows_what_is_felt_with_its_year_and_unknown_for_what_happens(visitor, plaza):
    page = visitor.get("/").content.decode()
    assert re.search(r">\s*68\b", page)
    assert "Feeling safe walking alone at night in the city, 2023" in page
    assert "not assessed" in page


def test_coverage_counts_the_indicators_of_the_chosen_depth(visitor, plaza):
    assert "<strong>2</strong> of 80 indicators known" in visitor.get("/").content.decode()
    rapid = visitor.get("/?depth=rapid").content.decode()
    assert "of 30 indicators known" in rapid


def test_what_is_not_in_the_remit_is_not_expected(visitor, db):
    factory.make_city("plaza", not_in_remit=("SEC-10",))
    assert "<strong>2</strong> of 79 indicators known" in visitor.get("/").content.decode()


def test_generated_cities_are_marked(visitor, plaza):
    page = visitor.get("/").content.decode()
    assert "invented values" in page
    assert page.count("generated-badge") == 1


def test_a_reader_of_one_city_sees_that_city_alone(db, person_with):
    factory.make_city("plaza")
    factory.make_city("mora")
    client = Client()
    client.force_login(person_with("reader", "mora"))
    assert names(client.get("/")) == ["Mora town"]


def test_words_and_country_narrow_the_list(visitor, db):
    for city in ("zarza", "alba", "mora"):
        factory.make_city(city)
    assert names(visitor.get("/?words=MOR")) == ["Mora town"]
    assert "No city matches" in visitor.get("/?country=FI").content.decode()


def test_long_lists_come_in_pages_that_keep_the_order(visitor, db):
    for number in range(30):
        factory.make_city(f"villa{number:02}")
    first, second = visitor.get("/"), visitor.get("/?page=2")
    assert len(names(first)) == 25
    assert names(second) == [f"Villa{number:02} town" for number in range(25, 30)]


def test_the_number_of_queries_does_not_grow_with_the_cities(
    visitor, db, django_assert_max_num_queries
):
    for number in range(3):
        factory.make_city(f"villa{number:02}")
    with django_assert_max_num_queries(30) as few:
        visitor.get("/?sort=-coverage")
    for number in range(3, 30):
        factory.make_city(f"villa{number:02}")
    with django_assert_max_num_queries(30) as many:
        visitor.get("/?sort=-coverage")
    assert len(many) == len(few)


def test_the_overview_speaks_spanish_down_to_the_content(visitor, plaza):
    page = visitor.get("/", headers={"accept-language": "es"}).content.decode()
    assert "Lo que ocurre" in page
    assert "Villa Plaza" in page
    assert "Sensación de seguridad en los espacios públicos" in page


@pytest.mark.parametrize("sort", ["", "?sort=country", "?sort=-name", "?sort=nonsense", "?page=99"])
def test_any_address_gives_a_page(visitor, plaza, sort):
    assert visitor.get(f"/{sort}").status_code == 200


def test_what_a_city_left_out_is_not_expected_on_any_page(visitor, berlin):
    """Neither as missing nor as held: a city may narrow what it assesses."""
    from paseo.assessment.framework_pack import load_framework
    from paseo.web.assessment.overview import covered

    framework = load_framework()
    felt = [one for one in framework.at_depth("rapid") if one.dimension == "sense-of-safety"]
    rows = {one.id: {"city_values": 1, "areas": 0, "status": "A"} for one in felt}
    name = framework.dimensions[0].name.read("en")
    assert covered(name, "felt", berlin, rows, felt).expected == len(felt)
    berlin.left_out = [felt[0].id]
    berlin.save()
    found = covered(name, "felt", berlin, rows, felt)
    assert (found.known, found.expected) == (len(felt) - 1, len(felt) - 1)
    for page in ("", "assessment/", "assessment/sense-of-safety/", "assessment/findings/"):
        assert visitor.get(f"/cities/berlin/{page}").status_code == 200, page
