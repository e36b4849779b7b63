"""Places as GeoJSON: shapes, versions, the tree they form, and what can be wrong with them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from import_cases import a_city, faults, one_fault
from paseo.content.problems import Problems
from paseo.evidence import places_file
from paseo.evidence.area_drafts import join_drafts
from paseo.evidence.city import Area
from paseo.evidence.places_file import places_text, read_places

SQUARE = [[2.0, 41.0], [2.1, 41.0], [2.1, 41.1], [2.0, 41.1], [2.0, 41.0]]
BOW_TIE = [[2.0, 41.0], [2.1, 41.1], [2.1, 41.0], [2.0, 41.1], [2.0, 41.0]]


def polygon(ring: list[list[float]] = SQUARE) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def feature(
    id: Any = "a", level: str | None = "district", name: str | None = "A",
    geometry: Any = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    properties = {"id": id, "level": level, "name": name, **more}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def read(
    tmp_path: Path, *features: Any, text: str | None = None, **top: Any
) -> tuple[Problems, tuple[Area, ...]]:
    path = tmp_path / "places.geojson"
    data = {"type": "FeatureCollection", "features": list(features), **top}
    path.write_text(json.dumps(data) if text is None else text, "utf-8")
    problems = Problems()
    drafts = read_places(path, problems, "es")
    return problems, join_drafts(drafts, a_city(), problems)


def test_the_city_becomes_an_area_when_no_feature_is_one(tmp_path: Path) -> None:
    problems, areas = read(tmp_path, feature(geometry=polygon(), boundary="2021"))
    assert faults(problems) == []
    assert [(area.id, area.level) for area in areas] == [("vila", "city"), ("a", "district")]
    assert dict(areas[1].name) == {"es": "A"}  # a plain name is in the city's first language
    assert areas[1].boundaries[0].id == "2021"


def test_versions_of_one_area_are_its_boundaries(tmp_path: Path) -> None:
    old = feature(geometry=polygon(), boundary="2011", valid_to="2020-12-31")
    new = feature(geometry=polygon(), boundary="2021", valid_from="2021-01-01T00:00:00")
    problems, areas = read(tmp_path, old, new)
    assert faults(problems) == []
    assert [one.id for one in areas[1].boundaries] == ["2011", "2021"]
    assert str(areas[1].boundaries[1].valid_from) == "2021-01-01"


def test_names_in_several_languages_go_before_the_plain_one(tmp_path: Path) -> None:
    named = feature(name="x", **{"name@en": "Centre", "name@es": "Centro"})
    _, areas = read(tmp_path, named)
    assert dict(areas[1].name) == {"en": "Centre", "es": "Centro"}


@pytest.mark.parametrize(
    ("features", "codes"),
    [
        ([feature(id=None)], ["G502"]),
        ([{"type": "Feature"}, 7], ["G502", "G502"]),
        ([feature(level="street")], ["G503"]),
        ([feature(parent="b")], ["G504"]),
        ([feature("vila-01"), feature("b", parent="vila-1")], ["G520"]),
        ([feature(parent="b"), feature("b", parent="a")], ["G505"]),
        ([feature(parent="a")], ["G505"]),
        ([feature("b", "neighbourhood"), feature(parent="b")], ["G506"]),
        ([feature(boundary="x"), feature(boundary="x")], ["G507"]),
        ([feature(geometry=polygon(BOW_TIE))], ["G508"]),
        ([feature(geometry={"type": "GeometryCollection", "geometries": []})], ["G509"]),
        ([feature(geometry={"type": "Polygon", "coordinates": [[1, 2]]})], ["G509"]),
        ([feature(geometry={"type": "Polygon", "coordinates": "x"})], ["G509"]),
        ([feature(geometry={"type": "Polygon", "coordinates": []})], ["G509"]),
        ([feature(geometry=polygon([[2.0, 41.0]] * 4))], ["G509"]),
        ([feature(geometry={"type": "Point", "coordinates": [392000, 5820000]})], ["G510"]),
        ([feature(geometry={"type": "Point", "coordinates": [41.4, 2.2]})], ["G512"]),
        ([feature(boundary="x", valid_from="2021-01-01", valid_to="2020-01-01")], ["G513"]),
        ([feature(boundary="x"), feature(name="B", boundary="y")], ["G514"]),
        ([feature(boundary="x", valid_from="soon")], ["G515"]),
        ([feature("a", "city"), feature("b", "city")], ["G516"]),
        ([feature(name=None)], ["G518"]),
        ([feature(level=None)], ["G518"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_number(tmp_path: Path, features: list[Any], codes: list[str]) -> None:
    assert [code for code, _ in faults(read(tmp_path, *features)[0])] == codes


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"features": 3}', "[" * 100_000])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(read(tmp_path, text=text)[0]) == [("G501", None)]


def test_a_mended_shape_says_what_was_wrong(tmp_path: Path) -> None:
    problems, areas = read(tmp_path, feature(geometry=polygon(BOW_TIE)))
    assert one_fault(problems, "G508").values["reason"] == "Self-intersection"
    geometry = areas[1].boundaries[0].geometry
    assert geometry is not None
    assert geometry.is_valid


def test_another_reference_system_is_converted(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    # By definition of UTM zone 33 easting 500 000 is the meridian 15 E, northing 0 the equator;
    # 52 N lies 5 763 343.55 m from it on GRS 80 (meridian arc), times the scale 0.9996.
    drawn = {"type": "Point", "coordinates": [500_000.0, 5_763_343.55 * 0.9996]}
    problems, areas = read(tmp_path, feature(geometry=drawn), crs=crs)
    assert faults(problems) == [("G517", None)]
    point = areas[1].boundaries[0].geometry
    assert point is not None
    assert point.bounds[:2] == pytest.approx((15.0, 52.0), abs=1e-6)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_wgs84_under_its_names_is_left_alone(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    problems, areas = read(tmp_path, feature(geometry=polygon()), crs=crs)
    assert faults(problems) == []
    assert areas[1].boundaries[0].geometry is not None


def test_an_unknown_reference_system_is_refused(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:999999"}}
    assert ("G511", None) in faults(read(tmp_path, feature(geometry=polygon()), crs=crs)[0])


def test_without_the_extra_other_coordinates_are_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyproj", None)
    crs = {"type": "name", "properties": {"name": "EPSG:25833"}}
    problem = one_fault(read(tmp_path, feature(), crs=crs)[0], "G519")
    assert "paseo[geo]" in problem.mend()


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_file, "MOST_PLACES_BYTES", 10)
    assert faults(read(tmp_path, feature())[0]) == [("T201", None)]


def test_what_is_written_is_geojson_with_a_name_that_a_gis_shows(tmp_path: Path) -> None:
    _, areas = read(tmp_path, feature(geometry=polygon(), boundary="2021"))
    data = json.loads(places_text(areas))
    assert data["features"][0]["properties"]["name"] == "A"
    assert data["features"][0]["geometry"] == polygon()
