"""From cells to numbers, days, places, files and moments, as people and tools write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, Literal

from paseo.evidence.checks.texts import as_text
from paseo.evidence.questionnaires.cells import PART_SIGN, number_text
from paseo.evidence.questionnaires.imports.wordings import NOTHING, Fault, Read
from paseo.evidence.questionnaires.value_checks import CORNERS

Style = Literal["point", "comma", "unclear"]
DayOrder = Literal["day", "month", "unclear"]

_SPACES: Final = str.maketrans("", "", "\u00a0\u202f\u2009\u2007 '’")
_PLAIN: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
#: Can only be a decimal sign, because thousands have three digits and come in groups.
_ONLY: Final = (
    r"[+-]?(?:0*D[0-9]+|[0-9]*D(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}D[0-9]+"
    r"|[0-9]{1,3}(?:T[0-9]{3})+D[0-9]+|[0-9]{1,3}(?:T[0-9]{3}){2,})"
)
_POINT: Final = re.compile(_ONLY.replace("D", r"\.").replace("T", ","))
_COMMA: Final = re.compile(_ONLY.replace("D", ",").replace("T", r"\."))
_EITHER: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_GROUPED_POINT: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_GROUPED_COMMA: Final = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")
_DAY: Final = re.compile(r"([0-9]{1,4})([-./])([0-9]{1,2})\2([0-9]{1,4})(?:[T ].*)?")
_URL: Final = re.compile(r"https?://[^\s;|]+")


def number_style(cells: Iterable[Any], points_are_decimal: bool) -> Style:
    """Return the decimal sign of a column.

    >>> number_style(["1.250,5", "3"], False), number_style(["1.250"], False)
    ('comma', 'unclear')
    """
    texts = {one.translate(_SPACES) for one in cells if isinstance(one, str)}
    points = any(_POINT.fullmatch(one) for one in texts)
    commas = any(_COMMA.fullmatch(one) for one in texts)
    if points != commas:
        return "point" if points else "comma"
    if points or any(
        found and not (points_are_decimal and found[1] == ".")
        for found in map(_EITHER.fullmatch, texts)
    ):
        return "unclear"
    return "point"


def read_number(cell: Any, column: str, style: Style) -> Read:
    """Return the number that stands in a cell."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Read(float(cell)) if cell == cell else NOTHING
    text = (as_text(cell) or "").strip()
    if not text:
        return NOTHING
    bare = text.translate(_SPACES).replace("\u2212", "-")
    either = style == "unclear" and _EITHER.fullmatch(bare)
    if style != "comma" and _GROUPED_POINT.fullmatch(bare):
        bare = bare.replace(",", "")
    elif style != "point" and (_GROUPED_COMMA.fullmatch(bare) or "," in bare):
        bare = bare.replace(".", "").replace(",", ".")
    if either or not _PLAIN.fullmatch(bare) or abs(float(bare)) == float("inf"):
        return Read(fault=Fault("A679", {"value": text[:60], "column": column}))
    return Read(float(bare))


def day_order(cells: Iterable[Any]) -> DayOrder:
    """Return what comes first in days such as 05/11/2026, by the days that can be read one way.

    >>> day_order(["05/11/2026", "25/11/2026"]), day_order(["05/11/2026"]), day_order(["5.11.2026"])
    ('day', 'unclear', 'day')
    """
    orders: set[str] = set()
    for cell in cells:
        found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is None or len(found[1]) == 4:
            continue
        if int(found[1]) > 12 or found[2] == ".":
            orders.add("day")
        elif int(found[3]) > 12:
            orders.add("month")
    if len(orders) != 1:
        return "unclear"
    return "day" if "day" in orders else "month"


def read_day(cell: Any, column: str, order: DayOrder) -> Read:
    """Return the day that stands in a cell."""
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    text = (as_text(cell) or "").strip()
    if not text:
        return NOTHING
    day = _day(text, order)
    if day is None:
        return Read(fault=Fault("A680", {"value": text[:60], "column": column}))
    return Read(day)


def _day(text: str, order: DayOrder) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    try:
        if len(found[1]) == 4:
            return date(first, second, third)
        if len(found[4]) != 4:
            return None
        if order == "month":
            return date(third, first, second)
        if order == "day" or first == second:
            return date(third, second, first)
    except ValueError:
        return None
    return None


def read_moment(cell: Any) -> datetime | None:
    """Return the point in time that stands in a cell, None where it is none.

    >>> read_moment("2026-11-25T10:30:00.000Z").isoformat()
    '2026-11-25T10:30:00+00:00'
    >>> read_moment("25/11/2026 10:30").isoformat()
    '2026-11-25T10:30:00'
    """
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    text = (as_text(cell) or "").strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def read_place(cell: Any, column: str, area: bool) -> Read:
    """Return a place: latitude and longitude; of a shape, one pair after the other.

    KoboToolbox and ODK write altitude and precision after each pair, and the first corner of a
    shape once more at its end; they are no part of it.
    """
    text = (as_text(cell) or "").strip()
    if not text:
        return NOTHING
    points = [_point(part) for part in text.split(";") if part.strip()]
    if not points or None in points or (len(points) > 1 and not area):
        return Read(fault=Fault("A681", {"value": text[:60], "column": column}))
    if len(points) > CORNERS and points[0] == points[-1]:
        points.pop()
    joined = PART_SIGN.join(str(one) for one in points)
    return Read(joined + (";" if area and len(points) == 1 else ""))


def _point(text: str) -> str | None:
    parts = text.replace(",", " ").split()
    try:
        pair = [float(one) for one in parts]
    except ValueError:
        return None
    if len(pair) not in (2, 3, 4) or not (abs(pair[0]) <= 90 and abs(pair[1]) <= 180):
        return None
    return " ".join(number_text(one + 0.0) for one in pair[:2])


def read_files(cell: Any, column: str) -> Read:
    """Return the names of files; of an address, its last part."""
    text = (as_text(cell) or "").strip()
    if not text:
        return NOTHING
    if text.startswith("["):
        return _files_of_json(text, column)
    named = _URL.sub(lambda found: found[0].rsplit("/", 1)[-1], text)
    parts = [part.strip() for part in re.split(r"[;|\n]", named) if part.strip()]
    return Read(PART_SIGN.join(parts))


def _files_of_json(text: str, column: str) -> Read:
    """LimeSurvey writes a list of what it knows of each file."""
    try:
        names = [str(one["name"]) for one in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        reason = "JSON"
        return Read(fault=Fault("A696", {"value": text[:60], "column": column, "reason": reason}))
    return Read(PART_SIGN.join(names)) if names else NOTHING
