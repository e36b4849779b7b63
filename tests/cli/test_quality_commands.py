"""``paseo prevention quality|form-pack|collective``: calls of the library, with exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paseo.cli import main

TOWN = Path(__file__).parents[2] / "examples" / "generated-town"
RATERS = (TOWN / "quality" / "rater-1.csv", TOWN / "quality" / "rater-2.csv")


def run(*arguments: object) -> int:
    return main(["prevention", *map(str, arguments)])


def test_two_raters_disagree_and_then_settle(tmp_path, capsys):
    assert run("quality", *RATERS, "--out", tmp_path, "--formats", "json") == 0
    assert "disagree on a gate" in capsys.readouterr().out
    settled = TOWN / "quality" / "settled.csv"
    arguments = ("quality", *RATERS, "--reconciled", settled, "--out", tmp_path)
    assert run(*arguments, "--formats", "json,xlsx", "--language", "es") == 0
    said = capsys.readouterr().out
    assert "Prometedora" in said
    assert "No son ningún distintivo de la EUCPN" in said
    assert "Este no es un formulario oficial" in said
    found = json.loads((tmp_path / "quality.json").read_text("utf-8"))
    assert found["result"]["conclusion"] == "promising"
    assert found["result"]["conclusion_evidence"] == "composed"
    assert (found["form"], found["published_by"]) == ("paseo.quality.eucpn-criteria", None)
    assert found["agreement"]["agreed"] == 21
    assert (tmp_path / "quality.xlsx").stat().st_size > 0


def test_a_template_is_filled_and_read_back(tmp_path, capsys):
    path = tmp_path / "form.xlsx"
    assert run("quality", "--template", path) == 0
    assert path.read_bytes().startswith(b"PK")
    assert run("quality", path, path, "--out", tmp_path) == 1  # nobody answered
    assert "V981" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [(), RATERS[:1], RATERS])
def test_two_sheets_and_a_folder_are_needed(arguments, capsys):
    assert run("quality", *arguments) == 2
    assert "two raters" in capsys.readouterr().err


def test_one_rater_twice_is_refused(tmp_path, capsys):
    assert run("quality", RATERS[0], RATERS[0], "--out", tmp_path) == 1
    assert "V966" in capsys.readouterr().out


def test_answers_that_do_not_count_are_warned_of(tmp_path, capsys):
    paths = []
    for rater in ("one", "two"):
        path = tmp_path / f"{rater}.csv"
        path.write_text("id,answer\n3.1,none\n3.5,yes", "utf-8")
        paths.append(path)
    assert run("quality", *paths, "--out", tmp_path, "--formats", "json") == 0
    said = capsys.readouterr()
    assert said.err.count("V974") == 2
    assert "Not finished" in said.out


def test_a_form_of_others_becomes_a_pack_and_judges(tmp_path, capsys):
    table = tmp_path / "form.csv"
    rows = ("domain,item,question,options,points,kind,source", "P,Gate,Clear?,met|open,gate,gate,S",
            "P,1.1 Size,Counted?,yes|no,2|0,item,S")  # fmt: skip
    table.write_text("\n".join(rows), "utf-8")
    pack = tmp_path / "form.yaml"
    about = ("--id", "x.form", "--title", "F", "--provider", "X", "--licence", "L")
    assert run("form-pack", table, *about, "--published-by", "X", "--out", pack) == 0
    answers = []
    for rater in ("one", "two"):
        path = tmp_path / f"{rater}.csv"
        path.write_text("id,answer\nG1,met\n1.1,yes", "utf-8")
        answers.append(path)
    out = tmp_path / "out"
    assert run("quality", *answers, "--form", pack, "--out", out, "--formats", "json") == 0
    assert "no rule for a result" in capsys.readouterr().out


def test_a_round_is_summed_up_beside_an_earlier_one(tmp_path, capsys):
    arguments = ("collective", TOWN / "partners.csv", "--before", TOWN / "partners-2025.csv")
    formats = ("--out", tmp_path, "--formats", "json,html", "--language", "es")
    assert run(*arguments, "--indicators", "SEC-18", *formats) == 0
    assert "Fase sugerida: Organizarse para el impacto" in capsys.readouterr().out
    found = json.loads((tmp_path / "partners.json").read_text("utf-8"))
    assert (found["partners"], found["indicators"]) == (18, ["SEC-18"])
    page = (tmp_path / "partners.html").read_text("utf-8")
    assert "Desde Autumn 2025" in page
    assert "Prevention office" not in page  # no single partner


def test_a_round_needs_a_file_and_known_indicators(tmp_path, capsys):
    assert run("collective") == 2
    ratings = TOWN / "partners.csv"
    assert run("collective", ratings, "--indicators", "NO-1", "--out", tmp_path) == 2
    assert "NO-1" in capsys.readouterr().err
    assert run("collective", "--template", tmp_path / "p.xlsx") == 0


def copied(file: Path, folder: Path) -> Path:
    """Return a copy of a file where no city lies around it."""
    copy = folder / file.name
    copy.write_bytes(file.read_bytes())
    return copy


def test_the_generated_town_is_marked_and_named_in_every_file(tmp_path):
    assert run("quality", *RATERS, "--out", tmp_path, "--formats", "json,html") == 0
    ratings = TOWN / "partners.csv"
    assert run("collective", ratings, "--out", tmp_path, "--formats", "json,html") == 0
    for name in ("quality", "partners"):
        assert json.loads((tmp_path / f"{name}.json").read_text("utf-8"))["generated"] is True
        page = (tmp_path / f"{name}.html").read_text("utf-8")
        assert "Generated town" in page
        assert "values of this city are invented" in page


def test_away_from_its_city_a_file_is_marked_where_it_says_so_itself(tmp_path):
    raters = [copied(one, tmp_path) for one in RATERS]
    ratings = copied(TOWN / "partners.csv", tmp_path)

    def marks() -> tuple[bool, bool]:
        assert run("quality", *raters, "--out", tmp_path, "--formats", "json") == 0
        assert run("collective", ratings, "--out", tmp_path, "--formats", "json") == 0
        names = ("quality", "partners")
        found = (json.loads((tmp_path / f"{one}.json").read_text("utf-8")) for one in names)
        return tuple(one["generated"] for one in found)

    assert marks() == (False, False)
    for file in (raters[1], ratings):
        head, *rows = file.read_text("utf-8").splitlines()
        marked = [f"generated,{head}", *(f"true,{row}" for row in rows)]
        file.write_text("\n".join(marked), "utf-8")
    assert marks() == (True, True)


def test_a_phase_is_printed_with_whose_rule_it_is(tmp_path, capsys):
    ratings = TOWN / "partners.csv"
    assert run("collective", ratings, "--out", tmp_path, "--formats", "json") == 0
    said = capsys.readouterr().out
    assert "Phase suggested" in said
    assert "were composed for this product" in said
    found = json.loads((tmp_path / "partners.json").read_text("utf-8"))
    assert found["phase_evidence"] == "composed"


def test_a_place_named_in_spanish_is_spanish(tmp_path):
    arguments = ("--place", "Villa Prueba", "--language", "es", "--formats", "html")
    assert run("quality", *RATERS, *arguments, "--out", tmp_path) == 0
    page = (tmp_path / "quality.html").read_text("utf-8")
    assert "Villa Prueba" in page
    assert 'lang="en"' not in page
