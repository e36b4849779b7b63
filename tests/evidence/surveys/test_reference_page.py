"""The reference page of mappings: its example holds, and it names every key there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.store import store
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.evidence.surveys.proposing import propose_mapping

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "survey-mapping.md").read_text("utf-8")
SCHEMA = json.loads(
    (ROOT / "src" / "paseo" / "evidence" / "schemas" / "survey-mapping.json").read_text("utf-8")
)


def test_the_example_of_the_page_is_a_mapping_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    path.write_text(found[1], "utf-8")
    mapping, problems = read_survey_mapping(path)
    assert [str(one) for one in problems] == []
    assert mapping.design.single_clusters == "centre" and len(mapping.weighting) == 2


def test_the_page_names_every_key_of_the_format() -> None:
    named = set(re.findall(r"`([a-z_]+)[`:]", PAGE)) | set(
        re.findall(r"(?:^|[{ ])([a-z_]+):", PAGE, re.MULTILINE)
    )
    parts = SCHEMA["properties"]
    keys = set(parts)
    for part in ("survey", "design"):
        keys |= set(parts[part]["properties"])
    for part in ("weighting", "answers", "domains", "indicators"):
        keys |= set(parts[part]["items"]["properties"])
    assert keys - {"name", "margins"} <= named


def test_the_example_survey_s_mapping_has_no_problem() -> None:
    mapping, problems = read_survey_mapping(ROOT / "examples" / "survey" / "mapping.yaml")
    assert [str(one) for one in problems] == []
    assert len(mapping.design.waves) == 2


def test_a_rule_over_several_questions_passes_for_none_of_them_and_names_every_line() -> None:
    mapping, _ = read_survey_mapping(ROOT / "examples" / "survey" / "mapping.yaml")
    assert mapping is not None
    pack, _ = store().read(ROOT / "examples" / "survey")
    assert pack is not None
    proposed = propose_mapping(
        build_questionnaire(pack), vocabulary(load_framework()), mapping.survey, mapping.design
    ).mapping
    assert proposed is not None
    rule = next(one for one in proposed.indicators if one.id == "SEC-07")
    assert rule.definition == "sdg-11-7-2.non-sexual-or-sdg-11-7-2.sexual"
    asked = proposed.wordings[rule.definition]["en"]
    assert "Insulted you" in asked
    assert len(asked.split("; ")) >= len(rule.first.columns) - 1
    assert rule.definition in mapping.wordings
