"""The files of a pyramid: the document, the picture alone, the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from paseo.prevention.pyramid.serialise import to_csv, to_plain
from paseo.prevention.pyramid.view import PyramidView
from paseo.report.prevention.files import json_bytes, names, write_files
from paseo.report.prevention.pyramid.document import pyramid_document
from paseo.report.prevention.pyramid.drawing import pyramid_picture
from paseo.report.prevention.speaker import Standing

#: Format to file name: the document, the picture as SVG, one row per measure, everything as data.
FILES: Final = names("pyramid", "svg", "csv", "json")


def data_of(
    view: PyramidView, language: str = "en", *, generated: bool = False
) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document.

    Args:
        view: a pyramid with what is read off it.
        language: of the words in the picture.
        generated: the measures were invented; data then say so in every row.
    """
    return {
        "svg": lambda: pyramid_picture(view, language, width=760).svg.encode("utf-8"),
        "csv": lambda: to_csv(view, generated=generated).encode("utf-8"),
        "json": lambda: json_bytes(to_plain(view, generated=generated)),
    }


def write_pyramid(
    view: PyramidView,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
) -> list[Path]:
    """Write a pyramid as files, each whole or not at all; see ``files.write_files``."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: pyramid_document(view, standing, language),
        data_of(view, language, generated=standing.generated),
    )
