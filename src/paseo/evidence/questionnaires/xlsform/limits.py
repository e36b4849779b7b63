"""Limits and lone answers as a constraint of the form, and in words."""

from __future__ import annotations

from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import Question


def say(phrase: str, languages: tuple[str, ...], **values: Any) -> LanguageMap:
    """Return a phrase of the form in the languages of the questionnaire that we have it in."""
    words = load_phrases("paseo.evidence.questionnaires.xlsform")
    known = words.map(phrase)
    spoken = [code for code in languages if code in known or code.partition("-")[0] in known]
    return LanguageMap(
        {
            code: words.say(phrase, code, **_read(values, code))
            for code in spoken or languages[:1] or ("en",)
        }
    )


def _read(values: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        name: value.read(language).words if isinstance(value, LanguageMap) else value
        for name, value in values.items()
    }


def constraint_of(question: Question) -> str:
    """Return the whole constraint: the questionnaire's own, its limits, answers that stand alone.

    >>> from paseo.content.language import LanguageMap
    >>> words = LanguageMap("How many?")
    >>> constraint_of(Question("q", "s", "number", words, "composed", (), low=0, high=5))
    '. >= 0 and . <= 5'
    """
    parts = [*_limits(question), *(f"not({one})" for one in _alone(question))]
    if not parts:
        return question.constraint
    if question.constraint:
        parts.insert(0, f"({question.constraint})")
    return " and ".join(parts)


def _limits(question: Question) -> list[str]:
    ends = [(">=", question.low), ("<=", question.high)]
    given = [(sign, end) for sign, end in ends if end is not None]
    if question.type == "number":
        return [f". {sign} {number(end)}" for sign, end in given]
    if question.type == "date":
        return [f". {sign} date('{end}')" for sign, end in given]
    if question.type == "multiple":
        # A reason for no answer is one choice, however many answers are asked for.
        lone = "".join(f" or selected(., '{code}')" for code in lone_codes(question))
        counted = [f"count-selected(.) {sign} {number(end)}" for sign, end in given]
        return [f"({one}{lone})" if lone else one for one in counted]
    return []


def _alone(question: Question) -> list[str]:
    if question.type != "multiple":
        return []
    return [f"selected(., '{code}') and count-selected(.) > 1" for code in lone_codes(question)]


def lone_codes(question: Question) -> list[str]:
    """Return the codes of a multiple choice that stand alone, reasons for no answer among them."""
    options = question.options.options if question.options else ()
    return [*(one.code for one in options if one.exclusive), *question.missing_codes()]


def number(value: float | str) -> str:
    """Return a limit as an expression has it, without needless decimals.

    >>> number(5.0), number(0.25), number(1e-7)
    ('5', '0.25', '0.0000001')
    """
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        return str(int(value))
    text = repr(float(value))
    return f"{value:.20f}".rstrip("0") if "e" in text else text


def message_of(question: Question, languages: tuple[str, ...]) -> LanguageMap | None:
    """Return what is said when the constraint does not hold; in our words where it has none."""
    if question.constraint_message or question.constraint or not constraint_of(question):
        return question.constraint_message
    low, high = question.low, question.high
    phrases = {
        "number": ("limits", "limit_low", "limit_high"),
        "date": ("limits", "day_low", "day_high"),
        "multiple": ("choose", "choose_low", "choose_high"),
    }[question.type]
    ends = {name: number(end) for name, end in (("low", low), ("high", high)) if end is not None}
    if not ends:
        return say("alone", languages, codes=_labels(question))
    at = 0 if len(ends) == 2 else 1 if "low" in ends else 2
    return say(phrases[at], languages, **ends)


def _labels(question: Question) -> LanguageMap:
    assert question.options is not None
    wanted = lone_codes(question)
    labels = [one for code in wanted if (one := question.options.label(code)) is not None]
    every = dict.fromkeys(code for label in labels for code in label)
    return LanguageMap(
        {code: ", ".join(label.read(code).words for label in labels) for code in every}
    )


def hint_of(question: Question, languages: tuple[str, ...]) -> LanguageMap | None:
    """Return the hint: the help, the unit of a number, the words at the ends of a scale."""
    added = [
        say("unit", languages, unit=question.unit) if question.unit else None,
        _anchors(question, languages),
    ]
    parts = [one for one in (question.help, *added) if one]
    if len(parts) < 2 and question.help:
        return question.help
    spoken = dict.fromkeys(code for part in parts for code in part)
    if not parts:
        return None
    return LanguageMap(
        {code: "\n".join(part[code] for part in parts if code in part) for code in spoken}
    )


def _anchors(question: Question, languages: tuple[str, ...]) -> LanguageMap | None:
    low, high = question.low_anchor, question.high_anchor
    if low and high:
        return say("anchors", languages, low=low, high=high)
    if low:
        return say("anchor_low", languages, low=low)
    return say("anchor_high", languages, high=high) if high else None
