"""The commands as a person types them: what they print, what they leave behind, how they end."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from paseo.cli import DONE, MISUSED, REFUSED, STOPPED, main

ROOT = Path(__file__).resolve().parents[2]
MADRID = ROOT / "examples" / "madrid"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MADRID, tmp_path / "madrid"))


def test_assess_writes_every_file_and_says_how_much_is_known(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(city), "--out", str(tmp_path / "out")]) == DONE
    said = capsys.readouterr().out
    assert "Madrid: " in said
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "assessment.json",
        "report.html",
        "report.pdf",
        "report.docx",
        "observations.xlsx",
        "observations.csv",
        "observations.csv-metadata.json",
    }
    assert json.loads((tmp_path / "out" / "assessment.json").read_text("utf-8"))


def test_assess_in_spanish_writes_a_spanish_page(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert (
        main(["assess", str(city), "--out", str(out), "--formats", "html", "--language", "es"]) == 0
    )
    assert '<html lang="es">' in (out / "report.html").read_text("utf-8")


def test_a_folder_with_an_error_is_refused_with_its_row_and_nothing_is_written(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = city / "observations.csv"
    lines = table.read_text("utf-8").splitlines()
    head = lines[0].split(",")
    wrong = dict.fromkeys(head, "") | {
        "indicator": "SAF-01",
        "area": "madrid",
        "period": "2022",
        "value": "130",
    }
    table.write_text("\n".join([*lines, ",".join(wrong[name] for name in head)]) + "\n", "utf-8")
    assert main(["assess", str(city), "--out", str(tmp_path / "out")]) == REFUSED
    said = capsys.readouterr().out
    assert f"row {len(lines) + 1}" in said
    assert "130" in said
    assert not (tmp_path / "out").exists()


def test_assess_prints_warnings_before_its_result(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (city / "observations.csv").rename(city / "observations.xls")
    arguments = ["assess", str(city), "--out", str(tmp_path / "out"), "--formats", "json"]
    assert main(arguments) == DONE
    said = capsys.readouterr()
    assert "C339 warning observations.xls: " in said.err
    assert "Save it as .xlsx or .csv" in said.err
    assert "C310 warning" in said.err
    assert "C339" not in said.out


def test_an_unknown_format_is_named_with_the_choices(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["assess", str(city), "--out", str(tmp_path / "out"), "--formats", "pdff"])
    assert code == MISUSED
    assert "json, html, pdf, docx, xlsx, csv" in capsys.readouterr().err


def test_check_ends_with_one_when_something_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "pack.yaml"
    wrong.write_text("pack: [", "utf-8")
    assert main(["check", str(wrong), str(MADRID)]) == REFUSED
    assert "1 problem" in capsys.readouterr().out


def test_check_speaks_spanish(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nada.yaml"), "--language", "es"]) == REFUSED
    assert "No existe el archivo" in capsys.readouterr().out


def test_templates_come_one_per_dimension(tmp_path: Path) -> None:
    assert main(["template", "--city", str(MADRID), "--out", str(tmp_path / "forms")]) == DONE
    assert len(list((tmp_path / "forms").glob("madrid-*.xlsx"))) == 6


def test_an_unknown_dimension_is_named_with_the_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["template", "--city", str(MADRID), "--out", str(tmp_path), "--dimension", "safety"]
    assert main(arguments) == MISUSED
    assert "sense-of-safety" in capsys.readouterr().err


def test_without_an_extra_the_other_files_are_written_and_the_extra_is_named(
    city: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "paseo.report.files.missing_extra",
        lambda name: {"pdf": "pdf", "docx": "word"}.get(name, ""),
    )
    assert main(["assess", str(city), "--out", str(tmp_path / "out")]) == DONE
    assert "paseo[pdf]" in capsys.readouterr().err
    assert not (tmp_path / "out" / "report.pdf").exists()
    assert (tmp_path / "out" / "report.html").exists()
    asked = ["assess", str(city), "--out", str(tmp_path / "pdf"), "--formats", "pdf"]
    assert main(asked) == MISUSED
    assert not (tmp_path / "pdf").exists()


def test_a_command_that_is_stopped_says_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def interrupted(chosen: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("paseo.cli.index.run_build", interrupted, raising=True)
    code = main(["index", "build", "any.yaml", "--out", str(tmp_path / "out")])
    assert code == STOPPED
    assert capsys.readouterr().err.startswith("Stopped before it was done.")
    assert not (tmp_path / "out").exists()
