"""The page behind a number: where it comes from, what it may stand beside, what it does not say."""

import csv
import io
import json

from paseo.content.language import LanguageMap
from paseo.evidence import city as evidence
from web.evidence import factory


def page_of(client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_number_tells_its_source_licence_method_and_who_entered_it(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SEC-10/")
    for words in (
        "Where does this come from?",
        "Polizei Berlin, Kriminalitätsatlas, CC BY 3.0 DE",
        "exact Poisson interval",
        "3,286",
        "from generated.csv",
        "Show the audit trail",
        "What this does not say: how much really happened",
    ):
        assert words in page


def test_the_six_tests_are_answered_against_the_period_before(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SEC-10/")
    section = page.split('id="comparable"')[1].split("<h3>Other cities")[0]
    for test in ("Definition", "Boundary", "Period", "Mode", "Base", "Sample"):
        assert f'<th scope="row">{test}</th>' in section


def test_kept_and_refused_peers_are_counted_with_the_reason(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SAF-01/")
    assert "cities were kept, with values of" in page
    assert "Turned away:" in page


def test_an_inferred_wording_says_so(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/COH-03/")
    assert '<span class="badge mark-composed">inferred</span>' in page


def test_areas_stand_by_name_with_their_smoothed_rate(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SEC-10/")
    assert "Smoothed" in page
    assert 'id="map-SEC-10-district-wide-title"' in page
    places = [page.index(f'<th scope="row">{name}') for name in ("Mitte", "Neukölln", "Pankow")]
    assert places == sorted(places)


def test_groups_stand_with_the_gap_between_them(visitor, db):
    rows = [
        factory.observation("SAF-01", "2023", 68.0, n=1000),
        factory.observation("SAF-01", "2023", 55.0, n=500, breakdown="sex=F"),
        factory.observation("SAF-01", "2023", 80.0, n=500, breakdown="sex=M"),
    ]
    factory.make_city("plaza", rows=rows)
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SAF-01/")
    assert "Lower for women than for men" in page


def test_other_definitions_stand_apart_from_the_series(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SAF-01/")
    assert "By other definitions" in page
    assert "These values do not continue the series" in page


def test_a_break_is_named_with_its_reason(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/indicator/SAF-01/")
    assert "From 2019 the survey asks about walking alone at night" in page


def test_an_indicator_without_a_value_says_so_and_shows_its_definition(visitor, plaza):
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SEC-10/")
    assert "Nobody has brought a value yet." in page
    assert "In the framework" in page
    assert "Where does this come from?" not in page


def test_the_framework_definition_shows_evidence_mark_and_basis(visitor, plaza):
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SAF-09/")
    assert 'class="badge mark-' in page.split('id="definition"')[1]


def test_the_series_downloads_as_csv_with_all_columns(visitor, plaza):
    response = visitor.get("/cities/plaza/assessment/indicator/SAF-01/series.csv/")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert response["Content-Disposition"] == 'attachment; filename="generated-plaza-SAF-01.csv"'
    assert [row["value"] for row in rows if row["area"] == "whole"] == ["62.0", "68.0"]
    assert {row["indicator"] for row in rows} == {"SAF-01"}


def test_the_series_downloads_as_json_with_source_and_generated_mark(visitor, plaza):
    found = json.loads(
        visitor.get("/cities/plaza/assessment/indicator/SAF-01/series.json/").content
    )
    assert found["generated"] is True
    assert found["sources"][0]["licence"] == "CC-BY-4.0"
    assert len(found["observations"]) == 4


def test_a_cell_that_looks_like_a_formula_is_defused(visitor, db):
    factory.make_city(
        "plaza", rows=[factory.observation("SAF-01", "2023", 68.0, n=500, note="=1+1")]
    )
    response = visitor.get("/cities/plaza/assessment/indicator/SAF-01/series.csv/")
    assert "'=1+1" in response.content.decode()


def test_words_from_a_file_cannot_become_markup(visitor, db):
    factory.make_city(
        "plaza",
        rows=[factory.observation("SAF-01", "2023", 68.0, n=500, note="<script>alert(1)</script>")],
    )
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SAF-01/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_content_that_lacks_a_language_is_marked(visitor, db):
    who = factory.who()
    who = evidence.City(
        **{
            **{name: getattr(who, name) for name in who.__slots__},
            "wordings": (evidence.Wording("night", LanguageMap({"en": "Do you feel safe?"})),),
        }
    )
    rows = [factory.observation("SAF-01", "2023", 68.0, n=500, definition="night")]
    factory.keep(who, factory.places(), factory.table(rows))
    page = page_of(visitor, "/cities/plaza/assessment/indicator/SAF-01/", "es")
    assert '<span lang="en">Do you feel safe?</span>' in page
    assert "¿De dónde viene esto?" in page
