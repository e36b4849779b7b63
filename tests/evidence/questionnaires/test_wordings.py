"""Words that a city enters: which question they reach, and when an anchor is official."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.content.store import store
from paseo.evidence.questionnaires.blocks import BLOCKS, compose
from paseo.evidence.questionnaires.pack import build_questionnaire, load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.wordings import (
    Wordings,
    anchor_warning,
    build_wordings,
    unofficial_anchors,
    with_wordings,
)
from paseo.evidence.questionnaires.xlsform import read_xlsform, to_pack_yaml, write_xlsform

HEAD = """pack:
  format: 1
  id: town.wordings
  kind: wordings
  version: 1.0.0
  published: 2026-11-25
  language: es
  languages: [es]
  title: Palabras
  provider: A town
  licence: CC-BY-4.0
  evidence: adapted
sources:
  - {id: eurostat, title: The questionnaire of the survey, publisher: Eurostat, year: 2023}
wordings:
"""
FOUR = "{1: A, 2: B, 3: C, 4: D}"


def wordings(folder: Path, *entries: str, name: str = "w") -> Wordings:
    """Write entries (question language status text [options]) as a pack and read it."""
    text = HEAD
    for entry in entries:
        target, asked, language, status, words, *options = entry.split("|")
        text += f"  - questionnaire: {BLOCKS}{target}\n    question: {asked}\n"
        text += f"    language: {language}\n    status: {status}\n    text: {words}\n"
        text += f"    options: {options[0]}\n" if options else ""
        text += "    source: eurostat\n"
    path = folder / f"{name}.yaml"
    path.write_text(text, "utf-8")
    pack, problems = store().read(path)
    assert pack is not None, [str(problem) for problem in problems]
    return build_wordings(pack)


@pytest.fixture
def dark() -> Questionnaire:
    return load_questionnaire(BLOCKS + "after-dark-safety")


def of(questionnaire: Questionnaire, id: str) -> Question:
    found = questionnaire.question(id)
    assert found is not None
    return found


OFFICIAL = f"after-dark-safety|dark_city|es|official|Palabras oficiales|{FOUR}"
OWN = f"after-dark-safety|dark_city|es|own|Palabras propias|{FOUR}"


def test_what_we_ship_is_unofficial_in_every_language(dark: Questionnaire) -> None:
    for language in ("en", "es", "fi"):
        found = [one.id for one in unofficial_anchors(dark, language)]
        assert found == ["dark_area", "dark_city", "dark_neighbourhood"]


def test_official_words_replace_ours_and_make_the_anchor_official_in_that_language_only(
    tmp_path: Path, dark: Questionnaire
) -> None:
    made = with_wordings(dark, [wordings(tmp_path, OFFICIAL)])
    found = of(made, "dark_city")
    assert found.text["es"] == "Palabras oficiales" and found.text["en"].startswith("I feel safe")
    assert found.options is not None
    assert [one.label["es"] for one in found.options.options] == ["A", "B", "C", "D"]
    assert [one.id for one in unofficial_anchors(made, "es")] == ["dark_area", "dark_neighbourhood"]
    assert len(unofficial_anchors(made, "en")) == 3
    assert made.sources["town.wordings.eurostat"]["es"] == "The questionnaire of the survey"
    assert found.sources[-1].id == "town.wordings.eurostat" and found.sources[-1].detail == "es"


def test_own_words_are_used_and_the_warning_stays(tmp_path: Path, dark: Questionnaire) -> None:
    made = with_wordings(dark, [wordings(tmp_path, OWN)])
    found = of(made, "dark_city")
    assert found.text["es"] == "Palabras propias"
    assert "urb-percep.night-city" in anchor_warning(found, "es", "en")
    assert "oficial" in anchor_warning(found, "es", "es")


def test_no_warning_stands_beside_official_words_or_a_question_that_is_no_anchor(
    tmp_path: Path, dark: Questionnaire
) -> None:
    made = with_wordings(dark, [wordings(tmp_path, OFFICIAL)])
    assert anchor_warning(of(made, "dark_city"), "es", "en") == ""
    assert anchor_warning(of(made, "dark_city"), "en", "en") != ""
    assert anchor_warning(of(made, "dark_out"), "es", "en") == ""


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_official_words_win_over_own_ones_in_any_order(
    tmp_path: Path, dark: Questionnaire, order: tuple[int, int]
) -> None:
    packs = [wordings(tmp_path, OFFICIAL, name="a"), wordings(tmp_path, OWN, name="b")]
    made = with_wordings(dark, [packs[at] for at in order])
    assert of(made, "dark_city").text["es"] == "Palabras oficiales"
    assert of(made, "dark_city").official == ("es",)


def test_own_words_take_the_place_of_official_ones_that_are_no_longer_entered(
    tmp_path: Path, dark: Questionnaire
) -> None:
    once = with_wordings(dark, [wordings(tmp_path, OFFICIAL, name="a")])
    then = with_wordings(once, [wordings(tmp_path, OWN, name="b")])
    assert of(then, "dark_city").official == ()


def test_another_language_is_added_and_every_other_text_falls_back(
    tmp_path: Path, dark: Questionnaire
) -> None:
    entry = "after-dark-safety|dark_out|eu|own|Zenbat aldiz?"
    made = with_wordings(dark, [wordings(tmp_path, entry)])
    assert made.languages == ("en", "es", "eu")
    assert of(made, "dark_out").text["eu"] == "Zenbat aldiz?"
    assert "eu" not in of(made, "dark_area").text


def test_words_of_a_block_reach_the_survey_that_is_made_of_it(tmp_path: Path) -> None:
    blocks = [load_questionnaire(BLOCKS + name) for name in ("day-night", "after-dark-safety")]
    survey = compose(blocks, "town.survey", {"en": "Survey"})
    entry = "after-dark-safety|dark_out|es|own|¿Sale usted?"
    made = with_wordings(survey, [wordings(tmp_path, OFFICIAL, entry)])
    assert of(made, "dark_city").official == ("es",)
    assert of(made, "dark_out").text["es"] == "¿Sale usted?"


def test_words_of_an_anchor_reach_it_in_every_block_that_asks_it(tmp_path: Path) -> None:
    pair = load_questionnaire(BLOCKS + "day-night")
    entry = f"after-dark-safety|dark_area|es|official|¿Qué seguridad siente?|{FOUR}"
    made = with_wordings(pair, [wordings(tmp_path, entry)])
    assert of(made, "dark_area").official == ("es",)
    assert of(made, "day_area").text == of(pair, "day_area").text


def test_a_question_of_the_same_id_in_other_words_is_left_alone(
    tmp_path: Path, dark: Questionnaire
) -> None:
    entry = "trust|tru_help|es|own|Otras palabras"
    assert with_wordings(dark, [wordings(tmp_path, entry)]) == dark


def test_official_words_survive_being_saved_as_a_pack(tmp_path: Path, dark: Questionnaire) -> None:
    made = with_wordings(dark, [wordings(tmp_path, OFFICIAL)])
    path = tmp_path / "saved.yaml"
    path.write_text(to_pack_yaml(made), "utf-8")
    pack, problems = store().read(path)
    assert pack is not None, [str(problem) for problem in problems]
    assert build_questionnaire(pack) == made


def test_official_words_survive_the_way_through_an_xlsform(
    tmp_path: Path, dark: Questionnaire
) -> None:
    made = with_wordings(dark, [wordings(tmp_path, OFFICIAL)])
    assert [str(problem) for problem in write_xlsform(made, tmp_path / "form.xlsx")] == []
    assert read_xlsform(tmp_path / "form.xlsx").questionnaire == made
