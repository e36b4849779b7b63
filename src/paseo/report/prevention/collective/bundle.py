"""The files of a round of partners: the document in every format, and the sums behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from paseo.content.language import LanguageMap
from paseo.prevention.collective.result import CollectiveResult
from paseo.prevention.collective.rounds import RoundChange
from paseo.prevention.collective.serialise import to_plain
from paseo.report.prevention.collective.document import collective_document
from paseo.report.prevention.files import json_bytes, names, write_files
from paseo.report.prevention.speaker import Standing

#: Format to file name: the document, everything that may be shown as data.
FILES: Final = names("partners", "json")


def data_of(
    result: CollectiveResult, *, generated: bool = False
) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document."""
    return {"json": lambda: json_bytes(to_plain(result, generated=generated))}


def write_collective(
    result: CollectiveResult,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
    *,
    change: RoundChange | None = None,
    indicators: Mapping[str, LanguageMap] | None = None,
) -> list[Path]:
    """Write a round as files, each whole or not at all; see ``files.write_files``."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: collective_document(
            result, standing, language, change=change, indicators=indicators
        ),
        data_of(result, generated=standing.generated),
    )
