"""The pack of rules: complete, and every mistake in one refused with its number and place."""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path

import pytest

from paseo.assessment.checklist.pack import load_checklist
from paseo.assessment.framework_pack import load_framework
from paseo.content.check import check
from paseo.evidence.questionnaires.pack import load_questionnaire

HEAD = """\
pack:
  format: 1
  id: org.example.rules
  kind: checklist
  version: 1.0.0
  published: 2026-11-25
  language: en
  languages: [en]
  title: {en: Rules}
  provider: {en: Example}
  licence: CC0
  evidence: composed
  source: own
  target: paseo.framework.action1
sources: [{id: own, title: Example}]
"""
ASKS = "questionnaire: paseo.questionnaire.action1-checklist\n"


def rule(**keys: str) -> str:
    every = {"id": "r", "effect": "warning", "when": "\"${A3} = 'none'\"", "reason": "{en: x}"}
    every |= keys
    return "rules:\n  - {" + ", ".join(f"{key}: {value}" for key, value in every.items()) + "}\n"


WRONG = {
    "K750": "questionnaire: org.example.nothing\n" + rule(),
    "K751": ASKS + rule(when='"${A33} = 1"'),
    "K752": ASKS + rule(when='"${A3} = "'),
    "K753": ASKS + rule(when="\"${A3} = 'kouncil'\""),
    "K754": ASKS + rule(effect="dimension", mode="full", dimensions="[urban-securety]"),
    "K755": ASKS + "groups: [{id: g, kinds: [nothing]}]\n" + rule(),
    "K756": ASKS + rule(effect="depth"),
    "K757": ASKS + rule(depth="rapid"),
    "K758": ASKS + rule(each="A3"),
    "P171": ASKS + rule(indicators="[SEC-999]"),
    "P141": ASKS + rule(groups="[nothing]"),
}


@pytest.mark.parametrize("code", sorted(WRONG))
def test_each_mistake_gives_exactly_its_number_and_place(tmp_path: Path, code: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(HEAD + textwrap.dedent(WRONG[code]), "utf-8")
    found = list(check(path))
    assert [one.code for one in found] == [code]
    assert found[0].place.line
    for language in ("en", "es"):
        assert "%(" not in found[0].sentence(language) + found[0].mend(language)


def test_the_right_pack_beside_them_has_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(HEAD + ASKS + rule(), "utf-8")
    assert [str(one) for one in check(path)] == []


def test_every_indicator_comes_from_exactly_one_kind_of_data() -> None:
    pack, framework = load_checklist(), load_framework()
    counted = Counter(
        code
        for family in pack.families
        for code in pack.codes(framework, family.indicators, family.groups)
    )
    assert set(counted) == {one.id for one in framework.indicators}
    assert set(counted.values()) == {1}


def test_every_kind_of_source_that_the_checklist_offers_is_known() -> None:
    questionnaire = load_questionnaire(load_checklist().questionnaire)
    kinds = next(one for one in questionnaire.question("D10").fields if one.id == "kind")
    known = {kind for family in load_checklist().families for kind in family.kinds}
    assert set(kinds.options.codes()) == known


def test_the_annex_speaks_of_boundary_periods_denominators_survey_thresholds_and_roles() -> None:
    asked = {line.question for line in load_checklist().lines}
    assert asked >= {"B1", "H3", "H2", "I1", "I4", "K3", "L1", "C1", "K5"}
