"""Pictures and tables as blocks of the document."""

from __future__ import annotations

from paseo.report.document import Cell, Column, Figure, Table, Words
from paseo.report.prevention.evaluation.pictures import Drawing

#: Width of a picture on paper.
WIDE = 640.0


def figure(drawing: Drawing, *, with_table: bool = True) -> Figure:
    """Return a picture with its sentence, and its table where none below holds the numbers."""
    made = drawing.draw(f"evaluation-{drawing.key}", WIDE)
    if not with_table:
        return Figure(made.svg, made.title, made.description, made.description, notes=drawing.notes)
    table = Table(
        made.title,
        tuple(Column(name, "end" if at else "start") for at, name in enumerate(made.table.columns)),
        tuple(tuple(Cell(cell) for cell in row) for row in made.table.rows),
    )
    return Figure(made.svg, made.title, made.description, made.description, table, drawing.notes)


def table(
    caption: str,
    columns: tuple[tuple[str, float], ...],
    rows: list[tuple[Words | Cell, ...]],
    notes: tuple[Words, ...] = (),
    ends: tuple[int, ...] = (),
) -> Table:
    """Return a table from columns with their widths and rows of words or cells.

    Args:
        caption: of the table.
        columns: name and width of each.
        rows: one entry for each column.
        notes: below the table.
        ends: columns whose words stand at the right, as numbers do.
    """
    return Table(
        caption,
        tuple(
            Column(name, "end" if at in ends else "start", width)
            for at, (name, width) in enumerate(columns)
        ),
        tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows),
        notes,
    )
