"""Which city lies around a file, and whether it was invented."""

from __future__ import annotations

import pytest

from paseo.evidence.city_around import city_around, generated_around, is_generated, place_of

HEAD = "format: 1\nid: alder\nlanguages: [es, en]\n"


def folder_with(tmp_path, text):
    (tmp_path / "city.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("inside", ["partners.csv", "quality/rater-1.csv"])
def test_a_file_in_the_folder_or_in_one_of_its_folders_is_the_citys(tmp_path, inside):
    folder = folder_with(tmp_path, HEAD + "name: Aliso\ngenerated: true\n")
    found = city_around(folder / inside)
    assert dict(found.name) == {"es": "Aliso"}  # a bare name is in the city's first language
    assert generated_around(folder / inside)


def test_further_down_a_file_is_nobodys(tmp_path):
    folder = folder_with(tmp_path, HEAD + "name: Aliso\ngenerated: true\n")
    assert city_around(folder / "a" / "b" / "rater-1.csv") is None
    assert not generated_around(folder / "a" / "b" / "rater-1.csv")


@pytest.mark.parametrize("said", ["", "generated: false\n", 'generated: "true"\n'])
def test_a_city_is_generated_only_where_its_file_says_true(tmp_path, said):
    folder = folder_with(tmp_path, HEAD + "name: {en: Alder}\n" + said)
    assert not generated_around(folder / "partners.csv")
    assert str(city_around(folder / "partners.csv").name) == "Alder"


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "name: Alder\n", "\x00"])
def test_a_file_that_is_no_city_is_none(tmp_path, text):
    folder = folder_with(tmp_path, text)
    assert city_around(folder / "partners.csv") is None


def test_a_name_that_is_none_leaves_the_place_empty(tmp_path):
    folder = folder_with(tmp_path, HEAD + "name: [1]\n")
    assert not city_around(folder / "partners.csv").name


def test_a_place_is_what_was_named_else_the_city_around(tmp_path):
    folder = folder_with(tmp_path, HEAD + "name: {en: Alder, es: Aliso}\n")
    assert dict(place_of("Villa", folder / "a.csv", "es")) == {"es": "Villa"}
    assert place_of("", folder / "a.csv", "es").read("es").words == "Aliso"
    assert not place_of("", tmp_path.parent / "x" / "y" / "a.csv", "es")


@pytest.mark.parametrize(("said", "expected"), [("TRUE", True), ("1", True), ("0", False)])
def test_a_fact_says_it_in_several_ways(said, expected):
    assert is_generated(said) is expected
