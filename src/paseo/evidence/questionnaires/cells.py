"""One answer as one cell of a table, and back: the same text in every format."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from paseo.evidence.questionnaires.answers import Answer, to_plain
from paseo.evidence.questionnaires.questionnaire import MISSING, Question
from paseo.evidence.questionnaires.variables import VariableKind

Cell = str | float | date | None

#: Between several codes in one cell; codes hold no spaces.
CODE_SIGN: Final = " "
#: Between file names, and between the points of a shape, in one cell.
PART_SIGN: Final = "; "
_COMMON_MISSING: Final = frozenset(MISSING)


class NoCell(Exception):  # noqa: N818 - a value that has another shape than its question
    """A value cannot stand in a cell of this kind without losing something."""


def is_reason(question: Question, code: str) -> bool:
    """Say whether a code in a column of answers is a reason for no answer.

    Reasons that every questionnaire knows are never codes of options; a reason of the question's
    own gives way to an option of the same code.
    """
    if code in _COMMON_MISSING:
        return True
    options = question.options
    known = code in question.missing_codes()
    return known and (options is None or code not in options.codes())


def cell_of(kind: VariableKind, value: Any) -> Cell:
    """Return a value as a cell.

    Raises:
        NoCell: when the value does not have the shape that its kind of variable needs.

    >>> cell_of("codes", ["a", "c"]), cell_of("place", {"lat": 36.72, "lon": -4.42})
    ('a c', '36.72 -4.42')
    """
    match kind:
        case "code":
            return _code(value)
        case "codes" | "order":
            return _codes(value)
        case "number":
            return _number(value)
        case "date":
            return _day(value)
        case "place":
            return _place(value)
        case "files":
            return _files(value)
        case _:
            return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise NoCell
    return value


def _code(value: Any) -> str:
    code = _text(value)
    if len(code.split()) != 1 or code != code.strip():
        raise NoCell
    return code


def _codes(value: Any) -> str:
    if not isinstance(value, list | tuple) or not value:
        raise NoCell
    return CODE_SIGN.join(_code(one) for one in value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NoCell
    try:
        number = float(value)
    except OverflowError:
        raise NoCell from None
    if number != value or not math.isfinite(number):
        raise NoCell
    return number


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise NoCell from None
    if day.isoformat() != value:
        raise NoCell
    return day


def _place(value: Any) -> str:
    if not isinstance(value, Mapping):
        raise NoCell
    if set(value) == {"lat", "lon"}:
        return _point((value["lat"], value["lon"]))
    points = value.get("points")
    if set(value) != {"points"} or not isinstance(points, list | tuple) or not points:
        raise NoCell
    # A shape of a single point keeps the sign that makes it a shape.
    return PART_SIGN.join(_point(one) for one in points) + (";" if len(points) == 1 else "")


def _point(pair: Any) -> str:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise NoCell
    return " ".join(number_text(_number(one)) for one in pair)


def _files(value: Any) -> str:
    if not isinstance(value, list | tuple) or not value:
        raise NoCell
    if not all(isinstance(one, Mapping) for one in value):
        raise NoCell
    return PART_SIGN.join(_text(one.get("name")) for one in value)


def value_of(kind: VariableKind, cell: Any) -> Any:
    """Return the value that :func:`cell_of` wrote; files come back with their names only.

    >>> value_of("codes", "a c"), value_of("place", "36.72 -4.42; 36.73 -4.41")
    (['a', 'c'], {'points': [[36.72, -4.42], [36.73, -4.41]]})
    """
    match kind:
        case "codes" | "order":
            return cell.split()
        case "number":
            return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
        case "date":
            return cell.isoformat()
        case "place":
            points = [[float(one) for one in part.split()] for part in cell.split(";") if part]
            return (
                {"points": points}
                if ";" in cell
                else dict(zip(("lat", "lon"), points[0], strict=True))
            )
        case "files":
            return [{"name": name} for name in cell.split(PART_SIGN)]
        case _:
            return cell


def number_text(number: float) -> str:
    """Return the shortest text that reads back as the same number.

    >>> number_text(70.0), number_text(0.1)
    ('70', '0.1')
    """
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def as_json(value: Any) -> str:
    """Return a value, answers inside it included, as one line of JSON."""
    plain = to_plain(Answer(value)).get("value")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
