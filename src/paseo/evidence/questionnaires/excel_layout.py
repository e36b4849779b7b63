"""Where what stands in an Excel form for answers, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.checks.texts import LABEL_SIGN, neutralise
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.questionnaire import Option, Question, Questionnaire

#: Written into the hidden sheet of lists; below it id, version, language and number of the sheet.
FORM_MARK: Final = "paseo.questionnaire 1"
#: Columns of a section.
CODE: Final = 0
QUESTION: Final = 1
HELP: Final = 2
ANSWER: Final = 3
REASON: Final = 4
OTHERS: Final = 5
COMMENTS: Final = 6
#: The line of the guide where respondents write who they are.
RESPONDENT: Final = "_respondent"
GUIDE_ANSWER: Final = 2
#: Position of the row of column names in a section; above it title and one sentence.
HEADER: Final = 2
#: Empty lines of a repeat group.
EMPTY_ROWS: Final = 60


def help_lines(questionnaire: Questionnaire, question: Question, language: str) -> Iterator[str]:
    """Yield what helps to answer a question: help, unit, ends of a scale, when it is asked."""
    words = load_phrases("paseo.evidence.questionnaires", "forms.yaml")

    def text(one: LanguageMap | None) -> str:
        return one.read(language).words if one else ""

    if question.help:
        yield text(question.help)
    if question.unit:
        yield words.say("unit_is", language, unit=text(question.unit))
    if question.low_anchor or question.high_anchor:
        ends = {"low": text(question.low_anchor), "high": text(question.high_anchor)}
        yield words.say("anchors", language, **ends)
    if question.relevant:
        yield relevance_in_words(questionnaire, question, language)
    if question.required:
        yield words.say("required", language)


def entry(code: str, label: str) -> str:
    """Return what a list shows for a code.

    >>> entry("1", "Very unsafe"), entry("7", "7")
    ('1 – Very unsafe', '7')
    """
    return f"{code}{LABEL_SIGN}{' '.join(label.split())}" if label and label != code else code


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text fills in a cell of some signs' width."""
    return max(1, sum(1 + len(line) // width for line in text.split("\n")))


def options_of(question: Question) -> tuple[Option, ...]:
    """Return what can be chosen, nothing for an open question."""
    return question.options.options if question.options is not None else ()


def safe(text: str) -> str:
    """Return a text that no spreadsheet program will calculate."""
    neutral: str = pl.select(neutralise(pl.lit(text))).item()
    return neutral
