"""The files of a comparison with peers, each whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paseo.assessment.among_peers.among import AmongPeers
from paseo.assessment.among_peers.index import IndexPlace
from paseo.assessment.among_peers.plain import to_plain
from paseo.content.writing import write_whole
from paseo.report.benchmark import benchmark_document
from paseo.report.writers.registry import WRITERS

#: Format to file name.
FILES: Final = {
    "json": "benchmark.json",
    "html": "benchmark.html",
    "pdf": "benchmark.pdf",
    "docx": "benchmark.docx",
    "xlsx": "benchmark.xlsx",
}
FORMATS: Final = tuple(FILES)


def write_benchmark(
    found: AmongPeers,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    language: str = "en",
    index: IndexPlace | None = None,
) -> list[Path]:
    """Write a comparison as files.

    Args:
        found: the comparison.
        folder: made when it is not there; other files in it stay.
        formats: keys of :data:`FILES`.
        language: of the report.
        index: the own city's band in an index, where one was asked for.

    Returns:
        The files written, in order.

    Raises:
        ValueError: for an unknown format.
        MissingExtra: when a format's package is not installed.
        OSError: when the folder cannot be written.
    """
    unknown = [one for one in formats if one not in FILES]
    if unknown:
        raise ValueError(f"Unknown formats: {unknown}. Choose from {list(FILES)}.")
    folder.mkdir(parents=True, exist_ok=True)
    document = benchmark_document(found, language, index)
    written = []
    for name in formats:
        path = folder / FILES[name]
        if name == "json":
            data = json.dumps(to_plain(found, index), ensure_ascii=False, indent=1).encode("utf-8")
        else:
            data = WRITERS[name].write(document)
        written.append(write_whole(path, data))
    return written
