"""Number cells: decimal point or comma, separators of thousands, signs that are no number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import polars as pl
import yaml

from paseo.evidence import columns
from paseo.evidence.checks.report import AT, Report, number_text
from paseo.evidence.tables.raw import RawTable

NUMBER_COLUMNS: Final = tuple(name for name, kind in columns.SCHEMA.items() if kind == pl.Float64())
Style = Literal["point", "comma"]

_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"
_PLAIN = rf"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}$"
#: Reads in one way only: the decimal sign is D, the other sign T can but separate thousands.
_ONLY = (
    r"^[+-]?(?:[0-9]*D[0-9]{1,2}|[0-9]*D[0-9]{4,}|0*D[0-9]+|[0-9]{4,}D[0-9]+"
    r"|[0-9]{1,3}(?:[T '’][0-9]{3})+D[0-9]+|[0-9]{1,3}(?:T[0-9]{3}){2,}"
    r"|[0-9]+D[0-9]+[eE][+-]?[0-9]+)$"
)
_ONLY_POINT = _ONLY.replace("D", r"\.").replace("T", ",")
_ONLY_COMMA = _ONLY.replace("D", ",").replace("T", r"\.")
_EITHER = r"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_GROUPED = r"^[+-]?[0-9]{1,3}(?:[T '’][0-9]{3})+(?:D[0-9]*)?$"
_SPACES = "[\u00a0\u202f\u2009\u2007]"

_HIDDEN = re.compile(r"[<≤]\s*[0-9.,]+|[0-9]+\s*(?:or|o)\s*(?:less|fewer|menos)")
_ABOUT = re.compile(
    r"(?:ca|circa|approx|about|around|aprox|unos|unas|alrededor de|roughly|est|~|≈)\.?\s*"
    r"(?P<before>[+-]?[0-9][0-9.,]*)|(?P<after>[+-]?[0-9][0-9.,]*)\s*(?:\(?(?:e|est|p|\*)\.?\)?|~)",
    re.IGNORECASE,
)
_MISSING: Final = {
    "-", "–", "—", "--", "---", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "s/d", "s.d.", "sd", ":",
    ".", "..", "...", "…", "?", "/", "x", "null", "none", "nan", "#n/a", "no data", "sin datos",
    "missing", "unknown", "desconocido", "k.a.", "c",
}  # fmt: skip
_INFINITE: Final = {"inf", "-inf", "+inf", "infinity", "∞"}


@cache
def _words(meaning: str) -> frozenset[str]:
    text = resources.files("paseo.evidence.tables").joinpath("headers.yaml").read_text("utf-8")
    found: list[str] = yaml.safe_load(text)[meaning]
    return frozenset(found)


def read_numbers(
    table: RawTable, start: int, is_flag: pl.Series, report: Report
) -> dict[str, pl.Series]:
    """Return every number column of a table; what is no number is reported and left empty.

    Args:
        start: position of the table's first row over all tables.
        is_flag: rows whose indicator is a yes or no, where words are understood.
    """
    given = {name: _Cells(table, name) for name in NUMBER_COLUMNS if name in table.cells}
    style = _style(given, table, start, report)
    found = {name: _read(cells, style, start, is_flag, report) for name, cells in given.items()}
    nothing = pl.Series([None] * len(table), dtype=pl.Float64)
    return {name: found.get(name, nothing).alias(name) for name in NUMBER_COLUMNS}


class _Cells:
    """One column: what is typed as a number, and what is text."""

    def __init__(self, table: RawTable, column: str) -> None:
        cells = table.cells[column]
        self.column = column
        self.typed: list[float | None] | None = None
        texts: Any = cells
        if not table.delimiter:
            shown = table.percent.get(column, ()) if column != columns.LEVEL else ()
            self.typed = [cell if type(cell) is float else _typed(cell) for cell in cells]
            for at in shown:
                # Excel stores 45 % as 0.45; fifteen digits undo the error of the product.
                if self.typed[at] is not None:
                    self.typed[at] = float(f"{self.typed[at] * 100:.15g}")  # type: ignore[operator]
            texts = [None if type(cell) is float else _text(cell) for cell in cells]
            self.shown_percent = sorted(at for at in shown if self.typed[at] is not None)
        else:
            self.shown_percent = []
        tidy = (
            pl.Series(column, texts, dtype=pl.String)
            .str.replace_all(_SPACES, " ")
            .str.strip_chars()
            .str.replace("^−", "-")
        )
        percent = tidy.str.contains("%$").fill_null(False)
        if percent.any():
            if column != columns.LEVEL:
                self.shown_percent += percent.arg_true().to_list()
            tidy = tidy.str.replace(r"\s*%$", "")
        self.level_percent = percent if column == columns.LEVEL else None
        self.texts = tidy.set(tidy == "", None)


def _typed(cell: Any) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) else None


def _text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell
    return cell.isoformat() if isinstance(cell, date) else None


def _style(
    given: Mapping[str, _Cells], table: RawTable, start: int, report: Report
) -> Style | None:
    """Return the decimal sign that the whole file uses; one file, one way."""
    points = _first(given, _ONLY_POINT)
    commas = _first(given, _ONLY_COMMA)
    if points and commas:
        report.problems.add(
            "T225", report.place(start + max(points[1], commas[1]), commas[0].column),
            point=points[0].texts[points[1]], point_row=report.row(start + points[1]),
            comma=commas[0].texts[commas[1]], comma_row=report.row(start + commas[1]),
        )  # fmt: skip
        return None
    if commas:
        cells, at = commas
        text = cells.texts[at]
        number = number_text(_convert(pl.Series([text]), "comma")[0])
        place = report.place(start + at, cells.column)
        report.problems.add("T227", place, text=text, number=number)
        return "comma"
    if points:
        return "point"
    for cells in given.values():
        unclear = cells.texts.str.contains(_EITHER)
        if table.points_are_decimal:
            unclear &= cells.texts.str.contains(",", literal=True)
        rows = unclear.fill_null(False).arg_true()
        report.each(
            "T226",
            pl.DataFrame({AT: rows.cast(pl.Int64) + start, "text": cells.texts.gather(rows)}),
            cells.column,
            lambda row: {"text": row["text"]},
        )
    return "point"


def _first(given: Mapping[str, _Cells], pattern: str) -> tuple[_Cells, int] | None:
    for cells in given.values():
        fits = cells.texts.str.contains(pattern).fill_null(False)
        if fits.any():
            return cells, int(fits.arg_true()[0])
    return None


def _convert(texts: pl.Series, style: Style) -> pl.Series:
    """Return numbers; null where a text is not one in this style."""
    decimal, thousands = (r"\.", ",") if style == "point" else (",", r"\.")
    grouped = _GROUPED.replace("D", decimal).replace("T", thousands)
    text = pl.col("text")
    tidy = (
        pl.when(text.str.contains(grouped))
        .then(text.str.replace_all(f"[{thousands} '’]", ""))
        .otherwise(text)
    )
    if style == "comma":
        # A point that separates no thousands is no decimal sign in this file either.
        tidy = pl.when(tidy.str.contains(r"\.")).then(None).otherwise(tidy.str.replace(",", "."))
    number = pl.when(tidy.str.contains(_PLAIN)).then(tidy).cast(pl.Float64, strict=False)
    return pl.DataFrame({"text": texts}).select(number.alias("number"))["number"]


def _read(
    cells: _Cells, style: Style | None, start: int, is_flag: pl.Series, report: Report
) -> pl.Series:
    numbers = _convert(cells.texts, style or "point")
    if style is None:
        numbers = numbers.fill_null(_convert(cells.texts, "comma"))
    if cells.level_percent is not None:
        numbers = (
            pl.DataFrame({"number": numbers, "percent": cells.level_percent})
            .select(
                pl.when("percent").then(pl.col("number") / 100).otherwise("number").alias("number")
            )
            .to_series()
        )
    if cells.typed is not None:
        numbers = numbers.fill_null(pl.Series(cells.typed, dtype=pl.Float64))
    if cells.column == columns.VALUE:
        numbers = numbers.fill_null(_yes_or_no(cells.texts, is_flag))
    _report_percent(cells, numbers, start, report)
    # A number too large for its type became infinite on the way.
    finite = numbers.is_finite().fill_null(True)
    numbers = numbers.set(~finite, None)
    wrong = (cells.texts.is_not_null() & numbers.is_null()) | ~finite
    _report_wrong(cells, wrong, start, report)
    return numbers


def _yes_or_no(texts: pl.Series, is_flag: pl.Series) -> pl.Series:
    word = pl.col("text").str.to_lowercase()
    return (
        pl.DataFrame({"text": texts, "flag": is_flag})
        .select(
            pl.when("flag").then(
                pl.when(word.is_in(list(_words("yes"))))
                .then(1.0)
                .when(word.is_in(list(_words("no"))))
                .then(0.0)
            )
        )
        .to_series()
    )


def _report_percent(cells: _Cells, numbers: pl.Series, start: int, report: Report) -> None:
    if not cells.shown_percent:
        return
    rows = pl.Series(cells.shown_percent, dtype=pl.Int64)
    found = pl.DataFrame({AT: rows + start, "number": numbers.gather(rows)}).drop_nulls()
    report.each("T228", found, cells.column, lambda row: {"number": number_text(row["number"])})


def _report_wrong(cells: _Cells, wrong: pl.Series, start: int, report: Report) -> None:
    if not wrong.any():
        return
    rows = wrong.arg_true()
    found = pl.DataFrame(
        {AT: rows.cast(pl.Int64) + start, "text": cells.texts.gather(rows)}
    ).with_columns(
        pl.col("text").map_elements(_fault, return_dtype=pl.String, skip_nulls=False).alias("code")
    )
    for code in ("O431", "O432", "O433", "O434", "O440"):
        report.each(
            code,
            found.filter(pl.col("code") == code),
            cells.column,
            lambda row: {
                "text": (row["text"] or "∞")[:60],
                "column": cells.column,
                "number": _about(row["text"] or ""),
            },
        )


def _fault(text: str | None) -> str:
    """Return the number of the problem that a text in a number cell is.

    >>> _fault("<5"), _fault("ca. 70"), _fault("n/a"), _fault("seventy"), _fault("inf")
    ('O432', 'O433', 'O434', 'O431', 'O440')
    """
    word = (text or "inf").casefold()
    if word in _INFINITE or re.fullmatch(_PLAIN.strip("^$"), word):
        return "O440"
    if word in _MISSING:
        return "O434"
    if _HIDDEN.fullmatch(word):
        return "O432"
    return "O433" if _ABOUT.fullmatch(word) else "O431"


def _about(text: str) -> str:
    found = _ABOUT.fullmatch(text)
    return (found["before"] or found["after"]) if found else ""
