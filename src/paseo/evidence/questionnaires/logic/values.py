"""What a variable holds for an expression: a code, several codes, a number, a day, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.logic.evaluation import Single, to_day
from paseo.evidence.questionnaires.variables import Variable

#: In these kinds of variables the reason for no answer is a code like any other.
_CODED: Final = ("code", "codes")


def variable_value(variable: Variable, answer: Answer) -> Single:
    """Return what one variable holds, an empty text where it holds nothing.

    Args:
        answer: to the question, the matrix row or the field that the variable stands for.

    >>> from paseo.evidence.questionnaires.questionnaire import Question
    >>> question = Question("q", "main", "number", text=None, evidence="composed", sources=())
    >>> variable_value(Variable("q", "number", question, "q"), Answer(3))
    3.0
    """
    if variable.kind == "missing":
        return answer.missing
    if variable.kind == "other":
        return answer.other
    if answer.missing:
        return answer.missing if variable.kind in _CODED else ""
    if answer.value is None:
        return ""
    return _plain(variable.kind, answer.value)


def part_of(variable: Variable, answer: Answer) -> Answer:
    """Return the part of an answer to a whole question that a variable stands for.

    A reason for no answer to a whole matrix or record counts for each of its parts.
    """
    part = variable.row or variable.field
    if not part:
        return answer
    if answer.missing:
        return Answer(missing=answer.missing)
    return cell_in(answer.value, part)


def cell_in(cells: Any, part: str) -> Answer:
    """Return the answer to a row or field within a value, an empty one where there is none."""
    inner = cells.get(part, NOTHING) if isinstance(cells, Mapping) else NOTHING
    return inner if isinstance(inner, Answer) else NOTHING


def rows_of(answer: Answer) -> Sequence[Mapping[str, Answer]]:
    """Return the rows of an answer to a repeat group."""
    value = answer.value
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _plain(kind: str, value: Any) -> Single:
    if isinstance(value, bool):
        return value
    if kind == "number" and isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:  # longer than any number: no more than a text that is none
            return str(value)
    if kind == "date":
        return to_day(str(value)) or str(value)
    if isinstance(value, list | tuple):
        return " ".join(_name(one) for one in value)
    return _name(value)


def _name(value: Any) -> str:
    """A file goes by its name, a place by its coordinates; only whether there is one matters."""
    if isinstance(value, Mapping):
        words = value.get("name") or " ".join(str(one) for one in value.values())
        return str(words)
    return str(value)
