"""``paseo index``: what is printed, what is written, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index_specifying import TABLE, factors, spec, written
from paseo.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples" / "index"


def run(*said: object) -> int:
    return main([str(one) for one in said])


def test_check_says_what_can_be_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", "check", written(tmp_path, spec())) == 0
    said = capsys.readouterr().out
    assert "4 units, 3 indicators, 3 aggregates" in said
    assert "Uncertain: w, agg." in said


def test_check_refuses_a_factor_that_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alike = [{"label": one, "aggregation": "arithmetic"} for one in ("a", "b")]
    path = written(tmp_path, spec(**factors({"id": "same", "options": alike})))
    assert run("index", "check", path) == 1
    assert "I843" in capsys.readouterr().out


def test_build_says_what_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, spec())
    assert run("index", "build", path, "--out", tmp_path / "out", "--formats", "json") == 0
    said = capsys.readouterr()
    assert "How sure the order is, was not asked" in said.out
    assert "place" not in said.out.split("How sure")[0]
    assert said.err == ""
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["index.json", "record.json"]


def test_uncertainty_prints_places_with_their_ranges_and_replays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, spec())
    out = tmp_path / "out"
    assert run("index", "uncertainty", path, "--out", out, "--formats", "csv",
               "--replications", 80, "--seed", 5, "--language", "es") == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "80 repeticiones, semilla 5" in said
    assert "puesto 1" in said
    assert json.loads((out / "record.json").read_text("utf-8"))["asked"]["seed"] == 5
    assert run("index", "replay", out / "record.json", "--data", tmp_path) == 0
    assert "Equal" in capsys.readouterr().out
    (tmp_path / "table.csv").write_text(TABLE.replace(",8,40", ",9,40"), "utf-8")
    assert run("index", "replay", out / "record.json", "--data", tmp_path) == 1
    said = capsys.readouterr().out
    assert "table.csv" in said
    assert "Not equal" in said


def test_sensitivity_names_what_moves_the_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = EXAMPLES / "generated-districts.yaml"
    assert run("index", "sensitivity", path, "--out", tmp_path, "--formats", "csv",
               "--replications", 50, "--base", 16) == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "The data are generated" in said
    assert "What moves the positions" in said
    assert (tmp_path / "drivers-by-unit.csv").is_file()


def test_without_a_plan_nothing_is_called_sure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, spec(uncertainty=None))
    assert run("index", "uncertainty", path, "--out", tmp_path / "out") == 1
    assert "I851" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_compare_says_what_was_done_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, spec())
    other = tmp_path / "other.yaml"
    other.write_text(path.read_text("utf-8").replace("minmax", "rank").replace(
        "  low: 1\n  high: 100\n", ""), "utf-8")  # fmt: skip
    out = tmp_path / "out"
    assert run("index", "compare", path, other, "--out", out, "--formats", "csv,html") == 0
    said = capsys.readouterr().out
    assert "minmax, then rank" in said
    assert sorted(one.name for one in out.iterdir()) == ["comparison.csv", "comparison.html"]


def test_a_comparison_as_json_names_both_and_what_differs(tmp_path: Path) -> None:
    path, out = written(tmp_path, spec()), tmp_path / "out"
    assert run("index", "compare", path, path, "--out", out, "--formats", "json") == 0
    found = json.loads((out / "comparison.json").read_text("utf-8"))
    assert [one["file"] for one in found["indices"]] == ["index.yaml", "index.yaml"]
    assert found["comparison"]["units"] == ["u1", "u2", "u3", "u4"]


@pytest.mark.parametrize(
    ("option", "size", "number"),
    [("--seed", -1, "I890"), ("--replications", 3_000_000_000, "I889"), ("--base", 100, "I893"),
     ("--base", 1_073_741_824, "I889"), ("--replications", 0, "I853")],
)  # fmt: skip
def test_sizes_of_no_use_are_refused_with_a_number(
    option: str, size: int, number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = written(tmp_path, spec()), tmp_path / "out"
    assert run("index", "sensitivity", path, "--out", out, option, size, "--formats", "csv") == 1
    assert number in capsys.readouterr().out
    assert not out.exists()


def test_check_looks_at_the_base_of_the_sensitivity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index", "check", written(tmp_path, spec(sensitivity={"base": 100}))) == 1
    assert "I893" in capsys.readouterr().out


def test_a_place_where_nothing_can_be_written_is_refused_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, spec())
    assert run("index", "build", path, "--out", tmp_path / "table.csv", "--formats", "csv") == 1
    said = capsys.readouterr()
    assert "table.csv" in said.err
    assert said.out == ""


def test_panel_says_what_changed_and_what_cannot_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = EXAMPLES / "generated-years.yaml", tmp_path / "out"
    assert run("index", "panel", path, "--out", out, "--formats", "csv,html") == 0
    said = capsys.readouterr().out
    assert "2 rose and 1 fell" in said
    assert "2022 to 2024: no change can be told" in said
    assert "What it does not say" in said
    assert {"scores.csv", "changes.csv", "frozen.json", "panel.html"} <= {
        one.name for one in out.iterdir()
    }


def test_panel_needs_periods(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, spec())
    assert run("index", "panel", path, "--out", tmp_path / "out") == 1
    assert "I870" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, spec())
    assert run("index", "build", path, "--out", tmp_path / "out", "--formats", "odd") == 2
    assert "odd" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
