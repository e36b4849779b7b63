"""How wide the columns of a printed table are: as asked, but never too narrow for a word."""

from __future__ import annotations

import re
from typing import Final

from paseo.report.document import Table, plain

#: Width of a letter against its size, generously; and the room at both sides of a cell.
_LETTER: Final = 0.58
_SIDES_MM: Final = 4.0
_MM_PER_POINT: Final = 0.3528
#: Longer words are hyphenated or broken.
_LONGEST: Final = 14


def shares(table: Table, room_mm: float, size_points: float) -> list[float]:
    """Return each column's part of the width, together one.

    Args:
        table: with the widths that were asked for.
        room_mm: width of the page between its margins.
        size_points: size of the letters.

    >>> from paseo.report.document import Cell, Column
    >>> columns = (Column("Indicator", width=9), Column("Period", width=1))
    >>> [round(one, 2) for one in shares(Table("t", columns, ()), 100, 9)]
    [0.85, 0.15]
    """
    # A column that asks for nothing still stands.
    wanted = [max(column.width, 0.01) for column in table.columns]
    asked = [one / sum(wanted) for one in wanted]
    least = [
        (_longest_word(table, at) * _LETTER * size_points * _MM_PER_POINT + _SIDES_MM) / room_mm
        for at in range(len(asked))
    ]
    if sum(least) >= 1:
        return [one / sum(least) for one in least]
    return _raised(asked, least)


def _raised(asked: list[float], least: list[float]) -> list[float]:
    """Raise what is too narrow and take it from the others, in proportion."""
    held: set[int] = set()
    while True:
        free = 1 - sum(least[at] for at in held)
        open_width = sum(asked[at] for at in range(len(asked)) if at not in held)
        widths = [
            least[at] if at in held else asked[at] * free / open_width for at in range(len(asked))
        ]
        narrow = {at for at, width in enumerate(widths) if width < least[at] - 1e-9}
        if not narrow - held:
            return widths
        held |= narrow


def _longest_word(table: Table, at: int) -> int:
    texts = [table.columns[at].name, *(plain(row[at].words) for row in table.rows)]
    words = (word for text in texts for word in re.split(r"[ \n/\u200b-]+", text))
    return min(_LONGEST, max((len(word) for word in words), default=1))
