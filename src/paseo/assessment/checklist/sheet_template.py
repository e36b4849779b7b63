"""An empty sheet of answers as YAML: every question with what may be answered to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire

#: Signs of a line.
_WIDTH: Final = 110


def empty_sheet(questionnaire: Questionnaire, language: str = "en") -> str:
    """Return a sheet without answers, as :func:`.sheet_file.read_sheet` reads it back.

    >>> from paseo.evidence.questionnaires.pack import load_questionnaire
    >>> checklist = load_questionnaire("paseo.questionnaire.action1-checklist")
    >>> empty_sheet(checklist).splitlines()[1]
    'questionnaire: paseo.questionnaire.action1-checklist'
    """
    words = load_phrases("paseo.assessment.checklist")
    lines = [
        f"# {words.say('sheet_head', language)}",
        f"questionnaire: {questionnaire.id}",
        f"version: {questionnaire.version}",
        f"language: {language}",
        "answers:",
    ]
    for section in questionnaire.sections:
        lines.append(f"\n  # ---- {section.id} {section.name.read(language).words}")
        for question in section.questions:
            if question.asks:
                lines += _question(question, language)
    return "\n".join(lines) + "\n"


def _question(question: Question, language: str) -> Iterator[str]:
    yield from _comment(question.text.read(language).words)
    choices = _choices(question)
    if question.type in ("record", "repeat"):
        for field in question.fields:
            inner = _choices(field) or field.type
            yield from _comment(f"  {field.id}: {field.text.read(language).words} [{inner}]")
    elif question.type == "matrix":
        yield from _comment(f"  {', '.join(row.id for row in question.rows)}: [{choices}]")
    else:
        yield from _comment(f"  [{choices or question.type}]")
    yield f"  {question.id}:"


def _choices(question: Question) -> str:
    codes = question.options.codes() if question.options else ()
    return ", ".join((*codes, *question.missing_codes()))


def _comment(text: str) -> Iterator[str]:
    """Yield a comment, broken between words."""
    line = ""
    for word in text.split():
        if len(line) + len(word) > _WIDTH:
            yield f"  # {line}"
            line = ""
        line = f"{line} {word}".strip()
    yield f"  # {line}"
