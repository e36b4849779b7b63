"""What the buttons of a section ask for, and what they do to the fields before these are read."""

from __future__ import annotations

from dataclasses import dataclass

from paseo.evidence.questionnaires.answers import from_plain
from paseo.evidence.questionnaires.questionnaire import Question, Section
from paseo.web.questionnaires.forms.fields import Fields, fields_of, first
from paseo.web.questionnaires.models import SectionAnswers


@dataclass(frozen=True)
class Order:
    """What the pressed button asks for.

    Args:
        verb: ``save``, ``continue``, ``add``, ``remove``, ``clear``, ``take``, ``evidence``.
        question: which one is meant; empty for the whole section.
        row: of a repeat group.
    """

    verb: str = "save"
    question: str = ""
    row: int = -1


def order_of(text: str) -> Order:
    """Return the order of a button's value; one that nobody offers only saves.

    >>> order_of("remove:lamps.2")
    Order(verb='remove', question='lamps', row=2)
    >>> order_of("burn")
    Order(verb='save', question='', row=-1)
    """
    verb, _sign, rest = text.partition(":")
    if verb not in ("save", "continue", "add", "remove", "clear", "take", "evidence"):
        return Order()
    question, _sign, row = rest.partition(".")
    return Order(verb, question, int(row) if row.isascii() and row.isdigit() else -1)


def prepared(
    sent: dict[str, Fields], order: Order, section: Section, part: SectionAnswers, language: str
) -> dict[str, Fields]:
    """Return the fields as they would be had the person done by hand what the button does."""
    questions = {one.id: one for one in section.questions}
    question = questions.get(order.question)
    if order.verb == "take":
        taken = [question] if question else list(section.questions)
        return sent | _taken(taken, sent, part, language, alone=question is not None)
    if question is None:
        return sent
    fields = sent.get(question.id, {})
    if order.verb == "clear":
        kept = {name: one for name, one in fields.items() if name in ("comment", "hard", "why")}
        return sent | {question.id: kept}
    if order.verb == "remove" and order.row >= 0:
        return sent | {question.id: without_row(fields, order.row)}
    return sent


def without_row(fields: Fields, row: int) -> Fields:
    """Return the fields of a repeat group without one row; later ones move up."""
    left: Fields = {}
    for name, values in fields.items():
        at, sign, rest = name.partition(".")
        if not sign or not at.isdigit():
            left[name] = values
        elif int(at) != row:
            left[f"{int(at) - (int(at) > row)}.{rest}"] = values
    count = first(fields, "rows")
    if count.isdigit():
        left["rows"] = [str(max(0, int(count) - 1))]
    return left


def _taken(
    questions: list[Question],
    sent: dict[str, Fields],
    part: SectionAnswers,
    language: str,
    alone: bool,
) -> dict[str, Fields]:
    """Return the fields of previous answers; for a whole section only where nothing stands yet."""
    found: dict[str, Fields] = {}
    for question in questions:
        previous = part.previous.get(question.id)
        there = any(any(one) for name, one in sent.get(question.id, {}).items() if name != "rows")
        if previous is None or not previous.get("fits", True) or (there and not alone):
            continue
        found[question.id] = fields_of(question, from_plain(question, previous["answer"]), language)
    return found
