"""``paseo survey`` from the command line."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from paseo.cli import main
from survey_town import respondents, written

EXAMPLE = Path(__file__).parents[2] / "examples" / "survey"


def test_check_says_what_is_wrong_and_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, pack = written(tmp_path)
    assert main(["survey", "check", str(table), "--mapping", str(pack)]) == 0
    assert "S717" in capsys.readouterr().out
    respondents().drop("weight").write_csv(table)
    assert main(["survey", "check", str(table), "--mapping", str(pack)]) == 1
    assert "S702" in capsys.readouterr().out


def test_estimate_writes_observations_and_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("svy")
    table, pack = written(tmp_path)
    out = tmp_path / "out"
    arguments = ["survey", "estimate", str(table), "--mapping", str(pack), "--out", str(out)]
    assert main([*arguments, "--formats", "csv,html", "--language", "es"]) == 0
    assert "cerca de la mitad" in capsys.readouterr().out
    assert sorted(one.name for one in out.iterdir()) == ["observations.csv", "survey.html"]
    assert main([*arguments, "--formats", "doc"]) == 2


def test_the_example_goes_from_answers_to_an_assessment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("svy")
    import yaml

    town = tmp_path / "town"
    answers, mapping = EXAMPLE / "answers.csv", EXAMPLE / "mapping.yaml"
    arguments = ["survey", "estimate", str(answers), "--mapping", str(mapping)]
    assert main([*arguments, "--out", str(town), "--formats", "csv,yaml", "--generated"]) == 0
    additions = yaml.safe_load((town / "city-additions.yaml").read_text("utf-8"))
    (town / "city-additions.yaml").unlink()
    city = {
        "format": 1, "id": "city", "name": {"en": "Generated town"}, "country": "ES",
        "languages": ["en"], "depth": "full", "generated": True,
        "areas": [{"id": f"D0{at}", "name": f"District {at}", "level": "district"}
                  for at in range(1, 7)],
        **additions,
    }  # fmt: skip
    (town / "city.yaml").write_text(yaml.safe_dump(city), "utf-8")
    assert main(["assess", str(town), "--out", str(tmp_path / "out"), "--formats", "json"]) == 0
    said = capsys.readouterr()
    assert "error" not in said.err
    assert "Generated town" in said.out


def test_without_svy_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "svy", None)
    table, pack = written(tmp_path)
    arguments = ["survey", "estimate", str(table), "--mapping", str(pack)]
    assert main([*arguments, "--out", str(tmp_path / "out"), "--formats", "csv"]) == 2
    assert "pip install 'paseo[survey]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_plan_is_said_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "plan.xlsx"
    arguments = ["survey", "plan", "--margin", "5", "--deff", "1", "--out", str(out)]
    assert main([*arguments, "--districts", "centre=40000,port=12000"]) == 0
    assert "382 interviews" in capsys.readouterr().out and out.is_file()
    assert main(["survey", "plan", "--districts", "centre"]) == 2
    assert main(["survey", "plan", "--margin", "0"]) == 1


def test_districts_are_modelled_and_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("svy")
    folder = tmp_path / "survey"
    shutil.copytree(EXAMPLE, folder)
    covariates = folder / "covariates.csv"
    lines = [f"D0{at},{at % 3}" for at in range(1, 7)]
    covariates.write_text("area,lit\n" + "\n".join(lines) + "\n", "utf-8")
    arguments = [
        "survey", "small-area", str(folder / "answers.csv"), "--mapping",
        str(folder / "mapping.yaml"), "--indicator", "SAF-02", "--covariates", str(covariates),
        "--out", str(tmp_path / "out"),
    ]  # fmt: skip
    assert main(arguments) == 0
    assert "modelled" in capsys.readouterr().out
    text = (tmp_path / "out" / "modelled-SAF-02.csv").read_text("utf-8")
    assert text.count("-modelled") == 6
