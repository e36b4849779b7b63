"""Gaps from files, by the command."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

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
    assert set(found["rules"]["evidence"].values()) == {"composed"}
    rows = list(csv.DictReader((tmp_path / "gaps.csv").open(encoding="utf-8-sig")))
    assert [row["id"] for row in rows] == [one["id"] for one in found["gaps"]]
    assert {row["generated"] for row in rows} == {"true"}
    # The register of the town notes none, but an evaluation lies beside it.
    assert "0 noted in the register, 1 kept beside it, of 10 measures" in said
    assert "What would make it wrong." in (tmp_path / "gaps.html").read_text("utf-8")


def summed(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    assert main(["prevention", "gaps", TOWN, *DAY, *options]) == DONE
    lines = [one.strip() for one in capsys.readouterr().out.splitlines() if one.startswith("  ")]
    return dict(one.split(": ", 1) for one in lines)


def test_the_sum_of_a_problem_is_what_its_own_page_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = summed(capsys)
    for problem, said in every.items():
        main(["prevention", "gaps", TOWN, *DAY, "--problem", problem, "--formats", "json",
              "--out", str(tmp_path)])  # fmt: skip
        gaps = json.loads((tmp_path / "gaps.json").read_text("utf-8"))["gaps"]
        assert said.startswith(f"open gaps {len(gaps)},")
        capsys.readouterr()


def test_an_area_narrows_the_sum_too(capsys: pytest.CaptureFixture[str]) -> None:
    whole, part = summed(capsys), summed(capsys, "--area", "D05")
    assert "measures 11," in whole["nightlife_disorder"]
    assert "measures 2," in part["nightlife_disorder"]  # the grants, and one for the whole city


def test_what_was_decided_stays_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = tmp_path / "town"
    shutil.copytree(TOWN, town)
    look = ["prevention", "gaps", str(town), *DAY, "--problem", "nightlife_disorder"]
    assert main([*look, "--formats", "decisions", "--out", str(town)]) == DONE
    file = town / "decisions.csv"
    with file.open(encoding="utf-8-sig") as text:
        rows = list(csv.DictReader(text))
    assert GAP in [one["gap"] for one in rows] and not any(one["decision"] for one in rows)
    for one in rows:
        if one["gap"] == GAP:
            one |= {"decision": "dismissed", "note": "The region does it"}
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert main([*look, "--formats", "json", "--out", str(tmp_path)]) == DONE
    assert "decided: dismissed (The region does it)" in capsys.readouterr().out
    gaps = json.loads((tmp_path / "gaps.json").read_text("utf-8"))["gaps"]
    assert next(one for one in gaps if one["id"] == GAP)["decision"] == "dismissed"
    main(["prevention", "gaps", str(town), *DAY])
    assert f"open gaps {len(gaps) - 1}, decided 1;" in capsys.readouterr().out
    file.write_text("gap,decision\n" + GAP + ",dismissed\n", "utf-8")
    assert main([*look, "--out", str(tmp_path)]) == REFUSED
    assert "V951" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "code", "said"), [
    (["--problem", "nightlife"], REFUSED, "V950"),
    (["--problem", "nightlife_disorder", "--top-heavy", "101"], REFUSED, "V946"),
    (["--problem", "nightlife_disorder", "--area", "D99"], REFUSED, "V940"),
    (["--problem", "nightlife_disorder", "--today", "tomorrow"], MISUSED, "no day"),
    ([], MISUSED, "Choose a problem with --problem"),
    (["--problem", "nightlife_disorder", "--formats", "odt"], MISUSED, "odt"),
])  # fmt: skip
def test_what_cannot_be_looked_at_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, said: str
) -> None:
    assert main(["prevention", "gaps", TOWN, *options, "--out", str(tmp_path / "out")]) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not (tmp_path / "out").exists()


def test_an_area_that_nobody_knows_is_refused_for_a_file_alone_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "measures.csv"
    shutil.copy(Path(TOWN) / "measures.csv", file)
    for area, code in (("D99", REFUSED), ("D01", DONE)):
        assert main(["prevention", "gaps", str(file), *DAY, "--area", area]) == code
    assert "V940" in capsys.readouterr().out


def test_every_threshold_of_a_rule_is_an_option() -> None:
    named = [one for one in load_phrases(*WORDS).ids() if one.startswith("threshold.")]
    assert named == [f"threshold.{rule}.{bound}" for rule, bounds in KNOWN.items()
                     for bound in bounds]  # fmt: skip
