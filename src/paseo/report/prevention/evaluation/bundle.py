"""The files of an evaluation: the report, and its numbers for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paseo.prevention.evaluation.result import Evaluation
from paseo.prevention.evaluation.serialise import to_csv, to_plain
from paseo.report.prevention.evaluation import evaluation_document
from paseo.report.prevention.files import names, write_files
from paseo.report.prevention.speaker import Standing

#: Format to file name.
FILES: Final = {**names("evaluation", "json"), "csv": "effects.csv"}
FORMATS: Final = tuple(FILES)


def evaluation_json(evaluation: Evaluation, language: str = "en") -> bytes:
    """Return an evaluation as a JSON file."""
    made = to_plain(evaluation, language)
    text = json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8")


def effects_table(evaluation: Evaluation, language: str = "en") -> bytes:
    """Return the long table of effects as a CSV file that spreadsheet programs open rightly."""
    return to_csv(evaluation, language).encode("utf-8-sig")


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
        {
            "json": lambda: evaluation_json(evaluation, language),
            "csv": lambda: effects_table(evaluation, language),
        },
    )
