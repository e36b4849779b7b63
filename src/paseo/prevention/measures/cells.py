"""One cell of a file of measures in and out: texts, lists, words, days, numbers, shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from paseo.evidence.checks.texts import LABEL_SIGN, restored_text
from paseo.evidence.tables.cells import code_text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def text_of(cell: Any) -> str:
    """Return a cell as text in its one form: trimmed, without control characters.

    >>> text_of(" a\\r\\nb "), text_of(12.0), text_of("'=1+1"), text_of(None)
    ('a\\nb', '12', '=1+1', '')
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    plain = cell if isinstance(cell, str) else code_text(cell)
    lines = re.sub("\r\n?", "\n", plain)
    return restored_text(_CONTROL.sub("", lines).strip())


def code_before_label(text: str, known: Iterable[str] | None) -> str:
    """Return the code of a drop-down entry: what stands before the dash, where that is a code.

    >>> code_before_label("north – Northern district", {"north"})
    'north'
    >>> code_before_label("Theft – of bicycles", {"north"})
    'Theft – of bicycles'
    """
    head, sign, _ = text.partition(LABEL_SIGN)
    return head if sign and (known is None or head in known) else text


def list_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list; a semicolon within a part is written ``\\\\;``.

    >>> list_of("police; city wardens;; ")
    ('police', 'city wardens')
    """
    parts = [""]
    signs = iter(text)
    for sign in signs:
        if sign == "\\":
            parts[-1] += next(signs, "\\")
        elif sign == ";":
            parts.append("")
        else:
            parts[-1] += sign
    return tuple(tidy for part in parts if (tidy := part.strip()))


def list_text(parts: Iterable[str]) -> str:
    """Return a list as one text; the opposite of :func:`list_of`.

    >>> list_text(["police", "a;b"])
    'police; a\\\\;b'
    """
    return "; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def number_text(number: float | None) -> str:
    """Return the shortest text that reads back as the same number.

    >>> number_text(70.0), number_text(0.1), number_text(None)
    ('70', '0.1', '')
    """
    if number is None:
        return ""
    whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if whole else repr(float(number))


def shape_of(text: str) -> BaseGeometry | None:
    """Return the shape that a GeoJSON geometry draws.

    Raises:
        ValueError: the text is no GeoJSON geometry, or draws nothing on earth.

    >>> shape_of('{"type": "Point", "coordinates": [4.48, 51.03]}').wkt
    'POINT (4.48 51.03)'
    """
    import shapely
    from shapely.geometry import shape

    try:
        drawn = shape(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(str(error)[:80]) from error
    except shapely.errors.ShapelyError as error:
        raise ValueError(str(error)[:80]) from error
    made: BaseGeometry = shapely.force_2d(drawn)
    if made.is_empty:
        raise ValueError("empty")
    west, south, east, north = made.bounds
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        raise ValueError(f"{west:.6g}, {south:.6g}")
    return made


def shape_text(shape: BaseGeometry | None) -> str:
    """Return a shape as a GeoJSON geometry; the opposite of :func:`shape_of`."""
    from shapely.geometry import mapping

    return "" if shape is None else json.dumps(mapping(shape), separators=(",", ":"))


def answers_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return answers as pairs.

    >>> answers_of("no_crime=no; everyone=yes")
    (('no_crime', 'no'), ('everyone', 'yes'))
    """
    pairs = (part.partition("=") for part in list_of(text))
    return tuple((name.strip(), answer.strip()) for name, sign, answer in pairs if sign)


def answers_text(answers: Iterable[tuple[str, str]]) -> str:
    """Return answers as one text; the opposite of :func:`answers_of`."""
    return list_text(f"{name}={answer}" for name, answer in answers)
