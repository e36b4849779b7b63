"""The kinds that content itself brings: phrases, and packs as files."""

from __future__ import annotations

from pathlib import Path

from paseo.content.loading import PACK_FILE, pack_file, part_names
from paseo.content.problems import Problems
from paseo.content.registry import FileKind, PackKind
from paseo.content.store import store


def _whole(path: Path) -> Path:
    """Return the pack to which a file belongs: the one beside it that lists it, else itself."""
    beside = path.parent / PACK_FILE
    if path.is_file() and beside.is_file() and path.name in part_names(beside):
        return beside
    return path


def is_part_of_pack(path: Path) -> bool:
    """Say whether a file is listed as a part by the pack beside it."""
    return _whole(path) != path


def _is_pack(path: Path) -> bool:
    if path.is_dir():
        return pack_file(path).is_file()
    return path.suffix.lower() in (".yaml", ".yml") or is_part_of_pack(path)


def _check_pack(path: Path) -> Problems:
    return store().read(_whole(path))[1]


PACKS = (PackKind("phrases"),)
FILES = (FileKind("pack", _is_pack, _check_pack),)
