"""Action sheets from files, by the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from paseo.cli import DONE, MISUSED, REFUSED, main

TOWN = str(Path(__file__).parents[2] / "examples" / "generated-town")
GAP = "empty-level:nightlife_disorder:quality_of_life"
DAY = ("--today", "2026-11-26")
FILLED = {
    "title": "Evening square", "area": "D01", "comparison": ["D03"], "start": "2027-01-01",
    "review": "2028-01-01", "lead": "Culture department", "mechanism": "Other people are there.",
}  # fmt: skip


def command(out: Path, *options: str) -> int:
    return main(["prevention", "sheet", TOWN, *DAY, "--formats", "yaml,html", "--out", str(out),
                 *options])  # fmt: skip


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A sheet that began with a gap."""
    assert command(tmp_path, "--gap", GAP) == DONE
    return tmp_path / "action-sheet.yaml"


def fill(file: Path, **values: Any) -> None:
    file.write_text(yaml.safe_dump(yaml.safe_load(file.read_text("utf-8")) | values), "utf-8")


def test_a_gap_becomes_a_sheet_that_is_filled_in_and_fixed(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = yaml.safe_load(begun.read_text("utf-8"))
    assert (sheet["gap"], sheet["level"], sheet["happens"]) == (GAP, "quality_of_life", "SEC-20")
    assert sheet["title"] == "" and "no running measure" in sheet["why"]
    fix = ["--file", str(begun), "--fix"]
    assert command(begun.parent, *fix) == REFUSED
    said = capsys.readouterr().out
    for missing in ("a title", "why it should change the problem", "a lead", "a comparison area"):
        assert f"this is missing: {missing}" in said
    fill(begun, **FILLED)
    assert command(begun.parent, *fix) == DONE
    fixed = yaml.safe_load(begun.read_text("utf-8"))
    assert fixed["fixed"]["day"] == "2026-11-26"
    assert fixed["baseline"][0]["numerator"] > 0
    said = capsys.readouterr().out
    assert "Evening square (fixed before the start)" in said
    assert "in the comparison (2025). Over as long a time afterwards one would see" in said
    assert "generated" in (begun.parent / "action-sheet.html").read_text("utf-8").lower()


@pytest.mark.parametrize("values", [
    {"area": "D99"}, {"comparison": ["D77"]}, {"displacement": ["D77"]},
])  # fmt: skip
def test_an_area_that_the_city_does_not_have_is_refused(
    begun: Path, capsys: pytest.CaptureFixture[str], values: dict[str, Any]
) -> None:
    fill(begun, **FILLED | values)
    before = begun.read_bytes()
    for options in (["--fix"], []):
        assert command(begun.parent, "--file", str(begun), *options) == REFUSED
        assert "V993" in capsys.readouterr().out
    assert begun.read_bytes() == before


@pytest.mark.parametrize(("values", "said"), [
    ({"comparison": [], "no_comparison": "One square"}, "Without a comparison area"),
    ({"area": "", "comparison": [], "no_comparison": "Whole city"}, "or for no area yet"),
])  # fmt: skip
def test_without_a_comparison_no_count_is_promised(
    begun: Path, capsys: pytest.CaptureFixture[str], values: dict[str, Any], said: str
) -> None:
    fill(begun, **FILLED | values)
    assert command(begun.parent, "--file", str(begun), "--fix") == DONE
    told = capsys.readouterr().out
    assert said in told and "one would see" not in told


@pytest.mark.parametrize(("options", "code", "said"), [
    (["--gap", GAP + "s"], REFUSED, f"Did you mean “{GAP}”?"),
    (["--gap", GAP, "--area", "D99"], REFUSED, "V940"),
    ([], MISUSED, "Name either a gap"),
    (["--gap", GAP, "--file", "a.yaml"], MISUSED, "Name either a gap"),
])  # fmt: skip
def test_what_cannot_be_begun_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, said: str
) -> None:
    assert command(tmp_path / "out", *options) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not (tmp_path / "out").exists()


def test_the_help_says_what_the_problem_is_for_here(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["prevention", "sheet", "--help"])
    said = capsys.readouterr().out
    assert "where its id does not name it" in " ".join(said.split())
    assert "summed" not in said
