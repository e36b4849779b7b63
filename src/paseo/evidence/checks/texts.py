"""Text cells: trimmed, never run, and what looks like a formula is said to."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from paseo.evidence.tables.raw import RawTable

#: Signs with which a spreadsheet program starts to calculate (OWASP, CSV injection), half and
#: full width. A cell that begins so leaves with an apostrophe before it, and comes back without.
FORMULA_SIGNS: Final = "=+\\-@\t\r＝＋－＠"
_NEUTRAL = f"^('*[{FORMULA_SIGNS}])"
_NEUTRALISED = f"^'('*[{FORMULA_SIGNS}])"
#: What is worth a second look: a call, a command or a reference, not a minus before a word.
_SUSPECT = r"^(?:[=@＝＠]|[+\-＋－].*[(!|])"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffe}\x{ffff}]"
#: Between a code and its label in the drop-down lists of our templates.
LABEL_SIGN: Final = " – "


def clean(text: pl.Expr) -> pl.Expr:
    """Return text in its one form: no control characters, no space around, null for nothing."""
    tidy = text.str.replace_all("\r\n?", "\n").str.replace_all(_CONTROL, "").str.strip_chars()
    return pl.when(tidy == "").then(None).otherwise(tidy)


def neutralise(text: pl.Expr) -> pl.Expr:
    """Return text that no spreadsheet program will calculate."""
    return text.str.replace(_NEUTRAL, "'${1}")


def restore(text: pl.Expr) -> pl.Expr:
    """Return text without the apostrophe that :func:`neutralise` put before it."""
    return text.str.replace(_NEUTRALISED, "${1}")


def looks_like_formula(text: pl.Expr) -> pl.Expr:
    return text.str.contains(_SUSPECT)


def text_series(table: RawTable, column: str) -> pl.Series:
    """Return the cells of a column as they came, as text."""
    cells = table.cells.get(column)
    if cells is None:
        return pl.Series(column, [None] * len(table), dtype=pl.String)
    if table.delimiter:
        return pl.Series(column, cells, dtype=pl.String)
    return pl.Series(
        column, [cell if type(cell) is str else as_text(cell) for cell in cells], dtype=pl.String
    )


def as_text(cell: Any) -> str | None:
    """Return what a typed cell says: 2023.0 is 2023, a first of a month is that month.

    >>> as_text(2023.0), as_text(True), as_text(date(2023, 6, 1))
    ('2023', 'TRUE', '2023-06-01')
    """
    match cell:
        case None | "":
            return None
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return str(cell)


def neutral_text(text: str) -> str:
    """Return one text that no spreadsheet program will calculate; see :func:`neutralise`.

    >>> neutral_text("=1+1"), restored_text("'=1+1"), neutral_text("plain")
    ("'=1+1", '=1+1', 'plain')
    """
    return re.sub(_NEUTRAL, r"'\1", text, count=1)


def restored_text(text: str) -> str:
    """Return one text without the apostrophe that :func:`neutral_text` put before it."""
    return re.sub(_NEUTRALISED, r"\1", text, count=1)
