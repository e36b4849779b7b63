"""What a pack is once read: a header, sections of entries, long tables, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.problems import Place
from paseo.content.reading import Document


@dataclass(frozen=True, slots=True)
class Header:
    """Who a pack is: the key ``pack`` of its file."""

    id: str
    kind: str
    version: str
    published: date
    language: str
    languages: tuple[str, ...]
    title: LanguageMap
    provider: LanguageMap
    licence: str
    evidence: str
    description: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    source: str = ""
    target: str = ""

    @property
    def order(self) -> tuple[int, ...]:
        """Return the version as numbers, so that 1.10.0 comes after 1.9.0."""
        return tuple(int(part) for part in self.version.split("."))


@dataclass
class Table:
    """A long CSV part, by column; an empty cell is None, a number column holds floats.

    Args:
        columns: name to values, all of one length; every column that the kind knows is there.
        starts: where each file begins: index of its first row, its name.
        rows: number of each row in its file, the row of names being 1.
    """

    columns: dict[str, list[Any]]
    starts: list[tuple[int, str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, at: int, column: str = "") -> Place:
        """Return where the row with index ``at`` stands."""
        file = next((name for start, name in reversed(self.starts) if start <= at), "")
        return Place(file, row=self.rows[at], column=column)


@dataclass(frozen=True)
class Pack:
    """A pack, read: plain data whose language maps, sources and dates its kind makes into types.

    Args:
        path: the file, or ``pack.yaml`` in its folder.
        sections: name to list or mapping, put together from all parts.
        tables: name to long table.
        origins: for each section, the document and path of every entry.
        files: every file that was read.
    """

    header: Header
    path: Path
    sections: dict[str, Any]
    tables: dict[str, Table]
    origins: dict[str, dict[str | int, tuple[Document, tuple[str | int, ...]]]]
    documents: tuple[Document, ...]
    files: tuple[Path, ...]

    @property
    def id(self) -> str:
        return self.header.id

    def section(self, name: str) -> list[Any]:
        """Return a list section, empty where the pack has none."""
        found: list[Any] = self.sections.get(name, [])
        return found

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a section of named entries, empty where the pack has none."""
        found: dict[str, Any] = self.sections.get(name, {})
        return found

    def table(self, name: str) -> Table:
        """Return a long table, empty where the pack has none."""
        return self.tables.get(name) or Table({})

    def words(self, value: str | Mapping[str, str] | None) -> LanguageMap:
        """Return a language map; a plain text is in the language of the pack."""
        if value is None:
            return LanguageMap({})
        return LanguageMap({self.header.language: value} if isinstance(value, str) else value)

    def words_or_none(self, value: str | Mapping[str, str] | None) -> LanguageMap | None:
        """Return a language map, None where nothing stands."""
        return None if value is None else self.words(value)

    def place(self, section: str, *path: str | int) -> Place:
        """Return where something stands: ``place("indicators", 3, "unit")``."""
        if path and (found := self.origins.get(section, {}).get(path[0])):
            document, start = found
            return document.place((*start, *path[1:]))
        for document in self.documents:
            if section in document.data:
                return document.place((section, *path))
        return self.documents[0].place()
