"""The table in a file of measures: its columns under their own names, and what is wrong there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from paseo.content.hints import hint
from paseo.content.problems import Place, Problems
from paseo.evidence.tables.headers import OWN_SIGN
from paseo.evidence.tables.named import NamedTable, read_named
from paseo.prevention.measures.columns import REQUIRED, columns, spellings

#: More rows than any city has measures: the file is probably another one.
MOST_MEASURES: Final = 10_000


def read_table(path: Path, problems: Problems, shown: str = "") -> NamedTable | None:
    """Return the measures of a file as cells; None after saying why there are none."""
    table = read_named(path, spellings(), problems, absent="V900", shown=shown)
    if table is None:
        return None
    place = Place(table.file, sheet=table.sheet, row=table.head)
    for header in table.others:
        if not header.startswith(OWN_SIGN):
            meant = hint(header, spellings().spellings)
            problems.add("V901", place, header=header[:60], hint=meant)
    missing = [column for column in REQUIRED if column not in table]
    for column in missing:
        problems.add("V902", place, column=columns()[column].label)
    if len(table) > MOST_MEASURES:
        problems.add("V931", place, count=len(table), most=MOST_MEASURES)
        return None
    return None if missing else table
