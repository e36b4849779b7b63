"""The table in a file of measures: its columns under their own names, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from paseo.content.hints import hint
from paseo.content.problems import Place, Problems
from paseo.evidence.tables.cells import code_text
from paseo.evidence.tables.headers import OWN_SIGN
from paseo.evidence.tables.named import NamedTable, read_named
from paseo.prevention.measures.columns import REQUIRED, columns, spellings

#: More rows than any city has measures: the file is probably another one.
MOST_MEASURES: Final = 10_000
#: Cells under a strange head that show what stands there.
_MOST_CELLS: Final = 3


def read_table(
    path: Path, problems: Problems, shown: str = "", matched: Mapping[str, str] | None = None
) -> NamedTable | None:
    """Return the measures of a file as cells; None after saying why there are none.

    Args:
        matched: heads that name none of the columns to the column that each of them means, as
            somebody has said; an empty one is left out on purpose.
    """
    given = {column: header for header, column in (matched or {}).items() if column}
    names = spellings().renamed(given) if given else spellings()
    table = read_named(path, names, problems, absent="V900", shown=shown)
    if table is None:
        return None
    place = Place(table.file, sheet=table.sheet, row=table.head)
    for header in table.others:
        if not header.startswith(OWN_SIGN) and header not in (matched or {}):
            meant = hint(header, spellings().spellings)
            problems.add("V901", place, header=header[:60], hint=meant)
    missing = [column for column in REQUIRED if column not in table]
    for column in missing:
        problems.add("V902", place, column=columns()[column].label)
    if len(table) > MOST_MEASURES:
        problems.add("V931", place, count=len(table), most=MOST_MEASURES)
        return None
    return None if missing else table


def strangers(path: Path) -> dict[str, list[str]]:
    """Return the heads of a file that name none of the columns, with their first cells.

    Heads that begin with the sign of one's own columns are not among them. Nothing where the file
    cannot be read, or where too few of its heads are known to tell where the table begins.
    """
    table = read_named(path, spellings(), Problems(), absent="V900")
    if table is None:
        return {}
    return {
        header: [said for cell in cells if (said := code_text(cell))][:_MOST_CELLS]
        for header, cells in table.others.items()
        if not header.startswith(OWN_SIGN)
    }


def known_columns(path: Path) -> tuple[str, ...]:
    """Return the columns that a file names by itself; none where it cannot be read."""
    table = read_named(path, spellings(), Problems(), absent="V900")
    return tuple(table.cells) if table else ()
