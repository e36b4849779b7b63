"""The rows of a repeat group: a table across the page, or one block for each where it is wide."""

from __future__ import annotations

from collections.abc import Sequence

from paseo.report.checklist.speaker import Speaker
from paseo.report.document import Cell, Column, Run, Table

#: Columns that an upright page can still show legibly side by side.
MOST_COLUMNS = 6


def entries_table(
    speaker: Speaker,
    caption: str,
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: tuple[str, ...] = (),
) -> Table:
    """Return the rows as a table; with many columns each row becomes a block of lines.

    Such a block has one line for each column. It is named by its number and its first cell, which
    every line repeats, so that a filter in a spreadsheet keeps a block together. What was left
    blank stays blank.
    """
    if len(names) <= MOST_COLUMNS:
        columns = tuple(Column(name) for name in names)
        return Table(
            caption, columns, tuple(tuple(Cell(one) for one in row) for row in rows), notes
        )
    columns = (
        Column(speaker.say("column_entry"), width=1.5),
        Column(speaker.say("column_matter"), width=2),
        Column(speaker.say("column_answer"), width=3),
    )
    return Table(
        caption,
        columns,
        tuple(line for at, row in enumerate(rows, 1) for line in _block(at, names, row)),
        notes,
    )


def _block(at: int, names: Sequence[str], row: Sequence[str]) -> list[tuple[Cell, ...]]:
    name = f"{at}. {row[0]}"
    return [
        (Cell((Run(name, "muted" if line else "strong"),)), Cell(matter), Cell(words))
        for line, (matter, words) in enumerate(zip(names, row, strict=True))
    ]
