"""``paseo questionnaire``: from a pack to a form and back, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.content.check import check
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.xlsform import read_xlsform

CHECKLIST = "paseo.questionnaire.action1-checklist"


def save(path: Path, *survey: tuple[str, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("survey")
        for at, row in enumerate((("type", "name", "label"), *survey)):
            page.write_row(at, 0, row)
    return path


def test_a_pack_goes_out_as_a_form_and_comes_back_as_the_same_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, pack = tmp_path / "form.xlsx", tmp_path / "pack.yaml"
    assert main(["questionnaire", "xlsform", CHECKLIST, "--out", str(form)]) == DONE
    assert str(form) in capsys.readouterr().out
    assert read_xlsform(form).questionnaire == load_questionnaire(CHECKLIST)
    back = ["questionnaire", "from-xlsform", str(form), "--id", CHECKLIST, "--out", str(pack)]
    assert main(back) == DONE
    assert check(pack).errors == []
    again = tmp_path / "again.xlsx"
    assert main(["questionnaire", "xlsform", str(pack), "--out", str(again)]) == DONE
    assert read_xlsform(again).questionnaire == load_questionnaire(CHECKLIST)


def test_a_form_of_others_becomes_a_pack_that_says_whose_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = save(tmp_path / "f.xlsx", ("start", "start", ""), ("text", "q-1", "Pourquoi ?"))
    pack = tmp_path / "pack.yaml"
    assert (
        main(
            ["questionnaire", "from-xlsform", str(form), "--id", "city.questionnaire.f",
             "--out", str(pack), "--evidence", "adapted", "--provider", "Ville",
             "--licence", "CC0-1.0", "--texts-in", "fr", "--language", "es"]
        ) == DONE
    )  # fmt: skip
    told = capsys.readouterr()
    assert "q-1 → q_1" in told.err
    assert "Preguntas en el paquete: 1" in told.out
    text = pack.read_text("utf-8")
    for words in ("language: fr", "provider: Ville", "licence: CC0-1.0", "evidence: adapted"):
        assert words in text


def test_a_form_that_pyxform_refuses_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = save(tmp_path / "f.xlsx", ("texxt", "q", "Why?"))
    pack = tmp_path / "pack.yaml"
    command = ["questionnaire", "from-xlsform", str(form), "--id", "x.y", "--out", str(pack)]
    assert main(command) == REFUSED
    assert "X630" in capsys.readouterr().out
    assert main(["questionnaire", "check", str(form)]) == REFUSED
    assert "row 2" in capsys.readouterr().out
    assert [one.name for one in tmp_path.iterdir()] == ["f.xlsx"]


def test_a_pack_id_that_is_none_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = save(tmp_path / "f.xlsx", ("text", "q", "Why?"))
    pack = tmp_path / "pack.yaml"
    command = ["questionnaire", "from-xlsform", str(form), "--id", "My form", "--out", str(pack)]
    assert main(command) == REFUSED
    assert "P126" in capsys.readouterr().out
    assert [one.name for one in tmp_path.iterdir()] == ["f.xlsx"]


def test_check_says_what_would_be_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = save(tmp_path / "f.xlsx", ("time", "q", "When?"))
    assert main(["questionnaire", "check", str(form)]) == DONE
    assert "X638" in capsys.readouterr().out


def test_a_pack_goes_out_as_a_form_to_print(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.html"
    assert (
        main(["questionnaire", "form", CHECKLIST, "--out", str(form), "--language", "es"]) == DONE
    )
    assert str(form) in capsys.readouterr().out
    assert "Marque las casillas con una cruz" in form.read_text("utf-8")


def test_a_form_to_print_has_a_format_that_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.odt"
    assert main(["questionnaire", "form", CHECKLIST, "--out", str(form)]) == MISUSED
    assert "odt" in capsys.readouterr().err
    assert not form.exists()
