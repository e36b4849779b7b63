"""The files of an evaluation: the report, and its numbers for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from paseo.prevention.evaluation.result import Evaluation
from paseo.prevention.evaluation.serialise import to_csv, to_plain
from paseo.report.prevention.evaluation import evaluation_document
from paseo.report.prevention.files import json_bytes, names, write_files
from paseo.report.prevention.speaker import Standing

#: Format to file name.
FILES: Final = {**names("evaluation", "json"), "csv": "effects.csv"}
FORMATS: Final = tuple(FILES)


def data_of(
    evaluation: Evaluation, language: str = "en", *, generated: bool = False
) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document: everything as JSON, effects as CSV.

    Args:
        evaluation: what was found.
        language: of the sentences in both.
        generated: the counts were invented; both files then say so.
    """
    return {
        "json": lambda: json_bytes(to_plain(evaluation, language, generated=generated)),
        # With a mark at its start, by which spreadsheet programs know the letters.
        "csv": lambda: to_csv(evaluation, language, generated=generated).encode("utf-8-sig"),
    }


def write_evaluation(
    evaluation: Evaluation,
    folder: Path,
    standing: Standing,
    formats: Sequence[str] = FORMATS,
    language: str = "en",
) -> list[Path]:
    """Write an evaluation as files.

    Args:
        evaluation: what was found.
        folder: made when it is not there; other files in it stay.
        standing: where and when it is made.
        formats: keys of :data:`FILES`.
        language: of the report.

    Returns:
        The files written, in order.

    Raises:
        ValueError: for an unknown format.
        MissingExtra: when a format's package is not installed.
        OSError: when the folder cannot be written.
    """
    return write_files(
        folder,
        FILES,
        formats,
        lambda: evaluation_document(evaluation, standing, language),
        data_of(evaluation, language, generated=standing.generated),
    )
