"""``paseo benchmark``: choices, refusals and files, on the published values of Berlin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paseo.cli import DONE, MISUSED, REFUSED, main

BERLIN = str(Path(__file__).parents[2] / "examples" / "berlin")


def test_it_writes_ranges_and_the_bands_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["benchmark", BERLIN, "--peers-country", "de,at,CH", "--indicator", "SAF-01",
         "--formats", "json,html", "--out", str(tmp_path)]
    )  # fmt: skip
    said = capsys.readouterr().out
    assert code == DONE
    assert "of 84 cities: country Germany, Austria and Switzerland." in said
    assert "SAF-01: Of" in said
    held = json.loads((tmp_path / "benchmark.json").read_text("utf-8"))
    assert [code for code, one in held["indicators"].items() if one["bands"]] == ["SAF-01"]
    assert held["peers"]["left_without"] == {"countries": 84}
    assert "berlin" not in held["peers"]["cities"]
    page = (tmp_path / "benchmark.html").read_text("utf-8")
    assert "peers band" in page
    assert "%(" not in page


def test_too_small_a_group_is_refused_with_what_to_loosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["benchmark", BERLIN, "--peers-country", "AT", "--out", str(tmp_path / "out")]
    assert main(arguments) == REFUSED
    said = capsys.readouterr().out
    assert "I860" in said
    assert "left after the choice: 2 of 84" in said
    assert "without the choice of country: 84" in said
    assert not (tmp_path / "out").exists()


def test_an_index_is_told_only_when_asked_and_with_its_range(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = Path(BERLIN).parent / "index" / "cities.yaml"
    arguments = ["benchmark", BERLIN, "--peers", "wien,madrid,praha,Paris,zurich",
                 "--formats", "json", "--out", str(tmp_path)]  # fmt: skip
    assert main(arguments) == DONE
    assert "index" not in json.loads((tmp_path / "benchmark.json").read_text("utf-8"))
    assert main([*arguments, "--index", str(spec)]) == DONE
    place = json.loads((tmp_path / "benchmark.json").read_text("utf-8"))["index"]
    assert place["bands"]["best"] < place["bands"]["worst"]
    assert place["replications"] >= place["needed"]
    assert "can be any from" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "number"),
    [
        (["--peers", "vienne-sur-mer"], "I861"),
        (["--peers-size", "huge"], "I862"),
        (["--indicator", "SAF-999"], "I863"),
        (["--indicator", "SEC-10"], "I864"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_spanish_too(
    more: list[str], number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["benchmark", BERLIN, *more, "--out", str(tmp_path), "--language", "es"])
    said = capsys.readouterr().out
    assert code == REFUSED
    assert number in said
    assert "%(" not in said


def test_an_unknown_format_is_a_misuse(tmp_path: Path) -> None:
    assert main(["benchmark", BERLIN, "--formats", "odt", "--out", str(tmp_path)]) == MISUSED
