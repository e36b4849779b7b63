"""A register as a file: CSV for programs, Excel for people; both read back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from paseo.content.problems import Place, Problems
from paseo.content.writing import write_whole
from paseo.evidence.checks.texts import neutral_text
from paseo.evidence.tables.named import NamedTable
from paseo.prevention.measures.cells import answers_text, list_text, number_text, shape_text
from paseo.prevention.measures.checks import check_register
from paseo.prevention.measures.columns import columns
from paseo.prevention.measures.ground import NOWHERE, Ground
from paseo.prevention.measures.measure import Measure, Register
from paseo.prevention.measures.reading import once, read_rows
from paseo.prevention.measures.shapes import with_shapes
from paseo.prevention.measures.table import read_table


def read_register(
    path: Path,
    problems: Problems,
    ground: Ground = NOWHERE,
    shown: str = "",
    shapes: Path | None = None,
    matched: Mapping[str, str] | None = None,
) -> Register:
    """Return the measures in a file, as far as they can be read.

    Nothing of it is to be kept while ``problems`` holds an error: call ``problems.refuse()``.

    Args:
        path: CSV (comma, semicolon, tab) or an Excel workbook, as described in
            ``docs/reference/measures-file.md``.
        problems: receives what is wrong, with the row as its author sees it.
        ground: what the measures may name.
        shown: the name of the file in messages.
        shapes: a GeoJSON file with the grounds of measures; see :func:`with_shapes`.
        matched: what strange heads mean; see :func:`~paseo.prevention.measures.table.read_table`.

    Returns:
        The measures in the order of the rows; empty when nothing can be read.
    """
    table = read_table(path, problems, shown, matched)
    if table is None:
        return Register(())
    by_id = once(read_rows(table, ground, problems), table, problems)
    register = Register(measure for _, measure in by_id.values())
    if shapes is not None:
        register = with_shapes(register, shapes, problems)
    check_register(register, ground, problems, _where(table, by_id))
    return register


def _where(table: NamedTable, by_id: dict[str, tuple[int, Measure]]) -> Any:
    def where(measure: str, field: str) -> Place:
        return table.place(by_id[measure][0], field, measure)

    return where


def cells_of(measure: Measure) -> dict[str, str | float | None]:
    """Return a measure as cells by column: texts, and numbers where a column holds numbers."""
    made: dict[str, str | float | None] = {}
    for name, column in columns().items():
        match column.kind:
            case "answers":
                made[name] = answers_text(measure.placement.answers)
            case "list":
                made[name] = list_text(getattr(measure, name))
            case "shape":
                made[name] = shape_text(measure.shape)
            case "day":
                day = getattr(measure, name)
                made[name] = day.isoformat() if day else ""
            case "number" | "whole":
                made[name] = getattr(measure, name)
            case _:
                made[name] = str(_plain(measure, name) or "")
    return made


def _plain(measure: Measure, name: str) -> Any:
    if name == "proposed_level":
        return measure.placement.proposed
    if name == "placement_reason":
        return measure.placement.reason
    return getattr(measure, name)


def csv_text(register: Iterable[Measure]) -> str:
    """Return a register as CSV: UTF-8, comma, decimal point, every column in its order.

    A text that a spreadsheet program would calculate begins with an apostrophe; reading takes
    it off again.

    >>> csv_text([Measure(id="m1", name="Park friends")]).splitlines()[1][:16]
    'm1,Park friends,'
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns())
    for measure in register:
        writer.writerow(
            neutral_text(cell) if isinstance(cell, str) else number_text(cell)
            for cell in cells_of(measure).values()
        )
    return held.getvalue()


def write_csv(register: Iterable[Measure], path: Path) -> None:
    """Write a register as CSV, whole or not at all; see :func:`csv_text`."""
    write_whole(path, csv_text(register))
