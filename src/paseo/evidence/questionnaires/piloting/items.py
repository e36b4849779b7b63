"""The items of a questionnaire under test, and what each sheet says to each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.answers import NOTHING, Answer, AnswerSheet
from paseo.evidence.questionnaires.logic.asking import State, state
from paseo.evidence.questionnaires.logic.values import cell_in
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire

#: Trailing questions without an answer before a sheet without an end counts as broken off. One
#: alone is more often a question that was left out.
BROKEN_OFF: Final = 2

Standing = Literal["answered", "reason", "empty", "not_reached", "not_asked"]


@dataclass(frozen=True)
class Item:
    """A question, or one row of a matrix: what a person answers at a time.

    Args:
        name: of its column; the id of the question, with that of the row.
    """

    name: str
    question: Question
    row: str = ""

    @property
    def section(self) -> str:
        return self.question.section

    def text(self) -> LanguageMap:
        """Return what is asked; a row is said after its matrix."""
        found = next((one.text for one in self.question.rows if one.id == self.row), None)
        if found is None:
            return self.question.text
        return LanguageMap(
            {
                language: f"{words} {found.read(language).words}"
                for language, words in self.question.text.items()
            }
        )

    def answer(self, answers: Mapping[str, Answer]) -> Answer:
        """Return the answer to the item; a reason given for a whole matrix is that of each row."""
        answer = answers.get(self.question.id, NOTHING)
        if not self.row:
            return answer
        return Answer(missing=answer.missing) if answer.missing else cell_in(answer.value, self.row)

    def yes_or_no(self) -> bool:
        """Say whether there are two answers only, as in a list of what happened to somebody.

        What is rare is what such a list is for: that nearly all say no is its result.
        """
        options = self.question.options
        return options is not None and len(options.codes()) <= 2

    def ordered(self) -> bool:
        """Say whether the options stand in an order: a scale of the pack has one."""
        options = self.question.options
        if options is None or self.question.type not in ("single", "scale", "matrix"):
            return False
        return self.question.type == "scale" or options.id != self.question.id


def items(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """Return the items in the order in which they are asked."""
    found: list[Item] = []
    for question in questionnaire.questions():
        if question.type == "matrix":
            found += [Item(f"{question.id}_{row.id}", question, row.id) for row in question.rows]
        elif question.asks:
            found.append(Item(question.id, question))
    return tuple(found)


@dataclass(frozen=True)
class Read:
    """One sheet, followed through.

    Args:
        standing: of each item, by its place in the order.
        broke_off: the place of the first item that was not reached; None where the sheet came to
            its end.
    """

    sheet: AnswerSheet
    standing: tuple[Standing, ...]
    broke_off: int | None


def read_sheet(questionnaire: Questionnaire, every: Sequence[Item], sheet: AnswerSheet) -> Read:
    """Follow a sheet through the questions and see where it ends.

    A sheet that says when it was finished came to its end. Of the others, those broke off whose
    last questions that are asked (two or more) have neither an answer nor a reason for none.
    """
    now = state(questionnaire, sheet.answers, sheet.finished_at or sheet.started_at)
    found = [_standing(now, one, sheet) for one in every]
    last = max((at for at, one in enumerate(found) if one in ("answered", "reason")), default=-1)
    open_end = [at for at in range(last + 1, len(found)) if found[at] == "empty"]
    if sheet.finished_at is not None or len(open_end) < BROKEN_OFF:
        return Read(sheet, tuple(found), None)
    for at in open_end:
        found[at] = "not_reached"
    return Read(sheet, tuple(found), open_end[0])


def _standing(now: State, item: Item, sheet: AnswerSheet) -> Standing:
    if not now.is_asked(item.question):
        return "not_asked"
    answer = item.answer(sheet.answers)
    if answer.missing:
        return "reason"
    return "answered" if answer.given else "empty"
