"""A city's measures are read against its own areas, with the grounds that lie beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.check import check
from paseo.evidence.vocabulary import Vocabulary
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.city import read_city_measures
from paseo.prevention.measures.shapes import shapes_text

CITY = """format: 1
id: town
name: {en: Town, es: Villa}
country: ES
areas:
  - {id: north, name: {en: North, es: Norte}, level: district}
sources:
  - {id: s, title: {en: Survey, es: Encuesta}}
"""
OBSERVATIONS = "indicator,area,period,value,unit,source\nSAF-01,town,2023,70,percent,s\n"
GROUNDS = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "m1"}, '
    '"geometry": {"type": "Point", "coordinates": [4.48, 51.03]}}]}'
)


@pytest.fixture(scope="module")
def terms() -> Vocabulary:
    return vocabulary(load_framework())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "city.yaml").write_text(CITY)
    (tmp_path / "observations.csv").write_text(OBSERVATIONS)
    (tmp_path / "measures.csv").write_text(
        "id,name,problem,level,orientation,area\n"
        "m1,Walks,street crime,general prevention,positive,Norte\n"
    )
    (tmp_path / "measures.geojson").write_text(GROUNDS)
    return tmp_path


def test_a_folder_gives_city_areas_and_measures_with_their_grounds(
    folder: Path, terms: Vocabulary
) -> None:
    found = read_city_measures(folder, terms, load_catalogue())
    assert [str(one) for one in found.problems] == []
    assert found.city is not None
    assert found.city.id == "town"
    one = found.register.measure("m1")
    assert (one.area, one.problem) == ("north", "street_crime")
    assert one.shape is not None
    assert one.shape.wkt == "POINT (4.48 51.03)"


def test_a_file_beside_a_city_is_read_against_that_city(folder: Path, terms: Vocabulary) -> None:
    found = read_city_measures(folder / "measures.csv", terms, load_catalogue())
    assert found.register.measure("m1").area == "north"


def test_a_file_alone_is_read_without_a_city(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (folder / "measures.csv").rename(alone / "own.csv")
    found = read_city_measures(alone / "own.csv")
    assert found.city is None
    assert found.register.measure("m1").area == "Norte"


def test_grounds_are_written_as_they_are_read(folder: Path, terms: Vocabulary) -> None:
    before = read_city_measures(folder, terms).register
    (folder / "measures.geojson").write_text(shapes_text(before))
    assert read_city_measures(folder, terms).register.measures == before.measures


def test_the_city_folder_does_not_wonder_about_the_register(folder: Path) -> None:
    assert [one.code for one in check(folder)] == []
    assert [one.code for one in check(folder / "measures.csv")] == []
    (folder / "measures.csv").write_text("id,name,level\nm1,Walks,first\n")
    assert [one.code for one in check(folder / "measures.csv")] == ["V904", "V910", "V911"]


def test_every_fault_of_a_city_is_told_and_nothing_raised(folder: Path, terms: Vocabulary) -> None:
    (folder / "city.yaml").write_text("id: town\n")
    found = read_city_measures(folder, terms)
    assert found.evidence is None
    assert found.problems.errors
    assert len(found.register) == 1
