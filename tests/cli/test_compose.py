"""``paseo questionnaire compose`` and ``wordings``: right packs, and unofficial anchors named."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.content.check import check

WORDS = """pack:
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
  source: survey
sources:
  - {id: survey, title: The questionnaire of the survey}
wordings:
  - questionnaire: paseo.block.trust
    question: tru_people
    language: es
    status: official
    text: Palabras oficiales
    options: {1: a, 2: b, 3: c, 4: d}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "packs").mkdir()
    monkeypatch.setenv("PASEO_HOME", str(tmp_path))
    return tmp_path


def compose(home: Path, *blocks: str, title: str = "en=Survey", language: str = "en") -> int:
    out = str(home / "survey.yaml")
    more = ["--id", "town.survey", "--title", title, "--title", "es=Encuesta", "--out", out]
    return main(["questionnaire", "compose", *blocks, *more, "--language", language])


def test_blocks_become_a_right_pack_and_unofficial_anchors_are_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compose(home, "trust", "area") == DONE
    said = capsys.readouterr()
    assert "Questions in the pack: 6." in said.out
    assert "“en”: tru_people, tru_neighbours, tru_police, tru_police_job." in said.err
    assert [str(problem) for problem in check(home / "survey.yaml")] == []


def test_words_that_the_workspace_holds_are_used_and_no_longer_warned_of(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "packs" / "words.yaml").write_text(WORDS, "utf-8")
    assert compose(home, "trust", language="es") == DONE
    assert "«es»: tru_neighbours, tru_police, tru_police_job." in capsys.readouterr().err
    assert "Palabras oficiales" in (home / "survey.yaml").read_text("utf-8")


def test_a_block_of_ones_own_is_named_by_its_file(home: Path) -> None:
    assert compose(home, "area") == DONE
    (home / "survey.yaml").rename(home / "own.yaml")
    assert compose(home, "trust", str(home / "own.yaml")) == DONE
    assert "area_code" in (home / "survey.yaml").read_text("utf-8")


def test_an_unknown_block_is_refused_and_nothing_is_written(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compose(home, "trusts") == REFUSED
    said = capsys.readouterr().out
    assert "P192" in said and "paseo.block.trust" in said
    assert not (home / "survey.yaml").exists()


@pytest.mark.parametrize("title", ["Survey", "english=Survey", "en= "])
def test_a_title_without_its_language_is_misuse(home: Path, title: str) -> None:
    try:
        ended = compose(home, "trust", title=title)
    except SystemExit as leaving:
        ended = int(leaving.code or 0)
    assert ended == MISUSED


def words(home: Path, *blocks: str, code: str = "es") -> int:
    out = str(home / "packs" / "words.yaml")
    more = ["--id", "town.wordings", "--words-in", code, "--out", out]
    return main(["questionnaire", "wordings", *blocks, *more])


def test_a_pack_of_words_is_right_as_it_stands_and_makes_nothing_official(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words(home, "trust", "harassment") == DONE
    assert "Questions to word: 8." in capsys.readouterr().out  # four anchors, two, two notes
    assert [str(problem) for problem in check(home / "packs" / "words.yaml")] == []
    assert compose(home, "trust") == DONE
    assert "“es”: tru_people, tru_neighbours" in capsys.readouterr().err


def test_what_is_entered_in_the_pack_is_what_is_asked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words(home, "trust", code="ca") == DONE
    path = home / "packs" / "words.yaml"
    text = path.read_text("utf-8")
    asked = "Most people in my city can be trusted. Do you agree?"
    assert asked in text
    text = text.replace(asked, "Paraules oficials").replace("status: own", "status: official", 1)
    path.write_text(text, "utf-8")
    assert compose(home, "trust") == DONE
    assert "“ca”: tru_neighbours, tru_police" in capsys.readouterr().err
    assert "Paraules oficials" in (home / "survey.yaml").read_text("utf-8")


def test_a_file_with_words_is_never_written_over(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words(home, "trust") == DONE
    before = (home / "packs" / "words.yaml").read_bytes()
    assert words(home, "harassment") == REFUSED
    assert (home / "packs" / "words.yaml").read_bytes() == before
    assert "already" in capsys.readouterr().err


def test_words_in_no_language_are_misuse(home: Path) -> None:
    assert words(home, "trust", code="spanish") == MISUSED
    assert not (home / "packs" / "words.yaml").exists()
