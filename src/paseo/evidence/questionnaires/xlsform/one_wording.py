"""One id, one list; one reason, one wording: what a pack needs and an edited form may have lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from paseo.evidence.questionnaires.questionnaire import (
    Option,
    OptionList,
    Question,
    Questionnaire,
)
from paseo.evidence.questionnaires.xlsform.renaming import unique


def with_one_wording(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire as a pack can hold it; the same where nothing was edited.

    A form writes a list twice where only some questions offer its reasons for no answer. Once
    somebody has edited one of the two, they are two lists. Reasons of open questions have one
    wording in a pack: the first one counts.
    """
    return _each(_each(questionnaire, _Reasons().question), _Lists(questionnaire).question)


def _each(questionnaire: Questionnaire, change: Callable[[Question], Question]) -> Questionnaire:
    def told(question: Question) -> Question:
        fields = tuple(change(one) for one in question.fields)
        return change(replace(question, fields=fields) if fields else question)

    sections = tuple(
        replace(section, questions=tuple(told(one) for one in section.questions))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


class _Reasons:
    def __init__(self) -> None:
        self._first: dict[str, Option] = {}

    def question(self, question: Question) -> Question:
        if question.options is not None or not question.missing:
            return question
        missing = tuple(self._first.setdefault(one.code, one) for one in question.missing)
        return replace(question, missing=missing)


class _Lists:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._seen: dict[str, list[tuple[str, OptionList, dict[str, Option]]]] = {}
        self._taken = {
            question.options.id.lower()
            for whole in questionnaire.questions()
            for question in (whole, *whole.fields)
            if question.options
        }

    def question(self, question: Question) -> Question:
        options = question.options
        # A list of the question's own stands in it, and needs no id of its own.
        if options is None or (options.id, options.name) == (question.id, question.text):
            return question
        return replace(question, options=replace(options, id=self._id(options)))

    def _id(self, options: OptionList) -> str:
        held = self._seen.setdefault(options.id, [])
        for code, first, reasons in held:
            same = (first.name, first.options) == (options.name, options.options)
            if same and all(reasons.get(one.code, one) == one for one in options.missing):
                reasons.update({one.code: one for one in options.missing})
                return code
        code = unique(options.id, self._taken) if held else options.id
        held.append((code, options, {one.code: one for one in options.missing}))
        return code
