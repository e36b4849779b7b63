"""The value of one field of a sheet, in words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from paseo.prevention.sheets.sheet import Baseline
from paseo.prevention.sheets.viewing import SheetView
from paseo.prevention.sheets.words import SheetWords

_AREAS: Final = ("comparison", "displacement")
_DAYS: Final = ("start", "review")
_INDICATORS: Final = ("happens", "felt")


def value_of(view: SheetView, words: SheetWords, name: str) -> str:
    """Return what a field of a sheet says, as it was written; empty where nothing stands."""
    if name == "baseline":
        return "; ".join(words.baseline(one) for one in view.baseline)
    return said(words, name, getattr(view.sheet, name))


def amended_value(words: SheetWords, name: str, value: Any) -> str:
    """Return a plain value of an amendment in words."""
    if name in _DAYS and value:
        return words.day(date.fromisoformat(str(value)))
    return said(words, name, tuple(value) if isinstance(value, list) else value)


def said(words: SheetWords, name: str, value: Any) -> str:
    """Return a value in words."""
    if name == "area":
        return words.area(value) if value or words.areas is not None else ""
    if value in (None, "", ()):
        return ""
    if name in _AREAS:
        return "; ".join(words.area(one) for one in value)
    if name in _INDICATORS:
        return words.indicator(value)
    if isinstance(value, tuple):
        parts = (one for one in value if not isinstance(one, Baseline))
        return words.words(name, tuple(str(one) for one in parts))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, float | int):
        return words.number(float(value))
    return words.word(name, str(value))
