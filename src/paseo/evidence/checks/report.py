"""Where the rows of checked tables stand, and how often a fault is listed."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from paseo.content.problems import Place, Problems
from paseo.evidence.tables.limits import MOST_LISTED
from paseo.evidence.tables.raw import RawTable

#: Position of a row over all tables that are checked together.
AT: Final = "_at"
_ROWS_NAMED: Final = 6
_CLOSE: Final = 0.72
#: Guesses that are further off than the best one are left out.
_AS_CLOSE: Final = 0.1


class Report:
    """Adds problems with their places; the same fault is listed often enough, then counted."""

    def __init__(self, tables: Sequence[RawTable], problems: Problems) -> None:
        self.problems = problems
        self._tables = tables
        self._starts: list[int] = []
        total = 0
        for table in tables:
            self._starts.append(total)
            total += len(table)

    def place(self, at: int, column: str = "") -> Place:
        """Return where the row at a position over all tables stands."""
        which = bisect.bisect_right(self._starts, at) - 1
        return self._tables[which].place(at - self._starts[which], column)

    def files(self, positions: pl.Series) -> pl.Series:
        """Return the file in which each position over all tables stands."""
        starts = pl.Series(self._starts, dtype=pl.Int64)
        names = pl.Series([table.file for table in self._tables], dtype=pl.String)
        return names.gather(starts.search_sorted(positions, side="right") - 1)

    def explained(self, *cells: str) -> list[int]:
        """Return the positions at which reading already said why one of these cells is empty."""
        return [
            start + at
            for start, table in zip(self._starts, self._tables, strict=True)
            for column in cells
            for at in sorted(table.explained.get(column, ()))
        ]

    def row(self, at: int) -> str:
        """Return the row number, with the file or sheet when there are several."""
        place = self.place(at)
        if len(self._tables) == 1:
            return str(place.row)
        return f"{place.sheet or place.file} {place.row}"

    def each(
        self,
        code: str,
        rows: pl.DataFrame,
        column: str,
        values: Callable[[Mapping[str, Any]], dict[str, Any]],
    ) -> None:
        """Report one fault per row; ``rows`` holds :data:`AT` and what ``values`` needs.

        The name of the column is always among the values.
        """
        for row in rows.head(MOST_LISTED).iter_rows(named=True):
            self.problems.add(
                code, self.place(row[AT], column), **{"column": column, **values(row)}
            )
        if rows.height > MOST_LISTED:
            more = rows.height - MOST_LISTED
            place = self.place(rows[AT][MOST_LISTED], column)
            self.problems.add("T230", place, count=more, number=code)

    def distinct(
        self,
        rows: pl.DataFrame,
        by: Sequence[str],
        column: str,
        tell: Callable[[Mapping[str, Any]], tuple[str, dict[str, Any]]],
    ) -> None:
        """Report a fault once per distinct value, naming the rows that hold it.

        Args:
            tell: from the distinct values to the number of the problem and its values.
        """
        if rows.is_empty():
            return
        groups = rows.group_by(list(by), maintain_order=True).agg(pl.col(AT))
        for group in groups.head(MOST_LISTED).iter_rows(named=True):
            code, values = tell(group)
            place = self.place(group[AT][0], column)
            self.problems.add(code, place, rows=self.rows(group[AT]), **values)
        if groups.height > MOST_LISTED:
            group = groups.row(MOST_LISTED, named=True)
            code, _ = tell(group)
            place = self.place(group[AT][0], column)
            self.problems.add("T230", place, count=groups.height - MOST_LISTED, number=code)

    def rows(self, positions: Sequence[int]) -> str:
        """Return the first few row numbers and how many more there are.

        A reader needs to find them, not to read them all.
        """
        named = ", ".join(self.row(at) for at in positions[:_ROWS_NAMED])
        more = len(positions) - _ROWS_NAMED
        return f"{named}, … (+{more})" if more > 0 else named


def number_text(value: float | None) -> str:
    """Return a number as a cell would show it.

    >>> number_text(130.0), number_text(0.5)
    ('130', '0.5')
    """
    return "" if value is None else f"{value:.15g}"


def closest(word: str, known: Mapping[str, Iterable[str]], most: int = 3) -> str:
    """Return the codes that a word probably meant, by code and by name, with a name each.

    Args:
        known: code to its names in all languages.

    >>> closest("SAF01", {"SAF-01": ["Feeling safe"], "SEC-10": ["Theft"]})
    'SAF-01 (Feeling safe)'
    >>> closest("SAF-1", {"SAF-10": ["Lighting"], "SAF-01": ["Feeling safe"]})
    'SAF-01 (Feeling safe)'
    >>> closest("feeling safe at night", {"SAF-01": ["Feeling safe at night", "De noche"]})
    'SAF-01 (Feeling safe at night)'
    """
    spellings: dict[str, str] = {}
    for code, names in known.items():
        for name in (code, *names):
            spellings.setdefault(name.casefold(), code)
    sought = word.casefold()[:120]
    parts = _parts(sought)
    # A number without its noughts, or another sign between the parts, is the same code.
    sought = next((one for one in spellings if parts and _parts(one) == parts), sought)
    meant = difflib.get_close_matches(sought, spellings, n=most, cutoff=_CLOSE)
    near = [difflib.SequenceMatcher(None, one, sought).ratio() for one in meant]
    as_near = [one for one, ratio in zip(meant, near, strict=True) if ratio > near[0] - _AS_CLOSE]
    codes = list(dict.fromkeys(spellings[one] for one in as_near))
    return ", ".join(_with_name(code, known[code]) for code in codes)


def _parts(code: str) -> list[str | int]:
    """Return a code as words and numbers.

    >>> _parts("saf-01") == _parts("saf 1")
    True
    """
    found = re.findall(r"[^\W\d_]+|[0-9]+", code)
    return [int(one) if one.isdecimal() else one for one in found]


def _with_name(code: str, names: Iterable[str]) -> str:
    name = next(iter(names), "")
    return f"{code} ({name})" if name and name != code else code
