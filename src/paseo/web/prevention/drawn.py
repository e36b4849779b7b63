"""Pictures of the room as the figure component takes them: drawn wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from paseo.report.charts import Picture
from paseo.web.ui.tables import Column, Table

WIDE: Final = 720.0
NARROW: Final = 342.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its sentence and the table of its numbers."""

    title: str
    svg: SafeString
    sentence: str
    table: Table
    note: str = ""


def drawn(draw: Callable[[str, float], Picture], key: str, note: str = "") -> Drawn:
    """Draw a picture twice, because letters that shrink with the screen could not be read.

    Args:
        draw: takes the start of ids and the width.
        key: of the picture, unique on the page.
        note: below it.
    """
    wide, narrow = draw(f"{key}-wide", WIDE), draw(f"{key}-narrow", NARROW)
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    table = Table(
        caption=wide.title,
        columns=[
            Column(str(at), name, numeric=at > 0 and _numbers(row[at] for row in wide.table.rows))
            for at, name in enumerate(wide.table.columns)
        ],
        rows=wide.table.rows,
    )
    return Drawn(wide.title, svg, wide.description, table, note)


def _numbers(cells: Iterable[str]) -> bool:
    """Say whether a column holds numbers, so that it is set to the right; names are not."""
    held = [one for one in cells if one not in ("", "–")]
    return all(one[0].isdigit() or one[0] in "−-+<" for one in held)
