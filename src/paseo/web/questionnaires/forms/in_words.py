"""An answer in words, as people read it: on the check page, beside a field, in a review."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paseo.content.numbers import format_date
from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.questionnaire import Question
from paseo.web.questionnaires.forms.fields import coordinate, decimal_sign, digits

#: Corners of a shape that are written out; the others are counted.
_MOST_CORNERS = 4


def as_html(question: Question, answer: Answer, language: str) -> SafeString:
    """Return an answer with one line for each of its parts; empty where there is none."""
    found = "<br>".join(
        escape(line).replace("\n", "<br>") for line in lines(question, answer, language)
    )
    return mark_safe(found)  # noqa: S308 - escaped line by line


def lines(question: Question, answer: Answer, language: str) -> list[str]:
    """Return an answer as lines of text; none where nothing was answered."""
    if answer.missing:
        found = [_reason(question, answer.missing, language)]
    elif answer.value in (None, "", [], {}):
        found = []
    else:
        found = _value(question, answer, language)
    if answer.comment:
        found.append(_("Comment: %(comment)s") % {"comment": answer.comment})
    return found


def _reason(question: Question, code: str, language: str) -> str:
    known = next((one.label for one in question.missing if one.code == code), None)
    return known.read(language).words if known else code


def _value(question: Question, answer: Answer, language: str) -> list[str]:
    value = answer.value
    match question.type:
        case "single" | "scale":
            return [_option(question, value, answer.other, language)]
        case "multiple":
            return [_option(question, one, answer.other, language) for one in value]
        case "ranking":
            return [
                f"{at}. {_option(question, one, answer.other, language)}"
                for at, one in enumerate(value, 1)
            ]
        case "matrix" | "record" | "repeat":
            return _inside(question, value, language)
        case _:
            return _open(question, value, language)


def _inside(question: Question, value: Any, language: str) -> list[str]:
    if question.type == "matrix":
        return _matrix(question, value, language)
    if question.type == "record":
        return _record(question, value, language)
    rows = ("; ".join(_record(question, row, language)) for row in value)
    return [f"{at}: {row}" for at, row in enumerate(rows, 1)]


def _open(question: Question, value: Any, language: str) -> list[str]:
    match question.type:
        case "number":
            return [_number(question, value, language)]
        case "date":
            return [format_date(value, language)]
        case "place":
            return [_place(value)]
        case "file":
            return [one["name"] for one in value]
        case _:
            return [str(value)]


def _option(question: Question, code: str, other: str, language: str) -> str:
    options = question.options
    label = options.label(code) if options else None
    words = label.read(language).words if label else code
    own = options is not None and any(one.other and one.code == code for one in options.options)
    return f"{words}: {other}" if own and other else words


def _number(question: Question, value: float, language: str) -> str:
    figures = digits(value).replace(".", decimal_sign(language))
    unit = question.unit.read(language).words if question.unit else ""
    return f"{figures} {unit}".strip()


def _place(value: Mapping[str, object]) -> str:
    if "points" not in value:
        return _pair((value.get("lat"), value.get("lon")))
    points = value["points"]
    assert isinstance(points, list)
    shown = "; ".join(_pair(one) for one in points[:_MOST_CORNERS])
    if len(points) <= _MOST_CORNERS:
        return shown
    rest = len(points) - _MOST_CORNERS
    more = ngettext("and %(number)s more corner", "and %(number)s more corners", rest)
    return f"{shown} {more % {'number': rest}}"


def _pair(point: object) -> str:
    assert isinstance(point, tuple | list)
    return ", ".join(coordinate(float(one)) for one in point)


def _matrix(question: Question, value: Mapping[str, Answer], language: str) -> list[str]:
    found = []
    for row in question.rows:
        cell = value.get(row.id, NOTHING)
        if not cell.given:
            continue
        code = cell.value or cell.missing
        words = _option(question, code, "", language)
        found.append(f"{row.text.read(language).words}: {words}")
    return found


def _record(question: Question, value: Mapping[str, Answer], language: str) -> list[str]:
    return [
        f"{one.text.read(language).words}: " + ", ".join(lines(one, value[one.id], language))
        for one in question.fields
        if one.id in value
    ]
