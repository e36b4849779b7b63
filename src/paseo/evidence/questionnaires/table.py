"""Answer sheets as a table with one column per variable, and back without a loss.

The main table has one row per sheet; each repeat group is a table of its own, tied by ``_sheet``.
Columns whose names begin with ``_`` are no variables (ids of questions begin with a letter): what
is known of the sheet, and what has no column among the variables - remarks (``_comment_Q``), the
seconds spent on a section, a value that does not have the shape its question asks for
(``_written_Q``). They are there only where some sheet needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.cells import CODE_SIGN, Cell
from paseo.evidence.questionnaires.codebook import codebook
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.rows import META, ROW, SHEET, SheetReader, SheetWriter
from paseo.evidence.questionnaires.variables import Variable, variables

__all__ = ["Tables", "codebook", "from_rows", "tables", "to_row"]

#: Between a question with several answers and the code of one of them, as KoboToolbox writes it.
SPLIT_SIGN: Final = "/"
_TYPES: Final[dict[str, Any]] = {"number": pl.Float64(), "date": pl.Date()}


@dataclass(frozen=True)
class Tables:
    """Answers as tables.

    Args:
        main: one row per sheet.
        repeats: id of a repeat group to one row per time that it was filled in.
    """

    main: pl.DataFrame
    repeats: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def column_type(variable: Variable) -> pl.DataType:
    """Return the type of a variable's column: text for everything but numbers and days."""
    found: pl.DataType = _TYPES.get(variable.kind, pl.String())
    return found


def split_columns(variable: Variable) -> dict[str, str]:
    """Return the column of each option of a question with several answers, by its code."""
    options = variable.question.options
    if variable.kind != "codes" or options is None:
        return {}
    return {code: f"{variable.name}{SPLIT_SIGN}{code}" for code in options.codes()}


def to_row(questionnaire: Questionnaire, sheet: AnswerSheet) -> dict[str, Cell]:
    """Return a sheet as one row of the main table; what stands in repeat groups is left out."""
    row: dict[str, Cell] = dict.fromkeys(META)
    row |= {one.name: None for one in variables(questionnaire) if not one.repeat}
    return row | SheetWriter(questionnaire).main(sheet)


def tables(
    questionnaire: Questionnaire, sheets: Iterable[AnswerSheet], *, split: bool = False
) -> Tables:
    """Return answer sheets as tables.

    Args:
        questionnaire: in the version whose columns are wanted.
        sheets: answers; their ids are unique.
        split: beside the column of a question with several answers stand columns ``Q/code``
            with 1 (chosen), 0 (not chosen) or nothing (no answer, or a reason for none).

    Raises:
        Refused: two sheets have the same id, or one answers another questionnaire.
    """
    sheets = list(sheets)
    _check(questionnaire, sheets)
    known = variables(questionnaire)
    write = SheetWriter(questionnaire)
    rows = [write.main(sheet) for sheet in sheets]
    main = _frame(rows, META, [one for one in known if not one.repeat], split)
    repeats = {
        question.id: _frame(
            [row for sheet in sheets for row in write.repeat(question, sheet)],
            (SHEET, ROW),
            [one for one in known if one.repeat == question.id],
            split,
        )
        for question in questionnaire.questions()
        if question.type == "repeat"
    }
    return Tables(main, repeats)


def from_rows(questionnaire: Questionnaire, found: Tables) -> tuple[AnswerSheet, ...]:
    """Return the answer sheets that :func:`tables` wrote; columns of single options are ignored.

    Args:
        questionnaire: whose variables the columns are.
        found: tables with the columns and types of :func:`tables`; columns may be missing.
    """
    return SheetReader(questionnaire).read(found.main, found.repeats)


def _check(questionnaire: Questionnaire, sheets: Sequence[AnswerSheet]) -> None:
    problems = Problems()
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.id in seen:
            problems.add("A670", Place(entry=sheet.id), id=sheet.id)
        seen.add(sheet.id)
        if sheet.questionnaire != questionnaire.id:
            problems.add(
                "A675", Place(entry=sheet.id), id=sheet.id, other=sheet.questionnaire,
                questionnaire=questionnaire.id,
            )  # fmt: skip
    problems.refuse()


def _frame(
    rows: Sequence[Mapping[str, Any]], first: Sequence[str], known: Sequence[Variable], split: bool
) -> pl.DataFrame:
    schema: dict[str, Any] = {
        name: pl.Int64() if name == ROW else pl.String() for name in first
    } | {one.name: column_type(one) for one in known}
    further = dict.fromkeys(name for row in rows for name in row if name not in schema)
    for name in further:
        schema[name] = pl.Float64() if name.startswith("_seconds_") else pl.String()
    data = {name: [row.get(name) for row in rows] for name in schema}
    frame = pl.DataFrame(data, schema=schema)
    return with_split(frame, known) if split else frame


def with_split(frame: pl.DataFrame, known: Iterable[Variable]) -> pl.DataFrame:
    """Return a table with a column of 1 and 0 for every option of which several may be chosen."""
    order: list[str] = []
    made: list[pl.Expr] = []
    by_name = {one.name: one for one in known}
    for name in frame.columns:
        order.append(name)
        variable = by_name.get(name)
        if variable is None or not (columns := split_columns(variable)):
            continue
        chosen = pl.col(name).str.split(CODE_SIGN)
        answered = chosen.list.eval(pl.element().is_in(list(columns))).list.any()
        for code, column in columns.items():
            order.append(column)
            has = chosen.list.contains(code).cast(pl.Int8)
            made.append(pl.when(answered).then(has).alias(column))
    return frame.with_columns(made).select(order)
