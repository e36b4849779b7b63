"""All checks of an observation table, in the order in which they can build on each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.problems import Place, Problems
from paseo.evidence import columns
from paseo.evidence.checks import codes, series, texts, times, values
from paseo.evidence.checks.numbers import NUMBER_COLUMNS, read_numbers
from paseo.evidence.checks.report import AT, Report
from paseo.evidence.city import Area, City
from paseo.evidence.tables import RawTable, read_tables
from paseo.evidence.vocabulary import Vocabulary

TEXT_COLUMNS: Final = tuple(
    name for name in (columns.CITY, *columns.COLUMNS) if name not in NUMBER_COLUMNS
)
#: Columns that our templates fill before a person has touched the row.
_PREPARED: Final = (
    columns.INDICATOR, columns.AREA, columns.PERIOD, columns.BREAKDOWN, columns.UNIT,
    columns.SOURCE, columns.DENOMINATOR_KIND,
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What observations are checked against.

    Args:
        areas: the city's areas; None checks none.
        city: names the sources and wordings; None checks neither.
        today: periods that begin later lie in the future.
    """

    areas: Sequence[Area] | None = None
    city: City | None = None
    today: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Checked:
    """Observations after every check.

    Args:
        observations: the table in its one form (text trimmed, units and statuses written out).
        origin: ``file``, ``sheet`` and ``row`` of each observation.
        present: columns that the files had; the others say nothing, not even "unknown".
        problems: everything found; when it holds an error the table must not be used.
    """

    observations: pl.DataFrame
    origin: pl.DataFrame
    present: tuple[str, ...]
    problems: Problems


def read_observations(
    paths: Sequence[Path] | Path, vocabulary: Vocabulary, ground: Ground
) -> Checked:
    """Read and check the observations of one or more files; nothing is raised, see ``problems``.

    Args:
        paths: text tables or workbooks; together they are one table.
        vocabulary: codes of the framework.
        ground: the city they belong to.
    """
    problems = Problems()
    tables: list[RawTable] = []
    for path in [paths] if isinstance(paths, Path) else paths:
        tables += read_tables(path, problems)
    return check_tables(tables, vocabulary, ground, problems)


def check_tables(
    tables: Sequence[RawTable],
    vocabulary: Vocabulary,
    ground: Ground,
    problems: Problems | None = None,
) -> Checked:
    """Check recognised tables together and return them as one observation table.

    Args:
        tables: as :func:`paseo.evidence.tables.read_tables` gives them.
        problems: those that reading found; more are added.
    """
    problems = problems if problems is not None else Problems()
    report = Report(tables, problems)
    frame = _assemble(tables, vocabulary, report)
    unreadable = _unreadable(frame)
    frame = frame.drop("_value_text")
    frame = codes.check_breakdowns(frame, vocabulary, report)
    frame = times.check_periods(frame, ground.today, report)
    codes.check_required(frame, report)
    codes.check_indicators(frame, vocabulary, report)
    if ground.areas is not None:
        codes.check_areas(frame, ground.areas, vocabulary, report)
    if ground.city is not None:
        city = ground.city
        codes.check_city(frame, city.id, report)
        codes.check_sources(frame, {one.id: one.title.values() for one in city.sources}, report)
        codes.check_definitions(frame, [one.id for one in city.wordings], report)
    codes.check_words(frame, vocabulary, report)
    frame = codes.check_units(frame, vocabulary, report)
    frame = _check_values(values.with_terms(frame, vocabulary), unreadable, report)
    codes.check_sourced(frame, report)
    series.check_duplicates(frame, report)
    series.check_wordings(frame, report)
    present = {column for table in tables for column in table.cells}
    return Checked(
        observations=frame.select(columns.COLUMNS),
        origin=_origin(frame, tables),
        present=tuple(name for name in columns.COLUMNS if name in present),
        problems=problems,
    )


def _check_values(frame: pl.DataFrame, unreadable: pl.Series, report: Report) -> pl.DataFrame:
    given = frame
    frame = values.check_status(values.fill_values(frame), report)
    values.check_presence(frame, unreadable, report)
    values.check_ranges(frame, report)
    values.check_counts(frame, report)
    values.check_precision(frame, report)
    values.check_agreement(given, report)
    values.check_fractions(given, report)
    return frame


def _assemble(tables: Sequence[RawTable], vocabulary: Vocabulary, report: Report) -> pl.DataFrame:
    flags = [code for code, one in vocabulary.indicators.items() if one.kind == "flag"]
    start = 0
    frames = []
    for table in tables:
        frames.append(_typed(table, start, flags, report))
        start += len(table)
    if frames:
        return pl.concat(frames)
    schema = {name: columns.SCHEMA.get(name, pl.String()) for name in TEXT_COLUMNS}
    schema |= {name: pl.Float64() for name in NUMBER_COLUMNS}
    return pl.DataFrame(schema={AT: pl.Int64(), "_value_text": pl.Boolean(), **schema})


def _typed(table: RawTable, start: int, flags: list[str], report: Report) -> pl.DataFrame:
    text = pl.DataFrame([texts.text_series(table, name) for name in TEXT_COLUMNS]).select(
        pl.int_range(start, start + len(table), dtype=pl.Int64).alias(AT),
        *(texts.clean(pl.col(name)).alias(name) for name in TEXT_COLUMNS),
    )
    _report_formulas(text, report)
    text = text.with_columns(texts.restore(pl.col(name)) for name in TEXT_COLUMNS)
    if table.template:
        text = text.with_columns(_without_label(name) for name in TEXT_COLUMNS if _is_code(name))
    numbers = read_numbers(table, start, text[columns.INDICATOR].is_in(flags), report)
    value_text = texts.text_series(table, columns.VALUE).str.strip_chars()
    frame = text.with_columns(
        *numbers.values(), (value_text.is_not_null() & (value_text != "")).alias("_value_text")
    )
    frame = frame.select(AT, "_value_text", *TEXT_COLUMNS, *NUMBER_COLUMNS)
    return _filled_in(frame, table, report) if table.template else frame


def _is_code(column: str) -> bool:
    return column not in (columns.NOTE, columns.LICENCE, columns.BASE)


def _without_label(column: str) -> pl.Expr:
    """Return the code of a drop-down entry such as ``L – not collected``."""
    return pl.col(column).str.split(texts.LABEL_SIGN).list.first()


def _report_formulas(frame: pl.DataFrame, report: Report) -> None:
    for column in TEXT_COLUMNS:
        suspect = frame.filter(texts.looks_like_formula(pl.col(column)))
        report.each("T229", suspect, column, _text_of(column))


def _text_of(column: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda row: {"text": row[column][:60]}


def _filled_in(frame: pl.DataFrame, table: RawTable, report: Report) -> pl.DataFrame:
    """Leave out the rows that a template prepared and nobody filled in."""
    touched = [name for name in frame.columns if name in columns.SCHEMA and name not in _PREPARED]
    filled = frame.filter(
        pl.any_horizontal(pl.col(name).is_not_null() for name in touched) | pl.col("_value_text")
    )
    left_out = frame.height - filled.height
    if left_out:
        place = Place(table.file, sheet=table.sheet)
        report.problems.add("T232", place, count=left_out)
    return filled


def _unreadable(frame: pl.DataFrame) -> pl.Series:
    """Return the positions whose value cell holds something that is no number."""
    return frame.filter(pl.col("_value_text") & pl.col(columns.VALUE).is_null())[AT]


def _origin(frame: pl.DataFrame, tables: Sequence[RawTable]) -> pl.DataFrame:
    every = pl.DataFrame(
        {
            "file": [table.file for table in tables for _ in table.numbers],
            "sheet": [table.sheet for table in tables for _ in table.numbers],
            "row": [number for table in tables for number in table.numbers],
        },
        schema={"file": pl.String, "sheet": pl.String, "row": pl.Int64},
    )
    return every[frame[AT].to_list()] if frame.height else every.clear()
