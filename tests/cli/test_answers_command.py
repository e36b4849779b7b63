"""``paseo questionnaire answers``: a table of what could be read, and a list of what could not."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.xlsform import to_pack_yaml
from questionnaire_by_hand import questionnaire

TEXT = "_id,_uuid,after_dark,lamps\n1,u1,1,3\n2,u2,2,{lamps}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.yaml"
    path.write_text(to_pack_yaml(questionnaire()), "utf-8")
    return path


def run(tmp_path: Path, pack: Path, out: str, lamps: str = "4") -> int:
    export = tmp_path / "export.csv"
    export.write_text(TEXT.format(lamps=lamps), "utf-8")
    task = ["questionnaire", "answers", str(export), "--questionnaire", str(pack)]
    return main([*task, "--out", str(tmp_path / out)])


@pytest.mark.parametrize("out", ["table.csv", "table.xlsx"])
def test_answers_become_a_table(
    tmp_path: Path, pack: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, pack, out) == DONE
    assert (tmp_path / out).is_file()
    assert "2 of 2" in capsys.readouterr().out


def test_rows_left_out_are_written_beside_with_their_reasons(tmp_path: Path, pack: Path) -> None:
    assert run(tmp_path, pack, "table.csv", lamps="many") == REFUSED
    assert (tmp_path / "table.csv").read_text("utf-8").count("u2") == 0
    assert "A679" in (tmp_path / "table-left-out.csv").read_text("utf-8")


def test_another_ending_is_a_misuse(tmp_path: Path, pack: Path) -> None:
    assert run(tmp_path, pack, "table.ods") == MISUSED
    assert not (tmp_path / "table.ods").exists()


def test_a_form_of_one_section_comes_back_by_the_same_command(tmp_path: Path, pack: Path) -> None:
    form = tmp_path / "form.xlsx"
    task = ["questionnaire", "form", str(pack), "--out", str(form), "--language", "es"]
    assert main([*task, "--section", "b"]) == DONE
    assert read_answers(form, questionnaire()).tool == "excel"
    assert main([*task, "--section", "c"]) == MISUSED
