"""What came of an import: answers, what was left out and why, what was said."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Problem, Problems
from paseo.content.writing import beside
from paseo.evidence.checks.texts import FORMULA_SIGNS, as_text
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.table import Tables, from_rows

_FIXED: Final = ("file", "sheet", "row", "number", "reason", "what_to_do")


@dataclass(frozen=True)
class LeftOut:
    """A row that was not taken over.

    Args:
        row: as a spreadsheet program numbers it.
        reasons: every problem of the row.
        cells: column name to what stands in it, as it was found.
    """

    file: str
    sheet: str
    row: int
    reasons: tuple[Problem, ...]
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Counts:
    """Rows of the main table: every one of them is in one of the last four.

    Args:
        rows: with something in them.
        taken: taken over.
        left_out: refused, with reasons.
        empty: without any answer.
        replaced: an older sheet of somebody whose newest one counts.
    """

    rows: int = 0
    taken: int = 0
    left_out: int = 0
    empty: int = 0
    replaced: int = 0


@dataclass(frozen=True)
class AnswerImport:
    """Answers of a file.

    Args:
        tool: ``kobo``, ``odk``, ``limesurvey``, ``eusurvey``, ``excel`` (our form), ``table``.
        tables: the answers taken over, as :func:`..table.tables` gives them.
        problems: all that is to be said, errors of rows included; they refuse rows, not the file.
        left_out: the rows that were not taken over; :func:`write_left_out` writes them.
    """

    questionnaire: Questionnaire
    tool: str
    tables: Tables
    problems: Problems
    counts: Counts = field(default_factory=Counts)
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def sheets(self) -> tuple[AnswerSheet, ...]:
        """Return the answers as sheets; a large file is kept as tables until they are wanted."""
        return from_rows(self.questionnaire, self.tables)


def write_left_out(found: AnswerImport, path: Path, language: str = "en") -> None:
    """Write the rows that were left out as CSV, with the reasons before their cells.

    A row stands there once for each reason, with its cells as they were found, so that it can be
    mended and sent again.
    """
    headers = list(dict.fromkeys(name for one in found.left_out for name in one.cells))
    with beside(path) as place, place.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_FIXED, *map(_safe, headers)])
        for one in found.left_out:
            cells = [_safe(as_text(one.cells.get(name)) or "") for name in headers]
            for reason in one.reasons:
                said = (reason.sentence(language), reason.mend(language))
                fixed = (one.file, one.sheet, one.row, reason.code, *said)
                writer.writerow([*(_safe(str(cell)) for cell in fixed), *cells])


def _safe(text: str) -> str:
    """Return text that no spreadsheet program will calculate."""
    bare = text.lstrip("'")
    return f"'{text}" if bare and bare[0] in FORMULA_SIGNS.replace("\\", "") else text
