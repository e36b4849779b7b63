"""Say an answer in words: labels in place of codes, reasons for no answer, numbers with units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from paseo.content.numbers import format_date, format_number
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.questionnaire import Question

#: Between several answers in one sentence.
_BETWEEN: Final = ", "


def not_stated(language: str) -> str:
    """Return the words for an answer that nobody gave.

    >>> not_stated("en")
    'not stated'
    """
    return load_phrases("paseo.assessment.checklist").say("not_stated", language)


def in_words(question: Question, answer: Answer, language: str) -> str:
    """Return an answer in words; "not stated" where nobody gave one.

    Args:
        question: that was asked; of a matrix, record or repeat group the parts follow each other.

    >>> from paseo.evidence.questionnaires.pack import load_questionnaire
    >>> checklist = load_questionnaire("paseo.questionnaire.action1-checklist")
    >>> in_words(checklist.question("A3"), Answer("council"), "en")
    'Decision of the council'
    >>> in_words(checklist.question("A3"), Answer(), "en")
    'not stated'
    """
    if not answer.given:
        return not_stated(language)
    if answer.missing:
        return _missing(question, answer.missing, language)
    said = _value(question, answer.value, language)
    return f"{said} ({answer.other})" if answer.other else said


def parts_in_words(question: Question, answer: Answer, language: str) -> dict[str, str]:
    """Return each field of a record, or each row of a matrix, in words."""
    value = answer.value if isinstance(answer.value, Mapping) else {}
    if question.type == "matrix":
        return {row.id: _cell(question, value.get(row.id, NOTHING), language)
                for row in question.rows}  # fmt: skip
    return {one.id: in_words(one, value.get(one.id, NOTHING), language) for one in question.fields}


def _missing(question: Question, code: str, language: str) -> str:
    found = next((one.label for one in question.missing if one.code == code), None)
    if found is None:
        words = load_phrases("paseo.evidence.questionnaires")
        phrase = f"missing_{code}"
        return words.say(phrase, language) if phrase in words else code
    return found.read(language).words


def _value(question: Question, value: Any, language: str) -> str:
    match question.type:
        case "single" | "scale":
            return _label(question, str(value), language)
        case "multiple" | "ranking":
            return _BETWEEN.join(_label(question, str(one), language) for one in value)
        case "number":
            return _figure(question, value, language)
        case "date":
            return format_date(date.fromisoformat(str(value)), language)
        case "matrix" | "record":
            parts = parts_in_words(question, Answer(value), language)
            names = {one.id: one.text.read(language).words for one in question.rows}
            names |= {one.id: one.text.read(language).words for one in question.fields}
            return "; ".join(f"{names[part]}: {said}" for part, said in parts.items())
        case "repeat":
            words = load_phrases("paseo.assessment.checklist")
            return words.say("rows", language, count=len(value))
        case "file":
            return _BETWEEN.join(str(one.get("name", "")) for one in value)
        case "place":
            return load_phrases("paseo.assessment.checklist").say("on_map", language)
    return str(value)


def _cell(question: Question, answer: Answer, language: str) -> str:
    if answer.missing:
        return _missing(question, answer.missing, language)
    if answer.value in (None, ""):
        return not_stated(language)
    return _label(question, str(answer.value), language)


def _label(question: Question, code: str, language: str) -> str:
    found = question.options.label(code) if question.options else None
    return found.read(language).words if found is not None else code


def _figure(question: Question, value: Any, language: str) -> str:
    number = float(value)
    if question.unit is None:
        # A year is no quantity: it has no thousands.
        return f"{number:g}" if number.is_integer() else format_number(number, language)
    digits = 0 if number.is_integer() else None
    return format_number(number, language, question.unit.read(language).words, digits)
