"""Answers as files: CSV for programs, one Excel workbook for people; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.writing import beside
from paseo.evidence.checks.texts import neutralise
from paseo.evidence.export import Exact
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.codebook import codebook
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.table import Tables, tables
from paseo.evidence.tables.limits import EXCEL_CELL

#: Called with how much is done, from 0 to 1.
Progress = Callable[[float], None]
#: Rows between two calls of the progress.
_STEP: Final = 200
#: Signs that the name of a sheet cannot hold, and how long it may be (Excel).
_FORBIDDEN: Final = str.maketrans("", "", "[]:*?/\\'")
_MOST_NAME: Final = 31


def write_answers_csv(
    questionnaire: Questionnaire,
    answers: Tables | Sequence[AnswerSheet],
    path: Path,
    *,
    split: bool = True,
    progress: Progress | None = None,
) -> list[Path]:
    """Write answers as CSV: UTF-8, comma, decimal point; repeat groups and codebook beside.

    Args:
        answers: sheets, or the tables made of them.
        path: of the main table; ``answers.csv`` has ``answers-visits.csv`` (repeat group) and
            ``answers-codebook.csv`` beside it.
        split: questions with several answers also have a column of 1 and 0 per option.
        progress: is told how much is done.

    Returns:
        The files, the main table first. Nothing is written when one of them cannot be.

    Raises:
        Refused: two sheets have the same id, or one answers another questionnaire.
    """
    tell = progress or (lambda _: None)
    found = _tables(questionnaire, answers, split)
    tell(0.3)
    frames = {
        path: found.main,
        **{_beside(path, name): frame for name, frame in found.repeats.items()},
        _beside(path, "codebook"): codebook(questionnaire),
    }
    with _whole(list(frames)) as partly:
        for at, (name, frame) in enumerate(frames.items(), start=1):
            _as_text(frame).write_csv(partly[name], quote_style="necessary")
            tell(0.3 + 0.7 * at / len(frames))
    return list(frames)


def _beside(path: Path, name: str) -> Path:
    return path.with_name(f"{path.stem}-{name}{path.suffix}")


def _tables(
    questionnaire: Questionnaire, answers: Tables | Sequence[AnswerSheet], split: bool
) -> Tables:
    if isinstance(answers, Tables):
        return answers
    return tables(questionnaire, answers, split=split)


@contextmanager
def _whole(paths: Sequence[Path]) -> Iterator[Mapping[Path, Path]]:
    """Give files to write beside the wanted ones; they take their places when all are written."""
    with ExitStack() as held:
        yield {path: held.enter_context(beside(path)) for path in paths}


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table for a file: no text is a formula, no number longer than it must be."""
    made = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind == pl.String():
            made.append(neutralise(column))
        elif kind == pl.Float64():
            whole = (column == column.round()) & (column.abs() < 1e15)
            figures = pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String))
            made.append(figures.otherwise(column.cast(pl.String)).alias(name))
        else:
            made.append(column)
    return frame.select(made)


def write_answers_xlsx(
    questionnaire: Questionnaire,
    answers: Tables | Sequence[AnswerSheet],
    path: Path,
    *,
    language: str = "en",
    split: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write answers as an Excel workbook: answers, one sheet per repeat group, codebook.

    No formulas, no macros; memory stays constant however many sheets there are.

    Args:
        answers: sheets, or the tables made of them.
        language: of the names of the sheets.
        split: questions with several answers also have a column of 1 and 0 per option; people
            read the codes more easily without, programs find the columns in the CSV.
        progress: is told how much is done.

    Raises:
        Refused: a text is longer than a cell of Excel can hold, two sheets have the same id, or
            one answers another questionnaire.
    """
    import xlsxwriter

    found = _tables(questionnaire, answers, split)
    words = load_phrases("paseo.evidence.questionnaires", "tables.yaml")
    frames = {words.say("sheet_answers", language): found.main}
    for name, frame in found.repeats.items():
        frames[_sheet_name(name, frames)] = frame
    frames[_sheet_name(words.say("sheet_codebook", language), frames)] = codebook(questionnaire)
    _check_lengths(frames, path)
    writer = _Counted(sum(frame.height for frame in frames.values()), progress)
    with (
        _whole([path]) as partly,
        xlsxwriter.Workbook(partly[path], {"constant_memory": True}) as book,
    ):
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8F1F0"})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, frame in frames.items():
            _write_sheet(book.add_worksheet(name), frame, head, days, writer)
    return path


def _sheet_name(wanted: str, taken: Mapping[str, Any]) -> str:
    """Return a name that Excel takes and no other sheet has; letter case counts for nothing."""
    name = wanted.translate(_FORBIDDEN)[:_MOST_NAME]
    used = {one.lower() for one in taken}
    number = 1
    while name.lower() in used:
        number += 1
        ending = f"_{number}"
        name = wanted.translate(_FORBIDDEN)[: _MOST_NAME - len(ending)] + ending
    return name


def _check_lengths(frames: Mapping[str, pl.DataFrame], path: Path) -> None:
    problems = Problems()
    for sheet, frame in frames.items():
        for name, kind in frame.schema.items():
            longest = frame[name].str.len_chars().max() if kind == pl.String() else None
            if isinstance(longest, int) and longest >= EXCEL_CELL:
                place = Place(path.name, sheet=sheet, column=name)
                problems.add("T233", place, column=name, length=longest, most=EXCEL_CELL)
    problems.refuse()


class _Counted:
    """Tells the progress now and then."""

    def __init__(self, rows: int, progress: Progress | None) -> None:
        self._rows = max(rows, 1)
        self._done = 0
        self._progress = progress

    def row(self) -> None:
        self._done += 1
        if self._progress and (self._done % _STEP == 0 or self._done == self._rows):
            self._progress(self._done / self._rows)


def _write_sheet(sheet: Any, frame: pl.DataFrame, head: Any, days: Any, counted: _Counted) -> None:
    """Write a table; in constant memory row after row, each from left to right."""
    texts = frame.with_columns(neutralise(pl.col(pl.String)))
    sheet.set_column(0, max(frame.width - 1, 0), 14)
    sheet.freeze_panes(1, 1)
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, name, head)
    for number, row in enumerate(texts.iter_rows(), start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, at, cell, days)
            elif cell is not None:
                # Sixteen digits, which Excel files usually get, are all digits of a whole number.
                exact = cell if abs(cell) < 1e15 and cell == int(cell) else Exact(cell)
                sheet.write_number(number, at, exact)
        counted.row()
    if frame.height and frame.width:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
