"""Says the parts of a printed form in one language: boxes, lines to write on, limits, marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.cells import NoCell, as_json, cell_of, number_text
from paseo.evidence.questionnaires.questionnaire import Option, Question, Questionnaire
from paseo.evidence.questionnaires.variables import of_question
from paseo.report.document import Run, said

EMPTY_BOX: Final = "☐"
MARKED_BOX: Final = "☒"
#: Keeps a box with its code, and boxes apart from one another, where blanks fall together.
JOINT: Final = "\u00a0"
GAP: Final = " \u2003"
LINE: Final = "_" * 30
DAY: Final = "__/__/____"
RANK: Final = "__"


class FormSpeaker:
    """One questionnaire and one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self._own = load_phrases("paseo.report.questionnaire", "form.yaml")
        self._shared = load_phrases("paseo.evidence.questionnaires", "forms.yaml")

    def say(self, phrase: str, **values: Any) -> str:
        return self._own.say(phrase, self.language, **values)

    def form(self, phrase: str, **values: Any) -> str:
        """Return a phrase that the Excel form says too."""
        return self._shared.say(phrase, self.language, **values)

    def text(self, words: LanguageMap | None) -> str:
        return " ".join(words.read(self.language).words.split()) if words else ""

    def run(self, words: LanguageMap) -> Run:
        """Return a text of the questionnaire, marked where it lacks the language."""
        read = said(words.read(self.language), self.language)
        return Run(self.text(words), language=read.language)

    def option(self, one: Option, sign: str) -> tuple[Run, ...]:
        """Return the line of an option: what to mark, its code, what it means."""
        alone = (Run(f" ({self.say('exclusive')})", "muted"),) if one.exclusive else ()
        return (Run(f"{sign}{JOINT}{one.code}{GAP}"), self.run(one.label), *alone)

    def unlisted(self, code: str) -> tuple[Run, ...]:
        note = Run(self.say("unlisted"), "muted")
        return (Run(f"{MARKED_BOX}{JOINT}{code}{GAP}"), note)

    def beside(self, question: Question, answer: Answer) -> str:
        """Return the options and reasons of a question side by side, for a cell of a table."""
        options = question.options.options if question.options else ()
        chosen = codes_of(answer)
        ranked = question.type == "ranking"
        signs = ranks(options, answer) if ranked else boxes(options, chosen)
        shown = [self._short(one, sign) for one, sign in zip(options, signs, strict=True)]
        known = {one.code for one in (*options, *question.missing)}
        shown += [f"{MARKED_BOX}{JOINT}{one}" for one in chosen if one not in known]
        return GAP.join([*shown, *self.reasons_beside(question.missing, answer)])

    def reasons_beside(self, reasons: Iterable[Option], answer: Answer) -> list[str]:
        found = [
            self._short(one, box(one.code == answer.missing)) for one in reasons
        ]  # fmt: skip
        return [f"{self.say('or')} {found[0]}", *found[1:]] if found else []

    def _short(self, one: Option, sign: str) -> str:
        return f"{sign}{JOINT}{one.code}{JOINT}{self.text(one.label)}"

    def legend(self, options: Iterable[Option]) -> str:
        return ", ".join(f"{one.code} = {self.text(one.label)}" for one in options)

    def blank(self, question: Question) -> str:
        """Return what an open answer is written on."""
        if question.type == "date":
            return DAY
        line = LINE
        if question.type == "number" and question.unit:
            return f"{line} {self.text(question.unit)}"
        if question.type == "file":
            return f"{line} {self.attach(question)}"
        return line

    def attach(self, question: Question) -> str:
        if question.accepts:
            return self.say("accepts", endings=", ".join(question.accepts))
        return self.say("attach")

    def value(self, question: Question, answer: Answer) -> str:
        """Return an open answer as people write it, empty where there is none."""
        if answer.value in (None, "", [], {}):
            return ""
        kind = next(of_question(question)).kind
        try:
            cell = cell_of(kind, answer.value)
        except NoCell:
            # An answer of another shape is shown as it is stored rather than left out.
            return as_json(answer.value)
        shown = number_text(cell) if isinstance(cell, float) else str(cell)
        unit = self.text(question.unit) if question.type == "number" else ""
        return f"{shown} {unit}".strip()

    def limits(self, question: Question) -> str:
        """Return between what an answer has to lie, empty for anywhere."""
        low, high = (_limit(one) for one in (question.low, question.high))
        if low and high:
            return self.say("between", low=low, high=high)
        if low:
            return self.say("at_least", low=low)
        return self.say("at_most", high=high) if high else ""

    def mark(self, question: Question) -> str:
        """Return the evidence mark of a question and the sources that it rests on."""
        titles = self.questionnaire.sources
        sources = "; ".join(
            ", ".join(
                part for part in (self.text(titles.get(one.id)) or one.id, one.detail) if part
            )
            for one in question.sources
        )
        mark = self.form(f"mark_{question.evidence}")
        return f"{mark}. {self.say('source', source=sources)}" if sources else mark


def _limit(limit: float | str | None) -> str:
    if limit is None:
        return ""
    return limit if isinstance(limit, str) else number_text(float(limit))


def box(marked: bool) -> str:
    """Return a box to mark, or a marked one.

    >>> box(False), box(True)
    ('☐', '☒')
    """
    return MARKED_BOX if marked else EMPTY_BOX


def boxes(options: Iterable[Option], chosen: Iterable[str]) -> list[str]:
    marked = set(chosen)
    return [box(one.code in marked) for one in options]


def ranks(options: Iterable[Option], answer: Answer) -> list[str]:
    """Return the place of each option, or room to write it."""
    order = codes_of(answer)
    return [
        str(order.index(one.code) + 1).rjust(2, JOINT) if one.code in order else RANK
        for one in options
    ]


def codes_of(answer: Answer) -> list[str]:
    """Return the codes that an answer holds, in order.

    >>> codes_of(Answer("a")), codes_of(Answer(["b", "a"])), codes_of(Answer())
    (['a'], ['b', 'a'], [])
    """
    value = answer.value
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value in (None, "", {}) else [str(value)]
