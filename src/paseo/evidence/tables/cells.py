"""Cells of a table that somebody else made: numbers with comma or point, and what means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, Literal

Style = Literal["point", "comma"]

#: What people write where there is no value.
NOTHING: Final = {
    "", "-", "–", "—", "--", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", ".", "..", "...",
    "…", ":", "n/d", "nd", "n.d.", "s/d", "s.d.", "no data", "sin datos", "missing",
}  # fmt: skip
_SPACES: Final = re.compile("[\u00a0\u202f\u2009\u2007\\s'’]")
_NUMBER: Final = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_COMMA: Final = re.compile(
    r"[-+]?([0-9]*,([0-9]{1,2}|[0-9]{4,})|0*,[0-9]+|[0-9]{4,},[0-9]+|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+"
    r"|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]+,[0-9]+[eE][-+]?[0-9]+)"
)
_POINT: Final = re.compile(
    r"[-+]?([0-9]*\.([0-9]{1,2}|[0-9]{4,})|0*\.[0-9]+|[0-9]{4,}\.[0-9]+"
    r"|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}|[0-9]+\.[0-9]+[eE][-+]?[0-9]+)"
)
_EITHER: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def tidy(cell: Any) -> str:
    """Return a cell as text without spaces between digits, with a plain minus, without a per cent.

    >>> tidy(" 1 234,5 % "), tidy("−3"), tidy(None)
    ('1234,5', '-3', '')
    """
    text = "" if cell is None else str(cell).strip()
    bare = _SPACES.sub("", text)
    bare = "-" + bare[1:] if bare.startswith("−") else bare
    return bare.removesuffix("%") if bare[:1] not in ("", "%") else bare


def is_nothing(cell: Any) -> bool:
    """Say whether a cell stands for no value.

    >>> is_nothing("n/a"), is_nothing(0)
    (True, False)
    """
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def style_of(cells: Iterable[Any]) -> tuple[Style | None, str, str]:
    """Find the decimal sign of a file from the cells that can be read in one way only.

    Returns:
        The sign, None where both are used or nothing tells; then the first cell that shows a
        point and the first that shows a comma.

    >>> style_of(["1.234,5", "7"]), style_of(["1,5", "2.25"]), style_of(["1.234"])
    (('comma', '', '1.234,5'), (None, '2.25', '1,5'), (None, '', ''))
    """
    point = comma = ""
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = tidy(cell)
        if not comma and _COMMA.fullmatch(text):
            comma = cell
        elif not point and _POINT.fullmatch(text):
            point = cell
        if point and comma:
            return None, point, comma
    return ("comma" if comma else "point" if point else None), point, comma


def is_unclear(cell: Any) -> bool:
    """Say whether a cell may be a decimal or thousands: ``1.234``."""
    return isinstance(cell, str) and _EITHER.fullmatch(tidy(cell)) is not None


def number(cell: Any, style: Style) -> float | None:
    """Return a cell as a number; None for what is none.

    >>> number("1.234,5", "comma"), number("12 %", "point"), number("about 7", "point")
    (1234.5, 12.0, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = tidy(cell)
    if style == "comma":
        text = text.replace(".", "").replace(",", ".")
    else:
        text = re.sub(r",(?=[0-9]{3}(?:[,.]|$))", "", text)
    return float(text) if _NUMBER.fullmatch(text) else None


def code_text(cell: Any) -> str:
    """Return a cell as a code: 11.0 and " 11 " are the code 11.

    >>> code_text(11.0), code_text(" A1 "), code_text(None)
    ('11', 'A1', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("\u00a0", " ").strip()
