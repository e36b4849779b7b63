"""The kinds of packs and files that the rooms know, found by a convention and not by a list.

A room adds kinds in its module ``paseo/<room>/kinds.py``: ``PACKS`` holds its kinds of packs,
``FILES`` its kinds of other files that can be checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import Any, Protocol

from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.schema import Schema, load_schema


class Shelf(Protocol):
    """The other packs that are at hand while one is checked."""

    def find(self, pack: str) -> Pack | None: ...

    def ids(self, kind: str = "") -> list[str]: ...


@dataclass(frozen=True)
class PackKind:
    """A kind of pack.

    Args:
        name: as it stands in the header.
        package: whose folder ``schemas`` holds ``<name>.json``.
        check: finds what a schema cannot say; runs only when the schema has no complaint.
        build: makes the room's own type from a checked pack.
    """

    name: str
    package: str = "paseo.content"
    check: Callable[[Pack, Problems, Shelf], None] | None = None
    build: Callable[[Pack], Any] | None = None

    @property
    def schema(self) -> Schema:
        return load_schema(f"{self.name}.json", self.package)


@dataclass(frozen=True)
class FileKind:
    """A kind of file or folder that ``paseo check`` can check.

    Args:
        name: what a person calls it, as an id ("city-folder").
        recognises: says whether a path is of this kind, by its name and its first bytes only.
        check: finds every problem.
        own_name: recognises files by a name of their own, and is asked before the kinds that go
            by an ending.
        beside: checks its part of a folder that is of another kind as well.
    """

    name: str
    recognises: Callable[[Path], bool]
    check: Callable[[Path], Problems]
    own_name: bool = False
    beside: bool = False


@cache
def rooms() -> tuple[str, ...]:
    """Return the names of the packages in the house, without importing any."""
    return tuple(
        sorted(
            folder.name
            for folder in resources.files("paseo").iterdir()
            if folder.is_dir() and folder.joinpath("__init__.py").is_file()
        )
    )


@cache
def _kind_modules() -> tuple[Any, ...]:
    house = resources.files("paseo")
    return tuple(
        import_module(f"paseo.{room}.kinds")
        for room in rooms()
        if house.joinpath(room, "kinds.py").is_file()
    )


@cache
def pack_kinds() -> dict[str, PackKind]:
    """Return every kind of pack by its name.

    >>> sorted(pack_kinds())[:3]
    ['benchmark', 'checklist', 'collective-form']
    """
    return {kind.name: kind for module in _kind_modules() for kind in getattr(module, "PACKS", ())}


@cache
def file_kinds() -> tuple[FileKind, ...]:
    """Return every kind of file that can be checked: names of their own first, packs last."""
    kinds = [kind for module in _kind_modules() for kind in getattr(module, "FILES", ())]
    return tuple(sorted(kinds, key=lambda kind: (kind.name == "pack", not kind.own_name)))


def recognise(path: Path) -> FileKind | None:
    """Return the kind of a file or folder, None when no room knows it."""
    return next((kind for kind in file_kinds() if not kind.beside and kind.recognises(path)), None)


def beside(path: Path) -> tuple[FileKind, ...]:
    """Return the kinds that check their part of a folder of another kind."""
    return tuple(kind for kind in file_kinds() if kind.beside and kind.recognises(path))
