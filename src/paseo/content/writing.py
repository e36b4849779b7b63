"""Writes a file whole or not at all: a reader never meets half a file under a finished name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

#: How much of a name its neighbour keeps; file systems allow 255 bytes for both parts together.
_KEPT: Final = 40


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a place beside a file; what is written there takes the file's place at the end.

    The name is its own each time, so that two writers of the same file never write into each
    other's work, and keeps the ending, by which some writers choose a format. Where the block
    ends in an exception, nothing is left behind and the file stays as it was.

    Args:
        path: file to write; its folder is made when it is not there.

    Raises:
        OSError: when the folder cannot be written.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> with beside(folder / "a.txt") as place:
        ...     _ = place.write_text("whole")
        >>> [one.name for one in folder.iterdir()], (folder / "a.txt").read_text()
        (['a.txt'], 'whole')
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    place = path.with_name(f".{path.stem[:_KEPT]}.{uuid4().hex[:8]}{path.suffix}")
    try:
        yield place
        place.replace(path)
    finally:
        place.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes | str) -> Path:
    """Write a file whole or not at all, and return it; text becomes UTF-8 with its own line ends.

    Args:
        path: file to write; its folder is made when it is not there.
        data: all of it.

    Raises:
        OSError: when it cannot be written; then the file is as it was.

    Example:
        >>> import tempfile
        >>> write_whole(Path(tempfile.mkdtemp()) / "new" / "a.txt", "whole").read_text()
        'whole'
    """
    with beside(path) as place:
        place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path
