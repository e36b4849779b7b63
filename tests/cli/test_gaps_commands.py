"""Gaps and action sheets from files, by the command."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.cli.prevention.reading import WORDS
from paseo.content.phrases import load_phrases
from paseo.prevention.gaps.known import KNOWN

TOWN = str(Path(__file__).parents[2] / "examples" / "generated-town")
GAP = "empty-level:nightlife_disorder:quality_of_life"
DAY = ("--today", "2026-11-26")


def test_the_gaps_of_a_problem_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([
        "prevention", "gaps", TOWN, "--problem", "nightlife_disorder", *DAY, "--top-heavy", "95",
        "--formats", "csv,json,html", "--out", str(tmp_path),
    ])  # fmt: skip
    said = capsys.readouterr().out
    assert code == DONE
    assert GAP in said
    assert "Old town stands out in the data" in said  # named by the assessment of the folder
    assert "(full-time posts) is 91.8 %, not above 95 %" in said
    found = json.loads((tmp_path / "gaps.json").read_text("utf-8"))
    assert len({one["rule"] for one in found["gaps"]}) >= 5
    assert found["generated"] is True
    rows = list(csv.DictReader((tmp_path / "gaps.csv").open(encoding="utf-8-sig")))
    assert [row["id"] for row in rows] == [one["id"] for one in found["gaps"]]
    assert "What would make it wrong." in (tmp_path / "gaps.html").read_text("utf-8")


def test_without_a_problem_every_problem_is_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prevention", "gaps", TOWN, *DAY, "--language", "es"]) == DONE
    assert "nightlife_disorder" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "code", "said"), [
    (["--problem", "nightlife"], REFUSED, "V950"),
    (["--problem", "nightlife_disorder", "--top-heavy", "101"], REFUSED, "V946"),
    (["--problem", "nightlife_disorder", "--today", "tomorrow"], MISUSED, "no day"),
    (["--problem", "nightlife_disorder", "--formats", "odt"], MISUSED, "odt"),
])  # fmt: skip
def test_what_cannot_be_looked_at_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, said: str
) -> None:
    assert main(["prevention", "gaps", TOWN, *options, "--out", str(tmp_path / "out")]) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not (tmp_path / "out").exists()


def test_a_gap_becomes_a_sheet_that_is_filled_in_and_fixed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = ["prevention", "sheet", TOWN, *DAY, "--formats", "yaml,html", "--out", str(tmp_path)]
    assert main([*begin, "--gap", GAP]) == DONE
    file = tmp_path / "action-sheet.yaml"
    sheet = yaml.safe_load(file.read_text("utf-8"))
    assert (sheet["gap"], sheet["level"], sheet["happens"]) == (GAP, "quality_of_life", "SEC-20")
    fix = [*begin, "--file", str(file), "--fix"]
    assert main(fix) == REFUSED
    assert "V952" in capsys.readouterr().out
    sheet |= {"area": "D01", "comparison": ["D03"], "start": "2027-01-01", "review": "2028-01-01"}
    file.write_text(yaml.safe_dump(sheet), "utf-8")
    assert main(fix) == DONE
    fixed = yaml.safe_load(file.read_text("utf-8"))
    assert fixed["fixed"]["day"] == "2026-11-26"
    assert fixed["baseline"][0]["numerator"] > 0
    assert "one would see" in capsys.readouterr().out


def test_an_unknown_gap_names_a_near_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["prevention", "sheet", TOWN, *DAY, "--gap", GAP + "s", "--out", str(tmp_path)])
    assert code == REFUSED
    assert f"Did you mean “{GAP}”?" in capsys.readouterr().out


def test_every_threshold_of_a_rule_is_an_option() -> None:
    named = [one for one in load_phrases(*WORDS).ids() if one.startswith("threshold.")]
    assert named == [f"threshold.{rule}.{bound}" for rule, bounds in KNOWN.items()
                     for bound in bounds]  # fmt: skip
