"""Observations as files: CSV for programs, Excel for people; both read back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.problems import Place, Problems
from paseo.content.writing import beside
from paseo.evidence import columns
from paseo.evidence.checks.numbers import NUMBER_COLUMNS
from paseo.evidence.checks.texts import clean, neutralise
from paseo.evidence.city_around import GENERATED
from paseo.evidence.tables.limits import EXCEL_CELL

SHEET: Final = "observations"
_WIDE: Final = {columns.NOTE: 40, columns.SOURCE: 20, columns.DEFINITION: 24, columns.AREA: 18}


def canonical(observations: pl.DataFrame) -> pl.DataFrame:
    """Return observations in the one form in which they are kept.

    Exactly the columns of the table, text trimmed, nothing as null, an empty breakdown as the
    total, a value without a status as normal.

    >>> canonical(pl.DataFrame({"indicator": [" SAF-01 "], "value": [70]})).row(0)[:7]
    ('SAF-01', None, None, '_T', 70.0, None, 'A')
    """
    frame = observations.select(
        clean(_column(observations, name, kind)).alias(name)
        if kind == pl.String()
        else _column(observations, name, kind).fill_nan(None).alias(name)
        for name, kind in columns.SCHEMA.items()
    )
    normal = pl.when(pl.col(columns.VALUE).is_not_null()).then(pl.lit(columns.NORMAL))
    return frame.with_columns(
        pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL),
        pl.coalesce(pl.col(columns.STATUS), normal).alias(columns.STATUS),
    )


def _column(frame: pl.DataFrame, name: str, kind: pl.DataType) -> pl.Expr:
    found = pl.col(name) if name in frame.columns else pl.lit(None)
    return found.cast(kind)


def marked_generated(observations: pl.DataFrame) -> pl.DataFrame:
    """Return observations whose every note begins with *generated*; a second time adds nothing.

    Args:
        observations: of a city whose values are invented.

    Returns:
        The canonical table. Parts of a note stay parted by ``;``.

    >>> notes = pl.DataFrame({"note": [None, "a; b", "Generated"]})
    >>> marked_generated(notes)["note"].to_list()
    ['generated', 'generated; a; b', 'Generated']
    """
    note = pl.col(columns.NOTE)
    said = note.str.to_lowercase().str.starts_with(GENERATED)
    marked = pl.when(said).then(note).otherwise(pl.concat_str(pl.lit(f"{GENERATED}; "), note))
    return canonical(observations).with_columns(
        pl.coalesce(marked, pl.lit(GENERATED)).alias(columns.NOTE)
    )


def observations_csv(observations: pl.DataFrame) -> str:
    """Return observations as CSV: UTF-8, comma, decimal point, ``\\n``, columns in their order.

    A text that a spreadsheet program would calculate begins with an apostrophe; reading takes
    it off again.

    >>> observations_csv(pl.DataFrame({"note": ["=1+1"], "value": [0.1]})).strip()[-6:]
    ",'=1+1"
    """
    frame = _neutral(observations)
    return frame.with_columns(
        pl.Series(name, [_figures(number) for number in frame[name]], dtype=pl.String)
        for name in NUMBER_COLUMNS
    ).write_csv(quote_style="necessary")


def _neutral(observations: pl.DataFrame) -> pl.DataFrame:
    frame = canonical(observations)
    return frame.with_columns(
        neutralise(pl.col(name)) for name, kind in columns.SCHEMA.items() if kind == pl.String()
    )


def _figures(number: float | None) -> str | None:
    """Return the shortest text that reads back as the same number.

    >>> _figures(70.0), _figures(0.1), _figures(1e22)
    ('70', '0.1', '1e+22')
    """
    if number is None:
        return None
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


class Exact(float):
    """A float that is written in all its digits; Excel files usually get sixteen of seventeen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def write_observations_xlsx(
    observations: pl.DataFrame, path: Path, *, generated: bool = False
) -> None:
    """Write observations as an Excel workbook with one sheet; no formulas, no macros.

    Args:
        observations: the table.
        path: file to write.
        generated: the values are invented; the properties of the file then say so, because a
            sheet beside the table would be read as a table.

    Raises:
        Refused: a text is longer than a cell of Excel can hold.
    """
    import xlsxwriter

    frame = _neutral(observations)
    _check_lengths(frame, path)
    with (
        beside(path) as place,
        xlsxwriter.Workbook(place, {"constant_memory": True}) as book,
    ):
        if generated:
            book.set_properties({"title": GENERATED, "comments": GENERATED})
        sheet = book.add_worksheet(SHEET)
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8F1F0"})
        for at, name in enumerate(columns.COLUMNS):
            sheet.set_column(at, at, _WIDE.get(name, 13), None if name in NUMBER_COLUMNS else text)
        sheet.write_row(0, 0, columns.COLUMNS, head)
        sheet.freeze_panes(1, 3)
        for number, row in enumerate(frame.iter_rows(), start=1):
            _write_row(sheet, number, row, text)
        if frame.height:
            sheet.autofilter(0, 0, frame.height, len(columns.COLUMNS) - 1)


def _write_row(sheet: Any, number: int, row: tuple[Any, ...], text: Any) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, at, cell, text)
        elif cell is not None:
            sheet.write_number(number, at, Exact(cell))


def _check_lengths(frame: pl.DataFrame, path: Path) -> None:
    problems = Problems()
    for name, kind in columns.SCHEMA.items():
        longest = frame[name].str.len_chars().max() if kind == pl.String() else None
        if isinstance(longest, int) and longest > EXCEL_CELL:
            place = Place(path.name, column=name)
            problems.add("T233", place, column=name, length=longest, most=EXCEL_CELL)
    problems.refuse()
