"""A framework of one's own is read into the same types, with the header's marks as defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.framework import Framework, SourceRef
from paseo.assessment.framework_pack import build_framework, load_framework
from paseo.content.problems import Refused
from paseo.content.store import OWN_FOLDER, PackStore

RIGHT = Path(__file__).parents[1] / "content" / "right" / "framework.yaml"


def read(tmp_path: Path, *changes: tuple[str, str]) -> Framework:
    text = RIGHT.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "framework.yaml"
    path.write_text(text, "utf-8")
    pack, problems = PackStore(()).read(path)
    problems.refuse()
    assert pack is not None
    return build_framework(pack)


def test_a_small_framework_is_read_whole(tmp_path: Path) -> None:
    framework = read(tmp_path)
    first, second = framework.indicators
    assert (first.dimension, first.subdimension, first.face) == ("felt", "night", "felt")
    assert (first.low, first.high, first.cut, first.scale) == (0, 100, ("1",), "agree")
    assert (second.low, second.high, second.denominators) == (None, None, ("resident",))
    assert second.iccs == ("0502",)
    assert framework.units["per_1000"].per == 1000
    assert framework.indicator("A-02") is second
    with pytest.raises(KeyError):
        framework.indicator("A-03")


def test_the_mark_of_the_header_holds_where_an_entry_has_none(tmp_path: Path) -> None:
    framework = read(tmp_path, ("    range: [0, 100]", "    evidence: adapted"))
    assert [one.evidence for one in framework.indicators] == ["adapted", "composed"]


def test_the_source_of_the_header_holds_where_an_entry_has_none(tmp_path: Path) -> None:
    framework = read(
        tmp_path,
        ("  evidence: composed\n", "  evidence: composed\n  source: us\n"),
        ("    source: us\n    range", "    range"),
    )
    assert framework.indicator("A-01").sources == (SourceRef("us"),)


def test_a_source_may_name_the_place_in_it(tmp_path: Path) -> None:
    framework = read(
        tmp_path,
        ("    source: us\n    range", "    sources: [{id: us, detail: table 3}]\n    range"),
    )
    assert framework.indicator("A-01").sources == (SourceRef("us", "table 3"),)


def test_an_indicator_may_turn_the_face_of_its_dimension(tmp_path: Path) -> None:
    framework = read(tmp_path, ("direction: lower", "direction: lower\n    face: happens"))
    assert framework.indicator("A-02").face == "happens"


def test_every_wrong_place_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, ("cut: [1]", "cut: [7]"), ("indicators: 2", "indicators: 5"))
    assert [problem.code for problem in refused.value.problems] == ["P143", "P150"]


def test_a_city_may_load_a_framework_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / OWN_FOLDER
    own.mkdir()
    (own / "ours.yaml").write_text(RIGHT.read_text("utf-8"), "utf-8")
    monkeypatch.setenv("PASEO_HOME", str(tmp_path))
    assert load_framework("test.framework.small").id == "test.framework.small"
