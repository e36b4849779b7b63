"""``paseo prevention measures|place|catalogue``: calls of the library, with exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.cli import main
from paseo.content.phrases import load_phrases
from paseo.prevention.measures.placement import load_placement

REGISTER = (
    "id,name,problem,level,orientation\nm1,Walks,street crime,general,positive\nm2,Talks,,,\n"
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    (tmp_path / "own.csv").write_text(REGISTER)
    return tmp_path / "own.csv"


def run(*arguments: object) -> int:
    return main(["prevention", *map(str, arguments)])


def test_a_register_goes_to_excel_and_back(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    excel, text = tmp_path / "out" / "own.xlsx", tmp_path / "back.csv"
    assert run("measures", register, "--out", excel, "--language", "es") == 0
    assert run("measures", excel, "--out", text) == 0
    assert text.read_text("utf-8").count("m1,Walks,street_crime,general_prevention,,positive") == 1
    said = capsys.readouterr()
    assert "2 medidas: 0 Calidad de vida, 1 Prevención general" in said.out
    assert "1 sin situar" in said.out
    assert "V910" in said.err


def test_check_writes_nothing_and_tells_notes_too(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register.write_text(REGISTER.replace("orientation", "orientation,uses", 1).replace(
        "positive", "positive,camera", 1
    ))  # fmt: skip
    assert run("measures", register, "--check", "--out", tmp_path / "no.csv") == 0
    assert "V923" in capsys.readouterr().out
    assert not (tmp_path / "no.csv").exists()


def test_an_error_refuses_the_whole_file(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register.write_text(REGISTER.replace("general", "first"))
    assert run("measures", register, "--out", tmp_path / "no.csv") == 1
    assert "V904" in capsys.readouterr().err
    assert not (tmp_path / "no.csv").exists()


@pytest.mark.parametrize(
    "arguments", [(), ("own.csv", "--out", "own.pdf"), ("--template", "form.csv")]
)
def test_what_cannot_be_meant_is_said(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("measures", *arguments) == 2
    assert capsys.readouterr().err


def test_a_template_is_written_without_a_city(tmp_path: Path) -> None:
    assert run("measures", "--template", tmp_path / "form.xlsx") == 0
    assert (tmp_path / "form.xlsx").read_bytes().startswith(b"PK")


def test_placing_asks_then_proposes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("place", "--problem", "street crime") == 0
    asked = capsys.readouterr().out
    assert "--without-crime yes|no" in asked
    assert "Exploratory walks with residents" in asked
    answers = ("--without-crime", "no", "--for-everyone", "yes", "--orientation", "positive")
    assert run("place", *answers, "--language", "es") == 0
    said = capsys.readouterr().out
    assert "Propuesto: Prevención general (2 según Deklerck" in said
    assert "--aim" in said
    assert "--orientation" not in said


def test_every_question_of_the_pack_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("place", "--help")
    told = capsys.readouterr().out
    form = load_placement()
    for one in (*form.questions, *form.choices):
        assert "--" + one.id.replace("_", "-") in told


def test_the_catalogue_is_filtered_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--problem", "traffic_danger", "--level", "reaction")
    assert run("catalogue", *asked) == 0
    listed = capsys.readouterr().out
    assert "speed-enforcement" in listed
    assert "calm-street-design" not in listed
    assert run("catalogue", "--search", "jeringuillas", "--format", "csv", "--language", "es") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "id", "outreach-drug-users", "needle-bins-clean-up",
    ]  # fmt: skip
    assert run("catalogue", *asked, "--language", "es") == 0
    spanish = capsys.readouterr().out
    assert "· elaborado" in spanish
    assert "composed" not in spanish
    assert run("catalogue", "--problem", "nightlife_disordr") == 2
    assert "Did you mean “nightlife_disorder”" in capsys.readouterr().err


def test_a_measure_without_orientation_is_counted_on_no_level(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register.write_text("id,name,problem,level\nm1,Walks,noise,reaction\n")
    assert run("measures", register) == 0
    said = capsys.readouterr()
    assert "0 Reaction; 1 not placed" in said.out
    assert "V937" in said.err


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_option_of_the_placement_is_explained(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASEO_LANGUAGE", language)
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit):
        run("place", "--help")
    shown = " ".join(capsys.readouterr().out.split())
    own = load_phrases("paseo.cli.prevention", "measures.yaml")
    said = [own.say(one, language) for one in own.ids() if one.startswith("place_")]
    assert len(said) == 8
    assert [one for one in said if one not in shown] == []
