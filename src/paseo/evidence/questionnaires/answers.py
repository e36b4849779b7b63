"""What was answered: one answer, one sheet of answers, and their plain form for files.

The plain form of a value, by type of question: a code (single, scale), a list of codes (multiple;
in order for ranking), a number, ``2026-11-22`` (date), a text, ``{"lat": .., "lon": ..}`` or
``{"points": [[lat, lon], ..]}`` (place), ``[{"name": .., "sha256": .., "size": ..}]`` (file), row
to answer (matrix), field to answer (record), a list of those (repeat).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or the reason why there is none.

    Args:
        value: see the module; None where there is none. Answers inside a matrix, a record or a
            repeat group are answers again.
        missing: code of the reason (``dont_know``); then ``value`` is None.
        other: words of one's own beside the option that asks for them.
        comment: a remark on the answer, not part of it.
    """

    value: Any = None
    missing: str = ""
    other: str = ""
    comment: str = ""

    @property
    def given(self) -> bool:
        """Say whether there is an answer or a reason for none.

        >>> Answer(0).given, Answer("").given, Answer(missing="dont_know").given
        (True, False, True)
        """
        return bool(self.missing) or self.value not in (None, "", [], {})


NOTHING = Answer()


@dataclass(frozen=True)
class AnswerSheet:
    """What one respondent, or one city together, answered.

    Args:
        id: unique within a collection; the id of the tool it came from, where it has one.
        questionnaire: id of the pack.
        version: of the questionnaire that was answered.
        answers: question id to answer.
        origin: ``web``, ``excel``, ``kobo``, ``odk``, ``limesurvey``, ``eusurvey`` ...
        seconds: section id to time spent, where the tool measured it.
        hard: question id to the reason why it was hard to answer (pilot mode).
    """

    id: str
    questionnaire: str
    version: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    respondent: str = ""
    language: str = ""
    origin: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    hard: Mapping[str, str] = field(default_factory=dict)

    def answer(self, question: str) -> Answer:
        """Return the answer to a question, an empty one where none was given."""
        return self.answers.get(question, NOTHING)


def to_plain(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON can hold it; what is empty is left out.

    >>> to_plain(Answer({"row1": Answer("2"), "row2": Answer(missing="dont_know")}))
    {'value': {'row1': {'value': '2'}, 'row2': {'missing': 'dont_know'}}}
    """
    plain: dict[str, Any] = {}
    if answer.value not in (None, "", [], {}):
        plain["value"] = _plain_value(answer.value)
    for name in ("missing", "other", "comment"):
        if words := getattr(answer, name):
            plain[name] = words
    return plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, Answer):
        return to_plain(value)
    if isinstance(value, Mapping):
        return {name: _plain_value(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(one) for one in value]
    return value


def from_plain(question: Question, plain: Mapping[str, Any]) -> Answer:
    """Return the answer that :func:`to_plain` wrote."""
    value = plain.get("value")
    if value is not None:
        value = _from_plain_value(question, value)
    return Answer(value, plain.get("missing", ""), plain.get("other", ""), plain.get("comment", ""))


def _from_plain_value(question: Question, value: Any) -> Any:
    if question.type == "matrix":
        return {row: from_plain(_CELL, one) for row, one in value.items()}
    if question.type == "record":
        return _fields(question, value)
    if question.type == "repeat":
        return [_fields(question, one) for one in value]
    return value


def _fields(question: Question, value: Mapping[str, Any]) -> dict[str, Answer]:
    known = {one.id: one for one in question.fields}
    return {name: from_plain(known[name], one) for name, one in value.items() if name in known}


def sheet_to_plain(sheet: AnswerSheet) -> dict[str, Any]:
    """Return a sheet as JSON can hold it."""
    return {
        "id": sheet.id,
        "questionnaire": sheet.questionnaire,
        "version": sheet.version,
        "answers": {name: to_plain(one) for name, one in sheet.answers.items() if to_plain(one)},
        "respondent": sheet.respondent,
        "language": sheet.language,
        "origin": sheet.origin,
        "started_at": sheet.started_at.isoformat() if sheet.started_at else None,
        "finished_at": sheet.finished_at.isoformat() if sheet.finished_at else None,
        "seconds": dict(sheet.seconds),
        "hard": dict(sheet.hard),
    }


def sheet_from_plain(questionnaire: Questionnaire, plain: Mapping[str, Any]) -> AnswerSheet:
    """Return the sheet that :func:`sheet_to_plain` wrote; unknown questions are left out."""
    answers = {
        name: from_plain(question, one)
        for name, one in plain["answers"].items()
        if (question := questionnaire.question(name)) is not None
    }
    times = {
        name: datetime.fromisoformat(plain[name]) if plain.get(name) else None
        for name in ("started_at", "finished_at")
    }
    return AnswerSheet(
        id=plain["id"],
        questionnaire=plain["questionnaire"],
        version=plain["version"],
        answers=answers,
        respondent=plain.get("respondent", ""),
        language=plain.get("language", ""),
        origin=plain.get("origin", ""),
        started_at=times["started_at"],
        finished_at=times["finished_at"],
        seconds=dict(plain.get("seconds", {})),
        hard=dict(plain.get("hard", {})),
    )


#: A cell of a matrix holds one code, whatever the matrix is.
_CELL = Question("cell", "", "single", text=None, evidence="composed", sources=())  # type: ignore[arg-type]
