"""What is exported comes back identical, through pyxform and as a pack."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from paseo.content.store import PackStore
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.xlsform import read_xlsform, to_pack_yaml, write_xlsform
from questionnaire_strategies import questionnaires

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(questionnaires())
def test_a_questionnaire_comes_back_identical_from_its_form(made: Questionnaire) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_xlsform(made, path)
        read = read_xlsform(path)
    assert read.own
    assert read.questionnaire == made
    assert read.renamed == {}


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(questionnaires())
def test_a_questionnaire_comes_back_identical_from_its_pack(made: Questionnaire) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.yaml"
        path.write_text(to_pack_yaml(made), "utf-8")
        pack, problems = PackStore(()).read(path)
    assert [str(one) for one in problems.errors] == []
    assert pack is not None
    assert build_questionnaire(pack) == made
