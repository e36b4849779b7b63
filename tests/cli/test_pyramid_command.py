"""``paseo prevention pyramid``: from a folder or a file to the files of a pyramid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paseo.cli import main

TOWN = Path(__file__).parents[2] / "examples" / "generated-town"


def run(*arguments: object) -> int:
    return main([str(one) for one in ("prevention", "pyramid", *arguments)])


@pytest.fixture
def measures(tmp_path: Path) -> Path:
    file = tmp_path / "measures.csv"
    file.write_text(
        "id,name,problem,level,orientation,area,start,end,fte\n"
        "picnic,Picnic,noise,quality_of_life,positive,park,2020-01-01,2024-12-31,0.2\n"
        "patrol,Patrol,noise,specific_prevention,problem,park,2020-01-01,,3\n"
        "fine,Fine,litter,reaction,problem,,2025-01-01,,\n",
        "utf-8",
    )
    return file


def data(folder: Path) -> dict:
    return json.loads((folder / "pyramid.json").read_text("utf-8"))


def test_a_file_alone_becomes_a_pyramid(measures, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(measures, "--year", 2024, "--out", out, "--formats", "json,svg,csv") == 0
    assert sorted(one.name for one in out.iterdir()) == [
        "pyramid.csv",
        "pyramid.json",
        "pyramid.svg",
    ]
    printed = capsys.readouterr().out
    assert "2 measures stand in the pyramid" in printed
    assert "By full-time posts" in printed
    assert data(out)["scope"]["year"] == 2024


def test_a_city_folder_takes_in_the_areas_below_and_says_that_it_is_generated(tmp_path):
    assert run(TOWN, "--year", 2026, "--area", "D01", "--problem", "nightlife_disorder",
               "--out", tmp_path, "--formats", "json") == 0  # fmt: skip
    found = data(tmp_path)
    assert found["generated"] is True
    assert len(found["scope"]["areas"]) > 1
    assert "night-mediation" in {one for cell in found["cells"] for one in cell["measures"]}


def test_two_years_and_an_earlier_register_stand_beside(measures, tmp_path, capsys):
    earlier = tmp_path / "earlier.csv"
    earlier.write_text(measures.read_text("utf-8").replace(",3\n", ",2\n"), "utf-8")
    assert run(measures, "--year", 2026, "--beside", 2024, "--earlier", earlier,
               "--out", tmp_path / "out", "--formats", "json", "--language", "es") == 0  # fmt: skip
    beside = data(tmp_path / "out")["beside"]
    assert beside["new"] == ["fine"]
    assert beside["ended"] == ["picnic"]
    assert [(one["measure"], one["before"], one["after"]) for one in beside["resized"]] == [
        ("patrol", 2.0, 3.0)
    ]
    assert "2024 junto a 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "code"),
    [(("--problem", "comets"), "V943"), (("--year", "all", "--beside", 2024), "V941")],
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_written(
    measures, tmp_path, capsys, asked, code
):
    assert run(measures, *asked, "--out", tmp_path / "out") == 1
    assert code in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_register_with_an_error_is_refused(measures, tmp_path, capsys):
    measures.write_text(measures.read_text("utf-8").replace("2024-12-31", "2019-12-31"), "utf-8")
    assert run(measures, "--out", tmp_path / "out") == 1
    assert not (tmp_path / "out").exists()


def test_a_year_that_is_none_is_misuse(measures, tmp_path, capsys):
    assert run(measures, "--year", "26", "--out", tmp_path / "out") == 2
    assert "four digits" in capsys.readouterr().err
