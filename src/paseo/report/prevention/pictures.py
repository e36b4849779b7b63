"""A picture as a block of a document, with the table of its numbers."""

from __future__ import annotations

from paseo.report.charts import Picture
from paseo.report.document import Cell, Column, Figure, Table, Words


def as_figure(
    picture: Picture, sentence: Words = "", *, notes: tuple[Words, ...] = (), tabled: bool = True
) -> Figure:
    """Return a picture as a block.

    Args:
        sentence: stands beside it; its description where none is given.
        notes: below it.
        tabled: whether the table of its numbers goes along.
    """
    table = picture.table
    behind = Table(
        caption=picture.title,
        columns=tuple(
            Column(name, "end" if at else "start", 1.0 if at else 2.2)
            for at, name in enumerate(table.columns)
        ),
        rows=tuple(tuple(Cell(cell) for cell in row) for row in table.rows),
    )
    return Figure(
        svg=picture.svg,
        title=picture.title,
        description=picture.description,
        sentence=sentence or picture.description,
        table=behind if tabled else None,
        notes=notes,
    )
