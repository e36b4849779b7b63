"""City folders: read whole or refused with every reason; nothing in them is changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from import_cases import TODAY, faults, one_fault
from paseo.content.problems import Problems, Refused
from paseo.content.schema import load_schema
from paseo.evidence.city_file import city_text
from paseo.evidence.city_folder import (
    check_city_folder,
    inspect_city_folder,
    read_city_folder,
    write_city_folder,
)
from paseo.evidence.vocabulary import Vocabulary

CITY = """\
format: 1
id: vila
name: Vila
country: ES
languages: [es, en]
sources:
  - {id: police, title: {en: Police register}}
"""
TABLE = "indicator,area,period,value,source\nSEC-01,vila,2023,4.5,police\n"

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(city: str | None = CITY, **files: str) -> Path:
        path = tmp_path / "vila"
        path.mkdir()
        if city is not None:
            (path / "city.yaml").write_text(city, "utf-8")
        for name, text in (files or {"observationsDOTcsv": TABLE}).items():
            (path / name.replace("DOT", ".").replace("DASH", "-")).write_text(text, "utf-8")
        return path

    return make


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def checked(path: Path, vocabulary: Vocabulary) -> Problems:
    before = contents(path) if path.is_dir() else {}
    problems = check_city_folder(path, vocabulary, TODAY)
    assert (contents(path) if path.is_dir() else {}) == before
    return problems


def test_a_small_folder_is_read(folder: Folder, vocabulary: Vocabulary) -> None:
    evidence = read_city_folder(folder(), vocabulary, TODAY)
    assert evidence.city.name["es"] == "Vila"  # a plain text is in the first language
    assert evidence.city_area.id == "vila"
    assert evidence.observations["value"].to_list() == [4.5]


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("kind: [a]", "P123", 8),
        ("colour: red", "P121", 8),
        ("depth: deep", "P124", 8),
        ("generated: maybe", "P123", 8),
        ("population: [{year: 2023}]", "P122", 8),
        ("population: [{year: 2023, residents: -1}]", "P130", 8),
        ("framework: other.framework", "C309", 8),
        ("not_in_remit: [SEC-99]", "C308", 8),
        ("breaks: [{indicators: ['*'], period: 2018, reason: x, source: nobody}]", "C308", 8),
        ("wordings: [{id: q, text: x}, {id: q, text: y}]", "P136", 8),
        ("thresholds: {survey: 0}", "P130", 8),
        ("thresholds: {surveys: 40}", "P121", 8),
        ("thresholds: {survey: 29}", "C338", 8),
        ("areas: [{id: a, name: A}]", "G518", 8),
        ("areas: [{id: a, name: A, level: street}]", "P124", 8),
    ],
)
def test_each_fault_of_city_yaml_has_its_number_and_line(
    folder: Folder, vocabulary: Vocabulary, line: str, code: str, at: int
) -> None:
    problems = checked(folder(CITY + line + "\n"), vocabulary)
    assert one_fault(problems, code).place.line == at


def test_a_reference_that_leads_nowhere_names_what_is_near(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    problems = checked(folder(CITY + "not_in_remit: [SEC01]\n"), vocabulary)
    assert str(one_fault(problems, "C308")) == (
        "C308 city.yaml line 8 (not_in_remit/1):"
        " “not_in_remit” names “SEC01”, which does not exist."
        " Correct it or add the entry that it names. Known and similar: SEC-01 (Recorded thefts)."
    )


def test_a_threshold_below_the_least_says_which_one_is_used(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    problems = checked(folder(CITY + "thresholds: {register: 3, survey: 30}\n"), vocabulary)
    problem = one_fault(problems, "C338")
    assert problem.severity == "warning"
    assert problem.values == {"name": "register", "value": 3, "least": 5}


def test_a_misspelt_threshold_is_refused_with_the_one_meant(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    problem = one_fault(checked(folder(CITY + "thresholds: {surveys: 40}\n"), vocabulary), "P121")
    assert "survey" in problem.mend()
    assert "register" in problem.mend()


def test_an_empty_city_file_is_told_to_be_filled(folder: Folder, vocabulary: Vocabulary) -> None:
    problem = one_fault(checked(folder(""), vocabulary), "P102")
    assert "list of parts" not in problem.mend("en")
    assert "lista de partes" not in problem.mend("es")


@pytest.mark.parametrize("name", ["observations.xls", "Data.ods"])
def test_a_table_of_a_kind_that_is_not_read_is_named_and_nothing_is_observed(
    folder: Folder, vocabulary: Vocabulary, name: str
) -> None:
    problems = checked(folder(**{name: "x"}), vocabulary)
    assert faults(problems) == [("C339", None), ("C310", None)]
    assert name in one_fault(problems, "C339").sentence()


def test_norway_is_a_country_and_not_a_no(folder: Folder, vocabulary: Vocabulary) -> None:
    evidence = read_city_folder(folder(CITY.replace("ES", "NO")), vocabulary, TODAY)
    assert evidence.city.country == "NO"


def test_a_folder_that_is_none_and_one_without_city_yaml(
    folder: Folder, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    assert faults(checked(tmp_path / "nowhere", vocabulary)) == [("C302", None)]
    assert faults(checked(folder(None), vocabulary)) == [("C301", None)]


def test_a_folder_without_observations_is_a_city_not_assessed(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    path = folder(readmeDOTmd="x")
    problems = checked(path, vocabulary)
    assert faults(problems) == [("C310", None)]
    assert read_city_folder(path, vocabulary, TODAY).observations.is_empty()


def test_two_whole_tables_are_refused(folder: Folder, vocabulary: Vocabulary) -> None:
    problems = checked(folder(observationsDOTcsv=TABLE, ObservationsDOTtxt=TABLE), vocabulary)
    assert one_fault(problems, "C311").values == {
        "first": "observations.csv", "second": "Observations.txt",
    }  # fmt: skip


def test_parts_are_one_table_and_duplicates_name_the_file(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    parts = {"observationsDASHaDOTcsv": TABLE, "observationsDASHbDOTcsv": TABLE}
    problem = one_fault(checked(folder(**parts), vocabulary), "O410")
    assert (problem.place.file, problem.place.row) == ("observations-b.csv", 2)
    assert problem.values["other"] == "observations-a.csv 2"


def test_a_table_under_another_name_is_pointed_out(folder: Folder, vocabulary: Vocabulary) -> None:
    problems = checked(folder(observationsDOTcsv=TABLE, dataDOTcsv=TABLE), vocabulary)
    assert one_fault(problems, "C312").values == {"name": "data.csv"}


def test_a_refusal_carries_every_problem(folder: Folder, vocabulary: Vocabulary) -> None:
    bad = TABLE + "SEC-01,vila,2022,-1,police\nXX,vila,2021,1,police\n"
    path = folder(observationsDOTcsv=bad)
    before = contents(path)
    with pytest.raises(Refused) as refused:
        read_city_folder(path, vocabulary, TODAY)
    assert faults(refused.value.problems) == [("O403", 4), ("O412", 3)]
    assert contents(path) == before
    found = inspect_city_folder(path, vocabulary, TODAY)
    assert found.evidence is None
    assert found.checked is not None
    assert found.checked.observations.height == 3


def test_writing_over_a_folder_needs_permission_and_keeps_other_files(
    folder: Folder, vocabulary: Vocabulary
) -> None:
    path = folder(observationsDOTcsv=TABLE, notesDOTmd="ours")
    (path / "plans").mkdir()
    (path / "plans" / "square.pdf").write_bytes(b"%PDF")
    evidence = read_city_folder(path, vocabulary, TODAY)
    before = contents_deep(path)
    with pytest.raises(Refused, match="C313"):
        write_city_folder(evidence, path)
    assert contents_deep(path) == before
    write_city_folder(evidence, path, table="xlsx", replace=True)
    assert sorted(file.name for file in path.iterdir()) == [
        "city.yaml", "notes.md", "observations.xlsx", "plans",
    ]  # fmt: skip
    assert (path / "plans" / "square.pdf").read_bytes() == b"%PDF"
    assert [one.name for one in path.parent.iterdir()] == ["vila"]


def contents_deep(path: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()
    }


def test_a_text_too_long_for_excel_is_refused_and_nothing_is_left(
    folder: Folder, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    table = TABLE.replace("source", "source,note").replace("police\n", f"police,{'x' * 40_000}\n")
    evidence = read_city_folder(folder(observationsDOTcsv=table), vocabulary, TODAY)
    with pytest.raises(Refused, match="T233"):
        write_city_folder(evidence, tmp_path / "new", table="xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["vila"]


def test_what_is_written_fits_the_published_schema(folder: Folder, vocabulary: Vocabulary) -> None:
    import yaml

    evidence = read_city_folder(folder(), vocabulary, TODAY)
    schema = load_schema("city.json", "paseo.evidence")
    Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(yaml.safe_load(city_text(evidence.city, evidence.areas))))
    Draft202012Validator(schema).validate(data)
