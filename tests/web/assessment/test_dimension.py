"""Indicators of a dimension: values, positions, changes, and three kinds of nothing."""

import pytest

from web.evidence import factory


def page_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def peer(city: str, value: float, **more: object) -> None:
    row = factory.observation(
        "SAF-01", "2023", value, n=500, low=value - 3, high=value + 3, level=0.95, **ALIKE
    )
    factory.make_city(city, rows=[row], **more)


#: What makes two values pass the six tests.
ALIKE = {
    "definition": "night-city",
    "boundary": "core:2020",
    "mode": "telephone",
    "base": "all_answers",
    "sample": "probability",
}


def test_a_value_stands_with_interval_period_and_unit(visitor, plaza):
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "68 <small>%</small>" in page
    assert "between 64 and 72 · 2023" in page


def test_a_sure_rise_is_said_with_its_size_and_direction(visitor, db):
    rows = [
        factory.observation("SAF-01", "2019", 50.0, n=900, low=47, high=53, level=0.95, **ALIKE),
        factory.observation("SAF-01", "2023", 68.0, n=900, low=65, high=71, level=0.95, **ALIKE),
    ]
    factory.make_city("plaza", rows=rows)
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "Higher than in 2019" in page
    assert "by 18 percentage points, between 14 and 22" in page
    assert "for the better" in page


def test_overlapping_values_show_no_clear_difference(visitor, db):
    rows = [
        factory.observation("SAF-01", "2019", 66.0, n=500, low=62, high=70, level=0.95, **ALIKE),
        factory.observation("SAF-01", "2023", 68.0, n=500, low=64, high=72, level=0.95, **ALIKE),
    ]
    factory.make_city("plaza", rows=rows)
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "No clear difference from 2019" in page
    assert "for the better" not in page


def test_another_mode_without_a_definition_cannot_tell(visitor, plaza):
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "Cannot tell whether it changed since 2019" in page


def test_not_assessed_withheld_and_not_in_remit_are_three_things(visitor, db):
    rows = [
        factory.observation("SAF-01", "2023", 68.0, n=12),
        factory.observation("SAF-02", "2023", 40.0, n=520),
    ]
    factory.make_city("plaza", rows=rows, not_in_remit=("SAF-05",))
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/?depth=full")
    assert page.count('class="absence suppressed"') == 1
    assert page.count('class="absence not-in-remit"') == 1
    assert page.count('class="absence not-assessed"') > 10


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cities/plaza/",
        "/cities/plaza/assessment/",
        "/cities/plaza/assessment/sense-of-safety/",
        "/cities/plaza/assessment/indicator/SAF-01/",
        "/cities/plaza/assessment/indicator/SAF-01/series.csv/",
        "/cities/plaza/assessment/indicator/SAF-01/series.json/",
        "/cities/plaza/assessment/findings/",
    ],
)
def test_a_withheld_value_never_leaves(visitor, db, path):
    rows = [factory.observation("SAF-01", "2023", 73.125, n=12, numerator=8.77)]
    factory.make_city("plaza", rows=rows)
    page = page_of(visitor, path)
    for figure in ("73.1", "73,1", "8.77", ">73<", "73 %"):
        assert figure not in page


def test_a_value_stands_over_the_range_of_its_peers(visitor, db):
    peer("plaza", 68)
    for number, value in enumerate((40, 45, 50, 55, 60, 62)):
        peer(f"villa{number}", value)
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "Above the middle range of 6 cities" in page
    assert 'id="bar-SAF-01-title"' in page


def test_generated_cities_never_stand_beside_a_real_one(visitor, db):
    peer("plaza", 68, generated=False)
    for number, value in enumerate((40, 45, 50, 55, 60, 62)):
        peer(f"villa{number}", value)
    page = page_of(visitor, "/cities/plaza/assessment/sense-of-safety/")
    assert "middle range of" not in page


def test_the_reader_chooses_the_cities_to_stand_beside(visitor, db):
    peer("plaza", 68)
    for number, value in enumerate((40, 45, 50, 55, 60, 62)):
        peer(f"villa{number}", value)
    base = "/cities/plaza/assessment/sense-of-safety/"
    named = "&".join(f"with=villa{number}" for number in range(5))
    assert "of 5 cities" in page_of(visitor, f"{base}?peers=named&{named}")
    assert "middle range" not in page_of(visitor, f"{base}?peers=none").split("not-said")[0]
    assert "of 6 cities" in page_of(visitor, f"{base}?peers=country")


def test_a_choice_is_carried_on_by_the_links(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/urban-security/?depth=rapid&peers=country")
    assert "/cities/berlin/assessment/indicator/SEC-10/?depth=rapid&amp;peers=country" in page


def test_the_assessment_shows_all_six_dimensions_and_no_total(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/")
    for name in ("quality-of-life", "social-cohesion", "public-space-liveability",
                 "sense-of-safety", "urban-security", "background-conditions"):  # fmt: skip
        assert f'aria-labelledby="{name}"' in page
    assert "There is no total, and no rank among cities" in page


@pytest.mark.parametrize(
    "path", ["assessment/", "assessment/sense-of-safety/", "assessment/indicator/SAF-01/", ""]
)
def test_the_number_of_queries_does_not_grow_with_the_cities(
    visitor, db, django_assert_max_num_queries, path
):
    for number in range(3):
        peer(f"villa{number:02}", 50 + number)
    with django_assert_max_num_queries(40) as few:
        visitor.get(f"/cities/villa00/{path}")
    for number in range(3, 30):
        peer(f"villa{number:02}", 50 + number)
    with django_assert_max_num_queries(40) as many:
        visitor.get(f"/cities/villa00/{path}")
    assert len(many) == len(few)


def test_a_line_says_what_was_really_asked_under_the_name(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/sense-of-safety/?depth=full")
    assert "I feel safe walking alone at night in my neighbourhood" in page
    assert '<span class="badge mark-composed">inferred</span>' in page
