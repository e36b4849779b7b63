"""Check answers: against their question, against each other, and how far a sheet is.

What is wrong with an answer is a numbered problem (A650-A669) that names the question by its id
and its text. Nothing is changed: a wrong answer stays as it was given until somebody mends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.answers import NOTHING, Answer, AnswerSheet
from paseo.evidence.questionnaires.logic.asking import State, state
from paseo.evidence.questionnaires.logic.evaluation import Value, holds
from paseo.evidence.questionnaires.logic.in_words import condition_in_words
from paseo.evidence.questionnaires.logic.syntax import parse
from paseo.evidence.questionnaires.logic.values import cell_in, rows_of, variable_value
from paseo.evidence.questionnaires.questionnaire import COMPOUND, Question, Questionnaire
from paseo.evidence.questionnaires.value_checks import (
    Report,
    check_count,
    check_other,
    check_reason,
    check_value,
)
from paseo.evidence.questionnaires.variables import of_question

#: Longer texts of questions are cut in a message.
_MOST_LETTERS: Final = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is.

    Args:
        asked: questions that are asked, given the answers so far.
        answered: of these, how many have an answer or a reason for none, in full.
        required_open: of these, how many still need one before the section is complete.
    """

    asked: int
    answered: int
    required_open: int

    @property
    def complete(self) -> bool:
        """Say whether nothing that is required is open."""
        return self.required_open == 0


def check_answer(
    questionnaire: Questionnaire,
    question: Question,
    answer: Answer,
    answers: Mapping[str, Answer],
    place: Place | None = None,
) -> Problems:
    """Return what is wrong with one answer.

    Args:
        question: of the questionnaire, not a field within one.
        answers: all answers of the sheet; skip logic and constraints look at them.
        place: where the answer stands in a file; the name of its column is added.

    Returns:
        Errors for an answer that cannot be one, a warning where a required answer is missing,
        a note where the question is not asked at all.
    """
    answers = {**answers, question.id: answer}
    checker = _Checker(questionnaire, state(questionnaire, answers), place or Place())
    checker.check(question, answer)
    return checker.problems


def check_sheet(questionnaire: Questionnaire, sheet: AnswerSheet) -> Problems:
    """Return what is wrong with a whole sheet, in the order of the questions.

    A sheet that answers another questionnaire or version is not read against this one; bring it
    over first with :func:`paseo.evidence.questionnaires.versions.migrate`.
    """
    problems = Problems()
    place = Place(file=sheet.id)
    if (sheet.questionnaire, sheet.version) != (questionnaire.id, questionnaire.version):
        problems.add(
            "A664", place, questionnaire=sheet.questionnaire, version=sheet.version,
            ours=questionnaire.id, our_version=questionnaire.version,
        )  # fmt: skip
        return problems
    checker = _Checker(questionnaire, state(questionnaire, sheet.answers), place)
    for question in questionnaire.questions():
        checker.check(question, sheet.answer(question.id))
    known = [one.id for one in questionnaire.questions() if one.asks]
    for name in sheet.answers:
        if name not in known:
            meant = hint(name, known)
            checker.problems.add("A663", replace(place, entry=name), name=name, hint=meant)
    return checker.problems


def progress(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Progress]:
    """Return how far each section is; sections that are not asked are left out.

    Notes are no questions here; a matrix is answered when each of its rows is.
    """
    found: dict[str, Progress] = {}
    now = state(questionnaire, answers)
    for section in questionnaire.sections:
        asked = [one for one in section.questions if one.asks and now.is_asked(one)]
        if not asked and not _is_shown(section.questions, now):
            continue
        counts = [
            (is_answered(now, one), _is_open(now, one, answers.get(one.id, NOTHING)))
            for one in asked
        ]
        found[section.id] = Progress(
            asked=len(asked),
            answered=sum(answered for answered, _ in counts),
            required_open=sum(is_open for _, is_open in counts),
        )
    return found


def is_answered(now: State, question: Question) -> bool:
    """Say whether a question has an answer in full, or a reason for none."""
    answer = now.answers.get(question.id, NOTHING)
    if question.type == "matrix" and not answer.missing:
        return all(cell.given for _, cell in _cells(question, answer))
    return answer.given and not any(_open_fields(now, question, answer))


def _is_shown(questions: tuple[Question, ...], now: State) -> bool:
    return any(now.is_asked(one) for one in questions)


def _is_open(now: State, question: Question, answer: Answer) -> bool:
    if question.required:
        return not is_answered(now, question)
    return answer.given and any(_open_fields(now, question, answer))


def _open_fields(now: State, question: Question, answer: Answer) -> Iterator[bool]:
    """Yield for each required field that is asked, in each row, whether it is open."""
    for row, cells in enumerate(_rows(question, answer)):
        for one in question.fields:
            if one.required and now.is_asked(question, one.id, row):
                yield not cell_in(cells, one.id).given


def _rows(question: Question, answer: Answer) -> list[Mapping[str, Answer]]:
    """Return the rows of a repeat group; a record is one row."""
    if question.type == "record":
        return [answer.value] if isinstance(answer.value, Mapping) else []
    return list(rows_of(answer)) if question.type == "repeat" else []


def _cells(question: Question, answer: Answer) -> Iterator[tuple[str, Answer]]:
    for row in question.rows:
        yield row.id, cell_in(answer.value, row.id)


class _Checker:
    def __init__(self, questionnaire: Questionnaire, now: State, place: Place) -> None:
        self.questionnaire = questionnaire
        self.now = now
        self.place = place
        self.problems = Problems()

    def check(self, question: Question, answer: Answer) -> None:
        """Check the answer to a question, and that there is one where it must be."""
        report = self.reporter(question, question.id)
        if not self.now.is_asked(question):
            if answer.given:
                report("A662")
            return
        if question.required and question.asks and not is_answered(self.now, question):
            report("A660")
        self.given(question, answer, question.id, report)

    def reporter(self, question: Question, name: str, row: int | None = None) -> Report:
        """Return what adds a problem with the place and the text of a question or field."""
        place = replace(self.place, entry=name)
        if row is not None:
            place = replace(place, row=row + 1)

        def report(code: str, /, **values: Any) -> None:
            self.problems.add(code, place, id=name, text=short(question.text), **values)

        return report

    def given(self, question: Question, answer: Answer, name: str, report: Report) -> None:
        """Check an answer that is there, with everything inside it."""
        check_reason(question, answer.missing, report)
        if answer.missing or not answer.given:
            return
        if not question.asks:
            report("A665", value=str(answer.value)[:60])
        elif question.type == "matrix":
            self.matrix(question, answer, report)
        elif question.type in COMPOUND:
            self.compound(question, answer, report)
        else:
            self.value(question, answer, name, report)

    def matrix(self, question: Question, answer: Answer, report: Report) -> None:
        if not isinstance(answer.value, Mapping):
            report("A665", value=str(answer.value)[:60])
            return
        self.unknown(question.id, answer.value, [row.id for row in question.rows])
        # A row is answered as a single choice with the options of the matrix.
        single = replace(question, type="single", rows=())
        for row in question.rows:
            cell = answer.value.get(row.id, NOTHING)
            name = f"{question.id}_{row.id}"
            text = replace(single, text=_joined(question.text, row.text))
            if isinstance(cell, Answer):
                self.given(text, cell, name, self.reporter(text, name))
            else:
                self.reporter(text, name)("A665", value=str(cell)[:60])

    def compound(self, question: Question, answer: Answer, report: Report) -> None:
        rows = _rows(question, answer)
        whole = isinstance(answer.value, Mapping if question.type == "record" else list)
        if not whole or (question.type == "repeat" and len(rows) != len(answer.value)):
            report("A665", value=str(answer.value)[:60])
            return
        if question.type == "repeat":
            check_count(question, len(rows), report)
        for at, cells in enumerate(rows):
            self.unknown(question.id, cells, [one.id for one in question.fields])
            for field in question.fields:
                self.field(question, field, cells.get(field.id, NOTHING), at)

    def field(self, question: Question, field: Question, answer: Any, row: int) -> None:
        name = f"{question.id}_{field.id}"
        report = self.reporter(field, name, row if question.type == "repeat" else None)
        if not isinstance(answer, Answer):
            report("A665", value=str(answer)[:60])
        elif not self.now.is_asked(question, field.id, row):
            if answer.given:
                report("A662")
        else:
            if field.required and not answer.given:
                report("A660")
            within = question if question.type == "repeat" else None
            self.inside(field, answer, name, report, within, row)

    def inside(
        self, field: Question, answer: Answer, name: str, report: Report,
        within: Question | None, row: int,
    ) -> None:  # fmt: skip
        check_reason(field, answer.missing, report)
        if not answer.missing and answer.given:
            self.value(field, answer, name, report, within, row)

    def value(
        self, question: Question, answer: Answer, name: str, report: Report,
        within: Question | None = None, row: int = 0,
    ) -> None:  # fmt: skip
        before = len(self.problems.errors)
        check_value(question, answer.value, report)
        check_other(question, answer.value, answer.other, report)
        # What is no answer at all cannot be compared with anything.
        if question.constraint and len(self.problems.errors) == before:
            self.constraint(question, name, answer, report, within, row)

    def unknown(self, question: str, held: Mapping[str, Any], known: list[str]) -> None:
        for part in held:
            if part not in known:
                place = replace(self.place, entry=f"{question}_{part}")
                values = {"name": f"{question}_{part}", "hint": hint(part, known)}
                self.problems.add("A663", place, **values)

    def constraint(
        self, question: Question, name: str, answer: Answer, report: Report,
        within: Question | None, row: int,
    ) -> None:  # fmt: skip
        expression = parse(question.constraint)
        here = self.here(question, name, answer)
        setting = self.now.setting(within, row if within is not None else None, here)
        if not holds(expression, setting):
            said = question.constraint_message or LanguageMap(
                {
                    language: condition_in_words(self.questionnaire, expression, language)
                    for language in load_phrases("paseo.evidence.questionnaires.logic").map("is")
                }
            )
            report("A661", said=said)

    def here(self, question: Question, name: str, answer: Answer) -> Value:
        """Return what ``.`` stands for."""
        known = self.now.logic.variables.get(name)
        variable = known or next(of_question(question))
        return variable_value(variable, answer)


def short(text: LanguageMap) -> LanguageMap:
    """Return a text for a message: on one line, and cut where it is long.

    >>> str(short(LanguageMap("Is there\\n a mandate?")))
    'Is there a mandate?'
    """

    def cut(words: str) -> str:
        words = " ".join(words.split())
        return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1] + "…"

    return LanguageMap({language: cut(words) for language, words in text.items()})


def _joined(text: LanguageMap, row: LanguageMap) -> LanguageMap:
    """Return the text of a matrix with that of one of its rows."""
    languages = [one for one in text if one in row] or list(text)
    return LanguageMap({one: f"{text.read(one).words}: {row.read(one).words}" for one in languages})
