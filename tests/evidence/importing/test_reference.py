"""What other programs rely on: the published schemas and pages agree with what is read."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from paseo.content.problems import catalogue
from paseo.evidence import columns
from paseo.evidence.tables import headers

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "reference"
SCHEMAS = resources.files("paseo.evidence").joinpath("schemas")
# Above C319 stand problems of other writers of city folders.
IMPORT_CODES = [code for code in catalogue() if code[0] in "TOG" or "C300" < code < "C320"]


def test_the_table_schema_lists_the_columns_in_their_order_and_types() -> None:
    schema = json.loads(SCHEMAS.joinpath("observations.json").read_text("utf-8"))
    assert [one["name"] for one in schema["fields"]] == list(columns.COLUMNS)
    types = {"string": "String", "number": "Float64"}
    for field in schema["fields"]:
        assert str(columns.SCHEMA[field["name"]]) == types[field["type"]]
    required = [
        one["name"] for one in schema["fields"] if one.get("constraints", {}).get("required")
    ]
    assert required == list(columns.REQUIRED)
    assert schema["uniqueKeys"] == [list(columns.KEY)]


@pytest.mark.parametrize("name", ["city.json", "places.json"])
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMAS.joinpath(name).read_text("utf-8")))


@pytest.mark.parametrize("city", ["berlin"])
def test_the_places_of_the_demonstration_fit_their_schema(city: str) -> None:
    schema = json.loads(SCHEMAS.joinpath("places.json").read_text("utf-8"))
    data = json.loads((ROOT / "examples" / city / "places.geojson").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)


@pytest.mark.parametrize("column", [*columns.COLUMNS, columns.CITY])
def test_every_column_is_named_and_explained_in_both_languages(column: str) -> None:
    for words in (headers.label(column), headers.help_of(column)):
        assert words["en"]
        assert words["es"]
    assert headers.column_of(headers.label(column)["es"]) == column


def test_the_page_on_observations_explains_every_column_and_status() -> None:
    page = (DOCS / "observations.md").read_text("utf-8")
    missing = [name for name in (*columns.COLUMNS, *columns.STATUSES) if f"`{name}`" not in page]
    assert missing == []


def test_the_page_on_city_folders_explains_every_field() -> None:
    page = (DOCS / "city-folder.md").read_text("utf-8")
    schema = json.loads(SCHEMAS.joinpath("city.json").read_text("utf-8"))
    assert [name for name in schema["properties"] if f"`{name}`" not in page] == []


def test_every_problem_of_an_import_is_raised_in_a_test() -> None:
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in IMPORT_CODES if f'"{code}"' not in tests] == []


@pytest.mark.parametrize("code", IMPORT_CODES)
def test_every_problem_has_equal_values_in_both_languages(code: str) -> None:
    kind = catalogue()[code]
    for words in (kind.sentence, kind.mend):
        names = [set(re.findall(r"%\((\w+)\)s", words[language])) for language in ("en", "es")]
        assert names[0] == names[1]
