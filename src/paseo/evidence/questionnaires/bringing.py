"""Bring one answer from a question as it was to the same question as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.questionnaire import Question
from paseo.evidence.questionnaires.value_checks import check_value

#: Types between which one code stays one code, where a new version says that they are the same.
_ONE_CODE: Final = frozenset({"single", "scale"})


def bring(answer: Answer, then: Question, now: Question, codes: Mapping[str, str]) -> Answer | None:
    """Return an answer as it stands in the question of today, None where it cannot stand there.

    Args:
        codes: code then to code now, for options and reasons that were renamed.

    Returns:
        The answer with the codes of today. None where a part of it would be lost: an option, row
        or field that is gone, a number beyond the new limits, a type that holds something else.
    """
    if answer.missing:
        reason = codes.get(answer.missing, answer.missing)
        return replace(answer, missing=reason) if reason in now.missing_codes() else None
    if not answer.given:
        return answer
    value = _value(answer.value, then, now, codes)
    if value is None or not _fits(now, value):
        return None
    if answer.other and not _asks_for_words(now, value):
        return None
    return replace(answer, value=value)


def _value(value: Any, then: Question, now: Question, codes: Mapping[str, str]) -> Any:
    one_code = then.type in _ONE_CODE
    if one_code and now.type in _ONE_CODE:
        return codes.get(value, value) if isinstance(value, str) else None
    if one_code and now.type == "multiple":
        return [codes.get(value, value)] if isinstance(value, str) else None
    if then.type != now.type:
        return None
    if now.type in ("multiple", "ranking"):
        return _codes(value, codes, merge=now.type == "multiple")
    if now.type == "matrix":
        return _rows(value, then, now, codes)
    if now.type == "record":
        return _fields(value, then, now, codes)
    if now.type == "repeat":
        return _groups(value, then, now, codes)
    return value


def _codes(value: Any, codes: Mapping[str, str], *, merge: bool) -> list[str] | None:
    if not isinstance(value, list | tuple):
        return None
    mapped = [codes.get(one, one) for one in value if isinstance(one, str)]
    once = list(dict.fromkeys(mapped))
    # Options that became one are chosen once; in a ranking they would take two places.
    return once if merge or len(once) == len(value) else None


def _rows(
    value: Any, then: Question, now: Question, codes: Mapping[str, str]
) -> dict[str, Answer] | None:
    if not isinstance(value, Mapping):
        return None
    single_then, single_now = (replace(one, type="single", rows=()) for one in (then, now))
    known = {row.id for row in now.rows}
    brought: dict[str, Answer] = {}
    for row, cell in value.items():
        if not isinstance(cell, Answer) or row not in known:
            return None
        inner = bring(cell, single_then, single_now, codes)
        if inner is None:
            return None
        brought[row] = inner
    return brought


def _fields(
    value: Any, then: Question, now: Question, codes: Mapping[str, str]
) -> dict[str, Answer] | None:
    if not isinstance(value, Mapping):
        return None
    before, after = {one.id: one for one in then.fields}, {one.id: one for one in now.fields}
    brought: dict[str, Answer] = {}
    for name, cell in value.items():
        if not isinstance(cell, Answer) or name not in before or name not in after:
            return None
        if _counts_otherwise(before[name], after[name]):
            return None
        inner = bring(cell, before[name], after[name], codes)
        if inner is None:
            return None
        brought[name] = inner
    return brought


def _counts_otherwise(then: Question, now: Question) -> bool:
    return then.type != now.type or then.unit != now.unit


def _groups(
    value: Any, then: Question, now: Question, codes: Mapping[str, str]
) -> list[dict[str, Answer]] | None:
    if not isinstance(value, list | tuple):
        return None
    if isinstance(now.high, int | float) and len(value) > now.high:
        return None
    rows = [_fields(one, then, now, codes) for one in value]
    return None if any(one is None for one in rows) else [one for one in rows if one is not None]


def _fits(question: Question, value: Any) -> bool:
    found: list[str] = []

    def report(code: str, /, **values: Any) -> None:
        found.append(code)

    check_value(question, value, report)
    return not found


def _asks_for_words(question: Question, value: Any) -> bool:
    chosen: Sequence[Any] = value if isinstance(value, list) else [value]
    options = question.options.options if question.options else ()
    return any(one.other and one.code in chosen for one in options)
