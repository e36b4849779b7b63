"""The kinds that content itself brings: phrases, questionnaires, and packs as files."""

from __future__ import annotations

from pathlib import Path

from paseo.content.loading import PACK_FILE, pack_file
from paseo.content.problems import Problems
from paseo.content.registry import FileKind, PackKind
from paseo.content.store import store


def _is_pack(path: Path) -> bool:
    if path.is_dir():
        return pack_file(path).is_file()
    return path.suffix.lower() in (".yaml", ".yml")


def _check_pack(path: Path) -> Problems:
    """Check a pack, also when the path is one of its parts."""
    beside = path.parent / PACK_FILE
    if path.is_file() and path.name != PACK_FILE and beside.is_file():
        path = beside
    return store().read(path)[1]


PACKS = (PackKind("phrases"), PackKind("questionnaire"))
FILES = (FileKind("pack", _is_pack, _check_pack),)
