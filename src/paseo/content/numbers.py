"""Numbers as people read them: digits fit to their uncertainty, separators of the language."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from paseo.content.language import FIRST_LANGUAGE
from paseo.content.phrases import load_phrases

#: No break between a number and its sign; narrow between groups of digits (ISO 80000-1).
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"

#: The last digit shown is worth at most this part of the interval's width.
LAST_DIGIT_SHARE = 0.25
MOST_DIGITS = 6

#: Languages whose academies group with a space, and only from five digits (RAE 2010, 2.2.1).
_SPACED_FROM_FIVE = {"es"}


def digits_for(low: float | None, high: float | None) -> int | None:
    """Return how many decimals an interval's width justifies.

    ``d = max(0, ceil(-log10(0.25 * (high - low))))``: rounding then moves a value by at most an
    eighth of the width, and no digit is shown that the data cannot carry.

    Args:
        low, high: ends of the interval, in the value's unit.

    Returns:
        Decimals, or None when there is no interval (or it has no width) to judge by.

    >>> digits_for(66.2, 73.8), digits_for(2.31, 2.94), digits_for(0.011, 0.013)
    (0, 1, 4)
    >>> digits_for(None, 3) is None
    True
    """
    if low is None or high is None or not math.isfinite(low) or not math.isfinite(high):
        return None
    width = abs(high - low)
    if not 0 < LAST_DIGIT_SHARE * width < math.inf:
        return None
    return min(MOST_DIGITS, max(0, math.ceil(-math.log10(LAST_DIGIT_SHARE * width) - 1e-12)))


def format_number(
    value: float | None, language: str, unit: str | None = None, digits: int | None = None
) -> str:
    """Return a number in the separators of ``language``, with its unit.

    Args:
        value: the number; None becomes an empty string (the caller says what is missing).
        language: BCP 47 code.
        unit: unit label in that language (``%``, ``per 1,000 residents``).
        digits: decimals, fixed; None shows three significant digits without trailing zeros.

    >>> format_number(70.04, "en", "%"), format_number(12345.678, "es", digits=1)
    ('70\\xa0%', '12\\u202f345,7')
    >>> format_number(1200, "es", "por 1000 residentes"), format_number(0.01234, "en")
    ('1200 por 1000 residentes', '0.0123')
    """
    if value is None or math.isnan(value):
        return ""
    return _with_unit(_figures(value, language, digits), unit)


def format_interval(
    low: float | None,
    high: float | None,
    language: str,
    unit: str | None = None,
    digits: int | None = None,
) -> str:
    """Return "between 66 and 74", or an empty string when there is no interval.

    >>> format_interval(66.2, 73.8, "en"), format_interval(66.2, 73.8, "es", "%")
    ('between 66 and 74', 'entre 66 y 74\\xa0%')
    """
    if low is None or high is None:
        return ""
    shown = digits if digits is not None else digits_for(low, high)
    return load_phrases("paseo.content", "numbers.yaml").say(
        "interval",
        language,
        low=_figures(low, language, shown),
        high=_with_unit(_figures(high, language, shown), unit),
    )


def format_value(
    value: float | None,
    low: float | None,
    high: float | None,
    language: str,
    unit_label: str | None = None,
) -> str:
    """Return a value with its unit and, where known, its interval in the same digits.

    >>> format_value(70.3, 66.2, 73.8, "en", "%")
    '70\\xa0%, between 66 and 74'
    >>> format_value(2.61, 2.31, 2.94, "es", "por 1000 residentes")
    '2,6 por 1000 residentes, entre 2,3 y 2,9'
    >>> format_value(12, None, None, "en", "minutes")
    '12 minutes'
    """
    shown = digits_for(low, high)
    figure = format_number(value, language, unit_label, shown)
    interval = format_interval(low, high, language, digits=shown)
    if not figure or not interval:
        return figure
    return load_phrases("paseo.content", "numbers.yaml").say(
        "value_with_interval", language, value=figure, interval=interval
    )


def format_date(day: date | datetime | str, language: str, length: str = "long") -> str:
    """Return a date in words of ``language``.

    >>> format_date("2026-11-22", "en"), format_date(date(2026, 11, 22), "es")
    ('22 November 2026', '22 de noviembre de 2026')
    """
    from babel.dates import format_date as babel_date

    if isinstance(day, str):
        day = datetime.fromisoformat(day)
    # European readers expect the day first; plain "en" would be American.
    locale = Locale.parse("en_GB") if language == "en" else locale_of(language)
    return str(babel_date(day, format=length, locale=locale))


#: Spanish says "e" before a word that begins with the sound of "i" (not "hielo", "hiato").
_SOUNDS_LIKE_I = re.compile(r"(?:[ií]|h[ií](?![aeo]))(?![aeou]\w)", re.IGNORECASE)


def format_list(items: Sequence[str], language: str) -> str:
    """Return items joined as ``language`` joins them.

    >>> format_list(["a", "b", "c"], "en"), format_list(["a", "b", "c"], "es")
    ('a, b and c', 'a, b y c')
    >>> format_list(["Agresiones", "Incendios"], "es")
    'Agresiones e Incendios'
    """
    from babel.lists import format_list as babel_list

    locale = Locale.parse("en_GB") if language == "en" else locale_of(language)
    joined = str(babel_list(list(items), locale=locale)) if items else ""
    if locale.language == "es" and len(items) > 1 and _SOUNDS_LIKE_I.match(items[-1]):
        joined = joined.removesuffix(f" y {items[-1]}") + f" e {items[-1]}"
    return joined


def read_number(shown: str, language: str) -> tuple[float, int] | None:
    """Return a number that was written by :func:`format_number` without unit, and its decimals.

    >>> read_number("12\\u202f345,70", "es"), read_number("2 km", "en")
    ((12345.7, 2), None)
    """
    decimal, group, _ = _signs(language)
    plain = shown.strip().replace(group, "").replace(decimal, ".").replace(MINUS, "-")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII):
        return None
    return float(plain), len(plain.partition(".")[2])


_PART = re.compile(r"(?P<year>\d{4})-(?P<kind>[QSHW])(?P<number>\d{1,2})")
_PART_NAMES = {"Q": "quarter", "S": "half", "H": "half", "W": "week"}


def format_period(period: str, language: str) -> str:
    """Return a time period (SDMX: year, half, quarter, month, week, day, or a range) in words.

    A form that is not known is given back as it stands.

    >>> format_period("2023", "en"), format_period("2023-Q2", "en")
    ('2023', 'quarter 2 of 2023')
    >>> format_period("2023-05", "es"), format_period("2012/2019", "en")
    ('mayo de 2023', '2012 to 2019')
    """
    period = str(period).strip()
    if "/" in period:
        start, _, end = period.partition("/")
        words = load_phrases("paseo.content", "numbers.yaml")
        return words.say(
            "span",
            language,
            start=format_period(start, language),
            end=format_period(end, language),
        )
    if part := _PART.fullmatch(period):
        words = load_phrases("paseo.content", "numbers.yaml")
        return words.say(
            _PART_NAMES[part["kind"]], language, number=int(part["number"]), year=part["year"]
        )
    return _calendar_words(period, language)


def _calendar_words(period: str, language: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
            return format_date(period, language)
        if re.fullmatch(r"\d{4}-\d{2}", period):
            return _month_words(date.fromisoformat(f"{period}-01"), language)
    except ValueError:
        return period
    return period


def _month_words(first: date, language: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", first, locale=locale_of(language)))


@cache
def locale_of(language: str) -> Locale:
    """Return Babel's locale for a language code, English when it knows none."""
    for code in (language, language.split("-", maxsplit=1)[0], FIRST_LANGUAGE):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FIRST_LANGUAGE)


@cache
def _signs(language: str) -> tuple[str, str, int]:
    """Return the decimal sign, the sign between groups, and from how many digits groups stand."""
    if language.split("-", maxsplit=1)[0] in _SPACED_FROM_FIVE:
        return ",", NARROW_NO_BREAK, 5
    symbols = locale_of(language).number_symbols
    symbols = symbols.get("latn", symbols)
    return symbols.get("decimal", "."), symbols.get("group", NARROW_NO_BREAK), 4


def _figures(value: float, language: str, digits: int | None) -> str:
    if math.isinf(value):
        return ("" if value > 0 else MINUS) + "∞"
    plain = f"{value:.{digits}f}" if digits is not None else _three_digits(value)
    negative = plain.startswith("-") and plain.strip("-0.") != ""
    whole, _, part = plain.lstrip("-").partition(".")
    decimal, group, grouped_from = _signs(language)
    if len(whole) >= grouped_from:
        whole = f"{int(whole):,}".replace(",", group)
    return (MINUS if negative else "") + whole + (decimal + part if part else "")


def _three_digits(value: float) -> str:
    """Write at least the whole part and at most three significant digits after it."""
    if value == 0:
        return "0"
    decimals = min(MOST_DIGITS, max(0, 2 - math.floor(math.log10(abs(value)))))
    plain = f"{value:.{decimals}f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _with_unit(figures: str, unit: str | None) -> str:
    if not unit:
        return figures
    sign = "%" if unit == "percent" else unit
    return figures + (NO_BREAK if len(sign) <= 3 else " ") + sign
