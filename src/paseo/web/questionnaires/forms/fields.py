"""How the fields of a question are called, and what stands in them for an answer.

The fields of question ``staff`` are called ``q-staff-`` and then, by type: ``value``, ``missing``,
``other``; ``day``, ``month``, ``year``; ``lat``, ``lon``, ``area``, ``points``; ``rank.CODE``
(ranking); ``row.ROW`` (matrix); ``field.FIELD.value`` and so on (record); ``rows`` and
``0.FIELD.value`` (repeat group). ``comment`` and ``hard`` stand beside any answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.cells import number_text
from paseo.evidence.questionnaires.questionnaire import Question

#: Name within a question to what stands there, as a form sends it.
Fields = dict[str, list[str]]

PREFIX: Final = "q-"
#: Rows of a repeat group that a form may hold; the rest of a file is not read.
MOST_ROWS: Final = 500


def name_of(question: str, field: str) -> str:
    """Return the name of a field in the form; it is its id as well.

    >>> name_of("staff", "value")
    'q-staff-value'
    """
    return f"{PREFIX}{question}-{field}"


def posted(data: QueryDict) -> dict[str, Fields]:
    """Return what a form sent, by question."""
    found: dict[str, Fields] = {}
    for name, values in data.lists():
        if not name.startswith(PREFIX):
            continue
        question, sign, field = name[len(PREFIX) :].partition("-")
        if sign:
            # No database takes the null sign, and nobody can type it.
            clean = [str(one).replace("\x00", "") for one in values]
            found.setdefault(question, {})[field] = clean
    return found


def first(fields: Mapping[str, list[str]], name: str) -> str:
    """Return the only value of a field without spaces around it, empty where there is none."""
    values = fields.get(name)
    return values[-1].strip() if values else ""


def decimal_sign(language: str) -> str:
    """Return the sign before decimals, as the language of the page writes it."""
    return "." if language.partition("-")[0] == "en" else ","


def fields_of(question: Question, answer: Answer, language: str) -> Fields:
    """Return what stands in the fields of a question for an answer.

    Reading these fields again gives the same answer.
    """
    fields = _FIELDS[question.type](question, answer, language)
    if answer.comment:
        fields["comment"] = [answer.comment]
    return fields


def _closed(question: Question, answer: Answer, language: str) -> Fields:
    return _with(
        {
            "value": [answer.value] if answer.value else [answer.missing],
            "other": [answer.other],
        }
    )


def _multiple(question: Question, answer: Answer, language: str) -> Fields:
    codes = list(answer.value or ())
    return _with({"value": codes or [answer.missing], "other": [answer.other]})


def _number(question: Question, answer: Answer, language: str) -> Fields:
    shown = ""
    if answer.value is not None:
        shown = digits(answer.value).replace(".", decimal_sign(language))
    return _with({"value": [shown], "missing": [answer.missing]})


def _date(question: Question, answer: Answer, language: str) -> Fields:
    fields = _with({"missing": [answer.missing]})
    if answer.value:
        day = date.fromisoformat(answer.value)
        fields |= {"day": [str(day.day)], "month": [str(day.month)], "year": [f"{day.year:04d}"]}
    return fields


def _text(question: Question, answer: Answer, language: str) -> Fields:
    return _with({"value": [answer.value or ""], "missing": [answer.missing]})


def _ranking(question: Question, answer: Answer, language: str) -> Fields:
    ranks = {f"rank.{code}": [str(at)] for at, code in enumerate(answer.value or (), 1)}
    return _with({**ranks, "missing": [answer.missing], "other": [answer.other]})


def _place(question: Question, answer: Answer, language: str) -> Fields:
    value: Mapping[str, Any] = answer.value or {}
    fields = {name: [coordinate(value[name])] for name in ("lat", "lon") if name in value}
    if "points" in value:
        lines = (", ".join(coordinate(one) for one in point) for point in value["points"])
        fields["points"] = ["\n".join(lines)]
    return _with({**fields, "missing": [answer.missing]})


def _file(question: Question, answer: Answer, language: str) -> Fields:
    return _with({"missing": [answer.missing]})


def _matrix(question: Question, answer: Answer, language: str) -> Fields:
    fields = _with({"missing": [answer.missing]})
    for row, cell in (answer.value or {}).items():
        fields[f"row.{row}"] = [cell.value or cell.missing]
    return _with(fields)


def _record(question: Question, answer: Answer, language: str) -> Fields:
    fields = _within(question.fields, answer.value or {}, "field.", language)
    return _with({**fields, "missing": [answer.missing]})


def _repeat(question: Question, answer: Answer, language: str) -> Fields:
    rows = answer.value or ()
    fields: Fields = {"rows": [str(len(rows))]}
    for at, row in enumerate(rows):
        fields |= _within(question.fields, row, f"{at}.", language)
    return _with({**fields, "missing": [answer.missing]})


def _within(
    questions: Iterable[Question], answers: Mapping[str, Answer], prefix: str, language: str
) -> Fields:
    return {
        f"{prefix}{one.id}.{name}": values
        for one in questions
        for name, values in fields_of(one, answers.get(one.id, NOTHING), language).items()
    }


def _with(fields: Fields) -> Fields:
    """Return the fields in which something stands."""
    return {name: values for name, values in fields.items() if any(values)}


def coordinate(degrees: float) -> str:
    """Return degrees as a map writes them, with a dot in every language.

    >>> coordinate(-4.42), coordinate(36)
    ('-4.42', '36')
    """
    return digits(degrees)


def digits(number: float) -> str:
    """Return a number in digits alone: nobody types powers of ten.

    >>> digits(12.0), digits(0.000003), digits(-4.5)
    ('12', '0.000003', '-4.5')
    """
    return format(Decimal(number_text(float(number))), "f")


_FIELDS: Final = {
    "single": _closed, "scale": _closed, "multiple": _multiple, "number": _number,
    "date": _date, "text": _text, "ranking": _ranking, "place": _place, "file": _file,
    "matrix": _matrix, "record": _record, "repeat": _repeat,
    "note": lambda question, answer, language: {},
}  # fmt: skip
