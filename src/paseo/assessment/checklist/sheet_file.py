"""Read a sheet of answers from a file: YAML or JSON by hand, or any form that the imports know.

By hand an answer may be written short (``A3: council``, ``B2: [city, district]``) or in full
(``A3: {value: council, comment: ..}``, ``A2: {missing: dont_know}``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.reading import read_yaml
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.questionnaire import MISSING, Question, Questionnaire

#: Files that hold a sheet as plain data; all others go through the imports of answers.
PLAIN: Final = (".yaml", ".yml", ".json")
_FULL: Final = frozenset({"value", "missing", "other", "comment"})
_LISTS: Final = ("multiple", "ranking", "file", "repeat")
_MAPS: Final = ("matrix", "record")


class _Shape(Exception):  # noqa: N818 - caught where the place is known
    """An answer has another shape than its question."""

    def __init__(self, question: Question) -> None:
        self.question = question


def read_sheet(path: Path, questionnaire: Questionnaire) -> tuple[AnswerSheet, Problems]:
    """Return the sheet of answers that a file holds, and what is to be said of it.

    Args:
        path: YAML or JSON; or an Excel form, a CSV or another export that the imports read, of
            which the only sheet counts.

    Raises:
        Refused: when the file cannot be read, or an answer would be lost.
    """
    if path.suffix.lower() in PLAIN:
        return _read_plain(path, questionnaire)
    return _import(path, questionnaire)


def _read_plain(path: Path, questionnaire: Questionnaire) -> tuple[AnswerSheet, Problems]:
    problems = Problems()
    document = read_yaml(path, problems)
    problems.refuse()
    assert document is not None
    data = document.data
    if not isinstance(data, Mapping) or not isinstance(data.get("answers"), Mapping):
        problems.add("K760", Place(path.name), reason=_reason("no_answers"))
        problems.refuse()
    _check_origin(data, questionnaire, path, problems)
    answers: dict[str, Answer] = {}
    for name, plain in data["answers"].items():
        question = questionnaire.question(str(name))
        place = document.place(("answers", name))
        if question is None or not question.asks:
            known = [one.id for one in questionnaire.questions() if one.asks]
            values = {"value": str(name)[:60], "questionnaire": questionnaire.id}
            problems.add("K761", place, hint=hint(name, known), **values)
            continue
        try:
            answers[question.id] = read_answer(question, plain)
        except _Shape as wrong:
            kind = wrong.question.type
            problems.add("K762", place, id=name, kind=kind, needs=_reason(f"needs_{_need(kind)}"))
    problems.refuse()
    sheet = AnswerSheet(
        id=str(data.get("id") or path.stem),
        questionnaire=questionnaire.id,
        version=str(data.get("version") or questionnaire.version),
        answers={name: one for name, one in answers.items() if one.given},
        respondent=str(data.get("respondent") or ""),
        language=str(data.get("language") or ""),
        origin="file",
    )
    return sheet, problems


def _check_origin(
    data: Mapping[str, Any], questionnaire: Questionnaire, path: Path, problems: Problems
) -> None:
    found = str(data.get("questionnaire") or questionnaire.id)
    if found != questionnaire.id:
        problems.add("K763", Place(path.name), found=found[:80], wanted=questionnaire.id)
        problems.refuse()
    version = str(data.get("version") or questionnaire.version)
    if version != questionnaire.version:
        values = {"found": version[:40], "wanted": questionnaire.version}
        problems.add("K764", Place(path.name), **values)


def read_answer(question: Question, plain: Any) -> Answer:
    """Return an answer from its short or full form.

    >>> from paseo.evidence.questionnaires.pack import load_questionnaire
    >>> checklist = load_questionnaire("paseo.questionnaire.action1-checklist")
    >>> read_answer(checklist.question("A3"), "council").value
    'council'
    >>> read_answer(checklist.question("D10"), "dont_know").missing
    'dont_know'
    """
    if _is_full(question, plain):
        value = plain.get("value")
        inner = _value(question, value) if value is not None else None
        texts = (str(plain.get(name) or "") for name in ("missing", "other", "comment"))
        return Answer(inner, *texts)
    if isinstance(plain, str) and plain in {*MISSING, *question.missing_codes()}:
        return Answer(missing=plain)
    return Answer(_value(question, plain) if plain is not None else None)


def _is_full(question: Question, plain: Any) -> bool:
    if not isinstance(plain, Mapping) or not plain or not set(plain) <= _FULL:
        return False
    # A record can have a field that is called like a part of an answer.
    return not {one.id for one in question.fields} & set(plain)


def _value(question: Question, value: Any) -> Any:
    if question.type in _MAPS:
        return _map(question, value)
    if question.type in _LISTS:
        return _list(question, value)
    if question.type == "place":
        if not isinstance(value, Mapping):
            raise _Shape(question)
        return dict(value)
    if isinstance(value, Mapping | list | bool):
        raise _Shape(question)
    if question.type == "number":
        if not isinstance(value, int | float):
            raise _Shape(question)
        return value
    return str(value)


def _map(question: Question, value: Any) -> dict[str, Answer]:
    known = {one.id: one for one in question.fields} or {row.id: question for row in question.rows}
    if not isinstance(value, Mapping) or not set(value) <= set(known):
        raise _Shape(question)
    if question.type == "matrix":
        return {name: _cell(question, one) for name, one in value.items()}
    return {name: read_answer(known[name], one) for name, one in value.items()}


def _cell(question: Question, plain: Any) -> Answer:
    if isinstance(plain, Mapping) and set(plain) <= _FULL:
        return Answer(plain.get("value"), str(plain.get("missing") or ""))
    if isinstance(plain, Mapping | list):
        raise _Shape(question)
    reasons = {*MISSING, *question.missing_codes()}
    return Answer(missing=str(plain)) if str(plain) in reasons else Answer(str(plain))


def _list(question: Question, value: Any) -> list[Any]:
    if question.type == "multiple" and isinstance(value, str):
        return value.split()
    if not isinstance(value, list):
        raise _Shape(question)
    if question.type == "repeat":
        return [_map(question, row) for row in value]
    if question.type == "file":
        return [dict(one) if isinstance(one, Mapping) else {"name": str(one)} for one in value]
    if any(isinstance(one, Mapping | list) for one in value):
        raise _Shape(question)
    return [str(one) for one in value]


def _need(kind: str) -> str:
    if kind in ("multiple", "ranking", "file"):
        return "list"
    return kind if kind in ("number", "matrix", "record", "repeat", "place") else "one"


def _reason(phrase: str) -> LanguageMap:
    return load_phrases("paseo.assessment.checklist").map(phrase)


def _import(path: Path, questionnaire: Questionnaire) -> tuple[AnswerSheet, Problems]:
    from paseo.evidence.questionnaires.imports import read_answers

    found = read_answers(path, questionnaire)
    found.problems.refuse()
    if found.tool == "excel" and not found.sheets:
        # A form that nobody has filled in yet: everything is open, as in an empty sheet of text.
        return _empty(path, questionnaire), found.problems
    if len(found.sheets) != 1:
        problems = Problems(found.problems)
        words = load_phrases("paseo.assessment.checklist")
        reason = {
            language: words.say("sheets_found", language, count=len(found.sheets))
            for language in words.map("sheets_found")
        }
        values = {"questionnaire": questionnaire.id, "reason": LanguageMap(reason)}
        problems.add("K766", Place(path.name), **values)
        problems.refuse()
    return found.sheets[0], found.problems


def _empty(path: Path, questionnaire: Questionnaire) -> AnswerSheet:
    return AnswerSheet(
        id=path.stem,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        origin="excel",
    )
