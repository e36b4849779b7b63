"""Between an answer sheet and its row: which part of an answer stands in which column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet, from_plain, to_plain
from paseo.evidence.questionnaires.cells import NoCell, as_json, cell_of, is_reason, value_of
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.variables import (
    MISSING_ENDING,
    OTHER_ENDING,
    VariableKind,
    of_question,
)

SHEET: Final = "_sheet"
#: What is known of every sheet; the columns stand first and in this order.
META: Final = (
    SHEET, "_respondent", "_version", "_language", "_origin", "_started_at", "_finished_at",
)  # fmt: skip
#: Position of a row within its repeat group, from 1.
ROW: Final = "_row"
#: Answers to questions that this version of the questionnaire does not have, as JSON.
FURTHER: Final = "_further"
SECONDS: Final = "_seconds_"
HARD: Final = "_hard_"
COMMENT: Final = "_comment_"
#: What has no column of its own among the variables.
_MISSING: Final = "_missing_"
_OTHER: Final = "_other_"
_WRITTEN: Final = "_written_"
_FILES: Final = "_files_"
#: Kinds in which a reason for no answer stands in the column itself.
_WITH_REASON: Final = ("code", "codes")
_COMPOUND: Final = ("matrix", "record", "repeat")
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Leaf:
    """The columns in which one answer stands: its own, and those beside it.

    Args:
        reason: column of a reason for no answer; empty where it is the answer's own.
        other: column of the words beside the option "other".
    """

    name: str
    kind: VariableKind
    question: Question
    reason: str
    other: str


def leaves_of(question: Question) -> dict[str, Leaf]:
    """Return the leaves of a question by row or field; by an empty name where it has no parts."""
    found = list(of_question(question))
    names = {one.name for one in found}

    def beside(name: str, ending: str, else_: str) -> str:
        return name + ending if name + ending in names else else_ + name

    return {
        one.row or one.field: Leaf(
            one.name,
            one.kind,
            one.question,
            beside(one.name, MISSING_ENDING, _MISSING) if one.kind not in _WITH_REASON else "",
            beside(one.name, OTHER_ENDING, _OTHER),
        )
        for one in found
        if one.kind not in ("missing", "other")
    }


def _whole(prefix: str, question: Question) -> str:
    """Return the column of what is said of a compound question as a whole.

    Two signs tell it from the column of a part that has the same name as the question.
    """
    return f"{prefix}_{question.id}"


def _whole_reason(question: Question) -> str:
    if question.type == "record" and question.missing:
        return question.id + MISSING_ENDING
    return _whole(_MISSING, question)


class SheetWriter:
    """Writes answer sheets as rows; what is empty is left out of a row."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._leaves = {one.id: leaves_of(one) for one in questionnaire.questions()}

    def main(self, sheet: AnswerSheet) -> dict[str, Any]:
        """Return the row of the main table."""
        row: dict[str, Any] = {
            SHEET: sheet.id,
            "_respondent": sheet.respondent or None,
            "_version": sheet.version or None,
            "_language": sheet.language or None,
            "_origin": sheet.origin or None,
            "_started_at": sheet.started_at.isoformat() if sheet.started_at else None,
            "_finished_at": sheet.finished_at.isoformat() if sheet.finished_at else None,
        }
        further = {}
        for name, answer in sheet.answers.items():
            question = self._questionnaire.question(name)
            if question is None or not question.asks:
                further[name] = to_plain(answer)
            elif question.type in _COMPOUND:
                self._put_whole(row, question, answer)
            else:
                _put(row, self._leaves[name][""], answer)
        if further:
            row[FURTHER] = json.dumps(further, ensure_ascii=False, sort_keys=True)
        row |= {SECONDS + name: float(seconds) for name, seconds in sheet.seconds.items()}
        row |= {HARD + name: reason for name, reason in sheet.hard.items()}
        return row

    def repeat(self, question: Question, sheet: AnswerSheet) -> Iterator[dict[str, Any]]:
        """Yield a row for each time that a repeat group was filled in."""
        value = sheet.answer(question.id).value
        if value is None or not self._fits(question, value):
            return
        leaves = self._leaves[question.id]
        for number, one in enumerate(value, start=1):
            row: dict[str, Any] = {SHEET: sheet.id, ROW: number}
            for part, answer in one.items():
                _put(row, leaves[part], answer)
            yield row

    def _put_whole(self, row: dict[str, Any], question: Question, answer: Answer) -> None:
        for column, words in (
            (_whole_reason(question), answer.missing),
            (_whole(_OTHER, question), answer.other),
            (_whole(COMMENT, question), answer.comment),
        ):
            if words:
                row[column] = words
        if answer.value in _EMPTY:
            return
        if not self._fits(question, answer.value):
            row[_whole(_WRITTEN, question)] = as_json(answer.value)
        elif question.type != "repeat":
            for part, one in answer.value.items():
                _put(row, self._leaves[question.id][part], one)

    def _fits(self, question: Question, value: Any) -> bool:
        leaves = self._leaves[question.id]

        def are_parts(one: Any) -> bool:
            return isinstance(one, Mapping) and all(
                part in leaves and isinstance(answer, Answer) for part, answer in one.items()
            )

        if question.type != "repeat":
            return are_parts(value)
        return isinstance(value, list | tuple) and all(are_parts(one) for one in value)


def _put(row: dict[str, Any], leaf: Leaf, answer: Answer) -> None:
    if answer.value not in _EMPTY:
        _put_value(row, leaf, answer)
    if answer.missing:
        column = leaf.reason or leaf.name
        if not leaf.reason and not is_reason(leaf.question, answer.missing):
            column = _MISSING + leaf.name
        row[column] = answer.missing
    if answer.other:
        row[leaf.other] = answer.other
    if answer.comment:
        row[COMMENT + leaf.name] = answer.comment


def _put_value(row: dict[str, Any], leaf: Leaf, answer: Answer) -> None:
    try:
        cell = cell_of(leaf.kind, answer.value)
        if not leaf.reason and (answer.missing or is_reason(leaf.question, str(cell))):
            raise NoCell
    except NoCell:
        row[_WRITTEN + leaf.name] = as_json(answer.value)
        return
    row[leaf.name] = cell
    if leaf.kind == "files" and answer.value != value_of(leaf.kind, cell):
        row[_FILES + leaf.name] = as_json(answer.value)


class SheetReader:
    """Reads rows as answer sheets, column by column: equal cells share one answer."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    def read(
        self, main: pl.DataFrame, repeats: Mapping[str, pl.DataFrame]
    ) -> tuple[AnswerSheet, ...]:
        """Return one sheet per row of the main table."""
        held: list[dict[str, Answer]] = [{} for _ in range(main.height)]
        ids = _cells(main, SHEET)
        for question in self._questionnaire.questions():
            if question.type == "repeat":
                groups = _groups(question, repeats.get(question.id), ids)
                found = _wholes(question, main, groups)
            elif question.type in _COMPOUND:
                found = _wholes(question, main, _parts(question, main))
            elif question.asks:
                found = _answers(leaves_of(question)[""], main)
            else:
                continue
            for answers, one in zip(held, found, strict=True):
                if one is not None:
                    answers[question.id] = one
        return tuple(self._sheets(main, held))

    def _sheets(
        self, main: pl.DataFrame, held: Sequence[dict[str, Answer]]
    ) -> Iterator[AnswerSheet]:
        meta = [_cells(main, name) for name in META]
        seconds = _by_row(main, SECONDS)
        hard = _by_row(main, HARD)
        for at, (sheet, respondent, version, language, origin, start, end) in enumerate(
            zip(*meta, strict=True)
        ):
            yield AnswerSheet(
                id=sheet or "",
                questionnaire=self._questionnaire.id,
                version=version or "",
                answers=held[at],
                respondent=respondent or "",
                language=language or "",
                origin=origin or "",
                started_at=datetime.fromisoformat(start) if start else None,
                finished_at=datetime.fromisoformat(end) if end else None,
                seconds=seconds(at),
                hard=hard(at),
            )


def _cells(frame: pl.DataFrame, name: str) -> list[Any]:
    return frame[name].to_list() if name in frame.columns else [None] * frame.height


def _by_row(frame: pl.DataFrame, prefix: str) -> Callable[[int], dict[str, Any]]:
    """Return what gives the cells of the columns with a prefix, row by row."""
    columns = {
        name.removeprefix(prefix): frame[name].to_list()
        for name in frame.columns
        if name.startswith(prefix)
    }
    return lambda at: {name: cells[at] for name, cells in columns.items() if cells[at] is not None}


def _answers(leaf: Leaf, frame: pl.DataFrame) -> list[Answer | None]:
    """Return the answers of one leaf, None where nothing stands in any of its columns."""
    plain = _column_answers(leaf, frame)
    beside = {
        part: column
        for part, column in (
            ("reason", leaf.reason or _MISSING + leaf.name), ("other", leaf.other),
            ("comment", COMMENT + leaf.name), ("written", _WRITTEN + leaf.name),
            ("files", _FILES + leaf.name),
        )
        if column in frame.columns and frame[column].null_count() < frame.height
    }  # fmt: skip
    if not beside:
        return plain
    parts = {part: frame[column].to_list() for part, column in beside.items()}
    nothing = [None] * frame.height
    rows = zip(
        plain,
        *(parts.get(name, nothing) for name in ("reason", "other", "comment", "written", "files")),
        strict=True,
    )
    return [
        _joined(one, reason, other, comment, written or files)
        if reason or other or comment or written or files
        else one
        for one, reason, other, comment, written, files in rows
    ]


def _joined(
    plain: Answer | None, reason: str | None, other: str | None, comment: str | None,
    written: str | None,
) -> Answer:  # fmt: skip
    value = plain.value if plain is not None else None
    missing = plain.missing if plain is not None else ""
    if written:
        value = json.loads(written)
    return Answer(value, reason or missing, other or "", comment or "")


def _column_answers(leaf: Leaf, frame: pl.DataFrame) -> list[Answer | None]:
    if leaf.name not in frame.columns:
        return [None] * frame.height
    cells = frame[leaf.name].to_list()
    known: dict[Any, Answer | None] = {None: None}
    for cell in set(cells) - {None}:
        if not leaf.reason and is_reason(leaf.question, cell):
            known[cell] = Answer(missing=cell)
        else:
            known[cell] = Answer(value_of(leaf.kind, cell))
    return [known[cell] for cell in cells]


def _parts(question: Question, frame: pl.DataFrame) -> list[dict[str, Answer]]:
    """Return the answers to the rows of a matrix, or to the fields of a record or repeat group."""
    held: list[dict[str, Answer]] = [{} for _ in range(frame.height)]
    for part, leaf in leaves_of(question).items():
        for answers, one in zip(held, _answers(leaf, frame), strict=True):
            if one is not None:
                answers[part] = one
    return held


def _groups(
    question: Question, frame: pl.DataFrame | None, ids: Sequence[str]
) -> list[list[dict[str, Answer]]]:
    """Return the rows of a repeat group, sheet by sheet."""
    if frame is None or not frame.height:
        return [[] for _ in ids]
    if ROW in frame.columns:
        frame = frame.sort(ROW, maintain_order=True)
    groups: dict[str, list[dict[str, Answer]]] = {}
    for sheet, one in zip(frame[SHEET].to_list(), _parts(question, frame), strict=True):
        groups.setdefault(sheet, []).append(one)
    return [groups.get(sheet, []) for sheet in ids]


def _wholes(question: Question, main: pl.DataFrame, values: Sequence[Any]) -> list[Answer | None]:
    """Return the answers to a compound question: its parts, and what is said of it as a whole."""
    reason, other, comment, written = (
        _cells(main, column)
        for column in (
            _whole_reason(question), _whole(_OTHER, question), _whole(COMMENT, question),
            _whole(_WRITTEN, question),
        )
    )  # fmt: skip
    found: list[Answer | None] = []
    for at, value in enumerate(values):
        if text := written[at]:
            value = _from_json(question, text)
        value = None if value in _EMPTY else value
        one = Answer(value, reason[at] or "", other[at] or "", comment[at] or "")
        found.append(one if one.given or one.other or one.comment else None)
    return found


def _from_json(question: Question, text: str) -> Any:
    plain = json.loads(text)
    try:
        value = from_plain(question, {"value": plain}).value
    except (AttributeError, KeyError, TypeError, ValueError):
        return plain  # kept as it came; the check of the sheet says what is wrong with it
    # So are rows and fields that the question does not have, which reading would leave out.
    return value if as_json(value) == text else plain
