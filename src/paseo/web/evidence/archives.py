"""A city folder packed into a .zip: unpacked only when it is small, plain and whole."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.evidence.city_folder import CITY_FILE, OBSERVATIONS, PLACES_FILE
from paseo.evidence.tables import limits

#: A city folder has three files; a notes file or a folder's own entry does no harm.
MOST_FILES: Final = 100
_BLOCK: Final = 1 << 20


def is_archive(path: Path) -> bool:
    """Say whether a file is an archive that is not a workbook."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return True


def unpack_folder(path: Path, target: Path, shown: str, problems: Problems) -> Path | None:
    """Unpack the files of the one city folder in an archive; None after saying why not.

    Sizes are added up before anything is unpacked, and counted again while it is: the
    directory of an archive may lie. Only names that a city folder knows are written, under
    those names, so no path in the archive can lead out of ``target``.
    """
    place = Place(shown)
    try:
        with zipfile.ZipFile(path) as archive:
            if not _is_small(archive, place, problems):
                return None
            wanted = _folder(archive)
            if not wanted:
                problems.add("C334", place)
                return None
            target.mkdir(parents=True, exist_ok=True)
            for entry, name in wanted:
                _write(archive, entry, target / name)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        # RuntimeError: a password; NotImplementedError: a packing method of another program.
        problems.add("C333", place)
        return None
    return target


def _is_small(archive: zipfile.ZipFile, place: Place, problems: Problems) -> bool:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    ratio = size / (sum(part.compress_size for part in parts) or 1)
    dense = size > limits.RATIO_MATTERS_FROM and ratio > limits.MOST_RATIO
    if size <= limits.MOST_UNPACKED_BYTES and len(parts) <= MOST_FILES and not dense:
        return True
    problems.add(
        "C332", place,
        size=f"{size / limits.MEGABYTE:.0f}", parts=len(parts), ratio=f"{ratio:.0f}",
        most_size=limits.MOST_UNPACKED_BYTES // limits.MEGABYTE,
        most_parts=MOST_FILES, most_ratio=limits.MOST_RATIO,
    )  # fmt: skip
    return False


def _folder(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return the entries of the folder that holds the one city.yaml, with their plain names."""
    entries = [
        (one, PurePosixPath(one.filename.replace("\\", "/")))
        for one in archive.infolist()
        if not one.is_dir()
    ]
    tops = [name.parent for _, name in entries if name.name == CITY_FILE]
    if len(tops) != 1:
        return []
    return [
        (one, name.name) for one, name in entries if name.parent == tops[0] and _is_ours(name.name)
    ]


def _is_ours(name: str) -> bool:
    return name in (CITY_FILE, PLACES_FILE) or bool(OBSERVATIONS.fullmatch(name))


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path) -> None:
    left = entry.file_size
    with archive.open(entry) as packed, file.open("wb") as out:
        while block := packed.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile("more than its directory says")
            out.write(block)
