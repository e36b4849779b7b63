"""Questionnaires from a few lines of YAML, for tests that must not change when packs do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.pack import Header, Pack
from paseo.content.problems import Problems
from paseo.content.reading import Document, parse_yaml
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.pack_checks import check_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire


class NoShelf:
    """No other packs are at hand."""

    def find(self, pack: str) -> Pack | None:
        return None

    def ids(self, kind: str = "") -> list[str]:
        return []


def pack_of(text: str, version: str = "1.0.0", id: str = "test.questions") -> Pack:
    problems = Problems()
    data = parse_yaml(text, "test.yaml", problems)
    assert data is not None, [str(problem) for problem in problems]
    header = Header(
        id=id,
        kind="questionnaire",
        version=version,
        published=date(2026, 11, 22),
        language="en",
        languages=("en",),
        title=LanguageMap({"en": "Questions", "es": "Preguntas"}),
        provider=LanguageMap("A test"),
        licence="CC0-1.0",
        evidence="composed",
    )
    return Pack(header, Path("test.yaml"), data, {}, {}, (Document("test.yaml", data),), ())


def questionnaire(text: str, version: str = "1.0.0", **more: Any) -> Questionnaire:
    """Return what a pack with these sections is; it must have no errors."""
    pack = pack_of(text, version, **more)
    problems = Problems()
    check_questionnaire(pack, problems, NoShelf())
    assert problems.errors == [], [str(problem) for problem in problems]
    return build_questionnaire(pack)


def sheet(form: Questionnaire, answers: dict[str, Any], **more: Any) -> AnswerSheet:
    """Return a sheet; plain values are answers, ``...`` before a code is a reason for none."""
    given = {name: answer(value) for name, value in answers.items()}
    default = {"id": "s1", "questionnaire": form.id, "version": form.version}
    return AnswerSheet(**{**default, **more}, answers=given)


def answer(value: Any) -> Answer:
    """Return an answer: ``"...dont_know"`` is a reason for none."""
    if isinstance(value, Answer):
        return value
    if isinstance(value, str) and value.startswith("..."):
        return Answer(missing=value.removeprefix("..."))
    if isinstance(value, dict):
        return Answer({name: answer(inner) for name, inner in value.items()})
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return Answer([{name: answer(inner) for name, inner in row.items()} for row in value])
    return Answer(value)
