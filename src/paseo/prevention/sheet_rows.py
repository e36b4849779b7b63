"""Rows of a small table that people fill in, CSV or Excel, with facts written above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paseo.content.problems import Place, Problems
from paseo.evidence.tables.cells import code_text
from paseo.evidence.tables.named import Columns, read_named


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column, empty ones left out, and where it stands."""

    cells: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A table as it was found.

    Args:
        facts: what stands above the table, by name.
        columns: the columns found; unknown ones as they are written.
        rows: in order.
        place: of the row of names.
        labels: column to the name that the author gave it.
    """

    facts: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    place: Place
    labels: Mapping[str, str]


def read_sheet_rows(
    path: Path,
    problems: Problems,
    columns: Columns,
    *,
    needed: tuple[str, ...],
    shown: str = "",
) -> SheetRows | None:
    """Return the table of a file that has the columns needed, as texts.

    Args:
        path: a text table or an Excel workbook.
        problems: receives what is wrong.
        columns: columns and facts, with the names that they may bear in any language.
        needed: columns without which a table is not this one.
        shown: name of the file in messages.

    Returns:
        The table; None after saying why there is none.
    """
    values = {"columns": ", ".join(needed)}
    table = read_named(
        path, columns, problems, absent="V971", values=values, needed=needed, shown=shown
    )
    if table is None:
        return None
    every = {**table.cells, **table.others}
    rows = []
    for at in range(len(table)):
        texts = {name: said for name, cells in every.items() if (said := code_text(cells[at]))}
        rows.append(SheetRow(texts, table.place(at)))
    labels = {**table.labels, **{name: name for name in table.others}}
    return SheetRows(table.facts, tuple(every), tuple(rows), table.place(), labels)
