"""A column for one option is never taken for the question that is called like the option."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.content.store import store
from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.pack import build_questionnaire

PACK = """\
pack: {format: 1, id: test.questionnaire.options, kind: questionnaire, version: 1.0.0,
       published: 2026-11-25, language: en, languages: [en], title: Options, provider: A test,
       licence: CC-BY-4.0, evidence: composed, source: us}
sources: [{id: us, title: Written for this test}]
sections: [{id: what, name: What}]
questions:
  - id: lacks
    text: What is lacking?
    type: multiple
    options: [{code: lighting, label: Lighting}, {code: trees, label: Trees}]
  - {id: lighting, text: How many lamps are broken?, type: number}
"""


@pytest.mark.parametrize("before", ["", "what/"], ids=["without a group", "in a group"])
def test_an_option_called_like_another_question_stays_an_option(
    tmp_path: Path, before: str
) -> None:
    pack, path = tmp_path / "pack.yaml", tmp_path / "answers.csv"
    pack.write_text(PACK, "utf-8")
    found, problems = store().read(pack)
    assert found is not None and not problems.errors
    path.write_text(
        f"_id,_uuid,{before}lacks/lighting,{before}lacks/trees,{before}lighting\n"
        "1,a,1,0,7\n2,b,0,1,\n",
        "utf-8",
    )
    read = read_answers(path, build_questionnaire(found))
    assert read.problems.errors == []
    assert [one.answer("lacks").value for one in read.sheets] == [["lighting"], ["trees"]]
    assert [one.answer("lighting").value for one in read.sheets] == [7, None]
