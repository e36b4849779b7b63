"""The functions that an expression may use, with how many arguments they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the expression language.

    Args:
        form: how it is written, for a message.
        many: it looks at all rows of a repeat group at once.
    """

    form: str
    fewest: int
    most: int
    many: bool = False


_MANY: Final = 1000

#: Name to function. The same names mean the same in ODK, KoboToolbox and here.
FUNCTIONS: Final[dict[str, Function]] = {
    "true": Function("true()", 0, 0),
    "false": Function("false()", 0, 0),
    "today": Function("today()", 0, 0),
    "now": Function("now()", 0, 0),
    "not": Function("not(x)", 1, 1),
    "boolean": Function("boolean(x)", 1, 1),
    "selected": Function("selected(${q}, 'code')", 2, 2),
    "count-selected": Function("count-selected(${q})", 1, 1),
    "selected-at": Function("selected-at(${q}, 0)", 2, 2),
    "if": Function("if(condition, then, else)", 3, 3),
    "coalesce": Function("coalesce(x, y)", 2, _MANY),
    "string": Function("string(x)", 1, 1),
    "string-length": Function("string-length(x)", 1, 1),
    "contains": Function("contains(x, 'part')", 2, 2),
    "starts-with": Function("starts-with(x, 'part')", 2, 2),
    "ends-with": Function("ends-with(x, 'part')", 2, 2),
    "concat": Function("concat(x, y)", 1, _MANY),
    "regex": Function("regex(x, 'pattern')", 2, 2),
    "date": Function("date('2026-11-22')", 1, 1),
    "number": Function("number(x)", 1, 1),
    "int": Function("int(x)", 1, 1),
    "round": Function("round(x, decimals)", 1, 2),
    "floor": Function("floor(x)", 1, 1),
    "ceiling": Function("ceiling(x)", 1, 1),
    "abs": Function("abs(x)", 1, 1),
    "count": Function("count(${group})", 1, 1, many=True),
    "sum": Function("sum(${group_field})", 1, 1, many=True),
    "min": Function("min(${group_field})", 1, _MANY, many=True),
    "max": Function("max(${group_field})", 1, _MANY, many=True),
}
