"""The variables of a questionnaire: one flat list on which every table and form rests.

A variable is a column: its name is the same in our Excel form, in an XLSForm, in the export of
KoboToolbox and in the table of answers. Compound questions become several variables, a reason for
no answer to an open question stands in a variable of its own (``Q_missing``), and so do the words
beside the option "other" (``Q_other``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire

VariableKind = Literal[
    "code", "codes", "order", "number", "date", "text", "files", "place", "missing", "other"
]

_KIND_OF_TYPE: Final[dict[str, VariableKind]] = {
    "single": "code", "scale": "code", "multiple": "codes", "ranking": "order",
    "number": "number", "date": "date", "text": "text", "file": "files", "place": "place",
}  # fmt: skip
#: Endings of the variables beside a question.
MISSING_ENDING: Final = "_missing"
OTHER_ENDING: Final = "_other"


@dataclass(frozen=True)
class Variable:
    """One column of answers.

    Args:
        name: unique within the questionnaire.
        question: the question that is asked, or the field of a record or repeat group.
        parent: id of the question at the top; equal to ``question.id`` where it stands alone.
        row: id of the matrix row.
        field: id of the field within a record or repeat group.
        repeat: id of the repeat group in whose rows the variable stands; empty for one value a
            sheet.
    """

    name: str
    kind: VariableKind
    question: Question
    parent: str
    row: str = ""
    field: str = ""
    repeat: str = ""


def variables(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """Return every variable in the order of the questions, those of repeat groups too."""
    return tuple(one for question in questionnaire.questions() for one in of_question(question))


def of_question(question: Question) -> Iterator[Variable]:
    """Yield the variables of one question."""
    if question.type in ("record", "repeat"):
        repeat = question.id if question.type == "repeat" else ""
        for field in question.fields:
            name = f"{question.id}_{field.id}"
            yield from _leaf(field, name, question.id, field=field.id, repeat=repeat)
        if question.missing and question.type == "record":
            yield Variable(question.id + MISSING_ENDING, "missing", question, question.id)
    elif question.type == "matrix":
        for row in question.rows:
            yield Variable(f"{question.id}_{row.id}", "code", question, question.id, row=row.id)
    elif question.asks:
        yield from _leaf(question, question.id, question.id)


def _leaf(
    question: Question, name: str, parent: str, field: str = "", repeat: str = ""
) -> Iterator[Variable]:
    def made(name: str, kind: VariableKind) -> Variable:
        return Variable(name, kind, question, parent, field=field, repeat=repeat)

    yield made(name, _KIND_OF_TYPE[question.type])
    if question.options is not None and any(one.other for one in question.options.options):
        yield made(name + OTHER_ENDING, "other")
    # A code says by itself that there is no answer; a number, a date or a text cannot.
    if question.missing and question.type not in ("single", "scale", "multiple"):
        yield made(name + MISSING_ENDING, "missing")
