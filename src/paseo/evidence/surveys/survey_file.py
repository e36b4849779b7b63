"""Survey files: CSV, Excel and Parquet as tables of cells, whatever the columns are called."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.problems import Place, Problems
from paseo.evidence.surveys.data import SurveyData
from paseo.evidence.surveys.mapping import cell_text
from paseo.evidence.tables.csv_text import decode
from paseo.evidence.tables.file_kind import kind_of
from paseo.evidence.tables.limits import MOST_CSV_BYTES
from paseo.evidence.tables.workbook import read_workbook

#: A hundred thousand respondents with five hundred columns fill about this.
MOST_BYTES: Final = 300_000_000
_DELIMITERS: Final = (",", ";", "\t", "|")


def read_table(path: Path, shown: str) -> SurveyData:
    """Return the table in a file.

    Raises:
        Refused: not a table, too large, without rows, or with two columns of one name.
    """
    problems = Problems()
    place = Place(shown)
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        size, limit = path.stat().st_size // 1_000_000, MOST_BYTES // 1_000_000
        problems.add("T201", place, size=size, limit=limit)
        problems.refuse()
    frame, sheet, numbers = _read(path, shown, problems)
    problems.refuse()
    if frame is None or frame.height == 0 or frame.width < 2:
        problems.add("S701", Place(shown, sheet=sheet))
        problems.refuse()
    assert frame is not None
    return SurveyData(frame, shown, sheet, numbers, problems)


_Table = tuple[pl.DataFrame | None, str, Sequence[int]]


def _read(path: Path, shown: str, problems: Problems) -> _Table:
    if path.is_file() and _starts_with(path, b"PAR1"):
        return _parquet(path, shown, problems)
    # A survey as text may be larger than a table of observations, which kind_of refuses.
    large = path.is_file() and path.stat().st_size > MOST_CSV_BYTES
    kind = "csv" if large and not _starts_with(path, b"PK") else kind_of(path, shown, problems)
    if kind == "csv":
        return _csv(path, shown, problems)
    if kind == "xlsx":
        return _workbook(path, shown, problems)
    return None, "", ()


def _starts_with(path: Path, sign: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(sign)) == sign


def _parquet(path: Path, shown: str, problems: Problems) -> _Table:
    try:
        return pl.read_parquet(path), "", ()
    except (pl.exceptions.PolarsError, OSError) as error:
        problems.add("S700", Place(shown), error=str(error).splitlines()[0][:120])
    return None, "", ()


def _csv(path: Path, shown: str, problems: Problems) -> _Table:
    text, encoding = decode(path.read_bytes())
    if encoding in ("windows-1252", "iso-8859-1"):
        problems.add("T209", Place(shown), encoding=encoding)
    if not text.strip():
        return None, "", ()
    head = text[:20_000].splitlines()[:1]
    delimiter = max(_DELIMITERS, key=lambda sign: head[0].count(sign) if head else 0)
    names = next(csv.reader(io.StringIO(head[0]), delimiter=delimiter), []) if head else []
    try:
        frame = pl.read_csv(io.StringIO(text), separator=delimiter, infer_schema=False)
    except (pl.exceptions.PolarsError, ValueError) as error:
        problems.add("S700", Place(shown), error=str(error).splitlines()[0][:120])
        return None, "", ()
    frame, names = _without_spare(frame, names)
    if not _unique(names, shown, "", problems):
        return None, "", ()
    frame = frame.rename({name: name.strip() for name in frame.columns})
    return _without_empty(frame, range(2, frame.height + 2))


def _workbook(path: Path, shown: str, problems: Problems) -> _Table:
    book = read_workbook(path, shown, problems) or []
    for sheet in book:
        rows = [row for row in sheet.rows if any(cell not in ("", None) for cell in row)]
        if sheet.hidden or len(rows) < 2:
            continue
        head = next(at for at, row in enumerate(sheet.rows) if row is rows[0])
        names = [cell_text(cell) for cell in rows[0]]
        while names and not names[-1]:
            names.pop()
        if not _unique(names, shown, sheet.name, problems):
            return None, sheet.name, ()
        cells = [
            [cell_text(row[at]) if at < len(row) else "" for row in sheet.rows[head + 1 :]]
            for at in range(len(names))
        ]
        frame = pl.DataFrame(
            {name: pl.Series(name, column, dtype=pl.String) for name, column in
             zip(names, cells, strict=True)}
        )  # fmt: skip
        frame, _, numbers = _without_empty(frame, range(head + 2, head + 2 + frame.height))
        return frame, sheet.name, numbers
    return None, "", ()


def _without_spare(frame: pl.DataFrame, names: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """Leave out columns at the end that have neither a name nor a cell, as Excel writes them."""
    width = len(names)
    while width and not names[width - 1].strip():
        width -= 1
    spare = frame[:, width:]
    # A header that runs over several lines has more columns than its first line names.
    known = len(names) == frame.width
    if not known or any(
        spare[name].fill_null("").str.strip_chars().ne("").any() for name in spare.columns
    ):
        return frame, names
    return frame[:, :width], names[:width]


def _unique(names: Sequence[Any], shown: str, sheet: str, problems: Problems) -> bool:
    """Report columns without a name or with the name of another."""
    plain = [str(name).strip() for name in names]
    for name, times in Counter(plain).items():
        if times > 1:
            place = Place(shown, sheet=sheet, row=1, column=name)
            problems.add("S728", place, column=name or "–", times=times)
    return not problems.errors


def _without_empty(frame: pl.DataFrame, numbers: range) -> tuple[pl.DataFrame, str, Sequence[int]]:
    """Drop rows that hold nothing, and say which rows the others are."""
    filled = frame.select(
        pl.any_horizontal(
            pl.col(name).fill_null("").str.strip_chars() != "" for name in frame.columns
        )
    ).to_series()
    if filled.all():
        return frame, "", numbers
    kept = filled.arg_true()
    return frame[kept], "", [numbers[at] for at in kept.to_list()]
