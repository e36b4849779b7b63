"""A value with its interval as a picture needs it, and how both are said in figures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

from paseo.content.numbers import MINUS, digits_for, format_number
from paseo.report.charts.words import Words

#: Beyond these, digits would fill the page; they are written as powers of ten.
_HUGE, _TINY = 1e12, 1e-5
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and the ends of its interval, in one unit; None or NaN means not known.

    >>> Estimate(70, 66, 74).ends
    (66, 74)
    >>> Estimate(None).known, Estimate(3, 2, None).ends is None
    (False, True)
    """

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """Whether there is a finite value to draw."""
        return finite(self.value)

    @property
    def ends(self) -> tuple[float, float] | None:
        """The interval, lower end first; an end may be infinite. None when either is unknown."""
        low, high = self.low, self.high
        if low is None or high is None or math.isnan(low) or math.isnan(high):
            return None
        return (low, high) if low <= high else (high, low)

    @property
    def numbers(self) -> tuple[float, ...]:
        """The finite numbers an axis has to hold; none when the value is not known."""
        if not self.known:
            return ()
        return tuple(one for one in (self.value, *(self.ends or ())) if finite(one))


def finite(value: float | None) -> TypeGuard[float]:
    """Say whether there is a number that can be drawn."""
    return value is not None and math.isfinite(value)


def figure(value: float | None, language: str, digits: int | None = None, unit: str = "") -> str:
    """Return a number as it stands in a picture; empty when it is not known.

    >>> figure(70.04, "en", 0, "%"), figure(1e15, "en"), figure(-2.5, "es")
    ('70\\xa0%', '1\\u202f×\\u202f10¹⁵', '−2,5')
    """
    if value is None or math.isnan(value):
        return ""
    size = abs(value)
    if not math.isfinite(value) or size == 0 or _TINY <= size < _HUGE:
        return format_number(value, language, unit or None, digits)
    mantissa, _, power = f"{size:.2e}".partition("e")
    written = format_number(float(mantissa), language)
    raised = str(int(power)).translate(_RAISED)
    shown = f"{MINUS if value < 0 else ''}{written}\u202f×\u202f10{raised}"
    return f"{shown}\u00a0{unit}" if unit else shown


def value_said(estimate: Estimate, words: Words, unit: str = "") -> str:
    """Return the value in the digits its interval justifies, or the word for "not assessed".

    >>> from paseo.report.charts.words import words_in
    >>> value_said(Estimate(70.3, 66.2, 73.8), words_in("en"), "%")
    '70\\xa0%'
    >>> value_said(Estimate(None), words_in("es"))
    'sin evaluar'
    """
    if not estimate.known:
        return words.not_assessed
    return figure(estimate.value, words.language, digits_of(estimate), unit)


def ends_said(estimate: Estimate, words: Words) -> tuple[str, str]:
    """Return both ends of the interval in figures; words say when there is no interval."""
    if not estimate.known:
        return (words.not_assessed, words.not_assessed)
    ends = estimate.ends
    if ends is None:
        return (words.no_interval, words.no_interval)
    digits = digits_of(estimate)
    return (
        figure(ends[0], words.language, digits),
        figure(ends[1], words.language, digits),
    )


def interval_said(estimate: Estimate, words: Words) -> str:
    """Return "66 to 74" in the reader's language; empty when there is no interval.

    >>> from paseo.report.charts.words import words_in
    >>> interval_said(Estimate(70.3, 66.2, 73.8), words_in("es"))
    '66 a 74'
    """
    if not estimate.known or estimate.ends is None:
        return ""
    low, high = ends_said(estimate, words)
    return words.span % {"low": low, "high": high}


def digits_together(numbers: Iterable[float | None]) -> int:
    """Return decimals that tell the numbers of one column apart without pretending.

    >>> digits_together([120, 100]), digits_together([12.33, 8]), digits_together([0.5])
    (0, 1, 3)
    """
    known = [one for one in numbers if one is not None and math.isfinite(one)]
    largest = max((abs(one) for one in known), default=0.0)
    if largest >= 1000 or all(float(one).is_integer() for one in known):
        return 0
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


def digits_of(estimate: Estimate) -> int | None:
    """Return the decimals that the interval justifies, None when there is none to judge by."""
    ends = estimate.ends
    return digits_for(*ends) if ends else None
