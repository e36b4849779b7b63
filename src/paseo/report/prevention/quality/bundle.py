"""The files of a quality check: the document in every format, and the data behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from paseo.prevention.quality.reconciling import QualityCheck
from paseo.prevention.quality.serialise import to_plain
from paseo.report.prevention.files import json_bytes, names, write_files
from paseo.report.prevention.quality.document import quality_document
from paseo.report.prevention.speaker import Standing

#: Format to file name: the document, everything as data.
FILES: Final = names("quality", "json")


def data_of(check: QualityCheck, *, generated: bool = False) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document."""
    return {"json": lambda: json_bytes(to_plain(check, generated=generated))}


def write_quality(
    check: QualityCheck,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
) -> list[Path]:
    """Write a quality check as files, each whole or not at all; see ``files.write_files``."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: quality_document(check, standing, language),
        data_of(check, generated=standing.generated),
    )
