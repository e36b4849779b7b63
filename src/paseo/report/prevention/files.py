"""Writes a document of the room, and data beside it, as files: each whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from paseo.content.writing import write_whole
from paseo.report.document import Document
from paseo.report.writers.registry import WRITERS

#: The formats of every document, in the order in which they are offered.
DOCUMENT_FORMATS: Final = ("html", "pdf", "docx", "xlsx")


def names(stem: str, *data: str) -> dict[str, str]:
    """Return format to file name: the document's formats, then those of data.

    >>> names("pyramid", "json")["json"]
    'pyramid.json'
    """
    return {one: f"{stem}.{one}" for one in (*DOCUMENT_FORMATS, *data)}


def json_bytes(plain: Mapping[str, Any]) -> bytes:
    """Return plain data as a JSON file.

    Raises:
        ValueError: a number is not finite, which JSON cannot hold.

    >>> json_bytes({"a": 1}).decode()
    '{\\n "a": 1\\n}'
    """
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def write_files(
    folder: Path,
    files: Mapping[str, str],
    formats: Iterable[str],
    document: Callable[[], Document],
    data: Mapping[str, Callable[[], bytes]] | None = None,
) -> list[Path]:
    """Write the formats asked for into a folder.

    Args:
        folder: made when it is not there; other files in it stay.
        files: format to file name, as :func:`names` gives it.
        formats: keys of ``files``.
        document: makes the document, once, when a format of it is asked for.
        data: what makes the other formats (``json``, ``csv``, ``svg``).

    Returns:
        The files written, in the order of ``formats``.

    Raises:
        ValueError: for a format that is in none of them.
        MissingExtra: when a format's package is not installed.
        OSError: when the folder cannot be written.
    """
    wanted = tuple(formats)
    made = document() if any(one in DOCUMENT_FORMATS for one in wanted) else None
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    for one in wanted:
        if one in (data or {}):
            content = (data or {})[one]()
        elif one in DOCUMENT_FORMATS and made is not None:
            content = WRITERS[one].write(made)
        else:
            raise ValueError(f"Unknown format: {one}. Choose from {list(files)}.")
        written.append(write_whole(folder / files[one], content))
    return written
