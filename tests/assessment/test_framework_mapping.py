"""The Partnership's own names can stand beside ours, and never take their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.mapping import Mapping, apply_mapping, build_mapping, load_mapping
from paseo.content.store import PackStore, store

RIGHT = Path(__file__).parents[1] / "content" / "right" / "mapping.yaml"


def read(path: Path) -> Mapping:
    pack, problems = store().read(path)
    assert pack is not None, [str(problem) for problem in problems]
    return build_mapping(pack)


def test_a_mapping_adds_a_name_and_changes_nothing_else() -> None:
    framework = load_framework()
    mapped = apply_mapping(framework, read(RIGHT))
    named = mapped.indicator("SAF-01")
    assert named.partnership_name is not None
    assert named.partnership_name["en"] == "Their name"
    assert named.name == framework.indicator("SAF-01").name
    assert mapped.indicator("SAF-02") == framework.indicator("SAF-02")
    assert framework.indicator("SAF-01").partnership_name is None


def test_names_may_stand_in_a_table(tmp_path: Path) -> None:
    text = RIGHT.read_text("utf-8").replace(
        "names:\n  - {indicator: SAF-01, name: Their name, source: us}\n",
        "entries: {file: names.csv}\n",
    )
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    (tmp_path / "names.csv").write_text(
        "indicator,name@en,name@es,code,source,evidence\n"
        "SAF-01,Feeling safe,Sentirse seguro,7,us,stated\n"
        "SEC-01,,Delitos,8,us,\n",
        "utf-8",
    )
    first, second = read(tmp_path).names
    assert (first.name["es"], first.code, first.evidence) == ("Sentirse seguro", "7", "stated")
    assert (dict(second.name), second.evidence, second.source) == (
        {"es": "Delitos"},
        "composed",
        "us",
    )


def test_a_mapping_of_another_framework_is_not_applied(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    text = RIGHT.read_text("utf-8").replace("paseo.framework.action1", "other.framework.x")
    path.write_text(text, "utf-8")
    pack, problems = PackStore(()).read(path)
    assert [problem.code for problem in problems] == ["P170"]  # its codes could not be checked
    assert pack is not None
    with pytest.raises(ValueError, match="belongs to"):
        apply_mapping(load_framework(), build_mapping(pack))


def test_the_template_is_empty_and_says_why() -> None:
    template = load_mapping("paseo.mapping.template")
    assert template.names == ()
    pack = store().load("paseo.mapping.template")
    assert "not available to us" in pack.header.description["en"]
    assert "No hemos dispuesto" in pack.header.description["es"]
    assert apply_mapping(load_framework(), template) == load_framework()
