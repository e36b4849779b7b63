"""``paseo checklist`` as a person types it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from paseo.cli import DONE, MISUSED, REFUSED, main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BERLIN = EXAMPLES / "berlin"
ANSWERS = str(BERLIN / "checklist.yaml")


def plan(*more: str) -> int:
    return main(["checklist", "plan", ANSWERS, "--city", str(BERLIN), *more])


def test_plan_writes_four_documents_and_a_folder_for_each_owner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert plan("--out", str(out), "--formats", "html,docx") == DONE
    said = capsys.readouterr().out
    assert "Berlin: 30 indicators (rapid set), quick wins: 1." in said
    names = {str(one.relative_to(out)) for one in out.rglob("*") if one.is_file()}
    for name in ("plan", "maturity", "method", "answers"):
        assert {f"{name}.html", f"{name}.docx"} <= names
    police = "requests/polizei-berlin"
    assert {f"{police}/letter.html", f"{police}/values.xlsx", f"{police}/questions.xlsx"} <= names
    assert not [name for name in names if Path(name).name.startswith(".")]
    assert len([line for line in said.splitlines() if line.startswith("  ")]) == len(names)
    openpyxl.load_workbook(out / police / "values.xlsx")


def test_decisions_change_the_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text("depth: standard\nproposals: {}\n", "utf-8")
    out = str(tmp_path / "out")
    assert plan("--out", out, "--formats", "html", "--decisions", str(decisions)) == DONE
    assert "80 indicators (standard set)" in capsys.readouterr().out


def test_answers_that_would_be_lost_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "answers.yaml"
    wrong.write_text("answers: {A77: council}", "utf-8")
    out = tmp_path / "out"
    assert main(["checklist", "plan", str(wrong), "--out", str(out)]) == REFUSED
    assert "K761" in capsys.readouterr().out
    assert not out.exists()


def test_an_unknown_format_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("--out", str(tmp_path / "out"), "--formats", "odt") == MISUSED
    assert "odt" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_an_empty_form_comes_back_without_answers(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / f"form.{ending}"
    assert main(["checklist", "form", "--out", str(form), "--language", "es"]) == DONE
    assert form.stat().st_size
    out = tmp_path / "out"
    assert main(["checklist", "plan", str(form), "--out", str(out), "--formats", "html"]) == DONE
    assert "not stated" in (out / "method.html").read_text("utf-8")


def test_a_form_of_another_ending_is_refused(tmp_path: Path) -> None:
    assert main(["checklist", "form", "--out", str(tmp_path / "form.odt")]) == MISUSED


def test_an_answer_that_no_option_has_keeps_every_document_from_being_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.yaml"
    right = (EXAMPLES / "checklist" / "generated-town.yaml").read_text("utf-8")
    answers.write_text(right.replace("A3: {value: council", "A3: {value: emperor"), "utf-8")
    assert "emperor" in answers.read_text("utf-8")
    assert main(["checklist", "plan", str(answers), "--out", str(tmp_path / "out")]) == 1
    assert "emperor" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "out"
    answers = EXAMPLES / "checklist" / "generated-town.yaml"
    assert main(["checklist", "plan", str(answers), "--out", str(out)]) == 1
    assert str(out) in capsys.readouterr().err
