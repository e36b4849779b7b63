"""Find packs: those that rooms ship in their ``content`` folders, and those of the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from paseo.content.hints import hint
from paseo.content.loading import PACK_FILE, pack_file, read_header, read_pack
from paseo.content.pack import Header, Pack
from paseo.content.problems import Place, Problem, Problems, Refused
from paseo.content.registry import pack_kinds, rooms

#: The folder of the workspace in which a city keeps packs of its own.
OWN_FOLDER = "packs"
#: How deep folders of packs may stand within each other.
MOST_FOLDERS = 3


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack that is there: its header and where it stands."""

    header: Header
    path: Path
    own: bool

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def shown(self) -> str:
        """Return the path from the room or the workspace on, without the machine's folders."""
        names = self.path.parts
        return "/".join(names[-3:] if self.path.name == PACK_FILE else names[-2:])


@dataclass
class PackStore:
    """The packs of some folders; of one id the highest version counts.

    Args:
        shipped: content folders of the rooms.
        own: folders with packs that users added.
    """

    shipped: tuple[Path, ...]
    own: tuple[Path, ...] = ()
    _read: dict[Path, tuple[Pack, Problems, object]] = field(default_factory=dict)
    _built: dict[Path, tuple[Pack, Any]] = field(default_factory=dict)
    _headers: dict[Path, tuple[object, Header | None]] = field(default_factory=dict)

    def packs(self, kind: str = "") -> list[PackInfo]:
        """Return the packs in use, by id; of one kind when it is given."""
        return [info for info in self._look()[0] if kind in ("", info.header.kind)]

    def ids(self, kind: str = "") -> list[str]:
        return [info.id for info in self.packs(kind)]

    def problems(self) -> Problems:
        """Return what is to be said of packs beside each other, and every error of own ones."""
        problems = self._look()[1]
        for own, path in self._paths():
            if own:
                problems.extend(self.read(path)[1].errors)
        return problems

    def load(self, pack: str, kind: str = "") -> Pack:
        """Return a checked pack.

        Raises:
            Refused: when there is none of that id and kind, or it has an error.
        """
        info = self._info(pack, kind)
        found, problems = self.read(info.path)
        problems.refuse()
        assert found is not None
        return found

    def build(self, pack: str, kind: str) -> Any:
        """Return what the room of a kind makes of a pack; made once while the files stay."""
        found = self.load(pack, kind)
        built = self._built.get(found.path)
        if built is None or built[0] is not found:
            make = pack_kinds()[kind].build
            built = (found, make(found) if make else found)
            self._built[found.path] = built
        return built[1]

    def find(self, pack: str) -> Pack | None:
        """Return a checked pack, None when there is none or it has an error."""
        try:
            return self.load(pack)
        except Refused:
            return None

    def read(self, path: Path) -> tuple[Pack | None, Problems]:
        """Read and check the pack at ``path``, once as long as its files do not change."""
        path = pack_file(path)
        before = self._read.get(path)
        # A refused pack is read again each time: what it lacks may have come since.
        if before is None or _state(before[0].files) != before[2]:
            pack, problems = read_pack(path, self)
            if pack is None:
                return None, problems
            before = self._read[path] = (pack, problems, _state(pack.files))
        # A copy: whoever adds to the problems must not add to what is kept for the next reader.
        return before[0], Problems(before[1])

    def _info(self, pack: str, kind: str) -> PackInfo:
        every = {info.id: info for info in self.packs()}
        info = every.get(pack)
        if info is None:
            values = {"value": pack[:80], "hint": hint(pack, every)}
            raise Refused(Problems([Problem("P192", Place(entry=pack[:80]), values)]))
        if kind and info.header.kind != kind:
            values = {"value": pack, "found": info.header.kind, "wanted": kind}
            raise Refused(Problems([Problem("P193", Place(info.shown), values)]))
        return info

    def _look(self) -> tuple[list[PackInfo], Problems]:
        problems = Problems()
        chosen: dict[str, PackInfo] = {}
        for info in self._every():
            other = chosen.get(info.id)
            if other is None or info.header.order > other.header.order:
                chosen[info.id] = info
            if other is not None:
                problems.extend([_beside(other, info)])
        return [chosen[pack] for pack in sorted(chosen)], problems

    def _every(self) -> Iterable[PackInfo]:
        for own, path in self._paths():
            header = self._header(path)
            if header is not None:
                yield PackInfo(header, path, own)

    def _paths(self) -> Iterable[tuple[bool, Path]]:
        for own, folders in ((False, self.shipped), (True, self.own)):
            for folder in folders:
                yield from ((own, path) for path in _pack_files(folder))

    def _header(self, path: Path) -> Header | None:
        state = _state((path,))
        before = self._headers.get(path)
        if before is None or before[0] != state:
            before = self._headers[path] = (state, read_header(path))
        return before[1]


def _beside(first: PackInfo, second: PackInfo) -> Problem:
    """Return what is to be said of two packs of one id, the first found standing first."""
    if first.header.order == second.header.order:
        values = {"id": second.id, "version": second.header.version, "other": first.shown}
        return Problem("P190", Place(second.shown), values)
    older, newer = sorted((first, second), key=lambda info: info.header.order)
    values = {
        "id": older.id,
        "version": older.header.version,
        "newer": newer.header.version,
        "other": newer.shown,
    }
    return Problem("P191", Place(older.shown), values)


def _pack_files(folder: Path, depth: int = MOST_FOLDERS) -> Iterable[Path]:
    """Yield the files of a folder that may hold the header of a pack."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and depth:
            whole = path / PACK_FILE
            yield from (whole,) if whole.is_file() else _pack_files(path, depth - 1)
        elif path.suffix in (".yaml", ".yml") and path.is_file():
            yield path


def _state(files: Iterable[Path]) -> object:
    """Return what changes when any of the files does."""
    found = []
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            return object()  # equal to nothing: read again
        found.append((path, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def own_folder() -> Path:
    """Return the folder of packs in the workspace (``PASEO_HOME``, else ``workspace``)."""
    return Path(os.environ.get("PASEO_HOME") or "workspace") / OWN_FOLDER


@cache
def _store(own: Path) -> PackStore:
    house = resources.files("paseo")
    shipped = tuple(Path(str(house.joinpath(room, "content"))) for room in rooms())
    return PackStore(shipped, (own,))


def store() -> PackStore:
    """Return the packs of the house and of the workspace that is in use."""
    return _store(own_folder())


def load_pack(pack: str, kind: str = "") -> Pack:
    """Return a checked pack by its id; see :meth:`PackStore.load`."""
    return store().load(pack, kind)


def list_packs(kind: str = "") -> list[PackInfo]:
    """Return the packs in use, of one kind when it is given."""
    return store().packs(kind)
