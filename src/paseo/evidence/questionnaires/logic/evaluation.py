"""Evaluate an expression as ODK does: what is compared with what, and what is empty.

An answer that is not there is an empty text. Two values are compared as truth values where one of
them is one, as numbers where one of them is one, else as texts; ``< <= > >=`` and arithmetic are
always numeric. A day counts as days since 1970-01-01. A text that is no number is NaN, and no
comparison with NaN is true except ``!=``. The answers of many rows are compared as XPath compares
a set of nodes: it is enough when one of them fits.

Source: ODK XForms specification; XPath 1.0 (1999), sections 3.4, 3.5 and 4.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, TypeAlias

from paseo.evidence.questionnaires.logic.syntax import (
    Call,
    Chain,
    Expression,
    Here,
    Literal,
    LogicError,
    Name,
    Negative,
    Node,
)

Single: TypeAlias = str | float | bool | date
#: A list holds the answers of all rows of a repeat group.
Value: TypeAlias = Single | list[Single]

_EPOCH: Final = date(1970, 1, 1)
_NUMBER: Final = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")
#: A group that holds one repeated thing and is repeated itself.
_NESTED: Final = re.compile(
    r"\((?:\?:)?(?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\[\]\\])[*+]\)(?:[*+]|\{\d*,\})"
)
#: JavaRosa takes two numbers for equal that are as close as this.
_EQUAL: Final = 1e-12


@dataclass(frozen=True)
class Setting:
    """What an expression is evaluated against.

    Args:
        lookup: gives the answer to a name; an empty text where there is none.
        here: the answer that is being checked.
        now: the moment that counts as today.
    """

    lookup: Callable[[str], Value]
    here: Value = ""
    now: datetime | None = None

    def moment(self) -> datetime:
        return self.now or datetime.now(UTC).astimezone()


def evaluate(expression: Expression, setting: Setting) -> Value:
    """Return the value of an expression.

    Raises:
        LogicError: when a pattern of ``regex`` cannot be read.

    Example:
        >>> from paseo.evidence.questionnaires.logic.syntax import parse
        >>> answers = {"q1": "yes", "q2": "a c"}
        >>> setting = Setting(lambda name: answers.get(name, ""))
        >>> evaluate(parse("${q1} = 'yes' and selected(${q2}, 'c') and ${q3} = ''"), setting)
        True
    """
    return _value(expression.root, setting)


def holds(expression: Expression, setting: Setting) -> bool:
    """Say whether an expression is true.

    >>> from paseo.evidence.questionnaires.logic.syntax import parse
    >>> holds(parse(". > 0"), Setting(lambda name: "", here=3.0))
    True
    """
    return as_truth(evaluate(expression, setting))


def as_number(value: Value) -> float:
    """Return a value as XPath makes a number of it: NaN for a text that is none.

    >>> as_number(date(1970, 1, 3)), as_number(" 4.5 "), as_number("1e3"), as_number(True)
    (2.0, 4.5, nan, 1.0)
    """
    one = _first(value)
    if isinstance(one, bool | int | float):
        return float(one)
    if isinstance(one, str):
        return float(one) if _NUMBER.fullmatch(one) else math.nan
    days = float((date(one.year, one.month, one.day) - _EPOCH).days)
    if isinstance(one, datetime):
        days += (one.hour * 3600 + one.minute * 60 + one.second) / 86_400
    return days


def as_text(value: Value) -> str:
    """Return a value as a text; whole numbers have no decimals.

    >>> as_text(5.0), as_text(2.5), as_text(True), as_text(date(2026, 11, 22))
    ('5', '2.5', 'true', '2026-11-22')
    """
    one = _first(value)
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, int | float):
        return _number_text(float(one))
    return one if isinstance(one, str) else one.isoformat()


def as_truth(value: Value) -> bool:
    """Return a value as true or false: empty, zero and NaN are false.

    >>> as_truth("0"), as_truth(0.0), as_truth("")
    (True, False, False)
    """
    if isinstance(value, list):
        return bool(value)
    if isinstance(value, bool | str):
        return bool(value)
    number = as_number(value)
    return number != 0 and not math.isnan(number)


def _first(value: Value) -> Single:
    if isinstance(value, list):
        return value[0] if value else ""
    return value


def _number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else f"{number:.15f}".rstrip("0")


def _value(node: Node, setting: Setting) -> Value:
    match node:
        case Literal(value=value):
            return value
        case Name(name=name):
            return setting.lookup(name)
        case Here():
            return setting.here
        case Negative(inner=inner):
            return -as_number(_value(inner, setting))
        case Chain():
            return _chain(node, setting)
        case Call():
            return _call(node, setting)


def _chain(node: Chain, setting: Setting) -> Value:
    first_operator = node.rest[0][0]
    if first_operator in ("and", "or"):
        wanted = first_operator == "or"
        every = (node.first, *(operand for _, operand in node.rest))
        found = any(as_truth(_value(one, setting)) is wanted for one in every)
        return wanted if found else not wanted
    value = _value(node.first, setting)
    for operator, operand in node.rest:
        right = _value(operand, setting)
        if operator in _ARITHMETIC:
            value = _ARITHMETIC[operator](as_number(value), as_number(right))
        else:
            value = compare(operator, value, right)
    return value


def _divided(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def _rest(left: float, right: float) -> float:
    """The rest has the sign of the dividend, as in Java, JavaScript and XPath."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divided,
    "mod": _rest,
}
_ORDER: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def compare(operator: str, left: Value, right: Value) -> bool:
    """Compare two values; of many rows it is enough when one fits.

    >>> compare("=", 5.0, "5"), compare("<", "", 1.0), compare("!=", "", 1.0)
    (True, False, True)
    >>> compare(">", date(2026, 1, 2), "2026-01-01")
    True
    """
    lefts: list[Single] = left if isinstance(left, list) else [left]
    rights: list[Single] = right if isinstance(right, list) else [right]
    return any(_compare(operator, one, other) for one in lefts for other in rights)


def _compare(operator: str, left: Single, right: Single) -> bool:
    if operator in _ORDER:
        return _ORDER[operator](*_numbers(left, right))
    return _equal(left, right) is (operator == "=")


def _equal(left: Single, right: Single) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_truth(left) is as_truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    one, other = _numbers(left, right)
    return one == other or abs(one - other) < _EQUAL


def _numbers(left: Single, right: Single) -> tuple[float, float]:
    """Two values as numbers; beside a day, a text that is a day counts as one."""
    if isinstance(left, date) and isinstance(right, str):
        right = to_day(right)
    elif isinstance(right, date) and isinstance(left, str):
        left = to_day(left)
    return as_number(left), as_number(right)


def to_day(value: Value) -> Single:
    """Return the day that a text or a number of days says, an empty text where it says none.

    >>> to_day("2026-02-30"), to_day(1.0)
    ('', datetime.date(1970, 1, 2))
    """
    one = _first(value)
    if isinstance(one, date):
        return one
    try:
        if isinstance(one, str) and not _NUMBER.fullmatch(one):
            return date.fromisoformat(one[:10]) if _DAY.fullmatch(one) else ""
        return date.fromordinal(_EPOCH.toordinal() + math.floor(as_number(one)))
    except (ValueError, OverflowError):
        return ""


def _call(node: Call, setting: Setting) -> Value:
    function = node.function
    if function == "if":
        condition, then, otherwise = node.arguments
        return _value(then if as_truth(_value(condition, setting)) else otherwise, setting)
    if function == "today":
        return setting.moment().date()
    if function == "now":
        return setting.moment()
    values = [_value(one, setting) for one in node.arguments]
    if function == "regex":
        pattern = as_text(values[1])
        found = compiled(pattern, node.arguments[1].at).fullmatch(as_text(values[0]))
        return found is not None
    return _CALLS[function](*values)


@lru_cache(maxsize=512)
def compiled(pattern: str, at: int) -> re.Pattern[str]:
    """Return a pattern that can be used.

    Raises:
        LogicError: when it cannot be read, or repeats a repetition: ``([a-z]+)*`` would try every
            way to split a text, which can take longer than anyone lives.
    """
    if _NESTED.search(pattern):
        raise LogicError("pattern_slow", at, pattern=pattern[:60])
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        raise LogicError("pattern", at, pattern=pattern[:60]) from None


def chosen(value: Value) -> list[str]:
    """Return the codes of an answer with several, which stand one after the other.

    >>> chosen("a c"), chosen("")
    (['a', 'c'], [])
    """
    return as_text(value).split()


def _selected_at(value: Value, place: Value) -> str:
    number, codes = as_number(place), chosen(value)
    within = not math.isnan(number) and 0 <= number < len(codes)
    return codes[int(number)] if within else ""


def _count(value: Value) -> float:
    return float(len(value)) if isinstance(value, list) else float(as_text(value) != "")


def _all_numbers(values: tuple[Value, ...]) -> list[float]:
    """Return the numbers of all rows and arguments; what is empty is left out."""
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [as_number(one) for one in flat if one != ""]


def _least(*values: Value) -> float:
    return min(_all_numbers(values), default=math.nan)


def _greatest(*values: Value) -> float:
    return max(_all_numbers(values), default=math.nan)


def _whole(rounding: Callable[[float], int], value: Value) -> float:
    number = as_number(value)
    return number if math.isnan(number) or math.isinf(number) else float(rounding(number))


def _round(value: Value, decimals: Value = 0.0) -> float:
    """Halves go up, as in XPath; ``round(2.345, 2)`` is 2.35."""
    number, places = as_number(value), as_number(decimals)
    if math.isnan(places) or abs(places) > 15 or not math.isfinite(number):
        return number
    factor = 10.0 ** int(places)
    if abs(number) * factor > 1e300:
        return number
    # The tiny part mends halves that have no exact binary form (1.005).
    return math.floor(number * factor + 0.5 + 1e-9) / factor


_CALLS: Final[Mapping[str, Callable[..., Value]]] = {
    "true": lambda: True,
    "false": lambda: False,
    "not": lambda value: not as_truth(value),
    "boolean": as_truth,
    "selected": lambda value, code: as_text(code).strip() in chosen(value),
    "count-selected": lambda value: float(len(chosen(value))),
    "selected-at": _selected_at,
    "coalesce": lambda *values: next((one for one in values if as_text(one) != ""), ""),
    "string": as_text,
    "string-length": lambda value: float(len(as_text(value))),
    "contains": lambda value, part: as_text(part) in as_text(value),
    "starts-with": lambda value, part: as_text(value).startswith(as_text(part)),
    "ends-with": lambda value, part: as_text(value).endswith(as_text(part)),
    "concat": lambda *values: "".join(as_text(one) for one in values),
    "date": to_day,
    "number": as_number,
    "int": lambda value: _whole(math.trunc, value),
    "round": _round,
    "floor": lambda value: _whole(math.floor, value),
    "ceiling": lambda value: _whole(math.ceil, value),
    "abs": lambda value: abs(as_number(value)),
    "count": _count,
    "sum": lambda value: math.fsum(_all_numbers((value,))),
    "min": _least,
    "max": _greatest,
}
