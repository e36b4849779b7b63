"""Whether one value is an answer to its question: its shape, its codes, its limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.schema import parse_day
from paseo.evidence.questionnaires.questionnaire import Option, Question

#: An area needs at least so many corners.
CORNERS: Final = 3
_MOST_SHOWN: Final = 60


class Report(Protocol):
    """Takes a problem of the value that is being checked."""

    def __call__(self, code: str, /, **values: Any) -> None: ...


def check_value(question: Question, value: Any, report: Report) -> None:
    """Report what is wrong with the value of a question that is no matrix, record or group."""
    check = _CHECKS.get(question.type)
    if check is not None:
        check(question, value, report)


def check_reason(question: Question, missing: str, report: Report) -> None:
    """Report a reason for no answer that the question does not offer."""
    offered = question.missing_codes()
    if missing and missing not in offered:
        report("A666", value=_shown(missing), hint=hint(missing, offered), known=listed(offered))


def check_other(question: Question, value: Any, words: str, report: Report) -> None:
    """Report an option that asks for own words and has none, and words without the option."""
    if question.options is None:
        return
    asking = {one.code for one in question.options.options if one.other}
    chosen = asking.intersection(_as_list(value))
    if bool(chosen) is not bool(words.strip()):
        report("A667", words=_shown(words), option=listed(sorted(chosen or asking)))


def check_count(question: Question, count: int, report: Report) -> None:
    """Report too few or too many answers, files or repetitions."""
    low = question.low if isinstance(question.low, int | float) else None
    high = question.high if isinstance(question.high, int | float) else None
    if (low is not None and count < low) or (high is not None and count > high):
        report("A657", found=count, limits=limits(low, high))


def limits(low: float | str | None, high: float | str | None) -> LanguageMap:
    """Return limits in words.

    >>> str(limits(1, None)), str(limits(0, 100)), str(limits(None, "2026-01-01"))
    ('at least 1', '0 to 100', 'at most 2026-01-01')
    """
    first, last = (f"{one:.15g}" if isinstance(one, int | float) else one for one in (low, high))
    phrase = "limits_most" if first is None else "limits_least" if last is None else "limits_both"
    words = load_phrases("paseo.evidence.questionnaires")
    said = {
        language: words.say(phrase, language, low=first, high=last)
        for language in words.map(phrase)
    }
    return LanguageMap(said)


def _check_code(question: Question, value: Any, report: Report) -> None:
    if not isinstance(value, str):
        report("A665", value=_shown(value))
        return
    options = question.options
    assert options is not None
    if value in options.codes():
        return
    meant = _of_label((*options.options, *options.missing), value)
    if meant:
        report("A651", value=_shown(value), meant=meant)
        return
    known = (*options.codes(), *question.missing_codes())
    report("A650", value=_shown(value), hint=hint(value, known), known=listed(known))


def _of_label(options: Sequence[Option], text: str) -> str:
    """Return the code whose label, in any language, is this text."""
    wanted = " ".join(text.split()).casefold()
    for one in options:
        if any(" ".join(label.split()).casefold() == wanted for label in one.label.values()):
            return one.code
    return ""


def _check_codes(question: Question, value: Any, report: Report) -> None:
    if not isinstance(value, list | tuple):
        report("A665", value=_shown(value))
        return
    options = question.options
    assert options is not None
    alone = {one.code for one in options.options if one.exclusive} | set(question.missing_codes())
    seen: set[Any] = set()
    for code in value:
        if not isinstance(code, str) or code not in question.missing_codes():
            _check_code(question, code, report)
        if isinstance(code, str) and code in seen:
            report("A659", value=_shown(code))
        elif isinstance(code, str) and code in alone and len(value) > 1:
            report("A658", value=_shown(code))
        elif isinstance(code, str) and code in question.missing_codes():
            report("A665", value=_shown(value))
        seen.add(str(code))
    check_count(question, len(value), report)


def is_number(value: Any) -> bool:
    """Say whether a value is a number that can be calculated with.

    >>> is_number(3), is_number(True), is_number(float("inf")), is_number(10**400)
    (True, False, False, False)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # JSON may hold whole numbers of any length
        return False


def _check_number(question: Question, value: Any, report: Report) -> None:
    if not is_number(value):
        report("A653", value=_shown(value))
        return
    if question.whole and value != int(value):
        report("A654", value=_shown(value))
    low = question.low if isinstance(question.low, int | float) else None
    high = question.high if isinstance(question.high, int | float) else None
    if (low is not None and value < low) or (high is not None and value > high):
        report("A652", value=_shown(value), limits=limits(low, high))


def _check_day(question: Question, value: Any, report: Report) -> None:
    day = parse_day(value) if isinstance(value, str) else None
    if day is None:
        report("A655", value=_shown(value))
        return
    low, high = (parse_day(str(one)) if one else None for one in (question.low, question.high))
    if (low is not None and day < low) or (high is not None and day > high):
        report("A656", value=_shown(value), limits=limits(question.low, question.high))


def _check_text(question: Question, value: Any, report: Report) -> None:
    if not isinstance(value, str):
        report("A665", value=_shown(value))


def _check_files(question: Question, value: Any, report: Report) -> None:
    named = isinstance(value, list | tuple) and all(
        isinstance(one, Mapping) and one.get("name") for one in value
    )
    if not named:
        report("A665", value=_shown(value))
        return
    for one in value:
        if question.accepts and not str(one["name"]).lower().endswith(question.accepts):
            report("A668", value=_shown(one["name"]), known=listed(question.accepts))
    check_count(question, len(value), report)


def _check_place(question: Question, value: Any, report: Report) -> None:
    points = _points(value)
    if points is None or (question.area and len(points) < CORNERS):
        report("A665", value=_shown(value))
        return
    for lat, lon in points:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            report("A669", value=f"{lat:g} {lon:g}")
            return


def _points(value: Any) -> list[tuple[float, float]] | None:
    """Return latitude and longitude of a place, None where it has another shape."""
    if not isinstance(value, Mapping):
        return None
    pairs = [(value["lat"], value["lon"])] if {"lat", "lon"} <= set(value) else value.get("points")
    if not isinstance(pairs, list | tuple) or not pairs:
        return None
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            return None
        if not all(is_number(one) for one in pair):
            return None
    return [(float(lat), float(lon)) for lat, lon in pairs]


_CHECKS: Final[Mapping[str, Callable[[Question, Any, Report], None]]] = {
    "single": _check_code,
    "scale": _check_code,
    "multiple": _check_codes,
    "ranking": _check_codes,
    "number": _check_number,
    "date": _check_day,
    "text": _check_text,
    "file": _check_files,
    "place": _check_place,
}


def _as_list(value: Any) -> list[str]:
    every = value if isinstance(value, list | tuple) else [value]
    return [one for one in every if isinstance(one, str)]


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
