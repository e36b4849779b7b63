"""Tables: what is shown, how it is sorted, where it can be downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a key, its words, whether it holds numbers, whether one can sort by it."""

    key: str
    label: str | Promise
    numeric: bool = False
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (or safe HTML), where it leads, in which language it is written."""

    text: Any
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """The chosen order of a table."""

    key: str
    descending: bool = False

    @classmethod
    def asked(cls, request: HttpRequest, allowed: Sequence[str], default: str) -> Sort:
        """Read ``?sort=name`` or ``?sort=-name``; anything not allowed gives the default."""
        wanted = request.GET.get("sort", "")
        if wanted.removeprefix("-") not in allowed:
            wanted = default
        return cls(wanted.removeprefix("-"), wanted.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else self.key


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head as the template draws it."""

    column: Column
    aria: str
    next_sort: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of each row is its head."""

    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | Any]]
    sort: Sort | None = None
    download: str = ""
    #: Words when there is no row.
    empty: str | Promise = ""
    #: Hide the caption from the eye where a heading above already says it.
    quiet_caption: bool = False
    foot: Sequence[Any] = field(default_factory=tuple)

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    @property
    def body(self) -> list[list[tuple[Column, Cell]]]:
        return [
            [
                (column, value if isinstance(value, Cell) else Cell(value))
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]

    def _heading(self, column: Column) -> Heading:
        if not column.sortable or self.sort is None:
            return Heading(column, "", "")
        if self.sort.key != column.key:
            return Heading(column, "none", column.key)
        if self.sort.descending:
            return Heading(column, "descending", column.key)
        return Heading(column, "ascending", f"-{column.key}")
