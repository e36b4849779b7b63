"""Answers in our own Excel form, which a colleague filled in by hand.

A form is no table: each question has a line of its own. It becomes a table of one row here, so
that it is read like everything else; every message still names the cell in the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.checks.texts import as_text
from paseo.evidence.questionnaires.excel_layout import (
    ANSWER,
    CODE,
    COMMENTS,
    FORM_MARK,
    GUIDE_ANSWER,
    HEADER,
    OTHERS,
    REASON,
    RESPONDENT,
)
from paseo.evidence.questionnaires.imports.found_table import FoundTable, Rows
from paseo.evidence.questionnaires.imports.own import OWN
from paseo.evidence.questionnaires.imports.tool import Tool
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.rows import COMMENT, SHEET
from paseo.evidence.questionnaires.variables import (
    MISSING_ENDING,
    OTHER_ENDING,
    Variable,
    variables,
)
from paseo.evidence.tables.workbook import LISTS_SHEET, column_letters

EXCEL: Final = Tool(
    name="excel",
    marks=OWN.marks,
    id=OWN.id,
    respondent=OWN.respondent,
    version=OWN.version,
    language=OWN.language,
    started=OWN.started,
    finished=OWN.finished,
    ties=OWN.ties,
    rule=OWN.rule,
)
_Line = tuple[str, Any, Place]


def form_tables(
    found: Sequence[Rows], questionnaire: Questionnaire, problems: Problems
) -> list[FoundTable] | None:
    """Return the answers of a form as tables; None when the file is none of our forms."""
    mark = next((one for one in found if _is_mark(one)), None)
    if mark is None:
        return None
    form, version, language, sheet = (str(_cell(mark, at, 0) or "") for at in range(1, 5))
    if form != questionnaire.id:
        place = Place(mark.file)
        problems.add("A695", place, other=form, questionnaire=questionnaire.id)
        return []
    known = {one.name: one for one in variables(questionnaire)}
    lines: list[_Line] = []
    repeats: dict[str, Rows] = {}
    for one in found:
        if one is mark:
            continue
        group = _group(one, known)
        if group:
            repeats[group] = one
        else:
            lines += _lines(one, known)
    return _tables(mark.file, lines, repeats, (sheet, version, language))


def _is_mark(rows: Rows) -> bool:
    first = _cell(rows, 0, 0)
    return rows.sheet == LISTS_SHEET and isinstance(first, str) and first.startswith(FORM_MARK)


def _cell(rows: Rows, row: int, column: int) -> Any:
    if row >= len(rows.rows) or column >= len(rows.rows[row]):
        return None
    return rows.rows[row][column]


def _group(rows: Rows, known: dict[str, Variable]) -> str:
    """Return the repeat group that a sheet is for: its second row holds the codes."""
    codes = rows.rows[1] if len(rows.rows) > 1 else ()
    named = [known[one].repeat for one in codes if isinstance(one, str) and one in known]
    return next((one for one in named if one), "")


def _lines(rows: Rows, known: dict[str, Variable]) -> Iterator[_Line]:
    """Yield what stands in the answer cells of a sheet, under the names of columns."""
    for at in range(len(rows.rows)):
        code = _cell(rows, at, CODE)
        if not isinstance(code, str) or not code:
            continue
        if code == RESPONDENT:
            yield from _line(rows, at, GUIDE_ANSWER, code)
            continue
        if at <= HEADER:
            continue
        if "/" in code or "[" in code:  # an option, a rank: only chosen or not
            yield from _line(rows, at, ANSWER, code)
            continue
        kind = known[code].kind if code in known else ""
        # What has parts of its own is answered there; the cell itself says where.
        if code in known and kind not in ("codes", "order"):
            yield from _line(rows, at, ANSWER, code)
        yield from _line(rows, at, REASON, code if kind == "codes" else code + MISSING_ENDING)
        yield from _line(rows, at, OTHERS, code + OTHER_ENDING)
        # Of a question with parts the remark belongs to the whole; see rows.py.
        whole = "" if code in known else "_"
        yield from _line(rows, at, COMMENTS, f"{COMMENT}{whole}{code}")


def _line(rows: Rows, at: int, column: int, name: str) -> Iterator[_Line]:
    cell = _cell(rows, at, column)
    if as_text(cell):
        letters = f"{column_letters(column)}{rows.numbers[at]}"
        place = Place(rows.file, sheet=rows.sheet, row=rows.numbers[at], column=letters)
        yield name, cell, place


def _tables(
    file: str, lines: Sequence[_Line], repeats: dict[str, Rows], marks: tuple[str, str, str]
) -> list[FoundTable]:
    groups = {name: rows.table(1) for name, rows in repeats.items()}
    sheet, version, language = marks
    said = [f"{name}={_text(cell)}" for name, cell, _ in lines]
    said += [_text(cell) for one in groups.values() for column in one.columns for cell in column]
    sheet = sheet or hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]
    meta = {SHEET: sheet, "_version": version, "_language": language}
    first = lines[0][2] if lines else Place(file)
    main = FoundTable(
        file=file,
        sheet=first.sheet,
        header_row=1,
        headers=[*meta, *(name for name, _, _ in lines)],
        columns=[*([one] for one in meta.values()), *([cell] for _, cell, _ in lines)],
        numbers=[first.row or 1],
        places={name: place for name, _, place in lines} | {SHEET: first},
    )
    return [main, *(_tied(one, sheet) for one in groups.values() if len(one))]


def _tied(table: FoundTable, sheet: str) -> FoundTable:
    return FoundTable(
        table.file, table.sheet, table.header_row,
        [*table.headers, SHEET],
        [*table.columns, [sheet] * len(table)],
        table.numbers,
    )  # fmt: skip


def _text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else (as_text(cell) or "")
